//! The server engine: threads with one connection each, that take units from the same queue.
//!
//! A lane drives its connection itself, in a runtime of its own on its own thread: an answer of the server wakes
//! nobody else, and a unit may be a plain function.

mod failure;
mod lane;
mod session;
mod wire;

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio_postgres::Config;
use tokio_postgres::config::TargetSessionAttrs;

use crate::db::{Line, Lines};
use crate::sqlite::thread;
use crate::{DbOptions, StoreError};

/// Connects once, then starts the lanes; each receiver resolves when its thread has ended.
pub(crate) async fn start(
    mut config: Config,
    options: &DbOptions,
    lines: &Lines,
) -> Result<Vec<oneshot::Receiver<()>>, StoreError> {
    config
        .application_name("qassa")
        .connect_timeout(Duration::from_millis(options.connect_timeout_ms))
        .target_session_attrs(TargetSessionAttrs::ReadWrite);
    let lanes_of = |line: &Arc<Line>| {
        let (config, options, line) = (config.clone(), options.clone(), Arc::clone(line));
        let connected = Arc::new(AtomicUsize::new(0));
        move |number| {
            lane::Lane::new(
                config.clone(),
                options.clone(),
                Arc::clone(&line),
                Arc::clone(&connected),
                number,
            )
        }
    };
    let (writing, reading) = (lanes_of(&lines.writes), lanes_of(&lines.reads));
    let (opened, open) = oneshot::channel();
    let mut ends = Vec::new();
    let first = writing(0);
    ends.push(thread("store-lane-0", move || first.connect_and_run(opened))?);
    open.await.map_err(|_| StoreError::shutting_down())??;
    for number in 1..options.pool_size.max(1) {
        let lane = writing(number);
        ends.push(thread(&format!("store-lane-{number}"), move || lane.run())?);
    }
    for number in 0..options.readers.max(1) {
        let lane = reading(number);
        ends.push(thread(&format!("store-reader-{number}"), move || lane.run())?);
    }
    Ok(ends)
}
