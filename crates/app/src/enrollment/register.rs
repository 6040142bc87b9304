//! Drafts of registers and what may change of them later.

use enrollment::{Enrollment, FieldErrors, FieldProblem, RegisterCard, RegisterForm, RegisterModels};
use store::enrollment_events::{self, EnrollmentEventRow};
use store::enrollments::{self, EnrollmentFacts};
use store::{StoreError, Tx, trade_points};
use types::{OrganizationId, RegisterId, UtcOffset};

use super::{EnrollmentFailure, put_state, read, written};
use crate::App;

/// Keeps a draft.
pub async fn draft(
    app: &App,
    organization: OrganizationId,
    form: &RegisterForm,
    models: &RegisterModels,
) -> Result<RegisterId, EnrollmentFailure> {
    let now = app.now();
    let card = RegisterCard::parse(form, models, now.to_local(UtcOffset::KAZAKHSTAN))?;
    app.db()
        .write("draft_register", move |tx| {
            at_own_trade_point(tx, organization, &card)?;
            let state = Enrollment::draft();
            let facts = facts(&card, &state)?;
            let created = enrollments::create(tx, organization, &facts, now);
            let id = created.map_err(|error| taken(error, &card))?;
            let event = EnrollmentEventRow {
                at: now,
                kind: "drafted".to_owned(),
                state: facts.state,
                detail: None,
            };
            enrollment_events::add(tx, id, &event)?;
            Ok(id)
        })
        .await
}

/// Changes what the state of the register allows to change.
pub async fn change(
    app: &App,
    organization: OrganizationId,
    id: RegisterId,
    form: &RegisterForm,
    models: &RegisterModels,
) -> Result<(), EnrollmentFailure> {
    let card = RegisterCard::parse(form, models, app.now().to_local(UtcOffset::KAZAKHSTAN))?;
    app.db()
        .write("change_register", move |tx| {
            let row = enrollments::by_id(tx, organization, id)?;
            let row = row.ok_or(EnrollmentFailure::Absent("register"))?;
            at_own_trade_point(tx, organization, &card)?;
            let state: Enrollment = read("state of a register", &row.facts.body)?;
            let before: RegisterCard = read("card of a register", &row.facts.card)?;
            let next = before.changed(card.clone(), state.kind())?;
            let mut facts = facts(&next, &state)?;
            facts.ofd_device_id = row.facts.ofd_device_id;
            let changed = enrollments::change(tx, id, row.revision, &facts);
            if changed.map_err(|error| taken(error, &next))? {
                return Ok(());
            }
            Err(EnrollmentFailure::ChangedMeanwhile)
        })
        .await
}

fn at_own_trade_point(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    card: &RegisterCard,
) -> Result<(), EnrollmentFailure> {
    let found = trade_points::by_id(tx, organization, card.trade_point)?;
    found.map(drop).ok_or_else(|| {
        let value = card.trade_point.to_string();
        FieldErrors::one("trade_point_id", FieldProblem::Unknown { value }).into()
    })
}

fn facts(card: &RegisterCard, state: &Enrollment) -> Result<EnrollmentFacts, EnrollmentFailure> {
    let mut facts = EnrollmentFacts {
        name: card.name.clone(),
        model: card.model.to_string(),
        serial_number: card.serial_number.to_string(),
        trade_point: card.trade_point,
        card: written("card of a register", card)?,
        state: String::new(),
        body: String::new(),
        registration_number: None,
        ofd_device_id: None,
        tariff_plan: None,
        suspension_from: None,
    };
    put_state(&mut facts, state)?;
    Ok(facts)
}

fn taken(error: StoreError, card: &RegisterCard) -> EnrollmentFailure {
    if error.violates("enrollments_serial_unique") {
        return EnrollmentFailure::SerialNumberTaken(card.serial_number.to_string());
    }
    error.into()
}
