//! OCSP answers and time stamps of the Kazakh test authority.

use super::published::{beside, of_kind, world};
use super::self_made;
use crate::{certificate, moment, octets};
use eds::{
    Certificate, Form, LegacyGost, OcspAnswer, OcspStatus, Reason, RevocationMode, RevocationSources, Step,
};
use types::Timestamp;

const LEGACY: LegacyGost = LegacyGost::Taken;

#[test]
fn ocsp_answers_verify_and_tell() {
    for (file, told) in of_kind(&["ocsp"]) {
        let answer = OcspAnswer::parse(&octets(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let issuer = beside(&file, &told["responder_issuer"]);
        answer
            .verify_answered_for(&issuer, LEGACY)
            .unwrap_or_else(|error| panic!("{file}: {error}"));
        let expected = match told["status"].as_str() {
            Some("good") => OcspStatus::Good,
            Some(_) => OcspStatus::NeverIssued,
            None => panic!("{file} without a status"),
        };
        assert_eq!(answer.first_status(), Some(expected), "{file}");
        let other = certificate("kz-nca-test/nca_gost2004_test.crt");
        assert!(answer.verify_answered_for(&other, LEGACY).is_err(), "{file}");
    }
}

fn answer(name: &str) -> OcspAnswer {
    OcspAnswer::parse(&octets(&format!("kz-nca-test/{name}"))).expect("an answer")
}

/// What an answer says of a certificate, at a moment.
fn judged(answer: &OcspAnswer, about: &Certificate, issuer: &str, at: Timestamp) -> Result<(), Reason> {
    let sources = RevocationSources {
        crls: Vec::new(),
        answers: vec![answer.clone()],
    };
    let issuer = certificate(&format!("kz-nca-test/{issuer}"));
    eds::judge_revocation(about, &issuer, &sources, at, LEGACY)
        .map(|_| ())
        .map_err(|refusal| refusal.reason)
}

#[test]
fn an_answer_without_a_next_date_counts_for_a_quarter_of_an_hour() {
    let answer = answer("ocsp_individual_rsa.der");
    let made = answer.produced_at();
    let file = "kz-nca-test/cms_attached_rsa.p7s";
    let report = world(file).verify(&octets(file), None).expect("a report");
    let about = &report.signatures[0].certificate;
    let at = |seconds| judged(&answer, about, "nca_rsa_test.crt", made.plus_s(seconds));
    assert_eq!(at(0), Ok(()));
    assert_eq!(at(eds::OCSP_FRESH_S), Ok(()));
    assert_eq!(at(eds::OCSP_FRESH_S + 1), Err(Reason::RevocationUnknown));
    // Of another certificate, of another issuer.
    let unknown = Err(Reason::RevocationUnknown);
    let other = certificate("kz-nca-test/individual_sign_rsa.cer");
    assert_eq!(judged(&answer, &other, "nca_rsa_test.crt", made), unknown);
    assert_eq!(judged(&answer, about, "nca_gost2015_test.cer", made), unknown);
}

#[test]
fn a_good_answer_is_evidence_for_a_message() {
    let file = "kz-nca-test/cms_attached_rsa.p7s";
    let mut world = world(file);
    world.mode = RevocationMode::Require;
    assert_eq!(world.reason(&octets(file), None), Some(Reason::RevocationUnknown));
    world.answers.push(answer("ocsp_individual_rsa.der"));
    assert_eq!(world.reason(&octets(file), None), None);
}

#[test]
fn what_was_never_issued_counts_as_revoked() {
    let answer = answer("ocsp_individual_2015.der");
    let about = certificate("kz-nca-test/individual_gost2015.pem");
    let reason = judged(&answer, &about, "nca_gost2015_test.cer", answer.produced_at());
    assert_eq!(reason, Err(Reason::Revoked));
}

#[test]
fn damaged_answers_and_lists_are_refused_or_do_not_count() {
    let answer = octets("kz-nca-test/ocsp_individual_rsa.der");
    for cut in 0..answer.len() {
        assert!(OcspAnswer::parse(&answer[..cut]).is_err(), "cut at {cut}");
    }
    let list = octets("selfmade/kz512/ca.crl");
    let issuer = certificate("selfmade/kz512/ca.pem");
    for cut in 0..list.len() {
        assert!(eds::Crl::parse(&list[..cut]).is_err(), "cut at {cut}");
    }
    for octet in 0..list.len() {
        let mut damaged = list.clone();
        damaged[octet] ^= 1 << (octet % 8);
        if let Ok(list) = eds::Crl::parse(&damaged) {
            assert!(list.verify_signed_by(&issuer, LEGACY).is_err(), "octet {octet}");
        }
    }
}

#[test]
fn a_list_tells_until_the_next_is_due() {
    let der = octets("kz-nca-test/nca_gost2015_test.crl");
    let list = eds::Crl::parse(&der).expect("a list");
    let about = certificate("kz-nca-test/individual_gost2015.pem");
    let due = list.next_update().expect("a date");
    assert!(list.is_about(&about, due));
    assert!(!list.is_about(&about, due.plus_s(1)));
    // A later list tells of what was before, while the certificate was valid when it was issued.
    assert!(list.is_about(&about, list.this_update().plus_s(-1)));
    let expired = certificate("kz-nca-test/ceo_sign_gost2004.cer");
    assert!(!list.is_about(&expired, due), "of another issuer");
}

#[test]
fn what_nobody_tells_about_is_refused_or_told_and_what_is_revoked_is_refused() {
    let message = octets("selfmade/kz512/cms_legal_head_attached.p7s");
    let mut world = self_made::world("kz512");
    world.crls.clear();
    assert_eq!(world.reason(&message, None), Some(Reason::RevocationUnknown));
    world.mode = RevocationMode::Soft;
    assert_eq!(world.reason(&message, None), None);
    let report = world.verify(&message, None).expect("a report");
    let told = |one: &&eds::Warning| matches!(one, eds::Warning::RevocationUnknown(_));
    assert_eq!(report.signatures[0].warnings.iter().filter(told).count(), 2);
    // What is revoked is revoked, however soft.
    let mut world = self_made::world("kz512");
    world.mode = RevocationMode::Soft;
    let revoked = octets("selfmade/kz512/cms_revoked_signer.p7s");
    assert_eq!(world.reason(&revoked, None), Some(Reason::Revoked));
    world.at = moment("2026-05-31T23:59:59Z");
    assert_eq!(world.reason(&revoked, None), None, "before it was revoked");
}

#[test]
fn a_time_stamp_is_verified_as_a_message_of_its_own() {
    for (file, told) in of_kind(&["tsp-response"]) {
        let report = world(&file).verify(&octets(&file), None).expect("a report");
        assert_eq!(report.form, Form::TimeStamp);
        let one = &report.signatures[0];
        assert_eq!(one.refusal, None, "{file}");
        assert_eq!(one.passed(Step::Signature), Some(true));
        let stamp = one.stamp.as_ref().expect("a stamp");
        assert_eq!(stamp.at, moment(told["gen_time"].as_str().unwrap()));
        assert_eq!(stamp.policy.to_string(), told["policy"].as_str().unwrap());
        assert_eq!(one.moment, stamp.at);
        // It is of a SHA-1 hash, which proves nothing any more.
        let reason = stamp.verify_is_of(b"whatever").expect_err("weak").reason;
        assert_eq!(reason, Reason::WeakAlgorithm);
    }
}
