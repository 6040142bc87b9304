//! Electronic signatures of Kazakhstan and Russia: verified, and told who signed.
//!
//! - [`verify`]: a CMS message, attached or detached, a time stamp, or an XML document against [`Circumstances`] → a
//!   [`Report`].
//! - [`Certificate`], [`Anchors`], [`Crl`], [`OcspAnswer`]: what the caller gives.
//! - [`Signer`]: who that is, by the certificate; [`policy`]: may this signer do this act.
//! - [`Reason`]: why not, as a closed list of stable words.
//! - [`gost`]: the arithmetic of GOST R 34.10 for which there is no published crate. The hash functions and RSA are
//!   those of `streebog`, `gost94`, `sha2` and `ring`.
//!
//! Architecture invariant: no sockets, no clock, no randomness; nothing is hashed but what was received. Only
//! configured anchors are trusted, whatever a message brings. A message that nobody signed is not valid.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

mod algorithm;
mod armor;
mod asn1;
mod canonical;
mod certificate;
mod chain;
mod cms;
mod crl;
pub mod gost;
mod name;
mod ocsp;
mod oids;
pub mod policy;
mod reason;
mod report;
mod revocation;
mod signer;
mod stamp;
mod verify;
mod xmldsig;

pub use algorithm::{Digest, KeyKind, LegacyGost, PublicKey};
pub use armor::{INPUT_OCTETS_MAX, strip};
pub use asn1::DEPTH_MAX;
pub use canonical::{XML_ATTRIBUTES_MAX, XML_DEPTH_MAX, XML_NAMESPACES_MAX, XML_NODES_MAX};
pub use certificate::{BasicConstraints, CERTIFICATE_OCTETS_MAX, Certificate, Extensions, KeyUsage};
pub use chain::{Anchors, CHAIN_CERTIFICATES_MAX, CHAIN_CHECKS_MAX, Chain, build as build_chain};
pub use cms::{ATTRIBUTES_MAX, MESSAGE_CERTIFICATES_MAX, SIGNERS_MAX};
pub use crl::{Crl, Revoked};
pub use name::{NAME_ATTRIBUTES_MAX, Name};
pub use ocsp::{OCSP_FRESH_S, OCSP_ITEMS_MAX, OcspAnswer, OcspStatus};
pub use reason::{Reason, Refusal};
pub use report::{Form, Profile, Report, SignatureReport, Step, Warning};
pub use revocation::{RevocationEvidence, RevocationMode, RevocationSources, judge as judge_revocation};
pub use signer::{Country, Holder, Role, Signer, ToolClass, Usage};
pub use stamp::Stamp;
pub use verify::{Circumstances, SIGNING_TIME_FAR_S, verify, verify_cms};
pub use xmldsig::verify_xml;
