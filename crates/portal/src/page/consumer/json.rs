//! The receipt as apps of buyers read it. The names are those of a public consumer page. Source: KZ-OFD/consumer-json.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::response::{IntoResponse, Response};
use receipt::Operation;
use receipt::kz::{Line, LineFigures, PaymentKind, VatRate};
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;
use types::Money;

use crate::consumer_pages::ConsumerReceipt;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(rename = "ticket")]
    receipt: Content,
    org_title: String,
    org_id: String,
    retail_place_address: String,
    #[serde(rename = "kkmSerialNumber")]
    serial_number: String,
    #[serde(rename = "kkmFnsId")]
    registration_number: String,
    taxes: Vec<TaxOfReceipt>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    items: Vec<Item>,
    fiscal_id: String,
    /// Number of the wire: 0 purchase, 1 its return, 2 sale, 3 its return.
    operation_type: u8,
    total_sum: Box<RawValue>,
    transaction_date: String,
    payments: Vec<Paid>,
    taken_sum: Box<RawValue>,
    change_sum: Box<RawValue>,
}

#[derive(Serialize)]
struct Item {
    commodity: Commodity,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Commodity {
    name: String,
    quantity: Box<RawValue>,
    price: Box<RawValue>,
    sum: Box<RawValue>,
    barcode: Option<String>,
    excise_stamp: Option<String>,
    measure_unit_code: String,
    taxes: Vec<TaxOfLine>,
}

#[derive(Serialize)]
struct TaxOfLine {
    layout: Layout,
    sum: Box<RawValue>,
}

#[derive(Serialize)]
struct Layout {
    rate: Box<RawValue>,
}

#[derive(Serialize)]
struct TaxOfReceipt {
    rate: Box<RawValue>,
    sum: Box<RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Paid {
    payment_type: &'static str,
    sum: Box<RawValue>,
}

pub(super) fn answer(of: &ConsumerReceipt) -> Response {
    let headers = [
        (CACHE_CONTROL, "private, no-cache"),
        (
            HeaderName::from_static("x-robots-tag"),
            "noindex, nofollow, noarchive",
        ),
    ];
    (headers, Json(Answer::of(of))).into_response()
}

/// The same for a wrong value, a wrong form and a receipt that does not exist.
pub(super) fn not_found() -> Response {
    let body = json!({"code": "receipt_not_found", "message": "no receipt has all four values"});
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

impl Answer {
    fn of(of: &ConsumerReceipt) -> Self {
        let figures = of.receipt.figures();
        let payments = figures.payments.iter().map(|paid| Paid {
            payment_type: payment(paid.kind),
            sum: sum(paid.amount),
        });
        let taxes = figures.vat.iter().map(|vat| TaxOfReceipt {
            rate: rate(vat.rate),
            sum: sum(vat.amount),
        });
        let items = of
            .receipt
            .standing_lines()
            .map(|(line, figures)| Item::of(line, figures));
        Self {
            receipt: Content {
                items: items.collect(),
                fiscal_id: of.sign().unwrap_or_default(),
                operation_type: operation(of.receipt.operation()),
                total_sum: sum(figures.total),
                transaction_date: of.receipt.issued_at().format("%Y-%m-%dT%H:%M:%S"),
                payments: payments.collect(),
                taken_sum: sum(figures.tendered),
                change_sum: sum(figures.change),
            },
            org_title: of.card.seller_name.clone(),
            org_id: of.card.seller_number.as_str().to_owned(),
            retail_place_address: of.card.address.ru.clone(),
            serial_number: of.card.serial_number.clone(),
            registration_number: of.card.registration_number.as_str().to_owned(),
            taxes: taxes.collect(),
        }
    }
}

impl Item {
    fn of(line: &Line, figures: &LineFigures) -> Self {
        let taxes = line.vat.iter().map(|vat| TaxOfLine {
            layout: Layout { rate: rate(vat.rate) },
            sum: sum(figures.vat),
        });
        Self {
            commodity: Commodity {
                name: line.name.clone(),
                quantity: number(super::view::quantity(line.quantity)),
                price: sum(line.price),
                sum: sum(figures.gross),
                barcode: line.barcode.clone(),
                excise_stamp: line.marking_codes.first().cloned(),
                measure_unit_code: line.unit.as_str().to_owned(),
                taxes: taxes.collect(),
            },
        }
    }
}

const fn operation(operation: Operation) -> u8 {
    match operation {
        Operation::Buy => 0,
        Operation::BuyReturn => 1,
        Operation::Sell => 2,
        Operation::SellReturn => 3,
    }
}

const fn payment(kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::Cash => "CASH",
        PaymentKind::Card => "CARD",
        PaymentKind::Credit => "CREDIT",
        PaymentKind::Tare => "TARE",
        PaymentKind::Mobile => "MOBILE",
    }
}

/// A sum as a decimal number that never was a float.
fn sum(amount: Money) -> Box<RawValue> {
    number(amount.to_string())
}

fn rate(rate: VatRate) -> Box<RawValue> {
    number(rate.to_string().trim_end_matches(" %").to_owned())
}

/// Text of a number, which is JSON as it is.
fn number(text: String) -> Box<RawValue> {
    RawValue::from_string(text).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
