//! `qassa decode`: what bytes say, as a tree for people or as one JSON object for scripts.

mod kazakh;

use std::fmt::Write as _;
use std::process::ExitCode;

use ofd_kz::header::APP_CODE;
use ofd_kz::inspection::Side;
use ofd_ru::TagPath;
use ofd_ru::checks::{self, CheckContext};
use ofd_ru::inspection::{Inspection, Layer};
use serde::Serialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;
use types::{Clock, LocalDateTime, UtcOffset};

use crate::cli::{Decode, DecodeKind};
use crate::input::{self, Spelling, SpellingError};
use crate::system::SystemClock;
use crate::verdict::{self, Verdict};

/// Runs the tool.
pub fn run(args: &Decode) -> ExitCode {
    let text = match input::read(args.file.as_deref()) {
        Ok(text) => text,
        Err(error) => {
            verdict::complain(&error);
            return Verdict::Misuse.into();
        }
    };
    let spelling = Spelling::named(&args.writing).unwrap_or_else(|| Spelling::of(&text));
    let answer = match spelling.read(text) {
        Ok(bytes) => decode(args.kind, &bytes, easternmost_time(&SystemClock)),
        Err(error) => Answer::unreadable(args.kind, &error),
    };
    let verdict = if answer.report.ok {
        Verdict::Right
    } else {
        Verdict::Wrong
    };
    let output = if args.json { answer.json() } else { answer.tree };
    verdict::print(output.as_bytes(), verdict).into()
}

/// The latest wall clock of the country: a document from there is not from the future.
fn easternmost_time(clock: &dyn Clock) -> LocalDateTime {
    clock.now().to_local(UtcOffset::from_hours(12))
}

/// What the tool has to say.
pub struct Answer {
    /// For scripts.
    pub report: Report,
    /// For people.
    pub tree: String,
}

/// The JSON object of `decode --json`.
#[derive(Serialize)]
pub struct Report {
    /// Whether everything could be read.
    pub ok: bool,
    /// Outermost layer.
    pub kind: &'static str,
    /// Version of the format that the document was checked by.
    pub version: Option<String>,
    /// Bytes that were understood.
    pub consumed: usize,
    /// Session header and container, or the header of a Kazakh message.
    pub header: Json,
    /// The document in the tax authority's names.
    pub document: Option<Box<RawValue>>,
    /// Bytes of the document, where its JSON cannot give them back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// What is wrong or odd.
    pub findings: Vec<Finding>,
}

/// Something that is wrong or odd.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// Element, such as `3/1059[1]/1043`, or field, such as `ticket.items[1].type`; empty for what is neither.
    pub path: String,
    /// Byte of the input where the element begins, or the one in which it is missing.
    pub offset: Option<usize>,
    /// Stable name of the rule.
    pub rule: &'static str,
    /// What stands there and what would be right.
    pub message: String,
}

/// Decodes bytes and checks the document against the rules of its format.
///
/// `now` is the latest wall clock at which a document can have been made.
pub fn decode(kind: DecodeKind, bytes: &[u8], now: LocalDateTime) -> Answer {
    let inspection = match kind {
        DecodeKind::RuMessage => Inspection::of_message(bytes),
        DecodeKind::RuContainer => Inspection::of_container(bytes),
        DecodeKind::RuTlv => Inspection::of_tlv(bytes),
        DecodeKind::KzRequest => return kazakh::decode(Some(Side::Request), bytes),
        DecodeKind::KzResponse => return kazakh::decode(Some(Side::Response), bytes),
        DecodeKind::Auto if bytes.starts_with(&APP_CODE) => return kazakh::decode(None, bytes),
        DecodeKind::Auto => Inspection::of(bytes),
    };
    let mut findings = findings(&inspection, now);
    if inspection.is_whole() {
        findings.extend(Finding::of_rest(inspection.consumed, bytes.len()));
    }
    let report = Report {
        ok: inspection.is_whole(),
        kind: kind_of(inspection.layer),
        version: inspection.version().map(|version| version.to_string()),
        consumed: inspection.consumed,
        header: inspection.header_json(),
        document: inspection
            .content_json()
            .and_then(|text| RawValue::from_string(text).ok()),
        original: inspection
            .original()
            .filter(|_| inspection.is_whole())
            .map(hex::encode),
        findings,
    };
    let mut tree = inspection.to_string();
    if report.ok {
        tree.push_str(&report.summary());
    }
    Answer { report, tree }
}

