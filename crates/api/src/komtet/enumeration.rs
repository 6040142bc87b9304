//! Words of the dialect and what they mean. Source: KOMTET/enumerations.

use receipt::{
    AgentRole, CorrectionKind, LineSubject, MarkingKind, MeasureUnit, Operation, SettlementMethod,
    TaxationRegime, VatRate,
};

use crate::cloud::{EmployeeKind, OrderState, PaymentKind, TaskState};
use crate::field::Words;

/// What a receipt does, and whether it corrects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Tag 1054.
    pub operation: Operation,
    /// Receipt or correction.
    pub kind: IntentKind,
}

/// Receipt or correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntentKind {
    /// A receipt.
    Receipt,
    /// A correction receipt.
    Correction,
}

const fn receipt(operation: Operation) -> Intent {
    Intent {
        operation,
        kind: IntentKind::Receipt,
    }
}

const fn correction(operation: Operation) -> Intent {
    Intent {
        operation,
        kind: IntentKind::Correction,
    }
}

/// `intent`
pub const INTENT: Words<Intent> = Words(&[
    ("sell", receipt(Operation::Sell)),
    ("sellReturn", receipt(Operation::SellReturn)),
    ("buy", receipt(Operation::Buy)),
    ("buyReturn", receipt(Operation::BuyReturn)),
    ("sellCorrection", correction(Operation::Sell)),
    ("sellReturnCorrection", correction(Operation::SellReturn)),
    ("buyCorrection", correction(Operation::Buy)),
    ("buyReturnCorrection", correction(Operation::BuyReturn)),
]);

/// `sno`
pub const TAXATION: Words<TaxationRegime> = Words(&[
    ("0", TaxationRegime::General),
    ("1", TaxationRegime::SimplifiedIncome),
    ("2", TaxationRegime::SimplifiedIncomeMinusExpense),
    ("3", TaxationRegime::ImputedIncome),
    ("4", TaxationRegime::Agricultural),
    ("5", TaxationRegime::Patent),
]);

/// `vat`
pub const VAT: Words<VatRate> = Words(&[
    ("no", VatRate::NotSubject),
    ("0", VatRate::Zero),
    ("5", VatRate::Percent(5)),
    ("7", VatRate::Percent(7)),
    ("10", VatRate::Percent(10)),
    ("20", VatRate::Percent(20)),
    ("22", VatRate::Percent(22)),
    ("105", VatRate::Calculated(5)),
    ("107", VatRate::Calculated(7)),
    ("110", VatRate::Calculated(10)),
    ("120", VatRate::Calculated(20)),
    ("122", VatRate::Calculated(22)),
]);

/// `payments[].type`, `payment_type`
pub const PAYMENT: Words<PaymentKind> = Words(&[
    ("card", PaymentKind::Electronic),
    ("cash", PaymentKind::Cash),
    ("prepayment", PaymentKind::Prepaid),
    ("credit", PaymentKind::Postpaid),
    ("counter_provisioning", PaymentKind::InKind),
]);

/// `payment_method`, `calculation_method`
///
/// The last two are as the format numbers them: handing over on credit is 6, paying a credit is 7. The vendor's
/// agent exchanges them.
pub const METHOD: Words<SettlementMethod> = Words(&[
    ("full_payment", SettlementMethod::FullPayment),
    ("pre_payment_full", SettlementMethod::FullPrepayment),
    ("pre_payment_part", SettlementMethod::PartialPrepayment),
    ("advance", SettlementMethod::Advance),
    ("credit_part", SettlementMethod::PartialPaymentAndCredit),
    ("credit", SettlementMethod::HandedOverOnCredit),
    ("credit_pay", SettlementMethod::CreditPayment),
]);

