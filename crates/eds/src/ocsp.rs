//! Answers about single certificates (RFC 6960).

use crate::algorithm::{Digest, LegacyGost, Scheme, verify};
use crate::armor;
use crate::asn1::{Element, Reader, Rules, tag};
use crate::certificate::Certificate;
use crate::chain::may_answer;
use crate::crl::Revoked;
use crate::oids;
use crate::reason::{Reason, Refusal};
use const_oid::ObjectIdentifier as Oid;
use types::Timestamp;

/// Certificates that one answer brings or tells about.
pub const OCSP_ITEMS_MAX: usize = 16;

/// How long an answer counts that does not say when the next one is due.
pub const OCSP_FRESH_S: i64 = 15 * 60;

/// What an answer says of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OcspStatus {
    /// Not revoked.
    Good,
    /// Revoked.
    Revoked(Revoked),
    /// Told as on hold since 1970: the authority never issued it (RFC 6960, section 2.2).
    NeverIssued,
    /// The responder does not know.
    Unknown,
}

/// The sentinel of RFC 6960: on hold since the beginning of 1970.
const NEVER_ISSUED: Revoked = Revoked {
    at: Timestamp::from_micros(0),
    reason_code: Some(6),
};

/// What is said of one certificate.
#[derive(Clone, Debug)]
struct Single {
    digest: Oid,
    issuer_name_hash: Vec<u8>,
    issuer_key_hash: Vec<u8>,
    serial: Vec<u8>,
    status: OcspStatus,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
}

/// An answer of a responder.
#[derive(Clone, Debug)]
pub struct OcspAnswer {
    signed: Vec<u8>,
    algorithm: Oid,
    signature: Vec<u8>,
    certificates: Vec<Certificate>,
    produced_at: Timestamp,
    singles: Vec<Single>,
}

impl OcspAnswer {
    /// Reads an `OCSPResponse` in DER, PEM or base64.
    ///
    /// # Errors
    /// [`Reason::Malformed`], [`Reason::TooLarge`], and [`Reason::RevocationUnknown`] for a responder that refused.
    pub fn parse(input: &[u8]) -> Result<Self, Refusal> {
        let octets = armor::strip(input)?;
        let mut whole = Reader::new(&octets, Rules::Der);
        let mut response = whole.sequence("OCSP answer")?;
        whole.finish("OCSP answer")?;
        let status = response
            .expect(tag::ENUMERATED, "status of the answer")?
            .number()?;
        if status != 0 {
            let detail = format!("the responder refused with status {status}");
            return Err(Refusal::new(Reason::RevocationUnknown, detail));
        }
        let wrapped = response.expect(tag::context_constructed(0), "OCSP answer")?;
        let mut body = wrapped.reader()?.sequence("OCSP answer")?;
        let kind = body.oid("kind of the answer")?;
        if kind != oids::OCSP_BASIC {
            return Err(Refusal::malformed(format!("an OCSP answer of kind {kind}")));
        }
        let basic = body.expect(tag::OCTET_STRING, "OCSP answer")?.content;
        Self::basic(basic)
    }

    fn basic(octets: &[u8]) -> Result<Self, Refusal> {
        let mut outer = Reader::new(octets, Rules::Der).sequence("OCSP answer")?;
        let signed = outer.expect(tag::SEQUENCE, "signed part of the answer")?;
        let algorithm = outer
            .sequence("algorithm of the answer")?
            .oid("algorithm of the answer")?;
        let signature = outer
            .expect(tag::BIT_STRING, "signature of the answer")?
            .whole_bits()?
            .to_vec();
        let mut certificates = Vec::new();
        if let Some(wrapped) = outer.optional(tag::context_constructed(0))? {
            let mut list = wrapped.reader()?.sequence("certificates of the answer")?;
            while !list.is_at_end() {
                bounded(certificates.len())?;
                certificates.push(Certificate::of(&list.next()?)?);
            }
        }
        outer.finish("OCSP answer")?;

        let mut fields = signed.reader()?;
        fields.optional(tag::context_constructed(0))?;
        // Who answers: whoever signed is found by the signature.
        fields.next()?;
        let produced_at = fields
            .expect(tag::GENERALIZED_TIME, "time of the answer")?
            .time()?;
        let mut list = fields.sequence("answers")?;
        let mut singles = Vec::new();
        while !list.is_at_end() {
            bounded(singles.len())?;
            singles.push(Single::read(&mut list)?);
        }
        Ok(Self {
            signed: signed.raw.to_vec(),
            algorithm,
            signature,
            certificates,
            produced_at,
            singles,
        })
    }

    /// When it was made.
    #[must_use]
    pub const fn produced_at(&self) -> Timestamp {
        self.produced_at
    }

