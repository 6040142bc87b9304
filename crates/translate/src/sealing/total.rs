//! Sums of the receipt.

use ofd_ru::tags;
use receipt::{FormatVersion, Receipt, VatTotals};

use super::TranslateError;
use super::body::Body;
use super::line::vat_number;
use crate::code;

/// Tags 1020, the five payments (zero too) and the VAT by rate.
pub(super) fn write_totals(
    receipt: &Receipt,
    version: FormatVersion,
    body: &mut Body,
) -> Result<(), TranslateError> {
    let total = receipt.total().ok_or(TranslateError::OutOfRange)?;
    let payments = receipt.payments;
    let sums = [
        (tags::RECEIPT_TOTAL, total),
        (tags::CASH_PAYMENT, payments.cash),
        (tags::ELECTRONIC_PAYMENT, payments.electronic),
        (tags::PREPAID_PAYMENT, payments.prepaid),
        (tags::POSTPAID_PAYMENT, payments.postpaid),
        (tags::IN_KIND_PAYMENT, payments.in_kind),
    ];
    for (tag, sum) in sums {
        body.money(tag, sum)?;
    }
    let totals = receipt.vat_totals().ok_or(TranslateError::OutOfRange)?;
    write_vat(&totals, version, body)
}

/// Tags 1102 to 1107, and 1115 for the rates without a tag of their own; FFD 1.1 has no 1115.
fn write_vat(totals: &VatTotals, version: FormatVersion, body: &mut Body) -> Result<(), TranslateError> {
    for (rate, total) in totals.iter() {
        if let Some(tag) = code::vat_total_tag(rate) {
            let has_vat = rate.percent().is_some();
            body.money(tag, if has_vat { total.vat } else { total.turnover })?;
        }
    }
    if version == FormatVersion::V1_1 {
        return Ok(());
    }
    body.group(tags::VAT_TOTALS, |group| {
        for (rate, total) in totals.iter() {
            if code::vat_total_tag(rate).is_none() {
                group.group(tags::VAT_TOTAL, |part| {
                    part.uint(tags::VAT_RATE, vat_number(rate)?);
                    part.money(tags::VAT_TOTAL_SUM, total.vat)
                })?;
            }
        }
        Ok(())
    })
}
