//! Revocation lists (RFC 5280, section 5), looked through where they lie.

use crate::algorithm::{LegacyGost, Scheme, verify};
use crate::asn1::{Reader, Rules, tag};
use crate::certificate::{Certificate, extension};
use crate::name::Name;
use crate::oids;
use crate::reason::{Reason, Refusal};
use const_oid::ObjectIdentifier as Oid;
use types::Timestamp;

/// What a list says of one certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// From when on.
    pub at: Timestamp,
    /// Number of the reason, as RFC 5280 lists them; `None` when none is told. A hold (6) counts as revoked.
    pub reason_code: Option<u32>,
}

/// Which certificates a list is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    All,
    EndEntities,
    Authorities,
    /// Only a part: of the reasons, of other issuers, of attributes, or only what changed.
    Part,
}

/// A revocation list over the octets as received. Its entries are not copied.
#[derive(Clone, Debug)]
pub struct Crl<'a> {
    signed: &'a [u8],
    algorithm: Oid,
    issuer: Name,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    entries: &'a [u8],
    number: Option<Vec<u8>>,
    scope: Scope,
    signature: &'a [u8],
}

impl<'a> Crl<'a> {
    /// Reads a list in DER.
    ///
    /// # Errors
    /// [`Reason::Malformed`]. Entries are read when something is looked for.
    pub fn parse(der: &'a [u8]) -> Result<Self, Refusal> {
        let mut whole = Reader::new(der, Rules::Der);
        let mut outer = whole.sequence("revocation list")?;
        whole.finish("revocation list")?;
        let signed = outer.expect(tag::SEQUENCE, "signed part of the list")?;
        let outer_algorithm = outer.expect(tag::SEQUENCE, "algorithm of the list")?;
        let signature = outer
            .expect(tag::BIT_STRING, "signature of the list")?
            .whole_bits()?;
        outer.finish("revocation list")?;

        let mut fields = signed.reader()?;
        fields.optional(tag::INTEGER)?;
        let algorithm = fields.expect(tag::SEQUENCE, "algorithm of the list")?;
        if algorithm.raw != outer_algorithm.raw {
            return Err(Refusal::malformed("a list that names two algorithms"));
        }
        let issuer = Name::read(&mut fields, "issuer of the list")?;
        let this_update = fields.next()?.time()?;
        let next_update = match fields.peek() {
            Some(tag::UTC_TIME | tag::GENERALIZED_TIME) => Some(fields.next()?.time()?),
            _ => None,
        };
        let entries = fields.optional(tag::SEQUENCE)?;
        let mut list = Self {
            signed: signed.raw,
            algorithm: algorithm.reader()?.oid("algorithm of the list")?,
            issuer,
            this_update,
            next_update,
            entries: entries.map_or(&[], |entries| entries.content),
            number: None,
            scope: Scope::All,
            signature,
        };
        if let Some(wrapped) = fields.optional(tag::context_constructed(0))? {
            list.take_extensions(&mut wrapped.reader()?)?;
        }
        fields.finish("signed part of the list")?;
        Ok(list)
    }

    fn take_extensions(&mut self, reader: &mut Reader<'a>) -> Result<(), Refusal> {
        let mut list = reader.sequence("extensions of the list")?;
        while !list.is_at_end() {
            let (oid, is_critical, value) = extension(&mut list)?;
            let mut inside = Reader::new(value, Rules::Der);
            match oid {
                oids::CRL_NUMBER => {
                    let number = inside.expect(tag::INTEGER, "number of the list")?;
                    self.number = Some(number.content.to_vec());
                }
                oids::ISSUING_DISTRIBUTION_POINT => self.scope = scope(&mut inside)?,
                // Also what makes a list one of changes only.
                _ if is_critical => self.scope = Scope::Part,
                _ => {}
            }
        }
        Ok(())
    }

    /// Who issued it.
    #[must_use]
    pub const fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// When it was issued.
    #[must_use]
    pub const fn this_update(&self) -> Timestamp {
        self.this_update
    }

