//! What a time stamp says (RFC 3161).

use crate::algorithm::Digest;
use crate::asn1::{Reader, Rules, tag};
use crate::reason::{Reason, Refusal};
use const_oid::ObjectIdentifier as Oid;
use types::Timestamp;

/// What a time-stamp authority vouches for: that something with this hash was there at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The moment, to the second.
    pub at: Timestamp,
    /// Policy of the authority.
    pub policy: Oid,
    digest: Oid,
    imprint: Vec<u8>,
}

impl Stamp {
    /// Reads a `TSTInfo`.
    pub(crate) fn parse(content: &[u8]) -> Result<Self, Refusal> {
        let mut whole = Reader::new(content, Rules::Der);
        let mut fields = whole.sequence("time stamp")?;
        whole.finish("time stamp")?;
        fields.expect(tag::INTEGER, "version of the time stamp")?;
        let policy = fields.oid("policy of the time stamp")?;
        let mut imprint = fields.sequence("imprint")?;
        let digest = imprint
            .sequence("hash function of the imprint")?
            .oid("hash function of the imprint")?;
        let hash = imprint.octets("imprint")?.into_owned();
        fields.expect(tag::INTEGER, "number of the time stamp")?;
        let at = fields
            .expect(tag::GENERALIZED_TIME, "time of the time stamp")?
            .time()?;
        Ok(Self {
            at,
            policy,
            digest,
            imprint: hash,
        })
    }

    /// Whether these octets were stamped.
    ///
    /// # Errors
    /// [`Reason::DigestMismatch`], or [`Reason::WeakAlgorithm`] and [`Reason::UnsupportedAlgorithm`] of the imprint.
    pub fn verify_is_of(&self, octets: &[u8]) -> Result<(), Refusal> {
        if Digest::by_oid(&self.digest)?.of(octets) == self.imprint {
            return Ok(());
        }
        Err(Refusal::new(
            Reason::DigestMismatch,
            "the time stamp is of something else",
        ))
    }
}
