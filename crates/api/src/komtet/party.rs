//! Who buys and who sells in person.

use receipt::{Buyer, Cashier};

use super::detail::{DATE, owned};
use crate::field::{Expected, FieldErrorKind, Node};
use crate::json::Value;

/// Reads `client` of version 2.
pub(super) fn buyer(node: Node<'_>) -> Buyer {
    let Some(client) = node.given().and_then(Node::object) else {
        return Buyer::default();
    };
    let digits = |key| client.key(key).optional_text_or_integer();
    let birth_date = client.key("birthdate");
    Buyer {
        email: client.key("email").optional_text(),
        phone: client.key("phone").optional_text_or_integer(),
        name: client.key("name").optional_text(),
        inn: client.key("inn").optional_inn(),
        birth_date: birth_date.optional_text().and_then(|_| birth_date.time(&DATE)),
        citizenship: digits("citizenship"),
        document_code: digits("document_code"),
        document_data: digits("document_data"),
        address: client.key("address").optional_text(),
    }
}

/// Reads `user` and `client` of version 1: a text with `@` is an e-mail address, another one a phone number.
pub(super) fn buyer_v1(root: &Node<'_>) -> Buyer {
    let user = root.key("user").optional_text_or_integer();
    let client = root.key("client").given().and_then(Node::object);
    let (email, phone) = match user {
        Some(user) if user.contains('@') => (Some(user), None),
        user => (None, user),
    };
    Buyer {
        email,
        phone,
        name: client.and_then(|client| client.key("name").optional_text()),
        inn: client.and_then(|client| client.key("inn").optional_inn()),
        ..Buyer::default()
    }
}

/// Reads `cashier`; of a correction, the authorised person when no cashier is named.
pub(super) fn cashier(root: &Node<'_>) -> Option<Cashier> {
    let node = root.key_of("cashier", ["authorised_person"]);
    match node.value()? {
        Value::Object(_) => Some(Cashier {
            name: owned(node.key("name").text()),
            inn: node.key("inn").optional_inn(),
        }),
        Value::Text(_) => node.optional_text().map(|name| Cashier { name, inn: None }),
        Value::Array(items) if items.is_empty() => None,
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Array(_) => {
            node.fault(FieldErrorKind::WrongType(Expected::Object));
            None
        }
    }
}
