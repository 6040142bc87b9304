//! Lines of a receipt that is taken although they break rules.

use ofd_kz::messages::{Commodity, Money as WireMoney, StornoCommodity, TicketItem};
use receipt::kz::{
    NAME_LENGTH_MAX, SectionCode, TOLERANCE_MINOR, UnitCode, VatRate, line_total, vat_included, vat_on_top,
};
use types::Money;

use super::taken::keep_known_taxes;

/// One unit, in thousandths.
const ONE_THOUSANDTHS: u64 = 1_000;
/// The section of a line that names none.
const SECTION: &str = "1";

/// No more marking codes than units, no taxes but those with a name.
pub(super) fn tolerate(item: &mut TicketItem) {
    if let Some(line) = &mut item.commodity {
        limit_stamps(line);
        keep_known_taxes(&mut line.taxes);
    }
    let modifiers = [
        &mut item.discount,
        &mut item.storno_discount,
        &mut item.markup,
        &mut item.storno_markup,
    ];
    for modifier in modifiers.into_iter().flatten() {
        keep_known_taxes(&mut modifier.taxes);
    }
}

/// Keeps the stated sum and makes the rest fit; `number` names a line without a name.
pub(super) fn mend(item: &mut TicketItem, number: u64) {
    if let Some(line) = &mut item.commodity {
        mend_line(line, number);
    }
    if let Some(StornoCommodity {
        quantity,
        price,
        sum,
        section_code,
        ..
    }) = item.storno_commodity.as_deref_mut()
    {
        mend_section(section_code);
        keep_sum(quantity, price, *sum);
    }
}

fn mend_line(line: &mut Commodity, number: u64) {
    let unit = line.measure_unit_code.take();
    let unit = unit.filter(|text| UnitCode::parse(text).is_ok());
    line.measure_unit_code = Some(unit.unwrap_or_else(|| UnitCode::piece().as_str().to_owned()));
    let name = line.name.take().unwrap_or_default();
    let name: String = name.chars().take(NAME_LENGTH_MAX).collect();
    if name.trim().is_empty() && line.code.is_none() {
        line.code = Some(number);
    }
    line.name = Some(name);
    mend_section(&mut line.section_code);
    keep_sum(&mut line.quantity, &mut line.price, line.sum);
    line.list_excise_stamp.sort_unstable();
    line.list_excise_stamp.dedup();
    limit_stamps(line);
    line.taxes.truncate(1);
    let total = Money::try_from(line.sum).ok();
    if let (Some(tax), Some(total)) = (line.taxes.first_mut(), total)
        && let Some(rate) = VatRate::from_thousandths(tax.percent)
    {
        let computed = if tax.is_in_total_sum {
            vat_included(total, rate)
        } else {
            vat_on_top(total, rate)
        };
        if let Some(computed) = computed.filter(|computed| !is_near(*computed, tax.sum)) {
            tax.sum = computed.try_into().unwrap_or(tax.sum);
        }
    }
}

fn mend_section(code: &mut String) {
    if SectionCode::parse(code).is_err() {
        SECTION.clone_into(code);
    }
}

/// Where price and quantity do not come to the sum, one unit costs the sum.
fn keep_sum(quantity: &mut u64, price: &mut WireMoney, sum: WireMoney) {
    let unit_price = Money::try_from(*price).ok();
    let amount = ofd_kz::values::quantity(*quantity).ok();
    let computed = unit_price
        .zip(amount)
        .and_then(|(price, quantity)| line_total(price, quantity));
    if *quantity == 0 || !computed.is_some_and(|computed| is_near(computed, sum)) {
        (*quantity, *price) = (ONE_THOUSANDTHS, sum);
    }
}

fn is_near(computed: Money, stated: WireMoney) -> bool {
    Money::try_from(stated)
        .is_ok_and(|stated| stated.minor().abs_diff(computed.minor()) <= TOLERANCE_MINOR.unsigned_abs())
}

fn limit_stamps(line: &mut Commodity) {
    let units = usize::try_from(line.quantity.div_ceil(ONE_THOUSANDTHS)).unwrap_or(usize::MAX);
    line.list_excise_stamp.truncate(units);
}
