//! What the operator's staff does to a register by hand: each act is told in its incidents, with who and why.

use register_kz::{BlockCause, Standing};
use store::StoreError;
use store::kz_incidents::{self, KzIncident};
use store::kz_registers::KzRegisterState;
use types::{Timestamp, UserId, UtcOffset};

use super::registers::stand_in;
use super::{KzRegisterView, register};
use crate::App;

/// Longest reason, characters: cashiers read it on a register.
pub const REASON_LENGTH_MAX: usize = 256;

/// Acts of a history.
pub const HISTORY_MAX: u32 = 50;

/// An act of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffAct {
    /// The register may not work until the staff lifts this; its cashier reads the reason.
    Block {
        /// What the cashier reads.
        reason: String,
    },
    /// Lifts the staff's own block; one that a missing tariff brought stays.
    Unblock,
    /// The register is off the tax records for good, as when the tax authority told so by another way.
    Deregister {
        /// Why; for the staff itself.
        reason: String,
    },
}

impl StaffAct {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Block { .. } => "blocked",
            Self::Unblock => "unblocked",
            Self::Deregister { .. } => "deregistered",
        }
    }

    fn reason(&self) -> &str {
        match self {
            Self::Block { reason } | Self::Deregister { reason } => reason,
            Self::Unblock => "",
        }
    }
}

/// Does it, and tells where the register stands then; what stands so already is left as it is. `None`: there is no such
/// register.
///
/// # Errors
/// [`StoreError`].
pub async fn act(
    app: &App,
    user: UserId,
    device_id: u32,
    act: StaffAct,
) -> Result<Option<KzRegisterView>, StoreError> {
    let at = app.now();
    let now = at.to_local(UtcOffset::KAZAKHSTAN);
    app.db()
        .write("act_on_kz_register", move |tx| {
            let mut is_changed = false;
            stand_in(tx, device_id, |standing| {
                let before = standing.clone();
                let next = match &act {
                    StaffAct::Block { reason } => standing.blocked_by_staff(reason.clone(), now),
                    StaffAct::Unblock => standing.lifted_by_staff(),
                    StaffAct::Deregister { .. } => standing.deregistered(now),
                };
                is_changed = next != before;
                next
            })?;
            if is_changed {
                let told = format!("by user {user}: {}", act.reason());
                let incident = KzIncident {
                    at,
                    device_id: Some(device_id),
                    kind: act.kind().to_owned(),
                    detail: told.trim_end_matches([':', ' ']).to_owned(),
                    payload: None,
                };
                kz_incidents::add(tx, &incident)?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    register(app, None, device_id).await
}

/// What the staff did to a register, newest first, at most [`HISTORY_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn history(app: &App, device_id: u32) -> Result<Vec<KzIncident>, StoreError> {
    app.db()
        .read("list_acts_on_kz_register", move |tx| {
            kz_incidents::acts_of_staff(tx, device_id, HISTORY_MAX)
        })
        .await
}

/// Where a register stands, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// `active`, `blocked` or `deregistered`.
    pub state: &'static str,
    /// What its cashier reads.
    pub reason: Option<String>,
    /// Who stands in its way: `staff`, `tariff` or `staff_and_tariff`.
    pub blocked_by: Option<&'static str>,
    /// Since when it may not work.
    pub since: Option<Timestamp>,
}

impl Service {
    /// Of a register.
    #[must_use]
    pub fn of(register: &KzRegisterView) -> Self {
        let standing = register.books.standing();
        let (state, reason, blocked_by) = match standing {
            Standing::InService => (KzRegisterState::Active, None, None),
            Standing::Deregistered { .. } => (KzRegisterState::Deregistered, None, None),
            Standing::Blocked { reason, cause, .. } => {
                let who = match cause {
                    BlockCause::Staff => "staff",
                    BlockCause::Tariff => "tariff",
                    BlockCause::StaffAndTariff { .. } => "staff_and_tariff",
                };
                (KzRegisterState::Blocked, Some(reason.clone()), Some(who))
            }
        };
        Self {
            state: state.as_str(),
            reason,
            blocked_by,
            since: standing.out_since().map(|since| since.at(UtcOffset::KAZAKHSTAN)),
        }
    }
}
