//! Registers at the operator: into service, out of it, blocked, with a new token.

use ofd_kz::exchange::TokenState;
use receipt::kz::TaxpayerNumber;
use register_kz::{BooksEvent, BooksShift, ComparedReports, OperatorBooks, ShiftReport, Standing};
use serde::de::DeserializeOwned;
use store::kz_registers::{self, KzProgress, KzRegister, KzRegisterState};
use store::{StoreError, Tx, kz_documents, kz_reports};
use types::{OrganizationId, Timestamp, UtcOffset};

use super::{Card, IngestError, ToldFacts};
use crate::App;

/// A register that is to be served.
#[derive(Clone, Debug)]
pub struct Enrollment {
    /// Field ID of its messages.
    pub device_id: u32,
    /// Its owner.
    pub organization: OrganizationId,
    /// Number of its maker.
    pub serial_number: String,
    /// Number of the tax authority.
    pub registration_number: String,
    /// What INFO tells.
    pub card: Card,
    /// Its first token.
    pub token: u32,
}

/// Why a register was not put into service.
#[derive(Debug, thiserror::Error)]
pub enum EnrollmentRefusal {
    /// The id or the registration number is taken.
    #[error("register {device_id} with registration number {registration_number} is served already")]
    Taken {
        /// The id.
        device_id: u32,
        /// The number.
        registration_number: String,
    },
    /// The seller's number is none.
    #[error("the taxpayer's number is wrong: {0}")]
    Seller(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A value that cannot be kept.
    #[error("the state of a new register cannot be kept")]
    Json(#[from] serde_json::Error),
}

/// A row with what its JSON says.
pub(super) struct Stored {
    pub(super) row: KzRegister,
    pub(super) tokens: TokenState,
    pub(super) books: OperatorBooks,
    pub(super) card: Card,
}

impl Stored {
    pub(super) fn of(row: KzRegister) -> Result<Self, IngestError> {
        Ok(Self {
            tokens: json("token_state", row.device_id, &row.progress.token_state)?,
            books: json("books", row.device_id, &row.progress.books)?,
            card: json("card", row.device_id, &row.card)?,
            row,
        })
    }

    /// Writes back what changed.
    pub(super) fn save(mut self, tx: &mut Tx<'_>) -> Result<(), IngestError> {
        let device_id = self.row.device_id;
        let text = |column, value: serde_json::Result<String>| {
            value.map_err(|source| IngestError::Row {
                column,
                device_id,
                source,
            })
        };
        let progress = &mut self.row.progress;
        progress.token_state = text("token_state", serde_json::to_string(&self.tokens))?;
        progress.books = text("books", serde_json::to_string(&self.books))?;
        progress.state = match self.books.standing() {
            Standing::InService => KzRegisterState::Active,
            Standing::Blocked { .. } => KzRegisterState::Blocked,
            Standing::Deregistered { .. } => KzRegisterState::Deregistered,
        };
        (progress.shift_number, progress.shift_opened_at) = match *self.books.shift() {
            BooksShift::Open {
                number, opened_at, ..
            } => (number.get(), Some(opened_at)),
            BooksShift::Closed { last } => (last.get(), None),
        };
        kz_registers::advance(tx, device_id, progress)?;
        Ok(())
    }
}

fn json<T: DeserializeOwned>(column: &'static str, device_id: u32, text: &str) -> Result<T, IngestError> {
    serde_json::from_str(text).map_err(|source| IngestError::Row {
        column,
        device_id,
        source,
    })
}

/// Puts a register into service.
pub fn enroll(tx: &mut Tx<'_>, enrollment: &Enrollment, now: Timestamp) -> Result<(), EnrollmentRefusal> {
    let seller = TaxpayerNumber::parse(&enrollment.card.organization.taxpayer_number)
        .map_err(|error| EnrollmentRefusal::Seller(error.to_string()))?;
    let register = KzRegister {
        device_id: enrollment.device_id,
        organization: enrollment.organization,
        enrolled_at: now,
        serial_number: enrollment.serial_number.clone(),
        registration_number: enrollment.registration_number.clone(),
        card: serde_json::to_string(&enrollment.card)?,
        progress: KzProgress {
            state: KzRegisterState::Active,
            token_state: serde_json::to_string(&TokenState::issued(enrollment.token))?,
            books: serde_json::to_string(&OperatorBooks::new(Some(seller)))?,
            facts: None,
            shift_number: 0,
            shift_opened_at: None,
            last_document_at: None,
            last_seen_at: None,
        },
    };
    match kz_registers::enroll(tx, &register) {
        Ok(()) => Ok(()),
        Err(StoreError::Constraint { .. }) => Err(EnrollmentRefusal::Taken {
            device_id: enrollment.device_id,
            registration_number: enrollment.registration_number.clone(),
        }),
        Err(error) => Err(error.into()),
    }
}

/// Gives a register a new token; the old one is dead, also for a repeat. `false`: there is no such register.
pub async fn issue_token(app: &App, device_id: u32, token: u32) -> Result<bool, StoreError> {
    app.db()
        .write("issue_kz_token", move |tx| issue_token_in(tx, device_id, token))
        .await
}

/// As [`issue_token`], in a unit of the caller's.
pub(crate) fn issue_token_in(tx: &mut Tx<'_>, device_id: u32, token: u32) -> Result<bool, StoreError> {
    change_in(tx, device_id, |stored| {
        stored.tokens = TokenState::issued(token);
        Ok(())
    })
}

/// Moves the books of a register in a unit of the caller's. `false`: there is no such register.
pub(crate) fn apply_in(tx: &mut Tx<'_>, device_id: u32, event: &BooksEvent) -> Result<bool, StoreError> {
    change_in(tx, device_id, |stored| Ok(stored.books.apply(event)?))
}

/// Moves where a register stands in a unit of the caller's. `false`: there is no such register.
pub(crate) fn stand_in(
    tx: &mut Tx<'_>,
    device_id: u32,
    next: impl FnOnce(Standing) -> Standing,
) -> Result<bool, StoreError> {
    change_in(tx, device_id, |stored| {
        let next = next(stored.books.standing().clone());
        Ok(stored.books.apply(&BooksEvent::StandingChanged(next))?)
    })
}

/// The token of a register's next request, for the sandbox, which tells it; `None`: there is no such register.
pub async fn valid_token(app: &App, device_id: u32) -> Result<Option<u32>, StoreError> {
    app.db()
        .read("kz_token", move |tx| {
            let row = kz_registers::find(tx, device_id)?;
            let tokens = row.map(|row| serde_json::from_str::<TokenState>(&row.progress.token_state));
            let tokens = tokens.transpose().map_err(|error| StoreError::Damaged {
                detail: format!("the token of register {device_id} does not read: {error}"),
            })?;
            Ok(tokens.map(|tokens| tokens.valid_token))
        })
        .await
}

/// Replaces what INFO tells, as after a re-enrollment. `false`: there is no such register.
pub async fn replace_card(app: &App, device_id: u32, card: &Card) -> Result<bool, StoreError> {
    let (card, now) = (card.clone(), app.now());
    app.db()
        .write("replace_kz_card", move |tx| {
            replace_card_in(tx, device_id, &card, now)
        })
        .await
}

/// As [`replace_card`], in a unit of the caller's.
pub(crate) fn replace_card_in(
    tx: &mut Tx<'_>,
    device_id: u32,
    card: &Card,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Ok(text) = serde_json::to_string(card) else {
        return Ok(false);
    };
    let known = kz_registers::load(tx, device_id)?.is_some();
    if known {
        kz_registers::set_card(tx, device_id, &text, now.to_local(UtcOffset::KAZAKHSTAN))?;
    }
    Ok(known)
}

/// Documents that a register issued and the operator knows of without having got them, at the least.
pub(crate) fn known_unsent_in(tx: &mut Tx<'_>, row: &KzRegister) -> Result<u32, StoreError> {
    let device_id = row.device_id;
    let books: OperatorBooks = json("books", device_id, &row.progress.books).map_err(damaged)?;
    let told = ToldFacts::read(row.progress.facts.as_deref()).unwrap_or_default();
    let Some(newest) = kz_reports::newest_with_own(tx, device_id)? else {
        return Ok(books.known_unsent(None, told.outage));
    };
    let report = |text: &str| json::<ShiftReport>("report", device_id, text).map_err(damaged);
    let own = report(newest.own_report.as_deref().unwrap_or_default())?;
    let counted = report(&newest.report)?;
    let mut compared = ComparedReports {
        own: &own,
        counted: &counted,
        arrived_later: 0,
    };
    if compared.missing() > 0 {
        let (since, until) = (newest.received_at, own.made_at);
        compared.arrived_later = kz_documents::arrived_late(tx, device_id, since, until)?;
    }
    Ok(books.known_unsent(Some(compared), told.outage))
}

fn change_in(
    tx: &mut Tx<'_>,
    device_id: u32,
    change: impl FnOnce(&mut Stored) -> Result<(), IngestError>,
) -> Result<bool, StoreError> {
    let Some(row) = kz_registers::load(tx, device_id)? else {
        return Ok(false);
    };
    let mut stored = Stored::of(row).map_err(damaged)?;
    change(&mut stored).map_err(damaged)?;
    stored.save(tx).map_err(damaged)?;
    Ok(true)
}

fn damaged(error: IngestError) -> StoreError {
    match error {
        IngestError::Store(error) => error,
        other => StoreError::Damaged {
            detail: crate::text_of(&other),
        },
    }
}
