//! Making the bytes of a document: elements, fiscal sign, container.

use ofd_ru::acknowledgement::AcknowledgementError;
use ofd_ru::container::{Container, ContainerEncodeError, ContainerError};
use ofd_ru::signs::{document_sign_element, message_trailer};
use ofd_ru::tlv::{self, DecodeError, EncodeError};
use ofd_ru::{Document, Element, Form};
use types::{FiscalStorageNumber, LocalDateTime};

use super::event::{Effect, SealedDocument};
use super::report::{Heading, is_storage_tag};
use super::{FiscalStorage, FiscalStorageError, StorageKeys, StorageRegistration};
use crate::numbering::{FiscalDocumentNumber, FiscalSign};

/// Bytes of tag and length of the form, which the fiscal sign does not cover.
const FORM_HEADER_SIZE: usize = 4;

/// Why bytes could not be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealingError {
    /// An element does not fit its tag.
    #[error("the document cannot be written")]
    Encode(#[from] EncodeError),
    /// The document with its sign is larger than its form admits.
    #[error("the document has {size} bytes; its form admits {size_max}")]
    TooLarge {
        /// Bytes of the document.
        size: usize,
        /// Bytes that the form admits.
        size_max: usize,
    },
    /// The container cannot be written.
    #[error("the container cannot be written")]
    Container(#[from] ContainerEncodeError),
    /// The bytes are no container.
    #[error("the bytes are no container")]
    ContainerRead(#[from] ContainerError),
    /// The document cannot be read.
    #[error("the document cannot be read")]
    Decode(#[from] DecodeError),
    /// The answer is no confirmation.
    #[error("the answer is no confirmation of the operator")]
    NoConfirmation(#[from] AcknowledgementError),
}

impl SealingError {
    /// Error code of the storage's own protocol.
    pub(super) const fn code(&self) -> u8 {
        match self {
            Self::Encode(_) => 0x09,
            Self::TooLarge { .. } | Self::Container(_) => 0x10,
            Self::ContainerRead(_) | Self::Decode(_) | Self::NoConfirmation(_) => 0x20,
        }
    }
}

/// One document on its way into the container.
pub(super) struct Draft<'a> {
    pub(super) storage: &'a FiscalStorage,
    pub(super) registration: &'a StorageRegistration,
    pub(super) form: Form,
    pub(super) number: FiscalDocumentNumber,
    pub(super) at: LocalDateTime,
}

impl Draft<'_> {
    /// Joins the register's and the storage's part, signs and packs them.
    pub(super) fn seal(
        &self,
        mut body: Vec<Element>,
        own: impl IntoIterator<Item = Element>,
        effect: Effect,
        keys: &dyn StorageKeys,
    ) -> Result<SealedDocument, FiscalStorageError> {
        if let Some(reserved) = body.iter().find(|element| is_storage_tag(self.form, element.tag)) {
            return Err(FiscalStorageError::ReservedTag { tag: reserved.tag });
        }
        Heading {
            storage: self.storage,
            registration: self.registration,
            number: self.number,
            at: self.at,
        }
        .write(&mut body);
        body.extend(own);
        let (container, sign) = pack(self.form, body, self.number, &self.storage.number, keys)?;
        Ok(SealedDocument {
            form: self.form,
            number: self.number,
            sign,
            at: self.at,
            effect,
            container,
        })
    }
}

/// Encodes once: the fiscal sign is appended to what it covers.
fn pack(
    form: Form,
    elements: Vec<Element>,
    number: FiscalDocumentNumber,
    storage: &FiscalStorageNumber,
    keys: &dyn StorageKeys,
) -> Result<(Vec<u8>, FiscalSign), SealingError> {
    let mut document = tlv::encode_document(&Document { form, elements })?;
    let sign = keys.document_sign(document.get(FORM_HEADER_SIZE..).unwrap_or_default());
    document.extend(tlv::encode_elements(&[document_sign_element(sign)])?);
    let size = document.len().saturating_sub(FORM_HEADER_SIZE);
    let size_max = usize::from(form.size_max());
    let length = u16::try_from(size)
        .ok()
        .filter(|_| size <= size_max)
        .ok_or(SealingError::TooLarge { size, size_max })?;
    if let Some(field) = document.get_mut(2..FORM_HEADER_SIZE) {
        field.copy_from_slice(&length.to_le_bytes());
    }
    let trailer = message_trailer(keys.message_sign(&document));
    let mut container = Vec::new();
    Container::from_register(form, storage, number.get(), &document, trailer).encode_into(&mut container)?;
    Ok((container, FiscalSign::new(u32::from_be_bytes(sign))))
}
