//! What the content control flags is taken: an autonomous document is on paper already, and a warning refuses nothing.

use ofd_kz::checks::{Autonomous, RuleId, Severity, rules};
use ofd_kz::messages::{
    Commodity, DateTime, ExtensionOptions, Money, Request as Message, StornoCommodity, TicketItem,
    TicketModifier, TicketRequest,
};
use ofd_kz::session::IncomingMessage;
use ofd_kz::{KnownResult, Version, payload};
use receipt::kz::Operation;
use register_kz::{CashMovementKind, Document, Issue, Request};
use testkit::TestDb;
use translate::kz::request_to_message;
use translate::kz::service::RegisterFacts;

use crate::register::{SELLER, Stage, assert_result, block, release, taken_apart};

type Made = fn(&mut Stage) -> Document;
type Breach = fn(&mut Message);

fn sale(stage: &mut Stage) -> Document {
    stage.receipt(Operation::Sell, "1160.00")
}

fn sale_return(stage: &mut Stage) -> Document {
    stage.receipt(Operation::SellReturn, "1160.00")
}

fn movement(stage: &mut Stage) -> Document {
    stage.movement(CashMovementKind::Deposit, "1.00")
}

fn ticket(message: &mut Message) -> &mut TicketRequest {
    message.ticket.as_mut().unwrap()
}

fn line(message: &mut Message) -> &mut Commodity {
    ticket(message).items[0].commodity.as_mut().unwrap()
}

fn buyer(message: &mut Message, number: &str) {
    ticket(message).extension_options = Some(ExtensionOptions {
        customer_iin_or_bin: Some(number.to_owned()),
        ..ExtensionOptions::default()
    });
}

fn money(minor: i64) -> Money {
    types::Money::from_minor(minor).try_into().unwrap()
}

fn later(at: DateTime) -> DateTime {
    let mut at = at;
    at.date.year += 1;
    at
}

fn storno() -> TicketItem {
    TicketItem {
        r#type: 2,
        storno_commodity: Some(Box::new(StornoCommodity {
            name: Some("another".to_owned()),
            section_code: "1".to_owned(),
            quantity: 1000,
            price: money(100),
            sum: money(100),
            ..StornoCommodity::default()
        })),
        ..TicketItem::default()
    }
}

const V203: Version = Version::V203;

