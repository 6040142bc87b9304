//! Texts that a fiscal document can hold: the characters of CP866. Source: RU-FFD/string.

use std::borrow::Cow;

/// What stands for a character that CP866 lacks, where the meaning survives.
const REPLACEMENTS: &[(&str, &str)] = &[
    ("«»“”„‟″〝〞", "\""),
    ("‘’‚‛′‹›", "'"),
    ("–—−‐‑‒―", "-"),
    ("…", "..."),
    ("₽", ROUBLE),
    ("€", "EUR"),
    ("×", "x"),
    ("•", "∙"),
    ("±", "+-"),
    ("²", "2"),
    ("³", "3"),
    ("½", "1/2"),
    ("¼", "1/4"),
    ("¾", "3/4"),
    ("™", "(TM)"),
    ("®", "(R)"),
    ("©", "(C)"),
    ("º˚", "°"),
    ("\t\r\n\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}", " "),
    ("\u{2006}\u{2007}\u{2008}\u{2009}\u{200a}\u{202f}", " "),
    (
        "\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}\u{fe0e}\u{fe0f}",
        "",
    ),
    // Ukrainian and Belarusian i, Caucasian palochka, Ukrainian ghe.
    ("\u{456}\u{4c0}", "i"),
    ("\u{406}", "I"),
    ("\u{491}", "\u{433}"),
    ("\u{490}", "\u{413}"),
    ("àáâãäå", "a"),
    ("ÀÁÂÃÄÅ", "A"),
    ("ç", "c"),
    ("Ç", "C"),
    ("èéêë", "e"),
    ("ÈÉÊË", "E"),
    ("ìíîï", "i"),
    ("ÌÍÎÏ", "I"),
    ("ñ", "n"),
    ("Ñ", "N"),
    ("òóôõöø", "o"),
    ("ÒÓÔÕÖØ", "O"),
    ("ùúûü", "u"),
    ("ÙÚÛÜ", "U"),
    ("ýÿ", "y"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("œ", "oe"),
];

/// The Russian abbreviation of the rouble, in Cyrillic letters.
const ROUBLE: &str = "\u{440}\u{443}\u{431}.";

/// A text with characters that CP866 lacks and that nothing can stand for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} cannot be written in CP866", shown(.characters))]
pub struct TextError {
    /// The characters, each once, in the order of the text.
    pub characters: Vec<char>,
}

/// `true` for a printable character that CP866 has.
#[must_use]
pub const fn is_encodable(character: char) -> bool {
    matches!(
        character,
        ' '..='~'
        // Russian letters, then those of Belarusian and Ukrainian that the code page has.
        | '\u{410}'..='\u{44f}' | '\u{401}' | '\u{451}' | '\u{404}' | '\u{454}'
        | '\u{407}' | '\u{457}' | '\u{40e}' | '\u{45e}'
        // Frames and blocks.
        | '─' | '│' | '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '═'..='╬'
        | '▀' | '▄' | '█' | '▌' | '▐'..='▓' | '■'
        // Signs; the last is the blank that does not break.
        | '°' | '∙' | '·' | '√' | '№' | '¤' | '\u{a0}'
    )
}

/// The text as a fiscal document will hold it.
///
/// Characters that CP866 lacks are replaced where the meaning survives: typographic quotes and dashes, the
/// rouble sign, accents, odd blanks. A text that needs nothing is borrowed. In the result one character is one
/// byte of the document, so that lengths can be counted.
///
/// # Errors
/// [`TextError`] names every character that nothing can stand for.
pub fn encodable(text: &str) -> Result<Cow<'_, str>, TextError> {
    if text.chars().all(is_encodable) {
        return Ok(Cow::Borrowed(text));
    }
    let mut written = String::with_capacity(text.len());
    let mut refused = Vec::new();
    for character in text.chars() {
        if is_encodable(character) {
            written.push(character);
        } else if let Some(replacement) = replacement(character) {
            written.push_str(replacement);
        } else if !refused.contains(&character) {
            refused.push(character);
        }
    }
    if refused.is_empty() {
        return Ok(Cow::Owned(written));
    }
    Err(TextError { characters: refused })
}

fn replacement(character: char) -> Option<&'static str> {
    let mut rows = REPLACEMENTS.iter();
    rows.find(|(from, _)| from.contains(character)).map(|(_, to)| *to)
}

fn shown(characters: &[char]) -> String {
    const SHOWN_MAX: usize = 8;
    let mut names: Vec<_> = characters
        .iter()
        .take(SHOWN_MAX)
        .map(|character| {
            let code = u32::from(*character);
            if character.is_control() {
                format!("U+{code:04X}")
            } else {
                format!("`{character}` (U+{code:04X})")
            }
        })
        .collect();
    if characters.len() > SHOWN_MAX {
        names.push(format!("and {} more", characters.len() - SHOWN_MAX));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn knows_the_whole_code_page() {
        let known = (0..=0xFFFF)
            .filter_map(char::from_u32)
            .filter(|c| is_encodable(*c))
            .count();
        assert_eq!(known, 95 + 128);
    }

    #[test]
    fn replaces_what_keeps_its_meaning_and_refuses_the_rest() {
        assert_eq!(encodable("Хлеб №1").unwrap(), "Хлеб №1");
        assert!(matches!(encodable("Хлеб"), Ok(Cow::Borrowed(_))));
        assert_eq!(
            encodable("ООО «Ромашка» — 5\u{2009}₽").unwrap(),
            "ООО \"Ромашка\" - 5 руб."
        );
        assert_eq!(encodable("Nescafé®…").unwrap(), "Nescafe(R)...");
        assert_eq!(encodable("a\u{ad}b\u{feff}").unwrap(), "ab");
        let refused = encodable("чай 🍵 и 茶🍵\u{1}").unwrap_err();
        assert_eq!(refused.characters, ['🍵', '茶', '\u{1}']);
        assert_eq!(
            refused.to_string(),
            "`🍵` (U+1F375), `茶` (U+8336), U+0001 cannot be written in CP866"
        );
    }

    #[test]
    fn every_replacement_can_be_written() {
        for (from, to) in REPLACEMENTS {
            assert!(to.chars().all(is_encodable), "{to}");
            assert!(!from.chars().any(is_encodable), "{from}");
        }
    }

    proptest! {
        #[test]
        fn what_was_made_encodable_stays_as_it_is(text in "\\PC{0,40}") {
            if let Ok(written) = encodable(&text) {
                prop_assert!(written.chars().all(is_encodable));
                prop_assert_eq!(encodable(&written).unwrap(), written.clone());
            }
        }
    }
}
