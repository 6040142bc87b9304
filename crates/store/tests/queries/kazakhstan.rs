//! The Kazakh operator: registers, documents, reports, incidents, the way to the tax authority.

use store::StoreError;
use store::kz_documents::{
    self, KzDocument, KzDocumentFilter, KzDocumentKind, KzPageFilter, KzPageKey, PrintedReceipt,
};
use store::kz_forwardings::{self, KzForwardingState};
use store::kz_incidents::{self, KzIncident, Viewer};
use store::kz_registers::{self, KzProgress, KzRegister, KzRegisterState};
use store::kz_reports::{self, KzReport, KzReportKind};
use testkit::{START, TestDb};
use types::{DocumentId, LocalDateTime, Money, OrganizationId};

use crate::world::later;

const REGISTRATION_NUMBER: &str = "010100000001";

pub fn organization() -> OrganizationId {
    OrganizationId::new(7)
}

pub fn a_register(device_id: u32) -> KzRegister {
    KzRegister {
        device_id,
        organization: organization(),
        enrolled_at: START,
        serial_number: format!("KTDE{device_id}"),
        registration_number: format!("01010000{device_id:04}"),
        card: "{}".to_owned(),
        progress: KzProgress {
            state: KzRegisterState::Active,
            token_state: r#"{"valid_token":4294967295}"#.to_owned(),
            books: "{}".to_owned(),
            facts: None,
            shift_number: 0,
            shift_opened_at: None,
            last_document_at: None,
            last_seen_at: None,
        },
    }
}

pub fn a_receipt(device_id: u32, number: u32) -> KzDocument {
    KzDocument {
        device_id,
        organization: organization(),
        registration_number: REGISTRATION_NUMBER.to_owned(),
        kind: KzDocumentKind::Receipt,
        version: 203,
        shift_number: 1 + number / 3,
        document_number: Some(i64::from(number)),
        operation: Some("sell".to_owned()),
        is_autonomous: false,
        total: Some(Money::from_minor(116_000)),
        issued_at: LocalDateTime::from_wall_seconds(1_700_000_000 + i64::from(number)),
        received_at: later(i64::from(number)),
        fiscal_sign: Some(4_000_000_000 + number),
        autonomous_sign: None,
        annuls: None,
        content_hash: vec![7; 32],
        flags: "[]".to_owned(),
        payload: vec![8, 1],
        answer: vec![0xA2, 0x81],
    }
}

pub async fn with_registers(test: &TestDb) {
    test.db
        .write("enroll", |tx| {
            kz_registers::enroll(tx, &a_register(1))?;
            kz_registers::enroll(tx, &a_register(2))
        })
        .await
        .unwrap();
}

