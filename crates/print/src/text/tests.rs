use super::*;
use crate::{golden, sample};
use proptest::prelude::*;

#[test]
fn every_sample_prints_as_expected_in_russian() {
    for (name, document) in sample::all() {
        let view = DocumentView::from_document(&document);
        let text = render(&view, Locale::Ru, Columns::Wide48);
        golden::compare(&format!("{name}.ru.48.txt"), &text);
    }
}

#[test]
fn a_receipt_prints_as_expected_on_narrow_paper_and_in_other_languages() {
    let view = DocumentView::from_document(&sample::sale());
    for (locale, columns, name) in [
        (Locale::Ru, Columns::Narrow32, "sale.ru.32.txt"),
        (Locale::Kk, Columns::Wide48, "sale.kk.48.txt"),
        (Locale::En, Columns::Wide48, "sale.en.48.txt"),
    ] {
        golden::compare(name, &render(&view, locale, columns));
    }
}

#[test]
fn no_row_is_wider_than_the_paper() {
    for (name, document) in sample::all() {
        let view = DocumentView::from_document(&document);
        for locale in Locale::ALL {
            for columns in [Columns::Narrow32, Columns::Wide48] {
                for row in render(&view, locale, columns).lines() {
                    assert!(length(row) <= columns.count(), "{name} {locale:?}: {row}");
                }
            }
        }
    }
}

#[test]
fn no_text_is_missing_in_any_language() {
    for (name, document) in sample::all() {
        let view = DocumentView::from_document(&document);
        for locale in Locale::ALL {
            let text = render(&view, locale, Columns::Wide48);
            let is_id =
                |word: &&str| word.contains('-') && word.chars().all(|c| c == '-' || c.is_ascii_lowercase());
            let ids: Vec<&str> = text
                .split_whitespace()
                .filter(is_id)
                .filter(|word| word.len() > 9)
                .collect();
            let rules_only = ids.iter().all(|word| word.chars().all(|c| c == '-'));
            assert!(rules_only, "{name} {locale:?}: {ids:?}");
        }
    }
}

#[test]
fn a_long_label_without_a_value_is_wrapped() {
    let mut slip = Slip {
        width: 10,
        currency: Currency::Rouble,
        rows: Vec::new(),
    };
    slip.pair("  ", "abcd efghijkl", "");
    assert_eq!(slip.rows, ["  abcd", "  efghijkl"]);
}

proptest! {
    #[test]
    fn wrapping_loses_no_word_and_keeps_the_width(text in "[а-я ]{0,200}", width in 1_usize..60) {
        let rows = wrapped(&text, width);
        prop_assert!(rows.iter().all(|row| length(row) <= width));
        let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
        prop_assert_eq!(letters(&rows.concat()), letters(&text));
    }

    #[test]
    fn any_name_prints_on_rows_of_its_own_kind(name in "\\PC{0,150}") {
        let mut document = sample::sale();
        document.elements.push(sample::text(1048, "x"));
        document.elements.retain(|element| element.tag != ofd_ru::Tag(1048));
        document.elements.push(sample::text(1048, &name));
        let view = DocumentView::from_document(&document);
        let text = render(&view, Locale::Ru, Columns::Narrow32);
        prop_assert!(text.lines().all(|row| length(row) <= 32));
        prop_assert!(text.contains("ИТОГО"));
    }
}
