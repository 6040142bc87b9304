//! The content of single values: code lists, numbers with check digits, dates, bounds of time.

use types::{FiscalStorageNumber, Gtin, Inn, LocalDateTime, NumberError, RegistrationNumber, SerialNumber};

use super::place::Place;
use super::report::Report;
use super::rule::RuleId;
use super::{Stage, Subject};
use crate::cp866;
use crate::tags::{self, Kind, TagSpec};
use crate::tree::{FfdVersion, Form, Tag, Value};

/// Checks one value whose type fits its tag.
pub(super) fn check(
    subject: &Subject<'_>,
    spec: &TagSpec,
    value: &Value,
    place: &Place<'_>,
    report: &mut Report,
) {
    match value {
        Value::Uint(number) => check_number(subject, spec, *number, place, report),
        Value::Text(text) => check_text(subject, spec, text, place, report),
        Value::Time(time) if spec.tag == tags::DATE_TIME => check_time(subject, *time, place, report),
        Value::Time(_) | Value::Decimal { .. } | Value::Bytes(_) | Value::Nested(_) | Value::Unknown(_) => {}
    }
}

/// Numbers that a tag allows.
enum Codes {
    Any,
    /// Exactly these; the list is certain.
    Listed(&'static [u64]),
    /// These; the list may not be whole.
    Known(&'static [u64]),
    /// Exactly one bit of this mask.
    OneBit(u64),
    /// Bits of this mask; the mask is certain.
    Bits(u64),
    /// Bits of this mask; it may not be whole.
    KnownBits(u64),
}

/// Bits 0 to 5; bit 6 is told of by one source as a regime without declarations.
const TAXATION_BITS: u64 = 0x7F;
const AGENT_BITS: u64 = 0x7F;
/// Conditions of use: bits 1, 2, 5, 6 and 8 to 16.
const USAGE_CONDITION_BITS: u64 = 0x1_FF66;
/// Reasons 1 to 22 and 32, reason n being bit n − 1.
const CHANGE_REASON_BITS: u64 = 0x803F_FFFF;
const SUBJECTS_1_05: &[u64] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
];
const SUBJECTS_1_2: &[u64] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 30,
    31, 32, 33,
];
const MEASURES: &[u64] = &[
    0, 10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 70, 71, 72, 73, 80, 81, 82, 83, 255,
];

