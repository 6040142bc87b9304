//! What a registration tells the lint and the sealing.

use receipt::{DocumentForm, FormatVersion, LintContext, Receipt, RegisterUse};
use register::{ReceiptBody, ReceiptForm, Registration, UsageCondition};
use types::LocalDateTime;

use crate::code;
use crate::sealing::{SealingContext, TranslateError, receipt_to_elements};

impl SealingContext {
    /// What a registration tells: version and use. Time zone and results of marking checks are the caller's.
    ///
    /// # Errors
    /// [`TranslateError::Version`] for FFD 1.0.
    pub fn of_registration(registration: &Registration) -> Result<Self, TranslateError> {
        Ok(Self {
            register_use: register_use(registration),
            ..Self::new(version(registration)?)
        })
    }
}

/// The context in which receipts for this register are linted, with the rates of VAT as the law stands.
///
/// # Errors
/// [`TranslateError::Version`] for FFD 1.0.
pub fn lint_context(registration: &Registration, now: LocalDateTime) -> Result<LintContext, TranslateError> {
    Ok(LintContext {
        register_use: register_use(registration),
        taxpayer: Some(registration.inn.clone()),
        regimes: code::taxations(registration.taxation.mask().into()).collect(),
        ..LintContext::new(version(registration)?, now)
    })
}

/// A receipt as a virtual register takes it. `begun_at` is when the register begins the document.
///
/// # Errors
/// Those of [`receipt_to_elements`].
pub fn receipt_to_body(
    receipt: &Receipt,
    context: &SealingContext,
    begun_at: LocalDateTime,
) -> Result<ReceiptBody, TranslateError> {
    let (_, elements) = receipt_to_elements(receipt, context)?;
    let form = match (receipt.form, &receipt.correction) {
        (DocumentForm::Receipt, None) => ReceiptForm::Receipt,
        (DocumentForm::StrictReportingForm, None) => ReceiptForm::StrictReportingForm,
        (DocumentForm::Receipt, Some(_)) => ReceiptForm::CorrectionReceipt,
        (DocumentForm::StrictReportingForm, Some(_)) => ReceiptForm::CorrectionStrictReportingForm,
    };
    Ok(ReceiptBody {
        form,
        elements,
        begun_at,
    })
}

fn version(registration: &Registration) -> Result<FormatVersion, TranslateError> {
    let version = registration.ffd;
    code::format_version(version).ok_or(TranslateError::Version { version })
}

fn register_use(registration: &Registration) -> RegisterUse {
    if registration.conditions.contains(UsageCondition::InternetOnly) {
        RegisterUse::InternetOnly
    } else {
        RegisterUse::Any
    }
}
