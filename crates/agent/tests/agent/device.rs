//! A scripted register behind the ATOL web server, built from the published exchanges in `tests/data`.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use uuid::Uuid;

pub const SERIAL: &str = "00106700000001";
pub const STORAGE: &str = "9999078900001234";

/// What goes wrong with the next receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Sealed; the connection breaks before the answer.
    CutAfterSealing,
    /// Broken before the device takes it.
    CutBeforeTaking,
    /// Sealed; the device forgets its requests, and the connection breaks.
    SealedAndForgotten,
    /// The device says that it has no paper.
    NoPaper,
    /// Refused at the door.
    Refused,
    /// Taken, but the device is blocked and stops before sealing.
    Interrupted,
}

#[derive(Default)]
pub struct Device {
    pub shift: Shift,
    pub documents: Vec<Value>,
    requests: HashMap<String, Value>,
    pub troubles: VecDeque<Trouble>,
    pub off: Power,
    /// Exchanges after which it goes off.
    pub off_after: Option<u32>,
    /// Requests that sealed or tried to, as they came.
    pub receipts: Vec<Value>,
    /// Verdict of the marking check: bits of tag 2106.
    pub marks: u8,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    #[default]
    Closed,
    Opened,
    Expired,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    #[default]
    On,
    Off,
}

pub type Shared = Arc<Mutex<Device>>;

impl Device {
    pub fn sealed_receipts(&self) -> usize {
        self.documents
            .iter()
            .filter(|document| document["fiscalDocumentType"] == "receipt")
            .count()
    }

    /// Seals a document as another program at the same register would.
    pub fn seal(&mut self, kind: &str, operation: u8, total: &Value) -> Value {
        let number = self.documents.len() + 1;
        self.documents.push(json!({
            "fiscalDocumentType": kind, "1012": "2026-01-12T12:00:00", "1020": total, "1038": 4, "1040": number,
            "1041": STORAGE, "1042": number, "1054": operation,
            "qr": format!("t=20260112T1200&s=1.00&fn={STORAGE}&i={number}&fp={}&n={operation}", 3_000_000_000_u32 + number as u32),
        }));
        json!({"fiscalParams": {
            "fiscalDocumentDateTime": "2026-01-12T12:00:00+03:00", "fiscalDocumentNumber": number,
            "fiscalDocumentSign": (3_000_000_000_u32 + number as u32).to_string(), "fiscalReceiptNumber": number,
            "fnNumber": STORAGE, "registrationNumber": "0000000042012345", "shiftNumber": 4, "total": total,
        }, "warnings": null})
    }

    fn is_off(&mut self) -> bool {
        match &mut self.off_after {
            Some(0) => self.off = Power::Off,
            Some(left) => *left -= 1,
            None => {}
        }
        self.off == Power::Off
    }

    /// A request that was under way arrives and is sealed after all.
    pub fn take_late(&mut self, key: Uuid, request: &str) {
        let tasks: Vec<Value> = serde_json::from_str(request).unwrap();
        let results: Vec<Value> = tasks.iter().map(|task| self.answer(task)).collect();
        self.requests.insert(key.to_string(), json!({"results": results}));
    }

    fn answer(&mut self, task: &Value) -> Value {
        let done = |result: Value| json!({"status": "ready", "error": {"code": 0, "description": "Ошибок нет"}, "result": result});
        let failed =
            |code: i64, text: &str| json!({"status": "error", "error": {"code": code, "description": text}});
        match task["type"].as_str().unwrap() {
            "getDeviceInfo" => done(json!({"deviceInfo": {"serial": SERIAL, "modelName": "АТОЛ 30Ф"}})),
            "getRegistrationInfo" => done(json!({
                "device": {"registrationNumber": "0000000042012345"},
                "organization": {"name": "ООО Ромашка", "vatin": "7700000016", "address": "Примерная, 1"},
                "ofd": {"host": "ofd.example", "vatin": "7700000023"},
            })),
            "getFnInfo" => done(
                json!({"fnInfo": {"serial": STORAGE, "validityDate": "2027-02-26T00:00:00+03:00",
                "warnings": {"needReplacement": false, "resourceExhausted": true, "memoryOverflow": false, "ofdTimeout": true, "criticalError": false}}}),
            ),
            "getFnStatus" => done(json!({"fnStatus": {"fiscalDocumentNumber": self.documents.len()}})),
            "getShiftStatus" => {
                let state = match self.shift {
                    Shift::Closed => "closed",
                    Shift::Opened => "opened",
                    Shift::Expired => "expired",
                };
                done(json!({"shiftStatus": {"state": state, "number": 4}}))
            }
            "openShift" => {
                self.shift = Shift::Opened;
                done(self.seal("openShift", 0, &json!(0)))
            }
            "closeShift" => {
                self.shift = Shift::Closed;
                done(self.seal("closeShift", 0, &json!(0)))
            }
            "ofdExchangeStatus" => done(json!({"status": {"notSentCount": 3}})),
            "validateMarks" => {
                let bit = |bit: u8| self.marks & (1 << bit) != 0;
                let verdict = json!({"onlineValidation": {"itemInfoCheckResult": {"imcCheckFlag": bit(0), "imcCheckResult": bit(1),
                    "imcStatusInfo": bit(2), "imcEstimatedStatusCorrect": bit(3), "ecrStandAloneFlag": bit(4)}}});
                done(Value::Array(vec![
                    verdict;
                    task["params"].as_array().unwrap().len()
                ]))
            }
            "getFnDocument" => match self
                .documents
                .get(task["fiscalDocumentNumber"].as_u64().unwrap() as usize - 1)
            {
                Some(document) => done(json!({"documentTLV": document})),
                None => failed(8, "Запрошенные данные отсутствуют"),
            },
            "sell" | "sellReturn" => {
                self.receipts.push(task.clone());
                match self.shift {
                    Shift::Opened => {
                        let operation = if task["type"] == "sell" { 1 } else { 2 };
                        done(self.seal("receipt", operation, &task["total"]))
                    }
                    Shift::Closed | Shift::Expired => failed(68, "Смена закрыта"),
                }
            }
            other => failed(1, &format!("unknown task {other}")),
        }
    }
}

