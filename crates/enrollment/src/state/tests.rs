use std::fmt::Write;

use super::*;
use crate::answer::{Answer, Verdict};
use crate::request::{EnrollmentRoute, Request};
use crate::tariff_plan::{PlanCode, PlanCountry, TariffPlans};
use types::{LocalDateTime, TradePointId, UtcOffset};

const DAY_S: i64 = 86_400;

fn noon() -> Timestamp {
    Timestamp::parse_rfc3339("2026-11-22T07:00:00Z").unwrap()
}

fn office(code: &str) -> TaxOfficeCode {
    TaxOfficeCode::parse(code).unwrap()
}

fn place(trade_point: i64, tax_office: &str) -> Place {
    Place {
        trade_point: TradePointId::new(trade_point),
        tax_office: office(tax_office),
    }
}

fn number() -> KgdRegistrationNumber {
    KgdRegistrationNumber::parse("600400131197").unwrap()
}

fn application(id: i64) -> ApplicationId {
    ApplicationId::new(id)
}

fn facts() -> RegisterFacts {
    RegisterFacts {
        shift: ShiftFact::Closed,
        unsent_documents: 0,
        zone: UtcOffset::KAZAKHSTAN,
    }
}

fn signed(id: i64, request: Request) -> EnrollmentEvent {
    EnrollmentEvent::Signed {
        application: application(id),
        request,
        facts: facts(),
    }
}

fn answered(id: i64, answer: Answer) -> EnrollmentEvent {
    EnrollmentEvent::Answered {
        application: application(id),
        answer,
    }
}

fn enroll(route: EnrollmentRoute) -> Request {
    let place = place(1, "6004");
    Request::Enroll { route, place }
}

fn tariff() -> Request {
    choose(plan())
}

fn choose(plan: TariffPlan) -> Request {
    Request::ChooseTariff { plan: Box::new(plan) }
}

fn plan() -> TariffPlan {
    let plans = TariffPlans::shipped().unwrap();
    let code = PlanCode::parse("online-kkm").unwrap();
    let today = noon().to_local(UtcOffset::KAZAKHSTAN);
    plans.plan(PlanCountry::Kazakhstan, &code, today).unwrap().clone()
}

/// A plan whose last day is that of the tests' application, two months before the clock of the matrix.
fn ending() -> TariffPlan {
    let today = noon().to_local(UtcOffset::KAZAKHSTAN);
    TariffPlan {
        valid_to: Some(crate::document::day(today)),
        ..plan()
    }
}

fn deregister(reason: DeregistrationReason) -> Request {
    Request::Deregister { reason }
}

fn card() -> CardFacts {
    CardFacts {
        number: number(),
        enrolled_on: LocalDateTime::from_calendar(2026, 11, 20, 0, 0, 0).unwrap(),
    }
}

fn refused() -> Answer {
    Answer::Refused { reason: "no".into() }
}

/// The state after these events, a second apart.
fn after(events: &[EnrollmentEvent]) -> Enrollment {
    let mut state = Enrollment::draft();
    for (second, event) in (0..).zip(events) {
        let moved = state.on(event.clone(), noon().plus_s(second));
        state = moved
            .unwrap_or_else(|error| panic!("{event:?}: {error}"))
            .enrollment;
    }
    state
}

fn enrolled() -> Vec<EnrollmentEvent> {
    vec![
        signed(1, enroll(EnrollmentRoute::Online)),
        answered(1, Answer::Numbered { number: number() }),
    ]
}

fn with(mut events: Vec<EnrollmentEvent>, more: &[EnrollmentEvent]) -> Enrollment {
    events.extend_from_slice(more);
    after(&events)
}

