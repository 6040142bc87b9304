//! Reports, closings and cash movements, both ways.

use ofd_kz::Version;
use ofd_kz::messages::{ReportSection, ReportTicketOperation, ZxReport};
use receipt::kz::IssueMode;
use receipt::kz::{Cashier, ModifierKind, Operation, SectionCode};
use register_kz::{
    CashMovementKind, CounterPart, Counters, Document, DocumentBody, DocumentHead, DrawerAtClosing, Issue,
    ReportKind, ShiftNumber, ShiftReport,
};

use super::sample::{
    cash, cashier, day, head, line, modifier, parent, priced, read, sale, tenge, ticket, wire,
};
use crate::kz::{
    closing_to_message, message_to_closing, message_to_movement, movement_to_message, report_to_zx,
    zx_to_report,
};

/// A shift with a sale, its return, a purchase and cash both ways; drawer 5000, revenue below zero.
fn worked() -> ShiftReport {
    let mut counters = Counters::default();
    let mut good = line("Сүт", "450.50", "1.5");
    good.modifiers = vec![
        modifier(ModifierKind::Discount, "10.00"),
        modifier(ModifierKind::Markup, "0.75"),
    ];
    let mut other = line("Нан", "120", "3");
    other.section = SectionCode::parse("Бөлім 2").unwrap();
    other.vat = None;
    let mut draft = sale(vec![good, other], vec![cash("1026.50")]);
    draft.tendered = Some(tenge("1100"));
    let sold = priced(draft.clone());
    draft.operation = Operation::SellReturn;
    draft.tendered = None;
    draft.parent = Some(parent("1026.50"));
    let returned = priced(draft.clone());
    draft.operation = Operation::Buy;
    draft.parent = None;
    let bought = priced(draft);
    // What an operator counts has gone over the wire.
    let sold = read(&ticket(&sold, Version::V203));
    counters.add_receipt(&sold, IssueMode::Autonomous).unwrap();
    counters.add_receipt(&returned, IssueMode::Online).unwrap();
    counters
        .add_movement(CashMovementKind::Deposit, tenge("7000"), IssueMode::Online)
        .unwrap();
    counters.add_receipt(&bought, IssueMode::Online).unwrap();
    counters
        .add_movement(
            CashMovementKind::Withdrawal,
            tenge("973.50"),
            IssueMode::Autonomous,
        )
        .unwrap();
    ShiftReport {
        kind: ReportKind::Z,
        made_at: day("22.11.2026 21:00"),
        shift: ShiftNumber::new(7),
        opened_at: Some(day("22.11.2026 09:00")),
        closed_at: Some(day("22.11.2026 21:00")),
        counters,
        unstated: Vec::new(),
    }
}

#[test]
fn a_report_is_read_as_it_was_written() {
    let report = worked();
    let message = report_to_zx(&report, Version::V203).unwrap();
    assert_eq!(
        zx_to_report(&message, ReportKind::Z, "report.zx_report").unwrap(),
        report
    );
    let empty = ShiftReport {
        counters: Counters::default(),
        opened_at: None,
        closed_at: None,
        ..report
    };
    let message = report_to_zx(&empty, Version::V203).unwrap();
    assert!(message.sections.is_empty() && message.non_nullable_sums.is_empty());
    assert_eq!(zx_to_report(&message, ReportKind::Z, "").unwrap(), empty);
}

#[test]
fn a_report_says_what_the_protocol_wants_of_it() {
    let message = report_to_zx(&worked(), Version::V203).unwrap();
    assert_eq!(message.cash_sum, wire("5000"));
    assert_eq!(
        (message.revenue.sum, message.revenue.is_negative),
        (wire("1026.50"), true)
    );
    // Positions without discounts, receipts with them.
    let sold = |rows: &[ofd_kz::messages::ReportOperation]| {
        let row = rows.iter().find(|row| row.operation == 2).unwrap();
        (row.count, row.sum)
    };
    assert_eq!(sold(&message.operations), (2, wire("1035.75")));
    assert_eq!(sold(&message.total_result), (2, wire("1026.50")));
    assert_eq!(sold(&message.discounts), (1, wire("10")));
    let receipts = message
        .ticket_operations
        .iter()
        .find(|row| row.operation == 2)
        .unwrap();
    assert_eq!(
        (receipts.tickets_sum, receipts.change_sum),
        (wire("1026.50"), Some(wire("73.50")))
    );
    assert_eq!(
        (receipts.offline_count, receipts.payments[0].sum),
        (Some(1), wire("1026.50"))
    );
    let sums: Vec<_> = message.non_nullable_sums.iter().map(|row| row.sum).collect();
    assert_eq!(
        sums,
        [wire("1026.50"), wire("1026.50"), wire("1026.50"), wire("0")]
    );
}

#[test]
fn a_drawer_below_zero_is_sent_as_empty() {
    let mut report = worked();
    report.counters.cash_in_drawer = tenge("-3");
    assert_eq!(report_to_zx(&report, Version::V203).unwrap().cash_sum, wire("0"));
}

