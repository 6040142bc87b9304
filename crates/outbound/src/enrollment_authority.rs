//! Applications of Kazakh registers on their way to the tax authority, and its answers.
//!
//! There is no real client: the exchange between operators and the tax authority is not public. A platform without it
//! uses [`NoEnrollmentTransport`], which says so; sandboxes use [`ScriptedEnrollmentAuthority`]. A real client is one
//! more implementation of [`EnrollmentAuthority`].

mod scripted;

use types::{ApplicationId, Timestamp};

use crate::Pending;

pub use scripted::{
    ANSWER_DELAY_MAX_S, ANSWER_DELAY_MIN_S, EnrollmentScript, ScriptedEnrollmentAuthority, sandbox_number,
};

/// An application as the tax authority gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrollmentSubmission {
    /// The application: sending it again is harmless, the authority knows it by this number.
    pub application: ApplicationId,
    /// What is applied for.
    pub kind: EnrollmentWish,
    /// Code of the tax office.
    pub tax_office: String,
    /// What is signed: JSON of the document.
    pub document: String,
}

/// What is applied for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EnrollmentWish {
    /// A registration number.
    Enrollment,
    /// Another place.
    ReEnrollment,
    /// The end of enrollment.
    Deregistration,
}

/// What the tax authority says of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrollmentAnswer {
    /// Nothing yet.
    Waiting,
    /// Enrolled under this number.
    Numbered {
        /// 12 digits.
        number: String,
    },
    /// Done.
    Accepted,
    /// Refused.
    Refused {
        /// Why, in its words.
        reason: String,
    },
}

/// Why the tax authority was not reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrollmentAuthorityError {
    /// The platform has no way to the tax authority.
    #[error("no transport to the tax authority is configured; applications are kept until there is one")]
    NotConfigured,
    /// No answer: nobody knows whether it arrived, so it is sent again.
    #[error("the tax authority did not answer: {detail}")]
    Silent {
        /// What happened.
        detail: String,
    },
    /// A reference that the authority never gave.
    #[error("the tax authority does not know the reference `{reference}`")]
    UnknownReference {
        /// The reference.
        reference: String,
    },
}

/// Takes applications and answers them later; the caller tells the hour.
pub trait EnrollmentAuthority: Send + Sync {
    /// Sends an application; the answer is the authority's own reference of it.
    fn send<'a>(
        &'a self,
        submission: &'a EnrollmentSubmission,
        now: Timestamp,
    ) -> Pending<'a, Result<String, EnrollmentAuthorityError>>;

    /// Asks what became of an application that was sent under this reference.
    fn ask<'a>(
        &'a self,
        submission: &'a EnrollmentSubmission,
        reference: &'a str,
        now: Timestamp,
    ) -> Pending<'a, Result<EnrollmentAnswer, EnrollmentAuthorityError>>;
}

/// A platform without a way to the tax authority: every call is an error that says so.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoEnrollmentTransport;

impl EnrollmentAuthority for NoEnrollmentTransport {
    fn send<'a>(
        &'a self,
        _submission: &'a EnrollmentSubmission,
        _now: Timestamp,
    ) -> Pending<'a, Result<String, EnrollmentAuthorityError>> {
        Box::pin(async { Err(EnrollmentAuthorityError::NotConfigured) })
    }

    fn ask<'a>(
        &'a self,
        _submission: &'a EnrollmentSubmission,
        _reference: &'a str,
        _now: Timestamp,
    ) -> Pending<'a, Result<EnrollmentAnswer, EnrollmentAuthorityError>> {
        Box::pin(async { Err(EnrollmentAuthorityError::NotConfigured) })
    }
}
