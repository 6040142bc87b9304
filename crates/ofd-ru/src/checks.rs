//! Format-logic control: what is wrong with a document.
//!
//! One list of rules ([`rules`]) serves two moments: [`check_body`] looks at a receipt before the fiscal storage
//! seals it, [`check_document`] at a sealed document that the operator received. Both are pure; what they should
//! know beside the document comes in [`CheckContext`], and a rule whose facts are unknown is silent.
//! While there is nothing to say, nothing is allocated.

mod context;
mod correction;
mod counters;
mod lawful;
mod line;
mod marking;
mod place;
mod receipt;
mod registration;
mod report;
mod rule;
mod sequence;
mod shift_report;
mod structure;
mod sums;
mod value;
mod vat;

use crate::tags;
use crate::tree::{Document, FfdVersion, Form, TagPath};

pub use context::{
    AgentSet, CheckContext, PreviousDocument, RegisterFacts, ShiftPosition, TaxationSet, UsePlace,
};
pub use report::{FINDINGS_MAX, Finding};
pub use rule::{Rule, RuleId, Severity, rules};

use place::{Group, Place};
use report::Report;

/// Checks a sealed document, as the operator received it.
///
/// Findings come in the order of the rules' groups; none at all means that the document is in order.
#[must_use]
pub fn check_document(document: &Document, version: FfdVersion, context: &CheckContext<'_>) -> Vec<Finding> {
    check(&Subject {
        document,
        version,
        context,
        stage: Stage::Sealed,
    })
}

/// Checks the body of a document before it is sealed.
///
/// What register and storage add (numbers, time, taxpayer, version, counters, signs) may be absent; what is
/// there is checked all the same.
#[must_use]
pub fn check_body(document: &Document, version: FfdVersion, context: &CheckContext<'_>) -> Vec<Finding> {
    check(&Subject {
        document,
        version,
        context,
        stage: Stage::Body,
    })
}

/// What is being checked.
struct Subject<'a> {
    document: &'a Document,
    version: FfdVersion,
    context: &'a CheckContext<'a>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Body,
    Sealed,
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut report = Report::new();
    check_version(subject, &mut report);
    structure::check(subject, &mut report);
    let group = Group {
        elements: &subject.document.elements,
        place: Place::Form(subject.document.form),
    };
    match subject.document.form {
        Form::Receipt | Form::StrictReportingForm => receipt::check(subject, &group, &mut report),
        Form::CorrectionReceipt | Form::CorrectionStrictReportingForm => {
            receipt::check(subject, &group, &mut report);
            correction::check(subject, &group, &mut report);
        }
        Form::Registration | Form::ReRegistration => registration::check(subject, &group, &mut report),
        Form::ShiftClosing => shift_report::check_closing(&group, &mut report),
        Form::SettlementStatus => shift_report::check_status(&group, &mut report),
        Form::MarkingNotification => marking::check_notification(&group, &mut report),
        Form::ShiftOpening
        | Form::StorageClosing
        | Form::OfdAcknowledgement
        | Form::MarkingRequest
        | Form::MarkingAnswer
        | Form::MarkingNotificationReceipt => {}
    }
    counters::check(&group, &mut report);
    registration::check_facts(subject, &group, &mut report);
    sequence::check(subject, &group, &mut report);
    report.into_findings()
}

fn check_version(subject: &Subject<'_>, report: &mut Report) {
    let form = subject.document.form;
    let path = || TagPath::root(form.tag());
    if subject.version == FfdVersion::V1_0 {
        let message = "FFD 1.0 is abolished; only the values are checked".to_owned();
        report.raise(RuleId::VersionAbolished, path(), message);
    }
    let known = !tags::children(subject.version, form.tag()).is_empty();
    if !known {
        let message = format!("form {} does not exist in FFD {}", form.code(), subject.version);
        report.raise(RuleId::FormVersion, path(), message);
    }
    let group = Group {
        elements: &subject.document.elements,
        place: Place::Form(form),
    };
    if let Some(code) = group.uint(tags::FFD_VERSION)
        && FfdVersion::from_code(code) != Some(subject.version)
    {
        let message = format!(
            "tag 1209 is {code}; the document is checked by FFD {}, which is {}",
            subject.version,
            subject.version.code()
        );
        report.raise(RuleId::VersionMismatch, group.path_of(tags::FFD_VERSION), message);
    }
}
