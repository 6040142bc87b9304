//! Delivery orders of a shop.

use types::{EmployeeId, LocalDateTime, Money, OrderId, OrganizationId, ShopId, Timestamp};

use crate::column_enum::column_enum;
use crate::{Row, StoreError, Tx, params};

macro_rules! order_columns {
    () => {
        "id, organization_id, shop_id, external_id, created_at_us, door, body, amount_minor, date_start_local_s, \
         courier_id, callback_url, state, updated_at_us"
    };
}

column_enum! {
    /// How far an order is.
    OrderState {
        /// Waits for its courier.
        New => "new",
        /// Became a receipt.
        Done => "done",
        /// Given up.
        Canceled => "canceled",
    }
}

/// What a shop says of an order.
#[derive(Clone, Debug)]
pub struct OrderFields {
    /// The shop's number of the order; unique among its orders that are not deleted.
    pub external_id: String,
    /// API dialect that it came in.
    pub door: String,
    /// The order in our own JSON.
    pub body: String,
    /// Sum of the item totals.
    pub amount: Money,
    /// When the delivery may begin.
    pub date_start: Option<LocalDateTime>,
    /// Who delivers it.
    pub courier: Option<EmployeeId>,
    /// Where the shop wants to hear that it is done.
    pub callback_url: Option<String>,
    /// How far it is.
    pub state: OrderState,
}

/// An order.
#[derive(Clone, Debug)]
pub struct OrderRow {
    /// Its number.
    pub id: OrderId,
    /// Owner of the shop.
    pub organization: OrganizationId,
    /// Shop that sent it.
    pub shop: ShopId,
    /// When it came.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What the shop says.
    pub fields: OrderFields,
}

/// Which orders of a shop; `None` narrows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrderFilter {
    /// Who delivers.
    pub courier: Option<EmployeeId>,
    /// Delivery begins at this time or later.
    pub from: Option<LocalDateTime>,
    /// Delivery begins before this time.
    pub before: Option<LocalDateTime>,
}

/// What became of a new order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsertedOrder {
    /// It is new.
    Created(OrderId),
    /// The shop has an order with this external id.
    Taken(OrderId),
}

/// Keeps an order, unless its shop has one with the same external id.
///
/// # Errors
/// [`StoreError`], also when the courier is not there.
pub fn insert(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    shop: ShopId,
    fields: &OrderFields,
    now: Timestamp,
) -> Result<InsertedOrder, StoreError> {
    let created = tx.one(
        "-- orders.insert
         insert into orders (organization_id, shop_id, external_id, created_at_us, door, body, amount_minor,
                             date_start_local_s, courier_id, callback_url, state, updated_at_us)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $4)
         on conflict (shop_id, external_id) where deleted_at_us is null do nothing
         returning id",
        params![
            organization,
            shop,
            &fields.external_id,
            now,
            &fields.door,
            &fields.body,
            fields.amount,
            fields.date_start,
            fields.courier,
            fields.callback_url.as_deref(),
            fields.state,
        ],
    )?;
    if let Some(row) = created {
        return Ok(InsertedOrder::Created(row.get("id")?));
    }
    let taken = tx.only(
        "-- orders.find_by_external_id
         select id from orders where shop_id = $1 and external_id = $2 and deleted_at_us is null",
        params![shop, &fields.external_id],
    )?;
    Ok(InsertedOrder::Taken(taken.get("id")?))
}

/// The order of the shop, unless deleted.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, shop: ShopId, id: OrderId) -> Result<Option<OrderRow>, StoreError> {
    const SQL: &str = concat!(
        "-- orders.find\nselect ",
        order_columns!(),
        " from orders where id = $1 and shop_id = $2 and deleted_at_us is null"
    );
    tx.one(SQL, params![id, shop])?.map(|row| read(&row)).transpose()
}

