//! What the sandbox page needs from a demo platform, and what it can do to it.

use futures::future::BoxFuture;
use ofd_ru::Form;
use serde::Serialize;
use types::{ApplicationId, OutboxId, RegisterId, TaskId, Timestamp};

/// A platform that can be played with: clock, faults, mailbox, logs.
pub trait Sandbox: Send + Sync {
    /// Everything that the page shows, newest first, each list cut to a screenful (at most 50).
    fn state(&self) -> BoxFuture<'_, Result<SandboxState, SandboxError>>;

    /// Moves the clock of the whole platform.
    fn move_clock(&self, change: ClockChange) -> BoxFuture<'_, Result<(), SandboxError>>;

    /// Arms or disarms a fault of a register; `None` makes it healthy.
    fn set_fault(
        &self,
        register: RegisterId,
        fault: Option<RegisterFault>,
    ) -> BoxFuture<'_, Result<(), SandboxError>>;

    /// Sends a sample receipt through the shop's door, as a shop would.
    fn send_sample(&self, sample: Sample) -> BoxFuture<'_, Result<TaskId, SandboxError>>;

    /// Answers what waits for a tax authority in its place: does it, or refuses it for this reason.
    fn answer_application(
        &self,
        application: WaitingId,
        refusal: Option<String>,
    ) -> BoxFuture<'_, Result<(), SandboxError>>;

    /// One mail of the mailbox; `Ok(None)` when there is none with this id.
    fn mail(&self, id: OutboxId) -> BoxFuture<'_, Result<Option<SandboxMail>, SandboxError>>;
}

/// Why the sandbox did not do it.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// What was named does not exist (any more).
    #[error("{0} does not exist")]
    Unknown(String),
    /// What was typed or sent is not what the field takes; nothing was tried.
    #[error("`{given}` is not {expected:?}")]
    Invalid {
        /// As it came.
        given: String,
        /// What would be right.
        expected: Expected,
    },
    /// Understood and refused, such as a clock before the last document.
    #[error("{0}")]
    Refused(String),
    /// The platform failed.
    #[error("the sandbox failed: {0}")]
    Failed(String),
}

/// What a field of the sandbox's forms takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A moment, as a browser's date field writes it.
    Moment,
    /// A whole number of seconds.
    Seconds,
    /// A clock between [`CLOCK_EARLIEST`] and [`CLOCK_LATEST`].
    ClockInRange,
    /// The number of a register.
    Register,
    /// One of [`RegisterFault::ALL`], or nothing.
    Fault,
    /// One of [`Sample::ALL`].
    Sample,
    /// What waits for a tax authority, as the page's form names it.
    Application,
    /// `accept`, or `refuse` with a reason.
    Answer,
}

/// Where the sandbox's clock can stand at the earliest: 2017-01-01 00:00:00 in Moscow, the year in which registers
/// began to send their documents.
pub const CLOCK_EARLIEST: Timestamp = Timestamp::from_micros(1_483_218_000_000_000);

/// Where the sandbox's clock can stand at the latest: 2099-12-31 23:59:59 in Moscow, before the 32 bits of a
/// document's time end.
pub const CLOCK_LATEST: Timestamp = Timestamp::from_micros(4_102_433_999_000_000);

/// How the clock is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChange {
    /// Forward by so many seconds; negative moves it back.
    AdvanceS(i64),
    /// To a moment.
    Set(Timestamp),
    /// Back to real time.
    Reset,
}

impl ClockChange {
    /// Where a clock that shows `now` stands after the change, at the moment `real`.
    ///
    /// # Errors
    /// [`SandboxError::Invalid`] outside of [`CLOCK_EARLIEST`] to [`CLOCK_LATEST`].
    pub fn apply(self, now: Timestamp, real: Timestamp) -> Result<Timestamp, SandboxError> {
        let (moved, given) = match self {
            Self::Reset => return Ok(real),
            Self::Set(moment) => (Some(moment), moment.to_string()),
            Self::AdvanceS(seconds) => {
                let moved = seconds
                    .checked_mul(1_000_000)
                    .and_then(|micros| now.micros().checked_add(micros));
                (moved.map(Timestamp::from_micros), format!("{seconds} s"))
            }
        };
        moved
            .filter(|moment| (CLOCK_EARLIEST..=CLOCK_LATEST).contains(moment))
            .ok_or(SandboxError::Invalid {
                given,
                expected: Expected::ClockInRange,
            })
    }
}

/// A fault of a virtual register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterFault {
    /// Takes no task and answers nothing.
    NoAnswer,
    /// Seals the document, and the answer is lost.
    LostAnswer,
    /// Answers late.
    Slow,
    /// The fiscal storage is exhausted.
    Exhausted,
    /// The register's clock is wrong.
    ClockWrong,
    /// Stops between seal and report.
    Crash,
}

