//! What no sample shows: chains that break, revocation by whom, time stamps inside messages.

use super::kit::{
    self, CONTENT_TYPE, Draft, KEY_USAGE_AUTHORITY, KEY_USAGE_SIGN, Key, MESSAGE_DIGEST, Message, OTHER,
    ROOT, SIGNER, attribute, authority, extension, key_usage, oid, root, signer, stamp, tlv, uses, world,
};
use eds::policy::{Act, Requirement, Subject, admit};
use eds::{Country, OcspAnswer, Reason, RevocationMode, Signer, Warning};

const TIME_STAMP_TOKEN: &str = "1.2.840.113549.1.9.16.2.14";
const FOR_TIME_STAMPS: &str = "1.3.6.1.5.5.7.3.8";
const FOR_OCSP: &str = "1.3.6.1.5.5.7.3.9";
const GOOD: &[u8] = &[0x80, 0x00];

/// The verdict on a message by this signer, with these links.
fn through(signer: &Draft, links: &[Draft]) -> Option<Reason> {
    let mut world = world();
    world.anchors.links = links.iter().map(Draft::certificate).collect();
    world.reason(&Message::of(signer).der(), None)
}

#[test]
fn only_who_may_issue_issues() {
    let by_link = Draft::signer("signer", SIGNER, "link", OTHER);
    let link = Draft::authority("link", OTHER, "root", ROOT);
    assert_eq!(through(&by_link, std::slice::from_ref(&link)), None);
    let with = |extensions: Vec<Vec<u8>>| Draft {
        extensions,
        ..link.clone()
    };
    let not_ca = Some(Reason::NotCa);
    assert_eq!(through(&by_link, &[with(vec![])]), not_ca);
    assert_eq!(
        through(&by_link, &[with(vec![key_usage(KEY_USAGE_AUTHORITY)])]),
        not_ca
    );
    let wrong_use = with(vec![authority(None), key_usage(KEY_USAGE_SIGN)]);
    assert_eq!(through(&by_link, &[wrong_use]), not_ca);
    let not_yet = Draft {
        from: "2027-01-01T00:00:00Z",
        ..link.clone()
    };
    assert_eq!(through(&by_link, &[not_yet]), Some(Reason::NotYetValid));
    let expired = Draft {
        until: "2026-11-30T23:59:59Z",
        ..link.clone()
    };
    assert_eq!(
        through(&by_link, std::slice::from_ref(&expired)),
        Some(Reason::Expired)
    );
    // One that holds is found beside one that does not.
    assert_eq!(through(&by_link, &[expired, link]), None);
}

#[test]
fn path_lengths_hold() {
    let signer = Draft::signer("signer", SIGNER, "lower", Key(0x11));
    let lower = Draft::authority("lower", Key(0x11), "upper", Key(0x12));
    let upper = |length| Draft {
        extensions: vec![authority(length)],
        ..Draft::authority("upper", Key(0x12), "root", ROOT)
    };
    assert_eq!(through(&signer, &[lower.clone(), upper(Some(1))]), None);
    assert_eq!(through(&signer, &[lower, upper(Some(0))]), Some(Reason::NotCa));
}

#[test]
fn what_must_be_understood_and_is_not_is_refused() {
    let with = |is_critical| {
        let mut signer = signer();
        signer
            .extensions
            .push(extension("2.5.29.30", is_critical, &[0x30, 0x00]));
        through(&signer, &[])
    };
    assert_eq!(with(false), None);
    assert_eq!(with(true), Some(Reason::UnsupportedProfile));
}

#[test]
fn signed_attributes_are_those_of_the_content_once() {
    let message = Message::of(&signer());
    let usual = message.usual_attributes();
    let reason = |attributes: Vec<Vec<u8>>| {
        let message = Message {
            attributes: Some(attributes),
            ..message.clone()
        };
        world().reason(&message.der(), None)
    };
    assert_eq!(reason(usual.clone()), None);
    assert_eq!(reason(vec![usual[0].clone()]), Some(Reason::Malformed), "no hash");
    assert_eq!(reason(vec![usual[1].clone()]), Some(Reason::Malformed), "no type");
    let twice = [usual.clone(), vec![usual[1].clone()]].concat();
    assert_eq!(reason(twice), Some(Reason::Malformed), "twice the same");
    let hash = tlv(0x04, &[0; 32]);
    let two = attribute(MESSAGE_DIGEST, &[&hash, &hash]);
    assert_eq!(
        reason(vec![usual[0].clone(), two]),
        Some(Reason::Malformed),
        "two hashes"
    );
    let other = attribute(CONTENT_TYPE, &[&oid("1.2.840.113549.1.7.2")]);
    assert_eq!(
        reason(vec![other, usual[1].clone()]),
        Some(Reason::Malformed),
        "another type"
    );
    let wrong = attribute(MESSAGE_DIGEST, &[&hash]);
    assert_eq!(
        reason(vec![usual[0].clone(), wrong]),
        Some(Reason::DigestMismatch)
    );
}

