//! Documents of a register: the sign of a receipt, what is kept, and what a repeat is answered.

use ofd_kz::link::ReceiptLink;
use ofd_kz::sign::{SignError, SignedFacts, fiscal_sign};
use ofd_kz::{KnownResult, messages};
use receipt::Operation;
use receipt::kz::{IssueMode, Receipt};
use register_kz::{
    AnswerBody, AutonomousKey, BooksEvent, BooksShift, CashMovementKind, Document, DocumentBody, FiscalSign,
    Issue, ShiftReport,
};
use serde_json::json;
use store::kz_documents::{self, KzDocument, KzDocumentKind, KzDocumentOperation};
use store::{StoreError, Tx, kz_forwardings, kz_incidents};
use translate::kz::{refusal_result, refusal_text};
use types::{DocumentId, LocalDateTime, Money};

use super::perform::{Admitted, Reply};
use super::registers::Stored;
use super::{IngestError, said};

/// Time by which a document has to be with the tax authority, seconds. Law: KZ-626/forwarding.
const FORWARDING_S_MAX: i64 = 900;

/// A document that is kept together with its answer.
pub(super) struct Kept {
    pub(super) kind: KzDocumentKind,
    pub(super) shift_number: u32,
    pub(super) document_number: Option<i64>,
    pub(super) operation: Option<KzDocumentOperation>,
    pub(super) is_autonomous: bool,
    pub(super) total: Option<Money>,
    pub(super) issued_at: LocalDateTime,
    pub(super) fiscal_sign: Option<u32>,
    pub(super) autonomous_sign: Option<u32>,
    /// The receipt that an annulment takes back.
    pub(super) annuls: Option<DocumentId>,
    pub(super) flags: String,
    /// Reports that the operator made on the way.
    pub(super) reports: Vec<(ShiftReport, Option<ShiftReport>)>,
}

impl Kept {
    /// Writes everything down: document, its way to the tax authority, reports, incidents.
    pub(super) fn keep(
        self,
        tx: &mut Tx<'_>,
        admitted: &Admitted<'_>,
        stored: &Stored,
        answer: &[u8],
    ) -> Result<(), IngestError> {
        let is_odd = self.flags != "[]";
        let row = KzDocument {
            device_id: stored.row.device_id,
            organization: stored.row.organization,
            registration_number: stored.row.registration_number.clone(),
            kind: self.kind,
            version: admitted.content.version.number(),
            shift_number: self.shift_number,
            document_number: self.document_number,
            operation: self.operation.map(|operation| operation.as_str().to_owned()),
            is_autonomous: self.is_autonomous,
            total: self.total,
            issued_at: self.issued_at,
            received_at: admitted.now,
            fiscal_sign: self.fiscal_sign,
            autonomous_sign: self.autonomous_sign,
            annuls: self.annuls,
            content_hash: admitted.content.digest.to_vec(),
            flags: self.flags,
            payload: admitted.reading.payload.clone(),
            answer: answer.to_vec(),
        };
        let id = kz_documents::insert(tx, &row)?;
        for (report, own) in &self.reports {
            admitted.keep_report(tx, stored, report, own.as_ref(), Some(id))?;
        }
        kz_forwardings::insert(tx, id, admitted.now, admitted.now.plus_s(FORWARDING_S_MAX))?;
        if is_odd {
            let incident = kz_incidents::KzIncident {
                at: admitted.now,
                device_id: Some(row.device_id),
                kind: "flagged".to_owned(),
                detail: format!("document {id}: {}", row.flags),
                payload: None,
            };
            kz_incidents::add(tx, &incident)?;
        }
        Ok(())
    }
}

