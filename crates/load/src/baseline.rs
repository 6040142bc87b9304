//! The least that a durable intake can do: axum, the signature, JSON, and a log that one sync makes durable for all
//! who wait. What the platform does beyond it is measured as a ratio to this.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Key of the signatures.
pub const SECRET: &str = "secret-key";
/// Records that may wait for the writer.
const WAITING_MAX: usize = 8192;
/// Records that share one sync.
const BATCH_MAX: usize = 4096;

/// Whether an answer waits for the disk. `No` is the control that a power cut must catch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Sync {
    /// It waits.
    Yes,
    /// It does not.
    No,
}

struct Shared {
    base: String,
    log: mpsc::Sender<Record>,
}

struct Record {
    body: Bytes,
    durable: oneshot::Sender<u64>,
}

/// Serves until the runtime ends.
pub async fn serve(address: SocketAddr, log: &Path, sync: Sync) -> io::Result<()> {
    let listener = tokio::net::TcpListener::bind(address).await?;
    let shared = Shared {
        base: format!("http://{}", listener.local_addr()?),
        log: start_log(log, sync)?,
    };
    let router = Router::new()
        .route("/api/shop/v2/queues/{queue}/task", post(put))
        .with_state(Arc::new(shared));
    axum::serve(listener, router).await
}

/// External ids in a log, as far as it is whole.
pub fn read_log(path: &Path) -> io::Result<Vec<String>> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(mut file) => file.read_to_end(&mut bytes)?,
        // The file itself was not durable yet.
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error),
    };
    let mut ids = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((size, after)) = rest.split_first_chunk::<4>() {
        let size = usize::try_from(u32::from_le_bytes(*size)).unwrap_or(usize::MAX);
        let Some((body, after)) = after.split_at_checked(size) else {
            break;
        };
        let Ok(receipt) = serde_json::from_slice::<Value>(body) else {
            break;
        };
        ids.extend(receipt["external_id"].as_str().map(str::to_owned));
        rest = after;
    }
    Ok(ids)
}

async fn put(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let signature = headers
        .get("x-hmac-signature")
        .map(|value| hex::decode(value.as_bytes()).unwrap_or_default());
    let mut mac = Hmac::<md5::Md5>::new_from_slice(SECRET.as_bytes()).expect("a key of any length");
    for part in [
        method.as_str().as_bytes(),
        shared.base.as_bytes(),
        uri.path().as_bytes(),
        &body,
    ] {
        mac.update(part);
    }
    if mac.verify_slice(&signature.unwrap_or_default()).is_err() {
        return (StatusCode::FORBIDDEN, String::new());
    }
    let Ok(receipt) = serde_json::from_slice::<Value>(&body) else {
        return (StatusCode::UNPROCESSABLE_ENTITY, String::new());
    };
    let (durable, written) = oneshot::channel();
    if shared.log.send(Record { body, durable }).await.is_err() {
        return (StatusCode::SERVICE_UNAVAILABLE, String::new());
    }
    match written.await {
        Ok(id) => {
            let body = serde_json::json!({"id": id, "external_id": receipt["external_id"], "state": "new"});
            (StatusCode::OK, body.to_string())
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, String::new()),
    }
}

fn start_log(path: &Path, sync: Sync) -> io::Result<mpsc::Sender<Record>> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    if sync == Sync::Yes
        && let Some(folder) = path.parent()
    {
        crate::machine::sync_folder(folder)?;
    }
    let (sender, mut receiver) = mpsc::channel::<Record>(WAITING_MAX);
    std::thread::spawn(move || {
        let (mut batch, mut bytes, mut last) = (Vec::new(), Vec::new(), 0);
        while receiver.blocking_recv_many(&mut batch, BATCH_MAX) > 0 {
            bytes.clear();
            for record in &batch {
                bytes.extend_from_slice(&u32::try_from(record.body.len()).unwrap_or(u32::MAX).to_le_bytes());
                bytes.extend_from_slice(&record.body);
            }
            let written = file.write_all(&bytes).and_then(|()| match sync {
                Sync::Yes => file.sync_data(),
                Sync::No => Ok(()),
            });
            if written.is_err() {
                // Nobody is answered, and nobody after: a log with a hole is no log.
                return;
            }
            for record in batch.drain(..) {
                last += 1;
                // A client that went away needs no answer.
                let _ = record.durable.send(last);
            }
        }
    });
    Ok(sender)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{self, Pace, Plan};
    use crate::ledger::Ledger;
    use crate::server::free_address;
    use crate::shop::Shop;
    use std::time::Duration;
    use tokio::task::JoinSet;

    #[tokio::test]
    async fn writes_what_it_acknowledges() {
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("log");
        let address = free_address().expect("a free port");
        let mut serving = JoinSet::new();
        let path = log.clone();
        serving.spawn(async move { serve(address, &path, Sync::Yes).await });
        let shop = Shop {
            base: format!("http://{address}"),
            id: "a".to_owned(),
            secret: SECRET.to_owned(),
            queue: 1,
        };
        let plan = Plan {
            run: "run".to_owned(),
            pace: Pace::PerSecond(1000.0),
            duration: Duration::from_millis(50),
            connections: 2,
            patience: Duration::from_secs(5),
            repeat_percent: 0,
            overdue: intake::Overdue::Sent,
        };
        let ledger = Arc::new(Ledger::default());
        intake::run(&shop, &plan, &ledger).await;
        let mut written = read_log(&log).expect("readable");
        written.sort();
        assert_eq!(written, ledger.accepted().into_keys().collect::<Vec<_>>());
        assert_eq!(written.len(), 50);
    }
}
