//! A Russian register from its draft to the end, on both engines.

use app::App;
use app::context::{Settings, Unverified};
use app::enrollment::EnrollmentFailure;
use app::enrollment::russian::{self, RussianAnswer, RussianRequest};
use app::enrollment::waiting::{self, WaitingKind, What};
use app::kz_ofd::KzSettings;
use enrollment::russian::{
    DocumentDestination, RegisterParticulars, ReportFacts, RussianDeregistrationReason,
    RussianEnrollmentError, RussianReRegistrationReasons, RussianStateKind, RussianTaxpayer,
    StorageParticulars,
};
use enrollment::{ApplicationState, FieldName};
use ofd_kz::VersionPolicy;
use std::sync::Arc;
use store::organizations::{self, NewOrganization};
use testkit::{START, TestDb};
use types::{
    ApplicationId, FiscalStorageNumber, Inn, LocalDateTime, ManualClock, Ogrn, OrganizationId, RegisterId,
    RegistrationNumber, SeededRng, SerialNumber, UtcOffset,
};

fn app(test: &TestDb) -> App {
    let settings = Settings {
        public_url: "http://localhost".to_owned(),
        ofd_inn: inn(),
        ofd_name: "Qassa".to_owned(),
        guest_prefix: String::new(),
        unverified: Unverified::Refused,
        waiting_tasks_max: 10,
        lease_s: 10,
        attempts_max: 3,
        give_up_after_s: 86_400,
        shift_close_after_s: 86_400,
        offset: UtcOffset::MOSCOW,
        kz: KzSettings {
            sign_key: None,
            consumer_url: "http://localhost".to_owned(),
            ofd_name: "Qassa".to_owned(),
            versions: VersionPolicy::Published,
            ..KzSettings::unconfigured()
        },
    };
    let clock = Arc::new(ManualClock::new(START));
    App::new(test.db.clone(), clock, Arc::new(SeededRng::new(1)), settings)
}

fn inn() -> Inn {
    Inn::parse("7700000009").unwrap()
}

fn taxpayer() -> RussianTaxpayer {
    let ogrn = (0..10).find_map(|digit| Ogrn::parse(&format!("119990000000{digit}")).ok());
    RussianTaxpayer {
        name: "ООО «Пример»".to_owned(),
        inn: inn(),
        ogrn: ogrn.unwrap(),
        kpp: None,
    }
}

fn serial() -> SerialNumber {
    SerialNumber::parse("00000000000000000042").unwrap()
}

fn particulars(address: &str, storage: &str) -> RegisterParticulars {
    RegisterParticulars {
        model: "Виртуальная касса".to_owned(),
        serial_number: serial(),
        storage: StorageParticulars {
            model: "Эмулятор ФН".to_owned(),
            number: FiscalStorageNumber::parse(storage).unwrap(),
        },
        address: address.to_owned(),
        place: "https://shop.example".to_owned(),
        usage: Vec::new(),
        destination: DocumentDestination::Ofd {
            name: "Qassa".to_owned(),
            inn: inn(),
        },
    }
}

const OLD: &str = "9999078900000001";
const NEW: &str = "9999078900000002";

fn at(day: i8) -> LocalDateTime {
    LocalDateTime::from_calendar(2026, 11, day, 12, 0, 0).unwrap()
}

fn report(document_number: u32) -> ReportFacts {
    ReportFacts {
        document_number,
        fiscal_sign: 1_234_567_890,
        made_at: at(20),
    }
}

struct Owner {
    app: App,
    organization: OrganizationId,
    register: RegisterId,
}

impl Owner {
    async fn with_draft(test: &TestDb) -> Self {
        let app = app(test);
        let organization = app.db().write("organization", |tx| {
            let new = NewOrganization {
                inn: inn().as_str().to_owned(),
                kpp: None,
                name: "ООО «Пример»".to_owned(),
            };
            organizations::create(tx, &new, START)
        });
        let organization = organization.await.unwrap();
        let register = russian::draft(&app, organization, "Касса 1", &taxpayer())
            .await
            .unwrap();
        Self {
            app,
            organization,
            register,
        }
    }

    async fn sign(&self, request: RussianRequest) -> Result<ApplicationId, EnrollmentFailure> {
        let id = russian::prepare(&self.app, self.organization, self.register, &request).await?;
        let hash = russian::application(&self.app, self.organization, id)
            .await?
            .document
            .hash();
        russian::sign(&self.app, self.organization, id, hash, "1C").await?;
        Ok(id)
    }

