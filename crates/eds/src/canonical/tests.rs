use super::*;

fn canonical(text: &str, canon: Canon) -> String {
    let document = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    Writer::document(&document, canon, &[]).unwrap()
}

/// The examples of C14N 1.0, section 3, without their document types and comments, and some of our own.
#[test]
fn writes_the_canonical_form() {
    let cases: &[(&str, &str)] = &[
        (
            "<?xml version=\"1.0\"?>\n\n<?a   b c?>\n\n<doc>x</doc>\n\n<?d?>",
            "<?a b c?>\n<doc>x</doc>\n<?d?>",
        ),
        (
            "<doc>\n  <clean>   </clean>\r\n</doc>",
            "<doc>\n  <clean>   </clean>\n</doc>",
        ),
        ("<e/>", "<e></e>"),
        ("<e a = 'x'   b=\"y\"  ></e  >", "<e a=\"x\" b=\"y\"></e>"),
        (
            "<e5 a:attr=\"out\" b:attr=\"sorted\" attr2=\"all\" attr=\"I'm\" xmlns:b=\"http://www.ietf.org\" \
             xmlns:a=\"http://www.w3.org\" xmlns=\"http://example.org\"/>",
            "<e5 xmlns=\"http://example.org\" xmlns:a=\"http://www.w3.org\" xmlns:b=\"http://www.ietf.org\" \
             attr=\"I'm\" attr2=\"all\" b:attr=\"sorted\" a:attr=\"out\"></e5>",
        ),
        (
            "<e6 xmlns:a=\"w\"><e7 xmlns=\"i\"><e8 xmlns=\"\" xmlns:a=\"w\"><e9 xmlns=\"\"/></e8></e7></e6>",
            "<e6 xmlns:a=\"w\"><e7 xmlns=\"i\"><e8 xmlns=\"\"><e9></e9></e8></e7></e6>",
        ),
        (
            "<t a='&lt;&#9;&#xA;&#13;\"&amp;>'>&#x0d;<![CDATA[1>\"0\" && x<9]]>&quot;&gt;</t>",
            "<t a=\"&lt;&#x9;&#xA;&#xD;&quot;&amp;>\">&#xD;1&gt;\"0\" &amp;&amp; x&lt;9\"&gt;</t>",
        ),
        ("<t a='1\r\n2\t3'/>", "<t a=\"1 2 3\"></t>"),
        ("<т>привет ₸</т>", "<т>привет ₸</т>"),
    ];
    for (text, expected) in cases {
        assert_eq!(canonical(text, Canon::Inclusive), *expected, "{text}");
    }
}

#[test]
fn the_exclusive_form_shows_name_spaces_where_they_are_used() {
    assert_eq!(
        canonical(
            "<a xmlns:b='B' xmlns:c='C'><b:x/><y c:z='1'/></a>",
            Canon::Exclusive
        ),
        "<a><b:x xmlns:b=\"B\"></b:x><y xmlns:c=\"C\" c:z=\"1\"></y></a>"
    );
}

#[test]
fn an_element_alone_brings_what_it_inherits() {
    let text = "<a xmlns='A' xmlns:b='B' xml:lang='kk'><b:c d='1'><e/></b:c></a>";
    let document = parse(text).unwrap();
    let element = document.root_element().first_element_child().unwrap();
    let alone = |canon| Writer::element_alone(&document, canon, element).unwrap();
    assert_eq!(
        alone(Canon::Inclusive),
        "<b:c xmlns=\"A\" xmlns:b=\"B\" d=\"1\" xml:lang=\"kk\"><e></e></b:c>"
    );
    assert_eq!(
        alone(Canon::Exclusive),
        "<b:c xmlns:b=\"B\" d=\"1\"><e xmlns=\"A\"></e></b:c>"
    );
}

#[test]
fn what_could_be_read_in_two_ways_is_refused() {
    let cases = [
        ("<!DOCTYPE a><a/>", Reason::UnsupportedProfile),
        ("<a><!-- b --></a>", Reason::UnsupportedProfile),
        ("<a Id='1'><b id='1'/></a>", Reason::UnsupportedProfile),
        (
            "<?xml version='1.0' encoding='windows-1251'?><a/>",
            Reason::UnsupportedProfile,
        ),
        (
            "<?xml version='1.0' encoding='KOI8-R' ?><a/>",
            Reason::UnsupportedProfile,
        ),
        (
            "<?xml\tversion='1.0' encoding='cp1251'?><a/>",
            Reason::UnsupportedProfile,
        ),
        ("<?xml version='1.1'?><a/>", Reason::UnsupportedProfile),
        ("<a><?xml version='1.0'?></a>", Reason::Malformed),
        ("<a>&unknown;</a>", Reason::Malformed),
        ("<a b='1' b='2'/>", Reason::Malformed),
        ("<a:b/>", Reason::Malformed),
        ("<a></b>", Reason::Malformed),
        ("<a/><b/>", Reason::Malformed),
        ("", Reason::Malformed),
    ];
    for (text, reason) in cases {
        let found = parse(text).map(|_| ()).map_err(|refusal| refusal.reason);
        assert_eq!(found, Err(reason), "{text}");
    }
    assert!(parse("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"no\"?><a/>").is_ok());
}

#[test]
fn documents_beyond_the_limits_are_not_looked_at() {
    let nested = |levels: usize| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
    let write = |text: &str| {
        let document = parse(text)?;
        Writer::document(&document, Canon::Inclusive, &[])
    };
    assert!(write(&nested(XML_DEPTH_MAX)).is_ok());
    let reason = |text: &str| write(text).map(|_| ()).map_err(|refusal| refusal.reason);
    assert_eq!(reason(&nested(XML_DEPTH_MAX + 1)), Err(Reason::TooLarge));
    assert_eq!(reason(&nested(90_000)), Err(Reason::TooLarge));
    let most = usize::try_from(XML_NODES_MAX).unwrap();
    assert_eq!(
        reason(&format!("<a>{}</a>", "<b/>".repeat(most))),
        Err(Reason::TooLarge)
    );
    let attributes: Vec<String> = (0..=XML_ATTRIBUTES_MAX)
        .map(|number| format!(" a{number}=''"))
        .collect();
    assert_eq!(
        reason(&format!("<a{}/>", attributes.concat())),
        Err(Reason::TooLarge)
    );
    let name_spaces: Vec<String> = (0..=XML_NAMESPACES_MAX)
        .map(|number| format!("<a xmlns:b{number}='x'/>"))
        .collect();
    assert_eq!(
        reason(&format!("<a>{}</a>", name_spaces.concat())),
        Err(Reason::TooLarge)
    );
}
