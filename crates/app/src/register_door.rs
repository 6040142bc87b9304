//! Registers that an agent elsewhere drives: they ask for tasks and report what became of them.

mod reports;

use receipt::Receipt;
use register::Registration;
use store::registers::{self, RegisterRow, RegisterState};
use store::tasks::{self, TaskDocument, TaskRow};
use store::{StoreError, Tx};
use types::{RegisterId, TaskId, Timestamp};

use crate::App;
use crate::fiscalization::{Ends, Sealing, end_task};

/// What an agent says when it calls.
#[derive(Clone, Debug)]
pub struct Beat {
    /// JSON of what it says of its device.
    pub device_report: String,
    /// Whether the device can take a task.
    pub ready: Readiness,
    /// What it knows of the past.
    pub memory: Memory,
    /// What became of its last task.
    pub report: Option<(TaskId, Reported)>,
}

/// Whether a device can take a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// It can, and wants one.
    Ready,
    /// It cannot, or wants none.
    NotReady,
}

/// What an agent knows of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// It journals before it seals: a task that it gets again is reported again, never sealed again.
    Journal,
    /// Nobody knows: it may seal again what it gets again.
    Unknown,
}

/// What became of a task at a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reported {
    /// A document was sealed.
    Sealed(TaskDocument),
    /// The device or its agent refused.
    Failed(String),
}

/// A task for a device.
#[derive(Clone, Debug)]
pub struct HandedOut {
    /// The task.
    pub task: TaskRow,
    /// The register as it is registered.
    pub registration: Registration,
}

/// The register whose agent shows this key.
pub async fn find(app: &App, pos_key: &str) -> Result<Option<RegisterRow>, StoreError> {
    let key = pos_key.to_owned();
    app.db()
        .read("find_register", move |tx| registers::by_pos_key(tx, &key))
        .await
}

/// Binds a register to the device with this serial number. `Err`: why not, for the agent's user.
pub async fn activate(
    app: &App,
    register: RegisterId,
    serial_number: String,
) -> Result<Result<(), String>, StoreError> {
    let now = app.now();
    app.db()
        .write("activate_register", move |tx| {
            let Some(row) = registers::find(tx, register)? else {
                return Ok(Err("unknown register".to_owned()));
            };
            if row.serial_number != serial_number {
                let expected = row.serial_number;
                return Ok(Err(format!(
                    "the device has serial number {serial_number}; this register was added with {expected}"
                )));
            }
            registers::set_state(tx, register, RegisterState::Active, Some(&serial_number), now)?;
            Ok(Ok(()))
        })
        .await
}

/// Takes a register out of its queues until it is activated again.
pub async fn deactivate(app: &App, register: RegisterId) -> Result<(), StoreError> {
    let now = app.now();
    app.db()
        .write("deactivate_register", move |tx| {
            registers::set_state(tx, register, RegisterState::Inactive, None, now)?;
            Ok(())
        })
        .await
}

/// Takes the report of the last task, then hands out the next one. A repeated report changes nothing.
///
/// From the hand-out on the device may seal, so the task counts as sealing at once. A register that still has a task
/// gets no other: its device can be asked for its last document only while nothing follows.
pub async fn beat(app: &App, register: RegisterId, beat: Beat) -> Result<Option<HandedOut>, StoreError> {
    let (now, platform) = (app.now(), app.clone());
    let reported = beat.report.is_some();
    let handed = app
        .db()
        .write("register_beat", move |tx| {
            registers::set_device_report(tx, register, &beat.device_report, now)?;
            let Some(row) = registers::find(tx, register)? else {
                return Ok(None);
            };
            let mut ends = Ends::new(&platform, now);
            if let Some((task, report)) = &beat.report {
                reports::take(tx, &mut ends, &row, *task, report)?;
            }
            if beat.ready == Readiness::NotReady {
                return Ok(None);
            }
            next_task(tx, &mut ends, &row, beat.memory, lease_end(&platform, now))
        })
        .await?;
    if reported {
        app.signals().message_waiting.notify_one();
    }
    if handed.is_some() {
        metrics::counter!("qassa_register_door_tasks_total").increment(1);
    }
    Ok(handed)
}

fn lease_end(app: &App, now: Timestamp) -> Timestamp {
    now.plus_s(i64::from(app.settings().lease_s))
}

fn next_task(
    tx: &mut Tx<'_>,
    ends: &mut Ends,
    row: &RegisterRow,
    memory: Memory,
    until: Timestamp,
) -> Result<Option<HandedOut>, StoreError> {
    let Some(registration) = crate::fiscalization::registration_of(row) else {
        return Ok(None);
    };
    if row.state == RegisterState::Inactive {
        return Ok(None);
    }
    let held = tasks::held(tx, row.id)?;
    let id = match (held.first(), memory) {
        (Some((held, _)), Memory::Journal) => {
            // The answer that carried it was lost, or the agent was restarted: it knows what it did.
            tasks::extend_lease(tx, *held, row.id, until)?;
            *held
        }
        (Some(_), Memory::Unknown) => return Ok(None),
        (None, _) => {
            let leased = tasks::lease(tx, row.id, 1, ends.now(), until)?;
            let Some(task) = leased.first() else {
                return Ok(None);
            };
            tasks::mark_sealing(tx, task.id, row.id, ends.now())?;
            task.id
        }
    };
    let Some(task) = tasks::find_any(tx, id)? else {
        return Ok(None);
    };
    if let Err(error) = serde_json::from_str::<Receipt>(&task.receipt) {
        let sealing = Sealing::Refused(error.to_string());
        end_task(tx, ends, id, row.id, &sealing)?;
        return Ok(None);
    }
    Ok(Some(HandedOut { task, registration }))
}
