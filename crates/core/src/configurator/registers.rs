//! The list of registers; making a new one; adding one that the operator knows.

use axum::Form as Posted;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use register_kz::{Mode, year_of_manufacture};
use types::UtcOffset;
use types::official::SerialNumber;

use super::form::{Field, Form, Typed, body, told};
use super::register::ways_out::notices;
use super::shell::{Administrator, Note, Visitor, lead};
use crate::api::Shared;
use crate::api::fields::Reader;
use crate::api::registers::read_addition;
use crate::config::Platform;
use crate::desk::Snapshot;
use crate::error::FieldFinding;
use crate::response::Outcome;

pub(super) async fn list(
    State(core): State<Shared>,
    administrator: Administrator,
    RawQuery(query): RawQuery,
) -> Response {
    let visitor = &administrator.visitor;
    let note = match query.as_deref() {
        Some("connected") => Some(Note::Done(visitor.text("core-connected"))),
        Some("pin") => Some(Note::Done(visitor.text("core-pin-changed"))),
        _ => None,
    };
    let registers = core.registry.list();
    let now = core.clock.now().to_local(UtcOffset::KAZAKHSTAN);
    let body = html! {
        div.head {
            h1 { (visitor.text("core-registers")) }
            a.button href="/registers/new" { (visitor.text("core-create-new")) }
            a.button.primary href="/registers/existing" { (visitor.text("core-add-existing")) }
        }
        @if registers.is_empty() {
            p.empty { (visitor.text("core-empty")) }
            div.cards {
                (choice(visitor, "/registers/new", "core-create-new", "core-create-new-why"))
                (choice(visitor, "/registers/existing", "core-add-existing", "core-add-existing-why"))
            }
        }
        div.cards {
            @for one in &registers {
                a.card href=(format!("/registers/{}", one.meta.id)) {
                    h2 { (name_of(one)) }
                    p { (mode_chip(visitor, &one.state.mode(now))) }
                    @if !one.meta.name.is_empty() { p.muted.small { (one.meta.serial_number) } }
                    (notices(visitor, &one.state.notices(now)))
                }
            }
        }
    };
    administrator
        .page(visitor.text("core-registers"), note)
        .answer(StatusCode::OK, &body)
}

fn choice(visitor: &Visitor, path: &str, name: &'static str, why: &'static str) -> Markup {
    html! {
        a.card href=(path) { h2 { (visitor.text(name)) } p.muted { (visitor.text(why)) } }
    }
}

/// What people call it; a register that has no name yet is called by its number.
pub(super) fn name_of(one: &Snapshot) -> String {
    match one.meta.name.as_str() {
        "" => one.meta.serial_number.clone(),
        name => name.to_owned(),
    }
}

/// Mode as colour, sign and word.
pub(super) fn mode_chip(visitor: &Visitor, mode: &Mode) -> Markup {
    let (class, name) = match mode {
        Mode::Setup => ("", "core-mode-setup"),
        Mode::Online => ("ok", "core-mode-online"),
        Mode::Autonomous { .. } => ("wait", "core-mode-autonomous"),
        Mode::Blocked { .. } => ("bad", "core-mode-blocked"),
    };
    html! { span class=(format!("chip {class}")) { (visitor.text(name)) } }
}

pub(super) async fn show_new(State(core): State<Shared>, administrator: Administrator) -> Response {
    draw_new(&core, &administrator, StatusCode::OK, None)
}

fn draw_new(
    core: &Shared,
    administrator: &Administrator,
    status: StatusCode,
    note: Option<Note>,
) -> Response {
    let visitor = &administrator.visitor;
    let body = html! {
        div.head { h1 { (visitor.text("core-create-new")) } }
        section.card {
            p.muted { (visitor.text("core-create-new-why")) }
            form.fields method="post" action="/registers/new" {
                input type="hidden" name="key" value=(core.people.random_text(32));
                fieldset {
                    legend.legend { (visitor.text("core-platform-choose")) }
                    @for platform in Platform::ALL {
                        label.choice {
                            input type="radio" name="platform" value=(platform.as_str()) required;
                            span { (visitor.text(platform_text(platform))) }
                        }
                    }
                }
                div.actions {
                    button.button.primary { (visitor.text("core-create")) }
                    a.button href="/" { (visitor.text("core-cancel")) }
                }
            }
        }
    };
    let mut page = administrator.page(visitor.text("core-create-new"), note);
    page.is_narrow = true;
    page.answer(status, &body)
}

