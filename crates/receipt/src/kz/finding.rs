//! What is wrong with a draft.

use serde::{Serialize, Serializer};
use std::fmt;

use crate::lint::Path;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where, in names of the model; a door maps it to its own names.
    pub path: Path,
    /// Which rule.
    pub rule: Rule,
    /// The value that stands there.
    pub value: String,
    /// What would be right. English; the catalogues translate by rule.
    pub message: String,
}

/// `lines[2].total sum-mismatch: 10.00; 9.99 would be right`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}; {}", self.path, self.rule, self.value, self.message)
    }
}

macro_rules! rules {
    ($($(#[$meta:meta])* $name:ident $id:literal,)+) => {
        /// Rules of the Kazakh receipt; the ids are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$meta])* $name,)+
        }

        impl Rule {
            /// Every rule, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Stable id, such as `sum-mismatch`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

rules! {
    /// No line, or none that stands.
    LinesMissing "lines-missing",
    /// More lines than a frame holds.
    TooManyLines "too-many-lines",
    /// Neither name nor code.
    NameMissing "name-missing",
    /// A text that must be there is empty.
    TextEmpty "text-empty",
    /// A text longer than its limit.
    TextTooLong "text-too-long",
    /// Control characters in a text that is printed.
    TextControl "text-control",
    /// Nothing is sold.
    QuantityZero "quantity-zero",
    /// More than three decimals, or too much.
    QuantityRange "quantity-range",
    /// An amount below zero.
    AmountNegative "amount-negative",
    /// An amount above the largest.
    AmountTooLarge "amount-too-large",
    /// A stated sum is not what it should be.
    SumMismatch "sum-mismatch",
    /// A stated VAT is not what it should be.
    VatMismatch "vat-mismatch",
    /// VAT both on lines and on the receipt.
    VatPlacedTwice "vat-placed-twice",
    /// A rate twice in one place.
    VatRateTwice "vat-rate-twice",
    /// A rate that the receipt's lines do not have.
    VatRateForeign "vat-rate-foreign",
    /// A rate that is not law on the day.
    VatRateNotInForce "vat-rate-not-in-force",
    /// A discount above what it is taken from.
    DiscountTooLarge "discount-too-large",
    /// A storno that undoes no earlier line.
    StornoTarget "storno-target",
    /// A line undone twice.
    StornoTwice "storno-twice",
    /// More marking codes than units.
    MarkingCount "marking-count",
    /// A marking code in two standing lines, or twice in one.
    MarkingTwice "marking-twice",
    /// Two payments of a kind.
    PaymentTwice "payment-twice",
    /// Card, mobile or another payment without cash above the total.
    PaidTooMuch "paid-too-much",
    /// Payments do not add up to the total.
    PaidMismatch "paid-mismatch",
    /// Tendered cash below the cash paid, or without a cash payment.
    TenderedMismatch "tendered-mismatch",
    /// Not an IIN or BIN.
    BuyerNumber "buyer-number",
    /// The buyer is the seller: result 17 of the wire.
    BuyerIsSeller "buyer-is-seller",
    /// Not an e-mail address.
    EmailFormat "email-format",
    /// Not a phone number.
    PhoneFormat "phone-format",
    /// A return without its parent.
    ParentMissing "parent-missing",
    /// A parent on something else than a return.
    ParentUnexpected "parent-unexpected",
    /// A return of more than the parent's total.
    ParentTotal "parent-total",
    /// A parent issued after its return.
    ParentTime "parent-time",
    /// A period that ends before it begins.
    PeriodOrder "period-order",
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
