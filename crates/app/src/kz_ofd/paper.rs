//! A register's documents and reports as people keep them: printed forms and JSON.

use ofd_kz::inspection::Inspection;
use ofd_kz::link::ReceiptLink;
use ofd_kz::{Header, frame};
use print::PrintedForm;
use print::kz::{
    self, BilingualText, LabelSet, OfdCard, PrintMark, ReceiptSlip, RegisterCard, ReportSlip, VatCertificate,
    Wording,
};
use receipt::kz::{Receipt, RegistrationNumber, TaxpayerNumber};
use register_kz::{DocumentBody, DocumentHead, Issue, OfdDeviceId, ShiftReport};
use serde_json::{Value as Json, json};
use store::kz_documents::KzDocument;
use store::kz_reports::KzReport;
use store::{StoreError, kz_registers};
use types::{LocalDateTime, Timestamp, UtcOffset};

use super::transactions::Transaction;
use super::{Card, KzDocumentView, KzRegisterView};
use crate::App;

/// What every paper of a register has on it: the card of its own time.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Oldest first, with the wall clock from which each is shown.
    cards: Vec<(LocalDateTime, RegisterCard)>,
    /// Of papers older than all of them.
    present: RegisterCard,
    consumer_url: String,
}

impl Paper {
    /// The paper of a register.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Damaged`] when the register's numbers or one of its cards do not read.
    pub async fn of(app: &App, register: &KzRegisterView) -> Result<Self, StoreError> {
        let device_id = register.row.device_id;
        let versions = app
            .db()
            .read("list_card_versions", move |tx| {
                kz_registers::card_versions(tx, device_id)
            })
            .await?;
        let cards = versions.into_iter().map(|(from, card)| {
            let card = serde_json::from_str(&card).map_err(|error| StoreError::Damaged {
                detail: format!("a card of register {device_id} does not read: {error}"),
            })?;
            let of_its_time = KzRegisterView {
                card,
                ..register.clone()
            };
            Ok((from, register_card(app, &of_its_time)?))
        });
        Ok(Self {
            cards: cards.collect::<Result<_, StoreError>>()?,
            present: register_card(app, register)?,
            consumer_url: app.settings().kz.consumer_url.clone(),
        })
    }

    /// The card at a moment of the register's wall clock; one that is ahead does not see the card of a later day.
    fn card(&self, made_at: LocalDateTime, received_at: Timestamp) -> &RegisterCard {
        let at = shown_at(made_at, received_at);
        let newest = self.cards.iter().rev().find(|(from, _)| *from <= at);
        newest.map_or(&self.present, |(_, card)| card)
    }

    /// The transaction laid out; `None` when it does not read any more.
    #[must_use]
    pub fn form(&self, of: &Transaction) -> Option<PrintedForm> {
        match of {
            Transaction::Document(view) => self.document(view),
            Transaction::Report { row, .. } => {
                let card = self.card(row.made_at, row.received_at);
                Some(report(card, &figures(row)?, None))
            }
        }
    }

    fn document(&self, view: &KzDocumentView) -> Option<PrintedForm> {
        let document = view.document.as_ref()?;
        let head = &document.head;
        let card = self.card(view.row.issued_at, view.row.received_at);
        Some(match &document.body {
            DocumentBody::Receipt(receipt) => self.receipt(card, &view.row, head, receipt),
            DocumentBody::Movement { kind, amount } => {
                kz::movement(card, head, *kind, *amount, Wording::Bilingual)
            }
            DocumentBody::ShiftClosing {
                report: Some(told), ..
            } => report(card, told, head.number.map(register_kz::DocumentNumber::get)),
            DocumentBody::ShiftClosing { report: None, .. } => kz::closing(card, head, Wording::Bilingual),
        })
    }

    fn receipt(
        &self,
        card: &RegisterCard,
        row: &KzDocument,
        head: &DocumentHead,
        receipt: &Receipt,
    ) -> PrintedForm {
        let own = match head.issue {
            Issue::Online => None,
            Issue::Autonomous { sign } => sign.map(|sign| sign.to_string()),
        };
        let sign = row.fiscal_sign.map(|sign| sign.to_string());
        let link = sign.as_ref().map(|sign| ReceiptLink {
            base: self.consumer_url.clone(),
            sign: sign.clone(),
            registration_number: row.registration_number.clone(),
            total: receipt.figures().total,
            at: row.issued_at,
        });
        let slip = ReceiptSlip {
            head,
            receipt,
            sign: sign.or(own),
            link: link.map(|link| link.to_string()),
            mark: PrintMark::Copy,
        };
        kz::receipt(card, &slip, Wording::Bilingual)
    }
}

