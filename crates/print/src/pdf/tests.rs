use super::*;
use crate::sample;
use proptest::prelude::*;

#[test]
fn every_sample_becomes_a_small_pdf_in_every_language() {
    for (name, document) in sample::all() {
        let view = DocumentView::from_document(&document);
        for locale in Locale::ALL {
            let bytes = render(&view, locale).unwrap();
            assert!(
                bytes.starts_with(b"%PDF-") && bytes.ends_with(b"%%EOF"),
                "{name} {locale:?}"
            );
            assert!(bytes.len() < 60_000, "{name} {locale:?}: {} bytes", bytes.len());
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let view = DocumentView::from_document(&sample::sale());
    assert_eq!(
        render(&view, Locale::Kk).unwrap(),
        render(&view, Locale::Kk).unwrap()
    );
}

#[test]
fn the_fonts_draw_russian_kazakh_and_the_signs_of_money() {
    let faces = Faces::load().unwrap();
    let alphabet = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯӘҒҚҢӨҰҮҺІ₽₸№«»—×−·\u{a0}²³";
    for weight in [paper::Weight::Plain, paper::Weight::Strong] {
        let missing: String = alphabet.chars().filter(|c| !faces.face(weight).has(*c)).collect();
        assert_eq!(missing, "", "{weight:?}");
    }
}

#[test]
fn every_character_of_the_printed_catalogues_is_drawn() {
    let faces = Faces::load().unwrap();
    for locale in Locale::ALL {
        for source in &crate::catalogue::sources(locale)[..3] {
            let missing: String = source
                .chars()
                .filter(|c| !c.is_control() && !faces.face(paper::Weight::Plain).has(*c))
                .collect();
            assert_eq!(missing, "", "{locale:?}");
        }
    }
}

#[test]
fn digits_are_equally_wide() {
    let faces = Faces::load().unwrap();
    for weight in [paper::Weight::Plain, paper::Weight::Strong] {
        let face = faces.face(weight);
        let one = face.width("1", 10_000);
        assert!(('0'..='9').all(|digit| face.width(&digit.to_string(), 10_000) == one));
    }
}

#[test]
fn a_very_long_receipt_is_cut_into_pages_that_readers_open() {
    let mut document = sample::sale();
    let line = document
        .elements
        .iter()
        .find(|element| element.tag == ofd_ru::Tag(1059))
        .cloned();
    document.elements.extend(std::iter::repeat_n(line.unwrap(), 600));
    let view = DocumentView::from_document(&document);
    let faces = Faces::load().unwrap();
    let rows = sheet::rows(&paper::lay_out(&view, Locale::Ru), &faces, &Page::PDF);
    let pages = sheet::pages(&rows);
    assert!(pages.len() > 1);
    assert!(pages.iter().all(|page| sheet::page_height(page) <= 1_440_000));
    assert_eq!(pages.iter().map(|page| page.len()).sum::<usize>(), rows.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_name_is_drawn_inside_the_paper(name in "\\PC{0,120}") {
        let mut document = sample::sale();
        document.elements.push(sample::text(1192, &name));
        let view = DocumentView::from_document(&document);
        let faces = Faces::load().unwrap();
        for row in sheet::rows(&paper::lay_out(&view, Locale::Ru), &faces, &Page::PDF) {
            for mark in row.marks {
                if let Mark::Text { x, size, weight, text, .. } = mark {
                    prop_assert!(x >= 0 && x + faces.face(weight).width(&text, size) <= Page::PDF.width, "{}", text);
                }
            }
        }
        prop_assert!(render(&view, Locale::Ru).is_ok());
    }
}
