//! The way of one application from its document to the answer.

use serde::{Deserialize, Serialize};
use types::Timestamp;

use crate::document::ContentHash;
use crate::request::Request;

/// Where one application stands. Made by [`Self::prepared`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "application")]
pub enum Application {
    /// The document is made and waits for a signature.
    AwaitingSignature {
        /// Hash of what the document says.
        hash: ContentHash,
    },
    /// The owner gave it up before signing.
    Cancelled {
        /// When.
        at: Timestamp,
    },
    /// Signed, and waiting to be sent to the tax authority.
    Signed {
        /// Hash of what was signed.
        hash: ContentHash,
        /// When.
        at: Timestamp,
    },
    /// With the tax authority.
    Sent {
        /// Hash of what was signed.
        hash: ContentHash,
        /// When.
        at: Timestamp,
        /// The tax authority's own number of it.
        reference: String,
    },
    /// Done.
    Completed {
        /// Hash of what was signed.
        hash: ContentHash,
        /// When.
        at: Timestamp,
    },
    /// Refused by the tax authority.
    Refused {
        /// Hash of what was signed.
        hash: ContentHash,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// An application without its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApplicationState {
    /// [`Application::AwaitingSignature`].
    AwaitingSignature,
    /// [`Application::Cancelled`].
    Cancelled,
    /// [`Application::Signed`].
    Signed,
    /// [`Application::Sent`].
    Sent,
    /// [`Application::Completed`].
    Completed,
    /// [`Application::Refused`].
    Refused,
}

/// Who decides on an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Addressee {
    /// The tax authority.
    TaxAuthority,
    /// The operator: signing is all it takes.
    Ofd,
}

/// What an application is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationKind {
    /// To enroll a register.
    Enrollment,
    /// To move a register to another trade point.
    ReEnrollment,
    /// To take a register off the books.
    Deregistration,
    /// To take a register off the operator's list.
    WriteOff,
    /// To be served under a tariff plan.
    TariffChoice,
    /// To be served no more.
    TariffCancellation,
    /// To pause the service.
    Suspension,
}

/// Why an application does not move; it stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplicationError {
    /// The step is not possible from here.
    #[error("an application that is {state} cannot be {step}")]
    WrongState {
        /// Where it stands.
        state: ApplicationState,
        /// What was tried.
        step: &'static str,
    },
    /// The document that was signed is not the one that was shown.
    #[error("the signature covers {got}, the document is {expected}")]
    OtherContent {
        /// Hash of the document.
        expected: ContentHash,
        /// Hash that was signed.
        got: ContentHash,
    },
}

impl ApplicationKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Enrollment,
        Self::ReEnrollment,
        Self::Deregistration,
        Self::WriteOff,
        Self::TariffChoice,
        Self::TariffCancellation,
        Self::Suspension,
    ];

    /// Code, as it is stored and listed.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enrollment => "enrollment",
            Self::ReEnrollment => "re_enrollment",
            Self::Deregistration => "deregistration",
            Self::WriteOff => "write_off",
            Self::TariffChoice => "tariff_choice",
            Self::TariffCancellation => "tariff_cancellation",
            Self::Suspension => "suspension",
        }
    }

    /// The kind of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Who decides on it.
    #[must_use]
    pub const fn addressee(self) -> Addressee {
        match self {
            Self::Enrollment | Self::ReEnrollment | Self::Deregistration => Addressee::TaxAuthority,
            Self::WriteOff | Self::TariffChoice | Self::TariffCancellation | Self::Suspension => {
                Addressee::Ofd
            }
        }
    }
}

impl From<&Request> for ApplicationKind {
    fn from(request: &Request) -> Self {
        match request {
            Request::Enroll { .. } => Self::Enrollment,
            Request::ReEnroll { .. } => Self::ReEnrollment,
            Request::Deregister { .. } => Self::Deregistration,
            Request::WriteOff { .. } => Self::WriteOff,
            Request::ChooseTariff { .. } => Self::TariffChoice,
            Request::CancelTariff => Self::TariffCancellation,
            Request::Suspend => Self::Suspension,
        }
    }
}

impl ApplicationState {
    /// Code, as it is stored and listed.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AwaitingSignature => "awaiting_signature",
            Self::Cancelled => "cancelled",
            Self::Signed => "signed",
            Self::Sent => "sent",
            Self::Completed => "completed",
            Self::Refused => "refused",
        }
    }
}

