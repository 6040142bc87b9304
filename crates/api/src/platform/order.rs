//! Delivery orders.

use app::orders::{self, Saved};
use store::orders::{OrderFields, OrderRow};
use types::{Money, OrderId};

use super::task::door_name;
use super::{Platform, failed};
use crate::cloud::{
    CloudError, CloudResult, Order, OrderDraft, OrderFilter, OrderOutcome, OrderState, ShopActor, Slice,
    Window,
};

impl Platform {
    pub(super) async fn list_orders(
        &self,
        actor: ShopActor,
        filter: OrderFilter,
        window: Window,
    ) -> CloudResult<Slice<Order>> {
        let filter = store::orders::OrderFilter {
            courier: filter.courier,
            from: filter.deliver_from,
            before: None,
        };
        let (rows, total) = orders::list(
            &self.app,
            actor.shop,
            actor.organization,
            filter,
            window.start,
            window.limit,
        )
        .await
        .map_err(failed)?;
        let rows = rows
            .into_iter()
            .map(|(row, courier)| order(&row, courier))
            .collect::<CloudResult<_>>()?;
        Ok(Slice { rows, total })
    }

    pub(super) async fn find_order(&self, actor: ShopActor, id: OrderId) -> CloudResult<Option<Order>> {
        let found = orders::find(&self.app, actor.shop, actor.organization, id)
            .await
            .map_err(failed)?;
        found.map(|(row, courier)| order(&row, courier)).transpose()
    }

    pub(super) async fn save_new_order(
        &self,
        actor: ShopActor,
        draft: OrderDraft,
    ) -> CloudResult<OrderOutcome> {
        let fields = fields(&draft, OrderState::New)?;
        let saved = orders::create(&self.app, actor.shop, actor.organization, fields)
            .await
            .map_err(failed)?;
        outcome(saved)?.ok_or_else(vanished)
    }

    pub(super) async fn save_order(
        &self,
        actor: ShopActor,
        id: OrderId,
        draft: OrderDraft,
    ) -> CloudResult<Option<OrderOutcome>> {
        let fields = fields(&draft, OrderState::New)?;
        let saved = orders::change(&self.app, actor.shop, actor.organization, id, fields)
            .await
            .map_err(failed)?;
        outcome(saved)
    }
}

fn fields(draft: &OrderDraft, otherwise: OrderState) -> CloudResult<OrderFields> {
    let amount = Money::sum(draft.lines.iter().map(|line| line.line.total)).unwrap_or_default();
    Ok(OrderFields {
        external_id: draft.external_id.text.clone(),
        door: door_name(draft.door).to_owned(),
        body: serde_json::to_string(draft).map_err(|error| CloudError::Failed(Box::new(error)))?,
        amount,
        date_start: draft.deliver_from,
        courier: draft.courier,
        callback_url: draft.callback_url.clone(),
        state: stored_state(draft.state.unwrap_or(otherwise)),
    })
}

fn order(row: &OrderRow, courier_name: Option<String>) -> CloudResult<Order> {
    let draft =
        serde_json::from_str(&row.fields.body).map_err(|error| CloudError::Failed(Box::new(error)))?;
    Ok(Order {
        id: row.id,
        draft,
        state: state(row.fields.state),
        courier_name,
        task: None,
    })
}

fn outcome(saved: Saved) -> CloudResult<Option<OrderOutcome>> {
    Ok(Some(match saved {
        Saved::Order(row, courier) => OrderOutcome::Saved(Box::new(order(&row, courier)?)),
        Saved::ExternalIdTaken(id) => OrderOutcome::ExternalIdTaken(id),
        Saved::UnknownCourier(id) => OrderOutcome::UnknownCourier(id),
        Saved::Closed(ended) => OrderOutcome::Closed(state(ended)),
        Saved::Unknown => return Ok(None),
    }))
}

fn vanished() -> CloudError {
    CloudError::Failed("the order is gone right after it was created".into())
}

const fn state(state: store::orders::OrderState) -> OrderState {
    match state {
        store::orders::OrderState::New => OrderState::New,
        store::orders::OrderState::Done => OrderState::Done,
        store::orders::OrderState::Canceled => OrderState::Canceled,
    }
}

const fn stored_state(state: OrderState) -> store::orders::OrderState {
    match state {
        OrderState::New => store::orders::OrderState::New,
        OrderState::Done => store::orders::OrderState::Done,
        OrderState::Canceled => store::orders::OrderState::Canceled,
    }
}

/// The shop of an order and the body of the order's callback. `None`: one of them is gone.
///
/// # Errors
/// [`CloudError`] when the database does not answer, or the stored order does not read.
pub async fn order_callback(
    app: &app::App,
    id: OrderId,
) -> CloudResult<Option<(store::shops::ShopRow, Vec<u8>)>> {
    let found = app
        .db()
        .read("order_callback", move |tx| {
            let Some(row) = store::orders::find_any(tx, id)? else {
                return Ok(None);
            };
            let shop = store::shops::by_id(tx, row.shop)?;
            Ok(shop.map(|shop| (shop, row)))
        })
        .await
        .map_err(failed)?;
    let Some((shop, row)) = found else { return Ok(None) };
    Ok(Some((shop, crate::callback::order_body(&order(&row, None)?))))
}
