//! Configuration: one TOML file, then environment variables `QASSA_SECTION__KEY`, checked whole at start.
//!
//! Every key has a default, so an empty file is a working platform on the embedded database.
//! The same keys with the same words stand in `docs/configuration.md`; a test compares the two.

mod layers;
mod problems;

use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::Path;

/// Everything that `qassa serve` can be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where everything is stored.
    pub database: Database,
    /// The HTTP server: doors, own API, pages.
    pub http: Http,
    /// The operator's TCP server and identity.
    pub ofd: Ofd,
    /// The operator in Kazakhstan, behind the same address.
    pub kazakhstan: Kazakhstan,
    /// How receipts come in.
    pub intake: Intake,
    /// How registers are served.
    pub registers: Registers,
    /// Callbacks to shops.
    pub callbacks: Callbacks,
    /// Mails to buyers.
    pub mail: Mail,
    /// Logs.
    pub logs: Logs,
}

/// Where everything is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`.
    pub url: String,
    /// Connections that read side by side (`SQLite`).
    pub readers: usize,
    /// Connections of the pool (`PostgreSQL`).
    pub pool_size: usize,
    /// Units of work that may wait for the writer before new ones are refused as busy.
    pub waiting_units_max: usize,
    /// Units of work that one commit makes durable (`SQLite`).
    pub batch_units_max: usize,
}

/// The HTTP server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Public base URLs: clients sign the full URL, so the server must know how it is called. The first one
    /// stands in links. Empty: `http://` and the address listened on.
    pub public_urls: Vec<String>,
    /// Open connections; beyond it new ones wait in the system's backlog.
    pub connections_max: usize,
    /// Time for the head of a request, counted from the end of the request before, milliseconds.
    pub head_timeout_ms: u64,
}

/// The operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ofd {
    /// Address that registers connect to.
    pub listen: SocketAddr,
    /// Address that our own virtual registers send to. Empty: the address listened on.
    pub deliver_to: String,
    /// Taxpayer number of the operator, tag 1017.
    pub inn: String,
    /// Name of the operator, tag 1046.
    pub name: String,
    /// Open connections; beyond it new ones wait in the system's backlog.
    pub connections_max: usize,
    /// Silence after which a connection between messages is closed, milliseconds.
    pub idle_timeout_ms: u64,
    /// Time for one whole message from its first byte, milliseconds.
    pub message_timeout_ms: u64,
    /// What a trailer that no known key made is worth.
    pub signatures: Signatures,
    /// Storages whose number begins so are taken without enrollment. For sandboxes; empty: none.
    pub guest_prefix: String,
    /// File with the tariff plans that are offered, a CSV. Empty: the plans of the sandbox.
    pub tariff_plans: String,
}

/// The operator in Kazakhstan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Kazakhstan {
    /// Key of the fiscal signs. Empty: Kazakh documents are put off until there is one.
    pub sign_key: String,
    /// What the link of a receipt begins with. Empty: `/consumer` at the public address.
    pub consumer_url: String,
    /// Whether protocol 2.0.4, which is not in force yet, is spoken.
    pub draft_protocol: bool,
    /// Hours after a block, or after the end of the registration, within which autonomous documents are still taken:
    /// their register could not know. What was made before the block is always taken.
    pub blocked_grace_h: u32,
    /// First day on which no receipt is annulled any more.
    pub annulment_ends: String,
    /// Result of a wrong login or password of a cashier: 0, and the answer's own part tells it, or 12 too.
    pub wrong_sign_in_result: u32,
    /// Time for making an answer, ms; after it the connection is closed and the register asks again.
    pub answer_timeout_ms: u64,
}

impl Default for Kazakhstan {
    fn default() -> Self {
        Self {
            sign_key: String::new(),
            consumer_url: String::new(),
            draft_protocol: false,
            blocked_grace_h: 0,
            annulment_ends: "2026-01-01".to_owned(),
            wrong_sign_in_result: 0,
            answer_timeout_ms: 5_000,
        }
    }
}

