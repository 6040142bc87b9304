//! One way to break each rule, and the finding that it makes.

mod conditions;
mod reports;
mod structure;
mod sums;
mod values;

use super::{brief, good};
use ofd_ru::checks::{CheckContext, FINDINGS_MAX, RuleId, Severity, check_body, check_document, rules};
use ofd_ru::{Document, Element, FfdVersion, Form, Tag, Value};

use FfdVersion::V1_2;

/// A broken document: name of the case, the rule, the document and its version.
struct Case {
    name: &'static str,
    rule: RuleId,
    document: Document,
    version: FfdVersion,
}

fn case(name: &'static str, rule: RuleId, version: FfdVersion, document: Document) -> Case {
    Case {
        name,
        rule,
        document,
        version,
    }
}

/// Puts an element in place of the one with its tag, or at the end.
fn put(elements: &mut Vec<Element>, element: Element) {
    match elements.iter_mut().find(|known| known.tag == element.tag) {
        Some(known) => *known = element,
        None => elements.push(element),
    }
}

fn drop_tag(elements: &mut Vec<Element>, tag: u16) {
    elements.retain(|element| element.tag != Tag(tag));
}

fn children(elements: &mut [Element], tag: u16) -> &mut Vec<Element> {
    let element = elements
        .iter_mut()
        .find(|element| element.tag == Tag(tag))
        .unwrap();
    let Value::Nested(children) = &mut element.value else {
        panic!("{tag} is no group")
    };
    children
}

pub fn with(form: Form, version: FfdVersion, changes: impl IntoIterator<Item = Element>) -> Document {
    let mut document = good(form, version);
    for change in changes {
        put(&mut document.elements, change);
    }
    document
}

fn without(form: Form, version: FfdVersion, tag: u16) -> Document {
    let mut document = good(form, version);
    drop_tag(&mut document.elements, tag);
    document
}

/// The good receipt of FFD 1.2 with a changed first line.
fn line(change: impl FnOnce(&mut Vec<Element>)) -> Document {
    let mut document = good(Form::Receipt, V1_2);
    change(children(&mut document.elements, 1059));
    document
}

pub fn line_with(elements: impl IntoIterator<Item = Element>) -> Document {
    line(|line| elements.into_iter().for_each(|element| put(line, element)))
}

fn marked(change: impl FnOnce(&mut Vec<Element>)) -> Document {
    let mut document = good::marked_receipt();
    change(&mut document.elements);
    document
}

fn marked_line(change: impl FnOnce(&mut Vec<Element>)) -> Document {
    marked(|elements| change(children(elements, 1059)))
}

fn all_cases() -> Vec<Case> {
    [
        structure::structure(),
        values::values(),
        sums::sums(),
        conditions::conditions(),
        conditions::marking(),
        reports::corrections(),
        reports::registrations(),
        reports::reports(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn each_case_breaks_its_rule() {
    for case in all_cases() {
        let findings = check_document(&case.document, case.version, &good::context());
        let found = findings.iter().find(|finding| finding.rule == case.rule);
        let Some(found) = found else {
            panic!("{}: no {} among {:?}", case.name, case.rule, brief(&findings));
        };
        assert!(
            found
                .path
                .to_string()
                .starts_with(&case.document.form.code().to_string()),
            "{}",
            case.name
        );
        assert!(
            !found.message.ends_with('.') && !found.message.is_empty(),
            "{}: {}",
            case.name,
            found.message
        );
    }
}

#[test]
fn a_broken_document_says_little_beside_what_is_broken() {
    for case in all_cases() {
        if matches!(
            case.rule,
            RuleId::FindingsCut | RuleId::NestingTooDeep | RuleId::DocumentTooBig
        ) {
            continue;
        }
        let findings = check_document(&case.document, case.version, &good::context());
        assert!(findings.len() <= 5, "{}: {:#?}", case.name, brief(&findings));
    }
}

/// Rules that are broken only with a context or before sealing: their cases stand in tests of their own.
const ELSEWHERE: [RuleId; 18] = [
    RuleId::TextEncoding,
    RuleId::RegisterInn,
    RuleId::RegisterNumber,
    RuleId::RegisterStorage,
    RuleId::RegisterTaxation,
    RuleId::RegisterAgents,
    RuleId::RegisterInternet,
    RuleId::DocumentNumberGap,
    RuleId::DocumentNumberBack,
    RuleId::TimeBack,
    RuleId::ReceiptNumber,
    RuleId::ShiftNumber,
    RuleId::ReceiptOutsideShift,
    RuleId::ShiftAlreadyOpen,
    RuleId::ShiftNotOpen,
    RuleId::ReportInShift,
    RuleId::ShiftTooLong,
    RuleId::ShiftClosedLate,
];

#[test]
fn every_rule_has_a_case() {
    let cases = all_cases();
    for rule in rules() {
        let here = cases.iter().any(|case| case.rule == rule.id);
        assert_ne!(here, ELSEWHERE.contains(&rule.id), "{}", rule.id);
    }
}

#[test]
fn a_flood_of_findings_is_cut() {
    let flood = structure::structure()
        .into_iter()
        .find(|case| case.rule == RuleId::FindingsCut)
        .unwrap();
    let findings = check_document(&flood.document, V1_2, &good::context());
    assert_eq!(findings.len(), FINDINGS_MAX + 1);
    assert_eq!(findings.last().unwrap().rule, RuleId::FindingsCut);
}

#[test]
fn text_beyond_the_code_page_is_seen_before_sealing() {
    let document = line_with([good::text(1030, "Торт «Весна» 5 ₽")]);
    let findings = check_body(&document, V1_2, &good::context());
    assert_eq!(brief(&findings), ["text-encoding 3/1059/1030"]);
    assert!(findings[0].message.contains('«'), "{}", findings[0].message);
}

/// Findings of FFD 1.2 in brief.
pub fn found(document: &Document, context: &CheckContext<'_>) -> Vec<String> {
    brief(&check_document(document, V1_2, context))
}

#[test]
fn severity_tells_law_from_custom() {
    let count = |severity| rules().iter().filter(|rule| rule.severity == severity).count();
    assert!(count(Severity::Error) > count(Severity::Warning));
    assert_eq!(RuleId::VatTotalRounding.severity(), Severity::Warning);
    assert_eq!(RuleId::VatTotal.severity(), Severity::Error);
}
