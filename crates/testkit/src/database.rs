//! A fresh database for each test.

use std::fs;

use store::{Db, DbOptions};
use tempfile::TempDir;
use tokio::sync::OnceCell;

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
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(sqlite_template).await;
    let dir = folder();
    let path = dir.path().join("test.db");
    fs::write(&path, template).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let test = TestDb::open(DbOptions::new(format!("sqlite:{}", path.display()))).await;
    TestDb {
        dir: Some(dir),
        ..test
    }
}

/// The file of a database whose schema is up to date.
async fn sqlite_template() -> Vec<u8> {
    let dir = folder();
    let path = dir.path().join("template.db");
    let template = TestDb::open(DbOptions::new(format!("sqlite:{}", path.display()))).await;
    template.db.shutdown().await;
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folder() -> TempDir {
    let dir = tempfile::Builder::new().prefix("qassa-test-").tempdir();
    dir.unwrap_or_else(|error| panic!("no temporary folder: {error}"))
}

/// A new schema on the test server.
pub async fn postgres() -> TestDb {
    TestDb::open(options_of(server::schema_url().await)).await
}

/// A new database on the test server: for tests that look at, or harm, all of a database.
pub async fn postgres_database() -> TestDb {
    TestDb::open(options_of(server::database_url().await)).await
}

/// Address of a new, empty database on the test server.
pub async fn postgres_url() -> String {
    server::database_url().await
}

fn options_of(url: String) -> DbOptions {
    let mut options = DbOptions::new(url);
    options.pool_size = 4;
    options.readers = 2;
    options
}
