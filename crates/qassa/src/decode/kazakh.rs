//! Messages of the Kazakh protocol.

use ofd_kz::checks::{CheckContext, Severity};
use ofd_kz::inspection::{Inspection, Side};
use serde_json::value::to_raw_value;

use super::{Answer, Finding, Report};

/// Decodes a message; without a side, its content tells.
pub(super) fn decode(side: Option<Side>, bytes: &[u8]) -> Answer {
    let inspection = match side {
        Some(side) => Inspection::of_side(side, bytes),
        None => Inspection::of(bytes),
    };
    let mut findings = findings(&inspection);
    if inspection.is_whole() {
        findings.extend(Finding::of_rest(inspection.consumed, bytes.len()));
    }
    let report = Report {
        ok: inspection.is_whole(),
        kind: match inspection.side {
            Side::Request => "kz-request",
            Side::Response => "kz-response",
        },
        version: inspection.version().map(|version| version.to_string()),
        consumed: inspection.consumed,
        header: inspection.header_json(),
        document: inspection
            .document_json()
            .and_then(|json| to_raw_value(&json).ok()),
        original: inspection.original().map(hex::encode),
        findings,
    };
    let mut tree = inspection.to_string();
    if report.ok {
        tree.push_str(&report.summary());
    }
    Answer { report, tree }
}

/// The refusal alone; else what the protocol's rules say.
fn findings(inspection: &Inspection<'_>) -> Vec<Finding> {
    if let Some(refusal) = &inspection.refusal {
        let finding = Finding::new("error", refusal.offset, refusal.rule, refusal.message.clone());
        let path = refusal.path.clone();
        return vec![Finding { path, ..finding }];
    }
    let found = inspection.findings(&CheckContext::default());
    let finding = |finding: ofd_kz::checks::Finding| Finding {
        severity: match finding.severity {
            Severity::Error => "error",
            // A flag accepts the document.
            Severity::Flagged | Severity::Warning => "warning",
        },
        path: finding.path,
        offset: finding.offset,
        rule: finding.rule.as_str(),
        message: finding.message,
    };
    found.into_iter().map(finding).collect()
}
