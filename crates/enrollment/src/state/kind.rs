//! States without their facts.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::Enrollment;

/// A state without its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    /// [`Enrollment::Draft`].
    Draft,
    /// [`Enrollment::Submitted`].
    Submitted,
    /// [`Enrollment::AwaitingNumber`].
    AwaitingNumber,
    /// [`Enrollment::UnderReview`].
    UnderReview,
    /// [`Enrollment::Enrolled`].
    Enrolled,
    /// [`Enrollment::Suspended`].
    Suspended,
    /// [`Enrollment::ReEnrollmentSubmitted`].
    ReEnrollmentSubmitted,
    /// [`Enrollment::DeregistrationSubmitted`].
    DeregistrationSubmitted,
    /// [`Enrollment::Deregistered`].
    Deregistered,
    /// [`Enrollment::WrittenOff`].
    WrittenOff,
}

impl StateKind {
    /// All of them in the order of a register's life.
    pub const ALL: [Self; 10] = [
        Self::Draft,
        Self::Submitted,
        Self::AwaitingNumber,
        Self::UnderReview,
        Self::Enrolled,
        Self::Suspended,
        Self::ReEnrollmentSubmitted,
        Self::DeregistrationSubmitted,
        Self::Deregistered,
        Self::WrittenOff,
    ];

    /// Code, as it is stored and listed.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::AwaitingNumber => "awaiting_number",
            Self::UnderReview => "under_review",
            Self::Enrolled => "enrolled",
            Self::Suspended => "suspended",
            Self::ReEnrollmentSubmitted => "re_enrollment_submitted",
            Self::DeregistrationSubmitted => "deregistration_submitted",
            Self::Deregistered => "deregistered",
            Self::WrittenOff => "written_off",
        }
    }

    /// The state of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl fmt::Display for StateKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Enrollment {
    /// The state without its facts.
    #[must_use]
    pub const fn kind(&self) -> StateKind {
        match self {
            Self::Draft { .. } => StateKind::Draft,
            Self::Submitted { .. } => StateKind::Submitted,
            Self::AwaitingNumber { .. } => StateKind::AwaitingNumber,
            Self::UnderReview { .. } => StateKind::UnderReview,
            Self::Enrolled { .. } => StateKind::Enrolled,
            Self::Suspended { .. } => StateKind::Suspended,
            Self::ReEnrollmentSubmitted { .. } => StateKind::ReEnrollmentSubmitted,
            Self::DeregistrationSubmitted { .. } => StateKind::DeregistrationSubmitted,
            Self::Deregistered { .. } => StateKind::Deregistered,
            Self::WrittenOff { .. } => StateKind::WrittenOff,
        }
    }
}
