use serde::{Deserialize, Serialize};
use std::fmt;
use types::{Money, Quantity};

use crate::kz::{SectionCode, UnitCode};

/// One entry of the list of lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineEntry {
    /// A good or a service.
    Line(Box<Line>),
    /// Takes an earlier line away, with its discounts and markups. Source: KZ-OFD/storno.
    Storno {
        /// Place of the undone line in the list, from 0.
        undoes: usize,
    },
}

impl LineEntry {
    /// The place of the line that this entry undoes.
    #[must_use]
    pub const fn undoes(&self) -> Option<usize> {
        match self {
            Self::Line(_) => None,
            Self::Storno { undoes } => Some(*undoes),
        }
    }
}

/// A good or a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What the paper says; it or the code must be there.
    pub name: String,
    /// Code in the shop's list of goods.
    pub code: Option<u64>,
    /// Section of the shop.
    pub section: SectionCode,
    /// How much, in at most three decimals.
    pub quantity: Quantity,
    /// Price of one unit.
    pub price: Money,
    /// Price × quantity as a wire states it; `None` is computed.
    pub total: Option<Money>,
    /// Unit of measure.
    pub unit: UnitCode,
    /// Bar code, such as a GTIN.
    pub barcode: Option<String>,
    /// Code in the national catalogue of goods.
    pub ntin: Option<String>,
    /// Id of the good in the shop's own system.
    pub product_id: Option<String>,
    /// Text of a physical label.
    pub physical_label: Option<String>,
    /// Marking codes as scanned, one for each unit.
    #[serde(default)]
    pub marking_codes: Vec<String>,
    /// VAT; `None` when the seller does not pay it or it is stated for the receipt.
    pub vat: Option<LineVat>,
    /// Discounts and markups on this line.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
}

/// VAT of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineVat {
    /// The rate.
    pub rate: VatRate,
    /// In the price or on top of it.
    pub placement: VatPlacement,
    /// The regime under which it is paid.
    pub regime: Option<TaxationRegime>,
    /// VAT of price × quantity as a wire states it; `None` is computed.
    pub amount: Option<Money>,
}

/// VAT stated for the receipt as a whole; each rate once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptVat {
    /// The rate.
    pub rate: VatRate,
    /// In the prices or on top of them.
    pub placement: VatPlacement,
    /// The regime under which it is paid.
    pub regime: Option<TaxationRegime>,
    /// Part of the receipt that is taxed at this rate, without VAT on top.
    pub turnover: Money,
    /// VAT as a wire states it; `None` is computed.
    pub amount: Option<Money>,
}

/// A rate in thousandths of a percent: 16 % is 16 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VatRate(u32);

impl VatRate {
    /// Exports.
    pub const ZERO: Self = Self(0);

    /// From thousandths of a percent; `None` above 100 %.
    #[must_use]
    pub const fn from_thousandths(thousandths: u32) -> Option<Self> {
        if thousandths <= 100_000 {
            Some(Self(thousandths))
        } else {
            None
        }
    }

    /// From whole percents; `None` above 100 %.
    #[must_use]
    pub const fn from_percent(percent: u32) -> Option<Self> {
        match percent.checked_mul(1000) {
            Some(thousandths) => Self::from_thousandths(thousandths),
            None => None,
        }
    }

    /// In thousandths of a percent.
    #[must_use]
    pub const fn thousandths(self) -> u32 {
        self.0
    }
}

/// `16 %`, `12.5 %`.
impl fmt::Display for VatRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 1000 {
            0 => write!(f, "{} %", self.0 / 1000),
            rest => {
                let fraction = format!("{rest:03}");
                write!(f, "{}.{} %", self.0 / 1000, fraction.trim_end_matches('0'))
            }
        }
    }
}

/// Whether a price holds its VAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatPlacement {
    /// The price includes it.
    Included,
    /// It is added to the price.
    OnTop,
}

/// Taxation regime of Kazakhstan. Source: KZ-NK/regimes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxationRegime {
    /// General.
    General,
    /// Simplified declaration.
    Simplified,
    /// Farms.
    Farm,
    /// Patent, closed in 2026; older receipts have it.
    Patent,
}

/// Which way a modifier changes a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModifierKind {
    /// Takes from it.
    Discount,
    /// Adds to it.
    Markup,
}

/// A discount or markup on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modifier {
    /// Which way.
    pub kind: ModifierKind,
    /// Text for the paper.
    pub name: Option<String>,
    /// How much; never below zero.
    pub amount: Money,
    /// VAT of the amount as a wire states it; `None` is computed at the line's rate.
    pub vat: Option<Money>,
}

/// A discount or markup on the receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptModifier {
    /// Which way.
    pub kind: ModifierKind,
    /// Text for the paper.
    pub name: Option<String>,
    /// How much; never below zero.
    pub amount: Money,
    /// VAT of the amount by rate as a wire states it; `None` is computed from the lines' shares.
    pub vat: Option<Vec<VatShare>>,
}

/// VAT at one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatShare {
    /// The rate.
    pub rate: VatRate,
    /// The VAT.
    pub amount: Money,
}
