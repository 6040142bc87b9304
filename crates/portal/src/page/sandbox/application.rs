//! What waits for a tax authority, with the buttons that answer in its place.

use maud::{Markup, html};
use print::{Locale, TextId};

use super::action::REASON_MAX;
use super::{OFFSET, address, empty};
use crate::sandbox::{WaitingApplication, WaitingId, WaitingKind};

pub(super) fn list(applications: &[WaitingApplication], locale: Locale) -> Markup {
    html! {
        @if applications.is_empty() { (empty(locale, "sandbox-no-applications")) }
        ul.rows { @for application in applications { (row(application, locale)) } }
    }
}

fn row(application: &WaitingApplication, locale: Locale) -> Markup {
    let country = match application.id {
        WaitingId::Kazakh(_) => "sandbox-country-kz",
        WaitingId::Russian(_) => "sandbox-country-ru",
    };
    html! {
        li.row.row-wide {
            div.row-main {
                p.row-name { (locale.text(kind(application.kind))) }
                p.muted { (application.register) " · " (locale.text(TextId(country))) }
                @if let Some(at) = application.signed_at {
                    p.muted { time datetime=(at) { (at.to_local(OFFSET).format("%d.%m.%Y %H:%M")) } }
                }
            }
            form.tools method="post" action=(address("/sandbox/application", locale)) data-quiet {
                input type="hidden" name="application" value=(application.id.code());
                button.tool.primary name="answer" value="accept" { (locale.text("sandbox-application-accept")) }
            }
            details.fold {
                summary { (locale.text("sandbox-application-refuse")) }
                form.tools method="post" action=(address("/sandbox/application", locale)) data-quiet {
                    input type="hidden" name="application" value=(application.id.code());
                    label.field.grow {
                        span { (locale.text("sandbox-application-reason")) }
                        input name="reason" required maxlength=(REASON_MAX)
                            value=(locale.text("sandbox-application-sample-reason"));
                    }
                    button.tool name="answer" value="refuse" { (locale.text("sandbox-application-refuse")) }
                }
            }
        }
    }
}

const fn kind(kind: WaitingKind) -> TextId {
    TextId(match kind {
        WaitingKind::Enrollment => "sandbox-application-enrollment",
        WaitingKind::ReEnrollment => "sandbox-application-re-enrollment",
        WaitingKind::Deregistration => "sandbox-application-deregistration",
        WaitingKind::Report => "sandbox-application-report",
    })
}
