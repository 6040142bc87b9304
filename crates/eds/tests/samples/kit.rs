//! Makes what no sample has: certificates, lists, answers, messages and time stamps by keys of Kazakh GOST, 256 bits.

use crate::{World, moment};
use const_oid::ObjectIdentifier;
use crypto_bigint::U512;
use eds::gost::{Curve, CurveName};
use eds::{Anchors, Certificate, Digest, RevocationMode};

pub const AT: &str = "2026-12-01T00:00:00Z";
pub const KEY_USAGE_SIGN: u8 = 0xC0;
pub const KEY_USAGE_AUTHORITY: u8 = 0x06;
const HASH: Digest = Digest::Streebog256;

pub fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        short @ 0..0x80 => out.push(short as u8),
        long => {
            out.push(0x84);
            out.extend_from_slice(&(long as u32).to_be_bytes());
            // DER: no octet more than needed.
            while out[2] == 0 {
                out.remove(2);
                out[1] -= 1;
            }
        }
    }
    out.extend_from_slice(content);
    out
}

pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

pub fn oid(text: &str) -> Vec<u8> {
    tlv(0x06, ObjectIdentifier::new_unwrap(text).as_bytes())
}

fn algorithm(text: &str) -> Vec<u8> {
    sequence(&[&oid(text), &[0x05, 0x00]])
}

fn signature_algorithm() -> Vec<u8> {
    algorithm("1.2.398.3.10.1.1.2.3.1")
}

fn hash_algorithm() -> Vec<u8> {
    algorithm("1.2.398.3.10.1.3.2")
}

fn bits(octets: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], octets].concat())
}

/// `2026-12-01T00:00:00Z` as `GeneralizedTime`.
pub fn time(text: &str) -> Vec<u8> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    tlv(0x18, format!("{digits}Z").as_bytes())
}

pub fn name(common: &str) -> Vec<u8> {
    let pair = sequence(&[&oid("2.5.4.3"), &tlv(0x0C, common.as_bytes())]);
    sequence(&[&tlv(0x31, &pair)])
}

/// A private key that everybody may know.
#[derive(Clone, Copy)]
pub struct Key(pub u64);

impl Key {
    fn curve() -> &'static Curve {
        CurveName::Tc26Size256A.curve()
    }

    fn public(self) -> Vec<u8> {
        let point = Self::curve()
            .multiply_generator(&U512::from_u64(self.0))
            .expect("a point");
        let half = |number: &U512| number.to_le_bytes().as_ref()[..32].to_vec();
        let octets = tlv(0x04, &[half(&point.x), half(&point.y)].concat());
        let parameters = sequence(&[&oid("1.2.398.3.10.1.1.2.1.1"), &oid("1.2.398.3.10.1.3.2")]);
        let algorithm = sequence(&[&oid("1.2.398.3.10.1.1.2.1"), &parameters]);
        sequence(&[&algorithm, &bits(&octets)])
    }

    pub fn sign(self, message: &[u8]) -> Vec<u8> {
        let order = Self::curve().order();
        let number = |octets: &[u8]| {
            let mut padded = [0; 64];
            padded[..octets.len()].copy_from_slice(octets);
            U512::from_le_slice(&padded).rem_vartime(order)
        };
        let hash = number(&HASH.of(message));
        let once = number(&HASH.of(&[&self.0.to_le_bytes(), message].concat()));
        let point = Self::curve().multiply_generator(&once).expect("a point");
        let r = point.x.rem_vartime(order);
        let s = r
            .mul_mod(&U512::from_u64(self.0), order)
            .add_mod(&once.mul_mod(&hash, order), order);
        let half = |number: &U512| number.to_le_bytes().as_ref()[..32].to_vec();
        [half(&r), half(&s)].concat()
    }

    fn signed(self, what: &[u8]) -> Vec<u8> {
        sequence(&[what, &signature_algorithm(), &bits(&self.sign(what))])
    }
}

pub fn extension(id: &str, is_critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if is_critical { &[0x01, 0x01, 0xFF] } else { &[] };
    sequence(&[&oid(id), critical, &tlv(0x04, value)])
}

pub fn key_usage(flags: u8) -> Vec<u8> {
    extension("2.5.29.15", true, &[0x03, 0x02, 0x00, flags])
}

