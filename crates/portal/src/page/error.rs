//! Pages that say that something is not there or did not work: what happened, what it means, what to do next.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use print::{Locale, TextId};

use crate::icon::Icon;
use crate::receipt_pages::PagesError;
use crate::shell::Shell;
use crate::visitor::Visitor;

/// Texts of one error page.
struct Story {
    status: StatusCode,
    title: TextId,
    meaning: TextId,
    next: TextId,
}

const UNKNOWN_ADDRESS: Story = Story {
    status: StatusCode::NOT_FOUND,
    title: TextId("error-address-title"),
    meaning: TextId("error-address-meaning"),
    next: TextId("error-address-next"),
};

const UNKNOWN_RECEIPT: Story = Story {
    status: StatusCode::NOT_FOUND,
    title: TextId("error-receipt-title"),
    meaning: TextId("error-receipt-meaning"),
    next: TextId("error-receipt-next"),
};

const WRONG_METHOD: Story = Story {
    status: StatusCode::METHOD_NOT_ALLOWED,
    title: TextId("error-method-title"),
    meaning: TextId("error-method-meaning"),
    next: TextId("error-address-next"),
};

const UNAVAILABLE: Story = Story {
    status: StatusCode::SERVICE_UNAVAILABLE,
    title: TextId("error-unavailable-title"),
    meaning: TextId("error-unavailable-meaning"),
    next: TextId("error-unavailable-next"),
};

const SERVER_ERROR: Story = Story {
    status: StatusCode::INTERNAL_SERVER_ERROR,
    title: TextId("error-server-title"),
    meaning: TextId("error-unavailable-meaning"),
    next: TextId("error-unavailable-next"),
};

/// `404` for an address that nothing answers.
pub(crate) async fn unknown_address(visitor: Visitor) -> Response {
    tell(&visitor, &UNKNOWN_ADDRESS)
}

/// `405` for an address that answers other methods.
pub(crate) async fn wrong_method(visitor: Visitor) -> Response {
    tell(&visitor, &WRONG_METHOD)
}

/// `404` for a token or numbers without a receipt.
pub(crate) fn unknown_receipt(visitor: &Visitor) -> Response {
    tell(visitor, &UNKNOWN_RECEIPT)
}

/// `503`, and the reason in the log.
pub(crate) fn cannot_read(visitor: &Visitor, error: &PagesError) -> Response {
    tracing::error!(path = %visitor.path, %error, "receipt page failed");
    tell(visitor, &UNAVAILABLE)
}

/// `500` page for whoever catches a panic, in the given language.
#[must_use]
pub fn server_error(locale: Locale) -> Response {
    tell(&stranger(locale), &SERVER_ERROR)
}

/// `503` page for whoever sheds load, in the given language.
#[must_use]
pub fn unavailable(locale: Locale) -> Response {
    tell(&stranger(locale), &UNAVAILABLE)
}

fn stranger(locale: Locale) -> Visitor {
    Visitor {
        locale,
        theme: None,
        path: "/".to_owned(),
    }
}

fn tell(visitor: &Visitor, story: &Story) -> Response {
    let locale = visitor.locale;
    let shell = Shell {
        status: story.status,
        ..Shell::private(visitor, locale.text(story.title))
    };
    let body = html! {
        section.story {
            p.story-code { (Icon::Refused.draw()) (story.status.as_u16()) }
            h1 { (locale.text(story.title)) }
            p { (locale.text(story.meaning)) }
            p.muted { (locale.text(story.next)) }
            p { a.button.primary href="/" { (Icon::Search.draw()) (locale.text("error-to-start")) } }
        }
    };
    let retry = (story.status == StatusCode::SERVICE_UNAVAILABLE).then_some([("retry-after", "30")]);
    match retry {
        Some(header) => (header, shell.answer(&body)).into_response(),
        None => shell.answer(&body),
    }
}
