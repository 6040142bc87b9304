//! Who may sign in.

use axum::Form as Posted;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use register_kz::Role;

use super::form::{Field, Form, Typed, body, told};
use super::registers::copyable;
use super::shell::{Administrator, Note};
use crate::api::Shared;
use crate::api::fields::Reader;
use crate::api::people::read_person;
use crate::error::{CoreError, FieldFinding};
use crate::person::{PersonData, role_name};
use crate::response::ResponseCode;

pub(super) async fn list(State(core): State<Shared>, administrator: Administrator) -> Response {
    draw(
        &core,
        &administrator,
        StatusCode::OK,
        None,
        &Typed::new(),
        &[],
        None,
    )
}

fn draw(
    core: &Shared,
    administrator: &Administrator,
    status: StatusCode,
    note: Option<Note>,
    typed: &Typed,
    findings: &[FieldFinding],
    token: Option<&str>,
) -> Response {
    let visitor = &administrator.visitor;
    let people = core.people.list();
    let form = Form {
        visitor,
        typed,
        findings,
    };
    let pin = Field {
        kind: "password",
        hint: Some("core-pin-rule"),
        ..Field::text("pin", "core-person-pin")
    };
    let body = html! {
        div.head { h1 { (visitor.text("core-people")) } }
        @if let Some(token) = token {
            section.card { p { (visitor.text("core-person-token-once")) } (copyable(visitor, "token", "core-token", token)) }
        }
        section.card {
            div.scroll { table.stack {
                thead { tr {
                    th { (visitor.text("core-person-code")) } th { (visitor.text("core-person-name")) }
                    th { (visitor.text("core-person-role")) } th {}
                } }
                tbody { @for person in &people { tr {
                    td data-label=(visitor.text("core-person-code")) { (person.code) }
                    td { (person.name) @if !person.is_active { " " span.chip { (visitor.text("core-person-off")) } } }
                    td { (visitor.text(role_text(person.role))) }
                    td { div.actions {
                        form method="post" action=(format!("/people/{}/token", person.code)) {
                            button.button { (visitor.text("core-person-token")) }
                        }
                        form method="post" action=(format!("/people/{}/standing", person.code)) {
                            input type="hidden" name="is_active" value=(if person.is_active { "no" } else { "yes" });
                            button.button {
                                (visitor.text(if person.is_active { "core-person-turn-off" } else { "core-person-turn-on" }))
                            }
                        }
                    } }
                } } }
            } }
        }
        section.card {
            h2 { (visitor.text("core-person-add")) }
            form.fields method="post" action="/people" {
                div.pair {
                    (form.field(&Field::text("code", "core-person-code")))
                    (form.field(&Field::text("name", "core-person-name")))
                }
                div.pair {
                    div.field {
                        label for="role" { (visitor.text("core-person-role")) }
                        select id="role" name="role" {
                            @for role in Role::ALL {
                                option value=(role_name(role)) selected[form.value("role") == role_name(role)] {
                                    (visitor.text(role_text(role)))
                                }
                            }
                        }
                    }
                    (form.field(&pin))
                }
                div.actions { button.button.primary { (visitor.text("core-save")) } }
            }
        }
    };
    administrator
        .page(visitor.text("core-people"), note)
        .answer(status, &body)
}

const fn role_text(role: Role) -> &'static str {
    match role {
        Role::Cashier => "core-role-cashier",
        Role::SeniorCashier => "core-role-senior_cashier",
        Role::Administrator => "core-role-administrator",
        Role::Inspector => "core-role-inspector",
    }
}

pub(super) async fn save(
    State(core): State<Shared>,
    administrator: Administrator,
    Posted(typed): Posted<Typed>,
) -> Response {
    let saved = async {
        let code = typed
            .get("code")
            .and_then(|text| text.trim().parse().ok())
            .filter(|code| (1..=9999).contains(code));
        let mut reader = Reader::default();
        if code.is_none() {
            reader.find("code", "format", &serde_json::Value::Null, "1 … 9999");
        }
        let read = read_person(
            &mut reader,
            &body(&typed, &["name", "role", "pin"]),
            code.unwrap_or_default(),
        );
        let (data, pin) = reader.finish(read)?;
        core.people.put(data, pin.as_deref()).await
    };
    match saved.await {
        Ok(person) => {
            core.sessions
                .end_others(person.code, administrator.visitor.session.as_deref());
            let note = Note::Done(administrator.visitor.text("core-person-saved"));
            draw(
                &core,
                &administrator,
                StatusCode::OK,
                Some(note),
                &Typed::new(),
                &[],
                None,
            )
        }
        Err(error) => {
            let (note, findings) = told(&error, &administrator.visitor);
            draw(
                &core,
                &administrator,
                error.code().status(),
                Some(note),
                &typed,
                &findings,
                None,
            )
        }
    }
}

pub(super) async fn turn(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(code): Path<u32>,
    Posted(typed): Posted<Typed>,
) -> Response {
    let turned = async {
        let person = core
            .people
            .by_code(code)
            .ok_or(CoreError::Code(ResponseCode::PersonUnknown))?;
        let data = PersonData {
            code,
            name: person.name,
            role: person.role,
            is_active: typed.get("is_active").is_some_and(|text| text == "yes"),
        };
        core.people.put(data, None).await
    };
    let note = match turned.await {
        Ok(_) => Note::Done(administrator.visitor.text("core-person-saved")),
        Err(error) => told(&error, &administrator.visitor).0,
    };
    draw(
        &core,
        &administrator,
        StatusCode::OK,
        Some(note),
        &Typed::new(),
        &[],
        None,
    )
}

pub(super) async fn issue_token(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(code): Path<u32>,
) -> Response {
    match core.people.issue_token(code).await {
        Ok(token) => draw(
            &core,
            &administrator,
            StatusCode::OK,
            None,
            &Typed::new(),
            &[],
            Some(&token),
        ),
        Err(error) => {
            let (note, _) = told(&error, &administrator.visitor);
            draw(
                &core,
                &administrator,
                error.code().status(),
                Some(note),
                &Typed::new(),
                &[],
                None,
            )
        }
    }
}
