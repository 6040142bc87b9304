//! Conditions of receipts, strict reporting forms and their corrections.

use super::place::Group;
use super::report::Report;
use super::rule::RuleId;
use super::{Stage, Subject, line, marking, sums, vat};
use crate::tags;
use crate::tree::Tag;

/// Checks everything that receipts and corrections share.
pub(super) fn check(subject: &Subject<'_>, receipt: &Group<'_>, report: &mut Report) {
    sums::check(receipt, report);
    vat::check(subject, receipt, report);
    for line in receipt.groups(tags::LINE) {
        line::check(subject, receipt, &line, report);
    }
    marking::check_receipt(subject, receipt, report);
    check_contact(receipt, report);
    check_cashier(subject, receipt, report);
    check_buyer(receipt, report);
    for group in receipt.groups(tags::USER_REQUISITE) {
        require_parts(
            &group,
            &[tags::USER_REQUISITE_NAME, tags::USER_REQUISITE_VALUE],
            report,
        );
    }
    for group in receipt.groups(tags::RECEIPT_INDUSTRY_REQUISITE) {
        require_parts(&group, &INDUSTRY_PARTS, report);
    }
    for group in receipt.groups(tags::OPERATIONAL_REQUISITE) {
        let parts = [
            tags::OPERATIONAL_ID,
            tags::OPERATIONAL_DATA,
            tags::OPERATIONAL_DATE_TIME,
        ];
        require_parts(&group, &parts, report);
    }
}

/// Parts of tags 1260 and 1261.
pub(super) const INDUSTRY_PARTS: [Tag; 4] = [
    tags::AUTHORITY_ID,
    tags::BASIS_DOCUMENT_DATE,
    tags::BASIS_DOCUMENT_NUMBER,
    tags::INDUSTRY_REQUISITE_VALUE,
];

/// A group that the table calls optional in its parts makes sense only whole.
pub(super) fn require_parts(group: &Group<'_>, parts: &[Tag], report: &mut Report) {
    for part in parts {
        if !group.has(*part) {
            let message = format!("the group has no tag {part}; it needs {}", list(parts));
            report.raise(RuleId::GroupIncomplete, group.path_of(*part), message);
        }
    }
}

pub(super) fn list(tags: &[Tag]) -> String {
    tags.iter().map(Tag::to_string).collect::<Vec<_>>().join(", ")
}

fn is_internet(receipt: &Group<'_>) -> bool {
    [tags::INTERNET_ONLY, tags::INTERNET_SETTLEMENT]
        .iter()
        .any(|tag| receipt.uint(*tag) == Some(1))
}

fn check_contact(receipt: &Group<'_>, report: &mut Report) {
    let contact = receipt.text(tags::BUYER_CONTACT);
    if contact.is_none() && is_internet(receipt) {
        let message = "a settlement in the Internet needs the buyer's phone or e-mail address".to_owned();
        report.raise(
            RuleId::BuyerContactMissing,
            receipt.path_of(tags::BUYER_CONTACT),
            message,
        );
    }
    if contact.is_some_and(|contact| contact.contains('@')) && !receipt.has(tags::SENDER_ADDRESS) {
        let message = "a receipt that goes by e-mail names the sender's address".to_owned();
        report.raise(
            RuleId::SenderMissing,
            receipt.path_of(tags::SENDER_ADDRESS),
            message,
        );
    }
}

fn check_cashier(subject: &Subject<'_>, receipt: &Group<'_>, report: &mut Report) {
    // Before sealing the register may still put its own cashier.
    let is_due =
        subject.stage == Stage::Sealed && !receipt.has(tags::MACHINE_NUMBER) && !is_internet(receipt);
    if is_due && !receipt.has(tags::CASHIER) {
        let message = "neither a cashier, nor a machine, nor the Internet sells".to_owned();
        report.raise(RuleId::CashierMissing, receipt.path_of(tags::CASHIER), message);
    }
}

/// Checks tag 1256.
fn check_buyer(receipt: &Group<'_>, report: &mut Report) {
    for buyer in receipt.groups(tags::BUYER) {
        let document = [tags::BUYER_DOCUMENT_KIND, tags::BUYER_DOCUMENT_DATA];
        let [has_kind, has_data] = document.map(|tag| buyer.has(tag));
        if has_kind != has_data {
            require_parts(&buyer, &document, report);
        }
        let identified =
            buyer.has(tags::BUYER_INN) || buyer.has(tags::BUYER_BIRTH_DATE) || has_kind || has_data;
        if !identified {
            let message =
                "the buyer has neither a taxpayer number, nor a birth date, nor an identity document"
                    .to_owned();
            report.raise(RuleId::BuyerUnidentified, buyer.place.path(), message);
        }
    }
}
