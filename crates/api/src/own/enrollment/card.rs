//! Registration cards: uploaded by the owner, reviewed by the operator's staff, shown to both

use app::enrollment::card::CardView;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use enrollment::{CARD_SCAN_MAX_BYTES, CardFacts, CardScan, KgdRegistrationNumber, Verdict};
use types::RegistrationCardId;

use super::application::form_and_locale;
use super::russian_request::{DAY, official};
use super::{owner, register};
use crate::call::PersonCall;
use crate::cloud::Cloud;
use crate::field::{Faults, FieldErrorKind, Node, Words};
use crate::json::{Value, integer, object, optional_text, read, text};
use crate::limits::SMALL_BOUNDS;
use crate::own::{key, limit, page, time};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

/// Characters of a scan as base64: beyond the largest scan, so that its own refusal names its size.
const SCAN_LENGTH_MAX: usize = CARD_SCAN_MAX_BYTES / 2 * 3;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Approve,
    Return,
    Reject,
}

const VERDICT: Words<Said> = Words(&[
    ("approve", Said::Approve),
    ("return", Said::Return),
    ("reject", Said::Reject),
]);

/// What the owner read from the card, and its scan.
pub(super) async fn upload<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, register::id(&call)?);
    // A register of somebody else is absent, whatever is sent to it.
    call.cloud.enrollment(owner, id).await??;
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let number = official(&body.key("registration_number"), KgdRegistrationNumber::parse);
    let enrolled_on = body.key("enrolled_on").time(&DAY);
    let scan = scan_of(&body.key("scan"));
    let (Some(number), Some(enrolled_on), Some(scan)) = (number, enrolled_on, scan) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    let facts = CardFacts { number, enrolled_on };
    let uploaded = call.cloud.upload_card(owner, id, facts, scan).await??;
    Ok(Reply::json(&register::detail(&uploaded)))
}

/// The card of a register on the books, in a form and a language.
pub(super) async fn render<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, register::id(&call)?);
    let (form, locale) = form_and_locale(&call)?;
    let found = call.cloud.card_document(owner, id, form, locale).await??;
    Ok(Reply::of_type(found.content_type, found.body))
}

/// The scan that the owner uploaded last.
pub(super) async fn own_scan<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let found = call
        .cloud
        .own_card_scan(owner(&call)?, register::id(&call)?)
        .await??;
    Ok(sent(&found))
}

/// Cards that wait for the operator's staff.
pub(super) async fn waiting<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let (after, limit) = (key(&query, "after", RegistrationCardId::new), limit(&query));
    query.finish_known()?;
    let found = call.cloud.waiting_cards(after, limit).await?;
    Ok(page(&found, shown))
}

pub(super) async fn scan<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    Ok(sent(&call.cloud.card_scan(id(&call)?).await??))
}

/// What the operator's staff found.
pub(super) async fn review<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let id = id(&call)?;
    call.cloud.card(id).await??;
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let Some(verdict) = verdict(&Node::root(&value, &faults)) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    let reviewed = call.cloud.review_card(call.actor.user, id, verdict).await??;
    Ok(Reply::json(&shown(&reviewed)))
}

fn id<C>(call: &PersonCall<'_, C>) -> Result<RegistrationCardId, Failure> {
    call.input.id("card").map(RegistrationCardId::new)
}

fn verdict(body: &Node<'_>) -> Option<Verdict> {
    let reason = || body.key("reason").text().map(str::to_owned);
    Some(match body.key("verdict").word(&VERDICT)? {
        Said::Approve => Verdict::Approved,
        Said::Return => Verdict::Returned { reason: reason()? },
        Said::Reject => Verdict::Rejected { reason: reason()? },
    })
}

fn scan_of(node: &Node<'_>) -> Option<CardScan> {
    let Ok(bytes) = STANDARD.decode(node.text_of(SCAN_LENGTH_MAX)?) else {
        node.fault_unshown(FieldErrorKind::NotBase64);
        return None;
    };
    match CardScan::parse(bytes) {
        Ok(scan) => Some(scan),
        Err(error) => {
            node.fault_unshown(FieldErrorKind::CardScan(error));
            None
        }
    }
}

fn sent(scan: &CardScan) -> Reply {
    Reply::of_type(scan.kind().media_type(), scan.bytes().to_vec().into())
}

fn shown(card: &CardView) -> Value<'_> {
    let (verdict, reason) = match &card.verdict {
        None => (None, None),
        Some(Verdict::Approved) => (Some("approve"), None),
        Some(Verdict::Returned { reason }) => (Some("return"), Some(reason.as_str())),
        Some(Verdict::Rejected { reason }) => (Some("reject"), Some(reason.as_str())),
    };
    object([
        ("id", integer(card.id.get())),
        ("enrollment_id", integer(card.register.get())),
        ("organization_id", integer(card.organization.get())),
        ("uploaded_at", time(card.uploaded_at)),
        ("registration_number", text(card.facts.number.as_str())),
        ("enrolled_on", text(card.facts.enrolled_on.format("%Y-%m-%d"))),
        ("taxpayer_number", text(&card.subject.taxpayer_number)),
        ("taxpayer_name", text(&card.subject.taxpayer_name)),
        ("model_name", text(&card.subject.register.model_name)),
        (
            "serial_number",
            text(card.subject.register.serial_number.as_str()),
        ),
        ("year", integer(card.subject.register.year)),
        ("tax_office", text(card.subject.tax_office.as_str())),
        ("address", text(&card.subject.address)),
        ("verdict", optional_text(verdict)),
        ("reason", optional_text(reason)),
    ])
}
