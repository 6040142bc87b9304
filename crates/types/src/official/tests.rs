//! Made-up numbers that pass and fail by the published algorithms, and real ones when they lie beside the checkout.

use super::digits::weighted;
use super::*;
use proptest::prelude::*;

fn inn(text: &str) -> Inn {
    Inn::parse(text).unwrap()
}

fn serial(text: &str) -> SerialNumber {
    SerialNumber::parse(text).unwrap()
}

/// Appends the check digits that the parser asks for, one refusal at a time.
fn complete(body: &str, zeros: usize, check: impl Fn(&str) -> Result<(), NumberError>) -> Option<String> {
    match check(&format!("{body}{}", "0".repeat(zeros))) {
        Ok(()) => Some(format!("{body}{}", "0".repeat(zeros))),
        Err(NumberError::CheckDigits { expected, .. }) => Some(format!("{body}{expected}")),
        Err(_) => None,
    }
}

#[test]
fn inn_has_ten_or_twelve_digits_and_their_checks() {
    for text in ["7702203276", "500100732259", " 7702203276  "] {
        assert!(Inn::parse(text).is_ok(), "{text}");
    }
    let table = [
        (
            "7702203277",
            "the check digits of INN `7702203277` are wrong; they should be `6`",
        ),
        (
            "500100732258",
            "the check digits of INN `500100732258` are wrong; they should be `59`",
        ),
        (
            "500100732269",
            "the check digits of INN `500100732269` are wrong; they should be `59`",
        ),
        (
            "12345",
            "`12345` has 5 characters; INN has 10 digits (organization) or 12 (person)",
        ),
        (
            "77022032a6",
            "`77022032a6` has characters that INN does not allow; digits only",
        ),
        ("0000000000", "INN `0000000000` is never issued"),
        (
            "٧٧٠٢٢٠٣٢٧٦",
            "`٧٧٠٢٢٠٣٢٧٦` has characters that INN does not allow; digits only",
        ),
    ];
    for (text, message) in table {
        assert_eq!(Inn::parse(text).unwrap_err().to_string(), message);
    }
}

#[test]
fn kpp_allows_letters_only_in_places_five_and_six() {
    assert!(Kpp::parse("770201001").is_ok());
    assert!(Kpp::parse("7702AZ001").is_ok());
    assert!(Kpp::parse("77A201001").is_err());
    assert!(Kpp::parse("7702az001").is_err());
    assert!(Kpp::parse("77020100").is_err());
}

#[test]
fn ogrn_takes_the_remainder_by_eleven_or_thirteen() {
    for text in ["1027700132195", "304500116000157"] {
        assert!(Ogrn::parse(text).is_ok(), "{text}");
    }
    for text in [
        "1027700132196",
        "304500116000158",
        "102770013219",
        "0000000000000",
    ] {
        assert!(Ogrn::parse(text).is_err(), "{text}");
    }
}

#[test]
fn snils_takes_the_remainder_by_a_hundred_and_one() {
    assert!(Snils::parse("11223344595").is_ok());
    assert!(Snils::parse("11223344594").is_err());
    assert!(
        Snils::parse("112-233-445 95").is_err(),
        "separators are not part of the number"
    );
}

#[test]
fn kazakh_numbers_share_one_check_and_differ_in_form() {
    let iin = complete("90010130000", 1, Iin::check).unwrap();
    assert!(Iin::parse(&iin).is_ok());
    assert!(Bin::parse(&iin).is_err(), "the fifth digit of a BIN is 4, 5 or 6");
    let bin = complete("90014000000", 1, Bin::check).unwrap();
    assert!(Bin::parse(&bin).is_ok());
    assert!(matches!(
        Iin::parse("901301300005"),
        Err(NumberError::Characters { .. } | NumberError::CheckDigits { .. })
    ));
}

