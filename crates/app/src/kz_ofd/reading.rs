//! A request, read before the unit of work begins.

use ofd_kz::checks::{self, CheckContext, Finding, Severity};
use ofd_kz::exchange::{self, Reading as Parse};
use ofd_kz::header::Header;
use ofd_kz::messages;
use ofd_kz::session::IncomingMessage;
use ofd_kz::{Command, KnownResult, Version, VersionPolicy, payload};
use receipt::kz::{ParentRule, PricingContext, VatTable};
use register_kz::Request;
use std::sync::LazyLock;
use translate::kz::service::{RegisterFacts, service_to_facts};
use translate::kz::{
    Fault, OtherCommand, content_hash, faults_result, message_to_taken_request, other_command,
};
use types::LocalDateTime;

/// A request and what it says.
pub(super) struct Reading {
    pub(super) header: Header,
    pub(super) payload: Vec<u8>,
    pub(super) command: Option<Command>,
    pub(super) content: Option<Content>,
}

/// A request that parses.
pub(super) struct Content {
    pub(super) version: Version,
    pub(super) message: messages::Request,
    pub(super) asked: Asked,
    /// What the register tells of itself.
    pub(super) facts: RegisterFacts,
    /// What the content control found, though it does not refuse the request.
    pub(super) flagged: Vec<Finding>,
    /// What was put right or left out so that the document could be counted.
    pub(super) corrected: Vec<Fault>,
    /// What makes two documents the same.
    pub(super) digest: [u8; 32],
}

/// What is asked.
pub(super) enum Asked {
    /// Something of the books.
    Books(Box<Request>),
    /// A command that the books know nothing of.
    Other(OtherCommand),
    /// Nothing that could be done.
    Refused { result: KnownResult, text: String },
}

impl Reading {
    pub(super) fn of(message: IncomingMessage, policy: VersionPolicy) -> Self {
        let IncomingMessage {
            header,
            body: payload,
        } = message;
        let command = exchange::peek_command(&payload);
        let content = match payload::read_request(policy, &header, &payload) {
            Ok((version, received)) => Some(Content::of(version, received, &payload)),
            Err(error) => {
                tracing::info!(device.id = header.device_id, error = %error, "a request does not parse");
                None
            }
        };
        Self {
            header,
            payload,
            command,
            content,
        }
    }

    /// Whether it parses.
    pub(super) const fn parse(&self) -> Parse {
        match self.content {
            Some(_) => Parse::Parsed,
            None => Parse::Unreadable,
        }
    }
}

impl Content {
    fn of(version: Version, received: payload::Received<messages::Request>, bytes: &[u8]) -> Self {
        let findings = checks::check_request(
            &received.message,
            &received.walk,
            version,
            &CheckContext {
                vat: Some(is_vat_law),
                ..CheckContext::default()
            },
        );
        // What a register tells of itself decides nothing: what does not read is left out.
        let facts = received.message.service.as_ref().map(service_to_facts);
        let facts = facts.and_then(Result::ok).unwrap_or_default();
        let digest = content_hash(&received.message, bytes);
        let (asked, corrected) = asked(&received.message, version, &findings);
        Self {
            asked,
            corrected,
            version,
            message: received.message,
            facts,
            flagged: findings
                .into_iter()
                .filter(|finding| finding.severity == Severity::Flagged)
                .collect(),
            digest,
        }
    }
}

fn asked(message: &messages::Request, version: Version, findings: &[Finding]) -> (Asked, Vec<Fault>) {
    let alone = |asked| (asked, Vec::new());
    if let Err(result) = Command(message.command).in_version(version) {
        return alone(Asked::Refused {
            result,
            text: plain(result),
        });
    }
    if let Some((result, first)) = checks::verdict(findings) {
        return alone(Asked::Refused {
            result,
            text: told(first, findings),
        });
    }
    // Dates and rates were looked at by the content control; sums and texts are what the books need.
    let context = PricingContext {
        parent: ParentRule::Optional,
        ..PricingContext::sums_only()
    };
    match message_to_taken_request(message, &context) {
        Ok(taken) => match taken.request {
            Some(request) => (Asked::Books(Box::new(request)), taken.corrected),
            None => alone(Asked::Other(other_command(message))),
        },
        Err(faults) => alone(match faults_result(&faults) {
            Some((result, text)) => Asked::Refused {
                result,
                text: super::said(&text),
            },
            None => Asked::Other(OtherCommand::Unserved),
        }),
    }
}

/// The one table of rates, made once.
fn is_vat_law(percent_thousandths: u32, at: Option<LocalDateTime>) -> bool {
    static TABLE: LazyLock<VatTable> = LazyLock::new(VatTable::default);
    TABLE.is_law(percent_thousandths, at)
}

/// The first finding, and how many there are in all.
fn told(first: &Finding, findings: &[Finding]) -> String {
    let count = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    let more = count.saturating_sub(1);
    match more {
        0 => format!("{}: {}", first.path, first.message),
        _ => format!("{}: {} (+{more})", first.path, first.message),
    }
}

fn plain(result: KnownResult) -> String {
    translate::kz::result_text(result)
        .map(|text| super::said(&text))
        .unwrap_or_default()
}
