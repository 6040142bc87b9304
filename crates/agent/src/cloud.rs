//! The cloud's register door: heartbeats that carry reports and bring tasks. Source: KOMTET/register-door.

mod report;
mod signature;

use reqwest::{Client, RequestBuilder, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use types::TaskId;

use crate::config::CloudConfig;
use crate::http::{self, HttpConfigError};
pub(crate) use report::{DeviceReport, failed, sealed};
use signature::SigningKey;

const VERSION: &str = concat!("qassa-", env!("CARGO_PKG_VERSION"));

/// The cloud, as seen from one register.
pub(crate) struct Cloud {
    client: Client,
    config: CloudConfig,
    key: SigningKey,
    task_key: SigningKey,
}

/// Whether the register wants a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Appetite {
    /// One task.
    One,
    /// None: the heartbeat only reports.
    None,
}

/// A task as it came.
#[derive(Debug)]
pub(crate) struct HandedOut {
    pub(crate) task: TaskId,
    pub(crate) body: String,
}

/// Why the cloud could not be spoken to.
#[derive(Debug, thiserror::Error)]
pub enum CloudError {
    /// No answer: whether the cloud has the report is unknown, so that it is repeated.
    #[error("the cloud does not answer: {detail}")]
    Silent {
        /// What the system said.
        detail: String,
    },
    /// The cloud refused.
    #[error("the cloud refused with status {status}: {description}")]
    Refused {
        /// Its status.
        status: u16,
        /// Its words.
        description: String,
    },
    /// The cloud answered what nobody understands.
    #[error("the cloud's answer cannot be read: {detail}")]
    Unreadable {
        /// What is wrong with it.
        detail: String,
    },
}

#[derive(Serialize)]
struct Beat<'a> {
    printer: &'a DeviceReport,
    check: Option<&'a RawValue>,
    version: &'static str,
}

#[derive(Serialize)]
struct Activation<'a> {
    hwid: &'a str,
    rent_station: Option<&'a str>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    checks: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct TaskHead {
    id: TaskId,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    description: String,
}

impl Cloud {
    pub(crate) fn new(config: CloudConfig) -> Result<Self, HttpConfigError> {
        let client = http::client(config.timeout, &config.authorities)?;
        let key = SigningKey::new(&config.pos_secret);
        let task_key = SigningKey::with_serial_number(&config.pos_secret, &config.serial_number);
        Ok(Self {
            client,
            config,
            key,
            task_key,
        })
    }

    /// Tells the cloud that the register is here.
    pub(crate) async fn activate(&self) -> Result<(), CloudError> {
        let body = Activation {
            hwid: self.config.serial_number.as_str(),
            rent_station: None,
        };
        self.post("/api/pos/v1/pos/activate", &self.key, &body)
            .await
            .map(drop)
    }

    /// Carries the state of the device and a report; brings a task.
    pub(crate) async fn beat(
        &self,
        device: &DeviceReport,
        report: Option<&str>,
        appetite: Appetite,
    ) -> Result<Option<HandedOut>, CloudError> {
        let report = report
            .map(|json| RawValue::from_string(json.to_owned()))
            .transpose()
            .map_err(unreadable)?;
        let beat = Beat {
            printer: device,
            check: report.as_deref(),
            version: VERSION,
        };
        let path = match appetite {
            Appetite::One => "/api/pos/v1/tasks?limit=1",
            Appetite::None => "/api/pos/v1/tasks?limit=0",
        };
        let answer = self.post(path, &self.task_key, &beat).await?;
        match appetite {
            Appetite::One => read_task(&answer),
            Appetite::None => Ok(None),
        }
    }

    async fn post<B: Serialize>(
        &self,
        path: &str,
        key: &SigningKey,
        body: &B,
    ) -> Result<Vec<u8>, CloudError> {
        let url = format!("{}{path}", self.config.base_url);
        let body = serde_json::to_vec(body).map_err(unreadable)?;
        let signature = key.sign("POST", &url, &body);
        let request = self
            .client
            .post(url)
            .header("X-HMAC-Signature", signature)
            .body(body);
        let (status, answer) = exchange(self.with_headers(request)).await?;
        if status == StatusCode::OK {
            return Ok(answer);
        }
        let refusal: Refusal = serde_json::from_slice(&answer).unwrap_or_default();
        Err(CloudError::Refused {
            status: status.as_u16(),
            description: refusal.description,
        })
    }

    fn with_headers(&self, request: RequestBuilder) -> RequestBuilder {
        request
            .header("Authorization", &self.config.pos_key)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
    }
}

async fn exchange(request: RequestBuilder) -> Result<(StatusCode, Vec<u8>), CloudError> {
    let silent = |error: &(dyn std::error::Error + 'static)| CloudError::Silent {
        detail: http::in_one_line(error),
    };
    let response = request.send().await.map_err(|error| silent(&error))?;
    let status = response.status();
    let answer = http::read(response).await.map_err(|error| silent(&error))?;
    Ok((status, answer))
}

/// The task of an answer; an answer may be empty.
fn read_task(answer: &[u8]) -> Result<Option<HandedOut>, CloudError> {
    if answer.trim_ascii().is_empty() {
        return Ok(None);
    }
    let answer: Answer = serde_json::from_slice(answer).map_err(unreadable)?;
    let Some(body) = answer.checks.first() else {
        return Ok(None);
    };
    let head: TaskHead = serde_json::from_str(body.get()).map_err(unreadable)?;
    Ok(Some(HandedOut {
        task: head.id,
        body: body.get().to_owned(),
    }))
}

#[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
fn unreadable(error: serde_json::Error) -> CloudError {
    CloudError::Unreadable {
        detail: error.to_string(),
    }
}
