//! The schema, on both engines.

use store::schema;

testkit::on_both_engines! {
    async fn a_second_run_applies_nothing(test: testkit::TestDb) {
        let again = test.db.migrate(testkit::START).await.unwrap();
        assert_eq!(again.applied, [""; 0]);
        test.db.read("ping", store::health::ping).await.unwrap();
    }

    async fn a_newer_schema_is_refused(test: testkit::TestDb) {
        test.db
            .write("pretend", |tx| {
                tx.execute(
                    "-- test.newer
                     insert into schema_migrations (version, name, checksum, applied_at_us)
                     values (1000, 'future', '', 0)",
                    &[],
                )
            })
            .await
            .unwrap();
        let error = test.db.migrate(testkit::START).await.unwrap_err();
        let newest = store::migrations().map(|(version, _)| version).max().unwrap();
        let expected = format!("the schema has version 1000, this program knows versions up to {newest}");
        assert_eq!(error.to_string(), expected);
    }

    async fn a_changed_migration_is_refused(test: testkit::TestDb) {
        test.db
            .write("pretend", |tx| {
                tx.execute("-- test.changed\nupdate schema_migrations set checksum = 'other' where version = 1", &[])
            })
            .await
            .unwrap();
        let error = test.db.migrate(testkit::START).await.unwrap_err().to_string();
        assert!(error.starts_with("migration 1 was applied as `foundation` (other)"), "{error}");
    }

    async fn append_only_tables_refuse_changes(test: testkit::TestDb) {
        let add = |tx: &mut store::Tx<'_>| {
            tx.execute("-- test.add\ninsert into ofd_incidents (at_us, kind, detail) values (1, 'k', 'd')", &[])
        };
        test.db.write("add", add).await.unwrap();
        for change in [
            "-- test.change\nupdate ofd_incidents set detail = 'x'",
            "-- test.remove\ndelete from ofd_incidents",
        ] {
            let error: store::StoreError = test.db.write("change", |tx| tx.execute(change, &[])).await.unwrap_err();
            assert!(error.violates("ofd_incidents_append_only"), "{error}");
        }
    }
}

#[test]
fn both_engines_have_the_same_columns() {
    testkit::run(async {
        let sqlite = testkit::sqlite()
            .await
            .db
            .read("columns", schema::columns)
            .await
            .unwrap();
        let postgres = testkit::postgres()
            .await
            .db
            .read("columns", schema::columns)
            .await
            .unwrap();
        assert!(sqlite.len() > 100, "{}", sqlite.len());
        for (one, other) in sqlite.iter().zip(&postgres) {
            assert_eq!(one, other);
        }
        assert_eq!(sqlite.len(), postgres.len());
    });
}

/// `UPDATE_GOLDEN=1` writes the file anew.
#[test]
fn the_schema_is_the_one_in_schema_sql() {
    let dump = testkit::run(async {
        testkit::sqlite()
            .await
            .db
            .read("dump", schema::dump)
            .await
            .unwrap()
    });
    let found = format!(
        "-- The schema after all migrations, as SQLite keeps it. Made by a test; UPDATE_GOLDEN=1 writes it anew.\n\n{}",
        dump.unwrap()
    );
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.sql");
    #[expect(clippy::disallowed_methods, reason = "the flag that all goldens share")]
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        std::fs::write(path, &found).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        golden == found,
        "schema.sql differs from the migrated schema; look, then run with UPDATE_GOLDEN=1"
    );
}

#[test]
fn every_migration_of_the_folder_is_carried() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let carried: Vec<String> = store::migrations()
        .map(|(version, name)| format!("{version:04}_{name}.sql"))
        .collect();
    assert_eq!(files, carried);
}
