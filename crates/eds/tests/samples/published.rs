//! The samples of others: certificates, lists and messages of the Kazakh test authority, of Russia, of OpenSSL.

use crate::{World, certificate, data, moment, octets};
use const_oid::ObjectIdentifier;
use crypto_bigint::U512;
use eds::gost::{CurveName, Halves, Point};
use eds::{Anchors, Certificate, Crl, LegacyGost, Reason, RevocationMode, RevocationSources, Signer, Step};
use serde_json::Value;
use std::collections::BTreeSet;

/// Inside the validity of every certificate of the Kazakh test authority.
const KAZAKH_MOMENT: &str = "2022-01-10T00:00:00Z";
const LEGACY: LegacyGost = LegacyGost::Taken;

pub fn expected() -> Vec<Value> {
    serde_json::from_slice(&octets("expected.json")).expect("JSON")
}

pub fn of_kind(kinds: &[&str]) -> Vec<(String, Value)> {
    expected()
        .into_iter()
        .filter(|one| kinds.contains(&one["kind"].as_str().expect("a kind")))
        .map(|one| (one["file"].as_str().expect("a file").to_owned(), one))
        .collect()
}

pub fn beside(file: &str, name: &Value) -> Certificate {
    let folder = file.split('/').next().expect("a folder");
    certificate(&format!("{folder}/{}", name.as_str().expect("a name")))
}

fn files(folder: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(data(folder)).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a name");
        let path = if folder.is_empty() {
            name
        } else {
            format!("{folder}/{name}")
        };
        if entry.path().is_dir() {
            files(&path, found);
        } else {
            found.insert(path);
        }
    }
}

#[test]
fn no_sample_is_left_out() {
    let mut found = BTreeSet::new();
    files("", &mut found);
    let mut named: BTreeSet<String> = ["README.md", "expected.json"].map(str::to_owned).into();
    named.extend(
        expected()
            .iter()
            .map(|one| one["file"].as_str().unwrap().to_owned()),
    );
    for authority in super::self_made::AUTHORITIES {
        let manifest = octets(&format!("selfmade/{authority}/manifest.json"));
        let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
        let path = |name: &str| format!("selfmade/{authority}/{name}");
        for list in ["trust", "intermediates", "crls"] {
            let names = manifest[list].as_array().expect("a list");
            named.extend(names.iter().map(|one| path(one.as_str().unwrap())));
        }
        for case in manifest["cases"].as_array().expect("cases") {
            named.insert(path(case["file"].as_str().unwrap()));
        }
        // Contents, and certificates of which the roles are told by a test of their own.
        for name in ["manifest.json", "doc.json", "other.json", "cert_legal_head.pem"] {
            named.insert(path(name));
        }
        let more: &[&str] = match authority {
            "ru256" => &["cert_entrepreneur.pem"],
            _ => &[
                "cert_individual.pem",
                "cert_individual_auth_only.pem",
                "cert_legal_can_sign.pem",
                "cert_legal_employee.pem",
            ],
        };
        named.extend(more.iter().map(|name| path(name)));
    }
    assert_eq!(found, named);
}

