//! A day at a register.

use futures::future::join_all;
use serde_json::json;

use crate::operator::{REGISTRATION, SERIAL};
use crate::world::{PIN, World, sale};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_is_sold_counted_and_closed() {
    let world = World::selling().await;
    let post = async |path: &str, key: &str, body| {
        let path = format!("/api/v1/registers/1/{path}");
        world.post(&path, PIN, key, body).await
    };
    post(
        "cash-movements",
        "m1",
        json!({"direction": "deposit", "amount": "500.00"}),
    )
    .await
    .done();
    let mut first = sale("100.00");
    first["tendered"] = json!("200.00");
    let first = post("receipts", "r1", first).await.done();
    assert_eq!(first["fiscal_sign"], "849825694");
    assert_eq!(first["change"], "100.00");
    assert_eq!(first["mode"], "online");
    assert!(
        first["link"]
            .as_str()
            .unwrap()
            .starts_with("http://consumer.example.kz?i=1&")
    );
    assert_eq!(first["register"]["registration_number"], REGISTRATION);
    assert_eq!(first["register"]["serial_number"], SERIAL);
    assert_eq!(first["vat"][0]["amount"], "13.79");
    let back = json!({
        "operation": "sell_return",
        "lines": [{"name": "Milk", "price": "40.00", "vat": {"rate": "16"}}],
        "payments": [{"kind": "cash", "amount": "40.00"}],
        "parent": {"sign": "849825694", "issued_at": first["issued_at"], "registration_number": REGISTRATION,
                   "total": "100.00"},
    });
    post("receipts", "r2", back).await.done();
    let report = post("x-reports", "x1", json!({})).await.done();
    assert_eq!(report["counters"]["cash_in_drawer"], "560.00");
    assert_eq!(report["counters"]["revenue"], "60.00");
    assert_eq!(report["counters"]["receipts"]["sell"]["count"], 1);
    let sections = post("section-reports", "s1", json!({})).await.done();
    assert_eq!(sections["sections"][0]["operations"]["sell"]["sum"], "100.00");
    let cashiers = post("cashier-reports", "c1", json!({})).await.done();
    assert_eq!(cashiers["cashiers"][0]["cash"], "60.00");
    let copy = post("receipt-copies", "k1", json!({})).await.done();
    assert_eq!(
        (&copy["is_copy"], &copy["operation"]),
        (&json!(true), &json!("sell_return"))
    );
    let closing = post("z-reports", "z1", json!({"drawer": "withdrawn"}))
        .await
        .done();
    assert_eq!(closing["report"]["counters"]["cash_in_drawer"], "0.00");
    let state = world.state().await;
    assert_eq!(
        (&state["shift"]["state"], &state["shift"]["last"]),
        (&json!("closed"), &json!(1))
    );
    assert_eq!(post("z-reports", "z2", json!({})).await.code(), 17);
    assert_eq!(world.operator.numbers(), [1, 2, 3, 4]);
    let list = world
        .get("/api/v1/registers/1/documents?limit=2", PIN)
        .await
        .done();
    assert_eq!(list["documents"][0]["kind"], "closing");
    let one = world.get("/api/v1/registers/1/documents/2", PIN).await.done();
    assert_eq!(
        (&one["fiscal_sign"], &one["taken_by_operator"]),
        (&json!("849825694"), &json!(true))
    );
    assert_eq!(world.get("/api/v1/registers/1/documents/9", PIN).await.code(), 9);
    for (number, words) in [(1, "500"), (2, "849825694"), (4, "Z")] {
        let path = format!("/api/v1/registers/1/documents/{number}/text?columns=48");
        let text = world.get(&path, PIN).await.text;
        assert!(text.contains(words) && text.contains(REGISTRATION), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 48), "{text}");
    }
    assert_eq!(
        world
            .get("/api/v1/registers/1/documents/2/text?columns=7", PIN)
            .await
            .code(),
        2
    );
    let log = world.get("/api/v1/registers/1/log", PIN).await.done();
    let purposes: Vec<&str> = log["exchanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["purpose"].as_str().unwrap())
        .collect();
    assert!(
        purposes.contains(&"info") && purposes.contains(&"document"),
        "{purposes:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_repeats_get_the_first_answer_byte_for_byte() {
    let world = World::selling().await;
    let answers = join_all((0..20).map(|_| world.sell("same", "100.00"))).await;
    let first = &answers[0];
    first.done();
    assert!(answers.iter().all(|one| one == first));
    assert_eq!(world.operator.numbers(), [1]);
    let later = world.sell("same", "100.00").await;
    assert_eq!(&later, first);
    let other = world.sell("same", "100.01").await;
    assert_eq!((other.status, other.code()), (409, 11));
    assert_eq!(
        other.data()["fields"],
        json!(["lines[0].price", "payments[0].amount"])
    );
    let another = world
        .post("/api/v1/registers/1/x-reports", PIN, "same", json!({}))
        .await;
    assert_eq!(another.data()["fields"][0], "operation");
    assert_eq!(world.operator.numbers(), [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cashiers_at_one_register_wait_for_each_other() {
    let world = World::selling().await;
    let keys: Vec<String> = (0..10).map(|number| format!("k{number}")).collect();
    let answers = join_all(keys.iter().map(|key| world.sell(key, "10.00"))).await;
    let mut numbers: Vec<u64> = answers
        .iter()
        .map(|one| one.done()["number"].as_u64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    assert_eq!(world.operator.numbers(), (1..=10).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_wrong_fields_come_at_once() {
    let world = World::selling().await;
    let body = json!({
        "operation": "sel",
        "lines": [{"name": "Milk", "price": 100, "quantity": "x", "colour": "white"}, "no line"],
        "payments": [{"kind": "gold", "amount": "1.001"}],
        "tendered": "ten",
    });
    let got = world
        .post("/api/v1/registers/1/receipts", PIN, "wrong", body)
        .await;
    assert_eq!((got.status, got.code()), (422, 2));
    let findings = got.data();
    let fields: Vec<&str> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "operation",
            "lines[0].colour",
            "lines[0].quantity",
            "lines[0].price",
            "lines[1]",
            "payments[0].amount",
            "payments[0].kind",
            "tendered"
        ]
    );
    let unpriced = json!({"operation": "sell", "lines": [], "payments": []});
    let got = world
        .post("/api/v1/registers/1/receipts", PIN, "wrong", unpriced)
        .await;
    assert_eq!(got.data()["findings"][0]["rule"], "lines-missing");
    let keyless = world
        .post("/api/v1/registers/1/receipts", PIN, "", sale("1.00"))
        .await;
    assert_eq!(keyless.code(), 10);
    // What was refused has used nothing up.
    assert_eq!(world.sell("wrong", "1.00").await.done()["number"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_inspector_gets_a_control_receipt_that_counts_nothing() {
    let world = World::selling().await;
    let person = json!({"name": "Inspector", "role": "inspector", "pin": "7391"});
    world
        .ask("PUT", "/api/v1/people/9", PIN, "", Some(person))
        .await
        .done();
    world
        .post("/api/v1/me/pin", "7391", "", json!({"pin": "73911"}))
        .await
        .done();
    let path = "/api/v1/registers/1/control-receipts";
    let control = world.post(path, "73911", "c", sale("100.00")).await.done();
    assert_eq!(control["fiscal_sign"], "1234567890");
    assert_eq!(world.state().await["cash_in_drawer"], "0.00");
    assert_eq!(world.post(path, PIN, "d", sale("100.00")).await.code(), 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shift_of_a_day_is_closed_by_itself_when_so_chosen() {
    let world = World::signed_in().await;
    world.add("add", json!({"rollover": "automatic"})).await.done();
    world.sell("a", "10.00").await.done();
    world.clock.advance_s(25 * 3600);
    let receipt = world.sell("b", "20.00").await.done();
    assert_eq!(
        (&receipt["shift"], &receipt["kind"], &receipt["total"]),
        (&json!(2), &json!("receipt"), &json!("20.00"))
    );
    assert_eq!(world.operator.numbers(), [1, 2, 3]);
    assert_eq!(world.sell("b", "20.00").await.done(), receipt);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shift_of_a_day_is_closed_by_somebody_otherwise() {
    let world = World::selling().await;
    world.sell("a", "10.00").await.done();
    world.clock.advance_s(25 * 3600);
    assert_eq!(world.sell("b", "20.00").await.code(), 16);
    world
        .post("/api/v1/registers/1/z-reports", PIN, "z", json!({}))
        .await
        .done();
    assert_eq!(world.sell("b", "20.00").await.done()["shift"], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_cash_than_the_drawer_holds_is_refused_without_a_trace() {
    let world = World::selling().await;
    let body = json!({"direction": "withdrawal", "amount": "0.01"});
    assert_eq!(
        world
            .post("/api/v1/registers/1/cash-movements", PIN, "w", body)
            .await
            .code(),
        19
    );
    assert_eq!(world.operator.numbers(), [0_u64; 0]);
}
