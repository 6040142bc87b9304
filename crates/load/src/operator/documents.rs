//! What the registers of a load are and sell.

use ofd_ru::{Element, FfdVersion, Value, tags};
use receipt::Cashier;
use register::{
    AgentSet, Attendance, Destination, ReceiptBody, ReceiptForm, Registration, TaxationSet, UsageCondition,
    UsageConditions,
};
use types::{Inn, LocalDateTime, RegistrationNumber, SerialNumber};

/// Lines of each receipt.
const LINES: u64 = 5;
const LINE_MINOR: u64 = 10_000;

/// The `index`th register of a run.
pub(super) fn registration(index: u32) -> Registration {
    let inn = Inn::parse("7700000016").expect("right check digits");
    let serial_number = SerialNumber::parse(&format!("L{index:09}")).expect("digits and a letter");
    Registration {
        ffd: FfdVersion::V1_2,
        registration_number: RegistrationNumber::compute(u64::from(index) + 1, &inn, &serial_number),
        serial_number,
        inn,
        user_name: "ООО \"Нагрузка\"".to_owned(),
        settlement_address: "г. Москва, ул. Примерная, д. 1".to_owned(),
        settlement_place: "https://shop.example".to_owned(),
        taxation: TaxationSet::GENERAL,
        agents: AgentSet::from_mask(0),
        conditions: [UsageCondition::InternetOnly]
            .into_iter()
            .collect::<UsageConditions>(),
        destination: Destination::Ofd {
            inn: Inn::parse("7700000009").expect("right"),
            name: "Qassa".to_owned(),
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

/// A receipt of the format 1.2 with five lines without VAT.
pub(super) fn receipt(begun_at: LocalDateTime) -> ReceiptBody {
    let total = LINES * LINE_MINOR;
    let mut elements = vec![
        Element::uint(tags::OPERATION, 1_u8),
        Element::uint(tags::TAXATION_REGIME, 1_u8),
        Element::text(tags::BUYER_CONTACT, "buyer@example.com"),
        Element::uint(tags::RECEIPT_TOTAL, total),
        Element::uint(tags::CASH_PAYMENT, 0_u8),
        Element::uint(tags::ELECTRONIC_PAYMENT, total),
        Element::uint(tags::PREPAID_PAYMENT, 0_u8),
        Element::uint(tags::POSTPAID_PAYMENT, 0_u8),
        Element::uint(tags::IN_KIND_PAYMENT, 0_u8),
        Element::uint(tags::TURNOVER_WITHOUT_VAT, total),
    ];
    for number in 0..LINES {
        let one = Value::Decimal {
            mantissa: 1,
            scale: 0,
        };
        elements.push(Element::nested(
            tags::LINE,
            vec![
                Element::text(tags::LINE_NAME, format!("Кружка {number}")),
                Element::uint(tags::PRICE, LINE_MINOR),
                Element::new(tags::QUANTITY, one),
                Element::uint(tags::LINE_TOTAL, LINE_MINOR),
                Element::uint(tags::VAT_RATE, 6_u8),
                Element::uint(tags::LINE_SUBJECT, 1_u8),
                Element::uint(tags::SETTLEMENT_METHOD, 4_u8),
                Element::uint(tags::MEASURE_UNIT, 0_u8),
            ],
        ));
    }
    ReceiptBody {
        form: ReceiptForm::Receipt,
        elements,
        begun_at,
    }
}