/// `payment_object`, `calculation_subject`, `items[].type`; version 1 ends with `resort_fee`, but more is taken.
pub const SUBJECT: Words<LineSubject> = Words(&[
    ("product", LineSubject(1)),
    ("product_practical", LineSubject(2)),
    ("work", LineSubject(3)),
    ("service", LineSubject(4)),
    ("gambling_bet", LineSubject(5)),
    ("gambling_win", LineSubject(6)),
    ("lottery_bet", LineSubject(7)),
    ("lottery_win", LineSubject(8)),
    ("rid", LineSubject(9)),
    ("payment", LineSubject(10)),
    ("commission", LineSubject(11)),
    ("composite", LineSubject(12)),
    ("pay", LineSubject(12)),
    ("other", LineSubject(13)),
    ("property_right", LineSubject(14)),
    ("non_operating", LineSubject(15)),
    ("insurance", LineSubject(16)),
    ("sales_tax", LineSubject(17)),
    ("resort_fee", LineSubject(18)),
    ("deposit", LineSubject(19)),
    ("consumption", LineSubject(20)),
    ("sole_proprietor_cpi_contributins", LineSubject(21)),
    ("cpi_contributins", LineSubject(22)),
    ("sole_proprietor_cmi_contributins", LineSubject(23)),
    ("cmi_contributins", LineSubject(24)),
    ("csi_contributins", LineSubject(25)),
    ("casino_payment", LineSubject(26)),
    ("payment_of_the_money", LineSubject(27)),
    ("atnm", LineSubject(30)),
    ("atm", LineSubject(31)),
    ("tnm", LineSubject(32)),
    ("tm", LineSubject(33)),
]);

/// `measure`
pub const MEASURE: Words<MeasureUnit> = Words(&[
    ("0", MeasureUnit(0)),
    ("10", MeasureUnit(10)),
    ("11", MeasureUnit(11)),
    ("12", MeasureUnit(12)),
    ("20", MeasureUnit(20)),
    ("21", MeasureUnit(21)),
    ("22", MeasureUnit(22)),
    ("30", MeasureUnit(30)),
    ("31", MeasureUnit(31)),
    ("32", MeasureUnit(32)),
    ("40", MeasureUnit(40)),
    ("41", MeasureUnit(41)),
    ("42", MeasureUnit(42)),
    ("50", MeasureUnit(50)),
    ("51", MeasureUnit(51)),
    ("70", MeasureUnit(70)),
    ("71", MeasureUnit(71)),
    ("72", MeasureUnit(72)),
    ("73", MeasureUnit(73)),
    ("80", MeasureUnit(80)),
    ("81", MeasureUnit(81)),
    ("82", MeasureUnit(82)),
    ("83", MeasureUnit(83)),
    ("255", MeasureUnit(255)),
]);

/// The only key of `mark_code`
pub const MARKING: Words<MarkingKind> = Words(&[
    ("unknown", MarkingKind::Unknown),
    ("ean8", MarkingKind::Ean8),
    ("ean13", MarkingKind::Ean13),
    ("itf14", MarkingKind::Itf14),
    ("gs10", MarkingKind::Gs1),
    ("gs1m", MarkingKind::Gs1Marked),
    ("short", MarkingKind::Short),
    ("fur", MarkingKind::Fur),
    ("egais20", MarkingKind::Egais2),
    ("egais30", MarkingKind::Egais3),
]);

/// `agent_info.type`
pub const AGENT: Words<AgentRole> = Words(&[
    ("bank_payment_agent", AgentRole::BankPayingAgent),
    ("bank_payment_subagent", AgentRole::BankPayingSubagent),
    ("payment_agent", AgentRole::PayingAgent),
    ("payment_subagent", AgentRole::PayingSubagent),
    ("solicitor", AgentRole::Attorney),
    ("commissionaire", AgentRole::Commissioner),
    ("agent", AgentRole::Other),
]);

/// `planned_status`
pub const PLANNED_STATUS: Words<u8> = Words(&[
    ("1", 1),
    ("2", 2),
    ("3", 3),
    ("4", 4),
    ("5", 5),
    ("6", 6),
    ("255", 255),
]);

/// `correction.type` of version 1
pub const CORRECTION_V1: Words<CorrectionKind> = Words(&[
    ("self", CorrectionKind::OwnInitiative),
    ("forced", CorrectionKind::ByOrder),
]);

/// `correction_info.type` of version 2
pub const CORRECTION_V2: Words<CorrectionKind> = Words(&[
    ("self", CorrectionKind::OwnInitiative),
    ("instruction", CorrectionKind::ByOrder),
]);

