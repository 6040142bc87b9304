//! The way of each receipt, stage by stage, with times.

use maud::{Markup, html};
use print::{Arg, Locale, TextId, figure};
use types::{Quantity, Timestamp};

use super::{chip, empty, time_of_day};
use crate::icon::Icon;
use crate::sandbox::{Stage, TaskOutcome, TaskTrace, TraceStep};

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
                ol.way { @for stage in Stage::ALL { (step(task, stage, locale)) } }
                @if let Some(token) = &task.receipt_token {
                    p { a.button href=(format!("/r/{token}")) { (Icon::Receipt.draw()) (locale.text("sandbox-open-receipt")) } }
                }
            }
        }
    }
}

fn outcome(outcome: TaskOutcome, locale: Locale) -> Markup {
    let (class, icon, id) = match outcome {
        TaskOutcome::Running => ("wait", Icon::Running, "outcome-running"),
        TaskOutcome::Done => ("ok", Icon::Done, "outcome-done"),
        TaskOutcome::Unknown => ("wait", Icon::Waiting, "outcome-unknown"),
        TaskOutcome::Failed => ("bad", Icon::Refused, "outcome-failed"),
    };
    chip(class, icon, &locale.text(TextId(id)))
}

fn step(task: &TaskTrace, stage: Stage, locale: Locale) -> Markup {
    let reached = task.steps.iter().find(|step| step.stage == stage);
    let name = locale.text(stage_name(stage));
    let Some(reached) = reached else {
        let (class, icon, word) = pending(task, stage);
        return html! {
            li class=(format!("way-step {class}")) {
                span.way-dot { (icon.draw()) }
                div.way-words { p.way-name { (name) } p.way-state { (locale.text(word)) } }
            }
        };
    };
    html! {
        li.way-step.ok {
            span.way-dot { (Icon::Done.draw()) }
            div.way-words {
                p.way-name { (name) }
                @if let Some(detail) = &reached.detail { p.way-state { (detail) } }
            }
            p.way-time {
                time datetime=(reached.at) { (time_of_day(reached.at)) }
                @if let Some(delta) = since_previous(&task.steps, reached, locale) { span { (delta) } }
            }
        }
    }
}

/// A stage that is not reached: the next one of a running receipt is under way.
fn pending(task: &TaskTrace, stage: Stage) -> (&'static str, Icon, &'static str) {
    let is_next = Stage::ALL
        .into_iter()
        .find(|stage| !task.steps.iter().any(|step| step.stage == *stage))
        == Some(stage);
    match (task.outcome, is_next) {
        (TaskOutcome::Failed, true) => ("bad", Icon::Refused, "stage-failed"),
        (TaskOutcome::Unknown, true) => ("wait", Icon::Waiting, "stage-unknown"),
        (TaskOutcome::Running | TaskOutcome::Done, true) => ("wait", Icon::Running, "stage-under-way"),
        (TaskOutcome::Failed, false) => ("quiet", Icon::Waiting, "stage-not-reached"),
        (TaskOutcome::Running | TaskOutcome::Done | TaskOutcome::Unknown, false) => {
            ("quiet", Icon::Waiting, "stage-waiting")
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
