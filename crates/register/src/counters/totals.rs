//! Sums over the receipts of one operation.

use ofd_ru::{Element, Tag, tags};
use serde::{Deserialize, Serialize};
use types::Money;

use super::{COUNTER_MAX_MINOR, Change, CounterError};

/// Count of receipts and sums of their payments. Serialized as an array to stay small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "SettlementRow", into = "SettlementRow")]
pub struct SettlementTotals {
    /// Tag 1135.
    pub count: u32,
    /// Tag 1136.
    pub cash: Money,
    /// Tag 1138.
    pub electronic: Money,
    /// Tag 1218.
    pub prepaid: Money,
    /// Tag 1219.
    pub postpaid: Money,
    /// Tag 1220.
    pub in_kind: Money,
    /// Tag 1201.
    pub total: Money,
}

type SettlementRow = (u32, Money, Money, Money, Money, Money, Money);

/// Sums of VAT, and turnovers where there is none. Serialized as an array to stay small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "VatRow", into = "VatRow")]
pub struct VatTotals {
    /// VAT at 20 %: tag 1102 of a receipt, 1139 of a counter.
    pub vat20: Money,
    /// VAT at 10 %: tags 1103 and 1140.
    pub vat10: Money,
    /// VAT at 20/120: tags 1106 and 1141.
    pub calculated20: Money,
    /// VAT at 10/110: tags 1107 and 1142.
    pub calculated10: Money,
    /// Turnover at 0 %: tags 1104 and 1143.
    pub zero: Money,
    /// Turnover not subject to VAT: tags 1105 and 1183.
    pub not_subject: Money,
}

type VatRow = (Money, Money, Money, Money, Money, Money);

impl SettlementTotals {
    pub(super) fn changed(&self, by: &Self, change: Change) -> Result<Self, CounterError> {
        let count = match change {
            Change::Add => self.count.checked_add(by.count),
            Change::Take => self.count.checked_sub(by.count),
        };
        Ok(Self {
            count: count.ok_or(CounterError::Count { count: self.count })?,
            cash: changed(tags::CASH_SUM, self.cash, by.cash, change)?,
            electronic: changed(tags::ELECTRONIC_SUM, self.electronic, by.electronic, change)?,
            prepaid: changed(tags::PREPAID_SUM, self.prepaid, by.prepaid, change)?,
            postpaid: changed(tags::POSTPAID_SUM, self.postpaid, by.postpaid, change)?,
            in_kind: changed(tags::IN_KIND_SUM, self.in_kind, by.in_kind, change)?,
            total: changed(tags::TOTAL_SUM, self.total, by.total, change)?,
        })
    }

    pub(super) fn elements(&self) -> Vec<Element> {
        vec![
            Element::uint(tags::RECEIPTS_COUNT, self.count),
            money(tags::CASH_SUM, self.cash),
            money(tags::ELECTRONIC_SUM, self.electronic),
            money(tags::PREPAID_SUM, self.prepaid),
            money(tags::POSTPAID_SUM, self.postpaid),
            money(tags::IN_KIND_SUM, self.in_kind),
            money(tags::TOTAL_SUM, self.total),
        ]
    }
}

impl VatTotals {
    pub(super) fn changed(&self, by: &Self, change: Change) -> Result<Self, CounterError> {
        Ok(Self {
            vat20: changed(tags::VAT_20_SUM, self.vat20, by.vat20, change)?,
            vat10: changed(tags::VAT_10_SUM, self.vat10, by.vat10, change)?,
            calculated20: changed(tags::VAT_20_120_SUM, self.calculated20, by.calculated20, change)?,
            calculated10: changed(tags::VAT_10_110_SUM, self.calculated10, by.calculated10, change)?,
            zero: changed(tags::TURNOVER_VAT_0_SUM, self.zero, by.zero, change)?,
            not_subject: changed(
                tags::TURNOVER_WITHOUT_VAT_SUM,
                self.not_subject,
                by.not_subject,
                change,
            )?,
        })
    }

    pub(super) fn elements(&self) -> Vec<Element> {
        vec![
            money(tags::VAT_20_SUM, self.vat20),
            money(tags::VAT_10_SUM, self.vat10),
            money(tags::VAT_20_120_SUM, self.calculated20),
            money(tags::VAT_10_110_SUM, self.calculated10),
            money(tags::TURNOVER_VAT_0_SUM, self.zero),
            money(tags::TURNOVER_WITHOUT_VAT_SUM, self.not_subject),
        ]
    }
}

impl From<SettlementRow> for SettlementTotals {
    fn from((count, cash, electronic, prepaid, postpaid, in_kind, total): SettlementRow) -> Self {
        Self {
            count,
            cash,
            electronic,
            prepaid,
            postpaid,
            in_kind,
            total,
        }
    }
}

impl From<SettlementTotals> for SettlementRow {
    fn from(of: SettlementTotals) -> Self {
        (
            of.count,
            of.cash,
            of.electronic,
            of.prepaid,
            of.postpaid,
            of.in_kind,
            of.total,
        )
    }
}

impl From<VatRow> for VatTotals {
    fn from((vat20, vat10, calculated20, calculated10, zero, not_subject): VatRow) -> Self {
        Self {
            vat20,
            vat10,
            calculated20,
            calculated10,
            zero,
            not_subject,
        }
    }
}

impl From<VatTotals> for VatRow {
    fn from(of: VatTotals) -> Self {
        (
            of.vat20,
            of.vat10,
            of.calculated20,
            of.calculated10,
            of.zero,
            of.not_subject,
        )
    }
}

fn changed(tag: Tag, sum: Money, by: Money, change: Change) -> Result<Money, CounterError> {
    let result = match change {
        Change::Add => sum.checked_add(by),
        Change::Take => sum.checked_sub(by),
    };
    let added = match change {
        Change::Add => by,
        Change::Take => Money::from_minor(by.minor().saturating_neg()),
    };
    result
        .filter(|sum| (0..=COUNTER_MAX_MINOR).contains(&sum.minor()))
        .ok_or(CounterError::OutOfRange { tag, sum, added })
}

fn money(tag: Tag, sum: Money) -> Element {
    Element::uint(tag, sum.minor().unsigned_abs())
}
