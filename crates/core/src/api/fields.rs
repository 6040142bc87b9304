//! Reading JSON: everything that is wrong is told at once, each with its place.

use serde_json::{Map, Value};
use types::{LocalDateTime, Money, Quantity};

use crate::error::{CoreError, FieldFinding};

/// Findings that one answer lists.
const FINDINGS_MAX: usize = 100;
/// Characters of a wrong value that are shown.
const SHOWN_MAX: usize = 80;

#[derive(Default)]
pub(crate) struct Reader {
    findings: Vec<FieldFinding>,
}

/// An object and where it stands.
pub(crate) struct Fields<'a> {
    map: &'a Map<String, Value>,
    path: String,
}

impl Fields<'_> {
    pub(crate) fn path(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    /// A value that is there and not null.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.map.get(name).filter(|value| !value.is_null())
    }
}

impl Reader {
    pub(crate) fn find(&mut self, path: &str, rule: &str, value: &Value, message: &str) {
        if self.findings.len() >= FINDINGS_MAX {
            return;
        }
        let shown = match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.findings.push(FieldFinding {
            field: path.to_owned(),
            rule: rule.to_owned(),
            value: shown.chars().take(SHOWN_MAX).collect(),
            message: message.to_owned(),
        });
    }

    /// An object with no other fields than these.
    pub(crate) fn object<'a>(&mut self, value: &'a Value, path: &str, names: &[&str]) -> Option<Fields<'a>> {
        let Some(map) = value.as_object() else {
            self.find(path, "type", value, "an object");
            return None;
        };
        let fields = Fields {
            map,
            path: path.to_owned(),
        };
        for (name, value) in map {
            if !names.contains(&name.as_str()) {
                let known = format!("one of {}", names.join(", "));
                self.find(&fields.path(name), "unknown-field", value, &known);
            }
        }
        Some(fields)
    }

    pub(crate) fn text(&mut self, fields: &Fields<'_>, name: &str) -> Option<String> {
        match fields.value(name)? {
            Value::String(text) => Some(text.clone()),
            other => {
                self.find(&fields.path(name), "type", other, "text");
                None
            }
        }
    }

    pub(crate) fn required_text(&mut self, fields: &Fields<'_>, name: &str) -> Option<String> {
        if fields.value(name).is_none() {
            self.missing(fields, name);
        }
        self.text(fields, name)
    }

    pub(crate) fn missing(&mut self, fields: &Fields<'_>, name: &str) {
        self.find(&fields.path(name), "missing", &Value::Null, "it must be there");
    }

    /// A text that becomes something else.
    pub(crate) fn parsed<T, E: ToString>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.text(fields, name)?;
        match parse(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.find(
                    &fields.path(name),
                    "format",
                    &Value::String(text),
                    &error.to_string(),
                );
                None
            }
        }
    }

    /// As [`Reader::parsed`], of a field that must be there.
    pub(crate) fn required<T, E: ToString>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if fields.value(name).is_none() {
            self.missing(fields, name);
            return None;
        }
        self.parsed(fields, name, parse)
    }

    /// One of these words.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        self.parsed(fields, name, |text| {
            let found = words.iter().find(|(word, _)| *word == text);
            found.map(|(_, value)| *value).ok_or_else(|| {
                let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                format!("one of {}", known.join(", "))
            })
        })
    }

    pub(crate) fn money(&mut self, fields: &Fields<'_>, name: &str) -> Option<Money> {
        self.parsed(fields, name, Money::parse_major)
    }

    pub(crate) fn required_money(&mut self, fields: &Fields<'_>, name: &str) -> Option<Money> {
        self.required(fields, name, Money::parse_major)
    }

    pub(crate) fn required_quantity(&mut self, fields: &Fields<'_>, name: &str) -> Option<Quantity> {
        self.required(fields, name, Quantity::parse)
    }

    pub(crate) fn time(&mut self, fields: &Fields<'_>, name: &str) -> Option<LocalDateTime> {
        self.required(fields, name, |text| {
            LocalDateTime::parse(text, "%Y-%m-%dT%H:%M:%S")
        })
    }

    pub(crate) fn integer(&mut self, fields: &Fields<'_>, name: &str, most: u64) -> Option<u64> {
        let value = fields.value(name)?;
        let number = value.as_u64().filter(|number| *number <= most);
        if number.is_none() {
            self.find(
                &fields.path(name),
                "type",
                value,
                &format!("a whole number up to {most}"),
            );
        }
        number
    }

    /// Elements of a list and where they stand; nothing when it is missing.
    pub(crate) fn list<'a>(
        &mut self,
        fields: &'a Fields<'_>,
        name: &str,
        most: usize,
    ) -> Vec<(String, &'a Value)> {
        let path = fields.path(name);
        match fields.value(name) {
            None => Vec::new(),
            Some(Value::Array(values)) if values.len() <= most => {
                let place = |(index, value)| (format!("{path}[{index}]"), value);
                values.iter().enumerate().map(place).collect()
            }
            Some(Value::Array(values)) => {
                let length = Value::from(values.len());
                self.find(&path, "too-many", &length, &format!("at most {most}"));
                Vec::new()
            }
            Some(other) => {
                self.find(&path, "type", other, "a list");
                Vec::new()
            }
        }
    }

    /// The value, when nothing was wrong.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, CoreError> {
        match value {
            Some(value) if self.findings.is_empty() => Ok(value),
            _ => Err(CoreError::Fields(self.findings)),
        }
    }
}
