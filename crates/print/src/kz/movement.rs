//! Cash put into the drawer or taken out of it, and a closing that has no report.

use register_kz::{CashMovementKind, DocumentHead};
use types::Money;

use super::Wording;
use super::card::RegisterCard;
use super::receipt::autonomous_note;
use super::slip::Slip;
use crate::PrintedForm;
use crate::paper::Block;

/// The slip of a cash movement.
#[must_use]
pub fn movement(
    card: &RegisterCard,
    head: &DocumentHead,
    kind: CashMovementKind,
    amount: Money,
    wording: Wording,
) -> PrintedForm {
    let title = match kind {
        CashMovementKind::Deposit => "kz-deposit",
        CashMovementKind::Withdrawal => "kz-withdrawal",
    };
    let mut slip = Slip::begin(card, wording, title);
    slip.head(head);
    slip.rule();
    let label = slip.text("kz-amount");
    slip.push(Block::Total {
        label,
        amount: wording.money(amount),
    });
    slip.rule();
    if let Some(note) = autonomous_note(head) {
        slip.notice(note);
    }
    slip.register();
    slip.ofd("kz-ofd");
    slip.finish()
}

/// The slip of a closing without a report: it closed nothing, or its register sent no figures.
#[must_use]
pub fn closing(card: &RegisterCard, head: &DocumentHead, wording: Wording) -> PrintedForm {
    let mut slip = Slip::begin(card, wording, "kz-closing");
    slip.head(head);
    slip.rule();
    slip.notice("kz-closing-without-report");
    if let Some(note) = autonomous_note(head) {
        slip.notice(note);
    }
    slip.register();
    slip.ofd("kz-ofd");
    slip.finish()
}
