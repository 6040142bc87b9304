//! Tables of exchanges and documents.

use maud::{Markup, html};
use store::core_register::events::CoreEvent;
use store::core_register::exchanges::CoreExchange;
use types::{LocalDateTime, UtcOffset};

use super::super::shell::Visitor;
use super::Card;

pub(super) fn log(visitor: &Visitor, exchanges: &[CoreExchange]) -> Markup {
    html! {
        section.card {
            h2 { (visitor.text("core-log")) }
            @if exchanges.is_empty() { p.empty { (visitor.text("core-log-empty")) } }
            @else {
                div.scroll { table.stack {
                    thead { tr {
                        th { (visitor.text("core-log-time")) } th { "REQNUM" }
                        th { (visitor.text("core-log-purpose")) } th { (visitor.text("core-server")) }
                        th { (visitor.text("core-log-result")) } th.number { (visitor.text("core-log-took")) }
                    } }
                    tbody {
                        @for one in exchanges { tr {
                            td.moment { (clock(one.at.to_local(UtcOffset::KAZAKHSTAN))) }
                            td data-label="REQNUM" { (one.request_number) }
                            td { (purpose(visitor, &one.purpose)) }
                            td data-label=(visitor.text("core-server")) { (one.server) }
                            td data-label=(visitor.text("core-log-result")) {
                                @if let Some(result) = one.result { (result) " " (one.detail) }
                                @else { (visitor.text("core-log-no-answer")) span.hint { " " (one.detail) } }
                            }
                            td.number data-label=(visitor.text("core-log-took")) { (one.took_ms) }
                        } }
                    }
                } }
            }
        }
    }
}

fn purpose(visitor: &Visitor, purpose: &str) -> String {
    visitor.text(match purpose {
        "document" => "core-purpose-document",
        "report" => "core-purpose-report",
        "info" => "core-purpose-info",
        _ => "core-purpose-system",
    })
}

pub(super) fn documents(visitor: &Visitor, card: &Card, id: &str) -> Markup {
    let documents = &card.documents;
    let aside = |number| {
        card.one
            .state
            .set_aside()
            .iter()
            .any(|one| one.number.get() == number)
    };
    html! {
        section.card {
            h2 { (visitor.text("core-documents")) }
            @if documents.is_empty() { p.empty { (visitor.text("core-documents-empty")) } }
            @else {
                div.scroll { table.stack {
                    thead { tr {
                        th.number { "№" } th { (visitor.text("core-log-time")) } th { (visitor.text("core-document")) }
                        th { (visitor.text("core-sign")) } th { (visitor.text("core-operator")) } th { (visitor.text("core-print")) }
                    } }
                    tbody {
                    @for (document, said) in documents { tr {
                        td.number data-label="№" { (document.number) }
                        td.moment { (clock(document.issued_at)) }
                        td { (visitor.text(kind(&document.kind))) }
                        td { (said.as_ref().and_then(|said| said.sign.clone()).unwrap_or_default()) }
                        td {
                            @if said.is_some() { span.chip.ok { (visitor.text("core-sent")) } }
                            @else if aside(document.number) { span.chip.bad { (visitor.text("core-aside")) } }
                            @else { span.chip.wait { (visitor.text("core-unsent")) } }
                        }
                        td.forms {
                            @for form in ["html", "pdf", "text"] {
                                a href=(format!("/registers/{id}/documents/{}/{form}", document.number)) { (form.to_uppercase()) }
                            }
                        }
                    } }
                } } }
            }
        }
    }
}

/// What was done to the register and what happened to it.
pub(super) fn events(visitor: &Visitor, events: &[CoreEvent]) -> Markup {
    html! {
        section.card {
            h2 { (visitor.text("core-events")) }
            @if events.is_empty() { p.empty { (visitor.text("core-events-empty")) } }
            @else {
                div.scroll { table.stack {
                    thead { tr {
                        th { (visitor.text("core-log-time")) } th { (visitor.text("core-event")) }
                        th { (visitor.text("core-person-code")) } th { (visitor.text("core-event-detail")) }
                    } }
                    tbody { @for one in events { tr {
                        td.moment { (clock(one.at.to_local(UtcOffset::KAZAKHSTAN))) }
                        td { (visitor.text(event_name(&one.kind))) @if let Some(number) = one.number { " № " (number) } }
                        td { @if let Some(person) = one.person { (person) } }
                        td { (detail(&one.detail)) }
                    } } }
                } }
            }
        }
    }
}

fn event_name(kind: &str) -> &'static str {
    match kind {
        "set_up" => "core-event-set-up",
        "token_entered" => "core-token-entered",
        "settings_changed" => "core-settings-changed",
        "set_aside" => "core-set-aside-done",
        "sent_again" => "core-sent-again",
        "set_aside_taken" => "core-event-set-aside-taken",
        "set_aside_refused" | "document_refused" => "core-event-refused",
        "blocked" => "core-mode-blocked",
        "released" => "core-resumed",
        "counters_adopted" => "core-event-counters-adopted",
        _ => "core-event-report-differs",
    }
}

/// The words of an entry: a reason, the operator's text, what differs.
fn detail(detail: &str) -> String {
    let told: serde_json::Value = serde_json::from_str(detail).unwrap_or_default();
    let text = |pointer: &str| told.pointer(pointer).and_then(serde_json::Value::as_str);
    if let Some(differences) = told.get("differences").and_then(serde_json::Value::as_array) {
        let all: Vec<&str> = differences.iter().filter_map(serde_json::Value::as_str).collect();
        return all.join("; ");
    }
    let found = ["/reason", "/text", "/detail"].into_iter().find_map(text);
    let server = || {
        Some(format!(
            "{} → {}",
            text("/before/server")?,
            text("/after/server")?
        ))
    };
    found.map(str::to_owned).or_else(server).unwrap_or_default()
}

fn kind(kind: &str) -> &'static str {
    match kind {
        "receipt" => "core-kind-receipt",
        "movement" => "core-kind-movement",
        _ => "core-kind-closing",
    }
}

pub(super) fn clock(at: LocalDateTime) -> String {
    at.format("%d.%m.%Y %H:%M:%S")
}
