//! Certificates (RFC 5280), as received.

use crate::algorithm::{KeyKind, LegacyGost, PublicKey, Scheme, verify};
use crate::armor;
use crate::asn1::{Element, Reader, Rules, tag};
use crate::name::Name;
use crate::oids;
use crate::reason::{Reason, Refusal};
use const_oid::ObjectIdentifier as Oid;
use std::ops::Range;
use types::Timestamp;

mod extensions;

pub(crate) use extensions::extension;

pub use extensions::{BasicConstraints, Extensions, KeyUsage};

/// Octets of a certificate.
pub const CERTIFICATE_OCTETS_MAX: usize = 64 * 1024;

/// A certificate: the octets as received, and what they say.
#[derive(Clone, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    /// Where the signed part lies in `der`.
    signed: Range<usize>,
    serial: Vec<u8>,
    algorithm: Oid,
    issuer: Name,
    not_before: Timestamp,
    not_after: Timestamp,
    subject: Name,
    key: PublicKey,
    extensions: Extensions,
    signature: Vec<u8>,
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl Certificate {
    /// Reads a certificate in DER, PEM or base64.
    ///
    /// # Errors
    /// [`Reason::Malformed`] and [`Reason::TooLarge`]. A key or algorithm that is not known is no error here.
    pub fn parse(input: &[u8]) -> Result<Self, Refusal> {
        let octets = armor::strip(input)?;
        let mut reader = Reader::new(&octets, Rules::Der);
        let element = reader.expect(tag::SEQUENCE, "certificate")?;
        reader.finish("certificate")?;
        Self::of(&element)
    }

    /// Reads a certificate out of a message; whatever the message is written in, its certificates are DER.
    pub(crate) fn of(element: &Element<'_>) -> Result<Self, Refusal> {
        let raw = element.raw;
        if raw.len() > CERTIFICATE_OCTETS_MAX {
            return Err(Refusal::new(
                Reason::TooLarge,
                format!("a certificate of {} octets", raw.len()),
            ));
        }
        let mut outer = Reader::new(raw, Rules::Der).sequence("certificate")?;
        let before = raw.len() - outer.remaining();
        let signed = outer.expect(tag::SEQUENCE, "signed part of the certificate")?;
        let outer_algorithm = outer.expect(tag::SEQUENCE, "algorithm of the certificate")?;
        let signature = outer
            .expect(tag::BIT_STRING, "signature of the certificate")?
            .whole_bits()?
            .to_vec();
        outer.finish("certificate")?;

        let mut fields = signed.reader()?;
        // Version; a certificate of the first version has none, and no extensions.
        fields.optional(tag::context_constructed(0))?;
        let serial = fields.expect(tag::INTEGER, "serial number")?.content.to_vec();
        let inner_algorithm = fields.expect(tag::SEQUENCE, "algorithm of the certificate")?;
        if inner_algorithm.raw != outer_algorithm.raw {
            return Err(Refusal::malformed("a certificate that names two algorithms"));
        }
        let issuer = Name::read(&mut fields, "issuer")?;
        let mut validity = fields.sequence("validity")?;
        let not_before = validity.next()?.time()?;
        let not_after = validity.next()?.time()?;
        let subject = Name::read(&mut fields, "subject")?;
        let key = PublicKey::read(&mut fields)?;
        fields.optional(tag::context(1))?;
        fields.optional(tag::context(2))?;
        let extensions = match fields.optional(tag::context_constructed(3))? {
            Some(wrapped) => Extensions::read(&mut wrapped.reader()?)?,
            None => Extensions::default(),
        };
        fields.finish("signed part of the certificate")?;
        Ok(Self {
            der: raw.to_vec(),
            signed: before..before + signed.raw.len(),
            serial,
            algorithm: inner_algorithm.reader()?.oid("algorithm of the certificate")?,
            issuer,
            not_before,
            not_after,
            subject,
            key,
            extensions,
            signature,
        })
    }

    /// The octets as received.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Octets of the serial number as a signed integer, the highest one first.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// Who issued it.
    #[must_use]
    pub const fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// Whom it is about.
    #[must_use]
    pub const fn subject(&self) -> &Name {
        &self.subject
    }

    /// First moment of its validity.
    #[must_use]
    pub const fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// Last moment of its validity.
    #[must_use]
    pub const fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// The key that it is about.
    #[must_use]
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// What it says beside.
    #[must_use]
    pub const fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Whether it is told to be issued by its own subject. Says nothing of its signature.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }

    /// Whether the holder of the other certificate's key signed this one. Says nothing of names and dates.
    ///
    /// # Errors
    /// [`Reason::BadSignature`], and what is wrong with key or algorithm.
    pub fn verify_signed_by(&self, issuer: &Self, legacy: LegacyGost) -> Result<KeyKind, Refusal> {
        let scheme = Scheme {
            signature: self.algorithm,
            digest: None,
        };
        let signed = self.der.get(self.signed.clone()).unwrap_or_default();
        verify(&issuer.key, scheme, signed, &self.signature, legacy)
    }

    /// Whether it is valid at this moment, by its dates alone.
    ///
    /// # Errors
    /// [`Reason::NotYetValid`] and [`Reason::Expired`] name the date.
    pub fn verify_dates(&self, at: Timestamp) -> Result<(), Refusal> {
        if at < self.not_before {
            let detail = format!("{} is valid from {} on", self.subject, self.not_before);
            return Err(Refusal::new(Reason::NotYetValid, detail));
        }
        if at > self.not_after {
            let detail = format!("{} was valid until {}", self.subject, self.not_after);
            return Err(Refusal::new(Reason::Expired, detail));
        }
        Ok(())
    }

    /// Whether it allows this extended use; without a list of uses it allows all.
    #[must_use]
    pub fn allows(&self, usage: Oid) -> bool {
        let uses = &self.extensions.extended_key_usage;
        uses.as_ref().is_none_or(|uses| uses.contains(&usage))
    }

    /// First e-mail address of the subject.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.subject
            .first(oids::EMAIL)
            .or(self.extensions.email.as_deref())
    }
}
