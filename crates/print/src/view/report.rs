//! Everything that is not a receipt: labelled facts in groups, chosen by one table of tags.

mod counters;

use std::fmt::Write;

use ofd_ru::{Document, Form, Value};
use receipt::{AgentRole, TaxationRegime, VatRate};
use types::{LocalDateTime, Money, Quantity};

use super::elements::{Elements, printable};
use super::line::{agent_roles, vat_rate};
use super::receipt::taxation_of;
use super::{Coded, Identity};
use crate::catalogue::TextId;

/// A report as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportView {
    /// Which form.
    pub form: Form,
    /// Who, where, when, and the numbers.
    pub identity: Identity,
    /// What it says, in the order of printing.
    pub groups: Vec<FactGroup>,
}

/// Facts under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactGroup {
    /// Headings from outer to inner; empty for the first facts of a report.
    pub headings: Vec<TextId>,
    /// At least one fact.
    pub facts: Vec<Fact>,
}

/// A label and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: TextId,
    /// Its value.
    pub value: FactValue,
}

/// The value of a fact, written out when it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactValue {
    /// As it is.
    Text(String),
    /// A number without grouping, such as a code or a document number.
    Number(u64),
    /// How many.
    Count(u64),
    /// A sum.
    Amount(Money),
    /// An amount of goods.
    Quantity(Quantity),
    /// Wall-clock date and time.
    Moment(LocalDateTime),
    /// Yes or no.
    YesNo(bool),
    /// A version of the format by its code.
    Version(u64),
    /// A rate of VAT.
    Vat(Coded<VatRate>),
    /// Taxation regimes; bits that no table knows are kept as a number.
    Taxation(Vec<Coded<TaxationRegime>>),
    /// Roles of an agent.
    Agents(Vec<AgentRole>),
    /// Names of the bits that are set, and what remains unnamed.
    Named {
        /// Names of known bits or codes.
        names: Vec<TextId>,
        /// Bits or codes without a name; zero when all are named.
        unnamed: u64,
    },
}

impl ReportView {
    pub(super) fn read(document: &Document) -> Self {
        let elements = Elements::of(&document.elements);
        let mut groups = Vec::new();
        push_group(&mut groups, Vec::new(), facts(elements, FACTS));
        if let Some(message) = elements.nested(1068) {
            push_group(&mut groups, Vec::new(), facts(message, FACTS));
        }
        for item in elements.all_nested(2007) {
            push_group(
                &mut groups,
                vec![TextId("report-marked-item")],
                facts(item, MARKED_ITEM),
            );
        }
        groups.extend(counters::groups(elements));
        let other = facts_without_names(elements);
        push_group(&mut groups, vec![TextId("report-other-elements")], other);
        Self {
            form: document.form,
            identity: Identity::read(document),
            groups,
        }
    }
}

fn push_group(groups: &mut Vec<FactGroup>, headings: Vec<TextId>, facts: Vec<Fact>) {
    if !facts.is_empty() {
        groups.push(FactGroup { headings, facts });
    }
}

/// How the number or text of a tag is to be read.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Count,
    Amount,
    Quantity,
    Moment,
    YesNo,
    Version,
    Vat,
    Taxation,
    Agents,
    /// Names of bits, from bit 0.
    Bits(&'static [&'static str]),
    /// Names of codes, from code 0; an empty name marks a code that is not in use.
    Codes(&'static [&'static str]),
}

