//! A storno of a part of a line, or of several lines at once: lines are split so that each storno takes a whole one.

use ofd_kz::messages::StornoCommodity;
use receipt::kz::{Line, LineVat, TOLERANCE_MINOR, line_total};
use types::{Money, Quantity};

use super::writing_line::vat_of;

/// Millionths of one unit.
const UNIT_MILLIONTHS: u64 = 1_000_000;

/// Which lines a storno takes away.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Taken {
    /// Places of lines that go as a whole.
    pub(super) whole: Vec<usize>,
    /// A line of which this much goes.
    pub(super) part: Option<(usize, Quantity)>,
}

/// Takes `quantity` away from lines that are alike: those with the storno's marking codes first, then the newest, which
/// was rung up last. `None` when they do not have as much.
pub(super) fn choose(lines: &[(usize, &Line)], wire: &StornoCommodity, quantity: Quantity) -> Option<Taken> {
    let codes = codes_of(wire);
    let has_code = |line: &Line| {
        line.marking_codes
            .iter()
            .any(|code| codes.contains(&code.as_str()))
    };
    let mut order: Vec<&(usize, &Line)> = lines.iter().rev().collect();
    order.sort_by_key(|(_, line)| !has_code(line));
    let mut left = quantity.millionths();
    let mut taken = Taken {
        whole: Vec::new(),
        part: None,
    };
    for (index, line) in order {
        let has = line.quantity.millionths();
        if left == 0 {
            break;
        } else if has <= left {
            taken.whole.push(*index);
            left = left.saturating_sub(has);
        } else {
            taken.part = Some((*index, Quantity::from_millionths(left)));
            left = 0;
        }
    }
    (left == 0).then_some(taken)
}

/// Splits what goes off a line, with the sum and the VAT that the storno states for it. `None` when that is more than the
/// line has.
pub(super) fn split(
    line: &mut Line,
    wire: &StornoCommodity,
    quantity: Quantity,
    sum: Money,
    vat: Option<Money>,
) -> Option<Line> {
    let line_sum = line.total.or_else(|| line_total(line.price, line.quantity))?;
    let rest_sum = line_sum.checked_sub(sum).filter(|rest| !rest.is_negative())?;
    let rest = line.quantity.millionths().checked_sub(quantity.millionths())?;
    let mut part = line.clone();
    part.modifiers = Vec::new();
    part.quantity = quantity;
    part.total = unless_computed(sum, line_total(line.price, quantity));
    line.quantity = Quantity::from_millionths(rest);
    line.total = unless_computed(rest_sum, line_total(line.price, line.quantity));
    (line.marking_codes, part.marking_codes) = split_codes(line, wire);
    if let Some(whole_vat) = line.vat {
        let stated = vat.or_else(|| vat_of(whole_vat, sum));
        let before = whole_vat.amount.or_else(|| vat_of(whole_vat, line_sum));
        let left = before
            .zip(stated)
            .and_then(|(before, stated)| before.checked_sub(stated));
        part.vat = Some(with_vat(whole_vat, sum, stated));
        line.vat = Some(with_vat(whole_vat, rest_sum, left));
    }
    Some(part)
}

/// A stated amount is kept where it is near the computed one, and not the same.
fn with_vat(vat: LineVat, sum: Money, stated: Option<Money>) -> LineVat {
    let computed = vat_of(vat, sum);
    let amount = stated.filter(|stated| {
        computed.is_some_and(|computed| {
            let apart = stated.minor().abs_diff(computed.minor());
            (1..=TOLERANCE_MINOR.unsigned_abs()).contains(&apart)
        })
    });
    LineVat { amount, ..vat }
}

fn unless_computed(sum: Money, computed: Option<Money>) -> Option<Money> {
    Some(sum).filter(|sum| Some(*sum) != computed)
}

/// Codes that stay, and codes that go: the storno's own, and those for which no unit is left.
fn split_codes(line: &Line, wire: &StornoCommodity) -> (Vec<String>, Vec<String>) {
    let named = codes_of(wire);
    let codes = line.marking_codes.iter().cloned();
    let (mut gone, mut kept): (Vec<String>, Vec<String>) =
        codes.partition(|code| named.contains(&code.as_str()));
    let units = line.quantity.millionths().div_ceil(UNIT_MILLIONTHS);
    let units = usize::try_from(units).unwrap_or(usize::MAX);
    if kept.len() > units {
        gone.extend(kept.split_off(units));
    }
    (kept, gone)
}

fn codes_of(wire: &StornoCommodity) -> Vec<&str> {
    let one = wire.excise_stamp.as_deref();
    let list = wire.list_excise_stamp.iter().map(String::as_str);
    list.chain(one).collect()
}
