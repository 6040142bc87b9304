//! Language and theme that a visitor chooses, kept in cookies; works without scripts.

use axum::Form;
use axum::http::StatusCode;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::response::{AppendHeaders, IntoResponse, Response};
use print::Locale;
use serde::Deserialize;

use crate::theme::Theme;
use crate::visitor::{LOCALE_COOKIE, THEME_COOKIE};

#[derive(Deserialize)]
pub(crate) struct Choice {
    lang: Option<String>,
    theme: Option<String>,
    back: Option<String>,
}

/// Keeps what was chosen for a year and leads back.
pub(crate) async fn keep(Form(choice): Form<Choice>) -> Response {
    let locale = choice.lang.as_deref().and_then(Locale::parse).map(Locale::code);
    let theme = choice
        .theme
        .as_deref()
        .map(|theme| Theme::parse(theme).map_or("", Theme::code));
    let kept = [(LOCALE_COOKIE, locale), (THEME_COOKIE, theme)];
    let cookies: Vec<_> = kept
        .into_iter()
        .filter_map(|(name, value)| Some((SET_COOKIE, cookie(name, value?))))
        .collect();
    let back = choice
        .back
        .filter(|path| is_local(path))
        .unwrap_or_else(|| "/".to_owned());
    (StatusCode::SEE_OTHER, AppendHeaders(cookies), [(LOCATION, back)]).into_response()
}

/// An empty value takes the cookie away.
fn cookie(name: &str, value: &str) -> String {
    let age_s = if value.is_empty() { 0 } else { 31_536_000 };
    format!("{name}={value}; Path=/; Max-Age={age_s}; SameSite=Lax; HttpOnly")
}

/// A path on this host, and nothing that a browser would read as another host.
fn is_local(path: &str) -> bool {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain && path.starts_with('/') && !path.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_back_to_this_host_alone() {
        assert!(is_local("/r/abc?lang=kk"));
        for path in [
            "",
            "r",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nb",
            "/a b",
        ] {
            assert!(!is_local(path), "{path}");
        }
    }
}
