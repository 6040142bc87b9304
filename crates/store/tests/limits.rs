//! What happens when there is no room, no time, no connection or no order.

use std::sync::mpsc;
use std::time::Duration;

use store::{Db, DbOptions, StoreError, UnavailableReason, params, sandbox};
use testkit::TestDb;

fn is_unavailable(error: &StoreError, wanted: &UnavailableReason) -> bool {
    matches!(error, StoreError::Unavailable { reason, .. } if reason == wanted)
}

async fn add_setting(db: &Db, name: &str, value: &str) -> Result<(), StoreError> {
    let (name, value) = (name.to_owned(), value.to_owned());
    db.write("set", move |tx| sandbox::set(tx, &name, &value)).await
}

async fn setting(db: &Db, name: &'static str) -> Option<String> {
    db.read("setting", move |tx| sandbox::setting(tx, name))
        .await
        .unwrap()
}

testkit::on_both_engines! {
    async fn a_full_queue_refuses_at_once_and_recovers(test: TestDb) {
        let mut options = test.options.clone();
        test.db.clone().shutdown().await;
        options.waiting_units_max = 3;
        options.pool_size = 1;
        let db = Db::open(options).await.unwrap();
        let (started, has_started) = mpsc::sync_channel(1);
        let (go_on, may_go_on) = mpsc::sync_channel::<()>(1);
        let may_go_on = std::sync::Mutex::new(may_go_on);
        let blocker = db.write("block", move |_| {
            started.send(()).unwrap();
            may_go_on.lock().unwrap().recv().unwrap();
            Ok::<_, StoreError>(())
        });
        let pushing = async {
            tokio::task::spawn_blocking(move || has_started.recv()).await.unwrap().unwrap();
            let mut waiting: Vec<_> = (0..3).map(|_| Box::pin(add_setting(&db, "a", "1"))).collect();
            for unit in &mut waiting {
                assert!(futures::poll!(unit).is_pending());
            }
            let refused = add_setting(&db, "b", "1").await.unwrap_err();
            assert!(matches!(refused, StoreError::Busy { retry_after_ms: 50..=5_000 }), "{refused}");
            go_on.send(()).unwrap();
            futures::future::join_all(waiting).await
        };
        let (blocked, answers) = futures::future::join(blocker, pushing).await;
        assert_eq!((blocked, answers), (Ok(()), vec![Ok(()); 3]));
        assert_eq!(add_setting(&db, "b", "2").await, Ok(()));
        assert_eq!(setting(&db, "b").await.as_deref(), Some("2"));
    }

    async fn a_slow_reading_statement_is_stopped(test: TestDb) {
        let mut options = test.options.clone();
        test.db.shutdown().await;
        options.statement_timeout_ms = 100;
        let db = Db::open(options).await.unwrap();
        const ENDLESS: &str = "-- test.endless
            with recursive n (x) as (select 1 union all select (x + 1) % 1000 from n)
            select cast(count(*) as bigint) as total from n";
        let error = db.read("endless", |tx| tx.one(ENDLESS, &[])).await.unwrap_err();
        assert!(is_unavailable(&error, &UnavailableReason::TimedOut), "{error}");
        db.read("ping", store::health::ping).await.unwrap();
    }

    async fn what_was_acknowledged_is_there_after_a_restart(test: TestDb) {
        for number in 0..20 {
            add_setting(&test.db, &format!("n{number}"), "kept").await.unwrap();
        }
        let again = test.reopened().await;
        assert_eq!(setting(&again.db, "n19").await.as_deref(), Some("kept"));
    }
}

#[test]
fn a_second_process_is_told_who_has_the_database() {
    testkit::run(async {
        let test = testkit::sqlite().await;
        let Err(error) = Db::open(test.options.clone()).await else {
            panic!("opened twice")
        };
        assert!(is_unavailable(&error, &UnavailableReason::Locked), "{error}");
        let text = error.to_string();
        assert!(
            text.contains(&format!("process {} has", std::process::id())),
            "{text}"
        );
        assert!(text.contains("test.db"), "{text}");
        drop(test.reopened().await);
    });
}

#[test]
fn a_full_disk_refuses_writes_serves_reads_and_recovers_by_itself() {
    testkit::run(async {
        let mut options = testkit::sqlite().await.options;
        let dir = tempfile::tempdir().unwrap();
        options.url = format!("sqlite:{}", dir.path().join("full.db").display());
        options.pages_max = Some(150);
        let test = TestDb::open(options).await;
        let filling = "x".repeat(20_000);
        let mut kept: u32 = 0;
        let error = loop {
            match add_setting(&test.db, &format!("n{kept}"), &filling).await {
                Ok(()) => kept += 1,
                Err(error) => break error,
            }
            assert!(kept < 150, "the quota was not seen");
        };
        assert!(is_unavailable(&error, &UnavailableReason::DiskFull), "{error}");
        assert!(kept > 0);
        // many at once: those that find no room fail, and none that was kept is lost
        let many = (0..50).map(|number| {
            let (db, name, filling) = (test.db.clone(), format!("m{number}"), filling.clone());
            async move { (name.clone(), add_setting(&db, &name, &filling).await) }
        });
        for (name, answer) in futures::future::join_all(many).await {
            let found = test
                .db
                .read("setting", move |tx| sandbox::setting(tx, &name))
                .await
                .unwrap();
            assert_eq!(found.is_some(), answer.is_ok());
        }
        assert_eq!(setting(&test.db, "n0").await.as_ref(), Some(&filling));
        let room = "-- test.room\ndelete from sandbox_settings where name <> 'n0'";
        test.db
            .write("make_room", move |tx| tx.execute(room, &[]))
            .await
            .unwrap();
        assert_eq!(add_setting(&test.db, "after", &filling).await, Ok(()));
    });
}

