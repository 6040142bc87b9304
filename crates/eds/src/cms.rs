//! Signed messages (RFC 5652) as they are written: no judgement here.

use crate::algorithm::Digest;
use crate::asn1::{Element, Reader, Rules, tag};
use crate::certificate::Certificate;
use crate::oids;
use crate::reason::{Reason, Refusal};
use const_oid::ObjectIdentifier as Oid;
use std::borrow::Cow;
use types::Timestamp;

/// Signers of one message.
pub const SIGNERS_MAX: usize = 8;

/// Certificates in one message, and revocation lists in one.
pub const MESSAGE_CERTIFICATES_MAX: usize = 16;

/// Attributes of one signer, signed ones and others apart.
pub const ATTRIBUTES_MAX: usize = 64;

/// A message: what was signed, by whom.
pub(crate) struct SignedData<'a> {
    pub content_type: Oid,
    pub content: Option<Cow<'a, [u8]>>,
    pub certificates: Vec<Certificate>,
    /// Revocation lists that the message brings, in DER.
    pub crls: Vec<&'a [u8]>,
    pub signers: Vec<SignerInfo<'a>>,
}

/// How a message names the certificate of a signer.
enum SignerId<'a> {
    IssuerAndSerial { issuer: &'a [u8], serial: &'a [u8] },
    KeyIdentifier(&'a [u8]),
}

/// One signature of a message.
pub(crate) struct SignerInfo<'a> {
    id: SignerId<'a>,
    pub digest: Oid,
    pub attributes: Option<Attributes<'a>>,
    pub algorithm: Oid,
    pub signature: Cow<'a, [u8]>,
    /// A time stamp of the signature.
    pub stamp: Option<&'a [u8]>,
}

/// What is signed in place of the content, and with it.
pub(crate) struct Attributes<'a> {
    received: &'a [u8],
    pub content_type: Option<Oid>,
    pub message_digest: Option<&'a [u8]>,
    pub signing_time: Option<Timestamp>,
    pub signing_certificate: Option<SigningCertificate<'a>>,
}

/// Which certificate the signer meant (RFC 5035).
pub(crate) struct SigningCertificate<'a> {
    digest: Oid,
    hash: &'a [u8],
}

impl<'a> SignedData<'a> {
    /// Reads a `ContentInfo`, or the answer of a time-stamp authority that holds one.
    pub fn parse(octets: &'a [u8]) -> Result<Self, Refusal> {
        let mut whole = Reader::new(octets, Rules::Ber);
        let mut outer = whole.sequence("message")?;
        whole.finish("message")?;
        if outer.peek() == Some(tag::SEQUENCE) {
            let status = outer
                .sequence("status")?
                .expect(tag::INTEGER, "status")?
                .number()?;
            if status > 1 {
                return Err(Refusal::malformed(format!(
                    "a time-stamp authority refused with status {status}"
                )));
            }
            let token = outer.sequence("time stamp")?;
            outer.finish("answer of the time-stamp authority")?;
            outer = token;
        }
        Self::content_info(outer)
    }

    /// Reads a `ContentInfo` that was opened.
    fn content_info(mut outer: Reader<'a>) -> Result<Self, Refusal> {
        let kind = outer.oid("kind of the message")?;
        if kind != oids::SIGNED_DATA {
            return Err(Refusal::malformed(format!(
                "a message of kind {kind} is not signed"
            )));
        }
        let wrapped = outer.expect(tag::context_constructed(0), "message")?;
        outer.finish("message")?;
        let mut wrapped = wrapped.reader()?;
        let mut fields = wrapped.sequence("signed message")?;
        wrapped.finish("signed message")?;

        fields.expect(tag::INTEGER, "version of the message")?;
        fields.expect(tag::SET, "hash functions of the message")?;
        let mut inside = fields.sequence("content")?;
        let content_type = inside.oid("type of the content")?;
        let content = match inside.optional(tag::context_constructed(0))? {
            Some(wrapped) => {
                let mut wrapped = wrapped.reader()?;
                let content = wrapped.octets("content")?;
                wrapped.finish("content")?;
                Some(content)
            }
            None => None,
        };
        inside.finish("content")?;
        let certificates = match fields.optional(tag::context_constructed(0))? {
            Some(set) => certificates(&set)?,
            None => Vec::new(),
        };
        let crls = match fields.optional(tag::context_constructed(1))? {
            Some(set) => crls(&set)?,
            None => Vec::new(),
        };
        let mut set = fields.expect(tag::SET, "signers")?.reader()?;
        fields.finish("signed message")?;
        let mut signers = Vec::new();
        while !set.is_at_end() {
            bounded(signers.len(), SIGNERS_MAX, "signers")?;
            signers.push(SignerInfo::read(&mut set)?);
        }
        Ok(Self {
            content_type,
            content,
            certificates,
            crls,
            signers,
        })
    }
}

fn certificates(set: &Element<'_>) -> Result<Vec<Certificate>, Refusal> {
    let mut list = set.reader()?;
    let mut certificates = Vec::new();
    while !list.is_at_end() {
        bounded(certificates.len(), MESSAGE_CERTIFICATES_MAX, "certificates")?;
        let one = list.next()?;
        // Certificates of attributes and of other kinds have other types.
        if one.tag == tag::SEQUENCE {
            certificates.push(Certificate::of(&one)?);
        }
    }
    Ok(certificates)
}

fn crls<'a>(set: &Element<'a>) -> Result<Vec<&'a [u8]>, Refusal> {
    let mut list = set.reader()?;
    let mut crls = Vec::new();
    while !list.is_at_end() {
        bounded(crls.len(), MESSAGE_CERTIFICATES_MAX, "revocation lists")?;
        let one = list.next()?;
        if one.tag == tag::SEQUENCE {
            crls.push(one.raw);
        }
    }
    Ok(crls)
}

