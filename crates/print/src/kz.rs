//! Printed forms of Kazakh documents: receipts, X and Z reports, reports by section and by cashier, cash movements.
//!
//! Each function lays a document out as a [`PrintedForm`], which writes itself as text, HTML, PDF or printer bytes.
//! Paper is bilingual, Kazakh before Russian. Law: KZ-626/receipt, KZ-626/bilingual.

mod card;
mod movement;
mod receipt;
mod report;
#[cfg(test)]
pub(crate) mod sample;
mod slip;
mod unit;

use ::receipt::kz::{PaymentKind, UnitCode, VatRate};
use register_kz::DocumentHead;
use types::{LocalDateTime, Money, Quantity};

use crate::{Locale, TextId, figure};

pub use card::{BilingualText, LabelSet, OfdCard, RegisterCard, VatCertificate};
pub use movement::{closing, movement};
pub use receipt::{PrintMark, ReceiptSlip, line_details, line_name, receipt};
pub use report::{ReportSlip, cashier_report, section_report, shift_report};

/// Languages that stand on the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Wording {
    /// Kazakh and Russian, as paper has it.
    #[default]
    Bilingual,
    /// One language, as a page shows it.
    One(Locale),
}

impl Wording {
    /// The text; in two languages with a slash between them unless they are the same.
    #[must_use]
    pub fn text(self, id: impl Into<TextId>) -> String {
        self.joined(id.into(), "/")
    }

    /// The unit's name; the code itself when the state list does not have it.
    #[must_use]
    pub fn unit(self, code: &UnitCode) -> String {
        unit::name(code).map_or_else(|| code.to_string(), |name| self.text(name))
    }

    /// The language of the document as a whole.
    #[must_use]
    pub const fn locale(self) -> Locale {
        match self {
            Self::Bilingual => Locale::Kk,
            Self::One(locale) => locale,
        }
    }

    fn title(self, id: impl Into<TextId>) -> String {
        self.joined(id.into(), " / ")
    }

    fn joined(self, id: TextId, between: &str) -> String {
        match self {
            Self::One(locale) => locale.text(id),
            Self::Bilingual => {
                let (kazakh, russian) = (Locale::Kk.text(id), Locale::Ru.text(id));
                if kazakh == russian {
                    russian
                } else {
                    format!("{kazakh}{between}{russian}")
                }
            }
        }
    }

    fn money(self, amount: Money) -> String {
        figure::money(amount, self.locale())
    }

    /// A quantity with three decimals, as Kazakh paper has it.
    fn quantity(self, quantity: Quantity) -> String {
        let thousandths = quantity.millionths() / 1000;
        let whole = figure::count(thousandths / 1000, self.locale());
        let mark = if self.locale() == Locale::En { '.' } else { ',' };
        format!("{whole}{mark}{:03}", thousandths % 1000)
    }

    /// `16%`, `12,5%`.
    fn rate(self, rate: VatRate) -> String {
        let text = rate.to_string().replace(' ', "");
        if self.locale() == Locale::En {
            text
        } else {
            text.replace('.', ",")
        }
    }

    fn payment(self, kind: PaymentKind) -> String {
        self.text(match kind {
            PaymentKind::Cash => "kz-cash",
            PaymentKind::Card => "kz-card",
            PaymentKind::Credit => "kz-credit",
            PaymentKind::Tare => "kz-tare",
            PaymentKind::Mobile => "kz-mobile",
        })
    }
}

const fn operation_name(operation: ::receipt::Operation) -> TextId {
    use ::receipt::Operation::{Buy, BuyReturn, Sell, SellReturn};
    TextId(match operation {
        Sell => "kz-sell",
        SellReturn => "kz-sell-return",
        Buy => "kz-buy",
        BuyReturn => "kz-buy-return",
    })
}

/// Date and time to the second, as Kazakh paper has it.
fn moment(at: LocalDateTime) -> String {
    at.format("%d.%m.%Y %H:%M:%S")
}

/// The cashier's name; the number when there is none.
fn cashier_name(head: &DocumentHead) -> Option<String> {
    let cashier = head.cashier.as_ref()?;
    let name = cashier.name.trim();
    Some(if name.is_empty() {
        cashier.code.to_string()
    } else {
        name.to_owned()
    })
}

#[cfg(test)]
pub(crate) mod tests;
