//! Enrollment in memory: one trade point, one register, one application.

use api::cloud::*;
use app::enrollment::application::Wish;
use app::enrollment::card::{CardSubject, CardView};
use app::enrollment::view::{ApplicationView, RegisterDetail, RegisterView, TradePointView};
use bytes::Bytes;
use enrollment::{
    Application, ApplicationDocument, ApplicationKind, CardFacts, CardScan, ContentHash, DocumentKind,
    Enrollment, KgdRegistrationNumber, OfdDeviceId, OperatorToken, Places, PlanCountry, RegisterCard,
    RegisterForm, RegisterModels, TariffPlan, TariffPlans, TaxpayerNumber, TradePoint, TradePointForm,
    Verdict,
};
use print::Locale;
use std::sync::LazyLock;
use types::{
    ApiKeyId, ApplicationId, LocalDateTime, OrganizationId, RegisterId, RegistrationCardId, Secret,
    SeededRng, Timestamp, TradePointId, UserId,
};

use crate::fake::Fake;

static DICTIONARIES: LazyLock<Dictionaries> = LazyLock::new(|| Dictionaries {
    places: Places::shipped().unwrap(),
    models: RegisterModels::shipped().unwrap(),
});

const START: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

fn known<T>(id: i64, value: impl FnOnce() -> T) -> Decided<T> {
    Ok(match id {
        1 => Ok(value()),
        _ => Err(EnrollmentRefusal::Absent),
    })
}

pub fn point_form() -> TradePointForm {
    TradePointForm {
        name: "Магазин".into(),
        region: "750000000".into(),
        settlement: "751410000".into(),
        street: "ул. Первая".into(),
        house: "9".into(),
        tax_office: "6004".into(),
        latitude: "43.238949".into(),
        longitude: "76.889709".into(),
        ..TradePointForm::default()
    }
}

fn point() -> TradePointView {
    TradePointView {
        id: TradePointId::new(1),
        created_at: START,
        point: TradePoint::parse(&point_form(), &DICTIONARIES.places).unwrap(),
        registers: 1,
    }
}

fn register() -> RegisterView {
    let form = RegisterForm {
        name: "Касса 1".into(),
        model: "E-KASSA".into(),
        serial_number: "KTDE1123456789012".into(),
        year: "2024".into(),
        trade_point: Some(TradePointId::new(1)),
    };
    let today = LocalDateTime::from_calendar(2026, 11, 22, 10, 0, 0).unwrap();
    RegisterView {
        id: RegisterId::new(1),
        created_at: START,
        card: RegisterCard::parse(&form, &DICTIONARIES.models, today).unwrap(),
        state: Enrollment::draft(),
        device: None,
        token_issued_at: None,
    }
}

pub fn application() -> ApplicationView {
    let document = ApplicationDocument {
        kind: DocumentKind::Kazakh(ApplicationKind::Enrollment),
        date: LocalDateTime::from_calendar(2026, 11, 22, 10, 0, 0).unwrap(),
        fields: Vec::new(),
        statements: Vec::new(),
    };
    let hash = document.hash();
    ApplicationView {
        id: ApplicationId::new(1),
        created_at: START,
        register: RegisterId::new(1),
        kind: ApplicationKind::Enrollment,
        stands: Application::prepared(hash),
        document,
        hash,
        signer: None,
        signed_at: None,
        trouble: None,
    }
}

fn detail() -> RegisterDetail {
    RegisterDetail {
        register: register(),
        events: Vec::new(),
        applications: vec![application()],
    }
}

fn card() -> CardView {
    CardView {
        id: RegistrationCardId::new(1),
        register: RegisterId::new(1),
        organization: OrganizationId::new(1),
        uploaded_at: START,
        facts: CardFacts {
            number: KgdRegistrationNumber::parse("600400131197").unwrap(),
            enrolled_on: LocalDateTime::from_calendar(2026, 11, 20, 0, 0, 0).unwrap(),
        },
        subject: CardSubject {
            taxpayer_number: "990140000017".into(),
            taxpayer_name: "ТОО «Пример»".into(),
            register: register().card,
            tax_office: point().point.tax_office,
            address: point().point.address.line,
        },
        verdict: None,
    }
}

