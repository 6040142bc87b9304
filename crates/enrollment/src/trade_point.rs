//! A trade point: where registers are used.

use serde::{Deserialize, Serialize};

use crate::field::{FieldErrors, FieldProblem, Fields, malformed, shown};
use crate::place::{ActivityCode, Address, AddressCode, GeoPosition, KatoCode, TaxOfficeCode};
use crate::places::Places;
use crate::register_card::NAME_MAX;
use crate::request::Place;
use types::TradePointId;

/// Characters of a street.
pub const STREET_MAX: usize = 150;
/// Characters of a house.
pub const HOUSE_MAX: usize = 50;
/// Characters of a flat.
pub const FLAT_MAX: usize = 20;

/// A trade point as a person filled it in; empty texts are fields left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TradePointForm {
    /// Its name, such as a shop's.
    pub name: String,
    /// Code of the region.
    pub region: String,
    /// Code of the settlement, or of the nearest one.
    pub settlement: String,
    /// Street, avenue, lane or road.
    pub street: String,
    /// Number or name of the building.
    pub house: String,
    /// Flat, office or room.
    pub flat: String,
    /// Code in the register of addresses.
    pub address_code: String,
    /// Code of the tax office.
    pub tax_office: String,
    /// Degrees north, such as `43.238949`.
    pub latitude: String,
    /// Degrees east.
    pub longitude: String,
    /// Code of the line of business.
    pub activity: String,
}

/// A trade point that the dictionaries agree with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TradePoint {
    /// Its name.
    pub name: String,
    /// Where it is; outside settlements, the nearest one. Source: seeds S1 and S2.
    pub address: Address,
    /// The tax office that its registers are enrolled with; it lies in the region.
    pub tax_office: TaxOfficeCode,
    /// Its position, where it was given.
    pub position: Option<GeoPosition>,
    /// Its line of business, where it was given.
    pub activity: Option<ActivityCode>,
}

/// Refusal to delete a trade point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{registers} registers belong to the trade point or apply to come to it")]
pub struct TradePointInUse {
    /// Registers that belong to it, in whatever state, and those that apply to come to it.
    pub registers: u64,
}

impl TradePoint {
    /// Reads a form against the dictionaries.
    ///
    /// # Errors
    /// [`FieldErrors`] with every wrong field.
    pub fn parse(form: &TradePointForm, places: &Places) -> Result<Self, FieldErrors> {
        let mut fields = Fields::default();
        let name = fields.required("name", &form.name, NAME_MAX);
        let region = fields.parsed(
            "address.region",
            &form.region,
            KatoCode::EXPECTED,
            KatoCode::parse,
        );
        let region =
            region.filter(|code| known(&mut fields, "address.region", code.as_str(), places.region(code)));
        let settlement = settlement(&mut fields, form, region.as_ref(), places);
        let street = fields.required("address.street", &form.street, STREET_MAX);
        let house = fields.required("address.house", &form.house, HOUSE_MAX);
        let flat = fields.optional("address.flat", &form.flat, FLAT_MAX);
        let code = optional_code(
            &mut fields,
            "address.code",
            &form.address_code,
            AddressCode::EXPECTED,
            AddressCode::parse,
        );
        let tax_office = tax_office(&mut fields, form, region.as_ref(), places);
        let position = position(&mut fields, form);
        let activity = optional_code(
            &mut fields,
            "activity",
            &form.activity,
            ActivityCode::EXPECTED,
            ActivityCode::parse,
        );
        let parts = name
            .zip(region.zip(settlement))
            .zip(street.zip(house))
            .zip(tax_office);
        let value = parts.map(|(((name, (region, settlement)), (street, house)), tax_office)| {
            let line = address_line(places, &settlement, &street, &house, flat.as_deref());
            Self {
                name,
                address: Address {
                    region,
                    settlement,
                    line,
                    street,
                    house,
                    flat,
                    code,
                },
                tax_office,
                position,
                activity,
            }
        });
        fields.finish(value)
    }

    /// What the state of a register keeps of its trade point.
    #[must_use]
    pub fn place(&self, id: TradePointId) -> Place {
        Place {
            trade_point: id,
            tax_office: self.tax_office.clone(),
        }
    }

    /// Allows a trade point to be deleted only when nothing belongs to it. Source: seed S1.
    ///
    /// # Errors
    /// [`TradePointInUse`] with the number of registers.
    pub fn admit_deletion(registers: u64) -> Result<(), TradePointInUse> {
        match registers {
            0 => Ok(()),
            registers => Err(TradePointInUse { registers }),
        }
    }

