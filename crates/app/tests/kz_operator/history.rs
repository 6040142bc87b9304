//! What a register did, as lists, forms and files.

use std::collections::BTreeMap;
use std::io::Read as _;

use app::archive::{ArchiveRefusal, FileForm, PLACES_OF_ORGANIZATION_MAX, Parts, Wanted};
use app::kz_ofd::paper::{self, Paper};
use app::kz_ofd::transactions::{
    Transaction, TransactionFilter, TransactionKind, find_report, register_incidents, shifts, transactions,
};
use app::kz_ofd::{self, archive};
use futures::StreamExt;
use ofd_kz::KnownResult;
use print::Columns;
use receipt::kz::Operation;
use register_kz::{Issue, ReportOrigin, Request, ShiftNumber};
use store::kz_documents::{KzDocumentOperation, KzIssue, KzPageFilter};
use store::kz_reports::KzReportKind;
use store::organizations::{self, NewOrganization};
use testkit::{START, TestDb};
use types::{LocalDateTime, OrganizationId};

use crate::counting::a_day;
use crate::register::{DEVICE, Stage, assert_result, tenge};

/// A day with an X report and its Z, and a second shift with an autonomous sale and its Z.
async fn two_days(stage: &mut Stage) {
    a_day(stage).await;
    stage.ask(&Request::Report(ReportOrigin::Online)).await;
    let closing = stage.closing(None);
    assert_result(&stage.send(closing).await, KnownResult::Ok);
    stage.clock.advance_s(3600);
    let mut sale = stage.receipt(Operation::Sell, "580.00");
    sale.head.shift = Some(ShiftNumber::new(2));
    assert_result(&stage.send(sale).await, KnownResult::Ok);
    let mut offline = stage.autonomous(7001, "100.00");
    offline.head.shift = Some(ShiftNumber::new(2));
    assert_result(&stage.send(offline).await, KnownResult::Ok);
    stage.clock.advance_s(60);
    let mut closing = stage.closing(None);
    closing.head.shift = Some(ShiftNumber::new(2));
    assert_result(&stage.send(closing).await, KnownResult::Ok);
}

fn of(kind: TransactionKind) -> TransactionFilter {
    TransactionFilter {
        kind: Some(kind),
        ..TransactionFilter::default()
    }
}

fn narrowed(page: KzPageFilter) -> TransactionFilter {
    TransactionFilter { kind: None, page }
}

async fn kinds(stage: &Stage, filter: TransactionFilter) -> Vec<&'static str> {
    let found = transactions(&stage.app, None, DEVICE, filter, None, 100)
        .await
        .unwrap()
        .unwrap();
    found.iter().map(|found| found.kind().as_str()).collect()
}

async fn loaded(parts: Option<Parts>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut parts = parts.unwrap();
    while let Some(part) = parts.next().await {
        bytes.extend_from_slice(&part.unwrap());
    }
    bytes
}

fn files(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let archive = rawzip::ZipArchive::from_slice(zip).unwrap();
    let mut entries = archive.entries();
    let mut found = BTreeMap::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
        let data = archive.get_entry(entry.wayfinder()).unwrap();
        let mut content = Vec::new();
        let inflated = flate2::read::DeflateDecoder::new(data.data());
        data.verifying_reader(inflated).read_to_end(&mut content).unwrap();
        assert!(found.insert(name.clone(), content).is_none(), "{name} twice");
    }
    found
}

