//! What every request of a core works on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ofd_kz::Version;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use types::{Clock, Timestamp};

use crate::config::{CoreConfig, REGISTERS_MAX};
use crate::error::CoreError;
use crate::person::{People, Person};
use crate::registry::Registry;

/// How long a session of the configurator lives without a request, in seconds. Source: ours.
pub const SESSION_S: i64 = 1_800;
/// Sessions at a time; the oldest makes room.
const SESSIONS_MAX: usize = 64;
/// Longest PIN; anything longer is a token.
const PIN_LENGTH_MAX: usize = 12;

pub(crate) struct Core {
    pub(crate) registry: Registry,
    pub(crate) people: People,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) config: Arc<CoreConfig>,
    /// Of this core, 32 hexadecimal digits.
    pub(crate) guid: String,
    pub(crate) sessions: Sessions,
}

impl Core {
    /// Whoever has this PIN or token.
    pub(crate) async fn sign_in(&self, bearer: &str) -> Result<Person, CoreError> {
        let is_pin = bearer.len() <= PIN_LENGTH_MAX && bearer.bytes().all(|byte| byte.is_ascii_digit());
        if is_pin {
            return self.people.by_pin(bearer).await;
        }
        let person = self.people.by_token(bearer);
        person.ok_or(CoreError::Code(crate::response::ResponseCode::WrongPin))
    }

    /// What the start-up lines say, as JSON.
    pub(crate) fn facts(&self) -> Value {
        let operators: Vec<Value> = self
            .config
            .operators
            .iter()
            .map(|one| json!({"name": one.name, "address": one.address, "platform": one.platform.as_str()}))
            .collect();
        json!({
            "product": "Qassa core",
            "version": env!("CARGO_PKG_VERSION"),
            "version_code": version_code(),
            "guid": self.guid,
            "protocol_version": Version::V203.to_string(),
            "platform": std::env::consts::OS,
            "architecture": std::env::consts::ARCH,
            "installation": self.config.installation.as_str(),
            "licence": {"type": "Free", "terms": env!("CARGO_PKG_LICENSE"), "registers_max": REGISTERS_MAX},
            "operators": operators,
            "registers": self.registry.list().len(),
            "now": self.clock.now().to_string(),
        })
    }
}

/// `0.1.0` as 100, `1.3.54` as 10354.
#[must_use]
pub fn version_code() -> u32 {
    let part = |text: &str| text.parse::<u32>().unwrap_or(0);
    let (major, minor, patch) = (
        part(env!("CARGO_PKG_VERSION_MAJOR")),
        part(env!("CARGO_PKG_VERSION_MINOR")),
        part(env!("CARGO_PKG_VERSION_PATCH")),
    );
    major
        .saturating_mul(10_000)
        .saturating_add(minor.saturating_mul(100))
        .saturating_add(patch)
}

/// Sessions of the configurator: in memory, so that a restart signs everybody out.
#[derive(Default)]
pub(crate) struct Sessions {
    all: Mutex<HashMap<[u8; 32], Session>>,
}

#[derive(Clone, Copy)]
struct Session {
    code: u32,
    until: Timestamp,
}

impl Sessions {
    pub(crate) fn begin(&self, secret: &str, code: u32, now: Timestamp) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, session| session.until > now);
        if all.len() >= SESSIONS_MAX
            && let Some(oldest) = all
                .iter()
                .min_by_key(|(_, session)| session.until)
                .map(|(key, _)| *key)
        {
            all.remove(&oldest);
        }
        all.insert(
            key(secret),
            Session {
                code,
                until: now.plus_s(SESSION_S),
            },
        );
    }

    /// Code of whoever has this session; it lives on from now.
    pub(crate) fn of(&self, secret: &str, now: Timestamp) -> Option<u32> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let session = all.get_mut(&key(secret)).filter(|session| session.until > now)?;
        session.until = now.plus_s(SESSION_S);
        Some(session.code)
    }

    pub(crate) fn end(&self, secret: &str) {
        self.all
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&key(secret));
    }

    /// Ends every session of somebody but one: their PIN or role has changed.
    pub(crate) fn end_others(&self, code: u32, kept: Option<&str>) {
        let kept = kept.map(key);
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|secret, session| session.code != code || Some(*secret) == kept);
    }
}

fn key(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}