pub fn uses(ids: &[&str]) -> Vec<u8> {
    let list: Vec<u8> = ids.iter().flat_map(|id| oid(id)).collect();
    extension("2.5.29.37", false, &tlv(0x30, &list))
}

pub fn authority(path_length: Option<u8>) -> Vec<u8> {
    let length = path_length.map_or_else(Vec::new, |length| vec![0x02, 0x01, length]);
    let value = sequence(&[&[0x01, 0x01, 0xFF], &length]);
    extension("2.5.29.19", true, &value)
}

/// What a certificate says.
#[derive(Clone)]
pub struct Draft {
    pub subject: Vec<u8>,
    pub issuer: Vec<u8>,
    pub serial: u8,
    pub key: Key,
    pub by: Key,
    pub from: &'static str,
    pub until: &'static str,
    pub extensions: Vec<Vec<u8>>,
}

impl Draft {
    /// A signer of documents.
    pub fn signer(subject: &str, key: Key, issuer: &str, by: Key) -> Self {
        Self {
            subject: name(subject),
            issuer: name(issuer),
            serial: 1,
            key,
            by,
            from: "2026-01-01T00:00:00Z",
            until: "2030-01-01T00:00:00Z",
            extensions: vec![key_usage(KEY_USAGE_SIGN)],
        }
    }

    pub fn authority(subject: &str, key: Key, issuer: &str, by: Key) -> Self {
        Self {
            extensions: vec![authority(None), key_usage(KEY_USAGE_AUTHORITY)],
            ..Self::signer(subject, key, issuer, by)
        }
    }

    pub fn der(&self) -> Vec<u8> {
        let signed = sequence(&[
            &tlv(0xA0, &[0x02, 0x01, 0x02]),
            &[0x02, 0x01, self.serial],
            &signature_algorithm(),
            &self.issuer,
            &sequence(&[&time(self.from), &time(self.until)]),
            &self.subject,
            &self.key.public(),
            &tlv(0xA3, &tlv(0x30, &self.extensions.concat())),
        ]);
        self.by.signed(&signed)
    }

    pub fn certificate(&self) -> Certificate {
        Certificate::parse(&self.der()).expect("a certificate")
    }
}

/// A revocation list of these serial numbers, revoked since June.
pub fn crl(issuer: &str, by: Key, serials: &[u8], extensions: &[u8]) -> Vec<u8> {
    let entries: Vec<u8> = serials
        .iter()
        .flat_map(|serial| sequence(&[&[0x02, 0x01, *serial], &time("2026-06-01T00:00:00Z")]))
        .collect();
    by.signed(&sequence(&[
        &[0x02, 0x01, 0x01],
        &signature_algorithm(),
        &name(issuer),
        &time("2026-11-30T00:00:00Z"),
        &time("2026-12-02T00:00:00Z"),
        &tlv(0x30, &entries),
        &tlv(0xA0, &tlv(0x30, extensions)),
    ]))
}

/// An OCSP answer about `count` certificates, the first one being this one.
pub fn ocsp(
    about: &Certificate,
    issuer: &Draft,
    status: &[u8],
    by: Key,
    appointed: &[Vec<u8>],
    count: u8,
) -> Vec<u8> {
    let point = Certificate::parse(&issuer.der()).expect("a certificate");
    let single = |serial: &[u8]| {
        let id = sequence(&[
            &hash_algorithm(),
            &tlv(0x04, &HASH.of(&issuer.subject)),
            &tlv(0x04, &HASH.of(point.key().octets())),
            &tlv(0x02, serial),
        ]);
        sequence(&[
            &id,
            status,
            &time("2026-11-30T00:00:00Z"),
            &tlv(0xA0, &time("2026-12-02T00:00:00Z")),
        ])
    };
    let mut singles = single(about.serial());
    for number in 1..count {
        singles.extend(single(&[0x70, number]));
    }
    let signed = sequence(&[
        &tlv(0xA1, &name("responder")),
        &time("2026-11-30T00:00:00Z"),
        &tlv(0x30, &singles),
    ]);
    let certificates = tlv(0xA0, &tlv(0x30, &appointed.concat()));
    let basic = sequence(&[
        &signed,
        &signature_algorithm(),
        &bits(&by.sign(&signed)),
        &certificates,
    ]);
    let body = sequence(&[&oid("1.3.6.1.5.5.7.48.1.1"), &tlv(0x04, &basic)]);
    sequence(&[&[0x0A, 0x01, 0x00], &tlv(0xA0, &body)])
}

