//! Kazakh documents of an invented seller, for tests and for looking at the forms.

use std::collections::BTreeMap;

use receipt::Operation;
use receipt::kz::{
    Buyer, CardDetails, Cashier, Draft, IssueMode, Line, LineEntry, LineOfBusiness, LineVat, Modifier,
    ModifierKind, ParentReceipt, Payment, PaymentMeans, PricingContext, Receipt, ReceiptModifier,
    RegistrationNumber, SectionCode, TaxationRegime, TaxpayerNumber, UnitCode, VatPlacement, VatRate,
};
use register_kz::{
    AutonomousSign, ByOperation, CashMovementKind, CashierCounters, CashierReport, Counters, DocumentHead,
    DocumentNumber, Issue, NumberInShift, OfdDeviceId, ReportKind, SectionReport, ShiftNumber, ShiftReport,
    Tally,
};
use types::{LocalDateTime, Money, Quantity};

use super::{
    BilingualText, LabelSet, OfdCard, PrintMark, ReceiptSlip, RegisterCard, ReportSlip, VatCertificate,
};

/// Synthetic, with a valid check digit.
const SELLER: &str = "990440000008";
const REGISTRATION_NUMBER: &str = "010100000001";

pub(crate) fn card() -> RegisterCard {
    RegisterCard {
        seller_name: "ТОО «Мысал»".to_owned(),
        seller_number: TaxpayerNumber::parse(SELLER).expect("a number of the sample"),
        vat_certificate: Some(VatCertificate {
            series: "60001".to_owned(),
            number: "0000017".to_owned(),
        }),
        address: BilingualText {
            kk: "Астана қ., Есіл ауданы, Мәңгілік Ел даңғылы, 1".to_owned(),
            ru: "г. Астана, район Есиль, пр. Мангилик Ел, 1".to_owned(),
        },
        registration_number: RegistrationNumber::parse(REGISTRATION_NUMBER).expect("a number of the sample"),
        serial_number: "QASA1184032394000".to_owned(),
        device_id: Some(OfdDeviceId::new(651)),
        ofd: OfdCard {
            name: BilingualText {
                kk: "«Мысал Оператор» АҚ".to_owned(),
                ru: "АО «Мысал Оператор»".to_owned(),
            },
            site: "consumer.example.kz".to_owned(),
        },
        labels: LabelSet::Both,
    }
}

pub(crate) fn at(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text, "%Y-%m-%dT%H:%M:%S").expect("a time of the sample")
}

pub(crate) fn tenge(text: &str) -> Money {
    Money::parse_major(text).expect("a sum of the sample")
}

pub(crate) fn head(number: u64, issue: Issue) -> DocumentHead {
    DocumentHead {
        shift: Some(ShiftNumber::new(12)),
        in_shift: Some(NumberInShift::new(6)),
        number: Some(DocumentNumber::new(number)),
        issued_at: at("2026-11-22T19:52:54"),
        cashier: Some(Cashier {
            code: 1,
            name: "Кассир 1".to_owned(),
        }),
        issue,
    }
}

pub(crate) fn line(name: &str, quantity: &str, price: &str, unit: &str) -> Line {
    Line {
        name: name.to_owned(),
        code: None,
        section: SectionCode::parse("1").expect("a section of the sample"),
        quantity: Quantity::parse(quantity).expect("a quantity of the sample"),
        price: tenge(price),
        total: None,
        unit: UnitCode::parse(unit).expect("a unit of the sample"),
        barcode: None,
        ntin: None,
        product_id: None,
        physical_label: None,
        marking_codes: Vec::new(),
        vat: VatRate::from_percent(16).map(|rate| LineVat {
            rate,
            placement: VatPlacement::Included,
            regime: Some(TaxationRegime::General),
            amount: None,
        }),
        modifiers: Vec::new(),
    }
}

pub(crate) fn draft(operation: Operation, lines: Vec<Line>, payments: Vec<Payment>) -> Draft {
    Draft {
        operation,
        issued_at: at("2026-11-22T19:52:54"),
        cashier: Cashier {
            code: 1,
            name: "Кассир 1".to_owned(),
        },
        business: LineOfBusiness::Trading,
        lines: lines
            .into_iter()
            .map(|line| LineEntry::Line(Box::new(line)))
            .collect(),
        modifier: None,
        vat: Vec::new(),
        payments,
        tendered: None,
        buyer: Buyer::default(),
        parent: None,
    }
}

pub(crate) fn cash(amount: &str) -> Payment {
    Payment {
        amount: tenge(amount),
        means: PaymentMeans::Cash,
    }
}

pub(crate) fn priced(draft: Draft) -> Receipt {
    Receipt::price(draft, &PricingContext::sums_only()).expect("a receipt of the sample")
}

/// The receipt that the layout of the law is told with.
pub(crate) fn short_sale() -> Receipt {
    let kumys = line("Қымыз / Кумыс", "1", "1160", "796");
    priced(draft(Operation::Sell, vec![kumys], vec![cash("1160")]))
}

