//! Registers that an agent elsewhere drives: they ask for tasks and report what became of them.

use register::Registration;
use store::registers::{self, RegisterRow, RegisterState};
use store::task_events::{self, TaskEvent};
use store::tasks::{self, LeasedTask, TaskDocument, TaskRow};
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

/// Takes the report of the last task, then leases the next one. A repeated report changes nothing.
pub async fn beat(app: &App, register: RegisterId, beat: Beat) -> Result<Option<HandedOut>, StoreError> {
    let (now, attempts_max) = (app.now(), app.settings().attempts_max);
    let until = now.plus_s(i64::from(app.settings().lease_s));
    let reported = beat.report.is_some();
    let handed = app
        .db()
        .write("register_beat", move |tx| {
            registers::set_device_report(tx, register, &beat.device_report, now)?;
            if let Some((task, report)) = &beat.report {
                take_report(tx, register, *task, report, attempts_max, now)?;
            }
            if beat.ready == Readiness::NotReady || !tasks::outstanding(tx, register)?.is_empty() {
                return Ok(None);
            }
            let Some(row) = registers::find(tx, register)? else {
                return Ok(None);
            };
            if row.state == RegisterState::Inactive {
                return Ok(None);
            }
            let leased = tasks::lease(tx, register, 1, now, until)?;
            leased.first().map_or(Ok(None), |task| hand_out(tx, &row, task))
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

fn take_report(
    tx: &mut Tx<'_>,
    register: RegisterId,
    id: TaskId,
    report: &Reported,
    attempts_max: u32,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(task) = tasks::find_any(tx, id)? else {
        return Ok(());
    };
    if task.register != Some(register) {
        let event = TaskEvent {
            at: now,
            step: "late_report".to_owned(),
            register: Some(register),
            detail: Some(format!(
                "a register reported a task that it no longer has: {report:?}"
            )),
        };
        tracing::error!(
            task.id = id.get(),
            register.id = register.get(),
            "a late report was not taken"
        );
        return task_events::add(tx, id, &event);
    }
    let sealing = match report {
        Reported::Sealed(document) => Sealing::Document(document.clone()),
        Reported::Failed(reason) => Sealing::Refused(reason.clone()),
    };
    end_task(
        tx,
        &mut Ends::default(),
        id,
        register,
        &sealing,
        attempts_max,
        now,
    )
}

fn hand_out(
    tx: &mut Tx<'_>,
    row: &RegisterRow,
    leased: &LeasedTask,
) -> Result<Option<HandedOut>, StoreError> {
    let Some(registration) = crate::fiscalization::registration_of(row) else {
        return Ok(None);
    };
    let task = tasks::find_any(tx, leased.id)?;
    Ok(task.map(|task| HandedOut { task, registration }))
}
