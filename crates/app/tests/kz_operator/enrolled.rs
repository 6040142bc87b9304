//! A register that went the whole way through its account works at the operator with the token that was issued.

use app::App;
use app::enrollment::application::{self, Wish};
use app::enrollment::{EnrollmentEffect, EnrollmentFailure, authority, register, service, trade_point, view};
use enrollment::{
    ApplicationDocument, ApplicationState, DeregistrationReason, EnrollmentError, EnrollmentRoute, Guard,
    Places, PlanCode, RegisterForm, RegisterModels, Request as Applied, StateKind, TaxpayerNumber,
    TradePointForm,
};
use ofd_kz::KnownResult;
use outbound::enrollment_authority::{EnrollmentScript, NoEnrollmentTransport, ScriptedEnrollmentAuthority};
use receipt::kz::Operation;
use register_kz::Request;
use store::organizations::{self, NewOrganization};
use store::{StoreError, enrollments};
use testkit::{START, TestDb};
use types::{ApplicationId, OrganizationId, RegisterId, TradePointId};

use crate::register::{Stage, assert_result, block, release};

/// Synthetic, with valid check digits.
const OWNER: &str = "990140000017";

const DAY_S: i64 = 86_400;

async fn organization(app: &App) -> OrganizationId {
    let organization = app.db().write("organization", |tx| {
        let new = NewOrganization {
            inn: OWNER.to_owned(),
            kpp: None,
            name: "ТОО «Пример»".to_owned(),
        };
        organizations::create(tx, &new, START)
    });
    let organization = organization.await.unwrap();
    let number = TaxpayerNumber::parse(OWNER).unwrap();
    application::put_taxpayer(app, organization, &number, "ТОО «Пример»")
        .await
        .unwrap();
    organization
}

fn place(street: &str) -> TradePointForm {
    TradePointForm {
        name: format!("Магазин, {street}"),
        region: "750000000".into(),
        settlement: "751410000".into(),
        street: street.into(),
        house: "9".into(),
        tax_office: "6004".into(),
        ..TradePointForm::default()
    }
}

async fn point(app: &App, organization: OrganizationId, street: &str) -> TradePointId {
    let places = Places::shipped().unwrap();
    trade_point::create(app, organization, &place(street), &places)
        .await
        .unwrap()
}

fn form(point: TradePointId) -> RegisterForm {
    RegisterForm {
        name: "Касса 1".into(),
        model: "E-KASSA".into(),
        serial_number: "KTDE1123456789012".into(),
        year: "2024".into(),
        trade_point: Some(point),
    }
}

pub struct Owner {
    pub app: App,
    pub organization: OrganizationId,
    pub register: RegisterId,
}

impl Owner {
    pub async fn with_draft(app: &App) -> Self {
        let organization = organization(app).await;
        let form = form(point(app, organization, "ул. Первая").await);
        let models = RegisterModels::shipped().unwrap();
        let register = register::draft(app, organization, &form, &models).await.unwrap();
        Self {
            app: app.clone(),
            organization,
            register,
        }
    }

    /// One more enrolled register of the same owner, with its tariff.
    async fn beside(&self, serial_number: &str) -> Self {
        let form = RegisterForm {
            serial_number: serial_number.into(),
            ..form(point(&self.app, self.organization, "ул. Вторая").await)
        };
        let models = RegisterModels::shipped().unwrap();
        let register = register::draft(&self.app, self.organization, &form, &models);
        let other = Self {
            app: self.app.clone(),
            organization: self.organization,
            register: register.await.unwrap(),
        };
        other.accepted(Wish::Enroll(EnrollmentRoute::Online)).await;
        other.sign(tariff()).await.unwrap();
        other
    }

    pub async fn sign(&self, wish: Wish) -> Result<ApplicationId, EnrollmentFailure> {
        let prepared = application::prepare(&self.app, self.organization, self.register, &wish).await;
        let (id, document) = prepared?;
        application::sign(&self.app, self.organization, id, document.hash(), "1C").await?;
        Ok(id)
    }

    pub async fn accepted(&self, wish: Wish) {
        let id = self.sign(wish).await.unwrap();
        authority::answer_by_hand(&self.app, self.organization, id, None)
            .await
            .unwrap();
    }

    pub async fn state(&self) -> StateKind {
        let detail = view::register(&self.app, self.organization, self.register)
            .await
            .unwrap();
        detail.register.state.kind()
    }

    async fn token(&self) -> (u32, u32) {
        match service::issue_token(&self.app, self.organization, self.register).await {
            Ok(EnrollmentEffect::TokenIssued { device, token, .. }) => (device.get(), token.reveal()),
            other => panic!("a token: {other:?}"),
        }
    }
}

fn tariff() -> Wish {
    Wish::ChooseTariff(PlanCode::parse("online-kkm").unwrap())
}

