//! Enrollment of registers with the tax authority: trade points, applications, states, in Kazakhstan and Russia.
//!
//! - [`TradePoint`] and [`RegisterCard`] are parsed from what a person typed; every wrong field is reported at once.
//! - [`Places`] and [`RegisterModels`] are the dictionaries they are checked against; [`TariffPlans`] is what may be
//!   chosen of service.
//! - [`Enrollment`] is the state of a Kazakh register on its way through the tax authority. [`Enrollment::on`]
//!   consumes the state and gives the next one with the [`Effect`]s that the caller carries out.
//! - [`Application`] is the way of one application from draft to answer, [`ApplicationDocument`] is what it says;
//!   its [`ContentHash`] is what a signature covers.
//! - [`russian`] is the same for the Federal Tax Service: application, registration report, re-registration,
//!   closing of the storage, card.
//!
//! Architecture invariant: no clock, no randomness, no I/O. Time and the zone are parameters, and what the register
//! says of itself comes as [`RegisterFacts`].
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

mod answer;
mod application;
mod calendar;
mod card_scan;
mod csv;
mod document;
mod field;
#[cfg(test)]
mod golden;
mod number;
mod operator_token;
mod place;
mod places;
mod register_card;
mod register_model;
mod request;
pub mod russian;
mod state;
mod tariff_plan;
mod trade_point;

pub use answer::{Answer, CardFacts, Refusal, Verdict};
pub use application::{Addressee, Application, ApplicationError, ApplicationKind, ApplicationState};
pub use calendar::first_of_next_month;
pub use card_scan::{CARD_SCAN_MAX_BYTES, CardScan, CardScanError, ScanKind};
pub use csv::DictionaryError;
pub use document::{
    Applicant, ApplicationDocument, ContentHash, DocumentField, DocumentKind, FieldName, FieldValue, Section,
    Statement, Subject,
};
pub use field::{FIELD_ERRORS_MAX, FieldError, FieldErrors, FieldProblem};
pub use number::{KgdRegistrationNumber, TaxpayerNumber};
pub use operator_token::{OfdDeviceId, OperatorToken, TokenHash};
pub use place::{ActivityCode, Address, AddressCode, GeoPosition, KatoCode, TaxOfficeCode};
pub use places::{IMPORT_MAX_BYTES, Imported, Places, Region, SETTLEMENTS_MAX, Settlement, TaxOffice};
pub use register_card::{ConnectionKind, NAME_MAX, RegisterCard, RegisterForm, YEAR_OF_MANUFACTURE_MIN};
pub use register_model::{ModelCode, REGISTER_MODELS_MAX, RegisterKind, RegisterModel, RegisterModels};
pub use request::{DeregistrationReason, EnrollmentRoute, Place, Request, WriteOffReason};
pub use state::{
    Effect, Enrollment, EnrollmentError, EnrollmentEvent, EventKind, Guard, Moved, RegisterFacts, Registered,
    ShiftFact, Standing, StateKind, Tariff,
};
pub use tariff_plan::{PlanCode, PlanCountry, PlanName, TARIFF_PLANS_MAX, TariffPlan, TariffPlans};
pub use trade_point::{FLAT_MAX, HOUSE_MAX, STREET_MAX, TradePoint, TradePointForm, TradePointInUse};