impl<'a> SignerInfo<'a> {
    fn read(set: &mut Reader<'a>) -> Result<Self, Refusal> {
        let mut fields = set.sequence("signer")?;
        fields.expect(tag::INTEGER, "version of the signer")?;
        let id = if let Some(key) = fields.optional(tag::context(0))? {
            SignerId::KeyIdentifier(key.content)
        } else {
            let mut id = fields.sequence("certificate of the signer")?;
            SignerId::IssuerAndSerial {
                issuer: id.expect(tag::SEQUENCE, "issuer")?.raw,
                serial: id.expect(tag::INTEGER, "serial number")?.content,
            }
        };
        let digest = fields
            .sequence("hash function of the signer")?
            .oid("hash function of the signer")?;
        let attributes = match fields.optional(tag::context_constructed(0))? {
            Some(set) => Some(Attributes::read(&set)?),
            None => None,
        };
        let algorithm = fields
            .sequence("algorithm of the signer")?
            .oid("algorithm of the signer")?;
        let signature = fields.octets("signature")?;
        let stamp = match fields.optional(tag::context_constructed(1))? {
            Some(set) => stamp(&set)?,
            None => None,
        };
        fields.finish("signer")?;
        Ok(Self {
            id,
            digest,
            attributes,
            algorithm,
            signature,
            stamp,
        })
    }

    /// The certificate that the signer names.
    pub fn certificate<'c>(&self, certificates: &'c [Certificate]) -> Option<&'c Certificate> {
        certificates.iter().find(|one| match self.id {
            SignerId::IssuerAndSerial { issuer, serial } => {
                one.issuer().raw() == issuer && one.serial() == serial
            }
            SignerId::KeyIdentifier(key) => one.extensions().subject_key_identifier.as_deref() == Some(key),
        })
    }
}

impl<'a> Attributes<'a> {
    /// What is hashed is read strictly: it is hashed as it was received.
    fn read(set: &Element<'a>) -> Result<Self, Refusal> {
        let received = set.raw;
        let mut list = Reader::new(received, Rules::Der).next()?.reader()?;
        let mut attributes = Self {
            received,
            content_type: None,
            message_digest: None,
            signing_time: None,
            signing_certificate: None,
        };
        let mut seen: Vec<Oid> = Vec::new();
        while !list.is_at_end() {
            bounded(seen.len(), ATTRIBUTES_MAX, "signed attributes")?;
            let mut attribute = list.sequence("signed attribute")?;
            let oid = attribute.oid("signed attribute")?;
            if seen.contains(&oid) {
                return Err(Refusal::malformed(format!("signed attribute {oid} stands twice")));
            }
            seen.push(oid);
            let mut values = attribute.expect(tag::SET, "signed attribute")?.reader()?;
            attribute.finish("signed attribute")?;
            match oid {
                oids::CONTENT_TYPE => attributes.content_type = Some(values.oid("content type")?),
                oids::MESSAGE_DIGEST => {
                    let hash = values.expect(tag::OCTET_STRING, "message digest")?;
                    attributes.message_digest = Some(hash.content);
                }
                oids::SIGNING_TIME => attributes.signing_time = Some(values.next()?.time()?),
                oids::SIGNING_CERTIFICATE_V2 => {
                    attributes.signing_certificate = Some(SigningCertificate::read(&mut values)?);
                }
                _ => continue,
            }
            values.finish("signed attribute")?;
        }
        Ok(attributes)
    }

    /// The octets that the signature is of: those received, as the set that they are (RFC 5652, section 5.4).
    pub fn message(&self) -> Vec<u8> {
        let mut message = self.received.to_vec();
        if let Some(first) = message.first_mut() {
            *first = tag::SET;
        }
        message
    }
}

impl<'a> SigningCertificate<'a> {
    fn read(values: &mut Reader<'a>) -> Result<Self, Refusal> {
        let mut fields = values.sequence("signing certificate")?;
        let mut first = fields
            .sequence("signing certificates")?
            .sequence("signing certificate")?;
        let digest = match first.optional(tag::SEQUENCE)? {
            Some(algorithm) => algorithm.reader()?.oid("hash function of the certificate")?,
            None => oids::SHA256,
        };
        let hash = first.expect(tag::OCTET_STRING, "hash of the certificate")?;
        Ok(Self {
            digest,
            hash: hash.content,
        })
    }

    /// Whether this certificate is meant.
    pub fn verify_names(&self, certificate: &Certificate) -> Result<(), Refusal> {
        if Digest::by_oid(&self.digest)?.of(certificate.der()) == self.hash {
            return Ok(());
        }
        Err(Refusal::new(
            Reason::SigningCertificateMismatch,
            "the signature names another certificate",
        ))
    }
}

/// A time stamp among what is not signed.
fn stamp<'a>(set: &Element<'a>) -> Result<Option<&'a [u8]>, Refusal> {
    let mut list = set.reader()?;
    let mut count = 0;
    let mut found = None;
    while !list.is_at_end() {
        bounded(count, ATTRIBUTES_MAX, "attributes that are not signed")?;
        count += 1;
        let mut attribute = list.sequence("attribute")?;
        let oid = attribute.oid("attribute")?;
        let mut values = attribute.expect(tag::SET, "attribute")?.reader()?;
        if oid == oids::TIME_STAMP_TOKEN && found.is_none() {
            found = Some(values.expect(tag::SEQUENCE, "time stamp")?.raw);
        }
    }
    Ok(found)
}

fn bounded(count: usize, most: usize, what: &str) -> Result<(), Refusal> {
    if count < most {
        return Ok(());
    }
    Err(Refusal::new(Reason::TooLarge, format!("more than {most} {what}")))
}
