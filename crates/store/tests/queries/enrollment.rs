//! Trade points, registers on their way, applications, events and tokens.

use store::applications::{self, ApplicationProgress, NewApplication};
use store::enrollment_events::{self, EnrollmentEventRow};
use store::enrollments::{self, EnrollmentFacts, EnrollmentFilter};
use store::organizations;
use store::registration_cards;
use store::trade_points::{self, TaxpayerRow, TradePointFacts};
use store::{StoreError, operator_tokens};
use testkit::TestDb;
use types::{OrganizationId, RegisterId, TradePointId};

use crate::world::{an_organization, later};

fn a_point(name: &str) -> TradePointFacts {
    TradePointFacts {
        name: name.to_owned(),
        region: "750000000".to_owned(),
        tax_office: "6004".to_owned(),
        address: "г. Алматы, ул. Первая, 9".to_owned(),
        body: "{}".to_owned(),
    }
}

fn a_register(trade_point: TradePointId, serial_number: &str) -> EnrollmentFacts {
    EnrollmentFacts {
        name: "Касса 1".to_owned(),
        model: "E-KASSA".to_owned(),
        serial_number: serial_number.to_owned(),
        trade_point,
        card: "{}".to_owned(),
        state: "draft".to_owned(),
        body: "{}".to_owned(),
        registration_number: None,
        ofd_device_id: None,
        tariff_plan: None,
        suspension_from: None,
    }
}

fn an_application(organization: OrganizationId, register: RegisterId) -> NewApplication {
    NewApplication {
        organization,
        register,
        kind: "enrollment".to_owned(),
        request: "{}".to_owned(),
        document: "{}".to_owned(),
        content_hash: [7; 32],
        body: "{}".to_owned(),
    }
}

fn progress(state: &str, next_look_s: Option<i64>) -> ApplicationProgress {
    ApplicationProgress {
        state: state.to_owned(),
        body: "{}".to_owned(),
        signer: Some("owner".to_owned()),
        signed_at: Some(later(1)),
        next_look_at: next_look_s.map(later),
        looks: 0,
        look_result: None,
    }
}

/// An organization with a trade point and a draft.
async fn world(test: &TestDb) -> (OrganizationId, TradePointId, RegisterId) {
    test.db
        .write("world", |tx| {
            let organization = organizations::create(tx, &an_organization("5010051677"), later(0))?;
            let point = trade_points::create(tx, organization, &a_point("Магазин"), later(0))?;
            let register = enrollments::create(tx, organization, &a_register(point, "KTDE1"), later(0))?;
            Ok::<_, StoreError>((organization, point, register))
        })
        .await
        .unwrap()
}

const ELSEWHERE: OrganizationId = OrganizationId::new(999);

