use super::*;

fn form() -> TradePointForm {
    TradePointForm {
        name: " Магазин ".into(),
        region: "750000000".into(),
        settlement: "751410000".into(),
        street: "ул. Первая".into(),
        house: "9".into(),
        flat: "1".into(),
        tax_office: "6004".into(),
        latitude: "43.238949".into(),
        longitude: "76.889709".into(),
        activity: "47111".into(),
        address_code: String::new(),
    }
}

fn problems(form: &TradePointForm) -> Vec<String> {
    let errors = TradePoint::parse(form, &Places::shipped().unwrap()).unwrap_err();
    errors
        .as_slice()
        .iter()
        .map(|one| format!("{}: {}", one.path, one.problem))
        .collect()
}

#[test]
fn a_right_form_is_a_trade_point() {
    let point = TradePoint::parse(&form(), &Places::shipped().unwrap()).unwrap();
    assert_eq!(point.name, "Магазин");
    assert_eq!(
        point.address.line,
        "г. Алматы, Бостандыкский район, ул. Первая, 9, 1"
    );
    assert_eq!(point.position.unwrap().latitude_microdegrees, 43_238_949);
    let json = serde_json::to_string(&point).unwrap();
    assert_eq!(serde_json::from_str::<TradePoint>(&json).unwrap(), point);
}

#[test]
fn every_missing_field_is_named_at_once() {
    assert_eq!(
        problems(&TradePointForm::default()),
        [
            "name: must be filled in",
            "address.region: must be filled in",
            "address.settlement: must be filled in",
            "address.street: must be filled in",
            "address.house: must be filled in",
            "tax_office: must be filled in",
        ]
    );
}

#[test]
fn refuses_what_the_dictionaries_do_not_agree_with() {
    let wrong = TradePointForm {
        settlement: "351013100".into(),
        tax_office: "3019".into(),
        latitude: "-33.9".into(),
        longitude: "east".into(),
        activity: "4711".into(),
        house: "1\n2".into(),
        ..form()
    };
    assert_eq!(
        problems(&wrong),
        [
            "address.settlement: `351013100` does not lie in `750000000`",
            "address.house: `1\n2` is not text in one line",
            "tax_office: `3019` does not lie in `750000000`",
            "position.latitude: `-33.9` is not between 40 and 56",
            "position.longitude: `east` is not degrees such as 43.238949",
            "activity: `4711` is not 5 digits of the classifier of activities",
        ]
    );
    let divided = TradePointForm {
        region: "350000000".into(),
        settlement: "351010000".into(),
        tax_office: "3019".into(),
        ..form()
    };
    assert_eq!(
        problems(&divided),
        ["address.settlement: `351010000` is divided: choose the part of it"]
    );
    let unknown = TradePointForm {
        region: "999999999".into(),
        tax_office: "6099".into(),
        longitude: String::new(),
        ..form()
    };
    assert_eq!(
        problems(&unknown),
        [
            "address.region: `999999999` is not in the dictionary",
            "tax_office: `6099` is not in the dictionary",
            "position.longitude: must be filled in",
        ]
    );
}

#[test]
fn lengths_have_limits() {
    for (path, max, set) in [
        (
            "name",
            NAME_MAX,
            (|form, text| form.name = text) as fn(&mut TradePointForm, String),
        ),
        ("address.street", STREET_MAX, |form, text| form.street = text),
        ("address.house", HOUSE_MAX, |form, text| form.house = text),
        ("address.flat", FLAT_MAX, |form, text| form.flat = text),
    ] {
        let mut long = form();
        set(&mut long, "ж".repeat(max));
        assert!(
            TradePoint::parse(&long, &Places::shipped().unwrap()).is_ok(),
            "{path}"
        );
        set(&mut long, "ж".repeat(max + 1));
        assert_eq!(
            problems(&long),
            [format!("{path}: has more than {max} characters")]
        );
    }
}

#[test]
fn only_an_empty_trade_point_is_deleted() {
    assert_eq!(TradePoint::admit_deletion(0), Ok(()));
    assert_eq!(
        TradePoint::admit_deletion(2),
        Err(TradePointInUse { registers: 2 })
    );
}

#[test]
fn the_address_stays_while_the_tax_authority_knows_a_register_there() {
    let places = Places::shipped().unwrap();
    let point = TradePoint::parse(&form(), &places).unwrap();
    let moved = TradePointForm {
        house: "11".into(),
        name: "Лавка".into(),
        ..form()
    };
    let moved = TradePoint::parse(&moved, &places).unwrap();
    assert_eq!(point.admit_change(&moved, 0), Ok(()));
    let refused = point.admit_change(&moved, 1).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "address.house: changes by re-enrollment only"
    );
    let renamed = TradePoint {
        name: "Лавка".into(),
        ..point.clone()
    };
    assert_eq!(point.admit_change(&renamed, 1), Ok(()));
}