const fn platform_text(platform: Platform) -> &'static str {
    match platform {
        Platform::Production => "core-platform-production",
        Platform::Test => "core-platform-test",
    }
}

pub(super) async fn create(
    State(core): State<Shared>,
    administrator: Administrator,
    Posted(typed): Posted<Typed>,
) -> Response {
    let visitor = &administrator.visitor;
    let platform = typed.get("platform").and_then(|text| Platform::parse(text));
    let Some(platform) = platform else {
        let note = Note::Failed(visitor.text("core-platform-choose"));
        return draw_new(
            &core,
            &administrator,
            StatusCode::UNPROCESSABLE_ENTITY,
            Some(note),
        );
    };
    let key = format!("configurator-{}", typed.get("key").map_or("", String::as_str));
    let actor = administrator.person.actor();
    let made = core.registry.create(platform, "", &actor, &key, visitor.locale);
    match made.await {
        // Loading the page again, or sending the form twice, makes no second one.
        Ok(outcome) => lead_to(&outcome, "created"),
        Err(error) => {
            let (note, _) = told(&error, visitor);
            draw_new(&core, &administrator, error.code().status(), Some(note))
        }
    }
}

/// To the register that an outcome tells of.
fn lead_to(outcome: &Outcome, done: &str) -> Response {
    let told: serde_json::Value = serde_json::from_str(&outcome.body).unwrap_or_default();
    let id = told
        .pointer("/response_data/id")
        .and_then(serde_json::Value::as_u64);
    match id {
        Some(id) => lead(&format!("/registers/{id}?{done}")),
        None => lead("/"),
    }
}

/// Serial number and year of a register that waits for its set-up, to be copied.
pub(super) fn numbers(visitor: &Visitor, one: &Snapshot) -> Markup {
    let year = SerialNumber::parse(&one.meta.serial_number).ok();
    let year = year.as_ref().and_then(year_of_manufacture);
    html! {
        p { (visitor.text("core-created-next")) }
        (copyable(visitor, "serial", "core-serial", &one.meta.serial_number))
        @if let Some(year) = year { (copyable(visitor, "year", "core-year", &year.to_string())) }
    }
}

/// A value with a button that copies it.
pub(super) fn copyable(visitor: &Visitor, id: &str, label: &'static str, value: &str) -> Markup {
    html! {
        div.copyable {
            div { div.hint { (visitor.text(label)) } div.code id=(id) { (value) } }
            button.button type="button" hidden data-copy=(id) data-done=(visitor.text("core-copied")) {
                (visitor.text("core-copy"))
            }
        }
    }
}

pub(super) async fn show_existing(
    State(core): State<Shared>,
    administrator: Administrator,
    RawQuery(query): RawQuery,
) -> Response {
    let mut typed = Typed::new();
    if let Some(serial) = query.as_deref().and_then(|query| query.strip_prefix("serial=")) {
        typed.insert("serial_number".to_owned(), serial.to_owned());
    }
    typed.insert("key".to_owned(), core.people.random_text(32));
    draw_existing(&core, &administrator, StatusCode::OK, None, &typed, &[])
}

