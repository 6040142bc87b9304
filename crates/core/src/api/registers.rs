//! Registers: making, adding, looking.

use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use ofd_kz::Version;
use register_kz::{Permission, Rollover};
use serde_json::{Value, json};
use types::UtcOffset;
use types::official::SerialNumber;

use super::fields::Reader;
use super::{Access, Body, Caller, Key, Method, Route, Shared, answer};
use crate::config::{Platform, is_address};
use crate::desk::Snapshot;
use crate::error::CoreError;
use crate::registry::{self, Addition, CertificateChange, Settings};
use crate::response::{Outcome, ResponseCode};
use crate::view;

const NAME_MAX: usize = 100;
const ROLLOVERS: [(&str, Rollover); 2] = [("manual", Rollover::Manual), ("automatic", Rollover::Automatic)];
const VERSIONS: [(&str, Version); 2] = [("2.0.2", Version::V202), ("2.0.3", Version::V203)];

pub(super) fn reading(
    path: &'static str,
    summary: &'static str,
    handler: fn() -> MethodRouter<Shared>,
) -> Route {
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
            true,
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
        administer(
            "/api/v1/registers/{id}/settings",
            true,
            Some("Settings"),
            "Changes name, server, version, rollover or VAT certificate; what is not named stays",
            || post(change_settings),
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

async fn create(State(core): State<Shared>, caller: Caller, Key(key): Key, Body(body): Body) -> Response {
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
        let actor = caller.person.actor();
        core.registry
            .create(platform, &name, &actor, &key, caller.locale)
            .await
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

pub(super) fn name(text: &str) -> Result<String, String> {
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
    let server = reader.required(&fields, "server", address);
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
    let rollover = reader.choice(&fields, "rollover", &ROLLOVERS);
    let version = reader.choice(&fields, "version", &VERSIONS);
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

fn address(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    is_address(text).then(|| text.to_owned()).ok_or("host:port")
}

fn certificate(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let fits = (1..=20).contains(&text.chars().count()) && text.chars().all(char::is_alphanumeric);
    fits.then(|| text.to_owned()).ok_or("1 to 20 letters or digits")
}

async fn change_settings(
    State(core): State<Shared>,
    Path(id): Path<String>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body,
) -> Response {
    let outcome = async {
        let id = register_id(&id)?;
        let mut reader = Reader::default();
        let settings = read_settings(&mut reader, &body);
        let settings = reader.finish(settings)?;
        let actor = caller.person.actor();
        core.registry
            .change_settings(id, settings, actor, key, caller.locale)
            .await
    };
    answer(outcome.await, caller.locale)
}

/// Reads what is to change; the configurator's form becomes the same JSON.
pub(crate) fn read_settings(reader: &mut Reader, body: &Value) -> Option<Settings> {
    let names = [
        "name",
        "server",
        "version",
        "rollover",
        "has_vat",
        "vat_series",
        "vat_number",
    ];
    let fields = reader.object(body, "", &names)?;
    let series = reader.parsed(&fields, "vat_series", certificate);
    let number = reader.parsed(&fields, "vat_number", certificate);
    let has_vat = match fields.value("has_vat") {
        None => series.is_some() || number.is_some(),
        Some(Value::Bool(has_vat)) => *has_vat,
        Some(other) => {
            reader.find("has_vat", "type", other, "true or false");
            return None;
        }
    };
    let wanted = has_vat && (fields.value("has_vat").is_some() || series.is_some() || number.is_some());
    for name in ["vat_series", "vat_number"] {
        if wanted && fields.value(name).is_none() {
            reader.missing(&fields, name);
        }
    }
    let vat_certificate = match series.zip(number) {
        Some((series, number)) if has_vat => CertificateChange::Set(series, number),
        _ if !has_vat && fields.value("has_vat").is_some() => CertificateChange::Removed,
        _ => CertificateChange::Kept,
    };
    Some(Settings {
        name: reader.parsed(&fields, "name", name),
        server: reader.parsed(&fields, "server", address),
        version: reader.choice(&fields, "version", &VERSIONS),
        rollover: reader.choice(&fields, "rollover", &ROLLOVERS),
        vat_certificate,
    })
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
