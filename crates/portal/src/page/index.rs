//! The start page: what this is, and the form that finds a receipt.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use ofd_ru::qr::ReceiptQr;
use print::{Locale, TextId};
use serde::Deserialize;

use super::error;
use crate::PortalState;
use crate::icon::Icon;
use crate::receipt_pages::ReceiptDetails;
use crate::shell::{Indexing, Shell};
use crate::visitor::Visitor;

/// What a visitor typed, as typed.
#[derive(Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    qr: String,
    #[serde(default, rename = "fn")]
    fiscal_storage: String,
    #[serde(default, rename = "i")]
    document_number: String,
    #[serde(default, rename = "fp")]
    fiscal_sign: String,
}

/// Why nothing was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Miss {
    /// What was typed are no such numbers.
    Malformed,
    /// There is no such receipt here.
    Unknown,
}

/// `GET /` without a receipt in its query.
pub(crate) fn show(state: &PortalState, visitor: &Visitor) -> Response {
    page(state, visitor, &Search::default(), None)
}

/// `POST /find`.
pub(crate) async fn find(
    State(state): State<PortalState>,
    visitor: Visitor,
    Form(search): Form<Search>,
) -> Response {
    let visitor = Visitor {
        path: "/".to_owned(),
        ..visitor
    };
    let Some(details) = search.details() else {
        return page(&state, &visitor, &search, Some(Miss::Malformed));
    };
    match state.receipts.find(&details).await {
        Ok(Some(token)) => Redirect::to(&format!("/r/{token}")).into_response(),
        Ok(None) => page(&state, &visitor, &search, Some(Miss::Unknown)),
        Err(problem) => error::cannot_read(&visitor, &problem),
    }
}

impl Search {
    /// From the QR text when there is one, else from the three fields.
    fn details(&self) -> Option<ReceiptDetails> {
        if !self.qr.trim().is_empty() {
            let code = ReceiptQr::parse(&self.qr).ok()?;
            return Some(ReceiptDetails {
                fiscal_storage: code.storage.as_str().to_owned(),
                document_number: code.document_number,
                fiscal_sign: code.sign,
            });
        }
        let storage = types::FiscalStorageNumber::parse(&digits(&self.fiscal_storage)).ok()?;
        Some(ReceiptDetails {
            fiscal_storage: storage.as_str().to_owned(),
            document_number: digits(&self.document_number).parse().ok()?,
            fiscal_sign: digits(&self.fiscal_sign).parse().ok()?,
        })
    }
}

/// People type spaces into long numbers.
fn digits(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

fn page(state: &PortalState, visitor: &Visitor, search: &Search, miss: Option<Miss>) -> Response {
    let locale = visitor.locale;
    let shell = Shell {
        indexing: Indexing::Allowed,
        status: if miss.is_some() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        },
        ..Shell::private(visitor, locale.text("index-title"))
    };
    let body = html! {
        div.hero {
            div.hero-words {
                h1 { (locale.text("index-heading")) }
                p.lead { (locale.text("index-lead")) }
                ul.points {
                    @for (icon, text) in POINTS { li { (icon.draw()) span { (locale.text(TextId(text))) } } }
                }
                (links(state, locale))
            }
            (search_form(locale, search, miss))
        }
    };
    shell.answer(&body)
}

const POINTS: [(Icon, &str); 3] = [
    (Icon::Receipt, "index-point-once"),
    (Icon::Authority, "index-point-law"),
    (Icon::Code, "index-point-open"),
];

fn links(state: &PortalState, locale: Locale) -> Markup {
    html! {
        p.links {
            @if let Some(address) = &state.api_docs {
                a.button href=(address) { (Icon::Code.draw()) (locale.text("index-api-docs")) }
            }
            @if state.sandbox.is_some() {
                a.button href="/sandbox" { (Icon::Flask.draw()) (locale.text("index-sandbox")) }
            }
            @if state.consumer.is_some() {
                a.button href="/consumer" { (Icon::Search.draw()) (locale.text("index-consumer")) }
            }
        }
    }
}

fn search_form(locale: Locale, search: &Search, miss: Option<Miss>) -> Markup {
    let invalid = miss.map(|_| "true");
    let described = miss.map(|_| "find-miss");
    html! {
        form.card.find method="post" action="/find" aria-labelledby="find-title" {
            h2 id="find-title" { (Icon::Search.draw()) (locale.text("index-find")) }
            p.muted { (locale.text("index-find-hint")) }
            @if let Some(miss) = miss {
                p.notice.bad id="find-miss" role="alert" {
                    (Icon::Refused.draw())
                    span { (locale.text(match miss {
                        Miss::Malformed => "index-find-malformed",
                        Miss::Unknown => "index-find-unknown",
                    })) }
                }
            }
            @for (name, label, hint, value) in [
                ("fn", "index-field-storage", "9999 0789 0000 0031", &search.fiscal_storage),
                ("i", "index-field-document", "10482", &search.document_number),
                ("fp", "index-field-sign", "2853205313", &search.fiscal_sign),
            ] {
                label.field {
                    span { (locale.text(TextId(label))) }
                    input name=(name) value=(value) placeholder=(hint) inputmode="numeric" autocomplete="off"
                        maxlength="24" aria-invalid=[invalid] aria-describedby=[described];
                }
            }
            details.fold open[!search.qr.is_empty()] {
                summary { (locale.text("index-find-by-qr")) }
                label.field {
                    span { (locale.text("index-field-qr")) }
                    input name="qr" value=(search.qr) placeholder="t=…&s=…&fn=…&i=…&fp=…&n=…" autocomplete="off"
                        maxlength="256";
                }
            }
            button.primary { (Icon::Search.draw()) (locale.text("index-find-submit")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_qr_text_in_any_order_and_numbers_with_spaces() {
        let expected = ReceiptDetails {
            fiscal_storage: "9999078900000031".into(),
            document_number: 10_482,
            fiscal_sign: 48_207_649,
        };
        let by_qr = Search {
            qr: " n=1&fp=48207649&s=1.00&i=10482&fn=9999078900000031&t=20261122T1005 ".into(),
            ..Search::default()
        };
        let by_fields = Search {
            fiscal_storage: "9999 0789 0000 0031".into(),
            document_number: "10 482".into(),
            fiscal_sign: "0048207649".into(),
            ..Search::default()
        };
        assert_eq!(by_qr.details(), Some(expected.clone()));
        assert_eq!(by_fields.details(), Some(expected));
        assert_eq!(Search::default().details(), None);
    }
}
