//! Lines, storno lines and their discounts and markups.

use ofd_kz::Version;
use ofd_kz::messages::{Commodity, ItemType, StornoCommodity, TicketItem, TicketModifier, TicketTax};
use ofd_kz::values;
use receipt::kz::{
    Line, LineFigures, LineVat, Modifier, ModifierKind, TaxationRegime, VatPlacement, vat_included,
    vat_on_top,
};
use types::Money;

use super::writing::Writer;
use crate::kz::code;
use crate::kz::fault::FaultKind;

/// Whether a line is sold or taken away again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Adds,
    TakesAway,
}

impl Writer {
    /// The line and behind it its discounts and markups; a storno takes these away too. Source: KZ-OFD/storno.
    pub(super) fn line(&mut self, line: &Line, figures: &LineFigures, way: Way, items: &mut Vec<TicketItem>) {
        let path = format!("ticket.items[{}]", items.len());
        let commodity = self.commodity(&path, line, figures);
        items.push(match way {
            Way::Adds => TicketItem {
                r#type: ItemType::Commodity.number(),
                commodity: Some(Box::new(commodity)),
                ..TicketItem::default()
            },
            Way::TakesAway => TicketItem {
                r#type: ItemType::StornoCommodity.number(),
                storno_commodity: Some(Box::new(storno(commodity))),
                ..TicketItem::default()
            },
        });
        for modifier in &line.modifiers {
            let path = format!("ticket.items[{}]", items.len());
            let part = Some(Box::new(self.modifier(&path, modifier, line.vat)));
            let mut item = TicketItem::default();
            let (kind, place) = match (way, modifier.kind) {
                (Way::Adds, ModifierKind::Discount) => (ItemType::Discount, &mut item.discount),
                (Way::Adds, ModifierKind::Markup) => (ItemType::Markup, &mut item.markup),
                (Way::TakesAway, ModifierKind::Discount) => {
                    (ItemType::StornoDiscount, &mut item.storno_discount)
                }
                (Way::TakesAway, ModifierKind::Markup) => (ItemType::StornoMarkup, &mut item.storno_markup),
            };
            *place = part;
            item.r#type = kind.number();
            items.push(item);
        }
    }

    fn commodity(&mut self, path: &str, line: &Line, figures: &LineFigures) -> Commodity {
        let thousandths = values::thousandths(line.quantity);
        let (excise_stamp, list_excise_stamp) = self.marking(path, &line.marking_codes);
        let vat = line.vat.map(|vat| self.tax(path, vat, figures.gross_vat));
        Commodity {
            code: line.code,
            name: (!line.name.is_empty()).then(|| line.name.clone()),
            section_code: line.section.as_str().to_owned(),
            quantity: self
                .faults
                .value(format!("{path}.quantity"), thousandths)
                .unwrap_or_default(),
            price: self.money(path, line.price),
            sum: self.money(path, figures.gross),
            taxes: vat.into_iter().collect(),
            excise_stamp,
            auxiliary: Vec::new(),
            physical_label: line.physical_label.clone(),
            product_id: line.product_id.clone(),
            barcode: line.barcode.clone(),
            measure_unit_code: Some(line.unit.as_str().to_owned()),
            list_excise_stamp,
            ntin: line.ntin.clone().filter(|_| self.version >= Version::V203),
            commodity_type: None,
        }
    }

    /// One place before 2.0.3, a list since. Source: KZ-OFD/version-differences.
    fn marking(&mut self, path: &str, codes: &[String]) -> (Option<String>, Vec<String>) {
        if self.version >= Version::V203 {
            return (None, codes.to_vec());
        }
        if codes.len() > 1 {
            let message = format!(
                "{} has one marking code a line; {} are there",
                self.version,
                codes.len()
            );
            self.faults
                .add(format!("{path}.excise_stamp"), FaultKind::Version, message);
        }
        (codes.first().cloned(), Vec::new())
    }

    fn modifier(&mut self, path: &str, modifier: &Modifier, vat: Option<LineVat>) -> TicketModifier {
        let computed = vat.and_then(|vat| vat_of(vat, modifier.amount));
        let amount = modifier.vat.or(computed);
        // A client that states no VAT of a discount is repeated as it was.
        let is_unstated = modifier.vat == Some(Money::ZERO) && computed != Some(Money::ZERO);
        let tax = vat.zip(amount).filter(|_| !is_unstated);
        TicketModifier {
            name: modifier.name.clone(),
            sum: self.money(path, modifier.amount),
            taxes: tax
                .map(|(vat, amount)| self.tax(path, vat, amount))
                .into_iter()
                .collect(),
            auxiliary: Vec::new(),
        }
    }

    fn tax(&mut self, path: &str, vat: LineVat, amount: Money) -> TicketTax {
        TicketTax {
            tax_type: code::vat_number(),
            taxation_type: self.regime(path, vat.regime),
            percent: vat.rate.thousandths(),
            sum: self.money(path, amount),
            is_in_total_sum: vat.placement == VatPlacement::Included,
        }
    }

    pub(super) fn regime(&mut self, path: &str, regime: Option<TaxationRegime>) -> Option<u32> {
        if self.version >= Version::V204 && regime == Some(TaxationRegime::Patent) {
            let message = format!("{} has no patent regime", self.version);
            self.faults
                .add(format!("{path}.taxation_type"), FaultKind::Version, message);
        }
        regime.map(code::regime_number)
    }
}

/// VAT of an amount at the line's rate and placement.
pub(super) fn vat_of(vat: LineVat, amount: Money) -> Option<Money> {
    match vat.placement {
        VatPlacement::Included => vat_included(amount, vat.rate),
        VatPlacement::OnTop => vat_on_top(amount, vat.rate),
    }
}

fn storno(line: Commodity) -> StornoCommodity {
    StornoCommodity {
        name: line.name,
        section_code: line.section_code,
        quantity: line.quantity,
        price: line.price,
        sum: line.sum,
        taxes: line.taxes,
        excise_stamp: line.excise_stamp,
        auxiliary: line.auxiliary,
        physical_label: line.physical_label,
        product_id: line.product_id,
        barcode: line.barcode,
        measure_unit_code: line.measure_unit_code,
        list_excise_stamp: line.list_excise_stamp,
        ntin: line.ntin,
        commodity_type: line.commodity_type,
    }
}
