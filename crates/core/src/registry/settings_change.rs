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
        let setup = one.state.setup().ok_or(CoreError::Code(ResponseCode::NotSetUp))?;
        let after = settings.upon(&one.meta);
        let version = Version::known(after.version).unwrap_or(Version::V203);
        let link = if after.server != one.meta.server {
            LinkChange::Server
        } else if after.version != one.meta.version {
            LinkChange::Version
        } else {
            LinkChange::Kept
        };
        if after.server != one.meta.server {
            self.counts_nowhere(&after.server)?;
            self.knows(&one, &after.server, version).await?;
        }
        let change = SettingsChange {
            rollover: settings.rollover.unwrap_or(setup.rollover),
            returns_name_parents: version >= Version::V203,
            link,
        };
        let operation = Operation {
            key,
            name: "settings",
            request,
            command: Command::ChangeSettings(change),
            actor,
            locale,
            meta: None,
            settings: Some(Box::new(settings)),
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
