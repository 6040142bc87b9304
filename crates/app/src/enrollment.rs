//! Enrollment of Kazakh registers: trade points, drafts, applications, tokens, and the answers of the tax authority.
//!
//! Each use case loads, decides by the pure crate and saves; what follows for the operator's own row of the register is
//! written in the same unit, and told as [`EnrollmentEffect`]s.

pub mod application;
pub mod authority;
pub mod card;
mod operator;
pub mod register;
pub mod russian;
pub mod service;
pub mod trade_point;
pub mod view;
pub mod waiting;

use enrollment::{
    Effect, Enrollment, EnrollmentError, EnrollmentEvent, FieldErrors, KgdRegistrationNumber, OfdDeviceId,
    OperatorToken, RegisterCard, Tariff, TradePointInUse,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::enrollment_events::EnrollmentEventRow;
use store::enrollments::{EnrollmentFacts, EnrollmentRow};
use store::{StoreError, Tx, enrollment_events, enrollments, operator_tokens};
use types::{OrganizationId, RegisterId, Timestamp};

/// What the operator of a register has to learn, in the order in which it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnrollmentEffect {
    /// The register is on the books, under this number at the operator.
    Enrolled {
        /// The register.
        register: RegisterId,
        /// Its number at the operator.
        device: OfdDeviceId,
        /// Its registration number.
        number: KgdRegistrationNumber,
    },
    /// A token was issued; the one before it is dead. The only place where it stands in clear.
    TokenIssued {
        /// The register.
        register: RegisterId,
        /// Its number at the operator.
        device: OfdDeviceId,
        /// The token.
        token: OperatorToken,
    },
    /// The register is off the books; its token is dead.
    Deregistered {
        /// The register.
        register: RegisterId,
        /// Its number at the operator.
        device: OfdDeviceId,
    },
    /// Service and charging pause.
    Suspended {
        /// The register.
        register: RegisterId,
        /// Its number at the operator.
        device: OfdDeviceId,
        /// Since when.
        from: Timestamp,
    },
    /// Service and charging go on.
    Resumed {
        /// The register.
        register: RegisterId,
        /// Its number at the operator.
        device: OfdDeviceId,
        /// Since when.
        at: Timestamp,
    },
}

