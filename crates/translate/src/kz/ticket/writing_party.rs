//! Who sells, who buys, what the place sells and what a return goes back to.

use ofd_kz::messages::{
    CardPaymentFields, DomainGasOil, DomainParking, DomainServices, DomainTaxi, DomainType, ExtensionOptions,
    MobilePaymentFields, Operator, ParentTicket, TicketDomain,
};
use receipt::kz::{
    Buyer, CardDetails, Cashier, IssueMode, LineOfBusiness, MobileDetails, ParentReceipt, TaxiRide,
};

use super::writing::Writer;

pub(in crate::kz) fn operator(cashier: &Cashier) -> Operator {
    Operator {
        code: cashier.code,
        name: Some(cashier.name.clone()),
    }
}

pub(super) fn buyer(buyer: &Buyer) -> Option<ExtensionOptions> {
    (*buyer != Buyer::default()).then(|| ExtensionOptions {
        customer_email: buyer.email.clone(),
        customer_phone: buyer.phone.clone(),
        auxiliary: Vec::new(),
        customer_iin_or_bin: buyer.number.clone(),
    })
}

pub(super) fn card(card: &CardDetails) -> Option<CardPaymentFields> {
    (*card != CardDetails::default()).then(|| CardPaymentFields {
        pos_terminal_id: card.terminal_id.clone(),
        pos_card_type: card.card_type.clone(),
        pos_autorization_code: card.authorization_code,
        pos_rrn: card.reference_number,
        pos_receipt_number: card.slip_number,
    })
}

pub(super) fn mobile(mobile: &MobileDetails) -> Option<MobilePaymentFields> {
    (*mobile != MobileDetails::default()).then(|| MobilePaymentFields {
        qr_type: mobile.qr_type.clone(),
        qr_id: mobile.qr_id.clone(),
    })
}

impl Writer {
    pub(super) fn domain(&mut self, business: &LineOfBusiness) -> TicketDomain {
        let of = |kind: DomainType| TicketDomain {
            r#type: Some(kind.number()),
            ..TicketDomain::default()
        };
        match business {
            LineOfBusiness::Trading => of(DomainType::Trading),
            LineOfBusiness::Hotel => of(DomainType::Hotels),
            LineOfBusiness::Services { account } => TicketDomain {
                services: Some(DomainServices {
                    account_number: account.clone(),
                }),
                ..of(DomainType::Services)
            },
            LineOfBusiness::GasStation {
                correction_number,
                correction_sum,
                card_number,
            } => TicketDomain {
                gasoil: Some(DomainGasOil {
                    correction_number: correction_number.clone(),
                    correction_sum: correction_sum
                        .map(|sum| self.money("ticket.domain.gasoil.correction_sum", sum)),
                    card_number: card_number.clone(),
                }),
                ..of(DomainType::Gasoil)
            },
            LineOfBusiness::Taxi {
                car_number,
                ride,
                fare,
            } => TicketDomain {
                taxi: Some(DomainTaxi {
                    car_number: car_number.clone(),
                    is_order: *ride == TaxiRide::Ordered,
                    current_fee: self.money("ticket.domain.taxi.current_fee", *fare),
                }),
                ..of(DomainType::Taxi)
            },
            LineOfBusiness::Parking { from, until } => TicketDomain {
                parking: Some(DomainParking {
                    begin_time: (*from).into(),
                    end_time: (*until).into(),
                }),
                ..of(DomainType::Parking)
            },
        }
    }

    pub(super) fn parent(&mut self, parent: &ParentReceipt) -> ParentTicket {
        ParentTicket {
            parent_ticket_number: parent.sign.clone(),
            parent_ticket_data_time: parent.issued_at.into(),
            kgd_kkm_id: parent.registration_number.as_str().to_owned(),
            parent_ticket_total: self.money("ticket.parent_ticket.parent_ticket_total", parent.total),
            parent_ticket_is_offline: parent.mode == IssueMode::Autonomous,
        }
    }
}
