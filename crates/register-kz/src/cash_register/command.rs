use receipt::Operation;
use receipt::kz::Draft;
use serde::{Deserialize, Serialize};
use std::fmt;
use types::Money;

use super::{RegisterSetup, Rollover};
use crate::{CashMovementKind, DocumentNumber, DrawerAtClosing, OfdDeviceId, OfdToken, Permission};

/// What somebody wants of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Sets the register up.
    SetUp(Box<RegisterSetup>),
    /// Types a new token in.
    EnterToken(OfdToken),
    /// Types a new id and token in.
    EnterLink {
        /// The register's id at the operator.
        device_id: OfdDeviceId,
        /// The token.
        token: OfdToken,
    },
    /// Lets a register go on that was repaired.
    Resume,
    /// Puts the first document of the queue aside, which the operator refuses for good; the queue goes on behind it.
    SetAside {
        /// The document, so that nobody sets another one aside than they have looked at.
        number: DocumentNumber,
        /// Why, for the journal.
        reason: String,
    },
    /// Sends a document again that was set aside.
    SendAgain {
        /// The document.
        number: DocumentNumber,
    },
    /// Changes how the register works and with which server it speaks.
    ChangeSettings(SettingsChange),
    /// Issues a receipt; its time and cashier are set by the register.
    IssueReceipt(Box<Draft>),
    /// Puts cash in or takes it out.
    MoveCash {
        /// Which way.
        kind: CashMovementKind,
        /// How much.
        amount: Money,
    },
    /// Makes an X report.
    ReportX,
    /// Closes the shift with a Z report.
    CloseShift {
        /// What happens to the cash.
        drawer: DrawerAtClosing,
    },
    /// Reports by section.
    ReportSections,
    /// Reports by cashier.
    ReportCashiers,
    /// Makes a control receipt: priced, printed, neither counted nor sent.
    MakeControlReceipt(Box<Draft>),
    /// Prints the newest receipt again.
    CopyLastReceipt,
}

/// How the register works from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsChange {
    /// What happens after 24 hours.
    pub rollover: Rollover,
    /// Whether returns name their parents, as the protocol's version has it.
    pub returns_name_parents: bool,
    /// Whether the register speaks with another server, or in another version.
    pub link: LinkChange,
}

/// Whether the register speaks with another server, or in another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkChange {
    /// Neither.
    Kept,
    /// The server, perhaps the version too; it has the register's documents as the one before had them. What the
    /// server before said of the register is over.
    Server,
    /// The version alone: of the blocks only those are over that it may have caused, [`BlockReason::QueueRefused`]
    /// and [`BlockReason::ProtocolFault`].
    ///
    /// [`BlockReason::QueueRefused`]: super::BlockReason::QueueRefused
    /// [`BlockReason::ProtocolFault`]: super::BlockReason::ProtocolFault
    Version,
}

/// A command without its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommandKind {
    /// [`Command::SetUp`].
    SetUp,
    /// [`Command::EnterToken`].
    EnterToken,
    /// [`Command::EnterLink`].
    EnterLink,
    /// [`Command::Resume`].
    Resume,
    /// [`Command::SetAside`].
    SetAside,
    /// [`Command::SendAgain`].
    SendAgain,
    /// [`Command::ChangeSettings`].
    ChangeSettings,
    /// [`Command::IssueReceipt`].
    IssueReceipt,
    /// [`Command::MoveCash`].
    MoveCash,
    /// [`Command::ReportX`].
    ReportX,
    /// [`Command::CloseShift`].
    CloseShift,
    /// [`Command::ReportSections`].
    ReportSections,
    /// [`Command::ReportCashiers`].
    ReportCashiers,
    /// [`Command::MakeControlReceipt`].
    MakeControlReceipt,
    /// [`Command::CopyLastReceipt`].
    CopyLastReceipt,
}

impl Command {
    /// Without its contents.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::SetUp(_) => CommandKind::SetUp,
            Self::EnterToken(_) => CommandKind::EnterToken,
            Self::EnterLink { .. } => CommandKind::EnterLink,
            Self::Resume => CommandKind::Resume,
            Self::SetAside { .. } => CommandKind::SetAside,
            Self::SendAgain { .. } => CommandKind::SendAgain,
            Self::ChangeSettings(_) => CommandKind::ChangeSettings,
            Self::IssueReceipt(_) => CommandKind::IssueReceipt,
            Self::MoveCash { .. } => CommandKind::MoveCash,
            Self::ReportX => CommandKind::ReportX,
            Self::CloseShift { .. } => CommandKind::CloseShift,
            Self::ReportSections => CommandKind::ReportSections,
            Self::ReportCashiers => CommandKind::ReportCashiers,
            Self::MakeControlReceipt(_) => CommandKind::MakeControlReceipt,
            Self::CopyLastReceipt => CommandKind::CopyLastReceipt,
        }
    }

    /// What a role needs for it.
    #[must_use]
    pub fn permission(&self) -> Permission {
        match self {
            Self::SetUp(_)
            | Self::EnterToken(_)
            | Self::EnterLink { .. }
            | Self::Resume
            | Self::SetAside { .. }
            | Self::SendAgain { .. }
            | Self::ChangeSettings(_) => Permission::Administration,
            Self::IssueReceipt(draft) => match draft.operation {
                Operation::Sell | Operation::Buy => Permission::Receipts,
                Operation::SellReturn | Operation::BuyReturn => Permission::Returns,
            },
            Self::MoveCash { .. } => Permission::CashMovements,
            Self::CloseShift { .. } => Permission::ShiftClosing,
            Self::MakeControlReceipt(_) => Permission::ControlReceipts,
            Self::ReportX | Self::ReportSections | Self::ReportCashiers | Self::CopyLastReceipt => {
                Permission::Reports
            }
        }
    }
}

impl fmt::Display for CommandKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SetUp => "set up",
            Self::EnterToken => "enter token",
            Self::EnterLink => "enter link",
            Self::Resume => "resume",
            Self::SetAside => "set aside",
            Self::SendAgain => "send again",
            Self::ChangeSettings => "change settings",
            Self::IssueReceipt => "issue receipt",
            Self::MoveCash => "move cash",
            Self::ReportX => "report X",
            Self::CloseShift => "close shift",
            Self::ReportSections => "report sections",
            Self::ReportCashiers => "report cashiers",
            Self::MakeControlReceipt => "make control receipt",
            Self::CopyLastReceipt => "copy last receipt",
        })
    }
}
