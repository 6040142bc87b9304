//! The configurator in the browser.

use axum::Router;

use crate::api::Shared;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
}
