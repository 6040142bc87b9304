//! File and environment as layers over the defaults, each key judged by itself.

use std::path::Path;

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use figment::value::{Dict, Value};

use super::Config;

/// Reads the layers. Keys that do not read keep their defaults and are told, all of them.
pub(super) fn read(file: Option<&Path>) -> (Config, Vec<String>) {
    let mut given = Figment::new();
    if let Some(file) = file {
        if let Err(error) = std::fs::File::open(file) {
            let file = file.display();
            let wrong = match error.kind() {
                std::io::ErrorKind::NotFound => format!(
                    "the configuration file {file} does not exist; name another one by --config or QASSA_CONFIG, or \
                     leave it out to use the defaults"
                ),
                _ => format!("the configuration file {file} cannot be read: {error}"),
            };
            return (Config::default(), vec![wrong]);
        }
        given = given.merge(Toml::file_exact(file));
    }
    let given = match given.merge(environment()).extract::<Dict>() {
        Ok(given) => given,
        Err(error) => return (Config::default(), vec![error.to_string()]),
    };
    let mut layers = Figment::from(Serialized::defaults(Config::default()));
    let mut wrong = Vec::new();
    for (key, value) in keys(given) {
        let tried = layers.clone().merge((key.as_str(), value));
        match tried.extract::<Config>() {
            Ok(_) => layers = tried,
            Err(error) => wrong.push(format!("{key}: {}", error.kind.to_string().replace("``", "`"))),
        }
    }
    (layers.extract().unwrap_or_default(), wrong)
}

/// Variables of the form `QASSA_SECTION__KEY`; others, and those of the agent, are not ours.
fn environment() -> Env {
    Env::prefixed("QASSA_")
        .filter(|key| key.as_str().contains("__") && !key.starts_with("agent_"))
        .split("__")
}

/// The keys of all sections, as `section.key`.
fn keys(given: Dict) -> impl Iterator<Item = (String, Value)> {
    given.into_iter().flat_map(|(section, value)| match value {
        Value::Dict(_, keys) => keys
            .into_iter()
            .map(|(key, value)| (format!("{section}.{key}"), value))
            .collect(),
        value => vec![(section, value)],
    })
}
