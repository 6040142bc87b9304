//! `qassa check receipt`: everything that is wrong with a shop's receipt, without sending it.

use std::path::Path;

use api::cloud::Door;
use api::field::{FieldError, shown};
use api::json::{JsonError, Value};
use api::komtet::path::fault;
use api::komtet::receipt::{Refusal, check, read_tasks};
use api::limits::BATCH_BOUNDS;
use bytes::Bytes;
use receipt::{FormatVersion, LintContext, Severity, lint};
use serde::Serialize;
use types::{LocalDateTime, Timestamp, UtcOffset};

use crate::cli::ReceiptDoor;
use crate::input;
use crate::verdict::{self, Verdict};

/// The JSON object of `check receipt`.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Always `receipt`.
    pub kind: &'static str,
    /// Dialect that the receipt was read by.
    pub door: &'static str,
    /// Whether the door would take it.
    pub valid: bool,
    /// What is wrong or odd.
    pub findings: Vec<Finding>,
}

/// Something that is wrong or odd.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    /// `error` or `warning`.
    pub severity: String,
    /// Field in the spelling of the door; empty for the body as a whole.
    pub path: String,
    /// Stable name of the rule.
    pub rule: &'static str,
    /// What is wrong, and what would be right.
    pub message: String,
    /// What stands there, shortened; `null` when nothing does.
    pub value: Option<String>,
}

/// Runs the tool.
pub(super) fn run(file: &Path, door: ReceiptDoor, now: Timestamp) -> Verdict {
    let body = match input::read(Some(file)) {
        Ok(body) => body,
        Err(error) => {
            verdict::complain(&error);
            return Verdict::Misuse;
        }
    };
    let report = lint_body(door, &Bytes::from(body), now.to_local(UtcOffset::MOSCOW));
    let verdict = if report.valid {
        Verdict::Right
    } else {
        Verdict::Wrong
    };
    verdict::print(super::lines(&[report]).as_bytes(), verdict)
}

/// Lints a receipt, or each receipt of a batch.
pub(super) fn lint_body(door: ReceiptDoor, body: &Bytes, now: LocalDateTime) -> Report {
    let (name, door) = match door {
        ReceiptDoor::KomtetV1 => ("komtet-v1", Door::KomtetV1),
        ReceiptDoor::KomtetV2 => ("komtet-v2", Door::KomtetV2),
    };
    let context = LintContext::new(FormatVersion::V1_2, now);
    let is_batch = body.trim_ascii_start().starts_with(b"[");
    let findings = if is_batch {
        batch(door, body, &context)
    } else {
        single(door, body, &context)
    };
    let mut findings = findings.unwrap_or_else(|error| vec![syntax(&error)]);
    if let Ok(root) = api::json::read(body, BATCH_BOUNDS) {
        for finding in &mut findings {
            let value = finding.value.take();
            finding.value = value.or_else(|| value_at(&root, &finding.path).map(shown));
        }
    }
    Report {
        kind: "receipt",
        door: name,
        valid: findings
            .iter()
            .all(|finding| finding.severity != Severity::Error.to_string()),
        findings,
    }
}

fn single(door: Door, body: &Bytes, context: &LintContext) -> Result<Vec<Finding>, JsonError> {
    let findings = check(door, body, context)?;
    Ok(findings
        .into_iter()
        .map(|(severity, fault)| finding(severity, fault))
        .collect())
}

/// Paths begin with the place in the batch: `[3].positions[0].price`.
fn batch(door: Door, body: &Bytes, context: &LintContext) -> Result<Vec<Finding>, JsonError> {
    let tasks = match read_tasks(door, body, context) {
        Ok(tasks) => tasks,
        Err(Refusal::Json(error)) => return Err(error),
        Err(Refusal::Fields(faults)) => {
            return Ok(faults
                .into_iter()
                .map(|fault| finding(Severity::Error, fault))
                .collect());
        }
    };
    let mut findings = Vec::new();
    for (place, task) in tasks.iter().enumerate() {
        for found in lint(&task.receipt, context) {
            let severity = found.severity;
            let mut found = finding(severity, fault(door, found));
            found.path = format!("[{place}].{}", found.path);
            findings.push(found);
        }
    }
    Ok(findings)
}

fn finding(severity: Severity, fault: FieldError) -> Finding {
    Finding {
        severity: severity.to_string(),
        path: fault.path,
        rule: fault.kind.name(),
        message: fault.kind.to_string(),
        value: fault.value,
    }
}

/// What stands at a path such as `[3].positions[0].price`; `None` when nothing does, or for the whole body.
fn value_at<'a>(root: &'a Value<'a>, path: &str) -> Option<&'a Value<'a>> {
    let mut steps = path.split(['.', '[']).filter(|step| !step.is_empty()).peekable();
    steps.peek()?;
    steps.try_fold(root, |value, step| match (value, step.strip_suffix(']')) {
        (Value::Array(items), Some(index)) => items.get(index.parse::<usize>().ok()?),
        (value, _) => value.get(step),
    })
}

fn syntax(error: &JsonError) -> Finding {
    Finding {
        severity: Severity::Error.to_string(),
        path: String::new(),
        rule: "json",
        message: error.to_string(),
        value: None,
    }
}
