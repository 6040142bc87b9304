//! Generated from `proto/ticket.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{DateTime, KeyValuePair, Money, Operator, TicketAdInfo};

/// A receipt.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TicketRequest {
    /// `operation`, number 1: a [`OperationType`](super::OperationType).
    #[prost(int32, required, tag = "1")]
    pub operation: i32,
    /// `date_time`, number 2.
    #[prost(message, required, tag = "2")]
    pub date_time: DateTime,
    /// `operator`, number 3.
    #[prost(message, required, tag = "3")]
    pub operator: Operator,
    /// `domain`, number 4; mandatory in 204.
    #[prost(message, optional, tag = "4")]
    pub domain: Option<TicketDomain>,
    /// `items`, number 5.
    #[prost(message, repeated, tag = "5")]
    pub items: Vec<TicketItem>,
    /// `payments`, number 6.
    #[prost(message, repeated, tag = "6")]
    pub payments: Vec<TicketPayment>,
    /// `taxes`, number 7.
    #[prost(message, repeated, tag = "7")]
    pub taxes: Vec<TicketTax>,
    /// `amounts`, number 8.
    #[prost(message, required, tag = "8")]
    pub amounts: TicketAmounts,
    /// `extension_options`, number 9.
    #[prost(message, optional, tag = "9")]
    pub extension_options: Option<ExtensionOptions>,
    /// `offline_ticket_number`, number 10.
    #[prost(uint32, optional, tag = "10")]
    pub offline_ticket_number: Option<u32>,
    /// `printed_document_number_old`, number 11; until 203.
    #[prost(string, optional, tag = "11")]
    pub printed_document_number_old: Option<String>,
    /// `printed_ticket`, number 12.
    #[prost(string, optional, tag = "12")]
    pub printed_ticket: Option<String>,
    /// `ad_infos`, number 13; until 203.
    #[prost(message, repeated, tag = "13")]
    pub ad_infos: Vec<TicketAdInfo>,
    /// `fr_shift_number`, number 14.
    #[prost(uint32, optional, tag = "14")]
    pub fr_shift_number: Option<u32>,
    /// `shift_document_number`, number 15; until 203.
    #[prost(uint32, optional, tag = "15")]
    pub shift_document_number: Option<u32>,
    /// `printed_document_number`, number 16.
    #[prost(uint64, optional, tag = "16")]
    pub printed_document_number: Option<u64>,
    /// `parent_ticket`, number 17; since 203.
    #[prost(message, optional, tag = "17")]
    pub parent_ticket: Option<ParentTicket>,
}

/// One tax of a line or of the whole receipt.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TicketTax {
    /// `tax_type`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub tax_type: u32,
    /// `taxation_type`, number 2.
    #[prost(uint32, optional, tag = "2")]
    pub taxation_type: Option<u32>,
    /// `percent`, number 3.
    #[prost(uint32, required, tag = "3")]
    pub percent: u32,
    /// `sum`, number 4.
    #[prost(message, required, tag = "4")]
    pub sum: Money,
    /// `is_in_total_sum`, number 5.
    #[prost(bool, required, tag = "5")]
    pub is_in_total_sum: bool,
}

/// A discount or a markup.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TicketModifier {
    /// `name`, number 1.
    #[prost(string, optional, tag = "1")]
    pub name: Option<String>,
    /// `sum`, number 2.
    #[prost(message, required, tag = "2")]
    pub sum: Money,
    /// `taxes`, number 3.
    #[prost(message, repeated, tag = "3")]
    pub taxes: Vec<TicketTax>,
    /// `auxiliary`, number 4.
    #[prost(message, repeated, tag = "4")]
    pub auxiliary: Vec<KeyValuePair>,
}

/// One line: exactly the part that its type names is filled.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TicketItem {
    /// `type`, number 1: a [`ItemType`](super::ItemType).
    #[prost(int32, required, tag = "1")]
    pub r#type: i32,
    /// `commodity`, number 2.
    #[prost(message, optional, boxed, tag = "2")]
    pub commodity: Option<Box<Commodity>>,
    /// `storno_commodity`, number 3.
    #[prost(message, optional, boxed, tag = "3")]
    pub storno_commodity: Option<Box<StornoCommodity>>,
    /// `markup`, number 4.
    #[prost(message, optional, boxed, tag = "4")]
    pub markup: Option<Box<TicketModifier>>,
    /// `storno_markup`, number 5.
    #[prost(message, optional, boxed, tag = "5")]
    pub storno_markup: Option<Box<TicketModifier>>,
    /// `discount`, number 6.
    #[prost(message, optional, boxed, tag = "6")]
    pub discount: Option<Box<TicketModifier>>,
    /// `storno_discount`, number 7.
    #[prost(message, optional, boxed, tag = "7")]
    pub storno_discount: Option<Box<TicketModifier>>,
}

