//! Serialization of the operator's message as its mask in tag 1206.

use ofd_ru::acknowledgement::OfdMessage;
use serde::{Deserialize, Deserializer, Serializer};

/// Writes the mask.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's `with` passes a reference"
)]
pub fn serialize<S: Serializer>(message: &OfdMessage, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u8(message.0)
}

/// Reads the mask.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OfdMessage, D::Error> {
    u8::deserialize(deserializer).map(OfdMessage)
}
