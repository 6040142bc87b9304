//! A shop's receipt goes through a virtual register and comes back from the sealed bytes.

use ofd_ru::checks::{CheckContext, RegisterFacts, Severity, UsePlace, check_document};
use ofd_ru::container::Container;
use ofd_ru::signs::SandboxKeys;
use ofd_ru::{Document, FfdVersion, tlv};
use receipt::{
    Buyer, Cashier, Correction, CorrectionKind, DocumentForm, FormatVersion, LineSubject, MarkedItem,
    MarkingKind, MeasureUnit, Operation, Payments, Receipt, ReceiptLine, RegisterUse, Seller,
    SettlementMethod, TaxationRegime, VatRate, lint,
};
use register::{
    AgentSet, Attendance, Destination, Event, RegisterCommand, Registration, StorageProfile, TaxationSet,
    UsageCondition, UsageConditions, VirtualRegister,
};
use translate::{
    MarkingCheck, SealingContext, document_to_receipt, document_to_summary, lint_context, receipt_to_body,
};
use types::{FiscalStorageNumber, Inn, LocalDateTime, Money, Quantity, RegistrationNumber, SerialNumber};

fn now() -> LocalDateTime {
    LocalDateTime::from_calendar(2026, 11, 22, 10, 0, 0).unwrap()
}

fn registration(ffd: FfdVersion) -> Registration {
    let inn = Inn::parse("7700000016").unwrap();
    let serial_number = SerialNumber::parse("V000000001").unwrap();
    Registration {
        ffd,
        registration_number: RegistrationNumber::compute(42, &inn, &serial_number),
        serial_number,
        inn,
        user_name: "ООО Ромашка".into(),
        settlement_address: "Москва, ул. Примерная, 1".into(),
        settlement_place: "https://shop.example".into(),
        taxation: TaxationSet::GENERAL,
        agents: AgentSet::NONE,
        conditions: UsageConditions::default().with(UsageCondition::InternetOnly),
        destination: Destination::Ofd {
            inn: Inn::parse("7700000023").unwrap(),
            name: "ОФД песочницы".into(),
        },
        attendance: Attendance::Automatic {
            machine_number: "1".into(),
        },
        tax_authority_site: "www.nalog.gov.ru".into(),
        sender_email: Some("receipts@shop.example".into()),
        register_version: "1.0".into(),
        cashier: Cashier {
            name: "Система".into(),
            inn: None,
        },
    }
}

fn line(name: &str, price: i64, quantity: u64, total: i64, vat: VatRate) -> ReceiptLine {
    ReceiptLine {
        name: name.into(),
        price: Money::from_minor(price),
        quantity: Quantity::from_whole(quantity).unwrap(),
        total: Money::from_minor(total),
        measure: MeasureUnit::PIECE,
        measure_name: None,
        vat,
        method: SettlementMethod::FullPayment,
        subject: LineSubject::GOOD,
        item_id: None,
        additional_detail: None,
        excise: None,
        country_code: None,
        declaration_number: None,
        agent: None,
        supplier: None,
        marking: None,
        sectoral: Vec::new(),
        wholesale: false,
    }
}

fn receipt(version: FormatVersion) -> Receipt {
    let mut milk = line("Молоко", 5_000, 1, 5_000, VatRate::Percent(10));
    milk.subject = match version {
        FormatVersion::V1_2 => LineSubject::GOOD_MARKED,
        FormatVersion::V1_05 | FormatVersion::V1_1 => LineSubject::GOOD,
    };
    milk.marking = Some(MarkedItem {
        kind: MarkingKind::Gs1Marked,
        code: "0104601234567893215abcde\u{1d}93dGVz".into(),
        fraction: None,
        planned_status: None,
    });
    Receipt {
        operation: Operation::Sell,
        form: DocumentForm::Receipt,
        correction: None,
        taxation: TaxationRegime::General,
        seller: Seller::default(),
        buyer: Buyer {
            phone: Some("8 (999) 123-45-67".into()),
            ..Buyer::default()
        },
        lines: vec![
            line("Кружка «Утро»", 50_000, 2, 95_000, VatRate::Percent(10)),
            line("Чай", 1_000, 3, 2_999, VatRate::NotSubject),
            milk,
        ],
        payments: Payments {
            electronic: Money::from_minor(102_999),
            ..Payments::default()
        },
        cashier: None,
        additional_detail: None,
        user_detail: None,
        sectoral: Vec::new(),
        operational: None,
        cashless: Vec::new(),
        internet: None,
        time_zone: None,
        print: false,
    }
}

