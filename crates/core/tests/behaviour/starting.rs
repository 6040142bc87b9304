//! What a core says when it starts.

use core_register::Installation;
use serde_json::json;
use tokio::task::JoinSet;

use crate::world::{Got, PIN, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_start_says_version_protocol_guid_licence_operators_and_addresses() {
    let mut world = World::signed_in().await;
    let texts = |world: &World| -> Vec<String> {
        let strip = |line: &String| {
            let (stamp, text) = line.split_at(27);
            assert!(stamp.starts_with("[2026-11-22 10:00:00.000]: "), "{line}");
            text.to_owned()
        };
        world.lines.iter().map(strip).collect()
    };
    let first = texts(&world);
    let begins = |text: &str| first.iter().filter(|line| line.starts_with(text)).count();
    for once in [
        "Qassa core v0.1.0",
        "Default settings initiated.",
        "isSlave = False",
        "Protocol version: 2.0.3",
        "Platform: ",
        "OS version: ",
        "Build configuration: UNIVERSAL",
        "Version name: 0.1.0",
        "Version code: 100",
        "License file not found in current directory: none is needed",
        "License Type: Free",
        "Activation Code: not needed",
        "License Period: without end",
        "Register Count: at most 64",
        "Available OFD List:",
        "Core.create: OK",
        "Core.start",
        "Register list is empty, initialization not started.",
        "Service started:",
        "http://127.0.0.1:8080",
    ] {
        assert_eq!(begins(once), 1, "{once}: {first:?}");
    }
    assert_eq!(begins("--- LICENSE INFORMATION ---"), 2);
    let guid = first
        .iter()
        .find_map(|line| line.strip_prefix("[GUID]: "))
        .unwrap();
    assert!(
        guid.len() == 32 && guid.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{guid}"
    );
    world
        .post("/api/v1/registers/new", PIN, "new", json!({"platform": "test"}))
        .await
        .done();
    world.stop().await;
    world.start().await;
    let second = texts(&world);
    assert!(second.contains(&format!("[GUID]: {guid}")));
    assert!(
        !second
            .iter()
            .any(|line| line.contains("Default settings") || line.contains("is empty"))
    );
    assert!(second.iter().any(|line| line.starts_with("Register 1: QSSA1")));
    let status = world.get("/api/v1/status", PIN).await.done();
    assert_eq!(
        (&status["guid"], &status["licence"]["type"]),
        (&json!(guid), &json!("Free"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_says_so_everywhere_and_its_journal_is_never_taken_for_another() {
    let mut world = World::signed_in().await;
    assert!(!world.lines.iter().any(|line| line.contains("SANDBOX")));
    world.stop().await;
    world.installation = Installation::Sandbox;
    let refused = world.try_start().await.unwrap_err();
    assert!(
        refused.contains("made for production") && refused.contains("not opened for sandbox"),
        "{refused}"
    );
    let mut sandbox = World::of(Installation::Sandbox).await;
    assert!(
        sandbox.lines[1].contains("SANDBOX: the clock can be moved"),
        "{:?}",
        sandbox.lines
    );
    let page = sandbox.get("/sign-in", "").await.text;
    assert!(page.contains("class=\"sandbox\""), "{page}");
    sandbox
        .post("/api/v1/me/pin", "0000", "", json!({"pin": PIN}))
        .await
        .done();
    let status = sandbox.get("/api/v1/status", PIN).await.done();
    assert_eq!(status["installation"], "sandbox");
    sandbox.stop().await;
    sandbox.installation = Installation::Production;
    let refused = sandbox.try_start().await.unwrap_err();
    assert!(refused.contains("made for sandbox"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_with_registers_that_does_not_say_what_it_is_for_counts() {
    let mut world = World::selling().await;
    world.stop().await;
    world
        .change_journal("-- test.unmark\n delete from core_settings where name = 'installation'")
        .await;
    world.installation = Installation::Sandbox;
    let refused = world.try_start().await.unwrap_err();
    assert!(refused.contains("made for production"), "{refused}");
    world.installation = Installation::Production;
    world.start().await;
    world.sell("a", "10.00").await.done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_speaks_with_no_server_where_receipts_count() {
    let world = World::of(Installation::Sandbox).await;
    world
        .post("/api/v1/me/pin", "0000", "", json!({"pin": PIN}))
        .await
        .done();
    // The same operator by an address that nobody called a test platform's.
    let mut tasks = JoinSet::new();
    let counting = world
        .operator
        .listen_elsewhere(world.clock.clone(), &mut tasks)
        .await;
    let is_refused = |got: Got| {
        let finding = got.data()["findings"][0].clone();
        assert_eq!(
            (got.status, &finding["field"]),
            (422, &json!("server")),
            "{finding}"
        );
        assert_eq!(
            (&finding["rule"], &finding["value"]),
            (&json!("sandbox"), &json!(counting))
        );
    };
    is_refused(world.add("a", json!({"server": counting})).await);
    let asked = world.operator.with(|books| books.requests.len());
    assert_eq!(asked, 0, "no token goes there");
    world.add("b", json!({})).await.done();
    let moved = json!({"server": counting});
    is_refused(world.post("/api/v1/registers/1/settings", PIN, "m", moved).await);
    assert_eq!(world.state().await["server"], json!(world.operator.address));
}
