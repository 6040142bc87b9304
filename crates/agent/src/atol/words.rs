//! Words of the ATOL driver for the words of the domain.

use receipt::{
    AgentRole, CorrectionKind, LineSubject, MarkingKind, Operation, SettlementMethod, TaxationRegime, VatRate,
};

use crate::driver::Inexpressible;

/// Receipt or correction.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Receipt,
    Correction,
}

pub(super) const fn task(operation: Operation, kind: Kind) -> &'static str {
    match (operation, kind) {
        (Operation::Sell, Kind::Receipt) => "sell",
        (Operation::SellReturn, Kind::Receipt) => "sellReturn",
        (Operation::Buy, Kind::Receipt) => "buy",
        (Operation::BuyReturn, Kind::Receipt) => "buyReturn",
        (Operation::Sell, Kind::Correction) => "sellCorrection",
        (Operation::SellReturn, Kind::Correction) => "sellReturnCorrection",
        (Operation::Buy, Kind::Correction) => "buyCorrection",
        (Operation::BuyReturn, Kind::Correction) => "buyReturnCorrection",
    }
}

pub(super) const fn taxation(regime: TaxationRegime) -> &'static str {
    match regime {
        TaxationRegime::General => "osn",
        TaxationRegime::SimplifiedIncome => "usnIncome",
        TaxationRegime::SimplifiedIncomeMinusExpense => "usnIncomeOutcome",
        TaxationRegime::ImputedIncome => "envd",
        TaxationRegime::Agricultural => "esn",
        TaxationRegime::Patent => "patent",
    }
}

pub(super) const fn correction(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::OwnInitiative => "self",
        CorrectionKind::ByOrder => "instruction",
    }
}

pub(super) fn vat(rate: VatRate) -> String {
    match rate {
        VatRate::NotSubject => "none".to_owned(),
        VatRate::Zero => "vat0".to_owned(),
        VatRate::Percent(percent) => format!("vat{percent}"),
        VatRate::Calculated(percent) => format!("vat1{percent:02}"),
    }
}

pub(super) const fn method(method: SettlementMethod) -> &'static str {
    match method {
        SettlementMethod::FullPrepayment => "fullPrepayment",
        SettlementMethod::PartialPrepayment => "prepayment",
        SettlementMethod::Advance => "advance",
        SettlementMethod::FullPayment => "fullPayment",
        SettlementMethod::PartialPaymentAndCredit => "partialPayment",
        SettlementMethod::HandedOverOnCredit => "credit",
        SettlementMethod::CreditPayment => "creditPayment",
    }
}

pub(super) fn subject(subject: LineSubject) -> Result<&'static str, Inexpressible> {
    Ok(match subject.0 {
        1 => "commodity",
        2 => "excise",
        3 => "job",
        4 => "service",
        5 => "gamblingBet",
        6 => "gamblingPrize",
        7 => "lottery",
        8 => "lotteryPrize",
        9 => "intellectualActivity",
        10 => "payment",
        11 => "agentCommission",
        12 => "pay",
        13 => "another",
        14 => "proprietaryLaw",
        15 => "nonOperatingIncome",
        16 => "otherContributions",
        17 => "merchantTax",
        18 => "resortFee",
        19 => "deposit",
        20 => "consumption",
        21 => "soleProprietorCPIContributions",
        22 => "cpiContributions",
        23 => "soleProprietorCMIContributions",
        24 => "cmiContributions",
        25 => "csiContributions",
        26 => "casinoPayment",
        27 => "fundsIssuance",
        30 => "exciseWithoutMarking",
        31 => "exciseWithMarking",
        32 => "commodityWithoutMarking",
        33 => "commodityWithMarking",
        other => {
            return Err(Inexpressible {
                what: format!("settlement subject {other}"),
            });
        }
    })
}

pub(super) const fn agent(role: AgentRole) -> &'static str {
    match role {
        AgentRole::BankPayingAgent => "bankPayingAgent",
        AgentRole::BankPayingSubagent => "bankPayingSubagent",
        AgentRole::PayingAgent => "payingAgent",
        AgentRole::PayingSubagent => "payingSubagent",
        AgentRole::Attorney => "attorney",
        AgentRole::Commissioner => "commissionAgent",
        AgentRole::Other => "another",
    }
}

/// Where a code goes: checked by the marking system, or told as a plain code of the product.
pub(super) enum CodePlace {
    /// `imcParams`.
    Marked,
    /// A key of `productCodes`.
    Plain(&'static str),
}

pub(super) fn code_place(kind: MarkingKind) -> Result<CodePlace, Inexpressible> {
    Ok(match kind {
        MarkingKind::Unknown
        | MarkingKind::Gs1Marked
        | MarkingKind::Short
        | MarkingKind::Fur
        | MarkingKind::Egais2
        | MarkingKind::Egais3 => CodePlace::Marked,
        MarkingKind::Ean8 => CodePlace::Plain("ean8"),
        MarkingKind::Ean13 => CodePlace::Plain("ean13"),
        MarkingKind::Itf14 => CodePlace::Plain("itf14"),
        MarkingKind::Gs1 => CodePlace::Plain("gs10"),
        MarkingKind::Other(1) => CodePlace::Plain("f1"),
        MarkingKind::Other(2) => CodePlace::Plain("f2"),
        MarkingKind::Other(3) => CodePlace::Plain("f3"),
        MarkingKind::Other(4) => CodePlace::Plain("f4"),
        MarkingKind::Other(5) => CodePlace::Plain("f5"),
        MarkingKind::Other(6) => CodePlace::Plain("f6"),
        MarkingKind::Other(other) => {
            return Err(Inexpressible {
                what: format!("product code kind {other}"),
            });
        }
    })
}

/// Planned status of a marked good: tag 2003.
pub(super) fn planned_status(status: u8) -> Result<&'static str, Inexpressible> {
    Ok(match status {
        1 => "itemPieceSold",
        2 => "itemDryForSale",
        3 => "itemPieceReturn",
        4 => "itemDryReturn",
        255 => "itemStatusUnchanged",
        other => {
            return Err(Inexpressible {
                what: format!("planned status {other}"),
            });
        }
    })
}
