//! `POST /api/pos/v1/tasks`: a report comes in, a task goes out

use super::{handed_out, report};
use crate::call::RegisterCall;
use crate::cloud::{Cloud, Wanted};
use crate::json::{array, object};
use crate::reply::Reply;
use crate::shop::Answered;

pub(super) async fn beat<C: Cloud>(call: RegisterCall<'_, C>) -> Answered {
    let query = call.input.query();
    let limit = query.integer("limit", 0, "0 or more");
    query.finish()?;
    let wanted = if limit == Some(0) {
        Wanted::Nothing
    } else {
        Wanted::OneTask
    };
    let beat = report::read_beat(&call.input.body, wanted)?;
    let handed = call.cloud.beat(call.actor, beat).await?;
    let tasks = array(handed.iter().map(handed_out::task));
    Ok(Reply::json(&object([("checks", tasks)])))
}
