//! Why a signature is not valid: a closed list of stable words.

use std::fmt;

/// Why a signature, a certificate or an evidence is refused. The words of [`Reason::code`] are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Not what it claims to be, or damaged.
    Malformed,
    /// Beyond a limit of this crate.
    TooLarge,
    /// A message that nobody signed.
    NoSigner,
    /// The signer's certificate is not in the message.
    NoCertificate,
    /// A detached signature without the content that it signs.
    NoContent,
    /// Another content than the expected one is signed.
    ContentMismatch,
    /// The content has changed since it was signed.
    DigestMismatch,
    /// The signature does not belong to this content and key.
    BadSignature,
    /// A key or an algorithm that protects no longer.
    WeakAlgorithm,
    /// A key or an algorithm that this crate does not know.
    UnsupportedAlgorithm,
    /// A form of signature or certificate outside of what is accepted.
    UnsupportedProfile,
    /// The signature names another certificate than the one beside it.
    SigningCertificateMismatch,
    /// No chain leads to a trusted authority.
    UntrustedIssuer,
    /// A certificate of the chain may not issue certificates.
    NotCa,
    /// A certificate is not valid yet.
    NotYetValid,
    /// A certificate has expired.
    Expired,
    /// A certificate was revoked, or never issued.
    Revoked,
    /// Nobody says whether a certificate is revoked.
    RevocationUnknown,
    /// The certificate is for another use.
    WrongUsage,
    /// The signer is of another country.
    WrongCountry,
    /// The signer acts for somebody else.
    WrongSubject,
    /// The signer's role does not allow the act.
    WrongRole,
}

impl Reason {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 22] = [
        Self::Malformed,
        Self::TooLarge,
        Self::NoSigner,
        Self::NoCertificate,
        Self::NoContent,
        Self::ContentMismatch,
        Self::DigestMismatch,
        Self::BadSignature,
        Self::WeakAlgorithm,
        Self::UnsupportedAlgorithm,
        Self::UnsupportedProfile,
        Self::SigningCertificateMismatch,
        Self::UntrustedIssuer,
        Self::NotCa,
        Self::NotYetValid,
        Self::Expired,
        Self::Revoked,
        Self::RevocationUnknown,
        Self::WrongUsage,
        Self::WrongCountry,
        Self::WrongSubject,
        Self::WrongRole,
    ];

    /// The stable word for scripts and catalogues.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::NoSigner => "no_signer",
            Self::NoCertificate => "no_certificate",
            Self::NoContent => "no_content",
            Self::ContentMismatch => "content_mismatch",
            Self::DigestMismatch => "digest_mismatch",
            Self::BadSignature => "bad_signature",
            Self::WeakAlgorithm => "weak_algorithm",
            Self::UnsupportedAlgorithm => "unsupported_algorithm",
            Self::UnsupportedProfile => "unsupported_profile",
            Self::SigningCertificateMismatch => "signing_certificate_mismatch",
            Self::UntrustedIssuer => "untrusted_issuer",
            Self::NotCa => "not_ca",
            Self::NotYetValid => "not_yet_valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::RevocationUnknown => "revocation_unknown",
            Self::WrongUsage => "wrong_usage",
            Self::WrongCountry => "wrong_country",
            Self::WrongSubject => "wrong_subject",
            Self::WrongRole => "wrong_role",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// A reason with what was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {detail}")]
pub struct Refusal {
    /// The stable part.
    pub reason: Reason,
    /// What was found, in English, for whoever looks into it.
    pub detail: String,
}

impl Refusal {
    /// A reason with its detail.
    #[must_use]
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self {
            reason,
            detail: detail.into(),
        }
    }

    /// Bytes or text that are not what they should be.
    #[must_use]
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(Reason::Malformed, detail)
    }
}