/// A sale with discounts, a marked good, weighed goods, card and cash.
pub(crate) fn sale() -> Receipt {
    let mut kumys = line("Қымыз, құты 1 л / Кумыс, бутылка 1 л", "2", "1160", "868");
    kumys.modifiers.push(Modifier {
        kind: ModifierKind::Discount,
        name: Some("Көктем".to_owned()),
        amount: tenge("120"),
        vat: None,
    });
    let mut water = line("Су «Өзен» 0,5 л", "1", "250", "796");
    water.ntin = Some("0200123456789".to_owned());
    water.marking_codes = vec!["0104600000000015215abcdefg\u{1d}93dGVz".to_owned()];
    let apples = line("Алма / Яблоки", "1.345", "890.50", "116");
    let card = Payment {
        amount: tenge("2000"),
        means: PaymentMeans::Card(CardDetails::default()),
    };
    let mut draft = draft(
        Operation::Sell,
        vec![kumys, water, apples],
        vec![card, cash("2000")],
    );
    draft.buyer.number = Some("990440000008".to_owned());
    draft.modifier = Some(ReceiptModifier {
        kind: ModifierKind::Markup,
        name: None,
        amount: tenge("30"),
        vat: None,
    });
    priced(draft)
}

pub(crate) fn of_operation(operation: Operation) -> Receipt {
    let kumys = line("Қымыз / Кумыс", "1", "1160", "796");
    let mut draft = draft(operation, vec![kumys], vec![cash("1160")]);
    if matches!(operation, Operation::SellReturn | Operation::BuyReturn) {
        draft.parent = Some(ParentReceipt {
            sign: "849825692".to_owned(),
            issued_at: at("2026-11-22T12:01:02"),
            registration_number: RegistrationNumber::parse(REGISTRATION_NUMBER).expect("a number"),
            total: tenge("1160"),
            mode: IssueMode::Online,
        });
    }
    priced(draft)
}

pub(crate) const ONLINE_SIGN: &str = "849825692";

/// The QR code's content for a receipt of the sample register.
pub(crate) fn link(sign: &str, receipt: &Receipt) -> String {
    let (total, time) = (
        receipt.figures().total,
        receipt.issued_at().format("%Y%m%dT%H%M%S"),
    );
    format!("http://consumer.example.kz?i={sign}&f={REGISTRATION_NUMBER}&s={total}&t={time}")
}

pub(crate) fn slip<'a>(head: &'a DocumentHead, receipt: &'a Receipt, mark: PrintMark) -> ReceiptSlip<'a> {
    let sign = match head.issue {
        Issue::Autonomous { sign: Some(sign) } => sign.to_string(),
        Issue::Autonomous { sign: None } | Issue::Online => ONLINE_SIGN.to_owned(),
    };
    ReceiptSlip {
        head,
        receipt,
        link: Some(link(&sign, receipt)),
        sign: Some(sign),
        mark,
    }
}

pub(crate) fn autonomous() -> Issue {
    Issue::Autonomous {
        sign: Some(AutonomousSign::FIRST),
    }
}

/// Counters after a few documents.
pub(crate) fn counters() -> Counters {
    let mut counters = Counters::default();
    let mut add = |receipt: &Receipt, mode| counters.add_receipt(receipt, mode).expect("counts");
    add(&sale(), IssueMode::Online);
    add(&short_sale(), IssueMode::Autonomous);
    add(&of_operation(Operation::SellReturn), IssueMode::Online);
    let movements = [
        (CashMovementKind::Deposit, "5000"),
        (CashMovementKind::Withdrawal, "1500.50"),
    ];
    for (kind, amount) in movements {
        counters
            .add_movement(kind, tenge(amount), IssueMode::Online)
            .expect("counts");
    }
    counters.start = ByOperation {
        sell: tenge("2729635710"),
        sell_return: tenge("136087"),
        ..ByOperation::default()
    };
    for (operation, sum) in [
        (Operation::Sell, counters.start.sell),
        (Operation::SellReturn, counters.start.sell_return),
    ] {
        let total = counters.non_resettable.of_mut(operation);
        *total = total.checked_add(sum).expect("in range");
    }
    counters
}

pub(crate) fn x_or_z(kind: ReportKind) -> ShiftReport {
    let closed_at = at("2026-11-22T23:59:58");
    ShiftReport {
        kind,
        made_at: closed_at,
        shift: ShiftNumber::new(12),
        opened_at: Some(at("2026-11-22T08:00:01")),
        closed_at: (kind == ReportKind::Z).then_some(closed_at),
        counters: counters(),
        unstated: Vec::new(),
    }
}

pub(crate) fn report_slip(report: &ShiftReport) -> ReportSlip<'_> {
    ReportSlip {
        report,
        document_number: Some(349),
        cashier: Some("Кассир 1"),
        checksum: Some("5B1F0A3C"),
    }
}

pub(crate) fn by_section() -> SectionReport {
    SectionReport {
        shift: ShiftNumber::new(12),
        made_at: at("2026-11-22T20:00:00"),
        sections: counters().shift.sections,
    }
}

pub(crate) fn by_cashier() -> CashierReport {
    let counters = CashierCounters {
        name: "Кассир 1".to_owned(),
        receipts: ByOperation {
            sell: Tally {
                count: 2,
                sum: tenge("4857.72"),
            },
            ..ByOperation::default()
        },
        cash: tenge("2857.72"),
    };
    CashierReport {
        shift: ShiftNumber::new(12),
        made_at: at("2026-11-22T20:00:00"),
        cashiers: BTreeMap::from([(1, counters)]),
    }
}
