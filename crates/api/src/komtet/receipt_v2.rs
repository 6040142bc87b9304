//! A receipt or correction of version 2. Source: KOMTET/receipt-v2.

use receipt::{
    Buyer, Correction, CorrectionKind, DocumentForm, Operation, Payments, Receipt, Seller, TaxationRegime,
};

use super::detail::{self, DATE, NO_TIME};
use super::enumeration::{CORRECTION_V2, TAXATION};
use super::receipt::{Draft, external_id, intent, is_correction};
use super::{line, party};
use crate::field::Node;

/// Reads the body; faults are with the node.
pub(super) fn read(root: Node<'_>) -> Draft {
    let Some(root) = root.object() else {
        return empty();
    };
    let intent = intent(root.key("intent"));
    let (taxation, seller) = company(root.key("company"));
    let internet = root.key("internet").given();
    let print = root.key("print").given();
    let time_zone = root
        .key("timezone")
        .given()
        .and_then(|node| node.integer(1, 11, "1 to 11"));
    Draft {
        external_id: external_id(root.key("external_id")),
        intent: intent.map(|(_, word)| word),
        callback_url: root.key("callback_url").given().and_then(|node| node.url()),
        receipt: Receipt {
            operation: intent.map_or(Operation::Sell, |(intent, _)| intent.operation),
            form: DocumentForm::Receipt,
            taxation,
            seller,
            buyer: party::buyer(root.key("client")),
            lines: line::positions(&root.key("positions"), line::position_v2),
            payments: detail::payments(root.key("payments")),
            correction: is_correction(intent).then(|| correction(root.key("correction_info"))),
            cashier: party::cashier(&root),
            additional_detail: root.key("additional_check_props").optional_text(),
            user_detail: detail::user_detail(root.key("additional_user_props")),
            sectoral: detail::sectoral(root.key("sectoral_check_props")),
            operational: detail::operational(root.key_of("operating_check_props", ["operation_check_props"])),
            cashless: detail::cashless(root.key("cashless_payments")),
            internet: internet.and_then(|node| node.boolean()),
            time_zone: time_zone.and_then(|zone| u8::try_from(zone).ok()),
            print: print.and_then(|node| node.boolean()).unwrap_or_default(),
        },
    }
}

/// Reads `company`, of orders too.
pub(super) fn company(node: Node<'_>) -> (TaxationRegime, Seller) {
    let Some(company) = node.object() else {
        return (TaxationRegime::General, Seller::default());
    };
    let seller = Seller {
        inn: company.key("inn").optional_inn(),
        settlement_address: company.key("place_address").optional_text(),
        settlement_place: company.key("payment_address").text().map(str::to_owned),
    };
    (
        company
            .key("sno")
            .word_or_number(&TAXATION)
            .unwrap_or(TaxationRegime::General),
        seller,
    )
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
            .word(&CORRECTION_V2)
            .unwrap_or(CorrectionKind::OwnInitiative),
        date: correction.key("base_date").time(&DATE).unwrap_or(NO_TIME),
        order_number: correction.key("base_number").optional_text(),
    }
}

/// What stands for a body that is no object.
pub(super) fn empty() -> Draft {
    Draft {
        external_id: None,
        intent: None,
        callback_url: None,
        receipt: Receipt {
            operation: Operation::Sell,
            form: DocumentForm::Receipt,
            correction: None,
            taxation: TaxationRegime::General,
            seller: Seller::default(),
            buyer: Buyer::default(),
            lines: Vec::new(),
            payments: Payments::default(),
            cashier: None,
            additional_detail: None,
            user_detail: None,
            sectoral: Vec::new(),
            operational: None,
            cashless: Vec::new(),
            internet: None,
            time_zone: None,
            print: false,
        },
    }
}
