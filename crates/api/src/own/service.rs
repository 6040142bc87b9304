//! `/api/v1/kz-registers/{register}/service` and its `block`, `unblock`, `deregister`: whether a register of
//! Kazakhstan may work

use app::kz_ofd::staff::{REASON_LENGTH_MAX, StaffAct};

use super::{optional_time, time};
use crate::call::PersonCall;
use crate::cloud::{Cloud, ServiceSummary};
use crate::field::{Faults, Node};
use crate::json::{Value, array, integer, object, optional_text, read, text};
use crate::limits::SMALL_BOUNDS;
use crate::reply::{Failure, Reply};
use crate::route::ServiceEndpoint;
use crate::shop::Answered;

pub(super) async fn answer<C: Cloud>(endpoint: ServiceEndpoint, call: PersonCall<'_, C>) -> Answered {
    let device = u32::try_from(call.input.id("register")?).map_err(|_| Failure::NotFound)?;
    // A register that is not there is absent, whatever is sent to it.
    let found = call.cloud.service(device).await?.ok_or(Failure::NotFound)?;
    let act = match endpoint {
        ServiceEndpoint::Show => return Ok(Reply::json(&shown(&found))),
        ServiceEndpoint::Block => StaffAct::Block {
            reason: reason(&call.input.body)?,
        },
        ServiceEndpoint::Unblock => StaffAct::Unblock,
        ServiceEndpoint::Deregister => StaffAct::Deregister {
            reason: reason(&call.input.body)?,
        },
    };
    let changed = call.cloud.act_on_service(call.actor, device, act).await?;
    let changed = changed.ok_or(Failure::NotFound)?;
    Ok(Reply::json(&shown(&changed)))
}

fn reason(body: &[u8]) -> Result<String, Failure> {
    let value = read(body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    body.only(&["reason"]);
    match body.key("reason").text_of(REASON_LENGTH_MAX) {
        Some(reason) if faults.is_empty() => Ok(reason.trim().to_owned()),
        Some(_) | None => Err(Failure::Fields(faults.into_list())),
    }
}

fn shown(found: &ServiceSummary) -> Value<'_> {
    let programs = found.programs.iter();
    let programs = programs.map(|(name, version)| object([("name", text(name)), ("version", text(version))]));
    let told = object([
        ("programs", array(programs)),
        ("system", optional_text(found.system.as_deref())),
        ("hardware", optional_text(found.hardware.as_deref())),
    ]);
    let history = found.history.iter().map(|entry| {
        object([
            ("at", time(entry.at)),
            ("kind", text(&entry.kind)),
            ("detail", text(&entry.detail)),
        ])
    });
    object([
        ("ofd_device_id", integer(found.device)),
        ("registration_number", text(&found.registration_number)),
        ("state", text(found.state)),
        ("reason", optional_text(found.reason.as_deref())),
        ("blocked_by", optional_text(found.blocked_by)),
        ("since", optional_time(found.since)),
        ("last_seen_at", optional_time(found.last_seen_at)),
        ("told", told),
        ("history", array(history)),
    ])
}
