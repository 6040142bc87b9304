//! The operator's side: registers, documents, their way to the tax authority, incidents.

use store::ofd_documents::{self, DocumentFilter, OfdDocument, SignatureState};
use store::ofd_forwardings::{self, ForwardingState};
use store::ofd_incidents::{self, Incident};
use store::ofd_registers::{self, OfdRegister, OfdRegisterState, Progress};
use store::{Isolation, StoreError};
use testkit::{START, TestDb};
use types::{DocumentId, LocalDateTime, Money, OrganizationId};

use crate::world::{OTHER_STORAGE, STORAGE, later};

fn a_register(storage: &str, organization: Option<OrganizationId>) -> OfdRegister {
    OfdRegister {
        fiscal_storage_number: storage.to_owned(),
        organization,
        registration_number: Some("0000000001012345".to_owned()),
        serial_number: None,
        inn: Some("5010051677".to_owned()),
        state: OfdRegisterState::Active,
        progress: Progress::default(),
        last_received_at: None,
        version: 0,
    }
}

fn a_document(storage: &str, number: i64) -> OfdDocument {
    OfdDocument {
        organization: Some(OrganizationId::new(7)),
        fiscal_storage_number: storage.to_owned(),
        document_number: number,
        form: 3,
        format_version: 4,
        registration_number: Some("0000000001012345".to_owned()),
        inn: Some("5010051677".to_owned()),
        shift_number: Some(number / 3),
        receipt_number: Some(number),
        operation: Some(1),
        total: Some(Money::from_minor(100 * number)),
        settled_at: LocalDateTime::from_wall_seconds(1_700_000_000 + number),
        fiscal_sign: 4_000_000_000 + u32::try_from(number).unwrap(),
        received_at: later(number),
        signature: SignatureState::Verified,
        error_count: 0,
        warning_count: 2,
        container: vec![1, 2, 3],
        confirmation: vec![4, 5],
    }
}

