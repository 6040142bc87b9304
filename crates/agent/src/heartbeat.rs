//! The agent's loop: work the present task, tell the cloud, take the next.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinError;
use types::{Clock, Rng, TaskId};

use crate::cloud::{Appetite, Cloud, CloudError, DeviceReport, HandedOut};
use crate::config::AgentConfig;
use crate::driver::{DeviceStatus, Driver};
use crate::http::{self, HttpConfigError};
use crate::journal::{Journal, JournalError};
use crate::work::{Held, Record, Work};

/// An agent over any driver.
pub struct Agent<D> {
    pub(crate) config: AgentConfig,
    pub(crate) driver: D,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    cloud: Cloud,
    journal: Arc<Mutex<Journal>>,
}

/// Why an agent cannot or must not work.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// An HTTP client cannot be set up.
    #[error("the agent cannot be set up")]
    Http(#[source] HttpConfigError),
    /// The journal cannot be used.
    #[error("the journal cannot be used")]
    Journal(#[from] JournalError),
    /// The cloud refuses the register.
    #[error("the cloud refuses the register: {description} (status {status})")]
    ActivationRefused {
        /// Status of the answer.
        status: u16,
        /// The cloud's words.
        description: String,
    },
    /// A report cannot be written.
    #[error("a report cannot be written")]
    Report(#[from] serde_json::Error),
    /// The thread that writes the journal ended.
    #[error("the journal's thread ended")]
    Thread(#[source] JoinError),
}

/// Whether the device can take a task.
enum Device {
    Ready(DeviceStatus),
    NotReady(String),
}

/// Where the present task stands after all that could be done.
pub(crate) enum Standing {
    /// Nothing is left to be done at the device.
    Done,
    /// Its outcome is unknown for now.
    Unknown(String),
}

impl<D: Driver> Agent<D> {
    /// Opens the journal; nothing is asked of anybody yet.
    ///
    /// # Errors
    /// [`AgentError`] for a wrong configuration or an unusable journal.
    pub fn open(
        config: AgentConfig,
        driver: D,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
    ) -> Result<Self, AgentError> {
        let journal = Arc::new(Mutex::new(Journal::open(&config.journal)?));
        let cloud = Cloud::new(config.cloud.clone()).map_err(AgentError::Http)?;
        Ok(Self {
            config,
            driver,
            clock,
            rng,
            cloud,
            journal,
        })
    }

    /// Works until `shutdown` resolves.
    ///
    /// # Errors
    /// [`AgentError`] when the agent must not go on.
    pub async fn run(&mut self, shutdown: impl Future<Output = ()> + Send) -> Result<(), AgentError> {
        tokio::select! {
            outcome = self.work_forever() => outcome,
            () = shutdown => {
                tracing::info!("the agent stops");
                Ok(())
            }
        }
    }

    async fn work_forever(&mut self) -> Result<(), AgentError> {
        while let Err(error) = self.cloud.activate().await {
            match error {
                CloudError::Refused { status, description } if status < 500 => {
                    return Err(AgentError::ActivationRefused { status, description });
                }
                CloudError::Refused { .. } | CloudError::Silent { .. } | CloudError::Unreadable { .. } => {
                    tracing::warn!(
                        error = http::in_one_line(&error),
                        "the register is not activated yet"
                    );
                    tokio::time::sleep(self.config.rhythm.idle).await;
                }
            }
        }
        loop {
            let pause = self.step().await?;
            tokio::time::sleep(pause).await;
        }
    }

    /// One heartbeat with everything before and after it; tells how long to pause.
    ///
    /// # Errors
    /// [`AgentError`] when the agent must not go on.
    pub async fn step(&mut self) -> Result<Duration, AgentError> {
        let device = match self.work_present().await? {
            Standing::Done => self.device().await,
            Standing::Unknown(reason) => Device::NotReady(reason),
        };
        let (device, appetite) = match &device {
            Device::Ready(status) => (DeviceReport::ready(status), Appetite::One),
            Device::NotReady(reason) => {
                tracing::warn!(reason, "the register takes no task");
                (DeviceReport::not_ready(reason), Appetite::None)
            }
        };
        let settled = match self.present() {
            Some(Work::Settled(settled)) => Some(settled),
            Some(Work::Received(_) | Work::Sending(..)) | None => None,
        };
        let report = settled.as_ref().map(|settled| settled.report.as_str());
        let handed = match self.cloud.beat(&device, report, appetite).await {
            Ok(handed) => handed,
            Err(error) => {
                tracing::warn!(error = http::in_one_line(&error), "the heartbeat failed");
                return Ok(self.config.rhythm.idle);
            }
        };
        let moved = settled.is_some() || handed.is_some();
        if let Some(settled) = settled {
            self.append(Record::Reported { task: settled.task }).await?;
            tracing::info!(task.id = settled.task.get(), "the task is reported");
        }
        if let Some(handed) = handed {
            self.receive(handed).await?;
        }
        Ok(if moved {
            self.config.rhythm.busy
        } else {
            self.config.rhythm.idle
        })
    }

    /// A task that is finished already is reported again, never sealed again.
    async fn receive(&self, handed: HandedOut) -> Result<(), AgentError> {
        let task = handed.task;
        if let Some(report) = self.report_of(task) {
            tracing::warn!(
                task.id = task.get(),
                "the task came again; its report is repeated"
            );
            return self.append(Record::Settled { task, report }).await;
        }
        tracing::info!(task.id = task.get(), "a task came");
        self.append(Record::Received(Held {
            task,
            at: self.clock.now(),
            body: handed.body,
        }))
        .await
    }

    /// State of the device, or why it cannot take a task.
    async fn device(&self) -> Device {
        match self.known_device().await {
            Ok(status) => Device::Ready(status),
            Err(reason) => Device::NotReady(reason),
        }
    }

    /// State of the device that the agent is set up for.
    pub(crate) async fn known_device(&self) -> Result<DeviceStatus, String> {
        let status = self.driver.status().await.map_err(|error| error.to_string())?;
        let expected = self.config.cloud.serial_number.as_str();
        if status.serial_number == expected {
            return Ok(status);
        }
        let got = &status.serial_number;
        Err(format!(
            "the register has serial number {got}; the agent is set up for {expected}"
        ))
    }

    pub(crate) fn present(&self) -> Option<Work> {
        self.with_journal(|journal| journal.book().present().cloned())
    }

    fn report_of(&self, task: TaskId) -> Option<String> {
        self.with_journal(|journal| journal.book().report_of(task).map(str::to_owned))
    }

    /// Appends a record on a thread that may block; on return it is durable.
    pub(crate) async fn append(&self, record: Record) -> Result<(), AgentError> {
        let journal = Arc::clone(&self.journal);
        let append = move || {
            let mut journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
            journal.append(&record)
        };
        tokio::task::spawn_blocking(append)
            .await
            .map_err(AgentError::Thread)?
            .map_err(AgentError::Journal)
    }

    fn with_journal<T>(&self, read: impl FnOnce(&Journal) -> T) -> T {
        read(&self.journal.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
