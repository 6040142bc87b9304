use std::fmt::Write;

use super::*;
use crate::document::{ApplicationDocument, FieldName};
use types::{ApplicationId, Timestamp};

fn now() -> Timestamp {
    Timestamp::parse_rfc3339("2026-11-20T09:00:00Z").unwrap()
}

fn local(day: i8, hour: i8) -> LocalDateTime {
    LocalDateTime::from_calendar(2026, 11, day, hour, 0, 0).unwrap()
}

/// A number with the right check digit that belongs to nobody.
fn inn(beginning: &str) -> Inn {
    (0..10)
        .find_map(|digit| Inn::parse(&format!("{beginning}{digit}")).ok())
        .unwrap()
}

fn ogrn() -> Ogrn {
    (0..10)
        .find_map(|digit| Ogrn::parse(&format!("119990000000{digit}")).ok())
        .unwrap()
}

fn taxpayer() -> RussianTaxpayer {
    RussianTaxpayer {
        name: "ООО «Пример»".into(),
        inn: inn("999900000"),
        ogrn: ogrn(),
        kpp: None,
    }
}

fn serial() -> SerialNumber {
    SerialNumber::parse("00000000000000000042").unwrap()
}

fn storage(number: &str) -> StorageParticulars {
    StorageParticulars {
        model: "Эмулятор ФН".into(),
        number: FiscalStorageNumber::parse(number).unwrap(),
    }
}

fn particulars() -> RegisterParticulars {
    RegisterParticulars {
        model: "Виртуальная касса".into(),
        serial_number: serial(),
        storage: storage("9999078900000001"),
        address: "101000, г. Москва, ул. Первая, 1".into(),
        place: "https://shop.example".into(),
        usage: vec!["Интернет".into()],
        destination: DocumentDestination::Ofd {
            name: "Qassa".into(),
            inn: inn("999900001"),
        },
    }
}

fn number() -> RegistrationNumber {
    RegistrationNumber::compute(1, &taxpayer().inn, &serial())
}

fn report(document_number: u32) -> ReportFacts {
    ReportFacts {
        document_number,
        fiscal_sign: 1_234_567_890,
        made_at: local(20, 12),
    }
}

fn moved() -> RegisterParticulars {
    RegisterParticulars {
        address: "101000, г. Москва, ул. Вторая, 2".into(),
        ..particulars()
    }
}

fn replaced() -> RegisterParticulars {
    RegisterParticulars {
        storage: storage("9999078900000002"),
        ..particulars()
    }
}

fn reasons(reasons: &[RussianReRegistrationReason]) -> RussianReRegistrationReasons {
    RussianReRegistrationReasons::new(reasons.to_vec()).unwrap()
}

fn change(
    particulars: RegisterParticulars,
    why: &[RussianReRegistrationReason],
    report_number: u32,
    closing: Option<u32>,
) -> RussianEvent {
    RussianEvent::ReRegistrationSigned {
        application: ApplicationId::new(2),
        particulars,
        reasons: reasons(why),
        report: report(report_number),
        closing: closing.map(report),
    }
}

fn deregistration(reason: RussianDeregistrationReason, closing: Option<u32>) -> RussianEvent {
    RussianEvent::DeregistrationSigned {
        application: ApplicationId::new(3),
        reason,
        closing: closing.map(report),
    }
}

fn assigned(number: RegistrationNumber) -> RussianEvent {
    RussianEvent::NumberAssigned {
        number,
        inn: taxpayer().inn,
        at: local(20, 11),
    }
}

fn events() -> Vec<(&'static str, RussianEvent)> {
    let foreign = RegistrationNumber::compute(1, &inn("999900002"), &serial());
    let mut events = vec![
        (
            "sign registration",
            RussianEvent::RegistrationSigned {
                application: ApplicationId::new(1),
                particulars: particulars(),
            },
        ),
        ("number assigned", assigned(number())),
        ("number of another taxpayer", assigned(foreign)),
        ("report 1 made", RussianEvent::ReportMade { report: report(1) }),
        ("report 2 made", RussianEvent::ReportMade { report: report(2) }),
        (
            "card made",
            RussianEvent::CardMade {
                registered_on: local(20, 0),
            },
        ),
    ];
    events.extend(changes());
    events
}

