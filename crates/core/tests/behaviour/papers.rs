//! Documents and reports on paper, as pages and as files; lines that are taken back.

use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::operator::Fate;
use crate::world::{PIN, World, sale};

const REGISTER: &str = "/api/v1/registers/1";

/// Kind, name of the file and bytes.
async fn file(world: &World, path: &str) -> (String, String, Vec<u8>) {
    let request = axum::http::Request::builder()
        .uri(format!("{REGISTER}/{path}"))
        .header("host", "localhost")
        .header("authorization", format!("Bearer {PIN}"))
        .body(axum::body::Body::empty())
        .unwrap();
    let response = world.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    let (kind, name) = (header("content-type"), header("content-disposition"));
    let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
    (kind, name, bytes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_and_each_report_come_in_each_form_and_width() {
    let world = World::selling().await;
    world.sell("a", "100.00").await.done();
    let papers = ["documents/1", "reports/x", "reports/sections", "reports/cashiers"];
    for paper in papers {
        for (form, kind, begins) in [
            ("text", "text/plain; charset=utf-8", ""),
            ("html", "text/html; charset=utf-8", "<!DOCTYPE html>"),
            ("pdf", "application/pdf", "%PDF"),
            ("escpos", "application/octet-stream", "\u{1b}@"),
        ] {
            let (got, name, bytes) = file(&world, &format!("{paper}/{form}")).await;
            assert_eq!(got, kind, "{paper}");
            assert!(name.contains("filename=\"1-"), "{name}");
            assert!(bytes.starts_with(begins.as_bytes()), "{paper} {form}");
        }
        for (width, columns) in [("57", 32), ("80", 48)] {
            let (_, _, text) = file(&world, &format!("{paper}/text?paper={width}")).await;
            let text = String::from_utf8(text).unwrap();
            let widest = text.lines().map(|line| line.chars().count()).max();
            assert!(widest.unwrap() <= columns && text.contains("100,00"), "{text}");
        }
        // Narrow and wide paper have 48 and 72 bytes a row.
        for (width, bytes_a_row) in [("57", 48), ("80", 72)] {
            let (_, _, bytes) = file(&world, &format!("{paper}/escpos?paper={width}")).await;
            let picture = bytes
                .windows(4)
                .position(|part| part == [0x1d, 0x76, 0x30, 0])
                .unwrap();
            assert_eq!(bytes[picture + 4], bytes_a_row, "{paper}");
        }
    }
    let (_, _, original) = file(&world, "documents/1/text").await;
    let (_, _, copy) = file(&world, "documents/1/text?copy=yes").await;
    let has = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("КОПИЯ ДОКУМЕНТА");
    assert!(!has(&original) && has(&copy));
    let ask = async |path: &str| world.get(&format!("{REGISTER}/{path}"), PIN).await.code();
    assert_eq!(ask("reports/last-z/text").await, 9);
    let closed = world
        .post(&format!("{REGISTER}/z-reports"), PIN, "z", json!({}))
        .await;
    closed.done();
    let (_, _, z) = file(&world, "reports/last-z/text").await;
    let (_, _, document) = file(&world, "documents/2/text").await;
    assert!(String::from_utf8_lossy(&z).contains("100,00"));
    assert!(String::from_utf8_lossy(&document).contains("100,00"));
    assert_eq!(ask("documents/1/png").await, 42);
    assert_eq!(ask("reports/y/text").await, 42);
    assert_eq!(ask("documents/1/text?paper=60").await, 2);
    assert_eq!(ask("documents/1/text?copy=1").await, 2);
    assert_eq!(ask("documents/9/pdf").await, 9);
    let style = world.get("/static/slip-0.1.0.css", "").await;
    assert_eq!(style.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_autonomous_receipt_is_looked_up_by_its_own_sign_and_names_its_operator() {
    let mut world = World::selling().await;
    world.operator.usual(Fate::CutBefore);
    let unknown = world.sell("a", "10.00").await.done();
    assert_eq!(
        unknown["link"],
        json!(null),
        "nobody has told yet where receipts are looked up"
    );
    world.operator.usual(Fate::Answered);
    world
        .until("informed", |state| {
            state["queue"].is_null() && state["mode"]["name"] == "online"
        })
        .await;
    world.sell("b", "10.00").await.done();
    world.operator.usual(Fate::CutBefore);
    let link = "http://consumer.example.kz?i=1002&f=010100000001&s=1234.50&t=20261122T100000";
    let sold = world.sell("c", "1234.50").await.done();
    assert_eq!(
        (&sold["link"], &sold["fiscal_sign"]),
        (&json!(link), &json!(null))
    );
    // INFO and restarts do not make it forgotten.
    world.stop().await;
    world.start().await;
    let document = world.get(&format!("{REGISTER}/documents/3"), PIN).await.done();
    assert_eq!(document["link"], json!(link));
    let (_, _, text) = file(&world, "documents/3/text").await;
    let text = String::from_utf8(text).unwrap();
    for words in [
        "ФДО/ОФД: Own",
        "consumer.example.kz",
        "1002",
        "1002&f=010100000001",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storno_line_takes_an_earlier_line_back() {
    let world = World::selling().await;
    let mut body = sale("100.00");
    body["lines"] = json!([
        {"name": "Milk", "price": "100.00", "vat": {"rate": "16"}},
        {"name": "Bread", "price": "40.00", "vat": {"rate": "16"}},
        {"storno": 1},
    ]);
    let path = format!("{REGISTER}/receipts");
    let receipt = world.post(&path, PIN, "a", body.clone()).await.done();
    assert_eq!(
        (&receipt["total"], &receipt["lines"][2]),
        (&json!("100.00"), &json!({"storno": 1}))
    );
    assert_eq!(receipt["vat"][0]["amount"], "13.79");
    let counted = world
        .operator
        .with(|books| books.books.counters().cash_in_drawer.to_string());
    assert_eq!(counted, "100.00", "the operator counts it so too");
    let findings = async |key: &str, storno: Value| {
        let mut wrong = body.clone();
        wrong["lines"][2] = json!({ "storno": storno });
        world.post(&path, PIN, key, wrong).await.data()["findings"].clone()
    };
    // A line that is not there, the storno itself, and no number at all.
    for wrong in [json!(7), json!(2), json!("first")] {
        let found = findings("b", wrong.clone()).await;
        assert!(
            found[0]["field"].as_str().unwrap().starts_with("lines[2]"),
            "{wrong}: {found}"
        );
    }
    body["lines"].as_array_mut().unwrap().push(json!({"storno": 1}));
    let twice = world.post(&path, PIN, "c", body.clone()).await;
    assert_eq!(twice.code(), 2, "{}", twice.text);
    let text = world.get(&format!("{REGISTER}/documents/1/text"), PIN).await.text;
    assert!(
        !text.contains("Bread") && text.contains("100,00"),
        "paper shows what was sold: {text}"
    );
}
