//! Version of the fiscal document format that a register writes.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Version of the fiscal document format (FFD) that the register was registered with. Source: RU-FFD/1209.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FormatVersion {
    /// 1.05.
    V1_05,
    /// 1.1.
    V1_1,
    /// 1.2.
    V1_2,
}

impl fmt::Display for FormatVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V1_05 => "1.05",
            Self::V1_1 => "1.1",
            Self::V1_2 => "1.2",
        })
    }
}
