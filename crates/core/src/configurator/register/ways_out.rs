//! What the register tells, why it is stopped, and what an administrator can do about it.

use axum::Form as Posted;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use print::{Arg, TextId};
use register_kz::{BlockReason, Command, DocumentNumber, Mode, Notice, NoticeLevel};
use serde_json::json;

use super::super::form::{Field, Form, Typed, body};
use super::super::shell::{Administrator, Visitor};
use super::{Card, run};
use crate::api::Shared;
use crate::api::fields::Reader;
use crate::api::operations::read_setting_aside;
use crate::notice;
use crate::request_match::canonical;

/// Notices, the worst first.
pub(in crate::configurator) fn notices(visitor: &Visitor, notices: &[Notice]) -> Markup {
    html! {
        @if !notices.is_empty() {
            ul.notices {
                @for one in notices {
                    li class=(format!("note {}", class(one.level()))) { span { (notice::text(one, visitor.locale)) } }
                }
            }
        }
    }
}

const fn class(level: NoticeLevel) -> &'static str {
    match level {
        NoticeLevel::Stop => "bad",
        NoticeLevel::Warning => "wait",
        NoticeLevel::Information => "quiet",
    }
}

/// The way out of a stop that waits for an administrator: send again, or set aside.
pub(super) fn stopped(visitor: &Visitor, card: &Card, id: &str) -> Markup {
    let Mode::Blocked {
        reason: reason @ (BlockReason::ProtocolFault { .. } | BlockReason::QueueRefused { .. }),
    } = card.one.state.mode(card.now)
    else {
        return html! {};
    };
    let first = card.one.state.unsent().map(|unsent| unsent.first);
    let typed = Typed::new();
    let form = Form {
        visitor,
        typed: &typed,
        findings: &card.findings,
    };
    let result = match &reason {
        BlockReason::ProtocolFault { code, .. } | BlockReason::QueueRefused { code, .. } => code.to_string(),
        _ => String::new(),
    };
    let why = visitor
        .locale
        .text_with(TextId("core-test-refused"), &[("result", Arg::Text(&result))]);
    html! {
        section.card {
            h2 { (visitor.text("core-stopped")) }
            p { (why) @if !notice::said(&reason).is_empty() { ": " (notice::said(&reason)) } }
            form method="post" action=(format!("/registers/{id}/resume")) {
                input type="hidden" name="key" value=(card.key);
                p.hint { (visitor.text("core-resume-why")) }
                div.actions { button.button.primary { (visitor.text("core-resume")) } }
            }
            @if let Some(first) = first {
                details open[!card.findings.is_empty()] {
                    summary { (with_number(visitor, "core-set-aside-of", first)) }
                    form.fields method="post" action=(format!("/registers/{id}/set-aside")) {
                        input type="hidden" name="key" value=(card.key);
                        input type="hidden" name="number" value=(first);
                        p { (visitor.text("core-set-aside-why")) }
                        p { a href=(format!("/registers/{id}/documents/{first}/html")) { (visitor.text("core-set-aside-look")) } }
                        (form.field(&Field::text("reason", "core-set-aside-reason")))
                        div.actions { button.button.danger { (visitor.text("core-set-aside")) } }
                    }
                }
            }
        }
    }
}

fn with_number(visitor: &Visitor, id: &'static str, number: DocumentNumber) -> String {
    let number = number.to_string();
    visitor
        .locale
        .text_with(TextId(id), &[("number", Arg::Text(&number))])
}

/// Documents that were set aside.
pub(super) fn set_aside(visitor: &Visitor, card: &Card, id: &str) -> Markup {
    let aside = card.one.state.set_aside();
    html! {
        @if !aside.is_empty() {
            section.card {
                h2 { (visitor.text("core-set-aside-list")) }
                p.muted { (visitor.text("core-set-aside-next")) }
                @for one in aside {
                    form.row method="post" action=(format!("/registers/{id}/send-again")) {
                        input type="hidden" name="key" value=(card.key);
                        input type="hidden" name="number" value=(one.number);
                        a href=(format!("/registers/{id}/documents/{}/html", one.number)) { "№ " (one.number) }
                        @if card.one.state.sent_again() == Some(one.number) {
                            span.chip.wait { (visitor.text("core-sent-again")) }
                        } @else {
                            button.button { (visitor.text("core-send-again")) }
                        }
                    }
                }
            }
        }
    }
}

pub(in crate::configurator) async fn resume(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Response {
    let operation = ("resume", json!({}), Ok(Command::Resume));
    run(&core, &administrator, &id, &typed, operation, "resumed").await
}

pub(in crate::configurator) async fn put_aside(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Response {
    let mut request = body(&typed, &["reason"]);
    if let (Some(fields), Some(number)) = (request.as_object_mut(), number(&typed)) {
        fields.insert("number".to_owned(), json!(number));
    }
    let mut reader = Reader::default();
    let command = read_setting_aside(&mut reader, &request);
    let operation = ("set_aside", canonical(&request), reader.finish(command));
    run(&core, &administrator, &id, &typed, operation, "aside").await
}

pub(in crate::configurator) async fn send_again(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Response {
    let number = number(&typed).unwrap_or_default();
    let command = Command::SendAgain {
        number: DocumentNumber::new(number),
    };
    let operation = ("send_again", json!({"number": number}), Ok(command));
    run(&core, &administrator, &id, &typed, operation, "again").await
}

fn number(typed: &Typed) -> Option<u64> {
    typed.get("number").and_then(|text| text.trim().parse().ok())
}
