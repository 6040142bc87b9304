//! Keys, digests and the arithmetic check of a signature.

use crate::asn1::{Reader, Rules, tag};
use crate::gost::{Curve, CurveName, CurveSize, Halves, Point};
use crate::oids;
use crate::reason::{Reason, Refusal};
use const_oid::ObjectIdentifier as Oid;
use crypto_bigint::U512;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey,
};
use sha2::Digest as _;

/// Whether Kazakh GOST 34.310-2004 counts: its hash has 256 bits of an old kind, its keys are issued no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LegacyGost {
    /// Refused as [`Reason::WeakAlgorithm`].
    #[default]
    Refused,
    /// Taken, for old documents.
    Taken,
}

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// GOST R 34.11-2012, 256 bits.
    Streebog256,
    /// GOST R 34.11-2012, 512 bits.
    Streebog512,
    /// GOST R 34.11-94 with the test substitution, as Kazakhstan used it.
    Gost94,
}

impl Digest {
    /// The function that an identifier names.
    ///
    /// # Errors
    /// [`Reason::WeakAlgorithm`] for MD5, SHA-1 and the Russian function of 1994, else [`Reason::UnsupportedAlgorithm`].
    pub(crate) fn by_oid(oid: &Oid) -> Result<Self, Refusal> {
        match *oid {
            oids::SHA256 => Ok(Self::Sha256),
            oids::SHA384 => Ok(Self::Sha384),
            oids::SHA512 => Ok(Self::Sha512),
            oids::RU_256_DIGEST | oids::KZ_256_DIGEST => Ok(Self::Streebog256),
            oids::RU_512_DIGEST | oids::KZ_512_DIGEST => Ok(Self::Streebog512),
            oids::KZ_2004_DIGEST | oids::KZ_2004_DIGEST_PARAMETERS => Ok(Self::Gost94),
            oids::MD5 | oids::SHA1 | oids::RU_1994_DIGEST => Err(Refusal::new(
                Reason::WeakAlgorithm,
                format!("the hash function {oid} protects no longer"),
            )),
            _ => Err(unsupported(format!("hash function {oid}"))),
        }
    }

    /// Hash of these octets.
    #[must_use]
    pub fn of(self, octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => sha2::Sha256::digest(octets).to_vec(),
            Self::Sha384 => sha2::Sha384::digest(octets).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(octets).to_vec(),
            Self::Streebog256 => streebog::Streebog256::digest(octets).to_vec(),
            Self::Streebog512 => streebog::Streebog512::digest(octets).to_vec(),
            Self::Gost94 => gost94::Gost94Test::digest(octets).to_vec(),
        }
    }

    /// Stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha-256",
            Self::Sha384 => "sha-384",
            Self::Sha512 => "sha-512",
            Self::Streebog256 => "streebog-256",
            Self::Streebog512 => "streebog-512",
            Self::Gost94 => "gost-94",
        }
    }
}

/// What kind of key signed. Protocol: KZ-EDS/algorithms, RU-EDS/algorithms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA with PKCS#1 v1.5, 2048 to 8192 bits.
    Rsa,
    /// Kazakh GOST 34.310-2004.
    KzGost2004,
    /// Kazakh GOST 34.310 of 2015, 256 bits.
    KzGost256,
    /// Kazakh GOST 34.310 of 2015, 512 bits.
    KzGost512,
    /// GOST R 34.10-2012, 256 bits.
    RuGost256,
    /// GOST R 34.10-2012, 512 bits.
    RuGost512,
}

impl KeyKind {
    fn by_oid(oid: &Oid) -> Result<Self, Refusal> {
        match *oid {
            oids::RSA => Ok(Self::Rsa),
            oids::KZ_2004 => Ok(Self::KzGost2004),
            oids::KZ_256 => Ok(Self::KzGost256),
            oids::KZ_512 => Ok(Self::KzGost512),
            oids::RU_256 => Ok(Self::RuGost256),
            oids::RU_512 => Ok(Self::RuGost512),
            oids::RU_2001 => Err(Refusal::new(
                Reason::WeakAlgorithm,
                "a key of GOST R 34.10-2001, refused since 2019",
            )),
            _ => Err(unsupported(format!("key {oid}"))),
        }
    }

