//! The pages over their router, as a browser asks for them.

#[path = "pages/consumer.rs"]
mod consumer;
#[path = "../examples/gallery/consumer.rs"]
mod consumer_fake;
#[path = "../examples/gallery/fake.rs"]
mod fake;
#[path = "pages/hostile.rs"]
mod hostile;
#[path = "../../print/src/sample.rs"]
mod sample;
#[path = "pages/visit.rs"]
mod visit;

use axum::http::StatusCode;
use visit::{Answer, Site};

const PAGES: [&str; 8] = [
    "/",
    "/r/sale",
    "/r/waiting",
    "/r/refused",
    "/r/no-such-token",
    "/sandbox",
    "/sandbox/mail/1",
    "/no/such/address",
];

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let site = Site::fake();
    let others = [
        "/r/sale.pdf",
        "/r/sale/qr.png",
        "/r/sale/banner.png",
        "/sandbox/state.json",
        "/robots.txt",
    ];
    for path in PAGES.into_iter().chain(others) {
        let answer = site.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
    }
}

#[tokio::test]
async fn pages_have_no_inline_code_and_ask_nothing_of_other_hosts() {
    let site = Site::fake();
    for path in PAGES {
        let page = site.get(path).await;
        for (tag, name) in page.tags() {
            assert!(
                !bare(&tag).contains(" style=") && name != "style",
                "{path}: <{tag}>"
            );
            assert!(!bare(&tag).contains(" on"), "{path}: <{tag}>");
            assert!(
                name != "script" || tag == "/script" || tag.contains("src=\"/static/"),
                "{path}: <{tag}>"
            );
            for attribute in [" src=\"", " href=\"", " action=\""] {
                let address = tag.split(attribute).nth(1).unwrap_or("/");
                assert!(
                    address.starts_with('/') || address.starts_with('#'),
                    "{path}: <{tag}>"
                );
            }
        }
    }
}

#[tokio::test]
async fn private_pages_are_kept_from_search_engines_and_shared_caches() {
    let site = Site::fake();
    for path in [
        "/r/sale",
        "/r/sale.pdf",
        "/r/sale.txt",
        "/r/sale.json",
        "/sandbox",
    ] {
        let answer = site.get(path).await;
        assert!(answer.header("x-robots-tag").contains("noindex"), "{path}");
        assert!(answer.header("cache-control").contains("private"), "{path}");
    }
    assert_eq!(site.get("/").await.header("x-robots-tag"), "all");
    assert!(site.get("/robots.txt").await.text().contains("Disallow: /r/"));
}

#[tokio::test]
async fn a_receipt_comes_as_page_pdf_text_and_json() {
    let site = Site::fake();
    let page = site.get("/r/sale").await;
    for expected in [
        "КАССОВЫЙ ЧЕК",
        "4\u{a0}299,90",
        "/r/sale/banner.png",
        "width=\"440\" height=\"165\"",
        "<svg",
    ] {
        assert!(page.text().contains(expected), "{expected}");
    }
    let table = [
        ("/r/sale.pdf", "application/pdf", "%PDF-"),
        ("/r/sale.txt", "text/plain; charset=utf-8", "  "),
        ("/r/sale.json", "application/json", "{"),
        ("/r/sale/qr.png", "image/png", ""),
        ("/r/sale/banner.png", "image/png", ""),
    ];
    for (path, media_type, beginning) in table {
        let answer = site.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (StatusCode::OK, media_type),
            "{path}"
        );
        assert!(answer.body.starts_with(beginning.as_bytes()), "{path}");
    }
}

#[tokio::test]
async fn the_banner_stands_below_the_qr_code_and_its_click_leads_to_the_shop() {
    let site = Site::fake();
    let page = site.get("/r/sale").await;
    assert!(page.text().find("slip-qr") < page.text().find("/r/sale/banner"));
    assert!(
        !site.get("/r/waiting").await.text().contains("banner"),
        "no empty slot"
    );
    let click = site.get("/r/sale/banner").await;
    assert_eq!(
        (click.status, click.header("location")),
        (StatusCode::SEE_OTHER, "https://coffee.example/autumn")
    );
}

#[tokio::test]
async fn the_state_of_delivery_is_told_in_words() {
    let site = Site::fake();
    let table = [
        ("/r/sale?lang=en", "Accepted"),
        ("/r/waiting?lang=en", "Waiting to be sent"),
        ("/r/refused?lang=en", "The seller has to correct the error"),
    ];
    for (path, words) in table {
        assert!(site.get(path).await.text().contains(words), "{path}");
    }
}