struct Row(u16, &'static str, Kind);

const FACTS: &[Row] = &[
    Row(1036, "report-machine-number", Kind::Text),
    Row(1062, "report-taxation", Kind::Taxation),
    Row(1057, "report-agents", Kind::Agents),
    Row(1046, "report-ofd-name", Kind::Text),
    Row(1017, "report-ofd-inn", Kind::Text),
    Row(1060, "receipt-tax-authority-site", Kind::Text),
    Row(1117, "receipt-sender-email", Kind::Text),
    Row(1001, "report-automatic-mode", Kind::YesNo),
    Row(1002, "report-no-transfer-mode", Kind::YesNo),
    Row(1056, "report-encryption", Kind::YesNo),
    Row(1108, "report-internet-only", Kind::YesNo),
    Row(1109, "report-services", Kind::YesNo),
    Row(1110, "report-strict-form-system", Kind::YesNo),
    Row(1126, "report-lottery", Kind::YesNo),
    Row(1193, "report-gambling", Kind::YesNo),
    Row(1207, "report-excise-goods", Kind::YesNo),
    Row(1221, "report-printer-in-machine", Kind::YesNo),
    Row(1290, "report-conditions", Kind::Bits(CONDITIONS)),
    Row(1101, "report-reregistration-reasons", Kind::Codes(OLD_REASONS)),
    Row(1205, "report-reregistration-reasons", Kind::Bits(REASONS)),
    Row(1188, "report-register-version", Kind::Text),
    Row(1189, "report-register-format", Kind::Version),
    Row(1190, "report-storage-format", Kind::Version),
    Row(1213, "report-key-resource", Kind::Count),
    Row(1111, "report-documents", Kind::Count),
    Row(1118, "report-receipts", Kind::Count),
    Row(1097, "report-unsent-documents", Kind::Count),
    Row(1116, "report-first-unsent-number", Kind::Number),
    Row(1098, "report-first-unsent-date", Kind::Moment),
    Row(2104, "report-unsent-notifications", Kind::Count),
    Row(1050, "report-storage-exhausted", Kind::YesNo),
    Row(1051, "report-storage-replace", Kind::YesNo),
    Row(1052, "report-storage-memory", Kind::YesNo),
    Row(1053, "report-ofd-timeout", Kind::YesNo),
    Row(1206, "report-ofd-message", Kind::Bits(OFD_MESSAGES)),
    Row(2112, "report-wrong-codes", Kind::Number),
    Row(2113, "report-wrong-requests", Kind::Number),
    Row(1022, "report-ofd-answer", Kind::Codes(OFD_ANSWERS)),
    Row(2001, "report-request-number", Kind::Number),
    Row(2002, "report-notification-number", Kind::Number),
    Row(2114, "report-request-time", Kind::Moment),
    Row(2040, "report-receipt-document", Kind::Number),
    Row(2000, "report-marking-code", Kind::Text),
    Row(2100, "report-marking-code-type", Kind::Number),
    Row(2101, "report-item-id", Kind::Text),
    Row(2003, "report-planned-status", Kind::Number),
    Row(2004, "report-marking-check", Kind::Number),
    Row(2005, "report-request-result", Kind::Number),
    Row(2006, "report-notification-result", Kind::Number),
    Row(2105, "report-request-code", Kind::Number),
    Row(2109, "report-item-status-answer", Kind::Number),
    Row(2111, "report-notification-code", Kind::Number),
    Row(1274, "report-additional", Kind::Text),
    Row(1276, "report-additional", Kind::Text),
    Row(1278, "report-additional", Kind::Text),
    Row(1280, "report-additional", Kind::Text),
    Row(1282, "report-additional", Kind::Text),
];

const MARKED_ITEM: &[Row] = &[
    Row(1030, "report-item-name", Kind::Text),
    Row(1023, "report-item-quantity", Kind::Quantity),
    Row(1079, "report-item-price", Kind::Amount),
    Row(1043, "report-item-total", Kind::Amount),
    Row(1199, "report-item-vat", Kind::Vat),
    Row(2000, "report-marking-code", Kind::Text),
    Row(2101, "report-item-id", Kind::Text),
    Row(2106, "report-marking-check", Kind::Number),
    Row(2110, "report-assigned-status", Kind::Number),
];

/// Tags that the identity block or a group of its own prints.
const PRINTED_ELSEWHERE: &[u16] = &[
    1009, 1012, 1013, 1018, 1021, 1037, 1038, 1040, 1041, 1048, 1068, 1077, 1078, 1129, 1157, 1158, 1187,
    1194, 1203, 1209, 2007,
];

/// Source: RU-FFD/1290.
const CONDITIONS: &[&str] = &[
    "",
    "condition-printer-in-machine",
    "condition-strict-form-system",
    "",
    "",
    "condition-internet-only",
    "condition-excise-goods",
    "",
    "condition-marked-goods",
    "condition-services-only",
    "condition-gambling",
    "condition-lottery",
    "condition-pawnshop",
    "condition-insurance",
    "condition-vending-machine",
    "condition-catering",
    "condition-wholesale",
];

/// Source: RU-FFD/1101.
const OLD_REASONS: &[&str] = &[
    "",
    "reason-storage-replaced",
    "reason-ofd-changed",
    "reason-details-changed",
    "reason-settings-changed",
];

/// Source: RU-FFD/1205.
const REASONS: &[&str] = &[
    "reason-storage-replaced",
    "reason-ofd-changed",
    "reason-name-changed",
    "reason-place-changed",
    "reason-transfer-on",
    "reason-transfer-off",
    "reason-register-version",
    "reason-taxation-changed",
    "reason-machine-number",
    "reason-automatic-off",
    "reason-automatic-on",
    "reason-strict-form-on",
    "reason-strict-form-off",
    "reason-internet-off",
    "reason-internet-on",
    "reason-agent-off",
    "reason-agent-on",
    "reason-gambling-off",
    "reason-gambling-on",
    "reason-lottery-off",
    "reason-lottery-on",
    "reason-format-version",
];

/// Source: RU-FFD/1206.
const OFD_MESSAGES: &[&str] = &[
    "",
    "ofd-message-format-refused",
    "ofd-message-see-cabinet",
    "ofd-message-update-format",
    "ofd-message-inspection",
    "ofd-message-connection",
    "ofd-message-operator-ends",
];

/// Source: RU-FFD/1022.
const OFD_ANSWERS: &[&str] = &["ofd-answer-accepted"];

fn facts(elements: Elements<'_>, rows: &[Row]) -> Vec<Fact> {
    let found = rows.iter().filter_map(|Row(tag, label, kind)| {
        Some(Fact {
            label: TextId(label),
            value: fact_value(elements, *tag, *kind)?,
        })
    });
    found.collect()
}

fn fact_value(elements: Elements<'_>, tag: u16, kind: Kind) -> Option<FactValue> {
    Some(match kind {
        Kind::Text => FactValue::Text(elements.text(tag)?),
        Kind::Number => FactValue::Number(elements.uint(tag)?),
        Kind::Count => FactValue::Count(elements.uint(tag)?),
        Kind::Amount => FactValue::Amount(elements.money(tag)?),
        Kind::Quantity => FactValue::Quantity(elements.quantity(tag)?),
        Kind::Moment => FactValue::Moment(elements.time(tag)?),
        Kind::YesNo => FactValue::YesNo(elements.flag(tag)?),
        Kind::Version => FactValue::Version(elements.uint(tag)?),
        Kind::Vat => FactValue::Vat(vat_rate(elements.uint(tag)?)),
        Kind::Taxation => FactValue::Taxation(regimes(elements.uint(tag)?)),
        Kind::Agents => FactValue::Agents(agent_roles(elements.uint(tag)?)),
        Kind::Bits(names) => named_bits(elements.uint(tag)?, names)?,
        Kind::Codes(names) => named_code(elements.uint(tag)?, names),
    })
}

fn regimes(mask: u64) -> Vec<Coded<TaxationRegime>> {
    let bits = (0..u64::BITS).map(|bit| 1_u64 << bit);
    bits.filter(|bit| mask & bit != 0).map(taxation_of).collect()
}

/// `None` when no bit is set: there is nothing to tell.
fn named_bits(mask: u64, table: &[&'static str]) -> Option<FactValue> {
    let (mut names, mut unnamed) = (Vec::new(), mask);
    for (bit, name) in (0_u32..).zip(table) {
        let flag = 1_u64 << bit;
        if mask & flag != 0 && !name.is_empty() {
            names.push(TextId(name));
            unnamed &= !flag;
        }
    }
    (mask != 0).then_some(FactValue::Named { names, unnamed })
}

fn named_code(code: u64, table: &[&'static str]) -> FactValue {
    let name = usize::try_from(code).ok().and_then(|code| table.get(code));
    match name {
        Some(name) if !name.is_empty() => FactValue::Named {
            names: vec![TextId(name)],
            unnamed: 0,
        },
        _no_name => FactValue::Number(code),
    }
}

/// Tags that no table of this module knows, by their number: nothing of a stored document is hidden.
fn facts_without_names(elements: Elements<'_>) -> Vec<Fact> {
    let unknown = elements.iter().filter(|element| {
        let tag = element.tag.0;
        !PRINTED_ELSEWHERE.contains(&tag) && !FACTS.iter().any(|row| row.0 == tag)
    });
    unknown
        .map(|element| Fact {
            label: TextId("report-element"),
            value: FactValue::Text(format!("{}: {}", element.tag.0, raw(&element.value))),
        })
        .collect()
}

fn raw(value: &Value) -> String {
    const BYTES_SHOWN: usize = 32;
    match value {
        Value::Text(text) => printable(text),
        Value::Uint(number) => number.to_string(),
        Value::Decimal { mantissa, scale } => format!("{mantissa}e-{scale}"),
        Value::Time(at) => at.to_string(),
        Value::Bytes(bytes) | Value::Unknown(bytes) => {
            let mut shown = String::with_capacity(2 * BYTES_SHOWN);
            for byte in bytes.iter().take(BYTES_SHOWN) {
                // Writing to a string does not fail.
                let _ = write!(shown, "{byte:02X}");
            }
            if bytes.len() > BYTES_SHOWN {
                shown.push('…');
            }
            shown
        }
        Value::Nested(elements) => format!("{{{}}}", elements.len()),
    }
}
