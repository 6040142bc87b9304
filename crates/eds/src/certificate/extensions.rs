//! Extensions of a certificate that decide anything here.

use crate::asn1::{Element, Reader, Rules, tag};
use crate::oids;
use crate::reason::{Reason, Refusal};
use const_oid::ObjectIdentifier as Oid;

/// Extensions of one certificate, or items of one extension, that are read.
pub const EXTENSIONS_MAX: usize = 64;

/// Uses of a key, as the certificate allows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    const DIGITAL_SIGNATURE: u16 = 1 << 0;
    const NON_REPUDIATION: u16 = 1 << 1;
    const CERT_SIGN: u16 = 1 << 5;
    const CRL_SIGN: u16 = 1 << 6;

    /// To sign in, or to sign for a short time.
    #[must_use]
    pub const fn digital_signature(self) -> bool {
        self.0 & Self::DIGITAL_SIGNATURE != 0
    }

    /// To sign documents that one stands by.
    #[must_use]
    pub const fn non_repudiation(self) -> bool {
        self.0 & Self::NON_REPUDIATION != 0
    }

    /// To issue certificates.
    #[must_use]
    pub const fn cert_sign(self) -> bool {
        self.0 & Self::CERT_SIGN != 0
    }

    /// To issue revocation lists.
    #[must_use]
    pub const fn crl_sign(self) -> bool {
        self.0 & Self::CRL_SIGN != 0
    }
}

/// Whether the subject is an authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// It may issue certificates.
    pub is_ca: bool,
    /// How many authorities may stand between it and an end entity.
    pub path_length_max: Option<u32>,
}

/// What a certificate says beside its fixed fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// Whether the subject is an authority; `None` when nothing is said.
    pub basic_constraints: Option<BasicConstraints>,
    /// Uses of the key; `None` when nothing is said, which allows all of them.
    pub key_usage: Option<KeyUsage>,
    /// Extended uses of the key; `None` when nothing is said.
    pub extended_key_usage: Option<Vec<Oid>>,
    /// Policies that it was issued by.
    pub policies: Vec<Oid>,
    /// Identifier of its key.
    pub subject_key_identifier: Option<Vec<u8>>,
    /// Identifier of the issuer's key.
    pub authority_key_identifier: Option<Vec<u8>>,
    /// E-mail address among the subject's other names.
    pub email: Option<String>,
    /// First extension that must be understood and is not.
    pub unknown_critical: Option<Oid>,
}

impl Extensions {
    /// Reads the list of extensions.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let mut list = reader.sequence("extensions")?;
        let mut extensions = Self::default();
        let mut seen: Vec<Oid> = Vec::new();
        while !list.is_at_end() {
            let (oid, is_critical, value) = extension(&mut list)?;
            if seen.contains(&oid) {
                return Err(Refusal::malformed(format!("extension {oid} stands twice")));
            }
            if seen.len() == EXTENSIONS_MAX {
                return Err(too_many("extensions"));
            }
            seen.push(oid);
            let is_known = extensions.take(oid, value)?;
            if is_critical && !is_known && extensions.unknown_critical.is_none() {
                extensions.unknown_critical = Some(oid);
            }
        }
        Ok(extensions)
    }

    /// Keeps what an extension says; `false` when it is not known.
    fn take(&mut self, oid: Oid, value: &[u8]) -> Result<bool, Refusal> {
        let mut reader = Reader::new(value, Rules::Der);
        match oid {
            oids::BASIC_CONSTRAINTS => self.basic_constraints = Some(basic_constraints(&mut reader)?),
            oids::KEY_USAGE => {
                let bits = reader.expect(tag::BIT_STRING, "key usage")?.flags()?;
                self.key_usage = Some(KeyUsage(bits));
            }
            oids::EXTENDED_KEY_USAGE => {
                let mut uses = Vec::new();
                let mut list = reader.sequence("extended key usage")?;
                while !list.is_at_end() {
                    if uses.len() == EXTENSIONS_MAX {
                        return Err(too_many("extended key usages"));
                    }
                    uses.push(list.oid("extended key usage")?);
                }
                self.extended_key_usage = Some(uses);
            }
            oids::CERTIFICATE_POLICIES => {
                let mut list = reader.sequence("certificate policies")?;
                while !list.is_at_end() {
                    if self.policies.len() == EXTENSIONS_MAX {
                        return Err(too_many("certificate policies"));
                    }
                    let policy = list.sequence("certificate policy")?.oid("certificate policy")?;
                    self.policies.push(policy);
                }
            }
            oids::SUBJECT_KEY_IDENTIFIER => {
                let octets = reader.expect(tag::OCTET_STRING, "subject key identifier")?;
                self.subject_key_identifier = Some(octets.content.to_vec());
            }
            oids::AUTHORITY_KEY_IDENTIFIER => {
                let mut fields = reader.sequence("authority key identifier")?;
                let octets = fields.optional(tag::context(0))?;
                self.authority_key_identifier = octets.map(|octets| octets.content.to_vec());
                return Ok(true);
            }
            oids::SUBJECT_ALT_NAME => self.email = email(&mut reader)?,
            _ => return Ok(false),
        }
        reader.finish("an extension")?;
        Ok(true)
    }
}

/// One extension: its identifier, whether it must be understood, its value.
pub(crate) fn extension<'a>(list: &mut Reader<'a>) -> Result<(Oid, bool, &'a [u8]), Refusal> {
    let mut fields = list.sequence("extension")?;
    let oid = fields.oid("extension")?;
    let is_critical = match fields.optional(tag::BOOLEAN)? {
        Some(told) => told.boolean()?,
        None => false,
    };
    let value = fields
        .expect(tag::OCTET_STRING, "value of the extension")?
        .content;
    fields.finish("extension")?;
    Ok((oid, is_critical, value))
}

fn basic_constraints(reader: &mut Reader<'_>) -> Result<BasicConstraints, Refusal> {
    let mut fields = reader.sequence("basic constraints")?;
    let told = fields.optional(tag::BOOLEAN)?;
    let length = fields.optional(tag::INTEGER)?;
    fields.finish("basic constraints")?;
    Ok(BasicConstraints {
        is_ca: told.as_ref().map_or(Ok(false), Element::boolean)?,
        path_length_max: length.as_ref().map(Element::number).transpose()?,
    })
}

/// First e-mail address among other names.
fn email(reader: &mut Reader<'_>) -> Result<Option<String>, Refusal> {
    let mut names = reader.sequence("other names of the subject")?;
    let mut found = None;
    while !names.is_at_end() {
        let name = names.next()?;
        if name.tag == tag::context(1) && found.is_none() {
            found = Some(String::from_utf8_lossy(name.content).into_owned());
        }
    }
    Ok(found)
}

fn too_many(what: &str) -> Refusal {
    Refusal::new(Reason::TooLarge, format!("more than {EXTENSIONS_MAX} {what}"))
}
