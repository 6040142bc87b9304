//! The folder of trusted authorities, and what is known of revocations.

use eds::{Anchors, Certificate, Crl, OcspAnswer, Refusal, RevocationSources};
use serde::Serialize;
use std::path::{Path, PathBuf};

use crate::input::{self, InputError};

/// Files of one folder that are looked at.
pub(super) const FOLDER_FILES_MAX: usize = 256;

/// Why there is nothing to verify against.
#[derive(Debug, thiserror::Error)]
pub(super) enum TrustError {
    /// The folder cannot be listed.
    #[error("cannot read the folder {name}: {source}")]
    Folder {
        /// Path of the folder.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A folder of something else.
    #[error("{name} has more than {FOLDER_FILES_MAX} files; a folder of trusted authorities has a few")]
    TooMany {
        /// Path of the folder.
        name: String,
    },
    /// A file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A file that was named is not what it should be.
    #[error("{name} is no {what}: {refusal}")]
    Wrong {
        /// Path of the file.
        name: String,
        /// What it should be.
        what: &'static str,
        /// What is wrong.
        refusal: Refusal,
    },
}

/// What a signature is verified against.
pub(super) struct Trust {
    pub anchors: Anchors,
    crls: Vec<(String, Vec<u8>)>,
    answers: Vec<OcspAnswer>,
    ignored: Vec<String>,
}

/// How much there is of it.
#[derive(Debug, Serialize)]
pub(super) struct TrustSummary {
    /// Trusted authorities.
    pub trusted: usize,
    /// Authorities between.
    pub links: usize,
    /// Revocation lists.
    pub crls: usize,
    /// OCSP answers.
    pub ocsp_answers: usize,
    /// Files of the folder that are neither an authority's certificate nor a list.
    pub ignored: Vec<String>,
}

impl Trust {
    /// Reads the folder and the files.
    pub fn read(folder: Option<&Path>, crls: &[PathBuf], ocsp: &[PathBuf]) -> Result<Self, TrustError> {
        let mut trust = Self {
            anchors: Anchors::default(),
            crls: Vec::new(),
            answers: Vec::new(),
            ignored: Vec::new(),
        };
        if let Some(folder) = folder {
            trust.take_folder(folder)?;
        }
        for path in crls {
            let name = path.display().to_string();
            let octets = input::read(Some(path))?;
            let der = eds::strip(&octets).map_err(|refusal| wrong(&name, "revocation list", refusal))?;
            trust.crls.push((name, der.into_owned()));
        }
        for path in ocsp {
            let name = path.display().to_string();
            let answer = OcspAnswer::parse(&input::read(Some(path))?);
            let answer = answer.map_err(|refusal| wrong(&name, "OCSP answer", refusal))?;
            trust.answers.push(answer);
        }
        Ok(trust)
    }

    /// An authority that issued its certificate itself is trusted, and so is one whose issuer is not in the folder;
    /// the others stand between. Certificates of others are not trusted unless they issued themselves.
    fn take_folder(&mut self, folder: &Path) -> Result<(), TrustError> {
        let mut authorities = Vec::new();
        for path in files(folder)? {
            let octets = input::read(Some(&path))?;
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if let Ok(certificate) = Certificate::parse(&octets) {
                if is_authority(&certificate) {
                    authorities.push(certificate);
                } else {
                    self.ignored.push(name);
                }
                continue;
            }
            match eds::strip(&octets) {
                Ok(der) if Crl::parse(&der).is_ok() => self.crls.push((name, der.into_owned())),
                _ => self.ignored.push(name),
            }
        }
        for one in &authorities {
            let has_issuer =
                !one.is_self_issued() && authorities.iter().any(|issuer| issuer.subject() == one.issuer());
            if has_issuer {
                self.anchors.links.push(one.clone());
            } else {
                self.anchors.trusted.push(one.clone());
            }
        }
        Ok(())
    }

    /// Lists and answers, as they are asked.
    pub fn sources(&self) -> Result<RevocationSources<'_>, TrustError> {
        let mut crls = Vec::new();
        for (name, der) in &self.crls {
            crls.push(Crl::parse(der).map_err(|refusal| wrong(name, "revocation list", refusal))?);
        }
        Ok(RevocationSources {
            crls,
            answers: self.answers.clone(),
        })
    }

    /// How much there is.
    pub fn summary(&self) -> TrustSummary {
        TrustSummary {
            trusted: self.anchors.trusted.len(),
            links: self.anchors.links.len(),
            crls: self.crls.len(),
            ocsp_answers: self.answers.len(),
            ignored: self.ignored.clone(),
        }
    }
}

fn is_authority(certificate: &Certificate) -> bool {
    let told = certificate.extensions().basic_constraints;
    told.is_some_and(|told| told.is_ca) || certificate.is_self_issued()
}

/// Files of a folder by name, without its folders.
fn files(folder: &Path) -> Result<Vec<PathBuf>, TrustError> {
    let name = || folder.display().to_string();
    let unreadable = |source| TrustError::Folder { name: name(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() {
            paths.push(path);
        }
        if paths.len() > FOLDER_FILES_MAX {
            return Err(TrustError::TooMany { name: name() });
        }
    }
    paths.sort();
    Ok(paths)
}

fn wrong(name: &str, what: &'static str, refusal: Refusal) -> TrustError {
    TrustError::Wrong {
        name: name.to_owned(),
        what,
        refusal,
    }
}
