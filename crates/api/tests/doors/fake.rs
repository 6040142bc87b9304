//! A platform in memory: one shop, one register, one organization, and something of somebody else.

use std::sync::{Arc, Mutex};

use api::cloud::*;
use app::kz_ofd::transactions::{TransactionFilter, TransactionKey};
use bytes::Bytes;
use enrollment::{CardFacts, CardScan};
use receipt::{FormatVersion, LintContext};
use types::{
    ApiKeyId, DocumentId, EmployeeId, Inn, LocalDateTime, Money, OrderId, OrganizationId, OutboxId, QueueId,
    RegisterId, Secret, ShopId, TaskId, Timestamp, UserId,
};

pub const SHOP: &str = "shop01";
pub const SHOP_SECRET: &str = "secret0001";
pub const POS_KEY: &str = "pos-key";
pub const POS_SECRET: &str = "pos-secret";
pub const SERIAL_NUMBER: &str = "00101";
pub const OWNER: &str = "owner-token";
pub const CASHIER: &str = "cashier-token";
/// A key of the owner's that may sign, and one that may not.
pub const SIGNER: &str = "key_signer";
pub const PROGRAM: &str = "key_program";
pub const OPERATOR: &str = "operator-token";
/// A key of the operator's staff.
pub const STAFF_PROGRAM: &str = "key_staff";

pub const ACTIVE: i64 = 1;
pub const PASSIVE: i64 = 2;
pub const BUSY: i64 = 3;
pub const BROKEN: i64 = 4;
pub const PANICS: i64 = 5;
/// Exists, but not for the caller.
pub const FOREIGN: i64 = 99;

#[derive(Clone, Default)]
pub struct Fake {
    pub state: Arc<Mutex<State>>,
}

#[derive(Default)]
pub struct State {
    pub tasks: Vec<(NewTask, Task)>,
    pub orders: Vec<Order>,
    pub employees: Vec<Employee>,
    pub passwords: Vec<Option<String>>,
    pub beats: Vec<Beat>,
    pub hand_out: Option<HandedOutTask>,
    pub task_filter: Option<TaskFilter>,
    pub closed: bool,
    pub register_filter: Option<RegisterFilter>,
    pub wishes: Vec<app::enrollment::application::Wish>,
    pub answers: Vec<HandAnswer>,
    pub cards: Vec<(CardFacts, CardScan)>,
    pub russian_requests: Vec<app::enrollment::russian::RussianRequest>,
    pub russian_answers: Vec<app::enrollment::russian::RussianAnswer>,
    pub banner: Option<BannerDraft>,
    pub acts: Vec<(types::UserId, app::kz_ofd::staff::StaffAct)>,
    pub urls: Option<app::setup::shops::CallbackUrls>,
    pub changes: Vec<(app::setup::queues::Change, app::setup::queues::End)>,
    pub register: Option<app::setup::registers::Draft>,
    pub transactions: Option<(TransactionFilter, Option<TransactionKey>, u32)>,
}

fn organization() -> OrganizationId {
    OrganizationId::new(1)
}

fn place<T>(rows: &[T], id: i64, of: impl Fn(&T) -> i64) -> Option<usize> {
    rows.iter().position(|row| of(row) == id)
}

impl Fake {
    fn put(&self, queue: QueueId, new: NewTask) -> AcceptOutcome {
        let mut state = self.state.lock().unwrap();
        let known = state
            .tasks
            .iter()
            .find(|(old, _)| old.external_id.text == new.external_id.text);
        if let Some((old, task)) = known {
            return AcceptOutcome::Known {
                task: Box::new(task.clone()),
                body: old.body.clone(),
                content_hash: old.content_hash,
            };
        }
        let task = Task {
            id: TaskId::new(i64::try_from(state.tasks.len()).unwrap() + 1),
            uuid: "018f8f2e-0000-7000-8000-000000000000".into(),
            external_id: new.external_id.clone(),
            queue,
            state: TaskState::New,
            error_description: None,
            fiscal_data: None,
            receipt_url: None,
        };
        state.tasks.push((new, task.clone()));
        AcceptOutcome::Accepted(Box::new(task))
    }