fn changes() -> Vec<(&'static str, RussianEvent)> {
    use RussianReRegistrationReason::{PlaceChanged, StorageReplaced};
    let other_serial = RegisterParticulars {
        serial_number: SerialNumber::parse("43").unwrap(),
        ..particulars()
    };
    vec![
        (
            "sign change of the place",
            change(moved(), &[PlaceChanged], 40, None),
        ),
        (
            "sign change of the place, reason untold",
            change(moved(), &[StorageReplaced], 40, None),
        ),
        (
            "sign change of the place, report 1",
            change(moved(), &[PlaceChanged], 1, None),
        ),
        (
            "sign change of the place, a storage closed",
            change(moved(), &[PlaceChanged], 40, Some(41)),
        ),
        (
            "sign change of the storage",
            change(replaced(), &[StorageReplaced], 1, Some(41)),
        ),
        (
            "sign change of the storage, old one open",
            change(replaced(), &[StorageReplaced], 1, None),
        ),
        (
            "sign change of the storage, report 2",
            change(replaced(), &[StorageReplaced], 2, Some(41)),
        ),
        (
            "sign change of the serial number",
            change(other_serial, &[PlaceChanged], 40, None),
        ),
        (
            "sign deregistration",
            deregistration(RussianDeregistrationReason::Other, Some(90)),
        ),
        (
            "sign deregistration, storage open",
            deregistration(RussianDeregistrationReason::Other, None),
        ),
        (
            "sign deregistration after theft",
            deregistration(RussianDeregistrationReason::Theft, None),
        ),
        ("accepted", RussianEvent::Accepted),
        ("refused", RussianEvent::Refused { reason: "no".into() }),
    ]
}

fn event(name: &str) -> RussianEvent {
    events().into_iter().find(|(one, _)| *one == name).unwrap().1
}

fn after(names: &[&str]) -> RussianEnrollment {
    names.iter().fold(RussianEnrollment::draft(), |state, name| {
        state
            .on(event(name), now())
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    })
}

const REGISTERED: [&str; 4] = [
    "sign registration",
    "number assigned",
    "report 1 made",
    "card made",
];

fn states() -> Vec<RussianEnrollment> {
    let also = |name| {
        let mut names = REGISTERED.to_vec();
        names.push(name);
        names
    };
    let mut gone = also("sign deregistration");
    gone.push("accepted");
    vec![
        after(&[]),
        after(&REGISTERED[..1]),
        after(&REGISTERED[..2]),
        after(&REGISTERED[..3]),
        after(&REGISTERED),
        after(&also("sign change of the storage")),
        after(&also("sign deregistration")),
        after(&gone),
    ]
}

#[test]
fn every_state_meets_every_event_as_the_matrix_says() {
    let mut table = String::from(
        "# Russian register: every state and every event\n\n\
         `→` is the next state; `✗` is why nothing happens; `–` is what does not happen in this state.\n",
    );
    for state in states() {
        write!(table, "\n## {}\n\n| event | outcome |\n|---|---|\n", state.kind()).unwrap();
        for (name, event) in events() {
            let outcome = match state.clone().on(event, now()) {
                Ok(next) => format!("→ {}", next.kind()),
                Err(RussianEnrollmentError::WrongState { .. }) => "–".to_owned(),
                Err(error) => format!("✗ {error}"),
            };
            writeln!(table, "| {name} | {outcome} |").unwrap();
        }
    }
    crate::golden::compare("russian.md", &table);
    let kinds: Vec<_> = states().iter().map(RussianEnrollment::kind).collect();
    assert_eq!(kinds, RussianStateKind::ALL);
}

#[test]
fn every_state_survives_storage() {
    for state in states() {
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<RussianEnrollment>(&json).unwrap(), state);
    }
}

