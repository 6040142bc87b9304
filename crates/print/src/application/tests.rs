use enrollment::russian::{
    DocumentDestination, RegisterParticulars, ReportFacts, RussianCard, RussianDeregistrationReason,
    RussianReRegistrationReason, RussianReRegistrationReasons, RussianTaxpayer, StorageParticulars,
};
use enrollment::{
    Applicant, DeregistrationReason, EnrollmentRoute, KgdRegistrationNumber, Place, Places, PlanCode,
    PlanCountry, RegisterCard, RegisterForm, RegisterModels, Registered, Request, Subject, Tariff,
    TariffPlan, TariffPlans, TaxpayerNumber, TradePoint, TradePointForm, WriteOffReason,
};
use types::{
    FiscalStorageNumber, Inn, Ogrn, RegistrationNumber, SerialNumber, Timestamp, TradePointId, UtcOffset,
};

use super::*;
use crate::golden;

fn local(day: i8) -> LocalDateTime {
    LocalDateTime::from_calendar(2026, 11, day, 12, 30, 0).unwrap()
}

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

fn card(serial_number: &str) -> RegisterCard {
    let form = RegisterForm {
        name: "Касса 1".into(),
        model: "E-KASSA".into(),
        serial_number: serial_number.into(),
        year: "2024".into(),
        trade_point: Some(TradePointId::new(1)),
    };
    RegisterCard::parse(&form, &RegisterModels::shipped().unwrap(), local(22)).unwrap()
}

/// The number with the right check digit that begins so; it belongs to nobody.
fn completed<T>(beginning: &str, parse: impl Fn(&str) -> Option<T>) -> T {
    (0..10)
        .find_map(|digit| parse(&format!("{beginning}{digit}")))
        .unwrap()
}

fn plan() -> TariffPlan {
    let code = PlanCode::parse("online-kkm").unwrap();
    let plans = TariffPlans::shipped().unwrap();
    plans
        .plan(PlanCountry::Kazakhstan, &code, local(22))
        .unwrap()
        .clone()
}

fn kazakh(request: &Request, taxpayer: &str) -> ApplicationDocument {
    let plan = plan();
    let (here, there) = (point("Магазин", "9"), point("Склад", "11"));
    let card = card("KTDE1123456789012");
    let number = KgdRegistrationNumber::parse("600400131197").unwrap();
    let enrolling = matches!(request, Request::Enroll { .. });
    let subject = Subject {
        card: &card,
        trade_point: &here,
        target: matches!(request, Request::ReEnroll { .. }).then_some(&there),
        number: (!enrolling).then_some(&number),
        plan: Some(&plan),
    };
    let applicant = applicant(taxpayer);
    let now = Timestamp::parse_rfc3339("2026-11-22T07:00:00Z").unwrap();
    ApplicationDocument::kazakh(&applicant, &subject, request, now, UtcOffset::KAZAKHSTAN)
}

fn applicant(name: &str) -> Applicant {
    Applicant {
        number: completed("99014000001", |text| TaxpayerNumber::parse(text).ok()),
        name: name.into(),
        ofd_name: "Qassa".into(),
    }
}

fn kazakh_card() -> ApplicationDocument {
    let enrolled_at = local(20).at(UtcOffset::KAZAKHSTAN);
    let registered = Registered {
        number: KgdRegistrationNumber::parse("600400131197").unwrap(),
        place: point("Магазин", "9").place(TradePointId::new(1)),
        enrolled_at,
        tariff: Tariff::Absent,
        refusal: None,
    };
    let (card, point) = (card("KTDE1123456789012"), point("Магазин", "9"));
    ApplicationDocument::kazakh_card(
        &applicant("ТОО «Пример»"),
        &card,
        &point,
        &registered,
        UtcOffset::KAZAKHSTAN,
    )
}

fn kazakh_requests() -> Vec<(&'static str, Request)> {
    let place = Place {
        trade_point: TradePointId::new(2),
        tax_office: enrollment::TaxOfficeCode::parse("6004").unwrap(),
    };
    let reason = DeregistrationReason::TechnicalFailure;
    vec![
        (
            "enrollment",
            Request::Enroll {
                route: EnrollmentRoute::Online,
                place: place.clone(),
            },
        ),
        ("re-enrollment", Request::ReEnroll { target: place }),
        ("deregistration", Request::Deregister { reason }),
        (
            "write-off",
            Request::WriteOff {
                reason: WriteOffReason::WornOut,
            },
        ),
        (
            "tariff-choice",
            Request::ChooseTariff {
                plan: Box::new(plan()),
            },
        ),
        ("tariff-cancellation", Request::CancelTariff),
        ("suspension", Request::Suspend),
    ]
}