#[test]
fn what_a_report_leaves_out_is_known() {
    let mut message = report_to_zx(&worked(), Version::V203).unwrap();
    for row in &mut message.ticket_operations {
        (row.offline_count, row.discount_sum) = (None, None);
        row.payments.iter_mut().for_each(|payment| payment.count = None);
    }
    for row in message.taxes.iter_mut().flat_map(|tax| &mut tax.operations) {
        row.turnover_without_tax = None;
    }
    let report = zx_to_report(&message, ReportKind::X, "").unwrap();
    assert_eq!(
        report.unstated,
        [
            CounterPart::PaymentCounts,
            CounterPart::AutonomousCounts,
            CounterPart::ReceiptSums,
            CounterPart::TurnoverWithoutVat,
        ]
    );
    assert_eq!(report.difference(&worked()), []);
}

#[test]
fn all_that_is_wrong_in_a_report_is_told_with_its_place() {
    let mut message = report_to_zx(&worked(), Version::V203).unwrap();
    message.date_time.date.month = 0;
    message.sections.push(ReportSection::default());
    message.taxes[0].tax_type = 1;
    message.ticket_operations.push(ReportTicketOperation {
        operation: 8,
        ..ReportTicketOperation::default()
    });
    message.cash_sum.coins = 100;
    let count = message.sections.len() - 1;
    let place = message.ticket_operations.len() - 1;
    let paths: Vec<String> = zx_to_report(&message, ReportKind::Z, "close_shift.z_report")
        .unwrap_err()
        .into_iter()
        .map(|fault| fault.path)
        .collect();
    let expected = [
        "date_time".to_owned(),
        format!("sections[{count}].section_code"),
        "taxes[0].tax_type".to_owned(),
        format!("ticket_operations[{place}].operation"),
        "cash_sum".to_owned(),
    ];
    assert_eq!(paths, expected.map(|path| format!("close_shift.z_report.{path}")));
}

#[test]
fn rows_that_stand_twice_are_added_up_within_the_range() {
    let mut message = report_to_zx(&worked(), Version::V203).unwrap();
    message.discounts.push(message.discounts[0]);
    let report = zx_to_report(&message, ReportKind::Z, "z").unwrap();
    let first = message.discounts[0];
    let total: u32 = message
        .discounts
        .iter()
        .filter(|row| row.operation == first.operation)
        .map(|row| row.count)
        .sum();
    let operation = crate::kz::code::operation(first.operation).unwrap();
    assert_eq!(report.counters.shift.discounts.of(operation).count, total);
    message.discounts[0].count = u32::MAX;
    let faults = zx_to_report(&message, ReportKind::Z, "z").unwrap_err();
    assert!(faults[0].path.starts_with("z.discounts["));
}

fn shift_head(issue: Issue) -> DocumentHead {
    DocumentHead {
        in_shift: None,
        cashier: Some(cashier()),
        issue,
        ..head(day("22.11.2026 21:00"))
    }
}

#[test]
fn a_closing_is_read_as_it_was_written() {
    for (drawer, issue, report) in [
        (DrawerAtClosing::Kept, Issue::Online, None),
        (
            DrawerAtClosing::Withdrawn,
            Issue::Autonomous { sign: None },
            Some(worked()),
        ),
    ] {
        let head = shift_head(issue);
        let message = closing_to_message(drawer, report.as_ref(), &head, Version::V203).unwrap();
        let body = DocumentBody::ShiftClosing {
            drawer,
            report: report.map(Box::new),
        };
        assert_eq!(message_to_closing(&message).unwrap(), Document { head, body });
    }
    let mut message = closing_to_message(
        DrawerAtClosing::Kept,
        Some(&worked()),
        &shift_head(Issue::Online),
        Version::V203,
    )
    .unwrap();
    message.close_time.time.hour = 25;
    message.z_report.as_mut().unwrap().revenue.sum.coins = 100;
    let faults = message_to_closing(&message).unwrap_err();
    let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(
        paths,
        ["close_shift.close_time", "close_shift.z_report.revenue.sum"]
    );
}

#[test]
fn a_cash_movement_is_read_as_it_was_written() {
    for kind in [CashMovementKind::Deposit, CashMovementKind::Withdrawal] {
        for issue in [Issue::Online, Issue::Autonomous { sign: None }] {
            let (head, amount) = (shift_head(issue), tenge("5000.50"));
            let message = movement_to_message(kind, amount, &head).unwrap();
            let body = DocumentBody::Movement { kind, amount };
            assert_eq!(message_to_movement(&message).unwrap(), Document { head, body });
        }
    }
    let mut message =
        movement_to_message(CashMovementKind::Deposit, tenge("0"), &shift_head(Issue::Online)).unwrap();
    message.operation = 2;
    message.operator.as_mut().unwrap().name = None;
    let faults = message_to_movement(&message).unwrap_err();
    let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(
        paths,
        ["money_placement.operation"],
        "a movement of nothing is odd, and taken"
    );
    (message.operation, message.sum) = (1, wire("1"));
    let named = message_to_movement(&message).unwrap().head.cashier;
    let expected = Cashier {
        code: 1,
        name: "1".to_owned(),
    };
    assert_eq!(named, Some(expected));
}

/// What a fresh server of another maker tells.
#[test]
fn a_report_without_any_list_is_empty() {
    let message = ZxReport {
        date_time: day("20.11.2023 14:07").into(),
        shift_number: 1,
        ..ZxReport::default()
    };
    let report = zx_to_report(&message, ReportKind::Z, "report.zx_report").unwrap();
    assert!(report.is_empty());
    assert_eq!(report.unstated, []);
}
