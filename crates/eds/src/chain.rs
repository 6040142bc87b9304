//! From a certificate to a trusted authority.

use crate::algorithm::LegacyGost;
use crate::certificate::Certificate;
use crate::oids;
use crate::reason::{Reason, Refusal};
use types::Timestamp;

/// Certificates of one chain, the signer's and the anchor included.
pub const CHAIN_CERTIFICATES_MAX: usize = 5;

/// Signatures of certificates that are checked while one chain is looked for.
pub const CHAIN_CHECKS_MAX: usize = 64;

/// Where chains may end, and what may stand between.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    /// Trusted by configuration, never by a message.
    pub trusted: Vec<Certificate>,
    /// Issued by a trusted one, if they prove it.
    pub links: Vec<Certificate>,
}

/// Certificates from the first one to its anchor. At least one; at most [`CHAIN_CERTIFICATES_MAX`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain(Vec<Certificate>);

impl Chain {
    /// All of them, the anchor last.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.0
    }

    /// Each certificate below the anchor with its issuer.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&Certificate, &Certificate)> {
        self.0.iter().zip(self.0.iter().skip(1))
    }
}

struct Search<'a> {
    anchors: &'a Anchors,
    beside: &'a [Certificate],
    at: Timestamp,
    legacy: LegacyGost,
    checks_left: usize,
}

/// Looks for a chain from `first` to an anchor, with `beside` (what the message brought) for links.
///
/// # Errors
/// [`Reason::UntrustedIssuer`]; for a chain that leads there but does not hold: [`Reason::NotCa`],
/// [`Reason::NotYetValid`], [`Reason::Expired`], [`Reason::UnsupportedProfile`] for an extension that must be
/// understood and is not.
pub fn build(
    first: &Certificate,
    beside: &[Certificate],
    anchors: &Anchors,
    at: Timestamp,
    legacy: LegacyGost,
) -> Result<Chain, Refusal> {
    let mut search = Search {
        anchors,
        beside,
        at,
        legacy,
        checks_left: CHAIN_CHECKS_MAX,
    };
    search.verify_alone(first)?;
    let mut path = vec![first.clone()];
    search.extend(&mut path)?;
    Ok(Chain(path))
}

impl Search<'_> {
    /// What holds for any certificate of a chain.
    fn verify_alone(&self, certificate: &Certificate) -> Result<(), Refusal> {
        certificate.verify_dates(self.at)?;
        match certificate.extensions().unknown_critical {
            Some(oid) => Err(Refusal::new(
                Reason::UnsupportedProfile,
                format!("extension {oid} must be understood and is not"),
            )),
            None => Ok(()),
        }
    }

    /// Adds issuers until the last one is trusted. On failure the path is as it was.
    fn extend(&mut self, path: &mut Vec<Certificate>) -> Result<(), Refusal> {
        let Some(last) = path.last().cloned() else {
            return Err(Refusal::malformed("an empty chain"));
        };
        if self.anchors.trusted.contains(&last) {
            return Ok(());
        }
        let mut nearest = Refusal::new(
            Reason::UntrustedIssuer,
            format!("no trusted authority {}", last.issuer()),
        );
        if path.len() == CHAIN_CERTIFICATES_MAX {
            nearest.detail = format!("no trusted authority within {CHAIN_CERTIFICATES_MAX} certificates");
            return Err(nearest);
        }
        for issuer in self.issuers_of(&last) {
            if path.contains(&issuer) {
                continue;
            }
            if self.checks_left == 0 {
                nearest.detail = format!("no trusted authority after {CHAIN_CHECKS_MAX} checks");
                return Err(nearest);
            }
            self.checks_left -= 1;
            let step = self.verify_step(&last, &issuer, path.len()).and_then(|()| {
                path.push(issuer);
                self.extend(path).inspect_err(|_| {
                    path.pop();
                })
            });
            match step {
                Ok(()) => return Ok(()),
                // A namesake with another key tells nothing; a chain that breaks further up tells why.
                Err(refusal) if refusal.reason == Reason::BadSignature => {}
                Err(refusal) if nearest.reason == Reason::UntrustedIssuer => nearest = refusal,
                Err(_) => {}
            }
        }
        Err(nearest)
    }

    /// Certificates of the issuer's name, the trusted first, then those whose key is the one that is named.
    fn issuers_of(&self, certificate: &Certificate) -> Vec<Certificate> {
        let named = certificate.extensions().authority_key_identifier.as_ref();
        let has_named_key = |one: &Certificate| {
            let own = one.extensions().subject_key_identifier.as_ref();
            named.is_some() && own == named
        };
        let pool = self.anchors.links.iter().chain(self.beside);
        let mut found: Vec<Certificate> = Vec::new();
        for one in self.anchors.trusted.iter().chain(pool) {
            if one.subject() == certificate.issuer() && !found.contains(one) {
                found.push(one.clone());
            }
        }
        found.sort_by_key(|one| (!self.anchors.trusted.contains(one), !has_named_key(one)));
        found
    }

    /// Whether `issuer` issued `certificate` and may; `below` certificates stand under the issuer.
    fn verify_step(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        below: usize,
    ) -> Result<(), Refusal> {
        certificate.verify_signed_by(issuer, self.legacy)?;
        self.verify_alone(issuer)?;
        let extensions = issuer.extensions();
        let may_sign = extensions
            .key_usage
            .is_none_or(crate::certificate::KeyUsage::cert_sign);
        let is_ca = match extensions.basic_constraints {
            Some(told) => {
                let between = below.saturating_sub(1);
                let fits = |most: u32| usize::try_from(most).is_ok_and(|most| between <= most);
                told.is_ca && told.path_length_max.is_none_or(fits)
            }
            // Old authorities do not say that they are. To be trusted by configuration says it for them.
            None => self.anchors.trusted.contains(issuer),
        };
        if is_ca && may_sign {
            return Ok(());
        }
        Err(Refusal::new(
            Reason::NotCa,
            format!("{} may not issue this certificate", issuer.subject()),
        ))
    }
}

/// Whether a certificate may answer for an authority about revocation.
pub(crate) fn may_answer(certificate: &Certificate) -> bool {
    let uses = &certificate.extensions().extended_key_usage;
    uses.as_ref().is_some_and(|uses| uses.contains(&oids::FOR_OCSP))
}
