//! Damaged documents: whatever the decoder lets through, the rules must bear.

use super::{VERSIONS, good};
use ofd_ru::checks::{CheckContext, FINDINGS_MAX, check_body, check_document};
use ofd_ru::{Form, tlv};
use proptest::prelude::*;

/// All good documents on the wire.
fn encoded() -> Vec<Vec<u8>> {
    let all = VERSIONS
        .iter()
        .flat_map(|version| Form::ALL.map(|form| good::document(form, *version)));
    let marked = [good::marked_receipt()];
    all.flatten()
        .chain(marked)
        .map(|document| tlv::encode_document(&document).unwrap())
        .collect()
}

proptest! {
    #[test]
    fn changed_bytes_are_checked_without_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let documents = encoded();
        let mut bytes = which.get(&documents).clone();
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        let Ok((document, _)) = tlv::decode_prefix(&bytes) else { return Ok(()) };
        let context = CheckContext { previous: Some(good::previous()), ..good::context() };
        for version in VERSIONS {
            for findings in [check_document(&document, version, &context), check_body(&document, version, &context)] {
                prop_assert!(findings.len() <= FINDINGS_MAX + 1);
                for finding in findings {
                    prop_assert_eq!(finding.severity, finding.rule.severity());
                    // A finding about something that is there can be shown in the bytes.
                    let form = finding.path.steps().first().map(|step| step.tag);
                    prop_assert_eq!(form, Some(document.form.tag()));
                }
            }
        }
    }

    #[test]
    fn checking_twice_says_the_same(which in any::<prop::sample::Index>(), place in any::<prop::sample::Index>()) {
        let documents = encoded();
        let mut bytes = which.get(&documents).clone();
        let place = place.index(bytes.len());
        bytes[place] ^= 0x55;
        if let Ok((document, _)) = tlv::decode_prefix(&bytes) {
            let first = check_document(&document, VERSIONS[2], &good::context());
            prop_assert_eq!(first, check_document(&document, VERSIONS[2], &good::context()));
        }
    }
}
