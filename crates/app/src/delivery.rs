//! The register's side of the exchange with the operator: which documents wait, and what their answers change.

use register::{Confirmation, Event, RegisterCommand};
use store::sealed_documents::{self, SealedDocument};
use store::{acknowledgements, registers};
use types::RegisterId;

use crate::App;
use crate::fiscalization::{Driven, FiscalizationError};

/// Documents that one call returns.
pub const DOCUMENTS_MAX: u32 = 64;

/// Documents of a register's storage that the operator has not confirmed, in order; at most [`DOCUMENTS_MAX`].
pub async fn unconfirmed(app: &App, register: RegisterId) -> Result<Vec<SealedDocument>, FiscalizationError> {
    app.db()
        .read("unconfirmed_documents", move |tx| {
            let row = registers::find(tx, register)?.ok_or(FiscalizationError::UnknownRegister(register))?;
            Ok(sealed_documents::unconfirmed(
                tx,
                &row.fiscal_storage_number,
                DOCUMENTS_MAX,
            )?)
        })
        .await
}

/// An answer of the operator to a document.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Number of the document.
    pub document_number: i64,
    /// Container of the document.
    pub document: Vec<u8>,
    /// Container of the answer.
    pub answer: Vec<u8>,
}

/// Stores the operator's answers, in the order of the documents. A wrong answer ends it there; those before are
/// stored all the same.
pub async fn accept(
    app: &App,
    register: RegisterId,
    answers: Vec<Answered>,
) -> Result<(), FiscalizationError> {
    let now = app.now();
    let local = now.to_local(app.settings().offset);
    app.db()
        .write("accept_confirmations", move |tx| {
            let mut driven = Driven::load(tx, register)?;
            let storage = driven.register.storage().number().to_string();
            let keys = driven.keys();
            for answered in &answers {
                let number = answered.document_number;
                let expected = driven
                    .register
                    .storage()
                    .next_unsent()
                    .map(|next| i64::from(next.get()));
                if expected.is_none_or(|expected| number < expected) {
                    continue; // Stored before: the process died between the answer and the next document.
                }
                let following = sealed_documents::find(tx, &storage, number + 1)?;
                let confirmation = Confirmation {
                    answer: answered.answer.clone(),
                    document: answered.document.clone(),
                    following: following.map(|document| document.container),
                };
                let command = RegisterCommand::AcceptConfirmation(confirmation);
                let events = driven.register.handle(command, local, &keys)?;
                if events
                    .iter()
                    .any(|event| matches!(event, Event::ConfirmationAccepted(_)))
                {
                    acknowledgements::insert(tx, &storage, number, &answered.answer, now)?;
                }
            }
            driven.save(tx, now)
        })
        .await
}
