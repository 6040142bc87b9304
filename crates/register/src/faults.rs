//! Scripted faults: what a real register does on a bad day, for the sandbox and for tests.

use serde::{Deserialize, Serialize};
use types::LocalDateTime;

use crate::fiscal_storage::{CommandKind, Event, FiscalStorageError, ReceiptBody, StorageKeys};
use crate::numbering::FiscalDocumentNumber;
use crate::virtual_register::{RegisterCommand, RegisterError, VirtualRegister};

/// Rules that a plan holds at most.
pub const FAULT_RULES_MAX: usize = 64;

/// Faults to come; each command takes the first rule that fits it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultPlan {
    rules: Vec<FaultRule>,
}

/// One fault, when and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRule {
    /// Which commands it befalls.
    pub target: FaultTarget,
    /// Commands of the target that pass unharmed before.
    pub skip: u32,
    /// Commands of the target that it befalls then; the rule is gone afterwards.
    pub times: u32,
    /// What happens.
    pub fault: Fault,
}

/// Which commands a fault befalls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FaultTarget {
    /// Any.
    Any,
    /// One kind.
    Command(CommandKind),
}

/// What happens to a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The register hears nothing: nothing is sealed, no answer comes.
    NoAnswer,
    /// The register seals; the answer gets lost.
    AnswerLost,
    /// The register answers late.
    Slow {
        /// How late, in milliseconds.
        delay_ms: u32,
    },
    /// The storage says that it is full.
    Exhausted,
    /// The register's clock is wrong.
    ClockWrong {
        /// By how many seconds; negative is behind.
        offset_s: i64,
    },
    /// The driving process dies after the sealing, before it reports.
    CrashBeforeReport,
}

/// A plan that cannot take another rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a fault plan holds at most {FAULT_RULES_MAX} rules")]
pub struct FaultPlanFull;

/// What came of a command under a fault plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulated {
    /// What happened in the register, told or not: to be persisted as the register's own memory.
    pub events: Vec<Event>,
    /// What whoever sent the command gets to know.
    pub told: Told,
    /// Milliseconds before it is told.
    pub delay_ms: u32,
    /// What happens to whoever sent the command.
    pub sender: Sender,
}

/// The three outcomes of an outside effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It is done; the events are the answer.
    Done,
    /// It is not done.
    NotDone(RegisterError),
    /// Nobody knows: ask for the newest document ([`crate::Attempt::resolve`]).
    Unknown,
}

/// What happens to the process that sent the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// It goes on.
    Lives,
    /// It dies before it can report; a restart follows.
    Dies,
}

impl FaultPlan {
    /// Adds a rule behind those that are there. A rule that befalls no command is dropped.
    ///
    /// # Errors
    /// [`FaultPlanFull`] at [`FAULT_RULES_MAX`] rules.
    pub fn add(&mut self, rule: FaultRule) -> Result<(), FaultPlanFull> {
        if self.rules.len() >= FAULT_RULES_MAX {
            return Err(FaultPlanFull);
        }
        if rule.times > 0 {
            self.rules.push(rule);
        }
        Ok(())
    }

    /// The rules that are still to come.
    #[must_use]
    pub fn rules(&self) -> &[FaultRule] {
        &self.rules
    }

    /// The fault that befalls this command, if any. Rules count down.
    pub fn strike(&mut self, command: CommandKind) -> Option<Fault> {
        let index = self.rules.iter().position(|rule| match rule.target {
            FaultTarget::Any => true,
            FaultTarget::Command(kind) => kind == command,
        })?;
        let rule = self.rules.get_mut(index)?;
        if rule.skip > 0 {
            rule.skip -= 1;
            return None;
        }
        let fault = rule.fault;
        rule.times = rule.times.saturating_sub(1);
        if rule.times == 0 {
            self.rules.remove(index);
        }
        Some(fault)
    }
}

impl VirtualRegister {
    /// [`VirtualRegister::handle`] under a fault plan.
    pub fn simulate(
        &mut self,
        command: RegisterCommand,
        plan: &mut FaultPlan,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Simulated {
        match plan.strike(command.kind()) {
            None => Simulated::answered(self.handle(command, now, keys)),
            Some(Fault::NoAnswer) => Simulated::silent(Vec::new()),
            Some(Fault::AnswerLost) => Simulated::silent(self.handle(command, now, keys).unwrap_or_default()),
            Some(Fault::Slow { delay_ms }) => Simulated {
                delay_ms,
                ..Simulated::answered(self.handle(command, now, keys))
            },
            Some(Fault::Exhausted) => Simulated::answered(Err(self.memory_full())),
            Some(Fault::ClockWrong { offset_s }) => {
                let command = command.begun_later_by(offset_s);
                Simulated::answered(self.handle(command, now.plus_s(offset_s), keys))
            }
            Some(Fault::CrashBeforeReport) => {
                let events = self.handle(command, now, keys).unwrap_or_default();
                Simulated {
                    sender: Sender::Dies,
                    ..Simulated::silent(events)
                }
            }
        }
    }

    fn memory_full(&self) -> RegisterError {
        let last = self.storage().last_document();
        RegisterError::Refused(FiscalStorageError::MemoryFull {
            capacity: self.storage().profile().capacity,
            last: last.map_or(FiscalDocumentNumber::new(0), |document| document.number),
        })
    }
}

impl RegisterCommand {
    /// The kind of the storage's command behind it.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::ReRegister { .. } | Self::ReplaceStorage { .. } => CommandKind::ReRegister,
            Self::OpenShift => CommandKind::OpenShift,
            Self::Seal(_) => CommandKind::Seal,
            Self::CloseShift => CommandKind::CloseShift,
            Self::ReportStatus => CommandKind::ReportStatus,
            Self::CloseArchive => CommandKind::CloseArchive,
            Self::AcceptConfirmation(_) => CommandKind::AcceptConfirmation,
        }
    }
}

impl RegisterCommand {
    /// The same command by a clock that is ahead by so many seconds.
    fn begun_later_by(self, offset_s: i64) -> Self {
        match self {
            Self::Seal(receipt) => Self::Seal(ReceiptBody {
                begun_at: receipt.begun_at.plus_s(offset_s),
                ..receipt
            }),
            Self::ReRegister { .. }
            | Self::ReplaceStorage { .. }
            | Self::OpenShift
            | Self::CloseShift
            | Self::ReportStatus
            | Self::CloseArchive
            | Self::AcceptConfirmation(_) => self,
        }
    }
}

impl Simulated {
    fn answered(outcome: Result<Vec<Event>, RegisterError>) -> Self {
        let (events, told) = match outcome {
            Ok(events) => (events, Told::Done),
            Err(error) => (Vec::new(), Told::NotDone(error)),
        };
        Self {
            events,
            told,
            delay_ms: 0,
            sender: Sender::Lives,
        }
    }

    fn silent(events: Vec<Event>) -> Self {
        Self {
            events,
            told: Told::Unknown,
            delay_ms: 0,
            sender: Sender::Lives,
        }
    }
}
