use std::fmt::Write;

use super::*;
use crate::places::Places;
use crate::register_card::{RegisterCard, RegisterForm};
use crate::register_model::RegisterModels;
use crate::request::{EnrollmentRoute, Place, Request};
use crate::trade_point::{TradePoint, TradePointForm};
use crate::{KgdRegistrationNumber, PlanCountry, TariffPlan, TariffPlans, TaxpayerNumber};
use types::{Bin, Timestamp, TradePointId, UtcOffset};

fn point(name: &str, house: &str) -> TradePoint {
    let form = TradePointForm {
        name: name.into(),
        region: "750000000".into(),
        settlement: "751410000".into(),
        street: "ул. Первая".into(),
        house: house.into(),
        tax_office: "6004".into(),
        ..TradePointForm::default()
    };
    TradePoint::parse(&form, &Places::shipped().unwrap()).unwrap()
}

fn card() -> RegisterCard {
    let form = RegisterForm {
        name: "Касса 1".into(),
        model: "E-KASSA".into(),
        serial_number: "KTDE1123456789012".into(),
        year: "2024".into(),
        trade_point: Some(TradePointId::new(1)),
    };
    RegisterCard::parse(
        &form,
        &RegisterModels::shipped().unwrap(),
        LocalDateTime::from_wall_seconds(1_800_000_000),
    )
    .unwrap()
}

fn applicant() -> Applicant {
    Applicant {
        number: TaxpayerNumber::Bin(bin()),
        name: "ТОО «Пример»".into(),
        ofd_name: "Qassa".into(),
    }
}

/// A number with the right check digit that belongs to nobody.
fn bin() -> Bin {
    (0..10)
        .find_map(|digit| Bin::parse(&format!("99014000001{digit}")).ok())
        .unwrap()
}

fn plan() -> TariffPlan {
    let plans = TariffPlans::shipped().unwrap();
    let today = LocalDateTime::from_calendar(2026, 11, 22, 12, 0, 0).unwrap();
    let code = PlanCode::parse("online-kkm").unwrap();
    plans.plan(PlanCountry::Kazakhstan, &code, today).unwrap().clone()
}

fn document(request: &Request, at: &str) -> ApplicationDocument {
    let (plan, card, here, there) = (plan(), card(), point("Магазин", "9"), point("Склад", "11"));
    let number = KgdRegistrationNumber::parse("600400131197").unwrap();
    let subject = Subject {
        card: &card,
        trade_point: &here,
        target: matches!(request, Request::ReEnroll { .. }).then_some(&there),
        number: Some(&number),
        plan: Some(&plan),
    };
    let now = Timestamp::parse_rfc3339(at).unwrap();
    ApplicationDocument::kazakh(&applicant(), &subject, request, now, UtcOffset::KAZAKHSTAN)
}

fn requests() -> Vec<Request> {
    let place = Place {
        trade_point: TradePointId::new(2),
        tax_office: crate::TaxOfficeCode::parse("6004").unwrap(),
    };
    let route = EnrollmentRoute::Online;
    vec![
        Request::Enroll {
            route,
            place: place.clone(),
        },
        Request::ReEnroll { target: place },
        Request::Deregister {
            reason: DeregistrationReason::TechnicalFailure,
        },
        Request::WriteOff {
            reason: WriteOffReason::WornOut,
        },
        Request::ChooseTariff {
            plan: Box::new(plan()),
        },
        Request::CancelTariff,
        Request::Suspend,
    ]
}

const NOON: &str = "2026-11-22T07:00:00Z";

#[test]
fn every_application_tells_who_and_which_register_and_states_something() {
    for request in requests() {
        let document = document(&request, NOON);
        for name in [
            FieldName::Recipient,
            FieldName::TaxpayerNumber,
            FieldName::RegisterModel,
            FieldName::SerialNumber,
            FieldName::Address,
        ] {
            assert!(document.field(name).is_some(), "{request:?} {name:?}");
        }
        assert!(!document.statements.is_empty(), "{request:?}");
    }
}

#[test]
fn the_hash_changes_with_every_fact_and_not_with_the_time_of_day() {
    let requests = requests();
    let mut hashes: Vec<String> = requests
        .iter()
        .map(|request| document(request, NOON).hash().to_string())
        .collect();
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), requests.len());
    let enroll = &requests[0];
    let same = document(enroll, "2026-11-22T18:00:00Z").hash();
    assert_eq!(same, document(enroll, NOON).hash());
    assert_ne!(
        document(enroll, "2026-11-22T19:00:00Z").hash(),
        same,
        "the next day"
    );
    let whole = document(enroll, NOON);
    for field in 0..whole.fields.len() {
        let mut other = whole.clone();
        other.fields[field].value = FieldValue::Text("другое".into());
        assert_ne!(other.hash(), whole.hash(), "{:?}", whole.fields[field].name);
        let mut shorter = whole.clone();
        shorter.fields.remove(field);
        assert_ne!(shorter.hash(), whole.hash());
    }
    let mut silent = whole.clone();
    silent.statements.pop();
    assert_ne!(silent.hash(), whole.hash());
}

/// What was signed yesterday must be verifiable tomorrow: the bytes never change.
#[test]
fn the_signed_bytes_are_pinned() {
    let mut lines = String::new();
    for request in requests() {
        let document = document(&request, NOON);
        let bytes = document.canonical_bytes();
        let mut rest = bytes.as_slice();
        while let Some((length, tail)) = rest.split_first_chunk::<4>() {
            let (part, tail) = tail.split_at(u32::from_be_bytes(*length) as usize);
            writeln!(lines, "{}", std::str::from_utf8(part).unwrap()).unwrap();
            rest = tail;
        }
        write!(lines, "sha256 {}\n\n", document.hash()).unwrap();
    }
    crate::golden::compare("signed-bytes.txt", &lines);
}

#[test]
fn a_suspension_tells_the_first_of_the_next_month() {
    let document = document(&Request::Suspend, "2026-12-31T19:00:00Z");
    let Some(FieldValue::Day(from)) = document.field(FieldName::SuspensionFrom) else {
        panic!("no day");
    };
    assert_eq!(from.format("%d.%m.%Y"), "01.02.2027");
}

#[test]
fn codes_of_fields_and_statements_are_distinct() {
    let mut codes: Vec<&str> = FieldName::ALL.iter().map(|name| name.code()).collect();
    codes.extend(Statement::ALL.map(Statement::code));
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

#[test]
fn a_hash_reads_its_own_text_and_nothing_else() {
    let hash = ContentHash::of(b"");
    let text = hash.to_string();
    assert_eq!(
        text,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(ContentHash::parse(&text), Some(hash));
    for refused in ["", &text[1..], &text.to_uppercase(), &text.replace('e', "g")] {
        assert_eq!(ContentHash::parse(refused), None, "{refused}");
    }
}

#[test]
fn a_document_survives_storage() {
    for request in requests() {
        let document = document(&request, NOON);
        let json = serde_json::to_string(&document).unwrap();
        assert_eq!(
            serde_json::from_str::<ApplicationDocument>(&json).unwrap(),
            document
        );
    }
}
