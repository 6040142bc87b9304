//! The platform behind the doors: [`app::App`] in the words of [`crate::cloud`].
//!
//! Only names and shapes change here; every decision is made in `app`.

mod account;
mod directory;
mod document;
mod employee;
mod enrollment;
mod order;
mod register;
mod russian;
mod service;
mod setup;
mod shop;
mod task;
mod transaction;

use std::sync::Arc;

use ::enrollment::{DictionaryError, Places, RegisterModels};
use app::App;
use store::StoreError;

use crate::cloud::{CloudError, Dictionaries};

pub use order::order_callback;
pub use task::task_of_row;

/// The platform as the doors ask it.
#[derive(Clone)]
pub struct Platform {
    app: App,
    dictionaries: Arc<Dictionaries>,
    answers: Answers,
}

/// Who answers applications to the tax authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// The tax authority alone.
    FromTaxAuthority,
    /// In the sandbox, whoever calls too.
    ByHandToo,
}

impl Platform {
    /// Puts the doors in front of the platform.
    ///
    /// # Errors
    /// [`DictionaryError`] never comes with the shipped dictionaries.
    pub fn new(app: App, answers: Answers) -> Result<Self, DictionaryError> {
        let dictionaries = Dictionaries {
            places: Places::shipped()?,
            models: RegisterModels::shipped()?,
        };
        Ok(Self {
            app,
            dictionaries: Arc::new(dictionaries),
            answers,
        })
    }
}

/// A failure of the database in the words of the doors.
pub(crate) fn failed(error: StoreError) -> CloudError {
    match app::intake::IntakeError::from(error) {
        error if error.retry_after_s().is_some() => CloudError::Busy {
            retry_after_s: error.retry_after_s().unwrap_or(1),
        },
        error => CloudError::Failed(Box::new(error)),
    }
}
