//! `/api/v1/sessions`

use types::Secret;

use super::time;
use crate::call::{Call, PersonCall};
use crate::cloud::{Cloud, Role, UserActor};
use crate::field::{Faults, FieldErrorKind, Node};
use crate::json::{Value, integer, object, read, text};
use crate::limits::{PASSWORD_LENGTH_MAX, SMALL_BOUNDS};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

pub(super) async fn open<C: Cloud>(call: Call<'_, C, ()>) -> Answered {
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let login = body.key("login").text().map(str::to_owned);
    let password = password(&body.key("password"));
    body.only(&["login", "password"]);
    let (Some(login), Some(password), true) = (login, password, faults.is_empty()) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    let session = call
        .cloud
        .open_session(login, password)
        .await?
        .ok_or(Failure::Unauthenticated)?;
    Ok(Reply::json(&object([
        ("token", text(session.token.reveal())),
        ("expires_at", time(session.expires_at)),
        ("user", user(session.actor)),
    ])))
}

/// A password is never repeated in an answer, whatever is wrong with it.
fn password(node: &Node<'_>) -> Option<Secret> {
    let given = node
        .value()
        .and_then(Value::as_text)
        .filter(|password| !password.is_empty());
    let Some(password) = given else {
        node.fault_unshown(FieldErrorKind::Missing);
        return None;
    };
    if password.len() > PASSWORD_LENGTH_MAX {
        let kind = FieldErrorKind::TooLong {
            max: PASSWORD_LENGTH_MAX,
            length: password.len(),
        };
        node.fault_unshown(kind);
        return None;
    }
    Some(Secret::new(password))
}

pub(super) fn show<C: Cloud>(call: &PersonCall<'_, C>) -> Reply {
    Reply::json(&user(call.actor))
}

pub(super) async fn close<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let header = call.input.parts.headers.get(axum::http::header::AUTHORIZATION);
    let token = header
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let token = token.ok_or(Failure::Unauthenticated)?;
    call.cloud.close_session(&Secret::new(token.trim())).await?;
    Ok(Reply::empty())
}

fn user(actor: UserActor) -> Value<'static> {
    let (role, organization) = match actor.role {
        Role::Owner(organization) => ("owner", Some(organization)),
        Role::Cashier(organization) => ("cashier", Some(organization)),
        Role::Operator => ("operator", None),
    };
    let organization = organization.map_or(Value::Null, |organization| integer(organization.get()));
    object([
        ("id", integer(actor.user.get())),
        ("role", text(role)),
        ("organization_id", organization),
    ])
}
