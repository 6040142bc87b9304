use receipt::TaxationRegime;

use super::{coordinate, courier, delivery_time, item, nobody_external, required_number, requisites};
use crate::cloud::{Door, OrderBuyer, OrderDraft, PaymentKind, Settlement};
use crate::field::Node;
use crate::komtet::enumeration::{ORDER_STATE, PAYMENT, TAXATION};
use crate::komtet::receipt::external_id;

/// Reads an order of version 1: everything about the buyer stands at the top.
pub(super) fn read(root: &Node<'_>) -> OrderDraft {
    let is_paid = root
        .key("is_paid")
        .given()
        .and_then(|node| node.boolean())
        .unwrap_or_default();
    let (receipt_name, receipt_inn) = requisites(root.key("client_requisites"));
    OrderDraft {
        external_id: external_id(root.key_of("external_id", ["order_id"])).unwrap_or_else(nobody_external),
        door: Door::KomtetV1,
        state: root.key("state").given().and_then(|node| node.word(&ORDER_STATE)),
        taxation: root
            .key("sno")
            .word_or_number(&TAXATION)
            .unwrap_or(TaxationRegime::General),
        seller_inn: root.key("inn").optional_inn(),
        settlement_place: root.key("payment_address").optional_text(),
        settlement_address: root.key("place_address").optional_text(),
        buyer: OrderBuyer {
            address: root
                .key("client_address")
                .text()
                .map(str::to_owned)
                .unwrap_or_default(),
            phone: required_number(&root.key("client_phone")),
            email: root.key("client_email").optional_text(),
            name: root.key("client_name").optional_text(),
            coordinate: coordinate(root.key("client_coordinate")),
            receipt_name,
            receipt_inn,
        },
        settlement: if is_paid {
            Settlement::Before
        } else {
            Settlement::ToCourier
        },
        prepayment: root
            .key("prepayment")
            .given()
            .and_then(|node| node.money())
            .unwrap_or_default(),
        payment: root
            .key("payment_type")
            .given()
            .and_then(|node| node.word(&PAYMENT))
            .unwrap_or(PaymentKind::Electronic),
        deliver_from: delivery_time(&root.key("date_start")),
        deliver_until: delivery_time(&root.key("date_end")),
        description: root.key("description").optional_text().unwrap_or_default(),
        callback_url: root.key("callback_url").given().and_then(|node| node.url()),
        courier: courier(&root.key("courier_id")),
        lines: item::items(&root.key("items"), item::line_v1),
        additional_detail: None,
        user_detail: None,
        sectoral: Vec::new(),
        operational: None,
    }
}