/// Every state, some of them with different facts. The clock of the matrix is two months later.
fn states() -> Vec<(&'static str, Enrollment)> {
    let served = || with(enrolled(), &[signed(2, tariff())]);
    let paused = || {
        let state = with(enrolled(), &[signed(2, tariff()), signed(3, Request::Suspend)]);
        let later = noon().plus_s(30 * DAY_S);
        state.on(EnrollmentEvent::TimePassed, later).unwrap().enrollment
    };
    let moving = Request::ReEnroll {
        target: place(2, "6004"),
    };
    let reason = DeregistrationReason::CessationOfActivity;
    vec![
        ("draft", after(&[])),
        ("submitted", after(&[signed(9, enroll(EnrollmentRoute::Online))])),
        (
            "awaiting number",
            after(&[signed(9, enroll(EnrollmentRoute::ByCard))]),
        ),
        (
            "under review",
            after(&[
                signed(9, enroll(EnrollmentRoute::ByCard)),
                EnrollmentEvent::CardUploaded { card: card() },
            ]),
        ),
        ("enrolled, no tariff", with(enrolled(), &[])),
        ("enrolled, tariff", served()),
        (
            "enrolled, suspension ordered",
            with(enrolled(), &[signed(2, tariff()), signed(3, Request::Suspend)]),
        ),
        ("suspended", paused()),
        (
            "re-enrollment submitted",
            served().on(signed(9, moving), noon()).unwrap().enrollment,
        ),
        (
            "deregistration submitted",
            with(enrolled(), &[signed(9, deregister(reason))]),
        ),
        (
            "deregistered",
            with(
                enrolled(),
                &[signed(9, deregister(reason)), answered(9, Answer::Accepted)],
            ),
        ),
        (
            "written off",
            with(
                enrolled(),
                &[
                    signed(9, deregister(reason)),
                    answered(9, Answer::Accepted),
                    signed(
                        10,
                        Request::WriteOff {
                            reason: WriteOffReason::WornOut,
                        },
                    ),
                ],
            ),
        ),
    ]
}

/// Every event, some of them with different facts.
fn events() -> Vec<(&'static str, EnrollmentEvent)> {
    let open = RegisterFacts {
        shift: ShiftFact::Open { since: noon() },
        unsent_documents: 3,
        ..facts()
    };
    let guarded = |request| EnrollmentEvent::Signed {
        application: application(20),
        request,
        facts: open,
    };
    let cessation = DeregistrationReason::CessationOfActivity;
    let moving = |trade_point, office| Request::ReEnroll {
        target: place(trade_point, office),
    };
    let mut events = vec![
        ("sign enrollment", signed(20, enroll(EnrollmentRoute::Online))),
        (
            "sign enrollment by card",
            signed(20, enroll(EnrollmentRoute::ByCard)),
        ),
        ("sign re-enrollment", signed(20, moving(2, "6004"))),
        ("sign re-enrollment, shift open", guarded(moving(2, "6004"))),
        (
            "sign re-enrollment to another office",
            signed(20, moving(3, "6007")),
        ),
        (
            "sign re-enrollment to the same point",
            signed(20, moving(1, "6004")),
        ),
        ("sign deregistration", signed(20, deregister(cessation))),
        (
            "sign deregistration, shift open, 3 unsent",
            guarded(deregister(cessation)),
        ),
        (
            "sign deregistration after theft, shift open, 3 unsent",
            guarded(deregister(DeregistrationReason::TheftOrLoss)),
        ),
        (
            "sign write-off",
            signed(
                20,
                Request::WriteOff {
                    reason: WriteOffReason::Disposed,
                },
            ),
        ),
        ("sign choice of a tariff", signed(20, tariff())),
        ("sign choice of a tariff that ended", signed(20, choose(ending()))),
        (
            "sign cancellation of the tariff",
            signed(20, Request::CancelTariff),
        ),
        ("sign suspension", signed(20, Request::Suspend)),
    ];
    events.extend(outside_events());
    events
}

fn outside_events() -> Vec<(&'static str, EnrollmentEvent)> {
    let reviewed = |verdict| EnrollmentEvent::Reviewed { verdict };
    let because = || "no".to_owned();
    vec![
        ("answer: taken", answered(9, Answer::Taken)),
        (
            "answer: number",
            answered(9, Answer::Numbered { number: number() }),
        ),
        ("answer: accepted", answered(9, Answer::Accepted)),
        ("answer: refused", answered(9, refused())),
        ("answer to another application", answered(8, refused())),
        ("card uploaded", EnrollmentEvent::CardUploaded { card: card() }),
        ("review: approved", reviewed(Verdict::Approved)),
        (
            "review: returned",
            reviewed(Verdict::Returned { reason: because() }),
        ),
        (
            "review: rejected",
            reviewed(Verdict::Rejected { reason: because() }),
        ),
        ("token wanted", EnrollmentEvent::TokenIssued),
        ("fiscal transaction", EnrollmentEvent::FiscalTransaction),
        ("time passed", EnrollmentEvent::TimePassed),
    ]
}

fn effect_name(effect: &Effect) -> &'static str {
    match effect {
        Effect::SendToTaxAuthority { .. } => "send to tax authority",
        Effect::Enrolled { .. } => "allot id",
        Effect::Relocated { .. } => "relocate",
        Effect::Deregistered => "kill token",
        Effect::TariffChosen { .. } => "begin service",
        Effect::TariffCancelled { .. } => "end service",
        Effect::Suspended { .. } => "pause charging",
        Effect::Resumed { .. } => "resume charging",
        Effect::TokenDue => "draw token",
        Effect::WrittenOff => "unlist",
    }
}

