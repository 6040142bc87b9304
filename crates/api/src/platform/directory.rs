//! Queues, shops and registers in the words of the doors.

use app::setup::queues::Attached;
use store::queues::QueueState as StoredState;
use store::registers::RegisterRow;
use store::shops::ShopRow;

use super::Platform;
use crate::cloud::{QueueState, QueueSummary, RegisterSummary, ShopSummary};

impl Platform {
    pub(super) fn queue_summary(&self, found: Attached) -> QueueSummary {
        QueueSummary {
            waiting: self.app.waiting().in_queues(&[found.queue.id]),
            id: found.queue.id,
            name: found.queue.name,
            state: match found.queue.state {
                StoredState::Active => QueueState::Active,
                StoredState::Passive => QueueState::Passive,
            },
            shops: found.shops,
            registers: found.registers,
        }
    }
}

pub(super) fn shop_summary(row: ShopRow) -> ShopSummary {
    ShopSummary {
        id: row.id,
        public_id: row.public_id,
        name: row.name,
        success_url: row.success_url,
        failure_url: row.failure_url,
        banner_link_url: row.banner_link_url,
    }
}

pub(super) fn register_summary(row: RegisterRow) -> RegisterSummary {
    RegisterSummary {
        id: row.id,
        name: row.name,
        kind: row.kind.as_str().to_owned(),
        state: row.state.as_str().to_owned(),
        serial_number: row.serial_number,
        registration_number: row.registration_number,
        fiscal_storage: row.fiscal_storage_number,
        last_seen_at: row.last_seen_at,
    }
}