    /// Stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::KzGost2004 => "kz-gost-2004",
            Self::KzGost256 => "kz-gost-2015-256",
            Self::KzGost512 => "kz-gost-2015-512",
            Self::RuGost256 => "ru-gost-2012-256",
            Self::RuGost512 => "ru-gost-2012-512",
        }
    }

    /// Identifier of its signatures, hash function, and length of its numbers.
    const fn gost(self) -> Option<(Oid, Digest, CurveSize)> {
        match self {
            Self::Rsa => None,
            Self::KzGost2004 => Some((oids::KZ_2004_SIGNATURE, Digest::Gost94, CurveSize::Bits256)),
            Self::KzGost256 => Some((oids::KZ_256_SIGNATURE, Digest::Streebog256, CurveSize::Bits256)),
            Self::KzGost512 => Some((oids::KZ_512_SIGNATURE, Digest::Streebog512, CurveSize::Bits512)),
            Self::RuGost256 => Some((oids::RU_256_SIGNATURE, Digest::Streebog256, CurveSize::Bits256)),
            Self::RuGost512 => Some((oids::RU_512_SIGNATURE, Digest::Streebog512, CurveSize::Bits512)),
        }
    }

    /// Russia writes `s ‖ r`, each with its highest octet first; Kazakhstan writes the same octets backwards.
    /// Protocol: RU-EDS/octets, KZ-EDS/octets.
    const fn is_russian(self) -> bool {
        matches!(self, Self::RuGost256 | Self::RuGost512)
    }
}

/// A public key as a certificate has it, read when it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    algorithm: Oid,
    /// The curve, for keys of GOST.
    parameters: Option<Oid>,
    bits: Vec<u8>,
}

impl PublicKey {
    /// Reads a `SubjectPublicKeyInfo`.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        let mut info = reader.sequence("public key")?;
        let mut algorithm = info.sequence("algorithm of the public key")?;
        let oid = algorithm.oid("algorithm of the public key")?;
        let parameters = match algorithm.optional(tag::SEQUENCE)? {
            Some(parameters) => Some(parameters.reader()?.oid("curve of the public key")?),
            None => None,
        };
        let bits = info
            .expect(tag::BIT_STRING, "bits of the public key")?
            .whole_bits()?
            .to_vec();
        info.finish("public key")?;
        Ok(Self {
            algorithm: oid,
            parameters,
            bits,
        })
    }

    /// What kind of key it is.
    ///
    /// # Errors
    /// [`Reason::WeakAlgorithm`] and [`Reason::UnsupportedAlgorithm`] name the identifier.
    pub fn kind(&self) -> Result<KeyKind, Refusal> {
        KeyKind::by_oid(&self.algorithm)
    }

    /// The octets of the key, as its identifier in OCSP answers is made of.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.bits
    }

    fn curve_and_point(&self, size: CurveSize) -> Result<(&'static Curve, Point), Refusal> {
        let oid = self
            .parameters
            .ok_or_else(|| Refusal::malformed("a key of GOST without a curve"))?;
        let curve = CurveName::by_oid(&oid)
            .ok_or_else(|| unsupported(format!("curve {oid}")))?
            .curve();
        if curve.size() != size {
            return Err(Refusal::malformed(format!("curve {oid} has another size")));
        }
        let mut bits = Reader::new(&self.bits, Rules::Der);
        let point = bits.octets("point of the key")?;
        bits.finish("point of the key")?;
        if point.len() != 2 * size.octets() {
            return Err(Refusal::malformed(format!(
                "a point of {} octets, not {}",
                point.len(),
                2 * size.octets()
            )));
        }
        let (x, y) = point.split_at(size.octets());
        let point = Point {
            x: lowest_first(x),
            y: lowest_first(y),
        };
        Ok((curve, point))
    }
}

/// How a message says that it was signed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scheme {
    /// Of the signature alone, of both signature and hash, or of the key.
    pub signature: Oid,
    /// The hash function, where it stands apart.
    pub digest: Option<Digest>,
}