fn context(registration: &Registration) -> SealingContext {
    SealingContext {
        time_zone: Some(2),
        marking_checks: vec![MarkingCheck::POSITIVE; 3],
        ..SealingContext::of_registration(registration).unwrap()
    }
}

fn seal(registration: &Registration, receipt: &Receipt) -> Document {
    let storage = FiscalStorageNumber::parse("9999078900001234").unwrap();
    let keys = SandboxKeys::published(&storage);
    let (mut register, _) = VirtualRegister::register(
        registration.clone(),
        storage,
        StorageProfile::default(),
        now(),
        &keys,
    )
    .unwrap();
    register.handle(RegisterCommand::OpenShift, now(), &keys).unwrap();
    let body = receipt_to_body(receipt, &context(registration), now()).unwrap();
    let events = register
        .handle(RegisterCommand::Seal(body), now(), &keys)
        .unwrap();
    let [Event::DocumentSealed(sealed)] = events.as_slice() else {
        panic!("{events:?}");
    };
    let container = Container::decode(&sealed.container).unwrap();
    tlv::decode_document(container.body).unwrap()
}

#[test]
fn a_sound_receipt_is_sealed_without_errors_in_every_version() {
    for ffd in [FfdVersion::V1_05, FfdVersion::V1_1, FfdVersion::V1_2] {
        let registration = registration(ffd);
        let lint_context = lint_context(&registration, now()).unwrap();
        for is_correction in [false, true] {
            let mut receipt = receipt(lint_context.version);
            receipt.correction = is_correction.then(|| Correction {
                kind: CorrectionKind::OwnInitiative,
                date: LocalDateTime::parse("01.11.2026", "%d.%m.%Y").unwrap(),
                order_number: None,
            });
            let findings = lint(&receipt, &lint_context);
            assert!(receipt::lint::is_sealable(&findings), "{findings:?}");
            let document = seal(&registration, &receipt);
            let facts = RegisterFacts {
                inn: Some(&registration.inn),
                registration_number: Some(&registration.registration_number),
                place: Some(UsePlace::InternetOnly),
                ..RegisterFacts::default()
            };
            let known = CheckContext {
                now: Some(now()),
                register: facts,
                previous: None,
            };
            let findings = check_document(&document, ffd, &known);
            let errors: Vec<_> = findings
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .collect();
            assert_eq!(errors, Vec::<&_>::new(), "FFD {ffd}");
        }
    }
}

#[test]
fn the_sealed_receipt_says_what_the_shop_said() {
    let registration = registration(FfdVersion::V1_2);
    let receipt = receipt(FormatVersion::V1_2);
    let document = seal(&registration, &receipt);
    let read = document_to_receipt(&document).unwrap();
    assert_eq!(read.total(), receipt.total());
    assert_eq!(read.vat_totals(), receipt.vat_totals());
    assert_eq!(read.buyer.phone.as_deref(), Some("+79991234567"));
    assert_eq!(read.seller.inn.as_ref(), Some(&registration.inn));
    assert_eq!(read.lines.len(), 4);
    assert_eq!(read.lines[0].name, "Кружка \"Утро\"");
    assert_eq!(
        read.lines[3].marking.as_ref().unwrap().code,
        "0104601234567893215abcde"
    );
    let summary = document_to_summary(&document);
    assert_eq!(summary.document_number, Some(3));
    assert_eq!(summary.shift_number, Some(1));
    assert_eq!(summary.inn.as_ref(), Some(&registration.inn));
    assert_eq!(
        summary.registration_number.as_ref(),
        Some(&registration.registration_number)
    );
    assert_eq!(summary.at, Some(now()));
    let settlement = summary.settlement.unwrap();
    assert_eq!(settlement.receipt_number, Some(1));
    assert_eq!(settlement.total, receipt.total());
}

#[test]
fn a_registration_tells_the_lint_what_it_needs() {
    let registration = registration(FfdVersion::V1_2);
    let context = lint_context(&registration, now()).unwrap();
    assert_eq!(context.register_use, RegisterUse::InternetOnly);
    assert_eq!(context.regimes, [TaxationRegime::General]);
    let mut receipt = receipt(FormatVersion::V1_2);
    receipt.buyer = Buyer::default();
    receipt.taxation = TaxationRegime::Patent;
    let rules: Vec<_> = lint(&receipt, &context)
        .iter()
        .map(|finding| finding.rule.id())
        .collect();
    assert!(
        rules.contains(&"buyer-contact-missing") && rules.contains(&"regime-not-registered"),
        "{rules:?}"
    );
    let old = Registration {
        ffd: FfdVersion::V1_0,
        ..registration
    };
    assert!(lint_context(&old, now()).is_err());
}
