//! What people with an account ask.

use app::messages;
use app::ofd;
use app::setup::{Reach, queues, registers, shops};
use app::task as tasks;
use store::ofd_documents::OfdDocument;
use store::outbox::{self, MessageRow};
use store::shops::Banner;
use store::users::{Role as StoredRole, UserRow};
use types::{DocumentId, OrganizationId, OutboxId, QueueId, RegisterId, Secret, ShopId, TaskId};

use super::directory::{register_summary, shop_summary};
use super::document::{document_summary, render, stored_filter};
use super::task::{state, stored_state, task_of_row};
use super::{Platform, failed};
use crate::cloud::{
    AccountCloud, BannerDraft, CloudResult, DocumentFilter, DocumentForm, DocumentSummary, Entry, Message,
    MessageAttempt, MessageDetail, MessageFilter, MessageKind, MessageState, Page, QueueSummary,
    RegisterSummary, RenderedDocument, Role, Session, ShopSummary, TaskDetail, TaskFilter, TaskState,
    TaskSummary, TimelineStep, UserActor,
};

impl AccountCloud for Platform {
    async fn open_session(&self, login: String, password: Secret) -> CloudResult<Option<Session>> {
        let opened = app::account::sign_in(&self.app, login, password)
            .await
            .map_err(failed)?;
        Ok(opened.and_then(|opened| {
            let actor = actor(&opened.user)?;
            Some(Session {
                token: opened.token,
                expires_at: opened.expires_at,
                actor,
            })
        }))
    }

    async fn session(&self, token: &Secret) -> CloudResult<Option<UserActor>> {
        if token.reveal().starts_with(app::api_key::PREFIX) {
            return super::enrollment::program(self, token).await;
        }
        let holder = app::account::holder(&self.app, token.reveal())
            .await
            .map_err(failed)?;
        Ok(holder.as_ref().and_then(actor))
    }

    async fn close_session(&self, token: &Secret) -> CloudResult<()> {
        app::account::sign_out(&self.app, token.reveal())
            .await
            .map_err(failed)
    }

    async fn find_tasks(&self, actor: UserActor, filter: TaskFilter) -> CloudResult<Page<TaskSummary>> {
        let Some(organization) = organization(actor) else {
            return Ok(empty());
        };
        let wanted = store::tasks::TaskFilter {
            shop: filter.shop,
            queue: filter.queue,
            register: filter.register,
            external_id: filter.external_id,
            state: filter.state.map(stored_state),
            from: filter.accepted_from,
            to: filter.accepted_before,
        };
        let rows = tasks::list(&self.app, organization, wanted, filter.after, filter.limit)
            .await
            .map_err(failed)?;
        let rows: Vec<_> = rows.iter().map(|row| self.task_summary(row)).collect();
        Ok(page(rows, filter.limit, |row| row.task.id.get()))
    }

    async fn task_detail(&self, actor: UserActor, task: TaskId) -> CloudResult<Option<TaskDetail>> {
        let Some(organization) = organization(actor) else {
            return Ok(None);
        };
        let found = tasks::detail(&self.app, organization, task)
            .await
            .map_err(failed)?;
        Ok(found.map(|detail| self.describe(detail)))
    }

    async fn cancel_task(
        &self,
        actor: UserActor,
        task: TaskId,
    ) -> CloudResult<Option<Result<TaskDetail, TaskState>>> {
        let Some(organization) = organization(actor) else {
            return Ok(None);
        };
        self.changed(tasks::cancel(&self.app, organization, task).await)
    }

    async fn retry_task(
        &self,
        actor: UserActor,
        task: TaskId,
    ) -> CloudResult<Option<Result<TaskDetail, TaskState>>> {
        let Some(organization) = organization(actor) else {
            return Ok(None);
        };
        self.changed(tasks::retry(&self.app, organization, task).await)
    }

    async fn release_task(
        &self,
        actor: UserActor,
        task: TaskId,
    ) -> CloudResult<Option<Result<TaskDetail, TaskState>>> {
        let Some(organization) = organization(actor) else {
            return Ok(None);
        };
        self.changed(tasks::release(&self.app, organization, task).await)
    }

