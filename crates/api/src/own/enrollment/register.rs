//! `/api/v1/enrollments`: registers on their way through the tax authority

use app::enrollment::view::{RegisterDetail, RegisterView};
use enrollment::{Enrollment, RegisterForm, StateKind, Tariff};
use store::enrollment_events::EnrollmentEventRow;
use types::{RegisterId, TradePointId};

use super::{application, dictionary, figure_of, owner, text_of};
use crate::call::PersonCall;
use crate::cloud::{Cloud, RegisterFilter};
use crate::field::{Faults, Node, Words};
use crate::json::{Value, array, integer, object, optional_text, read, text};
use crate::limits::SMALL_BOUNDS;
use crate::own::{key, limit, optional_id, optional_time, page, time};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

const STATE: Words<StateKind> = Words(&[
    ("draft", StateKind::Draft),
    ("submitted", StateKind::Submitted),
    ("awaiting_number", StateKind::AwaitingNumber),
    ("under_review", StateKind::UnderReview),
    ("enrolled", StateKind::Enrolled),
    ("suspended", StateKind::Suspended),
    ("re_enrollment_submitted", StateKind::ReEnrollmentSubmitted),
    ("deregistration_submitted", StateKind::DeregistrationSubmitted),
    ("deregistered", StateKind::Deregistered),
    ("written_off", StateKind::WrittenOff),
]);

pub(super) async fn list<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let owner = owner(&call)?;
    let query = call.input.query();
    let filter = RegisterFilter {
        state: query.word("state", &STATE),
        trade_point: key(&query, "trade_point_id", TradePointId::new),
        number: query.text("number").map(str::to_owned),
        after: key(&query, "after", RegisterId::new),
        limit: limit(&query),
    };
    query.finish_known()?;
    let found = call.cloud.enrollments(owner, filter).await?;
    Ok(page(&found, shown))
}

pub(super) async fn show<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let found = call.cloud.enrollment(owner(&call)?, id(&call)?).await??;
    Ok(Reply::json(&detail(&found)))
}

pub(super) async fn create<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let form = form(&call)?;
    let made = call.cloud.put_enrollment(owner(&call)?, None, form).await??;
    Ok(Reply::json(&detail(&made)))
}

pub(super) async fn change<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, id(&call)?);
    // A register of somebody else is absent, whatever the form says.
    call.cloud.enrollment(owner, id).await??;
    let changed = call.cloud.put_enrollment(owner, Some(id), form(&call)?).await??;
    Ok(Reply::json(&detail(&changed)))
}

/// The only answer that shows the token.
pub(super) async fn issue_token<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let issued = call.cloud.issue_token(owner(&call)?, id(&call)?).await??;
    Ok(Reply::json(&object([
        ("ofd_device_id", integer(issued.device.get())),
        ("token", integer(issued.token.reveal())),
    ])))
}

pub(super) fn id<C>(call: &PersonCall<'_, C>) -> Result<RegisterId, Failure> {
    call.input.id("enrollment").map(RegisterId::new)
}

fn form<C>(call: &PersonCall<'_, C>) -> Result<RegisterForm, Failure> {
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let trade_point = body.key("trade_point_id").given();
    let form = RegisterForm {
        name: text_of(&body.key("name")),
        model: text_of(&body.key("model")),
        serial_number: text_of(&body.key("serial_number")),
        year: figure_of(&body.key("year")),
        trade_point: trade_point
            .and_then(|node| node.integer(1, i64::MAX, "1 or more"))
            .map(TradePointId::new),
    };
    if faults.is_empty() {
        return Ok(form);
    }
    Err(Failure::Fields(faults.into_list()))
}

fn shown(row: &RegisterView) -> Value<'_> {
    let registered = row.state.registered();
    let tariff = registered.map_or(Value::Null, |registered| match &registered.tariff {
        Tariff::Absent => Value::Null,
        Tariff::Active { plan, since } => object([("since", time(*since)), ("plan", dictionary::plan(plan))]),
    });
    let refusal = row.state.refusal().map_or(Value::Null, |refusal| {
        object([("reason", text(&refusal.reason)), ("at", time(refusal.at))])
    });
    let suspended_from = match &row.state {
        Enrollment::Suspended { from, .. } => Some(*from),
        other => other.suspension_ordered(),
    };
    object([
        ("id", integer(row.id.get())),
        ("created_at", time(row.created_at)),
        ("name", text(&row.card.name)),
        ("model", text(row.card.model.as_str())),
        ("model_name", text(&row.card.model_name)),
        ("serial_number", text(row.card.serial_number.as_str())),
        ("year", integer(row.card.year)),
        ("trade_point_id", integer(row.card.trade_point.get())),
        ("state", text(row.state.kind().code())),
        (
            "registration_number",
            optional_text(row.state.number().map(ToString::to_string)),
        ),
        (
            "enrolled_at",
            optional_time(registered.map(|registered| registered.enrolled_at)),
        ),
        (
            "ofd_device_id",
            row.device.map_or(Value::Null, |device| integer(device.get())),
        ),
        ("token_issued_at", optional_time(row.token_issued_at)),
        ("tariff", tariff),
        ("suspended_from", optional_time(suspended_from)),
        (
            "pending_application_id",
            optional_id(row.state.pending().map(types::ApplicationId::get)),
        ),
        ("refusal", refusal),
    ])
}

pub(super) fn detail(found: &RegisterDetail) -> Value<'_> {
    object([
        ("register", shown(&found.register)),
        ("events", array(found.events.iter().map(event))),
        (
            "applications",
            array(found.applications.iter().map(application::shown)),
        ),
    ])
}

fn event(event: &EnrollmentEventRow) -> Value<'_> {
    object([
        ("at", time(event.at)),
        ("kind", text(&event.kind)),
        ("state", text(&event.state)),
        ("detail", optional_text(event.detail.as_deref())),
    ])
}