impl RegisterFault {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::NoAnswer,
        Self::LostAnswer,
        Self::Slow,
        Self::Exhausted,
        Self::ClockWrong,
        Self::Crash,
    ];

    /// The fault in forms and JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::LostAnswer => "lost_answer",
            Self::Slow => "slow",
            Self::Exhausted => "exhausted",
            Self::ClockWrong => "clock_wrong",
            Self::Crash => "crash",
        }
    }
}

/// What kind of sample receipt is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sample {
    /// A sale of two lines paid by card.
    #[default]
    Sale,
    /// A return of such a sale.
    Return,
    /// A sale with a marked item.
    Marked,
    /// A correction.
    Correction,
}

impl Sample {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Sale, Self::Return, Self::Marked, Self::Correction];

    /// The sample in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Return => "return",
            Self::Marked => "marked",
            Self::Correction => "correction",
        }
    }
}

/// Everything that the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxState {
    /// Time of the platform.
    pub now: Timestamp,
    /// Distance from real time, in seconds.
    pub shift_s: i64,
    /// Registers.
    pub registers: Vec<RegisterState>,
    /// Latest receipts and their ways.
    pub tasks: Vec<TaskTrace>,
    /// Mails, newest first.
    pub mails: Vec<MailSummary>,
    /// Callbacks to shops, newest first.
    pub callbacks: Vec<CallbackEntry>,
    /// What the tax authority's simulator got, newest first.
    pub tax_log: Vec<TaxEntry>,
    /// What waits for a tax authority, oldest first.
    pub applications: Vec<WaitingApplication>,
}

/// What waits for a tax authority: an application in Kazakhstan, a register in Russia.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingId {
    /// An application to the tax authority of Kazakhstan.
    Kazakh(ApplicationId),
    /// A Russian register whose application or report is at the tax service.
    Russian(RegisterId),
}

impl WaitingId {
    /// As the page's form and the JSON name it: `kz-1`, `ru-1`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Kazakh(id) => format!("kz-{id}"),
            Self::Russian(id) => format!("ru-{id}"),
        }
    }

    /// What this code names.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (country, id) = code.trim().split_once('-')?;
        let id = id.parse().ok().filter(|id| *id > 0)?;
        match country {
            "kz" => Some(Self::Kazakh(ApplicationId::new(id))),
            "ru" => Some(Self::Russian(RegisterId::new(id))),
            _other => None,
        }
    }
}

/// What is asked of a tax authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingKind {
    /// To put a register on the books.
    Enrollment,
    /// To change what the books say.
    ReEnrollment,
    /// To take a register off the books.
    Deregistration,
    /// To make the card after a registration report.
    Report,
}

/// Something that a tax authority has to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingApplication {
    /// Which.
    pub id: WaitingId,
    /// What is asked.
    pub kind: WaitingKind,
    /// Name of the register.
    pub register: String,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
}

/// A register of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterState {
    /// Which.
    pub id: RegisterId,
    /// A name for people.
    pub name: String,
    /// Number of its fiscal storage.
    pub fiscal_storage: String,
    /// What it does.
    pub phase: RegisterPhase,
    /// Documents that the storage holds.
    pub documents: u32,
    /// Documents that it can hold at most.
    pub documents_max: u32,
    /// Documents without the operator's confirmation.
    pub unsent: u32,
    /// The armed fault.
    pub fault: Option<RegisterFault>,
}

/// What a register does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum RegisterPhase {
    /// Ready, the shift is closed.
    ShiftClosed,
    /// Ready, the shift is open.
    ShiftOpen {
        /// Its number.
        number: u32,
    },
    /// Its shift is longer than 24 h: it must be closed first.
    ShiftExpired {
        /// Its number.
        number: u32,
    },
    /// The memory of its storage is full: it seals nothing more.
    Exhausted,
    /// Its clock is wrong: it seals nothing until it is right.
    ClockWrong,
    /// Seals nothing more, such as after the storage was closed.
    Blocked,
    /// Does not answer.
    Unreachable,
}

/// The way of one receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskTrace {
    /// Which.
    pub id: TaskId,
    /// The shop's number of the operation.
    pub external_id: String,
    /// Where it stands.
    pub outcome: TaskOutcome,
    /// Everything that befell it, in order of time.
    pub steps: Vec<TraceStep>,
    /// Stages that are still to come, in their order.
    pub ahead: Vec<Stage>,
    /// Why it has not ended yet; `None` when it has.
    pub hold_up: Option<HoldUp>,
    /// Why it failed, as the shop was told.
    pub failure: Option<String>,
    /// Token of the receipt page, once there is one.
    pub receipt_token: Option<String>,
}

