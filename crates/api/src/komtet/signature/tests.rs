use super::*;
use proptest::prelude::*;

fn key(secret: &str) -> SigningKey {
    SigningKey::new(&Secret::new(secret))
}

fn addresses() -> PublicAddresses {
    PublicAddresses::new(["https://kassa.example/".to_owned()], HostHeader::Loopback)
}

fn request<'a>(target: &'a str, host: &'a str, body: &'a [u8], signature: &'a str) -> Signed<'a> {
    Signed {
        method: "POST",
        target,
        host: Some(host),
        body,
        signature,
    }
}

/// Vectors of the published SDKs (Apache-2.0, MIT).
#[test]
fn signs_as_the_published_clients_do() {
    let table: [(&str, &str, &str, &[u8], &str); 3] = [
        (
            "secret-key",
            "GET",
            "https://kassa.komtet.ru/api/shop/v2/queues/1",
            b"",
            "4f055e21e84b0d014b3e0b235e391c64",
        ),
        (
            "secret-key",
            "POST",
            "https://kassa.komtet.ru/api/shop/v2/queues/3/task",
            b"{\"key\": 10.0}",
            "d5aa2f6177ba2f4f94218ed9587454be",
        ),
        (
            "verySecrEt",
            "POST",
            "http://example.org/some/url",
            b"body_here",
            "78dcc39222e66ad97eee2fd30a39c14d",
        ),
    ];
    for (secret, method, url, body, signature) in table {
        assert_eq!(key(secret).sign(method, url, body), signature, "{url}");
    }
}

#[test]
fn rebuilds_the_url_from_what_the_platform_is_known_by() {
    let key = key("verySecrEt");
    let signed_over = |url: &str| key.sign("POST", url, b"{}");
    let arrives = |target: &str, host: &str, signature: &str| {
        is_signed_by(&key, &addresses(), &request(target, host, b"{}", signature))
    };
    let configured = signed_over("https://kassa.example/api/x?a=1");
    assert!(arrives("/api/x?a=1", "10.0.0.7:8000", &configured));
    assert!(!arrives(
        "/api/x?a=1",
        "10.0.0.7:8000",
        &configured.to_uppercase()
    ));
    assert!(!arrives("/api/x?a=2", "10.0.0.7:8000", &configured));
    for host in ["127.0.0.1:8000", "localhost", "[::1]:8000"] {
        assert!(
            arrives("/api/x", host, &signed_over(&format!("http://{host}/api/x"))),
            "{host}"
        );
    }
    for host in ["evil.example", "10.0.0.7:8000", "localhost.evil.example", ""] {
        assert!(
            !arrives("/api/x", host, &signed_over(&format!("http://{host}/api/x"))),
            "{host}"
        );
    }
}

/// The Python SDK signs a blank that its HTTP library sends as `%20`.
#[test]
fn takes_the_target_as_sent_and_percent_decoded() {
    let key = key("verySecrEt");
    let written = "https://kassa.example/api/shop/v2/orders?start=0&date_start=2020-12-08 10:00";
    let sent = "/api/shop/v2/orders?start=0&date_start=2020-12-08%2010:00";
    for url in [written.to_owned(), format!("https://kassa.example{sent}")] {
        let signature = key.sign("POST", &url, b"");
        assert!(
            is_signed_by(&key, &addresses(), &request(sent, "", b"", &signature)),
            "{url}"
        );
    }
    assert_eq!(percent_decoded("/a%2"), Some(b"/a%2".to_vec()));
    assert_eq!(percent_decoded("/%zz%41%+1%"), Some(b"/%zzA%+1%".to_vec()));
}

#[test]
fn a_register_signs_its_tasks_with_its_serial_number() {
    let secret = Secret::new("pos-secret");
    let signature =
        SigningKey::with_serial_number(&secret, "00101").sign("POST", "https://kassa.example/t", b"{}");
    let check = |key: &SigningKey| is_signed_by(key, &addresses(), &request("/t", "", b"{}", &signature));
    assert!(check(&SigningKey::with_serial_number(&secret, "00101")));
    assert!(!check(&SigningKey::new(&secret)));
    assert!(!check(&SigningKey::with_serial_number(&secret, "00102")));
}

#[test]
fn refuses_what_is_no_signature() {
    let key = key("verySecrEt");
    for signature in [
        "",
        "zz",
        "78dcc39222e66ad97eee2fd30a39c14",
        "78dcc39222e66ad97eee2fd30a39c14d00",
    ] {
        assert!(
            !is_signed_by(&key, &addresses(), &request("/t", "", b"", signature)),
            "{signature}"
        );
    }
}

#[test]
fn explains_the_mistakes_that_integrators_make() {
    let key = key("verySecrEt");
    let url = "https://kassa.example/api/x?a=1";
    let table = [
        (key.sign("POST", url, b"{}"), Verdict::Right),
        (key.sign("POST", url, b""), Verdict::WithoutBody),
        (key.sign("post", url, b"{}"), Verdict::LowerCaseMethod),
        (key.sign("", url, b"{}"), Verdict::WithoutMethod),
        (key.sign("POST", "/api/x?a=1", b"{}"), Verdict::WithoutHost),
        (
            key.sign("POST", "https://kassa.example/api/x", b"{}"),
            Verdict::WithoutQuery,
        ),
        (
            key.sign("POST", "http://kassa.example/api/x?a=1", b"{}"),
            Verdict::OtherScheme,
        ),
        (key.sign("POST", url, b"{ }"), Verdict::Unexplained),
        (key.sign("POST", url, b"{}").to_uppercase(), Verdict::UpperCase),
        ("shop-secret".to_owned(), Verdict::NotHex),
        ("78dc".to_owned(), Verdict::NotHex),
    ];
    for (signature, verdict) in table {
        let explanation = explain(&key, &addresses(), &request("/api/x?a=1", "", b"{}", &signature));
        assert_eq!(explanation.verdict, verdict, "{}", verdict.advice());
        assert_eq!(explanation.expected, key.sign("POST", url, b"{}"));
        assert_eq!(explanation.urls, [url]);
    }
}

proptest! {
    #[test]
    fn a_changed_bit_is_noticed(body in prop::collection::vec(any::<u8>(), 1..80), at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let key = key("verySecrEt");
        let signature = key.sign("POST", "https://kassa.example/t", &body);
        prop_assert!(is_signed_by(&key, &addresses(), &request("/t", "", &body, &signature)));
        let mut changed = body.clone();
        changed[at.index(body.len())] ^= 1 << bit;
        prop_assert!(!is_signed_by(&key, &addresses(), &request("/t", "", &changed, &signature)));
    }

    #[test]
    fn never_panics(target in any::<String>(), host in any::<String>(), signature in any::<String>()) {
        let _ = explain(&key("s"), &addresses(), &request(&target, &host, b"", &signature));
    }
}
