//! One task at the device: from receiving to a known outcome.

use std::time::Instant;

use receipt::Receipt;
use types::TaskId;

use crate::cloud;
use crate::config::MarkingPolicy;
use crate::driver::{
    Certainty, DeviceError, DeviceShift, DeviceStatus, Driver, Found, MarkVerdict, SealedReceipt,
    StoredDocument, StoredKind, StoredReceipt,
};
use crate::heartbeat::{Agent, AgentError, Standing};
use crate::task;
use crate::work::{Attempt, Held, Record, Work};

/// Documents that are searched for a receipt after a cut.
const SEARCH_MAX: u32 = 100;

/// What is known of a request after asking.
enum Answer {
    Sealed(SealedReceipt),
    /// Nothing was sealed, for this reason.
    NotDone(String),
    /// Nothing was sealed, and the device never got the request.
    NeverCame,
    /// As before, and the task may be somebody else's by now.
    TooLate,
    Unknown(String),
}

/// Why a receipt was not sent to the device.
enum Obstacle {
    /// The receipt cannot be sealed here.
    Receipt(String),
    /// The device cannot seal anything now.
    Device(String),
}

/// What the storage says.
enum Search {
    Sealed(SealedReceipt),
    Nothing,
    /// Nobody but a person can tell.
    Unknowable(String),
    /// The device does not answer now.
    Unanswered(String),
}

impl<D: Driver> Agent<D> {
    /// Brings the present task as far as it goes.
    pub(crate) async fn work_present(&self) -> Result<Standing, AgentError> {
        loop {
            match self.present() {
                None | Some(Work::Settled(_)) => return Ok(Standing::Done),
                Some(Work::Received(held)) => {
                    if let Standing::Unknown(reason) = self.begin(held).await? {
                        return Ok(Standing::Unknown(reason));
                    }
                }
                Some(Work::Sending(held, attempt)) => {
                    if let Standing::Unknown(reason) = self.conclude(held, attempt).await? {
                        return Ok(Standing::Unknown(reason));
                    }
                }
            }
        }
    }

    /// From received to sending, or to a failure that is certain: the device was not asked to seal. A device that
    /// cannot seal now fails no receipt: it waits here, then at the cloud.
    async fn begin(&self, held: Held) -> Result<Standing, AgentError> {
        if self.is_too_late(&held) {
            return self.drop_task(held.task).await;
        }
        let attempt = match self.prepare(&held).await {
            Ok(attempt) => attempt,
            Err(Obstacle::Receipt(reason)) => return self.fail(held.task, &reason).await,
            Err(Obstacle::Device(reason)) => return Ok(Standing::Unknown(reason)),
        };
        let (key, request) = (attempt.uuid, attempt.request.clone());
        self.append(Record::Sending {
            task: held.task,
            attempt,
        })
        .await?;
        match self.driver.submit(key, &request).await {
            Ok(()) => Ok(Standing::Done),
            // The same request goes out again when the device is there.
            Err(error @ DeviceError::Unreachable { .. }) => Ok(Standing::Unknown(error.to_string())),
            Err(error) => match error.certainty() {
                Certainty::NotDone => self.fail(held.task, &error.to_string()).await,
                Certainty::Unknown => {
                    tracing::warn!(task.id = held.task.get(), %error, "the outcome is unknown; the register is asked");
                    Ok(Standing::Done)
                }
            },
        }
    }

    /// Everything before the device is asked to seal.
    async fn prepare(&self, held: &Held) -> Result<Attempt, Obstacle> {
        let refused = |error: &dyn std::error::Error| Obstacle::Receipt(error.to_string());
        let receipt = task::read(&held.body).map_err(|error| refused(&error))?;
        let status = self.known_device().await.map_err(Obstacle::Device)?;
        admit(&receipt, &status).map_err(Obstacle::Receipt)?;
        let status = self.open_shift(&receipt, status).await?;
        let marks = self.driver.check_marks(&receipt).await;
        let marks = marks.map_err(|error| match error {
            DeviceError::Refused(_) => refused(&error),
            DeviceError::Unreachable { .. }
            | DeviceError::Silent { .. }
            | DeviceError::Unreadable { .. }
            | DeviceError::Repeated { .. }
            | DeviceError::Blocked { .. } => Obstacle::Device(error.to_string()),
        })?;
        self.admit_marks(&marks).map_err(Obstacle::Receipt)?;
        let request = self.driver.compose(&receipt, &marks);
        let request = request.map_err(|error| refused(&error))?;
        Ok(Attempt {
            uuid: crate::random_uuid(&*self.rng),
            storage: status.storage,
            newest: status.newest,
            request,
        })
    }

