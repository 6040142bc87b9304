//! Annulling the last receipt, which 2.0.2 can and the law allowed to the end of 2025.

use app::archive::Wanted;
use app::kz_ofd::transactions::{TransactionFilter, transactions};
use app::kz_ofd::{self, archive, paper};
use futures::StreamExt;
use ofd_kz::KnownResult;
use ofd_kz::link::ReceiptLink;
use receipt::kz::Operation;
use register_kz::{BooksPolicy, ReportOrigin, Request};
use testkit::TestDb;

use crate::register::{DEVICE, Stage, assert_result, read, tenge};

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
        let id = kept[1].id.get();
        let listed = transactions(&stage.app, None, DEVICE, TransactionFilter::default(), None, 10).await;
        let listed: Vec<_> = listed.unwrap().unwrap().iter().map(|found| paper::json(found)["annuls"].as_i64()).collect();
        assert_eq!(listed, [Some(id), None, None]);
        let table = archive::file(&stage.app, None, DEVICE, TransactionFilter::default(), Wanted::Summary).await;
        let table: Vec<_> = table.unwrap().unwrap().map(|part| part.unwrap().to_vec()).collect().await;
        let table = String::from_utf8(table.concat()).unwrap();
        let mut rows = table.lines().map(|row| row.split(';').collect::<Vec<_>>());
        let heads = rows.next().unwrap();
        let column = heads.iter().position(|head| *head == "annuls").unwrap();
        let cells: Vec<_> = rows.inspect(|row| assert_eq!(row.len(), heads.len())).map(|row| row[column]).collect();
        assert_eq!(cells, [id.to_string().as_str(), "", ""]);
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