impl Admitted<'_> {
    /// The answer to an autonomous receipt that came before; `None` for any other document. The sign of a day is
    /// unique, so that the same again is answered as the first time, and another is refused. Source:
    /// KZ-OFD/autonomous-repeat.
    pub(super) fn known_autonomous(
        &self,
        tx: &mut Tx<'_>,
        document: &Document,
    ) -> Result<Option<Reply>, IngestError> {
        let Issue::Autonomous { sign: Some(sign) } = document.head.issue else {
            return Ok(None);
        };
        let device_id = self.reading.header.device_id;
        let Some((_, first)) = kz_documents::autonomous(tx, device_id, sign.get(), document.head.issued_at)?
        else {
            return Ok(None);
        };
        if first.content_hash == self.content.digest {
            return Ok(Some(self.repeated(&first)));
        }
        let key = AutonomousKey {
            sign,
            issued_at: first.issued_at,
            content: format!(
                "{} {}",
                first.operation.as_deref().unwrap_or_default(),
                first.total.unwrap_or_default()
            ),
        };
        Ok(match key.judge(document) {
            Ok(_) => Some(self.repeated(&first)),
            Err(refusal) => Some(Reply::refused_with(
                refusal_result(&refusal, self.content.version),
                said(&refusal_text(&refusal)),
            )),
        })
    }

    /// The sign and link that a receipt got when it first came.
    fn repeated(&self, first: &KzDocument) -> Reply {
        let body = match (first.fiscal_sign, first.total) {
            (Some(sign), Some(total)) => {
                self.receipt_body(sign, &first.registration_number, total, first.issued_at)
            }
            (Some(_) | None, _) => AnswerBody::Empty,
        };
        Reply::done(body)
    }

    fn receipt_body(
        &self,
        sign: u32,
        registration_number: &str,
        total: Money,
        at: LocalDateTime,
    ) -> AnswerBody {
        let link = ReceiptLink {
            base: self.app.settings().kz.consumer_url.clone(),
            sign: sign.to_string(),
            registration_number: registration_number.to_owned(),
            total,
            at,
        };
        AnswerBody::Receipt {
            sign: FiscalSign(sign.to_string()),
            link: Some(link.to_string()),
        }
    }

    /// Answers a document that the books took, and says what of it is kept.
    pub(super) fn take_document(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        document: &Document,
        events: &[BooksEvent],
    ) -> Result<Reply, IngestError> {
        if let [BooksEvent::Repeated { .. }] = events {
            return self.repeat_of_last(tx, stored, document);
        }
        let mut kept = Kept {
            kind: kind_of(&document.body),
            shift_number: shift_of(stored, document),
            document_number: document
                .head
                .number
                .and_then(|number| i64::try_from(number.get()).ok()),
            operation: None,
            is_autonomous: document.head.issue.mode() == IssueMode::Autonomous,
            total: None,
            issued_at: document.head.issued_at,
            fiscal_sign: None,
            autonomous_sign: None,
            annuls: None,
            flags: self.flags(events),
            reports: reports_of(document, events),
        };
        let body = match &document.body {
            DocumentBody::Receipt(receipt) => {
                let sign = self.sign(tx, stored, document, receipt, kept.shift_number)?;
                kept.fiscal_sign = Some(sign);
                kept.autonomous_sign = match document.head.issue {
                    Issue::Autonomous { sign } => sign.map(register_kz::AutonomousSign::get),
                    Issue::Online => None,
                };
                kept.operation = Some(operation_of(receipt.operation()));
                kept.total = Some(receipt.figures().total);
                self.receipt_body(
                    sign,
                    &stored.row.registration_number,
                    receipt.figures().total,
                    document.head.issued_at,
                )
            }
            DocumentBody::Movement { kind, amount } => {
                kept.operation = Some(match kind {
                    CashMovementKind::Deposit => KzDocumentOperation::Deposit,
                    CashMovementKind::Withdrawal => KzDocumentOperation::Withdrawal,
                });
                kept.total = Some(*amount);
                AnswerBody::Empty
            }
            DocumentBody::ShiftClosing { .. } => {
                kept.operation = Some(closing_of(events));
                // A closing that closed nothing is answered with the newest Z there is.
                let made = kept.reports.last().map(|(report, _)| report);
                match made.or(stored.books.last_z()) {
                    Some(report) => AnswerBody::Report(Box::new(report.clone())),
                    None => AnswerBody::Empty,
                }
            }
        };
        Ok(Reply {
            result: KnownResult::Ok,
            text: String::new(),
            body,
            document: Some(kept),
        })
    }

    /// An autonomous document whose first coming was an online one is known by its through number, or by its
    /// number in the shift where it has no other.
    fn repeat_of_last(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        document: &Document,
    ) -> Result<Reply, IngestError> {
        let number = document
            .head
            .number
            .and_then(|number| i64::try_from(number.get()).ok());
        let first = if let Some(number) = number {
            kz_documents::newest_of_number(tx, stored.row.device_id, number)?
        } else {
            // The books know the newest alone by its number in the shift.
            let filter = kz_documents::KzDocumentFilter {
                device_id: Some(stored.row.device_id),
                ..kz_documents::KzDocumentFilter::default()
            };
            kz_documents::search(tx, &filter, None, 1)?.pop()
        };
        Ok(match first {
            Some((_, first)) => self.repeated(&first),
            None => Reply::done(AnswerBody::Empty),
        })
    }

    fn sign(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        document: &Document,
        receipt: &Receipt,
        shift_number: u32,
    ) -> Result<u32, IngestError> {
        let device_id = stored.row.device_id;
        let facts = SignedFacts {
            device_id,
            shift_number,
            document_number: document.head.number.map_or(0, register_kz::DocumentNumber::get),
            at: document.head.issued_at,
            operation: operation_number(receipt.operation()),
            total: receipt.figures().total,
        };
        let key = self.app.settings().kz.sign_key.as_ref();
        let key = key.ok_or_else(|| IngestError::Sign("kazakhstan.sign_key is not configured".to_owned()))?;
        fiscal_sign(key.reveal().as_bytes(), &facts, |sign| {
            kz_documents::is_sign_taken(tx, device_id, sign)
        })
        .map_err(|error: SignError<StoreError>| match error {
            SignError::LookUp(error) => error.into(),
            exhausted @ SignError::Exhausted { .. } => IngestError::Sign(exhausted.to_string()),
        })
    }

    /// What is odd about the document, as JSON: flags of the books and of the content control.
    fn flags(&self, events: &[BooksEvent]) -> String {
        let of_books = events.iter().flat_map(|event| match event {
            BooksEvent::Counted { flags, .. } | BooksEvent::ShiftClosed { flags, .. } => flags.as_slice(),
            _ => &[],
        });
        let of_books = of_books.map(|flag| json!(flag));
        let of_content = self.content.flagged.iter().map(|finding| {
            json!({ "rule": finding.rule.as_str(), "path": finding.path, "message": finding.message })
        });
        let corrected = self
            .content
            .corrected
            .iter()
            .map(|fault| json!({ "rule": "corrected", "path": fault.path, "message": fault.message }));
        serde_json::Value::Array(of_books.chain(of_content).chain(corrected).collect()).to_string()
    }
}

