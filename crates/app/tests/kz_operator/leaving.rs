//! What keeps a register on the books, and how a card from the tax office puts it there.

use app::enrollment::application::Wish;
use app::enrollment::{EnrollmentEffect, EnrollmentFailure, card, view};
use enrollment::{
    ApplicationState, CardFacts, CardScan, DeregistrationReason, EnrollmentError, EnrollmentRoute, FieldName,
    Guard, KgdRegistrationNumber, Request as Applied, StateKind, Verdict,
};
use ofd_kz::session::IncomingMessage;
use ofd_kz::{KnownResult, Version, payload};
use receipt::kz::Operation;
use register_kz::{CashMovementKind, Issue, Outage, Request, ShiftNumber, ShiftReport};
use testkit::TestDb;
use translate::kz::request_to_message;
use translate::kz::service::RegisterFacts;
use types::LocalDateTime;

use crate::enrolled::{Owner, enrolled};
use crate::register::{REGISTRATION_NUMBER, Stage, assert_result, read, taken_apart};

/// The register's own Z report after so many sales of ten tenge.
async fn own_report(stage: &Stage, device: u32, sales: u32) -> ShiftReport {
    let found = app::kz_ofd::register(&stage.app, None, device).await;
    let mut report = found.unwrap().unwrap().books.x_report(stage.now());
    report.kind = register_kz::ReportKind::Z;
    report.closed_at = Some(stage.now());
    report.counters.shift.receipts.of_mut(Operation::Sell).count = sales;
    report
}

/// A request that tells an outage.
async fn told(stage: &mut Stage, began: LocalDateTime) {
    let facts = RegisterFacts {
        outage: Some(Outage {
            began,
            ended: stage.now(),
        }),
        ..RegisterFacts::default()
    };
    let message = request_to_message(&Request::System, &facts, Version::V203, stage.now()).unwrap();
    let bytes = payload::encode_request(&stage.header, &message).unwrap();
    let (header, payload) = taken_apart(&bytes);
    let answer = stage
        .exchange(IncomingMessage {
            header,
            body: payload,
        })
        .await;
    let (header, response) = read(&answer);
    assert_result(&response, KnownResult::Ok);
    stage.header.token = header.token;
    stage.header.request_number += 1;
}

/// What stands in the way of a deregistration.
async fn guards(owner: &Owner) -> Vec<Guard> {
    let reason = DeregistrationReason::CessationOfActivity;
    match owner.sign(Wish::Other(Applied::Deregister { reason })).await {
        Ok(_) => Vec::new(),
        Err(EnrollmentFailure::Refused(EnrollmentError::Guarded(guards))) => guards,
        Err(other) => panic!("{other}"),
    }
}

fn facts(number: &str, day: i8) -> CardFacts {
    CardFacts {
        number: KgdRegistrationNumber::parse(number).unwrap(),
        enrolled_on: LocalDateTime::from_calendar(2026, 11, day, 0, 0, 0).unwrap(),
    }
}

fn scan() -> CardScan {
    CardScan::parse(b"%PDF-1.7 card".to_vec()).unwrap()
}

