//! What stops a shop and what does not.

use app::kz_ofd::REFUSED_KEPT_MAX;
use app::kz_ofd::staff::{self, Service, StaffAct};
use app::kz_ofd::transactions::register_incidents;
use ofd_kz::KnownResult;
use receipt::kz::Operation;
use register_kz::{CashMovementKind, Request};
use testkit::TestDb;
use types::UserId;

use crate::register::{
    DEVICE, SELLER, Stage, act, assert_result, block, document, draft, priced, read, release,
};

testkit::on_both_engines! {
    async fn a_blocked_register_is_told_why_and_goes_on_when_it_is_released(test: TestDb) {
        let mut stage = Stage::set(test).await;
        block(&stage.app, DEVICE, "Нет оплаты").await;
        let sale = stage.receipt(Operation::Sell, "10.00");
        let refused = stage.send(sale.clone()).await;
        assert_result(&refused, KnownResult::Blocked);
        let notices = refused.service.unwrap().ticket_ads;
        assert!(notices[0].text.contains("Нет оплаты"), "{}", notices[0].text);
        assert_result(&stage.ask(&Request::System).await, KnownResult::Blocked);
        let made_before = stage.autonomous(1001, "10.00");
        stage.clock.advance_s(1);
        let made_after = stage.autonomous(1002, "10.00");
        assert_result(&stage.send(made_before).await, KnownResult::Ok);
        let refused = stage.send(made_after.clone()).await;
        assert_result(&refused, KnownResult::Blocked);
        assert!(refused.result.result_text.unwrap().contains("Нет оплаты"));
        release(&stage.app, DEVICE).await;
        assert_result(&stage.send(made_after).await, KnownResult::Ok);
        let flags: Vec<bool> =
            stage.kept().await.iter().map(|kept| kept.row.flags.contains("not_in_service")).collect();
        assert_eq!(flags, [false, true], "what was made before the block is flagged");
        release(&stage.app, DEVICE).await;
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        act(&stage.app, DEVICE, StaffAct::Deregister { reason: "off".to_owned() }).await;
        assert_result(&stage.ask(&Request::Info).await, KnownResult::Blocked);
    }

    async fn the_acts_of_the_staff_are_told_with_who_and_why(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let user = UserId::new(7);
        let block = StaffAct::Block { reason: "Нет оплаты".to_owned() };
        let blocked = staff::act(&stage.app, user, DEVICE, block).await.unwrap().unwrap();
        let service = Service::of(&blocked);
        assert_eq!((service.state, service.reason.as_deref()), ("blocked", Some("Нет оплаты")));
        assert_eq!((service.blocked_by, service.since), (Some("staff"), Some(stage.app.now())));
        let refused = stage.ask(&Request::System).await;
        assert_result(&refused, KnownResult::Blocked);
        assert!(refused.result.result_text.unwrap().contains("Нет оплаты"), "the cashier reads why");
        let released = staff::act(&stage.app, user, DEVICE, StaffAct::Unblock).await.unwrap().unwrap();
        assert_eq!(Service::of(&released).state, "active");
        assert_result(&stage.ask(&Request::System).await, KnownResult::Ok);
        let off = StaffAct::Deregister { reason: "письмо".to_owned() };
        let off = staff::act(&stage.app, user, DEVICE, off).await.unwrap().unwrap();
        assert_eq!(Service::of(&off).state, "deregistered");
        let again = staff::act(&stage.app, user, DEVICE, StaffAct::Unblock).await.unwrap().unwrap();
        assert_eq!(Service::of(&again).state, "deregistered", "for good");
        let told: Vec<(String, String)> = stage.incidents().await
            .into_iter().map(|incident| (incident.kind, incident.detail)).collect();
        let expected = [
            ("deregistered", "by user 7: письмо"),
            ("unblocked", "by user 7"),
            ("blocked", "by user 7: Нет оплаты"),
        ];
        assert_eq!(told, expected.map(|(kind, detail)| (kind.to_owned(), detail.to_owned())));
        let history = staff::history(&stage.app, DEVICE).await.unwrap();
        assert_eq!(history, stage.incidents().await, "what changed nothing is no act");
        let owner = Some(off.row.organization);
        let seen = register_incidents(&stage.app, owner, DEVICE, None, 10).await.unwrap().unwrap();
        assert_eq!(seen, [], "an owner does not read what the staff wrote for itself");
        assert!(staff::act(&stage.app, user, 99, StaffAct::Unblock).await.unwrap().is_none());
    }

    async fn what_a_register_made_after_its_block_is_kept_for_the_operator_once(test: TestDb) {
        let mut stage = Stage::set(test).await;
        block(&stage.app, DEVICE, "Нет оплаты").await;
        stage.clock.advance_s(60);
        let late = stage.autonomous(1001, "10.00");
        for _ in 0..3 {
            assert_result(&stage.send(late.clone()).await, KnownResult::Blocked);
        }
        let online = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(online).await, KnownResult::Blocked);
        let told = stage.incidents().await;
        assert_eq!(told.iter().map(|told| told.kind.as_str()).collect::<Vec<_>>(), ["refused_out_of_service", "blocked"]);
        assert!(told[0].detail.starts_with("sell 10.00 of 2"), "{}", told[0].detail);
        let kept = stage.app.db().read("payload", |tx| {
            let sql = "-- test.payload\nselect payload from kz_incidents where kind = 'refused_out_of_service'";
            tx.only(sql, &[])?.get::<Vec<u8>>("payload")
        }).await.unwrap();
        assert!(!kept.is_empty());
        for sign in 0..REFUSED_KEPT_MAX {
            let late = stage.autonomous(2000 + sign, "20.00");
            assert_result(&stage.send(late).await, KnownResult::Blocked);
        }
        let told = stage.app.db().read("count", |tx| {
            tx.only("-- test.count\nselect count(*) as told from kz_incidents", &[])?.get::<u32>("told")
        }).await.unwrap();
        assert_eq!(told, 1 + REFUSED_KEPT_MAX);
        assert!(stage.kept().await.is_empty());
    }

    async fn an_empty_drawer_gives_nothing(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let withdrawal = stage.movement(CashMovementKind::Withdrawal, "0.01");
        assert_result(&stage.send(withdrawal).await, KnownResult::NotEnoughCash);
        let purchase = stage.receipt(Operation::Buy, "10.00");
        assert_result(&stage.send(purchase).await, KnownResult::NotEnoughCash);
        assert!(stage.kept().await.is_empty());
    }

    async fn a_seller_does_not_buy_from_itself(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let mut sale = draft(Operation::Sell, "10.00", stage.now());
        sale.buyer.number = Some(SELLER.to_owned());
        let head = stage.head();
        let answer = stage.send(document(head, priced(sale))).await;
        assert_result(&answer, KnownResult::SameTaxpayerAndCustomer);
    }

    async fn nothing_to_close_is_told(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let closing = stage.closing(None);
        assert_result(&stage.send(closing).await, KnownResult::IncorrectRequestData);
    }

    async fn bytes_that_are_no_request_and_unknown_versions_are_protocol_errors(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let mut broken = stage.bytes(&Request::Info);
        broken.body = vec![0x08, 0x05, 0xFF];
        let (header, response) = read(&stage.exchange(broken).await);
        assert_result(&response, KnownResult::ProtocolError);
        assert_eq!(header.token, stage.header.token);
        let mut unknown = stage.bytes(&Request::Info);
        unknown.header.version = 120;
        let (_, response) = read(&stage.exchange(unknown).await);
        assert_result(&response, KnownResult::ProtocolError);
        assert_result(&stage.ask(&Request::Info).await, KnownResult::Ok);
    }

    async fn trouble_of_our_own_is_temporary_and_keeps_nothing(test: TestDb) {
        let mut stage = Stage::with_key(test, None).await;
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::ServiceTemporarilyUnavailable);
        assert!(stage.kept().await.is_empty());
        let deposit = stage.movement(CashMovementKind::Deposit, "5.00");
        assert_result(&stage.send(deposit).await, KnownResult::Ok);
    }

    async fn both_versions_are_spoken_beside_each_other(test: TestDb) {
        let mut stage = Stage::set(test).await;
        for version in [202, 203, 202] {
            stage.header.version = version;
            let sale = stage.receipt(Operation::Sell, "10.00");
            assert_result(&stage.send(sale).await, KnownResult::Ok);
        }
        let versions: Vec<u16> = stage.kept().await.iter().map(|kept| kept.row.version).collect();
        assert_eq!(versions, [202, 203, 202]);
    }
}
