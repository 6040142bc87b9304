use super::*;
use proptest::prelude::*;
use receipt::*;
use types::{LocalDateTime, Money, Quantity};

const NOW: LocalDateTime = LocalDateTime::from_wall_seconds(1_795_000_000);

mod fields;
mod quirks;

fn v1(body: &str) -> Result<NewTask, Vec<String>> {
    read_as(Door::KomtetV1, body)
}

fn v2(body: &str) -> Result<NewTask, Vec<String>> {
    read_as(Door::KomtetV2, body)
}

fn context(version: FormatVersion) -> LintContext {
    LintContext::new(version, NOW)
}

fn for_door(door: Door) -> LintContext {
    context(match door {
        Door::KomtetV1 => FormatVersion::V1_05,
        Door::KomtetV2 => FormatVersion::V1_2,
    })
}

fn read_as(door: Door, body: &str) -> Result<NewTask, Vec<String>> {
    match read_task(door, &Bytes::copy_from_slice(body.as_bytes()), &for_door(door)) {
        Ok(task) => Ok(task),
        Err(Refusal::Json(error)) => Err(vec![error.to_string()]),
        Err(Refusal::Fields(list)) => Err(list.iter().map(ToString::to_string).collect()),
    }
}

/// The minimal receipt of version 2 with something put in the place of a key.
fn minimal_v2(key: &str, replacement: &str) -> String {
    replaced(
        &[
            ("external_id", r#""order-17""#),
            ("intent", r#""sell""#),
            ("client", r#"{"email": "b@example.com"}"#),
            (
                "company",
                r#"{"sno": 1, "payment_address": "https://shop.example"}"#,
            ),
            (
                "positions",
                r#"[{"name": "Mug", "price": 500, "quantity": 2, "total": 950, "measure": 0, "vat": "22",
                    "payment_method": "full_payment", "payment_object": "product"}]"#,
            ),
            ("payments", r#"[{"type": "card", "sum": 950}]"#),
        ],
        key,
        replacement,
    )
}

fn minimal_v1(key: &str, replacement: &str) -> String {
    replaced(
        &[
            ("external_id", r#""order-17""#),
            ("intent", r#""sell""#),
            ("user", r#""b@example.com""#),
            ("sno", "1"),
            ("print", "false"),
            (
                "positions",
                r#"[{"name": "Mug", "price": 500, "quantity": 2, "total": 950, "vat": "22"}]"#,
            ),
            ("payments", r#"[{"type": "card", "sum": 950}]"#),
        ],
        key,
        replacement,
    )
}

fn position_v2(key: &str, replacement: &str) -> String {
    let position = replaced(
        &[
            ("name", r#""Mug""#),
            ("price", "500"),
            ("quantity", "2"),
            ("total", "950"),
            ("measure", "0"),
            ("vat", r#""22""#),
            ("payment_method", r#""full_payment""#),
            ("payment_object", r#""product""#),
        ],
        key,
        replacement,
    );
    minimal_v2("positions", &format!("[{position}]"))
}

fn position_v1(key: &str, replacement: &str) -> String {
    let fields = [
        ("name", r#""Mug""#),
        ("price", "500"),
        ("quantity", "2"),
        ("total", "950"),
        ("vat", r#""22""#),
    ];
    minimal_v1("positions", &format!("[{}]", replaced(&fields, key, replacement)))
}

/// An object of the fields; an empty replacement leaves the key out, a new key is added.
fn replaced(fields: &[(&str, &str)], key: &str, replacement: &str) -> String {
    let mut written: Vec<String> = fields
        .iter()
        .map(|(name, value)| (name, if *name == key { replacement } else { value }))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("\"{name}\": {value}"))
        .collect();
    if !key.is_empty() && !fields.iter().any(|(name, _)| *name == key) {
        written.push(format!("\"{key}\": {replacement}"));
    }
    format!("{{{}}}", written.join(", "))
}

fn line_v2(key: &str, value: &str) -> ReceiptLine {
    v2(&position_v2(key, value)).unwrap().receipt.lines.remove(0)
}

fn line_v1(key: &str, value: &str) -> ReceiptLine {
    v1(&position_v1(key, value)).unwrap().receipt.lines.remove(0)
}

#[test]
fn reads_the_minimal_receipt_of_version_2() {
    let task = v2(&minimal_v2("", "")).unwrap();
    assert_eq!(
        (task.external_id.text.as_str(), task.intent),
        ("order-17", "sell")
    );
    assert_eq!(task.receipt.taxation, TaxationRegime::SimplifiedIncome);
    assert_eq!(task.receipt.buyer.email.as_deref(), Some("b@example.com"));
    assert_eq!(
        task.receipt.seller.settlement_place.as_deref(),
        Some("https://shop.example")
    );
    assert_eq!(task.receipt.payments.electronic, Money::from_minor(95_000));
    let line = &task.receipt.lines[0];
    assert_eq!(
        (line.price, line.total),
        (Money::from_minor(50_000), Money::from_minor(95_000))
    );
    assert_eq!(
        (line.quantity, line.vat),
        (Quantity::from_millionths(2_000_000), VatRate::Percent(22))
    );
}

#[test]
fn reads_everything_that_version_2_knows() {
    let body = include_str!("tests/data/full_v2.json");
    let task = v2(body).unwrap();
    insta::assert_json_snapshot!("full_v2", task.receipt);
}

#[test]
fn reads_everything_that_version_1_knows() {
    let task = v1(include_str!("tests/data/full_v1.json")).unwrap();
    insta::assert_json_snapshot!("full_v1", task.receipt);
}

#[test]
fn a_batch_is_read_whole_with_the_text_of_each_receipt() {
    let first = minimal_v2("external_id", "1");
    let second = minimal_v2("external_id", "\"2\"");
    let body = Bytes::from(format!("[ {first} , {second}]"));
    let tasks = read_tasks(Door::KomtetV2, &body, &for_door(Door::KomtetV2)).unwrap();
    let bodies: Vec<_> = tasks.iter().map(|task| task.body.clone()).collect();
    assert_eq!(bodies, [first.into_bytes(), second.into_bytes()]);
    assert_eq!(
        tasks[0].external_id,
        ExternalId {
            text: "1".into(),
            spelling: Spelling::Integer
        }
    );
    assert_eq!(
        tasks[1].external_id,
        ExternalId {
            text: "2".into(),
            spelling: Spelling::Text
        }
    );
}

#[test]
fn faults_of_a_batch_begin_with_the_place_in_it() {
    let wrong = minimal_v2("payments", "[]");
    let right = minimal_v2("", "");
    let batch = |items: &[&str]| {
        let body = Bytes::from(format!("[{}]", items.join(",")));
        match read_tasks(Door::KomtetV2, &body, &for_door(Door::KomtetV2)) {
            Err(Refusal::Fields(list)) => list.iter().map(ToString::to_string).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        batch(&[&right, "7", &wrong]),
        [
            "[1]: must be an object; got 7",
            "[2].payments: needs at least one element; got an array",
        ]
    );
    assert_eq!(
        batch(&[&right, &right]),
        ["[1].external_id: stands in element 0 of the batch already; got `order-17`"]
    );
    assert_eq!(batch(&[]), ["body: needs at least one element"]);
    let object = read_tasks(Door::KomtetV2, &Bytes::from(right), &for_door(Door::KomtetV2));
    assert!(matches!(object, Err(Refusal::Fields(list)) if list[0].to_string() == "body: must be an array"));
    let many = Bytes::from(format!("[{}]", vec!["{}"; BATCH_RECEIPTS_MAX + 1].join(",")));
    let many = read_tasks(Door::KomtetV2, &many, &for_door(Door::KomtetV2));
    assert!(matches!(many, Err(Refusal::Fields(list)) if list[0].kind.name() == "too_many"));
}

#[test]
fn a_million_positions_are_refused_before_they_are_read() {
    let positions = format!("[{}]", vec!["{}"; 1_000_000].join(","));
    let faults = v2(&minimal_v2("positions", &positions)).unwrap_err();
    assert!(
        faults[0].starts_with("more than 1000 elements in one array at line 1"),
        "{faults:?}"
    );
}

#[test]
fn a_depth_bomb_is_refused() {
    for bomb in ["[".repeat(500_000), "{\"client\":".repeat(50_000)] {
        let faults = v2(&bomb).unwrap_err();
        assert!(faults[0].starts_with("more than 12 levels"), "{faults:?}");
    }
}

#[test]
fn a_repeated_body_has_the_same_hash_whatever_its_blanks() {
    let body = minimal_v2("", "");
    let other = body.replace(": ", ":").replace("950", "950.00");
    assert_eq!(v2(&body).unwrap().content_hash, v2(&other).unwrap().content_hash);
    assert_ne!(
        v2(&body).unwrap().content_hash,
        v2(&minimal_v2("print", "true")).unwrap().content_hash
    );
}

#[test]
fn a_receipt_can_be_checked_without_sending_it() {
    let context = for_door(Door::KomtetV2);
    let found = |body: String| check(Door::KomtetV2, body.as_bytes(), &context).unwrap();
    assert_eq!(found(minimal_v2("", "")), []);
    let refused = found(minimal_v2("payments", r#"[{"type": "cash", "sum": 900}]"#));
    let places: Vec<_> = refused
        .iter()
        .map(|(severity, fault)| (*severity, fault.path.as_str()))
        .collect();
    assert_eq!(places, [(Severity::Error, "payments")]);
    let odd = found(minimal_v2("company", r#"{"sno": 3, "payment_address": "x"}"#));
    assert!(
        odd.iter()
            .any(|(severity, fault)| *severity == Severity::Error && fault.path == "company.sno")
    );
    assert!(check(Door::KomtetV2, b"{", &context).is_err());
}

const KEYS: &str = "
    external_id intent client user company positions payments cashier sno correction correction_info
    internet timezone callback_url agent_info supplier_info sectoral_check_props operating_check_props
    cashless_payments additional_user_props print name price quantity total measure vat payment_method
    payment_object mark_code mark_quantity nomenclature_code excise gs1m phones paying_agent type sum
    code hex_code
";

/// Any JSON in the place of any field, and any text of the alphabet of JSON.
fn garbage() -> impl Strategy<Value = String> {
    let field = prop_oneof![
        Just("null".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just("[null]".to_owned()),
        Just("true".to_owned()),
        "-?[0-9]{1,20}(\\.[0-9]{1,20})?([eE]-?[0-9]{1,3})?",
        "\"[a-zA-Z0-9@:/. -]{0,20}\"",
    ];
    let keys = prop::sample::select(KEYS.split_whitespace().collect::<Vec<_>>());
    let object = prop::collection::btree_map(keys, field.clone(), 0..12).prop_map(|fields| {
        let fields: Vec<_> = fields
            .iter()
            .map(|(key, value)| format!("\"{key}\":{value}"))
            .collect();
        format!("{{{}}}", fields.join(","))
    });
    prop_oneof![
        object.clone(),
        (object.clone(), object).prop_map(|(outer, inner)| {
            let list = format!(
                "\"positions\":[{inner}],\"payments\":[{inner}],\"client\":{inner},\"company\":{inner}"
            );
            outer
                .replace("\"positions\"", "\"other1\"")
                .replace("\"payments\"", "\"other2\"")
                .replace("\"client\"", "\"other3\"")
                .replace("\"company\"", "\"other4\"")
                .replacen(
                    '{',
                    &format!("{{{list}{}", if outer == "{}" { "" } else { "," }),
                    1,
                )
        })
    ]
}

proptest! {
    #[test]
    fn garbage_gets_an_answer(body in garbage()) {
        for door in [Door::KomtetV1, Door::KomtetV2] {
            if let Err(faults) = read_as(door, &body) {
                prop_assert!(!faults.is_empty());
            }
        }
    }

    #[test]
    fn a_changed_byte_gets_an_answer(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut body = include_bytes!("tests/data/full_v2.json").to_vec();
        let at = at.index(body.len());
        body[at] = byte;
        let _ = read_task(Door::KomtetV2, &Bytes::from(body), &for_door(Door::KomtetV2));
    }

    #[test]
    fn a_cut_is_refused(end in any::<prop::sample::Index>()) {
        let body = include_bytes!("tests/data/full_v1.json");
        let end = end.index(body.trim_ascii_end().len());
        prop_assert!(read_task(Door::KomtetV1, &Bytes::from_static(&body[..end]), &for_door(Door::KomtetV1)).is_err());
    }
}
