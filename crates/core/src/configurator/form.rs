//! Fields of forms: what was typed in stays, what is wrong is said beside it.

use std::collections::BTreeMap;

use maud::{Markup, html};
use print::{Arg, TextId};
use serde_json::{Map, Value};

use super::shell::{Note, Visitor};
use crate::error::{CoreError, FieldFinding};

/// What was typed in.
pub(super) type Typed = BTreeMap<String, String>;

/// A form that is shown again.
pub(super) struct Form<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) typed: &'a Typed,
    pub(super) findings: &'a [FieldFinding],
}

/// How a field is shown.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: Option<&'static str>,
    pub(super) kind: &'static str,
    pub(super) is_required: bool,
}

impl Field {
    pub(super) const fn text(name: &'static str, label: &'static str) -> Self {
        Self {
            name,
            label,
            hint: None,
            kind: "text",
            is_required: true,
        }
    }
}

impl Form<'_> {
    pub(super) fn value(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }

    pub(super) fn field(&self, field: &Field) -> Markup {
        let wrong = self.wrong(field.name);
        let described = format!("{}-note", field.name);
        let is_numeric = field.kind == "password";
        html! {
            div.field {
                label for=(field.name) {
                    (self.visitor.text(field.label))
                    @if !field.is_required { span.hint { " · " (self.visitor.text("core-optional")) } }
                }
                input id=(field.name) name=(field.name) type=(field.kind) value=(self.value(field.name))
                    required[field.is_required] autocomplete="off" aria-describedby=(described)
                    inputmode=[is_numeric.then_some("numeric")]
                    aria-invalid=[wrong.is_some().then_some("true")];
                span id=(described) {
                    @if let Some(wrong) = &wrong { span.wrong { (wrong) } }
                    @else if let Some(hint) = field.hint { span.hint { (self.visitor.text(hint)) } }
                }
            }
        }
    }

    /// What is wrong with a field, for people.
    pub(super) fn wrong(&self, name: &str) -> Option<String> {
        let finding = self.findings.iter().find(|finding| finding.field == name)?;
        if finding.rule == "missing" {
            return Some(self.visitor.text("core-field-missing"));
        }
        let hint = [("hint", Arg::Text(&finding.message))];
        Some(self.visitor.locale.text_with(TextId("core-field-wrong"), &hint))
    }
}

/// What was typed in as the API's JSON: empty fields are not there.
pub(super) fn body(typed: &Typed, names: &[&str]) -> Value {
    let mut fields = Map::new();
    for name in names {
        if let Some(text) = typed
            .get(*name)
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
        {
            fields.insert((*name).to_owned(), Value::String(text.to_owned()));
        }
    }
    Value::Object(fields)
}

/// An error as a note and as findings beside the fields.
pub(super) fn told(error: &CoreError, visitor: &Visitor) -> (Note, Vec<FieldFinding>) {
    let text = visitor.locale.text(TextId(error.code().text()));
    let findings = match error {
        CoreError::Fields(findings) => findings.clone(),
        _ => Vec::new(),
    };
    (Note::Failed(text), findings)
}
