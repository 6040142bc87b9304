//! Numbers of the format for the domain's enumerations. Source: RU-FFD/code-tables.

use ofd_ru::{FfdVersion, Form, Tag, tags};
use receipt::{
    AgentRole, CorrectionKind, DocumentForm, FormatVersion, MarkingKind, Operation, SettlementMethod,
    TaxationRegime, VatRate,
};

/// Tag 1054.
#[must_use]
pub const fn operation_number(operation: Operation) -> u8 {
    match operation {
        Operation::Sell => 1,
        Operation::SellReturn => 2,
        Operation::Buy => 3,
        Operation::BuyReturn => 4,
    }
}

/// Tag 1054, read.
#[must_use]
pub const fn operation(number: u64) -> Option<Operation> {
    match number {
        1 => Some(Operation::Sell),
        2 => Some(Operation::SellReturn),
        3 => Some(Operation::Buy),
        4 => Some(Operation::BuyReturn),
        _ => None,
    }
}

/// Tag 1055: one bit of the mask.
#[must_use]
pub const fn taxation_mask(regime: TaxationRegime) -> u8 {
    match regime {
        TaxationRegime::General => 1,
        TaxationRegime::SimplifiedIncome => 2,
        TaxationRegime::SimplifiedIncomeMinusExpense => 4,
        TaxationRegime::ImputedIncome => 8,
        TaxationRegime::Agricultural => 16,
        TaxationRegime::Patent => 32,
    }
}

/// Tag 1055, read; exactly one bit.
#[must_use]
pub const fn taxation(mask: u64) -> Option<TaxationRegime> {
    match mask {
        1 => Some(TaxationRegime::General),
        2 => Some(TaxationRegime::SimplifiedIncome),
        4 => Some(TaxationRegime::SimplifiedIncomeMinusExpense),
        8 => Some(TaxationRegime::ImputedIncome),
        16 => Some(TaxationRegime::Agricultural),
        32 => Some(TaxationRegime::Patent),
        _ => None,
    }
}

/// Regimes of the mask of tag 1062, in the order of its bits; unknown bits are passed over.
pub fn taxations(mask: u64) -> impl Iterator<Item = TaxationRegime> {
    (0..8).filter_map(move |bit| taxation(mask & (1 << bit)))
}

/// Tag 1199; `None` for a rate that the format has no number for.
#[must_use]
pub const fn vat_number(rate: VatRate) -> Option<u8> {
    Some(match rate {
        VatRate::Percent(20) => 1,
        VatRate::Percent(10) => 2,
        VatRate::Calculated(20) => 3,
        VatRate::Calculated(10) => 4,
        VatRate::Zero => 5,
        VatRate::NotSubject => 6,
        VatRate::Percent(5) => 7,
        VatRate::Percent(7) => 8,
        VatRate::Calculated(5) => 9,
        VatRate::Calculated(7) => 10,
        VatRate::Percent(22) => 11,
        VatRate::Calculated(22) => 12,
        VatRate::Percent(_) | VatRate::Calculated(_) => return None,
    })
}

/// Tag 1199, read.
#[must_use]
pub const fn vat_rate(number: u64) -> Option<VatRate> {
    Some(match number {
        1 => VatRate::Percent(20),
        2 => VatRate::Percent(10),
        3 => VatRate::Calculated(20),
        4 => VatRate::Calculated(10),
        5 => VatRate::Zero,
        6 => VatRate::NotSubject,
        7 => VatRate::Percent(5),
        8 => VatRate::Percent(7),
        9 => VatRate::Calculated(5),
        10 => VatRate::Calculated(7),
        11 => VatRate::Percent(22),
        12 => VatRate::Calculated(22),
        _ => return None,
    })
}

/// The tag of its own that a rate's total has, 1102 to 1107; the others share 1115.
#[must_use]
pub const fn vat_total_tag(rate: VatRate) -> Option<Tag> {
    match rate {
        VatRate::Percent(20) => Some(tags::VAT_20),
        VatRate::Percent(10) => Some(tags::VAT_10),
        VatRate::Calculated(20) => Some(tags::VAT_20_120),
        VatRate::Calculated(10) => Some(tags::VAT_10_110),
        VatRate::Zero => Some(tags::TURNOVER_VAT_0),
        VatRate::NotSubject => Some(tags::TURNOVER_WITHOUT_VAT),
        VatRate::Percent(_) | VatRate::Calculated(_) => None,
    }
}

