//! A simulator of the tax authority.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{BATCH_MAX, Submission, SubmissionError, SubmissionOutcome, TaxAuthority};
use crate::Pending;
use crate::journal::Journal;

/// What the simulator says to one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaxAuthorityAnswer {
    /// Takes it at once.
    Accept,
    /// Refuses it with these words.
    Refuse(String),
    /// Says nothing: the outcome is unknown once the patience of the caller is over.
    Silent,
    /// Takes it after this time; beyond the patience of the caller that is as good as silence.
    Slow(Duration),
}

/// Answers by a script, otherwise accepts, and remembers the last thousand documents.
#[derive(Debug)]
pub struct ScriptedTaxAuthority {
    journal: Journal<Submission, TaxAuthorityAnswer>,
    receipts: AtomicU64,
    patience: Duration,
}

impl ScriptedTaxAuthority {
    /// A simulator that accepts everything; `patience` is how long a caller waits for the silent and the slow.
    #[must_use]
    pub const fn new(patience: Duration) -> Self {
        Self {
            journal: Journal::new(TaxAuthorityAnswer::Accept),
            receipts: AtomicU64::new(0),
            patience,
        }
    }

    /// Puts an answer to one document at the end of the script.
    pub fn then(&self, answer: TaxAuthorityAnswer) {
        self.journal.then(answer);
    }

    /// The answer once the script is at its end.
    pub fn otherwise(&self, answer: TaxAuthorityAnswer) {
        self.journal.otherwise(answer);
    }

    /// The documents so far, oldest first, repeated ones again.
    #[must_use]
    pub fn submitted(&self) -> Vec<Submission> {
        self.journal.seen()
    }

    /// Forgets documents and script.
    pub fn clear(&self) {
        self.journal.clear();
    }

    async fn answer(&self, submission: &Submission) -> SubmissionOutcome {
        let wait = match self.journal.next(submission.clone()) {
            TaxAuthorityAnswer::Refuse(reason) => return SubmissionOutcome::Refused { reason },
            TaxAuthorityAnswer::Accept => Duration::ZERO,
            TaxAuthorityAnswer::Slow(wait) => wait,
            TaxAuthorityAnswer::Silent => Duration::MAX,
        };
        tokio::time::sleep(wait.min(self.patience)).await;
        if wait > self.patience {
            let detail = format!("no answer within {} ms", self.patience.as_millis());
            return SubmissionOutcome::Unknown { detail };
        }
        let number = self.receipts.fetch_add(1, Ordering::Relaxed) + 1;
        SubmissionOutcome::Accepted {
            receipt: format!("sandbox-{number}"),
        }
    }
}

impl TaxAuthority for ScriptedTaxAuthority {
    fn submit<'a>(
        &'a self,
        batch: &'a [Submission],
    ) -> Pending<'a, Result<Vec<SubmissionOutcome>, SubmissionError>> {
        Box::pin(async move {
            if batch.len() > BATCH_MAX {
                return Err(SubmissionError::BatchTooBig { count: batch.len() });
            }
            let mut outcomes = Vec::with_capacity(batch.len());
            for submission in batch {
                outcomes.push(self.answer(submission).await);
            }
            Ok(outcomes)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tax_authority::Unconfigured;
    use types::DocumentId;

    fn document(id: i64) -> Submission {
        Submission {
            document: DocumentId::new(id),
            json: b"{}".to_vec(),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn each_document_gets_its_own_answer() {
        let authority = ScriptedTaxAuthority::new(Duration::from_mins(1));
        authority.then(TaxAuthorityAnswer::Accept);
        authority.then(TaxAuthorityAnswer::Refuse("1037 is unknown".to_owned()));
        authority.then(TaxAuthorityAnswer::Silent);
        authority.then(TaxAuthorityAnswer::Slow(Duration::from_secs(5)));
        authority.then(TaxAuthorityAnswer::Slow(Duration::from_secs(61)));
        let batch: Vec<_> = (1..=6).map(document).collect();
        let accepted = |number: u64| SubmissionOutcome::Accepted {
            receipt: format!("sandbox-{number}"),
        };
        let unknown = SubmissionOutcome::Unknown {
            detail: "no answer within 60000 ms".to_owned(),
        };
        let refused = SubmissionOutcome::Refused {
            reason: "1037 is unknown".to_owned(),
        };
        let expected = vec![
            accepted(1),
            refused,
            unknown.clone(),
            accepted(2),
            unknown,
            accepted(3),
        ];
        assert_eq!(authority.submit(&batch).await, Ok(expected));
        assert_eq!(authority.submitted(), batch);
    }

    #[tokio::test]
    async fn a_batch_is_bounded() {
        let authority = ScriptedTaxAuthority::new(Duration::ZERO);
        let batch: Vec<_> = (0..=100).map(document).collect();
        assert_eq!(
            authority.submit(&batch).await,
            Err(SubmissionError::BatchTooBig { count: 101 })
        );
        assert!(authority.submitted().is_empty());
    }

    #[tokio::test]
    async fn without_a_transport_the_error_says_so() {
        let error = Unconfigured.submit(&[document(1)]).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "no transport to the tax authority is configured; documents are kept until there is one"
        );
    }
}
