use super::*;
use std::path::Path;

const SIGN: &str = "4294967290";
const NUMBER: &str = "010100000001";

/// The shapes that five operators print, with invented values.
#[test]
fn reads_the_shapes_of_all_operators() {
    use LinkOperator::{Jusan, Kartel, Kazakhtelecom, Redirect, Smartcontract, Transtelecom};
    let rows = [
        (
            "http://consumer.oofd.kz?i=4294967290&f=010100000001&s=696.90&t=20231109T203226",
            Some(Kazakhtelecom),
        ),
        (
            "http://consumer.oofd.kz/?i=4294967290&f=010100000001&s=696.9&t=20231109T203226",
            Some(Kazakhtelecom),
        ),
        (
            "https://CONSUMER.OOFD.KZ/?&i=4294967290&f=010100000001&s=696.90&t=20231109T203226",
            Some(Kazakhtelecom),
        ),
        (
            "http://consumer.kofd.kz?t=20231109T203226&s=696.90&f=010100000001&i=4294967290",
            Some(Jusan),
        ),
        (
            "https://cabinet.kofd.kz/consumer?i=4294967290&f=010100000001&s=696.90&t=20231109T203226",
            Some(Jusan),
        ),
        (
            "http://dev.kofd.kz/consumer?i=4294967290&f=010100000001&s=696.90&t=20231109T203226",
            Some(Jusan),
        ),
        (
            "https://ofd1.kz/t/?i=4294967290&f=010100000001&s=696.9&t=20231109T203226",
            Some(Transtelecom),
        ),
        (
            "https://ofd.beeline.kz/t/?i=4294967290&f=010100000001&s=696.9&t=20231109T203226",
            Some(Kartel),
        ),
        (
            "https://consumer.wofd.kz?i=4294967290&f=010100000001&s=696.90&t=20231109T203226",
            Some(Smartcontract),
        ),
        (
            "https://4ek.kz/?o=transtelecom&i=4294967290&f=010100000001&s=696.9&t=20231109T203226",
            Some(Redirect),
        ),
        (
            "http://localhost:8080/r?i=4294967290&f=010100000001&s=696.90&t=20231109T203226#top",
            None,
        ),
    ];
    for (text, operator) in rows {
        let link = ReceiptLink::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(
            (link.sign.as_str(), link.registration_number.as_str()),
            (SIGN, NUMBER),
            "{text}"
        );
        assert_eq!(
            (link.total, link.at.to_string().as_str()),
            (Money::from_minor(69_690), "2023-11-09T20:32:26")
        );
        assert_eq!(link.operator(), operator, "{text}");
        assert!(text.starts_with(&link.base));
    }
}

#[test]
fn prints_what_it_reads() {
    let text = "http://consumer.oofd.kz?i=0849825692&f=010100000001&s=1160.00&t=20261122T195254";
    let link = ReceiptLink::parse(text).expect("a link");
    assert_eq!(link.to_string(), text);
    assert_eq!(link.sign, "0849825692", "leading zeros are kept");
}

#[test]
fn each_fault_is_named() {
    let value = |name, value: &str, expected| LinkError::Value {
        name,
        value: value.to_owned(),
        expected,
    };
    let money = "a sum with at most two decimals";
    let rows = [
        (
            "ftp://a.kz?i=1",
            LinkError::Scheme {
                text: "ftp://a.kz?i=1".to_owned(),
            },
        ),
        (
            "http://?i=1",
            LinkError::Scheme {
                text: "http://?i=1".to_owned(),
            },
        ),
        ("http://a.kz", LinkError::Missing { name: "i" }),
        ("http://a.kz?i=1", LinkError::Missing { name: "f" }),
        ("http://a.kz?i=1&f=2", LinkError::Missing { name: "s" }),
        ("http://a.kz?i=1&f=2&s=3", LinkError::Missing { name: "t" }),
        (
            "http://a.kz?i=1&i=1&f=2&s=3&t=4",
            LinkError::Repeated { name: "i" },
        ),
        ("http://a.kz?i=1x&f=2&s=3&t=4", value("i", "1x", "1 to 20 digits")),
        (
            "http://a.kz?i=123456789012345678901&f=2&s=3&t=4",
            value("i", "123456789012345678901", "1 to 20 digits"),
        ),
        ("http://a.kz?i=1&f=&s=3&t=4", value("f", "", "digits")),
        ("http://a.kz?i=1&f=2&s=3.001&t=4", value("s", "3.001", money)),
        ("http://a.kz?i=1&f=2&s=-3&t=4", value("s", "-3", money)),
        ("http://a.kz?i=1&f=2&s=1e3&t=4", value("s", "1e3", money)),
        (
            "http://a.kz?i=1&f=2&s=3&t=20260231T000000",
            value("t", "20260231T000000", "YYYYMMDDThhmmss"),
        ),
        (
            "https://receipt.kaspi.kz/web?extTranId=1&sale_date=2",
            LinkError::BankPage,
        ),
    ];
    for (text, error) in rows {
        assert_eq!(ReceiptLink::parse(text), Err(error), "{text}");
    }
    let length = LINK_LENGTH_MAX + 1;
    let long = format!("http://a.kz?i={:0>1$}", "", length - 14);
    assert_eq!(ReceiptLink::parse(&long), Err(LinkError::TooLong { length }));
}

/// Real links, where the shared data lie beside the checkout.
#[test]
fn reads_the_real_links() {
    let path = format!(
        "{}/../../../shared/data/kz/qr/urls.csv",
        env!("CARGO_MANIFEST_DIR")
    );
    if !Path::new(&path).exists() {
        eprintln!("skipped: {path} is not there");
        return;
    }
    let text = std::fs::read_to_string(path).expect("it reads");
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    assert!(rows.len() >= 10);
    for row in rows {
        let link = ReceiptLink::parse(row[0]).unwrap_or_else(|error| panic!("{}: {error}", row[0]));
        let got = [
            link.sign.clone(),
            link.registration_number.clone(),
            link.total.to_string(),
            link.at.format(TIME_FORMAT),
        ];
        assert_eq!(got, row[2..6], "{}", row[0]);
    }
}
