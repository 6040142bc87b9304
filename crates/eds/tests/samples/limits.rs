//! Beyond each limit something is refused by name.

use super::kit::{
    self, Draft, Key, Message, OTHER, ROOT, SIGNER, attribute, extension, oid, sequence, signer, tlv, world,
};
use eds::{
    CHAIN_CERTIFICATES_MAX, CHAIN_CHECKS_MAX, Certificate, MESSAGE_CERTIFICATES_MAX, OCSP_ITEMS_MAX,
    OcspAnswer, Reason,
};

const TOO_LARGE: Option<Reason> = Some(Reason::TooLarge);

#[test]
fn more_certificates_than_sixteen_are_not_looked_at() {
    let mut message = Message::of(&signer());
    message.certificates = vec![signer().der(); MESSAGE_CERTIFICATES_MAX];
    assert_eq!(world().reason(&message.der(), None), None);
    message.certificates.push(signer().der());
    assert_eq!(world().reason(&message.der(), None), TOO_LARGE);
}

#[test]
fn a_certificate_beyond_its_limits_is_refused() {
    let reason = |draft: &Draft| {
        Certificate::parse(&draft.der())
            .err()
            .map(|refusal| refusal.reason)
    };
    let numbered = |number: usize| extension(&format!("1.2.3.{number}"), false, &[]);
    let mut draft = signer();
    draft.extensions = (0..64).map(numbered).collect();
    assert_eq!(reason(&draft), None);
    draft.extensions.push(numbered(64));
    assert_eq!(reason(&draft), TOO_LARGE);
    draft.extensions = vec![extension("1.2.3.4", false, &vec![0; 64 * 1024])];
    assert_eq!(reason(&draft), TOO_LARGE);
    draft.extensions = vec![numbered(1), numbered(1)];
    assert_eq!(reason(&draft), Some(Reason::Malformed), "twice the same");
    let mut draft = signer();
    let pair = tlv(0x31, &sequence(&[&oid("2.5.4.3"), &tlv(0x0C, b"a")]));
    draft.subject = tlv(0x30, &pair.repeat(64));
    assert_eq!(reason(&draft), None);
    draft.subject = tlv(0x30, &pair.repeat(65));
    assert_eq!(reason(&draft), TOO_LARGE);
}

#[test]
fn more_attributes_than_sixty_four_are_refused() {
    let numbered = |number: usize| attribute(&format!("1.2.3.{number}"), &[&[0x05, 0x00]]);
    let mut message = Message::of(&signer());
    let mut attributes = message.usual_attributes();
    attributes.extend((2..64).map(numbered));
    message.attributes = Some(attributes.clone());
    message.unsigned = (0..64).map(numbered).collect();
    assert_eq!(world().reason(&message.der(), None), None);
    message.unsigned.push(numbered(64));
    assert_eq!(world().reason(&message.der(), None), TOO_LARGE);
    message.unsigned.clear();
    attributes.push(numbered(64));
    message.attributes = Some(attributes);
    assert_eq!(world().reason(&message.der(), None), TOO_LARGE);
}

#[test]
fn a_chain_of_more_than_five_certificates_is_not_followed() {
    // root ← 1 ← 2 ← … ← signer, of `count` certificates.
    let reason = |count: usize| {
        let mut world = world();
        let (mut issuer, mut by) = ("root".to_owned(), ROOT);
        for number in 2..count {
            let (subject, key) = (format!("link {number}"), Key(0x2000 + number as u64));
            let link = Draft::authority(&subject, key, &issuer, by);
            world.anchors.links.push(link.certificate());
            (issuer, by) = (subject, key);
        }
        let signer = Draft::signer("signer", SIGNER, &issuer, by);
        world.reason(&Message::of(&signer).der(), None)
    };
    assert_eq!(reason(2), None);
    assert_eq!(reason(CHAIN_CERTIFICATES_MAX), None);
    assert_eq!(reason(CHAIN_CERTIFICATES_MAX + 1), Some(Reason::UntrustedIssuer));
}

#[test]
fn a_crowd_of_namesakes_ends_the_search() {
    let link = |serial: u8, key: Key| Draft {
        serial,
        ..Draft::authority("link", key, "root", ROOT)
    };
    let signer = Draft::signer("signer", SIGNER, "link", Key(0x3000));
    let message = Message::of(&signer).der();
    let reason = |before: usize| {
        let mut world = world();
        let crowd = (0..before).map(|serial| link(serial as u8, OTHER).certificate());
        world.anchors.links = crowd.collect();
        world.anchors.links.push(link(0x7F, Key(0x3000)).certificate());
        world.reason(&message, None)
    };
    // The right one and the root take a check each.
    assert_eq!(reason(CHAIN_CHECKS_MAX - 2), None);
    assert_eq!(reason(CHAIN_CHECKS_MAX - 1), Some(Reason::UntrustedIssuer));
}

#[test]
fn an_ocsp_answer_with_too_many_items_is_refused() {
    let about = signer().certificate();
    let reason = |certificates: usize, answers: usize| {
        let appointed = vec![signer().der(); certificates];
        let answer = kit::ocsp(
            &about,
            &kit::root(),
            &[0x80, 0x00],
            ROOT,
            &appointed,
            answers as u8,
        );
        OcspAnswer::parse(&answer).err().map(|refusal| refusal.reason)
    };
    assert_eq!(reason(OCSP_ITEMS_MAX, OCSP_ITEMS_MAX), None);
    assert_eq!(reason(OCSP_ITEMS_MAX + 1, 1), TOO_LARGE);
    assert_eq!(reason(0, OCSP_ITEMS_MAX + 1), TOO_LARGE);
}