/// Tag 1214.
#[must_use]
pub const fn method_number(method: SettlementMethod) -> u8 {
    match method {
        SettlementMethod::FullPrepayment => 1,
        SettlementMethod::PartialPrepayment => 2,
        SettlementMethod::Advance => 3,
        SettlementMethod::FullPayment => 4,
        SettlementMethod::PartialPaymentAndCredit => 5,
        SettlementMethod::HandedOverOnCredit => 6,
        SettlementMethod::CreditPayment => 7,
    }
}

/// Tag 1214, read.
#[must_use]
pub const fn method(number: u64) -> Option<SettlementMethod> {
    Some(match number {
        1 => SettlementMethod::FullPrepayment,
        2 => SettlementMethod::PartialPrepayment,
        3 => SettlementMethod::Advance,
        4 => SettlementMethod::FullPayment,
        5 => SettlementMethod::PartialPaymentAndCredit,
        6 => SettlementMethod::HandedOverOnCredit,
        7 => SettlementMethod::CreditPayment,
        _ => return None,
    })
}

/// Tags 1222 and 1057: one bit of the mask.
#[must_use]
pub const fn agent_mask(role: AgentRole) -> u8 {
    match role {
        AgentRole::BankPayingAgent => 1,
        AgentRole::BankPayingSubagent => 2,
        AgentRole::PayingAgent => 4,
        AgentRole::PayingSubagent => 8,
        AgentRole::Attorney => 16,
        AgentRole::Commissioner => 32,
        AgentRole::Other => 64,
    }
}

/// Tag 1222, read; exactly one bit.
#[must_use]
pub const fn agent_role(mask: u64) -> Option<AgentRole> {
    Some(match mask {
        1 => AgentRole::BankPayingAgent,
        2 => AgentRole::BankPayingSubagent,
        4 => AgentRole::PayingAgent,
        8 => AgentRole::PayingSubagent,
        16 => AgentRole::Attorney,
        32 => AgentRole::Commissioner,
        64 => AgentRole::Other,
        _ => return None,
    })
}

/// Tag 1173.
#[must_use]
pub const fn correction_number(kind: CorrectionKind) -> u8 {
    match kind {
        CorrectionKind::OwnInitiative => 0,
        CorrectionKind::ByOrder => 1,
    }
}

/// Tag 1173, read.
#[must_use]
pub const fn correction_kind(number: u64) -> Option<CorrectionKind> {
    match number {
        0 => Some(CorrectionKind::OwnInitiative),
        1 => Some(CorrectionKind::ByOrder),
        _ => None,
    }
}

/// The tag of 1300 to 1325 that takes codes of this kind; `None` for a place beyond F.6.
#[must_use]
pub const fn marking_tag(kind: MarkingKind) -> Option<Tag> {
    Some(match kind {
        MarkingKind::Unknown => tags::CODE_UNKNOWN,
        MarkingKind::Ean8 => tags::CODE_EAN_8,
        MarkingKind::Ean13 => tags::CODE_EAN_13,
        MarkingKind::Itf14 => tags::CODE_ITF_14,
        MarkingKind::Gs1 => tags::CODE_GS1,
        MarkingKind::Gs1Marked => tags::CODE_GS1_MARKED,
        MarkingKind::Short => tags::CODE_SHORT,
        MarkingKind::Fur => tags::CODE_FUR,
        MarkingKind::Egais2 => tags::CODE_EGAIS_2,
        MarkingKind::Egais3 => tags::CODE_EGAIS_3,
        MarkingKind::Other(1) => tags::CODE_F1,
        MarkingKind::Other(2) => tags::CODE_F2,
        MarkingKind::Other(3) => tags::CODE_F3,
        MarkingKind::Other(4) => tags::CODE_F4,
        MarkingKind::Other(5) => tags::CODE_F5,
        MarkingKind::Other(6) => tags::CODE_F6,
        MarkingKind::Other(_) => return None,
    })
}

