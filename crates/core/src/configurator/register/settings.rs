//! Settings of a register: token and id; server, version, name and the rest.

use axum::Form as Posted;
use axum::extract::{Path, State};
use axum::response::Response;
use maud::{Markup, html};
use ofd_kz::Version;
use register_kz::{Command, OfdDeviceId, Rollover};
use serde_json::{Value, json};

use super::super::form::{Field, Form, Typed, body, told};
use super::super::registers::server_field;
use super::super::shell::{Administrator, Visitor, lead};
use super::{Card, draw_with, run};
use crate::api::Shared;
use crate::api::fields::Reader;
use crate::api::registers::{read_settings, register_id};
use crate::error::{CoreError, FieldFinding};
use crate::registry;
use crate::request_match::digest;

pub(super) fn settings(core: &Shared, visitor: &Visitor, card: &Card, id: &str) -> Markup {
    let typed = match &card.typed {
        Some(typed) => typed.clone(),
        None => current(card),
    };
    let form = Form {
        visitor,
        typed: &typed,
        findings: &card.findings,
    };
    let optional = |name, label| Field {
        is_required: false,
        ..Field::text(name, label)
    };
    html! {
        section.card {
            h2 { (visitor.text("core-settings")) }
            form.fields method="post" action=(format!("/registers/{id}/settings")) {
                input type="hidden" name="key" value=(card.key);
                div.pair {
                    (form.field(&Field::text("name", "core-name")))
                    (server_field(core, &form))
                }
                label.choice {
                    input type="checkbox" id="has_vat" name="has_vat" value="yes" checked[!form.value("has_vat").is_empty()];
                    span { (visitor.text("core-vat")) }
                }
                div.pair id="vat-fields" {
                    (form.field(&optional("vat_series", "core-vat-series")))
                    (form.field(&optional("vat_number", "core-vat-number")))
                }
                label.choice {
                    input type="checkbox" name="rollover" value="automatic" checked[form.value("rollover") == "automatic"];
                    span { (visitor.text("core-rollover")) }
                }
                div.pair {
                    div.field {
                        label for="version" { (visitor.text("core-version")) }
                        select id="version" name="version" {
                            @for version in ["2.0.3", "2.0.2"] {
                                option value=(version) selected[form.value("version") == version] { (version) }
                            }
                        }
                    }
                }
                p.hint { (visitor.text("core-settings-hint")) }
                div.actions { button.button.primary { (visitor.text("core-save")) } }
            }
        }
        section.card {
            h2 { (visitor.text("core-token-new")) }
            form.fields method="post" action=(format!("/registers/{id}/token")) {
                input type="hidden" name="key" value=(card.key);
                div.pair {
                    (form.field(&Field::text("token", "core-token")))
                    (form.field(&optional("device_id", "core-device-id")))
                }
                div.actions { button.button { (visitor.text("core-token-new")) } }
            }
        }
    }
}

/// The form as the register is set.
fn current(card: &Card) -> Typed {
    let (meta, state) = (&card.one.meta, &card.one.state);
    let mut typed = Typed::new();
    let mut put = |name: &str, value: &str| drop(typed.insert(name.to_owned(), value.to_owned()));
    put("name", &meta.name);
    put("server", &meta.server);
    if let Some((series, number)) = &meta.vat_certificate {
        put("has_vat", "yes");
        put("vat_series", series);
        put("vat_number", number);
    }
    if state
        .setup()
        .is_some_and(|setup| setup.rollover == Rollover::Automatic)
    {
        put("rollover", "automatic");
    }
    if let Some(version) = Version::known(meta.version) {
        put("version", &version.to_string());
    }
    typed
}

pub(in crate::configurator) async fn change(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Response {
    let has_vat = typed.contains_key("has_vat");
    let mut names = vec!["name", "server", "version"];
    if has_vat {
        names.extend(["vat_series", "vat_number"]);
    }
    let mut request = body(&typed, &names);
    if let Some(fields) = request.as_object_mut() {
        let rollover = if typed.contains_key("rollover") {
            "automatic"
        } else {
            "manual"
        };
        fields.insert("rollover".to_owned(), json!(rollover));
        fields.insert("has_vat".to_owned(), json!(has_vat));
    }
    let changed = async {
        let mut reader = Reader::default();
        let settings = read_settings(&mut reader, &request);
        for name in ["name", "server"] {
            if typed.get(name).is_none_or(|text| text.trim().is_empty()) {
                reader.find(name, "missing", &Value::Null, "it must be there");
            }
        }
        let settings = reader.finish(settings)?;
        let key = format!("configurator-{}", typed.get("key").map_or("", String::as_str));
        let (actor, locale) = (administrator.person.actor(), administrator.visitor.locale);
        core.registry
            .change_settings(register_id(&id)?, settings, actor, key, locale)
            .await
    };
    match changed.await {
        Ok(_) => lead(&format!("/registers/{id}?changed")),
        Err(error) => {
            let (note, findings) = told(&error, &administrator.visitor);
            let status = error.code().status();
            draw_with(
                &core,
                &administrator,
                &id,
                status,
                Some(note),
                Some(typed),
                findings,
            )
            .await
        }
    }
}

pub(in crate::configurator) async fn enter_token(
    State(core): State<Shared>,
    administrator: Administrator,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Response {
    let text = |name: &str| {
        typed
            .get(name)
            .map(|text| text.trim().to_owned())
            .unwrap_or_default()
    };
    let (token, device) = (text("token"), text("device_id"));
    let command = match (registry::token(&token), device.as_str()) {
        (Some(token), "") => Ok(Command::EnterToken(token)),
        (Some(token), device) => match device.parse() {
            Ok(id) => Ok(Command::EnterLink {
                device_id: OfdDeviceId::new(id),
                token,
            }),
            Err(_) => Err(wrong("device_id")),
        },
        (None, _) => Err(wrong("token")),
    };
    let request = json!({"device_id": device, "token": digest("token", &json!(token))});
    let operation = ("token", request, command);
    run(&core, &administrator, &id, &typed, operation, "token").await
}

fn wrong(field: &str) -> CoreError {
    CoreError::Fields(vec![FieldFinding {
        field: field.to_owned(),
        rule: "format".to_owned(),
        value: String::new(),
        message: "a whole number".to_owned(),
    }])
}
