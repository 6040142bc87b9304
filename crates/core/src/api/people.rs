//! People, their PINs and tokens.

use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post, put};
use register_kz::{Permission, Role};
use serde_json::{Value, json};

use super::fields::Reader;
use super::{Access, Body, Caller, Method, Route, Shared, answer};
use crate::error::CoreError;
use crate::person::{Person, PersonData, role_name};
use crate::response::{Outcome, ResponseCode};

/// Longest name of a person.
const NAME_MAX: usize = 100;
/// Largest code of a person.
const CODE_MAX: u32 = 9999;

pub(super) fn routes() -> Vec<Route> {
    let administration = Access::Needs(Permission::Administration);
    vec![
        Route {
            method: Method::Get,
            path: "/api/v1/me",
            access: Access::SignedIn,
            keyed: false,
            body: None,
            summary: "Who is signed in",
            handler: || get(me),
        },
        Route {
            method: Method::Post,
            path: "/api/v1/me/pin",
            access: Access::SignedIn,
            keyed: false,
            body: Some("Pin"),
            summary: "Changes the own PIN",
            handler: || post(change_pin),
        },
        Route {
            method: Method::Get,
            path: "/api/v1/people",
            access: administration,
            keyed: false,
            body: None,
            summary: "Everybody who may sign in",
            handler: || get(list),
        },
        Route {
            method: Method::Put,
            path: "/api/v1/people/{code}",
            access: administration,
            keyed: false,
            body: Some("Person"),
            summary: "Adds somebody, or changes name, role, standing and PIN",
            handler: || put(save),
        },
        Route {
            method: Method::Post,
            path: "/api/v1/people/{code}/token",
            access: administration,
            keyed: false,
            body: None,
            summary: "A new bearer token, told once; the one before is worth nothing",
            handler: || post(issue_token),
        },
    ]
}

pub(crate) fn shown(person: &Person) -> Value {
    json!({
        "code": person.code,
        "name": person.name,
        "role": role_name(person.role),
        "is_active": person.is_active,
        "must_change_pin": person.has_initial_pin,
        "has_token": person.has_token,
    })
}

async fn me(caller: Caller) -> Response {
    answer(
        Ok(Outcome::done(&shown(&caller.person), caller.locale)),
        caller.locale,
    )
}

async fn change_pin(State(core): State<Shared>, caller: Caller, Body(body): Body) -> Response {
    let outcome = async {
        let mut reader = Reader::default();
        let pin = reader
            .object(&body, "", &["pin"])
            .and_then(|fields| reader.required_text(&fields, "pin"));
        core.people
            .change_pin(caller.person.code, &reader.finish(pin)?)
            .await?;
        let person = core
            .people
            .by_code(caller.person.code)
            .unwrap_or(caller.person.clone());
        Ok(Outcome::done(&shown(&person), caller.locale))
    };
    answer(outcome.await, caller.locale)
}

async fn list(State(core): State<Shared>, caller: Caller) -> Response {
    let all: Vec<Value> = core.people.list().iter().map(shown).collect();
    answer(
        Ok(Outcome::done(&json!({ "people": all }), caller.locale)),
        caller.locale,
    )
}

async fn save(
    State(core): State<Shared>,
    Path(code): Path<String>,
    caller: Caller,
    Body(body): Body,
) -> Response {
    let outcome = async {
        let code = code.parse().ok().filter(|code| (1..=CODE_MAX).contains(code));
        let code = code.ok_or(CoreError::Code(ResponseCode::PersonUnknown))?;
        let mut reader = Reader::default();
        let read = read_person(&mut reader, &body, code);
        let (data, pin) = reader.finish(read)?;
        let person = core.people.put(data, pin.as_deref()).await?;
        Ok(Outcome::done(&shown(&person), caller.locale))
    };
    answer(outcome.await, caller.locale)
}

pub(crate) fn read_person(
    reader: &mut Reader,
    body: &Value,
    code: u32,
) -> Option<(PersonData, Option<String>)> {
    let fields = reader.object(body, "", &["name", "role", "is_active", "pin"])?;
    let name = reader.required(&fields, "name", |text| {
        let text = text.trim();
        let fits =
            !text.is_empty() && text.chars().count() <= NAME_MAX && !text.chars().any(char::is_control);
        fits.then(|| text.to_owned())
            .ok_or_else(|| format!("1 to {NAME_MAX} characters"))
    });
    if fields.value("role").is_none() {
        reader.missing(&fields, "role");
    }
    let roles = Role::ALL.map(|role| (role_name(role), role));
    let role = reader.choice(&fields, "role", &roles);
    let is_active = match fields.value("is_active") {
        None | Some(Value::Bool(true)) => true,
        Some(Value::Bool(false)) => false,
        Some(other) => {
            reader.find("is_active", "type", other, "true or false");
            return None;
        }
    };
    let pin = reader.text(&fields, "pin");
    let data = PersonData {
        code,
        name: name?,
        role: role?,
        is_active,
    };
    Some((data, pin))
}

async fn issue_token(State(core): State<Shared>, Path(code): Path<String>, caller: Caller) -> Response {
    let outcome = async {
        let code = code
            .parse()
            .map_err(|_| CoreError::Code(ResponseCode::PersonUnknown))?;
        let token = core.people.issue_token(code).await?;
        Ok(Outcome::done(
            &json!({"code": code, "token": token}),
            caller.locale,
        ))
    };
    answer(outcome.await, caller.locale)
}
