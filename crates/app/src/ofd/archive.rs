//! Documents of a Russian register as one file.

use store::StoreError;
use store::ofd_documents::{self, DocumentFilter, OfdDocument};
use types::{DocumentId, OrganizationId, Timestamp};

use super::paper;
use crate::App;
use crate::archive::{
    self, ArchiveRefusal, Cell, DOCUMENTS_MAX, FileForm, FormError, Leaf, Parts, Source, Wanted,
};

/// Documents that match, as one file. The filter names a register or a fiscal storage, and the organization unless
/// the operator's staff ask.
pub async fn file(
    app: &App,
    organization: Option<OrganizationId>,
    filter: DocumentFilter,
    wanted: Wanted,
) -> Result<Parts, ArchiveRefusal> {
    let filter = DocumentFilter {
        organization: organization.or(filter.organization),
        ..filter
    };
    let place = app.archives().take(organization).ok_or(ArchiveRefusal::NoPlace)?;
    let counted = filter.clone();
    let count = app
        .db()
        .read("count_documents", move |tx| {
            ofd_documents::count_up_to(tx, &counted, DOCUMENTS_MAX + 1)
        })
        .await?;
    if count > DOCUMENTS_MAX {
        return Err(ArchiveRefusal::TooMany);
    }
    let list = List {
        app: app.clone(),
        filter,
        before: None,
    };
    Ok(archive::file(list, wanted, place))
}

struct List {
    app: App,
    filter: DocumentFilter,
    before: Option<DocumentId>,
}

struct Entry {
    id: DocumentId,
    row: OfdDocument,
}

impl Source for List {
    type Leaf = Entry;

    const COLUMNS: &'static [&'static str] = &[
        "id",
        "form",
        "fiscal_storage",
        "document_number",
        "registration_number",
        "inn",
        "shift_number",
        "receipt_number",
        "operation",
        "total",
        "settled_at",
        "received_at",
        "fiscal_sign",
        "signature",
        "errors",
        "warnings",
    ];

    async fn page(&mut self, limit: u32) -> Result<Vec<Entry>, StoreError> {
        let page = super::search(&self.app, self.filter.clone(), self.before, limit).await?;
        self.before = page.last().map(|(id, _)| *id).or(self.before);
        Ok(page.into_iter().map(|(id, row)| Entry { id, row }).collect())
    }
}

impl Leaf for Entry {
    fn name(&self) -> String {
        let row = &self.row;
        format!(
            "{}/{:07}-form-{}",
            row.fiscal_storage_number, row.document_number, row.form
        )
    }

    fn received_at(&self) -> Timestamp {
        self.row.received_at
    }

    fn cells(&self) -> Vec<Cell> {
        let row = &self.row;
        vec![
            Cell::Number(self.id.get()),
            Cell::Number(i64::from(row.form)),
            Cell::Text(row.fiscal_storage_number.clone()),
            Cell::Number(row.document_number),
            Cell::text(row.registration_number.as_deref()),
            Cell::text(row.inn.as_deref()),
            Cell::number(row.shift_number),
            Cell::number(row.receipt_number),
            Cell::number(row.operation),
            Cell::sum(row.total),
            Cell::Text(row.settled_at.to_string()),
            Cell::Text(row.received_at.to_string()),
            Cell::Number(i64::from(row.fiscal_sign)),
            Cell::Text(row.signature.as_str().to_owned()),
            Cell::Number(i64::from(row.error_count)),
            Cell::Number(i64::from(row.warning_count)),
        ]
    }

    fn file(&self, form: FileForm) -> Result<Option<Vec<u8>>, FormError> {
        let Some(read) = super::document(&self.row.container) else {
            return Ok(None);
        };
        match form {
            FileForm::Text => Ok(Some(paper::text(&read).into_bytes())),
            FileForm::Json => Ok(Some(paper::json(&read))),
            FileForm::Pdf => {
                let pdf = paper::pdf(&read);
                pdf.map(Some).map_err(|error| FormError(error.to_string()))
            }
        }
    }
}
