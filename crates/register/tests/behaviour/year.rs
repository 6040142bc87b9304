//! A year of a busy register under a virtual clock.

use ofd_ru::{Elements, FfdVersion, Form, tags};
use receipt::Operation;
use register::{
    Counters, Event, ReceiptForm, RegisterCommand, ShiftPolicy, StorageProfile, ValidityModel,
    VirtualRegister, Warning,
};

use crate::support::{Desk, at, read, receipt, registration};

const DAYS: i64 = 365;
const RECEIPTS_A_DAY: i64 = 12;
/// The operator cannot be reached on these days.
const OUTAGE: std::ops::Range<i64> = 100..105;

#[test]
fn a_year_of_sales_leaves_no_gap_and_a_small_state() {
    let mut desk = Desk::new(FfdVersion::V1_2);
    let policy = ShiftPolicy::default();
    for day in 0..DAYS {
        for hour in 0..RECEIPTS_A_DAY {
            let now = at(day, 60 * hour + 7);
            let operation = if hour == 5 {
                Operation::SellReturn
            } else {
                Operation::Sell
            };
            let total = u64::try_from(1000 + day * 10 + hour).unwrap();
            let body = receipt(desk.ffd(), ReceiptForm::Receipt, operation, total, now);
            let keys = desk.keys.clone();
            let batch = desk.register.seal_batch(vec![body], &policy, now, &keys);
            assert!(batch.outcomes[0].is_ok(), "day {day}: {:?}", batch.outcomes);
            let events: Vec<Event> = batch.documents.into_iter().map(Event::DocumentSealed).collect();
            desk.keep(&events);
        }
        if !OUTAGE.contains(&day) {
            desk.confirm_all(at(day, 60 * 13));
        }
        if day % 30 == 0 {
            let json = serde_json::to_string(&desk.register).unwrap();
            assert!(
                json.len() < 6 * 1024,
                "state of {} bytes on day {day}",
                json.len()
            );
            assert_eq!(
                serde_json::from_str::<VirtualRegister>(&json).unwrap(),
                desk.register
            );
        }
    }
    for (index, document) in desk.sealed.iter().enumerate() {
        assert_eq!(document.number.get() as usize, index + 1);
    }
    let documents: Vec<_> = desk.sealed.iter().map(read).collect();
    let record = desk.register.storage().record().unwrap();
    assert_eq!(Counters::fold(&documents).as_ref(), Ok(&record.totals));
    assert_eq!(i64::from(record.totals.receipts()), DAYS * RECEIPTS_A_DAY);
    let openings = desk
        .sealed
        .iter()
        .filter(|document| document.form == Form::ShiftOpening)
        .count();
    assert_eq!(openings, 365, "a shift a day, renewed before its 24 hours");
    let told_outage = documents
        .iter()
        .filter(|document| document.body().uint(tags::OFD_ANSWER_OVERDUE) == Some(1))
        .count();
    assert!(told_outage > 0, "reports during the outage say so");
}

#[test]
fn warnings_come_with_the_days_and_the_documents() {
    let profile = StorageProfile {
        model: ValidityModel::Months15,
        capacity: 20,
        ..StorageProfile::default()
    };
    let mut desk = Desk::with(registration(FfdVersion::V1_2), profile, at(0, 0));
    desk.confirm_all(at(0, 0));
    let warnings = |desk: &Desk, days, minutes| {
        desk.register
            .storage()
            .warnings(at(days, minutes))
            .iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(warnings(&desk, 439, 0), []);
    assert_eq!(warnings(&desk, 439, 1), [Warning::NearlyExhausted]);
    assert_eq!(
        warnings(&desk, 466, 1),
        [Warning::UrgentReplacement, Warning::NearlyExhausted]
    );
    let last = [
        Warning::UrgentReplacement,
        Warning::NearlyExhausted,
        Warning::CriticalFailure,
    ];
    assert_eq!(warnings(&desk, 470, 0), last);
    for minute in 0..16 {
        desk.handle(RegisterCommand::ReportStatus, at(0, minute)).unwrap();
        desk.confirm_all(at(0, minute));
    }
    assert_eq!(warnings(&desk, 0, 60), []);
    desk.handle(RegisterCommand::ReportStatus, at(0, 60)).unwrap();
    assert_eq!(warnings(&desk, 0, 60), [Warning::MemoryNearlyFull]);
    assert_eq!(
        warnings(&desk, 2, 60),
        [Warning::MemoryNearlyFull, Warning::OfdOverdue]
    );
    assert_eq!(desk.register.storage().warnings(at(2, 60)).mask(), 0b0000_1100);
}
