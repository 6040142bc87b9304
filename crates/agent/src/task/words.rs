//! Words that both versions share.

use receipt::{
    AgentRole, CorrectionKind, LineSubject, MarkingKind, Operation, Payments, SettlementMethod,
    TaxationRegime, VatRate,
};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use types::{Inn, LocalDateTime, Money};

use super::TaskError;
use crate::roubles::Roubles;

/// Receipt or correction.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Receipt,
    Correction,
}

/// A payment.
#[derive(Deserialize)]
pub(super) struct Payment {
    r#type: String,
    sum: Roubles,
}

/// A number or a text, as text without quotes; empty for `null`.
pub(super) struct Loose(pub(super) String);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        Ok(Self(if text == "null" {
            String::new()
        } else {
            text.trim_matches('"').to_owned()
        }))
    }
}

pub(super) fn intent(word: &str) -> Result<(Operation, Kind), TaskError> {
    Ok(match word {
        "sell" => (Operation::Sell, Kind::Receipt),
        "sellReturn" => (Operation::SellReturn, Kind::Receipt),
        "buy" => (Operation::Buy, Kind::Receipt),
        "buyReturn" => (Operation::BuyReturn, Kind::Receipt),
        "sellCorrection" => (Operation::Sell, Kind::Correction),
        "sellReturnCorrection" => (Operation::SellReturn, Kind::Correction),
        "buyCorrection" => (Operation::Buy, Kind::Correction),
        "buyReturnCorrection" => (Operation::BuyReturn, Kind::Correction),
        _ => return Err(unknown("intent", word)),
    })
}

pub(super) fn taxation(field: &'static str, word: &Loose) -> Result<TaxationRegime, TaskError> {
    Ok(match word.0.as_str() {
        "0" => TaxationRegime::General,
        "1" => TaxationRegime::SimplifiedIncome,
        "2" => TaxationRegime::SimplifiedIncomeMinusExpense,
        "3" => TaxationRegime::ImputedIncome,
        "4" => TaxationRegime::Agricultural,
        "5" => TaxationRegime::Patent,
        other => return Err(unknown(field, other)),
    })
}

/// The rates of 18 % are those of 20 % by now.
pub(super) fn vat(word: &str) -> Result<VatRate, TaskError> {
    Ok(match word {
        "no" => VatRate::NotSubject,
        "0" => VatRate::Zero,
        "5" => VatRate::Percent(5),
        "7" => VatRate::Percent(7),
        "10" => VatRate::Percent(10),
        "18" | "20" => VatRate::Percent(20),
        "22" => VatRate::Percent(22),
        "105" => VatRate::Calculated(5),
        "107" => VatRate::Calculated(7),
        "110" => VatRate::Calculated(10),
        "118" | "120" => VatRate::Calculated(20),
        "122" => VatRate::Calculated(22),
        _ => return Err(unknown("positions[].vat", word)),
    })
}

/// Handing over on credit is 6, paying a credit is 7, as the format numbers them.
pub(super) fn method(word: &str) -> Result<SettlementMethod, TaskError> {
    Ok(match word {
        "full_payment" | "" => SettlementMethod::FullPayment,
        "pre_payment_full" => SettlementMethod::FullPrepayment,
        "pre_payment_part" => SettlementMethod::PartialPrepayment,
        "advance" => SettlementMethod::Advance,
        "credit_part" => SettlementMethod::PartialPaymentAndCredit,
        "credit" => SettlementMethod::HandedOverOnCredit,
        "credit_pay" => SettlementMethod::CreditPayment,
        _ => return Err(unknown("positions[].payment_method", word)),
    })
}

