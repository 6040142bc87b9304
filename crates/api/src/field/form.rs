//! Forms of texts.

use types::LocalDateTime;

/// Forms of a time that a field takes.
#[derive(Debug)]
pub struct TimeForms {
    /// `strptime` patterns, each with the length of texts that it is for: `%Y` alone would take `24`.
    pub patterns: &'static [(&'static str, usize)],
    /// As messages show them.
    pub shown: &'static str,
}

impl TimeForms {
    /// The time that a text writes in one of the forms.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<LocalDateTime> {
        let fitting = self.patterns.iter().filter(|(_, length)| *length == text.len());
        let mut times = fitting.filter_map(|(pattern, _)| LocalDateTime::parse(text, pattern).ok());
        times.next()
    }
}

pub(super) fn url_fault(text: &str) -> Option<&'static str> {
    let Ok(url) = text.parse::<axum::http::Uri>() else {
        return Some("it has blanks or characters that a URL cannot have");
    };
    if !matches!(url.scheme_str(), Some("http" | "https")) {
        return Some("it must begin with http:// or https://");
    }
    let has_host = url.host().is_some_and(|host| !host.is_empty());
    if has_host { None } else { Some("it has no host") }
}

/// `true` for the text of a JSON integer.
pub(super) fn is_integer(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// The integer that a text writes, with zeros behind the point too.
pub(super) fn integer_of(text: &str) -> Option<i64> {
    let whole = match text.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    whole.parse().ok()
}
