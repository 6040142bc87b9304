//! What registers do: receipts, cash, reports. Each has an idempotency key.

use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use register_kz::{CashMovementKind, Command, DocumentNumber, DrawerAtClosing, OfdDeviceId, Permission};
use serde_json::Value;

use super::fields::{Fields, Reader};
use super::{Access, Body, Caller, Key, Method, Route, Shared, answer, draft};
use crate::desk::Operation;
use crate::error::CoreError;
use crate::registry;
use crate::request_match::canonical;

/// Longest reason for setting a document aside, in characters. Source: ours.
pub const REASON_MAX: usize = 500;

pub(super) fn routes() -> Vec<Route> {
    let mut all = sales();
    all.extend(reports());
    all.extend(ways_out());
    all
}

fn keyed(
    path: &'static str,
    permission: Permission,
    body: Option<&'static str>,
    summary: &'static str,
    handler: fn() -> MethodRouter<Shared>,
) -> Route {
    Route {
        method: Method::Post,
        path,
        access: Access::Needs(permission),
        keyed: true,
        body,
        summary,
        handler,
    }
}

fn sales() -> Vec<Route> {
    vec![
        keyed(
            "/api/v1/registers/{id}/receipts",
            Permission::Receipts,
            Some("Receipt"),
            "Sale, purchase or a return: the body names the operation",
            || post(issue),
        ),
        keyed(
            "/api/v1/registers/{id}/control-receipts",
            Permission::ControlReceipts,
            Some("Receipt"),
            "Control receipt: priced and printed, neither counted nor sent",
            || post(control),
        ),
        keyed(
            "/api/v1/registers/{id}/cash-movements",
            Permission::CashMovements,
            Some("CashMovement"),
            "Puts cash in or takes it out",
            || post(move_cash),
        ),
    ]
}

fn reports() -> Vec<Route> {
    vec![
        keyed(
            "/api/v1/registers/{id}/x-reports",
            Permission::Reports,
            None,
            "X report: changes nothing",
            || post(report_x),
        ),
        keyed(
            "/api/v1/registers/{id}/z-reports",
            Permission::ShiftClosing,
            Some("Closing"),
            "Closes the shift with a Z report",
            || post(close_shift),
        ),
        keyed(
            "/api/v1/registers/{id}/section-reports",
            Permission::Reports,
            None,
            "Report by section",
            || post(report_sections),
        ),
        keyed(
            "/api/v1/registers/{id}/cashier-reports",
            Permission::Reports,
            None,
            "Report by cashier",
            || post(report_cashiers),
        ),
        keyed(
            "/api/v1/registers/{id}/receipt-copies",
            Permission::Reports,
            None,
            "The last receipt again",
            || post(copy),
        ),
    ]
}

fn ways_out() -> Vec<Route> {
    vec![
        keyed(
            "/api/v1/registers/{id}/token",
            Permission::Administration,
            Some("Link"),
            "Types a new token in, and an id where it changed",
            || post(enter_token),
        ),
        keyed(
            "/api/v1/registers/{id}/resume",
            Permission::Administration,
            None,
            "Lets a register go on that waits for a repair",
            || post(resume),
        ),
        keyed(
            "/api/v1/registers/{id}/set-aside",
            Permission::Administration,
            Some("SettingAside"),
            "Puts the first document of the queue aside, which the operator refuses for good; it stays in the journal",
            || post(set_aside),
        ),
        keyed(
            "/api/v1/registers/{id}/send-again",
            Permission::Administration,
            Some("SendingAgain"),
            "Sends a document again that was set aside",
            || post(send_again),
        ),
    ]
}

async fn issue(
    State(core): State<Shared>,
    Path(id): Path<String>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body,
) -> Response {
    let mut reader = Reader::default();
    let draft = draft::read(&mut reader, &body, caller.person.actor().cashier);
    let command = reader
        .finish(draft)
        .map(|draft| Command::IssueReceipt(Box::new(draft)));
    run(&core, &id, caller, key, "receipt", &body, command).await
}

async fn control(
    State(core): State<Shared>,
    Path(id): Path<String>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body,
) -> Response {
    let mut reader = Reader::default();
    let draft = draft::read(&mut reader, &body, caller.person.actor().cashier);
    let command = reader
        .finish(draft)
        .map(|draft| Command::MakeControlReceipt(Box::new(draft)));
    run(&core, &id, caller, key, "control_receipt", &body, command).await
}

async fn move_cash(
    State(core): State<Shared>,
    Path(id): Path<String>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body,
) -> Response {
    let mut reader = Reader::default();
    let command = read_movement(&mut reader, &body);
    let command = reader.finish(command);
    run(&core, &id, caller, key, "cash_movement", &body, command).await
}

fn read_movement(reader: &mut Reader, body: &Value) -> Option<Command> {
    let fields = reader.object(body, "", &["direction", "amount"])?;
    let directions = [
        ("deposit", CashMovementKind::Deposit),
        ("withdrawal", CashMovementKind::Withdrawal),
    ];
    if fields.value("direction").is_none() {
        reader.missing(&fields, "direction");
    }
    let kind = reader.choice(&fields, "direction", &directions);
    let amount = reader.required_money(&fields, "amount");
    Some(Command::MoveCash {
        kind: kind?,
        amount: amount?,
    })
}

