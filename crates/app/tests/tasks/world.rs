//! A small platform: one organization with a shop, a queue of two virtual registers, and a queue of two agents.

use std::sync::Arc;

use app::context::Unverified;
use app::fiscalization::{self, Sealing};
use app::intake::{self, Outcome, Submission};
use app::kz_ofd::KzSettings;
use app::register_door::{self, Beat, HandedOut, Memory, Readiness, Reported};
use app::task::{self, TaskDetail};
use app::{App, Settings};
use ofd_ru::FfdVersion;
use ofd_ru::signs::SandboxKeys;
use receipt::{
    Buyer, Cashier, DocumentForm, LineSubject, MeasureUnit, Operation, Payments, Receipt, ReceiptLine,
    Seller, SettlementMethod, TaxationRegime, VatRate,
};
use register::{
    AgentSet, Attendance, Destination, Registration, StorageProfile, TaxationSet, UsageConditions,
    VirtualRegister,
};
use store::organizations::{self, NewOrganization};
use store::registers::{self, NewRegister, RegisterKind, RegisterState};
use store::shops::{self, NewShop};
use store::tasks::{TaskDocument, TaskState};
use store::{StoreError, Tx, fiscal_storages, queues};
use testkit::{START, TestDb};
use types::{
    FiscalStorageNumber, Inn, LocalDateTime, ManualClock, Money, OrganizationId, Quantity, QueueId,
    RegisterId, RegistrationNumber, Secret, SeededRng, SerialNumber, ShopId, TaskId, UtcOffset,
};

const INN: &str = "7727000006";

/// Time of a lease in these tests.
pub const LEASE_S: u32 = 60;

/// Time after which nobody waits for registers any more.
pub const GIVE_UP_AFTER_S: u32 = 7200;

pub struct World {
    pub app: App,
    pub clock: Arc<ManualClock>,
    pub organization: OrganizationId,
    pub shop: ShopId,
    /// Emptied by `virtuals`.
    pub queue: QueueId,
    /// Emptied by `agents`.
    pub external: QueueId,
    pub virtuals: [RegisterId; 2],
    pub agents: [RegisterId; 2],
    /// Keeps the database.
    _test: TestDb,
}

impl World {
    pub async fn new(test: TestDb) -> Self {
        let clock = Arc::new(ManualClock::new(START));
        let rng = Arc::new(SeededRng::new(7));
        let app = App::new(test.db.clone(), clock.clone(), rng, settings());
        let made = test.db.write("make_world", make).await.unwrap();
        Self {
            app,
            clock,
            organization: made.organization,
            shop: made.shop,
            queue: made.queue,
            external: made.external,
            virtuals: made.virtuals,
            agents: made.agents,
            _test: test,
        }
    }

    /// Takes a receipt in.
    pub async fn sell(&self, queue: QueueId, external_id: &str) -> TaskId {
        match self.submit(queue, submission(external_id)).await {
            Outcome::Created(created) => created.id,
            Outcome::Known { .. } => panic!("{external_id} is known"),
        }
    }

    pub async fn submit(&self, queue: QueueId, submission: Submission) -> Outcome {
        let mut outcomes = intake::accept(&self.app, self.shop, queue, vec![submission])
            .await
            .unwrap();
        outcomes.remove(0)
    }

    pub async fn task(&self, id: TaskId) -> TaskDetail {
        let found = task::detail(&self.app, self.organization, id).await.unwrap();
        found.unwrap()
    }

    pub async fn state(&self, id: TaskId) -> TaskState {
        self.task(id).await.task.state
    }

    /// Words of the timeline.
    pub async fn steps(&self, id: TaskId) -> Vec<String> {
        let steps = self.task(id).await.timeline;
        steps.iter().map(|step| step.step.as_str().to_owned()).collect()
    }

    /// How often a step is in the timeline.
    pub async fn count(&self, id: TaskId, step: &str) -> usize {
        self.steps(id).await.iter().filter(|known| *known == step).count()
    }

    /// A poll of an agent that remembers nothing.
    pub async fn poll(&self, register: RegisterId, report: Option<(TaskId, Reported)>) -> Option<HandedOut> {
        self.beat(register, Memory::Unknown, report).await
    }

    pub async fn beat(
        &self,
        register: RegisterId,
        memory: Memory,
        report: Option<(TaskId, Reported)>,
    ) -> Option<HandedOut> {
        let beat = Beat {
            device_report: "{}".to_owned(),
            ready: Readiness::Ready,
            memory,
            report,
        };
        register_door::beat(&self.app, register, beat).await.unwrap()
    }

