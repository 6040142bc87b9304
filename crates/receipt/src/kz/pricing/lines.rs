use std::collections::BTreeSet;
use types::Money;

use super::{MarkingRule, Pricer};
use crate::kz::draft::{Line, LineEntry, LineVat, Modifier, ModifierKind, VatPlacement};
use crate::kz::figures::LineFigures;
use crate::kz::finding::Rule;
use crate::kz::{LINES_MAX, QUANTITY_MAX_THOUSANDTHS, TOLERANCE_MINOR, line_total, vat_included, vat_on_top};
use crate::lint::Path;

/// Millionths of a unit in a thousandth.
const MILLIONTHS_IN_A_THOUSANDTH: u64 = 1_000;

impl Pricer<'_> {
    /// Figures of each entry; `None` when some line has none.
    pub(super) fn lines(&mut self) -> Option<Vec<LineFigures>> {
        let list = Path::root("lines");
        let entries = &self.draft.lines;
        if entries.is_empty() {
            self.find(list, Rule::LinesMissing, 0, "at least one line");
            return None;
        }
        if entries.len() > LINES_MAX {
            let message = format!("at most {LINES_MAX}");
            self.find(list, Rule::TooManyLines, entries.len(), message);
            return None;
        }
        let mut priced: Vec<Option<LineFigures>> = Vec::with_capacity(entries.len());
        let mut undone = BTreeSet::new();
        for (index, entry) in entries.iter().enumerate() {
            let place = list.index(index);
            let figures = match entry {
                LineEntry::Line(line) => self.line(&place, line),
                LineEntry::Storno { undoes } => {
                    if self.may_undo(&place, index, *undoes) && !undone.insert(*undoes) {
                        let message = "a line that still stands";
                        self.find(place.field("undoes"), Rule::StornoTwice, undoes, message);
                    }
                    priced.get(*undoes).copied().flatten()
                }
            };
            priced.push(figures);
        }
        if undone.len().saturating_mul(2) == entries.len() {
            self.find(list.clone(), Rule::LinesMissing, 0, "a line that stands");
        }
        self.marking_codes(&list, &undone);
        priced.into_iter().collect()
    }

    fn may_undo(&mut self, place: &Path, index: usize, undoes: usize) -> bool {
        let target = self.draft.lines.get(undoes);
        let right = undoes < index && matches!(target, Some(LineEntry::Line(_)));
        if !right {
            self.find(
                place.field("undoes"),
                Rule::StornoTarget,
                undoes,
                "the place of an earlier line",
            );
        }
        right
    }

    fn line(&mut self, place: &Path, line: &Line) -> Option<LineFigures> {
        if line.name.trim().is_empty() && line.code.is_none() {
            self.find(place.field("name"), Rule::NameMissing, "", "a name or a code");
        }
        self.name(place.field("name"), &line.name);
        self.code(place.field("barcode"), line.barcode.as_deref());
        self.code(place.field("ntin"), line.ntin.as_deref());
        self.code(place.field("product_id"), line.product_id.as_deref());
        self.code(place.field("physical_label"), line.physical_label.as_deref());
        let quantity_fits = self.quantity(place, line);
        if let Some(vat) = line.vat {
            self.rate(place.field("vat").field("rate"), vat.rate);
        }
        let price = self.amount(place.field("price"), line.price)?;
        if !quantity_fits {
            return None;
        }
        let computed = self.in_range(place.field("total"), line_total(price, line.quantity))?;
        let gross = self.stated(place.field("total"), Rule::SumMismatch, line.total, computed)?;
        self.line_figures(place, line, gross)
    }

    fn quantity(&mut self, place: &Path, line: &Line) -> bool {
        let path = place.field("quantity");
        let millionths = line.quantity.millionths();
        if millionths == 0 {
            self.find(path, Rule::QuantityZero, line.quantity, "more than zero");
            return false;
        }
        let fits = millionths.is_multiple_of(MILLIONTHS_IN_A_THOUSANDTH)
            && millionths / MILLIONTHS_IN_A_THOUSANDTH <= QUANTITY_MAX_THOUSANDTHS;
        if !fits {
            let message = "at most three decimals and at most 2147483.647";
            self.find(path, Rule::QuantityRange, line.quantity, message);
        }
        fits
    }

    /// The stated sum when it is within the tolerance, else a finding; the computed one when none is stated.
    pub(super) fn stated(
        &mut self,
        path: Path,
        rule: Rule,
        stated: Option<Money>,
        computed: Money,
    ) -> Option<Money> {
        let Some(stated) = stated else {
            return Some(computed);
        };
        let stated = self.amount(path.clone(), stated)?;
        let apart = stated.minor().abs_diff(computed.minor());
        if apart <= TOLERANCE_MINOR.unsigned_abs() {
            return Some(stated);
        }
        self.find(path, rule, stated, format!("{computed} would be right"));
        None
    }

    fn line_figures(&mut self, place: &Path, line: &Line, gross: Money) -> Option<LineFigures> {
        let gross_vat = match line.vat {
            None => Money::ZERO,
            Some(vat) => {
                let path = place.field("vat").field("amount");
                let computed = self.in_range(path.clone(), vat_of(vat, gross))?;
                self.stated(path, Rule::VatMismatch, vat.amount, computed)?
            }
        };
        let (mut discount, mut markup, mut vat) = (Money::ZERO, Money::ZERO, gross_vat);
        for (index, modifier) in line.modifiers.iter().enumerate() {
            let at = place.field("modifiers").index(index);
            let (amount, amount_vat) = self.modifier(&at, modifier, line.vat)?;
            let (sum, changed) = match modifier.kind {
                ModifierKind::Discount => (&mut discount, vat.checked_sub(amount_vat)),
                ModifierKind::Markup => (&mut markup, vat.checked_add(amount_vat)),
            };
            *sum = self.in_range(at.field("amount"), sum.checked_add(amount))?;
            vat = changed?;
        }
        let net = gross.checked_add(markup)?.checked_sub(discount)?;
        if net.is_negative() {
            let message = format!("at most {}", gross.checked_add(markup)?);
            self.find(
                place.field("modifiers"),
                Rule::DiscountTooLarge,
                discount,
                message,
            );
            return None;
        }
        let vat = vat.clamp(Money::ZERO, net);
        let payable = match line.vat.map(|vat| vat.placement) {
            Some(VatPlacement::OnTop) => net.checked_add(vat),
            Some(VatPlacement::Included) | None => Some(net),
        };
        let payable = self.in_range(place.field("total"), payable)?;
        Some(LineFigures {
            gross,
            gross_vat,
            discount,
            markup,
            vat,
            payable,
        })
    }

    /// Amount and VAT of a modifier: each sum carries a rounded VAT of its own. Source: KZ-OFD/modifiers.
    fn modifier(&mut self, at: &Path, modifier: &Modifier, vat: Option<LineVat>) -> Option<(Money, Money)> {
        self.name(at.field("name"), modifier.name.as_deref().unwrap_or_default());
        let amount = self.amount(at.field("amount"), modifier.amount)?;
        let computed = vat.map_or(Some(Money::ZERO), |vat| vat_of(vat, amount))?;
        let path = at.field("vat");
        match modifier.vat {
            // A client that states no VAT of discounts states zero.
            Some(stated) if stated == Money::ZERO => Some((amount, stated)),
            stated => Some((amount, self.stated(path, Rule::VatMismatch, stated, computed)?)),
        }
    }

    fn marking_codes(&mut self, list: &Path, undone: &BTreeSet<usize>) {
        let mut seen = BTreeSet::new();
        let entries = self.draft.lines.iter().enumerate();
        for (index, entry) in entries.filter(|(index, _)| !undone.contains(index)) {
            let LineEntry::Line(line) = entry else { continue };
            let path = list.index(index).field("marking_codes");
            let units = line.quantity.millionths().div_ceil(1_000_000);
            let count = line.marking_codes.len();
            if u64::try_from(count).is_ok_and(|count| count > units) {
                let message = format!("at most one for each of {units} units");
                self.find(path.clone(), Rule::MarkingCount, count, message);
            }
            for (place, code) in line.marking_codes.iter().enumerate() {
                self.code(path.index(place), Some(code));
                if !seen.insert(code.as_str()) && self.context.marking == MarkingRule::Once {
                    let message = "each code once";
                    self.find(
                        path.index(place),
                        Rule::MarkingTwice,
                        code.escape_debug(),
                        message,
                    );
                }
            }
        }
    }
}

/// VAT of an amount at the line's rate and placement.
fn vat_of(vat: LineVat, amount: Money) -> Option<Money> {
    match vat.placement {
        VatPlacement::Included => vat_included(amount, vat.rate),
        VatPlacement::OnTop => vat_on_top(amount, vat.rate),
    }
}
