//! The way of one task through the agent, as a pure state machine over journal records.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use types::{TaskId, Timestamp};
use uuid::Uuid;

/// Finished tasks whose reports are kept, so that a task that comes again is reported again and never printed.
pub const FINISHED_MAX: usize = 1000;

/// One step, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Record {
    /// The cloud handed a task out.
    Received(Held),
    /// The device is about to be asked to seal: written before it is asked.
    Sending {
        /// The task.
        task: TaskId,
        /// What the device is asked.
        attempt: Attempt,
    },
    /// The outcome is known: written before it is reported.
    Settled {
        /// The task.
        task: TaskId,
        /// The report as it is sent, JSON.
        report: String,
    },
    /// The cloud has the report.
    Reported {
        /// The task.
        task: TaskId,
    },
    /// It waited too long here and nothing was sealed: the cloud may hand it out again, here or elsewhere.
    Dropped {
        /// The task.
        task: TaskId,
    },
}

/// A task that waits for the device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its id in the cloud.
    pub task: TaskId,
    /// When it came.
    pub at: Timestamp,
    /// The task as it came, JSON.
    pub body: String,
}

/// What the device is asked, and what it had sealed before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Key under which the device knows the request; the same for every repeat.
    pub uuid: Uuid,
    /// Number of the fiscal storage in the device.
    pub storage: String,
    /// Its newest document before the request.
    pub newest: u32,
    /// The request, JSON.
    pub request: String,
}

/// Where the present task stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Nothing was asked of the device.
    Received(Held),
    /// The device may have sealed.
    Sending(Held, Attempt),
    /// The outcome waits to be reported.
    Settled(Settled),
}

/// A task with its report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The task.
    pub task: TaskId,
    /// The report as it is sent, JSON.
    pub report: String,
}

/// The fold of the journal: the present task and those that are finished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    present: Option<Work>,
    finished: VecDeque<Settled>,
    /// Requests that the device did not seem to have when their tasks were dropped. One that comes after all is found
    /// by its key, so a task that comes again goes on with the same one.
    dropped: VecDeque<Dropped>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Dropped {
    held: Held,
    attempt: Attempt,
}

/// A record that does not follow from those before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("record `{record}` of task {task} does not follow from `{state}`")]
pub struct OutOfOrder {
    /// Name of the record.
    pub record: &'static str,
    /// Its task.
    pub task: TaskId,
    /// Name of the state before.
    pub state: &'static str,
}

/// What a record makes of the present task.
enum Step {
    Become(Work),
    Finish(Settled),
    Forget(Option<Dropped>),
}

impl Book {
    /// The present task.
    #[must_use]
    pub const fn present(&self) -> Option<&Work> {
        self.present.as_ref()
    }

    /// The report of a finished task.
    #[must_use]
    pub fn report_of(&self, task: TaskId) -> Option<&str> {
        self.finished
            .iter()
            .find(|settled| settled.task == task)
            .map(|settled| settled.report.as_str())
    }

    /// Whether a record follows from those before it.
    ///
    /// # Errors
    /// [`OutOfOrder`] names the record and the state before.
    pub fn admit(&self, record: &Record) -> Result<(), OutOfOrder> {
        self.step(record).map(drop)
    }

    /// Applies a record; nothing changes on an error.
    ///
    /// # Errors
    /// [`OutOfOrder`] names the record and the state before.
    pub fn apply(&mut self, record: &Record) -> Result<(), OutOfOrder> {
        self.present = match self.step(record)? {
            Step::Become(work) => {
                if let Work::Sending(held, _) = &work {
                    self.dropped.retain(|dropped| dropped.held.task != held.task);
                }
                Some(work)
            }
            Step::Finish(settled) => {
                self.finish(settled);
                None
            }
            Step::Forget(dropped) => {
                self.dropped.extend(dropped);
                if self.dropped.len() > FINISHED_MAX {
                    self.dropped.pop_front();
                }
                None
            }
        };
        Ok(())
    }

