//! Couriers, cashiers and drivers. Source: KOMTET/employees.

use types::Secret;

use super::enumeration::EMPLOYEE;
use super::receipt::Refusal;
use crate::cloud::{Employee, EmployeeDraft, EmployeeKind, Permission};
use crate::field::{Faults, FieldErrorKind, Node};
use crate::json::{Value, integer, object, optional_text, read, text};
use crate::limits::SMALL_BOUNDS;

/// Whether a password has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRule {
    /// A new employee needs one.
    Required,
    /// A change without one keeps what is.
    Kept,
}

/// Longest password; a hash of it is kept.
const PASSWORD_LENGTH_MAX: usize = 128;
/// Longest login, name or key.
const NAME_LENGTH_MAX: usize = 256;

const FLAGS: [(&str, Permission); 3] = [
    ("is_manager", Permission::ManageOrders),
    ("is_can_assign_order", Permission::AssignOrders),
    ("is_app_fast_basket", Permission::FastBasket),
];

/// Reads an employee.
///
/// # Errors
/// [`Refusal`] names every field that is wrong; passwords are not repeated.
pub fn read_employee(body: &[u8], password: PasswordRule) -> Result<EmployeeDraft, Refusal> {
    let value = read(body, SMALL_BOUNDS).map_err(Refusal::Json)?;
    let faults = Faults::default();
    let draft = Node::root(&value, &faults)
        .object()
        .map(|root| draft(&root, password));
    match draft {
        Some(draft) if faults.is_empty() => Ok(draft),
        Some(_) | None => Err(Refusal::Fields(faults.into_list())),
    }
}

fn draft(root: &Node<'_>, rule: PasswordRule) -> EmployeeDraft {
    let short = |key| {
        let node = root.key(key);
        let text = node.text_or_integer();
        text.and_then(|text| node.not_longer(text, NAME_LENGTH_MAX))
            .map(str::to_owned)
            .unwrap_or_default()
    };
    let is_set = |key: &str| {
        root.key(key)
            .given()
            .and_then(|node| node.boolean())
            .unwrap_or_default()
    };
    EmployeeDraft {
        kind: root.key("type").word(&EMPLOYEE).unwrap_or(EmployeeKind::Courier),
        name: short("name"),
        login: short("login"),
        password: secret(&root.key("password"), rule),
        pos_id: short("pos_id"),
        inn: root.key("inn").optional_inn(),
        phone: root.key("phone").optional_text_or_integer(),
        email: root.key("email").optional_text(),
        payment_address: root.key("payment_address").optional_text(),
        permissions: FLAGS
            .into_iter()
            .filter(|(key, _)| is_set(key))
            .map(|(_, flag)| flag)
            .collect(),
    }
}

fn secret(node: &Node<'_>, rule: PasswordRule) -> Option<Secret> {
    if rule == PasswordRule::Kept && !node.is_given() {
        return None;
    }
    let Some(password) = node
        .value()
        .and_then(Value::as_text)
        .filter(|password| !password.is_empty())
    else {
        node.fault_unshown(if node.is_given() {
            FieldErrorKind::Empty
        } else {
            FieldErrorKind::Missing
        });
        return None;
    };
    let length = password.chars().count();
    if length > PASSWORD_LENGTH_MAX {
        node.fault_unshown(FieldErrorKind::TooLong {
            max: PASSWORD_LENGTH_MAX,
            length,
        });
        return None;
    }
    Some(Secret::new(password))
}

/// An employee; the password is never echoed.
#[must_use]
pub fn employee(employee: &Employee) -> Value<'_> {
    let may = |permission| Value::Boolean(employee.permissions.contains(&permission));
    object([
        ("id", integer(employee.id.get())),
        ("type", text(EMPLOYEE.word(employee.kind))),
        ("name", text(&employee.name)),
        ("login", text(&employee.login)),
        ("pos_id", text(&employee.pos_id)),
        (
            "inn",
            optional_text(employee.inn.as_ref().map(types::Inn::as_str)),
        ),
        ("phone", optional_text(employee.phone.as_deref())),
        ("email", optional_text(employee.email.as_deref())),
        (
            "payment_address",
            optional_text(employee.payment_address.as_deref()),
        ),
        ("is_manager", may(Permission::ManageOrders)),
        ("is_can_assign_order", may(Permission::AssignOrders)),
        ("is_app_fast_basket", may(Permission::FastBasket)),
    ])
}

