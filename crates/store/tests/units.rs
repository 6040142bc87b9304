//! A unit of work is whole or not at all, and its name is on its metrics: the same on both engines.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;

use store::{Db, Isolation, StoreError, Tx, UnavailableReason, params};
use testkit::TestDb;

async fn make_counters(db: &Db) {
    db.write("make_counters", |tx| {
        tx.execute(
            "-- counters.make
             create table counters (id $ID, name text not null, value bigint not null)",
            &[],
        )?;
        tx.execute(
            "-- counters.make_index\ncreate unique index counters_name_unique on counters (name)",
            &[],
        )?;
        add(tx, "a", 0)
    })
    .await
    .unwrap();
}

fn add(tx: &mut Tx<'_>, name: &str, value: i64) -> Result<(), StoreError> {
    tx.execute(
        "-- counters.add\ninsert into counters (name, value) values ($1, $2)",
        params![name, value],
    )?;
    Ok(())
}

fn value(tx: &mut Tx<'_>, name: &str) -> Result<Option<i64>, StoreError> {
    let row = tx.one(
        "-- counters.value\nselect value from counters where name = $1",
        params![name],
    )?;
    row.map(|row| row.int("value")).transpose()
}

fn set(tx: &mut Tx<'_>, name: &str, value: i64) -> Result<(), StoreError> {
    tx.execute(
        "-- counters.set\nupdate counters set value = $2 where name = $1",
        params![name, value],
    )?;
    Ok(())
}

async fn names(db: &Db) -> Vec<String> {
    db.read("names", |tx| {
        let rows = tx.all(
            "-- counters.names\nselect name from counters order by name limit 1000",
            &[],
        )?;
        rows.iter()
            .map(|row| row.get("name"))
            .collect::<Result<_, StoreError>>()
    })
    .await
    .unwrap()
}

