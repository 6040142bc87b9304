//! Registers that a foreign agent drives.

use receipt::Receipt;
use types::{Inn, LocalDateTime, OrganizationId, RegisterId, Secret, TaskId};

use super::Door;

/// A register whose agent's signature was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisterActor {
    /// The register.
    pub register: RegisterId,
    /// Its organization.
    pub organization: OrganizationId,
}

/// What the signature of an agent's request is checked with.
#[derive(Clone, Debug)]
pub struct RegisterCredentials {
    /// Who acts when the signature is right.
    pub actor: RegisterActor,
    /// Key of the signature of `activate` and `deactivate`.
    pub secret: Secret,
    /// Follows the secret in the key of `tasks`.
    pub serial_number: String,
}

/// What became of an activation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Activation {
    /// The register takes tasks.
    Active,
    /// It was refused, for a reason that is shown to the agent's user.
    Refused {
        /// The reason.
        reason: String,
    },
}

/// One poll of an agent.
#[derive(Clone, Debug)]
pub struct Beat {
    /// What the agent says of the device.
    pub device: DeviceReport,
    /// What became of the last task.
    pub report: Option<TaskReport>,
    /// Whether the agent takes a task.
    pub wanted: Wanted,
    /// Version of the agent, such as `kkl-6.0.1`.
    pub agent_version: Option<String>,
}

/// Whether an agent takes a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// At most one.
    OneTask,
    /// None: it only reports.
    Nothing,
}

/// What an agent says of its device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceReport {
    /// The device answers.
    Present {
        /// Serial number of the register.
        serial_number: String,
        /// Number of the fiscal storage, as reported.
        fiscal_storage: Option<String>,
        /// End of the fiscal storage's validity.
        valid_until: Option<LocalDateTime>,
        /// Warning bits of the fiscal storage: 0 replace urgently, 1 resource used up, 2 memory full,
        /// 3 operator too long silent, 7 critical.
        warnings: u8,
        /// Rented station.
        rent_station: Option<String>,
    },
    /// The device does not answer; no task is handed out.
    Silent {
        /// The agent's words.
        error_description: String,
        /// Rented station.
        rent_station: Option<String>,
    },
}

/// What became of a task at the device. Reports come at least once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskReport {
    /// A document was sealed.
    Sealed {
        /// The task.
        task: TaskId,
        /// The document.
        document: Box<ReportedDocument>,
    },
    /// The device or the agent refused.
    Failed {
        /// The task.
        task: TaskId,
        /// The agent's words.
        error_description: String,
    },
}

/// A fiscal document in the words of a foreign agent: texts that nobody vouches for, not even for uniqueness.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportedDocument {
    /// Taxpayer number.
    pub inn: Option<String>,
    /// Serial number of the register.
    pub serial_number: Option<String>,
    /// Registration number.
    pub registration_number: Option<String>,
    /// Number of the fiscal storage.
    pub fiscal_storage: Option<String>,
    /// Number of the document.
    pub document_number: Option<u64>,
    /// Fiscal sign.
    pub fiscal_sign: Option<u64>,
    /// Time of settlement by the register's clock.
    pub settled_at: Option<LocalDateTime>,
    /// Shift.
    pub shift_number: Option<u64>,
    /// Receipt in the shift.
    pub receipt_number: Option<u64>,
    /// Sum, as a decimal text.
    pub sum: Option<String>,
    /// Taxpayer's name.
    pub organization_name: Option<String>,
    /// Taxpayer's address.
    pub organization_address: Option<String>,
    /// Taxation regime, as reported.
    pub taxation: Option<String>,
    /// Cashier.
    pub cashier: Option<String>,
    /// Cashier's taxpayer number.
    pub cashier_inn: Option<String>,
    /// Site of the operator.
    pub ofd_url: Option<String>,
}

/// A task leased to a register, with everything that the agent wants to be told.
#[derive(Clone, Debug)]
pub struct HandedOutTask {
    /// The task.
    pub task: TaskId,
    /// Its UUID.
    pub uuid: String,
    /// The shop's operation number.
    pub external_id: String,
    /// Dialect that the shop spoke.
    pub door: Door,
    /// What is to be sealed.
    pub receipt: Receipt,
    /// The seller as the register was registered.
    pub seller: SellerOfRecord,
}

/// The seller as a register was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SellerOfRecord {
    /// Taxpayer number: tag 1018.
    pub inn: Inn,
    /// Name: tag 1048.
    pub name: String,
    /// Address of settlement: tag 1009.
    pub settlement_address: String,
    /// Place of settlement: tag 1187.
    pub settlement_place: String,
    /// Cashier for receipts that name none.
    pub cashier_name: String,
    /// The cashier's taxpayer number.
    pub cashier_inn: Option<Inn>,
}
