//! What people and programs look up at the Kazakh operator.

use ofd_kz::link::ReceiptLink;
use ofd_kz::{Version, payload};
use receipt::kz::{PricingContext, Receipt};
use register_kz::{Document, DocumentBody, OperatorBooks, Request};
use store::kz_documents::{self, KzDocument, KzDocumentFilter, KzDocumentKind, PrintedReceipt};
use store::kz_registers::{self, KzRegister};
use store::{StoreError, Tx};
use translate::kz::message_to_taken_request;
use types::{DocumentId, OrganizationId};

use super::paper::shown_at;
use super::{Card, ToldFacts};
use crate::App;

/// Most rows of one page.
pub const PAGE_MAX: u32 = 200;

/// A register as its card and its books say.
#[derive(Clone, Debug)]
pub struct KzRegisterView {
    /// The row.
    pub row: KzRegister,
    /// What INFO tells.
    pub card: Card,
    /// The operator's books.
    pub books: OperatorBooks,
    /// What the register told of itself.
    pub facts: ToldFacts,
}

/// A stored document with what it says.
#[derive(Clone, Debug)]
pub struct KzDocumentView {
    /// Its id.
    pub id: DocumentId,
    /// The row.
    pub row: KzDocument,
    /// What it says; `None` of an annulment, which says nothing, and when it does not read any more, which is told in
    /// the log.
    pub document: Option<Document>,
}

/// A receipt as its buyer may see it.
#[derive(Clone, Debug)]
pub struct ConsumerReceipt {
    /// Its id.
    pub id: DocumentId,
    /// The receipt.
    pub document: Document,
    /// Fiscal sign.
    pub fiscal_sign: Option<u32>,
    /// Whether it was annulled, while the law allowed it.
    pub is_annulled: bool,
    /// The register and its owner; its card is the one of the time of the receipt.
    pub register: KzRegisterView,
}

impl ConsumerReceipt {
    /// The receipt itself.
    #[must_use]
    pub fn receipt(&self) -> Option<&Receipt> {
        match &self.document.body {
            DocumentBody::Receipt(receipt) => Some(receipt),
            DocumentBody::Movement { .. } | DocumentBody::ShiftClosing { .. } => None,
        }
    }
}

/// Registers of an organization, or of all, with ids above `after`.
pub async fn registers(
    app: &App,
    organization: Option<OrganizationId>,
    after: u32,
    limit: u32,
) -> Result<Vec<KzRegisterView>, StoreError> {
    app.db()
        .read("list_kz_registers", move |tx| {
            let rows = kz_registers::list(tx, organization, after, limit.min(PAGE_MAX))?;
            rows.into_iter().map(view).collect()
        })
        .await
}

/// One register; `None` when there is none, or not of this organization.
pub async fn register(
    app: &App,
    organization: Option<OrganizationId>,
    device_id: u32,
) -> Result<Option<KzRegisterView>, StoreError> {
    app.db()
        .read("find_kz_register", move |tx| {
            let row = kz_registers::find(tx, device_id)?;
            let row =
                row.filter(|row| organization.is_none_or(|organization| row.organization == organization));
            row.map(view).transpose()
        })
        .await
}

/// Documents that match, newest first.
pub async fn documents(
    app: &App,
    filter: KzDocumentFilter,
    before: Option<DocumentId>,
    limit: u32,
) -> Result<Vec<KzDocumentView>, StoreError> {
    app.db()
        .read("search_kz_documents", move |tx| {
            let rows = kz_documents::search(tx, &filter, before, limit.min(PAGE_MAX))?;
            Ok(rows.into_iter().map(|(id, row)| read(id, row)).collect())
        })
        .await
}

/// One document; `None` when there is none, or not of this organization.
pub async fn find_document(
    app: &App,
    organization: Option<OrganizationId>,
    id: DocumentId,
) -> Result<Option<KzDocumentView>, StoreError> {
    app.db()
        .read("find_kz_document", move |tx| {
            let found = kz_documents::find(tx, id)?;
            let found = found.filter(|(_, row)| organization.is_none_or(|one| row.organization == one));
            Ok(found.map(|(id, row)| read(id, row)))
        })
        .await
}

/// The receipt that a link means: sign (fiscal or autonomous), registration number, total and time all match.
pub async fn find_by_link(app: &App, link: &ReceiptLink) -> Result<Option<ConsumerReceipt>, StoreError> {
    let Ok(sign) = link.sign.parse::<u32>() else {
        return Ok(None);
    };
    let link = link.clone();
    app.db()
        .read("find_by_link", move |tx| {
            let printed = PrintedReceipt {
                registration_number: &link.registration_number,
                sign,
                total: link.total,
                issued_at: link.at,
            };
            match kz_documents::printed(tx, &printed)? {
                Some((id, row)) => consumer(tx, id, row),
                None => Ok(None),
            }
        })
        .await
}

/// One receipt by its id, for whoever holds the secret address of it.
pub async fn consumer_receipt(app: &App, id: DocumentId) -> Result<Option<ConsumerReceipt>, StoreError> {
    app.db()
        .read("find_kz_receipt", move |tx| {
            let found = kz_documents::find(tx, id)?;
            let found = found.filter(|(_, row)| row.kind == KzDocumentKind::Receipt);
            match found {
                Some((id, row)) => consumer(tx, id, row),
                None => Ok(None),
            }
        })
        .await
}

fn consumer(tx: &mut Tx<'_>, id: DocumentId, row: KzDocument) -> Result<Option<ConsumerReceipt>, StoreError> {
    let Some(mut register) = kz_registers::find(tx, row.device_id)? else {
        return Ok(None);
    };
    let shown_at = shown_at(row.issued_at, row.received_at);
    if let Some(card) = kz_registers::card_at(tx, row.device_id, shown_at)? {
        register.card = card;
    }
    let register = view(register)?;
    let is_annulled = kz_documents::is_annulled(tx, id)?;
    let KzDocumentView { row, document, .. } = read(id, row);
    Ok(document.map(|document| ConsumerReceipt {
        id,
        document,
        fiscal_sign: row.fiscal_sign,
        is_annulled,
        register,
    }))
}

pub(super) fn view(row: KzRegister) -> Result<KzRegisterView, StoreError> {
    let damaged = |error: serde_json::Error| StoreError::Damaged {
        detail: format!("register {} does not read: {error}", row.device_id),
    };
    Ok(KzRegisterView {
        card: serde_json::from_str(&row.card).map_err(damaged)?,
        books: serde_json::from_str(&row.progress.books).map_err(damaged)?,
        facts: ToldFacts::read(row.progress.facts.as_deref()).unwrap_or_default(),
        row,
    })
}

/// What a stored document says: its bytes are kept, so that nothing else has to be.
pub(super) fn read(id: DocumentId, row: KzDocument) -> KzDocumentView {
    let document = parsed(&row);
    if document.is_none() && row.kind != KzDocumentKind::Annulment {
        tracing::error!(document.id = %id, device.id = row.device_id, "a stored document does not read");
    }
    KzDocumentView { id, row, document }
}

fn parsed(row: &KzDocument) -> Option<Document> {
    let version = Version::known(row.version)?;
    let received = payload::decode_request(version, &row.payload).ok()?;
    let taken = message_to_taken_request(&received.message, &PricingContext::sums_only()).ok()?;
    match taken.request? {
        Request::Document(document) => Some(*document),
        Request::Report(_) | Request::Annulment | Request::Info | Request::System => None,
    }
}