#[test]
fn kazakh_numbers_fall_back_to_the_second_weights() {
    let second = (0..100_000_u32).map(|n| format!("900101{n:05}")).find(|body| {
        let digits: Vec<u32> = body.chars().filter_map(|c| c.to_digit(10)).collect();
        let first = weighted(&digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
        let second = weighted(&digits, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
        first == 10 && second < 10
    });
    let number = complete(&second.unwrap(), 1, Iin::check).unwrap();
    assert!(Iin::parse(&number).is_ok());
}

#[test]
fn a_registration_number_belongs_to_one_taxpayer_and_serial_number() {
    // The published example of the operator's open mock server.
    let number = RegistrationNumber::parse("0000000005008570").unwrap();
    let owner = inn("7702203276");
    assert_eq!(number.belongs_to(&owner, &serial("000000000002")), Ok(()));
    assert_eq!(
        number.belongs_to(&owner, &serial("2")),
        Ok(()),
        "zeros fill from the left"
    );
    let error = number.belongs_to(&owner, &serial("3")).unwrap_err();
    assert!(matches!(&error, NumberError::CheckDigits { value, .. } if value == "0000000005008570"));
    assert!(number.belongs_to(&inn("500100732259"), &serial("2")).is_err());
    assert_eq!(
        RegistrationNumber::compute(5, &owner, &serial("000000000002")),
        number
    );
}

#[test]
fn shapes_without_check_digits_are_held_too() {
    assert!(FiscalStorageNumber::parse("9999078900005488").unwrap().is_test());
    assert!(!FiscalStorageNumber::parse("7281440500751551").unwrap().is_test());
    assert!(FiscalStorageNumber::parse("999907890000548").is_err());
    assert!(RegistrationNumber::parse("0000000000000000").is_err());
    assert!(SerialNumber::parse("AB-0001/7").is_ok());
    assert!(SerialNumber::parse("").is_err());
    assert!(SerialNumber::parse("123456789012345678901").is_err());
    assert!(SerialNumber::parse("номер1").is_err());
}

#[test]
fn checking_keeps_blanks_and_parsing_drops_them() {
    assert!(Inn::check("7702203276  ").is_err());
    assert_eq!(Inn::parse("7702203276  ").unwrap().as_str(), "7702203276");
}

#[test]
fn stored_text_is_parsed_like_any_other() {
    assert_eq!(String::from(inn("7702203276")), "7702203276");
    assert!(Inn::try_from("7702203277".to_owned()).is_err());
}

proptest! {
    #[test]
    fn one_wrong_digit_of_an_inn_is_seen(body in "[1-9][0-9]{8}", place in 0_usize..9, add in 1_u8..10) {
        let number = complete(&body, 1, Inn::check).unwrap();
        prop_assert!(Inn::parse(&number).is_ok());
        // The arithmetic maps two remainders, 0 and 10, to one digit, so that a change may pass by chance;
        // what must hold is that the wanted digit alone passes.
        let mut bytes = number.into_bytes();
        bytes[place] = b'0' + (bytes[place] - b'0' + add) % 10;
        let changed = String::from_utf8(bytes).unwrap();
        let right = complete(&changed[..9], 1, Inn::check);
        prop_assert_eq!(Inn::parse(&changed).is_ok(), right.as_deref() == Some(changed.as_str()));
    }

    #[test]
    fn a_computed_registration_number_belongs(sequence in 1_u64..9_999_999_999, serial_text in "[0-9A-Z]{1,20}") {
        let (owner, device) = (inn("7702203276"), serial(&serial_text));
        let number = RegistrationNumber::compute(sequence, &owner, &device);
        prop_assert_eq!(RegistrationNumber::parse(number.as_str()), Ok(number.clone()));
        prop_assert_eq!(number.belongs_to(&owner, &device), Ok(()));
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in "\\PC{0,24}") {
        let _ = (Inn::parse(&text), Kpp::parse(&text), Ogrn::parse(&text), Snils::parse(&text));
        let _ = (Iin::parse(&text), Bin::parse(&text), RegistrationNumber::parse(&text));
        let _ = (SerialNumber::parse(&text), FiscalStorageNumber::parse(&text), Gtin::parse(&text), IbanKz::parse(&text));
    }
}
