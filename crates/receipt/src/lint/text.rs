//! Lengths and characters of texts.

use std::borrow::Cow;

use super::{Linter, Path, Rule};
use crate::contact;
use crate::text::encodable;

/// Longest phone number: tags 1073, 1074, 1075 and 1171.
const PHONE_LENGTH_MAX: usize = 19;

impl Linter<'_> {
    /// A text that must be there.
    pub(super) fn required_text(&mut self, path: Path, text: &str, longest: usize) {
        if text.trim().is_empty() {
            self.find(path, Rule::TextEmpty, "the text is empty");
            return;
        }
        self.bounded_text(path, text, longest);
    }

    /// A text that may be missing, but not be empty.
    pub(super) fn optional_text(&mut self, path: Path, text: Option<&String>, longest: usize) {
        if let Some(text) = text {
            self.required_text(path, text, longest);
        }
    }

    fn bounded_text(&mut self, path: Path, text: &str, longest: usize) {
        let written = match encodable(text) {
            Ok(written) => written,
            Err(error) => {
                self.find(path, Rule::TextNotEncodable, error.to_string());
                return;
            }
        };
        let length = written.chars().count();
        if length > longest {
            let shown: String = text.chars().take(40).collect();
            let message = format!("`{shown}…` has {length} characters; at most {longest} fit");
            self.find(path, Rule::TextTooLong, message);
        } else if let Cow::Owned(written) = written {
            self.find(
                path,
                Rule::TextReplaced,
                format!("will be written as `{written}`"),
            );
        }
    }

    pub(super) fn phones(&mut self, path: &Path, phones: &[String]) {
        for (index, phone) in phones.iter().enumerate() {
            match contact::phone(phone) {
                Ok(number) if number.len() <= PHONE_LENGTH_MAX => {}
                Ok(_) | Err(_) => {
                    let message = contact::ContactError::Phone(phone.clone()).to_string();
                    self.find(path.index(index), Rule::PhoneFormat, message);
                }
            }
        }
    }

    pub(super) fn country_code(&mut self, path: Path, code: Option<&String>) {
        if let Some(code) = code.filter(|code| !is_digits(code, 3)) {
            let message = format!("`{code}` is not a country by OKSM: three digits, such as 643");
            self.find(path, Rule::CountryCode, message);
        }
    }
}

pub(super) fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}
