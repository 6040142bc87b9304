//! The frame around every page: head, header with language and theme, footer.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, HeaderName, VARY};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use print::{Locale, TextId};

use crate::icon::Icon;
use crate::static_file::files;
use crate::theme::Theme;
use crate::visitor::Visitor;

/// A page before it is framed.
pub(crate) struct Shell<'a> {
    pub(crate) visitor: &'a Visitor,
    /// Title of the window; the product's name is added.
    pub(crate) title: String,
    pub(crate) indexing: Indexing,
    pub(crate) script: Script,
    pub(crate) status: StatusCode,
}

/// Whether search engines may keep a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Indexing {
    Allowed,
    Forbidden,
}

/// Scripts that a page asks for beside the common one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Common,
    Sandbox,
}

impl<'a> Shell<'a> {
    /// A page that search engines leave alone.
    pub(crate) fn private(visitor: &'a Visitor, title: String) -> Self {
        Self {
            visitor,
            title,
            indexing: Indexing::Forbidden,
            script: Script::Common,
            status: StatusCode::OK,
        }
    }

    /// The answer: the framed page with its headers.
    pub(crate) fn answer(self, body: &Markup) -> Response {
        let page = self.page(body).into_string();
        let robots = match self.indexing {
            Indexing::Allowed => "all",
            Indexing::Forbidden => "noindex, nofollow, noarchive",
        };
        let headers = [
            (CACHE_CONTROL, "private, no-cache"),
            (CONTENT_LANGUAGE, self.visitor.locale.code()),
            (VARY, "accept-language, cookie"),
            (HeaderName::from_static("x-robots-tag"), robots),
        ];
        (self.status, headers, Html(page)).into_response()
    }

    fn page(&self, body: &Markup) -> Markup {
        let locale = self.visitor.locale;
        html! {
            (DOCTYPE)
            html lang=(locale.code()) data-theme=[self.visitor.theme.map(Theme::code)] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width,initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    @if self.indexing == Indexing::Forbidden { meta name="robots" content="noindex,nofollow"; }
                    title { (self.title) " · Qassa" }
                    link rel="icon" href="/favicon.svg" type="image/svg+xml";
                    link rel="stylesheet" href=(files().style.address);
                    script src=(files().script.address) defer {}
                    @if self.script == Script::Sandbox { script src=(files().sandbox_script.address) defer {} }
                }
                body {
                    a.skip href="#main" { (locale.text("page-skip")) }
                    (header(self.visitor))
                    main id="main" { (body) }
                    footer.foot { p { (locale.text("page-footer")) } }
                }
            }
        }
    }
}

fn header(visitor: &Visitor) -> Markup {
    let locale = visitor.locale;
    html! {
        header.bar {
            a.brand href="/" { (logo()) span { "Qassa" } }
            form.preferences method="post" action="/preferences" {
                input type="hidden" name="back" value=(visitor.path);
                div.segments role="group" aria-label=(locale.text("page-language")) {
                    @for other in Locale::ALL {
                        button name="lang" value=(other.code()) lang=(other.code()) title=(other.own_name())
                            aria-pressed=(if other == locale { "true" } else { "false" }) {
                            span aria-hidden="true" { (short_name(other)) }
                            span.unseen { (other.own_name()) }
                        }
                    }
                }
                (theme_menu(visitor))
            }
        }
    }
}

const fn short_name(locale: Locale) -> &'static str {
    match locale {
        Locale::Ru => "РУ",
        Locale::Kk => "ҚАЗ",
        Locale::En => "EN",
    }
}

fn theme_menu(visitor: &Visitor) -> Markup {
    let locale = visitor.locale;
    let choices = [
        ("", "page-theme-system", None),
        ("light", "page-theme-light", Some(Theme::Light)),
        ("dark", "page-theme-dark", Some(Theme::Dark)),
        ("contrast", "page-theme-contrast", Some(Theme::Contrast)),
    ];
    html! {
        details.menu {
            summary { (Icon::Theme.draw()) span.unseen { (locale.text("page-theme")) } }
            div.menu-list {
                @for (code, name, theme) in choices {
                    button name="theme" value=(code) aria-pressed=(if theme == visitor.theme { "true" } else { "false" }) {
                        (locale.text(TextId(name)))
                    }
                }
            }
        }
    }
}

/// The product's mark.
pub(crate) fn logo() -> Markup {
    let drawing = include_str!("../assets/icon.svg");
    html! { span.mark aria-hidden="true" { (PreEscaped(drawing)) } }
}