    async fn messages(&self, actor: UserActor, filter: MessageFilter) -> CloudResult<Page<Message>> {
        let Some(organization) = organization(actor) else {
            return Ok(empty());
        };
        let wanted = outbox::MessageFilter {
            state: filter.state.map(stored_message_state),
            kind: filter.kind.map(stored_message_kind),
            task: filter.task,
        };
        let rows = messages::list(&self.app, organization, wanted, filter.after, filter.limit)
            .await
            .map_err(failed)?;
        let rows: Vec<_> = rows.into_iter().map(message).collect();
        Ok(page(rows, filter.limit, |row| row.id.get()))
    }

    async fn message(&self, actor: UserActor, id: OutboxId) -> CloudResult<Option<MessageDetail>> {
        let Some(organization) = organization(actor) else {
            return Ok(None);
        };
        let found = messages::detail(&self.app, organization, id)
            .await
            .map_err(failed)?;
        Ok(found.map(|(row, attempts)| MessageDetail {
            message: message(row),
            tries: attempts
                .into_iter()
                .map(|attempt| MessageAttempt {
                    number: attempt.attempt,
                    at: attempt.at,
                    outcome: attempt.outcome,
                    detail: attempt.detail,
                })
                .collect(),
        }))
    }

    async fn replay_message(&self, actor: UserActor, id: OutboxId) -> CloudResult<Option<Message>> {
        let Some(organization) = organization(actor) else {
            return Ok(None);
        };
        let replayed = messages::replay(&self.app, organization, id)
            .await
            .map_err(failed)?;
        Ok(replayed.map(message))
    }

    async fn queues(
        &self,
        actor: UserActor,
        after: Option<QueueId>,
        limit: u32,
    ) -> CloudResult<Page<QueueSummary>> {
        let Some(organization) = organization(actor) else {
            return Ok(empty());
        };
        let found = queues::list(&self.app, organization, after, limit)
            .await
            .map_err(failed)?;
        let rows = found.into_iter().map(|found| self.queue_summary(found));
        Ok(page(rows.collect(), limit, |row: &QueueSummary| row.id.get()))
    }

    async fn shops(
        &self,
        actor: UserActor,
        after: Option<ShopId>,
        limit: u32,
    ) -> CloudResult<Page<ShopSummary>> {
        let Some(organization) = organization(actor) else {
            return Ok(empty());
        };
        let found = shops::list(&self.app, organization, after, limit)
            .await
            .map_err(failed)?;
        let rows = found.into_iter().map(shop_summary).collect();
        Ok(page(rows, limit, |row: &ShopSummary| row.id.get()))
    }

    async fn shop(&self, actor: UserActor, shop: ShopId) -> CloudResult<Option<ShopSummary>> {
        let Some(organization) = organization(actor) else {
            return Ok(None);
        };
        let found = shops::find(&self.app, Reach::Organization(organization), shop)
            .await
            .map_err(failed)?;
        Ok(found.map(shop_summary))
    }

    async fn set_banner(
        &self,
        actor: UserActor,
        shop: ShopId,
        banner: Option<BannerDraft>,
    ) -> CloudResult<Option<ShopSummary>> {
        let Some(organization) = organization(actor) else {
            return Ok(None);
        };
        let banner = banner.map(|draft| Banner {
            image_url: draft.picture.data_address(),
            link_url: draft.link_url,
        });
        let changed = app::banners::set(&self.app, organization, shop, banner)
            .await
            .map_err(failed)?;
        Ok(changed.map(shop_summary))
    }

    async fn registers(
        &self,
        actor: UserActor,
        after: Option<RegisterId>,
        limit: u32,
    ) -> CloudResult<Page<RegisterSummary>> {
        let Some(organization) = organization(actor) else {
            return Ok(empty());
        };
        let found = registers::list(&self.app, organization, after, limit)
            .await
            .map_err(failed)?;
        let rows = found.into_iter().map(register_summary);
        Ok(page(rows.collect(), limit, |row: &RegisterSummary| row.id.get()))
    }

    async fn documents(
        &self,
        actor: UserActor,
        filter: DocumentFilter,
    ) -> CloudResult<Page<DocumentSummary>> {
        let limit = filter.limit.min(ofd::PAGE_MAX);
        let after = filter.after;
        let wanted = stored_filter(organization(actor), filter);
        let rows = ofd::search(&self.app, wanted, after, limit)
            .await
            .map_err(failed)?;
        let found = page(rows, limit, |(id, _)| id.get());
        let rows = found.rows.into_iter();
        Ok(Page {
            rows: rows.filter_map(|(id, row)| document_summary(id, row)).collect(),
            next_after: found.next_after,
        })
    }

