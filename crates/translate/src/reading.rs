//! A sealed document as a receipt again.

mod group;
mod line;
mod party;

use ofd_ru::{Document, Form, Tag, Value, tags};
use receipt::{CashlessPayment, Correction, DocumentForm, NamedDetail, OperationalDetail, Payments, Receipt};

use crate::code;
use group::Group;

/// Why a document does not read as a receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A report, an acknowledgement or a marking message.
    #[error("form {} is no receipt", .form.code())]
    NotAReceipt {
        /// Kind of the document.
        form: Form,
    },
    /// A tag without which there is no receipt is absent.
    #[error("tag {tag} is missing")]
    Missing {
        /// The tag.
        tag: Tag,
    },
    /// A value that the model has no place for.
    #[error("tag {tag} is {value:?}, which is not {expected}")]
    Value {
        /// The tag.
        tag: Tag,
        /// The value as it came.
        value: Value,
        /// What would be right.
        expected: &'static str,
    },
}

/// Reads a receipt, strict reporting form or correction.
///
/// Lines come as they were sealed: a line that a discount has split comes as two. Not in documents, and
/// therefore not here: item ids, planned statuses, wholesale and the wish for paper; of a marking code only
/// the part that the document takes. What the law lets a register leave out has the law's meaning: no rate is
/// no VAT, no method is full payment, no subject is goods, no quantity is one. A taxpayer number with wrong
/// check digits is left out.
///
/// # Errors
/// [`ReadError`] names the tag.
pub fn document_to_receipt(document: &Document) -> Result<Receipt, ReadError> {
    let (form, is_correction) = match document.form {
        Form::Receipt => (DocumentForm::Receipt, false),
        Form::StrictReportingForm => (DocumentForm::StrictReportingForm, false),
        Form::CorrectionReceipt => (DocumentForm::Receipt, true),
        Form::CorrectionStrictReportingForm => (DocumentForm::StrictReportingForm, true),
        form @ (Form::Registration
        | Form::ShiftOpening
        | Form::ShiftClosing
        | Form::StorageClosing
        | Form::OfdAcknowledgement
        | Form::ReRegistration
        | Form::SettlementStatus
        | Form::MarkingRequest
        | Form::MarkingNotification
        | Form::MarkingAnswer
        | Form::MarkingNotificationReceipt) => return Err(ReadError::NotAReceipt { form }),
    };
    let body = Group::new(document.body());
    let lines = body
        .groups(tags::LINE)
        .map(line::read)
        .collect::<Result<_, _>>()?;
    Ok(Receipt {
        operation: body.required(tags::OPERATION, code::operation, "an operation from 1 to 4")?,
        form,
        correction: if is_correction {
            Some(correction(body)?)
        } else {
            None
        },
        taxation: body.required(tags::TAXATION_REGIME, code::taxation, "one taxation regime")?,
        seller: party::seller(body),
        buyer: party::buyer(body)?,
        lines,
        payments: payments(body)?,
        cashier: party::cashier(body),
        additional_detail: body.text(tags::RECEIPT_REQUISITE),
        user_detail: body.group(tags::USER_REQUISITE).map(|group| NamedDetail {
            name: group.text(tags::USER_REQUISITE_NAME).unwrap_or_default(),
            value: group.text(tags::USER_REQUISITE_VALUE).unwrap_or_default(),
        }),
        sectoral: line::sectoral(body, tags::RECEIPT_INDUSTRY_REQUISITE)?,
        operational: body
            .group(tags::OPERATIONAL_REQUISITE)
            .map(operational)
            .transpose()?,
        cashless: cashless(body)?,
        internet: body.uint(tags::INTERNET_SETTLEMENT).map(|flag| flag == 1),
        time_zone: body.byte(tags::SETTLEMENT_TIME_ZONE)?,
        print: false,
    })
}

/// `0` is how FFD 1.05 says that there is no order.
fn correction(body: Group<'_>) -> Result<Correction, ReadError> {
    let tag = tags::CORRECTION_BASIS;
    let basis = body.group(tag).ok_or(ReadError::Missing { tag })?;
    let kind = body.optional(tags::CORRECTION_KIND, code::correction_kind, "0 or 1")?;
    let number = basis.text(tags::CORRECTION_ORDER_NUMBER);
    Ok(Correction {
        kind: kind.unwrap_or(receipt::CorrectionKind::OwnInitiative),
        date: basis.time(tags::CORRECTED_SETTLEMENT_DATE)?,
        order_number: number.filter(|number| number != "0"),
    })
}

fn payments(body: Group<'_>) -> Result<Payments, ReadError> {
    let sum = |tag| body.money(tag).map(Option::unwrap_or_default);
    Ok(Payments {
        cash: sum(tags::CASH_PAYMENT)?,
        electronic: sum(tags::ELECTRONIC_PAYMENT)?,
        prepaid: sum(tags::PREPAID_PAYMENT)?,
        postpaid: sum(tags::POSTPAID_PAYMENT)?,
        in_kind: sum(tags::IN_KIND_PAYMENT)?,
    })
}

fn operational(group: Group<'_>) -> Result<OperationalDetail, ReadError> {
    let tag = tags::OPERATIONAL_ID;
    Ok(OperationalDetail {
        id: group.byte(tag)?.ok_or(ReadError::Missing { tag })?,
        value: group.text(tags::OPERATIONAL_DATA).unwrap_or_default(),
        at: group.time(tags::OPERATIONAL_DATE_TIME)?,
    })
}

fn cashless(body: Group<'_>) -> Result<Vec<CashlessPayment>, ReadError> {
    let Some(all) = body.group(tags::ELECTRONIC_PAYMENT_DETAILS) else {
        return Ok(Vec::new());
    };
    let payment = |part: Group<'_>| {
        Ok(CashlessPayment {
            sum: part.money(tags::ELECTRONIC_PAYMENT_PART_SUM)?.unwrap_or_default(),
            method: part.byte(tags::ELECTRONIC_PAYMENT_METHOD)?.unwrap_or_default(),
            id: part.text(tags::ELECTRONIC_PAYMENT_IDS).unwrap_or_default(),
            additional: part.text(tags::ELECTRONIC_PAYMENT_EXTRA),
        })
    };
    all.groups(tags::ELECTRONIC_PAYMENT_PART).map(payment).collect()
}
