//! The configurator in the browser: server-rendered pages, forms that work without scripts.

mod form;
mod people;
mod register;
mod registers;
mod shell;
mod sign_in;
mod static_file;

use axum::Router;
use axum::routing::{get, post};

use crate::api::Shared;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/", get(registers::list))
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-out", post(sign_in::leave))
        .route("/pin", get(sign_in::show_pin).post(sign_in::change_pin))
        .route("/preferences", post(shell::keep_preferences))
        .route("/registers/new", get(registers::show_new).post(registers::create))
        .route(
            "/registers/existing",
            get(registers::show_existing).post(registers::add),
        )
        .route("/registers/{id}", get(register::show))
        .route("/registers/{id}/test", post(register::test))
        .route("/registers/{id}/token", post(register::settings::enter_token))
        .route("/registers/{id}/settings", post(register::settings::change))
        .route("/registers/{id}/set-aside", post(register::ways_out::put_aside))
        .route("/registers/{id}/send-again", post(register::ways_out::send_again))
        .route(
            "/registers/{id}/documents/{number}/{form}",
            get(register::document),
        )
        .route("/registers/{id}/resume", post(register::ways_out::resume))
        .route("/people", get(people::list).post(people::save))
        .route("/people/{code}/standing", post(people::turn))
        .route("/people/{code}/token", post(people::issue_token))
        .route("/static/{name}", get(static_file::serve))
        .route("/favicon.svg", get(static_file::favicon))
}
