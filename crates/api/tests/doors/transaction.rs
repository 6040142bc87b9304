//! Transactions of Kazakh registers, and archives.

use app::kz_ofd::transactions::{TransactionFilter, TransactionKey, TransactionKind, TransactionSource};
use store::kz_documents::{KzDocumentOperation, KzIssue, KzPageFilter};
use store::kz_reports::KzReportKind;
use types::LocalDateTime;

use crate::client::{Answer, Client, assert_failure};
use crate::fake::{CASHIER, OPERATOR, PROGRAM};
use crate::fake_transaction::{AT, BUSIEST, CROWDED};

async fn get(client: &Client, path: &str) -> Answer {
    client.owner("GET", &format!("/api/v1{path}"), "").await
}

#[tokio::test]
async fn registers_are_listed_and_shown_by_key() {
    let client = Client::new();
    for token in [CASHIER, OPERATOR, PROGRAM] {
        let answer = client
            .bearer(token, "GET", "/api/v1/kz-registers?limit=2", "")
            .await;
        let page = answer.json();
        assert_eq!(
            (page["rows"][1]["id"].as_i64(), page["next_after"].as_i64()),
            (Some(2), Some(2)),
            "{page}"
        );
    }
    let rest = get(&client, "/kz-registers?limit=2&after=2").await.json();
    assert_eq!(
        (rest["rows"].as_array().unwrap().len(), &rest["next_after"]),
        (1, &serde_json::Value::Null)
    );
    let one = get(&client, "/kz-registers/1").await.json();
    assert_eq!(one["register"]["standing"]["state"], "in_service");
    assert_eq!(one["facts"]["link"]["connect_time"], 7);
    assert!(
        !one.to_string().contains("4294967295"),
        "a token is a secret: {one}"
    );
}

#[tokio::test]
async fn transactions_are_narrowed_and_paged_by_key() {
    let client = Client::new();
    let query = "kind=buy&shift_number=3&from=2026-11-01&to=2026-12-01T00:00:00&autonomous=true&fiscal_sign=9&\
                 document_number=8&limit=2";
    let page = get(&client, &format!("/kz-registers/1/transactions?{query}"))
        .await
        .json();
    let (filter, after, limit) = client.fake.state.lock().unwrap().transactions.unwrap();
    let expected = TransactionFilter {
        kind: Some(TransactionKind::Document(KzDocumentOperation::Buy)),
        page: KzPageFilter {
            operation: None,
            shift_number: Some(3),
            from: LocalDateTime::from_wall_seconds(1_793_491_200).into(),
            to: LocalDateTime::from_wall_seconds(1_796_083_200).into(),
            issue: Some(KzIssue::Autonomous),
            sign: Some(9),
            document_number: Some(8),
        },
    };
    assert_eq!((filter, after, limit), (expected, None, 2));
    let rows = &page["rows"];
    assert_eq!(
        (&rows[0]["kind"], &rows[0]["difference_count"]),
        (&"z".into(), &2.into())
    );
    assert_eq!(rows[0]["figures"]["receipts"]["sell"]["count"], 0);
    assert_eq!(
        (&rows[1]["total_minor"], &rows[1]["flags"][0]),
        (&116_000.into(), &"too_old".into())
    );
    assert_eq!(rows[1]["address"], "/api/v1/kz-documents/12");
    let next = page["next_after"].as_str().unwrap();
    get(
        &client,
        &format!("/kz-registers/1/transactions?after={next}&limit=9999"),
    )
    .await;
    let (_, after, limit) = client.fake.state.lock().unwrap().transactions.unwrap();
    let key = TransactionKey {
        at: AT,
        source: TransactionSource::Document,
        id: 12,
    };
    assert_eq!((after, limit), (Some(key), 200));
}

