//! Making registers and adding those that the operator knows.

use ofd_kz::{Header, Version};
use print::Locale;
use register_kz::{
    Actor, Answer, AnswerClass, CashRegister, Command, OfdDeviceId, RegisterSetup, Request, Rollover,
    SerialNumbers,
};
use serde_json::{Value, json};
use store::StoreError;
use store::core_register::operations::{self, CoreOperation, CoreOutcome};
use store::core_register::registers::{self, CoreRegister};
use store::core_register::settings;
use translate::kz::request_to_message;
use translate::kz::service::{Beside, RegisterCard};
use types::Timestamp;
use types::official::{NumberError, SerialNumber};

use super::facts::Facts;
use super::{Registry, SERIAL_NUMBERS};
use crate::card;
use crate::config::{Installation, Platform};
use crate::desk::{Operation, Snapshot, repeated};
use crate::error::{CoreError, FieldFinding};
use crate::exchange::exchange;
use crate::keeper::facts_of;
use crate::request_match::canonical;
use crate::response::{Outcome, ResponseCode};

/// What an administrator types in for a register that the operator knows.
#[derive(Clone, Debug)]
pub(crate) struct Addition {
    pub(crate) server: String,
    pub(crate) device_id: u32,
    pub(crate) token: u32,
    pub(crate) name: String,
    pub(crate) serial_number: Option<SerialNumber>,
    pub(crate) vat_certificate: Option<(String, String)>,
    pub(crate) rollover: Rollover,
    pub(crate) version: Version,
}

/// Whom INFO is asked of, and for which register.
pub(super) struct Probe<'a> {
    pub(super) server: &'a str,
    pub(super) version: Version,
    pub(super) device_id: u32,
    pub(super) token: u32,
    pub(super) request_number: u16,
    pub(super) serial_number: Option<&'a str>,
}

impl Registry {
    /// Makes a register with a serial number of its own.
    pub(crate) async fn create(
        &self,
        platform: Platform,
        name: &str,
        actor: &Actor,
        key: &str,
        locale: Locale,
    ) -> Result<Outcome, CoreError> {
        let _one_at_a_time = self.adding.lock().await;
        let request = canonical(&json!({"platform": platform.as_str(), "name": name}));
        if let Some(outcome) = self.made_before(key, "new", &request).await? {
            return Ok(outcome);
        }
        self.room()?;
        let now = self.clock.now();
        let name = name.to_owned();
        let operation = CoreOperation {
            key: key.to_owned(),
            name: "new".to_owned(),
            request: request.to_string(),
            request_sha256: crate::request_match::digest("new", &request),
            person: actor.cashier.code,
            outcome: None,
        };
        let made = self.db.write("create_register", move |tx| {
            let kept = settings::find(tx, SERIAL_NUMBERS)?.unwrap_or_default();
            let mut numbers: SerialNumbers = serde_json::from_str(&kept).unwrap_or_default();
            let serial = numbers.next(now).map_err(|error| clock_too_early(&error))?;
            let kept =
                serde_json::to_string(&numbers).map_err(|error| CoreError::Defect(error.to_string()))?;
            settings::set(tx, SERIAL_NUMBERS, &kept)?;
            let mut row = fresh(serial.as_str(), platform, &name, now)?;
            row.id = registers::add(tx, &row)?;
            let outcome = Outcome::done(&crate::view::made(&row), locale);
            let operation = CoreOperation {
                outcome: Some(CoreOutcome {
                    status: outcome.status,
                    body: outcome.body.clone(),
                }),
                ..operation.clone()
            };
            operations::add(tx, row.id, &operation, now)?;
            Ok::<_, CoreError>((row, outcome))
        });
        let (row, outcome) = made.await?;
        self.keep(row).await?;
        Ok(outcome)
    }

