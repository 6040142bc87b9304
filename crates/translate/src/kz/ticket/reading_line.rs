//! Lines, and what takes them away again. Source: KZ-OFD/messages.

use std::collections::VecDeque;

use ofd_kz::messages::{Commodity, ItemType, StornoCommodity, TicketItem, TicketModifier};
use receipt::kz::{
    Line, LineEntry, LineVat, Modifier, ModifierKind, Rule, SectionCode, UnitCode, line_total,
};
use types::{Money, Quantity};

use super::place::LinePlace;
use super::reading_party::{some_code, text};
use super::reading_sums;
use super::storno_parts;
use super::writing_line::vat_of;
use crate::kz::fault::{FaultKind, Faults, Told};

/// Entries and where each stands in the message; `None` when some item is no line.
pub(super) fn lines(items: &[TicketItem], faults: &mut Faults) -> Option<(Vec<LineEntry>, Vec<LinePlace>)> {
    let mut reader = Reader {
        faults,
        entries: Vec::new(),
        places: Vec::new(),
        undone: Vec::new(),
        expected: VecDeque::new(),
        whole: Some(()),
    };
    for (index, item) in items.iter().enumerate() {
        let rest = items.get(index.saturating_add(1)..).unwrap_or_default();
        if reader
            .item(&format!("ticket.items[{index}]"), item, rest)
            .is_none()
        {
            reader.whole = None;
        }
    }
    reader.whole?;
    Some((reader.entries, reader.places))
}

struct Reader<'a> {
    faults: &'a mut Faults,
    entries: Vec<LineEntry>,
    places: Vec<LinePlace>,
    /// Places of lines that were taken away.
    undone: Vec<usize>,
    /// Discounts and markups of the line that the last storno took away: they may be taken away by name too.
    expected: VecDeque<(ModifierKind, Money)>,
    /// `None` after an item that is no line: what follows may refer to it.
    whole: Option<()>,
}

