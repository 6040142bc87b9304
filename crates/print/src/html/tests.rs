use super::*;
use crate::{golden, sample};

#[test]
fn samples_are_marked_up_as_expected() {
    for (name, document) in sample::all() {
        let view = DocumentView::from_document(&document);
        let markup = fragment(&view, Locale::Ru).into_string();
        golden::compare(&format!("{name}.ru.html"), &markup.replace("><", ">\n<"));
    }
}

#[test]
fn markup_in_any_text_of_a_document_stays_text() {
    for attack in HOSTILE {
        let mut document = sample::sale();
        poison(&mut document.elements, attack);
        let view = DocumentView::from_document(&document);
        for locale in Locale::ALL {
            let markup = fragment(&view, locale).into_string();
            for tag in tags(&markup) {
                let name = tag
                    .trim_start_matches('/')
                    .split([' ', '/', '>'])
                    .next()
                    .unwrap_or_default();
                assert!(EXPECTED_TAGS.contains(&name), "{attack}: <{tag}>");
                assert!(
                    !tag.contains("onerror") && !tag.contains("javascript"),
                    "{attack}: <{tag}>"
                );
            }
        }
    }
}

#[test]
fn the_fragment_has_no_inline_style_or_script() {
    for (name, document) in sample::all() {
        let view = DocumentView::from_document(&document);
        let markup = fragment(&view, Locale::En).into_string();
        assert!(
            !markup.contains("style=") && !markup.contains("<script"),
            "{name}"
        );
    }
}

/// What attackers put into names of goods, cashiers and shops.
pub(crate) const HOSTILE: [&str; 10] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</article></html><iframe src=//evil.example>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "{{constructor.constructor('alert(1)')()}}",
    "<!--",
    "]]><![CDATA[<x>",
    "&lt;script&gt;&#60;b&#62;",
    "<style>*{display:none}</style>",
];

const EXPECTED_TAGS: [&str; 20] = [
    "article", "p", "h2", "h3", "dl", "dt", "dd", "div", "span", "strong", "ol", "li", "hr", "figure", "svg",
    "rect", "path", "small", "header", "footer",
];

fn poison(elements: &mut [ofd_ru::Element], attack: &str) {
    for element in elements {
        match &mut element.value {
            ofd_ru::Value::Text(text) => *text = attack.to_owned(),
            ofd_ru::Value::Nested(inner) => poison(inner, attack),
            _no_text => {}
        }
    }
}

fn tags(markup: &str) -> impl Iterator<Item = &str> {
    markup
        .split('<')
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default())
}
