//! Storing the operator's confirmation. Source: RU-OFD/confirmation.

use ofd_ru::acknowledgement::{Acknowledgement, OfdMessage, ResponseCode, Verdict};
use ofd_ru::container::{Container, ContainerKind};
use ofd_ru::signs::{SignVerdict, TRAILER_SIZE};
use ofd_ru::{Elements, tags, tlv};
use types::LocalDateTime;

use super::event::{AcceptedConfirmation, Event};
use super::operator::Unsent;
use super::sealing::SealingError;
use super::{CommandKind, Confirmation, FiscalStorage, FiscalStorageError, Phase, StorageKeys};
use crate::numbering::FiscalDocumentNumber;
use crate::receipt_amounts::ReceiptAmounts;

/// A document of this storage, back from the archive.
struct Archived {
    at: LocalDateTime,
    amounts: Option<ReceiptAmounts>,
    trailer: [u8; TRAILER_SIZE],
}

impl FiscalStorage {
    pub(super) fn decide_confirmation(
        &self,
        confirmation: &Confirmation,
        keys: &dyn StorageKeys,
    ) -> Result<Vec<Event>, FiscalStorageError> {
        let when_empty = match &self.phase {
            Phase::Fiscal(_) => None,
            Phase::PostFiscal(_) => Some(Event::SendingCompleted),
            Phase::Setup | Phase::Ready | Phase::Archive(_) => {
                return Err(self.wrong_phase(CommandKind::AcceptConfirmation));
            }
        };
        let unsent = self.phase.unsent().ok_or(FiscalStorageError::NothingUnsent)?;
        let sent = self.archived(&confirmation.document, unsent.first, keys)?;
        let answer = self.read_answer(&confirmation.answer, unsent.first, sent.trailer, keys)?;
        let following_at = self.following_at(confirmation, unsent, keys)?;
        let accepted = Event::ConfirmationAccepted(AcceptedConfirmation {
            number: unsent.first,
            at: answer.at,
            message: message_of(answer.verdict),
            amounts: sent.amounts,
            following_at,
        });
        let emptied = when_empty.filter(|_| following_at.is_none());
        Ok([Some(accepted), emptied].into_iter().flatten().collect())
    }

    /// Time of the document behind the confirmed one; `None` when none waits.
    fn following_at(
        &self,
        confirmation: &Confirmation,
        unsent: &Unsent,
        keys: &dyn StorageKeys,
    ) -> Result<Option<LocalDateTime>, FiscalStorageError> {
        if unsent.count <= 1 {
            return Ok(None);
        }
        let expected = unsent.first.next();
        match &confirmation.following {
            Some(container) => self
                .archived(container, expected, keys)
                .map(|document| Some(document.at)),
            None => Err(FiscalStorageError::FollowingMissing { expected }),
        }
    }

    /// Reads a document of the archive; only what this storage sealed under this number passes.
    fn archived(
        &self,
        container: &[u8],
        expected: FiscalDocumentNumber,
        keys: &dyn StorageKeys,
    ) -> Result<Archived, FiscalStorageError> {
        let container = Container::decode(container).map_err(SealingError::from)?;
        let foreign = FiscalStorageError::ForeignDocument { expected };
        let (ContainerKind::ToOfd, Some(trailer)) = (container.kind, container.trailer) else {
            return Err(foreign);
        };
        let own = container.document_number == expected.get()
            && container.fiscal_storage.number().as_ref() == Some(&self.number)
            && keys.verify_message(container.body, trailer) == SignVerdict::Valid;
        if !own {
            return Err(foreign);
        }
        let document = tlv::decode_document(container.body).map_err(SealingError::from)?;
        Ok(Archived {
            at: document.body().time(tags::DATE_TIME).ok_or(foreign)?,
            amounts: ReceiptAmounts::of_document(&document).map_err(FiscalStorageError::Amounts)?,
            trailer,
        })
    }

    fn read_answer(
        &self,
        answer: &[u8],
        expected: FiscalDocumentNumber,
        trailer: [u8; TRAILER_SIZE],
        keys: &dyn StorageKeys,
    ) -> Result<Acknowledgement, FiscalStorageError> {
        let container = Container::decode(answer).map_err(SealingError::from)?;
        let (answer, verdict) =
            Acknowledgement::open(&container, Some(trailer), keys).map_err(SealingError::from)?;
        if answer.document_number != expected.get() || answer.storage != self.number {
            return Err(FiscalStorageError::ForeignConfirmation {
                number: answer.document_number,
                storage: answer.storage,
                expected,
            });
        }
        match verdict {
            SignVerdict::Valid => Ok(answer),
            SignVerdict::Wrong | SignVerdict::NotVerified => {
                Err(FiscalStorageError::WrongOfdSign { expected })
            }
        }
    }
}

/// Codes of FFD 1.05 in the words of the later mask.
const fn message_of(verdict: Verdict) -> OfdMessage {
    match verdict {
        Verdict::Message(message) => message,
        Verdict::Response(ResponseCode(0)) => OfdMessage(0),
        Verdict::Response(_) => OfdMessage::FORMAT_CONTROL_FAILED,
    }
}
