//! The shop's door of the KOMTET dialect: `/api/shop/v1` and `/api/shop/v2`.

mod courier;
mod employee;
mod order;
mod queue;
mod task;

use types::QueueId;

use crate::call::{Query, ShopCall};
use crate::cloud::{Cloud, Window};
use crate::limits::{LIST_LIMIT_DEFAULT, LIST_LIMIT_MAX};
use crate::reply::{Failure, Reply};
use crate::route::ShopEndpoint;

/// A reply, or why there is none.
pub(crate) type Answered = Result<Reply, Failure>;

/// Answers a call whose signature was checked.
///
/// Each endpoint has a box of its own: together in one future, every call would take the memory of the largest.
pub(crate) async fn answer<C: Cloud>(endpoint: ShopEndpoint, call: ShopCall<'_, C>) -> Answered {
    match endpoint {
        ShopEndpoint::ShowQueue => Box::pin(queue::show(call)).await,
        ShopEndpoint::PutTask => Box::pin(task::put(call)).await,
        ShopEndpoint::PutTasks => Box::pin(task::put_many(call)).await,
        ShopEndpoint::ShowTask => Box::pin(task::show(call)).await,
        ShopEndpoint::ListOrders => Box::pin(order::list(call)).await,
        ShopEndpoint::CreateOrder => Box::pin(order::create(call)).await,
        ShopEndpoint::ShowOrder => Box::pin(order::show(call)).await,
        ShopEndpoint::ChangeOrder => Box::pin(order::change(call)).await,
        ShopEndpoint::DeleteOrder => Box::pin(order::delete(call)).await,
        ShopEndpoint::ListEmployees => Box::pin(employee::list(call)).await,
        ShopEndpoint::CreateEmployee => Box::pin(employee::create(call)).await,
        ShopEndpoint::ShowEmployee => Box::pin(employee::show(call)).await,
        ShopEndpoint::ChangeEmployee => Box::pin(employee::change(call)).await,
        ShopEndpoint::DeleteEmployee => Box::pin(employee::delete(call)).await,
        ShopEndpoint::ListCouriers => Box::pin(courier::list(call)).await,
    }
}

impl<C: Cloud> ShopCall<'_, C> {
    fn queue(&self) -> Result<QueueId, Failure> {
        self.input.id("queue").map(QueueId::new)
    }
}

/// `start` and `limit`; too large a limit is brought down, since clients ask for what they like.
fn window(query: &Query) -> Window {
    let start = query
        .integer("start", 0, "0 or more")
        .and_then(|start| u64::try_from(start).ok());
    let limit = query
        .integer("limit", 1, "1 or more")
        .and_then(|limit| u32::try_from(limit).ok());
    Window {
        start: start.unwrap_or(0),
        limit: limit.unwrap_or(LIST_LIMIT_DEFAULT).min(LIST_LIMIT_MAX),
    }
}
