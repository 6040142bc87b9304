//! What befell a task besides its straight way.

use types::{RegisterId, TaskId, Timestamp};

use crate::{StoreError, Tx, params};

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskEvent {
    /// When.
    pub at: Timestamp,
    /// What, in one word: `requeued`, `lease_expired`, `retried`, …
    pub step: String,
    /// Register concerned.
    pub register: Option<RegisterId>,
    /// More about it.
    pub detail: Option<String>,
}

/// Adds an event.
///
/// # Errors
/// [`StoreError`].
pub fn add(tx: &mut Tx<'_>, task: TaskId, event: &TaskEvent) -> Result<(), StoreError> {
    tx.execute(
        "-- task_events.add
         insert into task_events (task_id, at_us, step, register_id, detail) values ($1, $2, $3, $4, $5)",
        params![
            task,
            event.at,
            &event.step,
            event.register,
            event.detail.as_deref()
        ],
    )?;
    Ok(())
}

/// Events of a task, in order; at most 200.
///
/// # Errors
/// [`StoreError`].
pub fn of_task(tx: &mut Tx<'_>, task: TaskId) -> Result<Vec<TaskEvent>, StoreError> {
    let rows = tx.all(
        "-- task_events.of_task
         select at_us, step, register_id, detail from task_events where task_id = $1 order by id limit 200",
        params![task],
    )?;
    rows.iter()
        .map(|row| {
            Ok(TaskEvent {
                at: row.get("at_us")?,
                step: row.get("step")?,
                register: row.get("register_id")?,
                detail: row.get("detail")?,
            })
        })
        .collect()
}