pub fn scan() -> CardScan {
    CardScan::parse(b"%PDF-1.7".to_vec()).unwrap()
}

impl EnrollmentCloud for Fake {
    fn dictionaries(&self) -> &Dictionaries {
        &DICTIONARIES
    }

    fn tariff_plans(&self, country: Option<PlanCountry>) -> Vec<TariffPlan> {
        let today = LocalDateTime::from_calendar(2026, 11, 22, 10, 0, 0).unwrap();
        let plans = TariffPlans::shipped().unwrap();
        let wanted = PlanCountry::ALL
            .into_iter()
            .filter(|one| country.is_none_or(|country| country == *one));
        wanted
            .flat_map(|country| plans.offered(country, today))
            .cloned()
            .collect()
    }

    async fn trade_points(
        &self,
        _: OrganizationId,
        _: Option<TradePointId>,
        _: u32,
    ) -> CloudResult<Page<TradePointView>> {
        Ok(Page {
            rows: vec![point()],
            next_after: None,
        })
    }

    async fn trade_point(&self, _: OrganizationId, id: TradePointId) -> Decided<TradePointView> {
        known(id.get(), point)
    }

    async fn put_trade_point(
        &self,
        _: OrganizationId,
        _: Option<TradePointId>,
        form: TradePointForm,
    ) -> Decided<TradePointView> {
        Ok(match TradePoint::parse(&form, &DICTIONARIES.places) {
            Ok(point) => Ok(TradePointView {
                point,
                ..self::point()
            }),
            Err(errors) => Err(EnrollmentRefusal::Fields(errors)),
        })
    }

    async fn delete_trade_point(&self, _: OrganizationId, id: TradePointId) -> Decided<()> {
        Ok(match id.get() {
            1 => Err(EnrollmentRefusal::Because {
                code: "trade_point_in_use",
                message: "1 registers belong to the trade point or apply to come to it".into(),
            }),
            _ => Err(EnrollmentRefusal::Absent),
        })
    }

    async fn taxpayer(&self, _: OrganizationId) -> CloudResult<Option<(String, String)>> {
        Ok(None)
    }

    async fn put_taxpayer(&self, _: OrganizationId, _: TaxpayerNumber, _: String) -> Decided<()> {
        Ok(Ok(()))
    }

    async fn enrollments(
        &self,
        _: OrganizationId,
        filter: RegisterFilter,
    ) -> CloudResult<Page<RegisterView>> {
        self.state.lock().unwrap().register_filter = Some(filter);
        Ok(Page {
            rows: vec![register()],
            next_after: None,
        })
    }

    async fn enrollment(&self, _: OrganizationId, id: RegisterId) -> Decided<RegisterDetail> {
        known(id.get(), detail)
    }

    async fn put_enrollment(
        &self,
        _: OrganizationId,
        _: Option<RegisterId>,
        form: RegisterForm,
    ) -> Decided<RegisterDetail> {
        let today = LocalDateTime::from_calendar(2026, 11, 22, 10, 0, 0).unwrap();
        Ok(match RegisterCard::parse(&form, &DICTIONARIES.models, today) {
            Ok(card) if card.serial_number.to_string() == "TAKEN1" => {
                Err(EnrollmentRefusal::SerialNumberTaken)
            }
            Ok(_) => Ok(detail()),
            Err(errors) => Err(EnrollmentRefusal::Fields(errors)),
        })
    }

    async fn issue_token(&self, _: OrganizationId, register: RegisterId) -> Decided<IssuedToken> {
        known(register.get(), || IssuedToken {
            device: OfdDeviceId::new(7).unwrap(),
            token: OperatorToken::draw(&SeededRng::new(1)),
        })
    }