testkit::on_both_engines! {
    async fn a_register_is_enrolled_once_and_goes_forward(test: TestDb) {
        let enroll = |register: OfdRegister| test.db
            .write("enroll", move |tx| ofd_registers::enroll(tx, &register, START));
        assert_eq!(enroll(a_register(STORAGE, None)).await, Ok(true));
        assert_eq!(enroll(a_register(STORAGE, Some(OrganizationId::new(7)))).await, Ok(false));
        assert_eq!(enroll(a_register(OTHER_STORAGE, Some(OrganizationId::new(7)))).await, Ok(true));
        let progress = Progress {
            document_number: 12,
            settled_at: Some(LocalDateTime::from_wall_seconds(1_700_000_000)),
            shift_number: Some(4),
            receipt_number: Some(2),
            shift_opened_at: None,
        };
        let found = test.db.write("advance", move |tx| {
            assert!(ofd_registers::advance(tx, STORAGE, 0, &progress, later(5))?);
            assert!(!ofd_registers::advance(tx, STORAGE, 0, &Progress::default(), later(6))?);
            assert!(ofd_registers::set_state(tx, STORAGE, OfdRegisterState::Blocked)?);
            assert!(!ofd_registers::set_state(tx, "none", OfdRegisterState::Blocked)?);
            ofd_registers::load(tx, STORAGE)
        }).await.unwrap().unwrap();
        let expected = OfdRegister {
            progress, state: OfdRegisterState::Blocked, last_received_at: Some(later(5)), version: 2,
            ..a_register(STORAGE, None)
        };
        assert_eq!(found, expected);
        let storages = |organization, after: &'static str| test.db.read("list", move |tx| {
            let rows = ofd_registers::list(tx, organization, after, 10)?;
            Ok::<_, StoreError>(rows.into_iter().map(|row| row.fiscal_storage_number).collect::<Vec<_>>())
        });
        assert_eq!(storages(None, "").await.unwrap(), [STORAGE, OTHER_STORAGE]);
        assert_eq!(storages(None, STORAGE).await.unwrap(), [OTHER_STORAGE]);
        assert_eq!(storages(Some(OrganizationId::new(7)), "").await.unwrap(), [OTHER_STORAGE]);
    }

    async fn a_document_is_kept_once_byte_for_byte(test: TestDb) {
        let sending = (0..40_u8).map(|number| {
            let mut document = a_document(STORAGE, 1);
            document.confirmation = vec![number];
            test.db.write_at(Isolation::ReadCommitted, "take", move |tx| {
                let id = ofd_documents::insert(tx, &document)?;
                if let Some(id) = id {
                    ofd_forwardings::insert(tx, id, START)?;
                }
                let kept = ofd_documents::confirmed(tx, STORAGE, 1)?.unwrap();
                Ok::<_, StoreError>((id, kept))
            })
        });
        let answers: Vec<_> =
            futures::future::join_all(sending).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers.iter().filter(|(id, _)| id.is_some()).count(), 1);
        assert!(answers.iter().all(|(_, kept)| *kept == answers[0].1));
        let (id, found) = test.db
            .read("find", |tx| ofd_documents::find_by_number(tx, STORAGE, 1))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((id, &found.confirmation), (answers[0].1.id, &answers[0].1.confirmation));
        let expected = OfdDocument { confirmation: found.confirmation.clone(), ..a_document(STORAGE, 1) };
        assert_eq!(found, expected);
        assert_eq!(test.db.read("find", move |tx| ofd_documents::find(tx, id)).await.unwrap(), Some((id, expected)));
    }

    async fn a_kept_document_is_never_changed(test: TestDb) {
        test.db.write("take", |tx| ofd_documents::insert(tx, &a_document(STORAGE, 1))).await.unwrap();
        for sql in [
            "-- test.change\nupdate ofd_documents set container = confirmation",
            "-- test.remove\ndelete from ofd_documents",
        ] {
            let error: StoreError = test.db.write("change", move |tx| tx.execute(sql, &[])).await.unwrap_err();
            assert!(error.violates("ofd_documents_append_only"), "{error}");
        }
    }

    async fn documents_are_searched_by_every_field(test: TestDb) {
        test.db.write("take", |tx| {
            for number in 1..=6 {
                ofd_documents::insert(tx, &a_document(STORAGE, number))?;
            }
            let mut other = a_document(OTHER_STORAGE, 1);
            other.organization = None;
            other.registration_number = Some("0000000009999999".to_owned());
            other.form = 5;
            ofd_documents::insert(tx, &other)
        }).await.unwrap();
        let search = |filter: DocumentFilter, before: Option<DocumentId>, limit| test.db.read("search", move |tx| {
            let rows = ofd_documents::search(tx, &filter, before, limit)?;
            Ok::<_, StoreError>(
                rows.into_iter().map(|(id, row)| (id, row.fiscal_storage_number, row.document_number)).collect::<Vec<_>>(),
            )
        });
        let numbers = |rows: Vec<(DocumentId, String, i64)>| rows.into_iter().map(|row| row.2).collect::<Vec<_>>();
        let none = DocumentFilter::default;
        let all = search(none(), None, 3).await.unwrap();
        let before = all.last().map(|row| row.0);
        assert_eq!(numbers(all), [1, 6, 5]);
        assert_eq!(numbers(search(none(), before, 3).await.unwrap()), [4, 3, 2]);
        let cases: [(DocumentFilter, &[i64]); 8] = [
            (DocumentFilter { organization: Some(OrganizationId::new(7)), ..none() }, &[6, 5, 4, 3, 2, 1]),
            (DocumentFilter { fiscal_storage_number: Some(OTHER_STORAGE.to_owned()), ..none() }, &[1]),
            (DocumentFilter { registration_number: Some("0000000009999999".to_owned()), ..none() }, &[1]),
            (DocumentFilter { fiscal_sign: Some(4_000_000_003), ..none() }, &[3]),
            (DocumentFilter { shift_number: Some(1), ..none() }, &[5, 4, 3]),
            (DocumentFilter { document_number: Some(6), ..none() }, &[6]),
            (DocumentFilter { form: Some(5), ..none() }, &[1]),
            (
                DocumentFilter {
                    fiscal_storage_number: Some(STORAGE.to_owned()),
                    from: Some(LocalDateTime::from_wall_seconds(1_700_000_002)),
                    to: Some(LocalDateTime::from_wall_seconds(1_700_000_004)),
                    ..none()
                },
                &[3, 2],
            ),
        ];
        for (filter, expected) in cases {
            assert_eq!(numbers(search(filter.clone(), None, 10).await.unwrap()), expected, "{filter:?}");
        }
    }

    async fn a_document_goes_its_way_to_the_tax_authority(test: TestDb) {
        let ids = test.db.write("take", |tx| {
            (1..=3).map(|number| {
                let id = ofd_documents::insert(tx, &a_document(STORAGE, number))?.unwrap();
                ofd_forwardings::insert(tx, id, later(number))?;
                Ok(id)
            }).collect::<Result<Vec<_>, StoreError>>()
        }).await.unwrap();
        let (one, two) = (ids[0], ids[1]);
        let due = |at, limit| test.db.read("due", move |tx| {
            let rows = ofd_forwardings::due(tx, later(at), limit)?;
            Ok::<_, StoreError>(rows.into_iter().map(|row| (row.document, row.attempts)).collect::<Vec<_>>())
        });
        assert_eq!(due(2, 10).await.unwrap(), [(ids[0], 0), (ids[1], 0)]);
        assert_eq!(due(9, 1).await.unwrap(), [(ids[0], 0)]);
        test.db.write("answer", move |tx| {
            ofd_forwardings::answered(tx, one, ForwardingState::Accepted, "ok", later(10))?;
            ofd_forwardings::answered(tx, one, ForwardingState::Refused, "late", later(11))?;
            ofd_forwardings::retry_at(tx, two, "no answer", later(60))
        }).await.unwrap();
        assert_eq!(due(30, 10).await.unwrap(), [(ids[2], 0)]);
        assert_eq!(due(60, 10).await.unwrap(), [(ids[2], 0), (ids[1], 1)]);
        let way = test.db.read("find", move |tx| ofd_forwardings::find(tx, one)).await.unwrap().unwrap();
        assert_eq!((way.state, way.attempts, way.answer.as_deref()), (ForwardingState::Accepted, 1, Some("ok")));
        assert_eq!(way.answered_at, Some(later(10)));
    }

    async fn incidents_are_kept_newest_first(test: TestDb) {
        let incident = |number| Incident {
            at: later(number),
            kind: "other_bytes".to_owned(),
            fiscal_storage_number: Some(STORAGE.to_owned()),
            document_number: Some(number),
            detail: "x".to_owned(),
            container: Some(vec![9]),
        };
        test.db.write("add", move |tx| (1..=3).try_for_each(|number| ofd_incidents::add(tx, &incident(number))))
            .await
            .unwrap();
        let found = test.db.read("newest", |tx| ofd_incidents::newest(tx, 2)).await.unwrap();
        let expected: Vec<Incident> =
            [3, 2].into_iter().map(|number| Incident { container: None, ..incident(number) }).collect();
        assert_eq!(found, expected);
    }
}
