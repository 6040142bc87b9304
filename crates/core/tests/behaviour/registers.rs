//! Making and adding registers.

use serde_json::json;
use store::core_register::people::{self, CorePerson};
use store::{Db, DbOptions, StoreError};

use crate::operator::{DEVICE_ID, Fate, REGISTRATION, SELLER, SERIAL};
use crate::world::{PIN, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_register_gets_a_serial_number_of_its_own_and_a_year() {
    let world = World::signed_in().await;
    let mut numbers = Vec::new();
    for (index, platform) in ["production", "test", "test"].into_iter().enumerate() {
        let made = world
            .post(
                "/api/v1/registers/new",
                PIN,
                &format!("new-{index}"),
                json!({"platform": platform}),
            )
            .await
            .done();
        assert_eq!(
            (&made["manufacture_year"], &made["platform"]),
            (&json!(2026), &json!(platform))
        );
        let number = made["serial_number"].as_str().unwrap().to_owned();
        assert!(number.starts_with("QSSA1") && number.len() == 17, "{number}");
        numbers.push(number);
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 3);
    assert_eq!(world.mode().await, "setup");
    assert_eq!(world.sell("a", "1.00").await.code(), 13);
    let wrong = world
        .post("/api/v1/registers/new", PIN, "new", json!({"platform": "both"}))
        .await;
    assert_eq!(wrong.data()["findings"][0]["field"], "platform");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_register_is_made_once_for_a_key_also_after_a_restart() {
    let mut world = World::signed_in().await;
    let body = json!({"platform": "test", "name": "Spare"});
    let path = "/api/v1/registers/new";
    let answers = futures::future::join_all((0..8).map(|_| world.post(path, PIN, "k", body.clone()))).await;
    answers[0].done();
    assert!(answers.iter().all(|one| *one == answers[0]));
    world.stop().await;
    world.start().await;
    assert_eq!(world.post(path, PIN, "k", body.clone()).await, answers[0]);
    let list = world.get("/api/v1/registers", PIN).await.done();
    assert_eq!(list["registers"].as_array().unwrap().len(), 1);
    let other = world
        .post(path, PIN, "k", json!({"platform": "production"}))
        .await;
    assert_eq!(
        (other.code(), other.data()["fields"][0].clone()),
        (11, json!("name"))
    );
    // The key of a making is no key for an adding of something else.
    let added = world.add("k", json!({})).await;
    assert_eq!(
        (added.code(), added.data()["fields"][0].clone()),
        (11, json!("operation"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_existing_register_is_added_when_the_operator_knows_it() {
    let world = World::signed_in().await;
    let added = world
        .add("add", json!({"vat_series": "60001", "vat_number": "0012345"}))
        .await;
    let data = added.done();
    assert_eq!(
        (&data["serial_number"], &data["registration_number"]),
        (&json!(SERIAL), &json!(REGISTRATION))
    );
    assert_eq!(
        (&data["taxpayer_number"], &data["device_id"]),
        (&json!(SELLER), &json!(DEVICE_ID))
    );
    assert_eq!(
        data["vat_certificate"],
        json!({"series": "60001", "number": "0012345"})
    );
    assert_eq!(
        (&data["mode"]["name"], &data["platform"]),
        (&json!("online"), &json!("test"))
    );
    let again = world
        .add("add", json!({"vat_series": "60001", "vat_number": "0012345"}))
        .await;
    assert_eq!(again, added);
    let other = world.add("add", json!({"name": "Till 2"})).await;
    assert_eq!(other.code(), 11);
    assert!(
        other.data()["fields"]
            .as_array()
            .unwrap()
            .contains(&json!("name"))
    );
    assert_eq!(world.add("again", json!({})).await.code(), 34);
    let text = std::fs::read(world.journal()).unwrap();
    assert!(!text.windows(13).any(|part| part == b"\"token\":\"77\"}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_added_when_the_operator_refuses_or_does_not_answer() {
    let world = World::signed_in().await;
    assert_eq!(world.add("a", json!({"token": "78"})).await.code(), 21);
    assert_eq!(world.add("b", json!({"device_id": "5"})).await.code(), 22);
    world.operator.usual(Fate::CutBefore);
    assert_eq!(world.add("c", json!({})).await.code(), 33);
    world.operator.usual(Fate::Answered);
    let other = world
        .add("d", json!({"serial_number": "QSSA1000000000001"}))
        .await;
    assert_eq!(other.data()["findings"][0]["rule"], "differs-from-operator");
    assert_eq!(
        world.get("/api/v1/registers", PIN).await.done()["registers"],
        json!([])
    );
    world.add("a", json!({})).await.done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_wrong_parameter_of_an_addition_is_told() {
    let world = World::signed_in().await;
    let body = json!({"server": "nowhere", "device_id": "0", "vat_series": "1"});
    let got = world.post("/api/v1/registers/existing", PIN, "a", body).await;
    let fields: Vec<String> = got.data()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{} {}",
                one["field"].as_str().unwrap(),
                one["rule"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        fields,
        [
            "server format",
            "device_id format",
            "token missing",
            "name missing",
            "vat_number missing"
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_registers_work_side_by_side() {
    let world = World::signed_in().await;
    world
        .post(
            "/api/v1/registers/new",
            PIN,
            "new",
            json!({"platform": "test", "name": "Spare"}),
        )
        .await
        .done();
    world.add("add", json!({})).await.done();
    let sold = world
        .post(
            "/api/v1/registers/2/receipts",
            PIN,
            "a",
            crate::world::sale("1.00"),
        )
        .await
        .done();
    assert_eq!(sold["register"]["id"], 2);
    let list = world.get("/api/v1/registers", PIN).await.done();
    assert_eq!(list["registers"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_core_holds_so_many_registers_and_people_and_no_more() {
    let mut world = World::signed_in().await;
    let path = "/api/v1/registers/new";
    for number in 0..core_register::REGISTERS_MAX {
        let key = format!("k{number}");
        world
            .post(path, PIN, &key, json!({"platform": "test"}))
            .await
            .done();
    }
    let more = world.post(path, PIN, "more", json!({"platform": "test"})).await;
    assert_eq!((more.status, more.code()), (409, 35));
    assert_eq!(world.add("add", json!({})).await.code(), 35);
    // A repeat of what was made is no other register.
    world
        .post(path, PIN, "k0", json!({"platform": "test"}))
        .await
        .done();
    // Whoever is there by now was written by this core: making 32 of them would only compute hashes of PINs.
    world.stop().await;
    let db = Db::open(DbOptions::new(format!("sqlite:{}", world.journal().display())))
        .await
        .unwrap();
    let filled = db.write("fill_people", |tx| {
        let first = people::all(tx)?.remove(0);
        for code in 2..=u32::try_from(core_register::PEOPLE_MAX).unwrap() {
            let one = CorePerson {
                code,
                is_active: false,
                ..first.clone()
            };
            people::save(tx, &one)?;
        }
        Ok::<_, StoreError>(())
    });
    filled.await.unwrap();
    db.shutdown().await;
    world.start().await;
    let person = json!({"name": "C", "role": "cashier", "pin": "990011"});
    let more = world.ask("PUT", "/api/v1/people/99", PIN, "", Some(person)).await;
    assert_eq!((more.status, more.code()), (409, 35));
}