    fn detail(&self, id: TaskId) -> Option<TaskDetail> {
        let state = self.state.lock().unwrap();
        let (new, task) = state.tasks.iter().find(|(_, task)| task.id == id)?;
        Some(TaskDetail {
            summary: TaskSummary {
                task: task.clone(),
                shop: ShopId::new(1),
                total: Money::from_minor(95_000),
                intent: new.intent.to_owned(),
                accepted_at: Timestamp::from_micros(0),
                finished_at: None,
                register: None,
            },
            timeline: vec![TimelineStep {
                at: Timestamp::from_micros(0),
                step: "accepted".into(),
                register: None,
                detail: None,
            }],
            messages: vec![message()],
        })
    }
}

fn message() -> Message {
    Message {
        id: OutboxId::new(1),
        kind: MessageKind::Callback,
        task: Some(TaskId::new(1)),
        order: None,
        target: "https://shop.example".into(),
        state: MessageState::Dead,
        attempts: 9,
        created_at: Timestamp::from_micros(0),
        next_attempt_at: None,
        last_result: Some("503".into()),
    }
}

impl ShopCloud for Fake {
    async fn shop_credentials(&self, public_id: &str) -> CloudResult<Option<ShopCredentials>> {
        Ok((public_id == SHOP).then(|| ShopCredentials {
            actor: ShopActor {
                shop: ShopId::new(1),
                organization: organization(),
            },
            secret: Secret::new(SHOP_SECRET),
        }))
    }

    async fn queue(&self, _: ShopActor, queue: QueueId) -> CloudResult<Option<Queue>> {
        let state = match queue.get() {
            ACTIVE => QueueState::Active,
            PASSIVE => QueueState::Passive,
            _ => return Ok(None),
        };
        Ok(Some(Queue {
            id: queue,
            name: "Main".into(),
            state,
        }))
    }

    async fn lint_context(&self, _: ShopActor, queue: QueueId) -> CloudResult<Option<LintContext>> {
        let now = LocalDateTime::from_wall_seconds(1_795_000_000);
        Ok((queue.get() != FOREIGN).then(|| LintContext::new(FormatVersion::V1_2, now)))
    }

    async fn accept_task(
        &self,
        _: ShopActor,
        queue: QueueId,
        task: NewTask,
    ) -> CloudResult<Option<AcceptOutcome>> {
        match queue.get() {
            ACTIVE => Ok(Some(self.put(queue, task))),
            PASSIVE => Ok(Some(AcceptOutcome::QueuePassive)),
            BUSY => Err(CloudError::Busy { retry_after_s: 7 }),
            BROKEN => Err(CloudError::Failed("the disk is gone: secret detail".into())),
            PANICS => panic!("a bug"),
            _ => Ok(None),
        }
    }

    async fn accept_tasks(
        &self,
        _: ShopActor,
        queue: QueueId,
        tasks: Vec<NewTask>,
    ) -> CloudResult<Option<AcceptManyOutcome>> {
        if queue.get() == PASSIVE {
            return Ok(Some(AcceptManyOutcome::QueuePassive));
        }
        let mut accepted = Vec::new();
        for (index, new) in tasks.into_iter().enumerate() {
            let sent = new.content_hash;
            match self.put(queue, new) {
                AcceptOutcome::Accepted(task) => accepted.push(*task),
                AcceptOutcome::Known {
                    task, content_hash, ..
                } if sent == content_hash => accepted.push(*task),
                AcceptOutcome::Known { task, body, .. } => {
                    return Ok(Some(AcceptManyOutcome::Known { index, task, body }));
                }
                AcceptOutcome::QueuePassive => return Ok(Some(AcceptManyOutcome::QueuePassive)),
            }
        }
        Ok(Some(AcceptManyOutcome::Accepted(accepted)))
    }

    async fn task(&self, _: ShopActor, task: TaskId) -> CloudResult<Option<Task>> {
        let state = self.state.lock().unwrap();
        Ok(state
            .tasks
            .iter()
            .find(|(_, known)| known.id == task)
            .map(|(_, known)| known.clone()))
    }

    async fn orders(&self, _: ShopActor, _: OrderFilter, window: Window) -> CloudResult<Slice<Order>> {
        let state = self.state.lock().unwrap();
        let (start, limit) = (
            usize::try_from(window.start).unwrap(),
            usize::try_from(window.limit).unwrap(),
        );
        Ok(Slice {
            rows: state.orders.iter().skip(start).take(limit).cloned().collect(),
            total: u64::try_from(state.orders.len()).unwrap(),
        })
    }

