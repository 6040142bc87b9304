//! Names of codes, as ids of texts.

use ofd_ru::{FfdVersion, Form};
use receipt::{
    AgentRole, CorrectionKind, LineSubject, MeasureUnit, Operation, SettlementMethod, TaxationRegime, VatRate,
};

use crate::Locale;
use crate::catalogue::{Arg, TextId};
use crate::view::{Coded, ReceiptKind};

pub(crate) const fn receipt_kind(kind: ReceiptKind) -> TextId {
    TextId(match kind {
        ReceiptKind::Receipt => "document-receipt",
        ReceiptKind::StrictReportingForm => "document-strict-form",
        ReceiptKind::CorrectionReceipt => "document-correction",
        ReceiptKind::CorrectionStrictReportingForm => "document-strict-form-correction",
    })
}

pub(crate) const fn form(form: Form) -> TextId {
    TextId(match form {
        Form::Registration => "document-registration",
        Form::ShiftOpening => "document-shift-opening",
        Form::Receipt => "document-receipt",
        Form::StrictReportingForm => "document-strict-form",
        Form::ShiftClosing => "document-shift-closing",
        Form::StorageClosing => "document-storage-closing",
        Form::OfdAcknowledgement => "document-acknowledgement",
        Form::ReRegistration => "document-reregistration",
        Form::SettlementStatus => "document-settlement-status",
        Form::CorrectionReceipt => "document-correction",
        Form::CorrectionStrictReportingForm => "document-strict-form-correction",
        Form::MarkingRequest => "document-marking-request",
        Form::MarkingNotification => "document-marking-notification",
        Form::MarkingAnswer => "document-marking-answer",
        Form::MarkingNotificationReceipt => "document-marking-notification-receipt",
    })
}

/// Name of a kind of document as running text has it, such as `Отчет о закрытии смены`.
#[must_use]
pub fn form_name(of: Form, locale: Locale) -> String {
    let title = locale.text(form(of));
    let mut letters = title.chars();
    let first: String = letters.next().into_iter().collect();
    first + &letters.as_str().to_lowercase()
}

pub(crate) const fn operation(operation: Operation) -> TextId {
    TextId(match operation {
        Operation::Sell => "operation-sell",
        Operation::SellReturn => "operation-sell-return",
        Operation::Buy => "operation-buy",
        Operation::BuyReturn => "operation-buy-return",
    })
}

pub(crate) const fn taxation(regime: TaxationRegime) -> TextId {
    TextId(match regime {
        TaxationRegime::General => "taxation-general",
        TaxationRegime::SimplifiedIncome => "taxation-simplified-income",
        TaxationRegime::SimplifiedIncomeMinusExpense => "taxation-simplified-income-minus-expense",
        TaxationRegime::ImputedIncome => "taxation-imputed-income",
        TaxationRegime::Agricultural => "taxation-agricultural",
        TaxationRegime::Patent => "taxation-patent",
    })
}

pub(crate) const fn settlement_method(method: SettlementMethod) -> TextId {
    TextId(match method {
        SettlementMethod::FullPrepayment => "method-full-prepayment",
        SettlementMethod::PartialPrepayment => "method-partial-prepayment",
        SettlementMethod::Advance => "method-advance",
        SettlementMethod::FullPayment => "method-full-payment",
        SettlementMethod::PartialPaymentAndCredit => "method-partial-payment-and-credit",
        SettlementMethod::HandedOverOnCredit => "method-handed-over-on-credit",
        SettlementMethod::CreditPayment => "method-credit-payment",
    })
}

pub(crate) const fn correction_kind(kind: CorrectionKind) -> TextId {
    TextId(match kind {
        CorrectionKind::OwnInitiative => "correction-own-initiative",
        CorrectionKind::ByOrder => "correction-by-order",
    })
}

pub(crate) const fn agent_role(role: AgentRole) -> TextId {
    TextId(match role {
        AgentRole::BankPayingAgent => "agent-bank-paying-agent",
        AgentRole::BankPayingSubagent => "agent-bank-paying-subagent",
        AgentRole::PayingAgent => "agent-paying-agent",
        AgentRole::PayingSubagent => "agent-paying-subagent",
        AgentRole::Attorney => "agent-attorney",
        AgentRole::Commissioner => "agent-commissioner",
        AgentRole::Other => "agent-other",
    })
}