    /// A task that waited too long may be another register's by now.
    fn is_too_late(&self, held: &Held) -> bool {
        self.clock.now().since_us(held.at) / 1_000_000 > self.config.rhythm.hold_max_s
    }

    /// Forgets a task of which nothing was sealed. Its receipt is as good as before, so no failure is reported: the
    /// cloud hands it out again, here when the device takes tasks.
    async fn drop_task(&self, task: TaskId) -> Result<Standing, AgentError> {
        tracing::warn!(
            task.id = task.get(),
            hold_max_s = self.config.rhythm.hold_max_s,
            "the task waited too long; nothing was sealed, and the cloud may hand it out again"
        );
        self.append(Record::Dropped { task }).await?;
        Ok(Standing::Done)
    }

    /// Sees to an open shift that takes receipts; tells the state of the device after it.
    async fn open_shift(&self, receipt: &Receipt, status: DeviceStatus) -> Result<DeviceStatus, Obstacle> {
        let cashier = receipt.cashier.as_ref();
        let outcome = match status.shift {
            DeviceShift::Open => return Ok(status),
            DeviceShift::Closed => self.driver.open_shift(cashier).await,
            DeviceShift::Expired => match self.driver.close_shift(cashier).await {
                Ok(()) => self.driver.open_shift(cashier).await,
                Err(error) => Err(error),
            },
        };
        // Whatever was answered, the device knows best.
        let after = self.known_device().await.map_err(Obstacle::Device)?;
        let reason = match (after.shift, outcome) {
            (DeviceShift::Open, _) => return Ok(after),
            (DeviceShift::Closed | DeviceShift::Expired, Err(error)) => error.to_string(),
            (DeviceShift::Closed | DeviceShift::Expired, Ok(())) => {
                "the register did not open one".to_owned()
            }
        };
        Err(Obstacle::Receipt(format!("no shift: {reason}")))
    }

    fn admit_marks(&self, marks: &[MarkVerdict]) -> Result<(), String> {
        match self.config.marking {
            MarkingPolicy::SealWithVerdict => Ok(()),
            MarkingPolicy::RefuseUnlessPositive => {
                let refused = |(index, mark): (usize, &MarkVerdict)| {
                    (*mark != MarkVerdict::POSITIVE)
                        .then(|| format!("marked line {}: result {}", index + 1, mark.0))
                };
                let refusals: Vec<String> = marks.iter().enumerate().filter_map(refused).collect();
                if refusals.is_empty() {
                    return Ok(());
                }
                Err(format!(
                    "marking codes are not confirmed: {}",
                    refusals.join("; ")
                ))
            }
        }
    }

    /// From sending to a known outcome, if there is one yet.
    async fn conclude(&self, held: Held, attempt: Attempt) -> Result<Standing, AgentError> {
        let receipt = match task::read(&held.body) {
            Ok(receipt) => receipt,
            Err(error) => return Ok(Standing::Unknown(error.to_string())),
        };
        let answer = match self.ask(&receipt, &attempt).await {
            Answer::NeverCame => self.send_again(&held, &receipt, &attempt).await,
            answer @ (Answer::Sealed(_) | Answer::NotDone(_) | Answer::TooLate | Answer::Unknown(_)) => {
                answer
            }
        };
        match answer {
            Answer::Sealed(sealed) => self.succeed(held.task, &receipt, &sealed).await,
            Answer::NotDone(reason) => self.fail(held.task, &reason).await,
            Answer::TooLate => self.drop_task(held.task).await,
            Answer::NeverCame => Ok(Standing::Unknown("the register loses its requests".to_owned())),
            Answer::Unknown(reason) => Ok(Standing::Unknown(reason)),
        }
    }

    /// The device has no trace of the request: the same one goes out again while the task is still ours.
    async fn send_again(&self, held: &Held, receipt: &Receipt, attempt: &Attempt) -> Answer {
        if self.is_too_late(held) {
            return Answer::TooLate;
        }
        tracing::warn!(
            task.id = held.task.get(),
            "the register never got the request; it is sent again"
        );
        let outcome = self.driver.submit(attempt.uuid, &attempt.request).await;
        match (self.ask(receipt, attempt).await, outcome) {
            (Answer::NeverCame, Err(error @ DeviceError::Unreachable { .. })) => {
                Answer::Unknown(error.to_string())
            }
            (Answer::NeverCame, Err(error)) => match error.certainty() {
                Certainty::NotDone => Answer::NotDone(error.to_string()),
                Certainty::Unknown => Answer::Unknown(error.to_string()),
            },
            (answer, _) => answer,
        }
    }

