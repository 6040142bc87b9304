//! What is told of an operation.

use print::Locale;
use register_kz::{CashRegister, DocumentBody, Event};
use serde_json::{Value, json};
use store::core_register::registers::CoreRegister;
use types::LocalDateTime;

use crate::card;
use crate::response::{Outcome, ResponseCode};
use crate::view;

/// What is told of an operation that ends with these events.
pub(super) fn outcome_of(
    name: &str,
    events: &[Event],
    meta: &CoreRegister,
    next: &CashRegister,
    now: LocalDateTime,
    locale: Locale,
) -> Outcome {
    let wants_receipt = name == "receipt";
    let mut found = None;
    for event in events {
        let data = match event {
            Event::PendingAccepted { document, signature } => {
                let is_other = wants_receipt && !matches!(document.body, DocumentBody::Receipt(_));
                (!is_other).then(|| view::issued(document, signature.as_ref()))
            }
            Event::DocumentIssued(document) => {
                let is_other = wants_receipt && !matches!(document.body, DocumentBody::Receipt(_));
                let link = card::autonomous_link(meta, next, document);
                (!is_other).then(|| with_link(view::issued(document, None), link))
            }
            Event::PendingRefused { code, text, .. } => {
                let data = json!({"result": code.0, "text": text});
                return Outcome::of(ResponseCode::OperatorRefused, &data, locale);
            }
            Event::Reported(report) => Some(view::report(report)),
            Event::SectionsReported(report) => Some(view::sections(report)),
            Event::CashiersReported(report) => Some(view::cashiers(report)),
            Event::ControlReceiptMade(receipt) => Some(view::control(receipt)),
            Event::CopyMade(receipt) => Some(view::copy(receipt)),
            Event::SetUp(_)
            | Event::LinkEntered { .. }
            | Event::Released
            | Event::DocumentSetAside { .. }
            | Event::SendingAgain { .. }
            | Event::SettingsChanged(_) => Some(view::register(meta, next, now, locale)),
            _ => None,
        };
        found = data.or(found);
    }
    match found {
        Some(mut data) => {
            if let Some(fields) = data.as_object_mut() {
                fields.insert("register".into(), origin(meta, next));
            }
            Outcome::done(&data, locale)
        }
        None => Outcome::of(ResponseCode::NotIssued, &Value::Null, locale),
    }
}

/// A receipt that the operator has not signed is looked up by its autonomous sign.
pub(crate) fn with_link(mut receipt: Value, link: Option<String>) -> Value {
    if let (Some(fields), Some(link)) = (receipt.as_object_mut(), link)
        && fields.get("link").is_none_or(Value::is_null)
    {
        fields.insert("link".into(), json!(link));
    }
    receipt
}

/// What paper shows of the register.
fn origin(meta: &CoreRegister, state: &CashRegister) -> Value {
    json!({
        "id": meta.id,
        "name": meta.name,
        "serial_number": meta.serial_number,
        "registration_number": view::registration_number(meta, state),
        "taxpayer_number": state.setup().map(|setup| setup.seller.to_string()),
    })
}
