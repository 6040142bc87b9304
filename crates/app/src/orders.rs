//! Delivery orders of shops.

use store::employees;
use store::orders::{self, InsertedOrder, OrderFields, OrderFilter, OrderRow, OrderState};
use store::{StoreError, Tx};
use types::{EmployeeId, OrderId, OrganizationId, ShopId};

use crate::App;

/// What became of a new or changed order.
#[derive(Clone, Debug)]
pub enum Saved {
    /// It is durable.
    Order(Box<OrderRow>, Option<String>),
    /// Another order of the shop has the external id.
    ExternalIdTaken(OrderId),
    /// The organization has no such courier.
    UnknownCourier(EmployeeId),
    /// The order ended and cannot be changed any more.
    Closed(OrderState),
    /// The shop has no such order.
    Unknown,
}

/// Orders of a shop, oldest first, and how many there are.
pub async fn list(
    app: &App,
    shop: ShopId,
    organization: OrganizationId,
    filter: OrderFilter,
    start: u64,
    limit: u32,
) -> Result<(Vec<(OrderRow, Option<String>)>, u64), StoreError> {
    app.db()
        .read("list_orders", move |tx| {
            let rows = orders::list(tx, shop, &filter, start, limit)?;
            let named = rows
                .into_iter()
                .map(|row| {
                    let courier = courier_name(tx, organization, row.fields.courier)?;
                    Ok((row, courier))
                })
                .collect::<Result<Vec<_>, StoreError>>()?;
            Ok((named, orders::count(tx, shop, &filter)?))
        })
        .await
}

/// An order of a shop, and its courier's name.
pub async fn find(
    app: &App,
    shop: ShopId,
    organization: OrganizationId,
    id: OrderId,
) -> Result<Option<(OrderRow, Option<String>)>, StoreError> {
    app.db()
        .read("find_order", move |tx| {
            let Some(row) = orders::find(tx, shop, id)? else {
                return Ok(None);
            };
            let courier = courier_name(tx, organization, row.fields.courier)?;
            Ok(Some((row, courier)))
        })
        .await
}

/// Creates an order.
pub async fn create(
    app: &App,
    shop: ShopId,
    organization: OrganizationId,
    fields: OrderFields,
) -> Result<Saved, StoreError> {
    let now = app.now();
    app.db()
        .write("create_order", move |tx| {
            if let Some(unknown) = unknown_courier(tx, organization, &fields)? {
                return Ok(Saved::UnknownCourier(unknown));
            }
            match orders::insert(tx, organization, shop, &fields, now)? {
                InsertedOrder::Created(id) => saved(tx, shop, organization, id),
                InsertedOrder::Taken(id) => Ok(Saved::ExternalIdTaken(id)),
            }
        })
        .await
}

/// Puts new contents in the place of an order's.
pub async fn change(
    app: &App,
    shop: ShopId,
    organization: OrganizationId,
    id: OrderId,
    fields: OrderFields,
) -> Result<Saved, StoreError> {
    let now = app.now();
    let changed = app
        .db()
        .write("change_order", move |tx| {
            let Some(before) = orders::find(tx, shop, id)? else {
                return Ok(Saved::Unknown);
            };
            if before.fields.state != OrderState::New {
                return Ok(Saved::Closed(before.fields.state));
            }
            if let Some(unknown) = unknown_courier(tx, organization, &fields)? {
                return Ok(Saved::UnknownCourier(unknown));
            }
            orders::update(tx, shop, id, &fields, now)?;
            if fields.state == OrderState::Done
                && let Some(url) = &fields.callback_url
            {
                let message = store::outbox::NewMessage {
                    organization,
                    kind: store::outbox::MessageKind::OrderCallback,
                    task: None,
                    order: Some(id),
                    target: url.clone(),
                };
                store::outbox::enqueue(tx, &message, now)?;
            }
            saved(tx, shop, organization, id)
        })
        .await?;
    app.signals().message_waiting.notify_one();
    Ok(changed)
}

/// Deletes an order. `false`: the shop has no such order.
pub async fn delete(app: &App, shop: ShopId, id: OrderId) -> Result<bool, StoreError> {
    let now = app.now();
    app.db()
        .write("delete_order", move |tx| orders::delete(tx, shop, id, now))
        .await
}

fn saved(
    tx: &mut Tx<'_>,
    shop: ShopId,
    organization: OrganizationId,
    id: OrderId,
) -> Result<Saved, StoreError> {
    let Some(row) = orders::find(tx, shop, id)? else {
        return Ok(Saved::Unknown);
    };
    let courier = courier_name(tx, organization, row.fields.courier)?;
    Ok(Saved::Order(Box::new(row), courier))
}

fn courier_name(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    courier: Option<EmployeeId>,
) -> Result<Option<String>, StoreError> {
    let Some(id) = courier else { return Ok(None) };
    Ok(employees::find(tx, organization, id)?.map(|row| row.fields.name))
}

fn unknown_courier(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    fields: &OrderFields,
) -> Result<Option<EmployeeId>, StoreError> {
    let Some(id) = fields.courier else { return Ok(None) };
    Ok(employees::find(tx, organization, id)?.is_none().then_some(id))
}
