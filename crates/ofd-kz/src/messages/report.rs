//! Generated from `proto/report.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{DateTime, Money, Operator};

/// Closing of a shift.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CloseShiftRequest {
    /// `close_time`, number 1.
    #[prost(message, required, tag = "1")]
    pub close_time: DateTime,
    /// `is_offline`, number 2.
    #[prost(bool, optional, tag = "2")]
    pub is_offline: Option<bool>,
    /// `fr_shift_number`, number 3.
    #[prost(uint32, optional, tag = "3")]
    pub fr_shift_number: Option<u32>,
    /// `withdraw_money`, number 4.
    #[prost(bool, optional, tag = "4")]
    pub withdraw_money: Option<bool>,
    /// `z_report`, number 5.
    #[prost(message, optional, tag = "5")]
    pub z_report: Option<ZxReport>,
    /// `operator`, number 6.
    #[prost(message, optional, tag = "6")]
    pub operator: Option<Operator>,
    /// `printed_document_number`, number 7.
    #[prost(uint64, optional, tag = "7")]
    pub printed_document_number: Option<u64>,
}

/// Cash put into the drawer or taken out.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct MoneyPlacementRequest {
    /// `date_time`, number 1.
    #[prost(message, required, tag = "1")]
    pub date_time: DateTime,
    /// `operation`, number 2: a [`MoneyPlacementType`](super::MoneyPlacementType).
    #[prost(int32, required, tag = "2")]
    pub operation: i32,
    /// `sum`, number 3.
    #[prost(message, required, tag = "3")]
    pub sum: Money,
    /// `is_offline`, number 4.
    #[prost(bool, optional, tag = "4")]
    pub is_offline: Option<bool>,
    /// `fr_shift_number`, number 5.
    #[prost(uint32, optional, tag = "5")]
    pub fr_shift_number: Option<u32>,
    /// `printed_document_number`, number 6.
    #[prost(uint64, optional, tag = "6")]
    pub printed_document_number: Option<u64>,
    /// `operator`, number 7.
    #[prost(message, optional, tag = "7")]
    pub operator: Option<Operator>,
}

/// Counters of a shift.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ZxReport {
    /// `date_time`, number 1.
    #[prost(message, required, tag = "1")]
    pub date_time: DateTime,
    /// `shift_number`, number 2.
    #[prost(uint32, required, tag = "2")]
    pub shift_number: u32,
    /// `sections`, number 3.
    #[prost(message, repeated, tag = "3")]
    pub sections: Vec<ReportSection>,
    /// `operations`, number 4.
    #[prost(message, repeated, tag = "4")]
    pub operations: Vec<ReportOperation>,
    /// `discounts`, number 5.
    #[prost(message, repeated, tag = "5")]
    pub discounts: Vec<ReportOperation>,
    /// `markups`, number 6.
    #[prost(message, repeated, tag = "6")]
    pub markups: Vec<ReportOperation>,
    /// `total_result`, number 7.
    #[prost(message, repeated, tag = "7")]
    pub total_result: Vec<ReportOperation>,
    /// `taxes`, number 8.
    #[prost(message, repeated, tag = "8")]
    pub taxes: Vec<ReportTax>,
    /// `start_shift_non_nullable_sums`, number 9.
    #[prost(message, repeated, tag = "9")]
    pub start_shift_non_nullable_sums: Vec<NonNullableSum>,
    /// `ticket_operations`, number 10.
    #[prost(message, repeated, tag = "10")]
    pub ticket_operations: Vec<ReportTicketOperation>,
    /// `money_placements`, number 11.
    #[prost(message, repeated, tag = "11")]
    pub money_placements: Vec<ReportMoneyPlacement>,
    /// `annulled_tickets`, number 12; until 203.
    #[prost(message, optional, tag = "12")]
    pub annulled_tickets: Option<AnnulledTickets>,
    /// `cash_sum`, number 13.
    #[prost(message, required, tag = "13")]
    pub cash_sum: Money,
    /// `revenue`, number 14.
    #[prost(message, required, tag = "14")]
    pub revenue: Revenue,
    /// `non_nullable_sums`, number 15.
    #[prost(message, repeated, tag = "15")]
    pub non_nullable_sums: Vec<NonNullableSum>,
    /// `open_shift_time`, number 16; mandatory in 204.
    #[prost(message, optional, tag = "16")]
    pub open_shift_time: Option<DateTime>,
    /// `close_shift_time`, number 17.
    #[prost(message, optional, tag = "17")]
    pub close_shift_time: Option<DateTime>,
    /// `checksum`, number 18.
    #[prost(string, optional, tag = "18")]
    pub checksum: Option<String>,
}

/// Count and sum of one kind of operation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReportOperation {
    /// `operation`, number 1: a [`OperationType`](super::OperationType).
    #[prost(int32, required, tag = "1")]
    pub operation: i32,
    /// `count`, number 2.
    #[prost(uint32, required, tag = "2")]
    pub count: u32,
    /// `sum`, number 3.
    #[prost(message, required, tag = "3")]
    pub sum: Money,
}

/// Counters of one section.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReportSection {
    /// `section_code`, number 1.
    #[prost(string, required, tag = "1")]
    pub section_code: String,
    /// `operations`, number 2.
    #[prost(message, repeated, tag = "2")]
    pub operations: Vec<ReportOperation>,
}

/// Counters of one tax and rate.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReportTax {
    /// `tax_type`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub tax_type: u32,
    /// `percent`, number 2.
    #[prost(uint32, required, tag = "2")]
    pub percent: u32,
    /// `operations`, number 3.
    #[prost(message, repeated, tag = "3")]
    pub operations: Vec<ReportTaxOperation>,
}

