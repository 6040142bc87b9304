//! What the operator tells of a registration, as the journal keeps it, and where its receipts are looked up.

use ofd_kz::link::ReceiptLink;
use register_kz::{CashRegister, Document, DocumentBody, Issue};
use serde_json::{Value, json};
use store::core_register::registers::CoreRegister;
use translate::kz::service::RegistrationData;

use crate::view;

const CONSUMER: &str = "consumer";

/// As JSON; what paper shows stands at the top.
pub(crate) fn to_json(data: &RegistrationData) -> Value {
    json!({
        "registration_number": data.register.registration_number,
        "serial_number": data.register.serial_number,
        "device_id": data.register.device_id,
        "trade_point": {
            "title": data.trade_point.title,
            "address": data.trade_point.address,
            "address_kk": data.trade_point.address_kk,
        },
        "organization": {
            "title": data.organization.title,
            "address": data.organization.address,
            "address_kk": data.organization.address_kk,
            "taxpayer_number": data.organization.taxpayer_number,
            "activity_code": data.organization.activity_code,
        },
        "ofd": data.ofd.as_ref().map(|ofd| json!({"title": ofd.title, "title_kk": ofd.title_kk, "url": ofd.url})),
    })
}

/// The card with the page on which the operator's receipts are looked up, as the link of a receipt names it. INFO
/// does not tell it, so that it outlives a new card.
pub(crate) fn with_consumer(card: Option<&str>, base: Option<&str>) -> Option<String> {
    let Some(base) = base else {
        return card.map(str::to_owned);
    };
    let mut told: Value = card
        .and_then(|card| serde_json::from_str(card).ok())
        .unwrap_or_else(|| json!({}));
    if let Some(fields) = told.as_object_mut() {
        fields.insert(CONSUMER.to_owned(), json!(base));
    }
    Some(told.to_string())
}

/// Everything before the question mark of the operator's links; `None` before the first receipt that it signed.
pub(crate) fn consumer(card: Option<&str>) -> Option<String> {
    let told: Value = serde_json::from_str(card?).ok()?;
    Some(told.get(CONSUMER)?.as_str()?.to_owned())
}

/// Base of a link that the operator gave.
pub(crate) fn base_of(link: &str) -> Option<String> {
    ReceiptLink::parse(link).ok().map(|link| link.base)
}

/// The link of a receipt that the operator has not signed: its page finds receipts by their autonomous sign too.
/// Source: KZ-OFD/link.
pub(crate) fn autonomous_link(
    meta: &CoreRegister,
    state: &CashRegister,
    document: &Document,
) -> Option<String> {
    let Issue::Autonomous { sign: Some(sign) } = document.head.issue else {
        return None;
    };
    let DocumentBody::Receipt(receipt) = &document.body else {
        return None;
    };
    let link = ReceiptLink {
        base: consumer(meta.card.as_deref())?,
        sign: sign.to_string(),
        registration_number: view::registration_number(meta, state)?,
        total: receipt.figures().total,
        at: document.head.issued_at,
    };
    Some(link.to_string())
}