#[test]
fn a_database_that_takes_no_writes_says_so_and_serves_reads() {
    testkit::run(async {
        let test = testkit::sqlite().await;
        add_setting(&test.db, "a", "1").await.unwrap();
        let read_only = "-- test.read_only\npragma query_only = on";
        test.db
            .write("read_only", move |tx| tx.execute(read_only, &[]))
            .await
            .unwrap();
        for _ in 0..3 {
            let error = add_setting(&test.db, "a", "2").await.unwrap_err();
            assert!(is_unavailable(&error, &UnavailableReason::ReadOnly), "{error}");
            assert_eq!(setting(&test.db, "a").await.as_deref(), Some("1"));
        }
        let again = test.reopened().await;
        assert_eq!(add_setting(&again.db, "a", "2").await, Ok(()));
    });
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    testkit::run(async {
        let Err(error) = Db::open(DbOptions::new("sqlite:/nowhere/at/all/test.db")).await else {
            panic!("opened")
        };
        assert!(is_unavailable(&error, &UnavailableReason::Io), "{error}");
        assert!(error.to_string().contains("/nowhere/at/all/test.db"), "{error}");
    });
}

#[test]
fn a_server_that_is_not_there_is_named() {
    testkit::run(async {
        let mut options = DbOptions::new("postgres://nobody@127.0.0.1:1/none");
        options.connect_timeout_ms = 500;
        let Err(error) = Db::open(options).await else {
            panic!("opened")
        };
        assert!(
            is_unavailable(&error, &UnavailableReason::ConnectionLost),
            "{error}"
        );
    });
}

#[test]
fn the_log_is_emptied_while_units_go_on() {
    testkit::run(async {
        let mut options = testkit::sqlite().await.options;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log.db");
        options.url = format!("sqlite:{}", path.display());
        options.checkpoint_pages = 64;
        let test = TestDb::open(options).await;
        let filling = "x".repeat(40_000);
        // 800 units write some 9,000 pages: a log that is never begun anew would have 36 MB
        for number in 0..800 {
            add_setting(&test.db, &format!("n{}", number % 50), &filling)
                .await
                .unwrap();
        }
        let log = std::fs::metadata(path.with_extension("db-wal")).unwrap().len();
        assert!(log < 12_000_000, "the log has {log} bytes");
    });
}

#[test]
fn lost_connections_heal_without_a_lost_or_doubled_unit() {
    testkit::run(async {
        let test = testkit::postgres_database().await;
        let adding = (0..200).map(|number| {
            let db = test.db.clone();
            async move { add_setting(&db, &format!("n{number}"), "1").await }
        });
        let killing = async {
            for _ in 0..10 {
                let kill = "-- test.kill
                    select cast(count(pg_terminate_backend(pid)) as bigint) as killed from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()";
                let killed = test.db.read("kill", move |tx| tx.only(kill, &[])).await;
                assert!(
                    killed.is_ok() || matches!(killed, Err(StoreError::Unavailable { .. })),
                    "{killed:?}"
                );
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let (answers, ()) = futures::future::join(futures::future::join_all(adding), killing).await;
        for (number, answer) in answers.into_iter().enumerate() {
            let name = format!("n{number}");
            let found = test
                .db
                .read("setting", move |tx| sandbox::setting(tx, &name))
                .await
                .unwrap();
            match answer {
                Ok(()) => assert!(found.is_some(), "n{number} was acknowledged and is lost"),
                Err(StoreError::Unavailable { .. }) => {
                    assert!(found.is_none(), "n{number} was refused and is there")
                }
                Err(StoreError::OutcomeUnknown { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(add_setting(&test.db, "after", "1").await, Ok(()));
    });
}

#[test]
fn a_row_lock_waits_no_longer_than_allowed() {
    testkit::run(async {
        let mut options = testkit::postgres().await.options;
        options.lock_timeout_ms = 100;
        let test = TestDb::open(options).await;
        add_setting(&test.db, "a", "1").await.unwrap();
        let (locked, has_locked) = mpsc::sync_channel(1);
        let (go_on, may_go_on) = mpsc::sync_channel::<()>(1);
        let may_go_on = std::sync::Mutex::new(may_go_on);
        let holder = test.db.write("hold", move |tx| {
            tx.one(
                "-- test.hold\nselect value from sandbox_settings where name = $1 $FOR_UPDATE",
                params!["a"],
            )?;
            locked.send(()).unwrap();
            may_go_on.lock().unwrap().recv().unwrap();
            Ok::<_, StoreError>(())
        });
        let waiter = async {
            tokio::task::spawn_blocking(move || has_locked.recv())
                .await
                .unwrap()
                .unwrap();
            let error = add_setting(&test.db, "a", "2").await.unwrap_err();
            go_on.send(()).unwrap();
            error
        };
        let (held, error) = futures::future::join(holder, waiter).await;
        assert_eq!(held, Ok(()));
        assert!(is_unavailable(&error, &UnavailableReason::TimedOut), "{error}");
    });
}
