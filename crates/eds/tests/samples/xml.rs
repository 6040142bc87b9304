//! Signatures in XML: the samples, and what attackers do to them.

use super::published::{of_kind, world};
use crate::octets;
use eds::{Form, Reason, Step};

const TWO_SIGNERS: &str = "kz-nca-test/xml_two_signers.xml";
const NAME_SPACES: &str = "kz-ncalayer-rs/xml_namespaces_gost512.xml";

fn text(file: &str) -> String {
    String::from_utf8(octets(file)).expect("UTF-8")
}

/// Whether every signature is arithmetically right, and the reason why the first one is not valid.
fn outcome(file: &str, text: &str) -> Result<Option<Reason>, Reason> {
    match world(file).verify(text.as_bytes(), None) {
        Ok(report) => {
            let refused = |one: &eds::SignatureReport| one.passed(Step::Signature) != Some(true);
            match report.signatures.iter().find(|one| refused(one)) {
                Some(one) => Err(one.refusal.as_ref().expect("a refusal").1.reason),
                None => Ok(report.verdict().err().map(|refusal| refusal.reason)),
            }
        }
        Err(refusal) => Err(refusal.reason),
    }
}

#[test]
fn signed_documents_have_right_signatures() {
    for (file, told) in of_kind(&["xmldsig"]) {
        let report = world(&file).verify(&octets(&file), None).expect("a report");
        assert_eq!(report.form, Form::Xml);
        let signers = told["signers"].as_array().expect("signers");
        assert_eq!(report.signatures.len(), signers.len(), "{file}");
        for (one, algorithm) in report.signatures.iter().zip(signers) {
            assert_eq!(
                one.passed(Step::Signature),
                Some(true),
                "{file}: {:?}",
                one.refusal
            );
            let key = match algorithm.as_str() {
                Some("1.2.840.113549.1.1.11") => eds::KeyKind::Rsa,
                Some("1.2.398.3.10.1.1.2.3.2") => eds::KeyKind::KzGost512,
                other => panic!("{file}: {other:?}"),
            };
            assert_eq!(one.key, Some(key), "{file}");
        }
    }
    // The two certificates were never valid together; the other issued itself.
    assert_eq!(
        outcome(TWO_SIGNERS, &text(TWO_SIGNERS)),
        Ok(Some(Reason::NotYetValid))
    );
    assert_eq!(
        outcome(NAME_SPACES, &text(NAME_SPACES)),
        Ok(Some(Reason::UntrustedIssuer))
    );
}

#[test]
fn a_signer_who_is_trusted_makes_the_document_valid() {
    let mut world = world(NAME_SPACES);
    let report = world.verify(&octets(NAME_SPACES), None).expect("a report");
    world
        .anchors
        .trusted
        .push(report.signatures[0].certificate.clone());
    assert_eq!(world.reason(&octets(NAME_SPACES), None), None);
    let unsigned =
        "<ns1:doc  id='d1' xmlns:ns1=\"urn:test\"><ns1:item>  spaced  </ns1:item><empty></empty></ns1:doc>";
    assert_eq!(
        world.reason(&octets(NAME_SPACES), Some(unsigned.as_bytes())),
        None
    );
    let other = unsigned.replace("spaced", "spaces");
    let reason = world.reason(&octets(NAME_SPACES), Some(other.as_bytes()));
    assert_eq!(reason, Some(Reason::ContentMismatch));
}

#[test]
fn signatures_of_parts_are_refused() {
    for (file, _) in of_kind(&["wsse"]) {
        assert_eq!(
            outcome(&file, &text(&file)),
            Err(Reason::UnsupportedProfile),
            "{file}"
        );
    }
    let text = text(NAME_SPACES);
    let attacks = [
        ("by an identifier", "URI=\"\"", "URI=\"#d1\""),
        ("without a reference", "URI=\"\"", ""),
        ("moved into a part", "<empty/>", "<empty>"),
        ("an object beside", "</ds:KeyInfo>", "</ds:KeyInfo><ds:Object/>"),
        ("a transform by path", "#enveloped-signature", "#base64"),
    ];
    for (name, from, to) in attacks {
        let mut changed = text.replacen(from, to, 1);
        if to == "<empty>" {
            changed = changed.replace("</ds:Signature>", "</ds:Signature></empty>");
        }
        assert_ne!(changed, text, "{name}");
        assert_eq!(
            outcome(NAME_SPACES, &changed),
            Err(Reason::UnsupportedProfile),
            "{name}"
        );
    }
}

#[test]
fn wrapping_a_signed_document_makes_nothing_valid() {
    let text = text(NAME_SPACES);
    let begin = text.find("<ds:Signature ").unwrap();
    let end = text.find("</ds:Signature>").unwrap() + "</ds:Signature>".len();
    let signature = &text[begin..end];
    let original = text.replace(signature, "");
    let wrapped = [
        // The signature covers the root, whatever else is in it.
        format!("<evil>{original}{signature}</evil>"),
        format!("<evil>{text}</evil>"),
        text.replace("<empty/>", "<empty/><ns1:item>another</ns1:item>"),
        text.replace("id=\"d1\"", "id=\"d2\""),
        text.replace("<empty/>", "<empty>&#13;</empty>"),
        text.replace("</ns1:doc>", " </ns1:doc>"),
        text.replace("</ns1:doc>", "<?evil do?></ns1:doc>"),
        format!("<?evil do?>{text}"),
    ];
    for changed in wrapped {
        let reason = outcome(NAME_SPACES, &changed).expect_err(&changed);
        let expected = [Reason::DigestMismatch, Reason::UnsupportedProfile];
        assert!(expected.contains(&reason), "{reason}: {changed}");
    }
    // A second signature that is a copy covers the first, which was not there.
    let twice = text.replace(signature, &signature.repeat(2));
    assert_eq!(outcome(NAME_SPACES, &twice), Err(Reason::DigestMismatch));
    assert_eq!(outcome(NAME_SPACES, &original), Err(Reason::NoSigner));
}

#[test]
fn the_first_of_two_signatures_stands_alone_and_the_second_does_not() {
    let text = text(TWO_SIGNERS);
    let second = text.rfind("<ds:Signature ").unwrap();
    let end = text.rfind("</ds:Signature>").unwrap() + "</ds:Signature>".len();
    let first_alone = format!("{}{}", &text[..second], &text[end..]);
    assert!(outcome(TWO_SIGNERS, &first_alone).is_ok());
    let first = text.find("<ds:Signature ").unwrap();
    let second_alone = format!("{}{}", &text[..first], &text[second..]);
    assert_eq!(outcome(TWO_SIGNERS, &second_alone), Err(Reason::DigestMismatch));
}

#[test]
fn a_cut_at_every_offset_of_a_document_is_refused() {
    let (world, text) = (world(NAME_SPACES), text(NAME_SPACES));
    for (cut, _) in text.trim_end().char_indices() {
        let reason = world.reason(&text.as_bytes()[..cut], None);
        assert_eq!(reason, Some(Reason::Malformed), "cut at {cut}");
    }
}

#[test]
fn any_flipped_bit_of_a_document_is_noticed() {
    let original = octets(NAME_SPACES);
    let mut world = world(NAME_SPACES);
    let report = world.verify(&original, None).expect("a report");
    world
        .anchors
        .trusted
        .push(report.signatures[0].certificate.clone());
    let end = text(NAME_SPACES).find("<ds:Signature ").unwrap();
    for bit in 0..end * 8 {
        let mut damaged = original.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert_ne!(world.reason(&damaged, None), None, "bit {bit}");
    }
}
