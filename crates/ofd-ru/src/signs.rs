//! Fiscal signs: what carries them and who makes them. Source: RU-OFD/signs.
//!
//! The keys never leave the fiscal storage and the operator's certified module, so making and checking is behind
//! [`MessageSigner`] and [`MessageVerifier`]. [`SandboxKeys`] stands in for both: its signs have no legal force.

mod sandbox;

use crate::tags;
use crate::tlv::RawElements;
use crate::tree::{Document, Element, Elements, Tag};

pub use sandbox::{SANDBOX_KEY, SandboxKeys};

/// Bytes of the trailer that follows the document in a container.
pub const TRAILER_SIZE: usize = 10;

const DOCUMENT_SIGN: [u8; 2] = [0x21, 0x04];
const MESSAGE_SIGN: [u8; 2] = [0x81, 0x06];
const ANSWER_SIGN: [u8; 2] = [0x82, 0x06];
const ACKNOWLEDGEMENT_SIGN: [u8; 2] = [0x88, 0x10];

/// Makes the signs of one fiscal storage and of the operator towards it.
pub trait MessageSigner: Send + Sync {
    /// Fiscal sign of a document (ФПД): over its elements without tag 1077.
    fn document_sign(&self, elements: &[u8]) -> [u8; 4];

    /// Fiscal sign of a message (ФПС): over the plain document, form included.
    fn message_sign(&self, document: &[u8]) -> [u8; 6];

    /// Operator's sign of an acknowledgement (ФПО): over its elements without tag 1078.
    ///
    /// `confirmed` is the trailer of the confirmed document, if it had one.
    fn acknowledgement_sign(&self, elements: &[u8], confirmed: Option<[u8; TRAILER_SIZE]>) -> [u8; 16];

    /// Fiscal sign of the operator's answer (ФПП): over the plain acknowledgement, form included.
    fn answer_sign(&self, document: &[u8]) -> [u8; 6];
}

/// Checks the signs of one fiscal storage and of the operator towards it.
pub trait MessageVerifier: Send + Sync {
    /// Checks the trailer of a message against its plain document.
    fn verify_message(&self, document: &[u8], trailer: [u8; TRAILER_SIZE]) -> SignVerdict;

    /// Checks the trailer of the operator's answer against its plain acknowledgement.
    fn verify_answer(&self, document: &[u8], trailer: [u8; TRAILER_SIZE]) -> SignVerdict;

    /// Checks the operator's sign over the elements of an acknowledgement without tag 1078.
    fn verify_acknowledgement(
        &self,
        elements: &[u8],
        confirmed: Option<[u8; TRAILER_SIZE]>,
        sign: [u8; 16],
    ) -> SignVerdict;
}

/// What a check of a sign says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignVerdict {
    /// Made with the key over these bytes.
    Valid,
    /// Not made with the key over these bytes, or of an unknown shape.
    Wrong,
    /// Nobody here has the key.
    NotVerified,
}

/// A verifier without keys: any sign passes as [`SignVerdict::NotVerified`].
#[derive(Clone, Copy, Debug, Default)]
pub struct TransparentVerifier;

impl MessageVerifier for TransparentVerifier {
    fn verify_message(&self, _: &[u8], _: [u8; TRAILER_SIZE]) -> SignVerdict {
        SignVerdict::NotVerified
    }

    fn verify_answer(&self, _: &[u8], _: [u8; TRAILER_SIZE]) -> SignVerdict {
        SignVerdict::NotVerified
    }

    fn verify_acknowledgement(&self, _: &[u8], _: Option<[u8; TRAILER_SIZE]>, _: [u8; 16]) -> SignVerdict {
        SignVerdict::NotVerified
    }
}

/// Tag 1077 with this fiscal sign.
#[must_use]
pub fn document_sign_element(sign: [u8; 4]) -> Element {
    Element::bytes(tags::FISCAL_SIGN, [&DOCUMENT_SIGN[..], &sign].concat())
}

/// Tag 1078 with this operator's sign.
#[must_use]
pub fn acknowledgement_sign_element(sign: [u8; 16]) -> Element {
    Element::bytes(tags::OFD_FISCAL_SIGN, [&ACKNOWLEDGEMENT_SIGN[..], &sign].concat())
}

/// The fiscal sign as it is printed and put into the QR code; `None` without a well-formed tag 1077.
///
/// The two bytes before it tell the kind of the sign; registers in the field differ there.
#[must_use]
pub fn printed_sign(document: &Document) -> Option<u32> {
    let bytes = document.body().element(tags::FISCAL_SIGN)?.value.as_bytes()?;
    bytes.last_chunk::<4>().map(|sign| u32::from_be_bytes(*sign))
}

/// The 16 bytes of the operator's sign; `None` without a well-formed tag 1078.
#[must_use]
pub fn acknowledgement_sign(elements: &[Element]) -> Option<[u8; 16]> {
    let bytes = elements.element(tags::OFD_FISCAL_SIGN)?.value.as_bytes()?;
    bytes.strip_prefix(&ACKNOWLEDGEMENT_SIGN)?.try_into().ok()
}

/// Trailer of a message from the register.
#[must_use]
pub fn message_trailer(sign: [u8; 6]) -> [u8; TRAILER_SIZE] {
    trailer(MESSAGE_SIGN, sign)
}

/// Trailer of an answer of the operator.
#[must_use]
pub fn answer_trailer(sign: [u8; 6]) -> [u8; TRAILER_SIZE] {
    trailer(ANSWER_SIGN, sign)
}

/// Number of a message sign in JSON: the first eight bytes of the trailer, big-endian.
#[must_use]
pub fn message_sign_number(trailer: [u8; TRAILER_SIZE]) -> u64 {
    trailer
        .first_chunk::<8>()
        .map_or(0, |sign| u64::from_be_bytes(*sign))
}

/// Encoded elements without those that carry this tag: what a sign under the tag covers.
///
/// Bytes behind a broken element are left out.
#[must_use]
pub fn covered(elements: &[u8], without: Tag) -> Vec<u8> {
    let mut covered = Vec::with_capacity(elements.len());
    for element in RawElements::new(elements, 0).map_while(Result::ok) {
        if element.tag != without {
            let end = element.value_offset() + element.value.len();
            covered.extend_from_slice(elements.get(element.offset..end).unwrap_or_default());
        }
    }
    covered
}

/// Kind and length of the sign, the sign, two zero bytes.
fn trailer(kind: [u8; 2], sign: [u8; 6]) -> [u8; TRAILER_SIZE] {
    joined(&[&kind, &sign])
}

/// The parts one after the other, cut or filled up with zeros.
fn joined<const SIZE: usize>(parts: &[&[u8]]) -> [u8; SIZE] {
    let mut whole = [0; SIZE];
    for (place, byte) in whole.iter_mut().zip(parts.iter().copied().flatten()) {
        *place = *byte;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Form;

    #[test]
    fn the_printed_sign_is_the_big_endian_number_of_the_last_four_bytes() {
        let mut document = Document::new(Form::Receipt);
        assert_eq!(printed_sign(&document), None);
        document
            .elements
            .push(document_sign_element([0xAA, 0x10, 0x75, 0x41]));
        assert_eq!(printed_sign(&document), Some(2_853_205_313));
    }

    #[test]
    fn the_number_of_a_message_sign_keeps_its_low_digits() {
        let trailer = message_trailer([0xA5, 0x5A, 0xE1, 0x0C, 0x4D, 0x75]);
        assert_eq!(message_sign_number(trailer), 0x8106_A55A_E10C_4D75);
    }
}
