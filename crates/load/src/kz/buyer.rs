//! Receipts looked up as buyers do: by the four values of the link.

use super::register::KzRegister;
use crate::http::Connection;
use ofd_kz::link::ReceiptLink;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

const LANES: usize = 8;
const RETRY_PAUSE: Duration = Duration::from_millis(200);
const TRIES_MAX: u32 = 5;

/// Asks `address` for every receipt that registers were told of; what is not found or has another sign or total, in words.
pub async fn look_up(address: &str, registers: &[KzRegister]) -> (usize, Vec<String>) {
    let links: Vec<ReceiptLink> = registers
        .iter()
        .flat_map(|register| register.taken().iter().filter_map(|taken| taken.link.clone()))
        .collect();
    let count = links.len();
    let (links, next) = (Arc::new(links), Arc::new(AtomicUsize::new(0)));
    let mut lanes = JoinSet::new();
    for _ in 0..LANES {
        let (links, next, address) = (Arc::clone(&links), Arc::clone(&next), address.to_owned());
        lanes.spawn(async move {
            let (mut connection, mut missing) = (Connection::to(&address), Vec::new());
            while let Some(link) = links.get(next.fetch_add(1, Ordering::Relaxed)) {
                missing.extend(look_up_one(&mut connection, &address, link).await);
            }
            missing
        });
    }
    let mut missing = Vec::new();
    while let Some(lane) = lanes.join_next().await {
        missing.extend(lane.expect("a lane does not panic"));
    }
    (count, missing)
}

async fn look_up_one(connection: &mut Connection, address: &str, link: &ReceiptLink) -> Option<String> {
    let text = link.to_string();
    let query = text.split_once('?').map_or("", |(_, query)| query);
    let request = format!("GET /api/tickets/get-by-url?{query} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    for _ in 0..TRIES_MAX {
        let Ok(answer) = connection.exchange(request.as_bytes()).await else {
            tokio::time::sleep(RETRY_PAUSE).await;
            continue;
        };
        let found: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let is_it = answer.status == 200
            && found["ticket"]["fiscalId"] == link.sign
            && found["kkmFnsId"] == link.registration_number;
        return (!is_it).then(|| format!("{text}: status {}", answer.status));
    }
    Some(format!("{text}: no answer"))
}
