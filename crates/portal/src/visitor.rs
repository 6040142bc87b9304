//! Who looks at a page: language, theme, and where they are.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;
use print::Locale;
use serde::Deserialize;

use crate::theme::Theme;

/// Name of the cookie that keeps the language.
pub(crate) const LOCALE_COOKIE: &str = "locale";
/// Name of the cookie that keeps the theme.
pub(crate) const THEME_COOKIE: &str = "theme";

/// What is known of a visitor.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// From `?lang=`, else the cookie, else what the browser asks for.
    pub(crate) locale: Locale,
    /// Chosen theme; `None` follows the system.
    pub(crate) theme: Option<Theme>,
    /// Path of the page, to come back to.
    pub(crate) path: String,
}

#[derive(Deserialize)]
struct Asked {
    lang: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = Query::<Asked>::try_from_uri(&parts.uri).ok();
        let asked = asked.and_then(|Query(asked)| Locale::parse(asked.lang.as_deref()?));
        let kept = cookie(parts, LOCALE_COOKIE).and_then(Locale::parse);
        let wanted = || {
            let header = parts
                .headers
                .get(ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok());
            Locale::negotiate(header.unwrap_or_default())
        };
        Ok(Self {
            locale: asked.or(kept).unwrap_or_else(wanted),
            theme: cookie(parts, THEME_COOKIE).and_then(Theme::parse),
            path: parts.uri.path().to_owned(),
        })
    }
}

fn cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let headers = parts.headers.get_all(COOKIE).iter();
    let pairs = headers
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
