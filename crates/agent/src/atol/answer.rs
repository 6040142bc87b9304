//! What the web server answers.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use types::LocalDateTime;

use crate::driver::{DeviceError, DeviceRefusal, Found, SealedReceipt};

/// Answer to an accepted request.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Accepted {
    #[serde(default)]
    pub(super) is_blocked: bool,
    #[serde(default, rename = "blockedUUID")]
    pub(super) blocked_uuid: String,
}

/// Answer to a request that was not accepted.
#[derive(Deserialize)]
pub(super) struct Refused {
    pub(super) error: Option<Refusal>,
}

/// An error as the driver tells it; code 0 is none.
#[derive(Clone, Deserialize)]
pub(super) struct Refusal {
    #[serde(default)]
    code: i64,
    #[serde(default)]
    description: String,
}

/// Results of a request, one a task.
#[derive(Deserialize)]
pub(super) struct Results {
    #[serde(default)]
    results: Vec<TaskResult>,
}

/// Result of one task.
#[derive(Deserialize)]
pub(super) struct TaskResult {
    status: Status,
    error: Option<Refusal>,
    result: Option<Box<RawValue>>,
}

/// Where a task stands; a word that is not known is kept.
#[derive(Deserialize)]
#[serde(from = "String")]
enum Status {
    Waiting,
    Ready,
    Failed,
    Other(String),
}

/// Numbers of a sealed document.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FiscalParams {
    fiscal_document_number: u32,
    fiscal_document_sign: Box<RawValue>,
    fiscal_document_date_time: String,
    #[serde(default)]
    fiscal_receipt_number: u32,
    #[serde(default)]
    shift_number: u32,
    fn_number: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SealedResult {
    fiscal_params: FiscalParams,
}

impl From<String> for Status {
    fn from(word: String) -> Self {
        match word.as_str() {
            "wait" | "inProgress" => Self::Waiting,
            "ready" => Self::Ready,
            "error" => Self::Failed,
            _ => Self::Other(word),
        }
    }
}

impl Results {
    /// Results of questions: `None` while one is at work.
    pub(super) fn finished(self) -> Result<Option<Vec<Box<RawValue>>>, DeviceError> {
        let mut finished = Vec::with_capacity(self.results.len());
        for task in self.results {
            match (task.refusal(), task.status) {
                (_, Status::Waiting) => return Ok(None),
                (Some(refusal), _) => return Err(DeviceError::Refused(refusal)),
                (None, Status::Ready) => {
                    finished.push(task.result.unwrap_or_else(|| RawValue::NULL.to_owned()))
                }
                (None, Status::Failed) => return Err(unreadable("a task failed without a reason")),
                (None, Status::Other(word)) => {
                    return Err(DeviceError::Silent {
                        detail: format!("a task is {word}"),
                    });
                }
            }
        }
        Ok(Some(finished))
    }

    /// What became of a receipt, the only task of its request.
    pub(super) fn found(self) -> Found {
        let Some(task) = self.results.into_iter().next() else {
            return Found::Interrupted {
                status: "without results".to_owned(),
            };
        };
        match (task.refusal(), &task.status) {
            (_, Status::Waiting) => Found::Pending,
            (Some(refusal), Status::Ready | Status::Failed) => Found::Failed(refusal),
            (None, Status::Failed) => Found::Failed(DeviceRefusal {
                code: 0,
                description: "failed without a reason".to_owned(),
            }),
            (_, Status::Other(word)) => Found::Interrupted { status: word.clone() },
            (None, Status::Ready) => task.result.as_deref().and_then(sealed).map_or_else(
                || Found::Interrupted {
                    status: "ready without numbers".to_owned(),
                },
                Found::Sealed,
            ),
        }
    }
}

impl TaskResult {
    fn refusal(&self) -> Option<DeviceRefusal> {
        self.error
            .clone()
            .filter(|error| error.code != 0)
            .map(Self::refusal_of)
    }

    pub(super) fn refusal_of(refusal: Refusal) -> DeviceRefusal {
        DeviceRefusal {
            code: refusal.code,
            description: refusal.description,
        }
    }
}

/// Parses an answer or a result.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DeviceError> {
    serde_json::from_slice(bytes).map_err(|error| unreadable(&error.to_string()))
}

pub(super) fn unreadable(detail: &str) -> DeviceError {
    DeviceError::Unreadable {
        detail: detail.to_owned(),
    }
}

/// The first nineteen characters of an ISO time: the wall clock, whatever zone follows.
pub(super) fn wall_clock(text: &str) -> Option<LocalDateTime> {
    LocalDateTime::parse(text.get(..19)?, "%Y-%m-%dT%H:%M:%S").ok()
}

/// A fiscal sign, which comes as a number or as a text.
pub(super) fn sign(raw: &RawValue) -> Option<u32> {
    raw.get().trim_matches('"').parse().ok()
}

fn sealed(result: &RawValue) -> Option<SealedReceipt> {
    let SealedResult {
        fiscal_params: params,
    } = serde_json::from_str(result.get()).ok()?;
    Some(SealedReceipt {
        number: params.fiscal_document_number,
        sign: sign(&params.fiscal_document_sign)?,
        at: wall_clock(&params.fiscal_document_date_time)?,
        storage: params.fn_number,
        shift: params.shift_number,
        receipt: params.fiscal_receipt_number,
    })
}
