//! The sandbox: what it refuses, what it says of each receipt, in which language.

use axum::http::StatusCode;
use types::Timestamp;

use crate::visit::Site;

#[tokio::test]
async fn an_application_is_answered_in_the_place_of_the_tax_authority() {
    let site = Site::fake();
    let waiting = async || {
        let state: serde_json::Value =
            serde_json::from_slice(&site.get("/sandbox/state.json").await.body).unwrap();
        let rows = state["applications"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(waiting().await, ["kz-1", "ru-1"]);
    let page = site.get("/sandbox").await.text();
    assert!(
        page.contains("Заявления в налоговую") && page.contains("Принять сейчас"),
        "{page}"
    );
    for (form, left) in [
        ("application=kz-1&answer=accept", vec!["ru-1"]),
        ("application=ru-1&answer=refuse&reason=no", vec![]),
    ] {
        let answer = site.post("/sandbox/application", form, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{form}");
        assert_eq!(waiting().await, left, "{form}");
    }
    let gone = site
        .post("/sandbox/application", "application=kz-1&answer=accept", &[])
        .await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_sandbox_says_what_would_have_been_right() {
    let site = Site::fake();
    let moment = "a date and time in Moscow, such as 2026-11-28T15:04:05";
    let clock = "a clock between 01.01.2017 and 31.12.2099";
    for (path, form, expected) in [
        ("/sandbox/clock", "set=yesterday", moment),
        ("/sandbox/clock", "set=0001-01-01T00:00", clock),
        ("/sandbox/clock", "set=2016-12-31T23:59:59", clock),
        ("/sandbox/clock", "set=2100-01-01T00:00", clock),
        ("/sandbox/clock", "set=9999-12-31T23:59:59", clock),
        ("/sandbox/clock", "advance_s=9223372036854775807", clock),
        ("/sandbox/clock", "advance_s=-9223372036854775808", clock),
        (
            "/sandbox/clock",
            "advance_s=9223372036854775808",
            "a whole number of seconds",
        ),
        ("/sandbox/clock", "advance_s=", "a whole number of seconds"),
        (
            "/sandbox/fault",
            "register=first&fault=slow",
            "the number of a register",
        ),
        ("/sandbox/fault", "fault=slow", "the number of a register"),
        (
            "/sandbox/fault",
            "register=1&fault=flood",
            "one of no_answer, lost_answer, slow",
        ),
        (
            "/sandbox/sample",
            "kind=unheard",
            "one of sale, return, marked, correction",
        ),
        (
            "/sandbox/application",
            "application=7&answer=accept",
            "an application of the list",
        ),
        (
            "/sandbox/application",
            "application=kz-1&answer=refuse&reason=%20",
            "refuse with a reason",
        ),
        ("/sandbox/sample", "", "one of sale, return, marked, correction"),
    ] {
        let form = form.replace(':', "%3A");
        let answer = site.post(path, &form, &[("cookie", "locale=en")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {form}");
        let text = answer.text();
        assert!(
            text.contains(expected) && text.contains("Nothing was changed"),
            "{path} {form}: {text}"
        );
    }
    let state: serde_json::Value =
        serde_json::from_slice(&site.get("/sandbox/state.json").await.body).unwrap();
    assert_eq!(state["shift_s"], 0);
    let latest = site
        .post("/sandbox/clock", "set=2099-12-31T23%3A59%3A59", &[])
        .await;
    assert_eq!(latest.status, StatusCode::SEE_OTHER);
}

/// The markup of one receipt's way.
fn way(page: &str, task: &str) -> String {
    let begin = page
        .find(&format!("id=\"{task}\""))
        .expect("the task is on the page");
    let end = page[begin..].find("</details>").expect("it ends");
    page[begin..begin + end].to_owned()
}

#[tokio::test]
async fn a_receipt_that_waits_says_why_since_when_and_what_that_means_for_the_money() {
    let page = Site::fake().get("/sandbox?lang=en").await.text();
    let way = way(&page, "task-2");
    for expected in [
        "Waits for a register",
        "Waiting: the registers cannot seal it just now.",
        "Since 10:04:",
        "the memory takes 250000 documents",
        "There is no receipt yet, and there will be one only",
        "A register gave it back to the queue",
        "GET /api/v1/tasks/2",
    ] {
        assert!(way.contains(expected), "{expected}: {way}");
    }
    assert!(!way.contains("/retry"), "nothing to retry yet");
}

#[tokio::test]
async fn a_receipt_that_failed_says_why_and_what_to_do() {
    let page = Site::fake().get("/sandbox?lang=en").await.text();
    let way = way(&page, "task-1");
    for expected in [
        "Failed: there is no document",
        "Why it failed",
        "item 1: the mark code does not read",
        "its receipt is still owed",
        "POST /api/v1/tasks/1/retry",
    ] {
        assert!(way.contains(expected), "{expected}: {way}");
    }
    assert!(!way.contains("Under way"), "nothing more comes");
}

#[tokio::test]
async fn steps_stand_in_order_of_time() {
    let site = Site::fake();
    let state: serde_json::Value =
        serde_json::from_slice(&site.get("/sandbox/state.json").await.body).unwrap();
    for task in state["tasks"].as_array().unwrap() {
        let steps = task["steps"].as_array().unwrap();
        let stages: Vec<&str> = steps.iter().map(|step| step["stage"].as_str().unwrap()).collect();
        let page = site.get("/sandbox?lang=en").await.text();
        let way = way(&page, &format!("task-{}", task["id"]));
        let shown: Vec<Timestamp> = way
            .split("datetime=\"")
            .skip(1)
            .map(|rest| Timestamp::parse_rfc3339(rest.split('"').next().unwrap()).unwrap())
            .collect();
        assert!(shown.is_sorted(), "{stages:?}: {shown:?}");
        assert!(
            shown.len() >= stages.len(),
            "every step is shown: {stages:?}: {shown:?}"
        );
    }
}

#[tokio::test]
async fn a_broken_register_does_not_look_ready_and_documents_have_names() {
    let site = Site::fake();
    for (language, phase, document) in [
        ("ru", "Накопитель исчерпан", "Отчет об открытии смены № 10481"),
        (
            "kk",
            "Жинақтауыш таусылған",
            "Ауысымның ашылуы туралы есеп № 10481",
        ),
        ("en", "Storage exhausted", "Shift opening report № 10481"),
    ] {
        let page = site.get(&format!("/sandbox?lang={language}")).await.text();
        let bad = page
            .split("chip bad")
            .skip(1)
            .any(|chip| chip.split("</span>").next().unwrap().contains(phase));
        assert!(bad, "{language}: {phase}");
        assert!(page.contains(document), "{language}: {document}");
        assert!(!page.contains("openShift"), "{language}: a raw key");
    }
}

#[tokio::test]
async fn the_sandbox_keeps_the_language_of_its_address() {
    let site = Site::fake();
    for language in ["ru", "kk", "en"] {
        let page = site.get(&format!("/sandbox?lang={language}")).await;
        let live = format!("/sandbox/live.json?lang={language}");
        assert_eq!(page.quoted("/sandbox/live.json"), [live.as_str()]);
        let regions: serde_json::Value = serde_json::from_slice(&site.get(&live).await.body).unwrap();
        let registers = regions["registers"].as_str().unwrap();
        assert!(
            page.text().contains(registers),
            "{language}: the regions are those of the page"
        );
        for address in page.quoted("/sandbox/").iter().chain(&page.quoted("/r/")) {
            assert!(address.ends_with(&format!("?lang={language}")), "{address}");
        }
        let sent = site
            .post(&format!("/sandbox/sample?lang={language}"), "kind=sale", &[])
            .await;
        assert_eq!(sent.header("location"), format!("/sandbox?lang={language}#tasks"));
    }
    let script = include_str!("../../assets/sandbox.js");
    assert!(
        script.contains("fetch(status.dataset.live,"),
        "the script asks the page's own address"
    );
    assert!(!script.contains("\"/sandbox"), "and no other");
}

#[tokio::test]
async fn the_tax_log_names_a_storage_in_russia_and_a_registration_number_in_kazakhstan() {
    let language = [("accept-language", "ru")];
    let text = Site::fake().get_with("/sandbox", &language).await.text();
    assert!(text.contains("ФН 9999078900000031"));
    assert!(text.contains("РНМ 010100000001"));
    assert!(!text.contains("ФН 010100000001"));
}