    /// Whether the issuer answered, or whom the issuer appointed to.
    ///
    /// # Errors
    /// [`Reason::BadSignature`] when neither did.
    pub fn verify_answered_for(&self, issuer: &Certificate, legacy: LegacyGost) -> Result<(), Refusal> {
        let appointed = self.certificates.iter().filter(|one| {
            may_answer(one)
                && one.extensions().unknown_critical.is_none()
                && one.verify_dates(self.produced_at).is_ok()
                && one.issuer() == issuer.subject()
                && one.verify_signed_by(issuer, legacy).is_ok()
        });
        let scheme = Scheme {
            signature: self.algorithm,
            digest: None,
        };
        let mut last = Refusal::new(Reason::BadSignature, "nobody who may answer signed the answer");
        for one in appointed.chain([issuer]) {
            match verify(one.key(), scheme, &self.signed, &self.signature, legacy) {
                Ok(_) => return Ok(()),
                Err(refusal) => last = refusal,
            }
        }
        Err(last)
    }

    /// What it says of a certificate at this moment; `None` when nothing, or when it is too old for that.
    #[must_use]
    pub fn find(&self, certificate: &Certificate, issuer: &Certificate, at: Timestamp) -> Option<OcspStatus> {
        let single = self
            .singles
            .iter()
            .find(|single| single.is_about(certificate, issuer))?;
        let until = single
            .next_update
            .unwrap_or(single.this_update.plus_s(OCSP_FRESH_S));
        (at <= until).then_some(single.status)
    }

    /// What it says of the first certificate that it tells about.
    #[must_use]
    pub fn first_status(&self) -> Option<OcspStatus> {
        self.singles.first().map(|single| single.status)
    }
}

impl Single {
    fn read(list: &mut Reader<'_>) -> Result<Self, Refusal> {
        let mut fields = list.sequence("answer")?;
        let mut id = fields.sequence("certificate of the answer")?;
        let digest = id
            .sequence("hash function of the answer")?
            .oid("hash function of the answer")?;
        let issuer_name_hash = id.octets("hash of the issuer's name")?.into_owned();
        let issuer_key_hash = id.octets("hash of the issuer's key")?.into_owned();
        let serial = id.expect(tag::INTEGER, "serial number")?.content.to_vec();
        let status = status(&fields.next()?)?;
        let this_update = fields
            .expect(tag::GENERALIZED_TIME, "time of the status")?
            .time()?;
        let next_update = match fields.optional(tag::context_constructed(0))? {
            Some(wrapped) => Some(wrapped.reader()?.next()?.time()?),
            None => None,
        };
        Ok(Self {
            digest,
            issuer_name_hash,
            issuer_key_hash,
            serial,
            status,
            this_update,
            next_update,
        })
    }

    fn is_about(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let hash = |octets: &[u8]| match self.digest {
            // Here it only names a certificate.
            oids::SHA1 => {
                let hash = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, octets);
                Some(hash.as_ref().to_vec())
            }
            _ => Digest::by_oid(&self.digest).ok().map(|digest| digest.of(octets)),
        };
        self.serial == certificate.serial()
            && hash(issuer.subject().raw()).as_ref() == Some(&self.issuer_name_hash)
            && hash(issuer.key().octets()).as_ref() == Some(&self.issuer_key_hash)
    }
}

fn status(element: &Element<'_>) -> Result<OcspStatus, Refusal> {
    match element.tag {
        0x80 => Ok(OcspStatus::Good),
        0x82 => Ok(OcspStatus::Unknown),
        0xA1 => {
            let mut fields = element.reader()?;
            let at = fields
                .expect(tag::GENERALIZED_TIME, "time of the revocation")?
                .time()?;
            let reason_code = match fields.optional(tag::context_constructed(0))? {
                Some(wrapped) => {
                    let mut inside = wrapped.reader()?;
                    let code = inside.expect(tag::ENUMERATED, "reason of the revocation")?;
                    Some(code.number()?)
                }
                None => None,
            };
            let revoked = Revoked { at, reason_code };
            if revoked == NEVER_ISSUED {
                return Ok(OcspStatus::NeverIssued);
            }
            Ok(OcspStatus::Revoked(revoked))
        }
        other => Err(Refusal::malformed(format!("a status of type {other:#04x}"))),
    }
}

fn bounded(count: usize) -> Result<(), Refusal> {
    if count < OCSP_ITEMS_MAX {
        return Ok(());
    }
    let detail = format!("an OCSP answer with more than {OCSP_ITEMS_MAX} items");
    Err(Refusal::new(Reason::TooLarge, detail))
}