const fn kind_of(body: &DocumentBody) -> KzDocumentKind {
    match body {
        DocumentBody::Receipt(_) => KzDocumentKind::Receipt,
        DocumentBody::Movement { .. } => KzDocumentKind::CashMovement,
        DocumentBody::ShiftClosing { .. } => KzDocumentKind::ShiftClosing,
    }
}

/// The shift in which a document was counted; a movement with a closed shift belongs to the next one.
fn shift_of(stored: &Stored, document: &Document) -> u32 {
    match (stored.books.shift(), &document.body) {
        (BooksShift::Open { number, .. }, _) => number.get(),
        (BooksShift::Closed { last }, DocumentBody::Movement { .. }) => last.next().get(),
        (BooksShift::Closed { last }, DocumentBody::Receipt(_) | DocumentBody::ShiftClosing { .. }) => {
            last.get()
        }
    }
}

/// Z reports that were made on the way, with the register's own figures where it sent any.
fn reports_of(document: &Document, events: &[BooksEvent]) -> Vec<(ShiftReport, Option<ShiftReport>)> {
    let own = match &document.body {
        DocumentBody::ShiftClosing { report, .. } => report.as_deref(),
        DocumentBody::Receipt(_) | DocumentBody::Movement { .. } => None,
    };
    let closed = events.iter().filter_map(|event| match event {
        BooksEvent::ShiftClosed { report, document, .. } => {
            let own = document.as_ref().and(own).cloned();
            Some((report.as_ref().clone(), own))
        }
        _ => None,
    });
    closed.collect()
}

const fn operation_of(operation: Operation) -> KzDocumentOperation {
    match operation {
        Operation::Sell => KzDocumentOperation::Sell,
        Operation::SellReturn => KzDocumentOperation::SellReturn,
        Operation::Buy => KzDocumentOperation::Buy,
        Operation::BuyReturn => KzDocumentOperation::BuyReturn,
    }
}

/// Whether a closing closed the shift, or nothing.
fn closing_of(events: &[BooksEvent]) -> KzDocumentOperation {
    let closes = |event: &BooksEvent| {
        matches!(
            event,
            BooksEvent::ShiftClosed {
                document: Some(_),
                ..
            }
        )
    };
    if events.iter().any(closes) {
        KzDocumentOperation::Closing
    } else {
        KzDocumentOperation::IdleClosing
    }
}

const fn operation_number(operation: Operation) -> i32 {
    let named = match operation {
        Operation::Sell => messages::OperationType::Sell,
        Operation::SellReturn => messages::OperationType::SellReturn,
        Operation::Buy => messages::OperationType::Buy,
        Operation::BuyReturn => messages::OperationType::BuyReturn,
    };
    named.number()
}
