//! Elements on the wire: tag, length, value, little-endian. Source: RU-FFD/tlv.
//!
//! Decoding is liberal: numbers of fixed size may be shorter, a VLN may be padded with zero bytes, a taxpayer
//! number may be padded on the left, a text may exceed its limit. What still does not fit the type of its tag
//! becomes [`Value::Unknown`](crate::Value::Unknown) with its raw bytes, and so does an unknown tag. Only a broken
//! structure is refused. Encoding is strict and canonical: `encode(decode(x)) == x` for canonical `x`.

mod decode;
mod encode;
mod raw;

#[cfg(test)]
mod tests;

pub use decode::{DecodeError, DecodeRefusal, decode_document, decode_elements, decode_prefix};
pub use encode::{EncodeError, EncodeRefusal, encode_document, encode_elements};
pub use raw::{RawElement, RawElements, locate};

/// Deepest nesting that is read or written, the form being level one. Real documents have four levels.
pub const DEPTH_MAX: usize = 8;

/// Most digits after the point that are read: a power of ten with so many zeros fits 64 bits.
pub(crate) const SCALE_MAX: u8 = 18;

/// Bytes of tag and length.
pub(crate) const HEADER_SIZE: usize = 4;
