//! Lists of tasks, newest first, paged by key.

use types::{OrganizationId, QueueId, RegisterId, ShopId, TaskId, Timestamp};

use super::{TaskRow, TaskState, read};
use crate::{StoreError, Tx, params};

/// What a list is narrowed to; `None` narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct TaskFilter {
    /// Shop.
    pub shop: Option<ShopId>,
    /// Queue.
    pub queue: Option<QueueId>,
    /// Register that has or had it.
    pub register: Option<RegisterId>,
    /// The shop's operation number, whole.
    pub external_id: Option<String>,
    /// State.
    pub state: Option<TaskState>,
    /// Accepted at this moment or later.
    pub from: Option<Timestamp>,
    /// Accepted before this moment.
    pub to: Option<Timestamp>,
}

/// Tasks of an organization with numbers below `before`, newest first.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    filter: &TaskFilter,
    before: Option<TaskId>,
    limit: u32,
) -> Result<Vec<TaskRow>, StoreError> {
    const SQL: &str = concat!(
        "-- tasks.list
         select ",
        task_columns!(),
        " from tasks
         where organization_id = $1 and id < $2
           and (cast($3 as bigint) is null or shop_id = $3)
           and (cast($4 as bigint) is null or queue_id = $4)
           and (cast($5 as text) is null or external_id = $5)
           and (cast($6 as text) is null or state = $6)
           and accepted_at_us >= $7 and accepted_at_us < $8
           and (cast($10 as bigint) is null or register_id = $10)
         order by id desc
         limit $9"
    );
    let rows = tx.all(
        SQL,
        params![
            organization,
            before.map_or(i64::MAX, TaskId::get),
            filter.shop,
            filter.queue,
            filter.external_id.as_deref(),
            filter.state.map(TaskState::as_str),
            filter.from.map_or(i64::MIN, Timestamp::micros),
            filter.to.map_or(i64::MAX, Timestamp::micros),
            limit,
            filter.register,
        ],
    )?;
    rows.iter().map(read).collect()
}
