//! A sandbox's organization on a fresh database: a queue with two virtual registers, one with an agent's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use app::context::{Settings, Unverified};
use app::fiscalization::{self, Sealing};
use app::intake::{self, Outcome, Submission};
use app::kz_ofd::KzSettings;
use app::sandbox::Facts;
use app::{App, sandbox};
use receipt::{
    Buyer, DocumentForm, LineSubject, MeasureUnit, Operation, Payments, Receipt, ReceiptLine, Seller,
    SettlementMethod, TaxationRegime, VatRate,
};
use store::sealed_documents::{self, SealedDocument};
use store::tasks::{self, LeasedTask, TaskRow, TaskState};
use store::{StoreError, registers, shops};
use testkit::{START, TestDb};
use types::{
    Inn, ManualClock, Money, Quantity, QueueId, RegisterId, SeededRng, ShopId, TaskId, Timestamp, UtcOffset,
};

pub const LEASE_S: u32 = 60;
pub const ATTEMPTS_MAX: u32 = 5;
pub const GIVE_UP_AFTER_S: u32 = 86_400;
pub const SHIFT_CLOSE_AFTER_S: u32 = 85_800;

pub struct Stage {
    pub clock: Arc<ManualClock>,
    pub app: App,
    pub facts: Facts,
    pub shop: ShopId,
    /// The two virtual registers of the queue.
    pub first: RegisterId,
    pub second: RegisterId,
    /// The register that an agent drives.
    pub agents: RegisterId,
    _test: TestDb,
}

impl Stage {
    pub async fn set(test: TestDb) -> Self {
        Self::set_at(test, START).await
    }

    /// A stage whose storages were registered at this moment.
    pub async fn set_at(test: TestDb, start: Timestamp) -> Self {
        let clock = Arc::new(ManualClock::new(start));
        let settings = Settings {
            public_url: "http://127.0.0.1".to_owned(),
            ofd_inn: Inn::parse("7700000009").unwrap(),
            ofd_name: "Qassa".to_owned(),
            guest_prefix: String::new(),
            unverified: Unverified::Taken,
            waiting_tasks_max: 100_000,
            lease_s: LEASE_S,
            attempts_max: ATTEMPTS_MAX,
            shift_close_after_s: SHIFT_CLOSE_AFTER_S,
            offset: UtcOffset::MOSCOW,
            kz: KzSettings::unconfigured(),
            give_up_after_s: GIVE_UP_AFTER_S,
        };
        let app = App::new(
            test.db.clone(),
            clock.clone(),
            Arc::new(SeededRng::new(1)),
            settings,
        );
        let facts = sandbox::prepare(&app, 2).await.unwrap();
        let shop_id = facts.shop_id.clone();
        let shop = app
            .db()
            .read("shop", move |tx| shops::by_public_id(tx, &shop_id))
            .await
            .unwrap()
            .unwrap()
            .id;
        let keys = [
            &facts.queue.registers[0],
            &facts.queue.registers[1],
            &facts.external.registers[0],
        ];
        let keys = keys.map(|register| register.pos_key.clone());
        let ids = app
            .db()
            .read("registers", move |tx| {
                let ids = keys
                    .iter()
                    .map(|key| Ok(registers::by_pos_key(tx, key)?.unwrap().id));
                ids.collect::<Result<Vec<_>, StoreError>>()
            })
            .await
            .unwrap();
        Self {
            clock,
            app,
            facts,
            shop,
            first: ids[0],
            second: ids[1],
            agents: ids[2],
            _test: test,
        }
    }

    /// Puts receipts into the queue of the virtual registers.
    pub async fn sell(&self, name: &str, count: u32) -> Vec<TaskId> {
        self.sell_into(self.facts.queue.id, name, count).await
    }

    pub async fn sell_into(&self, queue: QueueId, name: &str, count: u32) -> Vec<TaskId> {
        let submissions = (0..count).map(|number| submission(format!("{name}-{number}")));
        let outcomes = intake::accept(&self.app, self.shop, queue, submissions.collect())
            .await
            .unwrap();
        let created = outcomes.into_iter().map(|outcome| match outcome {
            Outcome::Created(task) => task.id,
            Outcome::Known { task, .. } => panic!("{} is known", task.external_id),
        });
        created.collect()
    }

    pub async fn lease(&self, register: RegisterId, most: u32) -> Arc<[LeasedTask]> {
        fiscalization::lease(&self.app, register, most)
            .await
            .unwrap()
            .into()
    }

