//! The way of each receipt, stage by stage, with times.

use maud::{Markup, html};
use print::{Arg, Locale, TextId, figure};
use types::{Quantity, Timestamp};

use super::{address, chip, empty, time_of_day};
use crate::icon::Icon;
use crate::sandbox::{Happening, HoldUp, HoldUpReason, Stage, TaskOutcome, TaskTrace, TraceStep};

/// The newest way stands open, older ones are folded.
pub(super) fn list(tasks: &[TaskTrace], locale: Locale) -> Markup {
    html! {
        @if tasks.is_empty() { (empty(locale, "sandbox-no-tasks")) }
        @for (place, task) in tasks.iter().enumerate() {
            details.trace id=(format!("task-{}", task.id)) open[place == 0] {
                summary {
                    span.trace-name { (task.external_id) }
                    span.trace-took { (took(task, locale)) }
                    (outcome(task.outcome, locale))
                }
                (standing(task, locale))
                ol.way {
                    @for step in &task.steps { (reached(task, step, locale)) }
                    @for (place, stage) in task.ahead.iter().enumerate() {
                        (ahead(task, *stage, if place == 0 { Place::Next } else { Place::Later }, locale))
                    }
                }
                (links(task, locale))
            }
        }
    }
}

fn outcome(outcome: TaskOutcome, locale: Locale) -> Markup {
    let (class, icon, id) = match outcome {
        TaskOutcome::Running => ("wait", Icon::Running, "outcome-running"),
        TaskOutcome::Waiting => ("wait", Icon::Waiting, "outcome-waiting"),
        TaskOutcome::Done => ("ok", Icon::Done, "outcome-done"),
        TaskOutcome::Unknown => ("wait", Icon::Waiting, "outcome-unknown"),
        TaskOutcome::Failed => ("bad", Icon::Refused, "outcome-failed"),
        TaskOutcome::Canceled => ("quiet", Icon::Refused, "outcome-canceled"),
    };
    chip(class, icon, &locale.text(TextId(id)))
}

/// Why a receipt waits or failed, since when, and what that means for the money.
fn standing(task: &TaskTrace, locale: Locale) -> Markup {
    let (class, icon, money) = match task.outcome {
        TaskOutcome::Done => return html! {},
        TaskOutcome::Failed => ("bad", Icon::Refused, "money-failed"),
        TaskOutcome::Canceled => ("quiet", Icon::Refused, "money-canceled"),
        TaskOutcome::Unknown => ("wait", Icon::Waiting, "money-unknown"),
        TaskOutcome::Running | TaskOutcome::Waiting => ("wait", Icon::Waiting, "money-waiting"),
    };
    html! {
        div class=(format!("notice {class}")) {
            (icon.draw())
            div.notice-words {
                @if let Some(held) = &task.hold_up { (held_up(held, locale)) }
                @if let Some(failure) = &task.failure {
                    p { strong { (locale.text("trace-failure")) } }
                    p lang="en" { (failure) }
                }
                p { (locale.text(TextId(money))) }
            }
        }
    }
}

fn held_up(held: &HoldUp, locale: Locale) -> Markup {
    let id = match held.reason {
        HoldUpReason::Queued => "hold-up-queued",
        HoldUpReason::AtRegister => "hold-up-at-register",
        HoldUpReason::RegisterUnready => "hold-up-register-unready",
    };
    let since = time_of_day(held.since);
    html! {
        p {
            strong { (locale.text(TextId(id))) }
            " " (locale.text_with("hold-up-since", &[("at", Arg::Text(&since))]))
        }
        @if held.register.is_some() || held.words.is_some() {
            p {
                @if let Some(register) = &held.register { (register) }
                @if held.register.is_some() && held.words.is_some() { ": " }
                @if let Some(words) = &held.words { span lang="en" { (words) } }
            }
        }
    }
}

fn reached(task: &TaskTrace, step: &TraceStep, locale: Locale) -> Markup {
    let (class, icon) = look(&step.happening);
    let shows_register =
        step.register.is_some() && !matches!(step.happening, Happening::Stage(Stage::Sealed));
    html! {
        li class=(format!("way-step {class}")) {
            span.way-dot { (icon.draw()) }
            div.way-words {
                p.way-name { (name(&step.happening, locale)) }
                @if let (true, Some(register)) = (shows_register, &step.register) { p.way-state { (register) } }
                @if let Some(detail) = &step.detail { p.way-state lang="en" { (detail) } }
            }
            p.way-time {
                time datetime=(step.at) { (time_of_day(step.at)) }
                @if let Some(delta) = since_previous(&task.steps, step, locale) { span { (delta) } }
            }
        }
    }
}

