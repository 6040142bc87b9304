//! How much of a bare batch insert is left when every row is a unit of work of its own.
//!
//! `cargo run --release -p store --example insert_rate [-- POSTGRES_URL]`: rows of a task's size go into the same
//! table, once by one prepared statement with 1,024 rows a commit, then by [`Db::write`] from 1, 64 and 256
//! callers. Rounds alternate and the median of each counts. Beside them stand what one sync cost meanwhile, and the
//! processor time of this process for each row, which tells the same on a busy machine. The database of a given
//! server must be empty.
#![expect(clippy::print_stdout, reason = "it is a tool")]

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use store::{Db, DbOptions, Isolation, StoreError, Value, params};
use types::Timestamp;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);
const CALLERS: [usize; 3] = [1, 64, 256];
const BATCH: usize = 1_024;
const COLUMNS: &str =
    "uuid text not null, shop_id bigint not null, external_id text not null, state text not null,
    content_hash $BYTES not null, body $BYTES not null, accepted_at_us bigint not null";
const INSERT: &str = "-- bench.insert
    insert into bench (uuid, shop_id, external_id, state, content_hash, body, accepted_at_us)
    values ($1, $2, $3, 'new', $4, $5, $6) on conflict (shop_id, external_id) do nothing returning id";

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(measure())
}

async fn measure() -> Result<(), Failure> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("bench.db");
    let url = std::env::args()
        .nth(1)
        .unwrap_or_else(|| format!("sqlite:{}", path.display()));
    let mut options = DbOptions::new(url);
    options.readers = 1;
    let db = Db::open(options).await?;
    db.migrate(Timestamp::from_micros(0)).await?;
    make_table(&db).await?;
    let numbers = Arc::new(AtomicI64::new(0));
    let mut bare = Rates::default();
    let mut units = CALLERS.map(|_| Rates::default());
    let mut syncs = Vec::new();
    for _ in 0..ROUNDS {
        syncs.push(sync_ms(dir.path())?);
        bare.round(|| async { bare_rows(&dir.path().join("bare.db"), &numbers) })
            .await?;
        for (callers, rates) in CALLERS.into_iter().zip(&mut units) {
            rates.round(|| unit_rows(&db, callers, &numbers)).await?;
        }
    }
    let (bare_rate, bare_us) = bare.medians();
    println!("one 8 KiB write and sync: {:.2} ms", median(&mut syncs));
    println!(
        "bare batch insert, {BATCH} rows a commit: {bare_rate:.0} rows/s, {bare_us:.1} µs of processor each"
    );
    for (callers, rates) in CALLERS.into_iter().zip(&mut units) {
        let (rate, us) = rates.medians();
        let (ratio, us_ratio) = (rate / bare_rate, bare_us / us);
        println!(
            "{callers:>4} callers, one row a unit: {rate:>8.0} units/s, {us:.1} µs of processor each; \
             ratio {ratio:.2} by time, {us_ratio:.2} by processor"
        );
    }
    db.shutdown().await;
    Ok(())
}

/// What the rounds of one way gave.
#[derive(Default)]
struct Rates {
    rows_per_s: Vec<f64>,
    us_per_row: Vec<f64>,
}

impl Rates {
    async fn round<F>(&mut self, work: impl FnOnce() -> F) -> Result<(), Failure>
    where
        F: Future<Output = Result<u32, Failure>>,
    {
        let (begun, processor) = (Instant::now(), processor_s()?);
        let rows = f64::from(work().await?);
        self.rows_per_s.push(rows / begun.elapsed().as_secs_f64());
        self.us_per_row.push((processor_s()? - processor) * 1e6 / rows);
        Ok(())
    }

    fn medians(&mut self) -> (f64, f64) {
        (median(&mut self.rows_per_s), median(&mut self.us_per_row))
    }
}

/// Processor time of this process so far, all threads; in ticks of 10 ms.
fn processor_s() -> Result<f64, Failure> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
}

async fn make_table(db: &Db) -> Result<(), StoreError> {
    db.write("make_table", |tx| {
        for sql in table() {
            tx.execute(sql, &[])?;
        }
        Ok(())
    })
    .await
}

fn table() -> [&'static str; 4] {
    static CREATE: std::sync::LazyLock<String> =
        std::sync::LazyLock::new(|| format!("-- bench.table\ncreate table bench (id $ID, {COLUMNS})"));
    [
        CREATE.as_str(),
        "-- bench.uuid\ncreate unique index bench_uuid_unique on bench (uuid)",
        "-- bench.external_id\ncreate unique index bench_external_id_unique on bench (shop_id, external_id)",
        "-- bench.waiting\ncreate index bench_waiting on bench (shop_id, id) where state = 'new'",
    ]
}

/// Values of one row; about 1 KB.
struct Row {
    uuid: String,
    external_id: String,
    at: i64,
}

static BODY: [u8; 800] = [b'x'; 800];

impl Row {
    fn new(numbers: &AtomicI64) -> Self {
        let number = numbers.fetch_add(1, Ordering::Relaxed);
        Self {
            uuid: format!("0192f0c4-7a00-7000-8000-{number:012}"),
            external_id: format!("order-{number}"),
            at: number,
        }
    }

    fn params(&self) -> [Value<'_>; 6] {
        *params![&self.uuid, 1_i64, &self.external_id, &[7; 32], &BODY[..], self.at]
    }
}

/// Rows of one round by the engine alone.
fn bare_rows(path: &Path, numbers: &AtomicI64) -> Result<u32, Failure> {
    let connection = rusqlite::Connection::open(path)?;
    connection
        .execute_batch("pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -32768")?;
    for sql in table() {
        let sql = sql
            .replace("$ID", "integer primary key autoincrement")
            .replace("$BYTES", "blob");
        connection.execute_batch(
            &sql.replace(" index ", " index if not exists ")
                .replace(" table ", " table if not exists "),
        )?;
    }
    let mut insert = connection.prepare(&INSERT.replace('$', "?"))?;
    let begun = Instant::now();
    let mut rows = 0_u32;
    while begun.elapsed() < ROUND {
        connection.execute_batch("begin immediate")?;
        for _ in 0..BATCH {
            let row = Row::new(numbers);
            insert.query_row(rusqlite::params_from_iter(row.params()), |row| {
                row.get::<_, i64>(0)
            })?;
            rows += 1;
        }
        connection.execute_batch("commit")?;
    }
    Ok(rows)
}

/// Units of one round, each with one row, by so many callers at a time.
async fn unit_rows(db: &Db, callers: usize, numbers: &Arc<AtomicI64>) -> Result<u32, Failure> {
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        let (db, numbers) = (db.clone(), Arc::clone(numbers));
        tasks.spawn(async move {
            let mut done = 0_u32;
            while begun.elapsed() < ROUND {
                let row = Row::new(&numbers);
                // the two unique indexes hold the only rule
                db.write_at(Isolation::ReadCommitted, "bench", move |tx| {
                    tx.only(INSERT, &row.params())?.int("id")
                })
                .await?;
                done += 1;
            }
            Ok::<_, StoreError>(done)
        });
    }
    let mut units = 0;
    while let Some(done) = tasks.join_next().await {
        units += done??;
    }
    Ok(units)
}

/// Median time of an 8 KiB overwrite with its sync, in milliseconds.
fn sync_ms(dir: &Path) -> Result<f64, Failure> {
    let mut file = File::create(dir.join("sync"))?;
    let mut times = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        file.rewind()?;
        file.write_all(&[1; 8192])?;
        file.sync_data()?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(median(&mut times))
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
