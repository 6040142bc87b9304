//! Generated from `proto/envelope.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{CloseShiftRequest, Money, MoneyPlacementRequest, NomenclatureRequest, NomenclatureResponse, ReportRequest, ReportResponse, ServiceRequest, ServiceResponse, TicketRequest, TicketResponse};

/// What a register sends.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Request {
    /// `command`, number 1: a [`CommandType`](super::CommandType).
    #[prost(int32, required, tag = "1")]
    pub command: i32,
    /// `ticket`, number 2.
    #[prost(message, optional, tag = "2")]
    pub ticket: Option<TicketRequest>,
    /// `close_shift`, number 3.
    #[prost(message, optional, tag = "3")]
    pub close_shift: Option<CloseShiftRequest>,
    /// `report`, number 4.
    #[prost(message, optional, tag = "4")]
    pub report: Option<ReportRequest>,
    /// `nomenclature`, number 5.
    #[prost(message, optional, tag = "5")]
    pub nomenclature: Option<NomenclatureRequest>,
    /// `service`, number 6.
    #[prost(message, optional, tag = "6")]
    pub service: Option<ServiceRequest>,
    /// `money_placement`, number 7.
    #[prost(message, optional, tag = "7")]
    pub money_placement: Option<MoneyPlacementRequest>,
    /// `auth`, number 8.
    #[prost(message, optional, tag = "8")]
    pub auth: Option<AuthRequest>,
    /// `qr`, number 9; since 204.
    #[prost(message, optional, tag = "9")]
    pub qr: Option<QrRequest>,
}

/// What the operator answers.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Response {
    /// `command`, number 1: a [`CommandType`](super::CommandType).
    #[prost(int32, required, tag = "1")]
    pub command: i32,
    /// `result`, number 2.
    #[prost(message, required, tag = "2")]
    pub result: Result,
    /// `ticket`, number 3.
    #[prost(message, optional, tag = "3")]
    pub ticket: Option<TicketResponse>,
    /// `report`, number 4.
    #[prost(message, optional, tag = "4")]
    pub report: Option<ReportResponse>,
    /// `nomenclature`, number 5.
    #[prost(message, optional, tag = "5")]
    pub nomenclature: Option<NomenclatureResponse>,
    /// `service`, number 6.
    #[prost(message, optional, tag = "6")]
    pub service: Option<ServiceResponse>,
    /// `auth`, number 7.
    #[prost(message, optional, tag = "7")]
    pub auth: Option<AuthResponse>,
    /// `qr`, number 8; since 204.
    #[prost(message, optional, tag = "8")]
    pub qr: Option<QrResponse>,
}

/// Result of a command.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Result {
    /// `result_code`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub result_code: u32,
    /// `result_text`, number 2.
    #[prost(string, optional, tag = "2")]
    pub result_text: Option<String>,
}

/// Login of a cashier.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct AuthRequest {
    /// `login`, number 1.
    #[prost(string, required, tag = "1")]
    pub login: String,
    /// `password`, number 2.
    #[prost(string, required, tag = "2")]
    pub password: String,
}

/// Answer to a login.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct AuthResponse {
    /// `result`, number 1: a [`AuthResultType`](super::AuthResultType).
    #[prost(int32, required, tag = "1")]
    pub result: i32,
    /// `operator_code`, number 2.
    #[prost(uint32, optional, tag = "2")]
    pub operator_code: Option<u32>,
    /// `operator_name`, number 3.
    #[prost(string, optional, tag = "3")]
    pub operator_name: Option<String>,
    /// `roles`, number 4: a [`UserRole`](super::UserRole).
    #[prost(int32, repeated, packed = "false", tag = "4")]
    pub roles: Vec<i32>,
}

/// Asks for a payment by QR code, since 2.0.4.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct QrRequest {
    /// `invoice_id`, number 1.
    #[prost(uint64, required, tag = "1")]
    pub invoice_id: u64,
    /// `amount`, number 2.
    #[prost(message, optional, tag = "2")]
    pub amount: Option<Money>,
}

/// The code and the state of its payment, since 2.0.4.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct QrResponse {
    /// `qr_code`, number 1.
    #[prost(string, required, tag = "1")]
    pub qr_code: String,
    /// `status`, number 2: a [`StatusType`](super::StatusType).
    #[prost(int32, required, tag = "2")]
    pub status: i32,
}

