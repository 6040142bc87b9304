//! Everything that talks to the outside: callbacks of shops, mail, the tax authority.
//!
//! For each: a trait, the real client and a scripted simulator side by side. No effect is assumed: every call
//! ends as done, refused or unknown, and what is unknown is tried again by [`retry`] with the same id.
//!
//! | what | trait | real | simulator |
//! |---|---|---|---|
//! | callbacks | [`callback::Callbacks`] | [`callback::HttpCallbacks`] | [`callback::ScriptedCallbacks`] |
//! | mail | [`mail::Mailer`] | [`mail::SmtpMailer`] | [`mail::Mailbox`] |
//! | tax authority | [`tax_authority::TaxAuthority`] | none: its transport is closed | [`tax_authority::ScriptedTaxAuthority`] |
//! | enrollment | [`enrollment_authority::EnrollmentAuthority`] | none: the exchange is not public | [`enrollment_authority::ScriptedEnrollmentAuthority`] |
//!
//! Architecture invariant: no retries, no storage, no clock here. Callers own the outbox and the hour.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

pub mod callback;
mod causes;
pub mod enrollment_authority;
mod journal;
pub mod mail;
pub mod retry;
pub mod tax_authority;
pub mod tls;

use std::future::Future;
use std::pin::Pin;

/// An answer that is not there yet; the form of an asynchronous call that a trait object can have.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
