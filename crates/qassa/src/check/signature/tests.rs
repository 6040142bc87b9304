use super::*;
use crate::cli::{CheckWhole, Cli, Command};
use clap::Parser;
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../eds/tests/data")
        .join(name)
}

/// What the command line means.
fn asked(words: &[&str]) -> SignatureFile {
    let words = ["qassa", "check", "signature"].iter().chain(words);
    match Cli::parse_from(words).command {
        Command::Check(check) => match check.whole {
            Some(CheckWhole::Signature(asked)) => asked,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn answer(words: &[&str]) -> Json {
    let now = Timestamp::parse_rfc3339("2026-12-01T00:00:00Z").unwrap();
    let answer = look_at(&asked(words), now).expect("an answer");
    serde_json::to_value(answer).expect("JSON")
}

fn kazakh(name: &str) -> String {
    sample(&format!("selfmade/kz512/{name}")).display().to_string()
}

#[test]
fn a_signature_is_told_with_signer_chain_and_evidence() {
    let answer = answer(&[&kazakh("cms_legal_head_attached.p7s"), "--anchors", &kazakh("")]);
    assert_eq!(
        (&answer["verdict"], &answer["valid"]),
        (&"valid".into(), &true.into()),
        "{answer}"
    );
    assert_eq!(answer["reason"], Json::Null);
    assert_eq!(answer["signer"]["role"], "head");
    assert_eq!(answer["signer"]["holder"], "organization");
    assert_eq!(answer["signer"]["may"]["bind_holder"], true);
    assert_eq!(answer["chain"].as_array().map(Vec::len), Some(3));
    assert_eq!(answer["evidence"]["steps"]["revocation"], "passed");
    assert_eq!(answer["evidence"]["revocation"][0]["source"], "crl");
    assert_eq!(answer["anchors"]["trusted"], 1);
    assert_eq!(answer["anchors"]["links"], 1);
    assert_eq!(answer["anchors"]["crls"], 3);
}

#[test]
fn each_refusal_has_its_reason_and_the_step_that_failed() {
    let cases = [
        ("cms_revoked_signer.p7s", "revoked", "revocation"),
        ("cms_expired_signer.p7s", "expired", "chain"),
        ("cms_flipped_signature.p7s", "bad_signature", "signature"),
        ("cms_lookalike_root.p7s", "untrusted_issuer", "chain"),
        ("cms_swapped_content.p7s", "digest_mismatch", "content"),
    ];
    for (file, reason, step) in cases {
        let answer = answer(&[&kazakh(file), "--anchors", &kazakh("")]);
        assert_eq!(answer["valid"], false, "{file}");
        assert_eq!(answer["reason"], reason, "{file}");
        assert_eq!(answer["evidence"]["steps"][step], "failed", "{file}");
    }
}

#[test]
fn the_act_decides_what_the_certificate_must_allow() {
    let act = |file: &str, act: &str| {
        let answer = answer(&[&kazakh(file), "--anchors", &kazakh(""), "--act", act]);
        answer["reason"].clone()
    };
    assert_eq!(
        act("cms_auth_only_signs_document.p7s", "sign-document"),
        "wrong_usage"
    );
    assert_eq!(act("cms_auth_only_signs_document.p7s", "log-in"), Json::Null);
    assert_eq!(
        act("cms_legal_employee_attached.p7s", "sign-document"),
        Json::Null
    );
    assert_eq!(
        act("cms_legal_employee_attached.p7s", "bind-holder"),
        "wrong_role"
    );
}

#[test]
fn without_a_folder_nobody_is_trusted_and_without_lists_that_is_told() {
    let file = kazakh("cms_detached.p7s");
    let content = kazakh("doc.json");
    let words = [&file[..], "--detached", &content];
    assert_eq!(answer(&words)["reason"], "untrusted_issuer");
    assert_eq!(answer(&[&file])["reason"], "no_content");

    let folder = tempfile::tempdir().unwrap();
    for name in ["root.pem", "ca.pem", "doc.json"] {
        std::fs::copy(kazakh(name), folder.path().join(name)).unwrap();
    }
    let folder = folder.path().display().to_string();
    let words = [&words[..], &["--anchors", &folder]].concat();
    let soft = answer(&words);
    assert_eq!(soft["valid"], true);
    assert_eq!(soft["anchors"]["ignored"], serde_json::json!(["doc.json"]));
    let warnings = soft["evidence"]["warnings"].as_array().unwrap();
    let unknown = warnings
        .iter()
        .filter(|one| one["warning"] == "revocation_unknown");
    assert_eq!(unknown.count(), 2, "{warnings:?}");
    let strict = [&words[..], &["--revocation", "require"]].concat();
    assert_eq!(answer(&strict)["reason"], "revocation_unknown");
    let lists = [kazakh("root.crl"), kazakh("ca.crl")];
    let listed = [&words[..], &["--crl", &lists[0], &lists[1]]].concat();
    assert_eq!(answer(&listed)["evidence"]["steps"]["revocation"], "passed");
}

#[test]
fn documents_and_time_stamps_are_told_too() {
    let path = |name: &str| sample(name).display().to_string();
    let document = answer(&[&path("kz-ncalayer-rs/xml_namespaces_gost512.xml")]);
    assert_eq!(
        (&document["form"], &document["reason"]),
        (&"xml".into(), &"untrusted_issuer".into())
    );
    assert_eq!(document["evidence"]["steps"]["signature"], "passed");

    let (stamp, folder) = (path("kz-nca-test/tsp_response.der"), path("kz-nca-test"));
    let words = [&stamp[..], "--anchors", &folder, "--revocation", "soft"];
    assert_eq!(answer(&words)["reason"], "weak_algorithm");
    let taken = answer(&[&words[..], &["--legacy-gost"]].concat());
    assert_eq!(
        (&taken["form"], &taken["valid"]),
        (&"time_stamp".into(), &true.into()),
        "{taken}"
    );
    assert_eq!(taken["evidence"]["time_stamp"]["at"], "2022-09-18T13:20:14Z");
}

#[test]
fn wrong_use_is_named() {
    let now = Timestamp::from_micros(0);
    let file = kazakh("cms_detached.p7s");
    let content = kazakh("doc.json");
    let cases: &[(&[&str], &str)] = &[
        (&[&file, "--at", "yesterday"], "RFC 3339"),
        (&[&file, "--anchors", &content], "cannot read the folder"),
        (&[&file, "--crl", &content], "is no revocation list"),
        (&[&file, "--ocsp", &content], "is no OCSP answer"),
        (&["/nowhere/at/all"], "cannot read"),
    ];
    for (words, told) in cases {
        let error = look_at(&asked(words), now).expect_err("wrong use").to_string();
        assert!(error.contains(told), "{words:?}: {error}");
    }
}

#[test]
fn a_folder_of_too_many_files_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..=trust::FOLDER_FILES_MAX {
        std::fs::write(folder.path().join(number.to_string()), "").unwrap();
    }
    let words = [
        &kazakh("cms_detached.p7s")[..],
        "--anchors",
        &folder.path().display().to_string(),
    ];
    let error = look_at(&asked(&words), Timestamp::from_micros(0)).expect_err("too many");
    assert!(error.to_string().contains("more than 256 files"), "{error}");
}
