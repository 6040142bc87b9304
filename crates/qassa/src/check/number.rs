//! Numbers that authorities and manufacturers give.

use serde_json::{Value as Json, json};
use types::{Bin, FiscalStorageNumber, Iin, Inn, NumberError, Ogrn, RegistrationNumber, SerialNumber, Snils};

use super::NumberKind;

/// The other numbers that a registration number is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// Taxpayer number.
    pub inn: Option<String>,
    /// Serial number of the register.
    pub serial: Option<String>,
}

/// What a number says. Codes and scans are read elsewhere: they are told as `null`.
pub(super) fn parts(kind: NumberKind, value: &str, owner: &Owner) -> Result<Json, NumberError> {
    match kind {
        NumberKind::Inn => Inn::parse(value).map(|inn| inn_parts(inn.as_str())),
        NumberKind::Ogrn => Ogrn::parse(value).map(|ogrn| ogrn_parts(ogrn.as_str())),
        NumberKind::Snils => {
            Snils::parse(&value.replace([' ', '-'], "")).map(|snils| snils_parts(snils.as_str()))
        }
        NumberKind::Rnm => registration_number(value, owner),
        NumberKind::Fn => FiscalStorageNumber::parse(value)
            .map(|number| json!({"series": cut(number.as_str(), 0, 4), "test": number.is_test()})),
        NumberKind::Iin => Iin::parse(value).map(|iin| iin_parts(iin.as_str())),
        NumberKind::Bin => Bin::parse(value).map(|bin| bin_parts(bin.as_str())),
        NumberKind::IbanKz | NumberKind::QrRu | NumberKind::QrKz | NumberKind::Marking => Ok(Json::Null),
    }
}

fn registration_number(value: &str, owner: &Owner) -> Result<Json, NumberError> {
    let number = RegistrationNumber::parse(value)?;
    let verified = match (&owner.inn, &owner.serial) {
        (Some(inn), Some(serial)) => {
            number.belongs_to(&Inn::parse(inn)?, &SerialNumber::parse(serial)?)?;
            true
        }
        _ => false,
    };
    let (sequence, check) = (cut(number.as_str(), 0, 10), cut(number.as_str(), 10, 16));
    Ok(json!({"sequence": sequence, "check": check, "check_digits_verified": verified}))
}

fn inn_parts(text: &str) -> Json {
    let holder = if text.len() == 10 {
        "organization"
    } else {
        "person"
    };
    json!({"holder": holder, "region": cut(text, 0, 2), "tax_office": cut(text, 0, 4)})
}

fn ogrn_parts(text: &str) -> Json {
    let holder = if text.len() == 13 {
        "organization"
    } else {
        "sole proprietor"
    };
    json!({"holder": holder, "year": format!("20{}", cut(text, 1, 3)), "region": cut(text, 3, 5)})
}

fn snils_parts(text: &str) -> Json {
    let groups = [cut(text, 0, 3), cut(text, 3, 6), cut(text, 6, 9)].join("-");
    json!({"digits": text, "written": format!("{groups} {}", cut(text, 9, 11))})
}

/// The seventh digit tells century and sex; 0 is given to foreigners.
fn iin_parts(text: &str) -> Json {
    let (century, sex) = match cut(text, 6, 7) {
        "1" => (Some("18"), Some("male")),
        "2" => (Some("18"), Some("female")),
        "3" => (Some("19"), Some("male")),
        "4" => (Some("19"), Some("female")),
        "5" => (Some("20"), Some("male")),
        "6" => (Some("20"), Some("female")),
        _ => (None, None),
    };
    let day = format!("{}-{}-{}", cut(text, 0, 2), cut(text, 2, 4), cut(text, 4, 6));
    json!({"born": century.map(|century| format!("{century}{day}")), "sex": sex})
}

fn bin_parts(text: &str) -> Json {
    let holder = match cut(text, 4, 5) {
        "4" => "resident organization",
        "5" => "non-resident organization",
        _ => "joint sole proprietorship",
    };
    let unit = match cut(text, 5, 6) {
        "0" => Some("head"),
        "1" => Some("branch"),
        "2" => Some("representation"),
        "3" => Some("peasant farm"),
        _ => None,
    };
    let registered = format!("20{}-{}", cut(text, 0, 2), cut(text, 2, 4));
    json!({"registered": registered, "holder": holder, "unit": unit})
}

fn cut(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}