const fn look(happening: &Happening) -> (&'static str, Icon) {
    match happening {
        Happening::Stage(_) => ("ok", Icon::Done),
        Happening::Failed | Happening::TaxAuthorityRefused | Happening::MessageDead => ("bad", Icon::Refused),
        Happening::Canceled => ("quiet", Icon::Refused),
        Happening::Event(_) => ("wait", Icon::Waiting),
    }
}

/// A word that the catalogue does not know is shown as the API has it.
fn name(happening: &Happening, locale: Locale) -> String {
    let known = match happening {
        Happening::Stage(stage) => stage_name(*stage),
        Happening::Failed => TextId("step-failed"),
        Happening::Canceled => TextId("step-canceled"),
        Happening::TaxAuthorityRefused => TextId("step-tax-authority-refused"),
        Happening::MessageDead => TextId("step-message-dead"),
        Happening::Event(word) => match word.as_str() {
            "register_unready" => TextId("step-register-unready"),
            "found_sealed" => TextId("step-found-sealed"),
            "late_report" => TextId("step-late-report"),
            "retried" => TextId("step-retried"),
            "message_replayed" => TextId("step-message-replayed"),
            other => return other.to_owned(),
        },
    };
    locale.text(known)
}

/// Where a stage stands among those that are still to come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Next,
    Later,
}

fn ahead(task: &TaskTrace, stage: Stage, place: Place, locale: Locale) -> Markup {
    let (class, icon, word) = match (task.outcome, place) {
        (TaskOutcome::Unknown, Place::Next) => ("wait", Icon::Waiting, "stage-unknown"),
        (TaskOutcome::Running | TaskOutcome::Done, Place::Next) => ("wait", Icon::Running, "stage-under-way"),
        (_, Place::Next | Place::Later) => ("quiet", Icon::Waiting, "stage-waiting"),
    };
    html! {
        li class=(format!("way-step {class}")) {
            span.way-dot { (icon.draw()) }
            div.way-words { p.way-name { (locale.text(stage_name(stage))) } p.way-state { (locale.text(word)) } }
        }
    }
}

/// The receipt, its JSON, and where the API tells the same.
fn links(task: &TaskTrace, locale: Locale) -> Markup {
    html! {
        div.trace-links {
            @if let Some(token) = &task.receipt_token {
                a.button href=(address(&format!("/r/{token}"), locale)) {
                    (Icon::Receipt.draw()) (locale.text("sandbox-open-receipt"))
                }
                a.button href=(address(&format!("/r/{token}.json"), locale)) { (Icon::Code.draw()) "JSON" }
            }
            p.muted {
                (locale.text("trace-in-api")) " "
                span.mono { "GET /api/v1/tasks/" (task.id) }
                @if task.outcome == TaskOutcome::Failed {
                    " · " (locale.text("trace-retry")) " "
                    span.mono { "POST /api/v1/tasks/" (task.id) "/retry" }
                }
            }
        }
    }
}

fn since_previous(steps: &[TraceStep], step: &TraceStep, locale: Locale) -> Option<String> {
    let earlier = steps.iter().map(|other| other.at).filter(|at| *at < step.at);
    Some(duration(earlier.max()?, step.at, locale))
}

fn took(task: &TaskTrace, locale: Locale) -> String {
    let moments = task.steps.iter().map(|step| step.at);
    match (moments.clone().min(), moments.max()) {
        (Some(first), Some(last)) if last > first => duration(first, last, locale),
        _no_span => String::new(),
    }
}

/// `+12 ms`, `+1.2 s`, `+3 min`.
fn duration(from: Timestamp, to: Timestamp, locale: Locale) -> String {
    let millis = to.since_us(from) / 1_000;
    let (id, amount) = match millis {
        ..1_000 => ("duration-ms", millis.to_string()),
        1_000..60_000 => ("duration-s", seconds(millis, locale)),
        60_000.. => ("duration-min", (millis / 60_000).to_string()),
    };
    locale.text_with(TextId(id), &[("amount", Arg::Text(&amount))])
}

/// Seconds with one decimal, cut.
fn seconds(millis: i64, locale: Locale) -> String {
    let tenths = u64::try_from(millis / 100).unwrap_or(0);
    let amount = Quantity::from_decimal(tenths, 1).unwrap_or_default();
    figure::quantity(amount, locale)
}

const fn stage_name(stage: Stage) -> TextId {
    TextId(match stage {
        Stage::Accepted => "stage-accepted",
        Stage::Queued => "stage-queued",
        Stage::Leased => "stage-leased",
        Stage::Sealed => "stage-sealed",
        Stage::OperatorConfirmed => "stage-operator-confirmed",
        Stage::TaxAuthorityAccepted => "stage-tax-authority-accepted",
        Stage::MailSent => "stage-mail-sent",
        Stage::CallbackDelivered => "stage-callback-delivered",
    })
}
