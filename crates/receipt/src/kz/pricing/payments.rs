use types::Money;

use super::Pricer;
use crate::kz::draft::{PaymentKind, PaymentMeans};
use crate::kz::figures::{Figures, PaidFigure};
use crate::kz::finding::Rule;
use crate::lint::Path;

impl Pricer<'_> {
    /// Payments by kind, cash handed over, change: of cash alone. Source: KZ-OFD/payments.
    pub(super) fn payments(&mut self, mut figures: Figures) -> Option<Figures> {
        let list = Path::root("payments");
        let (mut cash, mut others) = (None, Money::ZERO);
        for (index, payment) in self.draft.payments.iter().enumerate() {
            let place = list.index(index);
            let kind = payment.means.kind();
            let earlier = self.draft.payments.iter().take(index);
            if earlier.map(|one| one.means.kind()).any(|one| one == kind) {
                self.find(place.clone(), Rule::PaymentTwice, kind, "one payment of a kind");
            }
            self.details(&place, &payment.means);
            let amount = self.amount(place.field("amount"), payment.amount)?;
            if kind == PaymentKind::Cash {
                cash = Some(amount);
                continue;
            }
            others = self.in_range(place.field("amount"), others.checked_add(amount))?;
            if amount != Money::ZERO {
                figures.payments.push(PaidFigure { kind, amount });
            }
        }
        let Some(due) = figures.total.checked_sub(others).filter(|due| !due.is_negative()) else {
            let message = format!("at most {} without cash", figures.total);
            self.find(list, Rule::PaidTooMuch, others, message);
            return None;
        };
        if cash.unwrap_or(Money::ZERO) < due {
            let paid = cash.unwrap_or(Money::ZERO).checked_add(others)?;
            let message = format!("{} are due", figures.total);
            self.find(list, Rule::PaidMismatch, paid, message);
            return None;
        }
        self.tendered(&mut figures, cash, due)?;
        if due != Money::ZERO {
            figures.payments.push(PaidFigure {
                kind: PaymentKind::Cash,
                amount: due,
            });
        }
        figures.payments.sort_by_key(|paid| paid.kind);
        Some(figures)
    }

    /// A cash payment is what is due, or what was handed over; both ways of writing mean the same.
    fn tendered(&mut self, figures: &mut Figures, cash: Option<Money>, due: Money) -> Option<()> {
        let path = Path::root("tendered");
        let stated = match self.draft.tendered {
            None => None,
            Some(tendered) => Some(self.amount(path.clone(), tendered)?),
        };
        let cash = cash.unwrap_or(Money::ZERO);
        let tendered = stated.unwrap_or(cash);
        // Without a cash payment there may still be a zero; cash above what is due is what was handed over.
        if tendered < due || (cash != due && tendered != cash) || (due == Money::ZERO && tendered != cash) {
            let message = if cash == due && due != Money::ZERO {
                format!("at least {due}")
            } else {
                format!("{cash}, the cash payment")
            };
            self.find(path, Rule::TenderedMismatch, tendered, message);
            return None;
        }
        figures.tendered = tendered;
        figures.change = tendered.checked_sub(due)?;
        Some(())
    }

    fn details(&mut self, place: &Path, means: &PaymentMeans) {
        let at = place.field("means");
        match means {
            PaymentMeans::Card(card) => {
                self.code(at.field("terminal_id"), card.terminal_id.as_deref());
                self.code(at.field("card_type"), card.card_type.as_deref());
            }
            PaymentMeans::Mobile(mobile) => {
                self.code(at.field("qr_type"), mobile.qr_type.as_deref());
                self.code(at.field("qr_id"), mobile.qr_id.as_deref());
            }
            PaymentMeans::Cash | PaymentMeans::Credit | PaymentMeans::Tare => {}
        }
    }
}
