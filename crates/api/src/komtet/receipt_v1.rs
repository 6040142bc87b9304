//! A receipt or correction of version 1. Source: KOMTET/receipt-v1.

use receipt::{
    Correction, CorrectionKind, DocumentForm, Operation, Receipt, ReceiptLine, Seller, TaxationRegime,
};

use super::detail::{self, DATE, NO_TIME};
use super::enumeration::{CORRECTION_V1, TAXATION};
use super::receipt::{Draft, external_id, intent, is_correction};
use super::{agent, line, party};
use crate::field::Node;

/// Reads the body; faults are with the node.
pub(super) fn read(root: Node<'_>) -> Draft {
    let Some(root) = root.object() else {
        return super::receipt_v2::empty();
    };
    let intent = intent(root.key("intent"));
    let internet = root.key("internet").given();
    let print = root.key("print").given();
    Draft {
        external_id: external_id(root.key_of("external_id", ["task_id"])),
        intent: intent.map(|(_, word)| word),
        callback_url: root.key("callback_url").given().and_then(|node| node.url()),
        receipt: Receipt {
            operation: intent.map_or(Operation::Sell, |(intent, _)| intent.operation),
            form: DocumentForm::Receipt,
            taxation: root
                .key("sno")
                .word_or_number(&TAXATION)
                .unwrap_or(TaxationRegime::General),
            seller: Seller {
                inn: root.key("inn").optional_inn(),
                settlement_address: root.key("place_address").optional_text(),
                settlement_place: root.key("payment_address").optional_text(),
            },
            buyer: party::buyer_v1(&root),
            lines: lines(&root),
            payments: detail::payments(root.key("payments")),
            correction: is_correction(intent).then(|| correction(root.key("correction"))),
            cashier: party::cashier(&root),
            additional_detail: root.key("additional_check_props").optional_text(),
            user_detail: detail::user_detail(root.key("additional_user_props")),
            sectoral: Vec::new(),
            operational: None,
            cashless: detail::cashless(root.key("cashless_payments")),
            internet: internet.and_then(|node| node.boolean()),
            time_zone: None,
            print: print.and_then(|node| node.boolean()).unwrap_or_default(),
        },
    }
}

fn correction(node: Node<'_>) -> Correction {
    let Some(correction) = node.object() else {
        return Correction {
            kind: CorrectionKind::OwnInitiative,
            date: NO_TIME,
            order_number: None,
        };
    };
    Correction {
        kind: correction
            .key("type")
            .word(&CORRECTION_V1)
            .unwrap_or(CorrectionKind::OwnInitiative),
        date: correction.key("date").time(&DATE).unwrap_or(NO_TIME),
        order_number: correction.key("document").optional_text(),
    }
}

/// Reads the positions; an agent of the whole receipt stands for positions without their own.
fn lines(root: &Node<'_>) -> Vec<ReceiptLine> {
    let agent = agent::agent(root.key("agent_info"));
    let supplier = agent::supplier(root.key("supplier_info"));
    line::positions(&root.key("positions"), |node| {
        let mut line = line::position_v1(node);
        line.agent = line.agent.or_else(|| agent.clone());
        line.supplier = line.supplier.or_else(|| supplier.clone());
        line
    })
}
