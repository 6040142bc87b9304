//! The state of the sandbox for programs.

use serde_json::{Value, json};
use types::Timestamp;

use crate::sandbox::{CallbackEntry, CallbackOutcome, SandboxError, SandboxState, TaskTrace, TaxIssuer};

/// Everything of the page; moments are RFC 3339 in UTC.
pub(super) fn state(state: &SandboxState) -> Value {
    json!({
        "now": moment(state.now),
        "shift_s": state.shift_s,
        "registers": state.registers.iter().map(|register| json!({
            "id": register.id,
            "name": register.name,
            "fiscal_storage": register.fiscal_storage,
            "phase": register.phase,
            "documents": register.documents,
            "documents_max": register.documents_max,
            "unsent": register.unsent,
            "fault": register.fault,
        })).collect::<Vec<_>>(),
        "tasks": state.tasks.iter().map(task).collect::<Vec<_>>(),
        "mails": state.mails.iter().map(|mail| json!({
            "id": mail.id,
            "at": moment(mail.at),
            "to": mail.to,
            "subject": mail.subject,
        })).collect::<Vec<_>>(),
        "callbacks": state.callbacks.iter().map(callback).collect::<Vec<_>>(),
        "tax_log": state.tax_log.iter().map(|entry| json!({
            "at": moment(entry.at),
            "fiscal_storage": issuer(&entry.issuer).0,
            "registration_number": issuer(&entry.issuer).1,
            "document_number": entry.document_number,
            "kind": entry.form.map_or("document", ofd_ru::Form::json_key),
            "accepted": entry.accepted,
        })).collect::<Vec<_>>(),
        "applications": state.applications.iter().map(|application| json!({
            "id": application.id.code(),
            "kind": application.kind,
            "register": application.register,
            "signed_at": application.signed_at.map(moment),
        })).collect::<Vec<_>>(),
    })
}

/// Number of a storage, or of a register.
const fn issuer(issuer: &TaxIssuer) -> (Option<&String>, Option<&String>) {
    match issuer {
        TaxIssuer::FiscalStorage(number) => (Some(number), None),
        TaxIssuer::Register(number) => (None, Some(number)),
    }
}

/// Why there is no state.
pub(super) fn problem(problem: &SandboxError) -> Value {
    let code = match problem {
        SandboxError::Unknown(_) => "unknown",
        SandboxError::Invalid { .. } => "invalid",
        SandboxError::Refused(_) => "refused",
        SandboxError::Failed(_) => "failed",
    };
    json!({ "code": code, "message": problem.to_string() })
}

fn task(task: &TaskTrace) -> Value {
    json!({
        "id": task.id,
        "external_id": task.external_id,
        "outcome": task.outcome,
        "hold_up": task.hold_up.as_ref().map(|held| json!({
            "reason": held.reason,
            "since": moment(held.since),
            "register": held.register,
            "words": held.words,
        })),
        "failure": task.failure,
        "receipt_token": task.receipt_token,
        "steps": task.steps.iter().map(|step| json!({
            "stage": step.happening.code(),
            "at": moment(step.at),
            "register": step.register,
            "detail": step.detail,
        })).collect::<Vec<_>>(),
        "ahead": task.ahead.iter().map(|stage| stage.code()).collect::<Vec<_>>(),
    })
}

fn callback(entry: &CallbackEntry) -> Value {
    let (outcome, status, retry_at, reason) = match &entry.outcome {
        CallbackOutcome::Delivered(status) => ("delivered", Some(*status), None, None),
        CallbackOutcome::Retrying { at, reason } => ("retrying", None, Some(moment(*at)), Some(reason)),
        CallbackOutcome::Dead { reason } => ("dead", None, None, Some(reason)),
    };
    json!({
        "at": moment(entry.at),
        "url": entry.url,
        "outcome": outcome,
        "status": status,
        "retry_at": retry_at,
        "reason": reason,
        "attempts": entry.attempts,
        "body": entry.body,
    })
}

fn moment(at: Timestamp) -> String {
    at.to_string()
}