/// A stage whose register was enrolled through the account.
pub async fn enrolled(test: TestDb) -> (Stage, Owner) {
    let mut stage = Stage::set(test).await;
    let owner = Owner::with_draft(&stage.app).await;
    owner.accepted(Wish::Enroll(EnrollmentRoute::Online)).await;
    owner.sign(tariff()).await.unwrap();
    let (device, token) = owner.token().await;
    assert_ne!(
        device, stage.header.device_id,
        "the operator serves a register of this id already"
    );
    stage.header.device_id = device;
    stage.header.token = token;
    (stage, owner)
}

testkit::on_both_engines! {
    async fn an_enrolled_register_sends_receipts_with_its_token(test: TestDb) {
        let (mut stage, owner) = enrolled(test).await;
        let info = stage.ask(&Request::Info).await;
        assert_result(&info, KnownResult::Ok);
        let told = info.service.unwrap().reg_info.unwrap();
        assert_eq!(told.org.unwrap().iin.as_deref(), Some(OWNER));
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        assert_eq!(stage.kept().await.len(), 1);

        let old = stage.header;
        let (_, token) = owner.token().await;
        let sale = stage.receipt(Operation::Sell, "20.00");
        assert_result(&stage.send(sale.clone()).await, KnownResult::InvalidToken);
        stage.header = ofd_kz::Header { token, request_number: 1, ..old };
        assert_result(&stage.send(sale).await, KnownResult::Ok);
    }

    async fn a_register_that_cannot_be_paused_keeps_no_other_from_its_pause(test: TestDb) {
        let (stage, broken) = enrolled(test).await;
        let other = broken.beside("KTDE1123456789013").await;
        for owner in [&broken, &other] {
            owner.sign(Wish::Other(Applied::Suspend)).await.unwrap();
        }
        let register = broken.register;
        let spoiled = broken.app.db().write("spoil", move |tx| {
            let mut row = enrollments::of_anybody(tx, register)?.unwrap();
            row.facts.body = "{}".to_owned();
            enrollments::change(tx, row.id, row.revision, &row.facts)
        });
        assert!(spoiled.await.unwrap());
        stage.clock.advance_s(31 * DAY_S);
        assert_eq!(service::begin_suspensions(&other.app).await.unwrap().len(), 1);
        assert_eq!(other.state().await, StateKind::Suspended);
        assert_eq!(service::begin_suspensions(&other.app).await.unwrap(), [], "it ends, whatever stays broken");
    }

    async fn the_first_receipt_after_a_pause_ends_it(test: TestDb) {
        let (mut stage, owner) = enrolled(test).await;
        owner.sign(Wish::Other(Applied::Suspend)).await.unwrap();
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        assert_eq!(owner.state().await, StateKind::Enrolled, "the pause begins on the first of the next month");
        let closing = stage.closing(None);
        assert_result(&stage.send(closing).await, KnownResult::Ok);
        stage.clock.advance_s(31 * DAY_S);
        assert_eq!(service::begin_suspensions(&owner.app).await.unwrap().len(), 1);
        assert_eq!(owner.state().await, StateKind::Suspended);
        let mut sale = stage.receipt(Operation::Sell, "20.00");
        sale.head.shift = Some(register_kz::ShiftNumber::new(2));
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        assert_eq!(owner.state().await, StateKind::Enrolled);
    }

    async fn a_pause_that_began_before_the_first_token_ends_with_a_receipt(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let owner = Owner::with_draft(&stage.app).await;
        owner.accepted(Wish::Enroll(EnrollmentRoute::Online)).await;
        owner.sign(tariff()).await.unwrap();
        owner.sign(Wish::Other(Applied::Suspend)).await.unwrap();
        stage.clock.advance_s(31 * DAY_S);
        assert_eq!(service::begin_suspensions(&owner.app).await.unwrap().len(), 1);
        (stage.header.device_id, stage.header.token) = owner.token().await;
        assert_eq!(owner.state().await, StateKind::Suspended);
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        assert_eq!(owner.state().await, StateKind::Enrolled);
    }

    async fn a_pause_ends_while_somebody_changes_the_register(test: TestDb) {
        let (mut stage, owner) = enrolled(test).await;
        owner.sign(Wish::Other(Applied::Suspend)).await.unwrap();
        stage.clock.advance_s(31 * DAY_S);
        service::begin_suspensions(&owner.app).await.unwrap();
        let (register, app) = (owner.register, owner.app.clone());
        let (began, has_begun) = std::sync::mpsc::channel();
        let mut other = tokio::task::JoinSet::new();
        other.spawn(async move {
            app.db().write("change_slowly", move |tx| {
                let row = enrollments::of_anybody(tx, register)?.unwrap();
                assert!(enrollments::change(tx, row.id, row.revision, &row.facts)?);
                began.send(()).unwrap();
                std::thread::sleep(std::time::Duration::from_millis(300));
                Ok::<_, StoreError>(())
            }).await
        });
        tokio::task::spawn_blocking(move || has_begun.recv()).await.unwrap().unwrap();
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        other.join_next().await.unwrap().unwrap().unwrap();
        assert_eq!(owner.state().await, StateKind::Enrolled);
    }

    async fn without_a_tariff_a_register_stands_still(test: TestDb) {
        let (mut stage, owner) = enrolled(test).await;
        owner.sign(Wish::Other(Applied::CancelTariff)).await.unwrap();
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale.clone()).await, KnownResult::Blocked);
        owner.sign(tariff()).await.unwrap();
        assert_result(&stage.send(sale).await, KnownResult::Ok);
    }

    async fn a_tariff_that_ends_and_begins_leaves_the_block_of_the_staff(test: TestDb) {
        let (mut stage, owner) = enrolled(test).await;
        let (app, device) = (stage.app.clone(), stage.header.device_id);
        let sale = stage.receipt(Operation::Sell, "10.00");
        // The staff first, then the tariff; and the other way round.
        block(&app, device, "Проверка").await;
        owner.sign(Wish::Other(Applied::CancelTariff)).await.unwrap();
        owner.sign(tariff()).await.unwrap();
        assert_result(&stage.send(sale.clone()).await, KnownResult::Blocked);
        owner.sign(Wish::Other(Applied::CancelTariff)).await.unwrap();
        block(&app, device, "Проверка").await;
        owner.sign(tariff()).await.unwrap();
        assert_result(&stage.send(sale.clone()).await, KnownResult::Blocked);
        // Nor does the staff stand in for a tariff.
        owner.sign(Wish::Other(Applied::CancelTariff)).await.unwrap();
        release(&app, device).await;
        assert_result(&stage.send(sale.clone()).await, KnownResult::Blocked);
        owner.sign(tariff()).await.unwrap();
        assert_result(&stage.send(sale).await, KnownResult::Ok);
    }

    async fn a_tariff_lifts_no_block_of_somebody_else(test: TestDb) {
        let (mut stage, owner) = enrolled(test).await;
        block(&stage.app, stage.header.device_id, "Проверка").await;
        owner.sign(Wish::Other(Applied::Suspend)).await.unwrap();
        stage.clock.advance_s(31 * DAY_S);
        service::begin_suspensions(&owner.app).await.unwrap();
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Blocked);
        assert_eq!(owner.state().await, StateKind::Suspended);
    }

    async fn a_register_moves_with_its_shift_closed_and_tells_the_new_place(test: TestDb) {
        let (mut stage, owner) = enrolled(test).await;
        let other = point(&owner.app, owner.organization, "ул. Вторая").await;
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        let refused = owner.sign(Wish::ReEnroll(other)).await.unwrap_err();
        assert!(
            matches!(&refused, EnrollmentFailure::Refused(EnrollmentError::Guarded(guards))
                if matches!(guards.as_slice(), [Guard::ShiftOpen { .. }])),
            "{refused}"
        );
        let closing = stage.closing(None);
        assert_result(&stage.send(closing).await, KnownResult::Ok);
        owner.accepted(Wish::ReEnroll(other)).await;
        let info = stage.ask(&Request::Info).await;
        let told = info.service.unwrap().reg_info.unwrap();
        let address = told.pos.unwrap().address.unwrap();
        assert!(address.contains("ул. Вторая"), "{address}");
    }

    async fn the_target_of_an_open_application_stays(test: TestDb) {
        let (_stage, owner) = enrolled(test).await;
        let (app, organization) = (&owner.app, owner.organization);
        let target = point(app, organization, "ул. Вторая").await;
        let free = point(app, organization, "ул. Третья").await;
        let places = Places::shipped().unwrap();
        let move_to = async |street: &str| {
            trade_point::change(app, organization, target, &place(street), &places).await
        };
        let assert_kept = async || {
            let deleted = trade_point::delete(app, organization, target).await;
            assert!(matches!(deleted, Err(EnrollmentFailure::InUse(_))), "{deleted:?}");
            let moved = move_to("ул. Пятая").await;
            assert!(matches!(moved, Err(EnrollmentFailure::Fields(_))), "{moved:?}");
        };
        let wish = Wish::ReEnroll(target);
        let (id, _) = application::prepare(app, organization, owner.register, &wish).await.unwrap();
        assert_kept().await;
        application::cancel(app, organization, id).await.unwrap();
        move_to("ул. Четвёртая").await.unwrap();
        let id = owner.sign(wish).await.unwrap();
        assert_kept().await;
        let renamed = TradePointForm { name: "Лавка".into(), ..place("ул. Четвёртая") };
        trade_point::change(app, organization, target, &renamed, &places).await.unwrap();
        let refusal = Some("нет".to_owned());
        authority::answer_by_hand(app, organization, id, refusal).await.unwrap();
        for point in [target, free] {
            trade_point::delete(app, organization, point).await.unwrap();
        }
    }

    async fn a_platform_without_a_tax_authority_keeps_applications_and_says_so(test: TestDb) {
        let stage = Stage::set(test).await;
        let owner = Owner::with_draft(&stage.app).await;
        let id = owner.sign(Wish::Enroll(EnrollmentRoute::Online)).await.unwrap();
        let shown = || async { view::application(&owner.app, owner.organization, id).await.unwrap() };
        assert_eq!(authority::round(&owner.app, &NoEnrollmentTransport).await.unwrap(), []);
        let waiting = shown().await;
        assert_eq!(waiting.stands.state(), ApplicationState::Signed);
        let trouble = waiting.trouble.unwrap();
        assert!(trouble.contains("no transport to the tax authority is configured"), "{trouble}");
        let simulator = ScriptedEnrollmentAuthority::new(1);
        simulator.then(EnrollmentScript::AcceptAfter { seconds: 0 });
        for _ in 0..2 {
            stage.clock.advance_s(60);
            authority::round(&owner.app, &simulator).await.unwrap();
        }
        let done = shown().await;
        assert_eq!((done.stands.state(), done.trouble), (ApplicationState::Completed, None));
        assert_eq!(owner.state().await, StateKind::Enrolled);
    }

    async fn a_signature_covers_what_is_submitted(test: TestDb) {
        let stage = Stage::set(test).await;
        let owner = Owner::with_draft(&stage.app).await;
        let enroll = Wish::Enroll(EnrollmentRoute::Online);
        let (app, organization) = (&owner.app, owner.organization);
        let sign = async |prepared: &(ApplicationId, ApplicationDocument)| {
            application::sign(app, organization, prepared.0, prepared.1.hash(), "1C").await
        };
        let prepared = application::prepare(app, organization, owner.register, &enroll).await.unwrap();
        let card = view::register(app, organization, owner.register).await.unwrap().register.card;
        let mut form = form(card.trade_point);
        form.serial_number = "KTDE1999999999999".into();
        let models = RegisterModels::shipped().unwrap();
        register::change(app, organization, owner.register, &form, &models).await.unwrap();
        let refused = sign(&prepared).await;
        assert!(matches!(refused, Err(EnrollmentFailure::DocumentOutdated)), "{refused:?}");
        assert_eq!(owner.state().await, StateKind::Draft);
        application::cancel(app, organization, prepared.0).await.unwrap();

        let prepared = application::prepare(app, organization, owner.register, &enroll).await.unwrap();
        let number = TaxpayerNumber::parse(OWNER).unwrap();
        application::put_taxpayer(app, organization, &number, "ТОО «Другое»").await.unwrap();
        let refused = sign(&prepared).await;
        assert!(matches!(refused, Err(EnrollmentFailure::DocumentOutdated)), "{refused:?}");
        application::put_taxpayer(app, organization, &number, "ТОО «Пример»").await.unwrap();
        // A document tells the day it was prepared, and is signed on another.
        stage.clock.advance_s(2 * DAY_S);
        sign(&prepared).await.unwrap();
        assert_eq!(owner.state().await, StateKind::Submitted);
    }

    async fn nobody_applies_under_the_number_of_another(test: TestDb) {
        let stage = Stage::set(test).await;
        let owner = Owner::with_draft(&stage.app).await;
        let other = TaxpayerNumber::parse(crate::register::SELLER).unwrap();
        let put = application::put_taxpayer(&owner.app, owner.organization, &other, "ТОО «Мысал»").await;
        assert!(matches!(put, Err(EnrollmentFailure::AnotherTaxpayer(_))), "{put:?}");
        let told = view::taxpayer(&owner.app, owner.organization).await.unwrap().unwrap();
        assert_eq!(told.number, OWNER);
    }

    async fn a_deregistered_register_is_refused_for_good(test: TestDb) {
        let (mut stage, owner) = enrolled(test).await;
        owner.sign(Wish::Other(Applied::CancelTariff)).await.unwrap();
        let reason = DeregistrationReason::CessationOfActivity;
        owner.accepted(Wish::Other(Applied::Deregister { reason })).await;
        assert_eq!(owner.state().await, StateKind::Deregistered);
        let sale = stage.receipt(Operation::Sell, "10.00");
        assert_result(&stage.send(sale).await, KnownResult::Blocked);
        let token = service::issue_token(&owner.app, owner.organization, owner.register).await;
        assert!(matches!(token, Err(EnrollmentFailure::Refused(EnrollmentError::WrongState { .. }))), "{token:?}");
    }
}
