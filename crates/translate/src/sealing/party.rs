//! Seller, cashier and buyer.

use ofd_ru::tags;
use receipt::{Buyer, FormatVersion, Receipt};

use super::TranslateError;
use super::body::Body;

/// Tags 1009, 1187, 1021 and 1203, as far as the receipt names them.
pub(super) fn write_seller(receipt: &Receipt, body: &mut Body) -> Result<(), TranslateError> {
    let seller = &receipt.seller;
    body.optional_text(tags::SETTLEMENT_ADDRESS, seller.settlement_address.as_deref())?;
    body.optional_text(tags::SETTLEMENT_PLACE, seller.settlement_place.as_deref())?;
    if let Some(cashier) = &receipt.cashier {
        body.text(tags::CASHIER, &cashier.name)?;
        body.inn(tags::CASHIER_INN, cashier.inn.as_ref());
    }
    Ok(())
}

/// Tag 1008, and 1256 of FFD 1.2 or 1227 and 1228 before.
pub(super) fn write_buyer(
    receipt: &Receipt,
    version: FormatVersion,
    body: &mut Body,
) -> Result<(), TranslateError> {
    let buyer = &receipt.buyer;
    let tag = tags::BUYER_CONTACT;
    let contact = buyer
        .contact()
        .map_err(|source| TranslateError::Contact { tag, source })?;
    body.optional_text(tag, contact.as_deref())?;
    match version {
        FormatVersion::V1_2 => body.group(tags::BUYER, |group| write_identity(buyer, group)),
        FormatVersion::V1_05 | FormatVersion::V1_1 => {
            body.optional_text(tags::BUYER_NAME, buyer.name.as_deref())?;
            body.inn(tags::BUYER_INN, buyer.inn.as_ref());
            Ok(())
        }
    }
}

fn write_identity(buyer: &Buyer, group: &mut Body) -> Result<(), TranslateError> {
    group.optional_text(tags::BUYER_NAME, buyer.name.as_deref())?;
    group.inn(tags::BUYER_INN, buyer.inn.as_ref());
    if let Some(date) = buyer.birth_date {
        group.date(tags::BUYER_BIRTH_DATE, date);
    }
    group.optional_text(tags::BUYER_CITIZENSHIP, buyer.citizenship.as_deref())?;
    group.optional_text(tags::BUYER_DOCUMENT_KIND, buyer.document_code.as_deref())?;
    group.optional_text(tags::BUYER_DOCUMENT_DATA, buyer.document_data.as_deref())?;
    group.optional_text(tags::BUYER_ADDRESS, buyer.address.as_deref())
}
