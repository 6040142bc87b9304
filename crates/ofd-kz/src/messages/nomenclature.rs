//! Generated from `proto/nomenclature.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{DateTime, Money};

/// Asks for the catalogue of items.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct NomenclatureRequest {
    /// `current_version`, number 1; mandatory in 202.
    #[prost(uint32, optional, tag = "1")]
    pub current_version: Option<u32>,
    /// `barcode`, number 2; since 203.
    #[prost(string, optional, tag = "2")]
    pub barcode: Option<String>,
}

/// The catalogue of items.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct NomenclatureResponse {
    /// `version`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub version: u32,
    /// `created_time`, number 2.
    #[prost(message, optional, tag = "2")]
    pub created_time: Option<DateTime>,
    /// `elements`, number 3.
    #[prost(message, repeated, tag = "3")]
    pub elements: Vec<NomenclatureElement>,
    /// `result`, number 4: a [`NomenclatureResultType`](super::NomenclatureResultType).
    #[prost(int32, required, tag = "4")]
    pub result: i32,
}

/// One tax of an item.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct NomenclatureTax {
    /// `taxation_type`, number 1: a [`TaxationType`](super::TaxationType).
    #[prost(int32, required, tag = "1")]
    pub taxation_type: i32,
    /// `tax_type`, number 2: a [`TaxType`](super::TaxType).
    #[prost(int32, required, tag = "2")]
    pub tax_type: i32,
    /// `tax_percent`, number 3.
    #[prost(uint32, required, tag = "3")]
    pub tax_percent: u32,
}

/// An item of the catalogue.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct NomenclatureItem {
    /// `article`, number 1.
    #[prost(string, optional, tag = "1")]
    pub article: Option<String>,
    /// `barcode`, number 2.
    #[prost(string, optional, tag = "2")]
    pub barcode: Option<String>,
    /// `description`, number 3.
    #[prost(string, optional, tag = "3")]
    pub description: Option<String>,
    /// `purchase_price`, number 6; mandatory in 202.
    #[prost(message, optional, tag = "6")]
    pub purchase_price: Option<Money>,
    /// `sell_price`, number 7; mandatory in 202.
    #[prost(message, optional, tag = "7")]
    pub sell_price: Option<Money>,
    /// `discount_percent`, number 8.
    #[prost(uint32, optional, tag = "8")]
    pub discount_percent: Option<u32>,
    /// `discount_sum`, number 9.
    #[prost(message, optional, tag = "9")]
    pub discount_sum: Option<Money>,
    /// `markup_percent`, number 10.
    #[prost(uint32, optional, tag = "10")]
    pub markup_percent: Option<u32>,
    /// `markup_sum`, number 11.
    #[prost(message, optional, tag = "11")]
    pub markup_sum: Option<Money>,
    /// `taxes`, number 12.
    #[prost(message, repeated, tag = "12")]
    pub taxes: Vec<NomenclatureTax>,
    /// `measure_count`, number 13.
    #[prost(uint32, optional, tag = "13")]
    pub measure_count: Option<u32>,
    /// `measure_title`, number 14.
    #[prost(string, optional, tag = "14")]
    pub measure_title: Option<String>,
    /// `measure_fractional`, number 15.
    #[prost(bool, optional, tag = "15")]
    pub measure_fractional: Option<bool>,
    /// `measure_unit_code`, number 16.
    #[prost(string, optional, tag = "16")]
    pub measure_unit_code: Option<String>,
    /// `ntin`, number 17; since 203.
    #[prost(string, optional, tag = "17")]
    pub ntin: Option<String>,
    /// `is_markedeac`, number 18; since 203.
    #[prost(bool, optional, tag = "18")]
    pub is_markedeac: Option<bool>,
    /// `is_social`, number 19; since 203.
    #[prost(bool, optional, tag = "19")]
    pub is_social: Option<bool>,
}

/// A group or an item.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct NomenclatureElement {
    /// `type`, number 1: a [`ElementType`](super::ElementType).
    #[prost(int32, required, tag = "1")]
    pub r#type: i32,
    /// `title`, number 3.
    #[prost(string, required, tag = "3")]
    pub title: String,
    /// `title_kk`, number 7; since 203.
    #[prost(string, optional, tag = "7")]
    pub title_kk: Option<String>,
    /// `parent_group_id`, number 4.
    #[prost(uint64, optional, tag = "4")]
    pub parent_group_id: Option<u64>,
    /// `id`, number 5.
    #[prost(uint64, required, tag = "5")]
    pub id: u64,
    /// `item`, number 6.
    #[prost(message, optional, tag = "6")]
    pub item: Option<NomenclatureItem>,
}

/// Kind of an element of the catalogue. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum ElementType {
    /// `GROUP`, number 0.
    Group = 0,
    /// `ITEM`, number 1.
    Item = 1,
}

impl ElementType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Group,
        Self::Item,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Group),
            1 => Some(Self::Item),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Group => 0,
            Self::Item => 1,
        }
    }
}

/// Result of asking for the catalogue. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum NomenclatureResultType {
    /// `RESULT_TYPE_OK`, number 0.
    Ok = 0,
    /// `RESULT_TYPE_VERSION_IS_ACTUAL`, number 1.
    VersionIsActual = 1,
    /// `RESULT_TYPE_NO_VERSION`, number 2.
    NoVersion = 2,
    /// `RESULT_TYPE_ELEMENT_NOT_FOUND_BY_BARCODE`, number 3.
    ElementNotFoundByBarcode = 3,
}

impl NomenclatureResultType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Ok,
        Self::VersionIsActual,
        Self::NoVersion,
        Self::ElementNotFoundByBarcode,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Ok),
            1 => Some(Self::VersionIsActual),
            2 => Some(Self::NoVersion),
            3 => Some(Self::ElementNotFoundByBarcode),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Ok => 0,
            Self::VersionIsActual => 1,
            Self::NoVersion => 2,
            Self::ElementNotFoundByBarcode => 3,
        }
    }
}
