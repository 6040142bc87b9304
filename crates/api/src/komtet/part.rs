//! Parts of receipts and orders as the dialect writes them.

use std::borrow::Cow;

use receipt::{
    Agent, CashlessPayment, MarkedItem, NamedDetail, OperationalDetail, Payments, ReceiptLine,
    SectoralDetail, Supplier,
};
use types::{LocalDateTime, Quantity};

use super::enumeration::{AGENT, MARKING, PAYMENT, TAXATION, VAT};
use crate::cloud::PaymentKind;
use crate::json::{Value, array, decimal, integer, object, optional_text, text};

/// Fields of an object under construction.
pub(crate) type Fields<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

/// Adds a field.
pub(crate) fn put<'a>(fields: &mut Fields<'a>, key: &'static str, value: Value<'a>) {
    fields.push((Cow::Borrowed(key), value));
}

/// Adds a field when there is a value.
pub(crate) fn put_some<'a>(fields: &mut Fields<'a>, key: &'static str, value: Option<Value<'a>>) {
    if let Some(value) = value {
        put(fields, key, value);
    }
}

pub(crate) fn date(time: LocalDateTime) -> Value<'static> {
    text(time.format("%d.%m.%Y"))
}

pub(crate) fn number(quantity: Quantity) -> Value<'static> {
    Value::Number(Cow::Owned(quantity.to_string()))
}

/// `sno`, an integer.
pub(crate) fn taxation(regime: receipt::TaxationRegime) -> Value<'static> {
    Value::Number(Cow::Borrowed(TAXATION.word(regime)))
}

/// What positions of both versions and items of orders begin with.
pub(crate) fn line(line: &ReceiptLine) -> Fields<'_> {
    let mut fields = Fields::with_capacity(24);
    put_some(&mut fields, "id", line.item_id.as_deref().map(text));
    put(&mut fields, "name", text(&line.name));
    put(&mut fields, "price", decimal(line.price));
    put(&mut fields, "quantity", number(line.quantity));
    put(&mut fields, "total", decimal(line.total));
    fields
}

/// What positions of both versions and items of orders may have besides.
pub(crate) fn line_details<'a>(fields: &mut Fields<'a>, line: &'a ReceiptLine) {
    put_some(fields, "user_data", line.additional_detail.as_deref().map(text));
    put_some(fields, "excise", line.excise.map(decimal));
    put_some(fields, "country_code", line.country_code.as_deref().map(text));
    put_some(
        fields,
        "declaration_number",
        line.declaration_number.as_deref().map(text),
    );
    if let Some(role) = &line.agent {
        put(fields, "agent_info", agent(role));
        put(fields, "supplier_info", supplier(line.supplier.as_ref()));
    }
}

/// What positions and items of version 2 may have besides.
pub(crate) fn line_details_v2<'a>(fields: &mut Fields<'a>, line: &'a ReceiptLine) {
    line_details(fields, line);
    if let Some(item) = &line.marking {
        put(fields, "mark_code", mark_code(item));
        put_some(fields, "mark_quantity", item.fraction.map(fraction));
        put_some(fields, "planned_status", item.planned_status.map(integer));
    }
    put_some(
        fields,
        "wholesale",
        line.wholesale.then_some(Value::Boolean(true)),
    );
    put_some(
        fields,
        "sectoral_item_props",
        (!line.sectoral.is_empty()).then(|| sectoral(&line.sectoral)),
    );
}

/// `vat`
pub(crate) fn vat(line: &ReceiptLine) -> Value<'static> {
    text(VAT.word(line.vat))
}