/// The order with this number, whosever it is, deleted or not.
///
/// # Errors
/// [`StoreError`].
pub fn find_any(tx: &mut Tx<'_>, id: OrderId) -> Result<Option<OrderRow>, StoreError> {
    const SQL: &str = concat!(
        "-- orders.find_any\nselect ",
        order_columns!(),
        " from orders where id = $1"
    );
    tx.one(SQL, params![id])?.map(|row| read(&row)).transpose()
}

/// Puts all fields anew. `false`: the shop has no such order.
///
/// # Errors
/// [`StoreError`]; of constraint `orders_external_id_unique` when another order has the external id.
pub fn update(
    tx: &mut Tx<'_>,
    shop: ShopId,
    id: OrderId,
    fields: &OrderFields,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- orders.update
         update orders set external_id = $3, door = $4, body = $5, amount_minor = $6, date_start_local_s = $7,
                courier_id = $8, callback_url = $9, state = $10, updated_at_us = $11
         where id = $1 and shop_id = $2 and deleted_at_us is null",
        params![
            id,
            shop,
            &fields.external_id,
            &fields.door,
            &fields.body,
            fields.amount,
            fields.date_start,
            fields.courier,
            fields.callback_url.as_deref(),
            fields.state,
            now,
        ],
    )?;
    Ok(changed == 1)
}

/// Deletes an order; the row stays for the tasks and messages that name it. `false`: there is no such order.
///
/// # Errors
/// [`StoreError`].
pub fn delete(tx: &mut Tx<'_>, shop: ShopId, id: OrderId, now: Timestamp) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- orders.delete
         update orders set deleted_at_us = $3, updated_at_us = $3
         where id = $1 and shop_id = $2 and deleted_at_us is null",
        params![id, shop, now],
    )?;
    Ok(changed == 1)
}

/// Orders of the shop, oldest first: `limit` of them after the first `start`.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    tx: &mut Tx<'_>,
    shop: ShopId,
    filter: &OrderFilter,
    start: u64,
    limit: u32,
) -> Result<Vec<OrderRow>, StoreError> {
    const SQL: &str = concat!(
        "-- orders.list\nselect ",
        order_columns!(),
        " from orders
          where shop_id = $1 and deleted_at_us is null
            and (cast($2 as bigint) is null or courier_id = $2)
            and (cast($3 as bigint) is null or date_start_local_s >= $3)
            and (cast($4 as bigint) is null or date_start_local_s < $4)
          order by id limit $5 offset $6"
    );
    let start = i64::try_from(start).unwrap_or(i64::MAX);
    let rows = tx.all(
        SQL,
        params![shop, filter.courier, filter.from, filter.before, limit, start],
    )?;
    rows.iter().map(read).collect()
}

/// How many orders [`list`] would find in all.
///
/// # Errors
/// [`StoreError`].
pub fn count(tx: &mut Tx<'_>, shop: ShopId, filter: &OrderFilter) -> Result<u64, StoreError> {
    tx.only(
        "-- orders.count
         select cast(count(*) as bigint) as total from orders
         where shop_id = $1 and deleted_at_us is null
           and (cast($2 as bigint) is null or courier_id = $2)
           and (cast($3 as bigint) is null or date_start_local_s >= $3)
           and (cast($4 as bigint) is null or date_start_local_s < $4)",
        params![shop, filter.courier, filter.from, filter.before],
    )?
    .get("total")
}

fn read(row: &Row) -> Result<OrderRow, StoreError> {
    Ok(OrderRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        shop: row.get("shop_id")?,
        created_at: row.get("created_at_us")?,
        updated_at: row.get("updated_at_us")?,
        fields: OrderFields {
            external_id: row.get("external_id")?,
            door: row.get("door")?,
            body: row.get("body")?,
            amount: row.get("amount_minor")?,
            date_start: row.get("date_start_local_s")?,
            courier: row.get("courier_id")?,
            callback_url: row.get("callback_url")?,
            state: row.get("state")?,
        },
    })
}
