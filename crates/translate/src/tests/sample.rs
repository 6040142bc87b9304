//! Receipts for tests: one that says everything, and arbitrary ones.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use receipt::*;
use types::{Inn, LocalDateTime, Money, Quantity};

pub(crate) fn day(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text, "%d.%m.%Y").unwrap()
}

fn money(text: &str) -> Money {
    Money::parse_major(text).unwrap()
}

fn inn() -> Inn {
    Inn::parse("7707083893").unwrap()
}

pub(crate) fn line() -> ReceiptLine {
    ReceiptLine {
        name: "Кружка".into(),
        price: money("100"),
        quantity: Quantity::ONE,
        total: money("100"),
        measure: MeasureUnit::PIECE,
        measure_name: None,
        vat: VatRate::Percent(22),
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

/// A line of an agent whose discount does not divide.
fn agents_line() -> ReceiptLine {
    ReceiptLine {
        name: "Доставка «до двери»".into(),
        price: money("10"),
        quantity: Quantity::from_whole(3).unwrap(),
        total: money("29.99"),
        vat: VatRate::NotSubject,
        subject: LineSubject::SERVICE,
        item_id: Some("17".into()),
        additional_detail: Some("срочно".into()),
        excise: Some(money("3")),
        country_code: Some("643".into()),
        declaration_number: Some("10130010/010126/0000001".into()),
        agent: Some(Agent {
            role: AgentRole::BankPayingAgent,
            paying_agent_operation: Some("перевод".into()),
            paying_agent_phones: vec!["8 800 555-35-35".into()],
            receiver_phones: vec!["+78005553536".into()],
            transfer_operator: TransferOperator {
                name: Some("Оператор".into()),
                phones: vec!["+78005553537".into()],
                address: Some("Москва".into()),
                inn: Some(inn()),
            },
        }),
        supplier: Some(Supplier {
            name: Some("Поставщик".into()),
            phones: vec!["+78005553538".into()],
            inn: Some(inn()),
        }),
        ..line()
    }
}

fn marked_line() -> ReceiptLine {
    ReceiptLine {
        name: "Молоко".into(),
        price: money("50"),
        total: money("50"),
        vat: VatRate::Percent(10),
        subject: LineSubject::GOOD_MARKED,
        marking: Some(MarkedItem {
            kind: MarkingKind::Gs1Marked,
            code: "]d20104601234567893215abcde\u{1d}93dGVz".into(),
            fraction: Some(Fraction {
                numerator: 1,
                denominator: 2,
            }),
            planned_status: Some(2),
        }),
        sectoral: vec![SectoralDetail {
            federal_id: "030".into(),
            date: day("21.11.2023"),
            number: "1944".into(),
            value: "UUID=8a1f0c9e-3b7d-4c52-9f60-1d2e3c4b5a69&Time=1764000000000".into(),
        }],
        ..line()
    }
}

/// A receipt that says everything that the model can say.
pub(crate) fn full_receipt() -> Receipt {
    Receipt {
        operation: Operation::Sell,
        form: DocumentForm::Receipt,
        correction: None,
        taxation: TaxationRegime::General,
        seller: Seller {
            inn: None,
            settlement_address: Some("Москва, ул. Примерная, 1".into()),
            settlement_place: Some("https://shop.example".into()),
        },
        buyer: Buyer {
            email: Some("b@example.com".into()),
            phone: Some("+79991234567".into()),
            name: Some("Иванов И. И.".into()),
            inn: Some(inn()),
            birth_date: Some(day("01.02.1990")),
            citizenship: Some("643".into()),
            document_code: Some("21".into()),
            document_data: Some("4500 000000".into()),
            address: Some("Москва".into()),
        },
        lines: vec![line(), agents_line(), marked_line()],
        payments: Payments {
            cash: money("9.99"),
            electronic: money("150"),
            prepaid: money("10"),
            postpaid: money("10"),
            in_kind: Money::ZERO,
        },
        cashier: Some(Cashier {
            name: "Кассир".into(),
            inn: None,
        }),
        additional_detail: Some("445334544".into()),
        user_detail: Some(NamedDetail {
            name: "Заказ".into(),
            value: "17".into(),
        }),
        sectoral: vec![SectoralDetail {
            federal_id: "048".into(),
            date: day("29.12.2022"),
            number: "597".into(),
            value: "mode=horeca".into(),
        }],
        operational: Some(OperationalDetail {
            id: 1,
            value: "данные".into(),
            at: day("22.11.2026"),
        }),
        cashless: vec![CashlessPayment {
            sum: money("150"),
            method: 2,
            id: "payment-1".into(),
            additional: Some("карта".into()),
        }],
        internet: Some(true),
        time_zone: Some(2),
        print: true,
    }
}

pub(crate) fn correction() -> Correction {
    Correction {
        kind: CorrectionKind::OwnInitiative,
        date: day("31.12.2025"),
        order_number: None,
    }
}

fn text(longest: usize) -> impl Strategy<Value = String> {
    vec(
        prop::sample::select("абвЯё Zz9№-,.".chars().collect::<Vec<_>>()),
        1..=longest,
    )
    .prop_map(|characters| characters.into_iter().collect::<String>().trim().to_owned())
    .prop_filter("blank texts are refused", |text| !text.is_empty())
}

fn numbers() -> impl Strategy<Value = Inn> {
    prop::sample::select(vec!["7707083893", "7736207543", "500100732259"])
        .prop_map(|text| Inn::parse(text).unwrap())
}

fn phones() -> impl Strategy<Value = Vec<String>> {
    vec("\\+7[0-9]{10}", 0..14)
}

fn agents() -> impl Strategy<Value = (Option<Agent>, Option<Supplier>)> {
    let roles = prop::sample::select(vec![
        AgentRole::BankPayingAgent,
        AgentRole::BankPayingSubagent,
        AgentRole::PayingAgent,
        AgentRole::PayingSubagent,
        AgentRole::Attorney,
        AgentRole::Commissioner,
        AgentRole::Other,
    ]);
    let operator = (
        option::of(text(64)),
        phones(),
        option::of(text(100)),
        option::of(numbers()),
    )
        .prop_map(|(name, phones, address, inn)| TransferOperator {
            name,
            phones,
            address,
            inn,
        });
    let agent = (roles, option::of(text(24)), phones(), phones(), operator).prop_map(
        |(role, paying_agent_operation, paying_agent_phones, receiver_phones, transfer_operator)| Agent {
            role,
            paying_agent_operation,
            paying_agent_phones,
            receiver_phones,
            transfer_operator,
        },
    );
    let supplier = (option::of(text(100)), phones(), numbers()).prop_map(|(name, phones, inn)| Supplier {
        name,
        phones,
        inn: Some(inn),
    });
    option::of((agent, option::of(supplier))).prop_map(|pair| match pair {
        Some((agent, supplier)) => (Some(agent), supplier),
        None => (None, None),
    })
}

fn rates() -> impl Strategy<Value = VatRate> {
    prop::sample::select((1..=12).filter_map(crate::code::vat_rate).collect::<Vec<_>>())
}

fn methods() -> impl Strategy<Value = SettlementMethod> {
    prop::sample::select((1..=7).filter_map(crate::code::method).collect::<Vec<_>>())
}

fn sectoral() -> impl Strategy<Value = SectoralDetail> {
    ("0[0-6][1-9]", 17_000_i64..20_000, "[0-9]{1,32}", text(100)).prop_map(
        |(federal_id, days, number, value)| SectoralDetail {
            federal_id,
            date: LocalDateTime::from_wall_seconds(days * 86_400),
            number,
            value,
        },
    )
}

/// A line whose price × quantity is its total, so that it comes back as it was.
fn lines() -> impl Strategy<Value = ReceiptLine> {
    let figures = (1_i64..10_000_000, prop_oneof![1_u64..100, Just(1)], 0_u64..1000);
    let tables = (
        rates(),
        methods(),
        1_u8..=27,
        prop::sample::select(MeasureUnit::ALL.to_vec()),
    );
    let details = (
        option::of(text(64)),
        option::of(0_i64..100),
        option::of("[0-9]{3}"),
        option::of("[0-9/]{1,32}"),
    );
    (
        text(128),
        figures,
        tables,
        details,
        agents(),
        vec(sectoral(), 0..2),
    )
        .prop_map(
            |(
                name,
                (price, whole, thousandths),
                (vat, method, subject, measure),
                details,
                (agent, supplier),
                sectoral,
            )| {
                let price = Money::from_minor(price);
                let quantity = Quantity::from_millionths(whole * 1_000_000 + thousandths * 1_000);
                let (additional_detail, excise, country_code, declaration_number) = details;
                ReceiptLine {
                    name,
                    price,
                    quantity,
                    total: Money::line_total(price, quantity).unwrap(),
                    measure,
                    vat,
                    method,
                    subject: LineSubject(subject),
                    additional_detail,
                    excise: excise.map(Money::from_minor),
                    country_code,
                    declaration_number,
                    agent,
                    supplier,
                    sectoral,
                    ..line()
                }
            },
        )
}

fn buyers() -> impl Strategy<Value = Buyer> {
    let identity = (
        option::of(text(100)),
        option::of(numbers()),
        option::of(0_i64..20_000),
        option::of("[0-9]{3}"),
    );
    let document = option::of((Just("21".to_owned()), text(64)));
    (
        option::of(Just("b@example.com".to_owned())),
        identity,
        document,
        option::of(text(100)),
    )
        .prop_map(|(email, (name, inn, days, citizenship), document, address)| {
            let (document_code, document_data) = document.unzip();
            Buyer {
                email,
                phone: None,
                name,
                inn,
                birth_date: days.map(|days| LocalDateTime::from_wall_seconds(days * 86_400)),
                citizenship,
                document_code,
                document_data,
                address,
            }
        })
}

/// Receipts of FFD 1.2 without discounts: what is written is what is read.
pub(crate) fn receipts() -> impl Strategy<Value = Receipt> {
    let operations = prop::sample::select((1..=4).filter_map(crate::code::operation).collect::<Vec<_>>());
    let forms = prop::sample::select(vec![DocumentForm::Receipt, DocumentForm::StrictReportingForm]);
    let regimes = prop::sample::select(crate::code::taxations(0x3F).collect::<Vec<_>>());
    let corrections = option::of((any::<bool>(), 17_000_i64..20_000, "[0-9]{1,32}"));
    let details = (
        option::of(text(16)),
        option::of((text(64), text(200))),
        vec(sectoral(), 0..2),
        option::of(1_u8..=11),
    );
    (
        operations,
        forms,
        regimes,
        corrections,
        buyers(),
        vec(lines(), 1..8),
        details,
        option::of(any::<bool>()),
    )
        .prop_map(
            |(operation, form, taxation, correction, buyer, lines, details, internet)| {
                let total = Money::sum(lines.iter().map(|line| line.total)).unwrap();
                let (additional_detail, user_detail, sectoral, time_zone) = details;
                let half = total.share(1, 2).unwrap();
                Receipt {
                    operation,
                    form,
                    taxation,
                    correction: correction.map(|(ordered, days, number)| Correction {
                        kind: if ordered {
                            CorrectionKind::ByOrder
                        } else {
                            CorrectionKind::OwnInitiative
                        },
                        date: LocalDateTime::from_wall_seconds(days * 86_400),
                        order_number: ordered.then_some(number).filter(|number| number != "0"),
                    }),
                    seller: Seller {
                        inn: None,
                        settlement_address: Some("Москва".into()),
                        settlement_place: Some("shop.example".into()),
                    },
                    buyer,
                    lines,
                    payments: Payments {
                        cash: half,
                        electronic: total.checked_sub(half).unwrap(),
                        ..Payments::default()
                    },
                    cashier: None,
                    additional_detail,
                    user_detail: user_detail.map(|(name, value)| NamedDetail { name, value }),
                    sectoral,
                    operational: None,
                    cashless: Vec::new(),
                    internet,
                    time_zone,
                    print: false,
                }
            },
        )
}
