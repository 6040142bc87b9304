//! Fiscal storages, what they sealed, and the operator's confirmations.

use store::sealed_documents::{self, SealedDocument};
use store::{StoreError, acknowledgements, fiscal_storages};
use testkit::{START, TestDb};
use types::{LocalDateTime, RegisterId, TaskId};

use crate::world::{self, STORAGE, World, later};

fn sealed(world: &World, number: i64, task: Option<TaskId>) -> SealedDocument {
    SealedDocument {
        fiscal_storage_number: STORAGE.to_owned(),
        document_number: number,
        organization: world.organization,
        register: world.register,
        form: 3,
        task,
        fiscal_sign: u32::MAX,
        shift_number: Some(1),
        receipt_number: Some(u32::try_from(number).unwrap()),
        settled_at: LocalDateTime::from_wall_seconds(1_700_000_000 + number),
        sealed_at: later(number),
        container: vec![0, 255, u8::try_from(number).unwrap()],
    }
}

testkit::on_both_engines! {
    async fn a_storage_is_saved_only_from_the_version_that_was_loaded(test: TestDb) {
        world::make(&test.db).await;
        let save = |version, state: &'static str| test.db
            .write("save", move |tx| fiscal_storages::save(tx, STORAGE, version, state, later(1)));
        let loaded = test.db.write("load", |tx| fiscal_storages::load(tx, STORAGE)).await.unwrap().unwrap();
        assert_eq!((loaded.version, loaded.state.as_str()), (1, "{}"));
        assert_eq!(save(1, "{\"n\":1}").await, Ok(()));
        let late = save(1, "{\"n\":2}").await.unwrap_err();
        assert!(matches!(late, StoreError::Contended { .. }), "{late}");
        let found = test.db.read("find", |tx| fiscal_storages::find(tx, STORAGE)).await.unwrap().unwrap();
        assert_eq!((found.version, found.state.as_str()), (2, "{\"n\":1}"));
    }

    async fn a_storage_needs_its_register_and_a_number_of_its_own(test: TestDb) {
        let world = world::make(&test.db).await;
        let create = |number: &'static str, register| test.db
            .write("create", move |tx| fiscal_storages::create(tx, number, register, "{}", START));
        let error = create(STORAGE, world.register).await.unwrap_err();
        assert!(error.violates("fiscal_storages_pkey"), "{error}");
        let error = create("1", RegisterId::new(99)).await.unwrap_err();
        assert!(error.violates("foreign_key"), "{error}");
    }

    async fn sealed_documents_come_back_in_order(test: TestDb) {
        let world = world::make(&test.db).await;
        let task = world::add_tasks(&test.db, world, 1).await[0];
        let documents: Vec<SealedDocument> =
            (1..=5).map(|number| sealed(&world, number, (number == 3).then_some(task))).collect();
        let sent = documents.clone();
        test.db.write("seal", move |tx| {
            sent.iter().try_for_each(|document| sealed_documents::insert(tx, document))
        }).await.unwrap();
        let found = test.db.read("task", move |tx| sealed_documents::by_task(tx, task)).await.unwrap();
        assert_eq!(found.as_ref(), Some(&documents[2]));
        let found = test.db.read("find", |tx| sealed_documents::find(tx, STORAGE, 2)).await.unwrap();
        assert_eq!(found.as_ref(), Some(&documents[1]));
        let page = test.db.read("after", |tx| sealed_documents::after(tx, STORAGE, 2, 2)).await.unwrap();
        assert_eq!(page, documents[2..4]);
    }

    async fn a_number_and_a_task_are_sealed_once(test: TestDb) {
        let world = world::make(&test.db).await;
        let task = world::add_tasks(&test.db, world, 1).await[0];
        let seal = |document: SealedDocument| test.db
            .write("seal", move |tx| sealed_documents::insert(tx, &document));
        seal(sealed(&world, 1, Some(task))).await.unwrap();
        let error = seal(sealed(&world, 1, None)).await.unwrap_err();
        assert!(error.violates("sealed_documents_pkey"), "{error}");
        let error = seal(sealed(&world, 2, Some(task))).await.unwrap_err();
        assert!(error.violates("sealed_documents_task_unique"), "{error}");
    }

    async fn documents_without_a_confirmation_are_the_ones_to_send(test: TestDb) {
        let world = world::make(&test.db).await;
        test.db.write("seal", move |tx| {
            (1..=4).try_for_each(|number| sealed_documents::insert(tx, &sealed(&world, number, None)))
        }).await.unwrap();
        let unconfirmed = |limit| test.db.read("unconfirmed", move |tx| {
            let rows = sealed_documents::unconfirmed(tx, STORAGE, limit)?;
            Ok::<_, StoreError>(rows.into_iter().map(|row| row.document_number).collect::<Vec<_>>())
        });
        assert_eq!(unconfirmed(2).await.unwrap(), [1, 2]);
        let confirm = |number, bytes: &'static [u8]| test.db
            .write("confirm", move |tx| acknowledgements::insert(tx, STORAGE, number, bytes, later(9)));
        confirm(1, b"first").await.unwrap();
        confirm(1, b"other").await.unwrap();
        confirm(2, b"second").await.unwrap();
        assert_eq!(unconfirmed(10).await.unwrap(), [3, 4]);
        let kept = test.db.read("find", |tx| acknowledgements::find(tx, STORAGE, 1)).await.unwrap().unwrap();
        assert_eq!((kept.container.as_slice(), kept.received_at), (b"first".as_slice(), later(9)));
        let error = confirm(77, b"never sealed").await.unwrap_err();
        assert!(error.violates("foreign_key"), "{error}");
    }
}
