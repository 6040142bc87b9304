use serde::{Deserialize, Serialize};
use std::fmt;
use types::Money;

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The sum paid; cash may state what was handed over, it is netted.
    pub amount: Money,
    /// By what.
    pub means: PaymentMeans,
}

/// By what a receipt is paid, with what the terminal said. Source: KZ-OFD/payments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMeans {
    /// Cash.
    Cash,
    /// Bank card.
    Card(CardDetails),
    /// On credit: no longer issued, still read.
    Credit,
    /// Returned packaging: no longer issued, still read.
    Tare,
    /// Phone, by QR.
    Mobile(MobileDetails),
}

/// What the card terminal said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardDetails {
    /// Id of the terminal.
    pub terminal_id: Option<String>,
    /// Kind of card.
    pub card_type: Option<String>,
    /// Code of the authorization.
    pub authorization_code: Option<u32>,
    /// Retrieval reference number.
    pub reference_number: Option<u64>,
    /// Number of the terminal's slip.
    pub slip_number: Option<u64>,
}

/// What the QR payment said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MobileDetails {
    /// Kind of QR.
    pub qr_type: Option<String>,
    /// Id of the payment.
    pub qr_id: Option<String>,
}

/// A means of payment without its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// Cash.
    Cash,
    /// Bank card.
    Card,
    /// On credit.
    Credit,
    /// Returned packaging.
    Tare,
    /// Phone, by QR.
    Mobile,
}

impl PaymentMeans {
    /// Without the details.
    #[must_use]
    pub const fn kind(&self) -> PaymentKind {
        match self {
            Self::Cash => PaymentKind::Cash,
            Self::Card(_) => PaymentKind::Card,
            Self::Credit => PaymentKind::Credit,
            Self::Tare => PaymentKind::Tare,
            Self::Mobile(_) => PaymentKind::Mobile,
        }
    }
}

impl PaymentKind {
    /// Every kind, in the order of the wire.
    pub const ALL: [Self; 5] = [Self::Cash, Self::Card, Self::Credit, Self::Tare, Self::Mobile];
}

impl fmt::Display for PaymentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cash => "cash",
            Self::Card => "card",
            Self::Credit => "credit",
            Self::Tare => "tare",
            Self::Mobile => "mobile",
        })
    }
}
