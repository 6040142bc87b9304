//! What shops ask.

use app::intake::{self, Content, CreatedTask, IntakeError, Outcome, Submission};
use bytes::Bytes;
use receipt::{FormatVersion, LintContext};
use types::{EmployeeId, OrderId, QueueId, TaskId};

use super::task::{door_name, task_of_row};
use super::{Platform, failed};
use crate::cloud::{
    AcceptManyOutcome, AcceptOutcome, CloudError, CloudResult, Employee, EmployeeDraft, EmployeeFilter,
    EmployeeOutcome, ExternalId, NewTask, Order, OrderDraft, OrderFilter, OrderOutcome, Queue, QueueState,
    ShopActor, ShopCloud, ShopCredentials, Slice, Spelling, Task, TaskState, Window,
};

impl ShopCloud for Platform {
    async fn shop_credentials(&self, public_id: &str) -> CloudResult<Option<ShopCredentials>> {
        let entry = self
            .app
            .directory()
            .shop(self.app.db(), public_id, self.app.now())
            .await
            .map_err(failed)?;
        Ok(entry.map(|entry| ShopCredentials {
            actor: ShopActor {
                shop: entry.shop.id,
                organization: entry.shop.organization,
            },
            secret: entry.shop.secret.clone(),
        }))
    }

    async fn queue(&self, actor: ShopActor, queue: QueueId) -> CloudResult<Option<Queue>> {
        let shop = actor.shop;
        let found = self
            .app
            .db()
            .read("find_queue", move |tx| {
                store::queues::find_for_shop(tx, queue, shop)
            })
            .await
            .map_err(failed)?;
        Ok(found.map(|row| Queue {
            id: row.id,
            name: row.name,
            state: match row.state {
                store::queues::QueueState::Active => QueueState::Active,
                store::queues::QueueState::Passive => QueueState::Passive,
            },
        }))
    }

    async fn lint_context(&self, actor: ShopActor, queue: QueueId) -> CloudResult<Option<LintContext>> {
        let directory = self.app.directory();
        let shop = directory
            .shop_by_id(self.app.db(), actor.shop, self.app.now())
            .await
            .map_err(failed)?;
        let known = shop.is_some_and(|shop| shop.queue(queue).is_some());
        let now = self.app.now().to_local(self.app.settings().offset);
        Ok(known.then(|| LintContext::new(FormatVersion::V1_2, now)))
    }

    async fn accept_task(
        &self,
        actor: ShopActor,
        queue: QueueId,
        task: NewTask,
    ) -> CloudResult<Option<AcceptOutcome>> {
        let spelling = task.external_id.spelling;
        let outcomes = match intake::accept(&self.app, actor.shop, queue, vec![submission(task)]).await {
            Ok(outcomes) => outcomes,
            Err(IntakeError::UnknownQueue(_)) => return Ok(None),
            Err(IntakeError::PassiveQueue(_)) => return Ok(Some(AcceptOutcome::QueuePassive)),
            Err(error) => return Err(intake_failed(error)),
        };
        Ok(outcomes.into_iter().next().map(|outcome| match outcome {
            Outcome::Created(created) => AcceptOutcome::Accepted(Box::new(new_task(created, spelling))),
            Outcome::Known { task: first, .. } => AcceptOutcome::Known {
                task: Box::new(task_of_row(&self.app, &first)),
                content_hash: first.content_hash.as_slice().try_into().unwrap_or_default(),
                body: Bytes::from(first.body),
            },
        }))
    }

    async fn accept_tasks(
        &self,
        actor: ShopActor,
        queue: QueueId,
        tasks: Vec<NewTask>,
    ) -> CloudResult<Option<AcceptManyOutcome>> {
        let spellings: Vec<_> = tasks.iter().map(|task| task.external_id.spelling).collect();
        let submissions = tasks.into_iter().map(submission).collect();
        let outcomes = match intake::accept(&self.app, actor.shop, queue, submissions).await {
            Ok(outcomes) => outcomes,
            Err(IntakeError::UnknownQueue(_)) => return Ok(None),
            Err(IntakeError::PassiveQueue(_)) => return Ok(Some(AcceptManyOutcome::QueuePassive)),
            Err(IntakeError::OtherContent { index, task }) => return Ok(Some(self.known(index, task))),
            Err(error) => return Err(intake_failed(error)),
        };
        let mut accepted = Vec::with_capacity(outcomes.len());
        for (index, (outcome, spelling)) in outcomes.into_iter().zip(spellings).enumerate() {
            match outcome {
                Outcome::Created(created) => accepted.push(new_task(created, spelling)),
                Outcome::Known {
                    task: first,
                    content: Content::Same,
                } => {
                    accepted.push(task_of_row(&self.app, &first));
                }
                Outcome::Known {
                    task: first,
                    content: Content::Other,
                } => {
                    return Ok(Some(self.known(index, first)));
                }
            }
        }
        Ok(Some(AcceptManyOutcome::Accepted(accepted)))
    }