#[test]
fn certificates_verify_and_tell_whose_they_are() {
    for (file, told) in of_kind(&["certificate", "ca-certificate", "self-signed"]) {
        let certificate = certificate(&file);
        let issuer = match (&told["issuer"], told["kind"].as_str()) {
            (Value::String(_), _) => Some(beside(&file, &told["issuer"])),
            (_, Some("self-signed")) => Some(certificate.clone()),
            // Its root is not in the set.
            _ => None,
        };
        if let Some(issuer) = issuer {
            certificate
                .verify_signed_by(&issuer, LEGACY)
                .unwrap_or_else(|error| panic!("{file}: {error}"));
        }
        let signer = Signer::of(&certificate);
        let same = |field: &str, found: &Option<String>| {
            if let Some(expected) = told[field].as_str() {
                assert_eq!(found.as_deref(), Some(expected), "{file}: {field}");
            }
        };
        same("iin", &signer.iin);
        same("bin", &signer.bin);
        same("org", &signer.organization);
        same("surname", &signer.surname);
        same("cn", &signer.common_name);
        same("patronymic", &signer.patronymic);
        same("ogrn", &signer.ogrn);
        if let Some(inn) = told["inn"].as_str() {
            let ten = inn.strip_prefix("00").expect("the old form");
            assert_eq!(signer.organization_inn.as_deref(), Some(ten), "{file}");
            assert_eq!(signer.inn, None, "{file}");
        }
        match told["role"].as_str() {
            Some("legal:head") => assert_eq!(signer.role, eds::Role::Head, "{file}"),
            Some("individual") => assert_eq!(signer.role, eds::Role::Individual, "{file}"),
            Some(other) => panic!("{file}: role {other}"),
            None => {}
        }
        if told["usage"].as_str() == Some("sign") {
            assert!(signer.usage.may_sign, "{file}");
        }
        if told["key_usage_hex"].is_string() {
            let usage = certificate.extensions().key_usage.expect("a key usage");
            assert!(usage.digital_signature() && usage.non_repudiation(), "{file}");
            assert!(!usage.cert_sign() && !usage.crl_sign(), "{file}");
        }
        if let Some(policy) = told["policy"].as_str() {
            let policies: Vec<String> = certificate
                .extensions()
                .policies
                .iter()
                .map(ToString::to_string)
                .collect();
            assert!(policies.iter().any(|one| one == policy), "{file}: {policies:?}");
        }
    }
}

#[test]
fn old_kazakh_keys_are_refused_unless_they_are_switched_on() {
    let issuer = certificate("kz-nca-test/nca_gost2004_test.crt");
    let certificate = certificate("kz-nca-test/ceo_sign_gost2004.cer");
    let verify = |legacy| {
        let verified = certificate.verify_signed_by(&issuer, legacy);
        verified.map_err(|refusal| refusal.reason)
    };
    assert_eq!(verify(LegacyGost::Refused), Err(Reason::WeakAlgorithm));
    assert_eq!(verify(LegacyGost::Taken), Ok(eds::KeyKind::KzGost2004));
}

#[test]
fn revocation_lists_verify_and_tell() {
    for (file, told) in of_kind(&["crl"]) {
        let der = octets(&file);
        let list = Crl::parse(&der).unwrap_or_else(|error| panic!("{file}: {error}"));
        let issuer = beside(&file, &told["issuer"]);
        list.verify_signed_by(&issuer, LEGACY)
            .unwrap_or_else(|error| panic!("{file}: {error}"));
        if let Some(count) = told["revoked_count"].as_u64() {
            assert_eq!(list.count().unwrap() as u64, count, "{file}");
            assert_eq!(list.this_update(), moment(told["this_update"].as_str().unwrap()));
            assert_eq!(
                list.next_update(),
                Some(moment(told["next_update"].as_str().unwrap()))
            );
        }
        let other = certificate("kz-nca-test/nca_gost2004_test.crt");
        assert!(list.verify_signed_by(&other, LEGACY).is_err(), "{file}");
    }
    let der = octets("kz-nca-test/nca_gost2015_test.crl");
    let list = Crl::parse(&der).unwrap();
    let serial: Vec<u8> = hex("0FD51BA7059261AE60CC621F316DB4EF0EF4BA14");
    let revoked = list.find(&serial).unwrap().expect("revoked");
    assert_eq!(revoked.at, moment("2022-07-27T10:13:19Z"));
    assert_eq!(revoked.reason_code, Some(1));
    assert_eq!(list.find(&[1]), Ok(None));
}

fn hex(digits: &str) -> Vec<u8> {
    let octet = |at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(octet).collect()
}

