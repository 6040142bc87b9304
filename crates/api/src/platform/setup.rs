//! Setting an account up.

use app::setup::users::Post;
use app::setup::{Reach, SetupError, organizations, queues, registers, shops, users};
use store::organizations::OrganizationRow;
use types::{OrganizationId, QueueId, ShopId, UserId};

use super::account::{empty, organization, page, shop_summary};
use super::{Platform, failed};
use crate::cloud::{
    CloudError, CloudResult, OrganizationSummary, Page, QueueSummary, SetupCloud, SetupRefusal, SetupResult,
    ShopSummary, UserActor, UserSummary,
};

impl SetupCloud for Platform {
    async fn organizations(
        &self,
        after: Option<OrganizationId>,
        limit: u32,
    ) -> CloudResult<Page<OrganizationSummary>> {
        let rows = organizations::list(&self.app, after, limit)
            .await
            .map_err(failed)?;
        let rows = rows.into_iter().map(summary).collect();
        Ok(page(rows, limit, |row: &OrganizationSummary| row.id.get()))
    }

    async fn create_organization(&self, draft: organizations::Draft) -> SetupResult<OrganizationSummary> {
        let created = answer(organizations::create(&self.app, draft).await)?;
        Ok(created.map(summary))
    }

    async fn create_user(&self, post: Post, draft: users::Draft) -> SetupResult<users::Created> {
        answer(users::create(&self.app, post, draft).await)
    }

    async fn users(
        &self,
        actor: UserActor,
        after: Option<UserId>,
        limit: u32,
    ) -> CloudResult<Page<UserSummary>> {
        let Some(organization) = organization(actor) else {
            return Ok(empty());
        };
        let rows = users::list(&self.app, Some(organization), after, limit)
            .await
            .map_err(failed)?;
        let rows = rows.into_iter().map(|row| UserSummary {
            id: row.id,
            login: row.login,
            role: row.role.as_str(),
        });
        Ok(page(rows.collect(), limit, |row: &UserSummary| row.id.get()))
    }

    async fn create_shop(
        &self,
        organization: OrganizationId,
        draft: shops::Draft,
    ) -> SetupResult<shops::Created> {
        answer(shops::create(&self.app, organization, draft).await)
    }

    async fn set_callback_urls(
        &self,
        organization: OrganizationId,
        shop: ShopId,
        urls: shops::CallbackUrls,
    ) -> SetupResult<ShopSummary> {
        let reach = Reach::Organization(organization);
        let changed = answer(shops::set_callback_urls(&self.app, reach, shop, urls).await)?;
        Ok(changed.map(shop_summary))
    }

    async fn create_queue(&self, organization: OrganizationId, name: String) -> SetupResult<QueueSummary> {
        let created = answer(queues::create(&self.app, organization, &name).await)?;
        Ok(created.map(|queue| self.queue_summary(queue)))
    }

    async fn set_queue_state(
        &self,
        organization: OrganizationId,
        queue: QueueId,
        state: String,
    ) -> SetupResult<QueueSummary> {
        let reach = Reach::Organization(organization);
        let changed = answer(queues::set_state(&self.app, reach, queue, &state).await)?;
        Ok(changed.map(|queue| self.queue_summary(queue)))
    }

    async fn change_queue(
        &self,
        organization: OrganizationId,
        queue: QueueId,
        change: queues::Change,
        end: queues::End,
    ) -> SetupResult<QueueSummary> {
        let reach = Reach::Organization(organization);
        let changed = answer(queues::change(&self.app, reach, queue, change, vec![end]).await)?;
        Ok(changed.map(|queue| self.queue_summary(queue)))
    }

    async fn create_register(
        &self,
        organization: OrganizationId,
        draft: registers::Draft,
    ) -> SetupResult<registers::Created> {
        answer(registers::create(&self.app, organization, draft).await)
    }
}

fn answer<T>(outcome: Result<T, SetupError>) -> SetupResult<T> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(SetupError::Faults(faults)) => Ok(Err(SetupRefusal::Faults(faults))),
        Err(SetupError::Unknown { .. }) => Ok(Err(SetupRefusal::Unknown)),
        Err(SetupError::Store(error)) => Err(failed(error)),
        Err(error @ (SetupError::Register(_) | SetupError::Password(_) | SetupError::Registration(_))) => {
            Err(CloudError::Failed(Box::new(error)))
        }
    }
}

fn summary(row: OrganizationRow) -> OrganizationSummary {
    OrganizationSummary {
        id: row.id,
        inn: row.inn,
        kpp: row.kpp,
        name: row.name,
    }
}