/// The kind whose codes a tag of 1300 to 1325 takes.
#[must_use]
pub const fn marking_kind(tag: Tag) -> Option<MarkingKind> {
    Some(match tag {
        tags::CODE_UNKNOWN => MarkingKind::Unknown,
        tags::CODE_EAN_8 => MarkingKind::Ean8,
        tags::CODE_EAN_13 => MarkingKind::Ean13,
        tags::CODE_ITF_14 => MarkingKind::Itf14,
        tags::CODE_GS1 => MarkingKind::Gs1,
        tags::CODE_GS1_MARKED => MarkingKind::Gs1Marked,
        tags::CODE_SHORT => MarkingKind::Short,
        tags::CODE_FUR => MarkingKind::Fur,
        tags::CODE_EGAIS_2 => MarkingKind::Egais2,
        tags::CODE_EGAIS_3 => MarkingKind::Egais3,
        tags::CODE_F1 => MarkingKind::Other(1),
        tags::CODE_F2 => MarkingKind::Other(2),
        tags::CODE_F3 => MarkingKind::Other(3),
        tags::CODE_F4 => MarkingKind::Other(4),
        tags::CODE_F5 => MarkingKind::Other(5),
        tags::CODE_F6 => MarkingKind::Other(6),
        _ => return None,
    })
}

/// Which of forms 3, 4, 31 and 41.
#[must_use]
pub const fn form(receipt: &receipt::Receipt) -> Form {
    match (receipt.form, &receipt.correction) {
        (DocumentForm::Receipt, None) => Form::Receipt,
        (DocumentForm::StrictReportingForm, None) => Form::StrictReportingForm,
        (DocumentForm::Receipt, Some(_)) => Form::CorrectionReceipt,
        (DocumentForm::StrictReportingForm, Some(_)) => Form::CorrectionStrictReportingForm,
    }
}

/// The version as `ofd-ru` names it.
#[must_use]
pub const fn ffd_version(version: FormatVersion) -> FfdVersion {
    match version {
        FormatVersion::V1_05 => FfdVersion::V1_05,
        FormatVersion::V1_1 => FfdVersion::V1_1,
        FormatVersion::V1_2 => FfdVersion::V1_2,
    }
}

/// The version as `receipt` names it; `None` for 1.0, which is read but never written.
#[must_use]
pub const fn format_version(version: FfdVersion) -> Option<FormatVersion> {
    match version {
        FfdVersion::V1_0 => None,
        FfdVersion::V1_05 => Some(FormatVersion::V1_05),
        FfdVersion::V1_1 => Some(FormatVersion::V1_1),
        FfdVersion::V1_2 => Some(FormatVersion::V1_2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_leads_back() {
        for number in 0..=255_u64 {
            if let Some(operation) = operation(number) {
                assert_eq!(u64::from(operation_number(operation)), number);
            }
            if let Some(regime) = taxation(number) {
                assert_eq!(u64::from(taxation_mask(regime)), number);
            }
            if let Some(rate) = vat_rate(number) {
                assert_eq!(vat_number(rate).map(u64::from), Some(number));
            }
            if let Some(method) = method(number) {
                assert_eq!(u64::from(method_number(method)), number);
            }
            if let Some(role) = agent_role(number) {
                assert_eq!(u64::from(agent_mask(role)), number);
            }
            if let Some(kind) = correction_kind(number) {
                assert_eq!(u64::from(correction_number(kind)), number);
            }
        }
        for tag in 1300..=1330 {
            if let Some(kind) = marking_kind(Tag(tag)) {
                assert_eq!(marking_tag(kind), Some(Tag(tag)));
            }
        }
    }

    #[test]
    fn each_table_has_as_many_numbers_as_the_order() {
        let count = |known: fn(u64) -> bool| (0..=255).filter(|number| known(*number)).count();
        assert_eq!(count(|number| operation(number).is_some()), 4);
        assert_eq!(count(|number| taxation(number).is_some()), 6);
        assert_eq!(count(|number| vat_rate(number).is_some()), 12);
        assert_eq!(count(|number| method(number).is_some()), 7);
        assert_eq!(count(|number| agent_role(number).is_some()), 7);
        assert_eq!(
            (1300..=1330)
                .filter(|tag| marking_kind(Tag(*tag)).is_some())
                .count(),
            16
        );
        assert_eq!(taxations(0x25).count(), 3);
    }

    #[test]
    fn both_crates_know_the_same_characters() {
        for code in 0..=0xFFFF_u32 {
            let Some(character) = char::from_u32(code) else {
                continue;
            };
            let printable = !character.is_ascii_control();
            let encodable = ofd_ru::cp866::byte(character).is_some() && printable;
            assert_eq!(receipt::text::is_encodable(character), encodable, "U+{code:04X}");
        }
    }
}
