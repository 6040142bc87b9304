//! What Kazakh registers send, version 2.0.3.

use super::register::Sums;
use ofd_kz::messages::{
    CloseShiftRequest, CommandType, Commodity, DateTime, DomainType, ItemType, Money as WireMoney,
    MoneyPlacementRequest, MoneyPlacementType, OfflinePeriod, OperationType, Operator, ParentTicket,
    PaymentType, ReportRequest, ReportType, Request, Response, ServiceRequest, TaxType, TaxationType,
    TicketAmounts, TicketDomain, TicketItem, TicketPayment, TicketRequest, TicketTax, ZxReport,
};
use ofd_kz::values::tax_inside;
use types::{LocalDateTime, Money};

/// Rate of VAT, thousandths of a percent. Law: KZ tax code from 2026.
const VAT: u32 = 16_000;
/// A piece.
const PIECE: &str = "796";
/// One piece, thousandths.
const ONE: u64 = 1000;

/// A receipt to be sent.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Its operation.
    pub operation: OperationType,
    /// Its lines, tiyn each.
    pub lines: Vec<i64>,
    /// How it is paid.
    pub payment: PaymentType,
    /// When.
    pub at: LocalDateTime,
    /// Its shift.
    pub shift: u32,
    /// Its through number.
    pub number: u64,
    /// Its own number, when it was issued without the operator.
    pub autonomous: Option<u32>,
    /// Sign, time and total of the receipt that a return goes back to, and the register's registration number.
    pub parent: Option<(String, LocalDateTime, i64, String)>,
}

impl Receipt {
    /// Total, tiyn.
    pub fn total(&self) -> i64 {
        self.lines.iter().sum()
    }

    /// The request.
    pub fn request(&self) -> Request {
        let total = money(self.total());
        let cash = self.payment == PaymentType::Cash;
        let ticket = TicketRequest {
            operation: self.operation.number(),
            date_time: self.at.into(),
            operator: cashier(),
            domain: Some(TicketDomain {
                r#type: Some(DomainType::Trading.number()),
                ..TicketDomain::default()
            }),
            items: self.lines.iter().map(|sum| line(*sum)).collect(),
            payments: vec![TicketPayment {
                r#type: self.payment.number(),
                sum: total,
                ..TicketPayment::default()
            }],
            amounts: TicketAmounts {
                total,
                taken: cash.then_some(total),
                change: cash.then_some(money(0)),
                ..TicketAmounts::default()
            },
            offline_ticket_number: self.autonomous,
            fr_shift_number: Some(self.shift),
            printed_document_number: Some(self.number),
            parent_ticket: self
                .parent
                .as_ref()
                .map(|(sign, at, total, registration_number)| ParentTicket {
                    parent_ticket_number: sign.clone(),
                    parent_ticket_data_time: (*at).into(),
                    kgd_kkm_id: registration_number.clone(),
                    parent_ticket_total: money(*total),
                    parent_ticket_is_offline: false,
                }),
            ..TicketRequest::default()
        };
        Request {
            command: CommandType::Ticket.number(),
            ticket: Some(ticket),
            service: self.autonomous.map(|_| outage(self.at.into())),
            ..Request::default()
        }
    }
}

/// Cash put into the drawer.
pub fn deposit(amount: i64, at: LocalDateTime, shift: u32, number: u64) -> Request {
    Request {
        command: CommandType::MoneyPlacement.number(),
        money_placement: Some(MoneyPlacementRequest {
            date_time: at.into(),
            operation: MoneyPlacementType::Deposit.number(),
            sum: money(amount),
            fr_shift_number: Some(shift),
            printed_document_number: Some(number),
            operator: Some(cashier()),
            ..MoneyPlacementRequest::default()
        }),
        ..Request::default()
    }
}

/// Closing of a shift.
pub fn closing(at: LocalDateTime, shift: u32, number: u64) -> Request {
    Request {
        command: CommandType::CloseShift.number(),
        close_shift: Some(CloseShiftRequest {
            close_time: at.into(),
            fr_shift_number: Some(shift),
            operator: Some(cashier()),
            printed_document_number: Some(number),
            ..CloseShiftRequest::default()
        }),
        ..Request::default()
    }
}

/// Wish for an X report.
pub fn report(at: LocalDateTime) -> Request {
    Request {
        command: CommandType::Report.number(),
        report: Some(ReportRequest {
            report: ReportType::X.number(),
            date_time: at.into(),
            ..ReportRequest::default()
        }),
        ..Request::default()
    }
}

/// Tiyn of an amount; `None` for one that is none.
pub fn tiyn(amount: WireMoney) -> Option<i64> {
    Money::try_from(amount).ok().map(Money::minor)
}

/// What a report says, in the form of the register's own books; `None` when an amount or an operation is none.
pub fn sums(report: &ZxReport) -> Option<Sums> {
    let mut sums = Sums {
        drawer: tiyn(report.cash_sum)?,
        ..Sums::default()
    };
    let place = |operation: i32| usize::try_from(operation).ok().filter(|place| *place < 4);
    for one in &report.non_nullable_sums {
        sums.ever[place(one.operation)?] = tiyn(one.sum)?;
    }
    for one in &report.ticket_operations {
        let place = place(one.operation)?;
        sums.receipts[place] = one.tickets_total_count;
        sums.in_shift[place] = (one.tickets_count, tiyn(one.tickets_sum)?);
    }
    Some(sums)
}

/// Sign and link of an accepted receipt.
pub fn signed(response: &Response) -> Option<(String, String)> {
    let signed = response.ticket.as_ref()?;
    let link = String::from_utf8_lossy(signed.qr_code.as_deref().unwrap_or_default());
    Some((signed.ticket_number.clone(), link.into_owned()))
}

fn money(tiyn: i64) -> WireMoney {
    WireMoney::try_from(Money::from_minor(tiyn)).expect("amounts of the load are positive")
}

fn cashier() -> Operator {
    Operator {
        code: 1,
        name: Some("Кассир 1".to_owned()),
    }
}

fn line(sum: i64) -> TicketItem {
    let tax = tax_inside(Money::from_minor(sum), VAT).expect("a small sum");
    let commodity = Commodity {
        name: Some("Қымыз".to_owned()),
        section_code: "1".to_owned(),
        quantity: ONE,
        price: money(sum),
        sum: money(sum),
        taxes: vec![TicketTax {
            tax_type: u32::try_from(TaxType::Vat.number()).unwrap_or_default(),
            taxation_type: u32::try_from(TaxationType::Rts.number()).ok(),
            percent: VAT,
            sum: money(tax.minor()),
            is_in_total_sum: true,
        }],
        measure_unit_code: Some(PIECE.to_owned()),
        ..Commodity::default()
    };
    TicketItem {
        r#type: ItemType::Commodity.number(),
        commodity: Some(Box::new(commodity)),
        ..TicketItem::default()
    }
}

/// An outage that began and ended with the document.
fn outage(at: DateTime) -> ServiceRequest {
    ServiceRequest {
        offline_period: Some(OfflinePeriod {
            begin_time: at,
            end_time: at,
        }),
        ..ServiceRequest::default()
    }
}
