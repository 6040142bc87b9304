//! A broken rule has one name on both engines.

use store::{ConstraintKind, StoreError};
use testkit::TestDb;

const SCHEMA: [&str; 6] = [
    "-- rules.parents\ncreate table parents (id $ID, code text not null)",
    "-- rules.children
     create table children (
       parent_id bigint not null references parents (id), -- constraint of a comment, unique (parent_id)
       number    bigint not null,
       mark      text,
       label     text not null,
       constraint children_mark_unique unique (mark),
       constraint children_pair_unique unique ( number , label ),
       constraint children_number_positive check (number > 0),
       primary key (parent_id, number)
     )",
    "-- rules.partial\ncreate unique index parents_code_unique on parents (code) where code <> 'free'",
    "-- rules.expression\ncreate unique index children_lower_unique on children (lower(label))",
    "-- rules.parent\ninsert into parents (code) values ('one')",
    "-- rules.child\ninsert into children (parent_id, number, mark, label) values (1, 1, 'm', 'l')",
];

async fn broken(test: &TestDb, sql: &'static str) -> (ConstraintKind, String) {
    let outcome = test.db.write("break", move |tx| tx.execute(sql, &[])).await;
    match outcome {
        Err(StoreError::Constraint { kind, name, query }) => {
            assert_eq!(query, "rules.break");
            (kind, name)
        }
        other => panic!("{sql}: {other:?}"),
    }
}

testkit::on_both_engines! {
    async fn constraints_are_told_by_name(test: TestDb) {
        for sql in SCHEMA {
            test.db.write("make_rules", move |tx| tx.execute(sql, &[])).await.unwrap();
        }
        use ConstraintKind::{Check, ForeignKey, NotNull, Unique};
        let cases = [
            (
                "-- rules.break\ninsert into children (parent_id, number, mark, label) values (1, 2, 'm', 'x')",
                Unique, "children_mark_unique",
            ),
            (
                "-- rules.break\ninsert into parents (code) values ('one')",
                Unique, "parents_code_unique",
            ),
            (
                "-- rules.break\ninsert into children (parent_id, number, label) values (1, 3, 'L')",
                Unique, "children_lower_unique",
            ),
            (
                "-- rules.break\ninsert into children (parent_id, number, label) values (1, 1, 'other')",
                Unique, "children_pkey",
            ),
            (
                "-- rules.break\ninsert into children (parent_id, number, label) values (1, -1, 'y')",
                Check, "children_number_positive",
            ),
            (
                "-- rules.break\ninsert into children (parent_id, number, label) values (1, 4, null)",
                NotNull, "children_label_not_null",
            ),
            (
                "-- rules.break\ninsert into children (parent_id, number, label) values (77, 5, 'z')",
                ForeignKey, "foreign_key",
            ),
            ("-- rules.break\ndelete from parents where id = 1", ForeignKey, "foreign_key"),
        ];
        for (sql, kind, name) in cases {
            assert_eq!(broken(&test, sql).await, (kind, name.to_owned()), "{sql}");
        }
        test.db.write("drop_index", |tx| tx.execute("-- rules.drop\ndrop index children_lower_unique", &[]))
            .await
            .unwrap();
        let pair = "-- rules.break
            insert into children (parent_id, number, label) select 2, 1, 'l' from parents limit 1";
        test.db
            .write("add_parent", |tx| tx.execute("-- rules.add\ninsert into parents (code) values ('two')", &[]))
            .await
            .unwrap();
        assert_eq!(broken(&test, pair).await, (Unique, "children_pair_unique".to_owned()));
    }
}
