//! Registers: making, adding, looking.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use ofd_kz::Version;
use print::Columns;
use register_kz::{Document, Permission, Rollover};
use serde_json::{Value, json};
use types::UtcOffset;
use types::official::SerialNumber;

use super::fields::Reader;
use super::{Access, Body, Caller, Key, Method, Route, Shared, answer};
use crate::config::{Platform, is_address};
use crate::desk::Snapshot;
use crate::error::{CoreError, FieldFinding};
use crate::registry::{self, Addition};
use crate::response::{Outcome, ResponseCode};
use crate::slip;
use crate::view;

/// Documents and exchanges of one answer.
const LIST_MAX: u32 = 200;
const LIST_DEFAULT: u32 = 50;
const NAME_MAX: usize = 100;

fn reading(path: &'static str, summary: &'static str, handler: fn() -> MethodRouter<Shared>) -> Route {
    Route {
        method: Method::Get,
        path,
        access: Access::OwnPin,
        keyed: false,
        body: None,
        summary,
        handler,
    }
}

pub(super) fn routes() -> Vec<Route> {
    let read = reading;
    let administer = |path, keyed, body, summary, handler| Route {
        method: Method::Post,
        path,
        access: Access::Needs(Permission::Administration),
        keyed,
        body,
        summary,
        handler,
    };
    vec![
        read(
            "/api/v1/status",
            "The core: version, registers, licence, operators",
            || get(status),
        ),
        read("/api/v1/registers", "All registers and how they work", || {
            get(list)
        }),
        administer(
            "/api/v1/registers/new",
            false,
            Some("NewRegister"),
            "Makes a register with a serial number and a year of manufacture",
            || post(create),
        ),
        administer(
            "/api/v1/registers/existing",
            true,
            Some("ExistingRegister"),
            "Adds a register that the operator knows; the operator is asked first",
            || post(add),
        ),
        read("/api/v1/registers/{id}", "One register and how it works", || {
            get(show)
        }),
        read(
            "/api/v1/registers/{id}/queue",
            "Documents that the operator does not have yet",
            || get(queue),
        ),
        read(
            "/api/v1/registers/{id}/log",
            "Exchanges with the operator, newest first",
            || get(log),
        ),
        read(
            "/api/v1/registers/{id}/documents",
            "Documents, newest first",
            || get(documents),
        ),
        read(
            "/api/v1/registers/{id}/documents/{number}",
            "One document by its through number",
            || get(document),
        ),
        read(
            "/api/v1/registers/{id}/documents/{number}/text",
            "One document as its paper shows it; `columns` of 32, 36, 42 or 48",
            || get(text),
        ),
        administer(
            "/api/v1/registers/{id}/connection-test",
            false,
            None,
            "Asks the operator now: INFO, or the first document of the queue",
            || post(test),
        ),
    ]
}

pub(crate) fn register_id(text: &str) -> Result<u32, CoreError> {
    text.parse()
        .map_err(|_| CoreError::Code(ResponseCode::RegisterUnknown))
}

async fn status(State(core): State<Shared>, caller: Caller) -> Response {
    answer(Ok(Outcome::done(&core.facts(), caller.locale)), caller.locale)
}

async fn list(State(core): State<Shared>, caller: Caller) -> Response {
    let all: Vec<Value> = core
        .registry
        .list()
        .iter()
        .map(|one| shown(&core, one, &caller))
        .collect();
    answer(
        Ok(Outcome::done(&json!({ "registers": all }), caller.locale)),
        caller.locale,
    )
}

async fn show(State(core): State<Shared>, Path(id): Path<String>, caller: Caller) -> Response {
    let found = register_id(&id).and_then(|id| core.registry.find(id));
    let outcome = found.map(|one| Outcome::done(&shown(&core, &one, &caller), caller.locale));
    answer(outcome, caller.locale)
}

fn shown(core: &Shared, one: &Snapshot, caller: &Caller) -> Value {
    let now = core.clock.now().to_local(UtcOffset::KAZAKHSTAN);
    view::register(&one.meta, &one.state, now, caller.locale)
}

async fn create(State(core): State<Shared>, caller: Caller, Body(body): Body) -> Response {
    let outcome = async {
        let mut reader = Reader::default();
        let read = reader.object(&body, "", &["platform", "name"]).map(|fields| {
            let platforms = Platform::ALL.map(|platform| (platform.as_str(), platform));
            if fields.value("platform").is_none() {
                reader.missing(&fields, "platform");
            }
            let platform = reader.choice(&fields, "platform", &platforms);
            (platform, reader.parsed(&fields, "name", name).unwrap_or_default())
        });
        let (platform, name) = reader.finish(read.and_then(|(platform, name)| Some((platform?, name))))?;
        let made = core.registry.create(platform, &name).await?;
        let year = SerialNumber::parse(&made.meta.serial_number).ok();
        let data = json!({
            "id": made.meta.id,
            "serial_number": made.meta.serial_number,
            "manufacture_year": year.as_ref().and_then(register_kz::year_of_manufacture),
            "platform": made.meta.platform,
        });
        Ok(Outcome::done(&data, caller.locale))
    };
    answer(outcome.await, caller.locale)
}

async fn add(State(core): State<Shared>, caller: Caller, Key(key): Key, Body(body): Body) -> Response {
    let outcome = async {
        let mut reader = Reader::default();
        let addition = read_addition(&mut reader, &body);
        let addition = reader.finish(addition)?;
        core.registry
            .add(addition, caller.person.actor(), key, caller.locale)
            .await
    };
    answer(outcome.await, caller.locale)
}

fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= NAME_MAX && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
        .ok_or_else(|| format!("1 to {NAME_MAX} characters"))
}

