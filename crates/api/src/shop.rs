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
pub(crate) async fn answer<C: Cloud>(endpoint: ShopEndpoint, call: ShopCall<'_, C>) -> Answered {
    match endpoint {
        ShopEndpoint::ShowQueue => queue::show(call).await,
        ShopEndpoint::PutTask => task::put(call).await,
        ShopEndpoint::PutTasks => task::put_many(call).await,
        ShopEndpoint::ShowTask => task::show(call).await,
        ShopEndpoint::ListOrders => order::list(call).await,
        ShopEndpoint::CreateOrder => order::create(call).await,
        ShopEndpoint::ShowOrder => order::show(call).await,
        ShopEndpoint::ChangeOrder => order::change(call).await,
        ShopEndpoint::DeleteOrder => order::delete(call).await,
        ShopEndpoint::ListEmployees => employee::list(call).await,
        ShopEndpoint::CreateEmployee => employee::create(call).await,
        ShopEndpoint::ShowEmployee => employee::show(call).await,
        ShopEndpoint::ChangeEmployee => employee::change(call).await,
        ShopEndpoint::DeleteEmployee => employee::delete(call).await,
        ShopEndpoint::ListCouriers => courier::list(call).await,
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