    async fn order(&self, _: ShopActor, order: OrderId) -> CloudResult<Option<Order>> {
        let state = self.state.lock().unwrap();
        Ok(state.orders.iter().find(|known| known.id == order).cloned())
    }

    async fn create_order(&self, _: ShopActor, draft: OrderDraft) -> CloudResult<OrderOutcome> {
        let mut state = self.state.lock().unwrap();
        if let Some(known) = state
            .orders
            .iter()
            .find(|known| known.draft.external_id == draft.external_id)
        {
            return Ok(OrderOutcome::ExternalIdTaken(known.id));
        }
        if draft.courier == Some(EmployeeId::new(FOREIGN)) {
            return Ok(OrderOutcome::UnknownCourier(EmployeeId::new(FOREIGN)));
        }
        let id = OrderId::new(i64::try_from(state.orders.len()).unwrap() + 1);
        let order = Order {
            id,
            draft,
            state: OrderState::New,
            courier_name: None,
            task: None,
        };
        state.orders.push(order.clone());
        Ok(OrderOutcome::Saved(Box::new(order)))
    }

    async fn change_order(
        &self,
        _: ShopActor,
        order: OrderId,
        draft: OrderDraft,
    ) -> CloudResult<Option<OrderOutcome>> {
        let mut state = self.state.lock().unwrap();
        let Some(at) = place(&state.orders, order.get(), |row| row.id.get()) else {
            return Ok(None);
        };
        if state.orders[at].state != OrderState::New {
            return Ok(Some(OrderOutcome::Closed(state.orders[at].state)));
        }
        state.orders[at].draft = draft;
        Ok(Some(OrderOutcome::Saved(Box::new(state.orders[at].clone()))))
    }

    async fn delete_order(&self, _: ShopActor, order: OrderId) -> CloudResult<bool> {
        let mut state = self.state.lock().unwrap();
        let at = place(&state.orders, order.get(), |row| row.id.get());
        Ok(at.map(|at| state.orders.remove(at)).is_some())
    }

    async fn employees(
        &self,
        _: ShopActor,
        filter: EmployeeFilter,
        _: Window,
    ) -> CloudResult<Slice<Employee>> {
        let state = self.state.lock().unwrap();
        let wanted = |row: &&Employee| filter.kind.is_none_or(|kind| kind == row.kind);
        let rows: Vec<_> = state.employees.iter().filter(wanted).cloned().collect();
        let total = u64::try_from(rows.len()).unwrap();
        Ok(Slice { rows, total })
    }

    async fn employee(&self, _: ShopActor, employee: EmployeeId) -> CloudResult<Option<Employee>> {
        let state = self.state.lock().unwrap();
        Ok(state.employees.iter().find(|known| known.id == employee).cloned())
    }

    async fn create_employee(&self, _: ShopActor, draft: EmployeeDraft) -> CloudResult<EmployeeOutcome> {
        let mut state = self.state.lock().unwrap();
        if state.employees.iter().any(|known| known.login == draft.login) {
            return Ok(EmployeeOutcome::LoginTaken);
        }
        if draft.pos_id == "UNKNOWN" {
            return Ok(EmployeeOutcome::UnknownRegister);
        }
        state.passwords.push(
            draft
                .password
                .as_ref()
                .map(|password| password.reveal().to_owned()),
        );
        let employee = saved(
            EmployeeId::new(i64::try_from(state.employees.len()).unwrap() + 1),
            draft,
        );
        state.employees.push(employee.clone());
        Ok(EmployeeOutcome::Saved(Box::new(employee)))
    }

    async fn change_employee(
        &self,
        _: ShopActor,
        employee: EmployeeId,
        draft: EmployeeDraft,
    ) -> CloudResult<Option<EmployeeOutcome>> {
        let mut state = self.state.lock().unwrap();
        let Some(at) = place(&state.employees, employee.get(), |row| row.id.get()) else {
            return Ok(None);
        };
        state.employees[at] = saved(employee, draft);
        Ok(Some(EmployeeOutcome::Saved(Box::new(
            state.employees[at].clone(),
        ))))
    }

