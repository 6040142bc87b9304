//! Pages of one register: every row once, in order, whatever they are narrowed to, and never by reading a whole table.

use store::kz_documents::{
    self, KzDocument, KzDocumentKind, KzDocumentOperation, KzIssue, KzPageFilter, KzPageKey,
};
use store::kz_reports::{self, KzReport, KzReportKind};
use store::{StoreError, params};
use testkit::{START, TestDb};
use types::LocalDateTime;

use crate::kazakhstan::{a_receipt, organization, with_registers};

const DOCUMENTS: u32 = 60;

fn at(seconds: i64) -> LocalDateTime {
    LocalDateTime::from_wall_seconds(1_700_000_000 + seconds)
}

/// Several share a second; later numbers may be issued earlier, as autonomous documents are.
fn a_document(number: u32) -> KzDocument {
    let operation = ["sell", "sell", "buy", "sell_return", "z", "idle_closing"][number as usize % 6];
    let is_autonomous = number.is_multiple_of(5);
    KzDocument {
        kind: match operation {
            "z" | "idle_closing" => KzDocumentKind::ShiftClosing,
            _ => KzDocumentKind::Receipt,
        },
        operation: Some(operation.to_owned()),
        is_autonomous,
        autonomous_sign: is_autonomous.then_some(900 + number),
        issued_at: at(i64::from(number * 7 % 20)),
        shift_number: 1 + number % 4,
        ..a_receipt(1, number)
    }
}

async fn filled(test: &TestDb) {
    with_registers(test).await;
    let fill = |tx: &mut store::Tx<'_>| {
        kz_documents::insert(
            tx,
            &KzDocument {
                fiscal_sign: Some(1),
                ..a_receipt(2, 1)
            },
        )?;
        for number in 1..=DOCUMENTS {
            let document = kz_documents::insert(tx, &a_document(number))?;
            let kind = if number % 6 == 4 {
                KzReportKind::Z
            } else {
                KzReportKind::X
            };
            let report = KzReport {
                device_id: 1,
                organization: organization(),
                kind,
                shift_number: 1 + number % 4,
                made_at: at(i64::from(number * 7 % 20)),
                received_at: START,
                report: "{}".to_owned(),
                own_report: None,
                difference_count: 0,
                document: (kind == KzReportKind::Z).then_some(document),
            };
            kz_reports::insert(tx, &report)?;
        }
        Ok::<_, StoreError>(())
    };
    test.db.write("fill", fill).await.unwrap();
}

fn filters() -> Vec<KzPageFilter> {
    let all = KzPageFilter::default();
    vec![
        all,
        KzPageFilter {
            operation: Some(KzDocumentOperation::Sell),
            ..all
        },
        KzPageFilter {
            operation: Some(KzDocumentOperation::Closing),
            ..all
        },
        KzPageFilter {
            shift_number: Some(2),
            ..all
        },
        KzPageFilter {
            from: Some(at(5)),
            to: Some(at(12)),
            ..all
        },
        KzPageFilter {
            issue: Some(KzIssue::Autonomous),
            ..all
        },
        KzPageFilter {
            issue: Some(KzIssue::Online),
            to: Some(at(12)),
            ..all
        },
        KzPageFilter {
            sign: Some(905),
            ..all
        },
        KzPageFilter {
            sign: Some(4_000_000_008),
            ..all
        },
        KzPageFilter {
            document_number: Some(8),
            ..all
        },
        KzPageFilter {
            operation: Some(KzDocumentOperation::Buy),
            shift_number: Some(1),
            from: Some(at(3)),
            ..all
        },
    ]
}

fn is_wanted(filter: &KzPageFilter, row: &KzDocument) -> bool {
    let operation = row.operation.as_deref().unwrap();
    filter
        .operation
        .map_or(operation != "z", |wanted| wanted.as_str() == operation)
        && filter
            .shift_number
            .is_none_or(|wanted| wanted == row.shift_number)
        && filter.from.is_none_or(|from| row.issued_at >= from)
        && filter.to.is_none_or(|to| row.issued_at < to)
        && filter
            .issue
            .is_none_or(|issue| (issue == KzIssue::Autonomous) == row.is_autonomous)
        && filter
            .sign
            .is_none_or(|sign| row.fiscal_sign == Some(sign) || row.autonomous_sign == Some(sign))
        && filter
            .document_number
            .is_none_or(|number| row.document_number == Some(number))
}

#[derive(Clone, Copy)]
enum Of {
    Documents,
    Reports,
}