fn cell(state: &Enrollment, event: &EnrollmentEvent, now: Timestamp) -> String {
    match state.clone().on(event.clone(), now) {
        Err(EnrollmentError::WrongState { .. }) => "–".to_owned(),
        Err(error) => format!("✗ {error}"),
        Ok(moved) => {
            let same = if moved.enrollment == *state { "=" } else { "" };
            let mut text = format!("→ {same}{}", moved.enrollment.kind());
            if moved.enrollment.refusal().is_some() {
                text.push_str(" with refusal");
            }
            for effect in &moved.effects {
                write!(text, ", {}", effect_name(effect)).unwrap();
            }
            text
        }
    }
}

#[test]
fn every_state_meets_every_event_as_the_matrix_says() {
    let mut table = String::from(
        "# Kazakh register: every state and every event\n\n\
         `→` is the next state (`=` when nothing changed at all) with what follows; `✗` is why nothing \
         happens; `–` is what does not happen in this state.\n",
    );
    let now = noon().plus_s(60 * DAY_S);
    for (name, state) in states() {
        write!(table, "\n## {name}\n\n| event | outcome |\n|---|---|\n").unwrap();
        for (event_name, event) in events() {
            writeln!(table, "| {event_name} | {} |", cell(&state, &event, now)).unwrap();
        }
    }
    crate::golden::compare("enrollment.md", &table);
}

#[test]
fn the_matrix_has_every_state() {
    let kinds: std::collections::BTreeSet<_> = states().iter().map(|(_, state)| state.kind()).collect();
    assert_eq!(kinds.len(), StateKind::ALL.len());
    for kind in StateKind::ALL {
        assert_eq!(StateKind::from_code(kind.code()), Some(kind));
    }
}

#[test]
fn every_state_survives_storage() {
    for (name, state) in states() {
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(
            serde_json::from_str::<Enrollment>(&json).unwrap(),
            state,
            "{name}"
        );
    }
}

#[test]
fn deregistration_names_all_three_guards_at_once() {
    let facts = RegisterFacts {
        shift: ShiftFact::Open { since: noon() },
        unsent_documents: 2,
        ..facts()
    };
    let event = EnrollmentEvent::Signed {
        application: application(5),
        request: deregister(DeregistrationReason::TechnicalFailure),
        facts,
    };
    let served = with(enrolled(), &[signed(2, tariff())]);
    assert_eq!(
        served.on(event, noon()),
        Err(EnrollmentError::Guarded(vec![
            Guard::ShiftOpen { since: noon() },
            Guard::UnsentDocuments { count: 2 },
            Guard::TariffActive,
        ]))
    );
}

#[test]
fn a_stolen_register_is_deregistered_without_closing_its_shift() {
    let event = EnrollmentEvent::Signed {
        application: application(5),
        request: deregister(DeregistrationReason::TheftOrLoss),
        facts: RegisterFacts {
            shift: ShiftFact::Open { since: noon() },
            unsent_documents: 2,
            ..facts()
        },
    };
    let moved = with(enrolled(), &[]).on(event, noon()).unwrap();
    assert_eq!(moved.enrollment.kind(), StateKind::DeregistrationSubmitted);
}

#[test]
fn re_enrollment_keeps_the_number_and_changes_the_place_alone() {
    let before = with(enrolled(), &[signed(2, tariff())]);
    let moving = Request::ReEnroll {
        target: place(2, "6004"),
    };
    let unsent = RegisterFacts {
        unsent_documents: 7,
        ..facts()
    };
    let event = EnrollmentEvent::Signed {
        application: application(5),
        request: moving,
        facts: unsent,
    };
    let pending = before.clone().on(event, noon()).unwrap().enrollment;
    assert_eq!(pending.number(), before.number());
    assert_eq!(pending.registered().unwrap().place, place(1, "6004"));
    let moved = pending.on(answered(5, Answer::Accepted), noon()).unwrap();
    let mut expected = before.registered().unwrap().clone();
    expected.place = place(2, "6004");
    assert_eq!(moved.enrollment.registered(), Some(&expected));
}