    async fn document(
        &self,
        actor: UserActor,
        id: DocumentId,
        form: DocumentForm,
    ) -> CloudResult<Option<RenderedDocument>> {
        let found = ofd::find(&self.app, id).await.map_err(failed)?;
        let owner = organization(actor);
        let visible = |document: &OfdDocument| owner.is_none() || document.organization == owner;
        found
            .filter(visible)
            .map(|document| render(document, form))
            .transpose()
    }
}

impl Platform {
    fn task_summary(&self, row: &store::tasks::TaskRow) -> TaskSummary {
        TaskSummary {
            task: task_of_row(&self.app, row),
            shop: row.shop,
            total: row.total,
            intent: row.intent.clone(),
            accepted_at: row.accepted_at,
            finished_at: row.finished_at,
            register: row.register,
        }
    }

    fn describe(&self, detail: tasks::TaskDetail) -> TaskDetail {
        TaskDetail {
            summary: self.task_summary(&detail.task),
            timeline: detail
                .timeline
                .into_iter()
                .map(|step| TimelineStep {
                    at: step.at,
                    step: step.step.as_str().to_owned(),
                    register: step.register,
                    detail: step.detail,
                })
                .collect(),
            messages: detail.messages.into_iter().map(message).collect(),
        }
    }

    fn changed(
        &self,
        changed: Result<tasks::TaskDetail, tasks::TaskError>,
    ) -> CloudResult<Option<Result<TaskDetail, TaskState>>> {
        match changed {
            Ok(detail) => Ok(Some(Ok(self.describe(detail)))),
            Err(tasks::TaskError::Unknown) => Ok(None),
            Err(tasks::TaskError::WrongState(present)) => Ok(Some(Err(state(present)))),
            Err(tasks::TaskError::Store(error)) => Err(failed(error)),
        }
    }
}

/// Organization whose things the person may see; `None`: the operator's staff.
pub(super) const fn organization(actor: UserActor) -> Option<OrganizationId> {
    match actor.role {
        Role::Owner(organization) | Role::Cashier(organization) => Some(organization),
        Role::Operator => None,
    }
}

pub(super) fn actor(user: &UserRow) -> Option<UserActor> {
    let role = match (user.role, user.organization) {
        (StoredRole::Owner, Some(organization)) => Role::Owner(organization),
        (StoredRole::Cashier, Some(organization)) => Role::Cashier(organization),
        (StoredRole::Operator, _) => Role::Operator,
        (StoredRole::Owner | StoredRole::Cashier, None) => return None,
    };
    Some(UserActor {
        user: user.id,
        role,
        entry: Entry::Session,
    })
}

pub(super) const fn empty<T>() -> Page<T> {
    Page {
        rows: Vec::new(),
        next_after: None,
    }
}

pub(super) fn page<T>(rows: Vec<T>, limit: u32, key: impl Fn(&T) -> i64) -> Page<T> {
    let full = usize::try_from(limit).is_ok_and(|limit| rows.len() >= limit);
    let next_after = rows.last().filter(|_| full).map(key);
    Page { rows, next_after }
}

fn message(row: MessageRow) -> Message {
    let pending = row.state == outbox::MessageState::Pending;
    Message {
        id: row.id,
        kind: match row.kind {
            outbox::MessageKind::Callback => MessageKind::Callback,
            outbox::MessageKind::OrderCallback => MessageKind::OrderCallback,
            outbox::MessageKind::Mail => MessageKind::Mail,
        },
        task: row.task,
        order: row.order,
        target: row.target,
        state: match row.state {
            outbox::MessageState::Pending => MessageState::Pending,
            outbox::MessageState::Delivered => MessageState::Delivered,
            outbox::MessageState::Dead => MessageState::Dead,
        },
        attempts: row.attempts,
        created_at: row.created_at,
        next_attempt_at: pending.then_some(row.next_attempt_at),
        last_result: row.last_result,
    }
}

const fn stored_message_state(state: MessageState) -> outbox::MessageState {
    match state {
        MessageState::Pending => outbox::MessageState::Pending,
        MessageState::Delivered => outbox::MessageState::Delivered,
        MessageState::Dead => outbox::MessageState::Dead,
    }
}

const fn stored_message_kind(kind: MessageKind) -> outbox::MessageKind {
    match kind {
        MessageKind::Callback => outbox::MessageKind::Callback,
        MessageKind::OrderCallback => outbox::MessageKind::OrderCallback,
        MessageKind::Mail => outbox::MessageKind::Mail,
    }
}
