//! Documents that the operator refuses for good, notices, and settings that change under a register that works.

use ofd_kz::KnownResult;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::operator::{Fate, Operator};
use crate::world::{PIN, World};

const REGISTER: &str = "/api/v1/registers/1";

async fn post(world: &World, path: &str, key: &str, body: Value) -> crate::world::Got {
    world.post(&format!("{REGISTER}/{path}"), PIN, key, body).await
}

async fn kinds(world: &World) -> Vec<String> {
    let events = world.get(&format!("{REGISTER}/events"), PIN).await.done();
    let kind = |one: &Value| one["kind"].as_str().unwrap().to_owned();
    let mut kinds: Vec<String> = events["events"].as_array().unwrap().iter().map(kind).collect();
    kinds.reverse();
    kinds
}

/// Two sales in the queue, of which the operator refuses the first.
async fn refused() -> World {
    let world = World::selling().await;
    world.operator.usual(Fate::CutBefore);
    world.sell("a", "10.00").await.done();
    world.sell("b", "20.00").await.done();
    world
        .operator
        .usual(Fate::Says(KnownResult::IncorrectRequestData));
    world
        .until("refused", |state| state["mode"]["reason_code"] == 24)
        .await;
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_document_is_seen_set_aside_journalled_and_sent_again() {
    let mut world = refused().await;
    let queue = world.get(&format!("{REGISTER}/queue"), PIN).await.done();
    assert_eq!(
        queue["refusal"],
        json!({"number": 1, "result": 13, "text": "scripted"})
    );
    let notice = world.state().await["notices"][0].clone();
    assert_eq!(
        (&notice["code"], &notice["level"]),
        (&json!("blocked"), &json!("stop"))
    );
    assert!(notice["text"].as_str().unwrap().contains("scripted"), "{notice}");
    // A reason and the very document are wanted.
    let nothing = post(&world, "set-aside", "s", json!({"number": 1, "reason": " "})).await;
    assert_eq!(nothing.data()["findings"][0]["field"], "reason");
    let other = post(&world, "set-aside", "s", json!({"number": 2, "reason": "wrong"})).await;
    assert_eq!((other.status, other.code()), (409, 47));
    world.operator.usual(Fate::CutBefore);
    let body = json!({"number": 1, "reason": "no such buyer"});
    let aside = post(&world, "set-aside", "s", body.clone()).await;
    assert_eq!(aside.done()["set_aside"], json!([1]));
    assert_eq!(post(&world, "set-aside", "s", body).await, aside);
    world.operator.usual(Fate::Answered);
    world.until("drained", |state| state["queue"].is_null()).await;
    assert_eq!(world.operator.numbers(), [2]);
    // It is still there: in the journal, in the list, in a notice, after a restart too.
    world.stop().await;
    world.start().await;
    let state = world.state().await;
    assert_eq!(state["set_aside"], json!([1]));
    assert_eq!(state["notices"][0]["code"], "set_aside");
    let queue = world.get(&format!("{REGISTER}/queue"), PIN).await.done();
    assert_eq!(queue["set_aside"][0]["total"], "10.00");
    let document = world.get(&format!("{REGISTER}/documents/1"), PIN).await.done();
    assert_eq!(document["taken_by_operator"], false);
    assert_eq!(
        post(&world, "send-again", "w", json!({"number": 2})).await.code(),
        48
    );
    post(&world, "send-again", "g", json!({"number": 1})).await.done();
    let state = world
        .until("taken", |state| state["set_aside"] == json!([]))
        .await;
    assert_eq!(state["notices"], json!([]));
    assert_eq!(world.operator.numbers(), [2, 1]);
    let document = world.get(&format!("{REGISTER}/documents/1"), PIN).await.done();
    assert_eq!(
        (
            &document["taken_by_operator"],
            document["fiscal_sign"].is_string()
        ),
        (&json!(true), true)
    );
    let kinds = kinds(&world).await;
    for kind in [
        "set_up",
        "blocked",
        "set_aside",
        "released",
        "sent_again",
        "set_aside_taken",
    ] {
        assert!(kinds.iter().any(|one| one == kind), "{kind}: {kinds:?}");
    }
    let events = world.get(&format!("{REGISTER}/events"), PIN).await.done();
    let entry = events["events"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["kind"] == "set_aside")
        .unwrap()
        .clone();
    assert_eq!((&entry["person"], &entry["number"]), (&json!(1), &json!(1)));
    assert_eq!(entry["detail"]["reason"], "no such buyer");
    assert!(
        entry["detail"]["refused"]["detail"]
            .as_str()
            .unwrap()
            .contains("scripted")
    );
    assert_eq!(world.sell("c", "5.00").await.done()["number"], 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_a_second_time_stays_set_aside_and_stops_nothing() {
    let world = refused().await;
    world.operator.usual(Fate::Answered);
    post(&world, "set-aside", "s", json!({"number": 1, "reason": "wrong"}))
        .await
        .done();
    world.until("drained", |state| state["queue"].is_null()).await;
    // INFO comes first after an outage.
    let mut is_asked = false;
    for _ in 0..6_000 {
        let log = world.get(&format!("{REGISTER}/log?limit=1"), PIN).await.done();
        is_asked = log["exchanges"][0]["purpose"] == "info";
        if is_asked {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(is_asked, "INFO was never asked");
    world
        .operator
        .fates(&[Fate::Says(KnownResult::IncorrectRequestData)]);
    post(&world, "send-again", "g", json!({"number": 1})).await.done();
    let state = world
        .until("refused", |state| state["sent_again"].is_null())
        .await;
    assert_eq!(
        (&state["set_aside"], &state["mode"]["name"]),
        (&json!([1]), &json!("online"))
    );
    assert!(kinds(&world).await.contains(&"set_aside_refused".to_owned()));
    world.operator.usual(Fate::Answered);
    world.sell("c", "5.00").await.done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notices_tell_what_nears() {
    let world = World::selling().await;
    world.sell("a", "10.00").await.done();
    let codes = async || -> Vec<String> {
        let state = world.state().await;
        let notices = state["notices"].as_array().unwrap();
        notices
            .iter()
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(codes().await, [""; 0]);
    world.clock.advance_s(23 * 3600 + 1);
    assert_eq!(codes().await, ["shift_nears_end"]);
    world.clock.advance_s(3600);
    assert_eq!(codes().await, ["shift_expired"]);
    post(&world, "z-reports", "z", json!({})).await.done();
    assert_eq!(codes().await, [""; 0]);
    world.operator.usual(Fate::CutBefore);
    let body = json!({"direction": "deposit", "amount": "1.00"});
    post(&world, "cash-movements", "m", body).await.done();
    assert_eq!(codes().await, ["autonomous"]);
    world.clock.advance_s(61 * 3600);
    assert_eq!(codes().await, ["autonomous_nears_end", "autonomous"]);
    world.clock.advance_s(11 * 3600 + 1);
    assert_eq!(codes().await, ["blocked"]);
    world.clock.advance_s(-100 * 3600);
    assert_eq!(codes().await, ["clock_behind", "autonomous"]);
    for (language, word) in [("ru", "Часы отстают"), ("kk", "Сағат"), ("en", "The clock")] {
        let request = axum::http::Request::builder()
            .uri(REGISTER)
            .header("host", "localhost")
            .header("accept-language", language)
            .header("authorization", format!("Bearer {PIN}"))
            .body(axum::body::Body::empty())
            .unwrap();
        let got = crate::world::send(&world.router, request).await.done();
        let text = got["notices"][0]["text"].as_str().unwrap().to_owned();
        assert!(text.starts_with(word), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_change_where_nothing_is_lost_by_it_and_are_journalled() {
    let world = World::selling().await;
    world.sell("a", "10.00").await.done();
    let body =
        json!({"name": "Till 2", "rollover": "automatic", "vat_series": "60001", "vat_number": "0012345"});
    let changed = post(&world, "settings", "s1", body.clone()).await;
    let data = changed.done();
    assert_eq!(
        (&data["name"], &data["rollover"]),
        (&json!("Till 2"), &json!("automatic"))
    );
    assert_eq!(data["vat_certificate"]["number"], "0012345");
    assert_eq!(post(&world, "settings", "s1", body).await, changed);
    assert_eq!(
        post(&world, "settings", "s1", json!({"name": "Till 3"}))
            .await
            .code(),
        11
    );
    let off = post(&world, "settings", "s2", json!({"has_vat": false}))
        .await
        .done();
    assert_eq!(
        (&off["vat_certificate"], &off["name"]),
        (&json!(null), &json!("Till 2"))
    );
    let wrong = json!({"server": "nowhere", "version": "2.0.9", "vat_series": "1", "colour": "red"});
    let fields: Vec<String> = post(&world, "settings", "s3", wrong).await.data()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["field"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(fields, ["colour", "vat_number", "server", "version"]);
    // A server that does not answer, or does not know the register, is not taken.
    let gone = json!({"server": "127.0.0.1:9"});
    assert_eq!(post(&world, "settings", "s4", gone).await.code(), 33);
    let mut tasks = JoinSet::new();
    let stranger = Operator::start(world.clock.clone(), &mut tasks).await;
    for _ in 0..9 {
        stranger.issue_token();
    }
    let strange = json!({"server": stranger.address});
    assert_eq!(post(&world, "settings", "s5", strange).await.code(), 21);
    assert_eq!(world.state().await["server"], json!(world.operator.address));
    world.sell("b", "10.00").await.done();
    // The other version is spoken from the next request on.
    post(&world, "settings", "s6", json!({"version": "2.0.2"}))
        .await
        .done();
    world.sell("c", "10.00").await.done();
    let last = world
        .operator
        .with(|books| books.requests.last().unwrap().version);
    assert_eq!(last, 202);
    let events = world.get(&format!("{REGISTER}/events"), PIN).await.done();
    let first = &events["events"][0];
    assert_eq!(first["kind"], "settings_changed");
    assert_eq!(
        (
            &first["detail"]["before"]["version"],
            &first["detail"]["after"]["version"]
        ),
        (&json!(203), &json!(202))
    );
    assert_eq!(world.operator.numbers(), [1, 2, 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_moves_with_its_operator_to_another_address_but_not_into_a_smaller_version() {
    let world = World::selling().await;
    world.operator.usual(Fate::CutBefore);
    world.sell("a", "10.00").await.done();
    world.sell("b", "10.00").await.done();
    let smaller = post(&world, "settings", "v", json!({"version": "2.0.2"})).await;
    assert_eq!((smaller.code(), &smaller.data()["number"]), (49, &json!(1)));
    // The same books behind another address.
    world.operator.usual(Fate::Answered);
    let mut tasks = JoinSet::new();
    let moved = world
        .operator
        .listen_elsewhere(world.clock.clone(), &mut tasks)
        .await;
    post(&world, "settings", "m", json!({"server": moved}))
        .await
        .done();
    let state = world.until("drained", |state| state["queue"].is_null()).await;
    assert_eq!(state["server"], json!(moved));
    assert_eq!(world.operator.numbers(), [1, 2]);
    assert_eq!(world.sell("c", "10.00").await.done()["mode"], "online");
}

const MARKS: [&str; 2] = ["0104607123456789215abcdef", "0104607123456789215abcdeg"];

/// A sale with two marking codes in a line, which 2.0.3 alone has room for, is refused and set aside.
async fn two_marks_set_aside() -> World {
    let world = World::selling().await;
    world.operator.usual(Fate::CutBefore);
    let mut body = crate::world::sale("10.00");
    body["lines"][0]["marking_codes"] = json!(MARKS);
    body["lines"][0]["quantity"] = json!("2");
    body["lines"][0]["price"] = json!("5.00");
    post(&world, "receipts", "a", body).await.done();
    world
        .operator
        .usual(Fate::Says(KnownResult::IncorrectRequestData));
    world
        .until("refused", |state| state["mode"]["reason_code"] == 24)
        .await;
    world.operator.usual(Fate::Answered);
    post(&world, "set-aside", "s", json!({"number": 1, "reason": "wrong"}))
        .await
        .done();
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_version_without_room_for_what_was_set_aside_is_not_taken() {
    let world = two_marks_set_aside().await;
    let smaller = post(&world, "settings", "v", json!({"version": "2.0.2"})).await;
    assert_eq!((smaller.code(), &smaller.data()["number"]), (49, &json!(1)));
    post(&world, "send-again", "g", json!({"number": 1})).await.done();
    world
        .until("taken", |state| state["set_aside"] == json!([]))
        .await;
    post(&world, "settings", "w", json!({"version": "2.0.2"}))
        .await
        .done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_the_version_has_no_room_for_stops_no_sale() {
    let mut world = two_marks_set_aside().await;
    world.stop().await;
    // A journal whose version was lowered when what was set aside was not looked at.
    world
        .change_journal("-- test.version\n update core_registers set version = 202")
        .await;
    world.start().await;
    post(&world, "send-again", "g", json!({"number": 1})).await.done();
    for key in ["b", "c"] {
        assert_eq!(world.sell(key, "10.00").await.done()["mode"], "online");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(world.state().await["set_aside"], json!([1]));
    assert_eq!(world.operator.numbers(), [2, 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_are_read_page_by_page() {
    let mut world = World::selling().await;
    world.stop().await;
    world
        .change_journal(
            "-- test.many
             with recursive n (i) as (select 1 union all select i + 1 from n where i < 450)
             insert into core_events (register_id, at_us, kind, person, number, detail)
             select 1, 0, 'blocked', null, i, '{}' from n",
        )
        .await;
    world.start().await;
    let (mut before, mut sizes, mut numbers) = (String::new(), Vec::new(), Vec::new());
    loop {
        let path = format!("{REGISTER}/events?limit=1000{before}");
        let page = world.get(&path, PIN).await.done()["events"].clone();
        let page = page.as_array().unwrap();
        let Some(last) = page.last() else { break };
        sizes.push(page.len());
        numbers.extend(page.iter().filter_map(|one| one["number"].as_u64()));
        before = format!("&before={}", last["id"]);
    }
    // With the set-up.
    assert_eq!(sizes, [200, 200, 51]);
    assert!(numbers.iter().copied().eq((1..=450).rev()));
    let wrong = world.get(&format!("{REGISTER}/events?before=x"), PIN).await;
    assert_eq!(
        (wrong.status, &wrong.data()["findings"][0]["field"]),
        (422, &json!("before"))
    );
    let described = world.get("/api/v1/openapi.json", "").await.json();
    let parameters = &described["paths"]["/api/v1/registers/{id}/events"]["get"]["parameters"];
    assert!(
        parameters
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["name"] == "before")
    );
}
