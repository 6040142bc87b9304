//! Format-logic control: good documents of every kind and version, and one way to break each rule.

mod damage;
mod document;
mod good;
mod mandatory;
mod real;
mod register;
mod rules;
mod sequence;
mod stage;

use ofd_ru::checks::{CheckContext, Finding, RuleId, check_document};
use ofd_ru::{Document, FfdVersion, Form};

const VERSIONS: [FfdVersion; 3] = [FfdVersion::V1_05, FfdVersion::V1_1, FfdVersion::V1_2];

/// Findings as `rule path`, short enough to compare.
fn brief(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{} {}", finding.rule, finding.path))
        .collect()
}

fn check(document: &Document, version: FfdVersion) -> Vec<Finding> {
    check_document(document, version, &CheckContext::default())
}

fn good(form: Form, version: FfdVersion) -> Document {
    good::document(form, version).unwrap_or_else(|| panic!("no {form:?} in FFD {version}"))
}

#[test]
fn good_documents_of_every_kind_and_version_have_no_findings() {
    let mut count = 0;
    for version in VERSIONS {
        for form in Form::ALL {
            let Some(document) = good::document(form, version) else {
                continue;
            };
            let findings = check_document(&document, version, &good::context());
            assert!(findings.is_empty(), "{form:?} of FFD {version}: {findings:#?}");
            count += 1;
        }
    }
    assert_eq!(
        count,
        11 * 3 + 4,
        "eleven kinds in three versions, four more in FFD 1.2"
    );
}

#[test]
fn good_documents_survive_the_wire() {
    for version in VERSIONS {
        for form in Form::ALL {
            let Some(document) = good::document(form, version) else {
                continue;
            };
            let bytes =
                ofd_ru::tlv::encode_document(&document).unwrap_or_else(|e| panic!("{form:?} {version}: {e}"));
            let back = ofd_ru::tlv::decode_document(&bytes).unwrap();
            assert!(check(&back, version).is_empty(), "{form:?} of FFD {version}");
        }
    }
}

#[test]
fn rule_names_are_stable_and_distinct() {
    let mut names: Vec<_> = ofd_ru::checks::rules()
        .iter()
        .map(|rule| rule.id.as_str())
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for rule in ofd_ru::checks::rules() {
        assert_eq!(rule.id.severity(), rule.severity, "{}", rule.id);
        assert!(!rule.text.is_empty() && !rule.source.is_empty(), "{}", rule.id);
    }
    assert_eq!(RuleId::TagMissing.to_string(), "tag-missing");
}
