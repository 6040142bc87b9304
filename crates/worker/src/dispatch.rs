//! Hands waiting tasks to virtual registers and drives those that have some.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::App;
use app::fiscalization::{self, Sealing, recovery, shifts};
use register::Fault;
use store::tasks::LeasedTask;
use store::{StoreError, queues};
use tokio::sync::watch;
use tokio::task::{self, JoinSet};
use types::{QueueId, RegisterId};

use crate::lanes::{Lanes, Share};
use crate::waiting::{self, COUNT_EVERY};
use crate::{Faults, WorkerConfig};

/// How often registers and their queues are read anew.
const RELOAD_EVERY: Duration = Duration::from_secs(2);

/// How a register's batch ended.
enum LaneEnd {
    /// It can take more.
    Ready,
    /// There was nothing for it.
    Nothing,
    /// It cannot seal at present.
    Unready,
    /// The program broke over it.
    Broken,
}

struct Dispatcher {
    app: App,
    faults: Arc<dyn Faults>,
    lanes: Lanes,
    jobs: JoinSet<LaneEnd>,
    /// Whose batch each job is: a job that panics cannot tell.
    registers: HashMap<task::Id, RegisterId>,
}

pub(crate) async fn run(
    app: App,
    faults: Arc<dyn Faults>,
    config: WorkerConfig,
    mut stop: watch::Receiver<bool>,
) {
    let bell = Arc::clone(&app.signals().task_waiting);
    let lanes = Lanes::new(config.batch_tasks_max);
    let mut dispatcher = Dispatcher {
        app,
        faults,
        lanes,
        jobs: JoinSet::new(),
        registers: HashMap::new(),
    };
    let mut count = tokio::time::interval(COUNT_EVERY);
    let mut reload = tokio::time::interval(RELOAD_EVERY);
    count.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    reload.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = crate::stopped(&mut stop) => break,
            _ = reload.tick() => dispatcher.reload().await,
            _ = count.tick() => waiting::count(&dispatcher.app).await,
            () = bell.notified() => {}
            Some(ended) = dispatcher.jobs.join_next_with_id() => dispatcher.ended(ended),
        }
        dispatcher.hand_out();
    }
    while dispatcher.jobs.join_next().await.is_some() {}
}

impl Dispatcher {
    /// Reads which registers there are and which queues they serve.
    async fn reload(&mut self) {
        match self.registers().await {
            Ok(registers) => {
                let known: Vec<_> = registers.iter().map(|(register, ..)| *register).collect();
                for (register, queues, given) in registers {
                    self.lanes.put(register, queues, given);
                }
                self.lanes.retain(&known);
            }
            Err(error) => tracing::error!(error = %error, "registers cannot be read"),
        }
    }

    async fn registers(&self) -> Result<Vec<(RegisterId, Vec<QueueId>, u64)>, StoreError> {
        let rows = shifts::virtual_registers(&self.app).await?;
        self.app
            .db()
            .read("queues_of_registers", move |tx| {
                rows.iter()
                    .map(|row| {
                        let queues = queues::of_register(tx, row.id)?;
                        let active = queues
                            .into_iter()
                            .filter(|queue| queue.state == queues::QueueState::Active)
                            .map(|queue| queue.id);
                        Ok((row.id, active.collect(), row.handed_out))
                    })
                    .collect()
            })
            .await
    }

    /// Gives shares to idle registers until nobody is idle or nothing waits.
    fn hand_out(&mut self) {
        let now = Instant::now();
        while let Some(share) = self
            .lanes
            .next(now, |queues| self.app.waiting().in_queues(queues))
        {
            // The lane that asks first finds the tasks; counting corrects the estimate a moment later.
            self.app
                .waiting()
                .shrink(&share.queues, u64::from(share.tasks_max));
            self.lanes.took(share.register, share.tasks_max);
            let fault = self.faults.strike(share.register);
            let app = self.app.clone();
            self.start(share.register, async move { work(&app, &share, fault).await });
        }
    }

    fn start(&mut self, register: RegisterId, job: impl Future<Output = LaneEnd> + Send + 'static) {
        let job = self.jobs.spawn(job);
        self.registers.insert(job.id(), register);
    }