/// How the engine reads a page; what is not asked for is null, as in the page itself.
async fn plan(test: &TestDb, filter: KzPageFilter, of: Of) -> String {
    let is_sqlite = test.db.engine() == store::Engine::Sqlite;
    let explain = if is_sqlite {
        "explain query plan"
    } else {
        "explain (costs off)"
    };
    let sql = match of {
        Of::Documents => kz_documents::page_sql(&filter),
        Of::Reports => kz_reports::page_sql(&filter),
    };
    let (label, query) = sql.split_once('\n').unwrap();
    let sql: &'static str = format!("{label}\n{explain} {query}").leak();
    let unit = move |tx: &mut store::Tx<'_>| {
        if !is_sqlite {
            // The tables of a test are too small for their indexes to pay.
            tx.execute("-- test.no_seqscan\nset local enable_seqscan = off", &[])?;
            tx.execute("-- test.no_sort\nset local enable_sort = off", &[])?;
        }
        let issue = filter.issue.map(|_| 1_i64);
        let operation = filter.operation.map(KzDocumentOperation::as_str);
        let (shift, sign, number) = (filter.shift_number, filter.sign, filter.document_number);
        match of {
            Of::Documents => tx.all(
                sql,
                params![
                    1_i64, 1_i64, 1_i64, 1_i64, operation, shift, issue, sign, number, 50_i64
                ],
            ),
            Of::Reports => tx.all(
                sql,
                params![1_i64, 1_i64, 1_i64, 1_i64, "z", shift, issue, number, 50_i64],
            ),
        }
    };
    let rows = test.db.read("explain", unit).await.unwrap();
    let lines = rows.iter().map(|row| match is_sqlite {
        true => row.get::<String>("detail").unwrap(),
        false => row.get::<String>(0).unwrap(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

testkit::on_both_engines! {
    async fn pages_of_a_register_hold_every_row_once_and_in_order(test: TestDb) {
        filled(&test).await;
        for filter in filters() {
            let mut expected: Vec<_> =
                (1..=DOCUMENTS).map(a_document).filter(|row| is_wanted(&filter, row)).collect();
            expected.sort_by_key(|row| std::cmp::Reverse((row.issued_at, row.document_number)));
            let mut found = Vec::new();
            let mut key = KzPageKey::START;
            loop {
                let page = test.db.read("page", move |tx| kz_documents::page(tx, 1, &filter, key, 7)).await.unwrap();
                assert!(page.len() <= 7);
                let Some((id, last)) = page.last() else { break };
                key = KzPageKey { at: last.issued_at, id: id.get() };
                found.extend(page.into_iter().map(|(_, row)| row));
            }
            assert_eq!(found, expected, "{filter:?}");
            let counted = |limit| test.db.read("count", move |tx| kz_documents::count_up_to(tx, 1, &filter, limit));
            assert_eq!(counted(1000).await.unwrap() as usize, expected.len(), "{filter:?}");
            assert!(counted(3).await.unwrap() <= 3);
        }
    }

    async fn reports_of_a_register_are_paged_by_time_and_have_their_document(test: TestDb) {
        filled(&test).await;
        let z = |filter: KzPageFilter| test.db.read("page", move |tx| {
            let rows = kz_reports::page(tx, 1, KzReportKind::Z, &filter, KzPageKey::START, 100)?;
            let count = kz_reports::count_up_to(tx, 1, KzReportKind::Z, &filter, 100)?;
            assert_eq!(rows.len(), count as usize);
            Ok::<_, StoreError>(rows)
        });
        let all = KzPageFilter::default();
        let every = z(all).await.unwrap();
        assert_eq!(every.len(), 10);
        assert!(every.is_sorted_by_key(|(id, row)| std::cmp::Reverse((row.made_at, *id))));
        let autonomous = z(KzPageFilter { issue: Some(KzIssue::Autonomous), ..all }).await.unwrap();
        assert_eq!(autonomous.len(), 2, "documents 10 and 40");
        assert_eq!(z(KzPageFilter { issue: Some(KzIssue::Online), ..all }).await.unwrap().len(), 8);
        let of_number = z(KzPageFilter { document_number: Some(10), ..all }).await.unwrap();
        assert_eq!(of_number.len(), 1);
        let shift = z(KzPageFilter { shift_number: Some(3), ..all }).await.unwrap();
        assert!(!shift.is_empty() && shift.iter().all(|(_, row)| row.shift_number == 3));
        assert!(z(KzPageFilter { sign: Some(905), ..all }).await.unwrap().is_empty());
        let first = every[0].clone();
        let id = first.0;
        assert_eq!(test.db.read("find", move |tx| kz_reports::find(tx, id)).await.unwrap(), Some(first));
    }

    async fn no_page_of_a_register_reads_a_whole_table_or_sorts_it(test: TestDb) {
        filled(&test).await;
        for filter in filters() {
            let plan = plan(&test, filter, Of::Documents).await;
            let index = match filter {
                // The sign is looked up first, then the few rows by their ids.
                KzPageFilter { sign: Some(_), .. } => "(device_id=? AND fiscal_sign=?)",
                KzPageFilter { document_number: Some(_), .. } => "kz_documents_by_number",
                KzPageFilter { shift_number: Some(_), .. } => "kz_documents_by_shift",
                KzPageFilter { issue: Some(KzIssue::Autonomous), .. } => "kz_documents_autonomous",
                KzPageFilter { operation: Some(_), .. } => "kz_documents_by_operation",
                _ => "kz_documents_by_time",
            };
            // PostgreSQL chooses by its statistics, of which the few rows of a test make none.
            let is_sqlite = test.db.engine() == store::Engine::Sqlite;
            assert!(!is_sqlite || plan.contains(index), "{filter:?} by {index}\n{plan}");
            assert!(!plan.contains("Seq Scan") && !plan.contains("SCAN kz_"), "{filter:?}\n{plan}");
            // A sign or a number stands on a handful of rows, which may be sorted.
            let is_handful = filter.sign.is_some() || filter.document_number.is_some();
            assert!(is_handful || !is_sorted(&plan), "{filter:?}\n{plan}");
        }
        for filter in filters() {
            let plan = plan(&test, filter, Of::Reports).await;
            assert!(plan.contains("kz_reports_by_") && !is_sorted(&plan), "{filter:?}\n{plan}");
            assert!(!plan.contains("Seq Scan") && !plan.contains("SCAN kz_"), "{filter:?}\n{plan}");
        }
    }
}

fn is_sorted(plan: &str) -> bool {
    plan.contains("Sort") || plan.contains("TEMP B-TREE")
}