/// Turnover and tax of one kind of operation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReportTaxOperation {
    /// `operation`, number 1: a [`OperationType`](super::OperationType).
    #[prost(int32, required, tag = "1")]
    pub operation: i32,
    /// `turnover`, number 2.
    #[prost(message, required, tag = "2")]
    pub turnover: Money,
    /// `sum`, number 3.
    #[prost(message, required, tag = "3")]
    pub sum: Money,
    /// `turnover_without_tax`, number 4; mandatory in 204.
    #[prost(message, optional, tag = "4")]
    pub turnover_without_tax: Option<Money>,
}

/// A total that is never reset.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct NonNullableSum {
    /// `operation`, number 1: a [`OperationType`](super::OperationType).
    #[prost(int32, required, tag = "1")]
    pub operation: i32,
    /// `sum`, number 2.
    #[prost(message, required, tag = "2")]
    pub sum: Money,
}

/// Receipts of one kind of operation.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReportTicketOperation {
    /// `operation`, number 1: a [`OperationType`](super::OperationType).
    #[prost(int32, required, tag = "1")]
    pub operation: i32,
    /// `tickets_total_count`, number 2.
    #[prost(uint32, required, tag = "2")]
    pub tickets_total_count: u32,
    /// `tickets_count`, number 3.
    #[prost(uint32, required, tag = "3")]
    pub tickets_count: u32,
    /// `tickets_sum`, number 4.
    #[prost(message, required, tag = "4")]
    pub tickets_sum: Money,
    /// `payments`, number 5.
    #[prost(message, repeated, tag = "5")]
    pub payments: Vec<ReportPayment>,
    /// `offline_count`, number 6; mandatory in 204.
    #[prost(uint32, optional, tag = "6")]
    pub offline_count: Option<u32>,
    /// `discount_sum`, number 7; mandatory in 204.
    #[prost(message, optional, tag = "7")]
    pub discount_sum: Option<Money>,
    /// `markup_sum`, number 8; mandatory in 204.
    #[prost(message, optional, tag = "8")]
    pub markup_sum: Option<Money>,
    /// `change_sum`, number 9; mandatory in 204.
    #[prost(message, optional, tag = "9")]
    pub change_sum: Option<Money>,
}

/// Payments of one type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReportPayment {
    /// `payment`, number 1: a [`PaymentType`](super::PaymentType).
    #[prost(int32, required, tag = "1")]
    pub payment: i32,
    /// `sum`, number 2.
    #[prost(message, required, tag = "2")]
    pub sum: Money,
    /// `count`, number 3; mandatory in 204.
    #[prost(uint32, optional, tag = "3")]
    pub count: Option<u32>,
}

/// Cash movements of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReportMoneyPlacement {
    /// `operation`, number 1: a [`MoneyPlacementType`](super::MoneyPlacementType).
    #[prost(int32, required, tag = "1")]
    pub operation: i32,
    /// `operations_total_count`, number 2.
    #[prost(uint32, required, tag = "2")]
    pub operations_total_count: u32,
    /// `operations_count`, number 3.
    #[prost(uint32, required, tag = "3")]
    pub operations_count: u32,
    /// `operations_sum`, number 4.
    #[prost(message, required, tag = "4")]
    pub operations_sum: Money,
    /// `offline_count`, number 5; mandatory in 204.
    #[prost(uint32, optional, tag = "5")]
    pub offline_count: Option<u32>,
}

/// Annulled receipts.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct AnnulledTickets {
    /// `annulled_tickets_total_count`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub annulled_tickets_total_count: u32,
    /// `annulled_tickets_count`, number 2.
    #[prost(uint32, required, tag = "2")]
    pub annulled_tickets_count: u32,
    /// `annulled_operations`, number 3.
    #[prost(message, repeated, tag = "3")]
    pub annulled_operations: Vec<ReportOperation>,
}

/// Revenue of the shift with its sign.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Revenue {
    /// `sum`, number 1.
    #[prost(message, required, tag = "1")]
    pub sum: Money,
    /// `is_negative`, number 2.
    #[prost(bool, required, tag = "2")]
    pub is_negative: bool,
}

/// Asks for a report of the shift.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReportRequest {
    /// `report`, number 1: a [`ReportType`](super::ReportType).
    #[prost(int32, required, tag = "1")]
    pub report: i32,
    /// `date_time`, number 2.
    #[prost(message, required, tag = "2")]
    pub date_time: DateTime,
    /// `is_offline`, number 3.
    #[prost(bool, optional, tag = "3")]
    pub is_offline: Option<bool>,
    /// `zx_report`, number 4.
    #[prost(message, optional, tag = "4")]
    pub zx_report: Option<ZxReport>,
}

/// The report as the operator has it.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReportResponse {
    /// `report`, number 1: a [`ReportType`](super::ReportType).
    #[prost(int32, required, tag = "1")]
    pub report: i32,
    /// `zx_report`, number 2.
    #[prost(message, optional, tag = "2")]
    pub zx_report: Option<ZxReport>,
}

/// Direction of a cash movement. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum MoneyPlacementType {
    /// `MONEY_PLACEMENT_DEPOSIT`, number 0.
    Deposit = 0,
    /// `MONEY_PLACEMENT_WITHDRAWAL`, number 1.
    Withdrawal = 1,
}

impl MoneyPlacementType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Deposit,
        Self::Withdrawal,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Deposit),
            1 => Some(Self::Withdrawal),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Deposit => 0,
            Self::Withdrawal => 1,
        }
    }
}

/// Z or X report. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum ReportType {
    /// `REPORT_Z`, number 0.
    Z = 0,
    /// `REPORT_X`, number 1.
    X = 1,
}

impl ReportType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Z,
        Self::X,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Z),
            1 => Some(Self::X),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Z => 0,
            Self::X => 1,
        }
    }
}