    async fn delete_employee(&self, _: ShopActor, employee: EmployeeId) -> CloudResult<bool> {
        let mut state = self.state.lock().unwrap();
        let at = place(&state.employees, employee.get(), |row| row.id.get());
        Ok(at.map(|at| state.employees.remove(at)).is_some())
    }
}

fn saved(id: EmployeeId, draft: EmployeeDraft) -> Employee {
    Employee {
        id,
        kind: draft.kind,
        name: draft.name,
        login: draft.login,
        pos_id: draft.pos_id,
        inn: draft.inn,
        phone: draft.phone,
        email: draft.email,
        payment_address: draft.payment_address,
        permissions: draft.permissions,
    }
}

impl RegisterCloud for Fake {
    async fn register_credentials(&self, pos_key: &str) -> CloudResult<Option<RegisterCredentials>> {
        Ok((pos_key == POS_KEY).then(|| RegisterCredentials {
            actor: RegisterActor {
                register: RegisterId::new(1),
                organization: organization(),
            },
            secret: Secret::new(POS_SECRET),
            serial_number: SERIAL_NUMBER.into(),
        }))
    }

    async fn activate(
        &self,
        _: RegisterActor,
        serial_number: String,
        _: Option<String>,
    ) -> CloudResult<Activation> {
        if serial_number == SERIAL_NUMBER {
            return Ok(Activation::Active);
        }
        Ok(Activation::Refused {
            reason: format!("the register has another serial number than {serial_number}"),
        })
    }

    async fn deactivate(&self, _: RegisterActor) -> CloudResult<()> {
        Ok(())
    }

    async fn beat(&self, _: RegisterActor, beat: Beat) -> CloudResult<Option<HandedOutTask>> {
        let mut state = self.state.lock().unwrap();
        let wanted = beat.wanted;
        state.beats.push(beat);
        Ok(if wanted == Wanted::OneTask {
            state.hand_out.take()
        } else {
            None
        })
    }
}

pub fn seller() -> SellerOfRecord {
    SellerOfRecord {
        inn: Inn::parse("7707083893").unwrap(),
        name: "OOO Shop".into(),
        settlement_address: "Moscow".into(),
        settlement_place: "shop.example".into(),
        cashier_name: "Cashier".into(),
        cashier_inn: None,
    }
}

impl Fake {
    /// The only shop, with the banner that it was given.
    pub fn one_shop(&self) -> ShopSummary {
        let banner = self.state.lock().unwrap().banner.clone();
        ShopSummary {
            id: ShopId::new(1),
            public_id: SHOP.into(),
            name: "Shop".into(),
            success_url: None,
            failure_url: None,
            banner_link_url: banner.map(|draft| draft.link_url),
        }
    }
}

/// The only queue of the account.
pub fn queue() -> QueueSummary {
    QueueSummary {
        id: QueueId::new(ACTIVE),
        name: "Main".into(),
        state: QueueState::Active,
        shops: vec![ShopId::new(1)],
        registers: vec![RegisterId::new(1)],
        waiting: 3,
    }
}

fn one<T>(row: T) -> Page<T> {
    Page {
        rows: vec![row],
        next_after: None,
    }
}

impl AccountCloud for Fake {
    async fn open_session(&self, login: String, password: Secret) -> CloudResult<Option<Session>> {
        if login == "slow" {
            std::future::pending::<()>().await;
        }
        Ok((login == "owner" && password.matches("right")).then(|| Session {
            token: Secret::new(OWNER),
            expires_at: Timestamp::from_micros(1_795_000_000_000_000),
            actor: UserActor {
                user: UserId::new(1),
                role: Role::Owner(organization()),
                entry: Entry::Session,
            },
        }))
    }

    async fn session(&self, token: &Secret) -> CloudResult<Option<UserActor>> {
        let key = |id, signing| Entry::Key {
            id: ApiKeyId::new(id),
            signing,
        };
        let (role, entry) = match token.reveal() {
            OWNER => (Role::Owner(organization()), Entry::Session),
            SIGNER => (Role::Owner(organization()), key(1, Signing::Allowed)),
            PROGRAM => (Role::Owner(organization()), key(2, Signing::Denied)),
            CASHIER => (Role::Cashier(organization()), Entry::Session),
            OPERATOR => (Role::Operator, Entry::Session),
            STAFF_PROGRAM => (Role::Operator, key(3, Signing::Denied)),
            _ => return Ok(None),
        };
        Ok(Some(UserActor {
            user: UserId::new(1),
            role,
            entry,
        }))
    }

