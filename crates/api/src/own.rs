//! Our own API, `/api/v1`: what a person can do in the portal, a program can do here.
//!
//! Errors are `{code, message, fields}` with a closed list of codes; lists are paged by key (`after`); the `OpenAPI`
//! document at `/api/v1/openapi.json` describes everything.

mod banner;
mod check;
mod directory;
mod document;
mod enrollment;
mod message;
mod openapi;
mod service;
mod session;
mod setup;
mod task;
mod transaction;

use types::Timestamp;

use crate::call::{Call, PersonCall, Query};
use crate::cloud::{Cloud, Entry, Page};
use crate::field::{FieldErrorKind, Words};
use crate::json::{Value, array, integer, object, optional_text};
use crate::limits::{LIST_LIMIT_MAX, OWN_LIST_LIMIT_DEFAULT};
use crate::reply::{Failure, Reply};
use crate::route::AccountEndpoint;
use crate::shop::Answered;

pub use openapi::DOCUMENT;

/// Answers a call of a person whose token was checked.
pub(crate) async fn answer<C: Cloud>(endpoint: AccountEndpoint, call: PersonCall<'_, C>) -> Answered {
    match endpoint {
        AccountEndpoint::ShowSession => Ok(session::show(&call)),
        AccountEndpoint::CloseSession => session::close(call).await,
        AccountEndpoint::ListTasks => task::list(call).await,
        AccountEndpoint::ShowTask => task::show(call).await,
        AccountEndpoint::CancelTask => task::cancel(call).await,
        AccountEndpoint::RetryTask => task::retry(call).await,
        AccountEndpoint::ReleaseTask => task::release(call).await,
        AccountEndpoint::ListMessages => message::list(call).await,
        AccountEndpoint::ShowMessage => message::show(call).await,
        AccountEndpoint::ReplayMessage => message::replay(call).await,
        AccountEndpoint::ListQueues => directory::queues(call).await,
        AccountEndpoint::ListShops => directory::shops(call).await,
        AccountEndpoint::PutBanner => banner::put(call).await,
        AccountEndpoint::RemoveBanner => banner::remove(call).await,
        AccountEndpoint::ListRegisters => directory::registers(call).await,
        AccountEndpoint::ListDocuments => document::list(call).await,
        AccountEndpoint::RenderDocument => document::render(call).await,
        AccountEndpoint::CheckSignature => check::signature(call).await,
        AccountEndpoint::CheckReceipt => check::receipt(&call),
        AccountEndpoint::Enrollment(endpoint) => enrollment::answer(endpoint, call).await,
        AccountEndpoint::Setup(endpoint) => setup::answer(endpoint, call).await,
        AccountEndpoint::Transaction(endpoint) => transaction::answer(endpoint, call).await,
        AccountEndpoint::Service(endpoint) => service::answer(endpoint, call).await,
        AccountEndpoint::OpenApi | AccountEndpoint::OpenSession => Err(Failure::NotFound),
    }
}

/// Answers a call that needs no token.
pub(crate) async fn answer_anybody<C: Cloud>(endpoint: AccountEndpoint, call: Call<'_, C, ()>) -> Answered {
    match endpoint {
        AccountEndpoint::OpenApi => Ok(openapi::show()),
        AccountEndpoint::OpenSession => session::open(call).await,
        AccountEndpoint::ShowSession
        | AccountEndpoint::CloseSession
        | AccountEndpoint::ListTasks
        | AccountEndpoint::ShowTask
        | AccountEndpoint::CancelTask
        | AccountEndpoint::RetryTask
        | AccountEndpoint::ReleaseTask
        | AccountEndpoint::ListMessages
        | AccountEndpoint::ShowMessage
        | AccountEndpoint::ReplayMessage
        | AccountEndpoint::ListQueues
        | AccountEndpoint::ListShops
        | AccountEndpoint::PutBanner
        | AccountEndpoint::RemoveBanner
        | AccountEndpoint::ListRegisters
        | AccountEndpoint::ListDocuments
        | AccountEndpoint::RenderDocument
        | AccountEndpoint::CheckSignature
        | AccountEndpoint::CheckReceipt
        | AccountEndpoint::Setup(_)
        | AccountEndpoint::Transaction(_)
        | AccountEndpoint::Service(_)
        | AccountEndpoint::Enrollment(_) => Err(Failure::Unauthenticated),
    }
}

/// Refuses a program with a key: accounts and keys are made by people who signed in, so that a key that leaked gets
/// no right that it was not given.
fn signed_in<C>(call: &PersonCall<'_, C>) -> Result<(), Failure> {
    match call.actor.entry {
        Entry::Session => Ok(()),
        Entry::Key { .. } => Err(Failure::Forbidden),
    }
}

/// `limit` of a list that is paged by key.
fn limit(query: &Query) -> u32 {
    let limit = query
        .integer("limit", 1, "1 or more")
        .and_then(|limit| u32::try_from(limit).ok());
    limit.unwrap_or(OWN_LIST_LIMIT_DEFAULT).min(LIST_LIMIT_MAX)
}

/// A key in the query: of the last row of the page before, or of what a list is narrowed to.
fn key<T>(query: &Query, name: &str, of: fn(i64) -> T) -> Option<T> {
    query.integer(name, 1, "1 or more").map(of)
}

fn moment(query: &Query, name: &str) -> Option<Timestamp> {
    let kind = || FieldErrorKind::NotATime("RFC 3339, such as 2026-11-22T10:00:00Z");
    query.read(name, kind, |text| Timestamp::parse_rfc3339(text).ok())
}

fn page<'a, T>(page: &'a Page<T>, row: impl Fn(&'a T) -> Value<'a>) -> Reply {
    let rows = array(page.rows.iter().map(row));
    Reply::json(&object([
        ("rows", rows),
        ("next_after", page.next_after.map_or(Value::Null, integer)),
    ]))
}

fn time(at: Timestamp) -> Value<'static> {
    crate::json::text(at.to_string())
}

fn optional_time(at: Option<Timestamp>) -> Value<'static> {
    optional_text(at.map(|at| at.to_string()))
}

fn optional_id(id: Option<i64>) -> Value<'static> {
    id.map_or(Value::Null, integer)
}

/// Word of our own API for something that has one of a closed list.
fn word<T: Copy + PartialEq>(words: &Words<T>, meaning: T) -> Value<'static> {
    crate::json::text(words.word(meaning))
}
