use std::sync::Arc;

use store::queues::QueueState;
use store::registers::RegisterState;
use testkit::{START, TestDb};
use types::{Inn, ManualClock, OrganizationId, QueueId, SeededRng, ShopId, UtcOffset};

use super::queues::{Change, End};
use super::users::Post;
use super::*;
use crate::App;
use crate::context::{Settings, Unverified};

const INN: &str = "7727000006";

fn app(test: &TestDb) -> App {
    let settings = Settings {
        public_url: "http://127.0.0.1:8000".to_owned(),
        ofd_inn: Inn::parse("7700000009").unwrap(),
        ofd_name: "Qassa".to_owned(),
        guest_prefix: String::new(),
        unverified: Unverified::Taken,
        waiting_tasks_max: 10,
        lease_s: 60,
        attempts_max: 3,
        shift_close_after_s: 3600,
        give_up_after_s: 86_400,
        offset: UtcOffset::MOSCOW,
        kz: crate::kz_ofd::KzSettings::unconfigured(),
    };
    let clock = Arc::new(ManualClock::new(START));
    App::new(test.db.clone(), clock, Arc::new(SeededRng::new(7)), settings)
}

async fn organization(app: &App, kpp: &str) -> OrganizationId {
    let draft = organizations::Draft {
        inn: INN.to_owned(),
        kpp: Some(kpp.to_owned()),
        name: "Shop".to_owned(),
    };
    organizations::create(app, draft).await.unwrap().id
}

fn virtual_register() -> registers::Draft {
    registers::Draft {
        kind: "virtual".to_owned(),
        settlement_address: "Moscow".to_owned(),
        settlement_place: "https://shop.example".to_owned(),
        taxation: vec!["general".to_owned()],
        cashier: "Cashier".to_owned(),
        ..registers::Draft::default()
    }
}

fn fields(error: SetupError) -> Vec<&'static str> {
    match error {
        SetupError::Faults(faults) => faults.iter().map(|fault| fault.field).collect(),
        other => panic!("{other}"),
    }
}

