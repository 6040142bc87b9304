//! A fresh database for each test.

use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

use store::{Db, DbOptions};
use tempfile::TempDir;
use tokio::sync::OnceCell;
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

/// A new database on the server of this test process.
pub async fn postgres() -> TestDb {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(postgres_template).await;
    let name = create_database(template).await;
    TestDb::open(postgres_options(&name)).await
}

/// Address of a new, empty database on the server of this test process.
pub async fn postgres_url() -> String {
    postgres_options(&create_database("template0").await).url
}

/// A database whose schema is up to date, and to which nobody is connected.
async fn postgres_template() -> String {
    let name = create_database("template0").await;
    let template = TestDb::open(postgres_options(&name)).await;
    template.db.shutdown().await;
    name
}

fn postgres_options(name: &str) -> DbOptions {
    let mut options = DbOptions::new(server::with_database(&server::url(), name));
    options.pool_size = 4;
    options.readers = 2;
    options
}

/// Creates a database as a copy of another, and gives its name.
async fn create_database(template: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("qassa_test_{}_{number}", std::process::id());
    let create = format!(
        "create database {name} template {template}
         encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'"
    );
    let (client, connection) = tokio_postgres::connect(&server::url(), NoTls)
        .await
        .unwrap_or_else(|error| panic!("the test server does not answer: {error}"));
    let work = async {
        let created = client.batch_execute(&create).await;
        created.unwrap_or_else(|error| panic!("{create}: {error}"));
        drop(client);
    };
    let ((), _) = tokio::join!(work, connection);
    name
}