    pub async fn seal(&self, register: RegisterId, leased: &Arc<[LeasedTask]>) -> Vec<(TaskId, Sealing)> {
        fiscalization::seal(&self.app, register, Arc::clone(leased), 0)
            .await
            .unwrap()
    }

    /// One batch as the worker does it: lease, seal, report. The number of tasks.
    pub async fn work(&self, register: RegisterId, most: u32) -> usize {
        let leased = self.lease(register, most).await;
        if leased.is_empty() {
            return 0;
        }
        let sealings = self.seal(register, &leased).await;
        fiscalization::report(&self.app, register, sealings)
            .await
            .unwrap();
        leased.len()
    }

    /// Both virtual registers work until nothing waits; at most so many rounds.
    pub async fn work_off(&self, rounds_max: u32) {
        for _ in 0..rounds_max {
            if self.work(self.first, 2).await + self.work(self.second, 2).await == 0 {
                return;
            }
        }
        panic!("tasks go round for ever");
    }

    /// Both virtual registers try for a while, although they cannot seal.
    pub async fn work_in_vain(&self) {
        for _ in 0..2 * ATTEMPTS_MAX {
            self.work(self.first, 2).await;
            self.work(self.second, 2).await;
        }
    }

    /// Lets the time of waiting run out again and again, so that whoever gives a task back ends it, and the tasks
    /// behind it are tried in their turn; at most so many times.
    pub async fn work_until_given_up(&self, times_max: u32) {
        for _ in 0..times_max {
            self.clock.advance_s(i64::from(GIVE_UP_AFTER_S) + 1);
            self.work_in_vain().await;
            if self.work(self.first, 2).await + self.work(self.second, 2).await == 0 {
                return;
            }
        }
        panic!("tasks wait for ever");
    }

    /// Lets leases run out and looks at them.
    pub async fn recover(&self) -> usize {
        self.clock.advance_s(i64::from(LEASE_S) + 1);
        fiscalization::recovery::run(&self.app).await.unwrap()
    }

    pub async fn task(&self, id: TaskId) -> TaskRow {
        let found = self
            .app
            .db()
            .read("task", move |tx| tasks::find_any(tx, id))
            .await;
        found.unwrap().unwrap()
    }

    pub async fn states(&self, ids: &[TaskId]) -> BTreeSet<&'static str> {
        let mut states = BTreeSet::new();
        for id in ids {
            states.insert(self.task(*id).await.state.as_str());
        }
        states
    }

    /// Everything that both virtual registers sealed, by storage.
    pub async fn sealed(&self) -> BTreeMap<String, Vec<SealedDocument>> {
        let storages: Vec<_> = self
            .facts
            .queue
            .registers
            .iter()
            .map(|register| register.fiscal_storage.clone())
            .collect();
        let sealed = self.app.db().read("sealed", move |tx| {
            storages
                .iter()
                .map(|storage| Ok((storage.clone(), sealed_documents::after(tx, storage, 0, 10_000)?)))
                .collect::<Result<_, StoreError>>()
        });
        sealed.await.unwrap()
    }

    /// Every task is done and has exactly one document, and no document of a task is left over.
    pub async fn assert_each_has_one_document(&self, ids: &[TaskId]) {
        let mut owners = BTreeMap::new();
        for document in self.sealed().await.into_values().flatten() {
            if let Some(task) = document.task {
                let key = (document.fiscal_storage_number, document.document_number);
                assert_eq!(owners.insert(task, key), None, "{task} has two documents");
            }
        }
        for id in ids {
            let task = self.task(*id).await;
            assert_eq!(
                task.state,
                TaskState::Done,
                "{}: {:?}",
                task.external_id,
                task.error_description
            );
            let document = task.document.expect("a task that is done names its document");
            let key = (document.fiscal_storage_number, document.document_number);
            assert_eq!(owners.get(id), Some(&key), "{}", task.external_id);
        }
        assert_eq!(owners.len(), ids.len());
    }
}

fn submission(external_id: String) -> Submission {
    Submission {
        external_id,
        external_id_spelling: "text",
        door: "komtet-v2",
        intent: "sell".to_owned(),
        body: b"{}".to_vec(),
        content_hash: [7; 32],
        receipt: a_receipt(),
        callback_url: None,
    }
}

fn a_receipt() -> Receipt {
    let price = Money::from_minor(10_000);
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
            price,
            quantity: Quantity::ONE,
            total: price,
            measure: MeasureUnit(0),
            measure_name: None,
            vat: VatRate::NotSubject,
            method: SettlementMethod::FullPayment,
            subject: LineSubject(1),
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
            electronic: price,
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
