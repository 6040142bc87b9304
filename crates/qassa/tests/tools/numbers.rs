//! `check`.

use super::qassa;

#[test]
fn each_value_has_its_line_and_one_wrong_value_ends_with_one() {
    let right = qassa(&["check", "inn", "7700000009"], b"");
    assert_eq!((right.status, right.json().len()), (0, 1));
    let mixed = qassa(&["check", "inn", "7700000009", "7700000001"], b"");
    assert_eq!(mixed.status, 1);
    let valid: Vec<_> = mixed
        .json()
        .iter()
        .map(|answer| answer["valid"].as_bool())
        .collect();
    assert_eq!(valid, [Some(true), Some(false)]);
}

#[test]
fn a_registration_number_needs_both_parts_of_its_owner() {
    let owner = ["--inn", "7702203276", "--serial", "000000000002"];
    let number = ["check", "rnm", "0000000005008570"];
    let both = qassa(&[&number[..], &owner].concat(), b"");
    assert_eq!(both.status, 0);
    assert_eq!(both.json()[0]["parts"]["check_digits_verified"], true);
    assert_eq!(qassa(&[&number[..], &owner[..2]].concat(), b"").status, 2);
    assert_eq!(
        qassa(&["check", "inn", "7700000009", "--inn", "7700000009"], b"").status,
        2
    );
}

#[test]
fn what_cannot_be_understood_is_a_misuse() {
    let outcome = qassa(&["check", "signature", "x.sig", "--at", "now"], b"");
    assert_eq!(outcome.status, 2, "{}", outcome.text());
    assert!(
        outcome.stderr.contains("--at: `now` is not a time"),
        "{}",
        outcome.stderr
    );
    assert_eq!(qassa(&["check", "qr-kz", "x"], b"").status, 1);
    assert_eq!(qassa(&["check"], b"").status, 2);
    assert_eq!(qassa(&["check", "inn"], b"").status, 2);
}

#[test]
fn a_receipt_is_linted_by_its_door() {
    let wrong = qassa(
        &["check", "receipt", "-", "--door", "komtet-v1"],
        b"{\"intent\":1}",
    );
    assert_eq!(wrong.status, 1);
    let report = &wrong.json()[0];
    assert_eq!(
        (report["door"].as_str(), report["valid"].as_bool()),
        (Some("komtet-v1"), Some(false))
    );
    assert!(
        report["findings"].as_array().unwrap().len() > 1,
        "all faults at once: {report}"
    );
    assert_eq!(qassa(&["check", "receipt", "/no/such/file"], b"").status, 2);
    assert_eq!(
        qassa(&["check", "receipt", "-", "--door", "atol"], b"{}").status,
        2
    );
}