    async fn prepare_application(
        &self,
        _: OrganizationId,
        register: RegisterId,
        wish: Wish,
    ) -> Decided<ApplicationView> {
        self.state.lock().unwrap().wishes.push(wish);
        known(register.get(), application)
    }

    async fn application(&self, _: OrganizationId, id: ApplicationId) -> Decided<ApplicationView> {
        known(id.get(), application)
    }

    async fn application_document(
        &self,
        _: OrganizationId,
        id: ApplicationId,
        _: ApplicationForm,
        locale: Locale,
    ) -> Decided<RenderedDocument> {
        known(id.get(), || RenderedDocument {
            content_type: "text/plain; charset=utf-8",
            body: Bytes::from(locale.code()),
        })
    }

    async fn upload_card(
        &self,
        _: OrganizationId,
        register: RegisterId,
        facts: CardFacts,
        scan: CardScan,
    ) -> Decided<RegisterDetail> {
        self.state.lock().unwrap().cards.push((facts, scan));
        known(register.get(), detail)
    }

    async fn card_document(
        &self,
        _: OrganizationId,
        register: RegisterId,
        _: ApplicationForm,
        locale: Locale,
    ) -> Decided<RenderedDocument> {
        known(register.get(), || RenderedDocument {
            content_type: "text/plain; charset=utf-8",
            body: Bytes::from(locale.code()),
        })
    }

    async fn own_card_scan(&self, _: OrganizationId, register: RegisterId) -> Decided<CardScan> {
        known(register.get(), scan)
    }

    async fn waiting_cards(&self, _: Option<RegistrationCardId>, _: u32) -> CloudResult<Page<CardView>> {
        Ok(Page {
            rows: vec![card()],
            next_after: None,
        })
    }

    async fn card(&self, id: RegistrationCardId) -> Decided<CardView> {
        known(id.get(), card)
    }

    async fn card_scan(&self, id: RegistrationCardId) -> Decided<CardScan> {
        known(id.get(), scan)
    }

    async fn review_card(&self, _: UserId, id: RegistrationCardId, verdict: Verdict) -> Decided<CardView> {
        known(id.get(), || CardView {
            verdict: Some(verdict),
            ..card()
        })
    }

    async fn sign_application(
        &self,
        _: OrganizationId,
        key: ApiKeyId,
        id: ApplicationId,
        hash: ContentHash,
    ) -> Decided<ApplicationView> {
        if id.get() == 1 && hash != application().hash {
            return Ok(Err(EnrollmentRefusal::Because {
                code: "other_content",
                message: "the signature covers another document".into(),
            }));
        }
        known(id.get(), || ApplicationView {
            signer: Some(key.to_string()),
            signed_at: Some(START),
            stands: Application::Signed { hash, at: START },
            ..application()
        })
    }

    async fn cancel_application(&self, _: OrganizationId, id: ApplicationId) -> Decided<ApplicationView> {
        known(id.get(), application)
    }

    async fn answer_application(
        &self,
        _: OrganizationId,
        id: ApplicationId,
        answer: HandAnswer,
    ) -> Decided<ApplicationView> {
        self.state.lock().unwrap().answers.push(answer);
        known(id.get(), application)
    }

    async fn api_keys(&self, _: OrganizationId) -> CloudResult<Vec<ApiKey>> {
        Ok(vec![ApiKey {
            id: ApiKeyId::new(1),
            name: "1C".into(),
            signing: Signing::Allowed,
            created_at: START,
            revoked_at: None,
        }])
    }

    async fn create_api_key(
        &self,
        _: OrganizationId,
        _: UserId,
        _: String,
        _: Signing,
    ) -> Decided<(ApiKeyId, Secret)> {
        Ok(Ok((ApiKeyId::new(2), Secret::new("key_shown_once"))))
    }

    async fn revoke_api_key(&self, _: OrganizationId, id: ApiKeyId) -> CloudResult<bool> {
        Ok(id.get() == 1)
    }
}
