//! Languages in which people read.

use crate::catalogue::{Arg, TextId, catalogue};

/// A language that every text of the product exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Russian.
    #[default]
    Ru,
    /// Kazakh.
    Kk,
    /// English.
    En,
}

impl Locale {
    /// All of them, in the order of the language switch.
    pub const ALL: [Self; 3] = [Self::Ru, Self::Kk, Self::En];

    /// ISO 639-1 code, as in `lang` attributes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::Kk => "kk",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Ru => "Русский",
            Self::Kk => "Қазақша",
            Self::En => "English",
        }
    }

    /// From a code such as `ru`, `kk-KZ` or `en_US`; `None` for other languages.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|locale| primary.eq_ignore_ascii_case(locale.code()))
    }

    /// The best of our languages for an `Accept-Language` header; Russian when none is asked for.
    #[must_use]
    pub fn negotiate(accept_language: &str) -> Self {
        let mut best: Option<(u32, Self)> = None;
        for part in accept_language.split(',').take(RANGES_MAX) {
            let mut fields = part.split(';');
            let Some(locale) = fields.next().and_then(Self::parse) else {
                continue;
            };
            let weight = fields
                .find_map(|field| field.trim().strip_prefix("q="))
                .map_or(1000, weight_thousandths);
            if weight > 0 && best.is_none_or(|(found, _)| weight > found) {
                best = Some((weight, locale));
            }
        }
        best.map_or_else(Self::default, |(_, locale)| locale)
    }

    /// The text of this language; the id itself when the catalogue has no such text.
    #[must_use]
    pub fn text(self, id: impl Into<TextId>) -> String {
        catalogue().text(self, id.into(), &[])
    }

    /// The text of this language with its placeholders filled.
    #[must_use]
    pub fn text_with(self, id: impl Into<TextId>, args: &[(&'static str, Arg<'_>)]) -> String {
        catalogue().text(self, id.into(), args)
    }
}

/// Language ranges of a header that are looked at; browsers send fewer than ten.
const RANGES_MAX: usize = 16;

/// `0.8` → 800; a weight that cannot be read counts as nothing.
fn weight_thousandths(text: &str) -> u32 {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u32>()) {
        ("1", Ok(_)) => 1000,
        ("0", Ok(thousandths)) => thousandths,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_the_language_that_the_reader_prefers() {
        let table = [
            ("", Locale::Ru),
            ("de,fr", Locale::Ru),
            ("kk-KZ,ru;q=0.9,en;q=0.8", Locale::Kk),
            ("de;q=1, en;q=0.7, ru;q=0.6", Locale::En),
            ("en;q=0,kk;q=0.1", Locale::Kk),
            ("en;q=abc,ru;q=0.001", Locale::Ru),
            ("EN_us", Locale::En),
        ];
        for (header, locale) in table {
            assert_eq!(Locale::negotiate(header), locale, "{header}");
        }
    }
}
