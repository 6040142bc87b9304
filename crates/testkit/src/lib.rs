//! What tests of several crates need: a fresh database on each engine, and a clock that stands still.
//!
//! ```no_run
//! testkit::on_both_engines! {
//!     async fn a_ping_is_answered(test: testkit::TestDb) {
//!         test.db.read("ping", |tx| store::health::ping(tx)).await.unwrap();
//!     }
//! }
//! ```
//!
//! A failure of the machinery panics: a test without its database has failed.
#![warn(missing_docs)]

mod database;
mod folder;
mod server;

pub use database::{TestDb, postgres, postgres_database, postgres_url, sqlite};

/// The moment at which tests begin: 2026-11-22T10:00:00Z.
pub const START: types::Timestamp = types::Timestamp::from_micros(1_795_341_600_000_000);

/// Runs a future of a test to its end, on a runtime with two threads.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime
        .unwrap_or_else(|error| panic!("no runtime: {error}"))
        .block_on(test)
}

/// Makes of each function two tests, one for each engine: `name::sqlite` and `name::postgres`.
///
/// The function takes a [`TestDb`] whose schema is up to date.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($test:ident: $kind:ty) $body:block)+) => {$(
        mod $name {
            use super::*;

            $(#[$meta])*
            async fn check($test: $kind) $body

            #[test]
            fn sqlite() {
                $crate::run(async { check($crate::sqlite().await).await });
            }

            #[test]
            fn postgres() {
                $crate::run(async { check($crate::postgres().await).await });
            }
        }
    )+};
}
