//! Many receipts in one go.

use types::LocalDateTime;

use super::shift_policy::{ShiftOpening, ShiftPolicy};
use super::{RegisterCommand, RegisterError, VirtualRegister};
use crate::fiscal_storage::{Event, ReceiptBody, SealedDocument, StorageKeys};
use crate::numbering::FiscalDocumentNumber;

/// What became of many receipts.
#[derive(Debug)]
pub struct Batch {
    /// Every sealed document in the order of numbers: receipts and the shift reports between them.
    pub documents: Vec<SealedDocument>,
    /// What became of each receipt, in the order given: its number, or why it was refused.
    pub outcomes: Vec<Result<FiscalDocumentNumber, RegisterError>>,
}

impl VirtualRegister {
    /// Seals receipts in order. Opens and renews the shift as the policy says. A refused receipt does not stop
    /// those behind it. The caller persists documents and state together.
    pub fn seal_batch(
        &mut self,
        receipts: Vec<ReceiptBody>,
        policy: &ShiftPolicy,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Batch {
        let mut batch = Batch {
            documents: Vec::with_capacity(receipts.len()),
            outcomes: Vec::with_capacity(receipts.len()),
        };
        for receipt in receipts {
            let sealed = self
                .ready_shift(policy, now, keys, &mut batch.documents)
                .and_then(|()| self.seal(receipt, now, keys));
            batch.outcomes.push(sealed.map(|document| {
                let number = document.number;
                batch.documents.push(document);
                number
            }));
        }
        batch
    }

    /// Sees to an open shift that takes receipts, as far as the policy goes.
    fn ready_shift(
        &mut self,
        policy: &ShiftPolicy,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
        documents: &mut Vec<SealedDocument>,
    ) -> Result<(), RegisterError> {
        if self.shift_is_due(policy, now) {
            take_documents(self.handle(RegisterCommand::CloseShift, now, keys)?, documents);
        }
        match policy.opening {
            ShiftOpening::OnReceipt if self.storage().open_shift().is_none() => {
                take_documents(self.handle(RegisterCommand::OpenShift, now, keys)?, documents);
                Ok(())
            }
            ShiftOpening::OnReceipt | ShiftOpening::ByCommand => Ok(()),
        }
    }
}

fn take_documents(events: Vec<Event>, documents: &mut Vec<SealedDocument>) {
    documents.extend(events.into_iter().filter_map(|event| match event {
        Event::DocumentSealed(document) => Some(document),
        Event::Prepared | Event::ConfirmationAccepted(_) | Event::SendingCompleted => None,
    }));
}