pub fn attribute(id: &str, values: &[&[u8]]) -> Vec<u8> {
    sequence(&[&oid(id), &tlv(0x31, &values.concat())])
}

/// What a message is made of.
#[derive(Clone)]
pub struct Message {
    pub content_type: &'static str,
    pub content: Vec<u8>,
    pub signer: Draft,
    /// In place of the usual ones.
    pub attributes: Option<Vec<Vec<u8>>>,
    pub unsigned: Vec<Vec<u8>>,
    pub certificates: Vec<Vec<u8>>,
}

pub const DATA: &str = "1.2.840.113549.1.7.1";
pub const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
pub const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";

impl Message {
    pub fn of(signer: &Draft) -> Self {
        Self {
            content_type: DATA,
            content: b"a document".to_vec(),
            signer: signer.clone(),
            attributes: None,
            unsigned: Vec::new(),
            certificates: vec![signer.der()],
        }
    }

    pub fn usual_attributes(&self) -> Vec<Vec<u8>> {
        vec![
            attribute(CONTENT_TYPE, &[&oid(self.content_type)]),
            attribute(MESSAGE_DIGEST, &[&tlv(0x04, &HASH.of(&self.content))]),
        ]
    }

    /// The octets of the signature, as they are stamped.
    pub fn signature(&self) -> Vec<u8> {
        self.signer.key.sign(&tlv(0x31, &self.signed_attributes()))
    }

    fn signed_attributes(&self) -> Vec<u8> {
        self.attributes
            .clone()
            .unwrap_or_else(|| self.usual_attributes())
            .concat()
    }

    pub fn der(&self) -> Vec<u8> {
        let unsigned = match self.unsigned.concat() {
            none if none.is_empty() => none,
            some => tlv(0xA1, &some),
        };
        let signer = sequence(&[
            &[0x02, 0x01, 0x01],
            &sequence(&[&self.signer.issuer, &[0x02, 0x01, self.signer.serial]]),
            &hash_algorithm(),
            &tlv(0xA0, &self.signed_attributes()),
            &signature_algorithm(),
            &tlv(0x04, &self.signature()),
            &unsigned,
        ]);
        let content = sequence(&[&oid(self.content_type), &tlv(0xA0, &tlv(0x04, &self.content))]);
        let fields = sequence(&[
            &[0x02, 0x01, 0x01],
            &tlv(0x31, &hash_algorithm()),
            &content,
            &tlv(0xA0, &self.certificates.concat()),
            &tlv(0x31, &signer),
        ]);
        sequence(&[&oid("1.2.840.113549.1.7.2"), &tlv(0xA0, &fields)])
    }
}

/// A time stamp of these octets.
pub fn stamp(authority: &Draft, octets: &[u8], at: &str) -> Vec<u8> {
    let imprint = sequence(&[&hash_algorithm(), &tlv(0x04, &HASH.of(octets))]);
    let content = sequence(&[
        &[0x02, 0x01, 0x01],
        &oid("1.2.398.3.3.2.6.4"),
        &imprint,
        &[0x02, 0x01, 0x07],
        &time(at),
    ]);
    let message = Message {
        content_type: "1.2.840.113549.1.9.16.1.4",
        content,
        ..Message::of(authority)
    };
    message.der()
}

pub const ROOT: Key = Key(0x1001);
pub const SIGNER: Key = Key(0x1002);
pub const OTHER: Key = Key(0x1003);

pub fn root() -> Draft {
    Draft::authority("root", ROOT, "root", ROOT)
}

pub fn signer() -> Draft {
    Draft::signer("signer", SIGNER, "root", ROOT)
}

/// Trusts the root; asks for no lists.
pub fn world() -> World {
    World {
        anchors: Anchors {
            trusted: vec![root().certificate()],
            links: Vec::new(),
        },
        crls: Vec::new(),
        answers: Vec::new(),
        at: moment(AT),
        mode: RevocationMode::Soft,
    }
}
