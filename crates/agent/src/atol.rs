//! A register behind the web server of the ATOL driver, version 10. Source: RU-ATOL/web.
//!
//! Known quirks: the names of the marking tasks, of the keys of a stored document besides the tags, and the
//! status under which a repeated key is refused are not published; they stand in this module alone. The web
//! server tells sums in roubles.
//!
//! Not told to the register: the time zone (1011) and the sign of an Internet settlement (1125), which it has from
//! its own registration. Refused: details of electronic payments (1235), for which no word is published, and a
//! marked good whose discount would split it into two lines.

mod answer;
mod device;
mod marking;
mod receipt;
mod words;

use std::sync::Arc;
use std::time::{Duration, Instant};

use ::receipt::{Cashier, Receipt};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::value::RawValue;
use types::Rng;
use uuid::Uuid;

use crate::config::AtolConfig;
use crate::driver::{
    DeviceError, DeviceRefusal, DeviceStatus, Driver, ExchangeStatus, Found, Inexpressible, MarkVerdict,
    StoredDocument,
};
use crate::http::{self, HttpConfigError};
use answer::{Accepted, Refused, Results, TaskResult};

/// Drives a register through the ATOL web server.
pub struct AtolDriver {
    client: Client,
    config: AtolConfig,
    rng: Arc<dyn Rng>,
}

impl AtolDriver {
    /// A driver; nothing is asked of the register yet.
    ///
    /// # Errors
    /// [`HttpConfigError`] when the HTTP client cannot be set up.
    pub fn new(config: AtolConfig, rng: Arc<dyn Rng>) -> Result<Self, HttpConfigError> {
        let client = http::client(config.timeout, &[])?;
        Ok(Self { client, config, rng })
    }

    fn request(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.config.credentials {
            Some(credentials) => request.basic_auth(&credentials.user, Some(credentials.password.reveal())),
            None => request,
        }
    }

    /// Asks for something that may be asked any number of times, and waits for the answers.
    async fn ask(&self, tasks: &str) -> Result<Vec<Box<RawValue>>, DeviceError> {
        let key = crate::random_uuid(&*self.rng);
        let deadline = Instant::now() + self.config.patience;
        self.submit(key, tasks).await?;
        loop {
            if let Some(results) = self.results(key).await?
                && let Some(done) = results.finished()?
            {
                return Ok(done);
            }
            if Instant::now() >= deadline {
                let detail = format!("request {key} is still at work");
                return Err(DeviceError::Silent { detail });
            }
            tokio::time::sleep(self.config.poll.min(Duration::from_secs(1))).await;
        }
    }

    /// Results under a key; `None` when the web server does not know it.
    async fn results(&self, key: Uuid) -> Result<Option<Results>, DeviceError> {
        let url = format!("{}/api/v2/requests/{key}", self.config.base_url);
        let (status, body) = self.exchange_with(self.client.get(url)).await?;
        if status == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        if !status.is_success() {
            return Err(refusal(status, &body));
        }
        answer::read(&body).map(Some)
    }

    async fn exchange_with(&self, request: RequestBuilder) -> Result<(StatusCode, Vec<u8>), DeviceError> {
        let response = self.request(request).send().await.map_err(|error| {
            let detail = http::in_one_line(&error);
            if error.is_connect() {
                DeviceError::Unreachable { detail }
            } else {
                DeviceError::Silent { detail }
            }
        })?;
        let status = response.status();
        let body = http::read(response).await.map_err(|error| DeviceError::Silent {
            detail: http::in_one_line(&error),
        })?;
        Ok((status, body))
    }

    /// The only result of a request of one task.
    async fn ask_one(&self, task: &str) -> Result<Box<RawValue>, DeviceError> {
        let mut results = self.ask(task).await?;
        results
            .pop()
            .ok_or_else(|| answer::unreadable("the answer has no result"))
    }
}

impl Driver for AtolDriver {
    async fn status(&self) -> Result<DeviceStatus, DeviceError> {
        device::status(&self.ask(device::QUESTIONS).await?)
    }

    async fn open_shift(&self, cashier: Option<&Cashier>) -> Result<(), DeviceError> {
        self.ask_one(&device::shift_task("openShift", cashier)?)
            .await
            .map(drop)
    }

    async fn close_shift(&self, cashier: Option<&Cashier>) -> Result<(), DeviceError> {
        self.ask_one(&device::shift_task("closeShift", cashier)?)
            .await
            .map(drop)
    }

    async fn check_marks(&self, receipt: &Receipt) -> Result<Vec<MarkVerdict>, DeviceError> {
        match marking::task(receipt)? {
            Some(task) => marking::verdicts(&self.ask_one(&task).await?),
            None => Ok(Vec::new()),
        }
    }

    fn compose(&self, receipt: &Receipt, marks: &[MarkVerdict]) -> Result<String, Inexpressible> {
        receipt::compose(receipt, marks)
    }

    async fn submit(&self, key: Uuid, request: &str) -> Result<(), DeviceError> {
        let url = format!("{}/api/v2/requests", self.config.base_url);
        let body = format!("{{\"uuid\":\"{key}\",\"request\":{request}}}");
        let post = self
            .client
            .post(url)
            .header("Content-Type", "application/json")
            .body(body);
        let (status, body) = self.exchange_with(post).await?;
        if status == StatusCode::CONFLICT {
            return Err(DeviceError::Repeated { key });
        }
        if status.is_server_error() {
            let detail = format!("status {status}");
            return Err(DeviceError::Unreadable { detail });
        }
        if !status.is_success() {
            return Err(refusal(status, &body));
        }
        let accepted: Accepted = answer::read(&body)?;
        if accepted.is_blocked {
            return Err(DeviceError::Blocked {
                blocked_by: accepted.blocked_uuid,
            });
        }
        Ok(())
    }

    async fn find(&self, key: Uuid) -> Result<Found, DeviceError> {
        match self.results(key).await? {
            None => Ok(Found::Unknown),
            Some(results) => Ok(results.found()),
        }
    }

    async fn document(&self, number: u32) -> Result<StoredDocument, DeviceError> {
        device::document(number, &self.ask_one(&device::document_task(number)).await?)
    }

    async fn exchange(&self) -> Result<ExchangeStatus, DeviceError> {
        device::exchange(&self.ask_one(device::EXCHANGE).await?)
    }
}

fn refusal(status: StatusCode, body: &[u8]) -> DeviceError {
    let refused = answer::read::<Refused>(body)
        .ok()
        .and_then(|refused| refused.error);
    DeviceError::Refused(refused.map_or_else(
        || DeviceRefusal {
            code: i64::from(status.as_u16()),
            description: format!("HTTP status {status}"),
        },
        TaskResult::refusal_of,
    ))
}
