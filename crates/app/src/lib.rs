//! Use cases: authorize, load, decide, save and enqueue, in one unit of work; the outside world comes afterwards.
//!
//! Architecture invariant: nothing here knows a JSON name of a door, a tag of a wire or an SQL text, and no unit
//! of work talks to the network.
#![warn(clippy::pedantic)]
#![expect(
    clippy::missing_errors_doc,
    reason = "every use case's error enum documents its own variants; a second list would only repeat it"
)]

pub mod account;
pub mod api_key;
pub mod archive;
pub mod banners;
pub mod context;
pub mod credentials;
pub mod delivery;
pub mod directory;
pub mod employees;
pub mod enrollment;
pub mod fiscalization;
pub mod forwarding;
pub mod intake;
pub mod kz_ofd;
pub mod messages;
pub mod ofd;
pub mod orders;
pub mod receipts;
pub mod register_door;
pub mod sandbox;
pub mod setup;
pub mod signals;
pub mod task;

pub use context::{App, Settings};
pub use signals::Signals;

/// An error with its causes, on one line.
#[must_use]
pub fn text_of(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.ends_with(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
