//! The sandbox: an organization with shop, queues and registers to play with, made once for a data folder.

pub mod kazakhstan;

use serde::{Deserialize, Serialize};
use store::{StoreError, Tx, sandbox};
use types::{Inn, OrganizationId, QueueId, RegistrationNumber, Secret, SerialNumber, Timestamp};

use crate::App;
use crate::credentials;
use crate::setup::queues::{Change, End};
use crate::setup::users::Post;
use crate::setup::{SetupError, organizations, queues, registers, shops, users};

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
    /// A part of it was refused.
    #[error(transparent)]
    Setup(#[from] SetupError),
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
    shop: shops::Prepared,
    owner: PersonPlan,
    operator: PersonPlan,
    own: Vec<registers::Prepared>,
    external: Vec<registers::Prepared>,
}

impl Plan {
    fn draw(app: &App, registers: u16) -> Result<Self, SandboxError> {
        let rng = app.rng();
        let person = |login: &str| Credentials {
            login: login.to_owned(),
            password: credentials::random_text(rng, 12),
        };
        let register = |number, kind| register_plan(app, number, kind);
        Ok(Self {
            shop: shop_plan().prepare(app)?,
            owner: PersonPlan::of(app, person("owner"))?,
            operator: PersonPlan::of(app, person("operator"))?,
            own: (1..)
                .filter(|number| *number != EXTERNAL)
                .take(usize::from(registers))
                .map(|number| register(number, "virtual"))
                .collect::<Result<_, _>>()?,
            external: vec![register(EXTERNAL, "agent")?],
        })
    }

    fn carry_out(&self, tx: &mut Tx<'_>, app: &App, now: Timestamp) -> Result<Facts, SandboxError> {
        let organization = organizations::add(tx, &organization_plan().read()?, now)?.id;
        self.owner.user.add(tx, Post::Owner(organization), now)?;
        self.operator.user.add(tx, Post::Operator, now)?;
        let shop = self.shop.add(tx, organization, now)?;
        let queue = |tx: &mut Tx<'_>, name: &str, plans: &[registers::Prepared]| {
            let queue = queues::add(tx, organization, name, now)?;
            queues::connect(tx, &queue, Change::Attach, End::Shop(shop.id))?;
            let mut registers = Vec::new();
            for plan in plans {
                let register = plan.add(tx, app, organization, now)?;
                queues::connect(tx, &queue, Change::Attach, End::Register(register.id))?;
                registers.push(facts_of(register));
            }
            Ok::<_, SandboxError>(QueueFacts {
                id: queue.id,
                registers,
            })
        };
        let facts = Facts {
            organization_inn: ORGANIZATION_INN.to_owned(),
            organization,
            queue: queue(tx, "Виртуальные кассы", &self.own)?,
            external: queue(tx, "Внешняя касса", &self.external)?,
            shop_id: shop.public_id,
            shop_secret: shop.secret.reveal().to_owned(),
            owner: self.owner.credentials.clone(),
            operator: self.operator.credentials.clone(),
        };
        sandbox::set(tx, SETTING, &serde_json::to_string(&facts)?)?;
        Ok(facts)
    }
}

struct PersonPlan {
    credentials: Credentials,
    user: users::Prepared,
}

impl PersonPlan {
    fn of(app: &App, credentials: Credentials) -> Result<Self, SetupError> {
        let draft = users::Draft {
            login: credentials.login.clone(),
            password: Some(Secret::new(credentials.password.as_str())),
        };
        Ok(Self {
            user: draft.prepare(app)?,
            credentials,
        })
    }
}

fn organization_plan() -> organizations::Draft {
    organizations::Draft {
        inn: ORGANIZATION_INN.to_owned(),
        kpp: Some("772701001".to_owned()),
        name: "ООО \"Пример\"".to_owned(),
    }
}

fn shop_plan() -> shops::Draft {
    shops::Draft {
        name: "Пример".to_owned(),
        ..shops::Draft::default()
    }
}

fn register_plan(app: &App, number: u32, kind: &str) -> Result<registers::Prepared, SetupError> {
    let inn = Inn::parse(ORGANIZATION_INN).expect("the sandbox's taxpayer number is valid");
    let serial_number =
        SerialNumber::parse(&format!("QASSA{number:07}")).expect("letters and digits are a serial number");
    let registration_number = RegistrationNumber::compute(u64::from(number), &inn, &serial_number);
    let draft = registers::Draft {
        kind: kind.to_owned(),
        name: Some(format!("Касса {serial_number}")),
        serial_number: Some(serial_number.into()),
        registration_number: Some(registration_number.into()),
        fiscal_storage: Some(format!("99990001{number:08}")),
        settlement_address: "117000, г. Москва, ул. Примерная, д. 1".to_owned(),
        settlement_place: "https://shop.example".to_owned(),
        taxation: registers::TAXATION.map(|(word, _)| word.to_owned()).to_vec(),
        cashier: "Администратор".to_owned(),
        sender_email: Some("receipts@shop.example".to_owned()),
        ..registers::Draft::default()
    };
    // Whoever plays with an agent need not activate the register first.
    Ok(draft.prepare(app)?.activated())
}

fn facts_of(register: registers::Created) -> RegisterFacts {
    RegisterFacts {
        pos_key: register.pos_key,
        pos_secret: register.pos_secret.reveal().to_owned(),
        serial_number: register.serial_number,
        registration_number: register.registration_number,
        fiscal_storage: register.fiscal_storage,
    }
}