#[test]
fn a_replaced_storage_gives_the_card_its_number_and_report() {
    let state = after(&REGISTERED)
        .on(event("sign change of the storage"), now())
        .unwrap();
    assert_eq!(
        state.card().unwrap().particulars,
        particulars(),
        "until the answer"
    );
    let refused = state.clone().on(event("refused"), now()).unwrap();
    assert_eq!(refused.card().unwrap().particulars, particulars());
    let card = state
        .on(event("accepted"), now())
        .unwrap()
        .card()
        .unwrap()
        .clone();
    assert_eq!(card.particulars, replaced());
    assert_eq!(card.report, report(1));
    assert_eq!(card.number, number());
}

#[test]
fn what_changed_tells_its_reasons() {
    use RussianReRegistrationReason::{
        OfdChanged, Other, PlaceChanged, StorageReplaced, ToNoTransfer, ToTransfer,
    };
    let silent = RegisterParticulars {
        destination: DocumentDestination::Nowhere,
        ..particulars()
    };
    let other_ofd = RegisterParticulars {
        destination: DocumentDestination::Ofd {
            name: "Other".into(),
            inn: inn("999900003"),
        },
        usage: Vec::new(),
        ..moved()
    };
    let between = |before: &RegisterParticulars, after: &RegisterParticulars| {
        RussianReRegistrationReasons::between(before, after).map(Vec::from)
    };
    assert_eq!(between(&particulars(), &particulars()), None);
    assert_eq!(between(&particulars(), &replaced()), Some(vec![StorageReplaced]));
    assert_eq!(between(&particulars(), &silent), Some(vec![ToNoTransfer]));
    assert_eq!(between(&silent, &particulars()), Some(vec![ToTransfer]));
    assert_eq!(
        between(&particulars(), &other_ofd),
        Some(vec![PlaceChanged, OfdChanged, Other])
    );
    let codes: Vec<(u8, u8)> = RussianReRegistrationReason::ALL
        .map(|one| (one.code(), one.report_code()))
        .into();
    assert_eq!(
        codes,
        [(1, 3), (2, 2), (3, 4), (4, 1), (5, 4), (6, 4), (7, 3), (8, 4)]
    );
}

/// Law: RU-54FZ/4.2.
#[test]
fn terms_run_in_working_days() {
    for (from, days, end) in [
        (local(18, 11), REPORT_TERM_DAYS, "19.11.2026 23:59:59"),
        (local(20, 23), REPORT_TERM_DAYS, "23.11.2026 23:59:59"),
        (local(21, 1), REPORT_TERM_DAYS, "23.11.2026 23:59:59"),
        (local(20, 9), CARD_TERM_DAYS, "27.11.2026 23:59:59"),
    ] {
        let reached = end_of_working_day_after(from, days);
        assert_eq!(reached.format("%d.%m.%Y %H:%M:%S"), end, "{from} + {days}");
    }
}

#[test]
fn documents_tell_what_the_forms_ask() {
    let registered = after(&REGISTERED);
    let card = registered.card().unwrap();
    let application = ApplicationDocument::russian_registration(&taxpayer(), &particulars(), local(20, 0));
    assert!(application.field(FieldName::StorageNumber).is_some());
    assert!(application.field(FieldName::RegistrationNumber).is_none());
    let why = reasons(&[RussianReRegistrationReason::StorageReplaced]);
    let change =
        ApplicationDocument::russian_re_registration(&taxpayer(), card, &why, Some(report(41)), local(21, 0));
    assert!(change.field(FieldName::ClosingSign).is_some() && change.field(FieldName::ReportSign).is_some());
    let theft = ApplicationDocument::russian_deregistration(
        &taxpayer(),
        card,
        RussianDeregistrationReason::Theft,
        None,
        local(21, 0),
    );
    assert!(theft.field(FieldName::ClosingSign).is_none());
    let printed = ApplicationDocument::russian_card(&taxpayer(), card, local(21, 0));
    assert!(printed.statements.is_empty() && printed.field(FieldName::EnrolledOn).is_some());
}
