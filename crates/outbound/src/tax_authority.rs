//! Documents on their way from the operator to the tax authority.
//!
//! There is no real client: the exchange between operators and the tax authority runs over a closed transport that
//! is given to accredited operators alone, and its description is not public. What is public is the JSON of the
//! documents (`RU-OFD/json`). A platform without that transport uses [`Unconfigured`], which says so; sandboxes use
//! [`ScriptedTaxAuthority`]. A real client is one more implementation of [`TaxAuthority`].

mod scripted;

use types::DocumentId;

use crate::Pending;

pub use scripted::{ScriptedTaxAuthority, TaxAuthorityAnswer};

/// Documents that one submission may hold.
pub const BATCH_MAX: usize = 100;

/// Takes documents for the tax authority.
pub trait TaxAuthority: Send + Sync {
    /// Submits documents and says of each how it ended, in the same order.
    ///
    /// Submitting a document again is harmless: the authority knows it by storage and number.
    fn submit<'a>(
        &'a self,
        batch: &'a [Submission],
    ) -> Pending<'a, Result<Vec<SubmissionOutcome>, SubmissionError>>;
}

/// One document for the tax authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Which document.
    pub document: DocumentId,
    /// The document as the tax authority reads it: one JSON object, UTF-8.
    pub json: Vec<u8>,
}

/// How a submitted document ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubmissionOutcome {
    /// Taken.
    Accepted {
        /// Number of the authority's receipt.
        receipt: String,
    },
    /// Not taken, and it will not be without a change.
    Refused {
        /// Words of the authority.
        reason: String,
    },
    /// No answer: nobody knows.
    Unknown {
        /// What happened.
        detail: String,
    },
}

/// Why a batch was not submitted at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionError {
    /// The platform has no way to the tax authority.
    #[error("no transport to the tax authority is configured; documents are kept until there is one")]
    NotConfigured,
    /// More documents than one submission may hold.
    #[error("the batch has {count} documents; {BATCH_MAX} are allowed")]
    BatchTooBig {
        /// Documents in the batch.
        count: usize,
    },
}

/// A platform without a way to the tax authority: every submission is an error that says so.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unconfigured;

impl TaxAuthority for Unconfigured {
    fn submit<'a>(
        &'a self,
        _batch: &'a [Submission],
    ) -> Pending<'a, Result<Vec<SubmissionOutcome>, SubmissionError>> {
        Box::pin(async { Err(SubmissionError::NotConfigured) })
    }
}
