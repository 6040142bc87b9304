//! Registers of the demo, their state and their faults.

use maud::{Markup, html};
use print::{Arg, Locale, TextId, figure};

use super::{address, chip, empty};
use crate::icon::Icon;
use crate::sandbox::{RegisterFault, RegisterPhase, RegisterState};

pub(super) fn list(registers: &[RegisterState], locale: Locale) -> Markup {
    html! {
        @if registers.is_empty() { (empty(locale, "sandbox-no-registers")) }
        ul.rows { @for register in registers { (row(register, locale)) } }
    }
}

fn row(register: &RegisterState, locale: Locale) -> Markup {
    let documents = figure::count(u64::from(register.documents), locale);
    let unsent = locale.text_with("sandbox-unsent", &[("count", Arg::Count(register.unsent))]);
    html! {
        li.row.row-wide {
            div.row-main {
                p.row-name {
                    (register.name) " " (phase(register.phase, locale))
                    @if let Some(fault) = unseen_fault(register) { " " (chip("wait", Icon::Refused, &locale.text(fault_name(fault)))) }
                }
                p.muted { (locale.text("sandbox-storage")) " " (register.fiscal_storage) }
                p.muted { (locale.text("sandbox-documents")) " " (documents) " · " (unsent) }
                meter min="0" max=(register.documents_max.max(1)) value=(register.documents)
                    aria-label=(locale.text("sandbox-storage-fill")) {}
            }
            form.tools method="post" action=(address("/sandbox/fault", locale)) data-quiet {
                input type="hidden" name="register" value=(register.id);
                label.field.grow {
                    span { (locale.text("sandbox-fault")) }
                    select name="fault" data-submit {
                        option value="" selected[register.fault.is_none()] { (locale.text("fault-none")) }
                        @for fault in RegisterFault::ALL {
                            option value=(fault.code()) selected[register.fault == Some(fault)] {
                                (locale.text(fault_name(fault)))
                            }
                        }
                    }
                }
                button.tool { (locale.text("sandbox-fault-apply")) }
            }
        }
    }
}

/// The armed fault, unless the phase shows it already.
fn unseen_fault(register: &RegisterState) -> Option<RegisterFault> {
    let shown = matches!(
        register.phase,
        RegisterPhase::Exhausted | RegisterPhase::ClockWrong | RegisterPhase::Unreachable
    );
    register.fault.filter(|_| !shown)
}

fn phase(phase: RegisterPhase, locale: Locale) -> Markup {
    let (class, icon, id, shift) = match phase {
        RegisterPhase::ShiftClosed => ("quiet", Icon::Waiting, "phase-shift-closed", None),
        RegisterPhase::ShiftOpen { number } => ("ok", Icon::Done, "phase-shift-open", Some(number)),
        RegisterPhase::ShiftExpired { number } => {
            ("wait", Icon::Waiting, "phase-shift-expired", Some(number))
        }
        RegisterPhase::Exhausted => ("bad", Icon::Refused, "phase-exhausted", None),
        RegisterPhase::ClockWrong => ("bad", Icon::Refused, "phase-clock-wrong", None),
        RegisterPhase::Blocked => ("bad", Icon::Refused, "phase-blocked", None),
        RegisterPhase::Unreachable => ("bad", Icon::Refused, "phase-unreachable", None),
    };
    let number = shift.map(|number| number.to_string()).unwrap_or_default();
    chip(
        class,
        icon,
        &locale.text_with(TextId(id), &[("number", Arg::Text(&number))]),
    )
}

const fn fault_name(fault: RegisterFault) -> TextId {
    TextId(match fault {
        RegisterFault::NoAnswer => "fault-no-answer",
        RegisterFault::LostAnswer => "fault-lost-answer",
        RegisterFault::Slow => "fault-slow",
        RegisterFault::Exhausted => "fault-exhausted",
        RegisterFault::ClockWrong => "fault-clock-wrong",
        RegisterFault::Crash => "fault-crash",
    })
}
