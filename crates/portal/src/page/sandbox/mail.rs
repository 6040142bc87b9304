//! One mail of the sandbox's mailbox. Its markup is shown in a frame without rights.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, X_FRAME_OPTIONS};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use print::Locale;
use types::OutboxId;

use super::{OFFSET, address};
use crate::PortalState;
use crate::icon::Icon;
use crate::page::error;
use crate::sandbox::{SandboxError, SandboxMail};
use crate::shell::Shell;
use crate::visitor::Visitor;

/// Mails carry inline styles; in this frame nothing else is allowed, not even to be of this site.
const MAIL_POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
                           style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; \
                           frame-ancestors 'self'";

/// `GET /sandbox/mail/{id}`.
pub(crate) async fn show(
    State(state): State<PortalState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Response {
    match find(&state, id).await {
        Ok(Some(mail)) => {
            let body = page(&mail, visitor.locale);
            Shell::private(&visitor, mail.summary.subject).answer(&body)
        }
        Ok(None) => error::unknown_address(visitor).await,
        Err(problem) => failed(&visitor, &problem),
    }
}

/// `GET /sandbox/mail/{id}/html`: the mail as its reader gets it.
pub(crate) async fn html(
    State(state): State<PortalState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Response {
    match find(&state, id).await {
        Ok(Some(SandboxMail {
            html: Some(markup), ..
        })) => {
            let headers = [
                (CONTENT_SECURITY_POLICY, MAIL_POLICY),
                (X_FRAME_OPTIONS, "SAMEORIGIN"),
                (CACHE_CONTROL, "private, no-store"),
            ];
            (headers, Html(markup)).into_response()
        }
        Ok(_) => error::unknown_address(visitor).await,
        Err(problem) => failed(&visitor, &problem),
    }
}

async fn find(state: &PortalState, id: i64) -> Result<Option<SandboxMail>, SandboxError> {
    match &state.sandbox {
        Some(sandbox) => sandbox.mail(OutboxId::new(id)).await,
        None => Ok(None),
    }
}

fn failed(visitor: &Visitor, problem: &SandboxError) -> Response {
    tracing::error!(error = %problem, "sandbox mail failed");
    error::unavailable(visitor.locale)
}

fn page(mail: &SandboxMail, locale: Locale) -> Markup {
    let frame = format!("/sandbox/mail/{}/html", mail.summary.id);
    let at = mail.summary.at.to_local(OFFSET).format("%d.%m.%Y %H:%M:%S");
    html! {
        div.mail {
            p { a href=(address("/sandbox", locale) + "#mails") { (locale.text("mailbox-back")) } }
            section.card {
                h1.mail-subject { (mail.summary.subject) }
                dl.facts {
                    div { dt { (locale.text("mailbox-from")) } dd { (mail.from) } }
                    div { dt { (locale.text("mailbox-to")) } dd { (mail.summary.to) } }
                    div { dt { (locale.text("mailbox-at")) } dd { (at) } }
                }
                @if mail.html.is_some() {
                    p.mail-open { a href=(frame) target="_blank" rel="noopener" { (locale.text("mailbox-open")) } }
                    iframe.mail-frame src=(frame) sandbox="allow-popups allow-popups-to-escape-sandbox"
                        title=(mail.summary.subject) {}
                }
                details.fold open[mail.html.is_none()] {
                    summary { (Icon::Text.draw()) (locale.text("mailbox-text")) }
                    pre.code tabindex="0" { (mail.text) }
                }
            }
        }
    }
}
