//! Signing in with a PIN, and changing the first one.

use axum::Form as Posted;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::form::{Field, Form, Typed, told};
use super::shell::{Note, Page, Visitor, lead, session_cookie};
use crate::api::Shared;
use crate::error::CoreError;

/// Letters and digits of a session's secret, five bits each.
const SECRET_LENGTH: usize = 40;

pub(super) async fn show(State(core): State<Shared>, visitor: Visitor) -> Response {
    if visitor.person(&core).is_some() {
        return lead("/");
    }
    draw(&core, &visitor, StatusCode::OK, None)
}

fn draw(core: &Shared, visitor: &Visitor, status: StatusCode, note: Option<Note>) -> Response {
    let page = Page {
        visitor,
        person: None,
        title: visitor.text("core-title"),
        is_narrow: true,
        note,
    };
    let form = Form {
        visitor,
        typed: &Typed::new(),
        findings: &[],
    };
    let pin = Field {
        kind: "password",
        ..Field::text("pin", "core-pin")
    };
    let is_first = core
        .people
        .list()
        .iter()
        .any(|person| person.has_initial_pin && person.code == 1);
    let body = html! {
        h1 { (visitor.text("core-title")) }
        section.card {
            form.fields method="post" action="/sign-in" {
                (form.field(&pin))
                @if is_first { p.hint { (visitor.text("core-first-pin")) } }
                div.actions { button.button.primary { (visitor.text("core-connect")) } }
            }
        }
    };
    page.answer(status, &body)
}

pub(super) async fn enter(
    State(core): State<Shared>,
    visitor: Visitor,
    Posted(typed): Posted<Typed>,
) -> Response {
    let pin = typed.get("pin").map(|pin| pin.trim()).unwrap_or_default();
    match core.people.by_pin(pin).await {
        Ok(person) => {
            let secret = core.people.random_text(SECRET_LENGTH);
            core.sessions.begin(&secret, person.code, core.clock.now());
            let cookie = [(SET_COOKIE, session_cookie(Some(&secret)))];
            let next = if person.has_initial_pin {
                "/pin"
            } else {
                "/?connected"
            };
            (cookie, lead(next)).into_response()
        }
        Err(error) => {
            let (note, _) = told(&error, &visitor);
            draw(&core, &visitor, error.code().status(), Some(note))
        }
    }
}

pub(super) async fn leave(State(core): State<Shared>, visitor: Visitor) -> Response {
    if let Some(session) = &visitor.session {
        core.sessions.end(session);
    }
    ([(SET_COOKIE, session_cookie(None))], lead("/sign-in")).into_response()
}

pub(super) async fn show_pin(State(core): State<Shared>, visitor: Visitor) -> Response {
    draw_pin(&core, &visitor, StatusCode::OK, None)
}

fn draw_pin(core: &Shared, visitor: &Visitor, status: StatusCode, note: Option<Note>) -> Response {
    let Some(person) = visitor.person(core) else {
        return lead("/sign-in");
    };
    let page = Page {
        visitor,
        person: Some(&person),
        title: visitor.text("core-pin-change"),
        is_narrow: true,
        note,
    };
    let form = Form {
        visitor,
        typed: &Typed::new(),
        findings: &[],
    };
    let field = |name, label, hint| Field {
        kind: "password",
        hint,
        ..Field::text(name, label)
    };
    let body = html! {
        h1 { (visitor.text("core-pin-change")) }
        section.card {
            @if person.has_initial_pin { p { (visitor.text("core-pin-change-why")) } }
            form.fields method="post" action="/pin" {
                (form.field(&field("pin", "core-pin-new", Some("core-pin-rule"))))
                (form.field(&field("again", "core-pin-repeat", None)))
                div.actions { button.button.primary { (visitor.text("core-save")) } }
            }
        }
    };
    page.answer(status, &body)
}

pub(super) async fn change_pin(
    State(core): State<Shared>,
    visitor: Visitor,
    Posted(typed): Posted<Typed>,
) -> Response {
    let Some(person) = visitor.person(&core) else {
        return lead("/sign-in");
    };
    let of = |name: &str| {
        typed
            .get(name)
            .map(|pin| pin.trim().to_owned())
            .unwrap_or_default()
    };
    if of("pin") != of("again") {
        let note = Note::Failed(visitor.text("core-pin-differs"));
        return draw_pin(&core, &visitor, StatusCode::UNPROCESSABLE_ENTITY, Some(note));
    }
    let changed: Result<(), CoreError> = core.people.change_pin(person.code, &of("pin")).await;
    match changed {
        Ok(()) => {
            core.sessions.end_others(person.code, visitor.session.as_deref());
            lead("/?pin")
        }
        Err(error) => {
            let (note, _) = told(&error, &visitor);
            draw_pin(&core, &visitor, error.code().status(), Some(note))
        }
    }
}
