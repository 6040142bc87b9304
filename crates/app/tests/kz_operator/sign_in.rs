//! AUTH: cashiers of the register's owner, and nobody else.

use app::credentials::hash_password;
use app::kz_ofd::{self, FAILED_SIGN_INS_MAX};
use ofd_kz::messages::{AuthRequest, Request as Message, Response};
use ofd_kz::session::IncomingMessage;
use ofd_kz::{KnownCommand, KnownResult, Version, payload};
use store::users::{self, NewUser, Role};
use testkit::{START, TestDb};
use types::{OrganizationId, Secret, SeededRng};

use crate::register::{DEVICE, Stage, assert_result, block, read, taken_apart};

async fn user(stage: &Stage, organization: Option<OrganizationId>, login: &str, role: Role) {
    let user = NewUser {
        organization,
        login: login.to_owned(),
        password_hash: hash_password(&Secret::new("right"), &SeededRng::new(2)).unwrap(),
        role,
    };
    let made = stage
        .app
        .db()
        .write("user", move |tx| users::create(tx, &user, START));
    made.await.unwrap();
}

fn guess(stage: &Stage, login: &str, password: &str) -> IncomingMessage {
    let message = Message {
        command: KnownCommand::Auth.number(),
        auth: Some(AuthRequest {
            login: login.to_owned(),
            password: password.to_owned(),
        }),
        ..Message::default()
    };
    assert_eq!(stage.header.version, Version::V203.number());
    let bytes = payload::encode_request(&stage.header, &message).unwrap();
    let (header, body) = taken_apart(&bytes);
    IncomingMessage { header, body }
}

async fn sign_in(stage: &mut Stage, login: &str, password: &str) -> Response {
    let message = guess(stage, login, password);
    let (answered, response) = read(&stage.exchange(message).await);
    assert_eq!(answered.token, stage.header.token, "AUTH never rotates");
    stage.header.request_number += 1;
    response
}

testkit::on_both_engines! {
    async fn one_register_guesses_neither_side_by_side_nor_unseen(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let register = kz_ofd::register(&stage.app, None, DEVICE).await.unwrap().unwrap();
        user(&stage, Some(register.row.organization), "cashier", Role::Cashier).await;
        let guess = guess(&stage, "cashier", "wrong");
        let guesses = (0..8).map(|_| stage.exchange(guess.clone()));
        let answers = futures::future::join_all(guesses).await;
        let busy = KnownResult::ServiceTemporarilyUnavailable.code().0;
        let put_off: Vec<_> = answers.iter().map(|answer| read(answer).1)
            .filter(|answer| answer.result.result_code == busy).collect();
        assert!(!put_off.is_empty(), "they are not looked at side by side");
        assert!(put_off.iter().all(|answer| answer.auth.is_none()));
        assert_result(&sign_in(&mut stage, "cashier", "right").await, KnownResult::Ok);
        let told = async |stage: &Stage| stage.incidents().await.into_iter().map(|told| told.kind).collect::<Vec<_>>();
        let before = told(&stage).await.len();
        for _ in 1..FAILED_SIGN_INS_MAX {
            sign_in(&mut stage, "cashier", "wrong").await;
        }
        assert_eq!(told(&stage).await.len(), before);
        for _ in 0..3 {
            sign_in(&mut stage, "cashier", "wrong").await;
        }
        let told = told(&stage).await;
        assert_eq!((told.len(), told[0].as_str()), (before + 1, "sign_ins_failed"), "{told:?}");
    }

    async fn a_cashier_of_the_owner_signs_in_and_nobody_else(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let register = kz_ofd::register(&stage.app, None, DEVICE).await.unwrap().unwrap();
        let own = Some(register.row.organization);
        user(&stage, own, "cashier", Role::Cashier).await;
        user(&stage, own, "owner", Role::Owner).await;
        user(&stage, None, "staff", Role::Operator).await;
        for (login, roles) in [("cashier", [1]), ("owner", [3])] {
            let answer = sign_in(&mut stage, login, "right").await;
            assert_result(&answer, KnownResult::Ok);
            let auth = answer.auth.unwrap();
            assert_eq!((auth.result, auth.operator_name.as_deref(), auth.roles), (0, Some(login), roles.into()));
            assert!(auth.operator_code.is_some());
        }
        for (login, password) in [("cashier", "wrong"), ("nobody", "right"), ("staff", "right")] {
            let answer = sign_in(&mut stage, login, password).await;
            assert_result(&answer, KnownResult::Ok);
            let auth = answer.auth.unwrap();
            assert_eq!((auth.result, auth.operator_code, auth.operator_name), (1, None, None), "{login}");
        }
        let right = stage.header.token;
        stage.header.token = 1;
        let answer = sign_in(&mut stage, "cashier", "right").await;
        assert_result(&answer, KnownResult::InvalidToken);
        assert!(answer.auth.is_none(), "a stranger learns nothing");
        stage.header.token = right;
        block(&stage.app, DEVICE, "Нет оплаты").await;
        let answer = sign_in(&mut stage, "cashier", "right").await;
        assert_result(&answer, KnownResult::Blocked);
        assert!(answer.auth.is_none());
    }
}
