//! The journal of a register: its queue, documents, exchanges and what happened to it.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use register_kz::{BlockReason, Document, Mode};
use serde_json::{Value, json};
use types::UtcOffset;

use super::registers::{reading, register_id};
use super::{Caller, Route, Shared, answer};
use crate::card;
use crate::desk::with_link;
use crate::error::{CoreError, FieldFinding};
use crate::registry;
use crate::response::{Outcome, ResponseCode};
use crate::view;

/// Documents, exchanges and events of one answer. Source: ours.
pub(super) const LIST_MAX: u32 = 200;
const LIST_DEFAULT: u32 = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![
        reading(
            "/api/v1/registers/{id}/queue",
            "Documents that the operator does not have yet, why it refuses the first, and what was set aside",
            || get(queue),
        ),
        reading(
            "/api/v1/registers/{id}/log",
            "Exchanges with the operator, newest first",
            || get(log),
        ),
        reading(
            "/api/v1/registers/{id}/events",
            "What was done to the register and what happened to it, newest first; before an `id`",
            || get(events),
        ),
        reading(
            "/api/v1/registers/{id}/documents",
            "Documents, newest first; before a `number`",
            || get(documents),
        ),
        reading(
            "/api/v1/registers/{id}/documents/{number}",
            "One document by its through number",
            || get(document),
        ),
    ]
}

async fn queue(State(core): State<Shared>, Path(id): Path<String>, caller: Caller) -> Response {
    let outcome = async {
        let id = register_id(&id)?;
        let one = core.registry.find(id)?;
        let now = core.clock.now().to_local(UtcOffset::KAZAKHSTAN);
        let mut aside = Vec::new();
        for one in one.state.set_aside() {
            aside.push(parsed(&core.registry.document(id, one.number.get()).await?)?);
        }
        let mut data = json!({"count": 0, "documents": [], "refusal": null, "set_aside": aside});
        if let Some(unsent) = one.state.unsent().copied() {
            let after = unsent.first.get().saturating_add(u64::from(unsent.count));
            let limit = unsent.count.min(LIST_MAX);
            let newest = core.registry.documents(id, after, limit).await?;
            let documents = newest.iter().map(parsed).collect::<Result<Vec<_>, _>>()?;
            data["count"] = json!(unsent.count);
            data["since"] = json!(view::time(unsent.since));
            data["age_seconds"] = json!(now.since_s(unsent.since));
            data["documents"] = json!(documents);
            data["refusal"] = refusal(&one.state.mode(now), unsent.first.get());
        }
        Ok(Outcome::done(&data, caller.locale))
    };
    answer(outcome.await, caller.locale)
}

/// Which document the operator refuses, and in which words.
fn refusal(mode: &Mode, first: u64) -> Value {
    match mode {
        Mode::Blocked {
            reason: BlockReason::QueueRefused { code, text, .. } | BlockReason::ProtocolFault { code, text },
        } => json!({"number": first, "result": code.0, "text": text}),
        Mode::Blocked { .. } | Mode::Setup | Mode::Online | Mode::Autonomous { .. } => Value::Null,
    }
}

async fn events(
    State(core): State<Shared>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    caller: Caller,
) -> Response {
    let outcome = async {
        let before = number(&query, "before", u64::MAX)?;
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        let rows = core
            .registry
            .events(register_id(&id)?, before, limit(&query)?)
            .await?;
        let rows: Vec<Value> = rows.iter().map(view::event).collect();
        Ok(Outcome::done(&json!({ "events": rows }), caller.locale))
    };
    answer(outcome.await, caller.locale)
}

async fn log(
    State(core): State<Shared>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    caller: Caller,
) -> Response {
    let outcome = async {
        let rows = core.registry.exchanges(register_id(&id)?, limit(&query)?).await?;
        let rows: Vec<Value> = rows.iter().map(view::exchange).collect();
        Ok(Outcome::done(&json!({ "exchanges": rows }), caller.locale))
    };
    answer(outcome.await, caller.locale)
}

async fn documents(
    State(core): State<Shared>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    caller: Caller,
) -> Response {
    let outcome = async {
        let before = number(&query, "before", u64::from(u32::MAX) << 20)?;
        let rows = core
            .registry
            .documents(register_id(&id)?, before, limit(&query)?)
            .await?;
        let documents = rows.iter().map(parsed).collect::<Result<Vec<_>, _>>()?;
        Ok(Outcome::done(&json!({ "documents": documents }), caller.locale))
    };
    answer(outcome.await, caller.locale)
}

async fn document(
    State(core): State<Shared>,
    Path((id, number)): Path<(String, String)>,
    caller: Caller,
) -> Response {
    let outcome = async {
        let number = number
            .parse()
            .map_err(|_| CoreError::Code(ResponseCode::DocumentUnknown))?;
        let id = register_id(&id)?;
        let (one, row) = (core.registry.find(id)?, core.registry.document(id, number).await?);
        let link = card::autonomous_link(&one.meta, &one.state, &stored(&row.0)?);
        Ok(Outcome::done(&with_link(parsed(&row)?, link), caller.locale))
    };
    answer(outcome.await, caller.locale)
}

pub(super) fn stored(row: &registry::Row) -> Result<Document, CoreError> {
    serde_json::from_str(&row.body)
        .map_err(|error| CoreError::Defect(format!("document {} of the journal: {error}", row.number)))
}

fn parsed(row: &(registry::Row, Option<registry::Said>)) -> Result<Value, CoreError> {
    Ok(view::document(&stored(&row.0)?, row.1.as_ref()))
}

fn limit(query: &HashMap<String, String>) -> Result<u32, CoreError> {
    let asked = number(query, "limit", u64::from(LIST_DEFAULT))?;
    Ok(u32::try_from(asked).unwrap_or(LIST_MAX).clamp(1, LIST_MAX))
}

pub(super) fn number(query: &HashMap<String, String>, name: &str, default: u64) -> Result<u64, CoreError> {
    let Some(text) = query.get(name) else {
        return Ok(default);
    };
    text.parse().map_err(|_| {
        CoreError::Fields(vec![FieldFinding {
            field: name.to_owned(),
            rule: "format".to_owned(),
            value: text.chars().take(80).collect(),
            message: "a whole number".to_owned(),
        }])
    })
}
