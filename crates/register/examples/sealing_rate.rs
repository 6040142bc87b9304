//! Prints how many receipts of FFD 1.2 one core seals in a second: `cargo run --release -p register --example
//! sealing_rate`.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::time::Instant;

use ofd_ru::signs::SandboxKeys;
use ofd_ru::{Element, FfdVersion, Value, tags};
use receipt::Cashier;
use register::{
    AgentSet, Attendance, Destination, ReceiptBody, ReceiptForm, Registration, ShiftPolicy, StorageProfile,
    TaxationSet, UsageConditions, VirtualRegister,
};
use types::{FiscalStorageNumber, Inn, LocalDateTime, RegistrationNumber, SerialNumber};

const BATCHES: usize = 200;
const BATCH: usize = 500;
const LINES: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let number = FiscalStorageNumber::parse("9999078900001234")?;
    let keys = SandboxKeys::published(&number);
    let start_at = LocalDateTime::parse("2026-01-12", "%Y-%m-%d")?;
    let (mut register, _) = VirtualRegister::register(
        registration()?,
        number,
        StorageProfile::default(),
        start_at,
        &keys,
    )?;
    let batches: Vec<Vec<ReceiptBody>> = (0..BATCHES).map(|_| vec![receipt(start_at); BATCH]).collect();
    let policy = ShiftPolicy::default();
    let start = Instant::now();
    let mut bytes = 0;
    let mut sealed = 0;
    for batch in batches {
        let batch = register.seal_batch(batch, &policy, start_at, &keys);
        sealed += batch.outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        bytes += batch
            .documents
            .iter()
            .map(|document| document.container.len())
            .sum::<usize>();
    }
    let elapsed = start.elapsed();
    let rate = u128::try_from(sealed)? * 1_000_000_000 / elapsed.as_nanos().max(1);
    let state = serde_json::to_string(&register)?.len();
    println!(
        "{sealed} receipts of {LINES} lines in {elapsed:?}: {rate} a second; {bytes} bytes; state {state} bytes"
    );
    Ok(())
}

fn registration() -> Result<Registration, types::NumberError> {
    let inn = Inn::parse("7700000016")?;
    let serial_number = SerialNumber::parse("V000000001")?;
    Ok(Registration {
        ffd: FfdVersion::V1_2,
        registration_number: RegistrationNumber::compute(42, &inn, &serial_number),
        serial_number,
        user_name: "Sample".to_owned(),
        settlement_address: "1 Sample Street".to_owned(),
        settlement_place: "https://shop.example".to_owned(),
        taxation: TaxationSet::GENERAL,
        agents: AgentSet::NONE,
        conditions: UsageConditions::default(),
        destination: Destination::Ofd {
            inn: inn.clone(),
            name: "Operator".to_owned(),
        },
        attendance: Attendance::Attended,
        tax_authority_site: "www.nalog.gov.ru".to_owned(),
        sender_email: Some("receipts@shop.example".to_owned()),
        register_version: "1.0".to_owned(),
        cashier: Cashier {
            name: "Cashier".to_owned(),
            inn: None,
        },
        inn,
    })
}

fn receipt(begun_at: LocalDateTime) -> ReceiptBody {
    let mut elements = vec![
        Element::uint(tags::OPERATION, 1_u8),
        Element::uint(tags::TAXATION_REGIME, 1_u8),
        Element::text(tags::BUYER_CONTACT, "buyer@mail.example"),
        Element::uint(tags::RECEIPT_TOTAL, 30_000_u32),
        Element::uint(tags::ELECTRONIC_PAYMENT, 30_000_u32),
        Element::uint(tags::TURNOVER_WITHOUT_VAT, 30_000_u32),
    ];
    for _ in 0..LINES {
        let line = vec![
            Element::text(tags::LINE_NAME, "A good with a name of usual length"),
            Element::uint(tags::PRICE, 10_000_u32),
            Element::new(
                tags::QUANTITY,
                Value::Decimal {
                    mantissa: 1,
                    scale: 0,
                },
            ),
            Element::uint(tags::LINE_TOTAL, 10_000_u32),
            Element::uint(tags::VAT_RATE, 6_u8),
            Element::uint(tags::LINE_SUBJECT, 1_u8),
            Element::uint(tags::SETTLEMENT_METHOD, 4_u8),
            Element::uint(tags::MEASURE_UNIT, 0_u8),
        ];
        elements.push(Element::nested(tags::LINE, line));
    }
    ReceiptBody {
        form: ReceiptForm::Receipt,
        elements,
        begun_at,
    }
}
