//! What goes in comes out, with the same errors on both engines.

use store::{Cell, StoreError, Value, params};
use testkit::TestDb;
use types::{LocalDateTime, Money, TaskId, Timestamp};

async fn make_values(test: &TestDb) {
    test.db
        .write("make_values", |tx| {
            tx.execute(
                "-- vals.make\ncreate table vals (id $ID, number bigint, words text, raw $BYTES)",
                &[],
            )
        })
        .await
        .unwrap();
}

async fn there_and_back(
    test: &TestDb,
    number: Value<'static>,
    words: Value<'static>,
    raw: Value<'static>,
) -> Vec<Cell> {
    test.db
        .write("there_and_back", move |tx| {
            let row = tx.only(
                "-- vals.add
                 insert into vals (number, words, raw) values ($1, $2, $3) returning number, words, raw",
                &[number, words, raw],
            )?;
            Ok::<_, StoreError>(row.into_cells())
        })
        .await
        .unwrap()
}

testkit::on_both_engines! {
    async fn every_kind_comes_back(test: TestDb) {
        make_values(&test).await;
        for number in [i64::MIN, -1, 0, 1, i64::MAX] {
            let cells = there_and_back(&test, Value::Int(number), Value::Null, Value::Null).await;
            assert_eq!(cells, [Cell::Int(number), Cell::Null, Cell::Null]);
        }
        for words in ["", "Молоко 3,2 %", "'; drop table vals; --", "қазақша ₸ 🧾", "line\nbreak\ttab \\ $1"] {
            let cells = there_and_back(&test, Value::Null, Value::Text(words), Value::Null).await;
            assert_eq!(cells, [Cell::Null, Cell::Text(words.to_owned()), Cell::Null]);
        }
        for raw in [&b""[..], &[0], &[0, 255, 0, 1], &[200; 40_000]] {
            let cells = there_and_back(&test, Value::Null, Value::Null, Value::Bytes(raw)).await;
            assert_eq!(cells, [Cell::Null, Cell::Null, Cell::Bytes(raw.to_vec())]);
        }
    }

    async fn our_types_come_back(test: TestDb) {
        let row = test.db.read("types", |tx| tx.only(
            "-- vals.types
             select cast($1 as bigint) as money, cast($2 as bigint) as moment, cast($3 as bigint) as wall,
                    cast($4 as bigint) as id, cast($5 as bigint) as yes, cast($6 as bigint) as absent, 1 = 1 as truth",
            params![
                Money::from_minor(-12_345),
                testkit::START,
                LocalDateTime::from_wall_seconds(1_700_000_000),
                TaskId::new(9),
                true,
                None::<i64>,
            ],
        )).await.unwrap();
        assert_eq!(row.get::<Money>("money"), Ok(Money::from_minor(-12_345)));
        assert_eq!(row.get::<Timestamp>("moment"), Ok(testkit::START));
        assert_eq!(row.get::<LocalDateTime>("wall"), Ok(LocalDateTime::from_wall_seconds(1_700_000_000)));
        assert_eq!(row.get::<TaskId>(3), Ok(TaskId::new(9)));
        assert_eq!(row.get::<bool>("yes"), Ok(true));
        assert_eq!(row.get::<Option<u32>>("absent"), Ok(None));
        assert_eq!(row.get::<bool>("truth"), Ok(true));
    }

    async fn a_cell_of_another_kind_is_named(test: TestDb) {
        let row = test.db.read("wrong", |tx| tx.only(
            "-- vals.wrong\nselect 'abc' as words, cast(-1 as bigint) as below, cast(null as text) as absent", &[],
        )).await.unwrap();
        let corrupt = |column: &str, found: &str, expected| Some(StoreError::CorruptRow {
            query: "vals.wrong".to_owned(), column: column.to_owned(), found: found.to_owned(), expected,
        });
        assert_eq!(row.get::<i64>("words").err(), corrupt("words", "a text of 3 bytes", "i64"));
        assert_eq!(row.get::<u64>("below").err(), corrupt("below", "the integer -1", "u64"));
        assert_eq!(row.text("absent").err(), corrupt("absent", "null", "&str"));
        assert_eq!(row.int("missing").err(), corrupt("missing", "no such column", "i64"));
        assert_eq!(row.parsed("words", |_| None::<u8>).err(), corrupt("words", "`abc`", "u8"));
    }

    async fn statements_that_are_wrong_are_refused_by_their_label(test: TestDb) {
        make_values(&test).await;
        let refusals: [(&str, &'static str, &[Value<'static>]); 4] = [
            ("test.syntax", "-- test.syntax\nselect nothing from nowhere at all", &[]),
            ("test.few", "-- test.few\nselect number from vals where id = $1 and number = $2", &[Value::Int(1)]),
            ("test.many", "-- test.many\nselect id from vals", &[Value::Int(1)]),
            ("select 1", "select 1", &[]),
        ];
        for (label, sql, params) in refusals {
            let error = test.db.read("refused", move |tx| tx.all(sql, params)).await.unwrap_err();
            assert!(matches!(&error, StoreError::Refused { query, .. } if query == label), "{error}");
        }
    }

    async fn one_row_means_one_row(test: TestDb) {
        const TWO: &str = "-- test.two\nselect 1 as one union all select 2 as one";
        let error = test.db.read("two", |tx| tx.one(TWO, &[])).await.unwrap_err();
        assert!(matches!(&error, StoreError::Refused { query, .. } if query == "test.two"), "{error}");
        const NONE: &str = "-- test.none\nselect 1 as one where 1 = 2";
        assert!(test.db.read("none", |tx| tx.one(NONE, &[])).await.unwrap().is_none());
        let error = test.db.read("none", |tx| tx.only(NONE, &[])).await.unwrap_err();
        assert!(matches!(&error, StoreError::Refused { query, .. } if query == "test.none"), "{error}");
    }

    async fn a_list_without_a_limit_is_refused(test: TestDb) {
        const ENDLESS: &str = "-- test.endless
            with recursive n (x) as (select 1 union all select x + 1 from n where x < 70000) select x from n";
        let error = test.db.read("endless", |tx| tx.all(ENDLESS, &[])).await.unwrap_err();
        assert_eq!(error.to_string(), "`test.endless` was refused: it gave more than 65536 rows");
        test.db.read("ping", store::health::ping).await.unwrap();
    }

    async fn texts_are_ordered_by_code_point(test: TestDb) {
        let rows = test.db.read("order", |tx| tx.all(
            "-- test.order
             select word from (select 'b' as word union all select 'B' union all select 'a' union all select 'я'
                               union all select '_') words order by word",
            &[],
        )).await.unwrap();
        let words: Vec<&str> = rows.iter().map(|row| row.text("word").unwrap()).collect();
        assert_eq!(words, ["B", "_", "a", "b", "я"]);
    }

    async fn many_rows_are_inserted_whatever_their_number(test: TestDb) {
        use store::sandbox::{self, NewTaxEntry};
        for count in [0, 1, 31, 33, 300, 1000] {
            let entries: Vec<NewTaxEntry> = (0..count)
                .map(|number| NewTaxEntry {
                    at: testkit::START,
                    fiscal_storage_number: format!("storage of {count}"),
                    document_number: number,
                    answer: "accepted".to_owned(),
                    document: "{}".to_owned(),
                })
                .collect();
            let expected: Vec<i64> = (0..count).rev().collect();
            test.db.write("add", move |tx| sandbox::add_tax_entries(tx, &entries)).await.unwrap();
            let storage = format!("storage of {count}");
            let found = test.db
                .read("list", move |tx| sandbox::tax_entries(tx, Some(&storage), None, 2000))
                .await
                .unwrap();
            let numbers: Vec<i64> = found.iter().map(|row| row.entry.document_number).collect();
            assert_eq!(numbers, expected);
        }
    }

    async fn numbers_are_never_given_twice(test: TestDb) {
        make_values(&test).await;
        let add = |tx: &mut store::Tx<'_>| {
            tx.only("-- vals.next\ninsert into vals (number) values (1) returning id", &[])?.int("id")
        };
        let first: Result<i64, StoreError> = test.db.write("add", add).await;
        test.db.write("clear", |tx| tx.execute("-- vals.clear\ndelete from vals", &[])).await.unwrap();
        let second = test.db.write("add", add).await;
        assert_eq!((first, second), (Ok(1), Ok(2)));
    }
}
