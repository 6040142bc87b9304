//! Simulators that keep what they saw in the sandbox's database.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use app::App;
use outbound::Pending;
use outbound::mail::{Mail, MailOutcome, Mailer};
use outbound::tax_authority::{Submission, SubmissionError, SubmissionOutcome, TaxAuthority};
use register::Fault;
use store::sandbox::{self, NewMail, NewTaxEntry};
use store::{StoreError, kz_documents, ofd_documents};
use types::RegisterId;
use worker::Faults;

/// Puts mails into the sandbox's mailbox.
pub struct MailboxInDatabase(pub App);

impl Mailer for MailboxInDatabase {
    fn send<'a>(&'a self, mail: &'a Mail) -> Pending<'a, MailOutcome> {
        let kept = NewMail {
            at: self.0.now(),
            recipient: mail.to.clone(),
            subject: mail.subject.clone(),
            text_body: mail.text.clone(),
            html_body: mail.html.clone().unwrap_or_default(),
        };
        Box::pin(async move {
            let kept = self
                .0
                .db()
                .write("sandbox_mail", move |tx| sandbox::add_mail(tx, &kept))
                .await;
            match kept {
                Ok(_) => MailOutcome::Sent,
                Err(error) => MailOutcome::Failed {
                    detail: error.to_string(),
                },
            }
        })
    }
}

/// Accepts every document and writes it into the sandbox's log.
pub struct TaxAuthorityInDatabase(pub App);

impl TaxAuthority for TaxAuthorityInDatabase {
    fn submit<'a>(
        &'a self,
        batch: &'a [Submission],
    ) -> Pending<'a, Result<Vec<SubmissionOutcome>, SubmissionError>> {
        let (now, submitted) = (self.0.now(), batch.to_vec());
        Box::pin(async move {
            let logged = self
                .0
                .db()
                .write("sandbox_tax_log", move |tx| {
                    let mut entries = Vec::with_capacity(submitted.len());
                    for submission in &submitted {
                        let Some((_, document)) = ofd_documents::find(tx, submission.document)? else {
                            continue;
                        };
                        entries.push(NewTaxEntry {
                            at: now,
                            fiscal_storage_number: document.fiscal_storage_number,
                            document_number: document.document_number,
                            answer: "accepted".to_owned(),
                            document: String::from_utf8_lossy(&submission.json).into_owned(),
                        });
                    }
                    sandbox::add_tax_entries(tx, &entries)
                })
                .await;
            Ok(batch
                .iter()
                .map(|submission| outcome(submission, &logged))
                .collect())
        })
    }
}

/// The same for Kazakh documents.
pub struct KzTaxAuthorityInDatabase(pub App);

impl TaxAuthority for KzTaxAuthorityInDatabase {
    fn submit<'a>(
        &'a self,
        batch: &'a [Submission],
    ) -> Pending<'a, Result<Vec<SubmissionOutcome>, SubmissionError>> {
        let (now, submitted) = (self.0.now(), batch.to_vec());
        Box::pin(async move {
            let logged = self
                .0
                .db()
                .write("sandbox_kz_tax_log", move |tx| {
                    let mut entries = Vec::with_capacity(submitted.len());
                    for submission in &submitted {
                        let Some((_, document)) = kz_documents::find(tx, submission.document)? else {
                            continue;
                        };
                        entries.push(NewTaxEntry {
                            at: now,
                            fiscal_storage_number: document.registration_number,
                            document_number: submission.document.get(),
                            answer: "accepted".to_owned(),
                            document: String::from_utf8_lossy(&submission.json).into_owned(),
                        });
                    }
                    sandbox::add_tax_entries(tx, &entries)
                })
                .await;
            Ok(batch
                .iter()
                .map(|submission| outcome(submission, &logged))
                .collect())
        })
    }
}

fn outcome(submission: &Submission, logged: &Result<(), StoreError>) -> SubmissionOutcome {
    match logged {
        Ok(()) => SubmissionOutcome::Accepted {
            receipt: format!("sandbox-{}", submission.document),
        },
        Err(error) => SubmissionOutcome::Unknown {
            detail: error.to_string(),
        },
    }
}

/// Faults that the sandbox's page armed.
#[derive(Default)]
pub struct ArmedFaults {
    armed: Mutex<HashMap<RegisterId, Fault>>,
}

impl ArmedFaults {
    /// Arms a fault, or heals the register.
    pub fn arm(&self, register: RegisterId, fault: Option<Fault>) {
        let mut armed = self.armed.lock().unwrap_or_else(PoisonError::into_inner);
        match fault {
            Some(fault) => armed.insert(register, fault),
            None => armed.remove(&register),
        };
    }

    /// The fault that is armed.
    pub fn of(&self, register: RegisterId) -> Option<Fault> {
        self.armed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&register)
            .copied()
    }
}

impl Faults for ArmedFaults {
    fn strike(&self, register: RegisterId) -> Option<Fault> {
        self.of(register)
    }
}
