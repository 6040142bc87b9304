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

/// Begins the pauses whose day has come; the caller repeats while some began.
pub async fn begin_suspensions(app: &App) -> Result<Vec<EnrollmentEffect>, EnrollmentFailure> {
    let now = app.now();
    app.db()
        .write("begin_suspensions", move |tx| {
            let mut effects = Vec::new();
            for row in enrollments::suspensions_due(tx, now, SUSPENSIONS_MAX)? {
                let told = Told {
                    kind: "suspended",
                    detail: None,
                };
                effects.extend(advance(tx, row, EnrollmentEvent::TimePassed, &told, now)?.1);
            }
            Ok(effects)
        })
        .await
}
