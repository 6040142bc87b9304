use serde::Serialize;
use std::fmt;

use super::{Path, Rule, Severity};

/// One thing that is wrong or odd.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where, in names of the model; a door maps it to its own names.
    pub path: Path,
    /// Which rule.
    pub rule: Rule,
    /// How bad.
    pub severity: Severity,
    /// The value, and what would be right. English; the catalogues translate by rule.
    pub message: String,
}

/// `error lines[2].total sum-mismatch: …`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {}: {}",
            self.severity, self.path, self.rule, self.message
        )
    }
}