    async fn answer(&self, answer: RussianAnswer) -> Result<(), EnrollmentFailure> {
        russian::answered(&self.app, self.organization, self.register, answer).await
    }

    async fn state(&self) -> RussianStateKind {
        let view = russian::register(&self.app, self.organization, self.register)
            .await
            .unwrap();
        view.state.kind()
    }

    async fn stands(&self, id: ApplicationId) -> ApplicationState {
        let view = russian::application(&self.app, self.organization, id)
            .await
            .unwrap();
        view.stands.state()
    }

    async fn registered(&self) {
        let particulars = particulars("101000, г. Москва, ул. Первая, 1", OLD);
        self.sign(RussianRequest::Registration { particulars })
            .await
            .unwrap();
        let number = RegistrationNumber::compute(1, &inn(), &serial());
        self.answer(RussianAnswer::Number { number, at: at(20) })
            .await
            .unwrap();
        russian::report_made(&self.app, self.organization, self.register, report(1))
            .await
            .unwrap();
        self.answer(RussianAnswer::Card {
            registered_on: at(23),
        })
        .await
        .unwrap();
    }
}

testkit::on_both_engines! {
    async fn the_sandbox_answers_whatever_the_tax_service_was_asked(test: TestDb) {
        let owner = Owner::with_draft(&test).await;
        let by_hand = async |refusal: Option<&str>| {
            let refusal = refusal.map(str::to_owned);
            russian::answer_by_hand(&owner.app, owner.organization, owner.register, refusal).await
        };
        let idle = by_hand(None).await;
        assert!(matches!(idle, Err(EnrollmentFailure::Russian(RussianEnrollmentError::WrongState { .. }))), "{idle:?}");
        let registration = || RussianRequest::Registration { particulars: particulars("101000, г. Москва", OLD) };
        let refused = owner.sign(registration()).await.unwrap();
        by_hand(Some("адрес")).await.unwrap();
        assert_eq!((owner.state().await, owner.stands(refused).await), (RussianStateKind::Draft, ApplicationState::Refused));
        let id = owner.sign(registration()).await.unwrap();
        let answer = async |id, refusal| russian::answer_application_by_hand(&owner.app, owner.organization, id, refusal).await;
        let done = answer(refused, None).await;
        assert!(matches!(done, Err(EnrollmentFailure::Application(_))), "{done:?}");
        answer(id, None).await.unwrap();
        assert_eq!((owner.state().await, owner.stands(id).await), (RussianStateKind::NumberAssigned, ApplicationState::Completed));
        let view = russian::register(&owner.app, owner.organization, owner.register).await.unwrap();
        let number = RegistrationNumber::parse(&view.registration_number.unwrap()).unwrap();
        assert_eq!(number.belongs_to(&inn(), &serial()), Ok(()));
        russian::report_made(&owner.app, owner.organization, owner.register, report(1)).await.unwrap();
        let waits = waiting::of_everybody(&owner.app, 10).await.unwrap();
        let [waits] = waits.as_slice() else { panic!("{waits:?}") };
        assert_eq!((waits.what, waits.kind), (What::Russian(owner.register), WaitingKind::Report));
        waiting::answer(&owner.app, waits, None).await.unwrap();
        assert_eq!(waiting::of_everybody(&owner.app, 10).await.unwrap(), []);
        assert_eq!(owner.state().await, RussianStateKind::Registered);
        let reason = RussianDeregistrationReason::Theft;
        let leaving = owner.sign(RussianRequest::Deregistration { reason, closing: None }).await.unwrap();
        answer(leaving, Some("рано".to_owned())).await.unwrap();
        assert_eq!((owner.state().await, owner.stands(leaving).await), (RussianStateKind::Registered, ApplicationState::Refused));
        let leaving = owner.sign(RussianRequest::Deregistration { reason, closing: None }).await.unwrap();
        answer(leaving, None).await.unwrap();
        assert_eq!(owner.state().await, RussianStateKind::Deregistered);
    }

    async fn a_number_of_another_register_is_not_believed_and_a_report_comes_before_the_card(test: TestDb) {
        let owner = Owner::with_draft(&test).await;
        let particulars = particulars("101000, г. Москва, ул. Первая, 1", OLD);
        let id = owner.sign(RussianRequest::Registration { particulars: particulars.clone() }).await.unwrap();
        let again = russian::prepare(&owner.app, owner.organization, owner.register, &RussianRequest::Registration { particulars }).await;
        assert!(matches!(again, Err(EnrollmentFailure::Russian(RussianEnrollmentError::WrongState { .. }))), "{again:?}");
        let other = RegistrationNumber::compute(1, &inn(), &SerialNumber::parse("7").unwrap());
        let wrong = owner.answer(RussianAnswer::Number { number: other, at: at(20) }).await;
        assert!(matches!(wrong, Err(EnrollmentFailure::Russian(RussianEnrollmentError::Number(_)))), "{wrong:?}");
        assert_eq!(owner.stands(id).await, ApplicationState::Signed, "nothing of a refused answer stays");
        let number = RegistrationNumber::compute(1, &inn(), &serial());
        owner.answer(RussianAnswer::Number { number, at: at(20) }).await.unwrap();
        assert_eq!((owner.state().await, owner.stands(id).await), (RussianStateKind::NumberAssigned, ApplicationState::Completed));
        let early = owner.answer(RussianAnswer::Card { registered_on: at(23) }).await;
        assert!(matches!(early, Err(EnrollmentFailure::Russian(RussianEnrollmentError::WrongState { .. }))));
        let second = russian::report_made(&owner.app, owner.organization, owner.register, report(2)).await;
        assert!(matches!(second, Err(EnrollmentFailure::Russian(RussianEnrollmentError::NotFirstDocument { got: 2 }))));
        russian::report_made(&owner.app, owner.organization, owner.register, report(1)).await.unwrap();
        owner.answer(RussianAnswer::Card { registered_on: at(23) }).await.unwrap();
        let view = russian::register(&owner.app, owner.organization, owner.register).await.unwrap();
        assert_eq!(view.state.kind(), RussianStateKind::Registered);
        let card = russian::card(&view).unwrap();
        assert!(card.field(FieldName::RegistrationNumber).is_some());
    }

    async fn a_storage_is_closed_before_the_next_one_comes(test: TestDb) {
        let owner = Owner::with_draft(&test).await;
        owner.registered().await;
        let before = particulars("101000, г. Москва, ул. Первая, 1", OLD);
        let particulars = particulars("101000, г. Москва, ул. Вторая, 2", NEW);
        let reasons = RussianReRegistrationReasons::between(&before, &particulars).unwrap();
        let change = |closing| RussianRequest::ReRegistration {
            particulars: particulars.clone(),
            reasons: reasons.clone(),
            report: report(1),
            closing,
        };
        let open = owner.sign(change(None)).await;
        assert!(matches!(open, Err(EnrollmentFailure::Russian(RussianEnrollmentError::StorageNotClosed))), "{open:?}");
        let id = owner.sign(change(Some(report(90)))).await.unwrap();
        owner.answer(RussianAnswer::Refused { reason: "адрес".to_owned() }).await.unwrap();
        assert_eq!((owner.state().await, owner.stands(id).await), (RussianStateKind::Registered, ApplicationState::Refused));
        owner.sign(change(Some(report(90)))).await.unwrap();
        owner.answer(RussianAnswer::Accepted).await.unwrap();
        let view = russian::register(&owner.app, owner.organization, owner.register).await.unwrap();
        assert_eq!(view.state.card().unwrap().particulars.storage.number.as_str(), NEW);
        assert_eq!(view.applications.len(), 3);
    }

    async fn a_register_is_given_up_after_its_storage(test: TestDb) {
        let owner = Owner::with_draft(&test).await;
        owner.registered().await;
        let end = |closing| RussianRequest::Deregistration { reason: RussianDeregistrationReason::Other, closing };
        let open = owner.sign(end(None)).await;
        assert!(matches!(open, Err(EnrollmentFailure::Russian(RussianEnrollmentError::StorageNotClosed))), "{open:?}");
        let id = russian::prepare(&owner.app, owner.organization, owner.register, &end(Some(report(90)))).await.unwrap();
        russian::cancel(&owner.app, owner.organization, id).await.unwrap();
        assert_eq!((owner.state().await, owner.stands(id).await), (RussianStateKind::Registered, ApplicationState::Cancelled));
        owner.sign(end(Some(report(90)))).await.unwrap();
        owner.answer(RussianAnswer::Accepted).await.unwrap();
        assert_eq!(owner.state().await, RussianStateKind::Deregistered);
        let rows = russian::registers(&owner.app, owner.organization, None, 9).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.registration_number.clone()).collect::<Vec<_>>(),
            [Some(RegistrationNumber::compute(1, &inn(), &serial()).as_str().to_owned())]);
    }
}
