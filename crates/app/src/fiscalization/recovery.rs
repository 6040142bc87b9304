//! Leases that ended without a report.
//!
//! A virtual register's storage is asked: it knows for certain. A register elsewhere may have sealed from the moment
//! it was handed the task: the task stays with it until it tells, or until a person who looked at the device
//! releases the task.

use outbound::retry;
use store::registers::{self, RegisterKind};
use store::task_events::{self, TaskEvent};
use store::tasks::{self, ExpiredLease};
use store::{StoreError, Tx, ofd_forwardings, outbox, sealed_documents};
use types::{RegisterId, Timestamp};

use super::ending::give_back_broken;
use super::{Ends, Sealing, end_task, task_document};
use crate::App;

/// Leases that one call looks at.
const LEASES_MAX: u32 = 256;

/// Ends, keeps or gives back the tasks of expired leases; the number of them.
///
/// Leases and pauses are counted on the wall clock. One that ends later than its length allows was begun before the
/// clock was put back: it is brought to the present.
pub async fn run(app: &App) -> Result<usize, StoreError> {
    let (now, platform) = (app.now(), app.clone());
    let recovered = app
        .db()
        .write("recover_leases", move |tx| {
            pull(tx, &platform, now)?;
            let mut ends = Ends::new(&platform, now);
            let expired = tasks::expired_leases(tx, now, LEASES_MAX)?;
            for lease in &expired {
                recover(tx, &mut ends, lease)?;
            }
            Ok::<_, StoreError>(expired.len())
        })
        .await?;
    if recovered > 0 {
        metrics::counter!("qassa_leases_expired_total").increment(u64::try_from(recovered).unwrap_or(0));
        tracing::warn!(
            tasks = recovered,
            "leases ended without a report; their registers were asked"
        );
        app.signals().task_waiting.notify_one();
        app.signals().message_waiting.notify_one();
    }
    Ok(recovered)
}

/// Gives back what a virtual register had when the program broke over it; what the storage sealed all the same is done.
pub async fn after_a_panic(app: &App, register: RegisterId) -> Result<(), StoreError> {
    let (now, platform) = (app.now(), app.clone());
    app.db()
        .write("recover_from_panic", move |tx| {
            let mut ends = Ends::new(&platform, now);
            for (task, _) in tasks::held(tx, register)? {
                if !found_sealed(tx, &mut ends, task, register)? {
                    give_back_broken(tx, &mut ends, task, register)?;
                }
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    app.signals().task_waiting.notify_one();
    app.signals().message_waiting.notify_one();
    Ok(())
}

fn pull(tx: &mut Tx<'_>, app: &App, now: Timestamp) -> Result<(), StoreError> {
    tasks::pull_leases(tx, now.plus_s(i64::from(app.settings().lease_s)))?;
    let longest_s = i64::try_from(retry::PAUSE_MAX.as_secs()).unwrap_or(i64::MAX);
    outbox::pull_pauses(tx, now.plus_s(longest_s), now)?;
    ofd_forwardings::pull_pauses(tx, now.plus_s(longest_s), now)?;
    Ok(())
}

fn recover(tx: &mut Tx<'_>, ends: &mut Ends, lease: &ExpiredLease) -> Result<(), StoreError> {
    let Some(register) = registers::find(tx, lease.register)? else {
        return Ok(());
    };
    if found_sealed(tx, ends, lease.id, register.id)? {
        return Ok(());
    }
    if register.kind == RegisterKind::Agent {
        return keep(tx, ends, lease);
    }
    let sealing = Sealing::Unready("the register did not report in time and sealed nothing".to_owned());
    end_task(tx, ends, lease.id, lease.register, &sealing)
}

/// Ends a task whose document a virtual register's storage has.
fn found_sealed(
    tx: &mut Tx<'_>,
    ends: &mut Ends,
    task: types::TaskId,
    register: RegisterId,
) -> Result<bool, StoreError> {
    let Some(document) = sealed_documents::by_task(tx, task)? else {
        return Ok(false);
    };
    let Some(row) = registers::find(tx, document.register)? else {
        return Ok(false);
    };
    let event = TaskEvent {
        at: ends.now(),
        step: "found_sealed".to_owned(),
        register: Some(register),
        detail: Some("the report was lost; the storage had sealed the document".to_owned()),
    };
    task_events::add(tx, task, &event)?;
    let sealing = Sealing::Document(task_document(&row, &document));
    end_task(tx, ends, task, row.id, &sealing)?;
    Ok(true)
}

/// The device may have sealed: only its own agent can tell, by asking it for the last document.
fn keep(tx: &mut Tx<'_>, ends: &Ends, lease: &ExpiredLease) -> Result<(), StoreError> {
    const REASON: &str = "the register has not reported whether it sealed the receipt; only it knows";
    let event = TaskEvent {
        at: ends.now(),
        step: "report_awaited".to_owned(),
        register: Some(lease.register),
        detail: Some(REASON.to_owned()),
    };
    task_events::add_once(tx, lease.id, &event)?;
    tasks::keep_for_report(tx, lease.id, lease.register, REASON)?;
    tracing::error!(
        task.id = lease.id.get(),
        register.id = lease.register.get(),
        "an agent did not report: its task is kept for it"
    );
    Ok(())
}
