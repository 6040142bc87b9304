//! `/api/v1/queues`, `/api/v1/shops`, `/api/v1/registers`

use types::{QueueId, RegisterId, ShopId};

use super::{key, limit, optional_time, page};
use crate::call::PersonCall;
use crate::cloud::{Cloud, QueueState, QueueSummary, RegisterSummary, ShopSummary};
use crate::json::{Value, array, integer, object, optional_text, text};
use crate::shop::Answered;

pub(super) async fn queues<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let (after, limit) = (key(&query, "after", QueueId::new), limit(&query));
    query.finish_known()?;
    Ok(page(&call.cloud.queues(call.actor, after, limit).await?, queue))
}

pub(super) async fn shops<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let (after, limit) = (key(&query, "after", ShopId::new), limit(&query));
    query.finish_known()?;
    Ok(page(&call.cloud.shops(call.actor, after, limit).await?, shop))
}

pub(super) async fn registers<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let (after, limit) = (key(&query, "after", RegisterId::new), limit(&query));
    query.finish_known()?;
    Ok(page(
        &call.cloud.registers(call.actor, after, limit).await?,
        register,
    ))
}

pub(super) fn queue(queue: &QueueSummary) -> Value<'_> {
    let state = match queue.state {
        QueueState::Active => "active",
        QueueState::Passive => "passive",
    };
    object([
        ("id", integer(queue.id.get())),
        ("name", text(&queue.name)),
        ("state", text(state)),
        (
            "shop_ids",
            array(queue.shops.iter().map(|shop| integer(shop.get()))),
        ),
        (
            "register_ids",
            array(queue.registers.iter().map(|register| integer(register.get()))),
        ),
        ("waiting", integer(queue.waiting)),
    ])
}

pub(super) fn shop(shop: &ShopSummary) -> Value<'_> {
    object([
        ("id", integer(shop.id.get())),
        ("public_id", text(&shop.public_id)),
        ("name", text(&shop.name)),
        ("success_url", optional_text(shop.success_url.as_deref())),
        ("failure_url", optional_text(shop.failure_url.as_deref())),
        ("banner_link_url", optional_text(shop.banner_link_url.as_deref())),
    ])
}

fn register(register: &RegisterSummary) -> Value<'_> {
    object([
        ("id", integer(register.id.get())),
        ("name", text(&register.name)),
        ("kind", text(&register.kind)),
        ("state", text(&register.state)),
        ("serial_number", text(&register.serial_number)),
        ("registration_number", text(&register.registration_number)),
        ("fiscal_storage", text(&register.fiscal_storage)),
        ("last_seen_at", optional_time(register.last_seen_at)),
    ])
}
