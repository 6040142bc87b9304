use std::sync::Arc;

use enrollment::{
    EnrollmentRoute, Places, PlanCode, RegisterForm, RegisterModels, Request, StateKind, TariffPlans,
    TaxpayerNumber, TradePointForm,
};
use ofd_kz::VersionPolicy;
use outbound::enrollment_authority::{EnrollmentScript, ScriptedEnrollmentAuthority};
use store::organizations::{self, NewOrganization};
use testkit::TestDb;
use types::{Inn, ManualClock, OrganizationId, SeededRng, UtcOffset};

use super::application::Wish;
use super::*;
use crate::App;
use crate::context::{Settings, Unverified};
use crate::kz_ofd::KzSettings;

fn completed<T>(beginning: &str, parse: impl Fn(&str) -> Option<T>) -> T {
    (0..10)
        .find_map(|digit| parse(&format!("{beginning}{digit}")))
        .unwrap()
}

fn app(test: &TestDb) -> (App, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(testkit::START));
    let settings = Settings {
        public_url: "http://localhost".to_owned(),
        ofd_inn: completed("999900000", |text| Inn::parse(text).ok()),
        ofd_name: "Qassa".to_owned(),
        guest_prefix: String::new(),
        unverified: Unverified::Refused,
        waiting_tasks_max: 10,
        lease_s: 10,
        attempts_max: 3,
        give_up_after_s: 86_400,
        shift_close_after_s: 86_400,
        offset: UtcOffset::KAZAKHSTAN,
        kz: KzSettings {
            sign_key: None,
            consumer_url: "http://localhost".to_owned(),
            ofd_name: "Qassa".to_owned(),
            versions: VersionPolicy::Published,
            tariff_plans: Arc::new(TariffPlans::shipped().unwrap()),
            ..KzSettings::unconfigured()
        },
    };
    let shared: Arc<dyn types::Clock> = Arc::<ManualClock>::clone(&clock);
    (
        App::new(test.db.clone(), shared, Arc::new(SeededRng::new(1)), settings),
        clock,
    )
}

/// An organization with a trade point and a draft.
async fn drafted(app: &App) -> (OrganizationId, RegisterId) {
    let organization = app.db().write("organization", |tx| {
        let new = NewOrganization {
            inn: "5010051677".to_owned(),
            kpp: None,
            name: "Пример".to_owned(),
        };
        organizations::create(tx, &new, testkit::START)
    });
    let organization = organization.await.unwrap();
    let number = completed("99014000001", |text| TaxpayerNumber::parse(text).ok());
    application::put_taxpayer(app, organization, &number, "ТОО «Пример»")
        .await
        .unwrap();
    let form = TradePointForm {
        name: "Магазин".into(),
        region: "750000000".into(),
        settlement: "751410000".into(),
        street: "ул. Первая".into(),
        house: "9".into(),
        tax_office: "6004".into(),
        ..TradePointForm::default()
    };
    let point = trade_point::create(app, organization, &form, &Places::shipped().unwrap())
        .await
        .unwrap();
    let form = RegisterForm {
        name: "Касса 1".into(),
        model: "E-KASSA".into(),
        serial_number: "KTDE1123456789012".into(),
        year: "2024".into(),
        trade_point: Some(point),
    };
    let models = RegisterModels::shipped().unwrap();
    let register = register::draft(app, organization, &form, &models).await.unwrap();
    let twin = register::draft(app, organization, &form, &models).await;
    assert!(matches!(twin, Err(EnrollmentFailure::SerialNumberTaken(_))));
    let used = trade_point::delete(app, organization, point).await;
    assert!(matches!(used, Err(EnrollmentFailure::InUse(_))));
    (organization, register)
}

