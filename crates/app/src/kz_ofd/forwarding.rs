//! Kazakh documents on their way to the tax authority. The network is the worker's business.

use ofd_kz::inspection::{Inspection, Side};
use ofd_kz::{Header, frame};
use outbound::retry;
use serde_json::{Map, Value};
use std::time::Duration;
use store::StoreError;
use store::kz_forwardings::{self, DueKzForwarding, KzForwardingState};
use types::Timestamp;

use crate::App;
use crate::forwarding::Answer;

/// Longest pause between two tries, seconds: a third of the time that the law gives. Law: KZ-626/forwarding.
const PAUSE_S_MAX: i64 = 300;

/// Documents that are due, longest waiting first.
pub async fn due(app: &App, limit: u32) -> Result<Vec<DueKzForwarding>, StoreError> {
    let now = app.now();
    app.db()
        .read("due_kz_forwardings", move |tx| {
            kz_forwardings::due(tx, now, limit)
        })
        .await
}

/// Notes what became of them; a silent tax authority is asked again for as long as it takes.
pub async fn record(app: &App, answers: Vec<(DueKzForwarding, Answer)>) -> Result<(), StoreError> {
    let now = app.now();
    app.db()
        .write("record_kz_forwardings", move |tx| {
            answers.iter().try_for_each(|(due, answer)| match answer {
                Answer::Accepted(text) => {
                    kz_forwardings::answered(tx, due.document, KzForwardingState::Accepted, text, now)
                }
                Answer::Refused(text) => {
                    kz_forwardings::answered(tx, due.document, KzForwardingState::Refused, text, now)
                }
                Answer::Silent(text) => kz_forwardings::put_off(tx, due.document, text, next_try(due, now)),
            })
        })
        .await
}

/// Documents that are not there in the time that the law gives: an alarm.
pub async fn overdue(app: &App) -> Result<i64, StoreError> {
    let now = app.now();
    app.db()
        .read("overdue_kz_forwardings", move |tx| {
            kz_forwardings::overdue(tx, now)
        })
        .await
}

/// A document as the tax authority gets it: JSON with the names of the protocol. The real exchange is not public.
#[must_use]
pub fn document_json(due: &DueKzForwarding) -> Vec<u8> {
    let header = Header {
        version: due.version,
        size_bytes: 0,
        device_id: due.device_id,
        token: 0,
        request_number: 0,
    };
    let whole = frame::encode(&header, &due.payload).unwrap_or_default();
    // Moved in: `json!` would build the whole tree a second time.
    let mut object = Map::new();
    object.insert("kind".to_owned(), "kz".into());
    object.insert(
        "registration_number".to_owned(),
        due.registration_number.as_str().into(),
    );
    let document = Value::from(Inspection::of_side(Side::Request, &whole).document_json());
    object.insert("document".to_owned(), document);
    Value::Object(object).to_string().into_bytes()
}

fn next_try(due: &DueKzForwarding, now: Timestamp) -> Timestamp {
    let seed = due.document.get().unsigned_abs();
    let pause = retry::next_attempt(due.attempts.saturating_add(1), Duration::ZERO, seed);
    let pause_s = pause.and_then(|pause| i64::try_from(pause.as_secs()).ok());
    now.plus_s(pause_s.unwrap_or(PAUSE_S_MAX).min(PAUSE_S_MAX))
}