/// A sold good or service.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Commodity {
    /// `code`, number 1.
    #[prost(uint64, optional, tag = "1")]
    pub code: Option<u64>,
    /// `name`, number 2.
    #[prost(string, optional, tag = "2")]
    pub name: Option<String>,
    /// `section_code`, number 3.
    #[prost(string, required, tag = "3")]
    pub section_code: String,
    /// `quantity`, number 4.
    #[prost(uint64, required, tag = "4")]
    pub quantity: u64,
    /// `price`, number 5.
    #[prost(message, required, tag = "5")]
    pub price: Money,
    /// `sum`, number 6.
    #[prost(message, required, tag = "6")]
    pub sum: Money,
    /// `taxes`, number 7.
    #[prost(message, repeated, tag = "7")]
    pub taxes: Vec<TicketTax>,
    /// `excise_stamp`, number 8; until 203.
    #[prost(string, optional, tag = "8")]
    pub excise_stamp: Option<String>,
    /// `auxiliary`, number 9.
    #[prost(message, repeated, tag = "9")]
    pub auxiliary: Vec<KeyValuePair>,
    /// `physical_label`, number 10.
    #[prost(string, optional, tag = "10")]
    pub physical_label: Option<String>,
    /// `product_id`, number 11.
    #[prost(string, optional, tag = "11")]
    pub product_id: Option<String>,
    /// `barcode`, number 12.
    #[prost(string, optional, tag = "12")]
    pub barcode: Option<String>,
    /// `measure_unit_code`, number 13; mandatory in 204.
    #[prost(string, optional, tag = "13")]
    pub measure_unit_code: Option<String>,
    /// `list_excise_stamp`, number 14; since 203.
    #[prost(string, repeated, tag = "14")]
    pub list_excise_stamp: Vec<String>,
    /// `ntin`, number 15; since 203.
    #[prost(string, optional, tag = "15")]
    pub ntin: Option<String>,
    /// `commodity_type`, number 16: a [`CommodityType`](super::CommodityType); since 204.
    #[prost(int32, optional, tag = "16")]
    pub commodity_type: Option<i32>,
}

/// Takes away an earlier line of the same receipt.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct StornoCommodity {
    /// `name`, number 1.
    #[prost(string, optional, tag = "1")]
    pub name: Option<String>,
    /// `section_code`, number 2.
    #[prost(string, required, tag = "2")]
    pub section_code: String,
    /// `quantity`, number 3.
    #[prost(uint64, required, tag = "3")]
    pub quantity: u64,
    /// `price`, number 4.
    #[prost(message, required, tag = "4")]
    pub price: Money,
    /// `sum`, number 5.
    #[prost(message, required, tag = "5")]
    pub sum: Money,
    /// `taxes`, number 6.
    #[prost(message, repeated, tag = "6")]
    pub taxes: Vec<TicketTax>,
    /// `excise_stamp`, number 7; until 203.
    #[prost(string, optional, tag = "7")]
    pub excise_stamp: Option<String>,
    /// `auxiliary`, number 8.
    #[prost(message, repeated, tag = "8")]
    pub auxiliary: Vec<KeyValuePair>,
    /// `physical_label`, number 9.
    #[prost(string, optional, tag = "9")]
    pub physical_label: Option<String>,
    /// `product_id`, number 10.
    #[prost(string, optional, tag = "10")]
    pub product_id: Option<String>,
    /// `barcode`, number 11.
    #[prost(string, optional, tag = "11")]
    pub barcode: Option<String>,
    /// `measure_unit_code`, number 12.
    #[prost(string, optional, tag = "12")]
    pub measure_unit_code: Option<String>,
    /// `list_excise_stamp`, number 13; since 203.
    #[prost(string, repeated, tag = "13")]
    pub list_excise_stamp: Vec<String>,
    /// `ntin`, number 14; since 203.
    #[prost(string, optional, tag = "14")]
    pub ntin: Option<String>,
    /// `commodity_type`, number 15: a [`CommodityType`](super::CommodityType); since 204.
    #[prost(int32, optional, tag = "15")]
    pub commodity_type: Option<i32>,
}

