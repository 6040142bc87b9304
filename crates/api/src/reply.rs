//! What a call is answered: a reply, or a failure in the words of the dialect.

use std::fmt;

use app::archive::Parts;
use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::http::{Response, StatusCode};
use bytes::Bytes;
use futures::TryStreamExt;

use crate::cloud::{CloudError, Task};
use crate::field::{Code, FieldError, FieldErrorKind};
use crate::json::{JsonError, Value, array, object, text, to_bytes};
use crate::komtet::answer::{self, Problem};
use crate::komtet::receipt::Refusal;

/// Words in which a failure is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `title`, `code`, `description`.
    Komtet,
    /// `code`, `message`, `fields`.
    Own,
}

/// A successful answer.
pub struct Reply {
    content_type: &'static str,
    body: ReplyBody,
}

enum ReplyBody {
    Whole(Bytes),
    /// A file to keep, part by part as the client takes it.
    File {
        name: String,
        parts: Parts,
    },
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Reply");
        shown.field("content_type", &self.content_type);
        match &self.body {
            ReplyBody::Whole(body) => shown.field("body", body).finish(),
            ReplyBody::File { name, .. } => shown.field("file", name).finish_non_exhaustive(),
        }
    }
}

const JSON: &str = "application/json";

impl Reply {
    /// JSON.
    #[must_use]
    pub fn json(value: &Value<'_>) -> Self {
        Self {
            content_type: JSON,
            body: ReplyBody::Whole(Bytes::from(to_bytes(value))),
        }
    }

    /// Nothing, but called JSON: clients of the KOMTET dialect expect it so after a deletion.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            content_type: JSON,
            body: ReplyBody::Whole(Bytes::new()),
        }
    }

    /// Bytes of another kind.
    #[must_use]
    pub const fn of_type(content_type: &'static str, body: Bytes) -> Self {
        Self {
            content_type,
            body: ReplyBody::Whole(body),
        }
    }

    /// A file that is made while the client takes it. `name` is of ASCII letters, digits, `-` and `.`. When a part
    /// fails the connection breaks, so that no client takes a part for the whole.
    #[must_use]
    pub fn file(content_type: &'static str, name: String, parts: Parts) -> Self {
        Self {
            content_type,
            body: ReplyBody::File { name, parts },
        }
    }

    /// Every success is 200, whatever the method: clients of the KOMTET dialect raise on anything else.
    #[must_use]
    pub fn into_response(self) -> Response<Body> {
        match self.body {
            ReplyBody::Whole(body) => response(StatusCode::OK, self.content_type, Body::from(body)),
            ReplyBody::File { name, parts } => {
                let parts = parts.inspect_err(|error| {
                    tracing::error!(error = app::text_of(error), "a file ended before its end");
                });
                let mut response = response(StatusCode::OK, self.content_type, Body::from_stream(parts));
                let disposition = format!("attachment; filename=\"{name}\"");
                if let Ok(disposition) = HeaderValue::try_from(disposition) {
                    response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
                }
                response
            }
        }
    }
}

/// Why a call has no reply. The list is closed; [`Failure::code`] is stable.
#[derive(Debug)]
pub enum Failure {
    /// No credentials, or wrong ones: which of it is not told.
    Unauthenticated,
    /// Credentials that do not allow this.
    Forbidden,
    /// No such thing, or somebody else's.
    NotFound,
    /// The path has other methods.
    MethodNotAllowed,
    /// The body is longer than the route takes.
    BodyTooLarge {
        /// Bytes that it takes.
        bytes_max: usize,
    },
    /// The body did not arrive in time, or the connection broke.
    BodyIncomplete,
    /// The body is no JSON.
    Json(JsonError),
    /// Fields are wrong.
    Fields(Vec<FieldError>),
    /// The queue takes no tasks.
    QueuePassive,
    /// The external id of a receipt is taken.
    ExternalIdTaken {
        /// The task that has it.
        task: Box<Task>,
        /// What differs, in words.
        description: String,
    },
    /// The thing is in a state that does not allow this.
    WrongState {
        /// The state.
        state: &'static str,
    },
    /// A rule forbids it.
    Refused {
        /// Which, in a word that is stable.
        code: &'static str,
        /// What holds.
        message: String,
    },
    /// The register's activation was refused.
    ActivationRefused {
        /// Why, for the agent's user.
        reason: String,
    },
    /// Too much is going on; nothing was done.
    Busy {
        /// When a repetition is sensible, seconds.
        retry_after_s: u32,
    },
    /// Our fault. What happened is in the log.
    Internal,
}

impl From<CloudError> for Failure {
    fn from(error: CloudError) -> Self {
        match error {
            CloudError::Busy { retry_after_s } => Self::Busy { retry_after_s },
            CloudError::Failed(source) => {
                tracing::error!(error = %source, "a call of the doors failed");
                Self::Internal
            }
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Json(error) => Self::Json(error),
            Refusal::Fields(list) => Self::Fields(list),
        }
    }
}