    /// Adds a register that the operator knows: it is asked first, so that what was typed in is right.
    pub(crate) async fn add(
        &self,
        addition: Addition,
        actor: Actor,
        key: String,
        locale: Locale,
    ) -> Result<Outcome, CoreError> {
        let _one_at_a_time = self.adding.lock().await;
        let request = request_of(&addition);
        if let Some(outcome) = self.made_before(&key, "add", &request).await? {
            return Ok(outcome);
        }
        self.counts_nowhere(&addition.server)?;
        let existing = self.of_serial(addition.serial_number.as_ref())?;
        if existing.is_none() {
            self.room()?;
        }
        let serial_number = addition.serial_number.as_ref().map(ToString::to_string);
        let probe = Probe {
            server: &addition.server,
            version: addition.version,
            device_id: addition.device_id,
            token: addition.token,
            request_number: 1,
            serial_number: serial_number.as_deref(),
        };
        let (answer, beside) = self.ask(&probe).await?;
        let facts = Facts::read(&addition, &beside)?;
        let mut row = self.row_of(&addition, &facts, existing).await?;
        row.name.clone_from(&addition.name);
        row.server.clone_from(&addition.server);
        row.version = addition.version.number();
        row.vat_certificate.clone_from(&addition.vat_certificate);
        row.card = beside
            .registration
            .as_ref()
            .map(|data| card::to_json(data).to_string());
        let setup = RegisterSetup {
            serial_number: facts.serial_number,
            registration_number: facts.registration_number,
            seller: facts.seller,
            device_id: OfdDeviceId::new(addition.device_id),
            token: answer.token,
            rollover: addition.rollover,
            returns_name_parents: addition.version >= Version::V203,
        };
        let operation = Operation {
            key,
            name: "add",
            request,
            command: Command::SetUp(Box::new(setup)),
            actor,
            locale,
            meta: Some(Box::new(row.clone())),
            settings: None,
        };
        self.operate(row.id, operation).await
    }

    /// The register that is added: one that was made here and waits for its set-up, or a new one.
    async fn row_of(
        &self,
        addition: &Addition,
        facts: &Facts,
        existing: Option<Snapshot>,
    ) -> Result<CoreRegister, CoreError> {
        match existing.or(self.of_serial(Some(&facts.serial_number))?) {
            Some(snapshot) if snapshot.state.setup().is_some() => {
                Err(CoreError::Code(ResponseCode::SerialTaken))
            }
            Some(snapshot) => Ok(snapshot.meta.as_ref().clone()),
            None => {
                let platform = self.platform_of(&addition.server);
                let row = fresh(
                    facts.serial_number.as_str(),
                    platform,
                    &addition.name,
                    self.clock.now(),
                )?;
                let added = self.db.write("add_register", {
                    let row = row.clone();
                    move |tx| registers::add(tx, &row)
                });
                let row = CoreRegister {
                    id: added.await?,
                    ..row
                };
                self.keep(row.clone()).await?;
                Ok(row)
            }
        }
    }

    fn of_serial(&self, number: Option<&SerialNumber>) -> Result<Option<Snapshot>, CoreError> {
        let Some(number) = number else { return Ok(None) };
        let found = self
            .list()
            .into_iter()
            .find(|one| one.meta.serial_number == number.as_str());
        match &found {
            Some(snapshot) if snapshot.state.setup().is_some() => {
                Err(CoreError::Code(ResponseCode::SerialTaken))
            }
            _ => Ok(found),
        }
    }

    /// The same making or adding again: its first outcome. The key belongs to the register that it made.
    async fn made_before(
        &self,
        key: &str,
        name: &str,
        request: &Value,
    ) -> Result<Option<Outcome>, CoreError> {
        let ids: Vec<u32> = self.list().iter().map(|one| one.meta.id).collect();
        self.done_before(&ids, key, name, request).await
    }

