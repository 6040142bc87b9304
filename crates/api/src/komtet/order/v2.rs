use receipt::TaxationRegime;

use super::{coordinate, courier, delivery_time, item, nobody_external, required_number, requisites};
use crate::cloud::{Door, OrderBuyer, OrderDraft, PaymentKind, Settlement};
use crate::field::Node;
use crate::komtet::detail;
use crate::komtet::enumeration::{ORDER_STATE, PAYMENT, TAXATION};
use crate::komtet::receipt::external_id;

/// Reads an order of version 2.
pub(super) fn read(root: &Node<'_>) -> OrderDraft {
    let pays_courier = root
        .key("is_pay_to_courier")
        .given()
        .and_then(|node| node.boolean())
        .unwrap_or(true);
    let company = root.key("company").object();
    let of_company = |key| company.and_then(|company| company.key(key).optional_text());
    let sno = company.and_then(|company| company.key("sno").word_or_number(&TAXATION));
    OrderDraft {
        external_id: external_id(root.key_of("external_id", ["order_id"])).unwrap_or_else(nobody_external),
        door: Door::KomtetV2,
        state: root.key("state").given().and_then(|node| node.word(&ORDER_STATE)),
        taxation: sno.unwrap_or(TaxationRegime::General),
        seller_inn: company.and_then(|company| company.key("inn").optional_inn()),
        settlement_place: of_company("payment_address"),
        settlement_address: of_company("place_address"),
        buyer: buyer(root.key("client")),
        settlement: if pays_courier {
            Settlement::ToCourier
        } else {
            Settlement::Before
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
        lines: item::items(&root.key("items"), item::line_v2),
        additional_detail: root.key("additional_check_props").optional_text(),
        user_detail: detail::user_detail(root.key("additional_user_props")),
        sectoral: detail::sectoral(root.key("sectoral_check_props")),
        operational: detail::operational(root.key_of("operating_check_props", ["operation_check_props"])),
    }
}

fn buyer(node: Node<'_>) -> OrderBuyer {
    let client = node.object();
    let text = |key| client.and_then(|client| client.key(key).optional_text());
    let address = client.and_then(|client| client.key("address").text().map(str::to_owned));
    let (receipt_name, receipt_inn) = match client {
        Some(client) => requisites(client.key("requisites")),
        None => (None, None),
    };
    OrderBuyer {
        address: address.unwrap_or_default(),
        phone: client
            .map(|client| required_number(&client.key("phone")))
            .unwrap_or_default(),
        email: text("email"),
        name: text("name"),
        coordinate: client.and_then(|client| coordinate(client.key("coordinate"))),
        receipt_name,
        receipt_inn,
    }
}
