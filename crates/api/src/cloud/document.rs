//! Documents that the operator holds.

use bytes::Bytes;
use types::{DocumentId, FiscalStorageNumber, LocalDateTime, Money, RegistrationNumber, Timestamp};

/// Which documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentFilter {
    /// Of this fiscal storage.
    pub fiscal_storage: Option<FiscalStorageNumber>,
    /// Of this register.
    pub registration_number: Option<RegistrationNumber>,
    /// With this number in its fiscal storage.
    pub document_number: Option<u64>,
    /// Of this shift.
    pub shift_number: Option<u64>,
    /// With this fiscal sign.
    pub fiscal_sign: Option<u32>,
    /// Settled not before.
    pub settled_from: Option<LocalDateTime>,
    /// Settled before.
    pub settled_before: Option<LocalDateTime>,
    /// Older than this document: the key of the page before.
    pub after: Option<DocumentId>,
    /// Rows, at most.
    pub limit: u32,
}

/// A row of the list of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSummary {
    /// Its id.
    pub id: DocumentId,
    /// Kind of document by its number in the format, such as 3 for a receipt. Source: RU-FFD/forms.
    pub form: u16,
    /// Fiscal storage.
    pub fiscal_storage: FiscalStorageNumber,
    /// Number in the fiscal storage.
    pub document_number: u64,
    /// Registration number of the register.
    pub registration_number: Option<String>,
    /// Shift.
    pub shift_number: Option<u64>,
    /// Receipt in the shift.
    pub receipt_number: Option<u64>,
    /// Sum, of receipts.
    pub total: Option<Money>,
    /// When the register settled.
    pub settled_at: LocalDateTime,
    /// Fiscal sign.
    pub fiscal_sign: u32,
    /// When the operator received it.
    pub received_at: Timestamp,
    /// Findings of the format checks that are errors.
    pub errors: u32,
    /// Findings that are warnings.
    pub warnings: u32,
}

/// How a document is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentForm {
    /// The tax authority's field names.
    Json,
    /// As on paper.
    Text,
    /// As a page.
    Html,
    /// As a file to keep.
    Pdf,
    /// Byte for byte as received.
    Container,
}

/// A document in one of its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedDocument {
    /// Media type of `body`.
    pub content_type: &'static str,
    /// The form.
    pub body: Bytes,
}
