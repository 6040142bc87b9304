//! The frame around every page, and who looks at it.

use axum::Form;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{AppendHeaders, Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use print::{Locale, TextId};
use register_kz::Role;
use serde::Deserialize;

use super::static_file::{SCRIPT, STYLE};
use crate::api::{Shared, locale_of};
use crate::config::Installation;
use crate::person::Person;

/// Cookie of the session.
pub(super) const SESSION_COOKIE: &str = "core_session";
const LOCALE_COOKIE: &str = "core_locale";
const THEME_COOKIE: &str = "core_theme";
const THEMES: [(&str, &str); 2] = [("light", "core-theme-light"), ("dark", "core-theme-dark")];

/// Whoever looks at a page.
pub(super) struct Visitor {
    pub(super) locale: Locale,
    theme: Option<&'static str>,
    path: String,
    pub(super) session: Option<String>,
    is_sandbox: bool,
}

/// An administrator with a PIN of their own; anybody else is led to where they have to go first.
pub(super) struct Administrator {
    pub(super) visitor: Visitor,
    pub(super) person: Person,
}

/// What stands on top of a page: what was just done.
#[derive(Clone, Debug)]
pub(super) enum Note {
    Done(String),
    Failed(String),
}

/// A page before it is framed.
pub(super) struct Page<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) person: Option<&'a Person>,
    pub(super) title: String,
    pub(super) is_narrow: bool,
    pub(super) note: Option<Note>,
}

impl Visitor {
    pub(super) fn text(&self, id: &'static str) -> String {
        self.locale.text(TextId(id))
    }

    fn of(parts: &Parts, core: &Shared) -> Self {
        let headers = &parts.headers;
        let kept = cookie(headers, LOCALE_COOKIE).and_then(Locale::parse);
        let theme = cookie(headers, THEME_COOKIE);
        Self {
            locale: kept.unwrap_or_else(|| locale_of(headers)),
            theme: THEMES
                .iter()
                .map(|(code, _)| *code)
                .find(|code| Some(*code) == theme),
            path: parts.uri.path().to_owned(),
            session: cookie(headers, SESSION_COOKIE).map(str::to_owned),
            is_sandbox: core.config.installation == Installation::Sandbox,
        }
    }

    /// Whoever is signed in.
    pub(super) fn person(&self, core: &Shared) -> Option<Person> {
        let code = core.sessions.of(self.session.as_deref()?, core.clock.now())?;
        core.people.by_code(code).filter(|person| person.is_active)
    }
}

impl FromRequestParts<Shared> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, core: &Shared) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts, core))
    }
}

impl FromRequestParts<Shared> for Administrator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, core: &Shared) -> Result<Self, Response> {
        let visitor = Visitor::of(parts, core);
        let Some(person) = visitor.person(core) else {
            return Err(lead("/sign-in"));
        };
        if person.has_initial_pin {
            return Err(lead("/pin"));
        }
        if person.role != Role::Administrator {
            let page = Page {
                visitor: &visitor,
                person: Some(&person),
                title: visitor.text("core-title"),
                is_narrow: true,
                note: Some(Note::Failed(visitor.text("core-not-yours"))),
            };
            return Err(page.answer(StatusCode::FORBIDDEN, &html! {}));
        }
        Ok(Self { visitor, person })
    }
}

impl Administrator {
    pub(super) fn page(&self, title: String, note: Option<Note>) -> Page<'_> {
        Page {
            visitor: &self.visitor,
            person: Some(&self.person),
            title,
            is_narrow: false,
            note,
        }
    }
}

