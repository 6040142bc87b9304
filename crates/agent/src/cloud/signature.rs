//! The signature of a request: HMAC-MD5 over method, URL and body. Source: KOMTET/signature.

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use types::{Secret, SerialNumber};

/// What a request is signed with.
pub(super) struct SigningKey(Hmac<Md5>);

impl SigningKey {
    /// The key of `activate`.
    pub(super) fn new(secret: &Secret) -> Self {
        Self::of(secret.reveal().as_bytes())
    }

    /// The key of `tasks`: the secret followed by the serial number.
    pub(super) fn with_serial_number(secret: &Secret, serial_number: &SerialNumber) -> Self {
        Self::of(&[secret.reveal().as_bytes(), serial_number.as_str().as_bytes()].concat())
    }

    fn of(key: &[u8]) -> Self {
        match Hmac::new_from_slice(key) {
            Ok(mac) => Self(mac),
            // HMAC takes keys of every length.
            Err(_) => Self(Hmac::new(&hmac::digest::Key::<Hmac<Md5>>::default())),
        }
    }

    /// Thirty-two lower-case hexadecimal digits.
    pub(super) fn sign(&self, method: &str, url: &str, body: &[u8]) -> String {
        let mac = self
            .0
            .clone()
            .chain_update(method)
            .chain_update(url)
            .chain_update(body);
        hex::encode(mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_like_the_published_clients() {
        let key = SigningKey::new(&Secret::new("secret-key"));
        let url = "https://kassa.komtet.ru/api/shop/v2/queues/3/task";
        assert_eq!(
            key.sign("POST", url, b"{\"key\": 10.0}"),
            "d5aa2f6177ba2f4f94218ed9587454be"
        );
        let serial = SerialNumber::parse("rEt").unwrap();
        let joined = SigningKey::with_serial_number(&Secret::new("verySec"), &serial);
        let url = "http://example.org/some/url";
        assert_eq!(
            joined.sign("POST", url, b"body_here"),
            "78dcc39222e66ad97eee2fd30a39c14d"
        );
    }
}