/// What a trailer that no known key made is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signatures {
    /// Accepted, and marked as not verified: registers whose keys only a certified module knows.
    Transparent,
    /// Refused.
    Strict,
}

/// How receipts come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Intake {
    /// Tasks that may wait in one queue; beyond it the door answers 503 with `Retry-After`.
    pub waiting_tasks_max: u32,
}

/// How registers are served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Registers {
    /// Time a register has for the tasks it took before they are given on or asked for, seconds.
    pub lease_s: u32,
    /// Tasks a virtual register takes at once. Also the bound of unevenness between equal registers.
    pub batch_tasks_max: u32,
    /// Times a receipt may break the program that seals it before it ends as an error.
    pub attempts_max: u32,
    /// Time for which a task waits for registers that cannot seal before it ends as an error, seconds.
    pub give_up_after_s: u32,
    /// Age at which an open shift is closed, seconds; the law ends it at 86 400.
    pub shift_close_after_s: u32,
}

/// Callbacks to shops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Callbacks {
    /// Whole time of one try, milliseconds.
    pub timeout_ms: u64,
    /// Networks that may be called although they are not public, such as `127.0.0.1` or `10.0.0.0/8`.
    pub allowed_private_networks: Vec<String>,
    /// Tries that run side by side.
    pub parallel_max: usize,
}

/// Mails to buyers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// `smtp://USER:PASSWORD@HOST:PORT` (STARTTLS), `smtps://…` (TLS) or `smtp+plain://…`. Empty: mails wait.
    pub smtp_url: String,
    /// Sender, such as `Qassa <receipts@example.com>`.
    pub from: String,
}

/// Logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Logs {
    /// Lines for people or for machines.
    pub format: LogFormat,
    /// Filter in the form of `tracing`, such as `info,wire=debug`.
    pub filter: String,
}

/// Lines for people or for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One readable line.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: "sqlite:qassa.db".to_owned(),
            readers: 4,
            pool_size: 16,
            waiting_units_max: 8192,
            batch_units_max: 1024,
        }
    }
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8000)),
            public_urls: Vec::new(),
            connections_max: 4096,
            head_timeout_ms: 30_000,
        }
    }
}

impl Default for Ofd {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 7777)),
            deliver_to: String::new(),
            inn: "7700000009".to_owned(),
            name: "Qassa".to_owned(),
            connections_max: 4096,
            idle_timeout_ms: 60_000,
            message_timeout_ms: 10_000,
            signatures: Signatures::Transparent,
            guest_prefix: String::new(),
            tariff_plans: String::new(),
        }
    }
}

impl Default for Intake {
    fn default() -> Self {
        Self {
            waiting_tasks_max: 100_000,
        }
    }
}

impl Default for Registers {
    fn default() -> Self {
        Self {
            lease_s: 120,
            batch_tasks_max: 32,
            attempts_max: 5,
            give_up_after_s: 86_400,
            shift_close_after_s: 85_800,
        }
    }
}

impl Default for Callbacks {
    fn default() -> Self {
        Self {
            timeout_ms: 10_000,
            allowed_private_networks: Vec::new(),
            parallel_max: 16,
        }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            smtp_url: String::new(),
            from: "Qassa <receipts@localhost>".to_owned(),
        }
    }
}

impl Default for Logs {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            filter: "info".to_owned(),
        }
    }
}

/// Why a configuration is not one: every wrong key, its value and what would be right.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigError(pub Vec<String>);

impl Config {
    /// Reads the file, then the environment, and checks every key.
    ///
    /// # Errors
    /// [`ConfigError`] names all wrong keys at once.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let (config, wrong) = Self::examine(file);
        if wrong.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError(wrong))
        }
    }

    /// What can be read, and everything that is wrong; keys that do not read have their defaults.
    pub fn examine(file: Option<&Path>) -> (Self, Vec<String>) {
        let (config, mut wrong) = layers::read(file);
        wrong.extend(config.problems());
        (config, wrong)
    }
}

#[cfg(test)]
mod tests;