/// Source: RU-FFD/1212. `None` for numbers that the order does not give.
pub(crate) const fn subject(subject: LineSubject) -> Option<TextId> {
    Some(TextId(match subject.0 {
        1 => "subject-goods",
        2 => "subject-excise-goods",
        3 => "subject-work",
        4 => "subject-service",
        5 => "subject-bet",
        6 => "subject-bet-win",
        7 => "subject-lottery-ticket",
        8 => "subject-lottery-win",
        9 => "subject-intellectual-property",
        10 => "subject-payment",
        11 => "subject-agent-fee",
        12 => "subject-payout",
        13 => "subject-other",
        14 => "subject-property-right",
        15 => "subject-non-operating-income",
        16 => "subject-other-contributions",
        17 => "subject-trade-fee",
        18 => "subject-resort-fee",
        19 => "subject-pledge",
        20 => "subject-expense",
        21 => "subject-pension-sole-proprietor",
        22 => "subject-pension",
        23 => "subject-medical-sole-proprietor",
        24 => "subject-medical",
        25 => "subject-social",
        26 => "subject-casino",
        27 => "subject-cash-disbursement",
        30 => "subject-excise-marked-without-code",
        31 => "subject-excise-marked",
        32 => "subject-marked-without-code",
        33 => "subject-marked",
        _ => return None,
    }))
}

/// Source: RU-FFD/2108. `None` for 255 (other) and for numbers that the order does not give.
pub(crate) const fn measure(unit: MeasureUnit) -> Option<TextId> {
    Some(TextId(match unit.0 {
        0 => "measure-piece",
        10 => "measure-gram",
        11 => "measure-kilogram",
        12 => "measure-ton",
        20 => "measure-centimetre",
        21 => "measure-decimetre",
        22 => "measure-metre",
        30 => "measure-square-centimetre",
        31 => "measure-square-decimetre",
        32 => "measure-square-metre",
        40 => "measure-millilitre",
        41 => "measure-litre",
        42 => "measure-cubic-metre",
        50 => "measure-kilowatt-hour",
        51 => "measure-gigacalorie",
        70 => "measure-day",
        71 => "measure-hour",
        72 => "measure-minute",
        73 => "measure-second",
        80 => "measure-kilobyte",
        81 => "measure-megabyte",
        82 => "measure-gigabyte",
        83 => "measure-terabyte",
        _ => return None,
    }))
}

/// Source: RU-FFD/1209.
pub(crate) const fn version(version: FfdVersion) -> &'static str {
    match version {
        FfdVersion::V1_0 => "1.0",
        FfdVersion::V1_05 => "1.05",
        FfdVersion::V1_1 => "1.1",
        FfdVersion::V1_2 => "1.2",
    }
}

/// `НДС 22%`, `НДС 22/122`, `НДС 0%`, `БЕЗ НДС`.
pub(crate) fn vat_rate(rate: Coded<VatRate>, locale: Locale) -> String {
    match rate {
        Coded::Known(VatRate::NotSubject) => locale.text("vat-none"),
        Coded::Known(VatRate::Zero) => vat_percent(0, locale),
        Coded::Known(VatRate::Percent(percent)) => vat_percent(percent, locale),
        Coded::Known(VatRate::Calculated(percent)) => {
            let rate = format!("{percent}/{}", 100 + u16::from(percent));
            locale.text_with("vat-rate", &[("rate", Arg::Text(&rate))])
        }
        Coded::Unknown(code) => unknown(code, locale),
    }
}

/// `СУММА НДС 22%`, `СУММА С НДС 0%`, `СУММА БЕЗ НДС`.
pub(crate) fn vat_total(rate: Coded<VatRate>, locale: Locale) -> String {
    match rate {
        Coded::Known(VatRate::NotSubject) => locale.text("receipt-vat-total-none"),
        Coded::Known(VatRate::Zero) => locale.text("receipt-vat-total-zero"),
        Coded::Known(VatRate::Percent(_) | VatRate::Calculated(_)) | Coded::Unknown(_) => {
            let rate = vat_rate(rate, locale);
            locale.text_with("receipt-vat-total", &[("rate", Arg::Text(&rate))])
        }
    }
}

fn vat_percent(percent: u8, locale: Locale) -> String {
    locale.text_with("vat-rate", &[("rate", Arg::Text(&format!("{percent}%")))])
}

/// `КОД 17`: a code that our tables do not know.
pub(crate) fn unknown(code: u64, locale: Locale) -> String {
    locale.text_with("code-unknown", &[("code", Arg::Text(&code.to_string()))])
}

/// The name of a code, or its number.
pub(crate) fn coded<T>(code: Coded<T>, name: impl FnOnce(T) -> TextId, locale: Locale) -> String {
    match code {
        Coded::Known(known) => locale.text(name(known)),
        Coded::Unknown(number) => unknown(number, locale),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_document_has_a_name_for_running_text() {
        for (locale, name) in [
            (Locale::Ru, "Отчет о закрытии смены"),
            (Locale::Kk, "Ауысымның жабылуы туралы есеп"),
            (Locale::En, "Shift closing report"),
        ] {
            assert_eq!(form_name(Form::ShiftClosing, locale), name);
        }
    }
}
