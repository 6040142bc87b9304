//! The same rules before sealing.

use super::{VERSIONS, brief, good};
use ofd_ru::checks::{CheckContext, check_body};
use ofd_ru::{Document, FfdVersion, Form, Tag};

/// What register and storage add to a receipt.
const ADDED: [u16; 10] = [1012, 1018, 1037, 1038, 1040, 1041, 1042, 1048, 1077, 1209];

fn body(form: Form, version: FfdVersion) -> Document {
    let mut document = good(form, version);
    document
        .elements
        .retain(|element| !ADDED.contains(&element.tag.0));
    document
}

const RECEIPTS: [Form; 4] = [
    Form::Receipt,
    Form::StrictReportingForm,
    Form::CorrectionReceipt,
    Form::CorrectionStrictReportingForm,
];

#[test]
fn a_body_needs_nothing_that_the_storage_adds() {
    for version in VERSIONS {
        for form in RECEIPTS {
            let findings = check_body(&body(form, version), version, &CheckContext::default());
            assert!(findings.is_empty(), "{form:?} of FFD {version}: {findings:#?}");
        }
    }
}

#[test]
fn a_body_needs_everything_else() {
    let mut document = body(Form::Receipt, FfdVersion::V1_2);
    document.elements.retain(|element| element.tag != Tag(1054));
    let findings = check_body(&document, FfdVersion::V1_2, &CheckContext::default());
    assert_eq!(brief(&findings), ["tag-missing 3/1054"]);
}

#[test]
fn the_register_may_still_put_its_cashier_and_the_result_of_the_marking_check() {
    let mut document = super::good::marked_receipt();
    document
        .elements
        .retain(|element| ![Tag(1021), Tag(2107)].contains(&element.tag));
    let findings = check_body(&document, FfdVersion::V1_2, &CheckContext::default());
    assert_eq!(brief(&findings), [""; 0]);
}

#[test]
fn shift_documents_need_no_counters_before_sealing() {
    for version in VERSIONS {
        let mut document = good(Form::ShiftClosing, version);
        let added = [
            1012, 1018, 1037, 1038, 1040, 1041, 1050, 1077, 1097, 1098, 1111, 1118, 1157, 1194, 1209, 1213,
        ];
        document
            .elements
            .retain(|element| !added.contains(&element.tag.0));
        let findings = check_body(&document, version, &CheckContext::default());
        assert_eq!(brief(&findings), [""; 0], "FFD {version}");
    }
}
