//! What a visitor does to the sandbox: forms and what they lead to.

use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use print::{Arg, Locale, TextId};
use serde::Deserialize;
use types::{LocalDateTime, RegisterId, Timestamp};

use super::{OFFSET, address, page};
use crate::PortalState;
use crate::icon::Icon;
use crate::page::error;
use crate::sandbox::{
    CLOCK_EARLIEST, CLOCK_LATEST, ClockChange, Expected, RegisterFault, Sample, SandboxError, WaitingId,
};
use crate::visitor::Visitor;

/// Form of a moment in a browser's date field, which drops seconds of zero.
const MOMENT_FORMS: [&str; 2] = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];

/// A moment that is right, for the message about one that is not.
const MOMENT_SAMPLE: &str = "2026-11-28T15:04:05";

/// Characters of a refusal's reason.
pub(super) const REASON_MAX: usize = 200;

/// Fields are read as text, so that whatever is wrong with them is told in words.
#[derive(Deserialize)]
pub(crate) struct ClockForm {
    advance_s: Option<String>,
    set: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct FaultForm {
    #[serde(default)]
    register: String,
    #[serde(default)]
    fault: String,
}

#[derive(Deserialize)]
pub(crate) struct SampleForm {
    #[serde(default)]
    kind: String,
}

#[derive(Deserialize)]
pub(crate) struct ApplicationForm {
    #[serde(default)]
    application: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    reason: String,
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
        Ok(change) => {
            let moved = sandbox.move_clock(change).await;
            moved.map_err(|problem| form.in_its_words(problem))
        }
        Err(problem) => Err(problem),
    };
    answer(&state, visitor, done, "").await
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
    let done = match form.wanted() {
        Ok((register, fault)) => sandbox.set_fault(register, fault).await,
        Err(problem) => Err(problem),
    };
    answer(&state, visitor, done, "#registers").await
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
    let wanted = Sample::ALL.into_iter().find(|sample| sample.code() == form.kind);
    let done = match wanted {
        Some(sample) => sandbox.send_sample(sample).await.map(|_task| ()),
        None => Err(invalid(&form.kind, Expected::Sample)),
    };
    answer(&state, visitor, done, "#tasks").await
}

/// `POST /sandbox/application`: the answer of a tax authority, now.
pub(crate) async fn application(
    State(state): State<PortalState>,
    visitor: Visitor,
    Form(form): Form<ApplicationForm>,
) -> Response {
    let Some(sandbox) = &state.sandbox else {
        return error::unknown_address(visitor).await;
    };
    let done = match form.wanted() {
        Ok((application, refusal)) => sandbox.answer_application(application, refusal).await,
        Err(problem) => Err(problem),
    };
    answer(&state, visitor, done, "#applications").await
}

fn invalid(given: &str, expected: Expected) -> SandboxError {
    SandboxError::Invalid {
        given: given.to_owned(),
        expected,
    }
}

/// What would be right, in words.
pub(super) fn expected_text(expected: Expected, locale: Locale) -> String {
    let listed = |codes: &mut dyn Iterator<Item = &'static str>| {
        let list = codes.collect::<Vec<_>>().join(", ");
        locale.text_with("sandbox-expected-one-of", &[("list", Arg::Text(&list))])
    };
    match expected {
        Expected::Moment => {
            locale.text_with("sandbox-expected-moment", &[("sample", Arg::Text(MOMENT_SAMPLE))])
        }
        Expected::Seconds => locale.text("sandbox-expected-seconds"),
        Expected::ClockInRange => {
            let [earliest, latest] =
                [CLOCK_EARLIEST, CLOCK_LATEST].map(|at| at.to_local(OFFSET).format("%d.%m.%Y"));
            let args = [("earliest", Arg::Text(&earliest)), ("latest", Arg::Text(&latest))];
            locale.text_with("sandbox-expected-clock", &args)
        }
        Expected::Register => locale.text("sandbox-expected-register"),
        Expected::Application => locale.text("sandbox-expected-application"),
        Expected::Answer => locale.text("sandbox-expected-answer"),
        Expected::Fault => listed(&mut RegisterFault::ALL.into_iter().map(RegisterFault::code)),
        Expected::Sample => listed(&mut Sample::ALL.into_iter().map(Sample::code)),
    }
}

async fn answer(
    state: &PortalState,
    visitor: Visitor,
    done: Result<(), SandboxError>,
    place: &str,
) -> Response {
    match (done, &state.sandbox) {
        (Err(problem), Some(sandbox)) => {
            let visitor = Visitor {
                path: "/sandbox".to_owned(),
                ..visitor
            };
            page(state, sandbox.as_ref(), &visitor, Some(&problem)).await
        }
        (Ok(()) | Err(_), _) => Redirect::to(&(address("/sandbox", visitor.locale) + place)).into_response(),
    }
}

