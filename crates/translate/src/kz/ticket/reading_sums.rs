//! Sums of the whole receipt: a discount or markup, taxes, and how the stated sums go together.

use ofd_kz::messages::{TicketAmounts, TicketModifier, TicketRequest, TicketTax};
use receipt::kz::{
    AMOUNT_MAX, Draft, Figures, LineEntry, ModifierKind, Payment, PaymentKind, PaymentMeans, PricingContext,
    Receipt, ReceiptModifier, ReceiptVat, Rule, VatPlacement, VatRate, VatShare,
};
use types::Money;

use crate::kz::code;
use crate::kz::fault::{FaultKind, Faults, Told};

/// Thousandths of a percent in the whole.
const WHOLE_THOUSANDTHS: i64 = 100_000;

/// Rate and regime of a tax that stands at `path`; VAT is the only one.
pub(super) fn tax(tax: &TicketTax, path: &str, faults: &mut Faults) -> Option<(ReceiptVat, Money)> {
    let kind = (tax.tax_type == code::vat_number()).then_some(());
    let kind = faults.named(format!("{path}.tax_type"), tax.tax_type, kind);
    let rate = VatRate::from_thousandths(tax.percent);
    let rate = faults.named(format!("{path}.percent"), tax.percent, rate);
    let amount = faults.money(format!("{path}.sum"), tax.sum);
    let regime = match tax.taxation_type {
        None => Some(None),
        Some(number) => {
            let path = format!("{path}.taxation_type");
            faults.named(path, number, code::regime(number)).map(Some)
        }
    };
    kind?;
    let amount = amount?;
    let vat = ReceiptVat {
        rate: rate?,
        placement: if tax.is_in_total_sum {
            VatPlacement::Included
        } else {
            VatPlacement::OnTop
        },
        regime: regime?,
        turnover: Money::ZERO,
        amount: Some(amount),
    };
    Some((vat, amount))
}

/// Taxes of the receipt as a whole; the wire does not state what was taxed, [`settle`] finds it.
pub(super) fn receipt_vat(taxes: &[TicketTax], faults: &mut Faults) -> Option<Vec<ReceiptVat>> {
    let one = |(index, one)| tax(one, &format!("ticket.taxes[{index}]"), faults).map(|(vat, _)| vat);
    // All are looked at before any is missed.
    let all: Vec<Option<ReceiptVat>> = taxes.iter().enumerate().map(one).collect();
    all.into_iter().collect()
}

/// The discount or markup on the receipt; never both.
pub(super) fn modifier(
    amounts: &TicketAmounts,
    faults: &mut Faults,
) -> Result<Option<ReceiptModifier>, Told> {
    let (kind, wire) = match (&amounts.discount, &amounts.markup) {
        (None, None) => return Ok(None),
        (Some(wire), None) => (ModifierKind::Discount, wire),
        (None, Some(wire)) => (ModifierKind::Markup, wire),
        // One of them is nothing.
        (Some(wire), Some(other)) if is_zero(other) => (ModifierKind::Discount, wire),
        (Some(other), Some(wire)) if is_zero(other) => (ModifierKind::Markup, wire),
        (Some(_), Some(_)) => {
            let message = "a discount and a markup on the whole receipt; one of them is possible";
            faults.add("ticket.amounts.markup", FaultKind::Value, message);
            return Err(Told);
        }
    };
    one_modifier(wire, kind, faults).map(Some).ok_or(Told)
}

fn is_zero(wire: &TicketModifier) -> bool {
    (wire.sum.bills, wire.sum.coins) == (0, 0)
}

fn one_modifier(wire: &TicketModifier, kind: ModifierKind, faults: &mut Faults) -> Option<ReceiptModifier> {
    let path = match kind {
        ModifierKind::Discount => "ticket.amounts.discount",
        ModifierKind::Markup => "ticket.amounts.markup",
    };
    let amount = faults.money(format!("{path}.sum"), wire.sum);
    let share = |(index, one)| {
        let (vat, amount) = tax(one, &format!("{path}.taxes[{index}]"), faults)?;
        let rate = vat.rate;
        Some(VatShare { rate, amount })
    };
    let shares: Vec<Option<VatShare>> = wire.taxes.iter().enumerate().map(share).collect();
    Some(ReceiptModifier {
        kind,
        name: wire.name.as_deref().map(super::reading_party::text),
        amount: amount?,
        vat: Some(shares.into_iter().collect::<Option<_>>()?),
    })
}

/// The stated amounts must at least be amounts.
pub(super) fn check_amounts(amounts: &TicketAmounts, faults: &mut Faults) {
    faults.money("ticket.amounts.total", amounts.total);
    for (name, wire) in [("taken", amounts.taken), ("change", amounts.change)] {
        if let Some(wire) = wire {
            faults.money(format!("ticket.amounts.{name}"), wire);
        }
    }
}

/// Brings the stated sums into the form in which a receipt has them; what does not go together is left for the rules.
pub(super) fn settle(draft: &mut Draft, ticket: &TicketRequest, faults: &mut Faults) {
    let Ok(stated) = Money::try_from(ticket.amounts.total) else {
        return;
    };
    find_turnovers(draft);
    drop_computed_shares(draft);
    let Some(mut figures) = sums(draft) else {
        return;
    };
    if figures.total != stated {
        // Some registers say that VAT is not in the sum and do not add it either.
        let included = with_vat_included(draft);
        if let Some(other) = sums(&included).filter(|other| other.total == stated) {
            (*draft, figures) = (included, other);
        }
    }
    if figures.total != stated {
        let message = format!("{stated}; {} would be right", figures.total);
        let kind = FaultKind::Rule(Rule::SumMismatch);
        faults.add("ticket.amounts.total", kind, message);
    }
    settle_cash(draft, &figures, &ticket.amounts);
}

