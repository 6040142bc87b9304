//! The parts of a receipt, as a shop or a wire states them.

mod business;
mod line;
mod payment;

use serde::{Deserialize, Serialize};
use types::{LocalDateTime, Money};

use super::{Operation, RegistrationNumber};

pub use business::{LineOfBusiness, TaxiRide};
pub use line::{
    Line, LineEntry, LineVat, Modifier, ModifierKind, ReceiptModifier, ReceiptVat, TaxationRegime,
    VatPlacement, VatRate, VatShare,
};
pub use payment::{CardDetails, MobileDetails, Payment, PaymentKind, PaymentMeans};

/// A receipt before it is priced and checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What the seller does.
    pub operation: Operation,
    /// The register's wall clock, UTC+5.
    pub issued_at: LocalDateTime,
    /// Who sits at the register.
    pub cashier: Cashier,
    /// What the place sells, with the data that such a place has to state.
    pub business: LineOfBusiness,
    /// Lines and stornos in their order.
    pub lines: Vec<LineEntry>,
    /// Discount or markup on the whole receipt: never both.
    pub modifier: Option<ReceiptModifier>,
    /// VAT stated for the receipt as a whole; only where no line has its own.
    #[serde(default)]
    pub vat: Vec<ReceiptVat>,
    /// How it is paid: at most one payment of each kind.
    pub payments: Vec<Payment>,
    /// Cash that the buyer handed over; `None` when it was exactly what was due.
    pub tendered: Option<Money>,
    /// Who buys, as far as known.
    #[serde(default)]
    pub buyer: Buyer,
    /// The receipt that a return undoes.
    pub parent: Option<ParentReceipt>,
}

/// Who sits at the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cashier {
    /// Number at the register.
    pub code: u32,
    /// Name for the paper.
    pub name: String,
}

/// Who buys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// IIN or BIN as it was typed; a [`super::Receipt`] has a valid one.
    pub number: Option<String>,
    /// Where the receipt is sent.
    pub email: Option<String>,
    /// Where the receipt is sent.
    pub phone: Option<String>,
}

/// The receipt that a return undoes. Source: KZ-OFD/parent-receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParentReceipt {
    /// Its fiscal or autonomous sign, as text.
    pub sign: String,
    /// When it was issued.
    pub issued_at: LocalDateTime,
    /// Registration number of the register that issued it.
    pub registration_number: RegistrationNumber,
    /// Its total.
    pub total: Money,
    /// Whether it was issued without the operator.
    pub mode: IssueMode,
}

/// Whether the operator answered when a document was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueMode {
    /// The operator gave the fiscal sign.
    Online,
    /// The register gave an autonomous sign.
    Autonomous,
}
