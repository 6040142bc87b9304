use super::*;

fn number(digits: &str) -> U512 {
    U512::from_be_hex(&format!("{digits:0>128}"))
}

/// What the holder of the key computes; RFC 7091, section 6.1.
fn sign(curve: &Curve, key: &U512, hash: &U512, once: &U512) -> Halves {
    let point = curve.multiply_generator(once).expect("not at infinity");
    let r = point.x.rem_vartime(&curve.order);
    let s = curve.scalar(&r) * curve.scalar(key) + curve.scalar(once) * curve.scalar(hash);
    Halves { r, s: s.retrieve() }
}

struct Example {
    curve: CurveName,
    key: &'static str,
    hash: &'static str,
    once: &'static str,
    public: [&'static str; 2],
    halves: [&'static str; 2],
}

/// RFC 7091, sections 7.1 and 7.2.
const EXAMPLES: [Example; 2] = [
    Example {
        curve: CurveName::Test256,
        key: "7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28",
        hash: "2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5",
        once: "77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3",
        public: [
            "7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B",
            "26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA",
        ],
        halves: [
            "41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493",
            "1456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40",
        ],
    },
    Example {
        curve: CurveName::Test512,
        key: "BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B102072E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4",
        hash: "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C5917184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
        once: "359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F365886748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1",
        public: [
            "115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1",
            "37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC",
        ],
        halves: [
            "2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD35492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36",
            "1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A",
        ],
    },
];

#[test]
fn the_examples_of_rfc_7091_hold() {
    for example in EXAMPLES {
        let curve = example.curve.curve();
        let [x, y] = example.public.map(number);
        let [r, s] = example.halves.map(number);
        let public = Point { x, y };
        assert_eq!(curve.multiply_generator(&number(example.key)), Some(public));
        let hash = number(example.hash);
        let halves = sign(curve, &number(example.key), &hash, &number(example.once));
        assert_eq!(halves, Halves { r, s });
        assert!(curve.verify(&public, &hash, &halves));
        let swapped = Halves { r: s, s: r };
        assert!(!curve.verify(&public, &hash, &swapped));
        assert!(!curve.verify(&public, &hash.wrapping_add(&U512::ONE), &halves));
    }
}

#[test]
fn each_curve_holds_its_generator_of_its_order() {
    for name in CurveName::ALL {
        let curve = name.curve();
        assert!(curve.contains(&curve.generator), "{name:?}");
        assert_eq!(curve.multiply_generator(&curve.order), None, "{name:?}");
        let last = curve.order.wrapping_sub(&U512::ONE);
        let opposite = curve.multiply_generator(&last).expect("not at infinity");
        assert_eq!(opposite.x, curve.generator.x, "{name:?}");
        assert_eq!(
            opposite.y,
            curve.prime.wrapping_sub(&curve.generator.y),
            "{name:?}"
        );
    }
}

#[test]
fn a_hash_that_is_zero_counts_as_one() {
    let curve = CurveName::Tc26Size256A.curve();
    let key = number("1234567");
    let public = curve.multiply_generator(&key).expect("not at infinity");
    let halves = sign(curve, &key, &U512::ONE, &number("89ABCDEF"));
    for hash in [U512::ZERO, *curve.order.as_ref(), U512::ONE] {
        assert!(curve.verify(&public, &hash, &halves));
    }
}

#[test]
fn refuses_halves_out_of_range_and_points_off_the_curve() {
    let curve = CurveName::Tc26Size512A.curve();
    let key = number("1234567");
    let hash = number("765");
    let public = curve.multiply_generator(&key).expect("not at infinity");
    let good = sign(curve, &key, &hash, &number("89ABCDEF"));
    assert!(curve.verify(&public, &hash, &good));
    let order: U512 = *curve.order.as_ref();
    for halves in [
        Halves {
            r: U512::ZERO,
            ..good
        },
        Halves {
            s: U512::ZERO,
            ..good
        },
        Halves { r: order, ..good },
        Halves { s: order, ..good },
        Halves {
            s: good.s.wrapping_add(&order),
            ..good
        },
    ] {
        assert!(!curve.verify(&public, &hash, &halves));
    }
    let off = Point {
        x: public.x.wrapping_add(&U512::ONE),
        ..public
    };
    assert!(!curve.verify(&off, &hash, &good));
    let beyond = Point {
        x: public.x.wrapping_add(&curve.prime),
        ..public
    };
    assert!(!curve.contains(&beyond));
}