/// Command of a register. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum CommandType {
    /// `COMMAND_SYSTEM`, number 0.
    System = 0,
    /// `COMMAND_TICKET`, number 1.
    Ticket = 1,
    /// `COMMAND_CLOSE_SHIFT`, number 2.
    CloseShift = 2,
    /// `COMMAND_REPORT`, number 3.
    Report = 3,
    /// `COMMAND_NOMENCLATURE`, number 4.
    Nomenclature = 4,
    /// `COMMAND_INFO`, number 5.
    Info = 5,
    /// `COMMAND_MONEY_PLACEMENT`, number 6.
    MoneyPlacement = 6,
    /// `COMMAND_CANCEL_TICKET`, number 7.
    CancelTicket = 7,
    /// `COMMAND_AUTH`, number 8.
    Auth = 8,
    /// `COMMAND_RESERVED`, number 127.
    Reserved = 127,
    /// `COMMAND_QR_GENERATE`, number 100.
    QrGenerate = 100,
    /// `COMMAND_QR_GET_STATUS`, number 101.
    QrGetStatus = 101,
}

impl CommandType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::System,
        Self::Ticket,
        Self::CloseShift,
        Self::Report,
        Self::Nomenclature,
        Self::Info,
        Self::MoneyPlacement,
        Self::CancelTicket,
        Self::Auth,
        Self::Reserved,
        Self::QrGenerate,
        Self::QrGetStatus,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::System),
            1 => Some(Self::Ticket),
            2 => Some(Self::CloseShift),
            3 => Some(Self::Report),
            4 => Some(Self::Nomenclature),
            5 => Some(Self::Info),
            6 => Some(Self::MoneyPlacement),
            7 => Some(Self::CancelTicket),
            8 => Some(Self::Auth),
            127 => Some(Self::Reserved),
            100 => Some(Self::QrGenerate),
            101 => Some(Self::QrGetStatus),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::System => 0,
            Self::Ticket => 1,
            Self::CloseShift => 2,
            Self::Report => 3,
            Self::Nomenclature => 4,
            Self::Info => 5,
            Self::MoneyPlacement => 6,
            Self::CancelTicket => 7,
            Self::Auth => 8,
            Self::Reserved => 127,
            Self::QrGenerate => 100,
            Self::QrGetStatus => 101,
        }
    }
}

/// Role of a cashier. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum UserRole {
    /// `USER_ROLE_PAYMASTER`, number 1.
    Paymaster = 1,
    /// `USER_ROLE_CHIEF_PAYMASTER`, number 2.
    ChiefPaymaster = 2,
    /// `USER_ROLE_ADMINISTRATOR`, number 3.
    Administrator = 3,
}

impl UserRole {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Paymaster,
        Self::ChiefPaymaster,
        Self::Administrator,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            1 => Some(Self::Paymaster),
            2 => Some(Self::ChiefPaymaster),
            3 => Some(Self::Administrator),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Paymaster => 1,
            Self::ChiefPaymaster => 2,
            Self::Administrator => 3,
        }
    }
}

/// Result of a login. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum AuthResultType {
    /// `RESULT_TYPE_OK`, number 0.
    Ok = 0,
    /// `RESULT_TYPE_INVALID_LOGIN_PASSWORD`, number 1.
    InvalidLoginPassword = 1,
}

impl AuthResultType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Ok,
        Self::InvalidLoginPassword,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Ok),
            1 => Some(Self::InvalidLoginPassword),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Ok => 0,
            Self::InvalidLoginPassword => 1,
        }
    }
}

/// State of a payment by QR code, since 2.0.4. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum StatusType {
    /// `STATUS_NEW`, number 0.
    New = 0,
    /// `STATUS_SCANNED`, number 1.
    Scanned = 1,
    /// `STATUS_BLOCKED`, number 2.
    Blocked = 2,
    /// `STATUS_AUTH`, number 3.
    Auth = 3,
    /// `STATUS_PAID`, number 4.
    Paid = 4,
    /// `STATUS_REJECTED`, number 5.
    Rejected = 5,
    /// `STATUS_WAIT`, number 6.
    Wait = 6,
}

impl StatusType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::New,
        Self::Scanned,
        Self::Blocked,
        Self::Auth,
        Self::Paid,
        Self::Rejected,
        Self::Wait,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::New),
            1 => Some(Self::Scanned),
            2 => Some(Self::Blocked),
            3 => Some(Self::Auth),
            4 => Some(Self::Paid),
            5 => Some(Self::Rejected),
            6 => Some(Self::Wait),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::New => 0,
            Self::Scanned => 1,
            Self::Blocked => 2,
            Self::Auth => 3,
            Self::Paid => 4,
            Self::Rejected => 5,
            Self::Wait => 6,
        }
    }
}
