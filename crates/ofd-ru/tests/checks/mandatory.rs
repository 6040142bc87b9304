//! Every mandatory tag of every kind and version: without it there is exactly that finding.

use super::{brief, check, good};
use ofd_ru::{Document, Element, FfdVersion, Form, Tag, Value};

use FfdVersion::{V1_1, V1_2, V1_05};
use Form::*;

/// Mandatory tags of the electronic form, written off the order by hand, not from the tag table.
#[rustfmt::skip]
const MANDATORY: &[(Form, FfdVersion, &[u16])] = &[
    (Registration, V1_05, &[1001, 1002, 1009, 1012, 1013, 1018, 1021, 1037, 1040, 1041, 1048, 1056, 1077, 1108, 1110, 1187, 1188, 1189, 1209, 1221]),
    (Registration, V1_1, &[1001, 1002, 1009, 1012, 1013, 1018, 1021, 1037, 1040, 1041, 1048, 1056, 1077, 1108, 1110, 1126, 1187, 1188, 1189, 1190, 1193, 1207, 1209, 1213, 1221]),
    (Registration, V1_2, &[1001, 1002, 1009, 1012, 1013, 1018, 1021, 1037, 1040, 1041, 1048, 1056, 1077, 1187, 1188, 1189, 1190, 1209, 1213, 1290]),
    (ReRegistration, V1_05, &[1001, 1002, 1009, 1012, 1013, 1018, 1021, 1037, 1040, 1041, 1048, 1056, 1077, 1108, 1110, 1187, 1188, 1189, 1209, 1221]),
    (ReRegistration, V1_1, &[1001, 1002, 1009, 1012, 1013, 1018, 1021, 1037, 1040, 1041, 1048, 1056, 1077, 1108, 1110, 1126, 1187, 1188, 1189, 1190, 1193, 1207, 1209, 1213, 1221]),
    (ReRegistration, V1_2, &[1001, 1002, 1009, 1012, 1013, 1018, 1021, 1037, 1040, 1041, 1048, 1056, 1077, 1187, 1188, 1189, 1190, 1205, 1209, 1213, 1290]),
    (ShiftOpening, V1_05, &[1012, 1018, 1037, 1038, 1040, 1041, 1077, 1188, 1189, 1209]),
    (ShiftOpening, V1_1, &[1012, 1018, 1037, 1038, 1040, 1041, 1077, 1188, 1189, 1209]),
    (ShiftOpening, V1_2, &[1012, 1018, 1037, 1038, 1040, 1041, 1077, 1188, 1189, 1209]),
    (Receipt, V1_05, &[1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1059, 1077, 1209]),
    (Receipt, V1_1, &[1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1059, 1077, 1209]),
    (Receipt, V1_2, &[1009, 1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1059, 1077, 1187, 1209]),
    (StrictReportingForm, V1_05, &[1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1059, 1077, 1209]),
    (StrictReportingForm, V1_1, &[1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1059, 1077, 1209]),
    (StrictReportingForm, V1_2, &[1009, 1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1059, 1077, 1187, 1209]),
    (CorrectionReceipt, V1_05, &[1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1077, 1174, 1209]),
    (CorrectionReceipt, V1_1, &[1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1059, 1077, 1174, 1209]),
    (CorrectionReceipt, V1_2, &[1009, 1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1059, 1077, 1174, 1187, 1209]),
    (CorrectionStrictReportingForm, V1_05, &[1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1077, 1174, 1209]),
    (CorrectionStrictReportingForm, V1_1, &[1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1059, 1077, 1174, 1209]),
    (CorrectionStrictReportingForm, V1_2, &[1009, 1012, 1020, 1037, 1038, 1040, 1041, 1042, 1054, 1059, 1077, 1174, 1187, 1209]),
    (ShiftClosing, V1_05, &[1012, 1018, 1037, 1038, 1040, 1041, 1077, 1111, 1118, 1209]),
    (ShiftClosing, V1_1, &[1012, 1018, 1037, 1038, 1040, 1041, 1077, 1111, 1118, 1157, 1194, 1209, 1213]),
    (ShiftClosing, V1_2, &[1012, 1018, 1037, 1038, 1040, 1041, 1077, 1111, 1118, 1157, 1194, 1209, 1213]),
    (StorageClosing, V1_05, &[1012, 1018, 1037, 1038, 1040, 1041, 1048, 1077, 1209]),
    (StorageClosing, V1_1, &[1012, 1018, 1037, 1038, 1040, 1041, 1048, 1077, 1157, 1209]),
    (StorageClosing, V1_2, &[1009, 1012, 1018, 1037, 1038, 1040, 1041, 1048, 1077, 1157, 1187, 1209]),
    (SettlementStatus, V1_05, &[1012, 1018, 1037, 1040, 1041, 1077, 1209]),
    (SettlementStatus, V1_1, &[1012, 1018, 1037, 1040, 1041, 1077, 1157, 1209]),
    (SettlementStatus, V1_2, &[1012, 1018, 1037, 1040, 1041, 1077, 1157, 1209, 1213]),
    (OfdAcknowledgement, V1_05, &[1012, 1017, 1040, 1041, 1078]),
    (OfdAcknowledgement, V1_1, &[1012, 1017, 1040, 1041, 1078]),
    (OfdAcknowledgement, V1_2, &[1012, 1017, 1040, 1041, 1078]),
    (MarkingRequest, V1_2, &[1018, 1041, 2000, 2001, 2003, 2004, 2100, 2102, 2114]),
    (MarkingNotification, V1_2, &[1011, 1012, 1041, 1054, 1055, 2002, 2007, 2040, 2116]),
    (MarkingAnswer, V1_2, &[2001, 2105, 2114]),
    (MarkingNotificationReceipt, V1_2, &[1012, 2002, 2111]),
];

