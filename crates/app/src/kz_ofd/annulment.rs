//! The annulment of a receipt: kept like a document, with the receipt that it takes back.

use ofd_kz::KnownResult;
use register_kz::{AnswerBody, BooksEvent, BooksShift};
use store::Tx;
use store::kz_documents::{self, KzDocumentFilter, KzDocumentKind, KzDocumentOperation};

use super::IngestError;
use super::document::Kept;
use super::perform::{Admitted, Reply};
use super::registers::Stored;

impl Admitted<'_> {
    /// Answers an annulment that the books took, and says what of it is kept.
    pub(super) fn take_annulment(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        events: &[BooksEvent],
    ) -> Result<Reply, IngestError> {
        let annulled = events.iter().find_map(|event| match event {
            BooksEvent::Annulled(annulled) => Some(*annulled),
            _ => None,
        });
        let newest = KzDocumentFilter {
            device_id: Some(stored.row.device_id),
            ..KzDocumentFilter::default()
        };
        let newest = kz_documents::search(tx, &newest, None, 1)?.pop();
        let newest = newest.filter(|(_, row)| row.kind == KzDocumentKind::Receipt);
        let (Some(annulled), Some((receipt, row))) = (annulled, newest) else {
            return Err(IngestError::Answer(
                "the annulled receipt is not stored".to_owned(),
            ));
        };
        let (BooksShift::Open { number: shift, .. } | BooksShift::Closed { last: shift }) =
            *stored.books.shift();
        Ok(Reply {
            result: KnownResult::Ok,
            text: String::new(),
            body: AnswerBody::Empty,
            document: Some(Kept {
                kind: KzDocumentKind::Annulment,
                shift_number: shift.get(),
                document_number: row.document_number,
                operation: Some(KzDocumentOperation::Annulment),
                is_autonomous: false,
                total: Some(annulled.total),
                issued_at: self.local_now(),
                fiscal_sign: None,
                autonomous_sign: None,
                annuls: Some(receipt),
                flags: "[]".to_owned(),
                reports: Vec::new(),
            }),
        })
    }
}