/// Line of business.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TicketDomain {
    /// `type`, number 1: a [`DomainType`](super::DomainType); mandatory in 204.
    #[prost(int32, optional, tag = "1")]
    pub r#type: Option<i32>,
    /// `services`, number 2.
    #[prost(message, optional, tag = "2")]
    pub services: Option<DomainServices>,
    /// `gasoil`, number 3.
    #[prost(message, optional, tag = "3")]
    pub gasoil: Option<DomainGasOil>,
    /// `taxi`, number 4.
    #[prost(message, optional, tag = "4")]
    pub taxi: Option<DomainTaxi>,
    /// `parking`, number 5.
    #[prost(message, optional, tag = "5")]
    pub parking: Option<DomainParking>,
}

/// Services: the account that is paid.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DomainServices {
    /// `account_number`, number 1.
    #[prost(string, required, tag = "1")]
    pub account_number: String,
}

/// Petrol station.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DomainGasOil {
    /// `correction_number`, number 1.
    #[prost(string, optional, tag = "1")]
    pub correction_number: Option<String>,
    /// `correction_sum`, number 2.
    #[prost(message, optional, tag = "2")]
    pub correction_sum: Option<Money>,
    /// `card_number`, number 3.
    #[prost(string, optional, tag = "3")]
    pub card_number: Option<String>,
}

/// Taxi.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DomainTaxi {
    /// `car_number`, number 1.
    #[prost(string, required, tag = "1")]
    pub car_number: String,
    /// `is_order`, number 2.
    #[prost(bool, required, tag = "2")]
    pub is_order: bool,
    /// `current_fee`, number 3.
    #[prost(message, required, tag = "3")]
    pub current_fee: Money,
}

/// Parking.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DomainParking {
    /// `begin_time`, number 1.
    #[prost(message, required, tag = "1")]
    pub begin_time: DateTime,
    /// `end_time`, number 2.
    #[prost(message, required, tag = "2")]
    pub end_time: DateTime,
}

/// The buyer and where the receipt goes.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ExtensionOptions {
    /// `customer_email`, number 1.
    #[prost(string, optional, tag = "1")]
    pub customer_email: Option<String>,
    /// `customer_phone`, number 2.
    #[prost(string, optional, tag = "2")]
    pub customer_phone: Option<String>,
    /// `auxiliary`, number 3.
    #[prost(message, repeated, tag = "3")]
    pub auxiliary: Vec<KeyValuePair>,
    /// `customer_iin_or_bin`, number 4.
    #[prost(string, optional, tag = "4")]
    pub customer_iin_or_bin: Option<String>,
}

/// What was paid in one way.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TicketPayment {
    /// `type`, number 1: a [`PaymentType`](super::PaymentType).
    #[prost(int32, required, tag = "1")]
    pub r#type: i32,
    /// `sum`, number 2.
    #[prost(message, required, tag = "2")]
    pub sum: Money,
    /// `card_payment_fields`, number 3; since 203.
    #[prost(message, optional, tag = "3")]
    pub card_payment_fields: Option<CardPaymentFields>,
    /// `mobile_payment_fields`, number 4; since 203.
    #[prost(message, optional, tag = "4")]
    pub mobile_payment_fields: Option<MobilePaymentFields>,
}

/// What the card terminal told.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CardPaymentFields {
    /// `pos_terminal_id`, number 1.
    #[prost(string, optional, tag = "1")]
    pub pos_terminal_id: Option<String>,
    /// `pos_card_type`, number 2.
    #[prost(string, optional, tag = "2")]
    pub pos_card_type: Option<String>,
    /// `pos_autorization_code`, number 3.
    #[prost(uint32, optional, tag = "3")]
    pub pos_autorization_code: Option<u32>,
    /// `pos_rrn`, number 4.
    #[prost(uint64, optional, tag = "4")]
    pub pos_rrn: Option<u64>,
    /// `pos_receipt_number`, number 5.
    #[prost(uint64, optional, tag = "5")]
    pub pos_receipt_number: Option<u64>,
}

/// What the mobile payment told.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct MobilePaymentFields {
    /// `qr_type`, number 1.
    #[prost(string, optional, tag = "1")]
    pub qr_type: Option<String>,
    /// `qr_id`, number 2.
    #[prost(string, optional, tag = "2")]
    pub qr_id: Option<String>,
}

