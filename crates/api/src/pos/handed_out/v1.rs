use receipt::marking::{LegacyCode, read_as};
use receipt::{Buyer, MarkedItem, ReceiptLine};
use types::Inn;

use super::v2::{cashier_of, place};
use super::{TaskFields, intent};
use crate::cloud::HandedOutTask;
use crate::json::{Value, array, decimal, integer, object, optional_text, text};
use crate::komtet::enumeration::{CORRECTION_V1, METHOD, SUBJECT};
use crate::komtet::part::{self, Fields, put, put_some};

/// The shop's receipt, completed by what the register was registered with; everything stands at the top.
pub(super) fn task(task: &HandedOutTask) -> TaskFields<'_> {
    let (receipt, seller) = (&task.receipt, &task.receipt.seller);
    let (cashier, cashier_inn) = cashier_of(task);
    let address = seller
        .settlement_address
        .as_ref()
        .unwrap_or(&task.seller.settlement_address);
    let mut fields = TaskFields::with_capacity(24);
    put(&mut fields, "id", integer(task.task.get()));
    put(&mut fields, "uuid", text(&task.uuid));
    put(&mut fields, "version", text("v1"));
    put(&mut fields, "external_id", text(&task.external_id));
    put(&mut fields, "intent", text(intent(receipt)));
    put(&mut fields, "print", Value::Boolean(receipt.print));
    put(
        &mut fields,
        "inn",
        text(seller.inn.as_ref().unwrap_or(&task.seller.inn).as_str()),
    );
    put(&mut fields, "sno", part::taxation(receipt.taxation));
    put(&mut fields, "org_name", text(&task.seller.name));
    put(&mut fields, "org_address", text(address));
    put(
        &mut fields,
        "payment_address",
        text(place(seller.settlement_place.as_ref(), &task.seller)),
    );
    put(&mut fields, "user", user(&receipt.buyer));
    put_some(&mut fields, "client", client(&receipt.buyer));
    put(&mut fields, "cashier", text(cashier));
    put(
        &mut fields,
        "cashier_inn",
        optional_text(cashier_inn.map(Inn::as_str)),
    );
    put(
        &mut fields,
        "positions",
        array(receipt.lines.iter().map(position)),
    );
    put(&mut fields, "payments", part::payments(&receipt.payments));
    put_some(&mut fields, "correction", correction(task));
    put_some(
        &mut fields,
        "additional_check_props",
        receipt.additional_detail.as_deref().map(text),
    );
    put_some(
        &mut fields,
        "additional_user_props",
        receipt.user_detail.as_ref().map(part::user_detail),
    );
    let cashless = (!receipt.cashless.is_empty()).then(|| part::cashless(&receipt.cashless));
    put_some(&mut fields, "cashless_payments", cashless);
    put_some(&mut fields, "internet", receipt.internet.map(Value::Boolean));
    fields
}

fn user(buyer: &Buyer) -> Value<'_> {
    optional_text(buyer.email.as_deref().or(buyer.phone.as_deref()))
}

fn client(buyer: &Buyer) -> Option<Value<'_>> {
    let is_known = buyer.name.is_some() || buyer.inn.is_some();
    is_known.then(|| {
        object([
            ("name", optional_text(buyer.name.as_deref())),
            ("inn", optional_text(buyer.inn.as_ref().map(Inn::as_str))),
        ])
    })
}

fn correction(task: &HandedOutTask) -> Option<Value<'_>> {
    let correction = task.receipt.correction.as_ref()?;
    Some(object([
        ("type", text(CORRECTION_V1.word(correction.kind))),
        ("date", text(correction.date.format("%Y-%m-%d"))),
        ("document", optional_text(correction.order_number.as_deref())),
    ]))
}

fn position(line: &ReceiptLine) -> Value<'_> {
    let mut fields: Fields<'_> = part::line(line);
    let vat = line.vat.included_in(line.total).map(decimal);
    put(
        &mut fields,
        "vat",
        object([("number", part::vat(line)), ("sum", vat.unwrap_or(Value::Null))]),
    );
    put_some(
        &mut fields,
        "measure_name",
        line.measure_name.as_deref().map(text),
    );
    put(&mut fields, "calculation_method", text(METHOD.word(line.method)));
    put(
        &mut fields,
        "calculation_subject",
        text(SUBJECT.word(line.subject)),
    );
    part::line_details(&mut fields, line);
    put_some(
        &mut fields,
        "nomenclature_code",
        line.marking.as_ref().map(nomenclature),
    );
    Value::Object(fields)
}

fn nomenclature(item: &MarkedItem) -> Value<'_> {
    let code = read_as(item.kind, &item.code);
    let hex_code = LegacyCode::new(&code)
        .map(|legacy| hex::encode_upper(legacy.as_bytes()))
        .ok();
    object([
        ("code", text(&item.code)),
        ("hex_code", optional_text(hex_code)),
        ("code_restored", text(code.full_code)),
    ])
}