/// `agent_info`; of what is there, every key, since agents of registers read keys without asking.
fn agent(agent: &Agent) -> Value<'_> {
    let mut fields = Fields::new();
    put(&mut fields, "type", text(AGENT.word(agent.role)));
    if agent.paying_agent_operation.is_some() || !agent.paying_agent_phones.is_empty() {
        let paying = object([
            ("phones", phones(&agent.paying_agent_phones)),
            (
                "operation",
                optional_text(agent.paying_agent_operation.as_deref()),
            ),
        ]);
        put(&mut fields, "paying_agent", paying);
    }
    if !agent.receiver_phones.is_empty() {
        let receiver = object([("phones", phones(&agent.receiver_phones))]);
        put(&mut fields, "receive_payments_operator", receiver);
    }
    let operator = &agent.transfer_operator;
    if *operator != receipt::TransferOperator::default() {
        let transfer = object([
            ("name", optional_text(operator.name.as_deref())),
            ("phones", phones(&operator.phones)),
            ("address", optional_text(operator.address.as_deref())),
            (
                "inn",
                optional_text(operator.inn.as_ref().map(types::Inn::as_str)),
            ),
        ]);
        put(&mut fields, "money_transfer_operator", transfer);
    }
    Value::Object(fields)
}

fn supplier(supplier: Option<&Supplier>) -> Value<'_> {
    let inn = supplier.and_then(|supplier| supplier.inn.as_ref());
    object([
        (
            "name",
            optional_text(supplier.and_then(|supplier| supplier.name.as_deref())),
        ),
        (
            "phones",
            supplier.map_or_else(|| array([]), |supplier| phones(&supplier.phones)),
        ),
        ("inn", optional_text(inn.map(types::Inn::as_str))),
    ])
}

fn phones(phones: &[String]) -> Value<'_> {
    array(phones.iter().map(text))
}

fn mark_code(item: &MarkedItem) -> Value<'_> {
    let kind = match MARKING.word(item.kind) {
        "" => "unknown",
        kind => kind,
    };
    object([(kind, text(&item.code))])
}

fn fraction(fraction: receipt::Fraction) -> Value<'static> {
    object([
        ("numerator", integer(fraction.numerator)),
        ("denominator", integer(fraction.denominator)),
    ])
}

/// `sectoral_check_props`, `sectoral_item_props`
pub(crate) fn sectoral(details: &[SectoralDetail]) -> Value<'_> {
    array(details.iter().map(|detail| {
        object([
            ("federal_id", text(&detail.federal_id)),
            ("date", date(detail.date)),
            ("number", text(&detail.number)),
            ("value", text(&detail.value)),
        ])
    }))
}

/// `operating_check_props`
pub(crate) fn operational(detail: &OperationalDetail) -> Value<'_> {
    object([
        ("name", text(detail.id.to_string())),
        ("value", text(&detail.value)),
        ("timestamp", text(detail.at.format("%d.%m.%Y %H:%M:%S"))),
    ])
}

/// `additional_user_props`
pub(crate) fn user_detail(detail: &NamedDetail) -> Value<'_> {
    object([("name", text(&detail.name)), ("value", text(&detail.value))])
}

/// `cashless_payments`
pub(crate) fn cashless(payments: &[CashlessPayment]) -> Value<'_> {
    array(payments.iter().map(|payment| {
        object([
            ("sum", decimal(payment.sum)),
            ("method", integer(payment.method)),
            ("id", text(&payment.id)),
            ("additional_info", optional_text(payment.additional.as_deref())),
        ])
    }))
}

/// `payments`; a receipt over nothing has one payment of nothing.
pub(crate) fn payments(payments: &Payments) -> Value<'static> {
    let all = [
        (PaymentKind::Electronic, payments.electronic),
        (PaymentKind::Cash, payments.cash),
        (PaymentKind::Prepaid, payments.prepaid),
        (PaymentKind::Postpaid, payments.postpaid),
        (PaymentKind::InKind, payments.in_kind),
    ];
    let made: Vec<_> = all
        .into_iter()
        .filter(|(_, sum)| *sum != types::Money::ZERO)
        .collect();
    let shown = if made.is_empty() {
        all.into_iter().take(1).collect()
    } else {
        made
    };
    let payment = |(kind, sum)| object([("type", text(PAYMENT.word(kind))), ("sum", decimal(sum))]);
    array(shown.into_iter().map(payment))
}
