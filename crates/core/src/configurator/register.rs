//! One register: how it works, its queue, its log, its settings.

mod log;

use axum::Form as Posted;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use print::{Arg, TextId};
use register_kz::{AUTONOMOUS_MAX_S, BlockReason, Command, Mode, OfdDeviceId, Shift, Unsent};
use serde_json::json;
use store::core_register::exchanges::CoreExchange;
use types::{LocalDateTime, UtcOffset};

use super::form::{Field, Form, Typed, told};
use super::registers::{mode_chip, name_of, numbers};
use super::shell::{Administrator, Note, Visitor, lead};
use crate::api::Shared;
use crate::api::registers::register_id;
use crate::desk::{Operation, Snapshot};
use crate::error::{CoreError, FieldFinding, block_code};
use crate::registry::{self, Row, Said};
use crate::request_match::digest;
use crate::response::ResponseCode;
use crate::view;
use log::{clock, documents, log};

/// Rows of log and documents on the page.
const ROWS: u32 = 20;

/// What the page shows.
struct Card {
    one: Snapshot,
    exchanges: Vec<CoreExchange>,
    documents: Vec<(Row, Option<Said>)>,
    now: LocalDateTime,
    key: String,
}

pub(super) async fn show(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let visitor = &administrator.visitor;
    let note = match query.as_deref() {
        Some("created") => Some(Note::Done(visitor.text("core-created"))),
        Some("added") => Some(Note::Done(visitor.text("core-added"))),
        Some("token") => Some(Note::Done(visitor.text("core-token-entered"))),
        Some("resumed") => Some(Note::Done(visitor.text("core-resumed"))),
        _ => None,
    };
    draw(&core, &administrator, &id, StatusCode::OK, note).await
}

async fn draw(
    core: &Shared,
    administrator: &Administrator,
    id: &str,
    status: StatusCode,
    note: Option<Note>,
) -> Response {
    let visitor = &administrator.visitor;
    let card = match load(core, id).await {
        Ok(card) => card,
        Err(error) => {
            let (note, _) = told(&error, visitor);
            let page = administrator.page(visitor.text("core-registers"), Some(note));
            return page.answer(
                error.code().status(),
                &html! { p { a href="/" { (visitor.text("core-back")) } } },
            );
        }
    };
    let name = name_of(&card.one);
    let is_set_up = card.one.state.setup().is_some();
    let body = html! {
        p { a href="/" { "← " (visitor.text("core-back")) } }
        div.head {
            h1 { (name) }
            (mode_chip(visitor, &card.one.state.mode(card.now)))
            @if is_set_up {
                form method="post" action=(format!("/registers/{id}/test")) {
                    button.button { (visitor.text("core-test")) }
                }
            }
        }
        @if is_set_up {
            (blocked(visitor, &card, id))
            (state(visitor, &card))
            (settings(visitor, &card, id))
            (log(visitor, &card.exchanges))
            (documents(visitor, &card.documents))
        } @else {
            section.card {
                (numbers(visitor, &card.one))
                div.actions {
                    a.button.primary href=(format!("/registers/existing?serial={}", card.one.meta.serial_number)) {
                        (visitor.text("core-add-existing"))
                    }
                }
            }
        }
    };
    administrator.page(name_of(&card.one), note).answer(status, &body)
}

async fn load(core: &Shared, id: &str) -> Result<Card, CoreError> {
    let id = register_id(id)?;
    Ok(Card {
        one: core.registry.find(id)?,
        exchanges: core.registry.exchanges(id, ROWS).await?,
        documents: core
            .registry
            .documents(id, u64::from(u32::MAX) << 20, ROWS)
            .await?,
        now: core.clock.now().to_local(UtcOffset::KAZAKHSTAN),
        key: core.people.random_text(32),
    })
}

/// Why the register issues nothing, and the way out.
fn blocked(visitor: &Visitor, card: &Card, id: &str) -> Markup {
    let Mode::Blocked { reason } = card.one.state.mode(card.now) else {
        return html! {};
    };
    let waits = matches!(
        reason,
        BlockReason::ProtocolFault { .. } | BlockReason::QueueRefused { .. }
    );
    html! {
        section.card {
            p.note.bad { span { (visitor.locale.text(TextId(block_code(&reason).text()))) } }
            @if let BlockReason::Operator { text } = &reason { p { (text) } }
            @if waits {
                form method="post" action=(format!("/registers/{id}/resume")) {
                    input type="hidden" name="key" value=(card.key);
                    button.button { (visitor.text("core-resume")) }
                }
            }
        }
    }
}

