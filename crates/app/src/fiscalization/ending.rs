//! How tasks end, or go back to wait: always with the messages that follow, in one unit of work.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use store::outbox::{self, MessageKind, NewMessage};
use store::shops::{self, ShopRow};
use store::task_events::{self, TaskEvent};
use store::tasks::{self, TaskDone, TaskRow, TaskState};
use store::{StoreError, Tx};
use types::{RegisterId, ShopId, TaskId, Timestamp};

use super::{Sealing, late};
use crate::App;

/// The ends of tasks in one unit: its moment, its rules, and the shops concerned, each read once.
pub(crate) struct Ends {
    now: Timestamp,
    attempts_max: u32,
    give_up_after_s: u32,
    shops: HashMap<ShopId, Option<ShopRow>>,
}

impl Ends {
    pub(crate) fn new(app: &App, now: Timestamp) -> Self {
        Self {
            now,
            attempts_max: app.settings().attempts_max,
            give_up_after_s: app.settings().give_up_after_s,
            shops: HashMap::new(),
        }
    }

    /// The moment of the unit.
    pub(crate) const fn now(&self) -> Timestamp {
        self.now
    }

    fn shop(&mut self, tx: &mut Tx<'_>, id: ShopId) -> Result<Option<&ShopRow>, StoreError> {
        Ok(match self.shops.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(shops::by_id(tx, id)?),
        }
        .as_ref())
    }
}

/// Ends one task, or gives it back, in the caller's unit. A task that had ended before stays as it was, unless it
/// ended in an error and there is a document after all.
pub(crate) fn end_task(
    tx: &mut Tx<'_>,
    ends: &mut Ends,
    id: TaskId,
    register: RegisterId,
    sealing: &Sealing,
) -> Result<(), StoreError> {
    match sealing {
        Sealing::Document(document) => {
            let done = TaskDone {
                id,
                register,
                document: document.clone(),
            };
            let is_done = tasks::finish_done(tx, &done, ends.now)?
                || (late::reopen(tx, ends, id, register, document)?
                    && tasks::finish_done(tx, &done, ends.now)?);
            if is_done {
                ended(tx, ends, id, "done")?;
            }
            Ok(())
        }
        // Who has the task now may have sealed it.
        Sealing::Refused(_) if held_by(tx, id, register)?.is_none() => Ok(()),
        Sealing::Refused(reason) => fail(tx, ends, id, reason),
        Sealing::Unready(reason) => give_back(tx, ends, id, register, reason),
    }
}

/// A register that cannot seal says nothing about the receipt: the task waits on, for as long as the rules let it.
///
/// The time runs from the first register that could not, not from the intake: while none is even tried, as in a
/// passive queue, the registers may well be sound.
fn give_back(
    tx: &mut Tx<'_>,
    ends: &mut Ends,
    id: TaskId,
    register: RegisterId,
    reason: &str,
) -> Result<(), StoreError> {
    const STEP: &str = "register_unready";
    if held_by(tx, id, register)?.is_none() {
        return Ok(());
    }
    let event = TaskEvent {
        at: ends.now,
        step: STEP.to_owned(),
        register: Some(register),
        detail: Some(reason.to_owned()),
    };
    let since = if let Some(since) = task_events::first_since_put_back(tx, id, STEP)? {
        task_events::add_once(tx, id, &event)?;
        since
    } else {
        // Said before or not: the time of this wait runs from it.
        task_events::add(tx, id, &event)?;
        ends.now
    };
    let allowed_us = i64::from(ends.give_up_after_s) * 1_000_000;
    if ends.now.since_us(since) >= allowed_us {
        let waited_h = ends.give_up_after_s.div_ceil(3600);
        let description =
            format!("no register could seal the receipt in {waited_h} h; the last said: {reason}");
        return fail(tx, ends, id, &description);
    }
    tasks::requeue(tx, id, register, reason)?;
    Ok(())
}

/// The program broke while it sealed the task, alone or among others: that is allowed a few times.
pub(crate) fn give_back_broken(
    tx: &mut Tx<'_>,
    ends: &mut Ends,
    id: TaskId,
    register: RegisterId,
) -> Result<(), StoreError> {
    const STEP: &str = "sealing_broke";
    const REASON: &str = "the program broke while it sealed the receipt, or one beside it";
    if held_by(tx, id, register)?.is_none() {
        return Ok(());
    }
    let event = TaskEvent {
        at: ends.now,
        step: STEP.to_owned(),
        register: Some(register),
        detail: Some(REASON.to_owned()),
    };
    task_events::add(tx, id, &event)?;
    let times = task_events::count_since_retry(tx, id, STEP)?;
    if times >= ends.attempts_max {
        let description = format!("the program broke over this receipt {times} times");
        return fail(tx, ends, id, &description);
    }
    tasks::requeue(tx, id, register, REASON)?;
    Ok(())
}

/// The task, when this register has it now.
fn held_by(tx: &mut Tx<'_>, id: TaskId, register: RegisterId) -> Result<Option<TaskRow>, StoreError> {
    let task = tasks::find_any(tx, id)?;
    Ok(task.filter(|task| task.state == TaskState::Processing && task.register == Some(register)))
}

fn fail(tx: &mut Tx<'_>, ends: &mut Ends, id: TaskId, description: &str) -> Result<(), StoreError> {
    if tasks::finish_error(tx, id, description, ends.now)? {
        ended(tx, ends, id, "error")?;
    }
    Ok(())
}

fn ended(tx: &mut Tx<'_>, ends: &mut Ends, id: TaskId, state: &'static str) -> Result<(), StoreError> {
    metrics::counter!("qassa_tasks_finished_total", "state" => state).increment(1);
    announce(tx, ends, id)
}

/// Writes the messages that a task's end causes: the shop's callback, the buyer's mail.
pub(crate) fn announce(tx: &mut Tx<'_>, ends: &mut Ends, id: TaskId) -> Result<(), StoreError> {
    let Some(task) = tasks::find_any(tx, id)? else {
        return Ok(());
    };
    let done = task.state == TaskState::Done;
    let now = ends.now;
    let configured = ends.shop(tx, task.shop)?.and_then(|shop| {
        if done {
            shop.success_url.clone()
        } else {
            shop.failure_url.clone()
        }
    });
    let mut message = NewMessage {
        organization: task.organization,
        kind: MessageKind::Callback,
        task: Some(id),
        order: None,
        target: String::new(),
    };
    if let Some(url) = task.callback_url.clone().or(configured) {
        message.target = url;
        outbox::enqueue(tx, &message, now)?;
    }
    if let Some(email) = task.buyer_email.filter(|_| done) {
        message.kind = MessageKind::Mail;
        message.target = email;
        outbox::enqueue(tx, &message, now)?;
    }
    Ok(())
}