impl ClockForm {
    fn change(&self) -> Result<ClockChange, SandboxError> {
        if let Some(text) = &self.advance_s {
            let seconds = text.trim().parse();
            return seconds
                .map(ClockChange::AdvanceS)
                .map_err(|_| invalid(text, Expected::Seconds));
        }
        let Some(text) = self.set.as_deref().filter(|text| !text.is_empty()) else {
            return Ok(ClockChange::Reset);
        };
        let mut parsed = MOMENT_FORMS
            .iter()
            .filter_map(|form| LocalDateTime::parse(text, form).ok());
        match parsed.next() {
            Some(local) => Ok(ClockChange::Set(local.at(OFFSET))),
            None => Err(invalid(text, Expected::Moment)),
        }
    }
}

impl ClockForm {
    /// A moment is told as it was typed, not as the platform counts it.
    fn in_its_words(&self, problem: SandboxError) -> SandboxError {
        match (problem, &self.set) {
            (SandboxError::Invalid { expected, .. }, Some(typed)) => invalid(typed, expected),
            (problem, _) => problem,
        }
    }
}

impl ApplicationForm {
    fn wanted(&self) -> Result<(WaitingId, Option<String>), SandboxError> {
        let id = WaitingId::from_code(&self.application);
        let id = id.ok_or_else(|| invalid(&self.application, Expected::Application))?;
        let reason = self.reason.trim();
        match self.answer.as_str() {
            "accept" => Ok((id, None)),
            "refuse" if !reason.is_empty() => Ok((id, Some(reason.chars().take(REASON_MAX).collect()))),
            other => Err(invalid(other, Expected::Answer)),
        }
    }
}

impl FaultForm {
    fn wanted(&self) -> Result<(RegisterId, Option<RegisterFault>), SandboxError> {
        let register = self.register.trim().parse().map(RegisterId::new);
        let register = register.map_err(|_| invalid(&self.register, Expected::Register))?;
        if self.fault.is_empty() {
            return Ok((register, None));
        }
        let fault = RegisterFault::ALL
            .into_iter()
            .find(|fault| fault.code() == self.fault);
        match fault {
            Some(fault) => Ok((register, Some(fault))),
            None => Err(invalid(&self.fault, Expected::Fault)),
        }
    }
}

/// A moment as a browser's date field writes it.
fn field_moment(at: Timestamp) -> String {
    at.to_local(OFFSET).format("%Y-%m-%dT%H:%M:%S")
}

/// Forms that move the clock.
pub(super) fn clock_forms(now: Timestamp, locale: Locale) -> Markup {
    let steps = [
        ("3600", "sandbox-clock-hour"),
        ("86400", "sandbox-clock-day"),
        ("2592000", "sandbox-clock-month"),
    ];
    html! {
        form.tools method="post" action=(address("/sandbox/clock", locale)) data-quiet {
            @for (seconds, name) in steps {
                button.tool name="advance_s" value=(seconds) { (locale.text(TextId(name))) }
            }
            button.tool name="set" value="" { (locale.text("sandbox-clock-reset")) }
        }
        details.fold {
            summary { (locale.text("sandbox-clock-set")) }
            form.tools method="post" action=(address("/sandbox/clock", locale)) data-quiet {
                label.field.grow {
                    span { (locale.text("sandbox-clock-moment")) }
                    input type="datetime-local" name="set" step="1" required
                        min=(field_moment(CLOCK_EARLIEST)) max=(field_moment(CLOCK_LATEST)) value=(field_moment(now));
                }
                button.tool { (locale.text("sandbox-clock-apply")) }
            }
        }
    }
}

/// One click sends a sample receipt.
pub(super) fn sample_form(locale: Locale) -> Markup {
    html! {
        form.tools method="post" action=(address("/sandbox/sample", locale)) data-quiet {
            @for sample in Sample::ALL {
                button.tool.primary[sample == Sample::Sale] name="kind" value=(sample.code()) {
                    @if sample == Sample::Sale { (Icon::Bolt.draw()) }
                    (locale.text(sample_name(sample)))
                }
            }
        }
    }
}

const fn sample_name(sample: Sample) -> TextId {
    TextId(match sample {
        Sample::Sale => "sample-sale",
        Sample::Return => "sample-return",
        Sample::Marked => "sample-marked",
        Sample::Correction => "sample-correction",
    })
}
