//! Registers that a foreign agent drives.

use app::register_door::{self, HandedOut, Memory, Readiness, Reported};
use serde_json::json;
use store::tasks::TaskDocument;
use types::LocalDateTime;

use super::task::{door, external_id};
use super::{Platform, failed};
use crate::cloud::{
    Activation, Beat, CloudError, CloudResult, DeviceReport, HandedOutTask, RegisterActor, RegisterCloud,
    RegisterCredentials, ReportedDocument, SellerOfRecord, TaskReport, Wanted,
};

impl RegisterCloud for Platform {
    async fn register_credentials(&self, pos_key: &str) -> CloudResult<Option<RegisterCredentials>> {
        let found = register_door::find(&self.app, pos_key).await.map_err(failed)?;
        Ok(found.map(|row| RegisterCredentials {
            actor: RegisterActor {
                register: row.id,
                organization: row.organization,
            },
            secret: row.pos_secret,
            serial_number: row.serial_number,
        }))
    }

    async fn activate(
        &self,
        actor: RegisterActor,
        serial_number: String,
        _rent_station: Option<String>,
    ) -> CloudResult<Activation> {
        let activated = register_door::activate(&self.app, actor.register, serial_number)
            .await
            .map_err(failed)?;
        Ok(match activated {
            Ok(()) => Activation::Active,
            Err(reason) => Activation::Refused { reason },
        })
    }

    async fn deactivate(&self, actor: RegisterActor) -> CloudResult<()> {
        register_door::deactivate(&self.app, actor.register)
            .await
            .map_err(failed)
    }

    async fn beat(&self, actor: RegisterActor, beat: Beat) -> CloudResult<Option<HandedOutTask>> {
        let ready = match (&beat.device, beat.wanted) {
            (DeviceReport::Present { .. }, Wanted::OneTask) => Readiness::Ready,
            (DeviceReport::Silent { .. }, _) | (DeviceReport::Present { .. }, Wanted::Nothing) => {
                Readiness::NotReady
            }
        };
        let call = register_door::Beat {
            device_report: device_report(&beat),
            ready,
            memory: memory(beat.agent_version.as_deref()),
            report: beat.report.map(reported),
        };
        let handed = register_door::beat(&self.app, actor.register, call)
            .await
            .map_err(failed)?;
        handed.map(handed_out).transpose()
    }
}

/// Only our own agent is known to journal before it seals: its version says whose it is.
fn memory(agent_version: Option<&str>) -> Memory {
    match agent_version {
        Some(version) if version.starts_with("qassa-") => Memory::Journal,
        Some(_) | None => Memory::Unknown,
    }
}

/// What is kept of a device's report, for people.
fn device_report(beat: &Beat) -> String {
    let version = beat.agent_version.as_deref();
    let report = match &beat.device {
        DeviceReport::Present {
            serial_number,
            fiscal_storage,
            valid_until,
            warnings,
            rent_station,
        } => json!({
            "serial_number": serial_number,
            "fiscal_storage": fiscal_storage,
            "valid_until": valid_until.map(|until| until.to_string()),
            "warnings": warnings,
            "rent_station": rent_station,
            "agent_version": version,
        }),
        DeviceReport::Silent {
            error_description,
            rent_station,
        } => json!({
            "error_description": error_description,
            "rent_station": rent_station,
            "agent_version": version,
        }),
    };
    report.to_string()
}

fn reported(report: TaskReport) -> (types::TaskId, Reported) {
    match report {
        TaskReport::Sealed { task, document } => (task, Reported::Sealed(task_document(&document))),
        TaskReport::Failed {
            task,
            error_description,
        } => (task, Reported::Failed(error_description)),
    }
}

/// A foreign register's words, as they are: nobody vouches for them.
fn task_document(document: &ReportedDocument) -> TaskDocument {
    let number = |number: Option<u64>| number.and_then(|number| i64::try_from(number).ok()).unwrap_or(0);
    TaskDocument {
        registration_number: document.registration_number.clone().unwrap_or_default(),
        fiscal_storage_number: document.fiscal_storage.clone().unwrap_or_default(),
        document_number: number(document.document_number),
        fiscal_sign: number(document.fiscal_sign),
        shift_number: number(document.shift_number),
        receipt_number: number(document.receipt_number),
        settled_at: document.settled_at.unwrap_or(LocalDateTime::from_wall_seconds(0)),
    }
}

fn handed_out(handed: HandedOut) -> CloudResult<HandedOutTask> {
    let HandedOut { task, registration } = handed;
    let receipt = serde_json::from_str(&task.receipt).map_err(|error| CloudError::Failed(Box::new(error)))?;
    Ok(HandedOutTask {
        task: task.id,
        external_id: external_id(&task).text,
        door: door(&task.door),
        uuid: task.uuid,
        receipt,
        seller: SellerOfRecord {
            inn: registration.inn,
            name: registration.user_name,
            settlement_address: registration.settlement_address,
            settlement_place: registration.settlement_place,
            cashier_name: registration.cashier.name,
            cashier_inn: registration.cashier.inn,
        },
    })
}