/// Everything that others vouch for, at a moment inside the validity of the certificates.
pub fn world(file: &str) -> World {
    let trusted: Vec<Certificate> = of_kind(&["ca-certificate", "self-signed"])
        .iter()
        .map(|(file, _)| certificate(file))
        .collect();
    let at = match file {
        // It tells its own moment.
        "kz-nca-test/tsp_response.der" => "2026-12-01T00:00:00Z",
        _ if file.starts_with("kz-nca-test/") => KAZAKH_MOMENT,
        _ => "2026-12-01T00:00:00Z",
    };
    World {
        anchors: Anchors {
            trusted,
            links: Vec::new(),
        },
        crls: Vec::new(),
        at: moment(at),
        answers: Vec::new(),
        mode: RevocationMode::Soft,
    }
}

#[test]
fn published_messages_have_right_signatures() {
    for (file, told) in of_kind(&["cms"]) {
        let content = told["content"].as_str().map(|text| text.as_bytes().to_vec());
        let content = content.or_else(|| told["content_file"].as_str().map(octets));
        let report = world(&file)
            .verify(&octets(&file), content.as_deref())
            .unwrap_or_else(|error| panic!("{file}: {error}"));
        let signers = told["signers"].as_array();
        if let Some(signers) = signers {
            assert_eq!(report.signatures.len(), signers.len(), "{file}");
        }
        for (place, one) in report.signatures.iter().enumerate() {
            assert_eq!(
                one.passed(Step::Signature),
                Some(true),
                "{file}: {:?}",
                one.refusal
            );
            if let Some(signer) = signers.map(|signers| &signers[place]) {
                assert_eq!(one.signer.iin.as_deref(), signer["iin"].as_str(), "{file}");
            }
            if let Some(bes) = told["bes"].as_bool() {
                assert_eq!(one.profile == eds::Profile::CadesBes, bes, "{file}");
            }
        }
        let reason = world(&file).reason(&octets(&file), content.as_deref());
        let expected = match file.as_str() {
            // Its certificates were never valid at the same time.
            "kz-nca-test/cms_attached_two_signers.p7s" => Some(Reason::NotYetValid),
            "kz-nca-test/cms_attached_rsa.p7s" => None,
            // Nothing that is signed names the certificate.
            "ru-gost/tc26_cms_signed_a111.pem" => Some(Reason::UnsupportedProfile),
            // Signers that issued their certificates themselves.
            _ => Some(Reason::UntrustedIssuer),
        };
        assert_eq!(reason, expected, "{file}");
    }
}

#[test]
fn a_self_issued_signer_counts_when_it_is_trusted_itself() {
    for size in [256, 512] {
        for form in ["", "_ber"] {
            let message = octets(&format!("ru-openssl-gost/gost2012_{size}_A{form}.p7s"));
            let content = octets(&format!("ru-openssl-gost/gost2012_{size}_A.txt"));
            let mut world = world("ru-openssl-gost");
            let report = world.verify(&message, Some(&content)).expect("a report");
            let signer = report.signatures[0].certificate.clone();
            world.at = signer.not_before();
            world.anchors.trusted.push(signer);
            assert_eq!(world.reason(&message, Some(&content)), None, "{size}{form}");
        }
    }
}

#[test]
fn nobody_is_trusted_without_anchors() {
    let sources = RevocationSources::default();
    let circumstances = eds::Circumstances {
        anchors: &Anchors::default(),
        revocation: &sources,
        mode: RevocationMode::Soft,
        at: moment(KAZAKH_MOMENT),
        legacy: LEGACY,
    };
    let message = octets("kz-nca-test/cms_attached_rsa.p7s");
    let report = eds::verify_cms(&message, None, &circumstances).expect("a report");
    let reason = report.verdict().expect_err("not valid").reason;
    assert_eq!(reason, Reason::UntrustedIssuer);
}

#[test]
fn a_russian_certificate_that_is_not_qualified_signs_no_document() {
    let signer = Signer::of(&certificate("ru-gost/tc26_sender512.pem"));
    assert_eq!(signer.country, Some(eds::Country::Russia));
    assert_eq!(signer.tool_class, None);
    assert!(!signer.usage.may_sign);
    assert!(signer.usage.may_log_in);
    let head = Signer::of(&certificate("ru-gost/mincomsvyaz_root_2018.pem"));
    assert_eq!(head.tool_class, Some(eds::ToolClass::Kb2));
}