/// Where a receipt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskOutcome {
    /// On its way.
    Running,
    /// No register can seal it for the time being.
    Waiting,
    /// Sealed and reported.
    Done,
    /// Not known yet whether the document was sealed; the register is being asked.
    Unknown,
    /// Failed; there is no document.
    Failed,
    /// Taken back by the shop; there is no document.
    Canceled,
}

/// What keeps a receipt where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldUp {
    /// What kind of thing.
    pub reason: HoldUpReason,
    /// Since when, by the clock of the platform.
    pub since: Timestamp,
    /// Name of the register concerned.
    pub register: Option<String>,
    /// What the register said, in its own words.
    pub words: Option<String>,
}

/// What kind of thing keeps a receipt where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldUpReason {
    /// No register has taken it yet.
    Queued,
    /// A register has it and has not reported.
    AtRegister,
    /// Registers gave it back: they can seal nothing for the time being.
    RegisterUnready,
}

/// A step that a receipt reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceStep {
    /// What happened.
    pub happening: Happening,
    /// When, by the clock of the platform.
    pub at: Timestamp,
    /// Name of the register concerned.
    pub register: Option<String>,
    /// Such as the document's number or an error's words.
    pub detail: Option<String>,
}

/// What happened to a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// It came a stage further.
    Stage(Stage),
    /// It ended without a document.
    Failed,
    /// Its shop took it back.
    Canceled,
    /// The tax authority refused the document.
    TaxAuthorityRefused,
    /// A mail or callback about it was given up.
    MessageDead,
    /// Something off the straight way, in the one word that the API has for it.
    Event(String),
}

impl Happening {
    /// The word that the JSON has for it.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Stage(stage) => stage.code(),
            Self::Failed => "failed",
            Self::Canceled => "canceled",
            Self::TaxAuthorityRefused => "tax_authority_refused",
            Self::MessageDead => "message_dead",
            Self::Event(word) => word,
        }
    }
}

/// Stages of the way, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The shop's request was understood and priced.
    Accepted,
    /// It stands durably in the queue.
    Queued,
    /// A register took it.
    Leased,
    /// The fiscal storage sealed the document.
    Sealed,
    /// The operator confirmed it.
    OperatorConfirmed,
    /// The tax authority took it.
    TaxAuthorityAccepted,
    /// The buyer's mail was handed over.
    MailSent,
    /// The shop took the callback.
    CallbackDelivered,
}

impl Stage {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Accepted,
        Self::Queued,
        Self::Leased,
        Self::Sealed,
        Self::OperatorConfirmed,
        Self::TaxAuthorityAccepted,
        Self::MailSent,
        Self::CallbackDelivered,
    ];

    /// The word that the JSON has for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Queued => "queued",
            Self::Leased => "leased",
            Self::Sealed => "sealed",
            Self::OperatorConfirmed => "operator_confirmed",
            Self::TaxAuthorityAccepted => "tax_authority_accepted",
            Self::MailSent => "mail_sent",
            Self::CallbackDelivered => "callback_delivered",
        }
    }
}

/// A mail in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSummary {
    /// Which.
    pub id: OutboxId,
    /// When it was handed over.
    pub at: Timestamp,
    /// To whom.
    pub to: String,
    /// About what.
    pub subject: String,
}

/// A mail in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxMail {
    /// As in the list.
    pub summary: MailSummary,
    /// From whom.
    pub from: String,
    /// The plain part.
    pub text: String,
    /// The HTML part; shown in a frame without rights.
    pub html: Option<String>,
}

/// A callback to a shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackEntry {
    /// When it was tried last.
    pub at: Timestamp,
    /// Where to.
    pub url: String,
    /// How it went.
    pub outcome: CallbackOutcome,
    /// Tries so far.
    pub attempts: u32,
    /// What was sent.
    pub body: String,
}

/// How a callback went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackOutcome {
    /// Taken, with this HTTP status.
    Delivered(u16),
    /// To be tried again at this moment.
    Retrying {
        /// When.
        at: Timestamp,
        /// Why the last try failed.
        reason: String,
    },
    /// Given up.
    Dead {
        /// Why the last try failed.
        reason: String,
    },
}

/// Who issued a document that the tax authority's simulator got, by the number that its country tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaxIssuer {
    /// Number of a fiscal storage, in Russia.
    FiscalStorage(String),
    /// Registration number of a register, in Kazakhstan.
    Register(String),
}

/// What the tax authority's simulator got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxEntry {
    /// When.
    pub at: Timestamp,
    /// Who issued it.
    pub issuer: TaxIssuer,
    /// Which document.
    pub document_number: u32,
    /// Kind of the document; `None` when it could not be read.
    pub form: Option<Form>,
    /// `true` when it was taken, `false` when it was refused.
    pub accepted: bool,
}