impl Page<'_> {
    pub(super) fn answer(self, status: StatusCode, body: &Markup) -> Response {
        let locale = self.visitor.locale;
        let page = html! {
            (DOCTYPE)
            html lang=(locale.code()) data-theme=[self.visitor.theme] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width,initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (self.title) " · Qassa" }
                    link rel="icon" href="/favicon.svg" type="image/svg+xml";
                    link rel="stylesheet" href=(STYLE);
                    script src=(SCRIPT) defer {}
                }
                body {
                    a.skip href="#main" { (self.visitor.text("core-skip")) }
                    (self.bar())
                    @if self.visitor.is_sandbox {
                        p.sandbox role="note" { (self.visitor.text("core-notice-sandbox")) }
                    }
                    main id="main" class=[self.is_narrow.then_some("narrow")] {
                        (self.note())
                        (body)
                    }
                }
            }
        };
        let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_LANGUAGE, locale.code())];
        (status, headers, Html(page.into_string())).into_response()
    }

    fn note(&self) -> Markup {
        match &self.note {
            None => html! {},
            Some(Note::Done(text)) => html! { p.note.ok role="status" { span { (text) } } },
            Some(Note::Failed(text)) => html! { p.note.bad role="alert" { span { (text) } } },
        }
    }

    fn bar(&self) -> Markup {
        let visitor = self.visitor;
        let places = [("/", "core-registers"), ("/people", "core-people")];
        let is_administrator = self
            .person
            .is_some_and(|person| person.role == Role::Administrator && !person.has_initial_pin);
        html! {
            header.bar {
                a.brand href="/" {
                    span aria-hidden="true" { (PreEscaped(include_str!("../../assets/icon.svg"))) }
                    span { "Qassa" }
                }
                @if is_administrator {
                    nav aria-label=(visitor.text("core-title")) {
                        @for (path, name) in places {
                            a href=(path) aria-current=[(visitor.path == path).then_some("page")] { (visitor.text(name)) }
                        }
                    }
                } @else { span.spring {} }
                form method="post" action="/preferences" {
                    input type="hidden" name="back" value=(visitor.path);
                    div.segments role="group" aria-label=(visitor.text("core-language")) {
                        @for locale in Locale::ALL {
                            button name="lang" value=(locale.code()) lang=(locale.code()) title=(locale.own_name())
                                aria-pressed=(pressed(locale == visitor.locale)) { (locale.code().to_uppercase()) }
                        }
                    }
                    div.segments role="group" aria-label=(visitor.text("core-theme")) {
                        @for (code, name) in THEMES {
                            button name="theme" value=(code) aria-pressed=(pressed(visitor.theme == Some(code))) {
                                (visitor.text(name))
                            }
                        }
                    }
                }
                @if self.person.is_some() {
                    form method="post" action="/sign-out" { button.button { (visitor.text("core-sign-out")) } }
                }
            }
        }
    }
}

const fn pressed(is_pressed: bool) -> &'static str {
    if is_pressed { "true" } else { "false" }
}

/// Leads to another page of ours.
pub(super) fn lead(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path.to_owned())]).into_response()
}

/// A cookie of the session; without a secret it is taken away.
pub(super) fn session_cookie(secret: Option<&str>) -> String {
    match secret {
        Some(secret) => format!("{SESSION_COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict"),
        None => format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"),
    }
}

#[derive(Deserialize)]
pub(super) struct Choice {
    lang: Option<String>,
    theme: Option<String>,
    back: Option<String>,
}

/// Keeps language and theme for a year.
pub(super) async fn keep_preferences(Form(choice): Form<Choice>) -> Response {
    let locale = choice.lang.as_deref().and_then(Locale::parse).map(Locale::code);
    let theme = choice.theme.as_deref();
    let theme = THEMES
        .iter()
        .map(|(code, _)| *code)
        .find(|code| Some(*code) == theme);
    let kept = [(LOCALE_COOKIE, locale), (THEME_COOKIE, theme)];
    let cookies: Vec<_> = kept
        .into_iter()
        .filter_map(|(name, value)| {
            let cookie = format!(
                "{name}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax",
                value?
            );
            Some((SET_COOKIE, cookie))
        })
        .collect();
    let back = choice.back.filter(|path| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path.bytes().all(|one| one.is_ascii_graphic() && one != b'\\')
    });
    (AppendHeaders(cookies), lead(back.as_deref().unwrap_or("/"))).into_response()
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let values = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
