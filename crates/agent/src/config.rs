//! What an agent is told at its start.

use std::path::PathBuf;
use std::time::Duration;

use types::{Secret, SerialNumber};

/// What an agent is told at its start.
#[derive(Clone, Debug)]
pub struct AgentConfig {
    /// Where tasks come from.
    pub cloud: CloudConfig,
    /// The register.
    pub device: AtolConfig,
    /// The journal's file; its folder must exist.
    pub journal: PathBuf,
    /// What happens with marked goods that are not positively checked.
    pub marking: MarkingPolicy,
    /// How often what happens.
    pub rhythm: Rhythm,
}

/// Where tasks come from.
#[derive(Clone, Debug)]
pub struct CloudConfig {
    /// Such as `https://kassa.example`, exactly as the cloud knows itself: it is part of what is signed.
    pub base_url: String,
    /// Key of the register.
    pub pos_key: String,
    /// Its secret.
    pub pos_secret: Secret,
    /// Serial number of the register; part of the signing key.
    pub serial_number: SerialNumber,
    /// Longest exchange.
    pub timeout: Duration,
    /// Certificate authorities beside the public ones, DER.
    pub authorities: Vec<Vec<u8>>,
}

/// A register behind the ATOL driver's web server.
#[derive(Clone, Debug)]
pub struct AtolConfig {
    /// Such as `http://127.0.0.1:16732`.
    pub base_url: String,
    /// Name and password, when the web server asks for them.
    pub credentials: Option<Credentials>,
    /// Longest exchange with the web server.
    pub timeout: Duration,
    /// Pause between two questions for the same result.
    pub poll: Duration,
    /// Longest wait for a result before the agent tells the cloud that the register is at work.
    pub patience: Duration,
}

/// Name and password of a web server.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Name.
    pub user: String,
    /// Password.
    pub password: Secret,
}

/// What happens with marked goods that are not positively checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkingPolicy {
    /// The receipt is refused unless every code is positive.
    #[default]
    RefuseUnlessPositive,
    /// The receipt is sealed with whatever verdict came.
    SealWithVerdict,
}

/// How often what happens.
#[derive(Clone, Copy, Debug)]
pub struct Rhythm {
    /// Pause between heartbeats while there is nothing to do.
    pub idle: Duration,
    /// Pause after a task came or was reported.
    pub busy: Duration,
    /// Seconds that a task may wait before the register is asked; after them it is forgotten without a report, since
    /// the cloud may have handed it to another register. Must be below the cloud's lease.
    pub hold_max_s: i64,
}

impl AtolConfig {
    /// The web server of this machine.
    #[must_use]
    pub fn local() -> Self {
        Self {
            base_url: "http://127.0.0.1:16732".to_owned(),
            credentials: None,
            timeout: Duration::from_secs(10),
            poll: Duration::from_secs(1),
            patience: Duration::from_secs(60),
        }
    }
}

/// Source: KOMTET/register-door.
impl Default for Rhythm {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(10),
            busy: Duration::from_millis(50),
            hold_max_s: 60,
        }
    }
}
