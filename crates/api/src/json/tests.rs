use super::*;
use proptest::prelude::*;
use types::Money;

const BOUNDS: Bounds = Bounds {
    depth_max: 8,
    items_max: 100,
    keys_max: 20,
    values_max: 500,
};

fn refusal(text: &str) -> String {
    read(text.as_bytes(), BOUNDS).unwrap_err().to_string()
}

#[test]
fn keeps_the_text_of_numbers_and_the_order_of_keys() {
    let value = read(br#" {"b": 10.10, "a": -1e+2, "c": [1, "x"]} "#, BOUNDS).unwrap();
    assert_eq!(value.get("b"), Some(&Value::Number("10.10".into())));
    assert_eq!(to_bytes(&value), br#"{"b":10.10,"a":-1e+2,"c":[1,"x"]}"#);
}

#[test]
fn understands_escapes_of_php_and_python() {
    let value = read(br#""https:\/\/x \u041f\ud83d\ude00\u001d\"\\""#, BOUNDS).unwrap();
    assert_eq!(value, text("https://x П😀\u{1d}\"\\"));
    assert_eq!(to_bytes(&value), "\"https://x П😀\\u001d\\\"\\\\\"".as_bytes());
}

#[test]
fn says_where_it_stops() {
    let table = [
        (
            "",
            "the body ends too early, a value expected at line 1, column 1 (byte 0)",
        ),
        (
            "{\"a\": 1,\n \"й\": x}",
            "`x` where a value is expected at line 2, column 7 (byte 16)",
        ),
        (
            "[1 2]",
            "`2` where `,` or `]` is expected at line 1, column 4 (byte 3)",
        ),
        (
            "{\"a\" 1}",
            "`1` where `:` is expected at line 1, column 6 (byte 5)",
        ),
        (
            "{a: 1}",
            "`a` where a key in double quotes is expected at line 1, column 2 (byte 1)",
        ),
        (
            "{} x",
            "`x` after the end of the value at line 1, column 4 (byte 3)",
        ),
        (
            "{\"a\":1,\"a\":2}",
            "the key `a` twice in one object at line 1, column 8 (byte 7)",
        ),
        (
            "\"a",
            "the body ends too early, the end of a string expected at line 1, column 3 (byte 2)",
        ),
        ("\"\\q\"", "an escape that is none at line 1, column 2 (byte 1)"),
        (
            "\"\\ud800\"",
            "half of a surrogate pair at line 1, column 2 (byte 1)",
        ),
        (
            "\"\t\"",
            "an unescaped control character in a string at line 1, column 2 (byte 1)",
        ),
        ("01", "a number that is none at line 1, column 1 (byte 0)"),
        (
            "NaN",
            "`N` where a value is expected at line 1, column 1 (byte 0)",
        ),
    ];
    for (text, message) in table {
        assert_eq!(refusal(text), message, "{text}");
    }
    let not_text = read(b"\"\xff\"", BOUNDS).unwrap_err();
    assert_eq!((not_text.kind, not_text.offset), (JsonErrorKind::NotUtf8, 1));
}

#[test]
fn refuses_a_depth_bomb_at_its_ninth_bracket() {
    let bomb = "[".repeat(100_000);
    let error = read(bomb.as_bytes(), BOUNDS).unwrap_err();
    assert_eq!((error.kind, error.offset), (JsonErrorKind::TooDeep(8), 8));
    let bomb = "{\"a\":".repeat(100_000);
    assert_eq!(
        read(bomb.as_bytes(), BOUNDS).unwrap_err().kind,
        JsonErrorKind::TooDeep(8)
    );
    assert!(read(b"[[[[[[[[]]]]]]]]", BOUNDS).is_ok());
}

#[test]
fn refuses_a_million_elements_after_the_first_hundred() {
    let many = format!("[{}]", vec!["{}"; 1_000_000].join(","));
    let error = read(many.as_bytes(), BOUNDS).unwrap_err();
    assert_eq!(error.kind, JsonErrorKind::TooManyItems(100));
    assert!(error.offset < 400, "{}", error.offset);
    let nested = format!("[{}]", vec!["[1,1,1,1,1,1,1,1,1,1]"; 100].join(","));
    assert_eq!(
        read(nested.as_bytes(), BOUNDS).unwrap_err().kind,
        JsonErrorKind::TooManyValues(500)
    );
    let keys = (0..30)
        .map(|key| format!("\"{key}\":0"))
        .collect::<Vec<_>>()
        .join(",");
    let error = read(format!("{{{keys}}}").as_bytes(), BOUNDS).unwrap_err();
    assert_eq!(error.kind, JsonErrorKind::TooManyKeys(20));
}

#[test]
fn gives_every_element_with_its_own_text() {
    let items = read_items(b" [ {\"a\": 1} ,2 , [3]] ", BOUNDS).unwrap().unwrap();
    let texts: Vec<_> = items.iter().map(|(text, _)| *text).collect();
    assert_eq!(texts, ["{\"a\": 1}", "2", "[3]"]);
    assert_eq!(read_items(b" {} ", BOUNDS).unwrap(), None);
    assert!(read_items(b"[1,2", BOUNDS).is_err());
    assert!(read_items(b"{", BOUNDS).is_err());
}

#[test]
fn writes_amounts_without_needless_zeros() {
    for (minor, written) in [
        (95_000, "950"),
        (1010, "10.1"),
        (1015, "10.15"),
        (-5, "-0.05"),
        (0, "0"),
    ] {
        assert_eq!(to_bytes(&decimal(Money::from_minor(minor))), written.as_bytes());
    }
}

#[test]
fn one_content_has_one_hash() {
    let same = [
        r#"{"a": 1, "b": [10.50, "x"]}"#,
        r#"{"b":[10.5,"\u0078"],"a":1.0}"#,
        r#"{"b":[105e-1,"x"],"a":10e-1}"#,
    ];
    let hash = |text: &str| content_hash(&read(text.as_bytes(), BOUNDS).unwrap());
    for text in same {
        assert_eq!(hash(text), hash(same[0]), "{text}");
    }
    let others = [
        r#"{"a":1,"b":[10.51,"x"]}"#,
        r#"{"a":"1","b":[10.5,"x"]}"#,
        r#"{"a":1,"b":["x",10.5]}"#,
    ];
    for text in others {
        assert_ne!(hash(text), hash(same[0]), "{text}");
    }
}

#[test]
fn names_the_first_place_that_differs() {
    let table = [
        (r#"{"a":1.0}"#, r#"{"a":1}"#, None),
        (r#"{"a":[1,{"b":2}]}"#, r#"{"a":[1,{"b":3}]}"#, Some("a[1].b")),
        (r#"{"a":[1]}"#, r#"{"a":[1,2]}"#, Some("a[1]")),
        (r#"{"a":1}"#, r#"{"a":1,"c":null}"#, Some("c")),
        (r#"{"a":"1"}"#, r#"{"a":1}"#, Some("a")),
        (r#"{"a":{"b":1},"c":1}"#, r#"{"c":2,"a":{"b":1}}"#, Some("c")),
    ];
    for (left, right, path) in table {
        let [old, new] = [left, right].map(|text| read(text.as_bytes(), BOUNDS).unwrap());
        assert_eq!(difference(&old, &new).as_deref(), path, "{left} {right}");
    }
}

fn value() -> impl Strategy<Value = Value<'static>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(integer),
        "-?(0|[1-9][0-9]{0,4})(\\.[0-9]{1,4})?([eE][+-]?[0-9]{1,2})?"
            .prop_map(|number| Value::Number(number.into())),
        any::<String>().prop_map(text),
    ];
    leaf.prop_recursive(3, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::btree_map(any::<String>(), inner, 0..6).prop_map(|fields| {
                Value::Object(
                    fields
                        .into_iter()
                        .map(|(key, value)| (key.into(), value))
                        .collect(),
                )
            }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back(value in value()) {
        let bytes = to_bytes(&value);
        prop_assert_eq!(&read(&bytes, BOUNDS).unwrap(), &value);
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
        prop_assert_eq!(difference(&value, &value), None);
    }

    #[test]
    fn never_panics_on_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, BOUNDS);
        let _ = read_items(&bytes, BOUNDS);
    }

    #[test]
    fn takes_what_another_reader_takes(text in "[\\[\\]{},:\"\\\\0-9eE.+nulltrufasd \\-]{0,24}") {
        let ours = read(text.as_bytes(), BOUNDS);
        let theirs = serde_json::from_str::<&serde_json::value::RawValue>(&text);
        let only_ours = matches!(
            ours.as_ref().map_err(|error| &error.kind),
            Err(JsonErrorKind::DuplicateKey(_) | JsonErrorKind::TooDeep(_))
        );
        prop_assert!(only_ours || ours.is_ok() == theirs.is_ok(), "{:?} {:?}", ours, theirs);
    }

    #[test]
    fn a_cut_never_reads(value in value(), cut in any::<prop::sample::Index>()) {
        let bytes = to_bytes(&Value::Array(vec![value]));
        let end = cut.index(bytes.len());
        prop_assert!(read(&bytes[..end], BOUNDS).is_err());
    }
}
