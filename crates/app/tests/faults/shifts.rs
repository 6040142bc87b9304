//! The limit of a shift comes while receipts do.

use std::collections::BTreeMap;

use app::fiscalization::shifts;
use ofd_ru::Form;
use testkit::TestDb;

use crate::stage::{SHIFT_CLOSE_AFTER_S, Stage};

const DAY_S: i64 = 86_400;

testkit::on_both_engines! {
    async fn shifts_roll_over_under_load_and_no_receipt_is_in_one_of_more_than_a_day(test: TestDb) {
        let stage = Stage::set(test).await;
        let mut sold = stage.sell("first", 4).await;
        stage.work_off(3).await;
        // the worker closes due shifts only now and then, so that receipts meet shifts of every age
        stage.clock.advance_s(i64::from(SHIFT_CLOSE_AFTER_S) - 10);
        for second in 0..20 {
            sold.extend(stage.sell(&format!("second-{second}"), 3).await);
            stage.work_off(4).await;
            stage.clock.advance_s(1);
            if second % 10 == 9 {
                shifts::close_due(&stage.app).await.unwrap();
            }
        }
        // a day later, at the limit itself, without anybody who closes
        stage.clock.advance_s(DAY_S - 20);
        for second in 0..20 {
            sold.extend(stage.sell(&format!("next-{second}"), 3).await);
            stage.work_off(4).await;
            stage.clock.advance_s(1);
        }
        stage.assert_each_has_one_document(&sold).await;
        for (storage, documents) in stage.sealed().await {
            let mut opened = BTreeMap::new();
            let mut closed = 0;
            for document in &documents {
                let shift = document.shift_number;
                if document.form == Form::ShiftOpening.code() {
                    opened.insert(shift, document.settled_at);
                }
                closed += u32::from(document.form == Form::ShiftClosing.code());
                if document.task.is_some() {
                    let age_s = document.settled_at.since_s(opened[&shift]);
                    assert!((0..=DAY_S).contains(&age_s), "{storage}: a receipt after {age_s} s of shift {shift:?}");
                }
            }
            assert_eq!((opened.len(), closed), (3, 2), "{storage}");
        }
    }

    async fn a_shift_without_receipts_is_closed_too(test: TestDb) {
        let stage = Stage::set(test).await;
        let sold = stage.sell("only", 2).await;
        stage.work_off(3).await;
        assert_eq!(shifts::close_due(&stage.app).await.unwrap().len(), 0);
        stage.clock.advance_s(i64::from(SHIFT_CLOSE_AFTER_S));
        let used = stage.sealed().await.values().filter(|documents| documents.len() > 1).count();
        assert_eq!(shifts::close_due(&stage.app).await.unwrap().len(), used);
        assert_eq!(shifts::close_due(&stage.app).await.unwrap().len(), 0);
        stage.assert_each_has_one_document(&sold).await;
    }
}
