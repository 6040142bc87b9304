//! Who is let in: PINs, tokens, roles, names of the host, other sites.

use axum::body::Body;
use axum::http::Request;
use core_register::api::{Access, Method, routes};
use register_kz::Role;
use serde_json::{Value, json};

use crate::world::{PIN, World, send};

const PEOPLE: [(&str, &str, &str); 3] = [
    ("2", "cashier", "1357"),
    ("3", "senior_cashier", "2468"),
    ("4", "inspector", "8642"),
];

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_pin_opens_nothing_but_its_own_change() {
    let world = World::fresh().await;
    for route in routes() {
        let path = route
            .path
            .replace("{id}", "1")
            .replace("{number}", "1")
            .replace("{form}", "text")
            .replace("{report}", "x")
            .replace("{code}", "1");
        let got = world
            .ask(method(route.method), &path, "0000", "k", Some(json!({})))
            .await;
        match route.access {
            Access::Open => assert_eq!(got.status, 200, "{path}"),
            Access::SignedIn => assert_ne!(got.code(), 6, "{path}"),
            Access::OwnPin | Access::Needs(_) => assert_eq!((got.status, got.code()), (403, 6), "{path}"),
        }
    }
    for wrong in ["0000", "7777", "123", "12a4", "1234567890123", ""] {
        let got = world
            .post("/api/v1/me/pin", "0000", "", json!({"pin": wrong}))
            .await;
        assert_eq!(got.code(), 36, "{wrong}");
    }
    world
        .post("/api/v1/me/pin", "0000", "", json!({"pin": PIN}))
        .await
        .done();
    assert_eq!(world.get("/api/v1/me", "0000").await.code(), 4);
    assert_eq!(
        world.get("/api/v1/me", PIN).await.done()["must_change_pin"],
        false
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_wrong_pins_close_the_door_for_five_minutes() {
    let mut world = World::selling().await;
    let token = world
        .post("/api/v1/people/1/token", PIN, "", json!({}))
        .await
        .done();
    let token = token["token"].as_str().unwrap().to_owned();
    for _ in 0..4 {
        assert_eq!(world.get("/api/v1/me", "9999").await.code(), 4);
    }
    let locked = world.get("/api/v1/me", "9999").await;
    assert_eq!(
        (locked.status, locked.code(), &locked.data()["seconds"]),
        (429, 5, &json!(300))
    );
    // Who is known and who has a token go on; a restart forgets who was known, not that the door is closed.
    world.get("/api/v1/me", &token).await.done();
    world.stop().await;
    world.start().await;
    assert_eq!(world.get("/api/v1/me", PIN).await.code(), 5);
    world.get("/api/v1/me", &token).await.done();
    world.clock.advance_s(301);
    world.get("/api/v1/me", PIN).await.done();
    // A right PIN begins the count anew.
    for _ in 0..4 {
        assert_eq!(world.get("/api/v1/me", "9999").await.code(), 4);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_is_closed_to_strangers_and_to_roles_without_the_right() {
    let world = World::selling().await;
    for (code, role, pin) in PEOPLE {
        let person = json!({"name": role, "role": role, "pin": pin});
        world
            .ask("PUT", &format!("/api/v1/people/{code}"), PIN, "", Some(person))
            .await
            .done();
        let own = format!("{pin}1");
        world
            .post("/api/v1/me/pin", pin, "", json!({"pin": own}))
            .await
            .done();
    }
    let role_of = |name: &str| {
        Role::ALL
            .into_iter()
            .find(|role| role.to_string().replace(' ', "_") == name)
            .unwrap()
    };
    let mut refused = 0;
    for route in routes() {
        let path = route
            .path
            .replace("{id}", "1")
            .replace("{number}", "1")
            .replace("{form}", "text")
            .replace("{report}", "x")
            .replace("{code}", "2");
        let stranger = world
            .ask(method(route.method), &path, "", "k", Some(json!({})))
            .await;
        if route.access == Access::Open {
            assert_eq!(stranger.status, 200, "{path}");
            continue;
        }
        assert_eq!((stranger.status, stranger.code()), (401, 3), "{path}");
        let wrong = world
            .ask(
                method(route.method),
                &path,
                "no-such-token-at-all",
                "k",
                Some(json!({})),
            )
            .await;
        assert_eq!((wrong.status, wrong.code()), (401, 4), "{path}");
        let Access::Needs(permission) = route.access else {
            continue;
        };
        let mut has_case = false;
        for (_, role, pin) in PEOPLE.into_iter().chain([("1", "administrator", "")]) {
            if role_of(role).may(permission) {
                continue;
            }
            let bearer = if pin.is_empty() {
                PIN.to_owned()
            } else {
                format!("{pin}1")
            };
            let got = world
                .ask(method(route.method), &path, &bearer, "k", Some(json!({})))
                .await;
            assert_eq!((got.status, got.code()), (403, 7), "{role} {path}");
            has_case = true;
            refused += 1;
        }
        assert!(
            has_case || permission == register_kz::Permission::Reports,
            "{path} has no case of a refused role"
        );
    }
    assert!(refused > 20, "{refused}");
}

/// Routes that change something and need no key, with the reason.
const KEYLESS: [(&str, &str); 4] = [
    ("/api/v1/me/pin", "the same PIN again is the same PIN"),
    ("/api/v1/people/{code}", "it puts a whole person in their place"),
    (
        "/api/v1/people/{code}/token",
        "a secret is told once and kept nowhere; the one before is worth nothing",
    ),
    ("/api/v1/registers/{id}/connection-test", "it only asks"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_that_does_something_takes_a_key_or_says_why_not() {
    let world = World::selling().await;
    let mut keyed = 0;
    for route in routes().into_iter().filter(|route| route.method != Method::Get) {
        let exempt = KEYLESS.iter().any(|(path, _)| *path == route.path);
        assert_eq!(route.keyed, !exempt, "{}", route.path);
        if !route.keyed {
            continue;
        }
        keyed += 1;
        let path = route.path.replace("{id}", "1");
        let bearer = match route.access {
            Access::Needs(register_kz::Permission::ControlReceipts) => continue,
            _ => PIN,
        };
        for key in ["", "white space", &"k".repeat(129)] {
            let got = world
                .ask(method(route.method), &path, bearer, key, Some(json!({})))
                .await;
            assert_eq!((got.status, got.code()), (400, 10), "{path} {key}");
        }
    }
    assert_eq!(keyed, 15);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_description_has_every_route_and_nothing_else() {
    let world = World::fresh().await;
    let got = world.get("/api/v1/openapi.json", "").await;
    let document: Value = serde_json::from_str(&got.text).unwrap();
    let mut described = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            described.push(format!("{} {path}", method.to_uppercase()));
            let text = operation.to_string();
            for reference in text.split("#/components/schemas/").skip(1) {
                let name = reference.split('"').next().unwrap();
                assert!(document["components"]["schemas"][name].is_object(), "{name}");
            }
        }
    }
    let mut served: Vec<String> = routes()
        .iter()
        .map(|route| format!("{} {}", method(route.method), route.path))
        .collect();
    described.sort();
    served.sort();
    assert_eq!(described, served);
    for route in routes() {
        let path = route
            .path
            .replace("{id}", "1")
            .replace("{number}", "1")
            .replace("{form}", "text")
            .replace("{report}", "x")
            .replace("{code}", "1");
        let got = world.ask(method(route.method), &path, "", "", None).await;
        assert!(!matches!(got.status, 404 | 405), "{path}: {}", got.status);
    }
    assert_eq!(world.get("/api/v1/nothing", "").await.code(), 42);
    assert_eq!(world.ask("PUT", "/api/v1/status", "", "", None).await.code(), 43);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn foreign_names_and_foreign_sites_are_refused() {
    let world = World::signed_in().await;
    let ask = async |host: &str, name: &str, value: &str| {
        let request = Request::builder()
            .method("POST")
            .uri("/api/v1/registers/new")
            .header("host", host)
            .header("authorization", format!("Bearer {PIN}"))
            .header("content-type", "application/json")
            .header("idempotency-key", format!("{host} {value}").replace(' ', "-"))
            .header(name, value)
            .body(Body::from(r#"{"platform":"test"}"#))
            .unwrap();
        send(&world.router, request).await
    };
    assert_eq!(ask("evil.example:8080", "x-a", "b").await.code(), 39);
    assert_eq!(
        ask("127.0.0.1:8080", "origin", "http://evil.example")
            .await
            .code(),
        40
    );
    assert_eq!(
        ask("127.0.0.1:8080", "sec-fetch-site", "cross-site").await.code(),
        40
    );
    ask("127.0.0.1:8080", "origin", "http://127.0.0.1:8080")
        .await
        .done();
    ask("localhost:8080", "sec-fetch-site", "same-origin")
        .await
        .done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_stays() {
    let world = World::signed_in().await;
    let put = async |code: &str, body| {
        world
            .ask("PUT", &format!("/api/v1/people/{code}"), PIN, "", Some(body))
            .await
    };
    assert_eq!(put("1", json!({"name": "A", "role": "cashier"})).await.code(), 46);
    assert_eq!(
        put(
            "1",
            json!({"name": "A", "role": "administrator", "is_active": false})
        )
        .await
        .code(),
        46
    );
    assert_eq!(put("2", json!({"name": "B", "role": "cashier"})).await.code(), 36);
    assert_eq!(
        put("2", json!({"name": "B", "role": "cashier", "pin": PIN}))
            .await
            .code(),
        36
    );
    put("2", json!({"name": "B", "role": "administrator", "pin": "1593"}))
        .await
        .done();
    assert_eq!(world.get("/api/v1/registers", "1593").await.code(), 6);
    put("1", json!({"name": "A", "role": "cashier"})).await.done();
    assert_eq!(world.get("/api/v1/people", PIN).await.code(), 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_are_bounded_and_must_be_json() {
    let world = World::signed_in().await;
    let ask = async |kind: &str, body: String| {
        let request = Request::builder()
            .method("POST")
            .uri("/api/v1/registers/new")
            .header("host", "localhost")
            .header("authorization", format!("Bearer {PIN}"))
            .header("content-type", kind)
            .header("idempotency-key", "new")
            .body(Body::from(body))
            .unwrap();
        send(&world.router, request).await
    };
    assert_eq!(ask("application/json", "[1]".to_owned()).await.code(), 1);
    assert_eq!(ask("application/json", "{".to_owned()).await.code(), 1);
    assert_eq!(ask("text/plain", "{}".to_owned()).await.code(), 1);
    assert_eq!(ask("application/json", "[".repeat(100_000)).await.code(), 1);
    let large = format!(
        "{{\"platform\":\"{}\"}}",
        "x".repeat(core_register::BODY_SIZE_MAX)
    );
    assert_eq!(ask("application/json", large).await.code(), 41);
}
