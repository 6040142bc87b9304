use super::*;
use crate::{golden, sample};

fn links() -> ReceiptLinks {
    ReceiptLinks {
        page: Some("https://qassa.example/r/token".into()),
        pdf: Some("https://qassa.example/r/token.pdf".into()),
        qr_picture: Some("https://qassa.example/r/token/qr.png".into()),
        banner: Some(BannerLinks {
            target: "https://qassa.example/r/token/banner".into(),
            picture: "https://qassa.example/r/token/banner.png".into(),
            alternative: "Скидка 10 % на следующий заказ".into(),
        }),
    }
}

#[test]
fn a_receipt_is_mailed_as_expected() {
    let view = DocumentView::from_document(&sample::sale());
    for locale in Locale::ALL {
        let mail = receipt_mail(&view, locale, &links());
        golden::compare(
            &format!("mail.{}.txt", locale.code()),
            &format!("{}\n\n{}", mail.subject, mail.text),
        );
        golden::compare(
            &format!("mail.{}.html", locale.code()),
            &mail.html.replace("><", ">\n<"),
        );
    }
}

#[test]
fn only_a_document_of_a_real_storage_is_told_to_equal_paper() {
    let told = |storage: &str| {
        let mut document = sample::sale();
        document
            .elements
            .retain(|element| element.tag != ofd_ru::Tag(1041));
        document.elements.push(sample::text(1041, storage));
        let view = DocumentView::from_document(&document);
        receipt_mail(&view, Locale::En, &ReceiptLinks::default())
    };
    let (real, test) = ("equals the paper one", "has no legal force");
    for (storage, said, unsaid) in [("7281440500751551", real, test), ("9999078900000031", test, real)] {
        let mail = told(storage);
        for text in [&mail.text, &mail.html] {
            assert!(text.contains(said) && !text.contains(unsaid), "{storage}: {text}");
        }
    }
}

/// As wide as a phone: whatever has no blanks stands where it may break.
#[test]
fn whatever_has_no_blanks_may_break() {
    let mut document = sample::sale();
    let long = "0".repeat(60);
    for tag in [1021, 1048, 1187] {
        document
            .elements
            .retain(|element| element.tag != ofd_ru::Tag(tag));
        document.elements.push(sample::text(tag, &long));
    }
    let mail = receipt_mail(&DocumentView::from_document(&document), Locale::Ru, &links());
    let cells: Vec<&str> = mail
        .html
        .split('<')
        .filter(|cell| cell.ends_with(&long))
        .collect();
    assert!(cells.len() >= 3, "{cells:?}");
    for cell in cells.iter().filter(|cell| !cell.starts_with("title")) {
        assert!(cell.contains("overflow-wrap:anywhere"), "{cell}");
    }
    let time = mail
        .html
        .split('<')
        .find(|cell| cell.ends_with("22.11.2026 10:05"))
        .unwrap();
    assert!(
        !time.contains("overflow-wrap"),
        "a short value stays whole: {time}"
    );
}

#[test]
fn the_mail_needs_no_style_sheet_script_or_remote_font() {
    let view = DocumentView::from_document(&sample::sale());
    let mail = receipt_mail(&view, Locale::Ru, &ReceiptLinks::default());
    for forbidden in ["<style", "<script", "<link", "url(", "<img", "href="] {
        assert!(!mail.html.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn addresses_of_other_schemes_are_dropped() {
    for address in [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://",
        "http:///x",
        "https://a b",
        "",
    ] {
        assert!(!is_web_address(address), "{address}");
        let bad = ReceiptLinks {
            page: Some(address.into()),
            pdf: Some(address.into()),
            qr_picture: Some(address.into()),
            banner: Some(BannerLinks {
                target: address.into(),
                picture: "https://qassa.example/b.png".into(),
                alternative: String::new(),
            }),
        };
        assert_eq!(bad.checked(), ReceiptLinks::default(), "{address}");
    }
    assert!(is_web_address("http://127.0.0.1:8000/r/x?lang=kk#top"));
}

#[test]
fn a_subject_is_one_line_whatever_the_sellers_name() {
    let mut document = sample::sale();
    document
        .elements
        .retain(|element| element.tag != ofd_ru::Tag(1048));
    document
        .elements
        .push(sample::text(1048, "ООО\r\nBcc: evil@example.com"));
    let mail = receipt_mail(&DocumentView::from_document(&document), Locale::Ru, &links());
    assert!(!mail.subject.contains(['\r', '\n']), "{}", mail.subject);
}

#[test]
fn the_mail_stays_below_the_size_that_readers_cut() {
    let mut document = sample::sale();
    let line = document
        .elements
        .iter()
        .find(|element| element.tag == ofd_ru::Tag(1059))
        .cloned();
    document.elements.extend(std::iter::repeat_n(line.unwrap(), 20));
    let mail = receipt_mail(&DocumentView::from_document(&document), Locale::Ru, &links());
    assert!(mail.html.len() < 102_400, "{} bytes", mail.html.len());
}