    async fn task(&self, actor: ShopActor, task: TaskId) -> CloudResult<Option<Task>> {
        let found = app::task::find(&self.app, actor.shop, task)
            .await
            .map_err(failed)?;
        Ok(found.map(|row| task_of_row(&self.app, &row)))
    }

    async fn orders(
        &self,
        actor: ShopActor,
        filter: OrderFilter,
        window: Window,
    ) -> CloudResult<Slice<Order>> {
        self.list_orders(actor, filter, window).await
    }

    async fn order(&self, actor: ShopActor, order: OrderId) -> CloudResult<Option<Order>> {
        self.find_order(actor, order).await
    }

    async fn create_order(&self, actor: ShopActor, draft: OrderDraft) -> CloudResult<OrderOutcome> {
        self.save_new_order(actor, draft).await
    }

    async fn change_order(
        &self,
        actor: ShopActor,
        order: OrderId,
        draft: OrderDraft,
    ) -> CloudResult<Option<OrderOutcome>> {
        self.save_order(actor, order, draft).await
    }

    async fn delete_order(&self, actor: ShopActor, order: OrderId) -> CloudResult<bool> {
        app::orders::delete(&self.app, actor.shop, order)
            .await
            .map_err(failed)
    }

    async fn employees(
        &self,
        actor: ShopActor,
        filter: EmployeeFilter,
        window: Window,
    ) -> CloudResult<Slice<Employee>> {
        self.list_employees(actor, filter, window).await
    }

    async fn employee(&self, actor: ShopActor, employee: EmployeeId) -> CloudResult<Option<Employee>> {
        self.find_employee(actor, employee).await
    }

    async fn create_employee(&self, actor: ShopActor, draft: EmployeeDraft) -> CloudResult<EmployeeOutcome> {
        self.save_new_employee(actor, draft).await
    }

    async fn change_employee(
        &self,
        actor: ShopActor,
        employee: EmployeeId,
        draft: EmployeeDraft,
    ) -> CloudResult<Option<EmployeeOutcome>> {
        self.save_employee(actor, employee, draft).await
    }

    async fn delete_employee(&self, actor: ShopActor, employee: EmployeeId) -> CloudResult<bool> {
        app::employees::delete(&self.app, actor.organization, employee)
            .await
            .map_err(failed)
    }
}

impl Platform {
    fn known(&self, index: usize, first: Box<store::tasks::TaskRow>) -> AcceptManyOutcome {
        let task = Box::new(task_of_row(&self.app, &first));
        AcceptManyOutcome::Known {
            index,
            task,
            body: Bytes::from(first.body),
        }
    }
}

fn submission(task: NewTask) -> Submission {
    Submission {
        external_id: task.external_id.text,
        external_id_spelling: match task.external_id.spelling {
            Spelling::Text => "text",
            Spelling::Integer => "integer",
        },
        door: door_name(task.door),
        intent: task.intent.to_owned(),
        body: task.body.into(),
        content_hash: task.content_hash,
        receipt: task.receipt,
        callback_url: task.callback_url,
    }
}

fn new_task(created: CreatedTask, spelling: Spelling) -> Task {
    Task {
        id: created.id,
        uuid: created.uuid,
        external_id: ExternalId {
            text: created.external_id,
            spelling,
        },
        queue: created.queue,
        state: TaskState::New,
        error_description: None,
        fiscal_data: None,
        receipt_url: None,
    }
}

fn intake_failed(error: IntakeError) -> CloudError {
    match error.retry_after_s() {
        Some(retry_after_s) => CloudError::Busy { retry_after_s },
        None => CloudError::Failed(Box::new(error)),
    }
}
