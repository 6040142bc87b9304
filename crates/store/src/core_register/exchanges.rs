//! The log of exchanges with the operator: bounded, newest kept.

use types::Timestamp;

use crate::{Row, StoreError, Tx, params};

/// Exchanges that are kept of each register.
pub const EXCHANGES_KEPT: u32 = 10_000;

/// One exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreExchange {
    /// When it ended.
    pub at: Timestamp,
    /// What was asked.
    pub purpose: String,
    /// Number of the request.
    pub request_number: u16,
    /// Host and port.
    pub server: String,
    /// The operator's result; `None`: no answer came.
    pub result: Option<u32>,
    /// The operator's words, or why there is no answer.
    pub detail: String,
    /// How long it took.
    pub took_ms: u32,
}

/// Writes an exchange and forgets the oldest.
///
/// # Errors
/// [`StoreError`].
pub fn add(tx: &mut Tx<'_>, register: u32, exchange: &CoreExchange) -> Result<(), StoreError> {
    let row = tx.only(
        "-- core_exchanges.add
         insert into core_exchanges (register_id, at_us, purpose, request_number, server, result, detail, took_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
        params![
            register,
            exchange.at,
            &exchange.purpose,
            exchange.request_number,
            &exchange.server,
            exchange.result,
            &exchange.detail,
            exchange.took_ms,
        ],
    )?;
    let id: i64 = row.get("id")?;
    tx.execute(
        "-- core_exchanges.forget
         delete from core_exchanges where register_id = $1 and id in (
           select id from core_exchanges where register_id = $1 and id < $2 order by id desc limit 10 offset $3)",
        params![register, id, EXCHANGES_KEPT],
    )?;
    Ok(())
}

/// The newest exchanges first.
///
/// # Errors
/// [`StoreError`].
pub fn newest(tx: &mut Tx<'_>, register: u32, limit: u32) -> Result<Vec<CoreExchange>, StoreError> {
    let rows = tx.all(
        "-- core_exchanges.newest
         select at_us, purpose, request_number, server, result, detail, took_ms
         from core_exchanges where register_id = $1 order by id desc limit $2",
        params![register, limit],
    )?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<CoreExchange, StoreError> {
    Ok(CoreExchange {
        at: row.get("at_us")?,
        purpose: row.get("purpose")?,
        request_number: row.get("request_number")?,
        server: row.get("server")?,
        result: row.get("result")?,
        detail: row.get("detail")?,
        took_ms: row.get("took_ms")?,
    })
}
