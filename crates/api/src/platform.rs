//! The platform behind the doors: [`app::App`] in the words of [`crate::cloud`].
//!
//! Only names and shapes change here; every decision is made in `app`.

mod account;
mod document;
mod employee;
mod order;
mod register;
mod setup;
mod shop;
mod task;

use app::App;
use store::StoreError;

use crate::cloud::CloudError;

pub use order::order_callback;
pub use task::task_of_row;

/// The platform as the doors ask it.
#[derive(Clone)]
pub struct Platform {
    app: App,
}

impl Platform {
    /// Puts the doors in front of the platform.
    #[must_use]
    pub const fn new(app: App) -> Self {
        Self { app }
    }
}

/// A failure of the database in the words of the doors.
fn failed(error: StoreError) -> CloudError {
    match app::intake::IntakeError::from(error) {
        error if error.retry_after_s().is_some() => CloudError::Busy {
            retry_after_s: error.retry_after_s().unwrap_or(1),
        },
        error => CloudError::Failed(Box::new(error)),
    }
}