testkit::on_both_engines! {
    async fn a_kazakh_register_is_enrolled_once_and_goes_forward(test: TestDb) {
        with_registers(&test).await;
        let mut twin = a_register(3);
        twin.registration_number = a_register(1).registration_number;
        let refused = test.db.write("enroll", move |tx| kz_registers::enroll(tx, &twin)).await.unwrap_err();
        assert!(refused.violates("kz_registers_registration_unique"), "{refused}");
        let progress = KzProgress {
            state: KzRegisterState::Blocked,
            token_state: "{}".to_owned(),
            books: r#"{"shift":1}"#.to_owned(),
            facts: Some("{}".to_owned()),
            shift_number: 4,
            shift_opened_at: Some(LocalDateTime::from_wall_seconds(1_700_000_000)),
            last_document_at: Some(later(3)),
            last_seen_at: Some(later(4)),
        };
        let expected = KzRegister { progress: progress.clone(), card: r#"{"a":1}"#.to_owned(), ..a_register(1) };
        let found = test.db.write("advance", move |tx| {
            kz_registers::advance(tx, 1, &progress)?;
            kz_registers::set_card(tx, 1, r#"{"a":1}"#, LocalDateTime::from_wall_seconds(100))?;
            kz_registers::load(tx, 1)
        }).await.unwrap();
        assert_eq!(found, Some(expected.clone()));
        let card_at = |device_id, at| test.db.read("card_at", move |tx| {
            kz_registers::card_at(tx, device_id, LocalDateTime::from_wall_seconds(at))
        });
        assert_eq!(card_at(1, 99).await.unwrap().as_deref(), Some("{}"));
        assert_eq!(card_at(1, 100).await.unwrap().as_deref(), Some(r#"{"a":1}"#));
        assert_eq!(card_at(9, 100).await.unwrap(), None);
        let looked = test.db.read("find", |tx| {
            Ok::<_, StoreError>((
                kz_registers::find(tx, 1)?,
                kz_registers::by_registration_number(tx, "010100000001")?,
                kz_registers::find(tx, 9)?,
            ))
        }).await.unwrap();
        assert_eq!(looked, (Some(expected.clone()), Some(expected), None));
        let ids = |organization, after| test.db.read("list", move |tx| {
            let rows = kz_registers::list(tx, organization, after, 10)?;
            Ok::<_, StoreError>(rows.into_iter().map(|row| row.device_id).collect::<Vec<_>>())
        });
        assert_eq!(ids(None, 0).await.unwrap(), [1, 2]);
        assert_eq!(ids(Some(organization()), 1).await.unwrap(), [2]);
        assert!(ids(Some(OrganizationId::new(8)), 0).await.unwrap().is_empty());
    }

    async fn a_kazakh_document_is_kept_and_found_by_what_stands_on_it(test: TestDb) {
        with_registers(&test).await;
        let mut offline = a_receipt(1, 2);
        offline.fiscal_sign = None;
        offline.autonomous_sign = Some(1001);
        let kept = offline.clone();
        let (first, second) = test.db.write("insert", move |tx| {
            Ok::<_, StoreError>((kz_documents::insert(tx, &a_receipt(1, 1))?, kz_documents::insert(tx, &kept)?))
        }).await.unwrap();
        let found = test.db.read("find", move |tx| kz_documents::find(tx, first)).await.unwrap();
        assert_eq!(found, Some((first, a_receipt(1, 1))));
        let signs = test.db.read("signs", |tx| {
            Ok::<_, StoreError>([
                kz_documents::is_sign_taken(tx, 1, 4_000_000_001)?,
                kz_documents::is_sign_taken(tx, 1, 4_000_000_002)?,
                kz_documents::is_sign_taken(tx, 2, 4_000_000_001)?,
            ])
        }).await.unwrap();
        assert_eq!(signs, [true, false, false]);
        let newest = test.db.read("newest", |tx| kz_documents::newest_of_number(tx, 1, 2)).await.unwrap();
        assert_eq!(newest.map(|(id, _)| id), Some(second));
        let at = offline.issued_at;
        let printed = |registration_number: &'static str, sign, total, issued_at| test.db.read("printed", move |tx| {
            let total = Money::from_minor(total);
            let printed = PrintedReceipt { registration_number, sign, total, issued_at };
            Ok::<_, StoreError>(kz_documents::printed(tx, &printed)?.map(|(id, _)| id))
        });
        let first_at = a_receipt(1, 1).issued_at;
        assert_eq!(printed(REGISTRATION_NUMBER, 4_000_000_001, 116_000, first_at).await.unwrap(), Some(first));
        assert_eq!(printed(REGISTRATION_NUMBER, 1001, 116_000, at).await.unwrap(), Some(second));
        let wrong = [
            ("010100000002", 1001, 116_000, at),
            ("010100000009", 1001, 116_000, at),
            (REGISTRATION_NUMBER, 1002, 116_000, at),
            (REGISTRATION_NUMBER, 1001, 116_001, at),
            (REGISTRATION_NUMBER, 1001, 116_000, first_at),
        ];
        for (number, sign, total, at) in wrong {
            assert_eq!(printed(number, sign, total, at).await.unwrap(), None, "{number} {sign} {total} {at}");
        }
        let autonomous = |at| test.db.read("autonomous", move |tx| kz_documents::autonomous(tx, 1, 1001, at));
        assert_eq!(autonomous(at).await.unwrap(), Some((second, offline)));
        assert_eq!(autonomous(LocalDateTime::from_wall_seconds(at.wall_seconds() + 86_400)).await.unwrap(), None);
    }

    async fn one_receipt_of_many_that_share_a_sign_is_found(test: TestDb) {
        with_registers(&test).await;
        // Registers count their autonomous signs from the same number, each day anew.
        let oldest = test.db.write("insert", |tx| {
            let mut ids = Vec::new();
            for day in 0..120_u32 {
                for device_id in [1, 2] {
                    let mut receipt = a_receipt(device_id, day);
                    receipt.registration_number = a_register(device_id).registration_number;
                    receipt.fiscal_sign = Some(10 + day);
                    receipt.autonomous_sign = Some(1001);
                    receipt.issued_at = LocalDateTime::from_wall_seconds(1_700_000_000 + i64::from(day) * 86_400);
                    ids.push(kz_documents::insert(tx, &receipt)?);
                }
            }
            Ok::<_, StoreError>(ids[0])
        }).await.unwrap();
        let printed = |issued_at| test.db.read("printed", move |tx| {
            let printed = PrintedReceipt {
                registration_number: REGISTRATION_NUMBER,
                sign: 1001,
                total: Money::from_minor(116_000),
                issued_at: LocalDateTime::from_wall_seconds(issued_at),
            };
            Ok::<_, StoreError>(kz_documents::printed(tx, &printed)?.map(|(id, _)| id))
        });
        assert_eq!(printed(1_700_000_000).await.unwrap(), Some(oldest));
        assert_eq!(printed(1_700_000_001).await.unwrap(), None);
    }

    async fn a_receipt_is_annulled_once(test: TestDb) {
        with_registers(&test).await;
        let insert = |document: KzDocument| test.db.write("insert", move |tx| kz_documents::insert(tx, &document));
        let receipt = insert(a_receipt(1, 1)).await.unwrap();
        let is_annulled = |id| test.db.read("annulled", move |tx| kz_documents::is_annulled(tx, id));
        assert!(!is_annulled(receipt).await.unwrap());
        let annulment = KzDocument {
            kind: KzDocumentKind::Annulment,
            fiscal_sign: None,
            annuls: Some(receipt),
            ..a_receipt(1, 2)
        };
        let id = insert(annulment.clone()).await.unwrap();
        assert!(is_annulled(receipt).await.unwrap());
        let found = test.db.read("find", move |tx| kz_documents::find(tx, id)).await.unwrap();
        assert_eq!(found, Some((id, annulment.clone())));
        assert!(insert(annulment).await.unwrap_err().violates("kz_documents_annulled_once"));
    }

    async fn a_sign_stands_on_one_receipt_of_a_register(test: TestDb) {
        with_registers(&test).await;
        let insert = |document: KzDocument| test.db.write("insert", move |tx| kz_documents::insert(tx, &document));
        insert(a_receipt(1, 1)).await.unwrap();
        let mut same = a_receipt(1, 2);
        same.fiscal_sign = a_receipt(1, 1).fiscal_sign;
        assert!(insert(same.clone()).await.unwrap_err().violates("kz_documents_sign_unique"));
        same.device_id = 2;
        insert(same).await.unwrap();
        let mut offline = a_receipt(1, 3);
        offline.autonomous_sign = Some(1001);
        insert(offline.clone()).await.unwrap();
        offline.fiscal_sign = Some(5);
        assert!(insert(offline).await.unwrap_err().violates("kz_documents_autonomous_unique"));
        for sql in ["-- test.change\nupdate kz_documents set flags = ''", "-- test.remove\ndelete from kz_documents"] {
            let error: StoreError = test.db.write("change", move |tx| tx.execute(sql, &[])).await.unwrap_err();
            assert!(error.violates("kz_documents_append_only"), "{error}");
        }
    }

    async fn kazakh_documents_are_searched_by_register_shift_kind_and_time(test: TestDb) {
        with_registers(&test).await;
        test.db.write("insert", |tx| {
            for number in 1..=6 {
                kz_documents::insert(tx, &a_receipt(1 + number % 2, number))?;
            }
            Ok::<_, StoreError>(())
        }).await.unwrap();
        let numbers = |filter: KzDocumentFilter, before: Option<i64>| test.db.read("search", move |tx| {
            let rows = kz_documents::search(tx, &filter, before.map(DocumentId::new), 10)?;
            Ok::<_, StoreError>(rows.into_iter().map(|(_, row)| row.document_number.unwrap()).collect::<Vec<_>>())
        });
        let all = KzDocumentFilter::default();
        assert_eq!(numbers(all.clone(), None).await.unwrap(), [6, 5, 4, 3, 2, 1]);
        assert_eq!(numbers(all.clone(), Some(3)).await.unwrap(), [2, 1]);
        let of = |filter| numbers(filter, None);
        assert_eq!(of(KzDocumentFilter { device_id: Some(2), ..all.clone() }).await.unwrap(), [5, 3, 1]);
        assert_eq!(of(KzDocumentFilter { shift_number: Some(2), ..all.clone() }).await.unwrap(), [5, 4, 3]);
        assert_eq!(of(KzDocumentFilter { kind: Some(KzDocumentKind::CashMovement), ..all.clone() }).await.unwrap(), [0_i64; 0]);
        let from = Some(LocalDateTime::from_wall_seconds(1_700_000_003));
        let to = Some(LocalDateTime::from_wall_seconds(1_700_000_005));
        assert_eq!(of(KzDocumentFilter { from, to, ..all.clone() }).await.unwrap(), [4, 3]);
        assert!(of(KzDocumentFilter { organization: Some(OrganizationId::new(8)), ..all }).await.unwrap().is_empty());
    }

    async fn reports_and_incidents_are_kept_newest_first(test: TestDb) {
        with_registers(&test).await;
        let report = |kind, shift_number| KzReport {
            device_id: 1,
            organization: organization(),
            kind,
            shift_number,
            made_at: LocalDateTime::from_wall_seconds(1_700_000_000),
            received_at: START,
            report: "{}".to_owned(),
            own_report: None,
            difference_count: 0,
            document: None,
        };
        let (x, z) = (report(KzReportKind::X, 1), report(KzReportKind::Z, 1));
        let incident = |device_id| KzIncident {
            at: START, device_id, kind: "counters_differ".to_owned(), detail: "cash".to_owned(), payload: None,
        };
        let (of_one, of_none) = (incident(Some(1)), incident(None));
        test.db.write("insert", move |tx| {
            kz_reports::insert(tx, &x)?;
            kz_reports::insert(tx, &z)?;
            kz_reports::insert(tx, &report(KzReportKind::Z, 2))?;
            kz_incidents::add(tx, &of_one)?;
            kz_incidents::add(tx, &of_none)
        }).await.unwrap();
        let shifts = test.db.read("reports", |tx| {
            let rows = kz_reports::page(tx, 1, KzReportKind::Z, &KzPageFilter::default(), KzPageKey::START, 10)?;
            Ok::<_, StoreError>(rows.into_iter().map(|(_, row)| row.shift_number).collect::<Vec<_>>())
        }).await.unwrap();
        assert_eq!(shifts, [2, 1]);
        let of = |viewer, before| test.db.read("incidents", move |tx| {
            kz_incidents::of_register(tx, 1, viewer, before, 10)
        });
        let found = of(Viewer::Staff, None).await.unwrap();
        assert_eq!((found.len(), &found[0].1), (1, &incident(Some(1))));
        assert_eq!(of(Viewer::Staff, Some(found[0].0)).await.unwrap(), []);
        // The staff's own acts are found among many others, and are not for the owner.
        test.db.write("acts", move |tx| {
            for kind in ["blocked", "unblocked", "deregistered", "flagged", "flagged"] {
                kz_incidents::add(tx, &KzIncident { kind: kind.to_owned(), ..incident(Some(1)) })?;
            }
            kz_incidents::add(tx, &KzIncident { kind: "blocked".to_owned(), ..incident(Some(2)) })
        }).await.unwrap();
        let acts = test.db.read("acts", |tx| kz_incidents::acts_of_staff(tx, 1, 2)).await.unwrap();
        assert_eq!(acts.iter().map(|act| act.kind.as_str()).collect::<Vec<_>>(), ["deregistered", "unblocked"]);
        let kinds = async |viewer| {
            let found = of(viewer, None).await.unwrap();
            found.into_iter().map(|(_, incident)| incident.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(Viewer::Owner).await, ["flagged", "flagged", "counters_differ"]);
        assert_eq!(kinds(Viewer::Staff).await.len(), 6);
    }

    async fn the_newest_figures_of_a_register_are_found_and_what_came_late_is_counted(test: TestDb) {
        with_registers(&test).await;
        let made_at = LocalDateTime::from_wall_seconds(1_700_000_100);
        let report = |shift_number, own_report: Option<&str>| KzReport {
            device_id: 1,
            organization: organization(),
            kind: KzReportKind::Z,
            shift_number,
            made_at,
            received_at: START,
            report: "{}".to_owned(),
            own_report: own_report.map(str::to_owned),
            difference_count: 0,
            document: None,
        };
        let own = report(2, Some("{}"));
        let rows = [report(1, Some("{}")), own.clone(), report(3, None)];
        test.db.write("insert", move |tx| {
            for row in &rows {
                kz_reports::insert(tx, row)?;
            }
            let late = |number, kind| KzDocument { received_at: later(10), kind, ..a_receipt(1, number) };
            kz_documents::insert(tx, &late(1, KzDocumentKind::Receipt))?;
            kz_documents::insert(tx, &late(2, KzDocumentKind::CashMovement))?;
            kz_documents::insert(tx, &late(3, KzDocumentKind::ShiftClosing))?;
            kz_documents::insert(tx, &late(4, KzDocumentKind::Annulment))?;
            Ok::<_, StoreError>(())
        }).await.unwrap();
        let found = test.db.read("newest", |tx| kz_reports::newest_with_own(tx, 1)).await.unwrap();
        assert_eq!(found, Some(own));
        let late = test.db.read("late", move |tx| kz_documents::arrived_late(tx, 1, START, made_at)).await;
        assert_eq!(late, Ok(2), "a closing and an annulment are counted by nobody");
    }

    async fn a_kazakh_document_waits_for_the_tax_authority_until_it_answers(test: TestDb) {
        with_registers(&test).await;
        let (first, second) = test.db.write("insert", |tx| {
            let first = kz_documents::insert(tx, &a_receipt(1, 1))?;
            let second = kz_documents::insert(tx, &a_receipt(1, 2))?;
            kz_forwardings::insert(tx, first, START, later(900))?;
            kz_forwardings::insert(tx, second, later(10), later(910))?;
            Ok::<_, StoreError>((first, second))
        }).await.unwrap();
        let due = |at| test.db.read("due", move |tx| {
            let rows = kz_forwardings::due(tx, at, 10)?;
            Ok::<_, StoreError>(rows.into_iter().map(|row| (row.document, row.attempts)).collect::<Vec<_>>())
        });
        let overdue = |at| test.db.read("overdue", move |tx| kz_forwardings::overdue(tx, at));
        assert_eq!(due(START).await.unwrap(), [(first, 0)]);
        test.db.write("put_off", move |tx| kz_forwardings::put_off(tx, first, "silence", later(60))).await.unwrap();
        assert_eq!(due(later(10)).await.unwrap(), [(second, 0)]);
        assert_eq!(overdue(later(905)).await, Ok(1));
        test.db.write("answered", move |tx| {
            kz_forwardings::answered(tx, first, KzForwardingState::Accepted, "taken", later(61))
        }).await.unwrap();
        assert_eq!(due(later(60)).await.unwrap(), [(second, 0)]);
        assert_eq!(overdue(later(905)).await, Ok(0));
    }
}
