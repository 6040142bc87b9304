//! What shops are answered: tasks, queues, errors. Source: KOMTET/answers.

use std::borrow::Cow;

use super::enumeration::{TASK_STATE, operation_number};
use crate::cloud::{ExternalId, FiscalData, Queue, QueueState, Spelling, Task, TaskState, Window};
use crate::field::{Code, FieldError};
use crate::json::{Value, array, integer, object, optional_text, text};

/// A task. Clients read keys without asking, so that all are there from the first answer on.
#[must_use]
pub fn task(task: &Task) -> Value<'_> {
    // Why a task waits is not told here: clients take every description for an error.
    let description = match task.state {
        TaskState::Canceled => Some("canceled before a register took it"),
        TaskState::Error => task.error_description.as_deref(),
        TaskState::New | TaskState::Processing | TaskState::Done => None,
    };
    object([
        ("id", integer(task.id.get())),
        ("uuid", text(&task.uuid)),
        ("external_id", external_id(&task.external_id)),
        ("print_queue_id", integer(task.queue.get())),
        ("state", text(TASK_STATE.word(task.state))),
        ("error_description", optional_text(description)),
        (
            "fiscal_data",
            task.fiscal_data.as_ref().map_or(Value::Null, fiscal_data),
        ),
        ("receipt_url", optional_text(task.receipt_url.as_deref())),
    ])
}

/// Tasks of a batch: an object whose keys are the external ids.
#[must_use]
pub fn tasks(tasks: &[Task]) -> Value<'_> {
    let field = |one| (Cow::Borrowed(Task::external_text(one)), task(one));
    Value::Object(tasks.iter().map(field).collect())
}

impl Task {
    fn external_text(&self) -> &str {
        &self.external_id.text
    }
}

/// The operation number as the shop wrote it.
pub(super) fn external_id(id: &ExternalId) -> Value<'_> {
    match id.spelling {
        Spelling::Text => text(&id.text),
        Spelling::Integer => Value::Number(Cow::Borrowed(&id.text)),
    }
}

fn fiscal_data(data: &FiscalData) -> Value<'_> {
    object([
        ("i", text(data.document_number.to_string())),
        ("fn", text(&data.fiscal_storage)),
        ("t", text(data.settled_at.format("%Y%m%dT%H%M"))),
        ("n", integer(operation_number(data.operation))),
        ("fp", text(data.fiscal_sign.to_string())),
        ("s", text(data.total.to_string())),
        ("sh", text(data.shift_number.to_string())),
        ("shn", text(data.receipt_number.to_string())),
        ("rn", text(&data.registration_number)),
    ])
}

/// A queue.
#[must_use]
pub fn queue(queue: &Queue) -> Value<'_> {
    let state = match queue.state {
        QueueState::Active => "active",
        QueueState::Passive => "passive",
    };
    object([
        ("id", integer(queue.id.get())),
        ("name", text(&queue.name)),
        ("state", text(state)),
    ])
}

/// Size of a list that is paged by offset.
#[must_use]
pub fn meta(total: u64, window: Window) -> Value<'static> {
    let pages = total.div_ceil(u64::from(window.limit.max(1)));
    object([("total", integer(total)), ("total_pages", integer(pages))])
}

/// A refusal. Clients parse `title`, `code` and `description` without asking.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which kind.
    pub code: Code,
    /// Title; mostly that of the code.
    pub title: &'static str,
    /// One sentence for the log of the client.
    pub description: String,
    /// Every field that is wrong.
    pub faults: Vec<FieldError>,
    /// The task that has the external id, with [`Code::ExternalIdTaken`].
    pub task: Option<Box<Task>>,
}

impl Problem {
    /// A refusal that is about no field.
    #[must_use]
    pub fn new(code: Code, description: impl Into<String>) -> Self {
        Self {
            code,
            title: title(code),
            description: description.into(),
            faults: Vec::new(),
            task: None,
        }
    }

    /// A refusal of fields. Of several codes the most telling one is given: kopecks, cost, the rest.
    #[must_use]
    pub fn of_fields(faults: Vec<FieldError>) -> Self {
        let has = |code: &Code| faults.iter().any(|fault| fault.kind.code() == *code);
        let code = [Code::FractionOfKopeck, Code::WrongCost].into_iter().find(has);
        let code = code.unwrap_or(Code::Validation);
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Self {
            code,
            title: title(code),
            description: lines.join("; "),
            faults,
            task: None,
        }
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> Value<'_> {
        let mut fields = vec![
            (Cow::Borrowed("title"), text(self.title)),
            (Cow::Borrowed("code"), text(self.code.as_str())),
            (Cow::Borrowed("description"), text(&self.description)),
        ];
        if !self.faults.is_empty() {
            fields.push((Cow::Borrowed("errors"), array(self.faults.iter().map(fault))));
        }
        if let Some(known) = &self.task {
            fields.push((Cow::Borrowed("task"), task(known)));
        }
        Value::Object(fields)
    }
}

fn title(code: Code) -> &'static str {
    match code {
        Code::Authorization => "Access denied",
        Code::Validation => "Validation error",
        Code::ExternalIdTaken => "External id is taken",
        Code::FractionOfKopeck => "Fraction of a kopeck",
        Code::WrongCost => "Wrong cost of a position",
        Code::Service => "Service is not available",
        Code::Unknown => "Not found",
        Code::System => "Internal error",
    }
}

/// The path as a JSON pointer (RFC 6901): `positions[0].price` is `/positions/0/price`.
fn pointer(path: &str) -> String {
    let steps = path.split(['.', '[', ']']).filter(|step| !step.is_empty());
    steps.flat_map(|step| ["/", step]).collect()
}

/// A wrong field: where, which kind, what was there, what is allowed.
#[must_use]
pub fn fault(fault: &FieldError) -> Value<'_> {
    let allowed = fault
        .kind
        .allowed()
        .map(|words| array(words.iter().map(|word| text(*word))));
    object([
        ("path", text(&fault.path)),
        ("pointer", text(pointer(&fault.path))),
        ("code", text(fault.kind.name())),
        ("message", text(fault.kind.to_string())),
        ("value", optional_text(fault.value.as_deref())),
        ("allowed", allowed.unwrap_or(Value::Null)),
    ])
}

#[cfg(test)]
mod tests;
