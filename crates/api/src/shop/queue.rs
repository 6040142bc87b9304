//! `GET /api/shop/{version}/queues/{queue}`

use super::Answered;
use crate::call::ShopCall;
use crate::cloud::Cloud;
use crate::komtet::answer;
use crate::reply::{Failure, Reply};

pub(super) async fn show<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    call.input.door()?;
    let queue = call.cloud.queue(call.actor, call.queue()?).await?;
    queue
        .map(|queue| Reply::json(&answer::queue(&queue)))
        .ok_or(Failure::NotFound)
}
