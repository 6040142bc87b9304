//! Cash registers: virtual ones with an emulated storage, and real ones behind an agent.

mod reading;

use ofd_ru::signs::SandboxKeys;
use register::{Event, Registration, StorageProfile, VirtualRegister};
use store::ofd_registers::{self, OfdRegister, OfdRegisterState, Progress};
use store::organizations::Holding;
use store::registers::{self, NewRegister, RegisterKind, RegisterRow, RegisterState};
use store::{StoreError, Tx, fiscal_storages, sealed_documents};
use types::{FiscalStorageNumber, OrganizationId, RegisterId, Secret, Timestamp};

use super::{Fault, SetupError, organizations};
use crate::App;
use crate::credentials;
use crate::fiscalization::{FiscalizationError, sealed_row, state_json};
use reading::{Numbers, Wanted};

/// A register as somebody describes it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// `virtual` or `agent`.
    pub kind: String,
    /// What people call it; nothing: its serial number.
    pub name: Option<String>,
    /// Given by the manufacturer; made for a virtual register that has none.
    pub serial_number: Option<String>,
    /// Issued by the tax authority; made for a virtual register that has none.
    pub registration_number: Option<String>,
    /// Storage in use; made for a virtual register that has none.
    pub fiscal_storage: Option<String>,
    /// Version of the format: `1.05`, `1.1` or `1.2`; nothing: `1.2`.
    pub ffd: Option<String>,
    /// Name of the taxpayer, tag 1048; nothing: the organization's.
    pub user_name: Option<String>,
    /// Tag 1009.
    pub settlement_address: String,
    /// Tag 1187.
    pub settlement_place: String,
    /// Taxation regimes, tag 1062: see [`TAXATION`].
    pub taxation: Vec<String>,
    /// Conditions of use, tag 1290: see [`CONDITIONS`].
    pub conditions: Vec<String>,
    /// Number of the automatic machine, tag 1036; nothing: a person attends.
    pub machine_number: Option<String>,
    /// Cashier of documents that name nobody else, tag 1021.
    pub cashier: String,
    /// Taxpayer number of that cashier, tag 1203.
    pub cashier_inn: Option<String>,
    /// Sender of electronic receipts, tag 1117.
    pub sender_email: Option<String>,
    /// Taxpayer number of another fiscal data operator; nothing: this one.
    pub ofd_inn: Option<String>,
    /// Name of another fiscal data operator.
    pub ofd_name: Option<String>,
}

pub use reading::{CONDITIONS, TAXATION};

/// A register with the key and secret that were made for its agent, to be shown once.
#[derive(Clone, Debug)]
pub struct Created {
    /// The register.
    pub id: RegisterId,
    /// Owner.
    pub organization: OrganizationId,
    /// Who drives it.
    pub kind: RegisterKind,
    /// Whether it takes tasks.
    pub state: RegisterState,
    /// What people call it.
    pub name: String,
    /// Given by the manufacturer.
    pub serial_number: String,
    /// Issued by the tax authority.
    pub registration_number: String,
    /// Storage in use.
    pub fiscal_storage: String,
    /// Name in the register door.
    pub pos_key: String,
    /// Key of the agent's signatures.
    pub pos_secret: Secret,
}

/// A register that is ready to be kept, with everything random in it, so that the unit can be repeated.
pub(crate) struct Prepared {
    wanted: Wanted,
    sequence: u64,
    pos_key: String,
    pos_secret: Secret,
    state: RegisterState,
}

impl Draft {
    /// Checks every field, and makes what a virtual register has not.
    pub(crate) fn prepare(&self, app: &App) -> Result<Prepared, SetupError> {
        let rng = app.rng();
        let wanted = self.read(rng)?;
        Ok(Prepared {
            state: match wanted.kind {
                RegisterKind::Virtual => RegisterState::Active,
                RegisterKind::Agent => RegisterState::Inactive,
            },
            wanted,
            sequence: reading::number(rng, 10),
            pos_key: credentials::register_secret(rng),
            pos_secret: Secret::new(credentials::register_secret(rng)),
        })
    }
}

/// Creates a register. A virtual one is put into service at once: document 1 of its storage is sealed. One behind
/// an agent takes tasks when its agent has activated it.
pub async fn create(app: &App, organization: OrganizationId, draft: Draft) -> Result<Created, SetupError> {
    let prepared = draft.prepare(app)?;
    let (now, platform) = (app.now(), app.clone());
    app.db()
        .write("create_register", move |tx| {
            prepared.add(tx, &platform, organization, now)
        })
        .await
        .map_err(taken)
}

