//! Trade points of an organization.

use enrollment::{ApplicationKind, Places, Request, TradePoint, TradePointForm};
use store::trade_points::{self, TradePointFacts};
use store::{Tx, applications};
use types::{OrganizationId, TradePointId};

use super::{EnrollmentFailure, read, written};
use crate::App;

/// Creates a trade point.
pub async fn create(
    app: &App,
    organization: OrganizationId,
    form: &TradePointForm,
    places: &Places,
) -> Result<TradePointId, EnrollmentFailure> {
    let facts = facts(&TradePoint::parse(form, places)?)?;
    let now = app.now();
    app.db()
        .write("create_trade_point", move |tx| {
            Ok(trade_points::create(tx, organization, &facts, now)?)
        })
        .await
}

/// Changes a trade point; its address only while the tax authority knows no register there, and none applies to come.
pub async fn change(
    app: &App,
    organization: OrganizationId,
    id: TradePointId,
    form: &TradePointForm,
    places: &Places,
) -> Result<(), EnrollmentFailure> {
    let next = TradePoint::parse(form, places)?;
    let facts = facts(&next)?;
    app.db()
        .write("change_trade_point", move |tx| {
            let row = trade_points::by_id(tx, organization, id)?;
            let row = row.ok_or(EnrollmentFailure::Absent("trade point"))?;
            let before: TradePoint = read("trade point", &row.facts.body)?;
            let (_, known) = trade_points::registers_of(tx, id)?;
            let coming = coming(tx, organization, id)?;
            before.admit_change(&next, known.saturating_add(coming))?;
            trade_points::change(tx, organization, id, &facts)?;
            Ok(())
        })
        .await
}

/// Deletes a trade point that no register belongs to, and none applies to come to.
pub async fn delete(
    app: &App,
    organization: OrganizationId,
    id: TradePointId,
) -> Result<(), EnrollmentFailure> {
    app.db()
        .write("delete_trade_point", move |tx| {
            let row = trade_points::by_id(tx, organization, id)?;
            row.ok_or(EnrollmentFailure::Absent("trade point"))?;
            let (registers, _) = trade_points::registers_of(tx, id)?;
            let coming = coming(tx, organization, id)?;
            TradePoint::admit_deletion(registers.saturating_add(coming))?;
            trade_points::delete(tx, organization, id)?;
            Ok(())
        })
        .await
}

/// Registers that have an open application for a re-enrollment at the trade point: from elsewhere, so that they are
/// not yet among its own.
fn coming(tx: &mut Tx<'_>, organization: OrganizationId, id: TradePointId) -> Result<u64, EnrollmentFailure> {
    let mut coming = 0_u64;
    for text in applications::open_requests(tx, organization, ApplicationKind::ReEnrollment.code())? {
        let request: Request = read("request", &text)?;
        if matches!(request, Request::ReEnroll { target } if target.trade_point == id) {
            coming = coming.saturating_add(1);
        }
    }
    Ok(coming)
}

fn facts(point: &TradePoint) -> Result<TradePointFacts, EnrollmentFailure> {
    Ok(TradePointFacts {
        name: point.name.clone(),
        region: point.address.region.to_string(),
        tax_office: point.tax_office.to_string(),
        address: point.address.line.clone(),
        body: written("trade point", point)?,
    })
}
