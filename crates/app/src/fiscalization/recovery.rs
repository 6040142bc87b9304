//! Leases that ended without a report.
//!
//! A virtual register's storage is asked: it knows for certain. A register elsewhere that journaled its intention
//! keeps the task until it tells; one that did not, loses it to another register.

use store::registers::{self, RegisterKind};
use store::sealed_documents;
use store::task_events::{self, TaskEvent};
use store::tasks::{self, ExpiredLease};
use store::{StoreError, Tx};
use types::Timestamp;

use super::{Ends, Sealing, end_task, task_document};
use crate::App;

/// Leases that one call looks at.
const LEASES_MAX: u32 = 256;

/// Ends or gives back the tasks of expired leases; the number of them.
pub async fn run(app: &App) -> Result<usize, StoreError> {
    let (now, attempts_max) = (app.now(), app.settings().attempts_max);
    let hold_until = now.plus_s(i64::from(app.settings().lease_s));
    let recovered = app
        .db()
        .write("recover_leases", move |tx| {
            let mut ends = Ends::default();
            let expired = tasks::expired_leases(tx, now, LEASES_MAX)?;
            for lease in &expired {
                recover(tx, &mut ends, lease, attempts_max, hold_until, now)?;
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

fn recover(
    tx: &mut Tx<'_>,
    ends: &mut Ends,
    lease: &ExpiredLease,
    attempts_max: u32,
    hold_until: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(register) = registers::find(tx, lease.register)? else {
        return Ok(());
    };
    if let Some(document) = sealed_documents::by_task(tx, lease.id)? {
        let event = TaskEvent {
            at: now,
            step: "found_sealed".to_owned(),
            register: Some(lease.register),
            detail: Some("the report was lost; the storage had sealed the document".to_owned()),
        };
        task_events::add(tx, lease.id, &event)?;
        let sealing = Sealing::Document(task_document(&register, &document));
        return end_task(tx, ends, lease.id, lease.register, &sealing, attempts_max, now);
    }
    let unknown = register.kind == RegisterKind::Agent && lease.sealing_at.is_some();
    if unknown {
        // The device may have sealed: only its own agent can tell, by asking it for the last document.
        tasks::extend_lease(tx, lease.id, lease.register, hold_until)?;
        return Ok(());
    }
    let sealing = Sealing::Unready("the register did not report in time and sealed nothing".to_owned());
    end_task(tx, ends, lease.id, lease.register, &sealing, attempts_max, now)
}