async fn close_shift(
    State(core): State<Shared>,
    Path(id): Path<String>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body,
) -> Response {
    let mut reader = Reader::default();
    let drawers = [
        ("kept", DrawerAtClosing::Kept),
        ("withdrawn", DrawerAtClosing::Withdrawn),
    ];
    let drawer = reader
        .object(&body, "", &["drawer"])
        .map(|fields| reader.choice(&fields, "drawer", &drawers).unwrap_or_default());
    let command = reader.finish(drawer).map(|drawer| Command::CloseShift { drawer });
    run(&core, &id, caller, key, "closing", &body, command).await
}

async fn enter_token(
    State(core): State<Shared>,
    Path(id): Path<String>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body,
) -> Response {
    let mut reader = Reader::default();
    let command = read_link(&mut reader, &body);
    let command = reader.finish(command);
    run(&core, &id, caller, key, "token", &body, command).await
}

fn read_link(reader: &mut Reader, body: &Value) -> Option<Command> {
    let fields = reader.object(body, "", &["device_id", "token"])?;
    let device_id = reader.integer(&fields, "device_id", u64::from(u32::MAX));
    let token = reader.required(&fields, "token", |text| {
        registry::token(text).ok_or("a whole number, as the operator's cabinet shows it")
    });
    let device_id = device_id.and_then(|id| u32::try_from(id).ok());
    Some(match device_id {
        Some(id) => Command::EnterLink {
            device_id: OfdDeviceId::new(id),
            token: token?,
        },
        None => Command::EnterToken(token?),
    })
}

async fn set_aside(
    State(core): State<Shared>,
    Path(id): Path<String>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body,
) -> Response {
    let mut reader = Reader::default();
    let command = read_setting_aside(&mut reader, &body);
    let command = reader.finish(command);
    run(&core, &id, caller, key, "set_aside", &body, command).await
}

/// Reads which document is set aside, and why; the configurator's form becomes the same JSON.
pub(crate) fn read_setting_aside(reader: &mut Reader, body: &Value) -> Option<Command> {
    let fields = reader.object(body, "", &["number", "reason"])?;
    let number = document_number(reader, &fields);
    let reason = reader.required(&fields, "reason", |text| {
        let text = text.trim();
        let fits = (1..=REASON_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        fits.then(|| text.to_owned())
            .ok_or_else(|| format!("1 to {REASON_MAX} characters"))
    });
    Some(Command::SetAside {
        number: number?,
        reason: reason?,
    })
}

fn document_number(reader: &mut Reader, fields: &Fields<'_>) -> Option<DocumentNumber> {
    if fields.value("number").is_none() {
        reader.missing(fields, "number");
    }
    reader
        .integer(fields, "number", i64::MAX.unsigned_abs())
        .map(DocumentNumber::new)
}

async fn send_again(
    State(core): State<Shared>,
    Path(id): Path<String>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body,
) -> Response {
    let mut reader = Reader::default();
    let number = reader
        .object(&body, "", &["number"])
        .and_then(|fields| document_number(&mut reader, &fields));
    let command = reader.finish(number).map(|number| Command::SendAgain { number });
    run(&core, &id, caller, key, "send_again", &body, command).await
}

macro_rules! bare {
    ($($handler:ident, $name:literal, $command:expr;)+) => {
        $(async fn $handler(State(core): State<Shared>, Path(id): Path<String>, caller: Caller, Key(key): Key, Body(body): Body) -> Response {
            let mut reader = Reader::default();
            let read = reader.object(&body, "", &[]).map(|_| $command);
            let command = reader.finish(read);
            run(&core, &id, caller, key, $name, &body, command).await
        })+
    };
}

bare! {
    report_x, "x_report", Command::ReportX;
    report_sections, "section_report", Command::ReportSections;
    report_cashiers, "cashier_report", Command::ReportCashiers;
    copy, "receipt_copy", Command::CopyLastReceipt;
    resume, "resume", Command::Resume;
}

async fn run(
    core: &Shared,
    id: &str,
    caller: Caller,
    key: String,
    name: &'static str,
    body: &Value,
    command: Result<Command, CoreError>,
) -> Response {
    let outcome = async {
        let id = super::registers::register_id(id)?;
        core.registry.find(id)?;
        let operation = Operation {
            key,
            name,
            request: without_secret(canonical(body)),
            command: command?,
            actor: caller.person.actor(),
            locale: caller.locale,
            meta: None,
            settings: None,
        };
        core.registry.operate(id, operation).await
    };
    answer(outcome.await, caller.locale)
}

/// A token is not written beside the command; its digest tells a repeat from another.
fn without_secret(mut request: Value) -> Value {
    if let Some(token) = request.get_mut("token") {
        let digest = crate::request_match::digest("token", token);
        *token = Value::String(digest);
    }
    request
}
