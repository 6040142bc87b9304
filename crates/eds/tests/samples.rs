//! Every sample of `tests/data` gets the verdict and the reason that its table names; none is left out.

mod samples {
    pub mod cases;
    pub mod evidence;
    pub mod kit;
    pub mod limits;
    pub mod made;
    pub mod published;
    pub mod self_made;
    pub mod xml;
}

use eds::{Anchors, Certificate, Circumstances, Crl, LegacyGost, Reason, RevocationMode, RevocationSources};
use std::path::{Path, PathBuf};
use types::Timestamp;

/// Where the samples are.
pub fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

/// The octets of a sample.
pub fn octets(name: &str) -> Vec<u8> {
    std::fs::read(data(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A sample that is a certificate.
pub fn certificate(name: &str) -> Certificate {
    Certificate::parse(&octets(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// RFC 3339.
pub fn moment(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).expect("a time")
}

/// Authorities and lists of one case.
pub struct World {
    pub anchors: Anchors,
    pub crls: Vec<Vec<u8>>,
    pub answers: Vec<eds::OcspAnswer>,
    pub at: Timestamp,
    pub mode: RevocationMode,
}

impl World {
    pub fn verify(&self, message: &[u8], expected: Option<&[u8]>) -> Result<eds::Report, eds::Refusal> {
        let sources = RevocationSources {
            crls: self
                .crls
                .iter()
                .map(|der| Crl::parse(der).expect("a list"))
                .collect(),
            answers: self.answers.clone(),
        };
        let circumstances = Circumstances {
            anchors: &self.anchors,
            revocation: &sources,
            mode: self.mode,
            at: self.at,
            legacy: LegacyGost::Taken,
        };
        eds::verify(message, expected, &circumstances)
    }

    /// The reason of the verdict; `None` when it is valid.
    pub fn reason(&self, message: &[u8], expected: Option<&[u8]>) -> Option<Reason> {
        match self.verify(message, expected) {
            Ok(report) => report.verdict().err().map(|refusal| refusal.reason),
            Err(refusal) => Some(refusal.reason),
        }
    }
}