    /// Allows an address to change only while no register of the point is known to the tax authority: an enrolled
    /// register moves by re-enrollment to another trade point. Name, position and line of business may change.
    ///
    /// # Errors
    /// [`FieldErrors`] with each field of the address that differs.
    pub fn admit_change(&self, next: &Self, enrolled_registers: u64) -> Result<(), FieldErrors> {
        let mut fields = Fields::default();
        if enrolled_registers > 0 {
            let differs = [
                ("address.region", self.address.region != next.address.region),
                (
                    "address.settlement",
                    self.address.settlement != next.address.settlement,
                ),
                ("address.street", self.address.street != next.address.street),
                ("address.house", self.address.house != next.address.house),
                ("address.flat", self.address.flat != next.address.flat),
                ("tax_office", self.tax_office != next.tax_office),
            ];
            for (path, _) in differs.into_iter().filter(|(_, differs)| *differs) {
                fields.refuse(path, FieldProblem::ByReEnrollment);
            }
        }
        fields.finish(Some(()))
    }
}

fn known<T>(fields: &mut Fields, path: &'static str, value: &str, found: Option<&T>) -> bool {
    if found.is_none() {
        fields.refuse(path, FieldProblem::Unknown { value: shown(value) });
    }
    found.is_some()
}

fn settlement(
    fields: &mut Fields,
    form: &TradePointForm,
    region: Option<&KatoCode>,
    places: &Places,
) -> Option<KatoCode> {
    const PATH: &str = "address.settlement";
    let code = fields.parsed(PATH, &form.settlement, KatoCode::EXPECTED, KatoCode::parse)?;
    if !known(fields, PATH, code.as_str(), places.settlement(&code)) {
        return None;
    }
    let value = code.to_string();
    match region {
        Some(region) if code.region() != *region => {
            let within = region.to_string();
            fields.refuse(PATH, FieldProblem::Elsewhere { value, within });
            None
        }
        Some(_) | None if places.is_divided(&code) => {
            fields.refuse(PATH, FieldProblem::Divided { value });
            None
        }
        Some(_) | None => Some(code),
    }
}

fn tax_office(
    fields: &mut Fields,
    form: &TradePointForm,
    region: Option<&KatoCode>,
    places: &Places,
) -> Option<TaxOfficeCode> {
    const PATH: &str = "tax_office";
    let code = fields.parsed(
        PATH,
        &form.tax_office,
        TaxOfficeCode::EXPECTED,
        TaxOfficeCode::parse,
    )?;
    let office = places.office(&code);
    if !known(fields, PATH, code.as_str(), office) {
        return None;
    }
    let department = region
        .and_then(|region| places.region(region))
        .map(|region| &region.department);
    let there = office
        .zip(department)
        .is_none_or(|(office, department)| office.department == *department);
    if there {
        return Some(code);
    }
    let within = region.map(ToString::to_string).unwrap_or_default();
    let value = code.to_string();
    fields.refuse(PATH, FieldProblem::Elsewhere { value, within });
    None
}

fn position(fields: &mut Fields, form: &TradePointForm) -> Option<GeoPosition> {
    if form.latitude.trim().is_empty() && form.longitude.trim().is_empty() {
        return None;
    }
    let mut axis = |path, raw: &str, (min, max): (i32, i32)| {
        let value = fields.parsed(path, raw, "degrees such as 43.238949", GeoPosition::microdegrees)?;
        let range = min.saturating_mul(1_000_000)..=max.saturating_mul(1_000_000);
        if range.contains(&value) {
            return Some(value);
        }
        let value = shown(raw);
        let (min, max) = (i64::from(min), i64::from(max));
        fields.refuse(path, FieldProblem::OutOfRange { value, min, max });
        None
    };
    let latitude_microdegrees = axis("position.latitude", &form.latitude, GeoPosition::LATITUDE_DEGREES);
    let longitude_microdegrees = axis(
        "position.longitude",
        &form.longitude,
        GeoPosition::LONGITUDE_DEGREES,
    );
    Some(GeoPosition {
        latitude_microdegrees: latitude_microdegrees?,
        longitude_microdegrees: longitude_microdegrees?,
    })
}

fn optional_code<T>(
    fields: &mut Fields,
    path: &'static str,
    raw: &str,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    if raw.trim().is_empty() {
        return None;
    }
    let code = parse(raw);
    if code.is_none() {
        fields.refuse(path, malformed(raw, expected));
    }
    code
}

fn address_line(
    places: &Places,
    settlement: &KatoCode,
    street: &str,
    house: &str,
    flat: Option<&str>,
) -> String {
    let mut parts = places.names_down_to(settlement);
    parts.extend([street, house]);
    parts.extend(flat);
    parts.join(", ")
}

#[cfg(test)]
mod tests;
