//! The character set of fiscal documents: code page 866. Source: RU-FFD/cp866.

/// The text of these bytes; every byte has a character.
#[must_use]
pub fn decode(bytes: &[u8]) -> String {
    if bytes.is_ascii() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    // Letters take two bytes, frames three; the latter are too rare to reserve for.
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(character(*byte));
    }
    text
}

/// Appends the bytes of the text.
///
/// # Errors
/// The first character that the code page does not have; what stands before it has been appended.
pub fn encode_into(text: &str, out: &mut Vec<u8>) -> Result<(), char> {
    if text.is_ascii() {
        out.extend_from_slice(text.as_bytes());
        return Ok(());
    }
    for character in text.chars() {
        out.push(byte(character).ok_or(character)?);
    }
    Ok(())
}

/// The byte of a character; `None` when the code page does not have it.
#[must_use]
pub fn byte(character: char) -> Option<u8> {
    if character.is_ascii() {
        return u8::try_from(character).ok();
    }
    let position = match character {
        'А'..='п' => u32::from(character) - u32::from('А'),
        'р'..='я' => u32::from(character) - u32::from('р') + 0x60,
        _ => {
            let position = UPPER_HALF.iter().position(|known| *known == character)?;
            u32::try_from(position).ok()?
        }
    };
    u8::try_from(position + 0x80).ok()
}

fn character(byte: u8) -> char {
    match byte.checked_sub(0x80) {
        None => char::from(byte),
        Some(position) => UPPER_HALF
            .get(usize::from(position))
            .copied()
            .unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// Characters 0x80 to 0xFF.
#[rustfmt::skip]
static UPPER_HALF: [char; 128] = [
    'А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж', 'З', 'И', 'Й', 'К', 'Л', 'М', 'Н', 'О', 'П',
    'Р', 'С', 'Т', 'У', 'Ф', 'Х', 'Ц', 'Ч', 'Ш', 'Щ', 'Ъ', 'Ы', 'Ь', 'Э', 'Ю', 'Я',
    'а', 'б', 'в', 'г', 'д', 'е', 'ж', 'з', 'и', 'й', 'к', 'л', 'м', 'н', 'о', 'п',
    '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐',
    '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧',
    '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀',
    'р', 'с', 'т', 'у', 'ф', 'х', 'ц', 'ч', 'ш', 'щ', 'ъ', 'ы', 'ь', 'э', 'ю', 'я',
    'Ё', 'ё', 'Є', 'є', 'Ї', 'ї', 'Ў', 'ў', '°', '∙', '·', '√', '№', '¤', '■', '\u{A0}',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_survives_a_round_trip() {
        let bytes: Vec<u8> = (0..=255).collect();
        let text = decode(&bytes);
        assert_eq!(text.chars().count(), 256);
        let mut back = Vec::new();
        encode_into(&text, &mut back).unwrap();
        assert_eq!(back, bytes);
    }

    #[test]
    fn known_texts() {
        assert_eq!(decode(&[0x92, 0xA5, 0xE1, 0xE2]), "Тест");
        assert_eq!(decode(b"\x8f\xe0\xa8\xa2\xa5\xe2, \xac\xa8\xe0!"), "Привет, мир!");
        assert_eq!(byte('№'), Some(0xFC));
        assert_eq!(byte('Ё'), Some(0xF0));
    }

    #[test]
    fn names_the_character_that_it_lacks() {
        let mut out = Vec::new();
        assert_eq!(encode_into("цена 5 ₽", &mut out), Err('₽'));
        assert_eq!(byte('«'), None);
    }
}
