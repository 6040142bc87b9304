//! Tokens, and what the register's work and the clock do to its service.

use enrollment::{EnrollmentEvent, OfdDeviceId, OperatorToken};
use store::{StoreError, Tx, enrollments, operator_tokens};
use types::{OrganizationId, RegisterId, Timestamp};

use super::{EnrollmentEffect, EnrollmentFailure, Told, advance, operator};
use crate::App;

/// Registers whose pause begins in one unit.
const SUSPENSIONS_MAX: u32 = 100;

/// Draws a token; the one before it is dead. The answer alone shows it: the account keeps its hash, and the operator's
/// row of the register the token itself, which the register's next request must carry.
pub async fn issue_token(
    app: &App,
    organization: OrganizationId,
    register: RegisterId,
) -> Result<EnrollmentEffect, EnrollmentFailure> {
    let (now, token) = (app.now(), OperatorToken::draw(app.rng()));
    app.db()
        .write("issue_operator_token", move |tx| {
            let row = enrollments::by_id(tx, organization, register)?;
            let row = row.ok_or(EnrollmentFailure::Absent("register"))?;
            let device = row.facts.ofd_device_id.and_then(OfdDeviceId::new);
            let told = Told {
                kind: "token_issued",
                detail: None,
            };
            advance(tx, row.clone(), EnrollmentEvent::TokenIssued, &told, now)?;
            // Every state that allows a token has its number at the operator.
            let device = device.ok_or(EnrollmentFailure::Absent("number at the operator"))?;
            operator::token_issued(tx, &row, device, &token, now)?;
            operator_tokens::replace(tx, register, token.hash(device).bytes(), now)?;
            Ok(EnrollmentEffect::TokenIssued {
                register,
                device,
                token: token.clone(),
            })
        })
        .await
}

/// The operator took a document of a register whose tariff was off, in this unit: the pause ends with it. Registers that
/// came to the operator by another way are left alone.
pub(crate) fn transacted(tx: &mut Tx<'_>, device: u32, now: Timestamp) -> Result<(), StoreError> {
    let Some(row) = enrollments::by_device(tx, device)? else {
        return Ok(());
    };
    let told = Told {
        kind: "fiscal_transaction",
        detail: None,
    };
    match advance(tx, row, EnrollmentEvent::FiscalTransaction, &told, now) {
        Ok(_) => Ok(()),
        Err(EnrollmentFailure::Store(error)) => Err(error),
        // The document is taken all the same: the account must not stand in a register's way.
        Err(error) => {
            tracing::error!(
                device.id = device,
                error = crate::text_of(&error),
                "a pause did not end"
            );
            Ok(())
        }
    }
}

/// Begins the pauses whose day has come, each register in a unit of its own: one that cannot be paused is told in the
/// log and keeps no other from its pause, and documents of registers are taken in between.
///
/// # Errors
/// [`EnrollmentFailure::Store`] when the database fails; what began until then has begun.
pub async fn begin_suspensions(app: &App) -> Result<Vec<EnrollmentEffect>, EnrollmentFailure> {
    let now = app.now();
    let mut effects = Vec::new();
    let mut after = None;
    loop {
        let due = app
            .db()
            .read("due_suspensions", move |tx| {
                enrollments::suspensions_due(tx, now, after, SUSPENSIONS_MAX)
            })
            .await?;
        let Some(last) = due.last().copied() else {
            return Ok(effects);
        };
        for register in due {
            match begin_suspension(app, register, now).await {
                Ok(begun) => effects.extend(begun),
                Err(EnrollmentFailure::Store(error)) => return Err(error.into()),
                Err(error) => {
                    tracing::error!(
                        register.id = register.get(),
                        error = crate::text_of(&error),
                        "a pause cannot begin"
                    );
                }
            }
        }
        after = Some(last);
    }
}

/// Begins the pause of one register, unless something else came first.
async fn begin_suspension(
    app: &App,
    register: RegisterId,
    now: Timestamp,
) -> Result<Vec<EnrollmentEffect>, EnrollmentFailure> {
    app.db()
        .write("begin_suspension", move |tx| {
            let Some(row) = enrollments::of_anybody(tx, register)? else {
                return Ok(Vec::new());
            };
            let told = Told {
                kind: "suspended",
                detail: None,
            };
            Ok(advance(tx, row, EnrollmentEvent::TimePassed, &told, now)?.1)
        })
        .await
}