testkit::on_both_engines! {
    async fn a_trade_point_is_changed_listed_and_deleted_when_empty(test: TestDb) {
        let (organization, point, _) = world(&test).await;
        test.db.write("points", move |tx| {
            let empty = trade_points::create(tx, organization, &a_point("Склад"), later(1))?;
            let list = |tx: &mut store::Tx<'_>, after, limit| {
                let rows = trade_points::of_organization(tx, organization, after, limit)?;
                Ok::<_, StoreError>(rows.into_iter().map(|row| row.id).collect::<Vec<_>>())
            };
            assert_eq!(list(tx, None, 9)?, [point, empty]);
            assert_eq!(list(tx, None, 1)?, [point]);
            assert_eq!(list(tx, Some(point), 9)?, [empty]);
            assert!(trade_points::change(tx, organization, empty, &a_point("Лавка"))?);
            assert!(!trade_points::change(tx, ELSEWHERE, empty, &a_point("Чужая"))?);
            assert_eq!(trade_points::by_id(tx, organization, empty)?.unwrap().facts, a_point("Лавка"));
            assert_eq!(trade_points::by_id(tx, ELSEWHERE, empty)?, None);
            assert_eq!(trade_points::registers_of(tx, empty)?, (0, 0));
            assert_eq!(trade_points::registers_of(tx, point)?, (1, 0));
            assert!(!trade_points::delete(tx, ELSEWHERE, empty)?);
            assert!(trade_points::delete(tx, organization, empty)?);
            assert!(!trade_points::delete(tx, organization, empty)?);
            Ok::<_, StoreError>(())
        }).await.unwrap();
        let refused = test.db.write("used", move |tx| trade_points::delete(tx, organization, point)).await;
        assert!(matches!(refused, Err(StoreError::Constraint { .. })), "{refused:?}");
    }

    async fn a_taxpayer_is_put_anew(test: TestDb) {
        let (organization, _, _) = world(&test).await;
        for name in ["ТОО «Пример»", "ТОО «Другое»"] {
            let row = TaxpayerRow { number: "990140000017".to_owned(), name: name.to_owned() };
            let written = row.clone();
            test.db.write("put", move |tx| trade_points::put_taxpayer(tx, organization, &written)).await.unwrap();
            let found = test.db.read("get", move |tx| trade_points::taxpayer(tx, organization)).await.unwrap();
            assert_eq!(found, Some(row));
        }
    }

    async fn a_serial_number_is_unique_per_model_until_the_register_leaves_the_books(test: TestDb) {
        let (organization, point, register) = world(&test).await;
        let db = &test.db;
        let twin = |model: &'static str| {
            let facts = EnrollmentFacts { model: model.to_owned(), ..a_register(point, "KTDE1") };
            db.write("twin", move |tx| enrollments::create(tx, organization, &facts, later(2)))
        };
        assert!(twin("E-KASSA").await.unwrap_err().violates("enrollments_serial_unique"));
        twin("OTHER").await.unwrap();
        let gone = EnrollmentFacts { state: "deregistered".to_owned(), ..a_register(point, "KTDE1") };
        test.db.write("gone", move |tx| enrollments::change(tx, register, 0, &gone)).await.unwrap();
        twin("E-KASSA").await.unwrap();
    }

    async fn a_registration_number_belongs_to_one_register(test: TestDb) {
        let (organization, point, register) = world(&test).await;
        let taken = |number: &'static str, but| {
            test.db.read("taken", move |tx| enrollments::is_number_taken(tx, number, but))
        };
        let numbered = EnrollmentFacts {
            state: "enrolled".to_owned(),
            registration_number: Some("600400000001".to_owned()),
            ..a_register(point, "KTDE1")
        };
        let other = test.db.write("other", move |tx| {
            enrollments::change(tx, register, 0, &numbered)?;
            enrollments::create(tx, organization, &a_register(point, "KTDE2"), later(0))
        });
        let other = other.await.unwrap();
        assert_eq!(taken("600400000001", other).await, Ok(true));
        assert_eq!(taken("600400000001", register).await, Ok(false), "its own");
        assert_eq!(taken("600400000002", other).await, Ok(false));
    }

    async fn a_registration_card_waits_until_it_is_reviewed_once(test: TestDb) {
        let (organization, _, register) = world(&test).await;
        let add = |scan: &'static [u8]| {
            test.db.write("add", move |tx| registration_cards::add(tx, register, "{}", scan, later(1)))
        };
        let first = add(b"%PDF-1").await.unwrap();
        assert!(add(b"%PDF-2").await.unwrap_err().violates("registration_cards_one_open_per_register"));
        let waiting = |after| test.db.read("waiting", move |tx| registration_cards::waiting(tx, after, 10));
        assert_eq!(waiting(None).await.unwrap().len(), 1);
        assert!(waiting(Some(first)).await.unwrap().is_empty());
        let review = || test.db.write("review", move |tx| registration_cards::review(tx, first, "[]", "7", later(2)));
        assert_eq!((review().await, review().await), (Ok(true), Ok(false)));
        assert!(waiting(None).await.unwrap().is_empty());
        let second = add(b"%PDF-2").await.unwrap();
        let (newest, old, scan) = test.db.read("newest", move |tx| {
            Ok::<_, StoreError>((
                registration_cards::newest(tx, register)?.unwrap(),
                registration_cards::of_anybody(tx, first)?.unwrap(),
                registration_cards::scan(tx, second)?,
            ))
        }).await.unwrap();
        assert_eq!((newest.id, newest.organization, newest.verdict), (second, organization, None));
        assert_eq!((old.verdict.as_deref(), old.reviewed_at), (Some("[]"), Some(later(2))));
        assert_eq!(scan.as_deref(), Some(&b"%PDF-2"[..]));
    }

    async fn a_stale_change_changes_nothing(test: TestDb) {
        let (organization, point, register) = world(&test).await;
        let renamed = EnrollmentFacts { name: "Касса 2".to_owned(), ..a_register(point, "KTDE1") };
        let expected = renamed.clone();
        let (first, second) = test.db.write("change", move |tx| {
            Ok::<_, StoreError>((
                enrollments::change(tx, register, 0, &renamed)?,
                enrollments::change(tx, register, 0, &a_register(point, "KTDE1"))?,
            ))
        }).await.unwrap();
        assert_eq!((first, second), (true, false));
        let row = test.db.read("row", move |tx| enrollments::by_id(tx, organization, register)).await.unwrap();
        let row = row.unwrap();
        assert_eq!((row.facts, row.revision), (expected, 1));
        let foreign = test.db.read("foreign", move |tx| enrollments::by_id(tx, ELSEWHERE, register)).await;
        assert_eq!(foreign, Ok(None));
    }

    async fn registers_are_filtered_and_paged(test: TestDb) {
        let (organization, point, first) = world(&test).await;
        let (other_point, second) = test.db.write("more", move |tx| {
            let other = trade_points::create(tx, organization, &a_point("Склад"), later(1))?;
            let second = enrollments::create(tx, organization, &a_register(other, "SWK00000001"), later(1))?;
            let enrolled = EnrollmentFacts {
                state: "enrolled".to_owned(),
                registration_number: Some("600400131197".to_owned()),
                ofd_device_id: Some(enrollments::next_device(tx)?),
                suspension_from: Some(later(100)),
                ..a_register(other, "SWK00000001")
            };
            enrollments::change(tx, second, 0, &enrolled)?;
            Ok::<_, StoreError>((other, second))
        }).await.unwrap();
        let found = |filter: EnrollmentFilter| test.db.read("list", move |tx| {
            let rows = enrollments::of_organization(tx, organization, &filter, 9)?;
            Ok::<_, StoreError>(rows.into_iter().map(|row| row.id).collect::<Vec<_>>())
        });
        let all = EnrollmentFilter::default;
        assert_eq!(found(all()).await.unwrap(), [first, second]);
        assert_eq!(found(EnrollmentFilter { after: Some(first), ..all() }).await.unwrap(), [second]);
        assert_eq!(found(EnrollmentFilter { state: Some("draft".into()), ..all() }).await.unwrap(), [first]);
        let there = EnrollmentFilter { trade_point: Some(other_point), ..all() };
        assert_eq!(found(there).await.unwrap(), [second]);
        assert_eq!(found(EnrollmentFilter { trade_point: Some(point), ..all() }).await.unwrap(), [first]);
        for (number, expected) in [("SWK", second), ("6004", second), ("KTDE1", first)] {
            let filter = EnrollmentFilter { number: Some(number.into()), ..all() };
            assert_eq!(found(filter).await.unwrap(), [expected], "{number}");
        }
        assert!(found(EnrollmentFilter { number: Some("%".into()), ..all() }).await.unwrap().is_empty());
        test.db.write("devices", move |tx| {
            assert_eq!(enrollments::next_device(tx)?, 2);
            assert_eq!(enrollments::by_device(tx, 1)?.map(|row| row.id), Some(second));
            assert_eq!(enrollments::by_device(tx, 2)?, None);
            assert_eq!(enrollments::suspensions_due(tx, later(99), None, 9)?, []);
            assert_eq!(enrollments::suspensions_due(tx, later(100), None, 9)?, [second]);
            assert_eq!(enrollments::suspensions_due(tx, later(100), Some(second), 9)?, []);
            Ok::<_, StoreError>(())
        }).await.unwrap();
    }

    async fn a_register_has_one_open_application(test: TestDb) {
        let (organization, _, register) = world(&test).await;
        let open = || test.db.write("open", move |tx| {
            applications::create(tx, &an_application(organization, register), later(1))
        });
        let first = open().await.unwrap();
        assert!(open().await.unwrap_err().violates("applications_one_open_per_register"));
        test.db.write("steps", move |tx| {
            assert!(applications::progress(tx, first, "awaiting_signature", &progress("signed", Some(5)))?);
            assert!(!applications::progress(tx, first, "awaiting_signature", &progress("signed", Some(5)))?);
            assert_eq!(applications::due(tx, later(4), 9)?, []);
            assert_eq!(applications::due(tx, later(5), 9)?.len(), 1);
            assert!(applications::progress(tx, first, "signed", &progress("completed", None))?);
            assert_eq!(applications::due(tx, later(9_999), 9)?, []);
            Ok::<_, StoreError>(())
        }).await.unwrap();
        let second = open().await.unwrap();
        test.db.read("list", move |tx| {
            let ids = |before| {
                let rows = applications::of_register(tx, register, before, 9)?;
                Ok::<_, StoreError>(rows.into_iter().map(|row| row.id).collect::<Vec<_>>())
            };
            let mut ids = ids;
            assert_eq!(ids(None)?, [second, first]);
            assert_eq!(ids(Some(second))?, [first]);
            assert_eq!(applications::open_requests(tx, organization, "enrollment")?, ["{}"]);
            assert_eq!(applications::open_requests(tx, organization, "re_enrollment")?, [""; 0]);
            assert_eq!(applications::open_requests(tx, ELSEWHERE, "enrollment")?, [""; 0]);
            let row = applications::by_id(tx, organization, second)?.unwrap();
            assert_eq!(row.application, an_application(organization, register));
            assert_eq!(applications::by_id(tx, ELSEWHERE, second)?, None);
            Ok::<_, StoreError>(())
        }).await.unwrap();
    }

    async fn events_stand_in_order_and_are_never_changed(test: TestDb) {
        let (_, _, register) = world(&test).await;
        let event = |kind: &str, second| EnrollmentEventRow {
            at: later(second),
            kind: kind.to_owned(),
            state: "draft".to_owned(),
            detail: None,
        };
        let events = [event("drafted", 1), event("edited", 2)];
        let written = events.clone();
        test.db.write("add", move |tx| {
            written.iter().try_for_each(|event| enrollment_events::add(tx, register, event))
        }).await.unwrap();
        let found = test.db.read("list", move |tx| enrollment_events::of_register(tx, register, 9)).await.unwrap();
        assert_eq!(found, events);
        let change = |tx: &mut store::Tx<'_>| tx.execute("-- test.x\ndelete from enrollment_events", &[]);
        let error: StoreError = test.db.write("change", change).await.unwrap_err();
        assert!(error.violates("enrollment_events_append_only"), "{error}");
    }

    async fn a_new_token_kills_the_one_before(test: TestDb) {
        let (_, _, register) = world(&test).await;
        let live = || test.db.read("live", move |tx| operator_tokens::live(tx, register));
        assert_eq!(live().await, Ok(None));
        for (hash, second) in [([1; 32], 1), ([2; 32], 2)] {
            test.db.write("issue", move |tx| operator_tokens::replace(tx, register, &hash, later(second))).await.unwrap();
            assert_eq!(live().await, Ok(Some((hash, later(second)))));
        }
        test.db.write("kill", move |tx| operator_tokens::kill(tx, register, later(3))).await.unwrap();
        assert_eq!(live().await, Ok(None));
    }
}
