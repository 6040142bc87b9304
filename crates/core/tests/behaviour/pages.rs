//! The configurator, as a browser without scripts sees it.

use axum::body::Body;
use axum::http::Request;
use axum::http::header::{CONTENT_SECURITY_POLICY, LOCATION, SET_COOKIE};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::operator::{DEVICE_ID, FIRST_TOKEN, Fate, SERIAL};
use crate::world::World;

/// A browser: it keeps cookies.
struct Browser<'a> {
    world: &'a World,
    cookies: Vec<(String, String)>,
}

struct Seen {
    status: u16,
    location: Option<String>,
    text: String,
}

impl<'a> Browser<'a> {
    fn new(world: &'a World) -> Self {
        Self {
            world,
            cookies: Vec::new(),
        }
    }

    async fn ask(&mut self, method: &str, path: &str, form: Option<&str>) -> Seen {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:8080")
            .header("accept-language", "ru")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookies.join("; "));
        if form.is_some() {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        let body = Body::from(form.unwrap_or_default().to_owned());
        let response = self
            .world
            .router
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let headers = response.headers().clone();
        assert!(headers.contains_key(CONTENT_SECURITY_POLICY));
        for cookie in headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly"), "{cookie}");
            let (pair, _) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if name == "core_session" {
                assert!(cookie.contains("SameSite=Strict"), "{cookie}");
            }
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Seen {
            status,
            location: headers
                .get(LOCATION)
                .map(|value| value.to_str().unwrap().to_owned()),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    async fn open(&mut self, path: &str) -> Seen {
        self.ask("GET", path, None).await
    }

    async fn post(&mut self, path: &str, form: &str) -> Seen {
        self.ask("POST", path, Some(form)).await
    }

    /// Signs in for the first time, with a PIN of one's own afterwards.
    async fn begin(&mut self) {
        self.post("/sign-in", "pin=0000").await;
        let changed = self.post("/pin", "pin=4821&again=4821").await;
        assert_eq!(changed.location.as_deref(), Some("/?pin"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_sign_in_leads_to_a_pin_of_ones_own() {
    let world = World::fresh().await;
    let mut browser = Browser::new(&world);
    for path in [
        "/",
        "/people",
        "/registers/new",
        "/registers/existing",
        "/registers/1",
        "/pin",
    ] {
        assert_eq!(
            browser.open(path).await.location.as_deref(),
            Some("/sign-in"),
            "{path}"
        );
    }
    let page = browser.open("/sign-in").await;
    assert!(page.text.contains("ПИН-код администратора") && page.text.contains("Подключиться"));
    assert!(page.text.contains("0000"));
    let entered = browser.post("/sign-in", "pin=0000").await;
    assert_eq!(entered.location.as_deref(), Some("/pin"));
    for path in ["/", "/people", "/registers/new", "/registers/existing"] {
        assert_eq!(
            browser.open(path).await.location.as_deref(),
            Some("/pin"),
            "{path}"
        );
    }
    assert!(
        browser
            .post("/pin", "pin=4821&again=4822")
            .await
            .text
            .contains("ПИН-коды не совпадают")
    );
    assert_eq!(browser.post("/pin", "pin=0000&again=0000").await.status, 422);
    assert_eq!(
        browser
            .post("/pin", "pin=4821&again=4821")
            .await
            .location
            .as_deref(),
        Some("/?pin")
    );
    browser.post("/sign-out", "").await;
    assert_eq!(browser.open("/").await.location.as_deref(), Some("/sign-in"));
    let again = browser.post("/sign-in", "pin=4821").await;
    let page = browser.open(again.location.as_deref().unwrap()).await;
    assert!(page.text.contains("Соединение с сервером успешно установлено"));
    assert!(page.text.contains("Кассы"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_wrong_pins_close_the_page_too_and_a_session_ends_by_itself() {
    let world = World::fresh().await;
    let mut browser = Browser::new(&world);
    browser.begin().await;
    let mut stranger = Browser::new(&world);
    for _ in 0..4 {
        assert_eq!(stranger.post("/sign-in", "pin=9999").await.status, 401);
    }
    let locked = stranger.post("/sign-in", "pin=9999").await;
    assert!(locked.status == 429 && locked.text.contains("вход закрыт на 5 минут"));
    assert_eq!(browser.open("/").await.status, 200);
    world.clock.advance_s(core_register::SESSION_S + 1);
    assert_eq!(browser.open("/").await.location.as_deref(), Some("/sign-in"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_register_shows_its_numbers_to_be_copied() {
    let world = World::fresh().await;
    let mut browser = Browser::new(&world);
    browser.begin().await;
    let page = browser.open("/registers/new").await;
    assert!(page.text.contains("Рабочая") && page.text.contains("Тестовая"));
    assert_eq!(browser.post("/registers/new", "").await.status, 422);
    let made = browser.post("/registers/new", "key=1&platform=test").await;
    let page = browser.open(made.location.as_deref().unwrap()).await;
    assert!(page.text.contains("Новая касса создана"));
    assert!(page.text.contains("QSSA1") && page.text.contains("2026"));
    assert_eq!(page.text.matches("data-copy").count(), 2);
    assert!(page.text.contains("Копировать"));
    // Loading the page again makes no second one.
    browser.open(made.location.as_deref().unwrap()).await;
    assert_eq!(browser.open("/").await.text.matches("QSSA1").count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_existing_register_is_added_and_its_connection_tested() {
    let world = World::fresh().await;
    let mut browser = Browser::new(&world);
    browser.begin().await;
    let page = browser.open("/registers/existing").await;
    for text in [
        "Сервер ОФД",
        "Системный идентификатор",
        "Токен",
        "Наименование",
        "Сведения об НДС",
        "Серия НДС",
        "Номер НДС",
        "Добавить кассу",
    ] {
        assert!(page.text.contains(text), "{text}");
    }
    let wrong = browser
        .post(
            "/registers/existing",
            "server=x&device_id=a&name=%3Cb%3E&has_vat=yes",
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("&lt;b&gt;") && !wrong.text.contains("<b>"));
    assert_eq!(wrong.text.matches("class=\"wrong\"").count(), 5, "{}", wrong.text);
    let form = format!(
        "key=1&server={}&device_id={DEVICE_ID}&token={FIRST_TOKEN}&name=Till&has_vat=yes&vat_series=60001&vat_number=0012345",
        world.operator.address.replace(':', "%3A")
    );
    let refused = browser
        .post("/registers/existing", &form.replace("token=77", "token=78"))
        .await;
    assert!(refused.text.contains("Оператор не принимает токен"));
    let added = browser.post("/registers/existing", &form).await;
    assert_eq!(
        added.location.as_deref(),
        Some("/registers/1?added"),
        "{}",
        added.text
    );
    let page = browser.open("/registers/1?added").await;
    assert!(page.text.contains(SERIAL) && page.text.contains("Касса добавлена"));
    assert!(!page.text.contains("value=\"77\""));
    let tested = browser.post("/registers/1/test", "").await;
    assert!(tested.text.contains("Оператор ответил за"), "{}", tested.text);
    world.operator.usual(Fate::CutBefore);
    let failed = browser.post("/registers/1/test", "").await;
    assert!(failed.text.contains("Нет связи с сервером оператора"));
    assert!(failed.text.contains("нет ответа"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cashier_has_no_business_in_the_configurator() {
    let world = World::fresh().await;
    let mut browser = Browser::new(&world);
    browser.begin().await;
    let saved = browser
        .post("/people", "code=2&name=Cashier&role=cashier&pin=1357")
        .await;
    assert!(saved.text.contains("Сотрудник сохранён"));
    let mut cashier = Browser::new(&world);
    cashier.post("/sign-in", "pin=1357").await;
    cashier.post("/pin", "pin=13579&again=13579").await;
    assert_eq!(cashier.open("/").await.status, 403);
    assert_eq!(cashier.post("/registers/new", "platform=test").await.status, 403);
    let off = browser.post("/people/2/standing", "is_active=no").await;
    assert!(off.text.contains("отключён"));
    assert_eq!(cashier.open("/").await.location.as_deref(), Some("/sign-in"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn language_and_theme_are_chosen_without_scripts() {
    let world = World::fresh().await;
    let mut browser = Browser::new(&world);
    for (code, text) in [
        ("kk", "Әкімшінің ПИН-коды"),
        ("en", "Administrator"),
        ("ru", "ПИН-код администратора"),
    ] {
        browser
            .post("/preferences", &format!("lang={code}&back=/sign-in"))
            .await;
        let page = browser.open("/sign-in").await;
        assert!(
            page.text.contains(text) && page.text.contains(&format!("lang=\"{code}\"")),
            "{code}"
        );
        assert!(
            !page.text.replace("/static/core-", "").contains("core-"),
            "{code}"
        );
    }
    browser
        .post("/preferences", "theme=dark&back=//evil.example")
        .await;
    assert!(
        browser
            .open("/sign-in")
            .await
            .text
            .contains("data-theme=\"dark\"")
    );
    let page = browser.open("/sign-in").await.text;
    let foreign = page
        .split(['"', ' '])
        .find(|part| part.contains("://") && *part != "http://www.w3.org/2000/svg");
    assert_eq!(foreign, None, "pages ask nothing of other hosts");
    assert_eq!(browser.open("/static/core-0.1.0.css").await.status, 200);
}

/// A register whose first document of two the operator refuses.
async fn refused(world: &World) -> Browser<'_> {
    let mut browser = Browser::new(world);
    browser.begin().await;
    world.add("add", serde_json::json!({})).await.done();
    world.operator.usual(Fate::CutBefore);
    world.sell("a", "10.00").await.done();
    world.sell("b", "20.00").await.done();
    world
        .operator
        .usual(Fate::Says(ofd_kz::KnownResult::IncorrectRequestData));
    world
        .until("refused", |state| state["mode"]["reason_code"] == 24)
        .await;
    browser
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_register_shows_why_and_its_ways_out() {
    let world = World::fresh().await;
    let mut browser = refused(&world).await;
    let list = browser.open("/").await.text;
    assert!(
        list.contains("Оператор не принимает первый документ очереди: scripted"),
        "{list}"
    );
    let page = browser.open("/registers/1").await.text;
    for text in [
        "Касса остановлена",
        "Оператор ответил с кодом 13: scripted",
        "Оператор не примет документ № 1 никогда",
        "Посмотреть документ",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let looked = browser.open("/registers/1/documents/1/html").await;
    assert!(
        looked.status == 200 && looked.text.contains("10,00"),
        "{}",
        looked.text
    );
    assert_eq!(browser.open("/registers/1/documents/1/pdf").await.status, 200);
    assert_eq!(browser.open("/registers/1/documents/7/html").await.status, 404);
    let empty = browser
        .post("/registers/1/set-aside", "key=k&number=1&reason=")
        .await;
    assert!(
        empty.status == 422 && empty.text.contains("details open"),
        "{}",
        empty.text
    );
    world.operator.usual(Fate::CutBefore);
    let aside = browser
        .post("/registers/1/set-aside", "key=k&number=1&reason=%3Cb%3Ewrong")
        .await;
    assert_eq!(aside.location.as_deref(), Some("/registers/1?aside"));
    let page = browser.open("/registers/1?aside").await.text;
    assert!(
        page.contains("Отложенные документы") && page.contains("&lt;b&gt;wrong"),
        "{page}"
    );
    world.operator.usual(Fate::Answered);
    let again = browser.post("/registers/1/send-again", "key=g&number=1").await;
    assert_eq!(again.location.as_deref(), Some("/registers/1?again"));
    world
        .until("taken", |state| state["set_aside"] == serde_json::json!([]))
        .await;
    let page = browser.open("/registers/1").await.text;
    assert!(page.contains("Оператор принял отложенный документ"), "{page}");
    assert!(
        !page.replace("/static/core-", "").contains("core-"),
        "every text has its words"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_are_changed_on_the_page() {
    let world = World::fresh().await;
    let mut browser = Browser::new(&world);
    browser.begin().await;
    world.add("add", serde_json::json!({})).await.done();
    let server = world.operator.address.replace(':', "%3A");
    let form = format!(
        "key=1&name=Till+9&server={server}&version=2.0.3&rollover=automatic&has_vat=yes&vat_series=60001"
    );
    let wrong = browser.post("/registers/1/settings", &form).await;
    assert!(
        wrong.status == 422 && wrong.text.contains("value=\"Till 9\""),
        "{}",
        wrong.text
    );
    let changed = browser
        .post("/registers/1/settings", &format!("{form}&vat_number=0012345"))
        .await;
    assert_eq!(changed.location.as_deref(), Some("/registers/1?changed"));
    let page = browser.open("/registers/1?changed").await.text;
    assert!(
        page.contains("<h1>Till 9</h1>") && page.contains("Настройки изменены"),
        "{page}"
    );
    let state = world.state().await;
    assert_eq!(
        (&state["rollover"], &state["vat_certificate"]["series"]),
        (&serde_json::json!("automatic"), &serde_json::json!("60001"))
    );
    let off = format!("key=2&name=Till+9&server={server}&version=2.0.3");
    browser.post("/registers/1/settings", &off).await;
    let state = world.state().await;
    assert_eq!(
        (&state["rollover"], &state["vat_certificate"]),
        (&serde_json::json!("manual"), &serde_json::json!(null))
    );
    let gone = browser
        .post(
            "/registers/1/settings",
            "key=3&name=Till&server=127.0.0.1%3A9&version=2.0.3",
        )
        .await;
    assert!(
        gone.status == 502 && gone.text.contains("Нет связи с сервером оператора"),
        "{}",
        gone.text
    );
    let token = browser.post("/registers/1/token", "key=4&token=abc").await;
    assert_eq!(token.status, 422);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_form_of_a_new_register_sent_twice_makes_one() {
    let world = World::fresh().await;
    let mut browser = Browser::new(&world);
    browser.begin().await;
    let page = browser.open("/registers/new").await.text;
    let key = page
        .split("name=\"key\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let form = format!("key={key}&platform=test");
    let first = browser.post("/registers/new", &form).await.location;
    assert_eq!(browser.post("/registers/new", &form).await.location, first);
    assert_eq!(first.as_deref(), Some("/registers/1?created"));
}
