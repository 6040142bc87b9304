//! What the tax authority and the reviewer say.

use serde::{Deserialize, Serialize};
use types::{LocalDateTime, Timestamp};

use crate::number::KgdRegistrationNumber;

/// Answer of the tax authority to an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Answer {
    /// The application was taken; the registration number follows.
    Taken,
    /// The register is enrolled under this number.
    Numbered {
        /// Its registration number.
        number: KgdRegistrationNumber,
    },
    /// Re-enrollment or deregistration is done.
    Accepted,
    /// The application is refused.
    Refused {
        /// Why, in the words of the tax authority.
        reason: String,
    },
}

/// A refusal that the taxpayer must see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why, in the words of whoever refused.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// What the registration card says that a taxpayer got at the tax office. Source: seed S3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFacts {
    /// The registration number.
    pub number: KgdRegistrationNumber,
    /// Day of enrollment.
    pub enrolled_on: LocalDateTime,
}

/// What the reviewer of an uploaded registration card says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Verdict {
    /// The card is right.
    Approved,
    /// The card must be uploaded again, such as when it cannot be read; the number may be the same.
    Returned {
        /// What to correct.
        reason: String,
    },
    /// The enrollment has to begin anew.
    Rejected {
        /// Why.
        reason: String,
    },
}
