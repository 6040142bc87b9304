//! Rows about lines.

use super::*;

pub(super) const ROWS: &[Row] = &[
    ("lines[0].agent group-too-large", |r, _| {
        let phones = vec!["+79991234567".into(); 35];
        r.lines[0].agent = Some(Agent {
            paying_agent_phones: phones,
            ..agent()
        });
    }),
    ("lines[0].supplier group-too-large", |r, _| {
        let phones = vec!["+79991234567".into(); 35];
        r.lines[0].supplier = Some(Supplier {
            phones,
            ..Supplier::default()
        });
    }),
    ("lines[0] line-too-large", |r, _| {
        let sectoral = r.lines[1].sectoral[0].clone();
        r.lines[0].sectoral = vec![
            SectoralDetail {
                value: "x".repeat(256),
                ..sectoral
            };
            4
        ];
    }),
    ("lines[0].price amount-negative", |r, _| {
        r.lines[0].price = money("-500");
    }),
    ("lines[0].total amount-negative", |r, _| {
        r.lines[0].total = money("-500");
    }),
    ("lines[0].quantity quantity-zero", |r, _| {
        r.lines[0].quantity = Quantity::default();
    }),
    ("lines[0].quantity quantity-too-large", |r, _| {
        r.lines[0].quantity = Quantity::from_whole(100_000_000).unwrap();
    }),
    ("lines[0].quantity quantity-too-precise", |r, c| {
        c.version = FormatVersion::V1_05;
        r.lines.truncate(1);
        r.lines[0].quantity = Quantity::parse("2.0001").unwrap();
    }),
    ("lines[0].total total-above-price", |r, _| {
        r.lines[0].total = money("1000.01");
    }),
    ("lines[0].name text-empty", |r, _| r.lines[0].name = "  ".into()),
    ("lines[0].name text-too-long", |r, _| {
        r.lines[0].name = "ж".repeat(129);
    }),
    ("lines[0].name text-not-encodable", |r, _| {
        r.lines[0].name = "Кружка 🍵".into();
    }),
    ("lines[0].name text-replaced", |r, _| {
        r.lines[0].name = "Кружка «Чай»".into();
    }),
    ("lines[0].additional_detail text-too-long", |r, _| {
        r.lines[0].additional_detail = Some("x".repeat(65));
    }),
    ("lines[0].declaration_number text-too-long", |r, _| {
        r.lines[0].declaration_number = Some("x".repeat(33));
    }),
    ("lines[0].measure_name text-too-long", |r, c| {
        c.version = FormatVersion::V1_1;
        r.lines.truncate(1);
        r.lines[0].measure_name = Some("x".repeat(17));
    }),
    ("lines[1].sectoral[0].number text-too-long", |r, _| {
        r.lines[1].sectoral[0].number = "1".repeat(33);
    }),
    ("lines[1].sectoral[0].federal_id federal-body", |r, _| {
        r.lines[1].sectoral[0].federal_id = "30".into();
    }),
    ("lines[1].sectoral[0].value permit-malformed", |r, _| {
        r.lines[1].sectoral[0].value = "UUID=1".into();
    }),
    ("lines[1].sectoral[0].date permit-malformed", |r, _| {
        r.lines[1].sectoral[0].date = day("22.11.2023");
    }),
    ("lines[1].sectoral[0] dropped-by-format", |r, c| {
        c.version = FormatVersion::V1_1;
        r.lines[1].subject = LineSubject::GOOD;
    }),
    ("lines[0].subject subject-unknown", |r, _| {
        r.lines[0].subject = LineSubject(28);
    }),
    ("lines[1].subject subject-needs-newer-format", |_, c| {
        c.version = FormatVersion::V1_1;
    }),
    ("lines[0].measure measure-unknown", |r, _| {
        r.lines[0].measure = MeasureUnit(1);
    }),
    ("lines[0].vat vat-rate-unknown", |r, _| {
        r.lines[0].vat = VatRate::Percent(18);
    }),
    ("lines[0].vat vat-rate-not-in-force", |r, _| {
        r.lines[0].vat = VatRate::Percent(20);
    }),
    ("lines[0].vat vat-outside-regime", |r, _| {
        r.taxation = TaxationRegime::Patent;
        r.lines[1].vat = VatRate::NotSubject;
    }),
    ("lines[0].vat calculated-rate-unexpected", |r, _| {
        r.lines[0].vat = VatRate::Calculated(22);
    }),
    ("lines[0].excise excise-impossible", |r, _| {
        r.lines[0].excise = Some(money("950.01"));
    }),
    ("lines[0].country_code country-code", |r, _| {
        r.lines[0].country_code = Some("RU".into());
    }),
    ("lines[0].supplier.inn supplier-missing", |r, _| {
        r.lines[0].agent = Some(agent());
    }),
    ("lines[0].supplier supplier-without-agent", |r, _| {
        r.lines[0].supplier = Some(Supplier::default());
    }),
    ("lines[0].supplier.phones[0] phone-format", |r, _| {
        r.lines[0].supplier = Some(Supplier {
            phones: vec!["1".into()],
            ..Supplier::default()
        });
    }),
    ("lines[0].agent.receiver_phones agent-detail-missing", |r, _| {
        let phones = vec!["+79991234567".into()];
        r.lines[0].agent = Some(Agent {
            role: AgentRole::PayingAgent,
            paying_agent_phones: phones,
            ..agent()
        });
    }),
    (
        "lines[0].agent.paying_agent_phones agent-detail-unexpected",
        |r, _| {
            r.lines[0].agent = Some(Agent {
                paying_agent_phones: vec!["+79991234567".into()],
                ..agent()
            });
        },
    ),
    ("lines[0].agent.paying_agent_operation text-too-long", |r, _| {
        r.lines[0].agent = Some(Agent {
            paying_agent_operation: Some("x".repeat(25)),
            ..agent()
        });
    }),
    ("lines[0].agent.transfer_operator.name text-too-long", |r, _| {
        let transfer_operator = TransferOperator {
            name: Some("x".repeat(65)),
            ..TransferOperator::default()
        };
        r.lines[0].agent = Some(Agent {
            transfer_operator,
            ..agent()
        });
    }),
    ("lines[1].marking marking-code-missing", |r, _| {
        r.lines[1].marking = None;
    }),
    ("lines[1].subject marking-code-unexpected", |r, _| {
        r.lines[1].subject = LineSubject::GOOD_WITHOUT_CODE;
    }),
    ("lines[1].subject marking-subject", |r, _| {
        r.lines[1].subject = LineSubject::GOOD;
    }),
    ("lines[1].marking.code marking-code-unusable", |r, _| {
        code(r).code = String::new();
    }),
    ("lines[1].marking.kind marking-code-unusable", |r, _| {
        *code(r) = MarkedItem {
            kind: MarkingKind::Other(7),
            code: "A".into(),
            ..code(r).clone()
        }
    }),
    ("lines[1].marking.code marking-code-suspicious", |r, _| {
        code(r).code = "0104601234567893215abcde".into();
    }),
    ("lines[1].marking.code marking-quantity", |r, _| {
        r.lines[1].quantity = Quantity::from_whole(2).unwrap();
        r.lines[1].total = money("100");
    }),
    ("lines[1].marking.fraction marking-fraction", |r, _| {
        code(r).fraction = Some(Fraction {
            numerator: 2,
            denominator: 2,
        });
    }),
    ("lines[1].marking.fraction marking-fraction", |r, _| {
        r.lines[1].quantity = Quantity::from_whole(2).unwrap();
        code(r).fraction = Some(Fraction {
            numerator: 1,
            denominator: 2,
        });
    }),
    ("lines[1].marking.planned_status marking-status", |r, _| {
        code(r).planned_status = Some(7);
    }),
    ("lines[2].marking.code marking-code-twice", |r, _| {
        r.lines.push(marked());
    }),
    ("lines[1].marking.code marking-line-splits", |r, _| {
        r.lines[1].quantity = Quantity::from_whole(3).unwrap();
        r.lines[1].total = money("100");
    }),
    ("lines[1].marking.kind wholesale", |r, _| {
        r.lines[1].wholesale = true;
    }),
];
