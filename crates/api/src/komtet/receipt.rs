//! A receipt from the bytes of a shop to the model, with everything that is wrong at once.

use bytes::Bytes;
use receipt::{Finding, LintContext, Receipt, Severity, lint};

use super::enumeration::{INTENT, Intent, IntentKind};
use super::{path, receipt_v1, receipt_v2};
use crate::cloud::{Door, ExternalId, NewTask, Spelling};
use crate::field::{Faults, FieldError, FieldErrorKind, Node};
use crate::json::{JsonError, Value, content_hash, read, read_items};
use crate::limits::{BATCH_BOUNDS, BATCH_RECEIPTS_MAX, EXTERNAL_ID_LENGTH_MAX, RECEIPT_BOUNDS};

/// Why a body is no receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no JSON that is taken.
    Json(JsonError),
    /// Fields are wrong: all that could be found.
    Fields(Vec<FieldError>),
}

/// A receipt as it was read; stand-ins are where faults are.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) external_id: Option<ExternalId>,
    pub(super) intent: Option<&'static str>,
    pub(super) receipt: Receipt,
    pub(super) callback_url: Option<String>,
}

/// Reads one receipt and checks it as far as `context` knows the registers.
///
/// # Errors
/// [`Refusal`] names every field that is wrong and every rule of the receipt that is broken.
pub fn read_task(door: Door, body: &Bytes, context: &LintContext) -> Result<NewTask, Refusal> {
    let value = read(body, RECEIPT_BOUNDS).map_err(Refusal::Json)?;
    let faults = Faults::default();
    let draft = draft(door, Node::root(&value, &faults));
    task(door, draft, faults, &value, body.clone(), context).map_err(Refusal::Fields)
}

/// Reads a batch: an array of receipts. Paths begin with the place in the batch: `[3].positions[0].price`.
///
/// # Errors
/// [`Refusal`] names every field that is wrong, in all receipts; an external id twice is a fault of the second.
pub fn read_tasks(door: Door, body: &Bytes, context: &LintContext) -> Result<Vec<NewTask>, Refusal> {
    let fault = |kind| {
        Err(Refusal::Fields(vec![FieldError {
            path: String::new(),
            value: None,
            kind,
        }]))
    };
    let Some(items) = read_items(body, BATCH_BOUNDS).map_err(Refusal::Json)? else {
        return fault(FieldErrorKind::WrongType(crate::field::Expected::Array));
    };
    if items.is_empty() {
        return fault(FieldErrorKind::TooFew);
    }
    if items.len() > BATCH_RECEIPTS_MAX {
        return fault(FieldErrorKind::TooMany {
            max: BATCH_RECEIPTS_MAX,
        });
    }
    let all = Faults::default();
    let mut tasks: Vec<NewTask> = Vec::with_capacity(items.len());
    for (index, (text, value)) in items.iter().enumerate() {
        let faults = Faults::default();
        let draft = draft(door, Node::root(value, &faults));
        match task(
            door,
            draft,
            faults,
            value,
            body.slice_ref(text.as_bytes()),
            context,
        ) {
            Ok(task) => {
                let earlier = tasks
                    .iter()
                    .position(|other| other.external_id.text == task.external_id.text);
                if let Some(first) = earlier {
                    all.push(FieldError {
                        path: format!("[{index}].external_id"),
                        value: Some(format!("`{}`", task.external_id.text)),
                        kind: FieldErrorKind::Repeated { first },
                    });
                }
                tasks.push(task);
            }
            Err(list) => {
                for fault in list {
                    let separator = if fault.path.is_empty() { "" } else { "." };
                    all.push(FieldError {
                        path: format!("[{index}]{separator}{}", fault.path),
                        ..fault
                    });
                }
            }
        }
    }
    if all.is_empty() {
        Ok(tasks)
    } else {
        Err(Refusal::Fields(all.into_list()))
    }
}

fn draft(door: Door, root: Node<'_>) -> Draft {
    match door {
        Door::KomtetV1 => receipt_v1::read(root),
        Door::KomtetV2 => receipt_v2::read(root),
    }
}

fn task(
    door: Door,
    draft: Draft,
    faults: Faults,
    value: &Value<'_>,
    body: Bytes,
    context: &LintContext,
) -> Result<NewTask, Vec<FieldError>> {
    path::merge(door, lint(&draft.receipt, context), &faults);
    match (draft.external_id, draft.intent) {
        (Some(external_id), Some(intent)) if faults.is_empty() => Ok(NewTask {
            external_id,
            door,
            intent,
            content_hash: content_hash(value),
            body,
            receipt: draft.receipt,
            callback_url: draft.callback_url,
        }),
        (Some(_) | None, Some(_) | None) => Err(faults.into_list()),
    }
}

/// Checks a receipt without sending it: everything that was found, warnings too, in the names of the door.
///
/// It would be accepted when no finding is an error.
///
/// # Errors
/// [`JsonError`] when it is no JSON.
pub fn check(
    door: Door,
    body: &[u8],
    context: &LintContext,
) -> Result<Vec<(Severity, FieldError)>, JsonError> {
    let value = read(body, RECEIPT_BOUNDS)?;
    let faults = Faults::default();
    let draft = draft(door, Node::root(&value, &faults));
    let findings = lint(&draft.receipt, context);
    let is_warning = |finding: &Finding| finding.severity == Severity::Warning;
    let (warnings, errors): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_warning);
    path::merge(door, errors, &faults);
    let warnings: Vec<_> = warnings
        .into_iter()
        .map(|finding| path::fault(door, finding))
        .filter(|fault| !faults.touches(&fault.path))
        .collect();
    let errors = faults
        .into_list()
        .into_iter()
        .map(|fault| (Severity::Error, fault));
    Ok(errors
        .chain(warnings.into_iter().map(|fault| (Severity::Warning, fault)))
        .collect())
}

/// Reads the id of an operation.
pub(super) fn external_id(node: Node<'_>) -> Option<ExternalId> {
    let text = node.text_or_integer()?;
    let text = node.not_longer(text, EXTERNAL_ID_LENGTH_MAX)?;
    let spelling = match node.value() {
        Some(Value::Number(_)) => Spelling::Integer,
        Some(_) | None => Spelling::Text,
    };
    Some(ExternalId {
        text: text.to_owned(),
        spelling,
    })
}

/// Reads the intent, and its word for the records.
pub(super) fn intent(node: Node<'_>) -> Option<(Intent, &'static str)> {
    let intent = node.word(&INTENT)?;
    Some((intent, INTENT.own(node.raw_text()?)?))
}

/// `true` when the body means to be a correction, even if its intent is wrong.
pub(super) fn is_correction(intent: Option<(Intent, &'static str)>) -> bool {
    intent.is_some_and(|(intent, _)| intent.kind == IntentKind::Correction)
}

#[cfg(test)]
mod tests;