/// The verdict with a list, when one is required.
fn by_list(list: Vec<u8>) -> Option<Reason> {
    let mut world = world();
    world.mode = RevocationMode::Require;
    world.crls = vec![list];
    world.reason(&Message::of(&signer()).der(), None)
}

#[test]
fn a_list_counts_by_its_issuer_its_scope_and_its_signature() {
    let unknown = Some(Reason::RevocationUnknown);
    assert_eq!(by_list(kit::crl("root", ROOT, &[7], &[])), None);
    assert_eq!(
        by_list(kit::crl("root", ROOT, &[7, 1], &[])),
        Some(Reason::Revoked)
    );
    assert_eq!(
        by_list(kit::crl("root", OTHER, &[1], &[])),
        unknown,
        "another key"
    );
    assert_eq!(
        by_list(kit::crl("other", ROOT, &[1], &[])),
        unknown,
        "another issuer"
    );
    let changes = extension("2.5.29.27", true, &[0x02, 0x01, 0x01]);
    assert_eq!(
        by_list(kit::crl("root", ROOT, &[], &changes)),
        unknown,
        "changes only"
    );
    let scope = |flag: u8| extension("2.5.29.28", true, &tlv(0x30, &[flag, 0x01, 0xFF]));
    assert_eq!(
        by_list(kit::crl("root", ROOT, &[], &scope(0x81))),
        None,
        "end entities"
    );
    assert_eq!(
        by_list(kit::crl("root", ROOT, &[], &scope(0x82))),
        unknown,
        "authorities"
    );
    assert_eq!(
        by_list(kit::crl("root", ROOT, &[], &scope(0x84))),
        unknown,
        "of others"
    );
}

#[test]
fn an_answer_counts_by_whom_the_issuer_appointed() {
    let unknown = Some(Reason::RevocationUnknown);
    let responder = |purpose: &[&str], by: Key| Draft {
        extensions: vec![uses(purpose)],
        ..Draft::signer("responder", OTHER, "root", by)
    };
    let reason = |status: &[u8], by: Key, appointed: &[Draft]| {
        let mut world = world();
        world.mode = RevocationMode::Require;
        let appointed: Vec<Vec<u8>> = appointed.iter().map(Draft::der).collect();
        let answer = kit::ocsp(&signer().certificate(), &root(), status, by, &appointed, 1);
        world.answers = vec![OcspAnswer::parse(&answer).expect("an answer")];
        world.reason(&Message::of(&signer()).der(), None)
    };
    assert_eq!(reason(GOOD, ROOT, &[]), None, "the issuer");
    assert_eq!(
        reason(GOOD, OTHER, &[responder(&[FOR_OCSP], ROOT)]),
        None,
        "appointed"
    );
    assert_eq!(
        reason(GOOD, OTHER, &[responder(&[FOR_TIME_STAMPS], ROOT)]),
        unknown
    );
    assert_eq!(reason(GOOD, OTHER, &[responder(&[FOR_OCSP], OTHER)]), unknown);
    assert_eq!(reason(GOOD, OTHER, &[]), unknown, "anybody");
    let revoked = |at: &str| tlv(0xA1, &kit::time(at));
    let past = revoked("2026-11-01T00:00:00Z");
    assert_eq!(reason(&past, ROOT, &[]), Some(Reason::Revoked));
    assert_eq!(reason(&past, OTHER, &[]), unknown, "said by nobody");
    assert_eq!(reason(&[0x82, 0x00], ROOT, &[]), unknown);
}

fn stamp_authority() -> Draft {
    Draft {
        extensions: vec![uses(&[FOR_TIME_STAMPS])],
        ..Draft::signer("stamps", OTHER, "root", ROOT)
    }
}

/// The verdict on a message of somebody whose certificate has expired meanwhile, and whether its stamp was left out.
fn stamped(token: &[u8]) -> (Option<Reason>, bool) {
    let signer = Draft {
        until: "2026-10-01T00:00:00Z",
        ..signer()
    };
    let mut message = Message::of(&signer);
    message.unsigned = vec![attribute(TIME_STAMP_TOKEN, &[token])];
    let report = world().verify(&message.der(), None).expect("a report");
    let ignored = |one: &Warning| matches!(one, Warning::StampIgnored(_));
    let is_ignored = report.signatures[0].warnings.iter().any(ignored);
    (report.verdict().err().map(|refusal| refusal.reason), is_ignored)
}

