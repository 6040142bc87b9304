use std::collections::BTreeMap;
use types::Money;

use super::Pricer;
use crate::kz::draft::{LineEntry, ModifierKind, ReceiptModifier, VatPlacement, VatRate};
use crate::kz::figures::{Figures, LineFigures, VatFigure};
use crate::kz::finding::Rule;
use crate::kz::{vat_included, vat_on_top};
use crate::lint::Path;

/// Turnover, VAT included, and VAT by rate; `None` is without VAT.
type ByRate = BTreeMap<Option<VatRate>, (Money, Money)>;

impl Pricer<'_> {
    /// Sums of lines, the modifier of the receipt, VAT: payments are left for later.
    pub(super) fn totals(&mut self, lines: Vec<LineFigures>) -> Option<Figures> {
        let mut by_rate = ByRate::new();
        let mut figures = Figures {
            lines,
            gross: Money::ZERO,
            discount: Money::ZERO,
            markup: Money::ZERO,
            total: Money::ZERO,
            vat: Vec::new(),
            modifier_vat: Vec::new(),
            payments: Vec::new(),
            tendered: Money::ZERO,
            change: Money::ZERO,
        };
        let summed = self.sum_lines(&mut figures, &mut by_rate);
        if summed.is_none() {
            self.in_range(Path::root("total"), None);
        }
        summed?;
        if let Some(modifier) = &self.draft.modifier {
            self.receipt_modifier(modifier, &mut figures, &mut by_rate)?;
        }
        figures.vat = by_rate
            .into_iter()
            .filter_map(|(rate, (turnover, amount))| {
                Some(VatFigure {
                    rate: rate?,
                    turnover,
                    amount,
                })
            })
            .collect();
        if !self.draft.vat.is_empty() {
            self.receipt_vat(&mut figures)?;
        }
        self.in_range(Path::root("total"), Some(figures.total))?;
        Some(figures)
    }

    fn sum_lines(&self, figures: &mut Figures, by_rate: &mut ByRate) -> Option<()> {
        let undone: Vec<usize> = self.draft.lines.iter().filter_map(LineEntry::undoes).collect();
        for (index, (entry, line)) in self.draft.lines.iter().zip(&figures.lines).enumerate() {
            let LineEntry::Line(content) = entry else { continue };
            if undone.contains(&index) {
                continue;
            }
            figures.gross = figures.gross.checked_add(line.gross)?;
            figures.discount = figures.discount.checked_add(line.discount)?;
            figures.markup = figures.markup.checked_add(line.markup)?;
            figures.total = figures.total.checked_add(line.payable)?;
            let (turnover, vat) = by_rate.entry(content.vat.map(|vat| vat.rate)).or_default();
            *turnover = turnover.checked_add(line.payable)?;
            *vat = vat.checked_add(line.vat)?;
        }
        Some(())
    }

    /// Takes the modifier from, or adds it to, each rate in proportion to its turnover.
    fn receipt_modifier(
        &mut self,
        modifier: &ReceiptModifier,
        figures: &mut Figures,
        by_rate: &mut ByRate,
    ) -> Option<()> {
        let at = Path::root("modifier");
        self.name(at.field("name"), modifier.name.as_deref().unwrap_or_default());
        let amount = self.amount(at.field("amount"), modifier.amount)?;
        if modifier.kind == ModifierKind::Discount && amount > figures.total {
            let message = format!("at most {}", figures.total);
            self.find(at.field("amount"), Rule::DiscountTooLarge, amount, message);
            return None;
        }
        let turnovers: Vec<Money> = by_rate.values().map(|(turnover, _)| *turnover).collect();
        let parts = distribute(amount, &turnovers)?;
        self.stated_rates(&at, modifier, by_rate);
        for ((rate, (turnover, vat)), part) in by_rate.iter_mut().zip(parts) {
            let part_vat = match rate {
                None => Money::ZERO,
                Some(rate) => self.part_vat(&at, modifier, *rate, part)?,
            };
            let changed = match modifier.kind {
                ModifierKind::Discount => (turnover.checked_sub(part)?, vat.checked_sub(part_vat)?),
                ModifierKind::Markup => (turnover.checked_add(part)?, vat.checked_add(part_vat)?),
            };
            *turnover = changed.0;
            *vat = changed.1.clamp(Money::ZERO, changed.0);
            if let Some(rate) = rate {
                figures.modifier_vat.push(VatFigure {
                    rate: *rate,
                    turnover: part,
                    amount: part_vat,
                });
            }
        }
        match modifier.kind {
            ModifierKind::Discount => {
                figures.discount = figures.discount.checked_add(amount)?;
                figures.total = figures.total.checked_sub(amount)?;
            }
            ModifierKind::Markup => {
                figures.markup = figures.markup.checked_add(amount)?;
                figures.total = figures.total.checked_add(amount)?;
            }
        }
        Some(())
    }

    fn stated_rates(&mut self, at: &Path, modifier: &ReceiptModifier, by_rate: &ByRate) {
        let shares = modifier.vat.as_deref().unwrap_or_default();
        for (index, share) in shares.iter().enumerate() {
            let path = at.field("vat").index(index).field("rate");
            if !by_rate.contains_key(&Some(share.rate)) {
                self.find(path, Rule::VatRateForeign, share.rate, "a rate of the lines");
            } else if shares
                .iter()
                .take(index)
                .any(|earlier| earlier.rate == share.rate)
            {
                self.find(path, Rule::VatRateTwice, share.rate, "each rate once");
            }
        }
    }

    /// VAT of a part of the receipt's modifier: what is stated, within reason, or computed.
    fn part_vat(
        &mut self,
        at: &Path,
        modifier: &ReceiptModifier,
        rate: VatRate,
        part: Money,
    ) -> Option<Money> {
        let computed = vat_included(part, rate)?;
        let Some(shares) = &modifier.vat else {
            return Some(computed);
        };
        let Some(index) = shares.iter().position(|share| share.rate == rate) else {
            return Some(Money::ZERO);
        };
        let stated = shares.get(index)?.amount;
        let path = at.field("vat").index(index).field("amount");
        self.amount(path.clone(), stated)?;
        // How a client splits a discount between rates is its own affair; more than all of it is not.
        let most = vat_included(modifier.amount, rate)?.checked_add(Money::from_minor(1))?;
        if stated > most {
            self.find(path, Rule::VatMismatch, stated, format!("about {computed}"));
            return None;
        }
        Some(stated)
    }

    /// VAT stated for the whole receipt: only where no line has its own. Source: KZ-OFD/vat-places.
    fn receipt_vat(&mut self, figures: &mut Figures) -> Option<()> {
        let list = Path::root("vat");
        if !figures.vat.is_empty() {
            let message = "VAT of lines or of the receipt, not both";
            self.find(list.clone(), Rule::VatPlacedTwice, self.draft.vat.len(), message);
        }
        let untaxed = figures.total;
        let (mut taxed, mut on_top) = (Money::ZERO, Money::ZERO);
        for (index, vat) in self.draft.vat.iter().enumerate() {
            let place = list.index(index);
            self.rate(place.field("rate"), vat.rate);
            if self.draft.vat.iter().take(index).any(|one| one.rate == vat.rate) {
                self.find(
                    place.field("rate"),
                    Rule::VatRateTwice,
                    vat.rate,
                    "each rate once",
                );
            }
            let turnover = self.amount(place.field("turnover"), vat.turnover)?;
            taxed = self.in_range(place.field("turnover"), taxed.checked_add(turnover))?;
            let computed = match vat.placement {
                VatPlacement::Included => vat_included(turnover, vat.rate)?,
                VatPlacement::OnTop => vat_on_top(turnover, vat.rate)?,
            };
            let amount = self.summed_vat(&place.field("amount"), vat.amount, computed)?;
            let turnover = match vat.placement {
                VatPlacement::Included => turnover,
                VatPlacement::OnTop => {
                    on_top = on_top.checked_add(amount)?;
                    turnover.checked_add(amount)?
                }
            };
            figures.vat.push(VatFigure {
                rate: vat.rate,
                turnover,
                amount,
            });
        }
        figures.vat.sort_by_key(|one| one.rate);
        if taxed > untaxed {
            self.find(list, Rule::SumMismatch, taxed, format!("at most {untaxed}"));
        }
        figures.total = untaxed.checked_add(on_top)?;
        Some(())
    }

    /// VAT of the receipt may be the sum of rounded lines: a tiyn for each line.
    fn summed_vat(&mut self, path: &Path, stated: Option<Money>, computed: Money) -> Option<Money> {
        let Some(stated) = stated else {
            return Some(computed);
        };
        let stated = self.amount(path.clone(), stated)?;
        let lines = u64::try_from(self.draft.lines.len()).ok()?;
        if stated.minor().abs_diff(computed.minor()) <= lines {
            return Some(stated);
        }
        let message = format!("{computed} would be right");
        self.find(path.clone(), Rule::VatMismatch, stated, message);
        None
    }
}

/// Splits an amount in proportion to weights, exactly: each part is the difference of two rounded running
/// shares, so that the parts add up and none is below zero. Source: ours.
///
/// Without any weight the first part takes it all. `None` when a sum leaves the range.
pub(in crate::kz) fn distribute(amount: Money, weights: &[Money]) -> Option<Vec<Money>> {
    let whole = Money::sum(weights.iter().copied())?;
    if whole == Money::ZERO {
        let rest = std::iter::repeat_n(Money::ZERO, weights.len().saturating_sub(1));
        return Some(std::iter::once(amount).chain(rest).collect());
    }
    let (mut weight_so_far, mut given) = (Money::ZERO, Money::ZERO);
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights {
        weight_so_far = weight_so_far.checked_add(*weight)?;
        let due = amount.share(weight_so_far.minor(), whole.minor())?;
        parts.push(due.checked_sub(given)?);
        given = due;
    }
    Some(parts)
}
