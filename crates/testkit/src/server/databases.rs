//! Places for tests on the test server.
//!
//! Most tests get a schema of their own in one common database: to create a database costs a copy of 8 MB, to
//! remove it a checkpoint of the whole server.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::OnceCell;
use tokio_postgres::{Client, NoTls};

use super::{url, with_database};

/// The database that has all the schemas.
const COMMON: &str = "qassa_tests";

/// Schemas of processes that are gone, which one process removes at most.
const REMOVED_MAX: usize = 4;

/// Keeps processes from making the common database at the same time; the number is ours alone.
const COMMON_LOCK: &str = "select pg_advisory_lock(7237502)";

/// Address of a new, empty schema in the common database.
pub(crate) async fn schema_url() -> String {
    static COMMON_URL: OnceCell<String> = OnceCell::const_new();
    let common = COMMON_URL.get_or_init(enter_common).await;
    let name = own_name();
    with_client(common, async |client| {
        execute(client, &format!("create schema {name}")).await
    })
    .await;
    let mark = if common.contains('?') { '&' } else { '?' };
    format!("{common}{mark}options=-csearch_path%3D{name}")
}

/// Address of a new, empty database.
pub(crate) async fn database_url() -> String {
    let name = own_name();
    with_client(&url(), async |client| create_database(client, &name).await).await;
    with_database(&url(), &name)
}

/// Makes the common database unless it is there, and gives its address.
async fn enter_common() -> String {
    with_client(&url(), async |client| {
        execute(client, COMMON_LOCK).await;
        let rows = client
            .query("select 1 from pg_database where datname = $1", &[&COMMON])
            .await;
        let rows = rows.unwrap_or_else(|error| panic!("the databases cannot be listed: {error}"));
        if rows.is_empty() {
            create_database(client, COMMON).await;
        }
    })
    .await;
    let common = with_database(&url(), COMMON);
    // our own server goes as a whole; one that was given to us is not filled up
    if super::was_given() {
        with_client(&common, remove_forsaken).await;
    }
    common
}

async fn create_database(client: &Client, name: &str) {
    let create = format!(
        "create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'"
    );
    execute(client, &create).await;
}

/// Removes schemas whose process is gone.
async fn remove_forsaken(client: &Client) {
    const LIST: &str =
        "select nspname::text from pg_namespace where nspname like 'qassa\\_test\\_%' order by 1";
    let rows = client.query(LIST, &[]).await.unwrap_or_default();
    let names = rows.iter().map(|row| row.get::<_, String>(0));
    let forsaken = names.filter(|name| {
        let process = name.split('_').nth(2).unwrap_or_default();
        !Path::new("/proc").join(process).exists()
    });
    for name in forsaken.take(REMOVED_MAX) {
        // another process may be removing it too
        client
            .batch_execute(&format!("drop schema if exists {name} cascade"))
            .await
            .unwrap_or_default();
    }
}

/// A name that tells the process, so that what it leaves behind is known as forsaken.
fn own_name() -> String {
    format!("qassa_test_{}_{}", std::process::id(), number())
}

/// 0, 1, 2, …
fn number() -> u32 {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

async fn execute(client: &Client, statement: &str) {
    client
        .batch_execute(statement)
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error:?}"));
}

/// Connects for as long as the work takes.
async fn with_client<T>(url: &str, work: impl AsyncFnOnce(&Client) -> T) -> T {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .unwrap_or_else(|error| panic!("the test server does not answer: {error}"));
    let work = async move {
        let done = work(&client).await;
        drop(client);
        done
    };
    tokio::join!(work, connection).0
}
