//! Documents of the journal as paper shows them.

use print::PrintedForm;
use print::kz::{
    BilingualText, LabelSet, OfdCard, PrintMark, ReceiptSlip, RegisterCard, ReportSlip, VatCertificate,
    Wording, cashier_report, movement, receipt, section_report, shift_report,
};
use receipt::kz::RegistrationNumber;
use register_kz::{Document, DocumentBody, DocumentNumber, Issue, ShiftReport};
use serde_json::Value;
use store::core_register::registers::CoreAcknowledgement;
use types::LocalDateTime;

use crate::card;
use crate::config::OperatorServer;
use crate::desk::Snapshot;
use crate::error::CoreError;
use crate::response::ResponseCode;
use crate::view;

/// A document of the journal.
pub(crate) fn document(
    operators: &[OperatorServer],
    one: &Snapshot,
    document: &Document,
    said: Option<&CoreAcknowledgement>,
    mark: PrintMark,
) -> Result<PrintedForm, CoreError> {
    let link = said
        .and_then(|said| said.link.clone())
        .or_else(|| card::autonomous_link(&one.meta, &one.state, document));
    let of_register = register_card(operators, one, link.as_deref())?;
    form(&of_register, document, said, link, mark)
}

/// A report that is no document: it is made of the counters as they are, and changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    /// X report.
    X,
    /// The newest Z report.
    LastZ,
    /// By section.
    Sections,
    /// By cashier.
    Cashiers,
}

/// A report at this moment.
pub(crate) fn report(
    operators: &[OperatorServer],
    one: &Snapshot,
    report: Report,
    now: LocalDateTime,
    cashier: &str,
) -> Result<PrintedForm, CoreError> {
    let (card, state, wording) = (
        register_card(operators, one, None)?,
        &one.state,
        Wording::Bilingual,
    );
    let shift = |report: &ShiftReport| {
        let slip = ReportSlip {
            report,
            document_number: None,
            cashier: Some(cashier),
            checksum: None,
        };
        shift_report(&card, &slip, wording)
    };
    Ok(match report {
        Report::X => shift(&state.x_report(now)),
        Report::LastZ => shift(
            state
                .last_z()
                .ok_or(CoreError::Code(ResponseCode::DocumentUnknown))?,
        ),
        Report::Sections => section_report(&card, &state.section_report(now), Some(cashier), wording),
        Report::Cashiers => cashier_report(&card, &state.cashier_report(now), Some(cashier), wording),
    })
}

fn form(
    card: &RegisterCard,
    document: &Document,
    said: Option<&CoreAcknowledgement>,
    link: Option<String>,
    mark: PrintMark,
) -> Result<PrintedForm, CoreError> {
    let (head, wording) = (&document.head, Wording::Bilingual);
    Ok(match &document.body {
        DocumentBody::Receipt(content) => {
            let own = match head.issue {
                Issue::Online => None,
                Issue::Autonomous { sign } => sign.map(|sign| sign.to_string()),
            };
            let slip = ReceiptSlip {
                head,
                receipt: content,
                sign: said.and_then(|said| said.sign.clone()).or(own),
                link,
                mark,
            };
            receipt(card, &slip, wording)
        }
        DocumentBody::Movement { kind, amount } => movement(card, head, *kind, *amount, wording),
        DocumentBody::ShiftClosing { report, .. } => {
            let report = report
                .as_deref()
                .ok_or(CoreError::Code(ResponseCode::DocumentUnknown))?;
            let slip = ReportSlip {
                report,
                document_number: head.number.map(DocumentNumber::get),
                cashier: head.cashier.as_ref().map(|cashier| cashier.name.as_str()),
                checksum: None,
            };
            shift_report(card, &slip, wording)
        }
    })
}

/// What the paper says of the register: typed in, or told by the operator.
fn register_card(
    operators: &[OperatorServer],
    one: &Snapshot,
    link: Option<&str>,
) -> Result<RegisterCard, CoreError> {
    let missing = || CoreError::Code(ResponseCode::NotSetUp);
    let setup = one.state.setup().ok_or_else(missing)?;
    let told: Value = serde_json::from_str(one.meta.card.as_deref().unwrap_or("null")).unwrap_or_default();
    let of = |pointer: &str| {
        told.pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let both = |kk: &str, ru: &str| BilingualText {
        kk: of(kk),
        ru: of(ru),
    };
    let number = view::registration_number(&one.meta, &one.state).ok_or_else(missing)?;
    let address = match both("/trade_point/address_kk", "/trade_point/address") {
        BilingualText { kk, ru } if kk.is_empty() && ru.is_empty() => {
            both("/organization/address_kk", "/organization/address")
        }
        address => address,
    };
    Ok(RegisterCard {
        seller_name: of("/organization/title"),
        seller_number: setup.seller.clone(),
        vat_certificate: one
            .meta
            .vat_certificate
            .clone()
            .map(|(series, number)| VatCertificate { series, number }),
        address,
        registration_number: RegistrationNumber::parse(&number).map_err(|_| missing())?,
        serial_number: one.meta.serial_number.clone(),
        device_id: Some(one.state.link().device_id()),
        ofd: OfdCard {
            name: operator_name(operators, &one.meta.server, both("/ofd/title_kk", "/ofd/title")),
            site: match of("/ofd/url").as_str() {
                "" => site(one, link),
                told => told.to_owned(),
            },
        },
        labels: LabelSet::default(),
    })
}

/// Protocols before 2.0.4 do not tell it: then the name that the core was started with, or the server's.
fn operator_name(operators: &[OperatorServer], server: &str, told: BilingualText) -> BilingualText {
    if !told.kk.is_empty() || !told.ru.is_empty() {
        return told;
    }
    let known = operators.iter().find(|operator| operator.address == server);
    let host = || server.rsplit_once(':').map_or(server, |(host, _)| host);
    BilingualText::same(known.map_or_else(host, |operator| operator.name.as_str()))
}

/// Where receipts are looked up, without the scheme: as the link has it.
fn site(one: &Snapshot, link: Option<&str>) -> String {
    let base = link
        .and_then(card::base_of)
        .or_else(|| card::consumer(one.meta.card.as_deref()))
        .unwrap_or_default();
    let bare = base.split_once("://").map_or(base.as_str(), |(_, bare)| bare);
    bare.trim_end_matches('/').to_owned()
}