    fn ended(&mut self, ended: Result<(task::Id, LaneEnd), task::JoinError>) {
        let (job, end) = match ended {
            Ok(ended) => ended,
            Err(error) => {
                tracing::error!(error = %error, "a register's batch panicked");
                (error.id(), LaneEnd::Broken)
            }
        };
        let Some(register) = self.registers.remove(&job) else {
            return;
        };
        match end {
            LaneEnd::Ready => self.lanes.idle(register),
            LaneEnd::Nothing => self.lanes.found_nothing(register),
            LaneEnd::Unready => self.lanes.suspend(register, Instant::now()),
            LaneEnd::Broken => {
                self.lanes.single_out();
                let app = self.app.clone();
                // The lane stays at work until its tasks are free again.
                self.start(register, async move { recover(&app, register).await });
            }
        }
    }
}

/// Frees the tasks of a register over which the program broke.
async fn recover(app: &App, register: RegisterId) -> LaneEnd {
    if let Err(error) = recovery::after_a_panic(app, register).await {
        tracing::error!(register.id = register.get(), error = %error, "a broken batch stays until its leases end");
    }
    LaneEnd::Unready
}

/// One batch of one register: lease, seal, report.
async fn work(app: &App, share: &Share, fault: Option<Fault>) -> LaneEnd {
    let register = share.register;
    let leased = match fiscalization::lease(app, register, share.tasks_max).await {
        Ok(leased) if leased.is_empty() => return LaneEnd::Nothing,
        Ok(leased) => leased,
        Err(error) => {
            tracing::error!(register.id = register.get(), error = %error, "tasks cannot be leased");
            return LaneEnd::Unready;
        }
    };
    let clock_error_s = match fault {
        Some(Fault::NoAnswer) => return LaneEnd::Unready,
        Some(Fault::Exhausted) => return give_back(app, register, &leased).await,
        Some(Fault::Slow { delay_ms }) => {
            tokio::time::sleep(Duration::from_millis(u64::from(delay_ms))).await;
            0
        }
        Some(Fault::ClockWrong { offset_s }) => offset_s,
        Some(Fault::AnswerLost | Fault::CrashBeforeReport) | None => 0,
    };
    let leased: Arc<[LeasedTask]> = leased.into();
    let sealings = match fiscalization::seal(app, register, Arc::clone(&leased), clock_error_s).await {
        Ok(sealings) => sealings,
        Err(error) => {
            let error_is_a_panic = error.is_a_panic();
            let error = app::text_of(&error);
            tracing::error!(
                register.id = register.get(),
                error,
                "a batch cannot be sealed; leases bring it back"
            );
            return if error_is_a_panic {
                LaneEnd::Broken
            } else {
                LaneEnd::Unready
            };
        }
    };
    if matches!(fault, Some(Fault::AnswerLost | Fault::CrashBeforeReport)) {
        // Sealed, and nobody was told: recovery asks the storage when the lease ends.
        return LaneEnd::Unready;
    }
    report(app, register, sealings).await
}

/// A storage that is exhausted refuses everything before it is tried.
async fn give_back(app: &App, register: RegisterId, leased: &[LeasedTask]) -> LaneEnd {
    let reason = "the fiscal storage is exhausted";
    let sealings = leased
        .iter()
        .map(|task| (task.id, Sealing::Unready(reason.to_owned())))
        .collect();
    report(app, register, sealings).await
}

async fn report(app: &App, register: RegisterId, sealings: Vec<(types::TaskId, Sealing)>) -> LaneEnd {
    let counts: HashMap<bool, usize> = sealings.iter().fold(HashMap::new(), |mut counts, (_, sealing)| {
        *counts.entry(matches!(sealing, Sealing::Unready(_))).or_default() += 1;
        counts
    });
    if let Err(error) = fiscalization::report(app, register, sealings).await {
        tracing::error!(register.id = register.get(), error = %error, "a report was not kept; leases bring it back");
        return LaneEnd::Unready;
    }
    if counts.contains_key(&true) {
        LaneEnd::Unready
    } else {
        LaneEnd::Ready
    }
}

#[cfg(test)]
mod tests;
