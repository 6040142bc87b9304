//! The journal of the software register: its own schema, appended rows, outcomes that stay.

use store::core_register::events::{self, CoreEvent};
use store::core_register::operations::{self, CoreOperation, CoreOutcome};
use store::core_register::registers::{self, CoreAcknowledgement, CoreDocument, CoreRegister};
use store::core_register::{exchanges, migrate};
use store::{Db, DbOptions, StoreError};
use types::{LocalDateTime, Timestamp};

const NOW: Timestamp = Timestamp::from_micros(1_795_323_600_000_000);

async fn journal(folder: &tempfile::TempDir) -> Db {
    let path = folder.path().join("core.db");
    let db = Db::open(DbOptions::new(format!("sqlite:{}", path.display())))
        .await
        .unwrap();
    migrate(&db, NOW).await.unwrap();
    db
}

fn register() -> CoreRegister {
    CoreRegister {
        id: 0,
        name: "Till".to_owned(),
        serial_number: "QSSA1185882400123".to_owned(),
        platform: "test".to_owned(),
        server: String::new(),
        version: 203,
        state: "{}".to_owned(),
        card: None,
        vat_certificate: None,
        created_at: NOW,
        last_answer_at: None,
    }
}

fn document(number: u64) -> CoreDocument {
    CoreDocument {
        number,
        kind: "receipt".to_owned(),
        shift: 1,
        issued_at: LocalDateTime::from_wall_seconds(1_795_341_600),
        mode: "autonomous".to_owned(),
        body: "{}".to_owned(),
    }
}

fn operation(key: &str, outcome: Option<CoreOutcome>) -> CoreOperation {
    CoreOperation {
        key: key.to_owned(),
        name: "receipt".to_owned(),
        request: "{}".to_owned(),
        request_sha256: "00".to_owned(),
        person: 1,
        outcome,
    }
}

#[tokio::test]
async fn the_schema_is_its_own_and_comes_forward_once() {
    let folder = tempfile::tempdir().unwrap();
    let db = journal(&folder).await;
    let again = migrate(&db, NOW).await.unwrap();
    assert_eq!((again.version, again.applied.len()), (1, 0));
    // The platform does not take a core's journal for its own.
    assert!(matches!(db.migrate(NOW).await, Err(StoreError::Migration(_))));
    db.shutdown().await;
}

#[tokio::test]
async fn a_number_is_written_once_and_what_the_operator_says_stands_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let db = journal(&folder).await;
    let id = db
        .write("add", |tx| registers::add(tx, &register()))
        .await
        .unwrap();
    let taken = db
        .write("add", |tx| registers::add(tx, &register()))
        .await
        .unwrap_err();
    assert!(taken.violates("core_registers_serial_unique"), "{taken}");
    for number in 1..=3 {
        db.write("document", move |tx| {
            registers::add_document(tx, id, &document(number), NOW)
        })
        .await
        .unwrap();
    }
    let doubled = db
        .write("document", move |tx| {
            registers::add_document(tx, id, &document(2), NOW)
        })
        .await;
    assert!(
        matches!(doubled, Err(StoreError::Constraint { .. })),
        "{doubled:?}"
    );
    let said = CoreAcknowledgement {
        sign: Some("849825693".to_owned()),
        link: None,
    };
    let kept = said.clone();
    db.write("said", move |tx| registers::acknowledge(tx, id, 2, &kept, NOW))
        .await
        .unwrap();
    let unknown = said.clone();
    let unknown = db
        .write("said", move |tx| registers::acknowledge(tx, id, 9, &unknown, NOW))
        .await;
    assert!(
        matches!(unknown, Err(StoreError::Constraint { .. })),
        "{unknown:?}"
    );
    let list = db
        .read("list", move |tx| registers::documents(tx, id, 3, 10))
        .await
        .unwrap();
    assert_eq!(list, [(document(2), Some(said)), (document(1), None)]);
    db.shutdown().await;
}

#[tokio::test]
async fn one_operation_is_open_at_a_time_and_the_first_outcome_stays() {
    let folder = tempfile::tempdir().unwrap();
    let db = journal(&folder).await;
    let id = db
        .write("add", |tx| registers::add(tx, &register()))
        .await
        .unwrap();
    db.write("begin", move |tx| {
        operations::add(tx, id, &operation("a", None), NOW)
    })
    .await
    .unwrap();
    let second = db
        .write("begin", move |tx| {
            operations::add(tx, id, &operation("b", None), NOW)
        })
        .await;
    assert!(matches!(second, Err(StoreError::Constraint { .. })), "{second:?}");
    for (status, body) in [(200, "first"), (500, "second")] {
        let outcome = CoreOutcome {
            status,
            body: body.to_owned(),
        };
        db.write("finish", move |tx| operations::finish(tx, id, "a", &outcome, NOW))
            .await
            .unwrap();
    }
    let kept = db
        .read("find", move |tx| operations::find(tx, id, "a"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.outcome.unwrap().body, "first");
    assert_eq!(
        db.read("open", move |tx| operations::open(tx, id)).await.unwrap(),
        None
    );
    db.shutdown().await;
}

#[tokio::test]
async fn the_log_keeps_the_newest_exchanges() {
    let folder = tempfile::tempdir().unwrap();
    let db = journal(&folder).await;
    let id = db
        .write("add", |tx| registers::add(tx, &register()))
        .await
        .unwrap();
    let most = exchanges::EXCHANGES_KEPT;
    db.write("exchanges", move |tx| {
        for number in 0..most + 25 {
            let exchange = exchanges::CoreExchange {
                at: NOW,
                purpose: "info".to_owned(),
                request_number: u16::try_from(number).unwrap(),
                server: "localhost:7777".to_owned(),
                result: Some(0),
                detail: String::new(),
                took_ms: 1,
            };
            exchanges::add(tx, id, &exchange)?;
        }
        Ok::<_, StoreError>(())
    })
    .await
    .unwrap();
    let all = db
        .read("newest", move |tx| exchanges::newest(tx, id, most + 100))
        .await
        .unwrap();
    assert!(
        (most..=most + 1).contains(&u32::try_from(all.len()).unwrap()),
        "{}",
        all.len()
    );
    assert_eq!(u32::from(all[0].request_number), most + 24);
    db.shutdown().await;
}

#[tokio::test]
async fn what_happened_stays_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let db = journal(&folder).await;
    let event = |kind: &str, person, number| CoreEvent {
        at: NOW,
        kind: kind.to_owned(),
        person,
        number,
        detail: "{}".to_owned(),
    };
    let first = event("set_aside", Some(1), Some(2));
    let second = event("blocked", None, None);
    let written = [first.clone(), second.clone()];
    db.write("events", move |tx| {
        let id = registers::add(tx, &register())?;
        written.iter().try_for_each(|one| events::add(tx, id, one))
    })
    .await
    .unwrap();
    let found = db.read("events", |tx| {
        Ok::<_, store::StoreError>((
            events::newest(tx, 1, i64::MAX, 10)?,
            events::newest(tx, 1, 2, 10)?,
        ))
    });
    let (all, before) = found.await.unwrap();
    assert_eq!(all, [(2, second), (1, first.clone())]);
    assert_eq!(before, [(1, first)]);
    let changed = db.write("change", |tx| {
        tx.execute("-- test.change\nupdate core_events set kind = 'other'", &[])
    });
    assert!(changed.await.is_err());
    let removed = db.write("remove", |tx| {
        tx.execute("-- test.remove\ndelete from core_events", &[])
    });
    assert!(removed.await.is_err());
    db.shutdown().await;
}
