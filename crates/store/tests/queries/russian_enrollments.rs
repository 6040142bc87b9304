//! Russian registers on their way, and their applications.

use store::StoreError;
use store::russian_enrollments::{self as russian, NewRussianApplication, RussianFacts, RussianProgress};
use testkit::{START, TestDb};
use types::{OrganizationId, RegisterId};

use crate::world::{self, later};

const ELSEWHERE: OrganizationId = OrganizationId::new(9_999);

fn facts(name: &str) -> RussianFacts {
    RussianFacts {
        name: name.to_owned(),
        taxpayer: "{}".to_owned(),
        state: "draft".to_owned(),
        body: "{}".to_owned(),
        registration_number: None,
    }
}

fn application(register: RegisterId) -> NewRussianApplication {
    NewRussianApplication {
        register,
        kind: "registration".to_owned(),
        request: "{}".to_owned(),
        document: "{}".to_owned(),
        content_hash: [7; 32],
        body: "{}".to_owned(),
    }
}

testkit::on_both_engines! {
    async fn a_russian_register_is_changed_by_its_revision_and_listed_by_key(test: TestDb) {
        let db = &test.db;
        let organization = world::make(db).await.organization;
        db.write("russian", move |tx| {
            let first = russian::create(tx, organization, &facts("one"), START)?;
            let second = russian::create(tx, organization, &facts("two"), later(1))?;
            let numbered = RussianFacts {
                state: "number_assigned".to_owned(),
                registration_number: Some("0000000001043250".to_owned()),
                ..facts("one")
            };
            assert!(russian::change(tx, first, 0, &numbered)?);
            assert!(!russian::change(tx, first, 0, &facts("stale"))?);
            let row = russian::by_id(tx, organization, first)?.unwrap();
            assert_eq!((row.facts, row.revision, row.created_at), (numbered, 1, START));
            assert_eq!(russian::by_id(tx, ELSEWHERE, first)?, None);
            let after = russian::of_organization(tx, organization, Some(first), 9)?;
            assert_eq!(after.iter().map(|row| row.id).collect::<Vec<_>>(), [second]);
            assert_eq!(russian::of_organization(tx, organization, None, 1)?.len(), 1);
            assert_eq!(russian::of_organization(tx, ELSEWHERE, None, 9)?, []);
            Ok::<_, StoreError>(())
        }).await.unwrap();
    }

    async fn a_russian_register_has_one_open_application(test: TestDb) {
        let db = &test.db;
        let organization = world::make(db).await.organization;
        let (register, first) = db.write("russian", move |tx| {
            let register = russian::create(tx, organization, &facts("one"), START)?;
            let first = russian::add_application(tx, &application(register), START)?;
            let signed = RussianProgress {
                state: "signed".to_owned(),
                body: "{}".to_owned(),
                signer: Some("1C".to_owned()),
                signed_at: Some(later(1)),
            };
            assert!(russian::progress(tx, first, "awaiting_signature", &signed)?);
            assert!(!russian::progress(tx, first, "awaiting_signature", &signed)?);
            let row = russian::application(tx, organization, first)?.unwrap();
            assert_eq!((row.progress, row.application, row.organization), (signed, application(register), organization));
            assert_eq!(russian::application(tx, ELSEWHERE, first)?, None);
            Ok::<_, StoreError>((register, first))
        }).await.unwrap();
        let second = db.write("second", move |tx| russian::add_application(tx, &application(register), START));
        let error = second.await.unwrap_err();
        assert!(error.violates("russian_applications_one_open_per_register"), "{error}");
        db.write("refused", move |tx| {
            let refused = RussianProgress {
                state: "refused".to_owned(),
                body: "{}".to_owned(),
                signer: None,
                signed_at: None,
            };
            russian::progress(tx, first, "signed", &refused)?;
            let second = russian::add_application(tx, &application(register), later(2))?;
            let rows = russian::applications_of(tx, register, 9)?;
            assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [second, first]);
            Ok::<_, StoreError>(())
        }).await.unwrap();
    }
}
