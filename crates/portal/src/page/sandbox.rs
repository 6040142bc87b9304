//! The demo's sandbox: clock, sample receipts and their way, registers with faults, mailbox and logs.
//!
//! The page is whole without scripts; the script asks `/sandbox/live.json` and replaces the regions that changed.

pub(crate) mod action;
mod application;
mod journal;
mod json;
pub(crate) mod mail;
mod register;
mod trace;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use print::{Arg, Locale, TextId};
use serde_json::{Map, Value};
use types::{Timestamp, UtcOffset};

use super::error;
use crate::PortalState;
use crate::icon::Icon;
use crate::sandbox::{Sandbox, SandboxError, SandboxState};
use crate::shell::{Script, Shell};
use crate::visitor::Visitor;

/// Offset in which the sandbox shows moments: the Russian registers of the demo stand in Moscow.
const OFFSET: UtcOffset = UtcOffset::MOSCOW;

/// `GET /sandbox`.
pub(crate) async fn show(State(state): State<PortalState>, visitor: Visitor) -> Response {
    match &state.sandbox {
        Some(sandbox) => page(&state, sandbox.as_ref(), &visitor, None).await,
        None => error::unknown_address(visitor).await,
    }
}

/// `GET /sandbox/state.json`: everything, for programs.
pub(crate) async fn state_json(State(state): State<PortalState>, visitor: Visitor) -> Response {
    let Some(sandbox) = &state.sandbox else {
        return error::unknown_address(visitor).await;
    };
    match sandbox.state().await {
        Ok(state) => ([(CACHE_CONTROL, "no-store")], Json(json::state(&state))).into_response(),
        Err(problem) => (status_of(&problem), Json(json::problem(&problem))).into_response(),
    }
}

/// `GET /sandbox/live.json`: the markup of each region, for the page's script.
pub(crate) async fn live_json(State(state): State<PortalState>, visitor: Visitor) -> Response {
    let Some(sandbox) = &state.sandbox else {
        return error::unknown_address(visitor).await;
    };
    match sandbox.state().await {
        Ok(state) => {
            let markup = regions(&state, visitor.locale).into_iter();
            let markup = markup.map(|(name, markup)| (name.to_owned(), Value::String(markup.into_string())));
            let answer = Value::Object(markup.collect::<Map<_, _>>());
            ([(CACHE_CONTROL, "no-store")], Json(answer)).into_response()
        }
        Err(problem) => (status_of(&problem), Json(json::problem(&problem))).into_response(),
    }
}

/// What a refused action says on the page.
async fn page(
    portal: &PortalState,
    sandbox: &dyn Sandbox,
    visitor: &Visitor,
    problem: Option<&SandboxError>,
) -> Response {
    let state = match sandbox.state().await {
        Ok(state) => state,
        Err(failure) => {
            tracing::error!(error = %failure, "sandbox state failed");
            return error::unavailable(visitor.locale);
        }
    };
    let locale = visitor.locale;
    let mut shell = Shell::private(visitor, locale.text("sandbox-title"));
    shell.script = Script::Sandbox;
    shell.status = problem.map_or(StatusCode::OK, status_of);
    shell.answer(&body(&state, portal.api_docs.as_deref(), locale, problem))
}

fn body(
    state: &SandboxState,
    api_docs: Option<&str>,
    locale: Locale,
    problem: Option<&SandboxError>,
) -> Markup {
    let regions = regions(state, locale);
    let region = |wanted: &str| {
        let found = regions.iter().find(|(name, _)| *name == wanted);
        html! { div data-region=(wanted) { @if let Some((_, markup)) = found { (markup) } } }
    };
    html! {
        div.lab {
            div.lab-head {
                div.lab-words {
                    h1 { (locale.text("sandbox-title")) }
                    p.lead { (locale.text("sandbox-lead")) }
                    @if let Some(api_docs) = api_docs {
                        p { a href=(api_docs) { (locale.text("index-api-docs")) } }
                    }
                    p.lab-live data-live=(address("/sandbox/live.json", locale)) role="status" data-online=(locale.text("sandbox-live"))
                        data-offline=(locale.text("sandbox-not-live")) { (locale.text("sandbox-reload")) }
                }
                section.card.lab-clock aria-labelledby="clock-title" {
                    h2 id="clock-title" { (Icon::Clock.draw()) (locale.text("sandbox-clock")) }
                    (region("clock"))
                    (action::clock_forms(state.now, locale))
                }
            }
            div data-problem {
                @if let Some(problem) = problem {
                    p.notice.bad role="alert" { (Icon::Refused.draw()) span { (problem_text(problem, locale)) } }
                }
            }
            div.lab-columns {
                section.card id="tasks" aria-labelledby="tasks-title" {
                    h2 id="tasks-title" { (Icon::Receipt.draw()) (locale.text("sandbox-tasks")) }
                    (action::sample_form(locale))
                    (region("tasks"))
                }
                div.lab-side {
                    section.card id="registers" aria-labelledby="registers-title" {
                        h2 id="registers-title" { (Icon::Register.draw()) (locale.text("sandbox-registers")) }
                        (region("registers"))
                    }
                    section.card id="applications" aria-labelledby="applications-title" {
                        h2 id="applications-title" { (Icon::Authority.draw()) (locale.text("sandbox-applications")) }
                        (region("applications"))
                    }
                    section.card id="mails" aria-labelledby="mails-title" {
                        h2 id="mails-title" { (Icon::Mail.draw()) (locale.text("sandbox-mails")) }
                        (region("mails"))
                    }
                    section.card id="callbacks" aria-labelledby="callbacks-title" {
                        h2 id="callbacks-title" { (Icon::Callback.draw()) (locale.text("sandbox-callbacks")) }
                        (region("callbacks"))
                    }
                    section.card id="taxes" aria-labelledby="taxes-title" {
                        h2 id="taxes-title" { (Icon::Authority.draw()) (locale.text("sandbox-taxes")) }
                        (region("taxes"))
                    }
                }
            }
        }
    }
}

