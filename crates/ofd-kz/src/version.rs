//! Versions of the protocol.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A version that this crate reads. Source: KZ-OFD/versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Version {
    /// 2.0.2, which most registers speak.
    V202,
    /// 2.0.3: parent receipt, list of marking codes, codes of the national catalogue.
    V203,
    /// 2.0.4, seen before production only.
    V204,
}

/// Whether 2.0.4 is served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum VersionPolicy {
    /// 2.0.2 and 2.0.3.
    #[default]
    Published,
    /// 2.0.4 too.
    WithDraft,
}

impl Version {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::V202, Self::V203, Self::V204];

    /// By the number in the header.
    #[must_use]
    pub const fn known(number: u16) -> Option<Self> {
        match number {
            202 => Some(Self::V202),
            203 => Some(Self::V203),
            204 => Some(Self::V204),
            _ => None,
        }
    }

    /// The number in the header: `X × 100 + Y × 10 + Z`.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::V202 => 202,
            Self::V203 => 203,
            Self::V204 => 204,
        }
    }
}

impl VersionPolicy {
    /// The version by whose schema a message is read; `None` is answered by a protocol error.
    #[must_use]
    pub fn admit(self, number: u16) -> Option<Version> {
        Version::known(number).filter(|version| match self {
            Self::Published => *version != Version::V204,
            Self::WithDraft => true,
        })
    }
}

/// `2.0.3`.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V202 => "2.0.2",
            Self::V203 => "2.0.3",
            Self::V204 => "2.0.4",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draft_needs_its_switch() {
        let admitted =
            |policy: VersionPolicy| [120, 201, 202, 203, 204, 205].map(|number| policy.admit(number));
        let (two, three, four) = (Some(Version::V202), Some(Version::V203), Some(Version::V204));
        assert_eq!(
            admitted(VersionPolicy::Published),
            [None, None, two, three, None, None]
        );
        assert_eq!(
            admitted(VersionPolicy::WithDraft),
            [None, None, two, three, four, None]
        );
    }

    #[test]
    fn numbers_and_names_agree() {
        for version in Version::ALL {
            assert_eq!(Version::known(version.number()), Some(version));
            let digits: String = version.to_string().chars().filter(char::is_ascii_digit).collect();
            assert_eq!(digits, version.number().to_string());
        }
    }
}