    async fn close_session(&self, _: &Secret) -> CloudResult<()> {
        self.state.lock().unwrap().closed = true;
        Ok(())
    }

    async fn find_tasks(&self, _: UserActor, filter: TaskFilter) -> CloudResult<Page<TaskSummary>> {
        self.state.lock().unwrap().task_filter = Some(filter);
        let first = self.detail(TaskId::new(1));
        Ok(Page {
            rows: first.into_iter().map(|detail| detail.summary).collect(),
            next_after: Some(1),
        })
    }

    async fn task_detail(&self, _: UserActor, task: TaskId) -> CloudResult<Option<TaskDetail>> {
        Ok(self.detail(task))
    }

    async fn cancel_task(
        &self,
        _: UserActor,
        task: TaskId,
    ) -> CloudResult<Option<Result<TaskDetail, TaskState>>> {
        Ok(self.detail(task).map(Ok))
    }

    async fn retry_task(
        &self,
        _: UserActor,
        task: TaskId,
    ) -> CloudResult<Option<Result<TaskDetail, TaskState>>> {
        Ok(self.detail(task).map(|detail| Err(detail.summary.task.state)))
    }

    async fn release_task(
        &self,
        _: UserActor,
        task: TaskId,
    ) -> CloudResult<Option<Result<TaskDetail, TaskState>>> {
        Ok(self.detail(task).map(Ok))
    }

    async fn messages(&self, _: UserActor, _: MessageFilter) -> CloudResult<Page<Message>> {
        Ok(Page {
            rows: vec![message()],
            next_after: None,
        })
    }

    async fn message(&self, _: UserActor, id: OutboxId) -> CloudResult<Option<MessageDetail>> {
        let tries = vec![MessageAttempt {
            number: 1,
            at: Timestamp::from_micros(0),
            outcome: "refused".into(),
            detail: None,
        }];
        Ok((id.get() == 1).then(|| MessageDetail {
            message: message(),
            tries,
        }))
    }

    async fn replay_message(&self, _: UserActor, id: OutboxId) -> CloudResult<Option<Message>> {
        Ok((id.get() == 1).then(message))
    }

    async fn queues(&self, _: UserActor, _: Option<QueueId>, _: u32) -> CloudResult<Page<QueueSummary>> {
        Ok(one(queue()))
    }

    async fn shops(&self, _: UserActor, _: Option<ShopId>, _: u32) -> CloudResult<Page<ShopSummary>> {
        Ok(one(self.one_shop()))
    }

    async fn shop(&self, _: UserActor, shop: ShopId) -> CloudResult<Option<ShopSummary>> {
        Ok(Some(self.one_shop()).filter(|known| known.id == shop))
    }

    async fn set_banner(
        &self,
        _: UserActor,
        _: ShopId,
        banner: Option<BannerDraft>,
    ) -> CloudResult<Option<ShopSummary>> {
        self.state.lock().unwrap().banner = banner;
        Ok(Some(self.one_shop()))
    }

    async fn registers(
        &self,
        _: UserActor,
        _: Option<RegisterId>,
        _: u32,
    ) -> CloudResult<Page<RegisterSummary>> {
        Ok(Page {
            rows: Vec::new(),
            next_after: None,
        })
    }

    async fn documents(&self, _: UserActor, _: DocumentFilter) -> CloudResult<Page<DocumentSummary>> {
        Ok(Page {
            rows: Vec::new(),
            next_after: None,
        })
    }

    async fn document(
        &self,
        _: UserActor,
        id: DocumentId,
        form: DocumentForm,
    ) -> CloudResult<Option<RenderedDocument>> {
        let content_type = if form == DocumentForm::Pdf {
            "application/pdf"
        } else {
            "text/plain; charset=utf-8"
        };
        Ok((id.get() == 1).then(|| RenderedDocument {
            content_type,
            body: Bytes::from_static(b"document"),
        }))
    }
}