testkit::on_both_engines! {
    async fn documents_that_the_register_counted_and_nobody_got_keep_it_on_the_books(test: TestDb) {
        let (mut stage, owner) = enrolled(test).await;
        let device = stage.header.device_id;
        assert_result(&{ let sale = stage.receipt(Operation::Sell, "10.00"); stage.send(sale).await }, KnownResult::Ok);
        let mut late = stage.autonomous(1001, "10.00");
        stage.clock.advance_s(60);
        let own = own_report(&stage, device, 2).await;
        let closing = stage.closing(Some(own));
        assert_result(&stage.send(closing).await, KnownResult::Ok);
        let tariff_on = Guard::TariffActive;
        assert_eq!(guards(&owner).await, [Guard::UnsentDocuments { count: 1 }, tariff_on]);

        stage.clock.advance_s(60);
        late.head.shift = None;
        assert_result(&stage.send(late).await, KnownResult::Ok);
        let mut closing = stage.closing(None);
        closing.head.shift = Some(ShiftNumber::new(2));
        assert_result(&stage.send(closing).await, KnownResult::Ok);
        assert_eq!(guards(&owner).await, [tariff_on], "what came late is not missing");
        owner.sign(Wish::Other(Applied::CancelTariff)).await.unwrap();
        assert_eq!(guards(&owner).await, []);
    }

    async fn an_outage_after_the_last_document_keeps_a_register_until_an_online_one_comes(test: TestDb) {
        let (mut stage, owner) = enrolled(test).await;
        let deposit = stage.movement(CashMovementKind::Deposit, "10.00");
        assert_result(&stage.send(deposit).await, KnownResult::Ok);
        stage.clock.advance_s(600);
        let began = stage.now();
        stage.clock.advance_s(600);
        told(&mut stage, began).await;
        let tariff_on = Guard::TariffActive;
        assert_eq!(guards(&owner).await, [Guard::UnsentDocuments { count: 1 }, tariff_on]);
        // Another outage is told by each request: the one before is over.
        let deposit = stage.movement(CashMovementKind::Deposit, "10.00");
        assert!(matches!(deposit.head.issue, Issue::Online));
        assert_result(&stage.send(deposit).await, KnownResult::Ok);
        told(&mut stage, began).await;
        assert_eq!(guards(&owner).await, [tariff_on], "an online document ends the queue");
    }

    async fn a_card_from_the_tax_office_is_reviewed_and_enrolls_the_register(test: TestDb) {
        let stage = Stage::set(test).await;
        let owner = Owner::with_draft(&stage.app).await;
        let (app, organization, register) = (&owner.app, owner.organization, owner.register);
        let upload = async |facts: &CardFacts| card::upload(app, organization, register, facts, scan()).await;
        let early = upload(&facts("600400131197", 20)).await;
        assert!(matches!(early, Err(EnrollmentFailure::Refused(EnrollmentError::WrongState { .. }))), "{early:?}");
        let id = owner.sign(Wish::Enroll(EnrollmentRoute::ByCard)).await.unwrap();
        assert_eq!(owner.state().await, StateKind::AwaitingNumber);
        let stands = async || view::application(app, organization, id).await.unwrap().stands.state();
        let future = upload(&facts("600400131197", 30)).await;
        assert!(matches!(future, Err(EnrollmentFailure::Fields(_))), "{future:?}");
        let taken = upload(&facts(REGISTRATION_NUMBER, 20)).await;
        assert!(matches!(taken, Err(EnrollmentFailure::RegistrationNumberTaken(_))), "{taken:?}");
        assert!(card::waiting(app, None, 10).await.unwrap().is_empty());

        let verdicts = [
            Verdict::Returned { reason: "не видно номера".to_owned() },
            Verdict::Approved,
        ];
        for verdict in verdicts {
            upload(&facts("600400131197", 20)).await.unwrap();
            let again = upload(&facts("600400131197", 20)).await;
            assert!(matches!(again, Err(EnrollmentFailure::Refused(_))), "{again:?}");
            assert_eq!(owner.state().await, StateKind::UnderReview);
            assert_eq!(stands().await, ApplicationState::Signed);
            let waiting = card::waiting(app, None, 10).await.unwrap();
            let [one] = waiting.as_slice() else { panic!("{waiting:?}") };
            assert_eq!(one.subject.register.serial_number.as_str(), "KTDE1123456789012");
            assert_eq!(card::scan(app, one.id).await.unwrap(), scan());
            let effects = card::review(app, one.id, &verdict, "1").await.unwrap();
            let twice = card::review(app, one.id, &verdict, "1").await;
            assert!(matches!(twice, Err(EnrollmentFailure::ChangedMeanwhile)), "{twice:?}");
            assert_eq!(matches!(effects.as_slice(), [EnrollmentEffect::Enrolled { .. }]), verdict == Verdict::Approved);
        }
        assert_eq!((owner.state().await, stands().await), (StateKind::Enrolled, ApplicationState::Completed));
        assert_eq!(card::own_scan(app, organization, register).await.unwrap(), scan());
        let document = card::document(app, organization, register).await.unwrap();
        assert_eq!(document.date.format("%d.%m.%Y"), "20.11.2026");
        assert!(document.field(FieldName::RegistrationNumber).is_some());
    }

    async fn a_rejected_card_ends_the_application(test: TestDb) {
        let stage = Stage::set(test).await;
        let owner = Owner::with_draft(&stage.app).await;
        let (app, organization, register) = (&owner.app, owner.organization, owner.register);
        let absent = card::document(app, organization, register).await;
        assert!(matches!(absent, Err(EnrollmentFailure::Absent("card"))), "{absent:?}");
        let id = owner.sign(Wish::Enroll(EnrollmentRoute::ByCard)).await.unwrap();
        card::upload(app, organization, register, &facts("600400131197", 20), scan()).await.unwrap();
        let waiting = card::waiting(app, None, 10).await.unwrap();
        let verdict = Verdict::Rejected { reason: "чужая карточка".to_owned() };
        card::review(app, waiting[0].id, &verdict, "1").await.unwrap();
        assert_eq!(owner.state().await, StateKind::Draft);
        let stands = view::application(app, organization, id).await.unwrap().stands;
        assert_eq!(stands.state(), ApplicationState::Refused);
        owner.sign(Wish::Enroll(EnrollmentRoute::Online)).await.unwrap();
    }
}