    /// Polls, and must be handed this task.
    pub async fn hand_out(&self, register: RegisterId, task: TaskId) {
        let handed = self.poll(register, None).await.unwrap();
        assert_eq!(handed.task.id, task);
    }

    /// Lets leases end.
    pub async fn expire(&self) -> usize {
        self.clock.advance_s(i64::from(LEASE_S) + 1);
        self.recover().await
    }

    pub async fn recover(&self) -> usize {
        fiscalization::recovery::run(&self.app).await.unwrap()
    }

    /// One batch of a virtual register, from the lease to the report.
    pub async fn work(&self, register: RegisterId) -> Vec<(TaskId, Sealing)> {
        let sealings = self.seal(register).await;
        fiscalization::report(&self.app, register, sealings.clone())
            .await
            .unwrap();
        sealings
    }

    /// Leases and seals, and reports nothing.
    pub async fn seal(&self, register: RegisterId) -> Vec<(TaskId, Sealing)> {
        let leased = fiscalization::lease(&self.app, register, 10).await.unwrap();
        fiscalization::seal(&self.app, register, leased.into(), 0)
            .await
            .unwrap()
    }

    /// Leases, and finds the register unable to seal.
    pub async fn be_unready(&self, register: RegisterId, reason: &str) {
        let leased = fiscalization::lease(&self.app, register, 10).await.unwrap();
        let sealings = leased
            .iter()
            .map(|task| (task.id, Sealing::Unready(reason.to_owned())))
            .collect();
        fiscalization::report(&self.app, register, sealings)
            .await
            .unwrap();
    }

    /// Documents that virtual registers sealed for a task.
    pub async fn sealed(&self, register: RegisterId) -> usize {
        let unconfirmed = app::delivery::unconfirmed(&self.app, register).await.unwrap();
        unconfirmed
            .iter()
            .filter(|document| document.task.is_some())
            .count()
    }
}

pub fn reported(number: i64) -> TaskDocument {
    TaskDocument {
        registration_number: "0000000000000001".to_owned(),
        fiscal_storage_number: "0000000000000001".to_owned(),
        document_number: number,
        fiscal_sign: 1_234_567_890,
        shift_number: 1,
        receipt_number: number,
        settled_at: LocalDateTime::from_calendar(2026, 11, 22, 13, 0, 0).unwrap(),
    }
}

pub fn sealed(task: TaskId, number: i64) -> Option<(TaskId, Reported)> {
    Some((task, Reported::Sealed(reported(number))))
}

pub fn failed(task: TaskId) -> Option<(TaskId, Reported)> {
    Some((task, Reported::Failed("no paper".to_owned())))
}

pub fn submission(external_id: &str) -> Submission {
    Submission {
        external_id: external_id.to_owned(),
        external_id_spelling: "text",
        door: "komtet-v2",
        intent: "sell".to_owned(),
        body: b"{}".to_vec(),
        content_hash: [1; 32],
        receipt: sale(),
        callback_url: Some("https://shop.example/callback".to_owned()),
    }
}

fn sale() -> Receipt {
    let total = Money::from_minor(10_000);
    Receipt {
        operation: Operation::Sell,
        form: DocumentForm::Receipt,
        correction: None,
        taxation: TaxationRegime::General,
        seller: Seller::default(),
        buyer: Buyer {
            email: Some("buyer@example.com".to_owned()),
            ..Buyer::default()
        },
        lines: vec![ReceiptLine {
            name: "Mug".to_owned(),
            price: total,
            quantity: Quantity::from_whole(1).unwrap(),
            total,
            measure: MeasureUnit::PIECE,
            measure_name: None,
            vat: VatRate::Percent(22),
            method: SettlementMethod::FullPayment,
            subject: LineSubject::GOOD,
            item_id: None,
            additional_detail: None,
            excise: None,
            country_code: None,
            declaration_number: None,
            agent: None,
            supplier: None,
            marking: None,
            sectoral: Vec::new(),
            wholesale: false,
        }],
        payments: Payments {
            electronic: total,
            ..Payments::default()
        },
        cashier: None,
        additional_detail: None,
        user_detail: None,
        sectoral: Vec::new(),
        operational: None,
        cashless: Vec::new(),
        internet: None,
        time_zone: None,
        print: false,
    }
}