/// A courier in the list that old clients ask for.
#[must_use]
pub fn courier(employee: &Employee) -> Value<'_> {
    object([
        ("id", integer(employee.id.get())),
        ("name", text(&employee.name)),
        ("email", optional_text(employee.email.as_deref())),
        ("phone", optional_text(employee.phone.as_deref())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::to_bytes;

    const BODY: &str = r#"{"type": "courier", "name": "Ivan", "login": "ivan", "password": "s3cret!", "pos_id": "POS",
        "inn": "", "phone": "+79991234567", "is_manager": true, "is_app_fast_basket": false}"#;

    fn faults(body: &str, rule: PasswordRule) -> Vec<String> {
        match read_employee(body.as_bytes(), rule) {
            Err(Refusal::Fields(list)) => list.iter().map(ToString::to_string).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn reads_what_the_sdk_sends() {
        let draft = read_employee(BODY.as_bytes(), PasswordRule::Required).unwrap();
        assert_eq!(
            (draft.kind, draft.name.as_str(), draft.inn),
            (EmployeeKind::Courier, "Ivan", None)
        );
        assert_eq!(draft.password.unwrap().reveal(), "s3cret!");
        assert_eq!(draft.permissions, [Permission::ManageOrders]);
    }

    #[test]
    fn a_change_may_leave_the_password_out() {
        let body = BODY.replace(r#""password": "s3cret!", "#, "");
        assert!(
            read_employee(body.as_bytes(), PasswordRule::Kept)
                .unwrap()
                .password
                .is_none()
        );
        assert_eq!(faults(&body, PasswordRule::Required), ["password: is required"]);
    }

    #[test]
    fn lists_every_fault_and_never_a_password() {
        let wrong = r#"{"type": "boss", "login": "", "password": 12345, "pos_id": null, "inn": "12", "is_manager": 1}"#;
        assert_eq!(
            faults(wrong, PasswordRule::Required),
            [
                "type: must be one of: courier, cashier, driver; got `boss`",
                "name: is required",
                "login: must not be empty; got ``",
                "password: must not be empty",
                "pos_id: is required and must not be null; got null",
                "inn: `12` has 2 characters; INN has 10 digits (organization) or 12 (person)",
                "is_manager: must be a boolean; got 1",
            ]
        );
        let long = BODY.replace("s3cret!", &"x".repeat(129));
        assert_eq!(
            faults(&long, PasswordRule::Kept),
            ["password: has 129 characters, at most 128 are allowed"]
        );
    }

    #[test]
    fn answers_without_the_password() {
        let draft = read_employee(BODY.as_bytes(), PasswordRule::Required).unwrap();
        let saved = Employee {
            id: types::EmployeeId::new(9),
            kind: draft.kind,
            name: draft.name,
            login: draft.login,
            pos_id: draft.pos_id,
            inn: draft.inn,
            phone: draft.phone,
            email: draft.email,
            payment_address: draft.payment_address,
            permissions: draft.permissions,
        };
        let written = |value: &Value<'_>| String::from_utf8(to_bytes(value)).unwrap();
        insta::assert_snapshot!(written(&employee(&saved)), @r#"{"id":9,"type":"courier","name":"Ivan","login":"ivan","pos_id":"POS","inn":null,"phone":"+79991234567","email":null,"payment_address":null,"is_manager":true,"is_can_assign_order":false,"is_app_fast_basket":false}"#);
        insta::assert_snapshot!(written(&courier(&saved)), @r#"{"id":9,"name":"Ivan","email":null,"phone":"+79991234567"}"#);
    }
}