/// Total, cash handed over, change, and a discount or a markup on the whole.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TicketAmounts {
    /// `total`, number 1.
    #[prost(message, required, tag = "1")]
    pub total: Money,
    /// `taken`, number 2.
    #[prost(message, optional, tag = "2")]
    pub taken: Option<Money>,
    /// `change`, number 3.
    #[prost(message, optional, tag = "3")]
    pub change: Option<Money>,
    /// `markup`, number 4.
    #[prost(message, optional, tag = "4")]
    pub markup: Option<TicketModifier>,
    /// `discount`, number 5.
    #[prost(message, optional, tag = "5")]
    pub discount: Option<TicketModifier>,
}

/// The receipt that a return goes back to.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ParentTicket {
    /// `parent_ticket_number`, number 1.
    #[prost(string, required, tag = "1")]
    pub parent_ticket_number: String,
    /// `parent_ticket_data_time`, number 2.
    #[prost(message, required, tag = "2")]
    pub parent_ticket_data_time: DateTime,
    /// `kgd_kkm_id`, number 3.
    #[prost(string, required, tag = "3")]
    pub kgd_kkm_id: String,
    /// `parent_ticket_total`, number 4.
    #[prost(message, required, tag = "4")]
    pub parent_ticket_total: Money,
    /// `parent_ticket_is_offline`, number 5.
    #[prost(bool, required, tag = "5")]
    pub parent_ticket_is_offline: bool,
}

/// The fiscal sign and the link of an accepted receipt.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TicketResponse {
    /// `ticket_number`, number 1.
    #[prost(string, required, tag = "1")]
    pub ticket_number: String,
    /// `qr_code`, number 2.
    #[prost(bytes = "vec", optional, tag = "2")]
    pub qr_code: Option<Vec<u8>>,
}

/// Line of business. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum DomainType {
    /// `DOMAIN_TRADING`, number 0.
    Trading = 0,
    /// `DOMAIN_SERVICES`, number 1.
    Services = 1,
    /// `DOMAIN_GASOIL`, number 2.
    Gasoil = 2,
    /// `DOMAIN_HOTELS`, number 3.
    Hotels = 3,
    /// `DOMAIN_TAXI`, number 4.
    Taxi = 4,
    /// `DOMAIN_PARKING`, number 5.
    Parking = 5,
}

impl DomainType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Trading,
        Self::Services,
        Self::Gasoil,
        Self::Hotels,
        Self::Taxi,
        Self::Parking,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Trading),
            1 => Some(Self::Services),
            2 => Some(Self::Gasoil),
            3 => Some(Self::Hotels),
            4 => Some(Self::Taxi),
            5 => Some(Self::Parking),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Trading => 0,
            Self::Services => 1,
            Self::Gasoil => 2,
            Self::Hotels => 3,
            Self::Taxi => 4,
            Self::Parking => 5,
        }
    }
}

/// Kind of a line. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum ItemType {
    /// `ITEM_TYPE_COMMODITY`, number 1.
    Commodity = 1,
    /// `ITEM_TYPE_STORNO_COMMODITY`, number 2.
    StornoCommodity = 2,
    /// `ITEM_TYPE_MARKUP`, number 3.
    Markup = 3,
    /// `ITEM_TYPE_STORNO_MARKUP`, number 4.
    StornoMarkup = 4,
    /// `ITEM_TYPE_DISCOUNT`, number 5.
    Discount = 5,
    /// `ITEM_TYPE_STORNO_DISCOUNT`, number 6.
    StornoDiscount = 6,
}

impl ItemType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Commodity,
        Self::StornoCommodity,
        Self::Markup,
        Self::StornoMarkup,
        Self::Discount,
        Self::StornoDiscount,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            1 => Some(Self::Commodity),
            2 => Some(Self::StornoCommodity),
            3 => Some(Self::Markup),
            4 => Some(Self::StornoMarkup),
            5 => Some(Self::Discount),
            6 => Some(Self::StornoDiscount),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Commodity => 1,
            Self::StornoCommodity => 2,
            Self::Markup => 3,
            Self::StornoMarkup => 4,
            Self::Discount => 5,
            Self::StornoDiscount => 6,
        }
    }
}

/// Kind of what is sold, since 2.0.4. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum CommodityType {
    /// `COMMODITY_TYPE_PRODUCT`, number 0.
    Product = 0,
    /// `COMMODITY_TYPE_TASK`, number 1.
    Task = 1,
    /// `COMMODITY_TYPE_SERVICE`, number 2.
    Service = 2,
}

impl CommodityType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Product,
        Self::Task,
        Self::Service,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Product),
            1 => Some(Self::Task),
            2 => Some(Self::Service),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Product => 0,
            Self::Task => 1,
            Self::Service => 2,
        }
    }
}