impl Failure {
    /// One wrong field.
    #[must_use]
    pub fn field(path: &str, kind: FieldErrorKind) -> Self {
        Self::Fields(vec![FieldError {
            path: path.to_owned(),
            value: None,
            kind,
        }])
    }

    /// Code of our own API.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::BodyTooLarge { .. } => "body_too_large",
            Self::BodyIncomplete => "body_incomplete",
            Self::Json(_) => "invalid_json",
            Self::Fields(_) => "invalid_fields",
            Self::QueuePassive => "queue_passive",
            Self::ExternalIdTaken { .. } => "external_id_taken",
            Self::WrongState { .. } => "wrong_state",
            Self::Refused { code, .. } => code,
            Self::ActivationRefused { .. } => "activation_refused",
            Self::Busy { .. } => "busy",
            Self::Internal => "internal",
        }
    }

    fn status(&self, dialect: Dialect) -> StatusCode {
        match self {
            Self::Unauthenticated => match dialect {
                Dialect::Komtet => StatusCode::FORBIDDEN,
                Dialect::Own => StatusCode::UNAUTHORIZED,
            },
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyIncomplete => StatusCode::REQUEST_TIMEOUT,
            Self::WrongState { .. } | Self::Refused { .. } => StatusCode::CONFLICT,
            Self::Json(_)
            | Self::Fields(_)
            | Self::QueuePassive
            | Self::ExternalIdTaken { .. }
            | Self::ActivationRefused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Unauthenticated => "the credentials are missing or wrong".to_owned(),
            Self::Forbidden => "your role does not allow this".to_owned(),
            Self::NotFound => "there is nothing here for you".to_owned(),
            Self::MethodNotAllowed => "the address has other methods".to_owned(),
            Self::BodyTooLarge { bytes_max } => format!("the body has more than {bytes_max} bytes"),
            Self::BodyIncomplete => "the body did not arrive in full".to_owned(),
            Self::Json(error) => error.to_string(),
            Self::Fields(list) => format!("{} wrong fields", list.len()),
            Self::QueuePassive => {
                "the queue is passive: it takes no tasks until it is switched on".to_owned()
            }
            Self::ExternalIdTaken { description, .. } => description.clone(),
            Self::WrongState { state } => format!("it is in state `{state}`, which does not allow this"),
            Self::Refused { message, .. } => message.clone(),
            Self::ActivationRefused { reason } => reason.clone(),
            Self::Busy { retry_after_s } => {
                format!("too much is going on; nothing was done, try again in {retry_after_s} s")
            }
            Self::Internal => "something went wrong on our side; it is in our log".to_owned(),
        }
    }

    fn problem(self) -> Problem {
        let message = self.message();
        let is_method = matches!(self, Self::MethodNotAllowed);
        let code = match &self {
            Self::Unauthenticated | Self::Forbidden => Code::Authorization,
            Self::NotFound | Self::MethodNotAllowed => Code::Unknown,
            Self::QueuePassive | Self::Busy { .. } => Code::Service,
            Self::BodyTooLarge { .. }
            | Self::BodyIncomplete
            | Self::Json(_)
            | Self::Fields(_)
            | Self::WrongState { .. }
            | Self::Refused { .. }
            | Self::ActivationRefused { .. } => Code::Validation,
            Self::ExternalIdTaken { .. } => Code::ExternalIdTaken,
            Self::Internal => Code::System,
        };
        if let Self::Fields(list) = self {
            return Problem::of_fields(list);
        }
        let task = if let Self::ExternalIdTaken { task, .. } = self {
            Some(task)
        } else {
            None
        };
        let mut problem = Problem::new(code, message);
        if is_method {
            problem.title = "Method not allowed";
        }
        Problem { task, ..problem }
    }

    fn own(&self) -> Vec<u8> {
        to_bytes(&self.value())
    }

    /// `code`, `message` and `fields`, as our own API tells a failure.
    pub(crate) fn value(&self) -> Value<'_> {
        let faults: &[FieldError] = if let Self::Fields(list) = self { list } else { &[] };
        let fields = array(faults.iter().map(answer::fault));
        let message = text(self.message());
        object([
            ("code", text(self.code())),
            ("message", message),
            ("fields", fields),
        ])
    }

    /// The answer; always JSON with every key that clients of the dialect parse.
    #[must_use]
    pub fn into_response(self, dialect: Dialect) -> Response<Body> {
        let status = self.status(dialect);
        let retry_after_s = if let Self::Busy { retry_after_s } = self {
            Some(retry_after_s)
        } else {
            None
        };
        let body = match dialect {
            Dialect::Komtet => to_bytes(&self.problem().body()),
            Dialect::Own => self.own(),
        };
        let mut response = response(status, JSON, Body::from(body));
        if let Some(seconds) = retry_after_s {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn response(status: StatusCode, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
