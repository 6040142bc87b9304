//! Results of commands. Source: KZ-OFD/result.

use serde::{Deserialize, Serialize};

use crate::version::Version;

/// A result as sent; unknown codes survive a round trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResultCode(pub u32);

macro_rules! results {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $official:literal;)*) => {
        /// A result that the protocol names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum KnownResult {
            $($(#[$meta])* $name,)*
        }

        impl KnownResult {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code on the wire.
            #[must_use]
            pub const fn code(self) -> ResultCode {
                match self {
                    $(Self::$name => ResultCode($code),)*
                }
            }

            /// The protocol's name.
            #[must_use]
            pub const fn official_name(self) -> &'static str {
                match self {
                    $(Self::$name => $official,)*
                }
            }
        }
    };
}

results! {
    /// Done.
    Ok = 0, "OK";
    /// No such register: it blocks itself.
    UnknownId = 1, "UNKNOWN_ID";
    /// Wrong token: the register waits for a new one.
    InvalidToken = 2, "INVALID_TOKEN";
    /// The message does not parse, or its version is unknown.
    ProtocolError = 3, "PROTOCOL_ERROR";
    /// A command without a name.
    UnknownCommand = 4, "UNKNOWN_COMMAND";
    /// A command that the version does not have.
    UnsupportedCommand = 5, "UNSUPPORTED_COMMAND";
    /// Not used.
    InvalidConfiguration = 6, "INVALID_CONFIGURATION";
    /// TLS was tried.
    SslIsNotAllowed = 7, "SSL_IS_NOT_ALLOWED";
    /// The number of the last request with another token.
    InvalidRequestNumber = 8, "INVALID_REQUEST_NUMBER";
    /// A repeat with another command.
    InvalidRetryRequest = 9, "INVALID_RETRY_REQUEST";
    /// The receipt cannot be cancelled; gone in 2.0.4.
    CantCancelTicket = 10, "CANT_CANCEL_TICKET";
    /// The shift is open for more than 24 hours.
    OpenShiftTimeoutExpired = 11, "OPEN_SHIFT_TIMEOUT_EXPIRED";
    /// Wrong login or password of a cashier.
    InvalidLoginPassword = 12, "INVALID_LOGIN_PASSWORD";
    /// The content is wrong.
    IncorrectRequestData = 13, "INCORRECT_REQUEST_DATA";
    /// The drawer does not hold as much.
    NotEnoughCash = 14, "NOT_ENOUGH_CASH";
    /// The register is blocked, or a mandatory field of a receipt is missing.
    Blocked = 15, "BLOCKED";
    /// Versions up to 2.0.1.
    ShiftAlreadyOpened = 16, "SHIFT_ALREADY_OPENED";
    /// Buyer and seller are the same.
    SameTaxpayerAndCustomer = 17, "SAME_TAXPAYER_AND_CUSTOMER";
    /// 18 in 2.0.3: no item with this barcode.
    ElementNotFoundByBarcode = 18, "ELEMENT_NOT_FOUND_BY_BARCODE";
    /// 18 in 2.0.4: the register is off the tax records.
    Deregistered = 18, "DEREGISTERED";
    /// 2.0.4: the register's tariff has ended.
    Disconnected = 19, "DISCONNECTED";
    /// The operator cannot answer now: the register tries again, then works autonomously.
    ServiceTemporarilyUnavailable = 254, "SERVICE_TEMPORARILY_UNAVAILABLE";
    /// As 254.
    UnknownError = 255, "UNKNOWN_ERROR";
}

impl ResultCode {
    /// Done.
    pub const OK: Self = Self(0);

    /// What the code means in `version`; `None` for a code without a name there.
    #[must_use]
    pub fn known(self, version: Version) -> Option<KnownResult> {
        let fits = |result: &KnownResult| result.code() == self && result.exists_in(version);
        KnownResult::ALL.iter().copied().find(fits)
    }
}

impl KnownResult {
    /// `true` when the version has the result. Source: KZ-OFD/version-differences.
    #[must_use]
    pub fn exists_in(self, version: Version) -> bool {
        match self {
            Self::CantCancelTicket | Self::ShiftAlreadyOpened => version < Version::V204,
            Self::ElementNotFoundByBarcode => version == Version::V203,
            Self::Deregistered | Self::Disconnected => version == Version::V204,
            Self::Ok
            | Self::UnknownId
            | Self::InvalidToken
            | Self::ProtocolError
            | Self::UnknownCommand
            | Self::UnsupportedCommand
            | Self::InvalidConfiguration
            | Self::SslIsNotAllowed
            | Self::InvalidRequestNumber
            | Self::InvalidRetryRequest
            | Self::OpenShiftTimeoutExpired
            | Self::InvalidLoginPassword
            | Self::IncorrectRequestData
            | Self::NotEnoughCash
            | Self::Blocked
            | Self::SameTaxpayerAndCustomer
            | Self::ServiceTemporarilyUnavailable
            | Self::UnknownError => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_means_one_thing_in_a_version() {
        for version in Version::ALL {
            let mut codes: Vec<ResultCode> = KnownResult::ALL
                .iter()
                .filter(|result| result.exists_in(version))
                .map(|result| result.code())
                .collect();
            let count = codes.len();
            codes.dedup();
            assert_eq!(codes.len(), count, "{version}");
        }
    }

    #[test]
    fn eighteen_changes_its_meaning() {
        let meaning = |version| ResultCode(18).known(version);
        assert_eq!(meaning(Version::V202), None);
        assert_eq!(
            meaning(Version::V203),
            Some(KnownResult::ElementNotFoundByBarcode)
        );
        assert_eq!(meaning(Version::V204), Some(KnownResult::Deregistered));
        assert_eq!(ResultCode(77).known(Version::V203), None);
    }
}
