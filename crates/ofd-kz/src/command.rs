//! Commands of a register. Source: KZ-OFD/commands.

use serde::{Deserialize, Serialize};

use crate::result_code::KnownResult;
use crate::version::Version;

/// A command as sent; unknown ones survive a round trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Command(pub i32);

/// A command that the protocol names.
pub use crate::messages::CommandType as KnownCommand;

/// Whether an answer may bring a new token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// The answer may bring a new token; it is kept and repeated byte for byte.
    Rotates,
    /// The answer repeats the token of the request and is made anew each time.
    Keeps,
}

impl Command {
    /// What the protocol names it.
    #[must_use]
    pub const fn known(self) -> Option<KnownCommand> {
        KnownCommand::known(self.0)
    }

    /// The command in `version`.
    ///
    /// # Errors
    /// [`KnownResult::UnknownCommand`] without a name, [`KnownResult::UnsupportedCommand`] where the version does not
    /// have it.
    pub fn in_version(self, version: Version) -> Result<KnownCommand, KnownResult> {
        let known = self.known().ok_or(KnownResult::UnknownCommand)?;
        let supported = match known {
            KnownCommand::CancelTicket => version == Version::V202,
            KnownCommand::QrGenerate | KnownCommand::QrGetStatus => version == Version::V204,
            KnownCommand::System
            | KnownCommand::Ticket
            | KnownCommand::CloseShift
            | KnownCommand::Report
            | KnownCommand::Nomenclature
            | KnownCommand::Info
            | KnownCommand::MoneyPlacement
            | KnownCommand::Auth
            | KnownCommand::Reserved => true,
        };
        supported.then_some(known).ok_or(KnownResult::UnsupportedCommand)
    }

    /// Whether an accepted answer rotates the token and is repeated byte for byte. Source: KZ-OFD/token.
    #[must_use]
    pub const fn rotation(self) -> Rotation {
        match self.known() {
            Some(
                KnownCommand::Ticket
                | KnownCommand::CloseShift
                | KnownCommand::MoneyPlacement
                | KnownCommand::CancelTicket,
            ) => Rotation::Rotates,
            Some(
                KnownCommand::System
                | KnownCommand::Report
                | KnownCommand::Nomenclature
                | KnownCommand::Info
                | KnownCommand::Auth
                | KnownCommand::Reserved
                | KnownCommand::QrGenerate
                | KnownCommand::QrGetStatus,
            )
            | None => Rotation::Keeps,
        }
    }
}

impl From<KnownCommand> for Command {
    fn from(known: KnownCommand) -> Self {
        Self(known.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_come_and_go_with_versions() {
        let results = |number| Version::ALL.map(|version| Command(number).in_version(version).err());
        let unsupported = Some(KnownResult::UnsupportedCommand);
        assert_eq!(results(1), [None; 3]);
        assert_eq!(results(7), [None, unsupported, unsupported]);
        assert_eq!(results(100), [unsupported, unsupported, None]);
        assert_eq!(results(101), [unsupported, unsupported, None]);
        assert_eq!(results(9), [Some(KnownResult::UnknownCommand); 3]);
    }
}