/// Why a use case of enrollment did nothing.
#[derive(Debug, thiserror::Error)]
pub enum EnrollmentFailure {
    /// The organization has no such thing.
    #[error("there is no such {0}")]
    Absent(&'static str),
    /// Wrong fields.
    #[error(transparent)]
    Fields(#[from] FieldErrors),
    /// The state of the register forbids it.
    #[error(transparent)]
    Refused(#[from] EnrollmentError),
    /// The state of a Russian register forbids it.
    #[error(transparent)]
    Russian(#[from] enrollment::russian::RussianEnrollmentError),
    /// The application is not where it would have to be.
    #[error(transparent)]
    Application(#[from] enrollment::ApplicationError),
    /// Registers belong to the trade point.
    #[error(transparent)]
    InUse(#[from] TradePointInUse),
    /// A register of the model has the serial number already.
    #[error("a register of this model with the serial number `{0}` is enrolled already")]
    SerialNumberTaken(String),
    /// The organization has another number.
    #[error("the organization does not apply under the number `{0}`, which is not its own")]
    AnotherTaxpayer(String),
    /// Another register has the number that the tax authority gave.
    #[error("the operator serves a register with the number `{0}` already")]
    RegistrationNumberTaken(String),
    /// The register has an application that is not done with.
    #[error("the register has an open application")]
    ApplicationOpen,
    /// What the document of the application tells has changed since it was prepared.
    #[error("what the application tells has changed since it was prepared: cancel it and prepare another")]
    DocumentOutdated,
    /// Somebody changed it meanwhile.
    #[error("the register was changed meanwhile")]
    ChangedMeanwhile,
    /// What is stored cannot be read.
    #[error("{what} of the store cannot be read: {detail}")]
    Corrupt {
        /// What.
        what: &'static str,
        /// Why.
        detail: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for EnrollmentFailure {
    fn from(error: StoreError) -> Self {
        if error.violates("applications_one_open_per_register")
            || error.violates("russian_applications_one_open_per_register")
        {
            return Self::ApplicationOpen;
        }
        Self::Store(error)
    }
}

pub(crate) fn read<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, EnrollmentFailure> {
    serde_json::from_str(text).map_err(|error| EnrollmentFailure::Corrupt {
        what,
        detail: error.to_string(),
    })
}

pub(crate) fn written<T: Serialize>(what: &'static str, value: &T) -> Result<String, EnrollmentFailure> {
    serde_json::to_string(value).map_err(|error| EnrollmentFailure::Corrupt {
        what,
        detail: error.to_string(),
    })
}

/// What an event is called in the history of a register.
pub(crate) struct Told<'a> {
    pub(crate) kind: &'a str,
    pub(crate) detail: Option<&'a str>,
}

/// Moves a register, and writes state, history and what follows in the same unit.
pub(crate) fn advance(
    tx: &mut Tx<'_>,
    row: EnrollmentRow,
    event: EnrollmentEvent,
    told: &Told<'_>,
    now: Timestamp,
) -> Result<(Enrollment, Vec<EnrollmentEffect>), EnrollmentFailure> {
    let before: Enrollment = read("state of a register", &row.facts.body)?;
    let moved = before.clone().on(event, now)?;
    if moved.enrollment == before && moved.effects.is_empty() {
        return Ok((before, Vec::new()));
    }
    let mut facts = row.facts;
    let mut effects = Vec::new();
    for effect in moved.effects {
        effects.extend(carry_out(
            tx,
            (row.organization, row.id),
            &mut facts,
            effect,
            now,
        )?);
    }
    put_state(&mut facts, &moved.enrollment)?;
    if !enrollments::change(tx, row.id, row.revision, &facts)? {
        return Err(EnrollmentFailure::ChangedMeanwhile);
    }
    let event = EnrollmentEventRow {
        at: now,
        kind: told.kind.to_owned(),
        state: facts.state.clone(),
        detail: told.detail.map(str::to_owned),
    };
    enrollment_events::add(tx, row.id, &event)?;
    Ok((moved.enrollment, effects))
}

/// The columns that lists and constraints need, from the state.
pub(crate) fn put_state(facts: &mut EnrollmentFacts, state: &Enrollment) -> Result<(), EnrollmentFailure> {
    facts.body = written("state of a register", state)?;
    state.kind().code().clone_into(&mut facts.state);
    facts.registration_number = state.number().map(ToString::to_string);
    facts.tariff_plan = state
        .registered()
        .and_then(|registered| match &registered.tariff {
            Tariff::Absent => None,
            Tariff::Active { plan, .. } => Some(plan.code.to_string()),
        });
    facts.suspension_from = state.suspension_ordered();
    Ok(())
}

fn carry_out(
    tx: &mut Tx<'_>,
    (organization, register): (OrganizationId, RegisterId),
    facts: &mut EnrollmentFacts,
    effect: Effect,
    now: Timestamp,
) -> Result<Option<EnrollmentEffect>, EnrollmentFailure> {
    let device = facts.ofd_device_id.and_then(OfdDeviceId::new);
    Ok(match effect {
        Effect::Enrolled { number } => {
            let device = enrollments::next_device(tx)?;
            facts.ofd_device_id = Some(device);
            OfdDeviceId::new(device).map(|device| EnrollmentEffect::Enrolled {
                register,
                device,
                number,
            })
        }
        Effect::Relocated { place } => {
            let mut card: RegisterCard = read("card of a register", &facts.card)?;
            card.trade_point = place.trade_point;
            facts.trade_point = place.trade_point;
            facts.card = written("card of a register", &card)?;
            if let Some(device) = device {
                operator::relocated(tx, organization, device, &card, now)?;
            }
            None
        }
        Effect::Deregistered => {
            operator_tokens::kill(tx, register, now)?;
            if let Some(device) = device {
                operator::deregistered(tx, device, now)?;
            }
            device.map(|device| EnrollmentEffect::Deregistered { register, device })
        }
        Effect::Suspended { from } => {
            if let Some(device) = device {
                operator::suspended(tx, device)?;
            }
            device.map(|device| EnrollmentEffect::Suspended {
                register,
                device,
                from,
            })
        }
        Effect::TariffChosen { .. } => {
            if let Some(device) = device {
                operator::tariff_chosen(tx, device)?;
            }
            None
        }
        Effect::TariffCancelled { .. } => {
            if let Some(device) = device {
                operator::tariff_cancelled(tx, device, now)?;
            }
            None
        }
        Effect::Resumed { at } => device.map(|device| EnrollmentEffect::Resumed { register, device, at }),
        // The application and the token are written by the use case that signs or issues.
        Effect::SendToTaxAuthority { .. } | Effect::TokenDue | Effect::WrittenOff => None,
    })
}

#[cfg(test)]
mod tests;
