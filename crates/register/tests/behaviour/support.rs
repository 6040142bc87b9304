//! A register with its archive and an operator across the table.

use std::collections::BTreeMap;

use ofd_ru::acknowledgement::{Acknowledgement, OfdMessage, Verdict};
use ofd_ru::checks::{self, CheckContext, RegisterFacts, Severity};
use ofd_ru::container::Container;
use ofd_ru::signs::{MessageSigner, SandboxKeys, answer_trailer};
use ofd_ru::{Document, Element, FfdVersion, Value, tags, tlv};
use receipt::{Cashier, Operation};
use register::{
    AgentSet, Attendance, Confirmation, Destination, Event, FiscalDocumentNumber, ReceiptBody, ReceiptForm,
    RegisterCommand, RegisterError, Registration, SealedDocument, StorageProfile, TaxationSet,
    UsageCondition, UsageConditions, VirtualRegister,
};
use types::{FiscalStorageNumber, Inn, LocalDateTime, RegistrationNumber, SerialNumber};

pub const FFDS: [FfdVersion; 3] = [FfdVersion::V1_05, FfdVersion::V1_1, FfdVersion::V1_2];

/// Noon of 12 January 2026, so many days and minutes later.
pub fn at(days: i64, minutes: i64) -> LocalDateTime {
    LocalDateTime::from_calendar(2026, 1, 12, 12, 0, 0)
        .unwrap()
        .plus_s(days * 86_400 + minutes * 60)
}

pub fn storage_number() -> FiscalStorageNumber {
    FiscalStorageNumber::parse("9999078900001234").unwrap()
}

pub fn keys() -> SandboxKeys {
    SandboxKeys::published(&storage_number())
}

pub fn registration(ffd: FfdVersion) -> Registration {
    let inn = Inn::parse("7700000016").unwrap();
    let serial_number = SerialNumber::parse("V000000001").unwrap();
    Registration {
        ffd,
        registration_number: RegistrationNumber::compute(42, &inn, &serial_number),
        serial_number,
        inn,
        user_name: "ООО «Ромашка»".replace(['«', '»'], "\""),
        settlement_address: "г. Москва, ул. Примерная, д. 1".to_owned(),
        settlement_place: "https://shop.example".to_owned(),
        taxation: TaxationSet::GENERAL.with(TaxationSet::SIMPLIFIED_INCOME),
        agents: AgentSet::from_mask(64),
        conditions: [UsageCondition::InternetOnly]
            .into_iter()
            .collect::<UsageConditions>(),
        destination: Destination::Ofd {
            inn: Inn::parse("7700000023").unwrap(),
            name: "ОФД песочницы".to_owned(),
        },
        attendance: Attendance::Automatic {
            machine_number: "1".to_owned(),
        },
        tax_authority_site: "www.nalog.gov.ru".to_owned(),
        sender_email: Some("receipts@shop.example".to_owned()),
        register_version: "1.0".to_owned(),
        cashier: Cashier {
            name: "Система".to_owned(),
            inn: None,
        },
    }
}

/// One line without VAT, paid half in cash and half electronically.
pub fn receipt(
    ffd: FfdVersion,
    form: ReceiptForm,
    operation: Operation,
    total: u64,
    begun_at: LocalDateTime,
) -> ReceiptBody {
    let operation: u8 = match operation {
        Operation::Sell => 1,
        Operation::SellReturn => 2,
        Operation::Buy => 3,
        Operation::BuyReturn => 4,
    };
    let mut elements = vec![
        Element::uint(tags::OPERATION, operation),
        Element::uint(tags::TAXATION_REGIME, 2_u8),
        Element::text(tags::BUYER_CONTACT, "buyer@mail.example"),
        Element::uint(tags::RECEIPT_TOTAL, total),
        Element::uint(tags::CASH_PAYMENT, total / 2),
        Element::uint(tags::ELECTRONIC_PAYMENT, total - total / 2),
        Element::uint(tags::PREPAID_PAYMENT, 0_u8),
        Element::uint(tags::POSTPAID_PAYMENT, 0_u8),
        Element::uint(tags::IN_KIND_PAYMENT, 0_u8),
        Element::uint(tags::TURNOVER_WITHOUT_VAT, total),
    ];
    let is_correction = matches!(
        form,
        ReceiptForm::CorrectionReceipt | ReceiptForm::CorrectionStrictReportingForm
    );
    if is_correction {
        let day = LocalDateTime::from_calendar(2026, 1, 10, 0, 0, 0).unwrap();
        elements.push(Element::uint(tags::CORRECTION_KIND, 0_u8));
        let mut basis = vec![Element::time(tags::CORRECTED_SETTLEMENT_DATE, day)];
        if ffd == FfdVersion::V1_05 {
            basis.push(Element::text(tags::CORRECTION_ORDER_NUMBER, "0"));
        }
        elements.push(Element::nested(tags::CORRECTION_BASIS, basis));
    }
    if !(is_correction && ffd == FfdVersion::V1_05) {
        elements.push(Element::nested(tags::LINE, line(ffd, total)));
    }
    ReceiptBody {
        form,
        elements,
        begun_at,
    }
}

fn line(ffd: FfdVersion, total: u64) -> Vec<Element> {
    let mut line = vec![
        Element::text(tags::LINE_NAME, "Чай"),
        Element::uint(tags::PRICE, total),
        Element::new(
            tags::QUANTITY,
            Value::Decimal {
                mantissa: 1,
                scale: 0,
            },
        ),
        Element::uint(tags::LINE_TOTAL, total),
        Element::uint(tags::VAT_RATE, 6_u8),
        Element::uint(tags::LINE_SUBJECT, 1_u8),
        Element::uint(tags::SETTLEMENT_METHOD, 4_u8),
    ];
    if ffd == FfdVersion::V1_2 {
        line.push(Element::uint(tags::MEASURE_UNIT, 0_u8));
    }
    line
}

