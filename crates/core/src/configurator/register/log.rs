//! Tables of exchanges and documents.

use maud::{Markup, html};
use store::core_register::exchanges::CoreExchange;
use types::{LocalDateTime, UtcOffset};

use super::super::shell::Visitor;
use crate::registry::{Row, Said};

pub(super) fn log(visitor: &Visitor, exchanges: &[CoreExchange]) -> Markup {
    html! {
        section.card {
            h2 { (visitor.text("core-log")) }
            @if exchanges.is_empty() { p.empty { (visitor.text("core-log-empty")) } }
            @else {
                div.scroll { table {
                    thead { tr {
                        th { (visitor.text("core-log-time")) } th { "REQNUM" }
                        th { (visitor.text("core-log-purpose")) } th { (visitor.text("core-server")) }
                        th { (visitor.text("core-log-result")) } th.number { (visitor.text("core-log-took")) }
                    } }
                    tbody {
                        @for one in exchanges { tr {
                            td { (clock(one.at.to_local(UtcOffset::KAZAKHSTAN))) }
                            td { (one.request_number) }
                            td { (purpose(visitor, &one.purpose)) }
                            td { (one.server) }
                            td {
                                @if let Some(result) = one.result { (result) " " (one.detail) }
                                @else { (visitor.text("core-log-no-answer")) span.hint { " " (one.detail) } }
                            }
                            td.number { (one.took_ms) }
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

pub(super) fn documents(visitor: &Visitor, documents: &[(Row, Option<Said>)]) -> Markup {
    html! {
        section.card {
            h2 { (visitor.text("core-documents")) }
            @if documents.is_empty() { p.empty { (visitor.text("core-documents-empty")) } }
            @else {
                div.scroll { table { tbody {
                    @for (document, said) in documents { tr {
                        td { "№ " (document.number) }
                        td { (clock(document.issued_at)) }
                        td { (visitor.text(kind(&document.kind))) }
                        td { (said.as_ref().and_then(|said| said.sign.clone()).unwrap_or_default()) }
                        td {
                            @if said.is_some() { span.chip.ok { (visitor.text("core-sent")) } }
                            @else { span.chip.wait { (visitor.text("core-unsent")) } }
                        }
                    } }
                } } }
            }
        }
    }
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
