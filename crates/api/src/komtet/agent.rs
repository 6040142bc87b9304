//! `agent_info` and `supplier_info`.

use receipt::{Agent, Supplier, TransferOperator};

use super::enumeration::AGENT;
use crate::field::{Expected, FieldErrorKind, Node};
use crate::json::Value;
use crate::limits::PHONES_MAX;

/// Reads the agent of a position, or of a whole receipt of version 1. A wrong role is a fault and no agent.
pub(super) fn agent(node: Node<'_>) -> Option<Agent> {
    let info = node.given()?.object()?;
    let paying = info.key("paying_agent").given().and_then(Node::object);
    let receiver = info
        .key("receive_payments_operator")
        .given()
        .and_then(Node::object);
    let transfer = info.key("money_transfer_operator").given().and_then(Node::object);
    let agent_phones = paying.map(|agent| phones(agent.key("phones")));
    let receiver_phones = receiver.map(|operator| phones(operator.key("phones")));
    let operation = paying.and_then(|agent| agent.key("operation").optional_text());
    let transfer_operator = transfer.map(|operator| TransferOperator {
        name: operator.key("name").optional_text(),
        phones: phones(operator.key("phones")),
        address: operator.key("address").optional_text(),
        inn: operator.key("inn").optional_inn(),
    });
    Some(Agent {
        role: info.key("type").word(&AGENT)?,
        paying_agent_operation: operation,
        paying_agent_phones: agent_phones.unwrap_or_default(),
        receiver_phones: receiver_phones.unwrap_or_default(),
        transfer_operator: transfer_operator.unwrap_or_default(),
    })
}

/// Reads the principal. An object without anything in it is nobody.
pub(super) fn supplier(node: Node<'_>) -> Option<Supplier> {
    let info = node.given()?.object()?;
    let supplier = Supplier {
        name: info.key("name").optional_text(),
        phones: phones(info.key("phones")),
        inn: info.key("inn").optional_inn(),
    };
    (supplier != Supplier::default()).then_some(supplier)
}

/// Reads phones; clients send `[null]`, one text instead of a list, and numbers.
fn phones(node: Node<'_>) -> Vec<String> {
    let Some(value) = node.value() else {
        return Vec::new();
    };
    match value {
        Value::Text(_) => node.optional_text().into_iter().collect(),
        Value::Array(_) => {
            let items = node.items(PHONES_MAX).unwrap_or_default();
            let given = items.iter().filter(|phone| phone.is_given());
            given
                .filter_map(|phone| phone.text_or_integer().map(str::to_owned))
                .collect()
        }
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Object(_) => {
            node.fault(FieldErrorKind::WrongType(Expected::Array));
            Vec::new()
        }
    }
}
