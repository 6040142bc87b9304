//! `GET /api/v1/openapi.json`

use bytes::Bytes;

use crate::reply::Reply;

/// The description of every route; a test compares it with the list of routes.
pub const DOCUMENT: &str = include_str!("openapi.json");

pub(super) const fn show() -> Reply {
    Reply::of_type("application/json", Bytes::from_static(DOCUMENT.as_bytes()))
}
