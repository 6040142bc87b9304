//! Server-rendered pages: the buyer's receipt, the sandbox, the start page.
//!
//! The platform implements [`ReceiptPages`] and, in the demo, [`Sandbox`]; the portal draws. [`router`] is the whole of
//! it; it has a fallback of its own, so merge routers without one into it.
//!
//! | address | what it is |
//! |---|---|
//! | `/` | what this is, and the form that finds a receipt |
//! | `POST /find` | looks a receipt up by its three numbers or its QR text |
//! | `/r/{token}`, `.pdf`, `.txt`, `.json` | a receipt; `?lang=ru\|kk\|en` |
//! | `/r/{token}/qr.png`, `/banner.png`, `/banner` | QR picture, banner picture, counted click on the banner |
//! | `/sandbox`, `/sandbox/state.json` | the demo's sandbox; `404` without one |
//! | `/consumer?i&f&s&t`, `/?i&f&s&t` | a Kazakh receipt by the link of its QR code; `404` without [`ConsumerPages`] |
//! | `/api/tickets/get-by-url?i&f&s&t` | the same as JSON |
//! | `/ticket/{token}`, `.pdf`, `.txt`, `.json`, `/qr.png` | a Kazakh receipt |
//! | `POST /preferences` | language and theme, kept in cookies |
//! | `/static/…`, `/favicon.svg`, `/robots.txt` | files, named by their content and cached for a year |
//!
//! Pages need no script to be read, ask nothing of other hosts, and run under a content security policy without
//! inline styles or scripts.
//!
//! Architecture invariant: no rule of business and no SQL; texts come from the catalogues of `print`.
#![warn(clippy::pedantic)]

mod consumer_pages;
mod guard;
mod icon;
mod page;
mod preferences;
mod receipt_pages;
pub mod sandbox;
mod shell;
mod static_file;
mod theme;
mod visitor;

pub use consumer_pages::{ConsumerPages, ConsumerReceipt};
pub use page::error::{server_error, unavailable};
pub use receipt_pages::{
    Banner, Delivery, DeliveryState, PagesError, ReceiptDetails, ReceiptPage, ReceiptPages,
};
pub use sandbox::{Sandbox, SandboxError, SandboxState};

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

/// What the pages work on.
#[derive(Clone)]
pub struct PortalState {
    /// The store of receipts.
    pub receipts: Arc<dyn ReceiptPages>,
    /// Kazakh receipts by the links of their QR codes; without it there is no such page.
    pub consumer: Option<Arc<dyn ConsumerPages>>,
    /// The demo's sandbox; without it there is no sandbox page.
    pub sandbox: Option<Arc<dyn Sandbox>>,
    /// Address under which people reach the portal, without a slash at the end; absolute links start with it.
    pub base_url: String,
    /// Address of the API's documentation, absolute or from the root.
    pub api_docs: Option<String>,
}

/// All pages, with their security headers and their own answer for unknown addresses.
pub fn router(state: PortalState) -> Router {
    Router::new()
        .route("/", get(page::consumer::start))
        .route("/find", post(page::index::find))
        .route("/preferences", post(preferences::keep))
        .route("/r/{file}", get(page::receipt::show))
        .route("/r/{token}/qr.png", get(page::receipt::qr_picture))
        .route("/r/{token}/banner.png", get(page::receipt::banner_picture))
        .route("/r/{token}/banner", get(page::receipt::banner_click))
        .route("/consumer", get(page::consumer::lookup))
        .route("/api/tickets/get-by-url", get(page::consumer::lookup_json))
        .route("/ticket/{file}", get(page::consumer::show))
        .route("/ticket/{token}/qr.png", get(page::consumer::qr_picture))
        .route("/sandbox", get(page::sandbox::show))
        .route("/sandbox/state.json", get(page::sandbox::state_json))
        .route("/sandbox/live.json", get(page::sandbox::live_json))
        .route("/sandbox/clock", post(page::sandbox::action::clock))
        .route("/sandbox/fault", post(page::sandbox::action::fault))
        .route("/sandbox/sample", post(page::sandbox::action::sample))
        .route("/sandbox/application", post(page::sandbox::action::application))
        .route("/sandbox/mail/{id}", get(page::sandbox::mail::show))
        .route("/sandbox/mail/{id}/html", get(page::sandbox::mail::html))
        .route("/static/{name}", get(static_file::serve))
        .route("/favicon.svg", get(static_file::favicon))
        .route("/favicon.ico", get(static_file::favicon))
        .route("/robots.txt", get(static_file::robots))
        .fallback(page::error::unknown_address)
        .method_not_allowed_fallback(page::error::wrong_method)
        .layer(axum::middleware::from_fn(guard::guard))
        .with_state(state)
}
