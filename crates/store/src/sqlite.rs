//! The embedded engine: one thread that writes, a few that read, one that empties the log.

mod checkpoint;
mod failure;
mod lock;
mod log_check;
mod reader;
mod session;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::db::Lines;
use crate::{DbOptions, StoreError, UnavailableReason};

/// Opens the database and starts its threads; each receiver resolves when its thread has ended.
pub(crate) async fn start(
    path: PathBuf,
    options: DbOptions,
    lines: Lines,
) -> Result<Vec<oneshot::Receiver<()>>, StoreError> {
    let (opened, writer_open) = oneshot::channel();
    let (writer_options, writer_lines, writer_path) = (options.clone(), lines.clone(), path.clone());
    let mut ends = Vec::new();
    ends.push(thread("store-writer", move || {
        let open = lock::LockFile::take(&writer_path).and_then(|lock| {
            log_check::run(&writer_path)?;
            let writer = writer::Writer::open(&writer_path, &writer_options, writer_lines)?;
            Ok((writer, Arc::new(lock)))
        });
        match open {
            // nobody waits for the answer when the caller was dropped: the queues are closed then
            Ok((writer, lock)) => {
                drop(opened.send(Ok(Arc::clone(&lock))));
                writer.run();
                drop(lock);
            }
            Err(error) => drop(opened.send(Err(error))),
        }
    })?);
    let lock = writer_open.await.map_err(|_| StoreError::shutting_down())??;
    for number in 0..options.readers.max(1) {
        let reader = reader::Reader::new(path.clone(), options.clone(), Arc::clone(&lines.reads));
        let lock = Arc::clone(&lock);
        ends.push(thread(&format!("store-reader-{number}"), move || {
            reader.run();
            drop(lock);
        })?);
    }
    Ok(ends)
}

/// Starts a thread; the receiver resolves when it has ended, however it did.
pub(crate) fn thread(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> Result<oneshot::Receiver<()>, StoreError> {
    let (ended, end) = oneshot::channel();
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            work();
            drop(ended);
        })
        .map_err(|error| {
            StoreError::unavailable(UnavailableReason::Io, format!("no thread {name}: {error}"))
        })?;
    Ok(end)
}