fn without(document: &Document, tag: u16) -> Document {
    let mut document = document.clone();
    document.elements.retain(|element| element.tag != Tag(tag));
    document
}

#[test]
fn a_missing_mandatory_tag_is_the_only_finding() {
    for (form, version, mandatory) in MANDATORY {
        let document = good::document(*form, *version).unwrap();
        for tag in *mandatory {
            let findings = check(&without(&document, *tag), *version);
            let expected = format!("tag-missing {}/{tag}", form.code());
            assert_eq!(
                brief(&findings),
                [expected],
                "{form:?} of FFD {version}: {findings:#?}"
            );
        }
    }
}

#[test]
fn nothing_else_is_missed_by_that_rule() {
    for (form, version, mandatory) in MANDATORY {
        let document = good::document(*form, *version).unwrap();
        for element in &document.elements {
            let findings = check(&without(&document, element.tag.0), *version);
            let missed = brief(&findings)
                .iter()
                .any(|finding| finding.starts_with("tag-missing"));
            assert_eq!(
                missed,
                mandatory.contains(&element.tag.0),
                "{form:?} {version} {}",
                element.tag
            );
        }
    }
}

#[test]
fn all_documents_are_in_the_list() {
    for form in Form::ALL {
        for version in super::VERSIONS {
            let listed = MANDATORY.iter().any(|row| (row.0, row.1) == (form, version));
            assert_eq!(
                listed,
                good::document(form, version).is_some(),
                "{form:?} {version}"
            );
        }
    }
}

/// Mandatory tags inside groups.
const NESTED: &[(Form, FfdVersion, u16, &[u16])] = &[
    (Receipt, V1_05, 1059, &[1030, 1043, 1079]),
    (Receipt, V1_1, 1059, &[1023, 1030, 1043, 1079]),
    (Receipt, V1_2, 1059, &[1023, 1043, 1079]),
    (Receipt, V1_2, 1119, &[1120, 1199]),
    (CorrectionReceipt, V1_05, 1174, &[1179]),
    (OfdAcknowledgement, V1_05, 1068, &[1022]),
    (
        MarkingNotification,
        V1_2,
        2007,
        &[
            1030, 1043, 1079, 1199, 1200, 1214, 2000, 2100, 2101, 2102, 2106, 2110, 2115,
        ],
    ),
];

#[test]
fn a_missing_mandatory_tag_of_a_group_is_the_only_finding() {
    for (form, version, parent, mandatory) in NESTED {
        let document = good::document(*form, *version).unwrap();
        for tag in *mandatory {
            let mut document = document.clone();
            assert!(
                remove_from_first(&mut document.elements, Tag(*parent), Tag(*tag)),
                "{parent} {tag}"
            );
            let findings = check(&document, *version);
            let [finding] = findings.as_slice() else {
                panic!("{form:?} {version} {parent}/{tag}: {findings:#?}");
            };
            assert_eq!(finding.rule.as_str(), "tag-missing");
            assert!(
                finding.path.to_string().ends_with(&format!("{parent}/{tag}")),
                "{}",
                finding.path
            );
        }
    }
}

#[test]
fn a_share_of_a_marked_piece_needs_all_its_parts() {
    for tag in [1292, 1293, 1294] {
        let mut document = good::marked_receipt();
        assert!(remove_from_first(&mut document.elements, Tag(1291), Tag(tag)));
        let expected = format!("tag-missing 3/1059/1291/{tag}");
        assert_eq!(brief(&check(&document, V1_2)), [expected]);
    }
}

/// Removes a tag from the first group with this tag, however deep.
fn remove_from_first(elements: &mut [Element], parent: Tag, tag: Tag) -> bool {
    for element in elements {
        let Value::Nested(children) = &mut element.value else {
            continue;
        };
        if element.tag == parent {
            let before = children.len();
            children.retain(|child| child.tag != tag);
            return children.len() < before;
        }
        if remove_from_first(children, parent, tag) {
            return true;
        }
    }
    false
}
