//! The way of one receipt as the sandbox shows it: everything that befell it, and why it goes no further.

use std::collections::HashMap;

use app::task::{Step, TaskDetail, TimelineStep};
use portal::sandbox::{Happening, HoldUp, HoldUpReason, Stage, TaskOutcome, TaskTrace, TraceStep};
use store::outbox::{MessageKind, MessageState};
use store::tasks::TaskState;
use types::RegisterId;

/// Event of a task that no register could seal for the time being.
const REGISTER_UNREADY: &str = "register_unready";
/// Event of a task that was put back into its queue by hand.
const RETRIED: &str = "retried";
const RELEASED: &str = "released";
/// Event that says the same as [`Step::Canceled`].
const CANCELED: &str = "canceled";

/// Names of registers for people.
pub type RegisterNames = HashMap<RegisterId, String>;

/// Draws the way of a task.
pub fn trace(detail: &TaskDetail, names: &RegisterNames) -> TaskTrace {
    let task = &detail.task;
    let mut steps: Vec<TraceStep> = without_repetitions(&detail.timeline)
        .flat_map(|step| shown(step, names))
        .collect();
    // The end of the way comes after what led to it in the same moment.
    steps.sort_by_key(|step| {
        (
            step.at,
            matches!(step.happening, Happening::Failed | Happening::Canceled),
        )
    });
    let hold_up = hold_up(detail, names);
    TaskTrace {
        id: task.id,
        external_id: task.external_id.clone(),
        outcome: match task.state {
            TaskState::Done => TaskOutcome::Done,
            TaskState::Error => TaskOutcome::Failed,
            TaskState::Canceled => TaskOutcome::Canceled,
            TaskState::New if is_held_up(hold_up.as_ref()) => TaskOutcome::Waiting,
            TaskState::New | TaskState::Processing => TaskOutcome::Running,
        },
        ahead: ahead(detail, &steps),
        steps,
        hold_up,
        failure: task
            .error_description
            .clone()
            .filter(|_| task.state == TaskState::Error),
        receipt_token: (task.state == TaskState::Done).then(|| task.uuid.clone()),
    }
}

/// A task that stands in its queue is on its way; one that was given back waits for a register.
fn is_held_up(hold_up: Option<&HoldUp>) -> bool {
    hold_up.is_some_and(|hold_up| hold_up.reason == HoldUpReason::RegisterUnready)
}

/// Of a register that gives the task back again and again with the same words, the first and the last time.
fn without_repetitions(timeline: &[TimelineStep]) -> impl Iterator<Item = &TimelineStep> {
    let same = |one: &TimelineStep, other: &TimelineStep| {
        is_event(one, REGISTER_UNREADY)
            && one.step == other.step
            && one.register == other.register
            && one.detail == other.detail
    };
    timeline.iter().enumerate().filter_map(move |(place, step)| {
        let earlier = timeline.iter().take(place).any(|other| same(step, other));
        let later = timeline.iter().skip(place + 1).any(|other| same(step, other));
        (!(earlier && later)).then_some(step)
    })
}

fn is_event(step: &TimelineStep, wanted: &str) -> bool {
    matches!(&step.step, Step::Event(word) if word == wanted)
}

fn shown(step: &TimelineStep, names: &RegisterNames) -> Vec<TraceStep> {
    let happenings = match &step.step {
        Step::Accepted => vec![Happening::Stage(Stage::Accepted), Happening::Stage(Stage::Queued)],
        Step::Leased => vec![Happening::Stage(Stage::Leased)],
        Step::Sealed => vec![Happening::Stage(Stage::Sealed)],
        Step::OfdConfirmed => vec![Happening::Stage(Stage::OperatorConfirmed)],
        Step::TaxAuthorityAccepted => vec![Happening::Stage(Stage::TaxAuthorityAccepted)],
        Step::MailDelivered => vec![Happening::Stage(Stage::MailSent)],
        Step::CallbackDelivered => vec![Happening::Stage(Stage::CallbackDelivered)],
        Step::Failed => vec![Happening::Failed],
        Step::Canceled => vec![Happening::Canceled],
        Step::TaxAuthorityRefused => vec![Happening::TaxAuthorityRefused],
        Step::MessageDead => vec![Happening::MessageDead],
        // The shop sees a task as done when it is sealed; the operator's receiving is part of its confirmation.
        Step::Done | Step::OfdReceived => Vec::new(),
        Step::Event(word) if word == CANCELED => Vec::new(),
        Step::Event(word) => vec![Happening::Event(word.clone())],
    };
    let register = step.register.map(|id| name_of(id, names));
    let shown = |happening| TraceStep {
        happening,
        at: step.at,
        register: register.clone(),
        detail: step.detail.clone(),
    };
    happenings.into_iter().map(shown).collect()
}

