//! The schema, on both engines.

testkit::on_both_engines! {
    async fn a_second_run_applies_nothing(test: testkit::TestDb) {
        let again = test.db.migrate(testkit::START).await.unwrap();
        assert_eq!(again.applied, [""; 0]);
        test.db.read("ping", store::health::ping).await.unwrap();
    }
}
