//! The dictionary of register models.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::csv::{DictionaryError, Table, has_prefix};
use crate::places::{IMPORT_MAX_BYTES, Imported};

/// Models that the dictionary holds.
pub const REGISTER_MODELS_MAX: usize = 10_000;

const SHIPPED: &str = include_str!("../data/register_models.csv");

/// Code of a model in the dictionary: 1 to 40 Latin letters, digits, points and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ModelCode(String);

impl ModelCode {
    /// What the text must be.
    pub const EXPECTED: &'static str = "a code of 1 to 40 Latin letters, digits, points and hyphens";

    /// Parses; surrounding blanks are dropped. `None` when it is no such code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let formed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
        ((1..=40).contains(&text.len()) && text.bytes().all(formed)).then(|| Self(text.to_owned()))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ModelCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ModelCode {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not {}", Self::EXPECTED))
    }
}

impl From<ModelCode> for String {
    fn from(code: ModelCode) -> Self {
        code.0
    }
}

/// What a register is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterKind {
    /// A machine of its own.
    Device,
    /// A program with the computer it runs on.
    System,
}

/// A model of the state register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterModel {
    /// Its code in the dictionary.
    pub code: ModelCode,
    /// Its name as the state register has it.
    pub name: String,
    /// Other spellings by which people look for it.
    pub aliases: Vec<String>,
    /// What it is made of.
    pub kind: RegisterKind,
}

/// Models to choose from; free text is refused. Source: seed S1.
#[derive(Clone, Debug, Default)]
pub struct RegisterModels(BTreeMap<ModelCode, RegisterModel>);

impl RegisterModels {
    /// What is compiled into the program.
    ///
    /// # Errors
    /// [`DictionaryError`] never comes with the shipped file; a test reads it.
    pub fn shipped() -> Result<Self, DictionaryError> {
        let mut models = Self::default();
        models.import(SHIPPED)?;
        Ok(models)
    }

    /// Takes models from a CSV with the columns `code`, `name`, `kind` (`device` or `system`) and, if it has one,
    /// `aliases` separated by `|`. All rows are taken, or none.
    ///
    /// # Errors
    /// [`DictionaryError`] with the first line that cannot be read, or the limit that was passed.
    pub fn import(&mut self, text: &str) -> Result<Imported, DictionaryError> {
        if text.len() > IMPORT_MAX_BYTES {
            return Err(DictionaryError::TooLarge {
                size_bytes: text.len(),
                max_bytes: IMPORT_MAX_BYTES,
            });
        }
        let mut read = BTreeMap::new();
        for row in Table::read(text, &["code", "name", "kind"])?.rows() {
            let model = RegisterModel {
                code: row.parsed("code", ModelCode::EXPECTED, ModelCode::parse)?,
                name: row.parsed("name", "a name", |name| {
                    (!name.is_empty()).then(|| name.to_owned())
                })?,
                aliases: row
                    .text("aliases")
                    .split('|')
                    .filter(|one| !one.is_empty())
                    .map(str::to_owned)
                    .collect(),
                kind: row.parsed("kind", "`device` or `system`", kind)?,
            };
            read.insert(model.code.clone(), model);
        }
        let replaced = read.keys().filter(|code| self.0.contains_key(code)).count();
        let added = read.len().saturating_sub(replaced);
        if self.0.len().saturating_add(added) > REGISTER_MODELS_MAX {
            return Err(DictionaryError::TooMany {
                max: REGISTER_MODELS_MAX,
            });
        }
        self.0.extend(read);
        Ok(Imported { added, replaced })
    }

    /// The model of this code.
    #[must_use]
    pub fn model(&self, code: &ModelCode) -> Option<&RegisterModel> {
        self.0.get(code)
    }

    /// Models with a word of the name or of an alias beginning with `query`, by their codes.
    pub fn find(&self, query: &str) -> impl Iterator<Item = &RegisterModel> {
        self.0.values().filter(move |model| {
            has_prefix(&model.name, query)
                || has_prefix(model.code.as_str(), query)
                || model.aliases.iter().any(|alias| has_prefix(alias, query))
        })
    }
}

fn kind(text: &str) -> Option<RegisterKind> {
    match text {
        "device" => Some(RegisterKind::Device),
        "system" => Some(RegisterKind::System),
        _other => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[test]
    fn the_first_letters_find_a_model_in_either_script() {
        let models = RegisterModels::shipped().unwrap();
        let codes =
            |query: &str| -> Vec<String> { models.find(query).map(|one| one.code.to_string()).collect() };
        for query in ["E-k", "e-К", "Е-кас"] {
            assert_eq!(codes(query), ["E-KASSA"], "{query}");
        }
        assert_eq!(codes("прог"), ["PF-3.0.1"]);
        assert!(codes("нет такой").is_empty());
    }

    #[test]
    fn an_operator_imports_models() {
        let mut models = RegisterModels::shipped().unwrap();
        let imported = models.import("kind,code,name\ndevice,M-1,Модель 1\nsystem,E-KASSA,E-kassa\n");
        assert_eq!(
            imported,
            Ok(Imported {
                added: 1,
                replaced: 1
            })
        );
        assert!(models.import("kind,code,name\nradio,M-2,Модель 2\n").is_err());
        assert!(models.model(&ModelCode::parse("M-2").unwrap()).is_none());
    }

    #[test]
    fn more_models_than_the_limit_are_refused() {
        let mut text = String::from("code,name,kind\n");
        for number in 0..=REGISTER_MODELS_MAX {
            writeln!(text, "N{number},Модель,device").unwrap();
        }
        let refused = RegisterModels::default().import(&text);
        assert_eq!(
            refused,
            Err(DictionaryError::TooMany {
                max: REGISTER_MODELS_MAX
            })
        );
    }
}
