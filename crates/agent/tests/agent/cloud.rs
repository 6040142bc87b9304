//! A scripted cloud behind the register door.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use serde_json::{Value, json};

use crate::device::{SERIAL, broken};

pub const POS_KEY: &str = "pos-key";
pub const POS_SECRET: &str = "pos-secret";

/// What goes wrong with the next heartbeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Taken; the answer gets lost.
    AnswerLost,
    /// The cloud fails.
    Failed,
}

#[derive(Default)]
pub struct Cloud {
    /// Address as the agent writes it.
    pub address: String,
    pub tasks: VecDeque<Value>,
    pub troubles: VecDeque<Trouble>,
    /// Reports in the order they came, repeats included.
    pub reports: Vec<Value>,
    /// States of the device in the order they came.
    pub printers: Vec<Value>,
    pub activations: usize,
    pub refusal: Option<StatusCode>,
}

pub type Shared = Arc<Mutex<Cloud>>;

impl Cloud {
    fn is_signed(&self, key: &str, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> bool {
        let url = format!("{}{uri}", self.address);
        let mac = Hmac::<Md5>::new_from_slice(key.as_bytes()).unwrap();
        let mac = mac.chain_update("POST").chain_update(url).chain_update(body);
        let expected = hex::encode(mac.finalize().into_bytes());
        headers.get("authorization").is_some_and(|value| value == POS_KEY)
            && headers
                .get("x-hmac-signature")
                .is_some_and(|value| value == expected.as_str())
    }
}

async fn activate(State(cloud): State<Shared>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let mut cloud = cloud.lock().unwrap();
    if !cloud.is_signed(POS_SECRET, &uri, &headers, &body) {
        return refused(StatusCode::FORBIDDEN, "wrong signature");
    }
    if let Some(status) = cloud.refusal {
        return refused(status, "another device is bound");
    }
    cloud.activations += 1;
    Json(json!({})).into_response()
}

async fn beat(State(cloud): State<Shared>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let mut cloud = cloud.lock().unwrap();
    if !cloud.is_signed(&format!("{POS_SECRET}{SERIAL}"), &uri, &headers, &body) {
        return refused(StatusCode::FORBIDDEN, "wrong signature");
    }
    let trouble = cloud.troubles.pop_front();
    if trouble == Some(Trouble::Failed) {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, "the cloud fails");
    }
    let beat: Value = serde_json::from_slice(&body).unwrap();
    cloud.printers.push(beat["printer"].clone());
    if !beat["check"].is_null() {
        cloud.reports.push(beat["check"].clone());
    }
    if trouble == Some(Trouble::AnswerLost) {
        return broken();
    }
    if uri.query() != Some("limit=1") {
        return StatusCode::OK.into_response();
    }
    match cloud.tasks.pop_front() {
        Some(task) => Json(json!({"checks": [task]})).into_response(),
        None => Json(json!({"checks": []})).into_response(),
    }
}

fn refused(status: StatusCode, description: &str) -> Response {
    (
        status,
        Json(json!({"title": "refused", "code": "AUT00", "description": description})),
    )
        .into_response()
}

pub fn router(cloud: &Shared) -> Router {
    Router::new()
        .route("/api/pos/v1/pos/activate", post(activate))
        .route("/api/pos/v1/tasks", post(beat))
        .with_state(Arc::clone(cloud))
}
