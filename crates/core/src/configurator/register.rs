//! One register: how it works, its queue, its log, its settings.

mod log;
pub(super) mod settings;
pub(super) mod ways_out;

use std::collections::HashMap;

use axum::extract::{Path, Query, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use ofd_kz::Version;
use print::kz::PrintMark;
use print::{Arg, TextId};
use register_kz::{AUTONOMOUS_MAX_S, Command, Shift, Unsent};
use store::core_register::events::CoreEvent;
use store::core_register::exchanges::CoreExchange;
use types::{LocalDateTime, UtcOffset};

use super::form::{Typed, told};
use super::registers::{mode_chip, name_of, numbers};
use super::shell::{Administrator, Note, Visitor, lead};
use crate::api::Shared;
use crate::api::form::{printed_document, write};
use crate::api::registers::register_id;
use crate::desk::{Operation, Snapshot};
use crate::error::{CoreError, FieldFinding};
use crate::registry::{Row, Said};
use crate::response::ResponseCode;
use crate::view;
use log::{clock, documents, events, log};

/// Rows of log and documents on the page.
const ROWS: u32 = 20;

/// A document of the register as it is printed, opened by whoever administers the core.
pub(super) async fn document(
    State(core): State<Shared>,
    administrator: Administrator,
    Path((id, number, form)): Path<(String, u64, String)>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let written = async {
        let printed = printed_document(&core, register_id(&id)?, number, PrintMark::Copy).await?;
        write(&printed, &form, &format!("{id}-{number}"), &query)
    };
    match written.await {
        Ok(response) => response,
        Err(error) => {
            let (note, _) = told(&error, &administrator.visitor);
            draw(&core, &administrator, &id, error.code().status(), Some(note)).await
        }
    }
}

/// What the page shows.
struct Card {
    one: Snapshot,
    exchanges: Vec<CoreExchange>,
    documents: Vec<(Row, Option<Said>)>,
    now: LocalDateTime,
    key: String,
    /// What was typed into the settings, when they were refused.
    typed: Option<Typed>,
    findings: Vec<FieldFinding>,
    events: Vec<CoreEvent>,
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
        Some("aside") => Some(Note::Done(visitor.text("core-set-aside-done"))),
        Some("again") => Some(Note::Done(visitor.text("core-sent-again"))),
        Some("changed") => Some(Note::Done(visitor.text("core-settings-changed"))),
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
    draw_with(core, administrator, id, status, note, None, Vec::new()).await
}

/// As [`draw`], with what was typed into the settings and what is wrong with it.
async fn draw_with(
    core: &Shared,
    administrator: &Administrator,
    id: &str,
    status: StatusCode,
    note: Option<Note>,
    typed: Option<Typed>,
    findings: Vec<FieldFinding>,
) -> Response {
    let visitor = &administrator.visitor;
    let card = match load(core, id).await {
        Ok(card) => Card {
            typed,
            findings,
            ..card
        },
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
            (ways_out::notices(visitor, &card.one.state.notices(card.now)))
            (ways_out::stopped(visitor, &card, id))
            (ways_out::set_aside(visitor, &card, id))
            (state(visitor, &card))
            (documents(visitor, &card, id))
            (log(visitor, &card.exchanges))
            (events(visitor, &card.events))
            (settings::settings(core, visitor, &card, id))
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
        typed: None,
        findings: Vec::new(),
        events: core
            .registry
            .events(id, i64::MAX, ROWS)
            .await?
            .into_iter()
            .map(|(_, event)| event)
            .collect(),
    })
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
    let version = Version::known(meta.version).map(|version| version.to_string());
    let facts: [(&'static str, String); 10] = [
        ("core-serial", meta.serial_number.clone()),
        (
            "core-registration-number",
            view::registration_number(meta, state).unwrap_or_default(),
        ),
        ("core-device-id", state.link().device_id().to_string()),
        ("core-taxpayer", seller.unwrap_or_default()),
        ("core-server", meta.server.clone()),
        ("core-version", version.unwrap_or_default()),
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
            let (note, findings) = told(&error, &administrator.visitor);
            let status = error.code().status();
            draw_with(core, administrator, id, status, Some(note), None, findings).await
        }
    }
}