/// The refusal alone; else what the format's rules say.
fn findings(inspection: &Inspection<'_>, now: LocalDateTime) -> Vec<Finding> {
    if let Some(refusal) = &inspection.refusal {
        let path = refusal.path.to_string();
        let finding = Finding::new("error", refusal.offset, refusal.rule, refusal.message.clone());
        return vec![Finding { path, ..finding }];
    }
    let Some((document, version)) = inspection.document().zip(inspection.version()) else {
        return Vec::new();
    };
    let context = CheckContext {
        now: Some(now),
        ..CheckContext::default()
    };
    let found = checks::check_document(document, version, &context);
    let finding = |finding: checks::Finding| Finding {
        severity: match finding.severity {
            checks::Severity::Error => "error",
            checks::Severity::Warning => "warning",
        },
        offset: nearest(inspection, &finding.path),
        path: finding.path.to_string(),
        rule: finding.rule.as_str(),
        message: finding.message,
    };
    found.into_iter().map(finding).collect()
}

/// Where the element begins; where it is missing, the element that lacks it.
fn nearest(inspection: &Inspection<'_>, path: &TagPath) -> Option<usize> {
    let (first, rest) = path.steps().split_first()?;
    let root = TagPath::root(first.tag);
    let ways = rest.iter().scan(root.clone(), |way, step| {
        *way = way.child(step.tag, step.index);
        Some(way.clone())
    });
    std::iter::once(root)
        .chain(ways)
        .map_while(|way| inspection.locate(&way))
        .last()
}

const fn kind_of(layer: Layer) -> &'static str {
    match layer {
        Layer::Message => "ru-message",
        Layer::Container => "ru-container",
        Layer::Tlv => "ru-tlv",
    }
}

impl Finding {
    /// Bytes behind the message, when there are any.
    fn of_rest(consumed: usize, length: usize) -> Option<Self> {
        let count = length.checked_sub(consumed).filter(|count| *count > 0)?;
        let message = format!("{count} bytes follow and were not read; `consumed` tells where they begin");
        Some(Self::new("warning", consumed, "bytes-after-message", message))
    }

    const fn new(severity: &'static str, offset: usize, rule: &'static str, message: String) -> Self {
        Self {
            severity,
            path: String::new(),
            offset: Some(offset),
            rule,
            message,
        }
    }
}

impl Answer {
    /// One line of JSON.
    pub fn json(&self) -> String {
        let mut line = serde_json::to_string(&self.report).unwrap_or_default();
        line.push('\n');
        line
    }

    /// The text writes down no bytes at all.
    fn unreadable(kind: DecodeKind, error: &SpellingError) -> Self {
        Self::refused(kind, error.offset(), error.rule(), error.to_string())
    }

    fn refused(kind: DecodeKind, offset: usize, rule: &'static str, message: String) -> Self {
        let report = Report {
            ok: false,
            kind: match kind {
                DecodeKind::RuMessage => "ru-message",
                DecodeKind::RuContainer => "ru-container",
                DecodeKind::RuTlv => "ru-tlv",
                DecodeKind::KzRequest => "kz-request",
                DecodeKind::KzResponse => "kz-response",
                DecodeKind::Auto => "auto",
            },
            version: None,
            consumed: 0,
            header: Json::Object(serde_json::Map::new()),
            document: None,
            original: None,
            findings: vec![Finding::new("error", offset, rule, message)],
        };
        let tree = report.summary();
        Self { report, tree }
    }
}

impl Report {
    /// Findings line by line, below the tree; a tree tells its refusal itself.
    fn summary(&self) -> String {
        let mut text = String::new();
        for finding in &self.findings {
            let offset = finding
                .offset
                .map_or_else(|| "     ".to_owned(), |offset| format!("{offset:05}"));
            let place = if finding.path.is_empty() {
                String::new()
            } else {
                format!(" {}", finding.path)
            };
            let (severity, rule, message) = (finding.severity, finding.rule, &finding.message);
            // A string takes everything.
            let _ = writeln!(text, "{offset}  {severity}{place} {rule}: {message}");
        }
        text
    }
}

#[cfg(test)]
mod tests;