fn draw_existing(
    core: &Shared,
    administrator: &Administrator,
    status: StatusCode,
    note: Option<Note>,
    typed: &Typed,
    findings: &[FieldFinding],
) -> Response {
    let visitor = &administrator.visitor;
    let form = Form {
        visitor,
        typed,
        findings,
    };
    let optional = |name, label| Field {
        is_required: false,
        ..Field::text(name, label)
    };
    let body = html! {
        div.head { h1 { (visitor.text("core-add-existing")) } }
        section.card {
            form.fields method="post" action="/registers/existing" {
                input type="hidden" name="key" value=(form.value("key"));
                (server_field(core, &form))
                div.pair {
                    (form.field(&Field::text("device_id", "core-device-id")))
                    (form.field(&Field::text("token", "core-token")))
                }
                (form.field(&Field::text("name", "core-name")))
                (form.field(&optional("serial_number", "core-serial")))
                label.choice {
                    input type="checkbox" id="has_vat" name="has_vat" value="yes"
                        checked[!form.value("has_vat").is_empty()];
                    span { (visitor.text("core-vat")) }
                }
                div.pair id="vat-fields" {
                    (form.field(&optional("vat_series", "core-vat-series")))
                    (form.field(&optional("vat_number", "core-vat-number")))
                }
                label.choice {
                    input type="checkbox" name="rollover" value="automatic" checked[!form.value("rollover").is_empty()];
                    span { (visitor.text("core-rollover")) }
                }
                div.field {
                    label for="version" { (visitor.text("core-version")) }
                    select id="version" name="version" {
                        @for version in ["2.0.3", "2.0.2"] {
                            option value=(version) selected[form.value("version") == version] { (version) }
                        }
                    }
                }
                div.actions {
                    button.button.primary { (visitor.text("core-add-register")) }
                    a.button href="/" { (visitor.text("core-cancel")) }
                }
            }
        }
    };
    let mut page = administrator.page(visitor.text("core-add-existing"), note);
    page.is_narrow = true;
    page.answer(status, &body)
}

/// The operator's server: one of the list, or any address.
pub(super) fn server_field(core: &Shared, form: &Form<'_>) -> Markup {
    let visitor = form.visitor;
    let wrong = form.wrong("server");
    let first = core
        .config
        .operators
        .first()
        .map(|one| one.address.as_str())
        .unwrap_or_default();
    let value = match form.value("server") {
        "" => first,
        typed => typed,
    };
    html! {
        div.field {
            label for="server" { (visitor.text("core-server")) }
            input id="server" name="server" value=(value) required list="operators" autocomplete="off"
                aria-describedby="server-note" aria-invalid=[wrong.is_some().then_some("true")];
            datalist id="operators" {
                @for one in &core.config.operators { option value=(one.address) { (one.name) } }
            }
            span id="server-note" {
                @if let Some(wrong) = &wrong { span.wrong { (wrong) } }
                @else { span.hint { (visitor.text("core-server-hint")) } }
            }
        }
    }
}

pub(super) async fn add(
    State(core): State<Shared>,
    administrator: Administrator,
    Posted(mut typed): Posted<Typed>,
) -> Response {
    let visitor = &administrator.visitor;
    if !typed.contains_key("has_vat") {
        typed.remove("vat_series");
        typed.remove("vat_number");
    }
    let names = [
        "server",
        "device_id",
        "token",
        "name",
        "serial_number",
        "vat_series",
        "vat_number",
        "rollover",
        "version",
    ];
    let key = typed.get("key").cloned().unwrap_or_default();
    let added = async {
        let mut reader = Reader::default();
        let read = read_addition(&mut reader, &body(&typed, &names));
        // A ticked box wants both fields.
        for name in ["vat_series", "vat_number"] {
            if typed.contains_key("has_vat") && typed.get(name).is_none_or(|text| text.trim().is_empty()) {
                reader.find(name, "missing", &serde_json::Value::Null, "it must be there");
            }
        }
        let addition = reader.finish(read)?;
        core.registry
            .add(
                addition,
                administrator.person.actor(),
                format!("configurator-{key}"),
                visitor.locale,
            )
            .await
    };
    match added.await {
        Ok(outcome) => lead_to(&outcome, "added"),
        Err(error) => {
            let (note, findings) = told(&error, visitor);
            draw_existing(
                &core,
                &administrator,
                error.code().status(),
                Some(note),
                &typed,
                &findings,
            )
        }
    }
}
