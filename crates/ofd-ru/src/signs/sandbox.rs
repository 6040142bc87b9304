//! Signs of the emulated fiscal storage. They have no legal force.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use types::FiscalStorageNumber;

use super::{
    MessageSigner, MessageVerifier, SignVerdict, TRAILER_SIZE, answer_trailer, joined, message_trailer,
};

/// The published key of the sandbox: anybody can make these signs, so they prove nothing but the arithmetic.
pub const SANDBOX_KEY: [u8; 32] = *b"qassa sandbox key no legal force";

/// Keys of one emulated fiscal storage, shared with the operator of the sandbox.
///
/// HMAC-SHA-256 under a key derived from the number of the storage, over one byte that tells the purpose and the
/// signed bytes, truncated to its first bytes. Source: ours (RU-OFD/sandbox-signs).
#[derive(Clone)]
pub struct SandboxKeys {
    mac: Hmac<Sha256>,
}

/// First byte under the MAC, so that a sign for one purpose never passes for another.
#[derive(Clone, Copy)]
enum Purpose {
    Document,
    Message,
    Acknowledgement,
    Answer,
}

impl SandboxKeys {
    /// Keys of this storage under the published key.
    #[must_use]
    pub fn published(storage: &FiscalStorageNumber) -> Self {
        Self::derived(&SANDBOX_KEY, storage)
    }

    /// Keys of this storage under a key of one's own.
    #[must_use]
    pub fn derived(key: &[u8; 32], storage: &FiscalStorageNumber) -> Self {
        let storage_key = keyed(key).chain_update(storage.as_str()).finalize();
        Self {
            mac: keyed(&storage_key.into_bytes().into()),
        }
    }

    fn mac(&self, purpose: Purpose, bytes: &[u8]) -> Hmac<Sha256> {
        let purpose = match purpose {
            Purpose::Document => 1,
            Purpose::Message => 2,
            Purpose::Acknowledgement => 3,
            Purpose::Answer => 4,
        };
        self.mac.clone().chain_update([purpose]).chain_update(bytes)
    }

    fn sign<const SIZE: usize>(&self, purpose: Purpose, bytes: &[u8]) -> [u8; SIZE] {
        let full = self.mac(purpose, bytes).finalize().into_bytes();
        joined(&[&full])
    }
}

/// HMAC pads a key shorter than its block with zeros, so that padding it here changes nothing.
fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let block: [u8; 64] = joined(&[key]);
    Hmac::new(&block.into())
}

impl MessageSigner for SandboxKeys {
    fn document_sign(&self, elements: &[u8]) -> [u8; 4] {
        self.sign(Purpose::Document, elements)
    }

    fn message_sign(&self, document: &[u8]) -> [u8; 6] {
        self.sign(Purpose::Message, document)
    }

    /// Six bytes of MAC, then the trailer of the confirmed document, as real acknowledgements have it.
    fn acknowledgement_sign(&self, elements: &[u8], confirmed: Option<[u8; TRAILER_SIZE]>) -> [u8; 16] {
        let mac: [u8; 6] = self.sign(Purpose::Acknowledgement, elements);
        joined(&[&mac, &confirmed.unwrap_or_default()])
    }

    fn answer_sign(&self, document: &[u8]) -> [u8; 6] {
        self.sign(Purpose::Answer, document)
    }
}

impl MessageVerifier for SandboxKeys {
    fn verify_message(&self, document: &[u8], trailer: [u8; TRAILER_SIZE]) -> SignVerdict {
        verdict(message_trailer(self.message_sign(document)) == trailer)
    }

    fn verify_answer(&self, document: &[u8], trailer: [u8; TRAILER_SIZE]) -> SignVerdict {
        verdict(answer_trailer(self.answer_sign(document)) == trailer)
    }

    fn verify_acknowledgement(
        &self,
        elements: &[u8],
        confirmed: Option<[u8; TRAILER_SIZE]>,
        sign: [u8; 16],
    ) -> SignVerdict {
        verdict(self.acknowledgement_sign(elements, confirmed) == sign)
    }
}

/// The key is public, so a comparison that leaks time gives nothing away.
const fn verdict(equal: bool) -> SignVerdict {
    if equal {
        SignVerdict::Valid
    } else {
        SignVerdict::Wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(storage: &str) -> SandboxKeys {
        SandboxKeys::published(&FiscalStorageNumber::parse(storage).unwrap())
    }

    #[test]
    fn every_storage_signs_differently_and_every_purpose_too() {
        let (one, two) = (keys("9999078900000001"), keys("9999078900000002"));
        assert_ne!(one.document_sign(b"x"), two.document_sign(b"x"));
        assert_ne!(one.message_sign(b"x"), one.answer_sign(b"x"));
        assert_eq!(
            one.document_sign(b"x"),
            keys("9999078900000001").document_sign(b"x")
        );
    }

    #[test]
    fn the_published_signs_stay_as_they_are() {
        let keys = keys("9999078900000001");
        assert_eq!(hex::encode(keys.document_sign(b"document")), "8ff76762");
        assert_eq!(hex::encode(keys.message_sign(b"document")), "cc6b51830d1c");
    }

    #[test]
    fn verifies_its_own_signs_and_no_others() {
        let keys = keys("9999078900000001");
        let trailer = message_trailer(keys.message_sign(b"document"));
        assert_eq!(keys.verify_message(b"document", trailer), SignVerdict::Valid);
        assert_eq!(keys.verify_message(b"Document", trailer), SignVerdict::Wrong);
        assert_eq!(keys.verify_answer(b"document", trailer), SignVerdict::Wrong);
        let sign = keys.acknowledgement_sign(b"elements", Some(trailer));
        assert_eq!(sign[6..], trailer);
        assert_eq!(
            keys.verify_acknowledgement(b"elements", Some(trailer), sign),
            SignVerdict::Valid
        );
        assert_eq!(
            keys.verify_acknowledgement(b"elements", None, sign),
            SignVerdict::Wrong
        );
    }
}