#[test]
fn a_time_stamp_that_counts_sets_the_moment() {
    let octets = Message::of(&signer()).signature();
    let at = "2026-09-01T00:00:00Z";
    let left_out = (Some(Reason::Expired), true);
    assert_eq!(stamped(&stamp(&stamp_authority(), &octets, at)), (None, false));
    let late = stamp(&stamp_authority(), &octets, "2026-10-02T00:00:00Z");
    assert_eq!(stamped(&late), (Some(Reason::Expired), false), "stamped too late");
    let to_come = stamp(&stamp_authority(), &octets, "2026-12-01T00:00:01Z");
    assert_eq!(stamped(&to_come), left_out, "from the future");
    assert_eq!(
        stamped(&stamp(&stamp_authority(), b"other", at)),
        left_out,
        "of something else"
    );
    let untrusted = Draft {
        issuer: kit::name("other"),
        by: OTHER,
        ..stamp_authority()
    };
    assert_eq!(stamped(&stamp(&untrusted, &octets, at)), left_out, "by anybody");
    let anybody = Draft {
        extensions: vec![],
        ..stamp_authority()
    };
    assert_eq!(stamped(&stamp(&anybody, &octets, at)), left_out, "not for stamps");
    assert_eq!(
        stamped(&Message::of(&signer()).der()),
        left_out,
        "no stamp at all"
    );
}

#[test]
fn what_was_signed_before_the_revocation_stays_valid_with_a_stamp() {
    let mut message = Message::of(&signer());
    let mut world = world();
    world.crls = vec![kit::crl("root", ROOT, &[1], &[])];
    assert_eq!(world.reason(&message.der(), None), Some(Reason::Revoked));
    let stamps = Draft {
        serial: 2,
        ..stamp_authority()
    };
    let token = |at| {
        vec![attribute(
            TIME_STAMP_TOKEN,
            &[&stamp(&stamps, &message.signature(), at)],
        )]
    };
    let (before, after) = (token("2026-05-31T23:59:59Z"), token("2026-06-01T00:00:00Z"));
    message.unsigned = before;
    assert_eq!(world.reason(&message.der(), None), None);
    message.unsigned = after;
    assert_eq!(world.reason(&message.der(), None), Some(Reason::Revoked));
}

#[test]
fn a_requirement_names_what_is_missing() {
    let certificate = |file: &str| crate::certificate(&format!("selfmade/{file}"));
    let head = Signer::of(&certificate("kz512/cert_legal_head.pem"));
    let person = Signer::of(&certificate("kz512/cert_individual.pem"));
    let russian = Signer::of(&certificate("ru256/cert_legal_head.pem"));
    let ask = |signer: &Signer, country: Option<Country>, subject: Option<Subject>| {
        let requirement = Requirement {
            act: Act::SignDocument,
            country,
            subject,
        };
        admit(signer, &requirement).map_err(|refusal| refusal.reason)
    };
    let kazakh = Some(Country::Kazakhstan);
    assert_eq!(ask(&head, kazakh, None), Ok(()));
    assert_eq!(ask(&russian, kazakh, None), Err(Reason::WrongCountry));
    let bin = head.bin.clone().expect("a BIN");
    let inn = russian.organization_inn.clone().expect("an INN");
    assert_eq!(ask(&head, None, Some(Subject::Bin(bin.clone()))), Ok(()));
    assert_eq!(
        ask(&person, None, Some(Subject::Bin(bin))),
        Err(Reason::WrongSubject)
    );
    assert_eq!(ask(&russian, None, Some(Subject::Inn(inn))), Ok(()));
    // Who acts for an organization does not act for himself.
    let own = russian.inn.clone().expect("an INN");
    assert_eq!(
        ask(&russian, None, Some(Subject::Inn(own))),
        Err(Reason::WrongSubject)
    );
}

#[test]
fn staff_of_the_authority_sign_for_nobody() {
    let mut draft = signer();
    draft.extensions.push(uses(&[
        "1.3.6.1.5.5.7.3.4",
        "1.2.398.3.3.4.1.2.1",
        "1.2.398.3.3.4.2.1",
    ]));
    let signer = Signer::of(&draft.certificate());
    assert_eq!(signer.role, eds::Role::AuthorityStaff);
    for act in Act::ALL {
        let refused = admit(&signer, &Requirement::of(act)).expect_err("staff");
        assert_eq!(refused.reason, Reason::WrongRole, "{act:?}");
    }
}

#[test]
fn reasons_have_words_of_their_own() {
    let mut words: Vec<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Reason::ALL.len());
}
