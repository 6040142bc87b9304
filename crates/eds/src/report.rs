//! What was found out about a signature: a verdict, and all that it rests on.

use crate::algorithm::{Digest, KeyKind};
use crate::certificate::Certificate;
use crate::chain::Chain;
use crate::reason::Refusal;
use crate::revocation::RevocationEvidence;
use crate::signer::Signer;
use crate::stamp::Stamp;
use types::Timestamp;

/// What the signature is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A CMS message.
    Cms,
    /// A time stamp, or the answer of an authority with one.
    TimeStamp,
    /// Signatures inside an XML document.
    Xml,
}

impl Form {
    /// Stable word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cms => "cms",
            Self::TimeStamp => "time_stamp",
            Self::Xml => "xml",
        }
    }
}

/// How much a signature says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// CAdES-BES: the signed attributes name the certificate.
    CadesBes,
    /// Signed attributes that do not name the certificate.
    PlainCms,
    /// No signed attributes.
    Bare,
    /// A signature in XML.
    XmlDsig,
}

impl Profile {
    /// Stable word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CadesBes => "cades_bes",
            Self::PlainCms => "plain_cms",
            Self::Bare => "bare",
            Self::XmlDsig => "xmldsig",
        }
    }
}

/// What is looked at, in this order. The first that fails is the last that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Is it the content that was signed?
    Content,
    /// Is there all that must be signed beside the content?
    Attributes,
    /// Did the holder of this certificate's key sign?
    Signature,
    /// Is it a form of signature that counts in the signer's country?
    Profile,
    /// Does a trusted authority stand behind the certificate?
    Chain,
    /// Is no certificate revoked?
    Revocation,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Self; 6] = [
        Self::Content,
        Self::Attributes,
        Self::Signature,
        Self::Profile,
        Self::Chain,
        Self::Revocation,
    ];

    /// Stable word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Attributes => "attributes",
            Self::Signature => "signature",
            Self::Profile => "profile",
            Self::Chain => "chain",
            Self::Revocation => "revocation",
        }
    }
}

/// What does not make a signature invalid but should be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The signed attributes do not name the certificate.
    PlainCms,
    /// Nobody told whether this certificate is revoked, and nobody had to.
    RevocationUnknown(String),
    /// The signer's own clock is more than a day away from the moment of the check.
    SigningTimeFar(Timestamp),
    /// A time stamp that does not count, and why.
    StampIgnored(Refusal),
}

impl Warning {
    /// Stable word.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PlainCms => "plain_cms",
            Self::RevocationUnknown(_) => "revocation_unknown",
            Self::SigningTimeFar(_) => "signing_time_far",
            Self::StampIgnored(_) => "time_stamp_ignored",
        }
    }
}

/// One signature of a message.
#[derive(Clone, Debug)]
pub struct SignatureReport {
    /// The certificate that the signature names.
    pub certificate: Certificate,
    /// Who that is.
    pub signer: Signer,
    /// Kind of the key; `None` when it is not known.
    pub key: Option<KeyKind>,
    /// Hash function of the content; `None` when it is not known.
    pub digest: Option<Digest>,
    /// How much the signature says of itself.
    pub profile: Profile,
    /// What the signer's clock showed. Nobody vouches for it.
    pub signing_time: Option<Timestamp>,
    /// A time stamp that counts.
    pub stamp: Option<Stamp>,
    /// The moment for which chain and revocation were looked at: that of the stamp, else the one that was asked for.
    pub moment: Timestamp,
    /// From the signer to the anchor, when that was reached.
    pub chain: Option<Chain>,
    /// What showed that nothing of the chain was revoked, from the signer up.
    pub revocation: Vec<RevocationEvidence>,
    /// What should be seen.
    pub warnings: Vec<Warning>,
    /// Where it failed and why; `None` for a valid signature.
    pub refusal: Option<(Step, Refusal)>,
}

impl SignatureReport {
    /// Whether a step was passed; `None` when it was not reached.
    #[must_use]
    pub fn passed(&self, step: Step) -> Option<bool> {
        match &self.refusal {
            None => Some(true),
            Some((failed, _)) if step < *failed => Some(true),
            Some((failed, _)) if step == *failed => Some(false),
            Some(_) => None,
        }
    }
}

/// All signatures of a message. There is at least one.
#[derive(Clone, Debug)]
pub struct Report {
    /// What the message is.
    pub form: Form,
    /// What was signed, as it was hashed: for XML the canonical form without the signatures.
    pub content: Vec<u8>,
    /// One for each signature, in the order of the message.
    pub signatures: Vec<SignatureReport>,
}

impl Report {
    /// Whether every signature is valid.
    ///
    /// # Errors
    /// The refusal of the first one that is not.
    pub fn verdict(&self) -> Result<(), &Refusal> {
        let failed = self.signatures.iter().find_map(|one| one.refusal.as_ref());
        failed.map_or(Ok(()), |(_, refusal)| Err(refusal))
    }
}
