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

/// Events of one kind that [`add_once`] lets a task have: a register that cannot seal says so again and again.
pub const REPEATS_MAX: u64 = 20;

/// Adds an event unless the register caused the same one before, or the task has [`REPEATS_MAX`] of the kind.
/// `true`: it was added.
///
/// # Errors
/// [`StoreError`].
pub fn add_once(tx: &mut Tx<'_>, task: TaskId, event: &TaskEvent) -> Result<bool, StoreError> {
    let row = tx.one(
        "-- task_events.known
         select cast(count(*) as bigint) as of_kind,
                cast(coalesce(sum(case when register_id = $3 and coalesce(detail, '') = $4 then 1 else 0 end), 0)
                     as bigint) as same
         from task_events where task_id = $1 and step = $2",
        params![
            task,
            &event.step,
            event.register,
            event.detail.as_deref().unwrap_or_default()
        ],
    )?;
    let (of_kind, same): (u64, u64) = match row {
        Some(row) => (row.get("of_kind")?, row.get("same")?),
        None => (0, 0),
    };
    if same > 0 || of_kind >= REPEATS_MAX {
        return Ok(false);
    }
    add(tx, task, event)?;
    Ok(true)
}

/// How often this befell a task since a person last put it back into its queue.
///
/// # Errors
/// [`StoreError`].
pub fn count_since_retry(tx: &mut Tx<'_>, task: TaskId, step: &str) -> Result<u32, StoreError> {
    let row = tx.one(
        "-- task_events.count_since_retry
         select cast(count(*) as bigint) as events from task_events
         where task_id = $1 and step = $2
           and id > (select coalesce(max(id), 0) from task_events where task_id = $1 and step = 'retried')",
        params![task, step],
    )?;
    row.map_or(Ok(0), |row| row.get("events"))
}

/// When this first befell a task since a person last put it back into its queue; `None`: not since then.
///
/// # Errors
/// [`StoreError`].
pub fn first_since_put_back(
    tx: &mut Tx<'_>,
    task: TaskId,
    step: &str,
) -> Result<Option<Timestamp>, StoreError> {
    let row = tx.one(
        "-- task_events.first_since_put_back
         select at_us from task_events
         where task_id = $1 and step = $2
           and id > (select coalesce(max(id), 0) from task_events
                     where task_id = $1 and step in ('retried', 'released'))
         order by id limit 1",
        params![task, step],
    )?;
    row.map(|row| row.get("at_us")).transpose()
}

/// Whether a task was taken from this register before it had reported a document.
///
/// # Errors
/// [`StoreError`].
pub fn was_taken_from(tx: &mut Tx<'_>, task: TaskId, register: RegisterId) -> Result<bool, StoreError> {
    let row = tx.one(
        "-- task_events.was_taken_from
         select cast(count(*) as bigint) as times from task_events
         where task_id = $1 and register_id = $2 and step in ('retried', 'released', 'register_unready')",
        params![task, register],
    )?;
    let times: u64 = row.map_or(Ok(0), |row| row.get("times"))?;
    Ok(times > 0)
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
