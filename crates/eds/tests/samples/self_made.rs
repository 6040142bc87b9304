//! The four self-made authorities with their good and bad messages.

use crate::{World, certificate, moment, octets};
use eds::policy::{Act, Requirement, admit};
use eds::{Anchors, Holder, Reason, RevocationMode, Role, Step};
use serde_json::Value;

pub const AUTHORITIES: [&str; 4] = ["rsa", "kz512", "kz256", "ru256"];

fn manifest(authority: &str) -> Value {
    serde_json::from_slice(&octets(&format!("selfmade/{authority}/manifest.json"))).expect("JSON")
}

fn names(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter()
        .map(|one| one.as_str().expect("a name").to_owned())
        .collect()
}

/// What the manifest says one is to verify against.
pub fn world(authority: &str) -> World {
    let manifest = manifest(authority);
    let path = |name: &String| format!("selfmade/{authority}/{name}");
    let certificates = |list: &Value| names(list).iter().map(|name| certificate(&path(name))).collect();
    World {
        anchors: Anchors {
            trusted: certificates(&manifest["trust"]),
            links: certificates(&manifest["intermediates"]),
        },
        crls: names(&manifest["crls"])
            .iter()
            .map(|name| octets(&path(name)))
            .collect(),
        at: moment(manifest["check_time"].as_str().expect("a time")),
        answers: Vec::new(),
        mode: RevocationMode::Require,
    }
}

/// The reason that the words of a manifest stand for; `None` for a message that is accepted.
fn reason(words: &str) -> Option<Reason> {
    Some(match words {
        "valid" | "valid; but role may not register an organisation" => return None,
        "detached, content supplied" | "BER indefinite length, segmented content" => return None,
        "certificate is for authentication, not for signing documents" => return None,
        "no content" => Reason::NoContent,
        "message digest differs" | "content replaced after signing" => Reason::DigestMismatch,
        "attached content is not the document asked to be signed" => Reason::ContentMismatch,
        "signature value altered" => Reason::BadSignature,
        "certs-only message, no signer" => Reason::NoSigner,
        "signer certificate is missing" => Reason::NoCertificate,
        "signed attributes removed" => Reason::UnsupportedProfile,
        "signing-certificate-v2 does not match the certificate" => Reason::SigningCertificateMismatch,
        "certificate revoked on 2026-06-01" => Reason::Revoked,
        "certificate expired (2026-04-11)" => Reason::Expired,
        "root has the trusted name but another key" => Reason::UntrustedIssuer,
        "issuer is not a CA" => Reason::NotCa,
        other => panic!("no reason for `{other}`"),
    })
}

#[test]
fn each_self_made_message_gets_its_verdict_and_its_reason() {
    for authority in AUTHORITIES {
        let world = world(authority);
        for case in manifest(authority)["cases"].as_array().expect("cases") {
            let text = |field: &str| case[field].as_str();
            let file = text("file").expect("a file");
            let message = octets(&format!("selfmade/{authority}/{file}"));
            let content =
                text("expected_content").map(|name| octets(&format!("selfmade/{authority}/{name}")));
            let expected = reason(text("reason").expect("a reason"));
            let found = world.reason(&message, content.as_deref());
            assert_eq!(found, expected, "{authority}/{file}");
            let accepts = text("verdict") != Some("reject");
            assert_eq!(expected.is_none(), accepts, "{authority}/{file}");
        }
    }
}

#[test]
fn a_valid_message_is_reported_with_all_that_it_rests_on() {
    for authority in AUTHORITIES {
        let content = octets(&format!("selfmade/{authority}/doc.json"));
        let message = octets(&format!("selfmade/{authority}/cms_legal_head_attached.p7s"));
        let report = world(authority).verify(&message, None).expect("a report");
        assert_eq!(report.content, content, "{authority}");
        let [one] = report.signatures.as_slice() else {
            panic!("{authority}: one signature");
        };
        let chain = one.chain.as_ref().expect("a chain").certificates();
        assert_eq!(chain.len(), 3, "{authority}");
        assert_eq!(chain[0], one.certificate);
        assert_eq!(one.revocation.len(), 2, "{authority}: below the anchor");
        // It was signed eleven days before.
        let warnings: Vec<&str> = one.warnings.iter().map(eds::Warning::name).collect();
        assert_eq!(warnings, ["signing_time_far"], "{authority}");
        assert!(Step::ALL.into_iter().all(|step| one.passed(step) == Some(true)));
        assert_eq!(one.signer.holder, Holder::Organization, "{authority}");
        assert_eq!(one.signer.role, Role::Head, "{authority}");
    }
}

#[test]
fn who_may_sign_in_sign_and_bind_goes_by_the_certificate() {
    use Act::{BindHolder, LogIn, SignDocument};
    let cases: &[(&str, Role, &[Act])] = &[
        ("legal_head", Role::Head, &[LogIn, SignDocument, BindHolder]),
        (
            "legal_can_sign",
            Role::RightToSign,
            &[LogIn, SignDocument, BindHolder],
        ),
        ("legal_employee", Role::Employee, &[LogIn, SignDocument]),
        ("individual", Role::Individual, &[LogIn, SignDocument, BindHolder]),
        ("individual_auth_only", Role::Individual, &[LogIn]),
    ];
    for authority in ["rsa", "kz512", "kz256"] {
        for (name, role, acts) in cases {
            let certificate = certificate(&format!("selfmade/{authority}/cert_{name}.pem"));
            let signer = eds::Signer::of(&certificate);
            assert_eq!(signer.role, *role, "{authority}/{name}");
            for act in Act::ALL {
                let admitted = admit(&signer, &Requirement::of(act));
                assert_eq!(
                    admitted.is_ok(),
                    acts.contains(&act),
                    "{authority}/{name} {act:?}"
                );
            }
        }
    }
    let entrepreneur = eds::Signer::of(&certificate("selfmade/ru256/cert_entrepreneur.pem"));
    assert_eq!(entrepreneur.holder, Holder::Entrepreneur);
    assert_eq!(entrepreneur.role, Role::Entrepreneur);
    assert!(admit(&entrepreneur, &Requirement::of(BindHolder)).is_ok());
    assert_eq!(entrepreneur.tool_class, Some(eds::ToolClass::Kc1));
}