/// The operator's answer to a document.
pub fn answer(container: &[u8], ffd: FfdVersion, now: LocalDateTime, message: OfdMessage) -> Vec<u8> {
    let request = Container::decode(container).unwrap();
    let verdict = match ffd {
        FfdVersion::V1_0 | FfdVersion::V1_05 => Verdict::accepted(ffd),
        FfdVersion::V1_1 | FfdVersion::V1_2 => Verdict::Message(message),
    };
    let acknowledgement = Acknowledgement {
        ofd_inn: Inn::parse("7700000023").unwrap(),
        storage: request.fiscal_storage.number().unwrap(),
        document_number: request.document_number,
        at: now,
        verdict,
    };
    let keys = SandboxKeys::published(&request.fiscal_storage.number().unwrap());
    let document = acknowledgement.sealed(request.trailer, &keys).unwrap();
    let mut container = Vec::new();
    request
        .answered(&document, answer_trailer(keys.answer_sign(&document)))
        .encode_into(&mut container)
        .unwrap();
    container
}

/// Reads a sealed document back.
pub fn read(document: &SealedDocument) -> Document {
    let container = Container::decode(&document.container).unwrap();
    assert_eq!(container.document_number, document.number.get());
    assert_eq!(container.form(), Some(document.form));
    tlv::decode_document(container.body).unwrap()
}

/// A register at work: every document is archived, decoded and checked.
#[derive(Clone)]
pub struct Desk {
    pub register: VirtualRegister,
    pub sealed: Vec<SealedDocument>,
    pub archive: BTreeMap<FiscalDocumentNumber, Vec<u8>>,
    pub keys: SandboxKeys,
}

impl Desk {
    pub fn new(ffd: FfdVersion) -> Self {
        Self::with(registration(ffd), StorageProfile::default(), at(0, 0))
    }

    pub fn with(registration: Registration, profile: StorageProfile, now: LocalDateTime) -> Self {
        let keys = keys();
        let (register, events) =
            VirtualRegister::register(registration, storage_number(), profile, now, &keys).unwrap();
        let mut desk = Self {
            register,
            sealed: Vec::new(),
            archive: BTreeMap::new(),
            keys,
        };
        desk.keep(&events);
        desk
    }

    pub fn ffd(&self) -> FfdVersion {
        self.register.registration().ffd
    }

    pub fn handle(
        &mut self,
        command: RegisterCommand,
        now: LocalDateTime,
    ) -> Result<Vec<Event>, RegisterError> {
        let before = self.register.clone();
        let outcome = self.register.handle(command, now, &self.keys);
        match &outcome {
            Ok(events) => self.keep(events),
            Err(_) => assert_eq!(self.register, before, "a refusal changes nothing"),
        }
        outcome
    }

    pub fn sell(&mut self, total: u64, now: LocalDateTime) -> Result<Vec<Event>, RegisterError> {
        let body = receipt(self.ffd(), ReceiptForm::Receipt, Operation::Sell, total, now);
        self.handle(RegisterCommand::Seal(body), now)
    }

    /// What the register hands over with the operator's answer to the oldest unsent document.
    pub fn confirmation(&self, now: LocalDateTime, message: OfdMessage) -> Option<Confirmation> {
        let number = self.register.storage().next_unsent()?;
        let document = self.archive[&number].clone();
        Some(Confirmation {
            answer: answer(&document, self.ffd(), now, message),
            document,
            following: self.archive.get(&number.next()).cloned(),
        })
    }

    /// The operator confirms the oldest unsent document; `false` when none waits.
    pub fn confirm(&mut self, now: LocalDateTime) -> bool {
        let Some(confirmation) = self.confirmation(now, OfdMessage(0)) else {
            return false;
        };
        self.handle(RegisterCommand::AcceptConfirmation(confirmation), now)
            .unwrap();
        true
    }

    pub fn confirm_all(&mut self, now: LocalDateTime) {
        while self.confirm(now) {}
    }

    pub fn keep(&mut self, events: &[Event]) {
        for event in events {
            if let Event::DocumentSealed(document) = event {
                self.check(document);
                self.archive.insert(document.number, document.container.clone());
                self.sealed.push(document.clone());
            }
        }
    }

    /// Every document passes the operator's own control without an error.
    fn check(&self, document: &SealedDocument) {
        let registration = self.register.registration();
        let storage = storage_number();
        let context = CheckContext {
            now: Some(document.at),
            register: RegisterFacts {
                inn: Some(&registration.inn),
                registration_number: Some(&registration.registration_number),
                serial_number: Some(&registration.serial_number),
                storage_number: Some(&storage),
                taxation: Some(checks::TaxationSet(registration.taxation.mask())),
                agents: Some(checks::AgentSet(registration.agents.mask())),
                place: Some(checks::UsePlace::InternetOnly),
            },
            previous: None,
        };
        let tree = read(document);
        let findings = checks::check_document(&tree, registration.ffd, &context);
        let errors: Vec<String> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| format!("{}: {}", finding.path, finding.message))
            .collect();
        assert!(
            errors.is_empty(),
            "form {} of {}: {errors:#?}",
            document.form.code(),
            registration.ffd
        );
    }
}
