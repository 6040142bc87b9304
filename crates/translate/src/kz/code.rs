//! Numbers of the wire for the domain's enumerations, both ways. Source: KZ-OFD/messages.

use ofd_kz::messages::{MoneyPlacementType, OperationType, PaymentType, TaxType, TaxationType};
use receipt::kz::{Operation, PaymentKind, TaxationRegime};
use register_kz::CashMovementKind;

/// `operation`.
#[must_use]
pub const fn operation_number(operation: Operation) -> i32 {
    match operation {
        Operation::Buy => OperationType::Buy,
        Operation::BuyReturn => OperationType::BuyReturn,
        Operation::Sell => OperationType::Sell,
        Operation::SellReturn => OperationType::SellReturn,
    }
    .number()
}

/// `operation`, read.
#[must_use]
pub const fn operation(number: i32) -> Option<Operation> {
    Some(match OperationType::known(number) {
        Some(OperationType::Buy) => Operation::Buy,
        Some(OperationType::BuyReturn) => Operation::BuyReturn,
        Some(OperationType::Sell) => Operation::Sell,
        Some(OperationType::SellReturn) => Operation::SellReturn,
        None => return None,
    })
}

/// `payments.type`.
#[must_use]
pub const fn payment_number(kind: PaymentKind) -> i32 {
    match kind {
        PaymentKind::Cash => PaymentType::Cash,
        PaymentKind::Card => PaymentType::Card,
        PaymentKind::Credit => PaymentType::Credit,
        PaymentKind::Tare => PaymentType::Tare,
        PaymentKind::Mobile => PaymentType::Mobile,
    }
    .number()
}

/// `payments.type`, read.
#[must_use]
pub const fn payment(number: i32) -> Option<PaymentKind> {
    Some(match PaymentType::known(number) {
        Some(PaymentType::Cash) => PaymentKind::Cash,
        Some(PaymentType::Card) => PaymentKind::Card,
        Some(PaymentType::Credit) => PaymentKind::Credit,
        Some(PaymentType::Tare) => PaymentKind::Tare,
        Some(PaymentType::Mobile) => PaymentKind::Mobile,
        None => return None,
    })
}

/// `money_placement.operation`.
#[must_use]
pub const fn movement_number(kind: CashMovementKind) -> i32 {
    match kind {
        CashMovementKind::Deposit => MoneyPlacementType::Deposit,
        CashMovementKind::Withdrawal => MoneyPlacementType::Withdrawal,
    }
    .number()
}

/// `money_placement.operation`, read.
#[must_use]
pub const fn movement(number: i32) -> Option<CashMovementKind> {
    Some(match MoneyPlacementType::known(number) {
        Some(MoneyPlacementType::Deposit) => CashMovementKind::Deposit,
        Some(MoneyPlacementType::Withdrawal) => CashMovementKind::Withdrawal,
        None => return None,
    })
}

/// `taxation_type`.
#[must_use]
pub fn regime_number(regime: TaxationRegime) -> u32 {
    let named = match regime {
        TaxationRegime::Simplified => TaxationType::Sts,
        TaxationRegime::General => TaxationType::Rts,
        TaxationRegime::Farm => TaxationType::Trff,
        TaxationRegime::Patent => TaxationType::Trbp,
    };
    named.number().unsigned_abs()
}

/// `taxation_type`, read.
#[must_use]
pub fn regime(number: u32) -> Option<TaxationRegime> {
    let number = i32::try_from(number).ok()?;
    Some(match TaxationType::known(number)? {
        TaxationType::Sts => TaxationRegime::Simplified,
        TaxationType::Rts => TaxationRegime::General,
        TaxationType::Trff => TaxationRegime::Farm,
        TaxationType::Trbp => TaxationRegime::Patent,
    })
}

/// `tax_type` of VAT, the only tax.
#[must_use]
pub const fn vat_number() -> u32 {
    TaxType::Vat.number().unsigned_abs()
}