/// Lists of codes by tag. Source: RU-FFD/codes.
fn codes(tag: Tag, version: FfdVersion) -> Codes {
    match tag {
        tags::OPERATION | tags::RE_REGISTRATION_REASON => Codes::Listed(&[1, 2, 3, 4]),
        tags::TAXATION_REGIME => Codes::OneBit(TAXATION_BITS),
        tags::TAXATION_REGIMES => Codes::Bits(TAXATION_BITS),
        tags::AGENT_ROLES => Codes::Bits(AGENT_BITS),
        tags::LINE_AGENT_ROLE => Codes::OneBit(AGENT_BITS),
        tags::VAT_RATE => Codes::Listed(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        tags::SETTLEMENT_METHOD => Codes::Listed(&[1, 2, 3, 4, 5, 6, 7]),
        tags::LINE_SUBJECT => Codes::Listed(match version {
            FfdVersion::V1_0 | FfdVersion::V1_05 | FfdVersion::V1_1 => SUBJECTS_1_05,
            FfdVersion::V1_2 => SUBJECTS_1_2,
        }),
        tags::MEASURE_UNIT => Codes::Listed(MEASURES),
        tags::CORRECTION_KIND => Codes::Listed(&[0, 1]),
        tags::FFD_VERSION | tags::REGISTER_FFD_VERSION | tags::STORAGE_FFD_VERSION => {
            Codes::Listed(&[0, 1, 2, 3, 4])
        }
        tags::SETTLEMENT_TIME_ZONE => Codes::Listed(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        tags::OFD_RESPONSE_CODE => Codes::Known(&[0, 11, 14]),
        tags::CHANGE_REASONS => Codes::KnownBits(CHANGE_REASON_BITS),
        tags::OFD_MESSAGE => Codes::KnownBits(0x7E),
        tags::USAGE_CONDITIONS => Codes::KnownBits(USAGE_CONDITION_BITS),
        tags::MARKING_CODE_TYPE => Codes::Known(&[0, 1, 2, 3, 4, 5]),
        tags::PLANNED_PRODUCT_STATUS | tags::ASSIGNED_PRODUCT_STATUS => Codes::Listed(&[1, 2, 3, 4, 255]),
        tags::MARKING_CODE_CHECK | tags::MARKING_REQUEST_RESULT | tags::PRODUCT_CHECK_RESULT => {
            Codes::Bits(0x1F)
        }
        tags::MARKING_REQUEST_CODE => Codes::Known(&[0, 1, 2]),
        tags::MARKING_STATUS_ANSWER => Codes::Known(&[0, 1, 2, 3]),
        tags::MARKING_NOTIFICATION_CODE | tags::MARKING_NOTIFICATION_RESULT => Codes::Known(&[0, 1]),
        tags::WRONG_MARKING_CODES => Codes::KnownBits(0x06),
        tags::WRONG_MARKING_MESSAGES => Codes::KnownBits(0x03),
        tags::MARKING_OPERATION_KIND => Codes::KnownBits(0x1F),
        tags::MARKING_PROCESSING_MODE => Codes::Listed(&[0]),
        _ => Codes::Any,
    }
}

fn check_number(subject: &Subject<'_>, spec: &TagSpec, number: u64, place: &Place<'_>, report: &mut Report) {
    let list = if spec.kind == Kind::Flag {
        Codes::Listed(&[0, 1])
    } else {
        codes(spec.tag, subject.version)
    };
    let (fits, rule) = match list {
        Codes::Any => return,
        Codes::Listed(list) => (list.contains(&number), RuleId::ValueForbidden),
        Codes::Known(list) => (list.contains(&number), RuleId::ValueUnknown),
        Codes::OneBit(mask) => (
            number.is_power_of_two() && number & !mask == 0,
            RuleId::ValueForbidden,
        ),
        Codes::Bits(mask) => (number & !mask == 0, RuleId::ValueForbidden),
        Codes::KnownBits(mask) => (number & !mask == 0, RuleId::ValueUnknown),
    };
    if fits {
        return;
    }
    let allowed = match list {
        Codes::Any => String::new(),
        Codes::Listed(list) | Codes::Known(list) => {
            list.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
        }
        Codes::OneBit(mask) => format!("exactly one bit of {mask:#x}"),
        Codes::Bits(mask) | Codes::KnownBits(mask) => format!("bits of {mask:#x}"),
    };
    let message = format!("tag {} is {number}; known is {allowed}", spec.tag);
    report.raise(rule, place.path(), message);
}

/// Checks the bounds of tag 1012. Source: RU-OFD/flk.
fn check_time(subject: &Subject<'_>, time: LocalDateTime, place: &Place<'_>, report: &mut Report) {
    if time < EARLIEST {
        let message = format!("the time is {time}; fiscal documents begin at {EARLIEST}");
        report.raise(RuleId::TimeTooEarly, place.path(), message);
    }
    if let Some(now) = subject.context.now
        && time.since_s(now) > DAY_S
    {
        let message = format!("the time is {time}; it is {now} now, and 24 hours ahead is the most");
        report.raise(RuleId::TimeAhead, place.path(), message);
    }
}

/// 1 September 2016, 00:00.
const EARLIEST: LocalDateTime = LocalDateTime::from_wall_seconds(1_472_688_000);
pub(super) const DAY_S: i64 = 24 * 3600;

fn check_text(subject: &Subject<'_>, spec: &TagSpec, text: &str, place: &Place<'_>, report: &mut Report) {
    if subject.stage == Stage::Body
        && let Some(foreign) = text.chars().find(|c| cp866::byte(*c).is_none())
    {
        let message = format!(
            "tag {} has `{foreign}`, which CP866 does not have: `{text}`",
            spec.tag
        );
        report.raise(RuleId::TextEncoding, place.path(), message);
    }
    match spec.tag {
        tags::ORGANIZATION_INN | tags::OFD_INN => inn(text, Party::Registered, place, report),
        tags::TRANSFER_OPERATOR_INN | tags::SUPPLIER_INN | tags::BUYER_INN | tags::CASHIER_INN => {
            inn(text, Party::Named, place, report);
        }
        tags::REGISTRATION_NUMBER => shape(RegistrationNumber::check(text), place, report),
        tags::FISCAL_STORAGE_NUMBER => shape(FiscalStorageNumber::check(text), place, report),
        tags::SERIAL_NUMBER => shape(SerialNumber::check(text), place, report),
        tags::ORIGIN_COUNTRY | tags::BUYER_CITIZENSHIP | tags::AUTHORITY_ID => {
            digits(spec.tag, text, 3, place, report);
        }
        tags::BUYER_DOCUMENT_KIND => buyer_document(text, place, report),
        tags::BASIS_DOCUMENT_DATE | tags::BUYER_BIRTH_DATE => date(spec.tag, text, place, report),
        tags::BUYER_CONTACT => contact(text, place, report),
        tags::CODE_EAN_8 => goods_number(text, 8, place, report),
        tags::CODE_EAN_13 => goods_number(text, 13, place, report),
        tags::CODE_ITF_14 => goods_number(text, 14, place, report),
        tags::CODE_FUR => code_length(spec.tag, text, 20, place, report),
        tags::CODE_EGAIS_2 => code_length(spec.tag, text, 23, place, report),
        tags::CODE_EGAIS_3 => code_length(spec.tag, text, 14, place, report),
        tags::MARKING_CONTROL_CODE => code_length(spec.tag, text, 4, place, report),
        tags::LINE_NAME | tags::SETTLEMENT_ADDRESS | tags::SETTLEMENT_PLACE | tags::ORGANIZATION_NAME => {
            not_empty(spec.tag, text, place, report);
        }
        _ => {}
    }
}

/// Whose taxpayer number it is.
enum Party {
    /// The taxpayer of the register, or the operator: registered, and never foreign.
    Registered,
    /// Somebody whose number was typed in: zeros stand for a foreigner, and a slip is no reason to refuse.
    Named,
}

fn inn(text: &str, party: Party, place: &Place<'_>, report: &mut Report) {
    // Blanks are padding; two zeros before ten digits are the padding of some registers.
    let text = text.trim();
    let number = text
        .strip_prefix("00")
        .filter(|rest| rest.len() == 10)
        .unwrap_or(text);
    let Err(error) = Inn::check(number) else { return };
    let is_zeros = matches!(error, NumberError::NeverIssued { .. });
    let (rule, message) = match (party, is_zeros) {
        (Party::Registered, _) => (RuleId::InnInvalid, error.to_string()),
        (Party::Named, false) => (RuleId::PartyInnInvalid, error.to_string()),
        (Party::Named, true) => {
            let message = format!("`{text}` stands for a party without a Russian taxpayer number");
            (RuleId::InnZeros, message)
        }
    };
    report.raise(rule, place.path(), message);
}

fn shape(result: Result<(), NumberError>, place: &Place<'_>, report: &mut Report) {
    if let Err(error) = result {
        report.raise(RuleId::NumberShape, place.path(), error.to_string());
    }
}

fn digits(tag: Tag, text: &str, length: usize, place: &Place<'_>, report: &mut Report) {
    if text.len() != length || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("tag {tag} is `{text}`; it has {length} digits");
        report.raise(RuleId::NumberShape, place.path(), message);
    }
}

fn buyer_document(text: &str, place: &Place<'_>, report: &mut Report) {
    const KINDS: [&str; 14] = [
        "21", "22", "26", "27", "28", "31", "32", "33", "34", "35", "36", "37", "38", "40",
    ];
    if !KINDS.contains(&text) {
        let message = format!("tag 1245 is `{text}`; known is {}", KINDS.join(", "));
        report.raise(RuleId::ValueUnknown, place.path(), message);
    }
}

fn date(tag: Tag, text: &str, place: &Place<'_>, report: &mut Report) {
    if text.len() != 10 || LocalDateTime::parse(text, "%d.%m.%Y").is_err() {
        let message = format!("tag {tag} is `{text}`; it is a date of the form DD.MM.YYYY");
        report.raise(RuleId::DateShape, place.path(), message);
    }
}

fn contact(text: &str, place: &Place<'_>, report: &mut Report) {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_phone = (5..=19).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_mail = text
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty() && !text.contains(' '));
    if !is_phone && !is_mail {
        let message = "tag 1008 is neither a phone (+79001234567) nor an e-mail address".to_owned();
        report.raise(RuleId::ContactShape, place.path(), message);
    }
}

fn goods_number(text: &str, length: usize, place: &Place<'_>, report: &mut Report) {
    if text.len() != length {
        let message = format!("`{text}` has {} characters; {length} are right", text.len());
        report.raise(RuleId::CodeLength, place.path(), message);
    } else if let Err(error) = Gtin::check(text) {
        report.raise(RuleId::GoodsNumber, place.path(), error.to_string());
    }
}

fn code_length(tag: Tag, text: &str, length: usize, place: &Place<'_>, report: &mut Report) {
    let characters = text.chars().count();
    if characters != length {
        let message = format!("tag {tag} has {characters} characters; {length} are right");
        report.raise(RuleId::CodeLength, place.path(), message);
    }
}

fn not_empty(tag: Tag, text: &str, place: &Place<'_>, report: &mut Report) {
    if text.trim().is_empty() {
        report.raise(RuleId::ValueEmpty, place.path(), format!("tag {tag} is empty"));
    }
}

/// Forms in which a rate that is no longer in force may still stand: they look back.
pub(super) const fn looks_back(form: Form) -> bool {
    matches!(
        form,
        Form::CorrectionReceipt | Form::CorrectionStrictReportingForm
    )
}
