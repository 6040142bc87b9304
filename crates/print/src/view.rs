//! What a document says, ready to be laid out in any form and language.
//!
//! Reading is lenient: a stored document is evidence and must be printable even when a mandatory element is
//! missing or holds a code that no table knows. What is missing is `None`; an unknown code stays a number.

mod elements;
mod line;
mod receipt;
mod report;

use ofd_ru::{Document, FfdVersion, Form};
use types::LocalDateTime;

use elements::Elements;
pub(crate) use elements::printable;

pub use line::{AgentView, LineView, MarkingSign, MeasureView, SupplierView, TransferOperatorView};
pub use receipt::{
    BuyerView, CashlessView, CorrectionView, NamedDetailView, OperationalView, PaymentsView, ReceiptKind,
    ReceiptView, SectoralView, VatTotal,
};
pub use report::{Fact, FactGroup, FactValue, ReportView};

/// Any fiscal document, ready to be laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentView {
    /// Receipt, strict reporting form, or a correction of either.
    Receipt(Box<ReceiptView>),
    /// Everything else: registration, shifts, storage, settlement status, acknowledgement, marking.
    Report(Box<ReportView>),
}

impl DocumentView {
    /// Reads a document; never fails, because any stored document must be printable.
    #[must_use]
    pub fn from_document(document: &Document) -> Self {
        let kind = match document.form {
            Form::Receipt => ReceiptKind::Receipt,
            Form::StrictReportingForm => ReceiptKind::StrictReportingForm,
            Form::CorrectionReceipt => ReceiptKind::CorrectionReceipt,
            Form::CorrectionStrictReportingForm => ReceiptKind::CorrectionStrictReportingForm,
            Form::Registration
            | Form::ShiftOpening
            | Form::ShiftClosing
            | Form::StorageClosing
            | Form::OfdAcknowledgement
            | Form::ReRegistration
            | Form::SettlementStatus
            | Form::MarkingRequest
            | Form::MarkingNotification
            | Form::MarkingAnswer
            | Form::MarkingNotificationReceipt => {
                return Self::Report(Box::new(ReportView::read(document)));
            }
        };
        Self::Receipt(Box::new(ReceiptView::read(kind, document)))
    }

    /// What identifies the document and who issued it.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        match self {
            Self::Receipt(receipt) => &receipt.identity,
            Self::Report(report) => &report.identity,
        }
    }
}

/// What nearly every document carries: who, where, when, and the numbers that identify it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Taxpayer's name: tag 1048.
    pub seller_name: Option<String>,
    /// Taxpayer number: tag 1018.
    pub seller_inn: Option<String>,
    /// Address of settlement: tag 1009.
    pub address: Option<String>,
    /// Place of settlement: tag 1187.
    pub place: Option<String>,
    /// Post and name of who sells in person: tag 1021.
    pub cashier_name: Option<String>,
    /// Taxpayer number of the cashier: tag 1203.
    pub cashier_inn: Option<String>,
    /// Wall-clock time of the place of settlement: tag 1012.
    pub at: Option<LocalDateTime>,
    /// Number of the shift: tag 1038.
    pub shift_number: Option<u64>,
    /// Number of the fiscal document: tag 1040.
    pub document_number: Option<u64>,
    /// Registration number of the register: tag 1037.
    pub registration_number: Option<String>,
    /// Serial number of the register: tag 1013.
    pub serial_number: Option<String>,
    /// Number of the fiscal storage: tag 1041.
    pub fiscal_storage: Option<String>,
    /// Fiscal sign as printed: the last four bytes of tag 1077.
    pub fiscal_sign: Option<u32>,
    /// Version of the format: tag 1209.
    pub version: Option<FfdVersion>,
}

impl Identity {
    fn read(document: &Document) -> Self {
        let elements = Elements::of(&document.elements);
        Self {
            seller_name: elements.text(1048),
            seller_inn: elements.text(1018),
            address: elements.text(1009),
            place: elements.text(1187),
            cashier_name: elements.text(1021),
            cashier_inn: elements.text(1203),
            at: elements.time(1012),
            shift_number: elements.uint(1038),
            document_number: elements.uint(1040),
            registration_number: elements.text(1037),
            serial_number: elements.text(1013),
            fiscal_storage: elements.text(1041),
            fiscal_sign: ofd_ru::signs::printed_sign(document),
            version: elements.uint(1209).and_then(version),
        }
    }

    /// `true` when the fiscal storage is of the series that makers use for tests: no legal force.
    #[must_use]
    pub fn is_test(&self) -> bool {
        let storage = self
            .fiscal_storage
            .as_deref()
            .map(types::FiscalStorageNumber::parse);
        matches!(storage, Some(Ok(number)) if number.is_test())
    }
}

/// A code of the format: known to our tables, or kept as the number that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coded<T> {
    /// In the tables.
    Known(T),
    /// Not in the tables.
    Unknown(u64),
}

const fn version(code: u64) -> Option<FfdVersion> {
    match code {
        0 | 1 => Some(FfdVersion::V1_0),
        2 => Some(FfdVersion::V1_05),
        3 => Some(FfdVersion::V1_1),
        4 => Some(FfdVersion::V1_2),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
