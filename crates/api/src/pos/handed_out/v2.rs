use receipt::{Buyer, ReceiptLine};
use types::Inn;

use super::{TaskFields, intent};
use crate::cloud::{HandedOutTask, SellerOfRecord};
use crate::json::{Value, array, integer, object, optional_text, text};
use crate::komtet::enumeration::{CORRECTION_V2, METHOD, SUBJECT};
use crate::komtet::part::{self, Fields, put, put_some};

/// The shop's receipt, completed by what the register was registered with.
pub(super) fn task(task: &HandedOutTask) -> TaskFields<'_> {
    let receipt = &task.receipt;
    let mut fields = TaskFields::with_capacity(24);
    put(&mut fields, "id", integer(task.task.get()));
    put(&mut fields, "uuid", text(&task.uuid));
    put(&mut fields, "version", text("v2"));
    put(&mut fields, "external_id", text(&task.external_id));
    put(&mut fields, "intent", text(intent(receipt)));
    put(&mut fields, "print", Value::Boolean(receipt.print));
    put(&mut fields, "client", client(&receipt.buyer));
    put(&mut fields, "company", company(task));
    put(&mut fields, "cashier", cashier(task));
    put(
        &mut fields,
        "positions",
        array(receipt.lines.iter().map(position)),
    );
    put(&mut fields, "payments", part::payments(&receipt.payments));
    put_some(&mut fields, "correction_info", correction(task));
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
    let sectoral = (!receipt.sectoral.is_empty()).then(|| part::sectoral(&receipt.sectoral));
    put_some(&mut fields, "sectoral_check_props", sectoral);
    // Agents read the one name, shops write the other.
    put_some(
        &mut fields,
        "operation_check_props",
        receipt.operational.as_ref().map(part::operational),
    );
    put_some(
        &mut fields,
        "operating_check_props",
        receipt.operational.as_ref().map(part::operational),
    );
    let cashless = (!receipt.cashless.is_empty()).then(|| part::cashless(&receipt.cashless));
    put_some(&mut fields, "cashless_payments", cashless);
    put_some(&mut fields, "internet", receipt.internet.map(Value::Boolean));
    put_some(&mut fields, "timezone", receipt.time_zone.map(integer));
    fields
}

fn client(buyer: &Buyer) -> Value<'_> {
    let mut fields = Fields::new();
    put_some(&mut fields, "email", buyer.email.as_deref().map(text));
    put_some(&mut fields, "phone", buyer.phone.as_deref().map(text));
    put_some(&mut fields, "name", buyer.name.as_deref().map(text));
    put_some(
        &mut fields,
        "inn",
        buyer.inn.as_ref().map(|inn| text(inn.as_str())),
    );
    put_some(&mut fields, "birthdate", buyer.birth_date.map(part::date));
    put_some(&mut fields, "citizenship", buyer.citizenship.as_deref().map(text));
    put_some(
        &mut fields,
        "document_code",
        buyer.document_code.as_deref().map(text),
    );
    put_some(
        &mut fields,
        "document_data",
        buyer.document_data.as_deref().map(text),
    );
    put_some(&mut fields, "address", buyer.address.as_deref().map(text));
    Value::Object(fields)
}

fn company(task: &HandedOutTask) -> Value<'_> {
    let (seller, record) = (&task.receipt.seller, &task.seller);
    object([
        ("inn", text(seller.inn.as_ref().unwrap_or(&record.inn).as_str())),
        ("name", text(&record.name)),
        ("sno", part::taxation(task.receipt.taxation)),
        (
            "payment_address",
            text(place(seller.settlement_place.as_ref(), record)),
        ),
        (
            "place_address",
            text(
                seller
                    .settlement_address
                    .as_ref()
                    .unwrap_or(&record.settlement_address),
            ),
        ),
    ])
}

pub(super) fn place<'a>(given: Option<&'a String>, record: &'a SellerOfRecord) -> &'a str {
    given.unwrap_or(&record.settlement_place)
}

/// Both keys, always. The number goes with the name that it belongs to.
fn cashier(task: &HandedOutTask) -> Value<'_> {
    let (name, inn) = cashier_of(task);
    object([("name", text(name)), ("inn", optional_text(inn.map(Inn::as_str)))])
}

pub(super) fn cashier_of(task: &HandedOutTask) -> (&str, Option<&Inn>) {
    match &task.receipt.cashier {
        Some(cashier) => (&cashier.name, cashier.inn.as_ref()),
        None => (&task.seller.cashier_name, task.seller.cashier_inn.as_ref()),
    }
}

fn correction(task: &HandedOutTask) -> Option<Value<'_>> {
    let correction = task.receipt.correction.as_ref()?;
    Some(object([
        ("type", text(CORRECTION_V2.word(correction.kind))),
        ("base_date", part::date(correction.date)),
        ("base_number", optional_text(correction.order_number.as_deref())),
    ]))
}

fn position(line: &ReceiptLine) -> Value<'_> {
    let mut fields = part::line(line);
    put(&mut fields, "measure", integer(line.measure.0));
    put(&mut fields, "vat", part::vat(line));
    put(&mut fields, "payment_method", text(METHOD.word(line.method)));
    put(&mut fields, "payment_object", text(SUBJECT.word(line.subject)));
    part::line_details_v2(&mut fields, line);
    Value::Object(fields)
}