/// Reads «add an existing register»; the configurator's form becomes the same JSON.
pub(crate) fn read_addition(reader: &mut Reader, body: &Value) -> Option<Addition> {
    let names = [
        "server",
        "device_id",
        "token",
        "name",
        "serial_number",
        "vat_series",
        "vat_number",
        "rollover",
        "version",
    ];
    let fields = reader.object(body, "", &names)?;
    let server = reader.required(&fields, "server", |text| {
        let text = text.trim();
        if is_address(text) {
            Ok(text.to_owned())
        } else {
            Err("host:port")
        }
    });
    let device_id = reader.required(&fields, "device_id", |text| {
        text.trim()
            .parse::<u32>()
            .ok()
            .filter(|id| *id > 0)
            .ok_or("a whole number above zero")
    });
    let token = reader.required(&fields, "token", |text| {
        registry::token(text).ok_or("a whole number, as the operator's cabinet shows it")
    });
    let name = reader.required(&fields, "name", name);
    let serial_number = reader.parsed(&fields, "serial_number", SerialNumber::parse);
    let series = reader.parsed(&fields, "vat_series", certificate);
    let number = reader.parsed(&fields, "vat_number", certificate);
    if series.is_some() != number.is_some() {
        let name = if series.is_some() {
            "vat_number"
        } else {
            "vat_series"
        };
        reader.missing(&fields, name);
    }
    let rollovers = [("manual", Rollover::Manual), ("automatic", Rollover::Automatic)];
    let rollover = reader.choice(&fields, "rollover", &rollovers);
    let versions = [("2.0.2", Version::V202), ("2.0.3", Version::V203)];
    let version = reader.choice(&fields, "version", &versions);
    Some(Addition {
        server: server?,
        device_id: device_id?,
        token: token?.get(),
        name: name?,
        serial_number,
        vat_certificate: series.zip(number),
        rollover: rollover.unwrap_or_default(),
        version: version.unwrap_or(Version::V203),
    })
}

fn certificate(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let fits = (1..=20).contains(&text.chars().count()) && text.chars().all(char::is_alphanumeric);
    fits.then(|| text.to_owned()).ok_or("1 to 20 letters or digits")
}

async fn queue(State(core): State<Shared>, Path(id): Path<String>, caller: Caller) -> Response {
    let outcome = async {
        let id = register_id(&id)?;
        let one = core.registry.find(id)?;
        let now = core.clock.now().to_local(UtcOffset::KAZAKHSTAN);
        let Some(unsent) = one.state.unsent().copied() else {
            return Ok(Outcome::done(
                &json!({"count": 0, "documents": []}),
                caller.locale,
            ));
        };
        let after = unsent.first.get().saturating_add(u64::from(unsent.count));
        let limit = unsent.count.min(LIST_MAX);
        let newest = core.registry.documents(id, after, limit).await?;
        let documents = newest.iter().map(parsed).collect::<Result<Vec<_>, _>>()?;
        let data = json!({
            "count": unsent.count,
            "since": view::time(unsent.since),
            "age_seconds": now.since_s(unsent.since),
            "documents": documents,
        });
        Ok(Outcome::done(&data, caller.locale))
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
        let row = core.registry.document(register_id(&id)?, number).await?;
        Ok(Outcome::done(&parsed(&row)?, caller.locale))
    };
    answer(outcome.await, caller.locale)
}

async fn text(
    State(core): State<Shared>,
    Path((id, number)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    caller: Caller,
) -> Response {
    let printed = async {
        let number = number
            .parse()
            .map_err(|_| CoreError::Code(ResponseCode::DocumentUnknown))?;
        let id = register_id(&id)?;
        let one = core.registry.find(id)?;
        let (row, said) = core.registry.document(id, number).await?;
        slip::text(&one, &stored(&row)?, said.as_ref(), columns(&query)?)
    };
    match printed.await {
        Ok(text) => ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response(),
        Err(error) => answer(Err(error), caller.locale),
    }
}

fn stored(row: &registry::Row) -> Result<Document, CoreError> {
    serde_json::from_str(&row.body)
        .map_err(|error| CoreError::Defect(format!("document {} of the journal: {error}", row.number)))
}

fn parsed(row: &(registry::Row, Option<registry::Said>)) -> Result<Value, CoreError> {
    Ok(view::document(&stored(&row.0)?, row.1.as_ref()))
}

async fn test(State(core): State<Shared>, Path(id): Path<String>, caller: Caller) -> Response {
    let outcome = async {
        let exchange = core.registry.test(register_id(&id)?).await?;
        if exchange.result.is_none() {
            return Err(CoreError::Unreachable {
                server: exchange.server,
                detail: exchange.detail,
            });
        }
        Ok(Outcome::done(&view::exchange(&exchange), caller.locale))
    };
    answer(outcome.await, caller.locale)
}

fn limit(query: &HashMap<String, String>) -> Result<u32, CoreError> {
    let asked = number(query, "limit", u64::from(LIST_DEFAULT))?;
    Ok(u32::try_from(asked).unwrap_or(LIST_MAX).clamp(1, LIST_MAX))
}

fn columns(query: &HashMap<String, String>) -> Result<Columns, CoreError> {
    let asked = number(query, "columns", 48)?;
    let found = Columns::ALL
        .into_iter()
        .find(|one| u64::try_from(one.count()) == Ok(asked));
    found.ok_or_else(|| {
        CoreError::Fields(vec![FieldFinding {
            field: "columns".to_owned(),
            rule: "format".to_owned(),
            value: asked.to_string(),
            message: "32, 36, 42 or 48".to_owned(),
        }])
    })
}

fn number(query: &HashMap<String, String>, name: &str, default: u64) -> Result<u64, CoreError> {
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
