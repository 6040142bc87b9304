//! The sandbox: an organization with shop, queues and registers to play with, made once for a data folder.

pub mod kazakhstan;

use receipt::Cashier;
use register::{
    AgentSet, Attendance, Destination, Event, Registration, StorageProfile, TaxationSet, UsageConditions,
    VirtualRegister,
};
use serde::{Deserialize, Serialize};
use store::ofd_registers::{self, OfdRegister, OfdRegisterState, Progress};
use store::organizations::{self, NewOrganization};
use store::queues::{self};
use store::registers::{self, NewRegister, RegisterKind, RegisterRow, RegisterState};
use store::shops::{self, NewShop};
use store::users::{self, NewUser, Role};
use store::{StoreError, Tx, fiscal_storages, sandbox, sealed_documents};
use types::{
    FiscalStorageNumber, Inn, OrganizationId, QueueId, RegistrationNumber, Secret, SerialNumber, Timestamp,
};

use crate::App;
use crate::credentials;
use crate::fiscalization::{FiscalizationError, sealed_row, state_json};
use ofd_ru::FfdVersion;
use ofd_ru::signs::SandboxKeys;

/// Taxpayer of the sandbox; synthetic, with valid check digits.
const ORGANIZATION_INN: &str = "7727000006";

/// Name of the setting that keeps the facts.
const SETTING: &str = "facts";

/// What a newcomer needs to begin.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// Taxpayer number of the organization.
    pub organization_inn: String,
    /// The organization.
    pub organization: OrganizationId,
    /// Public id of the shop.
    pub shop_id: String,
    /// Secret of the shop.
    pub shop_secret: String,
    /// Queue that the sandbox's own registers empty.
    pub queue: QueueFacts,
    /// Queue whose register is somebody else's.
    pub external: QueueFacts,
    /// Owner of the organization.
    pub owner: Credentials,
    /// Staff of the operator.
    pub operator: Credentials,
}

/// A queue with its registers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QueueFacts {
    /// The queue.
    pub id: QueueId,
    /// Its registers.
    pub registers: Vec<RegisterFacts>,
}

/// A register.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterFacts {
    /// Key that its agent shows.
    pub pos_key: String,
    /// Key of its agent's signature.
    pub pos_secret: String,
    /// Given by the manufacturer.
    pub serial_number: String,
    /// Issued by the tax authority.
    pub registration_number: String,
    /// Storage in use.
    pub fiscal_storage: String,
}

/// A login and its password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// Login.
    pub login: String,
    /// Password.
    pub password: String,
}

