//! A fresh database for each test.

use std::sync::atomic::{AtomicU32, Ordering};

use store::{Db, DbOptions};
use tempfile::TempDir;
use tokio_postgres::NoTls;

use crate::{START, server};

/// A database that nobody else uses. What it keeps goes with the process.
pub struct TestDb {
    /// The database, with its schema up to date.
    pub db: Db,
    /// How it was opened: to open it again.
    pub options: DbOptions,
    dir: Option<TempDir>,
}

impl TestDb {
    /// Opens a database and brings its schema up to date.
    pub async fn open(options: DbOptions) -> Self {
        let db = Db::open(options.clone())
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", options.url));
        db.migrate(START)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", options.url));
        Self {
            db,
            options,
            dir: None,
        }
    }

    /// Closes the database and opens it again, as after a restart.
    pub async fn reopened(self) -> Self {
        self.db.shutdown().await;
        let again = Self::open(self.options).await;
        Self {
            dir: self.dir,
            ..again
        }
    }

    /// Folder of an embedded database.
    #[must_use]
    pub fn dir(&self) -> Option<&std::path::Path> {
        self.dir.as_ref().map(TempDir::path)
    }
}

/// A new embedded database in a folder of its own.
pub async fn sqlite() -> TestDb {
    let dir = tempfile::Builder::new().prefix("qassa-test-").tempdir();
    let dir = dir.unwrap_or_else(|error| panic!("no temporary folder: {error}"));
    let options = DbOptions::new(format!("sqlite:{}", dir.path().join("test.db").display()));
    let test = TestDb::open(options).await;
    TestDb {
        dir: Some(dir),
        ..test
    }
}

/// A new database on the server of this test process.
pub async fn postgres() -> TestDb {
    let mut options = DbOptions::new(postgres_url().await);
    options.pool_size = 4;
    options.readers = 2;
    TestDb::open(options).await
}

/// Address of a new, empty database on the server of this test process.
pub async fn postgres_url() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("qassa_test_{}_{number}", std::process::id());
    let server = server::url();
    let (client, connection) = tokio_postgres::connect(&server, NoTls)
        .await
        .unwrap_or_else(|error| panic!("the test server does not answer: {error}"));
    let work = async {
        let create = format!(
            "create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'"
        );
        client
            .batch_execute(&create)
            .await
            .unwrap_or_else(|error| panic!("{create}: {error}"));
        drop(client);
    };
    let ((), _) = tokio::join!(work, connection);
    server::with_database(&server, &name)
}