    /// The fewest records that give this book.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let finished = self.finished.iter().flat_map(|settled| {
            let (task, report) = (settled.task, settled.report.clone());
            let held = Held {
                task,
                at: Timestamp::from_micros(0),
                body: String::new(),
            };
            [
                Record::Received(held),
                Record::Settled { task, report },
                Record::Reported { task },
            ]
        });
        let dropped = self.dropped.iter().flat_map(|Dropped { held, attempt }| {
            let task = held.task;
            [
                Record::Received(held.clone()),
                Record::Sending {
                    task,
                    attempt: attempt.clone(),
                },
                Record::Dropped { task },
            ]
        });
        let present = self.present.clone().map_or_else(Vec::new, |work| match work {
            Work::Received(held) => vec![Record::Received(held)],
            Work::Sending(held, attempt) => {
                let task = held.task;
                vec![Record::Received(held), Record::Sending { task, attempt }]
            }
            Work::Settled(Settled { task, report }) => {
                let held = Held {
                    task,
                    at: Timestamp::from_micros(0),
                    body: String::new(),
                };
                vec![Record::Received(held), Record::Settled { task, report }]
            }
        });
        finished.chain(dropped).chain(present).collect()
    }

    fn step(&self, record: &Record) -> Result<Step, OutOfOrder> {
        let settled = |task: TaskId, report: &str| {
            Step::Become(Work::Settled(Settled {
                task,
                report: report.to_owned(),
            }))
        };
        match (&self.present, record) {
            (None, Record::Received(held)) if self.report_of(held.task).is_none() => {
                let before = self.dropped.iter().find(|dropped| dropped.held.task == held.task);
                Ok(Step::Become(match before {
                    Some(dropped) => Work::Sending(held.clone(), dropped.attempt.clone()),
                    None => Work::Received(held.clone()),
                }))
            }
            (None, Record::Settled { task, report }) if self.report_of(*task).is_some() => {
                Ok(settled(*task, report))
            }
            (Some(Work::Received(held) | Work::Sending(held, _)), Record::Sending { task, attempt })
                if held.task == *task =>
            {
                Ok(Step::Become(Work::Sending(held.clone(), attempt.clone())))
            }
            (Some(Work::Received(held) | Work::Sending(held, _)), Record::Settled { task, report })
                if held.task == *task =>
            {
                Ok(settled(*task, report))
            }
            (Some(Work::Settled(settled)), Record::Reported { task }) if settled.task == *task => {
                Ok(Step::Finish(settled.clone()))
            }
            (Some(Work::Received(held)), Record::Dropped { task }) if held.task == *task => {
                Ok(Step::Forget(None))
            }
            (Some(Work::Sending(held, attempt)), Record::Dropped { task }) if held.task == *task => {
                Ok(Step::Forget(Some(Dropped {
                    held: held.clone(),
                    attempt: attempt.clone(),
                })))
            }
            (
                None | Some(Work::Received(_) | Work::Sending(..) | Work::Settled(_)),
                Record::Received(_)
                | Record::Sending { .. }
                | Record::Settled { .. }
                | Record::Reported { .. }
                | Record::Dropped { .. },
            ) => Err(OutOfOrder {
                record: record.name(),
                task: record.task(),
                state: name_of(self.present.as_ref()),
            }),
        }
    }

    fn finish(&mut self, settled: Settled) {
        self.finished.retain(|other| other.task != settled.task);
        self.finished.push_back(settled);
        if self.finished.len() > FINISHED_MAX {
            self.finished.pop_front();
        }
    }
}

impl Record {
    /// The task that the record is about.
    #[must_use]
    pub const fn task(&self) -> TaskId {
        match self {
            Self::Received(held) => held.task,
            Self::Sending { task, .. }
            | Self::Settled { task, .. }
            | Self::Reported { task }
            | Self::Dropped { task } => *task,
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Received(_) => "received",
            Self::Sending { .. } => "sending",
            Self::Settled { .. } => "settled",
            Self::Reported { .. } => "reported",
            Self::Dropped { .. } => "dropped",
        }
    }
}

const fn name_of(work: Option<&Work>) -> &'static str {
    match work {
        None => "idle",
        Some(Work::Received(_)) => "received",
        Some(Work::Sending(..)) => "sending",
        Some(Work::Settled(_)) => "settled",
    }
}

#[cfg(test)]
mod tests;