testkit::on_both_engines! {
    async fn an_empty_database_gets_its_first_operator(test: TestDb) {
        let app = app(&test);
        let draft = users::Draft { login: "staff".to_owned(), password: None };
        let made = users::create(&app, Post::Operator, draft.clone()).await.unwrap();
        let password = made.password.unwrap();
        let session = crate::account::sign_in(&app, "staff".to_owned(), password).await.unwrap();
        assert_eq!(session.unwrap().user.id, made.id);
        assert_eq!(fields(users::create(&app, Post::Operator, draft).await.unwrap_err()), ["login"]);
    }

    async fn the_thousand_and_first_queue_is_as_good_as_the_first(test: TestDb) {
        let app = app(&test);
        let owner = organization(&app, "772701001").await;
        let now = app.now();
        let made = test.db.write("fill", move |tx| {
            (0..1_000).map(|_| store::queues::create(tx, owner, "Main", now)).collect::<Result<Vec<_>, StoreError>>()
        }).await.unwrap();
        let last = queues::create(&app, owner, "Last").await.unwrap().queue.id;
        let reach = Reach::Organization(owner);
        assert_eq!(queues::set_state(&app, reach, last, "passive").await.unwrap().queue.state, QueueState::Passive);
        let page = queues::list(&app, owner, made.last().copied(), 10).await.unwrap();
        assert_eq!(page.iter().map(|row| row.queue.id).collect::<Vec<_>>(), [last]);
        let counted = test.db.read("count", move |tx| store::organizations::count(tx, owner, store::organizations::Holding::Queues)).await;
        assert_eq!(counted.unwrap(), 1_001);
    }

    async fn an_organization_is_created_once(test: TestDb) {
        let app = app(&test);
        organization(&app, "772701001").await;
        organization(&app, "772702001").await;
        let again = organizations::Draft { inn: INN.to_owned(), kpp: Some("772701001".to_owned()), name: "Shop".to_owned() };
        let error = organizations::create(&app, again).await.unwrap_err();
        assert!(error.to_string().contains("inn = `7727000006`: organization 1 has this number"), "{error}");
        assert_eq!(organizations::list(&app, None, 10).await.unwrap().len(), 2);
    }

    async fn what_was_set_up_takes_a_receipt(test: TestDb) {
        let app = app(&test);
        let own = organization(&app, "772701001").await;
        let urls = shops::CallbackUrls { success: Some("https://shop.example/ok".to_owned()), failure: None };
        let draft = shops::Draft { name: "Mugs".to_owned(), urls, sender_email: None };
        let shop = shops::create(&app, own, draft).await.unwrap();
        let queue = queues::create(&app, own, "Main").await.unwrap().queue.id;
        let register = registers::create(&app, own, virtual_register()).await.unwrap();
        assert!(register.fiscal_storage.starts_with("9999"), "{}", register.fiscal_storage);
        assert_eq!(register.state, RegisterState::Active);
        let ends = vec![End::Shop(shop.id), End::Register(register.id)];
        let attached = queues::change(&app, Reach::Everything, queue, Change::Attach, ends.clone()).await.unwrap();
        assert_eq!((attached.shops, attached.registers), (vec![shop.id], vec![register.id]));
        let entry = app.directory().shop(app.db(), &shop.public_id, app.now()).await.unwrap().unwrap();
        assert_eq!(entry.queue(queue).map(|queue| queue.state), Some(QueueState::Active));
        assert!(entry.shop.secret.matches(shop.secret.reveal()));
        let storage = register.fiscal_storage.clone();
        let first = test.db.write("look", move |tx| store::fiscal_storages::load(tx, &storage)).await.unwrap();
        assert_eq!(first.unwrap().register, register.id);
        let passive = queues::set_state(&app, Reach::Organization(own), queue, "passive").await.unwrap();
        assert_eq!(passive.queue.state, QueueState::Passive);
        let emptied = queues::change(&app, Reach::Everything, queue, Change::Detach, ends).await.unwrap();
        assert_eq!((emptied.shops, emptied.registers), (vec![], vec![]));
    }

    async fn what_belongs_to_others_is_out_of_reach(test: TestDb) {
        let app = app(&test);
        let own = organization(&app, "772701001").await;
        let other = organization(&app, "772702001").await;
        let draft = shops::Draft { name: "Mugs".to_owned(), ..shops::Draft::default() };
        let shop = shops::create(&app, other, draft).await.unwrap();
        let queue = queues::create(&app, own, "Main").await.unwrap().queue.id;
        let foreign = queues::change(&app, Reach::Everything, queue, Change::Attach, vec![End::Shop(shop.id)]).await;
        assert_eq!(foreign.unwrap_err().to_string(), format!("there is no shop {}", shop.id.get()));
        let reach = Reach::Organization(other);
        let error = queues::set_state(&app, reach, queue, "passive").await.unwrap_err();
        assert!(matches!(error, SetupError::Unknown { thing: Thing::Queue, .. }), "{error}");
        let urls = shops::CallbackUrls::default();
        let error = shops::set_callback_urls(&app, Reach::Organization(own), shop.id, urls).await.unwrap_err();
        assert!(matches!(error, SetupError::Unknown { thing: Thing::Shop, .. }), "{error}");
        let nowhere = OrganizationId::new(99);
        for error in [
            queues::create(&app, nowhere, "Main").await.unwrap_err(),
            registers::create(&app, nowhere, virtual_register()).await.unwrap_err(),
            users::create(&app, Post::Owner(nowhere), users::Draft { login: String::new(), password: None }).await.unwrap_err(),
        ] {
            assert_eq!(error.to_string(), "there is no organization 99");
        }
        assert_ne!((QueueId::new(99), ShopId::new(99)), (queue, shop.id));
    }

    async fn a_register_has_numbers_of_its_own(test: TestDb) {
        let app = app(&test);
        let own = organization(&app, "772701001").await;
        let numbered = |serial: &str, storage: &str| registers::Draft {
            serial_number: Some(serial.to_owned()),
            fiscal_storage: Some(storage.to_owned()),
            ..virtual_register()
        };
        registers::create(&app, own, numbered("Q1", "9999000000000001")).await.unwrap();
        let serial = registers::create(&app, own, numbered("Q1", "9999000000000002")).await.unwrap_err();
        assert_eq!(fields(serial), ["serial_number"]);
        let storage = registers::create(&app, own, numbered("Q2", "9999000000000001")).await.unwrap_err();
        assert_eq!(fields(storage), ["fiscal_storage"]);
        assert_eq!(registers::list(&app, own, None, 10).await.unwrap().len(), 1);
    }

    async fn all_faults_of_a_register_come_at_once(test: TestDb) {
        let app = app(&test);
        let own = organization(&app, "772701001").await;
        let nothing = registers::create(&app, own, registers::Draft::default()).await.unwrap_err();
        assert_eq!(fields(nothing), ["kind", "settlement_address", "settlement_place", "taxation", "cashier"]);
        let real = registers::Draft { kind: "agent".to_owned(), ..virtual_register() };
        let missing = registers::create(&app, own, real.clone()).await.unwrap_err();
        assert_eq!(fields(missing), ["serial_number", "fiscal_storage", "registration_number"]);
        let real = registers::Draft {
            serial_number: Some("00101".to_owned()),
            fiscal_storage: Some("7380440801234567".to_owned()),
            registration_number: Some("0000000001000000".to_owned()),
            ..real
        };
        let error = registers::create(&app, own, real.clone()).await.unwrap_err().to_string();
        assert!(error.starts_with("registration_number = `0000000001000000`: the check digits"), "{error}");
        let right = types::RegistrationNumber::compute(1, &Inn::parse(INN).unwrap(), &types::SerialNumber::parse("00101").unwrap());
        let real = registers::Draft { registration_number: Some(right.to_string()), ..real };
        let created = registers::create(&app, own, real).await.unwrap();
        assert_eq!(created.state, RegisterState::Inactive);
        let legal = registers::Draft { fiscal_storage: Some("7380440801234568".to_owned()), ..virtual_register() };
        assert_eq!(fields(registers::create(&app, own, legal).await.unwrap_err()), ["fiscal_storage"]);
    }
}

#[test]
fn each_wrong_field_names_its_value_and_what_would_be_right() {
    let mut reading = Reading::default();
    reading.url("success_url", Some("shop.example/ok"));
    reading.text("name", " ", NAME_LENGTH_MAX);
    reading.url("failure_url", Some("https://"));
    let error = reading.finish(Some(())).unwrap_err().to_string();
    assert_eq!(
        error,
        "success_url = `shop.example/ok`: must be http:// or https:// with a host, without blanks\n\
         name = ``: has 0 characters; it must have 1 to 256\n\
         failure_url = `https://`: must be http:// or https:// with a host, without blanks"
    );
}

#[test]
fn a_post_needs_its_organization_and_no_other() {
    let one = Some(OrganizationId::new(1));
    assert_eq!(
        Post::of("owner", one).unwrap(),
        Post::Owner(OrganizationId::new(1))
    );
    assert_eq!(Post::of("operator", None).unwrap(), Post::Operator);
    assert_eq!(fields(Post::of("cashier", None).unwrap_err()), ["organization"]);
    assert_eq!(fields(Post::of("operator", one).unwrap_err()), ["organization"]);
    assert_eq!(fields(Post::of("boss", one).unwrap_err()), ["role"]);
}
