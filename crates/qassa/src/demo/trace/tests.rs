use store::tasks::TaskRow;
use types::{Money, OrganizationId, QueueId, ShopId, TaskId, Timestamp};

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_micros(0).plus_s(second)
}

fn step(second: i64, step: Step, detail: Option<&str>) -> TimelineStep {
    TimelineStep {
        at: at(second),
        step,
        register: Some(RegisterId::new(2)),
        detail: detail.map(str::to_owned),
    }
}

fn unready(second: i64, words: &str) -> TimelineStep {
    step(second, Step::Event("register_unready".into()), Some(words))
}

fn task(state: TaskState) -> TaskRow {
    TaskRow {
        id: TaskId::new(7),
        uuid: "0190".into(),
        organization: OrganizationId::new(1),
        shop: ShopId::new(1),
        queue: QueueId::new(1),
        external_id: "order-7".into(),
        external_id_spelling: "text".into(),
        door: "v2".into(),
        intent: "sell".into(),
        content_hash: Vec::new(),
        body: Vec::new(),
        receipt: "{}".into(),
        total: Money::from_minor(100),
        buyer_email: None,
        callback_url: None,
        accepted_at: at(1),
        state,
        attempt: 1,
        register: Some(RegisterId::new(2)),
        leased_at: Some(at(5)),
        sealing_at: None,
        finished_at: None,
        error_description: None,
        document: None,
    }
}

fn detail(task: TaskRow, more: Vec<TimelineStep>) -> TaskDetail {
    let mut timeline = vec![step(1, Step::Accepted, None)];
    timeline.extend(more);
    TaskDetail {
        task,
        timeline,
        messages: Vec::new(),
        document: None,
    }
}

fn names() -> RegisterNames {
    RegisterNames::from([(RegisterId::new(2), "Касса 2".to_owned())])
}

fn happenings(trace: &TaskTrace) -> Vec<&Happening> {
    trace.steps.iter().map(|step| &step.happening).collect()
}

#[test]
fn a_task_that_registers_gave_back_says_why_it_waits_and_since_when() {
    let more = vec![
        unready(2, "no memory"),
        step(3, Step::Leased, None),
        unready(4, "the clock is wrong"),
    ];
    let trace = trace(&detail(task(TaskState::New), more), &names());
    assert_eq!(trace.outcome, TaskOutcome::Waiting);
    let expected = HoldUp {
        reason: HoldUpReason::RegisterUnready,
        since: at(2),
        register: Some("Касса 2".into()),
        words: Some("the clock is wrong".into()),
    };
    assert_eq!(trace.hold_up, Some(expected));
}

#[test]
fn a_retry_begins_the_waiting_anew() {
    let retried = step(9, Step::Event("retried".into()), None);
    let fresh = detail(
        task(TaskState::New),
        vec![unready(2, "no memory"), retried.clone()],
    );
    let hold_up = trace(&fresh, &names()).hold_up.unwrap();
    assert_eq!((hold_up.reason, hold_up.since), (HoldUpReason::Queued, at(9)));
    let again = detail(
        task(TaskState::New),
        vec![unready(2, "no memory"), retried, unready(11, "no memory")],
    );
    let hold_up = trace(&again, &names()).hold_up.unwrap();
    assert_eq!(
        (hold_up.reason, hold_up.since),
        (HoldUpReason::RegisterUnready, at(11))
    );
}

#[test]
fn a_task_at_a_register_says_at_which() {
    let trace = trace(&detail(task(TaskState::Processing), Vec::new()), &names());
    let hold_up = trace.hold_up.unwrap();
    assert_eq!((hold_up.reason, hold_up.since), (HoldUpReason::AtRegister, at(5)));
    assert_eq!(hold_up.register.as_deref(), Some("Касса 2"));
    assert_eq!(trace.outcome, TaskOutcome::Running);
}

#[test]
fn a_failed_task_shows_its_reason_and_every_event_and_nothing_ahead() {
    let mut failed = task(TaskState::Error);
    failed.error_description = Some("no such rate".into());
    failed.buyer_email = Some("buyer@example.com".into());
    failed.callback_url = Some("http://127.0.0.1:9".into());
    let more = vec![
        unready(2, "no memory"),
        step(3, Step::Failed, Some("no such rate")),
        step(4, Step::Event("late_report".into()), None),
    ];
    let trace = trace(&detail(failed, more), &names());
    assert_eq!(
        happenings(&trace),
        [
            &Happening::Stage(Stage::Accepted),
            &Happening::Stage(Stage::Queued),
            &Happening::Event("register_unready".into()),
            &Happening::Failed,
            &Happening::Event("late_report".into()),
        ]
    );
    assert_eq!(trace.failure.as_deref(), Some("no such rate"));
    assert_eq!((trace.outcome, trace.hold_up), (TaskOutcome::Failed, None));
    assert_eq!(trace.ahead, []);
}

#[test]
fn repeated_words_of_a_register_are_shown_at_first_and_at_last_and_before_the_end() {
    let more = vec![
        step(5, Step::Failed, Some("given up")),
        unready(2, "no memory"),
        unready(3, "no memory"),
        unready(4, "no memory"),
        unready(5, "no memory"),
    ];
    let trace = trace(&detail(task(TaskState::Error), more), &names());
    let moments: Vec<_> = trace.steps.iter().map(|step| step.at).collect();
    assert_eq!(moments, [at(1), at(1), at(2), at(5), at(5)]);
    assert_eq!(happenings(&trace).last(), Some(&&Happening::Failed));
}

#[test]
fn a_canceled_task_says_so_once() {
    let more = vec![
        step(3, Step::Canceled, None),
        step(3, Step::Event("canceled".into()), None),
    ];
    let trace = trace(&detail(task(TaskState::Canceled), more), &names());
    assert_eq!(trace.outcome, TaskOutcome::Canceled);
    let canceled = happenings(&trace)
        .into_iter()
        .filter(|one| **one == Happening::Canceled);
    assert_eq!(canceled.count(), 1);
    assert_eq!(trace.steps.len(), 3);
}

#[test]
fn only_what_the_receipt_has_use_for_is_ahead() {
    let bare = trace(&detail(task(TaskState::New), Vec::new()), &names());
    assert_eq!(
        bare.ahead,
        [
            Stage::Leased,
            Stage::Sealed,
            Stage::OperatorConfirmed,
            Stage::TaxAuthorityAccepted
        ]
    );
    let mut full = task(TaskState::New);
    full.buyer_email = Some("buyer@example.com".into());
    full.callback_url = Some("http://127.0.0.1:9".into());
    let full = trace(&detail(full, Vec::new()), &names());
    assert!(full.ahead.ends_with(&[Stage::MailSent, Stage::CallbackDelivered]));
    let refused = vec![
        step(3, Step::Sealed, None),
        step(4, Step::TaxAuthorityRefused, None),
    ];
    let refused = trace(&detail(task(TaskState::Done), refused), &names());
    assert!(!refused.ahead.contains(&Stage::TaxAuthorityAccepted));
    assert!(!refused.ahead.contains(&Stage::Sealed));
}