impl Reader<'_> {
    fn item(&mut self, path: &str, item: &TicketItem, rest: &[TicketItem]) -> Option<()> {
        let kind = ItemType::known(item.r#type);
        let kind = self.faults.named(format!("{path}.type"), item.r#type, kind)?;
        let name = part_name(kind);
        let place = format!("{path}.{name}");
        match kind {
            ItemType::Commodity => match item.commodity.as_deref() {
                None => self.faults.missing(place, "the line"),
                Some(part) => self.commodity(place, part),
            },
            ItemType::StornoCommodity => match item.storno_commodity.as_deref() {
                None => self.faults.missing(place, "the line that is taken away"),
                Some(part) => self.storno(place, part, rest),
            },
            ItemType::Discount | ItemType::Markup => match modifier_of(item, kind) {
                None => self.faults.missing(place, "the amount"),
                Some((kind, part)) => self.modifier(place, kind, part),
            },
            ItemType::StornoDiscount | ItemType::StornoMarkup => match modifier_of(item, kind) {
                None => self.faults.missing(place, "the amount that is taken away"),
                Some((kind, part)) => self.storno_modifier(place, kind, part),
            },
        }
    }

    fn commodity(&mut self, path: String, wire: &Commodity) -> Option<()> {
        self.expected.clear();
        let section = SectionCode::parse(&wire.section_code);
        let section = self.faults.value(format!("{path}.section_code"), section);
        let quantity = self.faults.quantity(format!("{path}.quantity"), wire.quantity);
        let price = self.faults.money(format!("{path}.price"), wire.price);
        let total = self.faults.money(format!("{path}.sum"), wire.sum);
        let unit_path = format!("{path}.measure_unit_code");
        let unit = match some_code(wire.measure_unit_code.as_deref()) {
            None => self.faults.missing(unit_path, "the unit of measure"),
            Some(unit) => self.faults.value(unit_path, UnitCode::parse(&unit)),
        };
        let vat = self.vat(&path, wire, total);
        let (stamps, stamps_name) = stamps(wire);
        let (quantity, price, total) = (quantity?, price?, total?);
        let line = Line {
            name: wire.name.as_deref().map(text).unwrap_or_default(),
            code: wire.code,
            section: section?,
            quantity,
            price,
            total: Some(total).filter(|total| Some(*total) != line_total(price, quantity)),
            unit: unit?,
            barcode: some_code(wire.barcode.as_deref()),
            ntin: some_code(wire.ntin.as_deref()),
            product_id: some_code(wire.product_id.as_deref()),
            physical_label: some_code(wire.physical_label.as_deref()),
            marking_codes: stamps,
            vat: vat.ok()?,
            modifiers: Vec::new(),
        };
        self.entries.push(LineEntry::Line(Box::new(line)));
        self.places.push(LinePlace::new(path, stamps_name));
        Some(())
    }

    /// One rate a line; its amount is kept only where it is not the computed one.
    fn vat(&mut self, path: &str, wire: &Commodity, total: Option<Money>) -> Result<Option<LineVat>, Told> {
        let tax = match wire.taxes.as_slice() {
            [] => return Ok(None),
            [tax] => tax,
            [_, second, ..] => {
                let message = format!("a second rate, {}; a line has one", second.percent);
                self.faults
                    .add(format!("{path}.taxes[1]"), FaultKind::Value, message);
                return Err(Told);
            }
        };
        let (stated, amount) =
            reading_sums::tax(tax, &format!("{path}.taxes[0]"), self.faults).ok_or(Told)?;
        let vat = LineVat {
            rate: stated.rate,
            placement: stated.placement,
            regime: stated.regime,
            amount: None,
        };
        let computed = total.and_then(|total| vat_of(vat, total));
        let amount = Some(amount).filter(|amount| Some(*amount) != computed);
        Ok(Some(LineVat { amount, ..vat }))
    }

    /// Takes an earlier line away: the one whose discounts the next items take away too, else the first that fits.
    fn storno(&mut self, path: String, wire: &StornoCommodity, rest: &[TicketItem]) -> Option<()> {
        self.expected.clear();
        let quantity = self.faults.quantity(format!("{path}.quantity"), wire.quantity);
        let price = self.faults.money(format!("{path}.price"), wire.price);
        let (quantity, price) = (quantity?, price?);
        self.whole?;
        let following = following_modifiers(rest);
        let fits: Vec<usize> = self
            .standing()
            .filter(|(_, line)| is_repeated(line, wire, quantity, price))
            .map(|(index, _)| index)
            .collect();
        let same_modifiers = |index: &&usize| following.starts_with(&self.modifiers_of(**index));
        // Of two that fit, the one with more modifiers says more.
        let named = fits.iter().filter(same_modifiers);
        let named = named.max_by_key(|index| (self.modifiers_of(**index).len(), std::cmp::Reverse(**index)));
        if let Some(undoes) = named.or_else(|| fits.first()).copied() {
            self.expected = self.modifiers_of(undoes).into();
            self.undo(undoes, path);
            return Some(());
        }
        self.storno_in_parts(path, wire, quantity, price)
    }

    fn undo(&mut self, undoes: usize, path: String) {
        self.undone.push(undoes);
        self.entries.push(LineEntry::Storno { undoes });
        self.places.push(LinePlace::new(path, "list_excise_stamp"));
    }

    /// Takes away a part of an earlier line, or several at once. Source: KZ-OFD/storno.
    fn storno_in_parts(
        &mut self,
        path: String,
        wire: &StornoCommodity,
        quantity: Quantity,
        price: Money,
    ) -> Option<()> {
        let alike: Vec<(usize, &Line)> = self
            .standing()
            .filter(|(_, line)| is_alike(line, wire, price))
            .collect();
        let Some(taken) = storno_parts::choose(&alike, wire, quantity) else {
            let message = "earlier lines of this name, section and price do not have this quantity, or it is taken away \
                           already";
            self.faults
                .add(path, FaultKind::Rule(Rule::StornoTarget), message);
            return None;
        };
        let mut left = self.faults.money(format!("{path}.sum"), wire.sum)?;
        for undoes in taken.whole {
            let line = self.line_mut(undoes)?;
            let sum = line.total.or_else(|| line_total(line.price, line.quantity))?;
            left = left.checked_sub(sum)?;
            self.expected.extend(self.modifiers_of(undoes));
            self.undo(undoes, path.clone());
        }
        let Some((index, quantity)) = taken.part else {
            return Some(());
        };
        let vat = match wire.taxes.as_slice() {
            [tax] => Money::try_from(tax.sum).ok(),
            _ => None,
        };
        let line = self.line_mut(index)?;
        let Some(part) = storno_parts::split(line, wire, quantity, left, vat) else {
            let message = format!("{left} is not what this quantity of the line costs");
            self.faults
                .add(format!("{path}.sum"), FaultKind::Rule(Rule::SumMismatch), message);
            return None;
        };
        self.entries.push(LineEntry::Line(Box::new(part)));
        self.places
            .push(LinePlace::new(path.clone(), "list_excise_stamp"));
        self.undo(self.entries.len().saturating_sub(1), path);
        Some(())
    }

    /// Belongs to the last line that stands.
    fn modifier(&mut self, path: String, kind: ModifierKind, wire: &TicketModifier) -> Option<()> {
        let amount = self.faults.money(format!("{path}.sum"), wire.sum)?;
        self.whole?;
        let Some(index) = self.standing().map(|(index, _)| index).next_back() else {
            self.faults
                .add(path, FaultKind::Value, "no line stands before it");
            return None;
        };
        let vat = self.line_mut(index)?.vat;
        let computed = vat.map_or(Some(Money::ZERO), |vat| vat_of(vat, amount));
        let stated = self.modifier_vat(&path, wire, vat)?;
        let modifier = Modifier {
            kind,
            name: wire.name.as_deref().map(text),
            amount,
            vat: Some(stated).filter(|stated| Some(*stated) != computed),
        };
        self.line_mut(index)?.modifiers.push(modifier);
        self.places.get_mut(index)?.modifiers.push(path);
        Some(())
    }

    /// VAT of a discount or markup at the line's rate; zero where none is stated.
    fn modifier_vat(&mut self, path: &str, wire: &TicketModifier, vat: Option<LineVat>) -> Option<Money> {
        let mut sum = Money::ZERO;
        for (index, tax) in wire.taxes.iter().enumerate() {
            let path = format!("{path}.taxes[{index}]");
            let (stated, amount) = reading_sums::tax(tax, &path, self.faults)?;
            if vat.is_none_or(|vat| vat.rate != stated.rate) {
                let expected = vat.map_or_else(|| "without VAT".to_owned(), |vat| format!("at {}", vat.rate));
                let message = format!("{}; the line is {expected}", stated.rate);
                self.faults
                    .add(format!("{path}.percent"), FaultKind::Value, message);
                return None;
            }
            sum = sum.checked_add(amount)?;
        }
        Some(sum)
    }

    /// Names a discount or markup that its line's storno has taken away already, or takes one from a line that stands.
    fn storno_modifier(&mut self, path: String, kind: ModifierKind, wire: &TicketModifier) -> Option<()> {
        let amount = self.faults.money(format!("{path}.sum"), wire.sum)?;
        self.whole?;
        if let Some(place) = self.expected.iter().position(|one| *one == (kind, amount)) {
            self.expected.remove(place);
            return Some(());
        }
        let is_it = |modifier: &Modifier| (modifier.kind, modifier.amount) == (kind, amount);
        let holder = self
            .standing()
            .filter_map(|(index, line)| Some((index, line.modifiers.iter().rposition(is_it)?)))
            .next_back();
        let Some((index, place)) = holder else {
            let message = format!("no line that stands has this: {amount}");
            self.faults
                .add(path, FaultKind::Rule(Rule::StornoTarget), message);
            return None;
        };
        self.line_mut(index)?.modifiers.remove(place);
        self.places.get_mut(index)?.modifiers.remove(place);
        Some(())
    }

    fn standing(&self) -> impl DoubleEndedIterator<Item = (usize, &Line)> {
        let lines = self.entries.iter().enumerate();
        lines.filter_map(|(index, entry)| match entry {
            LineEntry::Line(line) if !self.undone.contains(&index) => Some((index, line.as_ref())),
            LineEntry::Line(_) | LineEntry::Storno { .. } => None,
        })
    }

    fn line_mut(&mut self, index: usize) -> Option<&mut Line> {
        match self.entries.get_mut(index)? {
            LineEntry::Line(line) => Some(line),
            LineEntry::Storno { .. } => None,
        }
    }

    fn modifiers_of(&self, index: usize) -> Vec<(ModifierKind, Money)> {
        match self.entries.get(index) {
            Some(LineEntry::Line(line)) => {
                let modifiers = line.modifiers.iter();
                modifiers
                    .map(|modifier| (modifier.kind, modifier.amount))
                    .collect()
            }
            Some(LineEntry::Storno { .. }) | None => Vec::new(),
        }
    }
}

fn is_repeated(line: &Line, wire: &StornoCommodity, quantity: Quantity, price: Money) -> bool {
    line.quantity == quantity && is_alike(line, wire, price)
}

/// The same goods at the same price.
fn is_alike(line: &Line, wire: &StornoCommodity, price: Money) -> bool {
    let name = wire.name.as_deref().map(text).unwrap_or_default();
    let section = wire.section_code.trim();
    (line.name.as_str(), line.section.as_str(), line.price) == (&name, section, price)
}

/// What the items right behind a storno take away from it.
fn following_modifiers(rest: &[TicketItem]) -> Vec<(ModifierKind, Money)> {
    let one = |item: &TicketItem| {
        let kind = ItemType::known(item.r#type)?;
        let is_storno = matches!(kind, ItemType::StornoDiscount | ItemType::StornoMarkup);
        let (kind, part) = modifier_of(item, kind).filter(|_| is_storno)?;
        Some((kind, Money::try_from(part.sum).ok()?))
    };
    rest.iter().map_while(one).collect()
}

/// The discount or markup that the item's type names.
fn modifier_of(item: &TicketItem, kind: ItemType) -> Option<(ModifierKind, &TicketModifier)> {
    let (kind, part) = match kind {
        ItemType::Discount => (ModifierKind::Discount, &item.discount),
        ItemType::StornoDiscount => (ModifierKind::Discount, &item.storno_discount),
        ItemType::Markup => (ModifierKind::Markup, &item.markup),
        ItemType::StornoMarkup => (ModifierKind::Markup, &item.storno_markup),
        ItemType::Commodity | ItemType::StornoCommodity => return None,
    };
    Some((kind, part.as_deref()?))
}

const fn part_name(kind: ItemType) -> &'static str {
    match kind {
        ItemType::Commodity => "commodity",
        ItemType::StornoCommodity => "storno_commodity",
        ItemType::Markup => "markup",
        ItemType::StornoMarkup => "storno_markup",
        ItemType::Discount => "discount",
        ItemType::StornoDiscount => "storno_discount",
    }
}

/// Marking codes, wherever the version has them, and the field that holds them.
fn stamps(wire: &Commodity) -> (Vec<String>, &'static str) {
    let list: Vec<String> = wire
        .list_excise_stamp
        .iter()
        .filter(|code| !code.trim().is_empty())
        .cloned()
        .collect();
    match some_code(wire.excise_stamp.as_deref()) {
        Some(one) if list.is_empty() => (vec![one], "excise_stamp"),
        _ => (list, "list_excise_stamp"),
    }
}