fn name_of(id: RegisterId, names: &RegisterNames) -> String {
    names.get(&id).cloned().unwrap_or_else(|| id.to_string())
}

/// Why a task that has not ended goes no further, and since when.
fn hold_up(detail: &TaskDetail, names: &RegisterNames) -> Option<HoldUp> {
    let task = &detail.task;
    match task.state {
        TaskState::Done | TaskState::Error | TaskState::Canceled => None,
        TaskState::Processing => Some(HoldUp {
            reason: HoldUpReason::AtRegister,
            since: task.leased_at.unwrap_or(task.accepted_at),
            register: task.register.map(|id| name_of(id, names)),
            words: None,
        }),
        TaskState::New => Some(queued(detail, names)),
    }
}

fn queued(detail: &TaskDetail, names: &RegisterNames) -> HoldUp {
    let is_event =
        |step: &TimelineStep, wanted: &str| matches!(&step.step, Step::Event(word) if word == wanted);
    let begun = detail
        .timeline
        .iter()
        .rposition(|step| is_event(step, RETRIED) || is_event(step, RELEASED));
    let since_begun = detail.timeline.iter().skip(begun.unwrap_or(0));
    let mut unready = since_begun.filter(|step| is_event(step, REGISTER_UNREADY));
    let first = unready.next();
    let last = unready.next_back().or(first);
    match (first, last) {
        (Some(first), Some(last)) => HoldUp {
            reason: HoldUpReason::RegisterUnready,
            since: first.at,
            register: last.register.map(|id| name_of(id, names)),
            words: last.detail.clone(),
        },
        (None, _) | (_, None) => HoldUp {
            reason: HoldUpReason::Queued,
            since: begun
                .and_then(|place| detail.timeline.get(place))
                .map_or(detail.task.accepted_at, |step| step.at),
            register: None,
            words: None,
        },
    }
}

/// Stages that are still to come: those that the task has no use for, such as a mail to nobody, are not among them.
fn ahead(detail: &TaskDetail, steps: &[TraceStep]) -> Vec<Stage> {
    let task = &detail.task;
    let pending = |kind: MessageKind| {
        detail
            .messages
            .iter()
            .any(|message| message.kind == kind && message.state == MessageState::Pending)
    };
    let has_message = |kind: MessageKind| detail.messages.iter().any(|message| message.kind == kind);
    let ended = matches!(task.state, TaskState::Error | TaskState::Canceled);
    let refused = steps
        .iter()
        .any(|step| step.happening == Happening::TaxAuthorityRefused);
    let comes = |stage: Stage| match stage {
        Stage::Accepted | Stage::Queued | Stage::Leased | Stage::Sealed | Stage::OperatorConfirmed => !ended,
        Stage::TaxAuthorityAccepted => !ended && !refused,
        Stage::MailSent => {
            pending(MessageKind::Mail)
                || !ended && task.buyer_email.is_some() && !has_message(MessageKind::Mail)
        }
        Stage::CallbackDelivered => {
            pending(MessageKind::Callback)
                || !ended && task.callback_url.is_some() && !has_message(MessageKind::Callback)
        }
    };
    let reached = |stage: Stage| steps.iter().any(|step| step.happening == Happening::Stage(stage));
    Stage::ALL
        .into_iter()
        .filter(|stage| comes(*stage) && !reached(*stage))
        .collect()
}

#[cfg(test)]
mod tests;
