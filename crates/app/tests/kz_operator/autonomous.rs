//! Documents that were made without the operator: taken, flagged, never counted twice.

use ofd_kz::KnownResult;
use ofd_kz::link::ReceiptLink;
use receipt::kz::Operation;
use register_kz::{ReportOrigin, Request};
use testkit::TestDb;

use crate::register::{Stage, assert_result, tenge};

testkit::on_both_engines! {
    async fn an_autonomous_receipt_is_counted_once_and_found_by_either_sign(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let sale = stage.autonomous(1001, "1160.00");
        let first = stage.send(sale.clone()).await;
        assert_result(&first, KnownResult::Ok);
        let again = stage.send(sale.clone()).await;
        assert_eq!(again.ticket, first.ticket);
        assert_eq!(stage.kept().await.len(), 1);
        assert_eq!(stage.books().await.counters().cash_in_drawer, tenge("1160.00"));
        let link = String::from_utf8(first.ticket.unwrap().qr_code.unwrap()).unwrap();
        let link = ReceiptLink::parse(&link).unwrap();
        let printed = ReceiptLink { sign: "1001".to_owned(), ..link.clone() };
        for link in [link, printed] {
            assert!(app::kz_ofd::find_by_link(&stage.app, &link).await.unwrap().is_some(), "{link}");
        }
    }

    async fn the_same_number_for_another_receipt_of_the_day_is_refused(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let sale = stage.autonomous(1001, "1160.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        let other = stage.autonomous(1001, "40.00");
        assert_result(&stage.send(other).await, KnownResult::IncorrectRequestData);
        assert_eq!(stage.kept().await.len(), 1);
        stage.clock.advance_s(86_400);
        let next_day = stage.autonomous(1001, "40.00");
        assert_result(&stage.send(next_day).await, KnownResult::Ok);
    }

    async fn an_old_shift_is_refused_online_and_flagged_when_it_was_autonomous(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        stage.clock.advance_s(86_401);
        let online = stage.receipt(Operation::Sell, "20.00");
        let refused = stage.send(online).await;
        assert_result(&refused, KnownResult::OpenShiftTimeoutExpired);
        let autonomous = stage.autonomous(1001, "20.00");
        assert_result(&stage.send(autonomous).await, KnownResult::Ok);
        let kept = stage.kept().await;
        assert!(kept[0].row.flags.contains("shift_expired"), "{}", kept[0].row.flags);
        let incidents = stage.incidents().await;
        assert_eq!(incidents[0].kind, "flagged");
        let closing = stage.closing(None);
        assert_result(&stage.send(closing).await, KnownResult::Ok);
        assert_result(&stage.ask(&Request::System).await, KnownResult::Ok);
    }

    async fn an_x_report_of_the_queue_is_answered_where_an_online_one_is_refused(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        let made_at = stage.now();
        stage.clock.advance_s(86_401);
        let online = stage.ask(&Request::Report(ReportOrigin::Online)).await;
        assert_result(&online, KnownResult::OpenShiftTimeoutExpired);
        let queued = stage.ask(&Request::Report(ReportOrigin::Autonomous { made_at })).await;
        assert_result(&queued, KnownResult::Ok);
        let zx = queued.report.unwrap().zx_report.unwrap();
        assert_eq!(zx.ticket_operations[0].tickets_count, 1);
        let incidents = stage.incidents().await;
        assert_eq!(incidents[0].detail, r#"X report: ["shift_expired"]"#);
    }

    async fn a_receipt_without_a_through_number_is_counted_once_online_and_autonomously(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let mut sale = stage.receipt(Operation::Sell, "10.00");
        sale.head.number = None;
        let first = stage.send(sale.clone()).await;
        sale.head.issue = register_kz::Issue::Autonomous { sign: Some(register_kz::AutonomousSign::new(1001)) };
        let again = stage.send(sale).await;
        assert_result(&again, KnownResult::Ok);
        assert_eq!(again.ticket.unwrap().ticket_number, first.ticket.unwrap().ticket_number);
        assert_eq!(stage.kept().await.len(), 1);
        assert_eq!(stage.books().await.counters().cash_in_drawer, tenge("10.00"));
    }
}