/// Why the sandbox could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A register refused.
    #[error(transparent)]
    Register(#[from] FiscalizationError),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] credentials::PasswordError),
    /// The stored facts do not read.
    #[error("the stored facts of the sandbox do not read: {0}")]
    Facts(#[from] serde_json::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Number of the register that a foreign agent drives.
const EXTERNAL: u32 = 3;

/// Makes the sandbox with `registers` virtual registers in its queue, or finds the one that is there as it is.
pub async fn prepare(app: &App, registers: u16) -> Result<Facts, SandboxError> {
    let known = app
        .db()
        .read("find_sandbox", |tx| sandbox::setting(tx, SETTING))
        .await?;
    if let Some(text) = known {
        return Ok(serde_json::from_str(&text)?);
    }
    let plan = Plan::draw(app, registers)?;
    let (now, platform) = (app.now(), app.clone());
    app.db()
        .write("make_sandbox", move |tx| plan.carry_out(tx, &platform, now))
        .await
}

/// Everything random, drawn before the unit of work, so that the unit can be repeated.
struct Plan {
    shop: (String, String),
    owner: (Credentials, String),
    operator: (Credentials, String),
    own: Vec<RegisterPlan>,
    external: Vec<RegisterPlan>,
}

struct RegisterPlan {
    facts: RegisterFacts,
    registration: Registration,
    kind: RegisterKind,
}

impl Plan {
    fn draw(app: &App, registers: u16) -> Result<Self, SandboxError> {
        let rng = app.rng();
        let person = |login: &str| -> Result<(Credentials, String), SandboxError> {
            let password = credentials::random_text(rng, 12);
            let hash = credentials::hash_password(&Secret::new(password.as_str()), rng)?;
            Ok((
                Credentials {
                    login: login.to_owned(),
                    password,
                },
                hash,
            ))
        };
        Ok(Self {
            shop: (credentials::shop_public_id(rng), credentials::shop_secret(rng)),
            owner: person("owner")?,
            operator: person("operator")?,
            own: (1..)
                .filter(|number| *number != EXTERNAL)
                .take(usize::from(registers))
                .map(|number| register_plan(app, number, RegisterKind::Virtual))
                .collect(),
            external: vec![register_plan(app, EXTERNAL, RegisterKind::Agent)],
        })
    }

    fn carry_out(&self, tx: &mut Tx<'_>, app: &App, now: Timestamp) -> Result<Facts, SandboxError> {
        let organization = NewOrganization {
            inn: ORGANIZATION_INN.to_owned(),
            kpp: Some("772701001".to_owned()),
            name: "ООО \"Пример\"".to_owned(),
        };
        let organization = organizations::create(tx, &organization, now)?;
        for (person, role, owner) in [
            (&self.owner, Role::Owner, Some(organization)),
            (&self.operator, Role::Operator, None),
        ] {
            let user = NewUser {
                organization: owner,
                login: person.0.login.clone(),
                password_hash: person.1.clone(),
                role,
            };
            users::create(tx, &user, now)?;
        }
        let shop = NewShop {
            organization,
            public_id: self.shop.0.clone(),
            secret: Secret::new(self.shop.1.as_str()),
            name: "Пример".to_owned(),
            success_url: None,
            failure_url: None,
            sender_email: None,
            banner_image_url: None,
            banner_link_url: None,
        };
        let shop = shops::create(tx, &shop, now)?;
        let queue = |tx: &mut Tx<'_>, name: &str, plans: &[RegisterPlan]| {
            let id = queues::create(tx, organization, name, now)?;
            queues::attach_shop(tx, id, shop)?;
            for plan in plans {
                let register = create_register(tx, app, organization, plan, now)?;
                queues::attach_register(tx, id, register)?;
            }
            let registers = plans.iter().map(|plan| plan.facts.clone()).collect();
            Ok::<_, SandboxError>(QueueFacts { id, registers })
        };
        let facts = Facts {
            organization_inn: ORGANIZATION_INN.to_owned(),
            organization,
            shop_id: self.shop.0.clone(),
            shop_secret: self.shop.1.clone(),
            queue: queue(tx, "Виртуальные кассы", &self.own)?,
            external: queue(tx, "Внешняя касса", &self.external)?,
            owner: self.owner.0.clone(),
            operator: self.operator.0.clone(),
        };
        sandbox::set(tx, SETTING, &serde_json::to_string(&facts)?)?;
        Ok(facts)
    }
}

fn register_plan(app: &App, number: u32, kind: RegisterKind) -> RegisterPlan {
    let inn = Inn::parse(ORGANIZATION_INN).expect("the sandbox's taxpayer number is valid");
    let serial_number =
        SerialNumber::parse(&format!("QASSA{number:07}")).expect("letters and digits are a serial number");
    let registration_number = RegistrationNumber::compute(u64::from(number), &inn, &serial_number);
    let rng = app.rng();
    let facts = RegisterFacts {
        pos_key: credentials::register_secret(rng),
        pos_secret: credentials::register_secret(rng),
        serial_number: serial_number.to_string(),
        registration_number: registration_number.to_string(),
        fiscal_storage: format!("99990001{number:08}"),
    };
    let registration = Registration {
        ffd: FfdVersion::V1_2,
        registration_number,
        serial_number,
        inn,
        user_name: "ООО \"Пример\"".to_owned(),
        settlement_address: "117000, г. Москва, ул. Примерная, д. 1".to_owned(),
        settlement_place: "https://shop.example".to_owned(),
        taxation: TaxationSet::GENERAL
            .with(TaxationSet::SIMPLIFIED_INCOME)
            .with(TaxationSet::SIMPLIFIED_INCOME_MINUS_EXPENSE)
            .with(TaxationSet::AGRICULTURAL)
            .with(TaxationSet::PATENT),
        agents: AgentSet::default(),
        conditions: UsageConditions::default(),
        destination: Destination::Ofd {
            inn: app.settings().ofd_inn.clone(),
            name: app.settings().ofd_name.clone(),
        },
        attendance: Attendance::Attended,
        tax_authority_site: "www.nalog.gov.ru".to_owned(),
        sender_email: Some("receipts@shop.example".to_owned()),
        register_version: "1.0".to_owned(),
        cashier: Cashier {
            name: "Администратор".to_owned(),
            inn: None,
        },
    };
    RegisterPlan {
        facts,
        registration,
        kind,
    }
}

fn create_register(
    tx: &mut Tx<'_>,
    app: &App,
    organization: OrganizationId,
    plan: &RegisterPlan,
    now: Timestamp,
) -> Result<types::RegisterId, SandboxError> {
    let facts = &plan.facts;
    let new = NewRegister {
        organization,
        kind: plan.kind,
        serial_number: facts.serial_number.clone(),
        pos_key: facts.pos_key.clone(),
        pos_secret: Secret::new(facts.pos_secret.as_str()),
        name: format!("Касса {}", facts.serial_number),
        registration_number: facts.registration_number.clone(),
        fiscal_storage_number: facts.fiscal_storage.clone(),
        registration: serde_json::to_string(&plan.registration)?,
        state: RegisterState::Active,
    };
    let id = registers::create(tx, &new, now)?;
    let contract = OfdRegister {
        fiscal_storage_number: facts.fiscal_storage.clone(),
        organization: Some(organization),
        registration_number: Some(facts.registration_number.clone()),
        serial_number: Some(facts.serial_number.clone()),
        inn: Some(ORGANIZATION_INN.to_owned()),
        state: OfdRegisterState::Active,
        progress: Progress::default(),
        last_received_at: None,
    };
    ofd_registers::enroll(tx, &contract, now)?;
    if plan.kind == RegisterKind::Virtual {
        let row = registers::find(tx, id)?.ok_or(FiscalizationError::UnknownRegister(id))?;
        put_into_service(tx, app, &row, &plan.registration, now)?;
    }
    Ok(id)
}

/// Registers a new storage in a virtual register: document number 1.
fn put_into_service(
    tx: &mut Tx<'_>,
    app: &App,
    row: &RegisterRow,
    registration: &Registration,
    now: Timestamp,
) -> Result<(), FiscalizationError> {
    let number = FiscalStorageNumber::parse(&row.fiscal_storage_number)
        .map_err(|_| FiscalizationError::UnknownRegister(row.id))?;
    let keys = SandboxKeys::published(&number);
    let local = now.to_local(app.settings().offset);
    let (register, events) = VirtualRegister::register(
        registration.clone(),
        number,
        StorageProfile::default(),
        local,
        &keys,
    )?;
    fiscal_storages::create(
        tx,
        &row.fiscal_storage_number,
        row.id,
        &state_json(&register),
        now,
    )?;
    for event in &events {
        match event {
            Event::DocumentSealed(sealed) => {
                let document = sealed_row(row, &row.fiscal_storage_number, sealed, None, now);
                sealed_documents::insert(tx, &document)?;
            }
            Event::Prepared | Event::ConfirmationAccepted(_) | Event::SendingCompleted => {}
        }
    }
    Ok(())
}