    /// Asks what became of the key until it is known or patience ends, then searches the storage.
    async fn ask(&self, receipt: &Receipt, attempt: &Attempt) -> Answer {
        let deadline = Instant::now() + self.config.device.patience;
        let found = loop {
            match self.driver.find(attempt.uuid).await {
                Ok(Found::Pending) if Instant::now() < deadline => {
                    tokio::time::sleep(self.config.device.poll).await;
                }
                Ok(found) => break found,
                Err(error) => return Answer::Unknown(error.to_string()),
            }
        };
        let otherwise = match found {
            Found::Sealed(sealed) => return Answer::Sealed(sealed),
            Found::Pending => return Answer::Unknown("the register is still at work".to_owned()),
            Found::Unknown => Answer::NeverCame,
            Found::Failed(refusal) => Answer::NotDone(format!("{} ({})", refusal.description, refusal.code)),
            Found::Interrupted { status } => {
                Answer::NotDone(format!("the register stopped (`{status}`); nothing was sealed"))
            }
        };
        match self.search(receipt, attempt).await {
            Search::Sealed(sealed) => Answer::Sealed(sealed),
            Search::Nothing => otherwise,
            Search::Unknowable(reason) => Answer::NotDone(reason),
            Search::Unanswered(reason) => Answer::Unknown(reason),
        }
    }

    /// Searches the documents since the request for the receipt.
    async fn search(&self, receipt: &Receipt, attempt: &Attempt) -> Search {
        let status = match self.known_device().await {
            Ok(status) => status,
            Err(reason) => return Search::Unanswered(reason),
        };
        let since = status.newest.checked_sub(attempt.newest);
        let Some(since) = since.filter(|since| status.storage == attempt.storage && *since <= SEARCH_MAX)
        else {
            return Search::Unknowable(format!(
                "the outcome cannot be told: storage {} stood at document {}, now storage {} stands at {}; \
                 look for the receipt there before it is repeated",
                attempt.storage, attempt.newest, status.storage, status.newest
            ));
        };
        for number in (attempt.newest + 1..).take(usize::try_from(since).unwrap_or(0)) {
            match self.driver.document(number).await {
                Ok(StoredDocument::Receipt(stored)) if is_same(receipt, &stored) => {
                    return Search::Sealed(stored.sealed);
                }
                Ok(StoredDocument::Receipt(_) | StoredDocument::Report) => {}
                Err(error) => return Search::Unanswered(error.to_string()),
            }
        }
        Search::Nothing
    }

    async fn succeed(
        &self,
        task: TaskId,
        receipt: &Receipt,
        sealed: &SealedReceipt,
    ) -> Result<Standing, AgentError> {
        let status = match self.known_device().await {
            Ok(status) => status,
            Err(reason) => return Ok(Standing::Unknown(reason)),
        };
        let report = cloud::sealed(task, receipt, sealed, &status)?;
        tracing::info!(
            task.id = task.get(),
            document.number = sealed.number,
            "the receipt is sealed"
        );
        self.append(Record::Settled { task, report }).await?;
        Ok(Standing::Done)
    }

    async fn fail(&self, task: TaskId, reason: &str) -> Result<Standing, AgentError> {
        tracing::warn!(task.id = task.get(), reason, "the task is not done");
        let report = cloud::failed(task, reason)?;
        self.append(Record::Settled { task, report }).await?;
        Ok(Standing::Done)
    }
}

/// Whether a stored receipt is this one: operation, total and kind agree.
fn is_same(receipt: &Receipt, stored: &StoredReceipt) -> bool {
    let kind = if receipt.correction.is_some() {
        StoredKind::Correction
    } else {
        StoredKind::Receipt
    };
    stored.operation == receipt.operation && Some(stored.total) == receipt.total() && stored.kind == kind
}

/// What the agent itself refuses.
fn admit(receipt: &Receipt, status: &DeviceStatus) -> Result<(), String> {
    match (&receipt.seller.inn, &status.registration.inn) {
        (Some(wanted), Some(registered)) if wanted != registered => Err(format!(
            "the receipt is of taxpayer {wanted}; the register is of {registered}"
        )),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}
