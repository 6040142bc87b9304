//! Delivery orders, which a courier turns into receipts.

use receipt::{NamedDetail, OperationalDetail, ReceiptLine, SectoralDetail, TaxationRegime};
use serde::{Deserialize, Serialize};
use types::{EmployeeId, Inn, LocalDateTime, Money, OrderId, TaskId};

use super::{Door, ExternalId};

/// An order of a shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// What the shop sent last.
    pub draft: OrderDraft,
    /// How far it is.
    pub state: OrderState,
    /// Name of the courier of `draft.courier`.
    pub courier_name: Option<String>,
    /// The task that the order became.
    pub task: Option<TaskId>,
}

/// An order as a shop wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDraft {
    /// The shop's order number.
    pub external_id: ExternalId,
    /// Dialect that the order came in; its callback speaks it too.
    pub door: Door,
    /// State that the shop asks for; `None` leaves it.
    pub state: Option<OrderState>,
    /// Taxation regime of the settlement.
    pub taxation: TaxationRegime,
    /// Taxpayer number of the seller.
    pub seller_inn: Option<Inn>,
    /// Place of settlement: tag 1187.
    pub settlement_place: Option<String>,
    /// Address of settlement: tag 1009.
    pub settlement_address: Option<String>,
    /// Who gets the delivery.
    pub buyer: OrderBuyer,
    /// Whether the courier takes money.
    pub settlement: Settlement,
    /// Paid before delivery.
    pub prepayment: Money,
    /// How the rest is paid.
    pub payment: PaymentKind,
    /// Delivery not before, by the clock of the place.
    pub deliver_from: Option<LocalDateTime>,
    /// Delivery not after.
    pub deliver_until: Option<LocalDateTime>,
    /// Note for the courier.
    pub description: String,
    /// Where the shop wants to hear that the order is done.
    pub callback_url: Option<String>,
    /// Who delivers.
    pub courier: Option<EmployeeId>,
    /// What is delivered.
    pub lines: Vec<OrderLine>,
    /// Tag 1192 of the receipt to come.
    pub additional_detail: Option<String>,
    /// Tag 1084 of the receipt to come.
    pub user_detail: Option<NamedDetail>,
    /// Tag 1261 of the receipt to come.
    pub sectoral: Vec<SectoralDetail>,
    /// Tag 1270 of the receipt to come.
    pub operational: Option<OperationalDetail>,
}

/// Who gets a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderBuyer {
    /// Where to.
    pub address: String,
    /// Whom to call.
    pub phone: String,
    /// Where the receipt goes.
    pub email: Option<String>,
    /// Name for the courier.
    pub name: Option<String>,
    /// Point on the map.
    pub coordinate: Option<Coordinate>,
    /// Name for the receipt: tag 1227.
    pub receipt_name: Option<String>,
    /// Taxpayer number for the receipt: tag 1228.
    pub receipt_inn: Option<Inn>,
}

/// A point on the map in degrees, as decimals that nobody computes with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coordinate {
    /// Degrees north.
    pub latitude: String,
    /// Degrees east.
    pub longitude: String,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// The line of the receipt to come.
    pub line: ReceiptLine,
    /// The shop's number of the line.
    pub external_id: Option<ExternalId>,
    /// The shop's number of the product.
    pub product_id: Option<ExternalId>,
    /// Whether the courier has to scan a marking code.
    pub scan: MarkingScan,
}

/// Whether the courier has to scan a marking code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkingScan {
    /// Yes.
    Required,
    /// No.
    NotRequired,
}

/// Whether the courier takes money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Settlement {
    /// The buyer pays the courier.
    ToCourier,
    /// The buyer has paid.
    Before,
}

/// One way to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PaymentKind {
    /// Tag 1031.
    Cash,
    /// Tag 1081.
    Electronic,
    /// Tag 1215.
    Prepaid,
    /// Tag 1216.
    Postpaid,
    /// Tag 1217.
    InKind,
}

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OrderState {
    /// Waits for a courier or is with one.
    New,
    /// Delivered.
    Done,
    /// Given up.
    Canceled,
}

/// Which orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// Of this courier.
    pub courier: Option<EmployeeId>,
    /// Delivered not before this time.
    pub deliver_from: Option<LocalDateTime>,
}

/// What became of a new or changed order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderOutcome {
    /// It is durable.
    Saved(Box<Order>),
    /// Another order of the shop has the external id.
    ExternalIdTaken(OrderId),
    /// The organization has no such courier.
    UnknownCourier(EmployeeId),
    /// The order is done or given up and cannot be changed any more.
    Closed(OrderState),
}
