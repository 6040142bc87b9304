//! Bodies of callbacks: what a shop is told when a task or an order ends.

use crate::cloud::{Door, Order, Task};
use crate::json::to_bytes;
use crate::komtet::{answer, order};

/// The task in its full form: the shop sees what it would see by asking.
#[must_use]
pub fn task_body(task: &Task) -> Vec<u8> {
    to_bytes(&answer::task(task))
}

/// The order in the version of the call that made it, its callback URL included.
#[must_use]
pub fn order_body(order: &Order) -> Vec<u8> {
    let door: Door = order.draft.door;
    to_bytes(&order::order(door, order))
}
