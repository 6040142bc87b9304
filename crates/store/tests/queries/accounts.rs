//! Organizations, users, sessions, shops, queues and registers.

use store::queues::QueueState;
use store::registers::{self, RegisterKind, RegisterState};
use store::users::{self, NewUser, Role};
use store::{StoreError, organizations, queues, sessions, shops};
use testkit::{START, TestDb};
use types::{OrganizationId, QueueId, RegisterId, ShopId};

use crate::world::{self, OTHER_STORAGE, STORAGE, later};

testkit::on_both_engines! {
    async fn organizations_are_found_and_listed_by_key(test: TestDb) {
        let db = &test.db;
        let world = world::make(db).await;
        db.write("add", |tx| {
            for number in 0..5 {
                organizations::create(tx, &world::an_organization(&format!("{number:010}")), later(number))?;
            }
            Ok::<_, StoreError>(())
        }).await.unwrap();
        let found = db.read("find", move |tx| organizations::find(tx, world.organization)).await.unwrap().unwrap();
        assert_eq!((found.inn.as_str(), found.kpp.as_deref(), found.created_at), ("5010051677", Some("501001001"), START));
        let first = db.read("list", |tx| organizations::list(tx, None, 4)).await.unwrap();
        let after = first.last().map(|row| row.id);
        let rest = db.read("list", move |tx| organizations::list(tx, after, 4)).await.unwrap();
        assert_eq!((first.len(), rest.len()), (4, 2));
        assert!(first.iter().chain(&rest).map(|row| row.id).is_sorted());
    }

    async fn a_login_is_taken_once(test: TestDb) {
        let db = &test.db;
        let world = world::make(db).await;
        let user = NewUser {
            organization: Some(world.organization),
            login: "anna".to_owned(),
            password_hash: "$argon2id$…".to_owned(),
            role: Role::Owner,
        };
        let again = user.clone();
        let id = db.write("add", move |tx| users::create(tx, &user, START)).await.unwrap();
        let error = db.write("add", move |tx| users::create(tx, &again, START)).await.unwrap_err();
        assert!(error.violates("users_login_unique"), "{error}");
        let found = db.read("find", |tx| users::by_login(tx, "anna")).await.unwrap().unwrap();
        assert_eq!((found.id, found.role, found.organization), (id, Role::Owner, Some(world.organization)));
        assert!(db.read("find", |tx| users::by_login(tx, "Anna")).await.unwrap().is_none());
    }

    async fn a_session_ends_by_itself_or_by_hand(test: TestDb) {
        let db = &test.db;
        let user = NewUser {
            organization: None,
            login: "staff".to_owned(),
            password_hash: String::new(),
            role: Role::Operator,
        };
        db.write("open", move |tx| {
            let id = users::create(tx, &user, START)?;
            sessions::create(tx, &[1; 32], id, START, later(60))?;
            sessions::create(tx, &[2; 32], id, START, later(600))
        }).await.unwrap();
        let holder = |token: [u8; 32], at| db.read("find", move |tx| sessions::find_user(tx, &token, at));
        assert_eq!(holder([1; 32], later(59)).await.unwrap().unwrap().login, "staff");
        assert!(holder([1; 32], later(60)).await.unwrap().is_none());
        assert!(holder([3; 32], START).await.unwrap().is_none());
        assert_eq!(db.write("sweep", |tx| sessions::delete_expired(tx, later(60), 10)).await, Ok(1));
        db.write("close", |tx| sessions::delete(tx, &[2; 32])).await.unwrap();
        assert!(holder([2; 32], START).await.unwrap().is_none());
        db.write("close", |tx| sessions::delete(tx, &[2; 32])).await.unwrap();
    }

    async fn shops_are_found_by_what_their_requests_carry(test: TestDb) {
        let db = &test.db;
        let world = world::make(db).await;
        let found = db.read("find", |tx| shops::by_public_id(tx, "abc123")).await.unwrap().unwrap();
        assert_eq!((found.id, found.secret.reveal()), (world.shop, "0123456789"));
        assert_eq!(found.success_url.as_deref(), Some("https://shop.example/ok"));
        assert!(db.read("find", |tx| shops::by_public_id(tx, "ABC123")).await.unwrap().is_none());
        assert!(db.read("find", |tx| shops::by_id(tx, ShopId::new(99))).await.unwrap().is_none());
        let error = db.write("add", move |tx| {
            shops::create(tx, &world::a_shop(world.organization, "abc123"), START)
        }).await.unwrap_err();
        assert!(error.violates("shops_public_id_unique"), "{error}");
        let all = db.read("list", move |tx| shops::of_organization(tx, world.organization, None, 10)).await.unwrap();
        assert_eq!(all.len(), 1);
    }

    async fn a_banner_is_set_by_its_owner_alone(test: TestDb) {
        let db = &test.db;
        let world = world::make(db).await;
        let set = |organization, banner: Option<shops::Banner>| {
            db.write("set", move |tx| shops::set_banner(tx, organization, world.shop, banner.as_ref()))
        };
        let kept = || db.read("find", move |tx| shops::by_id(tx, world.shop));
        let banner = shops::Banner { image_url: "data:image/png;base64,AA==".into(), link_url: "https://shop.example/sale".into() };
        let stranger = OrganizationId::new(world.organization.get() + 1);
        assert_eq!(set(stranger, Some(banner.clone())).await, Ok(false));
        let image = || db.read("image", move |tx| shops::banner_image(tx, world.shop));
        assert_eq!((kept().await.unwrap().unwrap().banner_link_url, image().await), (None, Ok(None)));
        assert_eq!(set(world.organization, Some(banner.clone())).await, Ok(true));
        let shop = kept().await.unwrap().unwrap();
        assert_eq!((image().await.unwrap(), shop.banner_link_url), (Some(banner.image_url), Some(banner.link_url)));
        assert_eq!(set(world.organization, None).await, Ok(true));
        assert_eq!(kept().await.unwrap().unwrap().banner_link_url, None);
    }

    async fn queues_belong_to_shops_and_registers(test: TestDb) {
        let db = &test.db;
        let world = world::make(db).await;
        let ids = |rows: Vec<queues::QueueRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        let of_shop = db.read("of_shop", move |tx| queues::of_shop(tx, world.shop)).await.unwrap();
        assert_eq!(ids(of_shop), [world.queue, world.other_queue]);
        let of_register = db.read("of_register", move |tx| queues::of_register(tx, world.other_register)).await.unwrap();
        assert_eq!(ids(of_register), [world.queue]);
        let all = db.read("list", move |tx| queues::of_organization(tx, world.organization, None, 10)).await.unwrap();
        assert_eq!(ids(all), [world.queue, world.other_queue]);
        let registers = db.read("registers", move |tx| queues::registers_of(tx, world.queue)).await.unwrap();
        assert_eq!(registers, [world.register, world.other_register]);
        assert!(db.read("attached", move |tx| queues::is_attached(tx, world.queue, world.shop)).await.unwrap());
        db.write("attach", move |tx| queues::attach_shop(tx, world.queue, world.shop)).await.unwrap();
        let usable = db.read("usable", move |tx| queues::find_for_shop(tx, world.queue, world.shop)).await.unwrap();
        assert_eq!(usable.unwrap().state, QueueState::Active);
        db.write("detach", move |tx| {
            queues::detach_shop(tx, world.queue, world.shop)?;
            queues::detach_register(tx, world.queue, world.register)?;
            queues::set_state(tx, world.queue, QueueState::Passive)
        }).await.unwrap();
        assert!(!db.read("attached", move |tx| queues::is_attached(tx, world.queue, world.shop)).await.unwrap());
        let usable = db.read("usable", move |tx| queues::find_for_shop(tx, world.queue, world.shop)).await.unwrap();
        assert_eq!(usable, None);
        let found = db.read("find", move |tx| queues::find(tx, world.queue)).await.unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.state), ("first", QueueState::Passive));
        assert_eq!(db.write("none", |tx| queues::set_state(tx, QueueId::new(99), QueueState::Active)).await, Ok(false));
    }

    async fn registers_are_found_by_key_and_change(test: TestDb) {
        let db = &test.db;
        let world = world::make(db).await;
        let found = db.read("find", |tx| registers::by_pos_key(tx, "pos-1")).await.unwrap().unwrap();
        assert_eq!((found.id, found.kind, found.handed_out), (world.register, RegisterKind::Virtual, 0));
        assert_eq!((found.pos_secret.reveal(), found.fiscal_storage_number.as_str()), ("secret", STORAGE));
        for (key, constraint) in [("pos-1", "registers_pos_key_unique"), ("pos-3", "registers_serial_unique")] {
            let mut register = world::a_register(world.organization, key, STORAGE);
            if key == "pos-3" {
                register.serial_number = "serial of pos-1".to_owned();
            } else {
                register.serial_number = "new".to_owned();
            }
            let error = db.write("add", move |tx| registers::create(tx, &register, START)).await.unwrap_err();
            assert!(error.violates(constraint), "{error}");
        }
        db.write("change", move |tx| {
            assert!(registers::set_state(tx, world.register, RegisterState::Inactive, Some("hw-1"), later(1))?);
            assert!(registers::set_device_report(tx, world.register, "{\"paper\":true}", later(2))?);
            assert!(registers::replace_fiscal_storage(tx, world.register, "9999078900000009", "{\"n\":2}")?);
            assert!(!registers::seen(tx, RegisterId::new(99), later(3))?);
            registers::seen(tx, world.register, later(3))
        }).await.unwrap();
        let found = db.read("find", move |tx| registers::find(tx, world.register)).await.unwrap().unwrap();
        assert_eq!((found.state, found.hardware_id.as_deref()), (RegisterState::Inactive, Some("hw-1")));
        assert_eq!((found.device_report.as_deref(), found.last_seen_at), (Some("{\"paper\":true}"), Some(later(3))));
        assert_eq!((found.fiscal_storage_number.as_str(), found.registration.as_str()), ("9999078900000009", "{\"n\":2}"));
        let active = db.read("active", |tx| registers::active_virtual(tx, None, 10)).await.unwrap();
        assert_eq!(active.iter().map(|row| row.fiscal_storage_number.as_str()).collect::<Vec<_>>(), [OTHER_STORAGE]);
        let all = db.read("all", move |tx| registers::of_organization(tx, world.organization, None, 10)).await.unwrap();
        assert_eq!(all.len(), 2);
    }
}
