use super::*;
use crate::json::{Value, read};
use crate::limits::SMALL_BOUNDS;
use receipt::Rule;
use types::{Money, Quantity};

fn with<T>(body: &str, look: impl FnOnce(Node<'_>) -> T) -> (T, Vec<String>) {
    let value = read(body.as_bytes(), SMALL_BOUNDS).unwrap();
    let faults = Faults::default();
    let seen = look(Node::root(&value, &faults));
    (seen, faults.into_list().iter().map(ToString::to_string).collect())
}

#[test]
fn collects_every_fault_with_its_path() {
    let body = r#"{"a": [{"b": "x"}, {"b": null}, {}], "c": true}"#;
    let ((), faults) = with(body, |root| {
        for item in root.key("a").items(10).unwrap() {
            assert_eq!(item.key("b").money(), None);
        }
        assert_eq!(root.key("c").text(), None);
        assert_eq!(root.key("c").given().and_then(|node| node.boolean()), Some(true));
        assert_eq!(root.key("d").optional_text(), None);
        assert!(root.key("a").items(2).is_none());
    });
    assert_eq!(
        faults,
        [
            "a[0].b: is not a decimal number; got `x`",
            "a[1].b: is required and must not be null; got null",
            "a[2].b: is required",
            "c: must be a string; got true",
            "a: has more than 2 elements; got an array",
        ]
    );
}

#[test]
fn reads_numbers_as_clients_write_them() {
    let body = r#"{"int": 10, "float": 10.1, "text": "10.10", "noise": 0.30000000000000004, "fraction": 1.005,
        "whole": 2.0, "negative": -1, "huge": 1e30, "list": []}"#;
    let ((), faults) = with(body, |root| {
        let money = |key| root.key(key).money().map(Money::minor);
        assert_eq!(
            ["int", "float", "text", "noise", "negative"].map(money),
            [Some(1000), Some(1010), Some(1010), Some(30), Some(-100)]
        );
        assert_eq!(["fraction", "huge", "list"].map(money), [None; 3]);
        let quantity = |key| root.key(key).quantity().map(Quantity::millionths);
        assert_eq!(["noise", "whole"].map(quantity), [Some(300_000), Some(2_000_000)]);
        assert_eq!(quantity("negative"), None);
        assert_eq!(root.key("whole").integer(1, 3, "1 to 3"), Some(2));
        assert_eq!(root.key("int").integer(1, 3, "1 to 3"), None);
        assert_eq!(root.key("float").integer(1, 3, "1 to 3"), None);
    });
    assert_eq!(
        faults,
        [
            "fraction: has a fraction of a kopeck; the nearest amount is 1.01; got 1.005",
            "huge: must be less than 100000000; got 1e30",
            "list: must be a number; got an array",
            "negative: must be more than 0; got -1",
            "int: must be 1 to 3; got 10",
            "float: must be an integer; got 10.1",
        ]
    );
}

#[test]
fn takes_ids_as_text_or_integer() {
    let (ids, faults) = with(r#"{"a": 17, "b": "A-17", "c": 1.5, "d": " "}"#, |root| {
        ["a", "b", "c", "d"].map(|key| root.key(key).text_or_integer().map(str::to_owned))
    });
    assert_eq!(ids, [Some("17".into()), Some("A-17".into()), None, None]);
    assert_eq!(
        faults,
        [
            "c: must be a string or an integer; got 1.5",
            "d: must not be empty; got ` `"
        ]
    );
}

#[test]
fn one_answer_lists_a_hundred_faults_at_most() {
    let faults = Faults::default();
    for index in 0..1000 {
        faults.push(FieldError {
            path: format!("a[{index}]"),
            value: None,
            kind: FieldErrorKind::Missing,
        });
    }
    assert!(faults.touches("a[7].b") && faults.touches("a") && !faults.touches("a[100]"));
    assert!(!faults.touches("b") && faults.touches(""));
    assert_eq!(faults.into_list().len(), 100);
}

#[test]
fn a_word_is_taken_from_its_list_alone() {
    const WORDS: Words<u8> = Words(&[("no", 0), ("5", 5)]);
    let (seen, faults) = with(r#"{"a": "no", "b": 5, "c": 5.0, "d": "18", "e": null}"#, |root| {
        ["a", "b", "c", "d", "e"].map(|key| root.key(key).word_or_number(&WORDS))
    });
    assert_eq!(seen, [Some(0), Some(5), Some(5), None, None]);
    assert_eq!(
        faults,
        [
            "d: must be one of: no, 5; got `18`",
            "e: is required and must not be null; got null"
        ]
    );
    assert_eq!(
        (WORDS.word(5), WORDS.word(9), WORDS.own("no")),
        ("5", "", Some("no"))
    );
}

#[test]
fn what_is_shown_is_short() {
    assert_eq!(shown(&Value::Text("я".repeat(500).into())).chars().count(), 81);
    assert_eq!(shown(&Value::Array(Vec::new())), "an array");
}

#[test]
fn names_and_codes_are_stable() {
    let rule = |rule| FieldErrorKind::Rule {
        rule,
        message: String::new(),
    };
    let table = [
        (FieldErrorKind::Missing, "missing", "VLD00"),
        (
            FieldErrorKind::FractionOfKopeck { nearest: Money::ZERO },
            "fraction_of_kopeck",
            "VLD12",
        ),
        (rule(Rule::TotalAbovePrice), "total-above-price", "VLD13"),
        (rule(Rule::SumMismatch), "sum-mismatch", "VLD00"),
        (FieldErrorKind::Repeated { first: 0 }, "repeated", "VLD00"),
    ];
    for (kind, name, code) in table {
        assert_eq!((kind.name(), kind.code().as_str()), (name, code));
    }
}
