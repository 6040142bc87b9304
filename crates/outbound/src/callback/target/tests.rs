use super::*;
use proptest::prelude::*;

fn policy(targets: CallbackTargets) -> TargetPolicy {
    TargetPolicy {
        targets,
        allowed: Vec::new(),
    }
}

/// Spellings of addresses that lie in our own house or nowhere.
const FORBIDDEN_HOSTS: [&str; 39] = [
    "127.0.0.1",
    "127.1",
    "127.0.0.1.",
    "127.255.255.254",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "0",
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "2852039166",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[2001::1]",
    "[2001:db8::1]",
    "[2002:7f00:1::]",
    "[100::1]",
];

#[test]
fn refuses_every_spelling_of_an_address_at_home() {
    for host in FORBIDDEN_HOSTS {
        for url in [format!("http://{host}/"), format!("https://{host}:8443/x?y=z")] {
            let refused = policy(CallbackTargets::PublicOnly).parse(&url);
            assert!(
                matches!(refused, Err(ForbiddenTarget::Address { .. })),
                "{url}: {refused:?}"
            );
        }
    }
}

#[test]
fn a_sandbox_may_call_loopback_and_nothing_else_at_home() {
    let sandbox = policy(CallbackTargets::LoopbackToo);
    for host in ["127.0.0.1", "[::1]", "2130706433", "[::ffff:127.0.0.1]"] {
        assert!(sandbox.parse(&format!("http://{host}:9000/")).is_ok(), "{host}");
    }
    for host in ["0.0.0.0", "10.0.0.1", "169.254.169.254", "[fe80::1]"] {
        assert!(sandbox.parse(&format!("http://{host}/")).is_err(), "{host}");
    }
}

#[test]
fn allows_the_public_internet_on_any_port() {
    let public = policy(CallbackTargets::PublicOnly);
    for url in [
        "http://example.com/callback",
        "https://example.com:8443/callback?a=1",
        "http://93.184.216.34:81/",
        "http://[2606:2800:220:1:248:1893:25c8:1946]/",
        "http://[64:ff9b::5db8:d822]/",
        "HTTP://EXAMPLE.COM",
        "http://xn--e1afmkfd.xn--p1ai/",
        "http://пример.рф/путь",
    ] {
        assert!(public.parse(url).is_ok(), "{url}");
    }
}

#[test]
fn refuses_other_schemes_and_forms() {
    let public = policy(CallbackTargets::PublicOnly);
    for url in [
        "file:///etc/passwd",
        "gopher://example.com/_x",
        "ftp://example.com/",
        "unix:/run/x",
        "data:,x",
        "javascript:1",
    ] {
        assert!(
            matches!(public.parse(url), Err(ForbiddenTarget::Scheme { .. })),
            "{url}"
        );
    }
    for url in [
        "",
        "example.com/callback",
        "/callback",
        "http://",
        "http://[::1",
        "http://exa mple.com/",
    ] {
        assert!(
            matches!(public.parse(url), Err(ForbiddenTarget::Malformed { .. })),
            "{url}"
        );
    }
    for url in [
        "http://user@example.com/",
        "http://user:pass@example.com/",
        "http://example.com@127.0.0.1/",
    ] {
        assert_eq!(public.parse(url), Err(ForbiddenTarget::Credentials), "{url}");
    }
    let long = format!("http://example.com/{}", "a".repeat(URL_SIZE_MAX));
    assert_eq!(
        public.parse(&long),
        Err(ForbiddenTarget::TooLong {
            size: URL_SIZE_MAX + 19
        })
    );
}

#[test]
fn the_configuration_may_name_networks() {
    let named = TargetPolicy {
        targets: CallbackTargets::PublicOnly,
        allowed: vec!["10.1.0.0/16".parse().unwrap(), "fd00::7".parse().unwrap()],
    };
    assert!(named.parse("http://10.1.2.3/").is_ok());
    assert!(named.parse("http://[fd00::7]/").is_ok());
    assert!(named.parse("http://10.2.0.1/").is_err());
    assert!(named.parse("http://[fd00::8]/").is_err());
    assert!(named.parse("http://127.0.0.1/").is_err());
}

#[test]
fn refuses_what_is_no_network() {
    for text in [
        "",
        "10.0.0.0/33",
        "10.0.0/8",
        "::/129",
        "example.com",
        "10.0.0.0/-1",
        "10.0.0.0/",
    ] {
        let error = text.parse::<Network>().unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with(&format!("`{text}` is not a network")),
            "{error}"
        );
    }
    let everything: Network = "0.0.0.0/0".parse().unwrap();
    assert!(everything.contains(IpAddr::V4(Ipv4Addr::new(8, 8, 8, 8))));
    assert!(!everything.contains(IpAddr::V6(Ipv6Addr::LOCALHOST)));
    let everything: Network = "::/0".parse().unwrap();
    assert!(everything.contains(IpAddr::V6(Ipv6Addr::LOCALHOST)));
}

proptest! {
    #[test]
    fn the_spelling_of_an_ipv4_address_does_not_matter(bits: u32) {
        let public = policy(CallbackTargets::PublicOnly);
        let plain = public.parse(&format!("http://{}/", Ipv4Addr::from_bits(bits))).is_ok();
        let mapped = Ipv4Addr::from_bits(bits).to_ipv6_mapped();
        for spelling in [format!("{bits}"), format!("{bits:#x}"), format!("0{bits:o}"), format!("[{mapped}]")] {
            prop_assert_eq!(public.parse(&format!("http://{spelling}/")).is_ok(), plain, "{}", spelling);
        }
    }

    #[test]
    fn agrees_with_the_standard_library_where_it_speaks(bits: u32) {
        let address = Ipv4Addr::from_bits(bits);
        let special = address.is_private() || address.is_loopback() || address.is_link_local()
            || address.is_broadcast() || address.is_documentation() || address.is_multicast()
            || address.is_unspecified();
        prop_assert!(!(special && is_public_v4(address)), "{}", address);
    }

    #[test]
    fn unique_local_and_link_local_are_never_public(bits: u128) {
        let address = Ipv6Addr::from_bits(bits);
        let special = address.is_unique_local() || address.is_unicast_link_local() || address.is_multicast();
        prop_assert!(!(special && is_public_v6(address)), "{}", address);
    }
}
