//! Style sheet, script and icon, compiled in.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::api::form::SLIP_STYLE;

/// Changes with the program, so that browsers ask again after an update.
pub(super) const STYLE: &str = concat!("/static/core-", env!("CARGO_PKG_VERSION"), ".css");
pub(super) const SCRIPT: &str = concat!("/static/core-", env!("CARGO_PKG_VERSION"), ".js");

const ICON: &str = include_str!("../../assets/icon.svg");

pub(super) async fn serve(Path(name): Path<String>) -> Response {
    let asked = format!("/static/{name}");
    let (kind, content) = match asked.as_str() {
        STYLE => ("text/css; charset=utf-8", include_str!("../../assets/core.css")),
        SCRIPT => (
            "text/javascript; charset=utf-8",
            include_str!("../../assets/core.js"),
        ),
        SLIP_STYLE => ("text/css; charset=utf-8", print::html::CSS),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], content).into_response()
}

pub(super) async fn favicon() -> Response {
    (
        [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "max-age=86400")],
        ICON,
    )
        .into_response()
}
