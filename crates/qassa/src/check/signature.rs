//! `qassa check signature`: is it valid, who signed, and what does that rest on?

mod answer;
mod trust;

use eds::policy::Act;
use eds::{Circumstances, LegacyGost, RevocationMode};
use types::Timestamp;

use crate::cli::{SignatureAct, SignatureFile, SignatureRevocation};
use crate::input;
use crate::verdict::{self, Verdict};
use answer::SignatureAnswer;
use trust::{Trust, TrustError};

/// Why nothing can be said about a signature.
#[derive(Debug, thiserror::Error)]
enum SignatureError {
    #[error(transparent)]
    Input(#[from] input::InputError),
    #[error(transparent)]
    Trust(#[from] TrustError),
    #[error("--at: {0}")]
    Time(#[from] types::TimeError),
}

/// Runs the tool.
pub(super) fn run(args: &SignatureFile, now: Timestamp) -> Verdict {
    match look_at(args, now) {
        Ok(answer) => {
            let verdict = if answer.valid {
                Verdict::Right
            } else {
                Verdict::Wrong
            };
            verdict::print(super::lines(&[answer]).as_bytes(), verdict)
        }
        Err(error) => {
            verdict::complain(&error);
            Verdict::Misuse
        }
    }
}

fn look_at(args: &SignatureFile, now: Timestamp) -> Result<SignatureAnswer, SignatureError> {
    let at = match &args.at {
        Some(text) => Timestamp::parse_rfc3339(text)?,
        None => now,
    };
    let signature = input::read(Some(&args.file))?;
    let content = match &args.detached {
        Some(path) => Some(input::read(Some(path))?),
        None => None,
    };
    let trust = Trust::read(args.anchors.as_deref(), &args.crl, &args.ocsp)?;
    let sources = trust.sources()?;
    let is_any_given = !sources.crls.is_empty() || !sources.answers.is_empty();
    let circumstances = Circumstances {
        anchors: &trust.anchors,
        revocation: &sources,
        mode: match (args.revocation, is_any_given) {
            (Some(SignatureRevocation::Require), _) | (None, true) => RevocationMode::Require,
            (Some(SignatureRevocation::Soft), _) | (None, false) => RevocationMode::Soft,
        },
        at,
        legacy: if args.legacy_gost {
            LegacyGost::Taken
        } else {
            LegacyGost::Refused
        },
    };
    let act = match args.act {
        SignatureAct::LogIn => Act::LogIn,
        SignatureAct::SignDocument => Act::SignDocument,
        SignatureAct::BindHolder => Act::BindHolder,
    };
    let report = eds::verify(&signature, content.as_deref(), &circumstances);
    let name = args.file.display().to_string();
    Ok(SignatureAnswer::new(name, &report, act, at, trust.summary()))
}

#[cfg(test)]
mod tests;
