//! `/api/shop/{version}/orders` and `/api/shop/{version}/orders/{order}`

use receipt::{FormatVersion, LintContext};
use types::{EmployeeId, OrderId};

use super::{Answered, window};
use crate::call::ShopCall;
use crate::cloud::{Cloud, OrderDraft, OrderFilter, OrderOutcome};
use crate::field::FieldErrorKind;
use crate::json::{array, object};
use crate::komtet::answer::meta;
use crate::komtet::enumeration::ORDER_STATE;
use crate::komtet::order::{DELIVERY_TIME, order, order_in_list, read_order};
use crate::reply::{Failure, Reply};

pub(super) async fn list<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    let door = call.input.door()?;
    let query = call.input.query();
    let window = window(&query);
    let time = |text: &str| DELIVERY_TIME.read(text);
    let filter = OrderFilter {
        courier: query.integer("courier_id", 1, "1 or more").map(EmployeeId::new),
        deliver_from: query.read(
            "date_start",
            || FieldErrorKind::NotATime(DELIVERY_TIME.shown),
            time,
        ),
    };
    query.finish()?;
    let orders = call.cloud.orders(call.actor, filter, window).await?;
    let rows = array(orders.rows.iter().map(|row| order_in_list(door, row)));
    Ok(Reply::json(&object([
        ("orders", rows),
        ("meta", meta(orders.total, window)),
    ])))
}

pub(super) async fn create<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    let door = call.input.door()?;
    let draft = draft(&call)?;
    let outcome = call.cloud.create_order(call.actor, draft).await?;
    saved(outcome).map(|saved| Reply::json(&order(door, &saved)))
}

pub(super) async fn show<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    let door = call.input.door()?;
    let found = call.cloud.order(call.actor, id(&call)?).await?;
    found
        .map(|found| Reply::json(&order(door, &found)))
        .ok_or(Failure::NotFound)
}

pub(super) async fn change<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    let door = call.input.door()?;
    let id = id(&call)?;
    call.cloud.order(call.actor, id).await?.ok_or(Failure::NotFound)?;
    let draft = draft(&call)?;
    let outcome = call
        .cloud
        .change_order(call.actor, id, draft)
        .await?
        .ok_or(Failure::NotFound)?;
    saved(outcome).map(|saved| Reply::json(&order(door, &saved)))
}

pub(super) async fn delete<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    call.input.door()?;
    let id = id(&call)?;
    let deleted = call.cloud.delete_order(call.actor, id).await?;
    if deleted {
        Ok(Reply::empty())
    } else {
        Err(Failure::NotFound)
    }
}

fn id<C>(call: &ShopCall<'_, C>) -> Result<OrderId, Failure> {
    call.input.id("order").map(OrderId::new)
}

/// An order knows no queue yet, so that only the newest format is checked.
fn draft<C>(call: &ShopCall<'_, C>) -> Result<OrderDraft, Failure> {
    let context = LintContext::new(FormatVersion::V1_2, call.settings.now());
    Ok(read_order(call.input.door()?, &call.input.body, &context)?)
}

fn saved(outcome: OrderOutcome) -> Result<Box<crate::cloud::Order>, Failure> {
    match outcome {
        OrderOutcome::Saved(order) => Ok(order),
        OrderOutcome::ExternalIdTaken(_) => Err(Failure::field("external_id", FieldErrorKind::Taken)),
        OrderOutcome::UnknownCourier(_) => Err(Failure::field("courier_id", FieldErrorKind::Unknown)),
        OrderOutcome::Closed(state) => Err(Failure::WrongState {
            state: ORDER_STATE.word(state),
        }),
    }
}