#[tokio::test]
async fn a_page_speaks_the_language_of_address_cookie_or_browser() {
    let site = Site::fake();
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);
    let table: [Case<'_>; 5] = [
        ("/r/sale", &[], "ru"),
        ("/r/sale", &[("accept-language", "kk-KZ,ru;q=0.5")], "kk"),
        (
            "/r/sale",
            &[("accept-language", "kk"), ("cookie", "x=1; locale=en")],
            "en",
        ),
        ("/r/sale?lang=kk", &[("cookie", "locale=en")], "kk"),
        ("/r/sale?lang=xx", &[("cookie", "locale=en")], "en"),
    ];
    for (path, headers, language) in table {
        let page = site.get_with(path, headers).await;
        assert!(
            page.text().contains(&format!("<html lang=\"{language}\"")),
            "{path} {headers:?}"
        );
        assert_eq!(page.header("content-language"), language);
    }
}

#[tokio::test]
async fn preferences_are_kept_in_cookies_and_lead_back() {
    let site = Site::fake();
    let kept = site
        .post("/preferences", "lang=kk&theme=dark&back=%2Fr%2Fsale", &[])
        .await;
    assert_eq!(
        (kept.status, kept.header("location")),
        (StatusCode::SEE_OTHER, "/r/sale")
    );
    let cookies: Vec<&str> = kept.all("set-cookie");
    assert!(
        cookies[0].starts_with("locale=kk; ") && cookies[1].starts_with("theme=dark; "),
        "{cookies:?}"
    );
    let page = site.get_with("/", &[("cookie", "theme=dark; locale=kk")]).await;
    assert!(page.text().contains("<html lang=\"kk\" data-theme=\"dark\">"));
    let away = site
        .post("/preferences", "back=https%3A%2F%2Fevil.example", &[])
        .await;
    assert_eq!(away.header("location"), "/");
    let system = site.post("/preferences", "theme=", &[]).await;
    assert!(system.all("set-cookie")[0].starts_with("theme=; Path=/; Max-Age=0"));
}

#[tokio::test]
async fn unknown_and_malformed_tokens_look_alike() {
    let site = Site::fake();
    let long = format!("/r/{}", "a".repeat(65));
    for path in [
        "/r/none",
        "/r/a%2Fb",
        "/r/%3Cscript%3E",
        "/r/none.pdf",
        "/r/none/qr.png",
        "/r/.pdf",
        &long,
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().contains("Чек не найден"), "{path}");
    }
}

#[tokio::test]
async fn a_store_that_is_away_is_told_with_what_it_means_for_the_money() {
    let site = Site::fake();
    let answer = site.get("/r/broken?lang=en").await;
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (StatusCode::SERVICE_UNAVAILABLE, "30")
    );
    assert!(
        answer
            .text()
            .contains("Receipts and money that were taken are safe")
    );
    assert!(
        !answer.text().contains("the store is away"),
        "inward words stay inside"
    );
}

#[tokio::test]
async fn a_receipt_is_found_by_its_numbers() {
    let site = Site::fake();
    let found = site
        .post("/find", "fn=9999078900000031&i=10482&fp=2853205313", &[])
        .await;
    assert_eq!(
        (found.status, found.header("location")),
        (StatusCode::SEE_OTHER, "/r/sale")
    );
    let unknown = site
        .post("/find", "fn=9999078900000031&i=1&fp=2853205313", &[])
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown.text().contains("Такого чека здесь нет") && unknown.text().contains("value=\"2853205313\"")
    );
    let malformed = site.post("/find", "fn=12&i=x&fp=", &[]).await;
    assert!(malformed.text().contains("Не удалось прочитать числа"));
}

