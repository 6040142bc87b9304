//! A message of a register, read and found consistent.

use ofd_ru::container::{Container, ContainerKind};
use ofd_ru::session::{IncomingMessage, KnownProtocol, ProtocolVersion, SessionHeader};
use ofd_ru::signs::{MessageVerifier, SandboxKeys, SignVerdict, printed_sign};
use ofd_ru::{Document, Elements, FfdVersion, tags, tlv};
use store::ofd_documents::SignatureState;
use store::ofd_registers::Progress;
use types::{FiscalStorageNumber, LocalDateTime, Money};

use super::{RefusalReason, shift_opened_at};

/// A document and the message that brought it.
pub(super) struct Reading {
    /// Header of the message: the answer echoes it.
    pub(super) header: SessionHeader,
    /// Container, byte for byte.
    pub(super) container: Vec<u8>,
    /// The container's header and trailer: the answer echoes them.
    pub(super) envelope: Container<'static>,
    /// Storage that sealed the document.
    pub(super) storage: FiscalStorageNumber,
    /// Number of the document.
    pub(super) number: u32,
    /// The document.
    pub(super) document: Document,
    /// Version of its format.
    pub(super) version: FfdVersion,
    /// Whether its maker is known.
    pub(super) signature: SignatureState,
}

impl Reading {
    pub(super) fn of(message: IncomingMessage) -> Result<Self, RefusalReason> {
        let IncomingMessage { header, body } = message;
        let container = Container::decode(&body).map_err(|error| {
            tracing::debug!(error = %error, offset = error.offset(), "not a container");
            RefusalReason::BrokenContainer
        })?;
        if container.kind != ContainerKind::ToOfd {
            return Err(RefusalReason::WrongDirection);
        }
        let document = tlv::decode_document(container.body).map_err(|error| {
            tracing::debug!(error = %error, "not a document");
            RefusalReason::BrokenDocument
        })?;
        let storage = container
            .fiscal_storage
            .number()
            .ok_or(RefusalReason::Contradiction)?;
        let number = container.document_number;
        let named = |tag| document.body().text(tag);
        let same_storage = header.storage_digits() == Some(storage.as_str())
            && named(tags::FISCAL_STORAGE_NUMBER).is_none_or(|named| named == storage.as_str());
        let same_number = document
            .body()
            .uint(tags::FISCAL_DOCUMENT_NUMBER)
            .is_none_or(|named| named == u64::from(number));
        if !same_storage || !same_number || number == 0 {
            return Err(RefusalReason::Contradiction);
        }
        let version = document.version().unwrap_or_else(|| version_of(header.protocol));
        let signature = signature_of(&storage, &container);
        let envelope = Container {
            body: &[],
            ..container
        };
        Ok(Self {
            header,
            envelope,
            storage,
            number,
            version,
            signature,
            document,
            container: body,
        })
    }

    pub(super) fn registration_number(&self) -> Option<&str> {
        self.document.body().text(tags::REGISTRATION_NUMBER)
    }

    pub(super) fn inn(&self) -> Option<&str> {
        self.document.body().text(tags::ORGANIZATION_INN)
    }

    pub(super) fn shift_number(&self) -> Option<i64> {
        self.signed(tags::SHIFT_NUMBER)
    }

    pub(super) fn receipt_number(&self) -> Option<i64> {
        self.signed(tags::RECEIPT_NUMBER_IN_SHIFT)
    }

    pub(super) fn operation(&self) -> Option<u8> {
        self.document
            .body()
            .uint(tags::OPERATION)
            .and_then(|code| u8::try_from(code).ok())
    }

    pub(super) fn total(&self) -> Option<Money> {
        self.signed(tags::RECEIPT_TOTAL).map(Money::from_minor)
    }

    /// Time on the document; one without a time counts as 1970, which the format checks report.
    pub(super) fn settled_at(&self) -> LocalDateTime {
        self.document
            .body()
            .time(tags::DATE_TIME)
            .unwrap_or(LocalDateTime::from_wall_seconds(0))
    }

    pub(super) fn fiscal_sign(&self) -> u32 {
        printed_sign(&self.document).unwrap_or(0)
    }

    /// How far the storage's documents have come with this one.
    pub(super) fn progress_after(&self, before: Progress) -> Progress {
        let at = self.settled_at();
        let shift_number = self.shift_number().or(before.shift_number);
        let receipt_number = match self.receipt_number() {
            Some(number) => Some(number),
            None if shift_number == before.shift_number => before.receipt_number,
            None => None,
        };
        Progress {
            document_number: i64::from(self.number),
            settled_at: Some(at),
            shift_number,
            receipt_number,
            shift_opened_at: shift_opened_at(self.document.form, before.shift_opened_at, at),
        }
    }

    fn signed(&self, tag: ofd_ru::Tag) -> Option<i64> {
        self.document
            .body()
            .uint(tag)
            .and_then(|number| i64::try_from(number).ok())
    }
}

/// Only the test series is signed by keys that we know.
fn signature_of(storage: &FiscalStorageNumber, container: &Container<'_>) -> SignatureState {
    let Some(trailer) = container.trailer.filter(|_| storage.is_test()) else {
        return SignatureState::Unverified;
    };
    match SandboxKeys::published(storage).verify_message(container.body, trailer) {
        SignVerdict::Valid => SignatureState::Verified,
        SignVerdict::Wrong | SignVerdict::NotVerified => SignatureState::Unverified,
    }
}

fn version_of(protocol: ProtocolVersion) -> FfdVersion {
    match protocol.known() {
        Some(KnownProtocol::V1_1) => FfdVersion::V1_1,
        Some(KnownProtocol::V1_2) => FfdVersion::V1_2,
        Some(KnownProtocol::V1_0 | KnownProtocol::V1_05) | None => FfdVersion::V1_05,
    }
}
