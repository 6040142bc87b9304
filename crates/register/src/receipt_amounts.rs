//! What a receipt adds to the counters, read from its elements.

use ofd_ru::{Document, Element, Form, Tag, Value, tags};
use receipt::Operation;
use types::Money;

use crate::counters::{COUNTER_MAX_MINOR, SettlementTotals, VatTotals};
use crate::fiscal_storage::ReceiptForm;

/// Amounts of one receipt or correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceiptAmounts {
    /// Receipt or correction.
    pub kind: SettlementKind,
    /// Tag 1054.
    pub operation: Operation,
    /// Payments and total; the count is 1.
    pub settlement: SettlementTotals,
    /// VAT by rate.
    pub vat: VatTotals,
}

/// Receipts and corrections are counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SettlementKind {
    /// Forms 3 and 4.
    Receipt,
    /// Forms 31 and 41.
    Correction,
}

/// Why a body has no readable amounts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountsError {
    /// A tag without which a receipt cannot be counted is absent.
    #[error("tag {} is missing", .tag.0)]
    Missing {
        /// The tag.
        tag: Tag,
    },
    /// A value that the tag cannot have.
    #[error("tag {} is {value:?}, which is not {expected}", .tag.0)]
    Wrong {
        /// The tag.
        tag: Tag,
        /// The value as it came.
        value: Value,
        /// What would be right.
        expected: &'static str,
    },
    /// A tag that may stand once stands twice.
    #[error("tag {} stands twice", .tag.0)]
    Twice {
        /// The tag.
        tag: Tag,
    },
}

impl ReceiptAmounts {
    /// Amounts of a document; `None` for documents that are no receipts.
    ///
    /// # Errors
    /// [`AmountsError`] names the tag.
    pub fn of_document(document: &Document) -> Result<Option<Self>, AmountsError> {
        let Some(kind) = SettlementKind::of_form(document.form) else {
            return Ok(None);
        };
        Self::of_elements(kind, &document.elements).map(Some)
    }

    /// Amounts of a receipt's elements.
    ///
    /// # Errors
    /// [`AmountsError`] names the tag: 1054 and 1020 must be there, sums must fit into six bytes.
    pub fn of_elements(kind: SettlementKind, elements: &[Element]) -> Result<Self, AmountsError> {
        let mut operation = None;
        let mut total = None;
        let mut settlement = SettlementTotals {
            count: 1,
            ..SettlementTotals::default()
        };
        let mut vat = VatTotals::default();
        let mut seen = 0_u32;
        for element in elements {
            let slot = match element.tag {
                tags::OPERATION => {
                    set_once(&mut operation, element, operation_of(element)?)?;
                    continue;
                }
                tags::RECEIPT_TOTAL => {
                    set_once(&mut total, element, sum_of(element)?)?;
                    continue;
                }
                tags::CASH_PAYMENT => (0, &mut settlement.cash),
                tags::ELECTRONIC_PAYMENT => (1, &mut settlement.electronic),
                tags::PREPAID_PAYMENT => (2, &mut settlement.prepaid),
                tags::POSTPAID_PAYMENT => (3, &mut settlement.postpaid),
                tags::IN_KIND_PAYMENT => (4, &mut settlement.in_kind),
                tags::VAT_20 => (5, &mut vat.vat20),
                tags::VAT_10 => (6, &mut vat.vat10),
                tags::TURNOVER_VAT_0 => (7, &mut vat.zero),
                tags::TURNOVER_WITHOUT_VAT => (8, &mut vat.not_subject),
                tags::VAT_20_120 => (9, &mut vat.calculated20),
                tags::VAT_10_110 => (10, &mut vat.calculated10),
                _ => continue,
            };
            let (bit, slot) = slot;
            if seen & (1 << bit) != 0 {
                return Err(AmountsError::Twice { tag: element.tag });
            }
            seen |= 1 << bit;
            *slot = sum_of(element)?;
        }
        settlement.total = total.ok_or(AmountsError::Missing {
            tag: tags::RECEIPT_TOTAL,
        })?;
        let operation = operation.ok_or(AmountsError::Missing { tag: tags::OPERATION })?;
        Ok(Self {
            kind,
            operation,
            settlement,
            vat,
        })
    }
}

impl SettlementKind {
    /// Kind of a form; `None` for reports.
    #[must_use]
    pub const fn of_form(form: Form) -> Option<Self> {
        match form {
            Form::Receipt | Form::StrictReportingForm => Some(Self::Receipt),
            Form::CorrectionReceipt | Form::CorrectionStrictReportingForm => Some(Self::Correction),
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
        }
    }
}

impl From<ReceiptForm> for SettlementKind {
    fn from(form: ReceiptForm) -> Self {
        match form {
            ReceiptForm::Receipt | ReceiptForm::StrictReportingForm => Self::Receipt,
            ReceiptForm::CorrectionReceipt | ReceiptForm::CorrectionStrictReportingForm => Self::Correction,
        }
    }
}

fn set_once<T>(slot: &mut Option<T>, element: &Element, value: T) -> Result<(), AmountsError> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(AmountsError::Twice { tag: element.tag }),
    }
}

fn operation_of(element: &Element) -> Result<Operation, AmountsError> {
    match element.value {
        Value::Uint(1) => Ok(Operation::Sell),
        Value::Uint(2) => Ok(Operation::SellReturn),
        Value::Uint(3) => Ok(Operation::Buy),
        Value::Uint(4) => Ok(Operation::BuyReturn),
        _ => Err(AmountsError::Wrong {
            tag: element.tag,
            value: element.value.clone(),
            expected: "an operation from 1 to 4",
        }),
    }
}

fn sum_of(element: &Element) -> Result<Money, AmountsError> {
    let wrong = || AmountsError::Wrong {
        tag: element.tag,
        value: element.value.clone(),
        expected: "a sum of at most six bytes",
    };
    let Value::Uint(minor) = element.value else {
        return Err(wrong());
    };
    match i64::try_from(minor) {
        Ok(minor) if minor <= COUNTER_MAX_MINOR => Ok(Money::from_minor(minor)),
        Ok(_) | Err(_) => Err(wrong()),
    }
}
