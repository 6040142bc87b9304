//! Documents in the tax authority's JSON. Source: RU-FFD/json.
//!
//! Field names are those of the tag table. What the authority's own output does is done here too:
//!
//! - numbers of fixed length keep their padding (`"7825706086  "`), times are `2024-09-17T18:01:00`;
//! - `fiscalSign` is the printed number; the two bytes before it in tag 1077 are not shown and come back as `21 04`;
//! - elements that repeat are arrays; `checkingLabeledProdResult` stands bare when it is alone;
//! - `correctionKktReasonCode` is a list of codes, the wire has a bit mask;
//! - a product code is an object with `rawProductCode` and its parts;
//! - VAT of newer rates stands under `amountsReceiptNds`.
//!
//! Ours: elements that have no published name have one of [`JsonKey::Own`](crate::tags::JsonKey::Own), raw bytes are
//! hexadecimal, and what the table cannot type stands under `unknown` as `{"tag": 65534, "hex": "CAFE"}`.
//! Reading also accepts what others write: the key `сorrectionBase` with its Cyrillic first letter, times as
//! seconds, `fiscalSign` of 48 bits, a document wrapped by its name. Decimals come back without trailing zeros.

mod keys;
mod product_code;
mod read;
mod write;

#[cfg(test)]
mod tests;

/// Stands for the parent of elements that no document wraps; the format has no such tag.
const NO_PARENT: crate::Tag = crate::Tag(0);

pub use read::{JsonError, Reading, elements_from_value, from_value, read};
pub use write::{submission, to_value, write, write_elements};
