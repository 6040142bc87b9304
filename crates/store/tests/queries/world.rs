//! A small world for queries to look at: one organization with a shop, two queues and two registers.

use store::organizations::{self, NewOrganization};
use store::registers::{self, NewRegister, RegisterKind, RegisterState};
use store::shops::{self, NewShop};
use store::tasks::{self, Inserted, NewTask, TaskDocument};
use store::{Db, StoreError, Tx, fiscal_storages, queues};
use testkit::START;
use types::{LocalDateTime, Money, OrganizationId, QueueId, RegisterId, Secret, ShopId, TaskId, Timestamp};

/// Ids of what is there.
#[derive(Clone, Copy, Debug)]
pub struct World {
    pub organization: OrganizationId,
    pub shop: ShopId,
    pub queue: QueueId,
    pub other_queue: QueueId,
    /// Empties both queues.
    pub register: RegisterId,
    /// Empties the first queue.
    pub other_register: RegisterId,
}

/// Number of the storage in the first register.
pub const STORAGE: &str = "9999078900000001";

/// Number of the storage in the second register.
pub const OTHER_STORAGE: &str = "9999078900000002";

pub fn later(seconds: i64) -> Timestamp {
    START.plus_s(seconds)
}

pub async fn make(db: &Db) -> World {
    db.write("make_world", |tx| {
        let organization = organizations::create(tx, &an_organization("5010051677"), START)?;
        let shop = shops::create(tx, &a_shop(organization, "abc123"), START)?;
        let queue = queues::create(tx, organization, "first", START)?;
        let other_queue = queues::create(tx, organization, "second", START)?;
        let register = registers::create(tx, &a_register(organization, "pos-1", STORAGE), START)?;
        let other_register = registers::create(tx, &a_register(organization, "pos-2", OTHER_STORAGE), START)?;
        queues::attach_shop(tx, queue, shop)?;
        queues::attach_shop(tx, other_queue, shop)?;
        queues::attach_register(tx, queue, register)?;
        queues::attach_register(tx, other_queue, register)?;
        queues::attach_register(tx, queue, other_register)?;
        fiscal_storages::create(tx, STORAGE, register, "{}", START)?;
        fiscal_storages::create(tx, OTHER_STORAGE, other_register, "{}", START)?;
        Ok::<_, StoreError>(World {
            organization,
            shop,
            queue,
            other_queue,
            register,
            other_register,
        })
    })
    .await
    .unwrap()
}

pub fn an_organization(inn: &str) -> NewOrganization {
    NewOrganization {
        inn: inn.to_owned(),
        kpp: Some("501001001".to_owned()),
        name: "ООО «Пример»".to_owned(),
    }
}

pub fn a_shop(organization: OrganizationId, public_id: &str) -> NewShop {
    NewShop {
        organization,
        public_id: public_id.to_owned(),
        secret: Secret::new("0123456789"),
        name: "Shop".to_owned(),
        success_url: Some("https://shop.example/ok".to_owned()),
        failure_url: None,
        sender_email: Some("till@shop.example".to_owned()),
        banner_image_url: None,
        banner_link_url: None,
    }
}

pub fn a_register(organization: OrganizationId, pos_key: &str, storage: &str) -> NewRegister {
    NewRegister {
        organization,
        kind: RegisterKind::Virtual,
        serial_number: format!("serial of {pos_key}"),
        pos_key: pos_key.to_owned(),
        pos_secret: Secret::new("secret"),
        name: "Register".to_owned(),
        registration_number: "0000000001012345".to_owned(),
        fiscal_storage_number: storage.to_owned(),
        registration: "{}".to_owned(),
        state: RegisterState::Active,
    }
}

pub fn a_task(world: &World, queue: QueueId, number: u32) -> NewTask {
    NewTask {
        uuid: format!("0192f0c4-7a00-7000-8000-{number:012}"),
        organization: world.organization,
        shop: world.shop,
        queue,
        external_id: format!("order-{number}"),
        external_id_spelling: "text".to_owned(),
        door: "komtet-v2".to_owned(),
        intent: "sell".to_owned(),
        content_hash: [7; 32],
        body: b"{\"external_id\":1}".to_vec(),
        receipt: "{}".to_owned(),
        total: Money::from_minor(12_345),
        buyer_email: Some("buyer@example.com".to_owned()),
        callback_url: None,
        accepted_at: later(i64::from(number)),
    }
}

pub fn add_task(tx: &mut Tx<'_>, task: &NewTask) -> Result<TaskId, StoreError> {
    match tasks::insert(tx, task)? {
        Inserted::Created(id) => Ok(id),
        Inserted::Exists(known) => panic!("{} is there already", known.external_id),
    }
}

/// Tasks 1 to `count` of the first queue.
pub async fn add_tasks(db: &Db, world: World, count: u32) -> Vec<TaskId> {
    db.write("add_tasks", move |tx| {
        (1..=count)
            .map(|number| add_task(tx, &a_task(&world, world.queue, number)))
            .collect::<Result<_, StoreError>>()
    })
    .await
    .unwrap()
}

pub fn a_document(number: i64) -> TaskDocument {
    TaskDocument {
        registration_number: "0000000001012345".to_owned(),
        fiscal_storage_number: STORAGE.to_owned(),
        document_number: number,
        fiscal_sign: 4_000_000_000,
        shift_number: 3,
        receipt_number: number,
        settled_at: LocalDateTime::from_wall_seconds(1_700_000_000 + number),
    }
}