fn settings() -> Settings {
    Settings {
        public_url: "http://localhost".to_owned(),
        ofd_inn: Inn::parse("7700000009").unwrap(),
        ofd_name: "Qassa".to_owned(),
        guest_prefix: String::new(),
        unverified: Unverified::Taken,
        waiting_tasks_max: 1000,
        lease_s: LEASE_S,
        attempts_max: 3,
        give_up_after_s: GIVE_UP_AFTER_S,
        shift_close_after_s: 85_800,
        offset: UtcOffset::from_hours(3),
        kz: KzSettings::unconfigured(),
    }
}

struct Made {
    organization: OrganizationId,
    shop: ShopId,
    queue: QueueId,
    external: QueueId,
    virtuals: [RegisterId; 2],
    agents: [RegisterId; 2],
}

fn make(tx: &mut Tx<'_>) -> Result<Made, StoreError> {
    let organization = NewOrganization {
        inn: INN.to_owned(),
        kpp: None,
        name: "Example".to_owned(),
    };
    let organization = organizations::create(tx, &organization, START)?;
    let shop = NewShop {
        organization,
        public_id: "abc123".to_owned(),
        secret: Secret::new("0123456789"),
        name: "Shop".to_owned(),
        success_url: Some("https://shop.example/done".to_owned()),
        failure_url: Some("https://shop.example/failed".to_owned()),
        sender_email: None,
        banner_image_url: None,
        banner_link_url: None,
    };
    let shop = shops::create(tx, &shop, START)?;
    let queue = queues::create(tx, organization, "virtual", START)?;
    let external = queues::create(tx, organization, "agents", START)?;
    queues::attach_shop(tx, queue, shop)?;
    queues::attach_shop(tx, external, shop)?;
    let virtuals = [
        add_register(tx, organization, queue, 1, RegisterKind::Virtual)?,
        add_register(tx, organization, queue, 2, RegisterKind::Virtual)?,
    ];
    let agents = [
        add_register(tx, organization, external, 3, RegisterKind::Agent)?,
        add_register(tx, organization, external, 4, RegisterKind::Agent)?,
    ];
    Ok(Made {
        organization,
        shop,
        queue,
        external,
        virtuals,
        agents,
    })
}

fn add_register(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    queue: QueueId,
    number: u32,
    kind: RegisterKind,
) -> Result<RegisterId, StoreError> {
    let registration = registration(number);
    let storage = format!("99990001{number:08}");
    let new = NewRegister {
        organization,
        kind,
        serial_number: registration.serial_number.to_string(),
        pos_key: format!("pos-{number}"),
        pos_secret: Secret::new("secret"),
        name: format!("Register {number}"),
        registration_number: registration.registration_number.to_string(),
        fiscal_storage_number: storage.clone(),
        registration: serde_json::to_string(&registration).unwrap(),
        state: RegisterState::Active,
    };
    let id = registers::create(tx, &new, START)?;
    queues::attach_register(tx, queue, id)?;
    if kind == RegisterKind::Virtual {
        let storage_number = FiscalStorageNumber::parse(&storage).unwrap();
        let keys = SandboxKeys::published(&storage_number);
        let local = START.to_local(UtcOffset::from_hours(3));
        let profile = StorageProfile::default();
        let (register, _) =
            VirtualRegister::register(registration, storage_number, profile, local, &keys).unwrap();
        let state = serde_json::to_string(&register).unwrap();
        fiscal_storages::create(tx, &storage, id, &state, START)?;
    }
    Ok(id)
}

fn registration(number: u32) -> Registration {
    let inn = Inn::parse(INN).unwrap();
    let serial_number = SerialNumber::parse(&format!("TEST{number:07}")).unwrap();
    Registration {
        ffd: FfdVersion::V1_2,
        registration_number: RegistrationNumber::compute(u64::from(number), &inn, &serial_number),
        serial_number,
        inn,
        user_name: "Example".to_owned(),
        settlement_address: "Moscow".to_owned(),
        settlement_place: "https://shop.example".to_owned(),
        taxation: TaxationSet::GENERAL,
        agents: AgentSet::default(),
        conditions: UsageConditions::default(),
        destination: Destination::Ofd {
            inn: Inn::parse("7700000009").unwrap(),
            name: "Qassa".to_owned(),
        },
        attendance: Attendance::Attended,
        tax_authority_site: "www.nalog.gov.ru".to_owned(),
        sender_email: Some("receipts@shop.example".to_owned()),
        register_version: "1.0".to_owned(),
        cashier: Cashier {
            name: "Cashier".to_owned(),
            inn: None,
        },
    }
}
