//! What the journal says of a register beside its documents: what was done to it, and what happened to it.

use register_kz::{BlockReason, CashRegister, Event, Mode};
use serde_json::{Value, json};
use store::core_register::events::CoreEvent;
use store::core_register::registers::CoreRegister;
use types::{LocalDateTime, Timestamp};

use crate::error::block_code;

/// The register before the events, and who asked for them.
pub(super) struct Before<'a> {
    pub(super) state: &'a CashRegister,
    pub(super) meta: &'a CoreRegister,
    pub(super) now: LocalDateTime,
    pub(super) at: Timestamp,
    pub(super) person: Option<u32>,
}

/// Entries of the book that events make.
pub(super) fn entries(before: &Before<'_>, after: &CoreRegister, events: &[Event]) -> Vec<CoreEvent> {
    events
        .iter()
        .filter_map(|event| entry(before, after, event))
        .map(|(kind, number, detail)| CoreEvent {
            at: before.at,
            kind: kind.to_owned(),
            person: before.person,
            number,
            detail: detail.to_string(),
        })
        .collect()
}

fn entry(
    before: &Before<'_>,
    after: &CoreRegister,
    event: &Event,
) -> Option<(&'static str, Option<u64>, Value)> {
    let refused = stopped(before);
    let of = |number: &register_kz::DocumentNumber| Some(number.get());
    Some(match event {
        Event::SetUp(setup) => (
            "set_up",
            None,
            json!({"device_id": setup.device_id.get(), "settings": settings(after)}),
        ),
        Event::LinkEntered { device_id, .. } => (
            "token_entered",
            None,
            json!({"device_id": device_id.map(register_kz::OfdDeviceId::get)}),
        ),
        Event::SettingsChanged(change) => (
            "settings_changed",
            None,
            json!({
                "before": settings(before.meta),
                "rollover_before": before.state.setup().map(|setup| setup.rollover),
                "after": settings(after),
                "rollover_after": change.rollover,
            }),
        ),
        Event::DocumentSetAside { number, reason } => (
            "set_aside",
            of(number),
            json!({"reason": reason, "refused": refused.as_ref().map(block)}),
        ),
        Event::SendingAgain { number } => ("sent_again", of(number), json!({})),
        Event::SetAsideTaken { number, .. } => ("set_aside_taken", of(number), json!({})),
        Event::SetAsideRefused { number, code, text } => (
            "set_aside_refused",
            of(number),
            json!({"result": code.0, "text": text}),
        ),
        Event::PendingRefused { number, code, text } => (
            "document_refused",
            of(number),
            json!({"result": code.0, "text": text}),
        ),
        // A poll that brings the same answer is no news.
        Event::Blocked(reason) if refused.as_ref() != Some(reason) => ("blocked", None, block(reason)),
        Event::Released => match refused {
            Some(reason) => ("released", None, block(&reason)),
            None => return None,
        },
        Event::CountersAdopted { differences, .. } => ("counters_adopted", None, listed(differences)),
        Event::ReportCompared(differences) if !differences.is_empty() => {
            ("report_differs", None, listed(differences))
        }
        _ => return None,
    })
}

fn stopped(before: &Before<'_>) -> Option<BlockReason> {
    match before.state.mode(before.now) {
        Mode::Blocked { reason } => Some(reason),
        Mode::Setup | Mode::Online | Mode::Autonomous { .. } => None,
    }
}

fn block(reason: &BlockReason) -> Value {
    json!({"reason_code": block_code(reason).number(), "detail": reason.to_string()})
}

fn listed(differences: &[register_kz::Difference]) -> Value {
    let all: Vec<String> = differences.iter().map(ToString::to_string).collect();
    json!({ "differences": all })
}

fn settings(meta: &CoreRegister) -> Value {
    json!({
        "name": meta.name,
        "server": meta.server,
        "version": meta.version,
        "vat_certificate": meta.vat_certificate.as_ref().map(|(series, number)| json!({"series": series, "number": number})),
    })
}