#[test]
fn what_is_no_signature_is_told_by_its_name() {
    for (kinds, name) in [
        (
            &["certificate", "ca-certificate", "self-signed"][..],
            "a certificate",
        ),
        (&["crl"], "a revocation list"),
        (&["ocsp"], "an OCSP answer"),
    ] {
        for (file, _) in of_kind(kinds) {
            let refusal = world(&file)
                .verify(&octets(&file), None)
                .expect_err("no signature");
            assert_eq!(refusal.reason, Reason::Malformed, "{file}");
            assert_eq!(refusal.detail, format!("{name}, not a signature"), "{file}");
        }
    }
}

#[test]
fn every_kind_of_sample_has_a_test() {
    // `cms`, `xmldsig`, `wsse`: the verdicts; `content`: beside its signature; the others in tests of their own.
    let known = [
        "ca-certificate",
        "certificate",
        "self-signed",
        "crl",
        "ocsp",
        "tsp-response",
        "cms",
        "xmldsig",
        "wsse",
        "content",
        "gost-vector",
        "identifiers",
    ];
    for one in expected() {
        let kind = one["kind"].as_str().expect("a kind");
        assert!(known.contains(&kind), "{kind}");
    }
}

#[test]
fn the_vector_of_a_curve_holds() {
    for (file, _) in of_kind(&["gost-vector"]) {
        let vector: Value = serde_json::from_slice(&octets(&file)).expect("JSON");
        let number = |field: &str| {
            let digits = vector[field].as_str().expect("digits");
            U512::from_be_hex(&format!("{digits:0>128}"))
        };
        let curve = CurveName::Test256.curve();
        let key = Point {
            x: number("qx"),
            y: number("qy"),
        };
        assert_eq!(curve.multiply_generator(&number("d")), Some(key), "{file}");
        let halves = Halves {
            r: number("r"),
            s: number("s"),
        };
        assert!(curve.verify(&key, &number("e"), &halves), "{file}");
        let oid = ObjectIdentifier::new_unwrap(vector["curve_oid"].as_str().expect("a curve"));
        assert_eq!(
            CurveName::by_oid(&oid),
            None,
            "no certificate may name an example"
        );
    }
}

#[test]
fn numbers_that_are_typed_have_check_digits_and_those_of_certificates_need_none() {
    for (file, _) in of_kind(&["identifiers"]) {
        let vectors: Value = serde_json::from_slice(&octets(&file)).expect("JSON");
        let all = |field: &str, holds: &dyn Fn(&str) -> bool| {
            let numbers = vectors[field].as_array().expect("numbers");
            numbers.iter().all(|one| holds(one.as_str().expect("a number")))
        };
        let is_kazakh = |number: &str| types::Iin::parse(number).is_ok() || types::Bin::parse(number).is_ok();
        let is_inn = |number: &str| types::Inn::parse(number).is_ok();
        let is_ogrn = |number: &str| types::Ogrn::parse(number).is_ok();
        let is_snils = |number: &str| types::Snils::parse(number).is_ok();
        assert!(all("iin_bin_valid", &is_kazakh));
        assert!(all("iin_bin_bad_checksum", &|number| !is_kazakh(number)));
        assert!(all("inn10_valid", &is_inn) && all("inn12_valid", &is_inn));
        assert!(all("inn_bad", &|number| !is_inn(number)));
        assert!(all("ogrn_valid", &is_ogrn) && all("ogrnip_valid", &is_ogrn));
        assert!(all("snils_valid", &is_snils) && all("snils_bad", &|number| !is_snils(number)));
    }
    let signer = Signer::of(&certificate("kz-nca-test/individual_sign_rsa.cer"));
    let iin = signer.iin.expect("an IIN");
    assert!(types::Iin::parse(&iin).is_err(), "{iin}");
}
