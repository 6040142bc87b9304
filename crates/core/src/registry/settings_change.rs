//! Settings of a register that exists: what may change, and how it is made sure that nothing is lost by it.

use ofd_kz::Version;
use print::Locale;
use register_kz::{Actor, Command, LinkChange, Rollover, SettingsChange};
use serde::Serialize;
use serde_json::{Value, json};
use store::core_register::registers::CoreRegister;
use translate::kz::service::Beside;

use super::{Probe, Registry};
use crate::desk::{Operation, Snapshot};
use crate::error::CoreError;
use crate::request_match::canonical;
use crate::response::{Outcome, ResponseCode};
use crate::view;

/// What an administrator changes; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) name: Option<String>,
    pub(crate) server: Option<String>,
    pub(crate) version: Option<Version>,
    pub(crate) rollover: Option<Rollover>,
    pub(crate) vat_certificate: CertificateChange,
}

/// What becomes of the VAT certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CertificateChange {
    /// It stays.
    #[default]
    Kept,
    /// There is none any more.
    Removed,
    /// Series and number.
    Set(String, String),
}

impl Settings {
    /// The register with these settings.
    pub(crate) fn upon(&self, meta: &CoreRegister) -> CoreRegister {
        let mut changed = meta.clone();
        if let Some(name) = &self.name {
            changed.name.clone_from(name);
        }
        if let Some(server) = &self.server {
            changed.server.clone_from(server);
        }
        if let Some(version) = self.version {
            changed.version = version.number();
        }
        match &self.vat_certificate {
            CertificateChange::Kept => {}
            CertificateChange::Removed => changed.vat_certificate = None,
            CertificateChange::Set(series, number) => {
                changed.vat_certificate = Some((series.clone(), number.clone()));
            }
        }
        changed
    }

    fn request(&self) -> Value {
        canonical(&json!({
            "name": self.name,
            "server": self.server,
            "version": self.version.map(Version::number),
            "rollover": self.rollover,
            "vat_certificate": self.vat_certificate,
        }))
    }
}

/// Settings on their way to the register's task, which decides: the register may be another by then.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) settings: Settings,
    /// The server that was asked whether it knows the register.
    pub(crate) probed: Option<String>,
}

impl Wanted {
    /// What changes of a register as it is now.
    ///
    /// # Errors
    /// The register would go to a server that was not asked: somebody else changed it meanwhile.
    pub(crate) fn change(
        &self,
        meta: &CoreRegister,
        rollover: Rollover,
    ) -> Result<SettingsChange, CoreError> {
        let after = self.settings.upon(meta);
        let link = if after.server != meta.server {
            if self.probed.as_ref() != Some(&after.server) {
                return Err(CoreError::Code(ResponseCode::ChangedMeanwhile));
            }
            LinkChange::Server
        } else if after.version != meta.version {
            LinkChange::Version
        } else {
            LinkChange::Kept
        };
        let version = Version::known(after.version).unwrap_or(Version::V203);
        Ok(SettingsChange {
            rollover: self.settings.rollover.unwrap_or(rollover),
            returns_name_parents: version >= Version::V203,
            link,
        })
    }
}

impl Registry {
    /// Changes settings. A server that is new is asked first: it must know this very register by its token, so that
    /// what waits in the queue goes where it belongs.
    pub(crate) async fn change_settings(
        &self,
        id: u32,
        settings: Settings,
        actor: Actor,
        key: String,
        locale: Locale,
    ) -> Result<Outcome, CoreError> {
        let one = self.find(id)?;
        let request = settings.request();
        if let Some(outcome) = self.done_before(&[id], &key, "settings", &request).await? {
            return Ok(outcome);
        }
        let after = settings.upon(&one.meta);
        let version = Version::known(after.version).unwrap_or(Version::V203);
        let mut probed = None;
        if after.server != one.meta.server {
            self.counts_nowhere(&after.server)?;
            self.knows(&one, &after.server, version).await?;
            probed = Some(after.server);
        }
        let setup = one.state.setup().ok_or(CoreError::Code(ResponseCode::NotSetUp))?;
        let wanted = Wanted { settings, probed };
        let command = Command::ChangeSettings(wanted.change(&one.meta, setup.rollover)?);
        let operation = Operation {
            key,
            name: "settings",
            request,
            command,
            actor,
            locale,
            meta: None,
            settings: Some(Box::new(wanted)),
        };
        self.operate(id, operation).await
    }

    async fn knows(&self, one: &Snapshot, server: &str, version: Version) -> Result<(), CoreError> {
        let link = one.state.link();
        let probe = Probe {
            server,
            version,
            device_id: link.device_id().get(),
            token: link.token().map_or(0, register_kz::OfdToken::get),
            request_number: link.last_request().next().get(),
            serial_number: Some(&one.meta.serial_number),
        };
        let (_, beside) = self.ask(&probe).await?;
        if is_same(one, &beside) {
            return Ok(());
        }
        Err(CoreError::Code(ResponseCode::OtherRegister))
    }
}

/// Whether the operator tells of this register: what it does not tell is not held against it.
fn is_same(one: &Snapshot, beside: &Beside) -> bool {
    let Some(told) = &beside.registration else {
        return true;
    };
    let agrees = |told: Option<&str>, own: Option<&str>| match (told, own) {
        (Some(told), Some(own)) => told == own,
        _ => true,
    };
    let number = view::registration_number(&one.meta, &one.state);
    agrees(
        told.register.serial_number.as_deref(),
        Some(&one.meta.serial_number),
    ) && agrees(told.register.registration_number.as_deref(), number.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(server: &str, version: Version) -> CoreRegister {
        CoreRegister {
            id: 1,
            name: "Till".to_owned(),
            serial_number: String::new(),
            platform: "test".to_owned(),
            server: server.to_owned(),
            version: version.number(),
            state: String::new(),
            card: None,
            vat_certificate: None,
            created_at: types::Timestamp::from_micros(0),
            last_answer_at: None,
        }
    }

    #[test]
    fn a_change_is_decided_upon_the_register_as_it_is_by_then() {
        let wanted = |server: Option<&str>, version, probed: Option<&str>| Wanted {
            settings: Settings {
                server: server.map(str::to_owned),
                version,
                ..Settings::default()
            },
            probed: probed.map(str::to_owned),
        };
        let decided = |wanted: Wanted, meta| wanted.change(&meta, Rollover::Manual);
        // A form that was filled in before somebody moved the register would move it back to a server nobody asked.
        let back = decided(wanted(Some("a:1"), None, None), at("b:1", Version::V203)).unwrap_err();
        assert_eq!(back.code(), ResponseCode::ChangedMeanwhile);
        let other = decided(wanted(Some("a:1"), None, Some("c:1")), at("b:1", Version::V203));
        assert!(other.is_err());
        let moved = decided(wanted(Some("a:1"), None, Some("a:1")), at("b:1", Version::V203)).unwrap();
        assert_eq!(
            (moved.link, moved.returns_name_parents),
            (LinkChange::Server, true)
        );
        // The version that stays is the one of now.
        let kept = decided(wanted(None, None, None), at("b:1", Version::V202)).unwrap();
        assert_eq!((kept.link, kept.returns_name_parents), (LinkChange::Kept, false));
        let lower = decided(
            wanted(Some("b:1"), Some(Version::V202), None),
            at("b:1", Version::V203),
        )
        .unwrap();
        assert_eq!(lower.link, LinkChange::Version);
    }
}
