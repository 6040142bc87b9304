//! `mark_code` of version 2, `nomenclature_code` of version 1.

use receipt::marking::{LegacyCode, recognize};
use receipt::{Fraction, MarkedItem, MarkingKind};

use super::enumeration::{MARKING, PLANNED_STATUS};
use crate::field::{FieldErrorKind, Node};
use crate::json::Value;

/// Reads the marking of a position or order item of version 2.
pub(super) fn marked_item(position: &Node<'_>) -> Option<MarkedItem> {
    let mark = position.key("mark_code").given()?.object()?;
    let mark_quantity = position.key("mark_quantity");
    let fraction = mark_quantity.given().and_then(Node::object).map(|share| {
        let part = |key| share.key(key).integer(0, i64::MAX, "0 or more");
        let parts = [part("numerator"), part("denominator")];
        let [numerator, denominator] = parts.map(|part| part.and_then(|part| u64::try_from(part).ok()));
        Fraction {
            numerator: numerator.unwrap_or_default(),
            denominator: denominator.unwrap_or_default(),
        }
    });
    let planned_status = position.key("planned_status");
    let planned_status = planned_status
        .given()
        .and_then(|node| node.word_or_number(&PLANNED_STATUS));
    let keys = mark.keys();
    let [key] = keys.as_slice() else {
        mark.fault(FieldErrorKind::NotOneKey(MARKING.all()));
        return None;
    };
    let Some(kind) = MARKING.meaning(key) else {
        mark.fault(FieldErrorKind::NotOneKey(MARKING.all()));
        return None;
    };
    Some(MarkedItem {
        kind,
        code: code(&mark.key(key))?,
        fraction,
        planned_status,
    })
}

/// Reads the code of version 1: plain or in base64, or the bytes of tag 1162 in hexadecimal. Orders have the
/// plain code alone.
pub(super) fn nomenclature(node: Node<'_>) -> Option<MarkedItem> {
    let unnamed = |code: String| MarkedItem {
        kind: recognize(&code).kind,
        code,
        fraction: None,
        planned_status: None,
    };
    if let Some(Value::Text(text)) = node.value() {
        return if text.trim().is_empty() {
            None
        } else {
            code(&node).map(unnamed)
        };
    }
    let object = node.given()?.object()?;
    if object.key("code").is_given() {
        return code(&object.key("code")).map(unnamed);
    }
    let hex_code = object.key("hex_code");
    let (kind, code) = legacy(&hex_code.given()?)?;
    Some(MarkedItem {
        kind,
        code,
        fraction: None,
        planned_status: None,
    })
}

fn code(node: &Node<'_>) -> Option<String> {
    let text = node.raw_text()?;
    if text.trim().is_empty() {
        node.fault(FieldErrorKind::Empty);
        return None;
    }
    Some(text.to_owned())
}

fn legacy(node: &Node<'_>) -> Option<(MarkingKind, String)> {
    let digits: String = node.text()?.chars().filter(|c| !c.is_whitespace()).collect();
    let code = hex::decode(&digits)
        .ok()
        .and_then(|bytes| LegacyCode::from_bytes(&bytes).ok());
    if code.is_none() {
        node.fault(FieldErrorKind::NotHex);
    }
    code.map(|code| code.decode())
}
