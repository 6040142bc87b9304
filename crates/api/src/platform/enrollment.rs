//! What organizations ask about enrollment.

use ::enrollment::{
    ApplicationDocument, CardFacts, CardScan, ContentHash, PlanCountry, RegisterForm, TariffPlan,
    TaxpayerNumber, TradePointForm, Verdict,
};
use app::api_key::{self, ApiKeyError};
use app::enrollment::application::{self, Wish};
use app::enrollment::card::{self, CardView};
use app::enrollment::view::{self, ApplicationView, RegisterDetail, RegisterView, TradePointView};
use app::enrollment::{EnrollmentEffect, EnrollmentFailure, authority, register, service, trade_point};
use bytes::Bytes;
use print::Locale;
use print::application::Signature;
use store::api_keys::{ApiKeyRow, NewApiKey, Signing as StoredSigning};
use store::enrollments::EnrollmentFilter;
use types::{
    ApiKeyId, ApplicationId, OrganizationId, RegisterId, RegistrationCardId, Secret, Timestamp, TradePointId,
    UserId, UtcOffset,
};

use super::account::{actor, page};
use super::{Answers, Platform, failed};
use crate::cloud::{
    ApiKey, ApplicationForm, CloudError, CloudResult, Decided, Dictionaries, EnrollmentCloud,
    EnrollmentRefusal, Entry, HandAnswer, IssuedToken, Page, RegisterFilter, RenderedDocument, Signing,
    UserActor, refused,
};

impl EnrollmentCloud for Platform {
    fn dictionaries(&self) -> &Dictionaries {
        &self.dictionaries
    }

    fn tariff_plans(&self, country: Option<PlanCountry>) -> Vec<TariffPlan> {
        let now = self.app.now();
        let zone = |country| match country {
            PlanCountry::Kazakhstan => UtcOffset::KAZAKHSTAN,
            PlanCountry::Russia => UtcOffset::MOSCOW,
        };
        let wanted = PlanCountry::ALL
            .into_iter()
            .filter(|one| country.is_none_or(|country| country == *one));
        let plans = &self.app.settings().kz.tariff_plans;
        wanted
            .flat_map(|country| plans.offered(country, now.to_local(zone(country))))
            .cloned()
            .collect()
    }

    async fn trade_points(
        &self,
        owner: OrganizationId,
        after: Option<TradePointId>,
        limit: u32,
    ) -> CloudResult<Page<TradePointView>> {
        let rows = view::trade_points(&self.app, owner, after, limit).await;
        let rows = rows.map_err(unexpected)?;
        Ok(page(rows, limit, |row| row.id.get()))
    }

    async fn trade_point(&self, owner: OrganizationId, id: TradePointId) -> Decided<TradePointView> {
        decided(view::trade_point(&self.app, owner, id).await)
    }

