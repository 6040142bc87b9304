//! `GET /api/shop/{version}/couriers`, the list that old clients know

use super::{Answered, window};
use crate::call::ShopCall;
use crate::cloud::{Cloud, EmployeeFilter, EmployeeKind};
use crate::json::{array, object};
use crate::komtet::answer::meta;
use crate::komtet::employee::courier;
use crate::reply::Reply;

pub(super) async fn list<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    call.input.door()?;
    let query = call.input.query();
    let window = window(&query);
    query.finish()?;
    let filter = EmployeeFilter {
        kind: Some(EmployeeKind::Courier),
    };
    let couriers = call.cloud.employees(call.actor, filter, window).await?;
    let rows = array(couriers.rows.iter().map(courier));
    Ok(Reply::json(&object([
        ("couriers", rows),
        ("meta", meta(couriers.total, window)),
    ])))
}
