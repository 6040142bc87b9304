//! The signature of a request: HMAC-MD5 over method, URL and body. Source: KOMTET/signature.
//!
//! The URL is the text that the client wrote, which nobody but the client knows: it is rebuilt from the
//! addresses that the platform is known by.

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use types::Secret;

mod explain;

pub use explain::{Explanation, Verdict, explain};

/// What a request is signed with.
#[derive(Clone)]
pub struct SigningKey(Hmac<Md5>);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl SigningKey {
    /// The key of a shop, and of a register's `activate` and `deactivate`.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self::of(secret.reveal().as_bytes())
    }

    /// The key of a register's `tasks`: the secret followed by the serial number.
    #[must_use]
    pub fn with_serial_number(secret: &Secret, serial_number: &str) -> Self {
        Self::of(&[secret.reveal().as_bytes(), serial_number.as_bytes()].concat())
    }

    fn of(key: &[u8]) -> Self {
        match Hmac::new_from_slice(key) {
            Ok(mac) => Self(mac),
            // HMAC takes keys of every length.
            Err(_) => Self(Hmac::new(&hmac::digest::Key::<Hmac<Md5>>::default())),
        }
    }

    fn mac(&self, method: &str, url: &[&[u8]], body: &[u8]) -> Hmac<Md5> {
        let mut mac = self.0.clone();
        mac.update(method.as_bytes());
        for part in url {
            mac.update(part);
        }
        mac.update(body);
        mac
    }

    /// The signature as clients write it: 32 lower-case hexadecimal digits.
    #[must_use]
    pub fn sign(&self, method: &str, url: &str, body: &[u8]) -> String {
        hex::encode(self.mac(method, &[url.as_bytes()], body).finalize().into_bytes())
    }

    fn matches(&self, method: &str, url: &[&[u8]], body: &[u8], signature: &[u8]) -> bool {
        self.mac(method, url, body).verify_slice(signature).is_ok()
    }
}

/// Addresses that clients know the platform by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicAddresses {
    bases: Vec<String>,
    hosts: HostHeader,
}

/// Which `Host` headers count as addresses of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostHeader {
    /// None: only the configured addresses count.
    Ignored,
    /// Those that name this machine alone, for trials.
    Loopback,
}

/// Addresses that are tried; each costs a hash of the body.
const BASES_MAX: usize = 8;

impl PublicAddresses {
    /// Base URLs such as `https://kassa.example`; a slash at the end is dropped, at most eight are kept.
    #[must_use]
    pub fn new(bases: impl IntoIterator<Item = String>, hosts: HostHeader) -> Self {
        let bases = bases
            .into_iter()
            .map(|base| base.trim_end_matches('/').to_owned());
        Self {
            bases: bases.take(BASES_MAX).collect(),
            hosts,
        }
    }

    fn bases_for<'a>(&'a self, request: &Signed<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
        let host = match self.hosts {
            HostHeader::Ignored => None,
            HostHeader::Loopback => request.host.filter(|host| is_loopback(host)),
        };
        let configured = self.bases.iter().map(|base| (base.as_str(), ""));
        let of_host = ["http://", "https://"]
            .into_iter()
            .filter_map(move |scheme| Some((scheme, host?)));
        configured.chain(of_host)
    }
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        Some(_) | None => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || name
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// A request as it arrived, before anything was decoded.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// Method in upper case.
    pub method: &'a str,
    /// Path and query as in the request line.
    pub target: &'a str,
    /// `Host` header.
    pub host: Option<&'a str>,
    /// Body, byte for byte.
    pub body: &'a [u8],
    /// `X-HMAC-Signature` header.
    pub signature: &'a str,
}

/// Checks a signature against every address, with the target as it is and percent-decoded.
///
/// Takes the same time wherever the signatures differ.
#[must_use]
pub fn is_signed_by(key: &SigningKey, addresses: &PublicAddresses, request: &Signed<'_>) -> bool {
    let Some(signature) = digits(request.signature) else {
        return false;
    };
    let decoded = percent_decoded(request.target);
    let targets = [Some(request.target.as_bytes()), decoded.as_deref()];
    let mut bases = addresses.bases_for(request);
    bases.any(|(base, host)| {
        let mut targets = targets.into_iter().flatten();
        targets.any(|target| {
            let url = [base.as_bytes(), host.as_bytes(), target];
            key.matches(request.method, &url, request.body, &signature)
        })
    })
}

/// The bytes of a signature: 32 digits of `0`–`9` and `a`–`f`. One request has one signature, not one in each
/// spelling.
fn digits(signature: &str) -> Option<Vec<u8>> {
    let signature = signature.trim();
    let lower_case = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let sound = signature.len() == 32 && signature.bytes().all(lower_case);
    sound.then(|| hex::decode(signature).ok()).flatten()
}

/// The target without percent-encoding; `None` when it has none.
fn percent_decoded(target: &str) -> Option<Vec<u8>> {
    if !target.contains('%') {
        return None;
    }
    let bytes = target.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *byte == b'%');
        let code = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let (Some(code), Some(after)) = (code, after.get(2..)) {
            decoded.push(code);
            rest = after;
        } else {
            decoded.push(*byte);
            rest = after;
        }
    }
    Some(decoded)
}

#[cfg(test)]
mod tests;