/// An error of a use case.
#[derive(Debug, PartialEq, thiserror::Error)]
enum Refusal {
    #[error("no")]
    No,
    #[error(transparent)]
    Store(#[from] StoreError),
}

testkit::on_both_engines! {
    async fn keeps_all_or_nothing(test: TestDb) {
        make_counters(&test.db).await;
        let refused = test.db.write("refuse", |tx| {
            add(tx, "b", 1)?;
            Err::<(), _>(Refusal::No)
        });
        assert_eq!(refused.await, Err(Refusal::No));
        assert_eq!(names(&test.db).await, ["a"]);
        test.db.write("add", |tx| { add(tx, "b", 1)?; add(tx, "c", 2) }).await.unwrap();
        assert_eq!(names(&test.db).await, ["a", "b", "c"]);
    }

    async fn a_failed_statement_ends_the_unit_whatever_it_returns(test: TestDb) {
        make_counters(&test.db).await;
        let careless = test.db.write("careless", |tx| {
            add(tx, "b", 1)?;
            let failed = add(tx, "a", 1).unwrap_err();
            assert!(failed.violates("counters_name_unique"), "{failed}");
            let refused = add(tx, "c", 1).unwrap_err();
            assert_eq!(refused, StoreError::AfterFailure { query: "counters.add".to_owned() });
            Ok::<_, StoreError>(())
        });
        assert!(careless.await.unwrap_err().violates("counters_name_unique"));
        assert_eq!(names(&test.db).await, ["a"]);
    }

    async fn units_beside_each_other_do_not_share_their_fate(test: TestDb) {
        make_counters(&test.db).await;
        let units = (0..60).map(|number: i64| {
            test.db.write("one_of_many", move |tx| {
                add(tx, &format!("n{number:02}"), number)?;
                match number % 3 {
                    0 => Ok(()),
                    1 => Err(Refusal::No),
                    _ => Err(add(tx, "a", 0).unwrap_err().into()),
                }
            })
        });
        let answers = futures::future::join_all(units).await;
        for (number, answer) in answers.into_iter().enumerate() {
            match number % 3 {
                0 => assert_eq!(answer, Ok(())),
                1 => assert_eq!(answer, Err(Refusal::No)),
                _ => assert!(matches!(answer, Err(Refusal::Store(error)) if error.violates("counters_name_unique"))),
            }
        }
        let kept: Vec<String> = (0..60).step_by(3).map(|number| format!("n{number:02}")).collect();
        assert_eq!(names(&test.db).await[1..], kept);
    }

    async fn a_panic_fails_its_own_unit_alone(test: TestDb) {
        make_counters(&test.db).await;
        let panics = test.db.write("panic", |tx| {
            add(tx, "b", 1)?;
            if value(tx, "b")? == Some(1) {
                panic!("on purpose");
            }
            Ok(())
        });
        let good = test.db.write("good", |tx| add(tx, "c", 1));
        let (panicked, good) = futures::future::join(panics, good).await;
        let expected = StoreError::Panicked { unit: "panic", message: "on purpose".to_owned() };
        assert_eq!((panicked, good), (Err(expected), Ok(())));
        assert_eq!(names(&test.db).await, ["a", "c"]);
    }

    async fn a_reading_unit_that_panics_leaves_the_reader_usable(test: TestDb) {
        let panicked = test.db.read("panic", |_| -> Result<(), StoreError> { panic!("on purpose") }).await;
        assert!(matches!(panicked, Err(StoreError::Panicked { unit: "panic", .. })));
        for _ in 0..8 {
            test.db.read("ping", store::health::ping).await.unwrap();
        }
    }

    async fn read_then_write_loses_no_update(test: TestDb) {
        make_counters(&test.db).await;
        let units = (0..40).map(|_| {
            test.db.write("count", |tx| {
                let before = value(tx, "a")?.unwrap();
                set(tx, "a", before + 1)
            })
        });
        let mut counted = 0;
        for answer in futures::future::join_all(units).await {
            match answer {
                Ok(()) => counted += 1,
                // many lanes on one row may give up; what was refused is not counted
                Err(StoreError::Contended { unit: "count", attempts: 10 }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        let total = test.db.read("value", |tx| value(tx, "a")).await.unwrap();
        assert_eq!(total, Some(counted));
    }

    async fn a_unit_sees_its_own_writes_and_others_see_them_when_it_has_ended(test: TestDb) {
        make_counters(&test.db).await;
        let (written, has_written) = mpsc::sync_channel(1);
        let (go_on, may_go_on) = mpsc::sync_channel::<()>(1);
        let may_go_on = std::sync::Mutex::new(may_go_on);
        let unit = test.db.write("slow", move |tx| {
            set(tx, "a", 7)?;
            assert_eq!(value(tx, "a")?, Some(7));
            written.try_send(()).unwrap_or_default();
            may_go_on.lock().unwrap().recv().unwrap_or_default();
            Ok::<_, StoreError>(())
        });
        let look = async {
            tokio::task::spawn_blocking(move || has_written.recv()).await.unwrap().unwrap();
            let seen = test.db.read("value", |tx| value(tx, "a")).await.unwrap();
            go_on.send(()).unwrap();
            seen
        };
        let (unit, seen) = futures::future::join(unit, look).await;
        assert_eq!((unit, seen), (Ok(()), Some(0)));
        assert_eq!(test.db.read("value", |tx| value(tx, "a")).await, Ok(Some(7)));
    }

    async fn a_reading_unit_cannot_write(test: TestDb) {
        make_counters(&test.db).await;
        let error = test.db.read("write", |tx| add(tx, "b", 1)).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable { reason: UnavailableReason::ReadOnly, .. }), "{error}");
        assert_eq!(names(&test.db).await, ["a"]);
    }

    async fn a_unit_goes_on_when_nobody_waits_for_it(test: TestDb) {
        make_counters(&test.db).await;
        {
            let unit = test.db.write("forgotten", |tx| add(tx, "b", 1));
            futures::pin_mut!(unit);
            assert!(futures::poll!(unit).is_pending());
        }
        // the queue is first in, first out; on several lanes the second may come first, so that it looks again
        for _ in 0..1000 {
            test.db.write("wait", |tx| set(tx, "a", 1)).await.unwrap();
            if names(&test.db).await == ["a", "b"] {
                return;
            }
        }
        panic!("the unit was forgotten");
    }

    async fn units_that_wait_are_finished_before_the_end(test: TestDb) {
        make_counters(&test.db).await;
        let db = test.db.clone();
        let units: Vec<_> = (0..30)
            .map(|number| Box::pin(db.write("late", move |tx| add(tx, &format!("n{number:02}"), 1))))
            .collect();
        let mut units = futures::future::join_all(units);
        assert!(futures::poll!(&mut units).is_pending());
        let closing = test.db.clone().shutdown();
        let (answers, ()) = futures::future::join(units, closing).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        let refused = db.write("too_late", |tx| add(tx, "z", 1)).await;
        assert!(matches!(refused, Err(StoreError::Unavailable { reason: UnavailableReason::ShuttingDown, .. })));
        assert_eq!(names(&test.reopened().await.db).await.len(), 31);
    }
}

/// On `SQLite` there is one writer, so that this cannot happen.
#[test]
fn a_unit_that_met_another_runs_again() {
    testkit::run(async {
        let test = testkit::postgres().await;
        make_counters(&test.db).await;
        let runs = Arc::new(AtomicU32::new(0));
        let (read, has_read) = mpsc::sync_channel(1);
        let (go_on, may_go_on) = mpsc::sync_channel::<()>(1);
        let may_go_on = std::sync::Mutex::new(may_go_on);
        let counted = Arc::clone(&runs);
        let unit = test.db.write("meet", move |tx| {
            let before = value(tx, "a")?.unwrap();
            if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                read.send(()).unwrap();
                may_go_on.lock().unwrap().recv().unwrap();
            }
            set(tx, "a", before + 1)
        });
        let other = async {
            tokio::task::spawn_blocking(move || has_read.recv())
                .await
                .unwrap()
                .unwrap();
            test.db.write("other", |tx| set(tx, "a", 10)).await.unwrap();
            go_on.send(()).unwrap();
        };
        let (unit, ()) = futures::future::join(unit, other).await;
        assert_eq!(unit, Ok(()));
        assert_eq!(runs.load(Ordering::SeqCst), 2);
        assert_eq!(test.db.read("value", |tx| value(tx, "a")).await, Ok(Some(11)));
    });
}

#[test]
fn a_unit_that_always_meets_another_gives_up_by_name() {
    testkit::run(async {
        let mut options = testkit::postgres().await.options;
        options.attempts_max = 1;
        let test = TestDb::open(options).await;
        make_counters(&test.db).await;
        let (read, has_read) = mpsc::sync_channel(1);
        let (go_on, may_go_on) = mpsc::sync_channel::<()>(1);
        let may_go_on = std::sync::Mutex::new(may_go_on);
        let unit = test.db.write("meet", move |tx| {
            let before = value(tx, "a")?.unwrap();
            read.send(()).unwrap();
            may_go_on.lock().unwrap().recv().unwrap();
            set(tx, "a", before + 1)
        });
        let other = async {
            tokio::task::spawn_blocking(move || has_read.recv())
                .await
                .unwrap()
                .unwrap();
            test.db
                .write_at(Isolation::ReadCommitted, "other", |tx| set(tx, "a", 10))
                .await
                .unwrap();
            go_on.send(()).unwrap();
        };
        let (unit, ()) = futures::future::join(unit, other).await;
        assert_eq!(
            unit,
            Err(StoreError::Contended {
                unit: "meet",
                attempts: 1
            })
        );
    });
}