pub(super) fn subject(word: &str) -> Result<LineSubject, TaskError> {
    Ok(LineSubject(match word {
        "product" | "" => 1,
        "product_practical" => 2,
        "work" => 3,
        "service" => 4,
        "gambling_bet" => 5,
        "gambling_win" => 6,
        "lottery_bet" => 7,
        "lottery_win" => 8,
        "rid" => 9,
        "payment" => 10,
        "commission" => 11,
        "composite" | "pay" => 12,
        "other" => 13,
        "property_right" => 14,
        "non_operating" => 15,
        "insurance" => 16,
        "sales_tax" => 17,
        "resort_fee" => 18,
        "deposit" => 19,
        "consumption" => 20,
        "sole_proprietor_cpi_contributins" => 21,
        "cpi_contributins" => 22,
        "sole_proprietor_cmi_contributins" => 23,
        "cmi_contributins" => 24,
        "csi_contributins" => 25,
        "casino_payment" => 26,
        "payment_of_the_money" => 27,
        "atnm" => 30,
        "atm" => 31,
        "tnm" => 32,
        "tm" => 33,
        _ => return Err(unknown("positions[].payment_object", word)),
    }))
}

pub(super) fn agent(word: &str) -> Result<AgentRole, TaskError> {
    Ok(match word {
        "bank_payment_agent" => AgentRole::BankPayingAgent,
        "bank_payment_subagent" => AgentRole::BankPayingSubagent,
        "payment_agent" => AgentRole::PayingAgent,
        "payment_subagent" => AgentRole::PayingSubagent,
        "solicitor" => AgentRole::Attorney,
        "commissionaire" => AgentRole::Commissioner,
        "agent" => AgentRole::Other,
        _ => return Err(unknown("positions[].agent_info.type", word)),
    })
}

pub(super) fn marking(word: &str) -> Result<MarkingKind, TaskError> {
    Ok(match word {
        "unknown" => MarkingKind::Unknown,
        "ean8" => MarkingKind::Ean8,
        "ean13" => MarkingKind::Ean13,
        "itf14" => MarkingKind::Itf14,
        "gs10" => MarkingKind::Gs1,
        "gs1m" => MarkingKind::Gs1Marked,
        "short" => MarkingKind::Short,
        "fur" => MarkingKind::Fur,
        "egais20" => MarkingKind::Egais2,
        "egais30" => MarkingKind::Egais3,
        _ => return Err(unknown("positions[].mark_code", word)),
    })
}

pub(super) fn correction(field: &'static str, word: &str) -> Result<CorrectionKind, TaskError> {
    Ok(match word {
        "self" => CorrectionKind::OwnInitiative,
        "instruction" | "forced" => CorrectionKind::ByOrder,
        _ => return Err(unknown(field, word)),
    })
}

pub(super) fn payments(list: &[Payment]) -> Result<Payments, TaskError> {
    let mut payments = Payments::default();
    for payment in list {
        let kind = match payment.r#type.as_str() {
            "cash" => &mut payments.cash,
            "prepayment" => &mut payments.prepaid,
            "credit" => &mut payments.postpaid,
            "counter_provisioning" => &mut payments.in_kind,
            "card" => &mut payments.electronic,
            other => return Err(unknown("payments[].type", other)),
        };
        *kind = kind.checked_add(payment.sum.0).ok_or_else(|| TaskError::Wrong {
            field: "payments[].sum",
            value: payment.sum.0.to_string(),
            reason: "the sum leaves its range".to_owned(),
        })?;
    }
    Ok(payments)
}

/// A date as the cloud gives it, `dd.mm.yyyy`, or as shops write it.
pub(super) fn date(field: &'static str, text: &str) -> Result<LocalDateTime, TaskError> {
    ["%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d"]
        .into_iter()
        .find_map(|pattern| LocalDateTime::parse(text, pattern).ok())
        .ok_or_else(|| TaskError::Wrong {
            field,
            value: text.to_owned(),
            reason: "a date is dd.mm.yyyy".to_owned(),
        })
}

pub(super) fn inn(field: &'static str, text: Option<String>) -> Result<Option<Inn>, TaskError> {
    let Some(text) = given(text) else { return Ok(None) };
    Inn::parse(&text).map(Some).map_err(|error| TaskError::Wrong {
        field,
        value: text,
        reason: error.to_string(),
    })
}

/// An empty text stands for an absent one.
pub(super) fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

pub(super) fn unknown(field: &'static str, value: &str) -> TaskError {
    TaskError::Word {
        field,
        value: value.to_owned(),
    }
}

/// Nothing but `null` and `0` is nothing.
pub(super) fn some_money(sum: Option<Roubles>) -> Option<Money> {
    sum.map(|sum| sum.0).filter(|sum| *sum != Money::ZERO)
}