fn russian() -> Vec<(&'static str, ApplicationDocument)> {
    let inn = completed("999900000", |text| Inn::parse(text).ok());
    let serial_number = SerialNumber::parse("00000000000000000042").unwrap();
    let number = RegistrationNumber::compute(1, &inn, &serial_number);
    let taxpayer = RussianTaxpayer {
        name: "ООО «Пример»".into(),
        inn: inn.clone(),
        ogrn: completed("119990000000", |text| Ogrn::parse(text).ok()),
        kpp: None,
    };
    let particulars = RegisterParticulars {
        model: "Виртуальная касса".into(),
        serial_number,
        storage: StorageParticulars {
            model: "Эмулятор ФН".into(),
            number: FiscalStorageNumber::parse("9999078900000001").unwrap(),
        },
        address: "101000, г. Москва, ул. Первая, 1".into(),
        place: "https://shop.example".into(),
        usage: vec!["ККТ для Интернет".into()],
        destination: DocumentDestination::Ofd {
            name: "Qassa".into(),
            inn,
        },
    };
    let report = |document_number| ReportFacts {
        document_number,
        fiscal_sign: 1_234_567_890,
        made_at: local(21),
    };
    let card = RussianCard {
        number,
        registered_on: local(20),
        particulars: particulars.clone(),
        report: report(1),
    };
    let reasons = RussianReRegistrationReasons::new(vec![
        RussianReRegistrationReason::StorageReplaced,
        RussianReRegistrationReason::PlaceChanged,
    ]);
    let closing = Some(report(41));
    let other = RussianDeregistrationReason::Other;
    let on = local(22);
    vec![
        (
            "registration-ru",
            ApplicationDocument::russian_registration(&taxpayer, &particulars, on),
        ),
        (
            "re-registration-ru",
            ApplicationDocument::russian_re_registration(&taxpayer, &card, &reasons.unwrap(), closing, on),
        ),
        (
            "deregistration-ru",
            ApplicationDocument::russian_deregistration(&taxpayer, &card, other, closing, on),
        ),
        ("card-ru", ApplicationDocument::russian_card(&taxpayer, &card, on)),
    ]
}

fn samples() -> Vec<(&'static str, ApplicationDocument)> {
    let requests = kazakh_requests().into_iter();
    let mut all: Vec<_> = requests
        .map(|(name, request)| (name, kazakh(&request, "ТОО «Пример»")))
        .collect();
    all.push(("card-kz", kazakh_card()));
    all.extend(russian());
    all
}

#[test]
fn every_document_reads_as_expected_in_russian_and_kazakh() {
    for (name, document) in samples() {
        for locale in [Locale::Ru, Locale::Kk] {
            let signature = if name.starts_with("card") {
                Signature::None
            } else {
                Signature::Awaited
            };
            let text = text(&document, signature, locale);
            assert!(text.lines().all(|row| row.chars().count() <= COLUMNS), "{name}");
            golden::compare(&format!("application/{name}.{}.txt", locale.code()), &text);
        }
    }
}

#[test]
fn a_signed_document_tells_who_signed_and_when() {
    let (_, document) = samples().remove(0);
    let signature = Signature::Given {
        signer: "Подписант\u{202e}",
        at: local(23),
    };
    let text = text(&document, signature, Locale::Ru);
    assert!(
        text.contains("Подписант\n") && text.contains("23.11.2026 12:30"),
        "{text}"
    );
    assert!(text.contains(&document.hash().to_string()));
    assert!(!text.contains("ожидает подписи"));
}

#[test]
fn markup_of_an_application_is_as_expected_and_escapes_what_comes_from_outside() {
    let (_, request) = kazakh_requests().remove(0);
    let document = kazakh(&request, "ТОО «Пример»");
    let markup = fragment(&document, Signature::Awaited, Locale::Ru).into_string();
    golden::compare("application/enrollment.ru.html", &markup.replace("><", ">\n<"));
    for attack in html::tests::HOSTILE {
        let document = kazakh(&request, attack);
        let markup = fragment(&document, Signature::None, Locale::Ru).into_string();
        assert!(
            !markup.contains("<script") && !markup.contains("<img") && !markup.contains("<svg"),
            "{attack}"
        );
        assert!(
            !markup.contains("<iframe") && !markup.contains("<a ") && !markup.contains("<style"),
            "{attack}"
        );
    }
}

#[test]
fn every_document_becomes_one_page_of_a4_in_every_language() {
    for (name, document) in samples() {
        for locale in Locale::ALL {
            let bytes = pdf(&document, Signature::Awaited, locale).unwrap();
            assert!(
                bytes.starts_with(b"%PDF-") && bytes.len() < 60_000,
                "{name}: {}",
                bytes.len()
            );
            assert_eq!(bytes, pdf(&document, Signature::Awaited, locale).unwrap());
            let needle: &[u8] = b"/MediaBox";
            let pages = bytes
                .windows(needle.len())
                .filter(|window| *window == needle)
                .count();
            assert!(pages <= 1, "{name} {locale:?}: {pages} pages");
        }
    }
}

#[test]
fn the_language_does_not_change_what_is_signed() {
    let (_, document) = samples().remove(0);
    let hash = document.hash().to_string();
    for locale in Locale::ALL {
        assert!(
            text(&document, Signature::Awaited, locale).contains(&hash),
            "{locale:?}"
        );
    }
}