/// The order is given in November: the service pauses with December, and the first receipt resumes it.
#[test]
fn suspension_begins_with_the_month_and_ends_with_the_first_fiscal_transaction() {
    let ordered = with(enrolled(), &[signed(2, tariff()), signed(3, Request::Suspend)]);
    let first = Timestamp::parse_rfc3339("2026-11-30T19:00:00Z").unwrap();
    let early = ordered
        .clone()
        .on(EnrollmentEvent::FiscalTransaction, first.plus_s(-1))
        .unwrap();
    assert_eq!(
        early.enrollment, ordered,
        "a receipt before the day changes nothing"
    );
    let waiting = ordered
        .clone()
        .on(EnrollmentEvent::TimePassed, first.plus_s(-1))
        .unwrap();
    assert_eq!(waiting.enrollment, ordered);

    let paused = ordered
        .clone()
        .on(EnrollmentEvent::TimePassed, first.plus_s(5))
        .unwrap();
    assert_eq!(paused.effects, [Effect::Suspended { from: first }]);
    let at = first.plus_s(DAY_S);
    let resumed = paused
        .enrollment
        .on(EnrollmentEvent::FiscalTransaction, at)
        .unwrap();
    assert_eq!(resumed.effects, [Effect::Resumed { at }]);
    assert_eq!(resumed.enrollment, with(enrolled(), &[signed(2, tariff())]));

    // The receipt came before the clock's own event was handled: both effects, in order.
    let late = ordered.on(EnrollmentEvent::FiscalTransaction, at).unwrap();
    assert_eq!(
        late.effects,
        [Effect::Suspended { from: first }, Effect::Resumed { at }]
    );
}

#[test]
fn a_register_that_moves_goes_on_working() {
    let moving = Request::ReEnroll {
        target: place(2, "6004"),
    };
    let events = [
        signed(2, tariff()),
        signed(3, Request::Suspend),
        signed(4, moving),
    ];
    let pending = with(enrolled(), &events);
    let first = Timestamp::parse_rfc3339("2026-11-30T19:00:00Z").unwrap();
    let paused = pending.on(EnrollmentEvent::TimePassed, first).unwrap().enrollment;
    assert_eq!(paused.kind(), StateKind::ReEnrollmentSubmitted);
    let answered = paused.on(answered(4, refused()), first).unwrap().enrollment;
    assert_eq!(answered.kind(), StateKind::Suspended);
    assert_eq!(answered.refusal().unwrap().reason, "no");
}

#[test]
fn cancelling_the_tariff_makes_choice_and_deregistration_possible_again() {
    let served = with(enrolled(), &[signed(2, tariff())]);
    let choose = served.clone().on(signed(3, tariff()), noon());
    assert_eq!(
        choose,
        Err(EnrollmentError::TariffActive {
            plan: Box::new(plan())
        })
    );
    let free = served
        .on(signed(3, Request::CancelTariff), noon())
        .unwrap()
        .enrollment;
    assert!(free.clone().on(signed(4, tariff()), noon()).is_ok());
    let reason = DeregistrationReason::ModelExcluded;
    assert!(free.on(signed(4, deregister(reason)), noon()).is_ok());
}

/// The application is signed on the last day of the plan, or a day too late; a plan of another country is none.
#[test]
fn a_plan_is_chosen_only_while_it_is_offered() {
    let free = || with(enrolled(), &[]);
    let midnight = Timestamp::parse_rfc3339("2026-11-22T19:00:00Z").unwrap();
    assert!(
        free()
            .on(signed(2, choose(ending())), midnight.plus_s(-1))
            .is_ok()
    );
    let late = free().on(signed(2, choose(ending())), midnight);
    let refused = |plan| Err(EnrollmentError::TariffNotOffered { plan: Box::new(plan) });
    assert_eq!(late, refused(ending()));
    let foreign = TariffPlan {
        country: PlanCountry::Russia,
        ..plan()
    };
    let chosen = free().on(signed(2, choose(foreign.clone())), noon());
    assert_eq!(chosen, refused(foreign));
}

#[test]
fn a_refused_enrollment_can_be_tried_again_with_the_same_number() {
    let returned = after(&[
        signed(1, enroll(EnrollmentRoute::ByCard)),
        EnrollmentEvent::CardUploaded { card: card() },
        EnrollmentEvent::Reviewed {
            verdict: Verdict::Rejected {
                reason: "the photo is blurred".into(),
            },
        },
        signed(2, enroll(EnrollmentRoute::ByCard)),
        EnrollmentEvent::CardUploaded { card: card() },
        EnrollmentEvent::Reviewed {
            verdict: Verdict::Approved,
        },
    ]);
    let registered = returned.registered().unwrap();
    assert_eq!(
        registered.enrolled_at,
        card().enrolled_on.at(UtcOffset::KAZAKHSTAN),
        "the day of the card"
    );
    assert_eq!(returned.number(), Some(&number()));
    assert_eq!(returned.refusal(), None);
}
