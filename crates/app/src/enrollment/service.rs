//! Tokens, and what the register's work and the clock do to its service.

use enrollment::{EnrollmentEvent, OfdDeviceId, OperatorToken};
use store::{enrollments, operator_tokens};
use types::{OrganizationId, RegisterId};

use super::{EnrollmentEffect, EnrollmentFailure, Told, advance};
use crate::App;

/// Registers whose pause begins in one unit.
const SUSPENSIONS_MAX: u32 = 100;

/// Draws a token. It is in the answer and nowhere else: only its hash is kept, and the one before it is dead.
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
            advance(tx, row, EnrollmentEvent::TokenIssued, &told, now)?;
            // Every state that allows a token has its number at the operator.
            let device = device.ok_or(EnrollmentFailure::Absent("number at the operator"))?;
            operator_tokens::replace(tx, register, token.hash(device).bytes(), now)?;
            Ok(EnrollmentEffect::TokenIssued {
                register,
                device,
                token: token.clone(),
            })
        })
        .await
}

/// The operator took a fiscal transaction of the register: a pause ends with it.
pub async fn fiscal_transaction(
    app: &App,
    device: OfdDeviceId,
) -> Result<Vec<EnrollmentEffect>, EnrollmentFailure> {
    let now = app.now();
    app.db()
        .write("note_fiscal_transaction", move |tx| {
            let row = enrollments::by_device(tx, device.get())?;
            let row = row.ok_or(EnrollmentFailure::Absent("register"))?;
            let told = Told {
                kind: "fiscal_transaction",
                detail: None,
            };
            let (_, effects) = advance(tx, row, EnrollmentEvent::FiscalTransaction, &told, now)?;
            Ok(effects)
        })
        .await
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
