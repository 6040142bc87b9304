//! Measures decoding and JSON of FFD 1.2 receipts on one core: `cargo run --release -p ofd-ru --example decode_bench`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ofd_ru::tlv::{decode_document, encode_document};
use ofd_ru::{Document, Element, Form, json, signs, tags};
use types::{LocalDateTime, Quantity};

const ROUND: Duration = Duration::from_millis(500);
const ROUNDS: usize = 7;

fn main() {
    for lines in [2, 10] {
        let document = receipt(lines);
        let bytes = encode_document(&document).expect("a receipt within its limits");
        report(lines, bytes.len(), "decode", || {
            black_box(decode_document(black_box(&bytes)).is_ok());
        });
        let mut out = Vec::new();
        report(lines, bytes.len(), "decode and JSON", || {
            if let Ok(document) = decode_document(black_box(&bytes)) {
                out.clear();
                json::write(&document, &mut out);
                black_box(out.len());
            }
        });
        report(lines, bytes.len(), "encode", || {
            black_box(encode_document(black_box(&document)).is_ok());
        });
    }
}

/// Prints the median of some rounds, each as long as [`ROUND`].
#[expect(clippy::print_stdout, reason = "printing is what a measurement is for")]
fn report(lines: usize, size: usize, what: &str, mut work: impl FnMut()) {
    let mut rates: Vec<u128> = (0..ROUNDS).map(|_| round(&mut work)).collect();
    rates.sort_unstable();
    let median = rates.get(ROUNDS / 2).copied().unwrap_or_default();
    println!("{lines:>3} lines, {size:>5} bytes, {what:<16} {median:>9} documents/s");
}

fn round(work: &mut impl FnMut()) -> u128 {
    let (start, clock) = (Instant::now(), CpuClock::start());
    let mut count: u128 = 0;
    while start.elapsed() < ROUND {
        for _ in 0..100 {
            work();
        }
        count += 100;
    }
    count * 1_000_000_000 / clock.elapsed(start).as_nanos().max(1)
}

/// Time that this thread had a processor, so that other work on the machine does not spoil the figure.
struct CpuClock(Option<u64>);

impl CpuClock {
    fn start() -> Self {
        Self(Self::nanoseconds())
    }

    /// Wall time where the system does not tell processor time.
    fn elapsed(&self, start: Instant) -> Duration {
        match (self.0, Self::nanoseconds()) {
            (Some(before), Some(now)) => Duration::from_nanos(now.saturating_sub(before)),
            (None, _) | (_, None) => start.elapsed(),
        }
    }

    fn nanoseconds() -> Option<u64> {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split_whitespace().next()?.parse().ok()
    }
}

fn receipt(lines: usize) -> Document {
    let mut elements = vec![
        Element::text(tags::ORGANIZATION_NAME, "ООО \"Ромашка и партнёры\""),
        Element::text(tags::ORGANIZATION_INN, "7704358518"),
        Element::text(tags::REGISTRATION_NUMBER, "0007795807005569"),
        Element::text(tags::FISCAL_STORAGE_NUMBER, "9999078900005488"),
        Element::uint(tags::FISCAL_DOCUMENT_NUMBER, 30_526_u32),
        Element::time(tags::DATE_TIME, LocalDateTime::from_wall_seconds(1_795_341_600)),
        Element::uint(tags::SHIFT_NUMBER, 205_u32),
        Element::uint(tags::RECEIPT_NUMBER_IN_SHIFT, 217_u32),
        Element::uint(tags::OPERATION, 1_u32),
        Element::uint(tags::RECEIPT_TOTAL, 128_521_u32),
        Element::text(tags::CASHIER, "Кассир Иванова А. А."),
        Element::text(
            tags::SETTLEMENT_ADDRESS,
            "680038, Хабаровск, ул. Серышева, дом 22",
        ),
        Element::text(tags::SETTLEMENT_PLACE, "Магазин № 26151"),
        Element::uint(tags::TAXATION_REGIME, 1_u32),
        Element::uint(tags::CASH_PAYMENT, 0_u32),
        Element::uint(tags::ELECTRONIC_PAYMENT, 128_521_u32),
        Element::uint(tags::PREPAID_PAYMENT, 0_u32),
        Element::uint(tags::POSTPAID_PAYMENT, 0_u32),
        Element::uint(tags::IN_KIND_PAYMENT, 0_u32),
        Element::uint(tags::VAT_10, 11_684_u32),
        Element::uint(tags::FFD_VERSION, 4_u32),
        Element::text(tags::BUYER_CONTACT, "buyer@example.com"),
        signs::document_sign_element([0x45, 0xA5, 0x30, 0x9B]),
    ];
    elements.extend((0..lines).map(|_| line()));
    let form = Form::Receipt;
    Document { form, elements }
}

fn line() -> Element {
    Element::nested(
        tags::LINE,
        vec![
            Element::text(tags::LINE_NAME, "Арбузы отечественные, вес, 1 кг"),
            Element::uint(tags::PRICE, 3499_u32),
            Element::quantity(tags::QUANTITY, Quantity::from_millionths(7_445_000)),
            Element::uint(tags::LINE_TOTAL, 26_050_u32),
            Element::uint(tags::VAT_RATE, 2_u32),
            Element::uint(tags::SETTLEMENT_METHOD, 4_u32),
            Element::uint(tags::LINE_SUBJECT, 1_u32),
            Element::uint(tags::MEASURE_UNIT, 11_u32),
        ],
    )
}