/// Every rule that is flagged in the autonomous mode, broken once.
#[rustfmt::skip]
const FLAGGED: &[(RuleId, Version, Made, Breach)] = &[
    (RuleId::SecurityMissing, Version::V204, sale, |_| {}),
    (RuleId::CodeGone, Version::V204, sale, |m| ticket(m).payments[0].r#type = 2),
    (RuleId::DomainMissing, V203, sale, |m| ticket(m).domain = None),
    (RuleId::LinesMissing, V203, sale, |m| ticket(m).items.clear()),
    (RuleId::LineNameMissing, V203, sale, |m| line(m).name = None),
    (RuleId::MeasureMissing, V203, sale, |m| line(m).measure_unit_code = None),
    (RuleId::QuantityZero, V203, sale, |m| line(m).quantity = 0),
    (RuleId::LineSum, V203, sale, |m| line(m).price = money(115_998)),
    (RuleId::StornoUnmatched, V203, sale, |m| ticket(m).items.push(storno())),
    (RuleId::LinesTotal, V203, sale, |m| ticket(m).amounts.total = money(116_002)),
    (RuleId::ModifiersBoth, V203, sale, |m| {
        let amounts = &mut ticket(m).amounts;
        amounts.discount = Some(TicketModifier { sum: money(300), ..TicketModifier::default() });
        amounts.markup = Some(TicketModifier { sum: money(500), ..TicketModifier::default() });
    }),
    (RuleId::PaymentsMissing, V203, sale, |m| ticket(m).payments.clear()),
    (RuleId::PaymentRepeated, V203, sale, |m| { let again = ticket(m).payments[0].clone(); ticket(m).payments.push(again); }),
    (RuleId::PaymentsTotal, V203, sale, |m| ticket(m).payments[0].sum = money(115_998)),
    (RuleId::NoncashAboveTotal, V203, sale, |m| { ticket(m).payments[0].r#type = 1; ticket(m).payments[0].sum = money(116_002); }),
    (RuleId::TenderedMissing, V203, sale, |m| ticket(m).amounts.taken = None),
    (RuleId::ChangeNotFromCash, V203, sale, |m| { ticket(m).payments[0].r#type = 1; ticket(m).amounts.change = Some(money(100)); }),
    (RuleId::TaxesInTwoPlaces, V203, sale, |m| ticket(m).taxes = line(m).taxes.clone()),
    (RuleId::TaxRepeated, V203, sale, |m| { let tax = line(m).taxes[0]; line(m).taxes.push(tax); }),
    (RuleId::TaxSum, V203, sale, |m| line(m).taxes[0].sum = money(15_000)),
    (RuleId::BuyerNumber, V203, sale, |m| buyer(m, "123456789012")),
    (RuleId::BuyerIsSeller, V203, sale, |m| buyer(m, SELLER)),
    (RuleId::ParentMissing, V203, sale_return, |m| ticket(m).parent_ticket = None),
    (RuleId::ParentNumber, V203, sale_return, |m| ticket(m).parent_ticket.as_mut().unwrap().kgd_kkm_id = "x".to_owned()),
    (RuleId::ParentTotal, V203, sale_return, |m| ticket(m).parent_ticket.as_mut().unwrap().parent_ticket_total = money(100)),
    (RuleId::CashierMissing, V203, movement, |m| m.money_placement.as_mut().unwrap().operator = None),
];

/// Flagged rules of requests that are no documents.
const NO_DOCUMENT: &[RuleId] = &[RuleId::ReportKind, RuleId::CatalogueKey];

/// Rules that only warn, where the reader had to learn to be as kind.
#[rustfmt::skip]
const WARNED: &[(RuleId, Made, Breach)] = &[
    (RuleId::DomainPart, sale, |m| ticket(m).domain.as_mut().unwrap().r#type = Some(4)),
    (RuleId::StampsTooMany, sale, |m| line(m).list_excise_stamp = vec!["1".to_owned(), "2".to_owned()]),
    (RuleId::ChangeAmount, sale, |m| ticket(m).amounts.change = Some(money(100))),
    (RuleId::TaxCode, sale, |m| line(m).taxes[0].taxation_type = Some(99)),
    (RuleId::ParentLater, sale_return, |m| { let at = later(ticket(m).date_time); ticket(m).parent_ticket.as_mut().unwrap().parent_ticket_data_time = at; }),
    (RuleId::ParentNeedless, sale_return, |m| ticket(m).operation = 2),
    (RuleId::MovementZero, movement, |m| m.money_placement.as_mut().unwrap().sum = money(0)),
];

fn message(stage: &Stage, document: Document, version: Version) -> Message {
    let request = Request::Document(Box::new(document));
    request_to_message(&request, &RegisterFacts::default(), version, stage.now()).unwrap()
}

fn make_autonomous(message: &mut Message, sign: u32) {
    if let Some(ticket) = &mut message.ticket {
        ticket.offline_ticket_number = Some(sign);
    }
    if let Some(movement) = &mut message.money_placement {
        movement.is_offline = Some(true);
    }
}

/// Sends it, and goes on with the token of the answer.
async fn answer(stage: &mut Stage, message: &Message) -> ofd_kz::messages::Response {
    let bytes = payload::encode_request(&stage.header, message).unwrap();
    let (header, payload) = taken_apart(&bytes);
    let (header, response) = crate::register::read(
        &stage
            .exchange(IncomingMessage {
                header,
                body: payload,
            })
            .await,
    );
    stage.header.token = header.token;
    stage.header.request_number += 1;
    response
}

/// Sends it, and gives what was kept of it.
async fn taken(stage: &mut Stage, rule: RuleId, message: &Message) -> app::kz_ofd::KzDocumentView {
    let before = stage.kept().await.len();
    let response = answer(stage, message).await;
    let name = rule.as_str();
    assert_eq!(
        response.result.result_code, 0,
        "{name}: {:?}",
        response.result.result_text
    );
    let mut kept = stage.kept().await;
    assert_eq!(kept.len(), before + 1, "{name}");
    let kept = kept.remove(0);
    assert!(kept.document.is_some(), "{name}: it reads again");
    if let Some(ticket) = &message.ticket {
        let stated = types::Money::try_from(ticket.amounts.total).unwrap();
        assert_eq!(kept.row.total, Some(stated), "{name}: the stated total counts");
    }
    kept
}

testkit::on_both_engines! {
    async fn an_autonomous_document_is_taken_whatever_rule_it_breaks(test: TestDb) {
        let mut stage = Stage::set(test).await;
        for (sign, (rule, version, made, breach)) in (1..).zip(FLAGGED) {
            stage.header.version = version.number();
            let document = made(&mut stage);
            let mut message = message(&stage, document, *version);
            make_autonomous(&mut message, sign);
            breach(&mut message);
            let kept = taken(&mut stage, *rule, &message).await;
            // The books have words of their own for what they know of too.
            let flags = kept.row.flags.replace('_', "-");
            assert!(flags.contains(rule.as_str()), "{}: {flags}", rule.as_str());
        }
        for rule in rules() {
            let is_flagged = rule.severity == Severity::Error && rule.autonomous == Autonomous::Flagged;
            let is_tried = FLAGGED.iter().any(|(tried, ..)| *tried == rule.id);
            assert_eq!(is_flagged && !NO_DOCUMENT.contains(&rule.id), is_tried, "{}", rule.id.as_str());
        }
    }

    async fn a_warning_refuses_nothing(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let deposit = stage.movement(CashMovementKind::Deposit, "90000.00");
        assert_result(&stage.send(deposit).await, KnownResult::Ok);
        for (rule, made, breach) in WARNED {
            assert_eq!(rule.severity(), Severity::Warning);
            let document = made(&mut stage);
            assert_eq!(document.head.issue, Issue::Online);
            let mut message = message(&stage, document, V203);
            breach(&mut message);
            taken(&mut stage, *rule, &message).await;
        }
    }

    async fn what_was_put_right_is_told_with_the_document(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let document = sale(&mut stage);
        let mut message = message(&stage, document, V203);
        make_autonomous(&mut message, 1);
        buyer(&mut message, "123456789012");
        let kept = taken(&mut stage, RuleId::BuyerNumber, &message).await;
        let flags: serde_json::Value = serde_json::from_str(&kept.row.flags).unwrap();
        let flags = flags.as_array().unwrap();
        assert!(flags.iter().any(|flag| flag["rule"] == "corrected"
            && flag["path"] == "ticket.extension_options.customer_iin_or_bin"), "{flags:?}");
    }

    async fn a_block_is_told_before_what_is_wrong_with_the_document(test: TestDb) {
        let mut stage = Stage::set(test).await;
        block(&stage.app, crate::register::DEVICE, "look").await;
        for (is_blocked, expected) in [(true, KnownResult::Blocked), (false, KnownResult::IncorrectRequestData)] {
            if !is_blocked {
                release(&stage.app, crate::register::DEVICE).await;
            }
            let document = sale(&mut stage);
            let mut message = message(&stage, document, V203);
            line(&mut message).quantity = 0;
            assert_result(&answer(&mut stage, &message).await, expected);
        }
    }

    async fn no_item_of_a_barcode_is_no_deregistration_in_2_0_4(test: TestDb) {
        let mut stage = Stage::set(test).await;
        for (version, expected) in [(V203, KnownResult::ElementNotFoundByBarcode.code().0), (Version::V204, 0)] {
            stage.header.version = version.number();
            let wish = Message {
                command: ofd_kz::KnownCommand::Nomenclature.number(),
                nomenclature: Some(ofd_kz::messages::NomenclatureRequest {
                    barcode: Some("4870000000008".to_owned()),
                    ..ofd_kz::messages::NomenclatureRequest::default()
                }),
                ..Message::default()
            };
            let told = answer(&mut stage, &wish).await;
            assert_eq!(told.result.result_code, expected, "{version}: {:?}", told.result.result_text);
            let not_found = ofd_kz::messages::NomenclatureResultType::ElementNotFoundByBarcode;
            assert_eq!(told.nomenclature.unwrap().result, not_found.number());
        }
    }
}
