//! Findings and where they are gathered.

use super::rule::{Autonomous, RuleId, Severity};
use crate::result_code::KnownResult;

/// Something that a rule has to say about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The field, such as `ticket.items[2].commodity.price`, or the one in which something is missing.
    pub path: String,
    /// Which rule.
    pub rule: RuleId,
    /// The result that a breach of the rule leads to; `None` for warnings.
    pub result: Option<KnownResult>,
    /// What stands there and what would be right.
    pub message: String,
    /// Where in the payload, when decoding told it; else the path tells.
    pub offset: Option<usize>,
}

/// Findings after which a request is not worth more words.
pub const FINDINGS_MAX: usize = 100;

/// Findings of one request; takes no memory while there are none.
pub(super) struct Report {
    findings: Vec<Finding>,
    autonomous: bool,
}

impl Report {
    pub(super) const fn new(autonomous: bool) -> Self {
        Self {
            findings: Vec::new(),
            autonomous,
        }
    }

    /// Notes a finding; those beyond [`FINDINGS_MAX`] are dropped.
    ///
    /// An error is noted all the same while there is none, so that a flood of warnings accepts nothing.
    pub(super) fn raise(&mut self, rule: RuleId, path: impl Into<String>, message: String) {
        self.raise_at(rule, path, message, None);
    }

    /// As [`Self::raise`], with the place in the payload.
    pub(super) fn raise_at(
        &mut self,
        rule: RuleId,
        path: impl Into<String>,
        message: String,
        offset: Option<usize>,
    ) {
        let severity = match (rule.severity(), rule.autonomous()) {
            (Severity::Error, Autonomous::Flagged) if self.autonomous => Severity::Flagged,
            (severity, _) => severity,
        };
        let finding = Finding {
            severity,
            path: path.into(),
            rule,
            result: rule.result(),
            message,
            offset,
        };
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(finding);
        } else if severity == Severity::Error
            && let Some(last) = self.findings.last_mut()
            && last.severity != Severity::Error
        {
            *last = finding;
        }
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
