//! Annulling the last receipt, which 2.0.2 can and the law allowed to the end of 2025.

use app::kz_ofd;
use ofd_kz::KnownResult;
use ofd_kz::link::ReceiptLink;
use receipt::kz::Operation;
use register_kz::{BooksPolicy, ReportOrigin, Request};
use testkit::TestDb;

use crate::register::{Stage, assert_result, read, tenge};

async fn stage(test: TestDb) -> Stage {
    let policy = BooksPolicy {
        annulment_ends: None,
        ..BooksPolicy::default()
    };
    let mut stage = Stage::with_policy(test, policy).await;
    stage.header.version = 202;
    stage
}

testkit::on_both_engines! {
    async fn an_annulment_is_kept_counted_and_repeated_byte_for_byte(test: TestDb) {
        let mut stage = stage(test).await;
        let sale = stage.receipt(Operation::Sell, "1160.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        let mistake = stage.receipt(Operation::Sell, "40.00");
        let sold = stage.send(mistake).await;
        let request = stage.bytes(&Request::Annulment);
        let before = stage.header;
        let answer = stage.exchange(request.clone()).await;
        let (header, response) = read(&answer);
        assert_result(&response, KnownResult::Ok);
        assert_ne!(header.token, before.token, "an accepted annulment may rotate the token");
        assert_eq!(stage.exchange(request).await, answer, "the answer was lost");
        stage.header.token = header.token;
        stage.header.request_number += 1;
        let again = stage.ask(&Request::Annulment).await;
        assert_result(&again, KnownResult::CantCancelTicket);
        let kept = stage.kept().await;
        assert_eq!(kept.len(), 3);
        assert_eq!((kept[0].row.annuls, kept[0].row.total), (Some(kept[1].id), Some(tenge("40.00"))));
        let x = stage.ask(&Request::Report(ReportOrigin::Online)).await.report.unwrap().zx_report.unwrap();
        let annulled = x.annulled_tickets.unwrap();
        assert_eq!((annulled.annulled_tickets_total_count, annulled.annulled_tickets_count), (1, 1));
        assert_eq!(annulled.annulled_operations[0].sum.bills, 40);
        assert_eq!((x.cash_sum.bills, x.revenue.sum.bills), (1160, 1160));
        let never_back = x.non_nullable_sums.iter().find(|sum| sum.operation == 2).unwrap();
        assert_eq!(never_back.sum.bills, 1200, "never set back");
        let link = String::from_utf8(sold.ticket.unwrap().qr_code.unwrap()).unwrap();
        let link = ReceiptLink::parse(&link).unwrap();
        let found = kz_ofd::find_by_link(&stage.app, &link).await.unwrap().unwrap();
        assert!(found.is_annulled, "its buyer is told");
    }

    async fn the_law_ended_annulments_with_2025_and_2_0_3_has_none(test: TestDb) {
        let mut stage = Stage::set(test).await;
        stage.header.version = 202;
        let sale = stage.receipt(Operation::Sell, "40.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        assert_result(&stage.ask(&Request::Annulment).await, KnownResult::CantCancelTicket);
        stage.header.version = 203;
        assert_result(&stage.ask(&Request::Annulment).await, KnownResult::UnsupportedCommand);
        assert_eq!(stage.books().await.counters().cash_in_drawer, tenge("40.00"));
    }
}