async fn signed(app: &App, organization: OrganizationId, register: RegisterId, wish: Wish) -> StateKind {
    let (id, document) = application::prepare(app, organization, register, &wish)
        .await
        .unwrap();
    let again = application::prepare(app, organization, register, &wish).await;
    assert!(
        matches!(again, Err(EnrollmentFailure::ApplicationOpen)),
        "{again:?}"
    );
    let hash = document.hash();
    let (state, _) = application::sign(app, organization, id, hash, "owner")
        .await
        .unwrap();
    let twice = application::sign(app, organization, id, hash, "owner").await;
    assert!(
        matches!(twice, Err(EnrollmentFailure::Application(_))),
        "{twice:?}"
    );
    state.kind()
}

testkit::on_both_engines! {
    async fn a_register_is_enrolled_served_and_gets_tokens(test: TestDb) {
        let (app, clock) = app(&test);
        let (organization, register) = drafted(&app).await;
        let authority = ScriptedEnrollmentAuthority::new(1);
        authority.then(EnrollmentScript::Silent);
        authority.then(EnrollmentScript::RefuseAfter { seconds: 900, reason: "нет в реестре".to_owned() });
        authority.then(EnrollmentScript::AcceptAfter { seconds: 3 * 86_400 });
        let enroll = Wish::Enroll(EnrollmentRoute::Online);
        assert_eq!(signed(&app, organization, register, enroll.clone()).await, StateKind::Submitted);
        for seconds in [0, 60, 900] {
            clock.advance_s(seconds);
            assert_eq!(authority::round(&app, &authority).await.unwrap(), []);
        }
        let state = || async {
            let row = app.db().read("row", move |tx| enrollments::of_anybody(tx, register)).await.unwrap().unwrap();
            read::<Enrollment>("state", &row.facts.body).unwrap()
        };
        assert_eq!(state().await.kind(), StateKind::Draft);
        assert_eq!(state().await.refusal().unwrap().reason, "нет в реестре");

        signed(&app, organization, register, enroll).await;
        authority::round(&app, &authority).await.unwrap();
        clock.advance_s(3 * 86_400);
        let effects = authority::round(&app, &authority).await.unwrap();
        let [EnrollmentEffect::Enrolled { device, number, .. }] = effects.as_slice() else {
            panic!("{effects:?}");
        };
        assert!(number.as_str().starts_with("6004"));
        assert_eq!(authority::round(&app, &authority).await.unwrap(), [], "an answer is taken once");

        let early = service::issue_token(&app, organization, register).await;
        assert!(matches!(early, Err(EnrollmentFailure::Refused(EnrollmentError::TariffAbsent))));
        let unknown = Wish::ChooseTariff(PlanCode::parse("month").unwrap());
        let unknown = application::prepare(&app, organization, register, &unknown).await;
        let Err(EnrollmentFailure::Fields(fields)) = unknown else { panic!("{unknown:?}") };
        assert_eq!(fields.to_string(), "plan_id: `month` is not in the dictionary");
        signed(&app, organization, register, Wish::ChooseTariff(PlanCode::parse("online-kkm").unwrap())).await;
        for _ in 0..2 {
            let effect = service::issue_token(&app, organization, register).await.unwrap();
            let EnrollmentEffect::TokenIssued { device, token, .. } = effect else { panic!() };
            let live = app.db().read("live", move |tx| operator_tokens::live(tx, register)).await.unwrap();
            assert_eq!(live.unwrap().0, *token.hash(device).bytes());
        }
        signed(&app, organization, register, Wish::Other(Request::Suspend)).await;
        assert_eq!(service::begin_suspensions(&app).await.unwrap(), []);
        clock.advance_s(31 * 86_400);
        assert_eq!(service::begin_suspensions(&app).await.unwrap().len(), 1);
        assert_eq!(state().await.kind(), StateKind::Suspended);
        let (device, now) = (device.get(), app.now());
        app.db().write("document", move |tx| service::transacted(tx, device, now)).await.unwrap();
        assert_eq!(state().await.kind(), StateKind::Enrolled);
    }
}