#[tokio::test]
async fn the_histories_are_of_their_kind() {
    let client = Client::new();
    for (path, kind) in [("z-reports", KzReportKind::Z), ("x-reports", KzReportKind::X)] {
        assert_eq!(
            get(&client, &format!("/kz-registers/1/{path}?shift_number=4"))
                .await
                .status,
            200
        );
        let (filter, ..) = client.fake.state.lock().unwrap().transactions.unwrap();
        assert_eq!(filter.kind, Some(TransactionKind::Report(kind)));
        let refused = get(&client, &format!("/kz-registers/1/{path}?kind=sell")).await;
        assert_failure(&refused, 422, "invalid_fields");
    }
    let shifts = get(&client, "/kz-registers/1/shifts?limit=1").await.json();
    assert_eq!(
        (&shifts["open"], &shifts["rows"][0]["z_report_id"]),
        (&serde_json::Value::Null, &5.into())
    );
    assert_eq!(shifts["next_after"], "1795000000.r.5");
    let incidents = get(&client, "/kz-registers/1/incidents").await.json();
    assert_eq!(incidents["rows"][0]["kind"], "counters_differ");
}

#[tokio::test]
async fn what_is_wrong_with_a_filter_is_named_with_what_would_be_right() {
    let client = Client::new();
    let wrong = [
        ("kind", "cheque"),
        ("from", "yesterday"),
        ("to", "2026-13-01"),
        ("autonomous", "yes"),
        ("fiscal_sign", "4294967296"),
        ("shift_number", "-1"),
        ("document_number", "x"),
        ("after", "1.q.2"),
        ("after", "1.d.2.3"),
        ("knd", "z"),
    ];
    for (name, value) in wrong {
        let answer = get(&client, &format!("/kz-registers/1/transactions?{name}={value}")).await;
        assert_failure(&answer, 422, "invalid_fields");
        let fault = &answer.json()["fields"][0];
        assert!(
            fault.to_string().contains(name) && fault.to_string().contains(value),
            "{fault}"
        );
    }
    let answer = get(&client, "/kz-registers/1/archive?forms=text,docx").await;
    assert_failure(&answer, 422, "invalid_fields");
}

#[tokio::test]
async fn a_transaction_has_its_forms() {
    let client = Client::new();
    for form in ["json", "text", "html", "pdf", "escpos-58", "escpos-80", "payload"] {
        assert_eq!(
            get(&client, &format!("/kz-documents/1/{form}")).await.status,
            200,
            "{form}"
        );
    }
    assert_eq!(get(&client, "/kz-reports/1/pdf").await.status, 200);
    assert_failure(&get(&client, "/kz-reports/1/payload").await, 404, "not_found");
    assert_failure(&get(&client, "/kz-documents/1/docx").await, 404, "not_found");
}

#[tokio::test]
async fn an_archive_is_a_file_of_what_the_list_shows() {
    let client = Client::new();
    let answer = get(&client, "/kz-registers/1/archive?kind=z&forms=pdf,text").await;
    let (filter, ..) = client.fake.state.lock().unwrap().transactions.unwrap();
    assert_eq!(filter.kind, Some(TransactionKind::Report(KzReportKind::Z)));
    assert_eq!(answer.headers["content-type"], "application/zip");
    assert_eq!(
        answer.headers["content-disposition"],
        "attachment; filename=\"register-1.zip\""
    );
    assert_eq!(answer.body, b"Zip([Pdf, Text]) and on");
    let answer = get(&client, "/kz-registers/1/summary").await;
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(answer.body, b"Summary and on");
}

#[tokio::test]
async fn an_archive_that_would_be_too_much_is_refused_before_it_begins() {
    let client = Client::new();
    let answer = get(&client, &format!("/kz-registers/{BUSIEST}/archive")).await;
    assert_failure(&answer, 409, "too_many_documents");
    assert!(answer.json()["message"].as_str().unwrap().contains("20000"));
    let answer = get(&client, &format!("/kz-registers/{CROWDED}/summary")).await;
    assert_failure(&answer, 503, "busy");
    assert_eq!(answer.headers["retry-after"], "10");
}

#[tokio::test]
async fn an_archive_of_documents_is_of_one_register() {
    let client = Client::new();
    let answer = get(&client, "/document-archive?shift_number=1").await;
    assert_failure(&answer, 422, "invalid_fields");
    let answer = get(
        &client,
        "/document-archive?fiscal_storage=9999078900000001&forms=json",
    )
    .await;
    assert_eq!(
        answer.headers["content-disposition"],
        "attachment; filename=\"storage-9999078900000001.zip\""
    );
    let answer = get(&client, "/document-summary?registration_number=0000000001000012").await;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
}