/// Regions that change by themselves.
fn regions(state: &SandboxState, locale: Locale) -> Vec<(&'static str, Markup)> {
    vec![
        ("clock", clock(state, locale)),
        ("tasks", trace::list(&state.tasks, locale)),
        ("registers", register::list(&state.registers, locale)),
        ("mails", journal::mails(&state.mails, locale)),
        ("callbacks", journal::callbacks(&state.callbacks, locale)),
        ("taxes", journal::taxes(&state.tax_log, locale)),
        ("applications", application::list(&state.applications, locale)),
    ]
}

fn clock(state: &SandboxState, locale: Locale) -> Markup {
    let now = state.now.to_local(OFFSET);
    html! {
        p.lab-time { time datetime=(state.now) { (now.format("%d.%m.%Y")) " " strong { (now.format("%H:%M:%S")) } } }
        p.muted { (shift_text(state.shift_s, locale)) }
    }
}

/// How far the platform's clock stands from real time.
fn shift_text(shift_s: i64, locale: Locale) -> String {
    let distance = shift_s.unsigned_abs();
    if distance < 2 {
        return locale.text("sandbox-clock-real");
    }
    let part = |amount: u64| u32::try_from(amount).unwrap_or(u32::MAX);
    let (days, hours, minutes) = (distance / 86_400, distance / 3_600 % 24, distance / 60 % 60);
    let args = [
        ("days", Arg::Count(part(days))),
        ("hours", Arg::Count(part(hours))),
        ("minutes", Arg::Count(part(minutes))),
    ];
    let id = if shift_s > 0 {
        "sandbox-clock-ahead"
    } else {
        "sandbox-clock-behind"
    };
    locale.text_with(id, &args)
}

/// Time of day to the millisecond.
/// An address of the sandbox that stays in the language of the page that names it.
fn address(path: &str, locale: Locale) -> String {
    format!("{path}?lang={}", locale.code())
}

fn time_of_day(at: Timestamp) -> String {
    let millis = at.micros().rem_euclid(1_000_000) / 1_000;
    format!("{}.{millis:03}", at.to_local(OFFSET).format("%H:%M:%S"))
}

/// A word with its colour and icon.
fn chip(class: &str, icon: Icon, word: &str) -> Markup {
    html! { span class=(format!("chip {class}")) { (icon.draw()) (word) } }
}

fn empty(locale: Locale, id: &'static str) -> Markup {
    html! { p.lab-empty { (locale.text(TextId(id))) } }
}

const fn status_of(problem: &SandboxError) -> StatusCode {
    match problem {
        SandboxError::Unknown(_) => StatusCode::NOT_FOUND,
        SandboxError::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        SandboxError::Refused(_) => StatusCode::CONFLICT,
        SandboxError::Failed(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn problem_text(problem: &SandboxError, locale: Locale) -> String {
    match problem {
        SandboxError::Unknown(what) => {
            locale.text_with("sandbox-problem-unknown", &[("what", Arg::Text(what))])
        }
        SandboxError::Invalid { given, expected } => {
            let expected = action::expected_text(*expected, locale);
            let args = [("given", Arg::Text(given)), ("expected", Arg::Text(&expected))];
            locale.text_with("sandbox-problem-invalid", &args)
        }
        SandboxError::Refused(why) => locale.text_with("sandbox-problem-refused", &[("why", Arg::Text(why))]),
        SandboxError::Failed(why) => locale.text_with("sandbox-problem-failed", &[("why", Arg::Text(why))]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_from_real_time_is_told_in_words() {
        assert_eq!(shift_text(0, Locale::En), "Runs with real time");
        assert_eq!(shift_text(90_060, Locale::En), "1 d 1 h 1 min ahead of real time");
        assert_eq!(
            shift_text(-3_600, Locale::Ru),
            "Отстаёт от настоящего времени на 0 д 1 ч 0 мин"
        );
    }

    #[test]
    fn a_time_of_day_has_milliseconds_before_1970_too() {
        assert_eq!(time_of_day(Timestamp::from_micros(7_000)), "03:00:00.007");
        assert_eq!(time_of_day(Timestamp::from_micros(-1_000)), "02:59:59.999");
    }
}
