//! `qassa agent`: its configuration file, and the agent itself.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use agent::{AgentConfig, AtolConfig, CloudConfig, Credentials, MarkingPolicy, Rhythm};
use figment::Figment;
use figment::providers::{Env, Format, Toml};
use serde::Deserialize;
use types::{Secret, SerialNumber};

use crate::cli::Agent;
use crate::config::{LogFormat, Logs};
use crate::system::{SystemClock, SystemRng};

/// The agent's file; environment variables `QASSA_AGENT_SECTION__KEY` win over it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The cloud.
    cloud: Cloud,
    /// The register.
    device: Device,
    /// The agent's own memory.
    journal: PathBuf,
    /// Filter of the logs.
    #[serde(default = "default_filter")]
    logs: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cloud {
    /// Such as `https://kassa.example`, as the cloud knows itself.
    url: String,
    /// Key of the register.
    pos_key: String,
    /// Secret of the register.
    pos_secret: String,
    /// Serial number of the register.
    serial_number: SerialNumber,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Device {
    /// Address of the ATOL driver's web server.
    #[serde(default = "default_device")]
    url: String,
    /// Name, when the web server asks for one.
    user: Option<String>,
    /// Password, when the web server asks for one.
    password: Option<String>,
}

fn default_filter() -> String {
    "info".to_owned()
}

fn default_device() -> String {
    "http://127.0.0.1:16732".to_owned()
}

/// Runs the agent until it is told to stop.
///
/// # Errors
/// What is wrong, for the person at the terminal.
pub async fn run(args: Agent) -> Result<(), String> {
    let file: File = Figment::from(Toml::file_exact(&args.config))
        .merge(Env::prefixed("QASSA_AGENT_").split("__"))
        .extract()
        .map_err(|error| error.to_string())?;
    crate::observe::start_logs(&Logs {
        format: LogFormat::Text,
        filter: file.logs.clone(),
    })?;
    let config = configuration(file);
    let shutdown = crate::supervisor::end_signal();
    agent::run(config, Arc::new(SystemClock), Arc::new(SystemRng), shutdown)
        .await
        .map_err(|error| app::text_of(&error))
}

fn configuration(file: File) -> AgentConfig {
    let credentials = file.device.user.map(|user| Credentials {
        user,
        password: Secret::new(file.device.password.unwrap_or_default()),
    });
    AgentConfig {
        cloud: CloudConfig {
            base_url: file.cloud.url,
            pos_key: file.cloud.pos_key,
            pos_secret: Secret::new(file.cloud.pos_secret),
            serial_number: file.cloud.serial_number,
            timeout: Duration::from_mins(1),
            authorities: Vec::new(),
        },
        device: AtolConfig {
            base_url: file.device.url,
            credentials,
            timeout: Duration::from_secs(10),
            poll: Duration::from_millis(500),
            patience: Duration::from_mins(2),
        },
        journal: file.journal,
        marking: MarkingPolicy::default(),
        rhythm: Rhythm::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_file_has_every_key() {
        let manual = include_str!("../../../docs/agent.md");
        let (_, rest) = manual.split_once("```toml\n").unwrap();
        let (example, _) = rest.split_once("```").unwrap();
        let file: File = Figment::from(Toml::string(example)).extract().unwrap();
        // Each is named here, so that a new key does not compile until the manual and this test know it.
        let File {
            cloud,
            device,
            journal,
            logs,
        } = file;
        let Cloud {
            url,
            pos_key,
            pos_secret,
            serial_number,
        } = cloud;
        assert_eq!(
            (url.as_str(), serial_number.as_str()),
            ("https://kassa.example", "00105700000000")
        );
        assert_eq!((pos_key.as_str(), pos_secret.as_str()), ("…", "…"));
        let Device { url, user, password } = device;
        assert_eq!((url, user.as_deref()), (default_device(), Some("till")));
        assert!(password.is_some() && journal.is_absolute());
        assert_eq!(logs, default_filter());
    }

    #[test]
    fn reads_its_file_and_refuses_an_unknown_key() {
        let text = r#"
            journal = "agent.journal"
            [cloud]
            url = "https://kassa.example"
            pos_key = "key"
            pos_secret = "secret"
            serial_number = "00105700000000"
            [device]
            user = "till"
            password = "word"
        "#;
        let file: File = Figment::from(Toml::string(text)).extract().unwrap();
        let config = configuration(file);
        assert_eq!(config.device.base_url, "http://127.0.0.1:16732");
        assert_eq!(
            config.device.credentials.map(|one| one.user).as_deref(),
            Some("till")
        );
        let wrong = text.replace("pos_key", "pos_kay");
        let error = Figment::from(Toml::string(&wrong))
            .extract::<File>()
            .unwrap_err()
            .to_string();
        assert!(error.contains("pos_kay") || error.contains("pos_key"), "{error}");
    }
}
