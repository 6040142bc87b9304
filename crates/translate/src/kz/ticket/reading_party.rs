//! Who sells, who buys, what the place sells, how it is paid and what a return goes back to.

use ofd_kz::messages::{
    CardPaymentFields, DomainType, ExtensionOptions, MobilePaymentFields, Operator, ParentTicket,
    TicketDomain, TicketPayment,
};
use receipt::contact;
use receipt::kz::{
    Buyer, CardDetails, Cashier, IssueMode, LineOfBusiness, MobileDetails, ParentReceipt, Payment,
    PaymentKind, PaymentMeans, RegistrationNumber, TaxiRide,
};

use crate::kz::code;
use crate::kz::fault::Faults;

/// A text for people: control characters become blanks.
pub(in crate::kz) fn text(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// A code: nothing where no character stands.
pub(super) fn some_code(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// The schema lets a name out; the paper shows the number then.
pub(in crate::kz) fn cashier(operator: &Operator) -> Cashier {
    let name = operator.name.as_deref().map(text);
    Cashier {
        code: operator.code,
        name: name
            .filter(|name| !name.trim().is_empty())
            .unwrap_or_else(|| operator.code.to_string()),
    }
}

pub(super) fn buyer(options: Option<&ExtensionOptions>) -> Buyer {
    let Some(options) = options else {
        return Buyer::default();
    };
    let email = some_code(options.customer_email.as_deref());
    let phone = some_code(options.customer_phone.as_deref());
    Buyer {
        number: some_code(options.customer_iin_or_bin.as_deref()),
        // The receipt is right without its way to the buyer.
        email: email.filter(|text| contact::email(text).is_ok()),
        phone: phone.filter(|text| contact::phone(text).is_ok()),
    }
}

/// Trade, where nothing else is told.
pub(super) fn business(domain: Option<&TicketDomain>, faults: &mut Faults) -> Option<LineOfBusiness> {
    let Some((domain, number)) = domain.and_then(|domain| Some((domain, domain.r#type?))) else {
        return Some(LineOfBusiness::Trading);
    };
    let kind = DomainType::known(number);
    match faults.named("ticket.domain.type", number, kind)? {
        DomainType::Trading => Some(LineOfBusiness::Trading),
        DomainType::Hotels => Some(LineOfBusiness::Hotel),
        DomainType::Services => match &domain.services {
            None => faults.missing("ticket.domain.services", "the account that is paid"),
            Some(services) => Some(LineOfBusiness::Services {
                account: services.account_number.clone(),
            }),
        },
        DomainType::Gasoil => {
            let fuel = domain.gasoil.clone().unwrap_or_default();
            let path = "ticket.domain.gasoil.correction_sum";
            let sum = match fuel.correction_sum {
                None => None,
                Some(wire) => Some(faults.money(path, wire)?),
            };
            Some(LineOfBusiness::GasStation {
                correction_number: some_code(fuel.correction_number.as_deref()),
                correction_sum: sum,
                card_number: some_code(fuel.card_number.as_deref()),
            })
        }
        DomainType::Taxi => match &domain.taxi {
            None => faults.missing("ticket.domain.taxi", "the car"),
            Some(taxi) => Some(LineOfBusiness::Taxi {
                car_number: taxi.car_number.clone(),
                ride: if taxi.is_order {
                    TaxiRide::Ordered
                } else {
                    TaxiRide::Hailed
                },
                fare: faults.money("ticket.domain.taxi.current_fee", taxi.current_fee)?,
            }),
        },
        DomainType::Parking => match &domain.parking {
            None => faults.missing("ticket.domain.parking", "the time that is paid for"),
            Some(parking) => {
                let from = faults.time("ticket.domain.parking.begin_time", parking.begin_time);
                let until = faults.time("ticket.domain.parking.end_time", parking.end_time);
                Some(LineOfBusiness::Parking {
                    from: from?,
                    until: until?,
                })
            }
        },
    }
}

pub(super) fn payments(payments: &[TicketPayment], faults: &mut Faults) -> Option<Vec<Payment>> {
    let one = |(index, wire)| payment(index, wire, faults);
    let all: Vec<Option<Payment>> = payments.iter().enumerate().map(one).collect();
    all.into_iter().collect()
}

fn payment(index: usize, wire: &TicketPayment, faults: &mut Faults) -> Option<Payment> {
    let path = format!("ticket.payments[{index}]");
    let kind = code::payment(wire.r#type);
    let kind = faults.named(format!("{path}.type"), wire.r#type, kind);
    let amount = faults.money(format!("{path}.sum"), wire.sum);
    let means = match kind? {
        PaymentKind::Cash => PaymentMeans::Cash,
        PaymentKind::Card => PaymentMeans::Card(card(wire.card_payment_fields.as_ref())),
        PaymentKind::Credit => PaymentMeans::Credit,
        PaymentKind::Tare => PaymentMeans::Tare,
        PaymentKind::Mobile => PaymentMeans::Mobile(mobile(wire.mobile_payment_fields.as_ref())),
    };
    let amount = amount?;
    Some(Payment { amount, means })
}

fn card(fields: Option<&CardPaymentFields>) -> CardDetails {
    fields.map_or_else(CardDetails::default, |fields| CardDetails {
        terminal_id: some_code(fields.pos_terminal_id.as_deref()),
        card_type: some_code(fields.pos_card_type.as_deref()),
        authorization_code: fields.pos_autorization_code,
        reference_number: fields.pos_rrn,
        slip_number: fields.pos_receipt_number,
    })
}

fn mobile(fields: Option<&MobilePaymentFields>) -> MobileDetails {
    fields.map_or_else(MobileDetails::default, |fields| MobileDetails {
        qr_type: some_code(fields.qr_type.as_deref()),
        qr_id: some_code(fields.qr_id.as_deref()),
    })
}

pub(super) fn parent(parent: &ParentTicket, faults: &mut Faults) -> Option<ParentReceipt> {
    let path = |field: &str| format!("ticket.parent_ticket.{field}");
    let issued_at = faults.time(path("parent_ticket_data_time"), parent.parent_ticket_data_time);
    let number = RegistrationNumber::parse(&parent.kgd_kkm_id);
    let registration_number = faults.value(path("kgd_kkm_id"), number);
    let total = faults.money(path("parent_ticket_total"), parent.parent_ticket_total);
    Some(ParentReceipt {
        sign: parent.parent_ticket_number.clone(),
        issued_at: issued_at?,
        registration_number: registration_number?,
        total: total?,
        mode: if parent.parent_ticket_is_offline {
            IssueMode::Autonomous
        } else {
            IssueMode::Online
        },
    })
}
