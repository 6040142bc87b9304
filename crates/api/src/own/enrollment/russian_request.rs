//! What is applied for in Russia, as a body tells it.

use app::enrollment::russian::RussianRequest;
use enrollment::russian::{
    DocumentDestination, RegisterParticulars, ReportFacts, RussianDeregistrationReason,
    RussianReRegistrationReason, RussianReRegistrationReasons, StorageParticulars,
};
use types::{FiscalStorageNumber, NumberError, SerialNumber};

use crate::field::{FieldErrorKind, Node, TimeForms, Words};
use crate::json::{Value, integer, object, text};

/// A moment by the register's clock.
pub(super) const MOMENT: TimeForms = TimeForms {
    patterns: &[("%Y-%m-%dT%H:%M:%S", 19), ("%Y-%m-%dT%H:%M", 16)],
    shown: "yyyy-mm-ddTHH:MM:SS, by the register's clock",
};

/// A day.
pub(super) const DAY: TimeForms = TimeForms {
    patterns: &[("%Y-%m-%d", 10)],
    shown: "yyyy-mm-dd",
};

/// Conditions of use that one application tells.
const USAGE_MAX: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Registration,
    ReRegistration,
    Deregistration,
}

const KIND: Words<Kind> = Words(&[
    ("registration", Kind::Registration),
    ("re_registration", Kind::ReRegistration),
    ("deregistration", Kind::Deregistration),
]);

const REASON: Words<RussianReRegistrationReason> = Words(&[
    ("place_changed", RussianReRegistrationReason::PlaceChanged),
    ("ofd_changed", RussianReRegistrationReason::OfdChanged),
    ("machine_changed", RussianReRegistrationReason::MachineChanged),
    ("storage_replaced", RussianReRegistrationReason::StorageReplaced),
    ("to_transfer", RussianReRegistrationReason::ToTransfer),
    ("to_no_transfer", RussianReRegistrationReason::ToNoTransfer),
    ("user_name_changed", RussianReRegistrationReason::UserNameChanged),
    ("other", RussianReRegistrationReason::Other),
]);

const DEREGISTRATION: Words<RussianDeregistrationReason> = Words(&[
    ("theft", RussianDeregistrationReason::Theft),
    ("loss", RussianDeregistrationReason::Loss),
    ("storage_broken", RussianDeregistrationReason::StorageBroken),
    ("other", RussianDeregistrationReason::Other),
]);

/// What is applied for; `None` with at least one fault.
pub(super) fn request(body: &Node<'_>) -> Option<RussianRequest> {
    let closing = || body.key("closing").given().and_then(|node| report(&node));
    match body.key("kind").word(&KIND)? {
        Kind::Registration => Some(RussianRequest::Registration {
            particulars: particulars(&body.key("particulars"))?,
        }),
        Kind::ReRegistration => {
            let particulars = particulars(&body.key("particulars"));
            let reasons = reasons(&body.key("reasons"));
            let made = report(&body.key("report"));
            Some(RussianRequest::ReRegistration {
                particulars: particulars?,
                reasons: reasons?,
                report: made?,
                closing: closing(),
            })
        }
        Kind::Deregistration => Some(RussianRequest::Deregistration {
            reason: body.key("reason").word(&DEREGISTRATION)?,
            closing: closing(),
        }),
    }
}

fn reasons(node: &Node<'_>) -> Option<RussianReRegistrationReasons> {
    let items = node.items(REASON.0.len())?;
    let reasons = items.iter().filter_map(|item| item.word(&REASON)).collect();
    let reasons = RussianReRegistrationReasons::new(reasons);
    if reasons.is_none() {
        node.fault(FieldErrorKind::TooFew);
    }
    reasons
}

/// Facts of a report that a storage sealed.
pub(super) fn report(node: &Node<'_>) -> Option<ReportFacts> {
    let number = |key: &str| {
        let number = node.key(key).integer(0, i64::from(u32::MAX), "0 to 4294967295");
        number.and_then(|number| u32::try_from(number).ok())
    };
    let (document_number, fiscal_sign) = (number("document_number"), number("fiscal_sign"));
    let made_at = node.key("made_at").time(&MOMENT);
    Some(ReportFacts {
        document_number: document_number?,
        fiscal_sign: fiscal_sign?,
        made_at: made_at?,
    })
}

pub(super) fn report_shown(report: ReportFacts) -> Value<'static> {
    object([
        ("document_number", integer(report.document_number)),
        ("fiscal_sign", integer(report.fiscal_sign)),
        ("made_at", text(report.made_at.format("%Y-%m-%dT%H:%M:%S"))),
    ])
}

/// A number of an authority.
pub(super) fn official<T>(node: &Node<'_>, parse: fn(&str) -> Result<T, NumberError>) -> Option<T> {
    match parse(node.text()?) {
        Ok(number) => Some(number),
        Err(error) => {
            node.fault(FieldErrorKind::OfficialNumber(error));
            None
        }
    }
}

fn particulars(node: &Node<'_>) -> Option<RegisterParticulars> {
    let own = |key: &str| node.key(key).text().map(str::to_owned);
    let (model, address, place) = (own("model"), own("address"), own("place"));
    let serial_number = official(&node.key("serial_number"), SerialNumber::parse);
    let storage = node.key("storage");
    let storage_model = storage.key("model").text().map(str::to_owned);
    let storage_number = official(&storage.key("number"), FiscalStorageNumber::parse);
    let usage: Vec<String> = node
        .key("usage")
        .optional_items(USAGE_MAX)
        .iter()
        .filter_map(|item| item.text().map(str::to_owned))
        .collect();
    let ofd = node.key("ofd");
    let destination = if ofd.is_given() {
        let (name, inn) = (ofd.key("name").text(), ofd.key("inn").inn());
        name.zip(inn).map(|(name, inn)| DocumentDestination::Ofd {
            name: name.to_owned(),
            inn,
        })
    } else {
        Some(DocumentDestination::Nowhere)
    };
    Some(RegisterParticulars {
        model: model?,
        serial_number: serial_number?,
        storage: StorageParticulars {
            model: storage_model?,
            number: storage_number?,
        },
        address: address?,
        place: place?,
        usage,
        destination: destination?,
    })
}