    /// When the next one is due.
    #[must_use]
    pub const fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }

    /// Octets of its number, the highest one first.
    #[must_use]
    pub fn number(&self) -> Option<&[u8]> {
        self.number.as_deref()
    }

    /// Whether the holder of this certificate's key signed it, and may.
    ///
    /// # Errors
    /// [`Reason::BadSignature`], [`Reason::WrongUsage`], and what is wrong with key or algorithm.
    pub fn verify_signed_by(&self, issuer: &Certificate, legacy: LegacyGost) -> Result<(), Refusal> {
        let usage = issuer.extensions().key_usage;
        if usage.is_some_and(|usage| !usage.crl_sign()) {
            let detail = format!("{} may not issue revocation lists", issuer.subject());
            return Err(Refusal::new(Reason::WrongUsage, detail));
        }
        let scheme = Scheme {
            signature: self.algorithm,
            digest: None,
        };
        verify(issuer.key(), scheme, self.signed, self.signature, legacy).map(|_| ())
    }

    /// Whether it tells about this certificate at this moment: its issuer, its scope, its dates.
    ///
    /// A list that was issued later also tells, unless the certificate had expired by then: expired ones may be gone
    /// from lists.
    #[must_use]
    pub fn is_about(&self, certificate: &Certificate, at: Timestamp) -> bool {
        let is_ca = certificate
            .extensions()
            .basic_constraints
            .is_some_and(|told| told.is_ca);
        let in_scope = match self.scope {
            Scope::All => true,
            Scope::EndEntities => !is_ca,
            Scope::Authorities => is_ca,
            Scope::Part => false,
        };
        let in_time = if at < self.this_update {
            self.this_update <= certificate.not_after()
        } else {
            self.next_update.is_some_and(|due| at <= due)
        };
        in_scope && in_time && self.issuer == *certificate.issuer()
    }

    /// What it says of a serial number; `None` when nothing.
    ///
    /// # Errors
    /// [`Reason::Malformed`] for a broken entry on the way.
    pub fn find(&self, serial: &[u8]) -> Result<Option<Revoked>, Refusal> {
        let mut entries = Reader::new(self.entries, Rules::Der);
        while !entries.is_at_end() {
            let mut entry = entries.sequence("entry of the list")?;
            if entry.expect(tag::INTEGER, "serial number")?.content == serial {
                return revoked(&mut entry).map(Some);
            }
        }
        Ok(None)
    }

    /// How many certificates it names.
    ///
    /// # Errors
    /// [`Reason::Malformed`] for a broken entry.
    pub fn count(&self) -> Result<usize, Refusal> {
        let mut entries = Reader::new(self.entries, Rules::Der);
        let mut count = 0;
        while !entries.is_at_end() {
            entries.next()?;
            count += 1;
        }
        Ok(count)
    }
}

fn revoked(entry: &mut Reader<'_>) -> Result<Revoked, Refusal> {
    let at = entry.next()?.time()?;
    let mut reason_code = None;
    if let Some(extensions) = entry.optional(tag::SEQUENCE)? {
        let mut list = extensions.reader()?;
        while !list.is_at_end() {
            let (oid, _, value) = extension(&mut list)?;
            if oid == oids::CRL_REASON {
                let mut inside = Reader::new(value, Rules::Der);
                reason_code = Some(
                    inside
                        .expect(tag::ENUMERATED, "reason of the revocation")?
                        .number()?,
                );
            }
        }
    }
    Ok(Revoked { at, reason_code })
}

/// RFC 5280, section 5.2.5.
fn scope(reader: &mut Reader<'_>) -> Result<Scope, Refusal> {
    let mut fields = reader.sequence("scope of the list")?;
    let mut scope = Scope::All;
    while !fields.is_at_end() {
        let field = fields.next()?;
        let told = match field.tag {
            // Where it is to be had.
            0xA0 => continue,
            0x81 => Scope::EndEntities,
            0x82 => Scope::Authorities,
            _ => Scope::Part,
        };
        if told == Scope::Part || field.boolean()? {
            scope = if scope == Scope::All { told } else { Scope::Part };
        }
    }
    Ok(scope)
}
