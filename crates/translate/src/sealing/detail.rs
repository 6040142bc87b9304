//! Details of the receipt and of its lines.

use ofd_ru::{Tag, tags};
use receipt::{FormatVersion, Receipt, RegisterUse, SectoralDetail};

use super::body::Body;
use super::{SealingContext, TranslateError};
use crate::code;

/// Everything that the receipt says about itself beside parties, lines and sums.
pub(super) fn write_details(
    receipt: &Receipt,
    context: &SealingContext,
    body: &mut Body,
) -> Result<(), TranslateError> {
    body.optional_text(tags::RECEIPT_REQUISITE, receipt.additional_detail.as_deref())?;
    if let Some(detail) = &receipt.user_detail {
        body.group(tags::USER_REQUISITE, |group| {
            group.text(tags::USER_REQUISITE_NAME, &detail.name)?;
            group.text(tags::USER_REQUISITE_VALUE, &detail.value)
        })?;
    }
    if context.register_use == RegisterUse::InternetOnly {
        body.uint(tags::INTERNET_ONLY, 1_u8);
    }
    match context.version {
        FormatVersion::V1_2 => write_details_of_1_2(receipt, context, body),
        FormatVersion::V1_05 | FormatVersion::V1_1 => {
            write_agent_roles(receipt, body);
            Ok(())
        }
    }
}

/// Tag 1057: all roles of the lines together. FFD 1.2 dropped it.
fn write_agent_roles(receipt: &Receipt, body: &mut Body) {
    let roles = receipt.lines.iter().filter_map(|line| line.agent.as_ref());
    let mask = roles.fold(0, |mask, agent| mask | code::agent_mask(agent.role));
    if mask != 0 {
        body.uint(tags::AGENT_ROLES, mask);
    }
}

fn write_details_of_1_2(
    receipt: &Receipt,
    context: &SealingContext,
    body: &mut Body,
) -> Result<(), TranslateError> {
    if let Some(zone) = receipt.time_zone.or(context.time_zone) {
        body.uint(tags::SETTLEMENT_TIME_ZONE, zone);
    }
    if let Some(internet) = receipt.internet {
        body.uint(tags::INTERNET_SETTLEMENT, u8::from(internet));
    }
    write_sectoral(tags::RECEIPT_INDUSTRY_REQUISITE, &receipt.sectoral, body)?;
    if let Some(operational) = &receipt.operational {
        body.group(tags::OPERATIONAL_REQUISITE, |group| {
            group.uint(tags::OPERATIONAL_ID, operational.id);
            group.text(tags::OPERATIONAL_DATA, &operational.value)?;
            group.time(tags::OPERATIONAL_DATE_TIME, operational.at);
            Ok(())
        })?;
    }
    body.group(tags::ELECTRONIC_PAYMENT_DETAILS, |group| {
        for payment in &receipt.cashless {
            group.group(tags::ELECTRONIC_PAYMENT_PART, |part| {
                part.money(tags::ELECTRONIC_PAYMENT_PART_SUM, payment.sum)?;
                part.uint(tags::ELECTRONIC_PAYMENT_METHOD, payment.method);
                part.text(tags::ELECTRONIC_PAYMENT_IDS, &payment.id)?;
                part.optional_text(tags::ELECTRONIC_PAYMENT_EXTRA, payment.additional.as_deref())
            })?;
        }
        Ok(())
    })
}

/// Tags 1260 and 1261.
pub(super) fn write_sectoral(
    tag: Tag,
    details: &[SectoralDetail],
    body: &mut Body,
) -> Result<(), TranslateError> {
    for detail in details {
        body.group(tag, |group| {
            group.text(tags::AUTHORITY_ID, &detail.federal_id)?;
            group.date(tags::BASIS_DOCUMENT_DATE, detail.date);
            group.text(tags::BASIS_DOCUMENT_NUMBER, &detail.number)?;
            group.text(tags::INDUSTRY_REQUISITE_VALUE, &detail.value)
        })?;
    }
    Ok(())
}