#[tokio::test]
async fn forms_sent_from_other_sites_are_refused() {
    let site = Site::fake();
    let refused: [&[(&str, &str)]; 3] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example"), ("host", "qassa.example")],
    ];
    for headers in refused {
        for path in [
            "/find",
            "/preferences",
            "/sandbox/clock",
            "/sandbox/fault",
            "/sandbox/sample",
        ] {
            assert_eq!(
                site.post(path, "", headers).await.status,
                StatusCode::FORBIDDEN,
                "{path} {headers:?}"
            );
        }
    }
    let own = [("origin", "https://qassa.example"), ("host", "qassa.example")];
    assert_eq!(
        site.post("/preferences", "lang=ru", &own).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn files_are_named_by_their_content_and_kept_for_a_year() {
    let site = Site::fake();
    let page = site.get("/sandbox").await;
    let addresses: Vec<String> = page.quoted("/static/");
    assert_eq!(addresses.len(), 3, "{addresses:?}");
    let mut size = page.body.len();
    for address in &addresses {
        let file = site.get(address).await;
        assert_eq!(file.status, StatusCode::OK, "{address}");
        assert_eq!(
            file.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        size += file.body.len();
        if let Some(font) = file
            .text()
            .split("url(")
            .nth(1)
            .and_then(|rest| rest.split(')').next())
        {
            size += site.get(font).await.body.len();
        }
    }
    assert!(size < 200_000, "the first page takes {size} bytes uncompressed");
    assert_eq!(
        site.get("/static/app.000000000000.css").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        site.get("/favicon.svg").await.header("content-type"),
        "image/svg+xml"
    );
}

#[tokio::test]
async fn without_a_sandbox_none_of_its_addresses_answers() {
    let site = Site::without_sandbox();
    for path in [
        "/sandbox",
        "/sandbox/state.json",
        "/sandbox/live.json",
        "/sandbox/mail/1",
        "/sandbox/mail/1/html",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for (path, form) in [
        ("/sandbox/clock", "advance_s=1"),
        ("/sandbox/fault", "register=1"),
        ("/sandbox/sample", "kind=sale"),
    ] {
        assert_eq!(
            site.post(path, form, &[]).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert!(!site.get("/").await.text().contains("/sandbox"));
}

#[tokio::test]
async fn the_sandbox_does_what_is_clicked_and_says_what_it_refuses() {
    let site = Site::fake();
    for (path, form) in [
        ("/sandbox/clock", "advance_s=86400"),
        ("/sandbox/fault", "register=1&fault=crash"),
        ("/sandbox/sample", "kind=sale"),
    ] {
        assert_eq!(
            site.post(path, form, &[]).await.status,
            StatusCode::SEE_OTHER,
            "{path}"
        );
    }
    let state: serde_json::Value =
        serde_json::from_slice(&site.get("/sandbox/state.json").await.body).unwrap();
    assert_eq!(state["shift_s"], 86_400);
    assert_eq!(state["registers"][0]["fault"], "crash");
    assert_eq!(state["tasks"].as_array().unwrap().len(), 3);

    let refused = site.post("/sandbox/clock", "set=2020-01-01T00:00", &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused
            .text()
            .contains("the clock cannot stand before the last document")
    );
    for (path, form) in [
        ("/sandbox/clock", "set=yesterday"),
        ("/sandbox/fault", "register=9&fault=slow"),
        ("/sandbox/fault", "register=1&fault=flood"),
        ("/sandbox/sample", "kind=unheard"),
    ] {
        assert_eq!(
            site.post(path, form, &[]).await.status,
            StatusCode::NOT_FOUND,
            "{path} {form}"
        );
    }
}

#[tokio::test]
async fn the_live_regions_are_those_of_the_page() {
    let site = Site::fake();
    let regions: serde_json::Value =
        serde_json::from_slice(&site.get("/sandbox/live.json").await.body).unwrap();
    let page = site.get("/sandbox").await;
    for name in regions.as_object().unwrap().keys() {
        assert!(page.text().contains(&format!("data-region=\"{name}\"")), "{name}");
    }
    for stage in [
        "Принят",
        "В очереди",
        "Взят кассой",
        "Фискализирован",
        "Подтверждён оператором",
    ] {
        assert!(page.text().contains(stage), "{stage}");
    }
}

#[tokio::test]
async fn a_mail_is_shown_in_a_frame_without_rights() {
    let site = Site::fake();
    let page = site.get("/sandbox/mail/1").await;
    assert!(
        page.text().contains("<iframe")
            && page
                .text()
                .contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"")
    );
    let frame = site.get("/sandbox/mail/1/html").await;
    let policy = frame.header("content-security-policy");
    assert!(
        policy.starts_with("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'"),
        "{policy}"
    );
    assert_eq!(frame.header("x-frame-options"), "SAMEORIGIN");
    assert_eq!(site.get("/sandbox/mail/2").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn markup_from_outside_stays_text_on_every_page() {
    for attack in hostile::TEXTS {
        let site = Site::hostile(attack);
        for path in ["/r/sale", "/sandbox", "/sandbox/mail/1"] {
            let page = site.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {attack}");
            hostile_free(&page, path, attack);
        }
        let form = format!("qr={0}&fn={0}&i={0}&fp={0}", hostile::encoded(attack));
        hostile_free(&site.post("/find", &form, &[]).await, "/find", attack);
        let form = format!("kind={}", hostile::encoded(attack));
        hostile_free(
            &site.post("/sandbox/sample", &form, &[]).await,
            "/sandbox/sample",
            attack,
        );
        let target = site.get("/r/sale/banner").await;
        assert_eq!(
            target.status,
            StatusCode::NOT_FOUND,
            "a click never leads to {attack}"
        );
    }
}

fn hostile_free(page: &Answer, path: &str, attack: &str) {
    for (tag, name) in page.tags() {
        assert!(
            hostile::EXPECTED_TAGS.contains(&name),
            "{path}: {attack}: <{tag}>"
        );
        assert!(!bare(&tag).contains(" on"), "{path}: {attack}: <{tag}>");
        for attribute in [" src=\"", " href=\"", " action=\"", " formaction=\""] {
            let address = tag.split(attribute).nth(1).unwrap_or("/");
            assert!(address.starts_with(['/', '#']), "{path}: {attack}: <{tag}>");
        }
        assert!(
            name != "script" || tag == "/script" || tag.contains("src=\"/static/"),
            "{path}: {attack}: <{tag}>"
        );
    }
}

/// A tag without the values of its attributes.
fn bare(tag: &str) -> String {
    tag.split('"').step_by(2).collect()
}
