//! Codes that are scanned or copied: bank accounts, QR codes, marking codes.

use ofd_kz::link::{LinkOperator, ReceiptLink};
use ofd_ru::qr::ReceiptQr;
use receipt::MarkingKind;
use receipt::marking::{ParsedCode, recognize};
use serde_json::{Value as Json, json};
use types::IbanKz;

pub(super) fn iban_kz(value: &str) -> Result<Json, String> {
    let account = IbanKz::parse(value).map_err(|error| error.to_string())?;
    Ok(json!({
        "iban": account.as_str(),
        "written": account.to_string(),
        "bank_code": account.bank_code(),
        "account": account.account(),
    }))
}

pub(super) fn qr_ru(value: &str) -> Result<Json, String> {
    let qr = ReceiptQr::parse(value).map_err(|error| error.to_string())?;
    let operation = match qr.operation {
        1 => "sale",
        2 => "sale return",
        3 => "purchase",
        _ => "purchase return",
    };
    Ok(json!({
        "at": qr.at.to_string(),
        "total": qr.total.to_string(),
        "fiscal_storage": qr.storage.as_str(),
        "document_number": qr.document_number,
        "fiscal_sign": qr.sign,
        "operation": qr.operation,
        "operation_name": operation,
    }))
}

pub(super) fn qr_kz(value: &str) -> Result<Json, String> {
    let link = ReceiptLink::parse(value).map_err(|error| error.to_string())?;
    let operator = link.operator().map(|operator| match operator {
        LinkOperator::Kazakhtelecom => "kazakhtelecom",
        LinkOperator::Jusan => "jusan",
        LinkOperator::Transtelecom => "transtelecom",
        LinkOperator::Kartel => "kar-tel",
        LinkOperator::Smartcontract => "smartcontract",
        LinkOperator::Redirect => "redirect",
    });
    Ok(json!({
        "at": link.at.to_string(),
        "total": link.total.to_string(),
        "fiscal_sign": link.sign,
        "registration_number": link.registration_number,
        "operator": operator,
        "base": link.base,
        "written": link.to_string(),
    }))
}

/// The parts are told although something is wrong: they show what a document would take.
pub(super) fn marking(value: &str) -> (Json, Option<String>) {
    let code = recognize(value);
    let (kind, tag) = kind_and_tag(code.kind);
    let elements: Vec<Json> = code
        .elements
        .iter()
        .map(|element| json!({"identifier": element.identifier, "value": element.value}))
        .collect();
    let parts = json!({
        "kind": kind,
        "tag": tag,
        "code_type": code.code_type.number(),
        "full_code": code.full_code,
        "product_code": code.product_code,
        "gtin": code.gtin,
        "serial": code.serial,
        "retail_price_code": code.retail_price_code,
        "elements": elements,
        "check_key": code.check_key,
        "check_code": code.check_code,
        "control_code": code.control_code,
    });
    (parts, reason(&code))
}

fn reason(code: &ParsedCode) -> Option<String> {
    let issues: Vec<String> = code.issues.iter().map(ToString::to_string).collect();
    (!issues.is_empty()).then(|| issues.join("; "))
}

/// Name and tag under which a document carries a code of this kind.
fn kind_and_tag(kind: MarkingKind) -> (&'static str, u16) {
    match kind {
        MarkingKind::Unknown => ("unknown", 1300),
        MarkingKind::Ean8 => ("ean8", 1301),
        MarkingKind::Ean13 => ("ean13", 1302),
        MarkingKind::Itf14 => ("itf14", 1303),
        MarkingKind::Gs1 => ("gs1", 1304),
        MarkingKind::Gs1Marked => ("gs1m", 1305),
        MarkingKind::Short => ("short", 1306),
        MarkingKind::Fur => ("fur", 1307),
        MarkingKind::Egais2 => ("egais2", 1308),
        MarkingKind::Egais3 => ("egais3", 1309),
        MarkingKind::Other(place) => ("other", 1319 + u16::from(place)),
    }
}
