//! Options of `check signature`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Options of `check signature`.
#[derive(Debug, Args)]
pub struct SignatureFile {
    /// Signature: binary, PEM, base64 or XML; `-` reads standard input.
    pub file: PathBuf,
    /// Content that must have been signed: needed for a detached signature, compared with an attached one.
    #[arg(long, value_name = "CONTENT")]
    pub detached: Option<PathBuf>,
    /// Folder with the certificates of trusted authorities, those between, and revocation lists. Without it nobody is
    /// trusted.
    #[arg(long, value_name = "DIR")]
    pub anchors: Option<PathBuf>,
    /// Revocation lists.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub crl: Vec<PathBuf>,
    /// Answers of OCSP responders.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub ocsp: Vec<PathBuf>,
    /// Moment at which the signature was received, RFC 3339; without it the present one.
    #[arg(long, value_name = "RFC3339")]
    pub at: Option<String>,
    /// What was done by signing: the signer's certificate must allow it.
    #[arg(long, value_enum, default_value = "sign-document")]
    pub act: SignatureAct,
    /// Whether revocation lists or answers must tell about each certificate; `require` when any are given, else `soft`.
    #[arg(long, value_enum)]
    pub revocation: Option<SignatureRevocation>,
    /// Take signatures of Kazakh GOST 34.310-2004, for old documents.
    #[arg(long)]
    pub legacy_gost: bool,
}

/// What was done by signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SignatureAct {
    /// To sign in.
    LogIn,
    /// To sign a document.
    SignDocument,
    /// To sign up, or to bind the organization.
    BindHolder,
}

/// What a missing answer about a certificate means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SignatureRevocation {
    /// The signature is not valid.
    Require,
    /// A warning.
    Soft,
}