async fn submit(State(device): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let mut device = device.lock().unwrap();
    if device.is_off() {
        return broken();
    }
    if headers
        .get("authorization")
        .is_none_or(|value| value != "Basic YXRvbDpzZWNyZXQ=")
    {
        let refused = json!({"error": {"code": 504, "description": "Авторизация не пройдена"}});
        return (StatusCode::UNAUTHORIZED, Json(refused)).into_response();
    }
    let request: Value = serde_json::from_slice(&body).unwrap();
    let key = request["uuid"].as_str().unwrap().to_owned();
    if device.requests.contains_key(&key) {
        let refused = json!({"error": {"code": 510, "description": "Задание с таким uuid уже существует"}});
        return (StatusCode::CONFLICT, Json(refused)).into_response();
    }
    let tasks = request["request"].as_array().unwrap();
    let is_receipt = matches!(tasks[0]["type"].as_str(), Some("sell" | "sellReturn"));
    let trouble = if is_receipt {
        device.troubles.pop_front()
    } else {
        None
    };
    let accepted = json!({"uuid": key, "number": 1, "isBlocked": false, "blockedUUID": ""});
    let results = |device: &mut Device| json!({"results": tasks.iter().map(|task| device.answer(task)).collect::<Vec<_>>()});
    match trouble {
        None => {
            let results = results(&mut device);
            device.requests.insert(key, results);
            (StatusCode::CREATED, Json(accepted)).into_response()
        }
        Some(Trouble::CutAfterSealing) => {
            let results = results(&mut device);
            device.requests.insert(key, results);
            broken()
        }
        Some(Trouble::SealedAndForgotten) => {
            results(&mut device);
            device.requests.clear();
            broken()
        }
        Some(Trouble::CutBeforeTaking) => broken(),
        Some(Trouble::NoPaper) => {
            let error = json!({"status": "error", "error": {"code": 44, "description": "Нет бумаги"}});
            device.requests.insert(key, json!({"results": [error]}));
            (StatusCode::CREATED, Json(accepted)).into_response()
        }
        Some(Trouble::Refused) => {
            let refused = json!({"error": {"code": 502, "description": "Неверное задание"}});
            (StatusCode::BAD_REQUEST, Json(refused)).into_response()
        }
        Some(Trouble::Interrupted) => {
            let blocked = json!({"uuid": key, "number": 1, "isBlocked": true, "blockedUUID": key});
            device.requests.insert(
                key,
                json!({"results": [{"status": "interrupted", "error": {"code": 0, "description": ""}}]}),
            );
            (StatusCode::CREATED, Json(blocked)).into_response()
        }
    }
}

async fn results(State(device): State<Shared>, Path(key): Path<String>) -> Response {
    let mut device = device.lock().unwrap();
    if device.is_off() {
        return broken();
    }
    match device.requests.get(&key) {
        Some(results) => (StatusCode::CREATED, Json(results)).into_response(),
        None => (
            StatusCode::NOT_FOUND,
            Json(json!({"error": {"code": 404, "description": "not found"}})),
        )
            .into_response(),
    }
}

/// An answer that breaks off after its head.
pub fn broken() -> Response {
    let cut = futures::stream::once(async { Err::<Bytes, _>(std::io::Error::other("cut")) });
    Response::new(Body::from_stream(cut))
}

pub fn router(device: &Shared) -> Router {
    Router::new()
        .route("/api/v2/requests", post(submit))
        .route("/api/v2/requests/{key}", get(results))
        .with_state(Arc::clone(device))
}
