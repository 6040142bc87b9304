//! The files of an embedded database, as a power cut, a bad disk or a careless copy leaves them.

use std::fs;
use std::path::{Path, PathBuf};

use store::{Db, DbOptions, StoreError, sandbox};
use testkit::{START, TestDb};
use types::{Rng as _, SeededRng};

const COMMITS: usize = 12;

/// Files as they are while the database is open: a log with twelve commits, and what is home.
struct Snapshot {
    _dir: tempfile::TempDir,
    database: PathBuf,
    log: Vec<u8>,
    /// Length of the log after each commit.
    ends: Vec<usize>,
}

async fn snapshot() -> Snapshot {
    let test = testkit::sqlite().await.reopened().await; // the schema is home, the log is empty
    let dir = tempfile::tempdir().unwrap();
    let source = test.dir().unwrap().join("test.db");
    let mut ends = Vec::new();
    for number in 0..COMMITS {
        let (name, value) = (format!("n{number:02}"), "v".repeat(300));
        test.db
            .write("set", move |tx| sandbox::set(tx, &name, &value))
            .await
            .unwrap();
        ends.push(usize::try_from(fs::metadata(log_of(&source)).unwrap().len()).unwrap());
    }
    let database = dir.path().join("cut.db");
    fs::copy(&source, &database).unwrap();
    let log = fs::read(log_of(&source)).unwrap();
    Snapshot {
        _dir: dir,
        database,
        log,
        ends,
    }
}

fn log_of(database: &Path) -> PathBuf {
    database.with_extension("db-wal")
}

/// Opens a copy of the files with this log, and tells how many commits are there.
async fn commits_with(snapshot: &Snapshot, log: &[u8]) -> Result<usize, StoreError> {
    let dir = tempfile::tempdir().unwrap();
    let database = dir.path().join("again.db");
    fs::copy(&snapshot.database, &database).unwrap();
    fs::write(log_of(&database), log).unwrap();
    let db = Db::open(DbOptions::new(format!("sqlite:{}", database.display()))).await?;
    db.migrate(START).await?;
    let mut found = 0;
    for number in 0..COMMITS {
        let name = format!("n{number:02}");
        let value = db.read("setting", move |tx| sandbox::setting(tx, &name)).await?;
        match value {
            Some(_) if found == number => found += 1,
            Some(_) => panic!("commit {number} is there, one before it is not"),
            None => {}
        }
    }
    db.shutdown().await;
    Ok(found)
}

#[test]
fn what_is_acknowledged_is_in_the_files() {
    testkit::run(async {
        let snapshot = snapshot().await;
        assert_eq!(commits_with(&snapshot, &snapshot.log).await, Ok(COMMITS));
    });
}

#[test]
fn a_log_that_was_cut_off_gives_the_commits_before_the_cut() {
    testkit::run(async {
        let snapshot = snapshot().await;
        let rng = SeededRng::new(5);
        for _ in 0..60 {
            let cut = below(&rng, snapshot.log.len());
            let whole = snapshot.ends.iter().filter(|end| **end <= cut).count();
            assert_eq!(
                commits_with(&snapshot, &snapshot.log[..cut]).await,
                Ok(whole),
                "cut at {cut}"
            );
        }
    });
}

#[test]
fn a_flipped_bit_never_loses_a_commit_silently() {
    testkit::run(async {
        let snapshot = snapshot().await;
        let rng = SeededRng::new(7);
        let last_begins = snapshot.ends[COMMITS - 2];
        for _ in 0..140 {
            let (place, bit) = (below(&rng, snapshot.log.len()), below(&rng, 8));
            let mut log = snapshot.log.clone();
            log[place] ^= 1 << bit;
            match commits_with(&snapshot, &log).await {
                // not to be told from a power cut while the last commit was written
                Ok(found) if place >= last_begins => assert_eq!(found, COMMITS - 1, "byte {place}"),
                // words that nobody reads: the number of the log's round
                Ok(found) => assert_eq!(found, COMMITS, "byte {place}"),
                Err(StoreError::Damaged { detail }) => assert!(detail.contains("again.db-wal"), "{detail}"),
                Err(error) => panic!("byte {place}: {error}"),
            }
        }
    });
}

#[test]
fn frames_of_an_earlier_round_of_the_log_are_no_damage() {
    testkit::run(async {
        let mut options = testkit::sqlite().await.options;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("rounds.db");
        options.url = format!("sqlite:{}", path.display());
        options.checkpoint_pages = 8;
        let test = TestDb::open(options).await;
        for number in 0..200 {
            let name = format!("n{}", number % 7);
            test.db
                .write("set", move |tx| sandbox::set(tx, &name, &"v".repeat(3000)))
                .await
                .unwrap();
        }
        let copy = dir.path().join("copy.db");
        // home first: pages that come home between the two copies stand in the log too
        fs::copy(&path, &copy).unwrap();
        fs::copy(log_of(&path), log_of(&copy)).unwrap();
        let db = Db::open(DbOptions::new(format!("sqlite:{}", copy.display())))
            .await
            .unwrap();
        let value = db.read("setting", |tx| sandbox::setting(tx, "n3")).await.unwrap();
        assert_eq!(value.map(|value| value.len()), Some(3000));
    });
}

fn below(rng: &SeededRng, end: usize) -> usize {
    let mut bytes = [0; 8];
    rng.fill(&mut bytes);
    usize::try_from(u64::from_le_bytes(bytes) % u64::try_from(end).unwrap()).unwrap()
}