/// `type` of an employee
pub const EMPLOYEE: Words<EmployeeKind> = Words(&[
    ("courier", EmployeeKind::Courier),
    ("cashier", EmployeeKind::Cashier),
    ("driver", EmployeeKind::Driver),
]);

/// `state` of an order
pub const ORDER_STATE: Words<OrderState> = Words(&[
    ("new", OrderState::New),
    ("done", OrderState::Done),
    ("canceled", OrderState::Canceled),
]);

/// `state` of a task. The dialect has no word for a canceled task: clients that wait for an end get `error`.
pub const TASK_STATE: Words<TaskState> = Words(&[
    ("new", TaskState::New),
    ("processing", TaskState::Processing),
    ("done", TaskState::Done),
    ("error", TaskState::Error),
    ("error", TaskState::Canceled),
]);

/// `n` of `fiscal_data`; a correction has the number of its operation.
#[must_use]
pub const fn operation_number(operation: Operation) -> u8 {
    match operation {
        Operation::Sell => 1,
        Operation::SellReturn => 2,
        Operation::Buy => 3,
        Operation::BuyReturn => 4,
    }
}

/// Unit of measure for the words of version 1; words of no table are pieces.
///
/// The mapping is that of the vendor's agent, by lower-case abbreviation, with and without the point.
#[must_use]
pub fn measure_of_words(words: &str) -> MeasureUnit {
    let lower = words.trim().to_lowercase();
    let word = if lower == "у.е." {
        "у.е."
    } else {
        lower.trim_end_matches('.')
    };
    MEASURE_WORDS.meaning(word).unwrap_or(MeasureUnit::PIECE)
}

const MEASURE_WORDS: Words<MeasureUnit> = Words(&[
    ("шт", MeasureUnit(0)),
    ("г", MeasureUnit(10)),
    ("кг", MeasureUnit(11)),
    ("т", MeasureUnit(12)),
    ("см", MeasureUnit(20)),
    ("дм", MeasureUnit(21)),
    ("м", MeasureUnit(22)),
    ("кв. см", MeasureUnit(30)),
    ("кв. дм", MeasureUnit(31)),
    ("кв. м", MeasureUnit(32)),
    ("мл", MeasureUnit(40)),
    ("л", MeasureUnit(41)),
    ("куб. м", MeasureUnit(42)),
    ("квт ч", MeasureUnit(50)),
    ("гкал", MeasureUnit(51)),
    ("сутки", MeasureUnit(70)),
    ("час", MeasureUnit(71)),
    ("мин", MeasureUnit(72)),
    ("с", MeasureUnit(73)),
    ("кбайт", MeasureUnit(80)),
    ("мбайт", MeasureUnit(81)),
    ("гбайт", MeasureUnit(82)),
    ("тбайт", MeasureUnit(83)),
    ("у.е.", MeasureUnit(255)),
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_list_has_its_meaning() {
        assert_eq!(SUBJECT.0.len(), 32);
        assert!(SUBJECT.0.iter().all(|(_, subject)| subject.since().is_some()));
        assert_eq!(
            MEASURE.0.iter().map(|(_, unit)| *unit).collect::<Vec<_>>(),
            MeasureUnit::ALL
        );
        assert!(MEASURE.0.iter().all(|(word, unit)| *word == unit.0.to_string()));
        assert_eq!(SUBJECT.word(LineSubject(12)), "composite");
        assert_eq!(
            METHOD.meaning("credit_pay"),
            Some(SettlementMethod::CreditPayment)
        );
        assert_eq!(VAT.meaning("18"), None);
        assert_eq!(TASK_STATE.word(TaskState::Canceled), "error");
    }

    #[test]
    fn words_of_measure_become_units() {
        let table = [
            ("шт", 0),
            ("ШТ.", 0),
            ("кг", 11),
            (" кв. м ", 32),
            ("кВт ч", 50),
            ("у.е.", 255),
            ("мешок", 0),
        ];
        for (words, number) in table {
            assert_eq!(measure_of_words(words), MeasureUnit(number), "{words}");
        }
    }
}
