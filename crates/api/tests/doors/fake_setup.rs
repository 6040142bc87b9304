//! The fake's account: one of each, and what was asked of it.

use api::cloud::*;
use app::setup::queues::{Change, End};
use app::setup::users::Post;
use app::setup::{Fault, organizations, registers, shops, users};
use store::registers::{RegisterKind, RegisterState};
use store::users::Role as StoredRole;
use types::{OrganizationId, QueueId, RegisterId, Secret, ShopId, UserId};

use crate::fake::{FOREIGN, Fake, queue};

/// What the use cases say of an empty text, in small.
fn refused(field: &'static str, value: &str) -> Option<SetupRefusal> {
    value.is_empty().then(|| {
        SetupRefusal::Faults(vec![Fault {
            field,
            value: Some(value.to_owned()),
            right: "must not be empty".to_owned(),
        }])
    })
}

fn known(id: i64) -> Result<(), SetupRefusal> {
    if id == FOREIGN {
        return Err(SetupRefusal::Unknown);
    }
    Ok(())
}

impl SetupCloud for Fake {
    async fn organizations(
        &self,
        _: Option<OrganizationId>,
        _: u32,
    ) -> CloudResult<Page<OrganizationSummary>> {
        Ok(Page {
            rows: vec![OrganizationSummary {
                id: OrganizationId::new(1),
                inn: "7727000006".into(),
                kpp: None,
                name: "Shop".into(),
            }],
            next_after: None,
        })
    }

    async fn create_organization(&self, draft: organizations::Draft) -> SetupResult<OrganizationSummary> {
        if let Some(refusal) = refused("inn", &draft.inn) {
            return Ok(Err(refusal));
        }
        Ok(Ok(OrganizationSummary {
            id: OrganizationId::new(2),
            inn: draft.inn,
            kpp: draft.kpp,
            name: draft.name,
        }))
    }

    async fn create_user(&self, post: Post, draft: users::Draft) -> SetupResult<users::Created> {
        let (role, organization) = match post {
            Post::Owner(organization) => (StoredRole::Owner, organization),
            Post::Cashier(organization) => (StoredRole::Cashier, organization),
            Post::Operator => panic!("no route makes the operator's staff"),
        };
        if let Err(refusal) = known(organization.get()) {
            return Ok(Err(refusal));
        }
        Ok(refused("login", &draft.login).map_or_else(
            || {
                Ok(users::Created {
                    id: UserId::new(7),
                    login: draft.login,
                    role,
                    organization: Some(organization),
                    password: draft.password.is_none().then(|| Secret::new("made")),
                })
            },
            Err,
        ))
    }

    async fn users(&self, _: UserActor, _: Option<UserId>, _: u32) -> CloudResult<Page<UserSummary>> {
        Ok(Page {
            rows: vec![UserSummary {
                id: UserId::new(1),
                login: "owner".into(),
                role: "owner",
            }],
            next_after: None,
        })
    }

    async fn create_shop(
        &self,
        organization: OrganizationId,
        draft: shops::Draft,
    ) -> SetupResult<shops::Created> {
        Ok(Ok(shops::Created {
            id: ShopId::new(2),
            organization,
            public_id: "shop02".into(),
            secret: Secret::new("secret0002"),
            name: draft.name,
        }))
    }

    async fn set_callback_urls(
        &self,
        _: OrganizationId,
        shop: ShopId,
        urls: shops::CallbackUrls,
    ) -> SetupResult<ShopSummary> {
        self.state.lock().unwrap().urls = Some(urls);
        Ok(known(shop.get()).map(|()| self.one_shop()))
    }

    async fn create_queue(&self, _: OrganizationId, _: String) -> SetupResult<QueueSummary> {
        Ok(Ok(queue()))
    }

    async fn set_queue_state(
        &self,
        _: OrganizationId,
        id: QueueId,
        state: String,
    ) -> SetupResult<QueueSummary> {
        Ok(known(id.get()).and_then(|()| refused("state", &state).map_or_else(|| Ok(queue()), Err)))
    }

    async fn change_queue(
        &self,
        _: OrganizationId,
        id: QueueId,
        change: Change,
        end: End,
    ) -> SetupResult<QueueSummary> {
        self.state.lock().unwrap().changes.push((change, end));
        Ok(known(id.get()).map(|()| queue()))
    }

    async fn create_register(
        &self,
        organization: OrganizationId,
        draft: registers::Draft,
    ) -> SetupResult<registers::Created> {
        self.state.lock().unwrap().register = Some(draft);
        Ok(Ok(registers::Created {
            id: RegisterId::new(2),
            organization,
            kind: RegisterKind::Virtual,
            state: RegisterState::Active,
            name: "Second".into(),
            serial_number: "00102".into(),
            registration_number: "0000000001000000".into(),
            fiscal_storage: "9999000100000002".into(),
            pos_key: "key".into(),
            pos_secret: Secret::new("pos-secret-2"),
        }))
    }
}