fn report(card: &RegisterCard, report: &ShiftReport, document_number: Option<u64>) -> PrintedForm {
    let slip = ReportSlip {
        report,
        document_number,
        cashier: None,
        checksum: None,
    };
    kz::shift_report(card, &slip, Wording::Bilingual)
}

/// The moment whose card a paper shows.
pub(super) fn shown_at(made_at: LocalDateTime, received_at: Timestamp) -> LocalDateTime {
    made_at.min(received_at.to_local(UtcOffset::KAZAKHSTAN))
}

/// The register as its paper names it.
///
/// # Errors
/// [`StoreError::Damaged`] when the register's numbers do not read.
pub fn register_card(app: &App, register: &KzRegisterView) -> Result<RegisterCard, StoreError> {
    let Card {
        organization,
        trade_point,
    } = &register.card;
    let row = &register.row;
    let damaged = |what: &str| StoreError::Damaged {
        detail: format!("{what} of register {} does not read", row.device_id),
    };
    let settings = &app.settings().kz;
    Ok(RegisterCard {
        seller_name: organization.title.clone(),
        seller_number: TaxpayerNumber::parse(&organization.taxpayer_number)
            .map_err(|_| damaged("the taxpayer"))?,
        vat_certificate: organization
            .vat_certificate
            .clone()
            .map(|(series, number)| VatCertificate { series, number }),
        address: BilingualText {
            ru: trade_point.address.clone(),
            kk: trade_point.address_kk.clone().unwrap_or_default(),
        },
        registration_number: RegistrationNumber::parse(&row.registration_number)
            .map_err(|_| damaged("the registration number"))?,
        serial_number: row.serial_number.clone(),
        device_id: Some(OfdDeviceId::new(row.device_id)),
        ofd: OfdCard {
            name: BilingualText::same(&settings.ofd_name),
            site: settings.consumer_url.clone(),
        },
        labels: LabelSet::default(),
    })
}

/// The figures of a stored report; `None` when they do not read any more.
#[must_use]
pub fn figures(report: &KzReport) -> Option<ShiftReport> {
    serde_json::from_str(&report.report).ok()
}

/// A stored document with the names of the protocol; null when its bytes do not read any more.
#[must_use]
pub fn document_json(row: &KzDocument) -> Json {
    let header = Header {
        version: row.version,
        size_bytes: 0,
        device_id: row.device_id,
        token: 0,
        request_number: 0,
    };
    let whole = frame::encode(&header, &row.payload).unwrap_or_default();
    Inspection::of(&whole).document_json().unwrap_or(Json::Null)
}

/// A transaction as one JSON object: what the operator noted beside it, and what it says.
#[must_use]
pub fn json(of: &Transaction) -> Json {
    let parsed = |text: &str| serde_json::from_str::<Json>(text).unwrap_or(Json::Null);
    match of {
        Transaction::Document(view) => {
            let KzDocumentView { id, row, .. } = view.as_ref();
            json!({
                "source": "document",
                "id": id.get(),
                "kind": of.kind().as_str(),
                "register": row.device_id,
                "registration_number": row.registration_number,
                "shift_number": row.shift_number,
                "document_number": row.document_number,
                "issued_at": row.issued_at.to_string(),
                "received_at": row.received_at.to_string(),
                "autonomous": row.is_autonomous,
                "fiscal_sign": row.fiscal_sign.map(|sign| sign.to_string()),
                "autonomous_sign": row.autonomous_sign.map(|sign| sign.to_string()),
                "annuls": row.annuls.map(types::DocumentId::get),
                "total_minor": row.total.map(types::Money::minor),
                "protocol_version": row.version,
                "flags": parsed(&row.flags),
                "document": document_json(row),
            })
        }
        Transaction::Report { id, row } => json!({
            "source": "report",
            "id": id,
            "kind": of.kind().as_str(),
            "register": row.device_id,
            "shift_number": row.shift_number,
            "issued_at": row.made_at.to_string(),
            "received_at": row.received_at.to_string(),
            "document_id": row.document.map(types::DocumentId::get),
            "difference_count": row.difference_count,
            "report": parsed(&row.report),
            "own_report": row.own_report.as_deref().map(parsed),
        }),
    }
}
