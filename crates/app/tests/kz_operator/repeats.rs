//! A repeated request gets the first answer, byte for byte, and is counted once.

use app::kz_ofd;
use ofd_kz::KnownResult;
use receipt::kz::Operation;
use register_kz::{CashMovementKind, Request};
use testkit::TestDb;

use crate::register::{DEVICE, Stage, TOKEN, assert_result, read, tenge};

testkit::on_both_engines! {
    async fn a_lost_answer_comes_again_byte_for_byte(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let sale = Request::Document(Box::new(stage.receipt(Operation::Sell, "1160.00")));
        let first = stage.exchange(stage.bytes(&sale)).await;
        for _ in 0..3 {
            assert_eq!(stage.exchange(stage.bytes(&sale)).await, first);
        }
        let (header, _) = read(&first);
        assert_ne!(header.token, TOKEN);
        assert_eq!(stage.kept().await.len(), 1);
        assert_eq!(stage.books().await.counters().cash_in_drawer, tenge("1160.00"));
        stage.header.token = header.token;
        stage.header.request_number = 2;
        let next = stage.receipt(Operation::Sell, "40.00");
        assert_result(&stage.send(next).await, KnownResult::Ok);
        assert_eq!(stage.books().await.counters().cash_in_drawer, tenge("1200.00"));
    }

    async fn fifty_at_once_are_counted_once(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let deposit = Request::Document(Box::new(stage.movement(CashMovementKind::Deposit, "100.00")));
        let stage = &stage;
        let answers = (0..50).map(|_| stage.exchange(stage.bytes(&deposit)));
        let answers = futures::future::join_all(answers).await;
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        assert_eq!(stage.kept().await.len(), 1);
        assert_eq!(stage.books().await.counters().cash_in_drawer, tenge("100.00"));
    }

    async fn who_may_not_speak_is_told_so_and_never_gets_the_token(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        let valid = stage.header;
        let next = Request::Document(Box::new(stage.receipt(Operation::Sell, "20.00")));
        let other = Request::Document(Box::new(stage.movement(CashMovementKind::Deposit, "1.00")));
        let cases = [
            (9_999, valid.token, valid.request_number, &next, KnownResult::UnknownId),
            (DEVICE, 5, valid.request_number, &next, KnownResult::InvalidToken),
            (DEVICE, 5, 1, &next, KnownResult::InvalidRequestNumber),
            (DEVICE, TOKEN, 1, &other, KnownResult::InvalidRetryRequest),
        ];
        for (device_id, token, request_number, request, expected) in cases {
            stage.header.device_id = device_id;
            stage.header.token = token;
            stage.header.request_number = request_number;
            let (header, response) = read(&stage.exchange(stage.bytes(request)).await);
            assert_result(&response, expected);
            assert_eq!(header.token, token, "{expected:?}");
            assert!(response.result.result_text.is_some_and(|text| !text.is_empty()), "{expected:?}");
        }
        assert_eq!(stage.kept().await.len(), 1);
        stage.header = valid;
        assert_result(&stage.ask(&next).await, KnownResult::Ok);
    }

    async fn a_new_token_kills_the_old_one(test: TestDb) {
        let mut stage = Stage::set(test).await;
        assert!(kz_ofd::issue_token(&stage.app, DEVICE, 77).await.unwrap());
        assert!(!kz_ofd::issue_token(&stage.app, 5, 77).await.unwrap());
        assert_result(&stage.ask(&Request::System).await, KnownResult::InvalidToken);
        stage.header.token = 77;
        assert_result(&stage.ask(&Request::System).await, KnownResult::Ok);
    }
}
