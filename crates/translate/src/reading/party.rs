//! Seller, cashier and buyer.

use ofd_ru::tags;
use receipt::{Buyer, Cashier, Seller};

use super::ReadError;
use super::group::Group;

pub(super) fn seller(body: Group<'_>) -> Seller {
    Seller {
        inn: body.inn(tags::ORGANIZATION_INN),
        settlement_address: body.text(tags::SETTLEMENT_ADDRESS),
        settlement_place: body.text(tags::SETTLEMENT_PLACE),
    }
}

pub(super) fn cashier(body: Group<'_>) -> Option<Cashier> {
    Some(Cashier {
        name: body.text(tags::CASHIER)?,
        inn: body.inn(tags::CASHIER_INN),
    })
}

/// FFD 1.2 groups the buyer in tag 1256; before, name and number stand in the receipt itself.
pub(super) fn buyer(body: Group<'_>) -> Result<Buyer, ReadError> {
    let group = body.group(tags::BUYER).unwrap_or(body);
    let (email, phone) = match body.text(tags::BUYER_CONTACT) {
        Some(contact) if contact.contains('@') => (Some(contact), None),
        contact => (None, contact),
    };
    Ok(Buyer {
        email,
        phone,
        name: group.text(tags::BUYER_NAME),
        inn: group.inn(tags::BUYER_INN),
        birth_date: group.date(tags::BUYER_BIRTH_DATE)?,
        citizenship: group.text(tags::BUYER_CITIZENSHIP),
        document_code: group.text(tags::BUYER_DOCUMENT_KIND),
        document_data: group.text(tags::BUYER_DOCUMENT_DATA),
        address: group.text(tags::BUYER_ADDRESS),
    })
}
