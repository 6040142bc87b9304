//! Receipts, a register with its archive, and the operator's answers.

use std::collections::BTreeMap;

use receipt::kz::{
    Buyer, CardDetails, Cashier, Draft, IssueMode, Line, LineEntry, LineOfBusiness, LineVat, Operation,
    ParentReceipt, Payment, PaymentMeans, PricingContext, Receipt, RegistrationNumber, SectionCode,
    TaxationRegime, TaxpayerNumber, UnitCode, VatPlacement, VatRate,
};
use register_kz::{
    Actor, Answer, AnswerBody, CashRegister, CashRegisterError, Command, Document, Event, FiscalSign,
    OfdDeviceId, OfdToken, Outgoing, RegisterSetup, ResultCode, Role, Rollover, SerialNumbers,
};
use types::{LocalDateTime, Money, Quantity, Timestamp};

/// Synthetic, with valid check digits.
pub const SELLER: &str = "990440000008";
pub const OTHER: &str = "990440000018";

/// 22 November 2026, 10:00, so many hours and minutes later.
pub fn at(hours: i64, minutes: i64) -> LocalDateTime {
    LocalDateTime::from_calendar(2026, 11, 22, 10, 0, 0)
        .unwrap()
        .plus_s(hours * 3600 + minutes * 60)
}

pub fn tenge(text: &str) -> Money {
    Money::parse_major(text).unwrap()
}

pub fn number(text: &str) -> TaxpayerNumber {
    TaxpayerNumber::parse(text).unwrap()
}

pub fn line(price: Money, section: &str) -> Line {
    Line {
        name: "Қымыз".to_owned(),
        code: None,
        section: SectionCode::parse(section).unwrap(),
        quantity: Quantity::ONE,
        price,
        total: None,
        unit: UnitCode::piece(),
        barcode: None,
        ntin: None,
        product_id: None,
        physical_label: None,
        marking_codes: Vec::new(),
        vat: Some(LineVat {
            rate: VatRate::from_percent(16).unwrap(),
            placement: VatPlacement::Included,
            regime: Some(TaxationRegime::General),
            amount: None,
        }),
        modifiers: Vec::new(),
    }
}

/// One line of so much, paid in cash; a return names a parent of the same total.
pub fn draft(operation: Operation, amount: Money) -> Draft {
    let is_return = matches!(operation, Operation::SellReturn | Operation::BuyReturn);
    Draft {
        operation,
        issued_at: at(0, 0),
        cashier: cashier(),
        business: LineOfBusiness::Trading,
        lines: vec![LineEntry::Line(Box::new(line(amount, "1")))],
        modifier: None,
        vat: Vec::new(),
        payments: vec![Payment {
            amount,
            means: PaymentMeans::Cash,
        }],
        tendered: None,
        buyer: Buyer::default(),
        parent: is_return.then(|| ParentReceipt {
            sign: "849825692".to_owned(),
            issued_at: at(-1, 0),
            registration_number: RegistrationNumber::parse("010100000001").unwrap(),
            total: amount,
            mode: IssueMode::Online,
        }),
    }
}

pub fn by_card(mut draft: Draft) -> Draft {
    draft.payments[0].means = PaymentMeans::Card(CardDetails::default());
    draft
}

pub fn priced(draft: Draft) -> Receipt {
    Receipt::price(draft, &PricingContext::of_seller(number(SELLER))).unwrap()
}

pub fn cashier() -> Cashier {
    Cashier {
        code: 1,
        name: "Кассир 1".to_owned(),
    }
}

pub fn actor(role: Role) -> Actor {
    Actor {
        role,
        cashier: cashier(),
    }
}

pub fn setup(rollover: Rollover) -> RegisterSetup {
    let now = Timestamp::parse_rfc3339("2026-11-22T05:00:00Z").unwrap();
    RegisterSetup {
        serial_number: SerialNumbers::default().next(now).unwrap(),
        registration_number: None,
        seller: number(SELLER),
        device_id: OfdDeviceId::new(200_956),
        token: OfdToken::new(1),
        rollover,
        returns_name_parents: true,
    }
}

pub fn ok(body: AnswerBody) -> Answer {
    Answer {
        token: OfdToken::new(2),
        result: ResultCode::OK,
        text: String::new(),
        body,
    }
}

pub fn result(code: u32) -> Answer {
    Answer {
        token: OfdToken::new(1),
        result: ResultCode(code),
        text: "because".to_owned(),
        body: AnswerBody::Empty,
    }
}

pub fn signed(sign: &str) -> Answer {
    ok(AnswerBody::Receipt {
        sign: FiscalSign(sign.to_owned()),
        link: None,
    })
}

/// A register with the documents that its caller keeps.
#[derive(Clone)]
pub struct Desk {
    pub register: CashRegister,
    pub archive: BTreeMap<u64, Document>,
}

impl Desk {
    pub fn new(rollover: Rollover) -> Self {
        let mut desk = Self {
            register: CashRegister::new(),
            archive: BTreeMap::new(),
        };
        let command = Command::SetUp(Box::new(setup(rollover)));
        desk.handle(command, at(0, 0)).unwrap();
        desk
    }

    /// As [`Desk::new`], after INFO.
    pub fn informed(rollover: Rollover) -> Self {
        let mut desk = Self::new(rollover);
        let info = AnswerBody::Info {
            report: None,
            last_document: None,
        };
        desk.exchange(&ok(info), at(0, 0));
        desk
    }

    pub fn handle(&mut self, command: Command, now: LocalDateTime) -> Result<Vec<Event>, CashRegisterError> {
        let role = match command.permission() {
            register_kz::Permission::ControlReceipts => Role::Inspector,
            _ => Role::Administrator,
        };
        let events = self.register.decide(command, &actor(role), now)?;
        self.apply(&events);
        Ok(events)
    }

    pub fn issue(&mut self, draft: Draft, now: LocalDateTime) -> Result<Vec<Event>, CashRegisterError> {
        self.handle(Command::IssueReceipt(Box::new(draft)), now)
    }

    pub fn apply(&mut self, events: &[Event]) {
        for event in events {
            self.register.apply(event).unwrap();
            if let Event::PendingAccepted { document, .. } | Event::DocumentIssued(document) = event {
                let number = document.head.number.unwrap().get();
                let before = self.archive.insert(number, document.as_ref().clone());
                assert!(before.is_none(), "number {number} was used twice");
            }
        }
    }

    pub fn begin(&mut self, now: LocalDateTime) -> Option<Outgoing> {
        let (event, outgoing) = self.register.begin_request(now)?;
        self.apply(&[event]);
        Some(outgoing)
    }

    /// Sends what is due and takes this answer.
    pub fn exchange(&mut self, answer: &Answer, now: LocalDateTime) -> Vec<Event> {
        let outgoing = self.begin(now).expect("something to send");
        let events = self.register.answered(outgoing.attempt, answer, now).unwrap();
        self.apply(&events);
        events
    }

    pub fn give_up(&mut self, now: LocalDateTime) -> Vec<Event> {
        let events = self.register.given_up(now).unwrap();
        self.apply(&events);
        events
    }
}