    /// What came of the same operation before, of one of these registers.
    pub(super) async fn done_before(
        &self,
        ids: &[u32],
        key: &str,
        name: &str,
        request: &Value,
    ) -> Result<Option<Outcome>, CoreError> {
        let (ids, key, is_making) = (ids.to_vec(), key.to_owned(), matches!(name, "new" | "add"));
        let known = self.db.read("find_made", move |tx| {
            for id in &ids {
                // A key of another kind belongs to its register alone.
                let found = operations::find(tx, *id, &key)?
                    .filter(|found| !is_making || matches!(found.name.as_str(), "new" | "add"));
                if found.is_some() {
                    return Ok(found);
                }
            }
            Ok::<_, StoreError>(None)
        });
        match known.await? {
            Some(known) => repeated(known, name, request),
            None => Ok(None),
        }
    }

    /// INFO outside of the register's own exchange.
    pub(super) async fn ask(&self, probe: &Probe<'_>) -> Result<(Answer, Beside), CoreError> {
        let now = self.clock.now().to_local(types::UtcOffset::KAZAKHSTAN);
        let claims = RegisterCard {
            serial_number: probe.serial_number.map(str::to_owned),
            device_id: Some(probe.device_id.to_string()),
            ..RegisterCard::default()
        };
        let message = request_to_message(&Request::Info, &facts_of(claims, None), probe.version, now)
            .map_err(|faults| CoreError::Defect(format!("{faults:?}")))?;
        let header = Header {
            version: probe.version.number(),
            size_bytes: 0,
            device_id: probe.device_id,
            token: probe.token,
            request_number: probe.request_number,
        };
        let answer = exchange(probe.server, probe.version, header, &message, self.config.timing).await;
        let (answer, beside) = answer.map_err(|error| CoreError::Unreachable {
            server: probe.server.to_owned(),
            detail: error.to_string(),
        })?;
        if answer.result.class() != AnswerClass::Accepted {
            return Err(CoreError::Operator {
                result: answer.result.0,
                text: answer.text,
            });
        }
        Ok((answer, beside))
    }

    /// A sandbox, whose clock can be moved, speaks with servers of test platforms alone.
    pub(super) fn counts_nowhere(&self, server: &str) -> Result<(), CoreError> {
        let is_sandbox = self.config.installation == Installation::Sandbox;
        if !is_sandbox || self.platform_of(server) == Platform::Test {
            return Ok(());
        }
        Err(CoreError::Fields(vec![FieldFinding {
            field: "server".to_owned(),
            rule: "sandbox".to_owned(),
            value: server.to_owned(),
            message:
                "a sandbox takes servers of test platforms alone: those of `--operator name=host:port=test`"
                    .to_owned(),
        }]))
    }

    fn platform_of(&self, server: &str) -> Platform {
        let operators = &self.config.operators;
        let known = operators.iter().find(|operator| operator.address == server);
        known.map_or(Platform::Production, |operator| operator.platform)
    }
}

fn request_of(addition: &Addition) -> Value {
    canonical(&json!({
        "server": addition.server,
        "device_id": addition.device_id,
        // A secret is not written beside the command.
        "token": crate::request_match::digest("token", &json!(addition.token)),
        "name": addition.name,
        "serial_number": addition.serial_number.as_ref().map(ToString::to_string),
        "vat_certificate": addition.vat_certificate,
        "rollover": addition.rollover,
        "version": addition.version.number(),
    }))
}

fn fresh(serial: &str, platform: Platform, name: &str, now: Timestamp) -> Result<CoreRegister, CoreError> {
    let state =
        serde_json::to_string(&CashRegister::new()).map_err(|error| CoreError::Defect(error.to_string()))?;
    Ok(CoreRegister {
        id: 0,
        name: name.to_owned(),
        serial_number: serial.to_owned(),
        platform: platform.as_str().to_owned(),
        server: String::new(),
        version: Version::V203.number(),
        state,
        card: None,
        vat_certificate: None,
        created_at: now,
        last_answer_at: None,
    })
}

fn clock_too_early(error: &NumberError) -> CoreError {
    CoreError::Fields(vec![FieldFinding {
        field: "clock".to_owned(),
        rule: "clock".to_owned(),
        value: String::new(),
        message: error.to_string(),
    }])
}
