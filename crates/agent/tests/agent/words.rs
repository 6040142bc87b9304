//! The driver's words: published exchanges, and a golden of everything that a receipt can tell.

use std::path::Path;
use std::sync::{Arc, Mutex};

use agent::{AtolConfig, AtolDriver, DeviceError, Driver, Found, MarkVerdict};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, body::Bytes};
use receipt::{
    Agent, AgentRole, Buyer, Cashier, Correction, CorrectionKind, DocumentForm, Fraction, LineSubject,
    MarkedItem, MarkingKind, MeasureUnit, NamedDetail, Operation, OperationalDetail, Payments, Receipt,
    ReceiptLine, SectoralDetail, Seller, SettlementMethod, Supplier, TaxationRegime, TransferOperator,
    VatRate,
};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use types::{Inn, LocalDateTime, Money, Quantity, SeededRng};
use uuid::Uuid;

/// Answers everything with one published answer and keeps what was asked.
struct Vector {
    status: StatusCode,
    reply: Value,
    asked: Mutex<Vec<Value>>,
}

async fn answer(State(vector): State<Arc<Vector>>, body: Bytes) -> Response {
    if let Ok(asked) = serde_json::from_slice(&body) {
        vector.asked.lock().unwrap().push(asked);
    }
    (vector.status, Json(vector.reply.clone())).into_response()
}

fn vectors() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/atol_web_api.json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file["exchanges"].as_array().unwrap().clone()
}

