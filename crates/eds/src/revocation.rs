//! Is a certificate revoked, by all that is known?

use crate::algorithm::LegacyGost;
use crate::certificate::Certificate;
use crate::crl::{Crl, Revoked};
use crate::ocsp::{OcspAnswer, OcspStatus};
use crate::reason::{Reason, Refusal};
use types::Timestamp;

/// What a missing answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationMode {
    /// Without a list or an answer for each certificate nothing is valid.
    Require,
    /// What nobody tells about counts as not revoked, with a warning.
    Soft,
}

/// What is known of revocations.
#[derive(Clone, Debug, Default)]
pub struct RevocationSources<'a> {
    /// Lists.
    pub crls: Vec<Crl<'a>>,
    /// Answers about single certificates.
    pub answers: Vec<OcspAnswer>,
}

/// What showed that a certificate was not revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RevocationEvidence {
    /// A list without it.
    Crl {
        /// Octets of the number of the list.
        number: Option<Vec<u8>>,
        /// When the list was issued.
        this_update: Timestamp,
    },
    /// An answer that it is good.
    Ocsp {
        /// When the answer was made.
        produced_at: Timestamp,
    },
}

/// Asks every source that tells about this certificate.
///
/// # Errors
/// [`Reason::Revoked`] as soon as one says so, [`Reason::RevocationUnknown`] when none tells.
pub fn judge(
    certificate: &Certificate,
    issuer: &Certificate,
    sources: &RevocationSources<'_>,
    at: Timestamp,
    legacy: LegacyGost,
) -> Result<RevocationEvidence, Refusal> {
    let mut evidence = None;
    let mut unknown = format!("nothing tells about {}", certificate.subject());
    for answer in &sources.answers {
        let Some(status) = answer.find(certificate, issuer, at) else {
            continue;
        };
        if let Err(refusal) = answer.verify_answered_for(issuer, legacy) {
            unknown = format!("an OCSP answer does not count: {refusal}");
            continue;
        }
        match status {
            OcspStatus::Good => {
                evidence = Some(RevocationEvidence::Ocsp {
                    produced_at: answer.produced_at(),
                });
            }
            OcspStatus::Revoked(revoked) => refuse_if_before(certificate, revoked, at)?,
            OcspStatus::NeverIssued => {
                let detail = format!("{} was never issued", certificate.subject());
                return Err(Refusal::new(Reason::Revoked, detail));
            }
            OcspStatus::Unknown => {
                unknown = format!("the responder does not know {}", certificate.subject());
            }
        }
    }
    for list in sources.crls.iter().filter(|list| list.is_about(certificate, at)) {
        if let Err(refusal) = list.verify_signed_by(issuer, legacy) {
            unknown = format!("a revocation list does not count: {refusal}");
            continue;
        }
        if let Some(revoked) = list.find(certificate.serial())? {
            refuse_if_before(certificate, revoked, at)?;
        }
        evidence = Some(RevocationEvidence::Crl {
            number: list.number().map(<[u8]>::to_vec),
            this_update: list.this_update(),
        });
    }
    evidence.ok_or_else(|| Refusal::new(Reason::RevocationUnknown, unknown))
}

/// What was signed before a revocation stays valid.
fn refuse_if_before(certificate: &Certificate, revoked: Revoked, at: Timestamp) -> Result<(), Refusal> {
    if revoked.at > at {
        return Ok(());
    }
    let code = revoked.reason_code.unwrap_or(0);
    let detail = format!(
        "{} was revoked at {}, reason {code}",
        certificate.subject(),
        revoked.at
    );
    Err(Refusal::new(Reason::Revoked, detail))
}
