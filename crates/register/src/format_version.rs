//! Serialization of a format version as its code in tag 1209.

use ofd_ru::FfdVersion;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// Writes the code: 2 for FFD 1.05, 3 for 1.1, 4 for 1.2.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's `with` passes a reference"
)]
pub fn serialize<S: Serializer>(version: &FfdVersion, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(version.code())
}

/// Reads the code.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FfdVersion, D::Error> {
    let code = u64::deserialize(deserializer)?;
    FfdVersion::from_code(code).ok_or_else(|| D::Error::custom(format!("{code} is no version of the format")))
}