/// A driver whose web server gives the answer of one exchange.
async fn driver(servers: &mut JoinSet<()>, exchange: &Value) -> (AtolDriver, Arc<Vector>) {
    let status = StatusCode::from_u16(u16::try_from(exchange["status"].as_u64().unwrap()).unwrap()).unwrap();
    let vector = Arc::new(Vector {
        status,
        reply: exchange["reply"].clone(),
        asked: Mutex::default(),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(Arc::clone(&vector));
    servers.spawn(async move { axum::serve(listener, router).await.unwrap() });
    let config = AtolConfig {
        base_url,
        ..AtolConfig::local()
    };
    (
        AtolDriver::new(config, Arc::new(SeededRng::new(1))).unwrap(),
        vector,
    )
}

#[tokio::test]
async fn the_published_exchanges_are_understood() {
    let mut servers = JoinSet::new();
    let [open_shift, _, unauthorized, in_progress, ready] = vectors().try_into().unwrap();
    let key = Uuid::parse_str(open_shift["body"]["uuid"].as_str().unwrap()).unwrap();

    let (accepting, vector) = driver(&mut servers, &open_shift).await;
    accepting
        .submit(key, &open_shift["body"]["request"].to_string())
        .await
        .unwrap();
    assert_eq!(vector.asked.lock().unwrap()[0], open_shift["body"]);

    let (refusing, _) = driver(&mut servers, &unauthorized).await;
    let Err(DeviceError::Refused(refusal)) = refusing.submit(key, "[]").await else {
        panic!("not refused")
    };
    assert_eq!(
        (refusal.code, refusal.description.as_str()),
        (504, "Авторизация не пройдена")
    );

    let (working, _) = driver(&mut servers, &in_progress).await;
    assert_eq!(working.find(key).await, Ok(Found::Pending));

    let (finished, _) = driver(&mut servers, &ready).await;
    let status = "ready without numbers".to_owned();
    assert_eq!(finished.find(key).await, Ok(Found::Interrupted { status }));
}

fn day(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text, "%d.%m.%Y").unwrap()
}

fn inn() -> Option<Inn> {
    Some(Inn::parse("7700000023").unwrap())
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn permit() -> SectoralDetail {
    SectoralDetail {
        federal_id: "030".to_owned(),
        date: day("21.11.2023"),
        number: "1944".to_owned(),
        value: "UUID=1&Time=2".to_owned(),
    }
}

/// A line that tells everything a line can.
fn full_line() -> ReceiptLine {
    ReceiptLine {
        name: "Mug".to_owned(),
        price: Money::from_minor(10_000),
        quantity: Quantity::ONE,
        total: Money::from_minor(9_999),
        measure: MeasureUnit::PIECE,
        measure_name: None,
        vat: VatRate::Calculated(22),
        method: SettlementMethod::FullPrepayment,
        subject: LineSubject::GOOD_MARKED,
        item_id: text("not fiscal"),
        additional_detail: text("line detail"),
        excise: Some(Money::from_minor(5)),
        country_code: text("643"),
        declaration_number: text("10702020/060520/0013422"),
        agent: Some(Agent {
            role: AgentRole::PayingAgent,
            paying_agent_operation: text("payment"),
            paying_agent_phones: vec!["+79990000001".to_owned()],
            receiver_phones: vec!["+79990000002".to_owned()],
            transfer_operator: TransferOperator {
                name: text("Transfer"),
                phones: vec!["+79990000003".to_owned()],
                address: text("2 Sample Street"),
                inn: inn(),
            },
        }),
        supplier: Some(Supplier {
            name: text("Principal"),
            phones: vec!["+79990000004".to_owned()],
            inn: inn(),
        }),
        marking: Some(MarkedItem {
            kind: MarkingKind::Gs1Marked,
            code: "0104601234567893215abcde\u{1d}93dGVz".to_owned(),
            fraction: Some(Fraction {
                numerator: 1,
                denominator: 2,
            }),
            planned_status: Some(2),
        }),
        sectoral: vec![permit()],
        wholesale: false,
    }
}

fn full_receipt() -> Receipt {
    let weighed = ReceiptLine {
        name: "Tea".to_owned(),
        quantity: Quantity::from_millionths(958_000),
        total: Money::from_minor(9_580),
        measure: MeasureUnit(11),
        vat: VatRate::NotSubject,
        method: SettlementMethod::FullPayment,
        subject: LineSubject::GOOD,
        additional_detail: None,
        excise: None,
        country_code: None,
        declaration_number: None,
        agent: None,
        supplier: None,
        marking: Some(MarkedItem {
            kind: MarkingKind::Ean13,
            code: "4601234567893".to_owned(),
            fraction: None,
            planned_status: None,
        }),
        sectoral: Vec::new(),
        ..full_line()
    };
    Receipt {
        operation: Operation::SellReturn,
        form: DocumentForm::Receipt,
        correction: None,
        taxation: TaxationRegime::SimplifiedIncomeMinusExpense,
        seller: Seller {
            inn: inn(),
            settlement_address: text("1 Sample Street"),
            settlement_place: text("https://shop.example"),
        },
        buyer: Buyer {
            email: text("b@example.com"),
            phone: text("+79990000005"),
            name: text("Buyer"),
            inn: inn(),
            birth_date: Some(day("01.02.1990")),
            citizenship: text("643"),
            document_code: text("21"),
            document_data: text("0000 000000"),
            address: text("3 Sample Street"),
        },
        lines: vec![full_line(), weighed],
        payments: Payments {
            cash: Money::from_minor(1),
            electronic: Money::from_minor(2),
            prepaid: Money::from_minor(3),
            postpaid: Money::from_minor(4),
            in_kind: Money::from_minor(19_569),
        },
        cashier: Some(Cashier {
            name: "Cashier".to_owned(),
            inn: inn(),
        }),
        additional_detail: text("receipt detail"),
        user_detail: Some(NamedDetail {
            name: "order".to_owned(),
            value: "17".to_owned(),
        }),
        sectoral: vec![permit()],
        operational: Some(OperationalDetail {
            id: 0,
            value: "data".to_owned(),
            at: day("12.01.2026").plus_s(45_296),
        }),
        cashless: Vec::new(),
        internet: Some(true),
        time_zone: Some(2),
        print: true,
    }
}

fn correction() -> Receipt {
    Receipt {
        operation: Operation::Buy,
        correction: Some(Correction {
            kind: CorrectionKind::ByOrder,
            date: day("10.01.2026"),
            order_number: text("12/345"),
        }),
        buyer: Buyer::default(),
        sectoral: Vec::new(),
        operational: None,
        additional_detail: None,
        user_detail: None,
        cashier: None,
        print: false,
        lines: vec![ReceiptLine {
            quantity: Quantity::from_whole(3).unwrap(),
            total: Money::from_minor(29_999),
            marking: None,
            sectoral: Vec::new(),
            agent: None,
            ..full_line()
        }],
        ..full_receipt()
    }
}

#[test]
fn everything_that_a_receipt_tells_has_its_word() {
    let driver = AtolDriver::new(AtolConfig::local(), Arc::new(SeededRng::new(1))).unwrap();
    for (name, receipt) in [
        ("atol_return.json", full_receipt()),
        ("atol_correction.json", correction()),
    ] {
        let task = driver.compose(&receipt, &[MarkVerdict(15)]).unwrap();
        serde_json::from_str::<Value>(&task).unwrap();
        compare(
            name,
            &task
                .replace(",\"", ",\n\"")
                .replace('{', "{\n")
                .replace('}', "\n}"),
        );
    }
}

#[test]
fn a_marked_good_is_never_split() {
    let driver = AtolDriver::new(AtolConfig::local(), Arc::new(SeededRng::new(1))).unwrap();
    let mut receipt = full_receipt();
    receipt.lines[0].quantity = Quantity::from_whole(3).unwrap();
    receipt.lines[0].total = Money::from_minor(29_999);
    let refused = driver.compose(&receipt, &[]).unwrap_err();
    assert_eq!(
        refused.what,
        "a marked good of several pieces whose discount does not divide evenly"
    );
}

/// Compares with a golden file; writes it instead when `UPDATE_GOLDEN` is set.
fn compare(name: &str, got: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, got).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == got,
        "{} differs; UPDATE_GOLDEN=1 writes it anew:\n{got}",
        path.display()
    );
}
