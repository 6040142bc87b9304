//! Documents of the operator as people see them.

use app::ofd::{self, paper};
use bytes::Bytes;
use store::ofd_documents::{DocumentFilter as StoredFilter, OfdDocument};
use types::{DocumentId, FiscalStorageNumber, OrganizationId};

use crate::cloud::{
    CloudError, CloudResult, DocumentFilter, DocumentForm, DocumentSummary, RenderedDocument,
};

pub(super) fn document_summary(id: DocumentId, row: OfdDocument) -> Option<DocumentSummary> {
    let unsigned = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok());
    Some(DocumentSummary {
        id,
        form: u16::from(row.form),
        fiscal_storage: FiscalStorageNumber::parse(&row.fiscal_storage_number).ok()?,
        document_number: u64::try_from(row.document_number).ok()?,
        registration_number: row.registration_number,
        shift_number: unsigned(row.shift_number),
        receipt_number: unsigned(row.receipt_number),
        total: row.total,
        settled_at: row.settled_at,
        fiscal_sign: row.fiscal_sign,
        received_at: row.received_at,
        errors: row.error_count,
        warnings: row.warning_count,
    })
}

/// The filter of the store, kept to what an organization may see. A number beyond what is stored matches nothing.
pub(super) fn stored_filter(organization: Option<OrganizationId>, filter: DocumentFilter) -> StoredFilter {
    let signed = |number: Option<u64>| number.map(|number| i64::try_from(number).unwrap_or(i64::MAX));
    StoredFilter {
        organization,
        fiscal_storage_number: filter.fiscal_storage.map(String::from),
        registration_number: filter.registration_number.map(String::from),
        document_number: signed(filter.document_number),
        shift_number: signed(filter.shift_number),
        from: filter.settled_from,
        to: filter.settled_before,
        fiscal_sign: filter.fiscal_sign,
        form: None,
    }
}

pub(super) fn render(document: OfdDocument, form: DocumentForm) -> CloudResult<RenderedDocument> {
    let unreadable = || CloudError::Failed("a stored document does not read".into());
    if form == DocumentForm::Container {
        return Ok(rendered("application/octet-stream", document.container));
    }
    let read = ofd::document(&document.container).ok_or_else(unreadable)?;
    Ok(match form {
        DocumentForm::Container | DocumentForm::Json => {
            rendered("application/json; charset=utf-8", paper::json(&read))
        }
        DocumentForm::Text => rendered("text/plain; charset=utf-8", paper::text(&read).into_bytes()),
        DocumentForm::Html => rendered("text/html; charset=utf-8", paper::html(&read).into_bytes()),
        DocumentForm::Pdf => {
            let pdf = paper::pdf(&read);
            rendered(
                "application/pdf",
                pdf.map_err(|error| CloudError::Failed(Box::new(error)))?,
            )
        }
    })
}

pub(super) fn rendered(content_type: &'static str, body: Vec<u8>) -> RenderedDocument {
    RenderedDocument {
        content_type,
        body: Bytes::from(body),
    }
}
