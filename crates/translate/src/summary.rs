//! The columns that the operator stores and searches.

use ofd_ru::{Document, Elements, FfdVersion, Form, tags};
use receipt::{Operation, Payments, TaxationRegime};
use types::{FiscalStorageNumber, Inn, LocalDateTime, Money, RegistrationNumber};

use crate::code;

/// What a document says about itself, typed. `None`: the document lacks it or it does not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSummary {
    /// Kind of the document.
    pub form: Form,
    /// Tag 1209.
    pub version: Option<FfdVersion>,
    /// Tag 1041.
    pub fiscal_storage: Option<FiscalStorageNumber>,
    /// Tag 1040.
    pub document_number: Option<u32>,
    /// Fiscal sign as it is printed: bytes 2 to 5 of tag 1077, big endian. Source: RU-FFD/1077.
    pub fiscal_sign: Option<u32>,
    /// Tag 1012.
    pub at: Option<LocalDateTime>,
    /// Tag 1037.
    pub registration_number: Option<RegistrationNumber>,
    /// Tag 1018.
    pub inn: Option<Inn>,
    /// Tag 1038.
    pub shift_number: Option<u32>,
    /// What only receipts and corrections say (forms 3, 4, 31, 41).
    pub settlement: Option<SettlementSummary>,
}

/// What only receipts and corrections say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementSummary {
    /// Tag 1042.
    pub receipt_number: Option<u32>,
    /// Tag 1054.
    pub operation: Option<Operation>,
    /// Tag 1055.
    pub taxation: Option<TaxationRegime>,
    /// Tag 1020.
    pub total: Option<Money>,
    /// Tags 1031, 1081, 1215, 1216 and 1217; zero where absent.
    pub payments: Payments,
    /// Tag 1008.
    pub buyer_contact: Option<String>,
    /// Number of lines.
    pub line_count: usize,
}

/// Reads the columns of any document; never fails, since any document is stored.
#[must_use]
pub fn document_to_summary(document: &Document) -> DocumentSummary {
    let body = document.body();
    let number = |tag| body.uint(tag).and_then(|number| u32::try_from(number).ok());
    DocumentSummary {
        form: document.form,
        version: document.version(),
        fiscal_storage: body
            .text(tags::FISCAL_STORAGE_NUMBER)
            .and_then(|text| FiscalStorageNumber::parse(text).ok()),
        document_number: number(tags::FISCAL_DOCUMENT_NUMBER),
        fiscal_sign: fiscal_sign(document),
        at: body.time(tags::DATE_TIME),
        registration_number: body
            .text(tags::REGISTRATION_NUMBER)
            .and_then(|text| RegistrationNumber::parse(text).ok()),
        inn: body
            .text(tags::ORGANIZATION_INN)
            .and_then(|text| Inn::parse(text).ok()),
        shift_number: number(tags::SHIFT_NUMBER),
        settlement: match document.form {
            Form::Receipt
            | Form::StrictReportingForm
            | Form::CorrectionReceipt
            | Form::CorrectionStrictReportingForm => Some(settlement(document)),
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
            | Form::MarkingNotificationReceipt => None,
        },
    }
}

fn fiscal_sign(document: &Document) -> Option<u32> {
    let bytes = document.body().element(tags::FISCAL_SIGN)?.value.as_bytes()?;
    let sign = bytes.get(2..6)?.try_into().ok()?;
    Some(u32::from_be_bytes(sign))
}

fn settlement(document: &Document) -> SettlementSummary {
    let body = document.body();
    let money = |tag| {
        body.uint(tag)
            .and_then(|minor| i64::try_from(minor).ok())
            .map(Money::from_minor)
    };
    SettlementSummary {
        receipt_number: body
            .uint(tags::RECEIPT_NUMBER_IN_SHIFT)
            .and_then(|number| u32::try_from(number).ok()),
        operation: body.uint(tags::OPERATION).and_then(code::operation),
        taxation: body.uint(tags::TAXATION_REGIME).and_then(code::taxation),
        total: money(tags::RECEIPT_TOTAL),
        payments: Payments {
            cash: money(tags::CASH_PAYMENT).unwrap_or_default(),
            electronic: money(tags::ELECTRONIC_PAYMENT).unwrap_or_default(),
            prepaid: money(tags::PREPAID_PAYMENT).unwrap_or_default(),
            postpaid: money(tags::POSTPAID_PAYMENT).unwrap_or_default(),
            in_kind: money(tags::IN_KIND_PAYMENT).unwrap_or_default(),
        },
        buyer_contact: body.text(tags::BUYER_CONTACT).map(str::to_owned),
        line_count: body.elements_of(tags::LINE).count(),
    }
}
