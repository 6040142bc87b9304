use receipt::kz::Finding;
use types::{LocalDateTime, Money};

use super::{BlockReason, CommandKind};
use crate::{CounterError, DocumentNumber, Permission, Role, ShiftNumber};

/// Why the register refuses; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CashRegisterError {
    /// The role may not.
    #[error("a {role} has no permission for {permission}")]
    NotPermitted {
        /// The role.
        role: Role,
        /// What the command needs.
        permission: Permission,
    },
    /// The register waits for its set-up.
    #[error("{command} is not possible before the set-up")]
    NotSetUp {
        /// The command.
        command: CommandKind,
    },
    /// The register is set up.
    #[error("the register is set up already")]
    AlreadySetUp,
    /// The register issues nothing.
    #[error("{reason}")]
    Blocked {
        /// Why.
        reason: BlockReason,
    },
    /// A document waits for its answer.
    #[error("document {number} waits for the operator's answer")]
    AnswerPending {
        /// Its number.
        number: DocumentNumber,
    },
    /// The clock is behind the newest document.
    #[error("the clock shows {now}, before the last document of {last}")]
    ClockBehind {
        /// The clock.
        now: LocalDateTime,
        /// The newest document.
        last: LocalDateTime,
    },
    /// The clock is behind the operator's times.
    #[error("the clock shows {now}, before {operator}, which the operator has on record")]
    ClockBehindOperator {
        /// The clock.
        now: LocalDateTime,
        /// The operator's newest time of a shift.
        operator: LocalDateTime,
    },
    /// The shift has been open for more than 24 hours. Law: KZ-626/shift.
    #[error("shift {shift} has been open since {opened_at}, for more than 24 hours; close it first")]
    ShiftExpired {
        /// Its number.
        shift: ShiftNumber,
        /// When it opened.
        opened_at: LocalDateTime,
    },
    /// No shift is open.
    #[error("no shift is open; the last one was {last}")]
    NothingToClose {
        /// The last shift.
        last: ShiftNumber,
    },
    /// The drawer does not hold the cash.
    #[error("{taken} would be taken from a drawer that holds {in_drawer}")]
    NotEnoughCash {
        /// What it holds.
        in_drawer: Money,
        /// What would be taken.
        taken: Money,
    },
    /// A movement of nothing.
    #[error("{amount} cannot be moved: an amount above zero can")]
    NothingMoved {
        /// The amount.
        amount: Money,
    },
    /// The receipt is wrong.
    #[error("the receipt has {} findings", .0.len())]
    Receipt(Vec<Finding>),
    /// A counter left its range.
    #[error(transparent)]
    Counter(#[from] CounterError),
    /// No receipt was issued yet.
    #[error("there is no receipt to copy")]
    NothingToCopy,
    /// The register is not waiting for an administrator.
    #[error("the register does not wait for a repair")]
    NothingToResume,
    /// Only the first document of the queue, refused by the operator, can be set aside.
    #[error("document {number} is not the one that the operator refuses{}", first_text(*first))]
    NotRefused {
        /// The document that was named.
        number: DocumentNumber,
        /// The one that the operator refuses.
        first: Option<DocumentNumber>,
    },
    /// No such document was set aside.
    #[error("document {number} is not set aside")]
    NotSetAside {
        /// The document that was named.
        number: DocumentNumber,
    },
    /// No more documents can be set aside.
    #[error("{} documents are set aside; no more can be", super::SET_ASIDE_MAX)]
    TooManySetAside,
    /// An answer to something else than what was sent last.
    #[error("attempt {attempt} waits for no answer")]
    AnswerUnexpected {
        /// The attempt that it answers.
        attempt: u32,
    },
}

fn first_text(first: Option<DocumentNumber>) -> String {
    first.map_or_else(String::new, |first| format!(", which is {first}"))
}