impl std::fmt::Display for ApplicationState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl Application {
    /// An application whose document was just made.
    #[must_use]
    pub const fn prepared(hash: ContentHash) -> Self {
        Self::AwaitingSignature { hash }
    }

    /// The state without its facts.
    #[must_use]
    pub const fn state(&self) -> ApplicationState {
        match self {
            Self::AwaitingSignature { .. } => ApplicationState::AwaitingSignature,
            Self::Cancelled { .. } => ApplicationState::Cancelled,
            Self::Signed { .. } => ApplicationState::Signed,
            Self::Sent { .. } => ApplicationState::Sent,
            Self::Completed { .. } => ApplicationState::Completed,
            Self::Refused { .. } => ApplicationState::Refused,
        }
    }

    /// Signs the document of this hash; what the operator alone decides is complete with it.
    ///
    /// # Errors
    /// [`ApplicationError`] when it is not waiting for a signature, or another document was signed.
    pub fn sign(
        self,
        signed: ContentHash,
        addressee: Addressee,
        now: Timestamp,
    ) -> Result<Self, ApplicationError> {
        let state = self.state();
        match self {
            Self::AwaitingSignature { hash } if hash != signed => Err(ApplicationError::OtherContent {
                expected: hash,
                got: signed,
            }),
            Self::AwaitingSignature { hash } => Ok(match addressee {
                Addressee::TaxAuthority => Self::Signed { hash, at: now },
                Addressee::Ofd => Self::Completed { hash, at: now },
            }),
            Self::Cancelled { .. }
            | Self::Signed { .. }
            | Self::Sent { .. }
            | Self::Completed { .. }
            | Self::Refused { .. } => Err(ApplicationError::WrongState {
                state,
                step: "signed",
            }),
        }
    }

    /// Gives the application up.
    ///
    /// # Errors
    /// [`ApplicationError::WrongState`] once it is signed.
    pub fn cancel(self, now: Timestamp) -> Result<Self, ApplicationError> {
        let state = self.state();
        match self {
            Self::AwaitingSignature { .. } => Ok(Self::Cancelled { at: now }),
            Self::Cancelled { .. }
            | Self::Signed { .. }
            | Self::Sent { .. }
            | Self::Completed { .. }
            | Self::Refused { .. } => Err(ApplicationError::WrongState {
                state,
                step: "cancelled",
            }),
        }
    }

    /// The tax authority has it, under its own reference.
    ///
    /// # Errors
    /// [`ApplicationError::WrongState`] unless it is signed.
    pub fn sent(self, reference: String, now: Timestamp) -> Result<Self, ApplicationError> {
        let state = self.state();
        match self {
            Self::Signed { hash, .. } => Ok(Self::Sent {
                hash,
                at: now,
                reference,
            }),
            Self::AwaitingSignature { .. }
            | Self::Cancelled { .. }
            | Self::Sent { .. }
            | Self::Completed { .. }
            | Self::Refused { .. } => Err(ApplicationError::WrongState { state, step: "sent" }),
        }
    }

    /// The tax authority did what was applied for. The answer may come before the sending was noted.
    ///
    /// # Errors
    /// [`ApplicationError::WrongState`] unless it is signed or sent.
    pub fn complete(self, now: Timestamp) -> Result<Self, ApplicationError> {
        let hash = self.answered("completed")?;
        Ok(Self::Completed { hash, at: now })
    }

    /// The tax authority refused. The answer may come before the sending was noted.
    ///
    /// # Errors
    /// [`ApplicationError::WrongState`] unless it is signed or sent.
    pub fn refuse(self, reason: String, now: Timestamp) -> Result<Self, ApplicationError> {
        let hash = self.answered("refused")?;
        Ok(Self::Refused {
            hash,
            at: now,
            reason,
        })
    }

    fn answered(self, step: &'static str) -> Result<ContentHash, ApplicationError> {
        let state = self.state();
        match self {
            Self::Signed { hash, .. } | Self::Sent { hash, .. } => Ok(hash),
            Self::AwaitingSignature { .. }
            | Self::Cancelled { .. }
            | Self::Completed { .. }
            | Self::Refused { .. } => Err(ApplicationError::WrongState { state, step }),
        }
    }
}

#[cfg(test)]
mod tests;
