//! Trade points of an organization.

use enrollment::{Places, TradePoint, TradePointForm};
use store::trade_points::{self, TradePointFacts};
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

/// Changes a trade point; its address only while the tax authority knows no register there.
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
            before.admit_change(&next, known)?;
            trade_points::change(tx, organization, id, &facts)?;
            Ok(())
        })
        .await
}

/// Deletes a trade point that no register belongs to.
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
            TradePoint::admit_deletion(registers)?;
            trade_points::delete(tx, organization, id)?;
            Ok(())
        })
        .await
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
