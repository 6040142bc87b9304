//! Generated from `proto/base.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

/// A calendar date.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Date {
    /// `year`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub year: u32,
    /// `month`, number 2.
    #[prost(uint32, required, tag = "2")]
    pub month: u32,
    /// `day`, number 3.
    #[prost(uint32, required, tag = "3")]
    pub day: u32,
}

/// A time of day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Time {
    /// `hour`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub hour: u32,
    /// `minute`, number 2.
    #[prost(uint32, required, tag = "2")]
    pub minute: u32,
    /// `second`, number 3.
    #[prost(uint32, optional, tag = "3")]
    pub second: Option<u32>,
}

/// A wall-clock time at the place of settlement, UTC+5.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DateTime {
    /// `date`, number 1.
    #[prost(message, required, tag = "1")]
    pub date: Date,
    /// `time`, number 2.
    #[prost(message, required, tag = "2")]
    pub time: Time,
}

/// An amount: whole tenge and tiyn 0 to 99.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Money {
    /// `bills`, number 1.
    #[prost(uint64, required, tag = "1")]
    pub bills: u64,
    /// `coins`, number 2.
    #[prost(uint32, required, tag = "2")]
    pub coins: u32,
}

/// The cashier.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Operator {
    /// `code`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub code: u32,
    /// `name`, number 2.
    #[prost(string, optional, tag = "2")]
    pub name: Option<String>,
}

/// A named value outside of the schema.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct KeyValuePair {
    /// `key`, number 1.
    #[prost(string, required, tag = "1")]
    pub key: String,
    /// `value`, number 2.
    #[prost(string, optional, tag = "2")]
    pub value: Option<String>,
}

/// Numbers of the register.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct KkmRegInfo {
    /// `point_of_payment_number`, number 1.
    #[prost(string, optional, tag = "1")]
    pub point_of_payment_number: Option<String>,
    /// `terminal_number`, number 2.
    #[prost(string, optional, tag = "2")]
    pub terminal_number: Option<String>,
    /// `fns_kkm_id`, number 3.
    #[prost(string, optional, tag = "3")]
    pub fns_kkm_id: Option<String>,
    /// `serial_number`, number 4.
    #[prost(string, optional, tag = "4")]
    pub serial_number: Option<String>,
    /// `kkm_id`, number 5.
    #[prost(string, optional, tag = "5")]
    pub kkm_id: Option<String>,
}

/// The trade point.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct PosRegInfo {
    /// `title`, number 1.
    #[prost(string, optional, tag = "1")]
    pub title: Option<String>,
    /// `address`, number 2.
    #[prost(string, optional, tag = "2")]
    pub address: Option<String>,
    /// `address_kz`, number 3; since 203.
    #[prost(string, optional, tag = "3")]
    pub address_kz: Option<String>,
    /// `latitude`, number 4; since 203.
    #[prost(uint32, optional, tag = "4")]
    pub latitude: Option<u32>,
    /// `longitude`, number 5; since 203.
    #[prost(uint32, optional, tag = "5")]
    pub longitude: Option<u32>,
}

/// Kind of a receipt. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum OperationType {
    /// `OPERATION_BUY`, number 0.
    Buy = 0,
    /// `OPERATION_BUY_RETURN`, number 1.
    BuyReturn = 1,
    /// `OPERATION_SELL`, number 2.
    Sell = 2,
    /// `OPERATION_SELL_RETURN`, number 3.
    SellReturn = 3,
}

impl OperationType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Buy,
        Self::BuyReturn,
        Self::Sell,
        Self::SellReturn,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Buy),
            1 => Some(Self::BuyReturn),
            2 => Some(Self::Sell),
            3 => Some(Self::SellReturn),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Buy => 0,
            Self::BuyReturn => 1,
            Self::Sell => 2,
            Self::SellReturn => 3,
        }
    }
}

/// Way of payment. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum PaymentType {
    /// `PAYMENT_CASH`, number 0.
    Cash = 0,
    /// `PAYMENT_CARD`, number 1.
    Card = 1,
    /// `PAYMENT_CREDIT`, number 2.
    Credit = 2,
    /// `PAYMENT_TARE`, number 3.
    Tare = 3,
    /// `PAYMENT_MOBILE`, number 4.
    Mobile = 4,
}

impl PaymentType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Cash,
        Self::Card,
        Self::Credit,
        Self::Tare,
        Self::Mobile,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Cash),
            1 => Some(Self::Card),
            2 => Some(Self::Credit),
            3 => Some(Self::Tare),
            4 => Some(Self::Mobile),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Cash => 0,
            Self::Card => 1,
            Self::Credit => 2,
            Self::Tare => 3,
            Self::Mobile => 4,
        }
    }
}

/// Taxation regime: simplified, general, farm, patent. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum TaxationType {
    /// `STS`, number 100.
    Sts = 100,
    /// `RTS`, number 101.
    Rts = 101,
    /// `TRFF`, number 102.
    Trff = 102,
    /// `TRBP`, number 103.
    Trbp = 103,
}

impl TaxationType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Sts,
        Self::Rts,
        Self::Trff,
        Self::Trbp,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            100 => Some(Self::Sts),
            101 => Some(Self::Rts),
            102 => Some(Self::Trff),
            103 => Some(Self::Trbp),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Sts => 100,
            Self::Rts => 101,
            Self::Trff => 102,
            Self::Trbp => 103,
        }
    }
}

/// Kind of a tax. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum TaxType {
    /// `VAT`, number 100.
    Vat = 100,
}

impl TaxType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Vat,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            100 => Some(Self::Vat),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Vat => 100,
        }
    }
}
