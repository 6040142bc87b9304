use receipt::{LineSubject, ReceiptLine};

use super::number;
use crate::cloud::{Door, MarkingScan, OrderLine};
use crate::field::{FieldErrorKind, Node};
use crate::komtet::enumeration::{SUBJECT, measure_of_words};
use crate::komtet::{line, marking};
use crate::limits::POSITIONS_MAX;

/// Reads the items; there must be one at least.
pub(super) fn items(node: &Node<'_>, read: fn(&Node<'_>) -> ReceiptLine) -> Vec<OrderLine> {
    let Some(items) = node.items(POSITIONS_MAX) else {
        return Vec::new();
    };
    if items.is_empty() {
        node.fault(FieldErrorKind::TooFew);
    }
    items.iter().map(|item| order_line(item, read)).collect()
}

fn order_line(item: &Node<'_>, read: fn(&Node<'_>) -> ReceiptLine) -> OrderLine {
    let scan = item.key_of("is_need_mark_code", ["is_need_nomenclature_code"]);
    let is_needed = scan.given().and_then(|node| node.boolean()).unwrap_or_default();
    OrderLine {
        line: item.object().map_or_else(line::stand_in, |item| read(&item)),
        external_id: number(&item.key_of("external_id", ["order_item_id"])),
        product_id: number(&item.key("product_id")),
        scan: if is_needed {
            MarkingScan::Required
        } else {
            MarkingScan::NotRequired
        },
    }
}

pub(super) fn line_v1(item: &Node<'_>) -> ReceiptLine {
    let words = item.key("measure_name").optional_text();
    ReceiptLine {
        measure: words
            .as_deref()
            .map_or(receipt::MeasureUnit::PIECE, measure_of_words),
        measure_name: words,
        subject: subject(item),
        marking: marking::nomenclature(item.key("nomenclature_code")),
        ..line::either(item)
    }
}

pub(super) fn line_v2(item: &Node<'_>) -> ReceiptLine {
    ReceiptLine {
        measure: line::measure(item),
        subject: subject(item),
        ..line::marked_v2(item)
    }
}

fn subject(item: &Node<'_>) -> LineSubject {
    let subject = item.key("type").given().and_then(|node| node.word(&SUBJECT));
    subject.unwrap_or(LineSubject::GOOD)
}

/// A place of a receipt of version 2 in the names of an order.
pub(super) fn renamed(door: Door, path: &str) -> String {
    let path = match path.strip_prefix("positions") {
        Some(rest) => format!("items{rest}").replace("payment_object", "type"),
        None => path.to_owned(),
    };
    match (door, path.as_str()) {
        (Door::KomtetV1 | Door::KomtetV2, "payments") => "prepayment".to_owned(),
        (Door::KomtetV1 | Door::KomtetV2, "client.name") => "client.requisites.name".to_owned(),
        (Door::KomtetV1, "client") => "client_email".to_owned(),
        (Door::KomtetV1, _) => {
            let flat = path.replace("client.", "client_").replace("company.", "");
            flat.replace(".mark_code", ".nomenclature_code")
                .replace("].measure", "].measure_name")
        }
        (Door::KomtetV2, _) => path,
    }
}