/// A number that is in use, as a fault of its field.
fn taken(error: SetupError) -> SetupError {
    let field = match &error {
        SetupError::Store(error) if error.violates("registers_serial_unique") => "serial_number",
        SetupError::Store(error) if error.violates("fiscal_storages_pkey") => STORAGE,
        _ => return error,
    };
    SetupError::Faults(vec![Fault {
        field,
        value: None,
        right: IN_USE.to_owned(),
    }])
}

const STORAGE: &str = "fiscal_storage";
const IN_USE: &str = "is in use already; every register has its own";

impl Prepared {
    /// Takes tasks from the start, whoever drives it.
    pub(crate) fn activated(self) -> Self {
        Self {
            state: RegisterState::Active,
            ..self
        }
    }

    pub(crate) fn add(
        &self,
        tx: &mut Tx<'_>,
        app: &App,
        organization: OrganizationId,
        now: Timestamp,
    ) -> Result<Created, SetupError> {
        let owner = organizations::with_room(tx, organization, Holding::Registers)?;
        let registration = self.wanted.registration(&owner, self.sequence, app.settings())?;
        let Numbers { serial, storage, .. } = &self.wanted.numbers;
        let new = NewRegister {
            organization,
            kind: self.wanted.kind,
            serial_number: serial.to_string(),
            pos_key: self.pos_key.clone(),
            pos_secret: self.pos_secret.clone(),
            name: self.wanted.name.clone().unwrap_or_else(|| serial.to_string()),
            registration_number: registration.registration_number.to_string(),
            fiscal_storage_number: storage.to_string(),
            registration: serde_json::to_string(&registration)?,
            state: self.state,
        };
        let id = registers::create(tx, &new, now)?;
        if self.wanted.ofd.is_none() && !enroll(tx, &new, &registration, now)? {
            return Err(SetupError::fault(STORAGE, storage.as_str(), IN_USE));
        }
        if new.kind == RegisterKind::Virtual {
            let row = registers::find(tx, id)?.ok_or(FiscalizationError::UnknownRegister(id))?;
            put_into_service(tx, app, &row, &registration, storage, now)?;
        }
        Ok(created(id, new))
    }
}

fn created(id: RegisterId, new: NewRegister) -> Created {
    Created {
        id,
        organization: new.organization,
        kind: new.kind,
        state: new.state,
        name: new.name,
        serial_number: new.serial_number,
        registration_number: new.registration_number,
        fiscal_storage: new.fiscal_storage_number,
        pos_key: new.pos_key,
        pos_secret: new.pos_secret,
    }
}

/// The contract with our operator. `false`: the operator knows the storage already.
fn enroll(
    tx: &mut Tx<'_>,
    new: &NewRegister,
    registration: &Registration,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let contract = OfdRegister {
        fiscal_storage_number: new.fiscal_storage_number.clone(),
        organization: Some(new.organization),
        registration_number: Some(new.registration_number.clone()),
        serial_number: Some(new.serial_number.clone()),
        inn: Some(registration.inn.to_string()),
        state: OfdRegisterState::Active,
        progress: Progress::default(),
        last_received_at: None,
        version: 0,
    };
    ofd_registers::enroll(tx, &contract, now)
}

/// Registers a new storage in a virtual register: document number 1.
fn put_into_service(
    tx: &mut Tx<'_>,
    app: &App,
    row: &RegisterRow,
    registration: &Registration,
    storage: &FiscalStorageNumber,
    now: Timestamp,
) -> Result<(), FiscalizationError> {
    let keys = SandboxKeys::published(storage);
    let local = now.to_local(app.settings().offset);
    let profile = StorageProfile::default();
    let (register, events) =
        VirtualRegister::register(registration.clone(), storage.clone(), profile, local, &keys)?;
    fiscal_storages::create(tx, storage.as_str(), row.id, &state_json(&register), now)?;
    for event in &events {
        match event {
            Event::DocumentSealed(sealed) => {
                let document = sealed_row(row, storage.as_str(), sealed, None, now);
                sealed_documents::insert(tx, &document)?;
            }
            Event::Prepared | Event::ConfirmationAccepted(_) | Event::SendingCompleted => {}
        }
    }
    Ok(())
}

/// Registers of an organization with numbers above `after`, oldest first.
pub async fn list(
    app: &App,
    organization: OrganizationId,
    after: Option<RegisterId>,
    limit: u32,
) -> Result<Vec<RegisterRow>, StoreError> {
    app.db()
        .read("list_registers", move |tx| {
            registers::of_organization(tx, organization, after, limit)
        })
        .await
}