    async fn put_trade_point(
        &self,
        owner: OrganizationId,
        id: Option<TradePointId>,
        form: TradePointForm,
    ) -> Decided<TradePointView> {
        let places = &self.dictionaries.places;
        let put = match id {
            None => trade_point::create(&self.app, owner, &form, places).await,
            Some(id) => trade_point::change(&self.app, owner, id, &form, places)
                .await
                .map(|()| id),
        };
        match put {
            Ok(id) => self.trade_point(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn delete_trade_point(&self, owner: OrganizationId, id: TradePointId) -> Decided<()> {
        decided(trade_point::delete(&self.app, owner, id).await)
    }

    async fn taxpayer(&self, owner: OrganizationId) -> CloudResult<Option<(String, String)>> {
        let found = view::taxpayer(&self.app, owner).await.map_err(unexpected)?;
        Ok(found.map(|row| (row.number, row.name)))
    }

    async fn put_taxpayer(&self, owner: OrganizationId, number: TaxpayerNumber, name: String) -> Decided<()> {
        decided(application::put_taxpayer(&self.app, owner, &number, &name).await)
    }

    async fn enrollments(
        &self,
        owner: OrganizationId,
        filter: RegisterFilter,
    ) -> CloudResult<Page<RegisterView>> {
        let wanted = EnrollmentFilter {
            state: filter.state.map(|state| state.code().to_owned()),
            trade_point: filter.trade_point,
            number: filter.number,
            after: filter.after,
        };
        let rows = view::registers(&self.app, owner, wanted, filter.limit).await;
        let rows = rows.map_err(unexpected)?;
        Ok(page(rows, filter.limit, |row| row.id.get()))
    }

    async fn enrollment(&self, owner: OrganizationId, id: RegisterId) -> Decided<RegisterDetail> {
        decided(view::register(&self.app, owner, id).await)
    }

    async fn put_enrollment(
        &self,
        owner: OrganizationId,
        id: Option<RegisterId>,
        form: RegisterForm,
    ) -> Decided<RegisterDetail> {
        let models = &self.dictionaries.models;
        let put = match id {
            None => register::draft(&self.app, owner, &form, models).await,
            Some(id) => register::change(&self.app, owner, id, &form, models)
                .await
                .map(|()| id),
        };
        match put {
            Ok(id) => self.enrollment(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn issue_token(&self, owner: OrganizationId, register: RegisterId) -> Decided<IssuedToken> {
        let issued = service::issue_token(&self.app, owner, register).await;
        let issued = issued.map(|effect| match effect {
            EnrollmentEffect::TokenIssued { device, token, .. } => Some(IssuedToken { device, token }),
            EnrollmentEffect::Enrolled { .. }
            | EnrollmentEffect::Deregistered { .. }
            | EnrollmentEffect::Suspended { .. }
            | EnrollmentEffect::Resumed { .. } => None,
        });
        match decided(issued)? {
            Ok(Some(issued)) => Ok(Ok(issued)),
            Ok(None) => Err(CloudError::Failed("a token was issued without a token".into())),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    async fn prepare_application(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        wish: Wish,
    ) -> Decided<ApplicationView> {
        match application::prepare(&self.app, owner, register, &wish).await {
            Ok((id, _)) => self.application(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn application(&self, owner: OrganizationId, id: ApplicationId) -> Decided<ApplicationView> {
        decided(view::application(&self.app, owner, id).await)
    }

    async fn application_document(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
        form: ApplicationForm,
        locale: Locale,
    ) -> Decided<RenderedDocument> {
        match self.application(owner, id).await? {
            Ok(application) => Ok(Ok(rendered(&application, form, locale)?)),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    async fn sign_application(
        &self,
        owner: OrganizationId,
        key: ApiKeyId,
        id: ApplicationId,
        hash: ContentHash,
    ) -> Decided<ApplicationView> {
        let signer = signed_by(self, owner, key).await?;
        match application::sign(&self.app, owner, id, hash, &signer).await {
            Ok(_) => self.application(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn cancel_application(&self, owner: OrganizationId, id: ApplicationId) -> Decided<ApplicationView> {
        match application::cancel(&self.app, owner, id).await {
            Ok(()) => self.application(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn upload_card(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        facts: CardFacts,
        scan: CardScan,
    ) -> Decided<RegisterDetail> {
        match card::upload(&self.app, owner, register, &facts, scan).await {
            Ok(()) => self.enrollment(owner, register).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn card_document(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        form: ApplicationForm,
        locale: Locale,
    ) -> Decided<RenderedDocument> {
        match decided(card::document(&self.app, owner, register).await)? {
            Ok(document) => Ok(Ok(rendered_form(&document, Signature::None, form, locale)?)),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    async fn own_card_scan(&self, owner: OrganizationId, register: RegisterId) -> Decided<CardScan> {
        decided(card::own_scan(&self.app, owner, register).await)
    }

    async fn waiting_cards(
        &self,
        after: Option<RegistrationCardId>,
        limit: u32,
    ) -> CloudResult<Page<CardView>> {
        let rows = card::waiting(&self.app, after, limit).await;
        let rows = rows.map_err(unexpected)?;
        Ok(page(rows, limit, |row| row.id.get()))
    }

    async fn card(&self, id: RegistrationCardId) -> Decided<CardView> {
        decided(card::of_anybody(&self.app, id).await)
    }

    async fn card_scan(&self, id: RegistrationCardId) -> Decided<CardScan> {
        decided(card::scan(&self.app, id).await)
    }

    async fn review_card(
        &self,
        reviewer: UserId,
        id: RegistrationCardId,
        verdict: Verdict,
    ) -> Decided<CardView> {
        match card::review(&self.app, id, &verdict, &reviewer.to_string()).await {
            Ok(_) => self.card(id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn answer_application(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
        answer: HandAnswer,
    ) -> Decided<ApplicationView> {
        if self.answers == Answers::FromTaxAuthority {
            return Ok(Err(EnrollmentRefusal::Absent));
        }
        let refusal = match answer {
            HandAnswer::Accept => None,
            HandAnswer::Refuse { reason } => Some(reason),
        };
        match authority::answer_by_hand(&self.app, owner, id, refusal).await {
            Ok(_) => self.application(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn api_keys(&self, owner: OrganizationId) -> CloudResult<Vec<ApiKey>> {
        let rows = api_key::list(&self.app, owner).await.map_err(failed)?;
        Ok(rows.into_iter().map(shown).collect())
    }

    async fn create_api_key(
        &self,
        owner: OrganizationId,
        user: UserId,
        name: String,
        signing: Signing,
    ) -> Decided<(ApiKeyId, Secret)> {
        let key = NewApiKey {
            organization: owner,
            user,
            name,
            signing: match signing {
                Signing::Allowed => StoredSigning::Allowed,
                Signing::Denied => StoredSigning::Denied,
            },
        };
        match api_key::create(&self.app, key).await {
            Ok(made) => Ok(Ok(made)),
            Err(error @ ApiKeyError::TooMany) => Ok(Err(EnrollmentRefusal::Because {
                code: "too_many_keys",
                message: error.to_string(),
            })),
            Err(ApiKeyError::Store(error)) => Err(failed(error)),
        }
    }

    async fn revoke_api_key(&self, owner: OrganizationId, id: ApiKeyId) -> CloudResult<bool> {
        api_key::revoke(&self.app, owner, id).await.map_err(failed)
    }
}

/// Whoever made the key, as the program that brings it.
pub(super) async fn program(platform: &Platform, key: &Secret) -> CloudResult<Option<UserActor>> {
    let holder = api_key::holder(&platform.app, key.reveal())
        .await
        .map_err(failed)?;
    Ok(holder.and_then(|holder| {
        let person = actor(&holder.user)?;
        Some(UserActor {
            entry: Entry::Key {
                id: holder.id,
                signing: signing(holder.signing),
            },
            ..person
        })
    }))
}

const fn signing(stored: StoredSigning) -> Signing {
    match stored {
        StoredSigning::Allowed => Signing::Allowed,
        StoredSigning::Denied => Signing::Denied,
    }
}

fn shown(row: ApiKeyRow) -> ApiKey {
    ApiKey {
        id: row.id,
        signing: signing(row.key.signing),
        name: row.key.name,
        created_at: row.created_at,
        revoked_at: row.revoked_at,
    }
}

fn rendered(
    application: &ApplicationView,
    form: ApplicationForm,
    locale: Locale,
) -> CloudResult<RenderedDocument> {
    let signature = signature_of(
        application.signer.as_deref(),
        application.signed_at,
        UtcOffset::KAZAKHSTAN,
    );
    rendered_form(&application.document, signature, form, locale)
}

/// Whether a document is signed, at the wall clock of its country.
pub(super) fn signature_of(signer: Option<&str>, at: Option<Timestamp>, zone: UtcOffset) -> Signature<'_> {
    match (signer, at) {
        (Some(signer), Some(at)) => Signature::Given {
            signer,
            at: at.to_local(zone),
        },
        (_, None) | (None, Some(_)) => Signature::Awaited,
    }
}

/// A document in one of its forms.
pub(super) fn rendered_form(
    document: &ApplicationDocument,
    signature: Signature<'_>,
    form: ApplicationForm,
    locale: Locale,
) -> CloudResult<RenderedDocument> {
    let (content_type, body) = match form {
        ApplicationForm::Text => (
            "text/plain; charset=utf-8",
            print::application::text(document, signature, locale).into_bytes(),
        ),
        ApplicationForm::Html => (
            "text/html; charset=utf-8",
            print::application::fragment(document, signature, locale)
                .into_string()
                .into_bytes(),
        ),
        ApplicationForm::Pdf => (
            "application/pdf",
            print::application::pdf(document, signature, locale)
                .map_err(|error| CloudError::Failed(Box::new(error)))?,
        ),
    };
    Ok(RenderedDocument {
        content_type,
        body: Bytes::from(body),
    })
}

/// What stands beside a signature that a key gave: what the key is for.
pub(super) async fn signed_by(
    platform: &Platform,
    owner: OrganizationId,
    key: ApiKeyId,
) -> CloudResult<String> {
    let keys = api_key::list(&platform.app, owner).await.map_err(failed)?;
    let name = keys.into_iter().find(|row| row.id == key).map(|row| row.key.name);
    Ok(name.unwrap_or_else(|| key.to_string()))
}

pub(super) fn decided<T>(done: Result<T, EnrollmentFailure>) -> Decided<T> {
    match done {
        Ok(value) => Ok(Ok(value)),
        Err(failure) => Ok(Err(refused(failure)?)),
    }
}

/// A failure of a list: no rule of business can refuse it.
pub(super) fn unexpected(failure: EnrollmentFailure) -> CloudError {
    match refused(failure) {
        Ok(refusal) => CloudError::Failed(format!("a list was refused: {refusal:?}").into()),
        Err(error) => error,
    }
}