/// Whether `signature` is that of `message` by the holder of `key`.
pub(crate) fn verify(
    key: &PublicKey,
    scheme: Scheme,
    message: &[u8],
    signature: &[u8],
    legacy: LegacyGost,
) -> Result<KeyKind, Refusal> {
    let kind = key.kind()?;
    if kind == KeyKind::KzGost2004 && legacy == LegacyGost::Refused {
        return Err(Refusal::new(
            Reason::WeakAlgorithm,
            "GOST 34.310-2004, which is not switched on",
        ));
    }
    let holds = match kind.gost() {
        None => rsa_holds(key, scheme, message, signature)?,
        Some((combined, digest, size)) => {
            if scheme.signature == oids::RU_2001_SIGNATURE {
                return Err(Refusal::new(
                    Reason::WeakAlgorithm,
                    "a signature of GOST R 34.10-2001",
                ));
            }
            let own = scheme.signature == combined || scheme.signature == key.algorithm;
            if !own || scheme.digest.is_some_and(|told| told != digest) {
                return Err(unsupported(format!(
                    "signature {} with a key {}",
                    scheme.signature, key.algorithm
                )));
            }
            let (curve, point) = key.curve_and_point(size)?;
            let halves = halves(signature, size, kind)?;
            curve.verify(&point, &lowest_first(&digest.of(message)), &halves)
        }
    };
    if holds {
        Ok(kind)
    } else {
        Err(Refusal::new(
            Reason::BadSignature,
            "the signature is not of this content and key",
        ))
    }
}

fn rsa_holds(key: &PublicKey, scheme: Scheme, message: &[u8], signature: &[u8]) -> Result<bool, Refusal> {
    let digest = match scheme.signature {
        oids::RSA_SHA256 => Digest::Sha256,
        oids::RSA_SHA384 => Digest::Sha384,
        oids::RSA_SHA512 => Digest::Sha512,
        oids::RSA => scheme
            .digest
            .ok_or_else(|| unsupported("RSA without a hash function"))?,
        oids::RSA_SHA1 | oids::RSA_MD5 => {
            return Err(Refusal::new(
                Reason::WeakAlgorithm,
                format!("signature {}", scheme.signature),
            ));
        }
        other => return Err(unsupported(format!("signature {other} with an RSA key"))),
    };
    if scheme.digest.is_some_and(|told| told != digest) {
        return Err(unsupported("an RSA signature with another hash than it names"));
    }
    let algorithm = match digest {
        Digest::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
        Digest::Sha384 => &RSA_PKCS1_2048_8192_SHA384,
        Digest::Sha512 => &RSA_PKCS1_2048_8192_SHA512,
        Digest::Streebog256 | Digest::Streebog512 | Digest::Gost94 => {
            return Err(unsupported(format!("RSA with {}", digest.name())));
        }
    };
    let mut bits = Reader::new(&key.bits, Rules::Der);
    let mut numbers = bits.sequence("RSA key")?;
    let modulus = numbers.expect(tag::INTEGER, "RSA modulus")?.content;
    let modulus = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    match modulus.len() {
        0..256 => Err(Refusal::new(
            Reason::WeakAlgorithm,
            format!("an RSA key of {} octets", modulus.len()),
        )),
        256..=1024 => Ok(UnparsedPublicKey::new(algorithm, &key.bits)
            .verify(message, signature)
            .is_ok()),
        more => Err(unsupported(format!("an RSA key of {more} octets"))),
    }
}

fn halves(signature: &[u8], size: CurveSize, kind: KeyKind) -> Result<Halves, Refusal> {
    if signature.len() != 2 * size.octets() {
        return Err(Refusal::new(
            Reason::BadSignature,
            format!(
                "a signature of {} octets, not {}",
                signature.len(),
                2 * size.octets()
            ),
        ));
    }
    let mut octets = signature.to_vec();
    if kind.is_russian() {
        octets.reverse();
    }
    let (r, s) = octets.split_at(size.octets());
    Ok(Halves {
        r: lowest_first(r),
        s: lowest_first(s),
    })
}

/// The number whose octets are these, the lowest one first; at most 64 of them.
fn lowest_first(octets: &[u8]) -> U512 {
    let mut padded = [0_u8; 64];
    for (place, octet) in padded.iter_mut().zip(octets) {
        *place = *octet;
    }
    U512::from_le_slice(&padded)
}

fn unsupported(detail: impl Into<String>) -> Refusal {
    Refusal::new(Reason::UnsupportedAlgorithm, detail)
}
