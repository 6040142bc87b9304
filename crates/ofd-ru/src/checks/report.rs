//! Findings and where they are gathered.

use super::rule::{RuleId, Severity};
use crate::tree::TagPath;

/// Something that a rule has to say about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where: the element, or the place where it should stand. [`tlv::locate`](crate::tlv::locate) gives its offset.
    pub path: TagPath,
    /// Which rule.
    pub rule: RuleId,
    /// What stands there and what would be right.
    pub message: String,
}

/// Findings after which a document is not worth more words.
pub const FINDINGS_MAX: usize = 100;

/// Findings of one document; takes no memory while there are none.
pub(super) struct Report {
    findings: Vec<Finding>,
}

impl Report {
    pub(super) const fn new() -> Self {
        Self { findings: Vec::new() }
    }

    /// Notes a finding; beyond [`FINDINGS_MAX`] only that there are more.
    pub(super) fn raise(&mut self, rule: RuleId, path: TagPath, message: String) {
        let (rule, message) = match self.findings.len() {
            0..FINDINGS_MAX => (rule, message),
            FINDINGS_MAX => (
                RuleId::FindingsCut,
                format!("more than {FINDINGS_MAX} findings; the rest is left out"),
            ),
            _ => return,
        };
        self.findings.push(Finding {
            severity: rule.severity(),
            path,
            rule,
            message,
        });
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