testkit::on_both_engines! {
    async fn the_history_of_a_register_holds_everything_once_in_its_order(test: TestDb) {
        let mut stage = Stage::set(test).await;
        two_days(&mut stage).await;
        let all = ["z", "sell", "sell", "z", "x", "withdrawal", "sell_return", "sell", "sell", "deposit"];
        let whole = transactions(&stage.app, None, DEVICE, TransactionFilter::default(), None, 100).await;
        let whole = whole.unwrap().unwrap();
        let keys: Vec<_> = whole.iter().map(Transaction::key).collect();
        let mut expected = keys.clone();
        expected.sort();
        expected.dedup();
        expected.reverse();
        assert_eq!(keys, expected);
        let mut sorted: Vec<_> = whole.iter().map(|found| found.kind().as_str()).collect();
        let mut wanted = all.to_vec();
        sorted.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(sorted, wanted);
        for limit in 1..=4 {
            let (mut paged, mut after) = (Vec::new(), None);
            loop {
                let page = transactions(&stage.app, None, DEVICE, TransactionFilter::default(), after, limit).await;
                let page = page.unwrap().unwrap();
                let Some(last) = page.last() else { break };
                after = Some(last.key());
                paged.extend(page.iter().map(Transaction::key));
            }
            assert_eq!(paged, keys, "pages of {limit}");
        }
    }

    async fn a_history_is_narrowed_by_everything_that_a_person_knows(test: TestDb) {
        let mut stage = Stage::set(test).await;
        two_days(&mut stage).await;
        let all = KzPageFilter::default();
        let report = |kind| of(TransactionKind::Report(kind));
        assert_eq!(kinds(&stage, report(KzReportKind::Z)).await, ["z", "z"]);
        assert_eq!(kinds(&stage, report(KzReportKind::X)).await, ["x"]);
        let returns = of(TransactionKind::Document(KzDocumentOperation::SellReturn));
        assert_eq!(kinds(&stage, returns).await, ["sell_return"]);
        let second = narrowed(KzPageFilter { shift_number: Some(2), ..all });
        assert_eq!(kinds(&stage, second).await, ["z", "sell", "sell"]);
        let day = stage.now().wall_seconds() - 1800;
        let late = narrowed(KzPageFilter { from: Some(LocalDateTime::from_wall_seconds(day)), ..all });
        assert_eq!(kinds(&stage, late).await, ["z", "sell", "sell"]);
        let offline = narrowed(KzPageFilter { issue: Some(KzIssue::Autonomous), ..all });
        assert_eq!(kinds(&stage, offline).await, ["sell"]);
        assert_eq!(kinds(&stage, narrowed(KzPageFilter { sign: Some(7001), ..all })).await, ["sell"]);
        // The closing of the first shift is its sixth document: the Z report stands for it.
        assert_eq!(kinds(&stage, narrowed(KzPageFilter { document_number: Some(6), ..all })).await, ["z"]);
        let shifts = shifts(&stage.app, None, DEVICE, None, 10).await.unwrap().unwrap();
        let numbers: Vec<_> = shifts.1.iter().map(|(_, z)| z.shift_number).collect();
        assert_eq!(numbers, [2, 1]);
    }

    async fn a_closing_that_closed_nothing_stands_by_itself(test: TestDb) {
        let mut stage = Stage::set(test).await;
        two_days(&mut stage).await;
        stage.clock.advance_s(60);
        let mut idle = stage.closing(None);
        idle.head.shift = Some(ShiftNumber::new(2));
        idle.head.issue = Issue::Autonomous { sign: None };
        assert_result(&stage.send(idle).await, KnownResult::Ok);
        let found = transactions(&stage.app, None, DEVICE, TransactionFilter::default(), None, 1).await;
        let found = found.unwrap().unwrap().remove(0);
        assert_eq!(found.kind(), TransactionKind::Document(KzDocumentOperation::IdleClosing));
        let register = kz_ofd::register(&stage.app, None, DEVICE).await.unwrap().unwrap();
        let text = Paper::of(&stage.app, &register).await.unwrap().form(&found).unwrap().text(Columns::Wide48);
        assert!(text.contains("БЕЗ ОТЧЁТА") || text.contains("Без отчёта"), "{text}");
        let incidents = register_incidents(&stage.app, None, DEVICE, None, 10).await.unwrap().unwrap();
        assert!(incidents.iter().any(|(_, incident)| incident.kind == "flagged"), "{incidents:?}");
    }

    async fn an_archive_is_what_the_list_shows_and_its_sums_are_those_of_the_z(test: TestDb) {
        let mut stage = Stage::set(test).await;
        two_days(&mut stage).await;
        let all = TransactionFilter::default();
        let zip = archive::file(&stage.app, None, DEVICE, all, Wanted::Zip(FileForm::ALL.to_vec())).await;
        let files = files(&loaded(zip.unwrap()).await);
        assert_eq!(files.len(), 10 * 3 + 1);
        for (name, content) in &files {
            match name.rsplit_once('.').unwrap().1 {
                "pdf" => assert!(content.starts_with(b"%PDF"), "{name}"),
                "json" => assert!(serde_json::from_slice::<serde_json::Value>(content).is_ok(), "{name}"),
                "txt" => assert!(String::from_utf8_lossy(content).contains("010100000001"), "{name}"),
                other => assert_eq!((other, name.as_str()), ("csv", "summary.csv")),
            }
        }
        let summary = String::from_utf8(files["summary.csv"].clone()).unwrap();
        let alone = archive::file(&stage.app, None, DEVICE, all, Wanted::Summary).await.unwrap();
        assert_eq!(summary.as_bytes(), loaded(alone).await);
        let mut lines = summary.trim_start_matches('\u{feff}').lines();
        let heads: Vec<_> = lines.next().unwrap().split(';').collect();
        let rows: Vec<BTreeMap<_, _>> = lines.map(|line| heads.iter().copied().zip(line.split(';')).collect()).collect();
        assert!(rows.iter().all(|row| row.len() == heads.len()));
        let sold = |shift: &str| {
            let sales = rows.iter().filter(|row| row["kind"] == "sell" && row["shift_number"] == shift);
            sales.map(|row| tenge(row["total"]).minor()).sum::<i64>()
        };
        for z in rows.iter().filter(|row| row["kind"] == "z") {
            assert_eq!(sold(z["shift_number"]), tenge(z["sell_total"]).minor(), "{z:?}");
        }
        assert_eq!((sold("1"), sold("2")), (159_584, 68_000));
        let z = of(TransactionKind::Report(KzReportKind::Z));
        let zip = archive::file(&stage.app, None, DEVICE, z, Wanted::Zip(vec![FileForm::Pdf])).await.unwrap();
        assert_eq!(self::files(&loaded(zip).await).len(), 3, "two Z reports and the summary");
    }

    async fn what_belongs_to_others_is_absent_and_places_are_given_back(test: TestDb) {
        let mut stage = Stage::set(test).await;
        two_days(&mut stage).await;
        let owner = kz_ofd::register(&stage.app, None, DEVICE).await.unwrap().unwrap().row.organization;
        let other = Some(OrganizationId::new(owner.get() + 1));
        let all = TransactionFilter::default();
        let z = transactions(&stage.app, Some(owner), DEVICE, of(TransactionKind::Report(KzReportKind::Z)), None, 1);
        let Transaction::Report { id, .. } = z.await.unwrap().unwrap().remove(0) else { panic!("a report") };
        assert!(find_report(&stage.app, Some(owner), id).await.unwrap().is_some());
        assert!(find_report(&stage.app, other, id).await.unwrap().is_none());
        assert!(transactions(&stage.app, other, DEVICE, all, None, 10).await.unwrap().is_none());
        assert!(shifts(&stage.app, other, DEVICE, None, 10).await.unwrap().is_none());
        assert!(register_incidents(&stage.app, other, DEVICE, None, 10).await.unwrap().is_none());
        assert!(archive::file(&stage.app, other, DEVICE, all, Wanted::Summary).await.unwrap().is_none());
        let load = || archive::file(&stage.app, Some(owner), DEVICE, all, Wanted::Summary);
        let mut taken = Vec::new();
        for _ in 0..PLACES_OF_ORGANIZATION_MAX {
            taken.push(load().await.unwrap());
        }
        assert!(matches!(load().await, Err(ArchiveRefusal::NoPlace)));
        taken.clear();
        assert!(load().await.is_ok());
    }

    async fn an_archive_of_a_register_that_is_given_away_breaks(test: TestDb) {
        let mut stage = Stage::set(test).await;
        two_days(&mut stage).await;
        let owner = kz_ofd::register(&stage.app, None, DEVICE).await.unwrap().unwrap().row.organization;
        let all = TransactionFilter::default();
        let parts = archive::file(&stage.app, Some(owner), DEVICE, all, Wanted::Summary).await;
        let mut parts = parts.unwrap().unwrap();
        assert!(parts.next().await.unwrap().is_ok(), "the head of the table");
        stage.app.db().write("give", |tx| {
            let other = NewOrganization { inn: "200140000014".to_owned(), kpp: None, name: "ТОО".to_owned() };
            let other = organizations::create(tx, &other, START)?;
            tx.execute("-- test.give\nupdate kz_registers set organization_id = $1", store::params![other])
        }).await.unwrap();
        assert!(parts.next().await.unwrap().is_err(), "it does not end as if it were whole");
    }

    async fn a_transaction_as_json_says_what_the_operator_noted(test: TestDb) {
        let mut stage = Stage::set(test).await;
        two_days(&mut stage).await;
        let found = transactions(&stage.app, None, DEVICE, TransactionFilter::default(), None, 100).await;
        for found in found.unwrap().unwrap() {
            let json = paper::json(&found);
            assert_eq!(json["kind"], found.kind().as_str());
            match &found {
                Transaction::Document(_) => assert!(json["document"].is_object(), "{json}"),
                Transaction::Report { row, .. } => {
                    assert!(json["report"]["counters"].is_object(), "{json}");
                    let is_z = row.kind == KzReportKind::Z;
                    assert_eq!(json["document_id"].is_number(), is_z, "{json}");
                }
            }
        }
    }
}