fn state(visitor: &Visitor, card: &Card) -> Markup {
    let (meta, state) = (&card.one.meta, &card.one.state);
    let shift = match state.shift() {
        Shift::Closed { last } => visitor.locale.text_with(
            TextId("core-shift-closed"),
            &[("number", Arg::Text(&last.to_string()))],
        ),
        Shift::Open { number, opened_at } => visitor.locale.text_with(
            TextId("core-shift-open"),
            &[
                ("number", Arg::Text(&number.to_string())),
                ("at", Arg::Text(&clock(opened_at))),
            ],
        ),
    };
    let last = match meta.last_answer_at {
        None => visitor.text("core-never"),
        Some(at) => clock(at.to_local(UtcOffset::KAZAKHSTAN)),
    };
    let seller = state.setup().map(|setup| setup.seller.to_string());
    let facts: [(&'static str, String); 9] = [
        ("core-serial", meta.serial_number.clone()),
        (
            "core-registration-number",
            view::registration_number(meta, state).unwrap_or_default(),
        ),
        ("core-device-id", state.link().device_id().to_string()),
        ("core-taxpayer", seller.unwrap_or_default()),
        ("core-server", meta.server.clone()),
        ("core-shift", shift),
        ("core-drawer", format!("{} ₸", state.counters().cash_in_drawer)),
        ("core-queue", queue(visitor, state.unsent(), card.now)),
        ("core-last-exchange", last),
    ];
    html! {
        section.card {
            h2 { (visitor.text("core-state")) }
            dl.facts { @for (name, value) in &facts { div { dt { (visitor.text(name)) } dd { (value) } } } }
        }
    }
}

fn queue(visitor: &Visitor, unsent: Option<&Unsent>, now: LocalDateTime) -> String {
    let Some(unsent) = unsent else {
        return visitor.text("core-queue-empty");
    };
    let since = clock(unsent.since);
    let args = [("count", Arg::Count(unsent.count)), ("at", Arg::Text(&since))];
    let of = visitor.locale.text_with(TextId("core-queue-of"), &args);
    let left = AUTONOMOUS_MAX_S.saturating_sub(now.since_s(unsent.since)).max(0) / 3600;
    let hours = left.to_string();
    let left = visitor
        .locale
        .text_with(TextId("core-queue-left"), &[("hours", Arg::Text(&hours))]);
    format!("{of}; {left}")
}

fn settings(visitor: &Visitor, card: &Card, id: &str) -> Markup {
    let typed = Typed::new();
    let form = Form {
        visitor,
        typed: &typed,
        findings: &[],
    };
    let device = Field {
        is_required: false,
        ..Field::text("device_id", "core-device-id")
    };
    html! {
        section.card {
            h2 { (visitor.text("core-settings")) }
            form.fields method="post" action=(format!("/registers/{id}/token")) {
                input type="hidden" name="key" value=(card.key);
                div.pair {
                    (form.field(&Field::text("token", "core-token")))
                    (form.field(&device))
                }
                div.actions { button.button { (visitor.text("core-token-new")) } }
            }
        }
    }
}

pub(super) async fn test(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(id): Path<String>,
) -> Response {
    let visitor = &administrator.visitor;
    let tested = async { core.registry.test(register_id(&id)?).await };
    let (status, note) = match tested.await {
        Ok(CoreExchange {
            result: Some(0),
            took_ms,
            ..
        }) => {
            let text = visitor
                .locale
                .text_with(TextId("core-test-ok"), &[("ms", Arg::Text(&took_ms.to_string()))]);
            (StatusCode::OK, Note::Done(text))
        }
        Ok(CoreExchange {
            result: Some(result),
            detail,
            ..
        }) => {
            let result = result.to_string();
            let text = visitor
                .locale
                .text_with(TextId("core-test-refused"), &[("result", Arg::Text(&result))]);
            (StatusCode::OK, Note::Failed(format!("{text}. {detail}")))
        }
        Ok(CoreExchange {
            result: None, detail, ..
        }) => {
            let text = visitor
                .locale
                .text(TextId(ResponseCode::OperatorUnreachable.text()));
            (StatusCode::BAD_GATEWAY, Note::Failed(format!("{text}: {detail}")))
        }
        Err(error) => (error.code().status(), told(&error, visitor).0),
    };
    draw(&core, &administrator, &id, status, Some(note)).await
}

pub(super) async fn enter_token(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Response {
    let text = |name: &str| {
        typed
            .get(name)
            .map(|text| text.trim().to_owned())
            .unwrap_or_default()
    };
    let (token, device) = (text("token"), text("device_id"));
    let command = match (registry::token(&token), device.as_str()) {
        (Some(token), "") => Ok(Command::EnterToken(token)),
        (Some(token), device) => match device.parse() {
            Ok(id) => Ok(Command::EnterLink {
                device_id: OfdDeviceId::new(id),
                token,
            }),
            Err(_) => Err(wrong("device_id")),
        },
        (None, _) => Err(wrong("token")),
    };
    let request = json!({"device_id": device, "token": digest("token", &json!(token))});
    run(
        &core,
        &administrator,
        &id,
        &typed,
        ("token", request, command),
        "token",
    )
    .await
}

fn wrong(field: &str) -> CoreError {
    CoreError::Fields(vec![FieldFinding {
        field: field.to_owned(),
        rule: "format".to_owned(),
        value: String::new(),
        message: "a whole number".to_owned(),
    }])
}

pub(super) async fn resume(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Response {
    run(
        &core,
        &administrator,
        &id,
        &typed,
        ("resume", json!({}), Ok(Command::Resume)),
        "resumed",
    )
    .await
}

async fn run(
    core: &Shared,
    administrator: &Administrator,
    id: &str,
    typed: &Typed,
    (name, request, command): (&'static str, serde_json::Value, Result<Command, CoreError>),
    done: &str,
) -> Response {
    let ran = async {
        let operation = Operation {
            key: format!("configurator-{}", typed.get("key").map_or("", String::as_str)),
            name,
            request,
            command: command?,
            actor: administrator.person.actor(),
            locale: administrator.visitor.locale,
            meta: None,
            settings: None,
        };
        core.registry.operate(register_id(id)?, operation).await
    };
    match ran.await {
        Ok(_) => lead(&format!("/registers/{id}?{done}")),
        Err(error) => {
            let (note, _) = told(&error, &administrator.visitor);
            draw(core, administrator, id, error.code().status(), Some(note)).await
        }
    }
}
