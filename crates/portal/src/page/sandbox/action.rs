//! What a visitor does to the sandbox: forms and what they lead to.

use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use print::{Locale, TextId};
use serde::Deserialize;
use types::{LocalDateTime, RegisterId, Timestamp};

use super::{OFFSET, page};
use crate::PortalState;
use crate::icon::Icon;
use crate::page::error;
use crate::sandbox::{ClockChange, RegisterFault, Sample, SandboxError};
use crate::visitor::Visitor;

/// Form of a moment in a browser's date field, which drops seconds of zero.
const MOMENT_FORMS: [&str; 2] = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];

#[derive(Deserialize)]
pub(crate) struct ClockForm {
    advance_s: Option<i64>,
    set: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct FaultForm {
    register: i64,
    #[serde(default)]
    fault: String,
}

#[derive(Deserialize)]
pub(crate) struct SampleForm {
    #[serde(default)]
    kind: String,
}

/// `POST /sandbox/clock`: `advance_s`, or `set` as a wall-clock moment, or neither for real time.
pub(crate) async fn clock(
    State(state): State<PortalState>,
    visitor: Visitor,
    Form(form): Form<ClockForm>,
) -> Response {
    let Some(sandbox) = &state.sandbox else {
        return error::unknown_address(visitor).await;
    };
    let done = match form.change() {
        Ok(change) => sandbox.move_clock(change).await,
        Err(problem) => Err(problem),
    };
    answer(&state, visitor, done, "/sandbox").await
}

/// `POST /sandbox/fault`.
pub(crate) async fn fault(
    State(state): State<PortalState>,
    visitor: Visitor,
    Form(form): Form<FaultForm>,
) -> Response {
    let Some(sandbox) = &state.sandbox else {
        return error::unknown_address(visitor).await;
    };
    let wanted = RegisterFault::ALL
        .into_iter()
        .find(|fault| fault_code(*fault) == form.fault);
    let done = if wanted.is_none() && !form.fault.is_empty() {
        Err(SandboxError::Unknown(form.fault))
    } else {
        sandbox.set_fault(RegisterId::new(form.register), wanted).await
    };
    answer(&state, visitor, done, "/sandbox#registers").await
}

/// `POST /sandbox/sample`.
pub(crate) async fn sample(
    State(state): State<PortalState>,
    visitor: Visitor,
    Form(form): Form<SampleForm>,
) -> Response {
    let Some(sandbox) = &state.sandbox else {
        return error::unknown_address(visitor).await;
    };
    let wanted = SAMPLES.into_iter().find(|(_, code, _)| *code == form.kind);
    let done = match wanted {
        Some((kind, _, _)) => sandbox.send_sample(kind).await.map(|_task| ()),
        None => Err(SandboxError::Unknown(form.kind)),
    };
    answer(&state, visitor, done, "/sandbox#tasks").await
}

async fn answer(
    state: &PortalState,
    visitor: Visitor,
    done: Result<(), SandboxError>,
    next: &str,
) -> Response {
    match (done, &state.sandbox) {
        (Err(problem), Some(sandbox)) => {
            let visitor = Visitor {
                path: "/sandbox".to_owned(),
                ..visitor
            };
            page(sandbox.as_ref(), &visitor, Some(&problem)).await
        }
        (Ok(()) | Err(_), _) => Redirect::to(next).into_response(),
    }
}

impl ClockForm {
    fn change(&self) -> Result<ClockChange, SandboxError> {
        if let Some(seconds) = self.advance_s {
            return Ok(ClockChange::AdvanceS(seconds));
        }
        let Some(text) = self.set.as_deref().filter(|text| !text.is_empty()) else {
            return Ok(ClockChange::Reset);
        };
        let mut parsed = MOMENT_FORMS
            .iter()
            .filter_map(|form| LocalDateTime::parse(text, form).ok());
        match parsed.next() {
            Some(local) => Ok(ClockChange::Set(local.at(OFFSET))),
            None => Err(SandboxError::Unknown(text.to_owned())),
        }
    }
}

/// Forms that move the clock.
pub(super) fn clock_forms(now: Timestamp, locale: Locale) -> Markup {
    let steps = [
        ("3600", "sandbox-clock-hour"),
        ("86400", "sandbox-clock-day"),
        ("2592000", "sandbox-clock-month"),
    ];
    html! {
        form.tools method="post" action="/sandbox/clock" data-quiet {
            @for (seconds, name) in steps {
                button.tool name="advance_s" value=(seconds) { (locale.text(TextId(name))) }
            }
            button.tool name="set" value="" { (locale.text("sandbox-clock-reset")) }
        }
        details.fold {
            summary { (locale.text("sandbox-clock-set")) }
            form.tools method="post" action="/sandbox/clock" data-quiet {
                label.field.grow {
                    span { (locale.text("sandbox-clock-moment")) }
                    input type="datetime-local" name="set" step="1" required
                        value=(now.to_local(OFFSET).format("%Y-%m-%dT%H:%M:%S"));
                }
                button.tool { (locale.text("sandbox-clock-apply")) }
            }
        }
    }
}

const SAMPLES: [(Sample, &str, &str); 4] = [
    (Sample::Sale, "sale", "sample-sale"),
    (Sample::Return, "return", "sample-return"),
    (Sample::Marked, "marked", "sample-marked"),
    (Sample::Correction, "correction", "sample-correction"),
];

/// One click sends a sample receipt.
pub(super) fn sample_form(locale: Locale) -> Markup {
    html! {
        form.tools method="post" action="/sandbox/sample" data-quiet {
            @for (sample, code, name) in SAMPLES {
                button.tool.primary[sample == Sample::Sale] name="kind" value=(code) {
                    @if sample == Sample::Sale { (Icon::Bolt.draw()) }
                    (locale.text(TextId(name)))
                }
            }
        }
    }
}

/// Value of a fault in forms.
pub(super) const fn fault_code(fault: RegisterFault) -> &'static str {
    match fault {
        RegisterFault::NoAnswer => "no_answer",
        RegisterFault::LostAnswer => "lost_answer",
        RegisterFault::Slow => "slow",
        RegisterFault::Exhausted => "exhausted",
        RegisterFault::ClockWrong => "clock_wrong",
        RegisterFault::Crash => "crash",
    }
}
