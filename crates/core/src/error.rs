//! Why a request is refused.

use print::Locale;
use receipt::kz::Finding;
use register_kz::{BlockReason, CashRegisterError};
use serde::Serialize;
use serde_json::{Value, json};
use store::StoreError;

use crate::response::{Outcome, ResponseCode};

/// A field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldFinding {
    /// Where, such as `lines[0].price`.
    pub field: String,
    /// Which rule; the ids are stable.
    pub rule: String,
    /// The value that stands there.
    pub value: String,
    /// What would be right, in English.
    pub message: String,
}

/// Why a request is refused; nothing was done.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CoreError {
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    Fields(Vec<FieldFinding>),
    /// The register refuses.
    #[error(transparent)]
    Register(#[from] CashRegisterError),
    /// The journal refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The idempotency key was used with another command; these fields differ.
    #[error("the key was used with other values of {}", .fields.join(", "))]
    KeyConflict {
        /// Fields that differ.
        fields: Vec<String>,
    },
    /// Too many wrong PINs.
    #[error("no PIN is taken for {seconds} s")]
    PinLocked {
        /// How long.
        seconds: i64,
    },
    /// The operator does not answer.
    #[error("the operator at {server} does not answer: {detail}")]
    Unreachable {
        /// Host and port.
        server: String,
        /// Why.
        detail: String,
    },
    /// The operator answered, but refused.
    #[error("the operator answers {result}: {text}")]
    Operator {
        /// Its result.
        result: u32,
        /// Its words.
        text: String,
    },
    /// What waits in the queue has no room in another version of the protocol.
    #[error("document {number} waits and cannot be sent in version {version}")]
    QueueDoesNotFit {
        /// The version that was wanted.
        version: u16,
        /// The first document that does not fit.
        number: u64,
    },
    /// A code that says it all.
    #[error("{0:?}")]
    Code(ResponseCode),
    /// A defect.
    #[error("{0}")]
    Defect(String),
}

impl CoreError {
    /// The code of an answer.
    #[must_use]
    pub fn code(&self) -> ResponseCode {
        match self {
            Self::Fields(_) => ResponseCode::WrongFields,
            Self::Register(error) => register_code(error),
            Self::Store(error) if error.retry_after_ms().is_some() => ResponseCode::JournalUnavailable,
            Self::Store(StoreError::OutcomeUnknown { .. }) => ResponseCode::JournalUnavailable,
            Self::Store(_) | Self::Defect(_) => ResponseCode::Internal,
            Self::KeyConflict { .. } => ResponseCode::KeyConflict,
            Self::PinLocked { .. } => ResponseCode::PinLocked,
            Self::Unreachable { .. } => ResponseCode::OperatorUnreachable,
            Self::Operator { result: 1, .. } => ResponseCode::IdRefused,
            Self::Operator { result: 2, .. } => ResponseCode::TokenRefused,
            Self::Operator { .. } => ResponseCode::OperatorRefused,
            Self::QueueDoesNotFit { .. } => ResponseCode::QueueDoesNotFit,
            Self::Code(code) => *code,
        }
    }

    /// What an answer tells beside the code.
    #[must_use]
    pub fn data(&self) -> Value {
        match self {
            Self::Fields(findings) => json!({ "findings": findings }),
            Self::Register(CashRegisterError::Receipt(findings)) => {
                json!({ "findings": findings.iter().map(finding).collect::<Vec<_>>() })
            }
            Self::Register(error) => json!({ "detail": error.to_string() }),
            Self::KeyConflict { fields } => json!({ "fields": fields }),
            Self::PinLocked { seconds } => json!({ "seconds": seconds }),
            Self::Unreachable { server, detail } => json!({ "server": server, "detail": detail }),
            Self::Operator { result, text } => json!({ "result": result, "text": text }),
            Self::QueueDoesNotFit { version, number } => json!({ "version": version, "number": number }),
            Self::Store(_) | Self::Code(_) | Self::Defect(_) => Value::Null,
        }
    }

    /// The answer.
    #[must_use]
    pub fn outcome(&self, locale: Locale) -> Outcome {
        if self.code() == ResponseCode::Internal {
            tracing::error!(error = %self, "a request failed");
        }
        Outcome::of(self.code(), &self.data(), locale)
    }
}

fn finding(finding: &Finding) -> FieldFinding {
    FieldFinding {
        field: finding.path.to_string(),
        rule: finding.rule.to_string(),
        value: finding.value.clone(),
        message: finding.message.clone(),
    }
}

fn register_code(error: &CashRegisterError) -> ResponseCode {
    match error {
        CashRegisterError::NotPermitted { .. } => ResponseCode::NotPermitted,
        CashRegisterError::NotSetUp { .. } => ResponseCode::NotSetUp,
        CashRegisterError::AlreadySetUp => ResponseCode::AlreadySetUp,
        CashRegisterError::Blocked { reason } => block_code(reason),
        CashRegisterError::AnswerPending { .. } => ResponseCode::AnswerPending,
        CashRegisterError::ClockBehind { .. } => ResponseCode::ClockBehind,
        CashRegisterError::ClockBehindOperator { .. } => ResponseCode::ClockBehindOperator,
        CashRegisterError::ShiftExpired { .. } => ResponseCode::ShiftExpired,
        CashRegisterError::NothingToClose { .. } => ResponseCode::NothingToClose,
        CashRegisterError::NotEnoughCash { .. } => ResponseCode::NotEnoughCash,
        CashRegisterError::NothingMoved { .. } | CashRegisterError::Receipt(_) => ResponseCode::WrongFields,
        CashRegisterError::Counter(_) => ResponseCode::CounterFull,
        CashRegisterError::NothingToCopy => ResponseCode::NothingToCopy,
        CashRegisterError::NothingToResume => ResponseCode::NothingToResume,
        CashRegisterError::NotRefused { .. } => ResponseCode::NotRefused,
        CashRegisterError::NotSetAside { .. } => ResponseCode::NotSetAside,
        CashRegisterError::TooManySetAside => ResponseCode::LimitReached,
        CashRegisterError::AnswerUnexpected { .. } => ResponseCode::Internal,
    }
}

/// The code of a block.
#[must_use]
pub fn block_code(reason: &BlockReason) -> ResponseCode {
    match reason {
        BlockReason::InvalidToken => ResponseCode::TokenRefused,
        BlockReason::UnknownId => ResponseCode::IdRefused,
        BlockReason::Operator { .. } => ResponseCode::BlockedByOperator,
        BlockReason::ProtocolFault { .. } => ResponseCode::ProtocolFault,
        BlockReason::QueueRefused { .. } => ResponseCode::QueueRefused,
        BlockReason::AutonomousTooLong { .. } => ResponseCode::AutonomousTooLong,
    }
}
