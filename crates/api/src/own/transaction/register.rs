//! Kazakh registers of the operator, their shifts and incidents.

use app::kz_ofd::KzRegisterView;
use app::kz_ofd::transactions::{TransactionKey, TransactionSource};
use register_kz::{BlockCause, BooksShift, Standing, Tariff};
use store::kz_incidents::KzIncident;

use super::{after, limit, next_after, register_id, shown};
use crate::call::PersonCall;
use crate::cloud::Cloud;
use crate::json::{Value, array, integer, object, optional_text, text};
use crate::own::{key, optional_time, time};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

pub(super) async fn list<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let after = query.read(
        "after",
        || crate::field::FieldErrorKind::OutOfRange { range: "1 or more" },
        |text| text.parse().ok(),
    );
    let limit = limit(&query);
    query.finish_known()?;
    let rows = call
        .cloud
        .kz_registers(call.actor, after.unwrap_or(0), limit)
        .await?;
    let is_full = usize::try_from(limit).is_ok_and(|limit| rows.len() >= limit);
    let next = rows.last().filter(|_| is_full).map(|last| last.row.device_id);
    Ok(Reply::json(&object([
        ("rows", array(rows.iter().map(summary))),
        ("next_after", next.map_or(Value::Null, integer)),
    ])))
}

pub(super) async fn show<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let found = call.cloud.kz_register(call.actor, register_id(&call)?).await?;
    found
        .map(|found| Reply::json(&detail(&found)))
        .ok_or(Failure::NotFound)
}

/// The open shift, and the closed ones newest first.
pub(super) async fn shifts<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let register = register_id(&call)?;
    let query = call.input.query();
    let (after, limit) = (after(&query), limit(&query));
    query.finish_known()?;
    let found = call.cloud.kz_shifts(call.actor, register, after, limit).await?;
    let found = found.ok_or(Failure::NotFound)?;
    let next = next_after(&found.closed, limit, |(id, row)| TransactionKey {
        at: row.made_at,
        source: TransactionSource::Report,
        id: *id,
    });
    Ok(Reply::json(&object([
        ("open", open_shift(&found.register)),
        ("rows", array(found.closed.iter().map(shown::shift))),
        ("next_after", optional_text(next)),
    ])))
}

pub(super) async fn incidents<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let register = register_id(&call)?;
    let query = call.input.query();
    let (after, limit) = (key(&query, "after", |id| id), limit(&query));
    query.finish_known()?;
    let found = call
        .cloud
        .kz_incidents(call.actor, register, after, limit)
        .await?;
    let rows = found.ok_or(Failure::NotFound)?;
    let is_full = usize::try_from(limit).is_ok_and(|limit| rows.len() >= limit);
    let next = rows.last().filter(|_| is_full).map(|(id, _)| *id);
    Ok(Reply::json(&object([
        ("rows", array(rows.iter().map(incident))),
        ("next_after", next.map_or(Value::Null, integer)),
    ])))
}

fn incident(of: &(i64, KzIncident)) -> Value<'_> {
    let (id, incident) = of;
    object([
        ("id", integer(*id)),
        ("at", time(incident.at)),
        ("kind", text(&incident.kind)),
        ("detail", text(&incident.detail)),
    ])
}

fn summary(of: &KzRegisterView) -> Value<'_> {
    let row = &of.row;
    object([
        ("id", integer(row.device_id)),
        ("organization_id", integer(row.organization.get())),
        ("registration_number", text(&row.registration_number)),
        ("serial_number", text(&row.serial_number)),
        ("enrolled_at", time(row.enrolled_at)),
        ("trade_point", text(&of.card.trade_point.title)),
        ("address", text(&of.card.trade_point.address)),
        ("standing", standing(of)),
        ("tariff", text(tariff(of))),
        ("open_shift", open_shift(of)),
        ("last_shift_number", integer(row.progress.shift_number)),
        ("last_document_at", optional_time(row.progress.last_document_at)),
        ("last_seen_at", optional_time(row.progress.last_seen_at)),
    ])
}

fn detail(of: &KzRegisterView) -> Value<'_> {
    let organization = &of.card.organization;
    let facts = of.row.progress.facts.as_deref();
    object([
        ("register", summary(of)),
        (
            "organization",
            object([
                ("title", text(&organization.title)),
                ("taxpayer_number", text(&organization.taxpayer_number)),
                ("address", text(&organization.address)),
            ]),
        ),
        ("facts", facts.map_or(Value::Null, shown::stored)),
        (
            "counters",
            object([(
                "cash_in_drawer_minor",
                integer(of.books.counters().cash_in_drawer.minor()),
            )]),
        ),
        ("last_z", shown::figures(of.books.last_z())),
    ])
}

fn standing(of: &KzRegisterView) -> Value<'_> {
    let (word, cause, reason, since) = match of.books.standing() {
        Standing::InService => ("in_service", None, None, None),
        Standing::Blocked { reason, cause, since } => {
            let cause = match cause {
                BlockCause::Staff => "staff",
                BlockCause::Tariff => "tariff",
                BlockCause::StaffAndTariff { .. } => "staff_and_tariff",
            };
            ("blocked", Some(cause), Some(reason.as_str()), Some(since))
        }
        Standing::Deregistered { since } => ("deregistered", None, None, Some(since)),
    };
    object([
        ("state", text(word)),
        ("cause", optional_text(cause)),
        ("reason", optional_text(reason)),
        ("since", optional_text(since.map(ToString::to_string))),
    ])
}

fn tariff(of: &KzRegisterView) -> &'static str {
    match of.books.tariff() {
        Tariff::On => "on",
        Tariff::Off => "off",
    }
}

/// Null when no shift is open.
fn open_shift(of: &KzRegisterView) -> Value<'_> {
    match of.books.shift() {
        BooksShift::Open {
            number, opened_at, ..
        } => object([
            ("number", integer(number.get())),
            ("opened_at", text(opened_at.to_string())),
        ]),
        BooksShift::Closed { .. } => Value::Null,
    }
}
