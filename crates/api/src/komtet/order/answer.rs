use std::borrow::Cow;

use types::{Inn, LocalDateTime, Money};

use crate::cloud::{Coordinate, Door, MarkingScan, Order, OrderLine, Settlement};
use crate::json::{Value, array, decimal, integer, object, optional_text, text};
use crate::komtet::answer::external_id;
use crate::komtet::enumeration::{ORDER_STATE, PAYMENT, SUBJECT};
use crate::komtet::part::{self, Fields, put, put_some};

/// An order in the version of the call.
#[must_use]
pub fn order(door: Door, order: &Order) -> Value<'_> {
    let mut fields = either(door, order);
    match door {
        Door::KomtetV1 => flat(&mut fields, order),
        Door::KomtetV2 => nested(&mut fields, order),
    }
    put(&mut fields, "items", items(door, order));
    Value::Object(fields)
}

/// An order in a list: the flat names stand beside the nested ones, since the clients of version 2 show both.
#[must_use]
pub fn order_in_list(door: Door, order: &Order) -> Value<'_> {
    let mut fields = either(door, order);
    if door == Door::KomtetV2 {
        nested(&mut fields, order);
    }
    flat(&mut fields, order);
    put(&mut fields, "items", items(door, order));
    Value::Object(fields)
}

fn either(door: Door, order: &Order) -> Fields<'_> {
    let draft = &order.draft;
    let total = Money::sum(draft.lines.iter().map(|line| line.line.total)).unwrap_or_default();
    let form = match door {
        Door::KomtetV1 => "%Y-%m-%d %H:%M",
        Door::KomtetV2 => "%d.%m.%Y %H:%M",
    };
    let time = |time: Option<LocalDateTime>| optional_text(time.map(|time| time.format(form)));
    let courier = draft.courier.map(|courier| {
        object([
            ("id", integer(courier.get())),
            ("name", optional_text(order.courier_name.as_deref())),
        ])
    });
    let pays_courier = draft.settlement == Settlement::ToCourier;
    let fields = [
        ("id", integer(order.id.get())),
        ("external_id", external_id(&draft.external_id)),
        (
            "task_id",
            order.task.map_or(Value::Null, |task| integer(task.get())),
        ),
        ("state", text(ORDER_STATE.word(order.state))),
        ("is_paid", Value::Boolean(!pays_courier)),
        ("is_pay_to_courier", Value::Boolean(pays_courier)),
        ("prepayment", decimal(draft.prepayment)),
        ("payment_type", text(PAYMENT.word(draft.payment))),
        ("amount", decimal(total)),
        ("date_start", time(draft.deliver_from)),
        ("date_end", time(draft.deliver_until)),
        ("description", text(&draft.description)),
        ("callback_url", optional_text(draft.callback_url.as_deref())),
        (
            "courier_id",
            draft
                .courier
                .map_or(Value::Null, |courier| integer(courier.get())),
        ),
        ("courier", courier.unwrap_or(Value::Null)),
    ];
    fields
        .into_iter()
        .map(|(key, value)| (Cow::Borrowed(key), value))
        .collect()
}

fn flat<'a>(fields: &mut Fields<'a>, order: &'a Order) {
    let (draft, buyer) = (&order.draft, &order.draft.buyer);
    put(fields, "sno", part::taxation(draft.taxation));
    put(fields, "client_address", text(&buyer.address));
    put(fields, "client_phone", text(&buyer.phone));
    put(fields, "client_email", optional_text(buyer.email.as_deref()));
    put(fields, "client_name", optional_text(buyer.name.as_deref()));
    put(fields, "client_coordinate", coordinate(buyer.coordinate.as_ref()));
}

fn nested<'a>(fields: &mut Fields<'a>, order: &'a Order) {
    let (draft, buyer) = (&order.draft, &order.draft.buyer);
    let inn = |inn: &'a Option<Inn>| optional_text(inn.as_ref().map(Inn::as_str));
    let company = object([
        ("sno", part::taxation(draft.taxation)),
        (
            "payment_address",
            optional_text(draft.settlement_place.as_deref()),
        ),
        ("inn", inn(&draft.seller_inn)),
        (
            "place_address",
            optional_text(draft.settlement_address.as_deref()),
        ),
    ]);
    let requisites = object([
        ("name", optional_text(buyer.receipt_name.as_deref())),
        ("inn", inn(&buyer.receipt_inn)),
    ]);
    let client = object([
        ("address", text(&buyer.address)),
        ("phone", text(&buyer.phone)),
        ("email", optional_text(buyer.email.as_deref())),
        ("name", optional_text(buyer.name.as_deref())),
        ("coordinate", coordinate(buyer.coordinate.as_ref())),
        ("requisites", requisites),
    ]);
    put(fields, "company", company);
    put(fields, "client", client);
    put_some(
        fields,
        "additional_check_props",
        draft.additional_detail.as_deref().map(text),
    );
    put_some(
        fields,
        "additional_user_props",
        draft.user_detail.as_ref().map(part::user_detail),
    );
    let sectoral = (!draft.sectoral.is_empty()).then(|| part::sectoral(&draft.sectoral));
    put_some(fields, "sectoral_check_props", sectoral);
    put_some(
        fields,
        "operating_check_props",
        draft.operational.as_ref().map(part::operational),
    );
}

fn coordinate(point: Option<&Coordinate>) -> Value<'_> {
    let Some(point) = point else {
        return Value::Null;
    };
    let degrees = |text: &'static str, value| (text, Value::Number(Cow::Borrowed(value)));
    object([
        degrees("latitude", point.latitude.as_str()),
        degrees("longitude", point.longitude.as_str()),
    ])
}

fn items(door: Door, order: &Order) -> Value<'_> {
    array(
        (1_u32..)
            .zip(&order.draft.lines)
            .map(|(number, line)| item(door, number, line)),
    )
}

/// An item; its `id` is the shop's own, or its place in the order.
fn item(door: Door, number: u32, item: &OrderLine) -> Value<'_> {
    let line = &item.line;
    let mut fields = part::line(line);
    if line.item_id.is_none() {
        fields.insert(0, (Cow::Borrowed("id"), integer(number)));
    }
    put(
        &mut fields,
        "external_id",
        item.external_id.as_ref().map_or(Value::Null, external_id),
    );
    put(
        &mut fields,
        "product_id",
        item.product_id.as_ref().map_or(Value::Null, external_id),
    );
    put(&mut fields, "vat", part::vat(line));
    put(&mut fields, "type", text(SUBJECT.word(line.subject)));
    let scan = Value::Boolean(item.scan == MarkingScan::Required);
    put(&mut fields, "is_need_nomenclature_code", scan.clone());
    match door {
        Door::KomtetV1 => {
            put(
                &mut fields,
                "order_item_id",
                item.external_id.as_ref().map_or(Value::Null, external_id),
            );
            put(
                &mut fields,
                "measure_name",
                optional_text(line.measure_name.as_deref()),
            );
            let code = line.marking.as_ref().map(|item| text(&item.code));
            put(&mut fields, "nomenclature_code", code.unwrap_or(Value::Null));
            part::line_details(&mut fields, line);
        }
        Door::KomtetV2 => {
            put(&mut fields, "is_need_mark_code", scan);
            put(&mut fields, "measure", integer(line.measure.0));
            part::line_details_v2(&mut fields, line);
        }
    }
    Value::Object(fields)
}
