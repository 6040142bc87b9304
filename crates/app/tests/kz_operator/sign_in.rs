//! AUTH: cashiers of the register's owner, and nobody else.

use app::credentials::hash_password;
use app::kz_ofd;
use ofd_kz::messages::{AuthRequest, Request as Message, Response};
use ofd_kz::session::IncomingMessage;
use ofd_kz::{KnownCommand, KnownResult, Version, payload};
use store::users::{self, NewUser, Role};
use testkit::{START, TestDb};
use types::{OrganizationId, Secret, SeededRng};

use crate::register::{DEVICE, Stage, assert_result, read, taken_apart};

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

async fn sign_in(stage: &mut Stage, login: &str, password: &str) -> Response {
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
    let (header, payload) = taken_apart(&bytes);
    let (answered, response) = read(
        &stage
            .exchange(IncomingMessage {
                header,
                body: payload,
            })
            .await,
    );
    assert_eq!(answered.token, stage.header.token, "AUTH never rotates");
    stage.header.request_number += 1;
    response
}

testkit::on_both_engines! {
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
        assert!(kz_ofd::block(&stage.app, DEVICE, "Нет оплаты".to_owned()).await.unwrap());
        let answer = sign_in(&mut stage, "cashier", "right").await;
        assert_result(&answer, KnownResult::Blocked);
        assert!(answer.auth.is_none());
    }
}