/// Figures of the lines, whatever is paid and whoever buys.
fn sums(draft: &Draft) -> Option<Figures> {
    let mut alone = draft.clone();
    alone.payments = vec![Payment {
        amount: AMOUNT_MAX,
        means: PaymentMeans::Cash,
    }];
    alone.tendered = None;
    alone.parent = None;
    alone.buyer = receipt::kz::Buyer::default();
    let priced = Receipt::price(alone, &PricingContext::sums_only()).ok()?;
    Some(priced.figures().clone())
}

/// What was taxed, from the tax: all of the receipt for a single rate when that gives the tax, else the tax's own
/// share, never more than is left. The zero rate takes what no other rate takes.
fn find_turnovers(draft: &mut Draft) {
    let taxes = std::mem::take(&mut draft.vat);
    let total = sums(draft).map_or(Money::ZERO, |figures| figures.total);
    draft.vat = taxes;
    let lines = u64::try_from(draft.lines.len()).unwrap_or(u64::MAX);
    if let [only] = draft.vat.as_mut_slice() {
        let computed = tax_of(only, total);
        let stated = only.amount.unwrap_or_default();
        if computed.is_some_and(|computed| computed.minor().abs_diff(stated.minor()) <= lines) {
            only.turnover = total;
            only.amount = Some(stated).filter(|stated| Some(*stated) != computed);
            return;
        }
    }
    let mut left = total;
    let mut take = |vat: &mut ReceiptVat, wanted: Money| {
        vat.turnover = wanted.min(left);
        left = left.checked_sub(vat.turnover).unwrap_or_default();
        let computed = tax_of(vat, vat.turnover);
        vat.amount = vat.amount.filter(|stated| Some(*stated) != computed);
    };
    for vat in draft.vat.iter_mut().filter(|vat| vat.rate != VatRate::ZERO) {
        let wanted = taxed_by(vat).unwrap_or(total);
        take(vat, wanted);
    }
    for vat in draft.vat.iter_mut().filter(|vat| vat.rate == VatRate::ZERO) {
        take(vat, total);
    }
}

fn tax_of(vat: &ReceiptVat, turnover: Money) -> Option<Money> {
    match vat.placement {
        VatPlacement::Included => receipt::kz::vat_included(turnover, vat.rate),
        VatPlacement::OnTop => receipt::kz::vat_on_top(turnover, vat.rate),
    }
}

/// The turnover that gives the stated tax, VAT on top left out.
fn taxed_by(vat: &ReceiptVat) -> Option<Money> {
    let rate = i64::from(vat.rate.thousandths());
    let whole = match vat.placement {
        VatPlacement::Included => WHOLE_THOUSANDTHS.checked_add(rate)?,
        VatPlacement::OnTop => WHOLE_THOUSANDTHS,
    };
    vat.amount?.share(whole, rate)
}

/// Shares of the receipt's modifier that are the computed ones are not stated.
fn drop_computed_shares(draft: &mut Draft) {
    let Some(shares) = draft.modifier.as_mut().and_then(|modifier| modifier.vat.take()) else {
        return;
    };
    let computed: Vec<VatShare> = sums(draft)
        .map(|figures| figures.modifier_vat)
        .unwrap_or_default()
        .into_iter()
        .map(|one| VatShare {
            rate: one.rate,
            amount: one.amount,
        })
        .collect();
    let mut sorted = shares.clone();
    sorted.sort_by_key(|share| share.rate);
    if sorted != computed
        && let Some(modifier) = draft.modifier.as_mut()
    {
        modifier.vat = Some(shares);
    }
}

fn with_vat_included(draft: &Draft) -> Draft {
    let mut included = draft.clone();
    for entry in &mut included.lines {
        if let LineEntry::Line(line) = entry
            && let Some(vat) = &mut line.vat
        {
            vat.placement = VatPlacement::Included;
        }
    }
    for vat in &mut included.vat {
        vat.placement = VatPlacement::Included;
    }
    included
}

/// Cash net of its change, and what was handed over only where that is more. Source: KZ-OFD/payments.
fn settle_cash(draft: &mut Draft, figures: &Figures, amounts: &TicketAmounts) {
    let stated = |wire: Option<ofd_kz::messages::Money>| wire.and_then(|wire| Money::try_from(wire).ok());
    let (taken, change) = (stated(amounts.taken), stated(amounts.change));
    let others = Money::sum(
        draft
            .payments
            .iter()
            .filter(|payment| payment.means.kind() != PaymentKind::Cash)
            .map(|payment| payment.amount),
    );
    let due = others.and_then(|others| figures.total.checked_sub(others));
    let cash = draft
        .payments
        .iter_mut()
        .find(|payment| payment.means.kind() == PaymentKind::Cash);
    // Nothing is handed over but cash, and what is wrong without it the rules tell.
    let (Some(due), Some(cash)) = (due.filter(|due| !due.is_negative()), cash) else {
        return;
    };
    let given = due.checked_add(change.unwrap_or_default());
    let tendered = taken.or(given).unwrap_or(cash.amount);
    if cash.amount != due && Some(cash.amount) != given {
        draft.tendered = taken;
        return;
    }
    if due == Money::ZERO {
        cash.amount = tendered;
        draft.tendered = None;
    } else {
        cash.amount = due;
        draft.tendered = Some(tendered).filter(|tendered| *tendered != due);
    }
}
