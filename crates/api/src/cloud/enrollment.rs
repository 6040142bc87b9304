//! What an organization may ask about trade points, registers on their way and applications.

use std::future::Future;

use app::enrollment::EnrollmentFailure;
use app::enrollment::application::Wish;
use app::enrollment::card::CardView;
use app::enrollment::view::{ApplicationView, RegisterDetail, RegisterView, TradePointView};
use enrollment::russian::RussianEnrollmentError;
use enrollment::{
    CardFacts, CardScan, ContentHash, FieldErrors, OfdDeviceId, OperatorToken, Places, PlanCountry,
    RegisterForm, RegisterModels, StateKind, TariffPlan, TaxpayerNumber, TradePointForm, Verdict,
};
use print::Locale;
use types::{
    ApiKeyId, ApplicationId, OrganizationId, RegisterId, RegistrationCardId, Secret, Timestamp, TradePointId,
    UserId,
};

use super::{CloudError, CloudResult, Page, RenderedDocument};

/// The dictionaries that forms are checked against.
#[derive(Debug, Default)]
pub struct Dictionaries {
    /// Regions, settlements and tax offices.
    pub places: Places,
    /// Models of registers.
    pub models: RegisterModels,
}

/// Which registers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterFilter {
    /// In this state.
    pub state: Option<StateKind>,
    /// At this trade point.
    pub trade_point: Option<TradePointId>,
    /// Whose serial or registration number begins so.
    pub number: Option<String>,
    /// Newer than this register: the key of the page before.
    pub after: Option<RegisterId>,
    /// Rows, at most.
    pub limit: u32,
}

/// A form of an application's document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApplicationForm {
    /// Text.
    Text,
    /// A page.
    Html,
    /// A4.
    Pdf,
}

/// A token as it is shown, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    /// The register's number at the operator.
    pub device: OfdDeviceId,
    /// The token.
    pub token: OperatorToken,
}

/// Answer that the sandbox gives by hand in the place of the tax authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandAnswer {
    /// Does what was applied for.
    Accept,
    /// Refuses.
    Refuse {
        /// Why.
        reason: String,
    },
}

/// Whether a key may sign applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signing {
    /// It may.
    Allowed,
    /// It may not.
    Denied,
}

/// A key in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its number.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// Whether it may sign.
    pub signing: Signing,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Why nothing was done.
#[derive(Debug)]
pub enum EnrollmentRefusal {
    /// The organization has no such thing.
    Absent,
    /// Fields of the form are wrong.
    Fields(FieldErrors),
    /// The serial number is in use.
    SerialNumberTaken,
    /// A rule forbids it.
    Because {
        /// Stable code.
        code: &'static str,
        /// What holds, in words.
        message: String,
    },
}

/// Answer of a call that may be refused.
pub type Decided<T> = CloudResult<Result<T, EnrollmentRefusal>>;

/// What an organization may ask.
pub trait EnrollmentCloud: Send + Sync + 'static {
    /// The dictionaries.
    fn dictionaries(&self) -> &Dictionaries;

    /// Tariff plans that a country offers today, or both do.
    fn tariff_plans(&self, country: Option<PlanCountry>) -> Vec<TariffPlan>;

    /// Trade points, oldest first.
    fn trade_points(
        &self,
        owner: OrganizationId,
        after: Option<TradePointId>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Page<TradePointView>>> + Send;

    /// A trade point.
    fn trade_point(
        &self,
        owner: OrganizationId,
        id: TradePointId,
    ) -> impl Future<Output = Decided<TradePointView>> + Send;

    /// Creates a trade point, or changes the one of this number.
    fn put_trade_point(
        &self,
        owner: OrganizationId,
        id: Option<TradePointId>,
        form: TradePointForm,
    ) -> impl Future<Output = Decided<TradePointView>> + Send;

    /// Deletes a trade point that nothing belongs to.
    fn delete_trade_point(
        &self,
        owner: OrganizationId,
        id: TradePointId,
    ) -> impl Future<Output = Decided<()>> + Send;

    /// What applications say of the taxpayer: number and name.
    fn taxpayer(
        &self,
        owner: OrganizationId,
    ) -> impl Future<Output = CloudResult<Option<(String, String)>>> + Send;

    /// Says what applications tell of the taxpayer.
    fn put_taxpayer(
        &self,
        owner: OrganizationId,
        number: TaxpayerNumber,
        name: String,
    ) -> impl Future<Output = Decided<()>> + Send;

    /// Registers, oldest first.
    fn enrollments(
        &self,
        owner: OrganizationId,
        filter: RegisterFilter,
    ) -> impl Future<Output = CloudResult<Page<RegisterView>>> + Send;

    /// A register with its history.
    fn enrollment(
        &self,
        owner: OrganizationId,
        id: RegisterId,
    ) -> impl Future<Output = Decided<RegisterDetail>> + Send;

    /// Keeps a draft, or changes the register of this number as far as its state allows.
    fn put_enrollment(
        &self,
        owner: OrganizationId,
        id: Option<RegisterId>,
        form: RegisterForm,
    ) -> impl Future<Output = Decided<RegisterDetail>> + Send;

    /// Issues a token; the one before is dead.
    fn issue_token(
        &self,
        owner: OrganizationId,
        register: RegisterId,
    ) -> impl Future<Output = Decided<IssuedToken>> + Send;

    /// Prepares an application.
    fn prepare_application(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        wish: Wish,
    ) -> impl Future<Output = Decided<ApplicationView>> + Send;

    /// An application.
    fn application(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
    ) -> impl Future<Output = Decided<ApplicationView>> + Send;

    /// The document of an application.
    fn application_document(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
        form: ApplicationForm,
        locale: Locale,
    ) -> impl Future<Output = Decided<RenderedDocument>> + Send;

    /// Signs an application in the name of a key.
    fn sign_application(
        &self,
        owner: OrganizationId,
        key: ApiKeyId,
        id: ApplicationId,
        hash: ContentHash,
    ) -> impl Future<Output = Decided<ApplicationView>> + Send;

    /// Gives an application up before it is signed.
    fn cancel_application(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
    ) -> impl Future<Output = Decided<ApplicationView>> + Send;

    /// Takes the registration card of a register that waits for its number.
    fn upload_card(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        facts: CardFacts,
        scan: CardScan,
    ) -> impl Future<Output = Decided<RegisterDetail>> + Send;

    /// The registration card of a register on the books.
    fn card_document(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        form: ApplicationForm,
        locale: Locale,
    ) -> impl Future<Output = Decided<RenderedDocument>> + Send;

    /// The scan that the owner uploaded last.
    fn own_card_scan(
        &self,
        owner: OrganizationId,
        register: RegisterId,
    ) -> impl Future<Output = Decided<CardScan>> + Send;

    /// Cards of all organizations that wait for the operator's staff, oldest first.
    fn waiting_cards(
        &self,
        after: Option<RegistrationCardId>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Page<CardView>>> + Send;

    /// A card, for the operator's staff.
    fn card(&self, id: RegistrationCardId) -> impl Future<Output = Decided<CardView>> + Send;

    /// The scan of a card, for the operator's staff.
    fn card_scan(&self, id: RegistrationCardId) -> impl Future<Output = Decided<CardScan>> + Send;

    /// Says what the operator's staff found.
    fn review_card(
        &self,
        reviewer: UserId,
        id: RegistrationCardId,
        verdict: Verdict,
    ) -> impl Future<Output = Decided<CardView>> + Send;

    /// Answers in the place of the tax authority; absent outside the sandbox.
    fn answer_application(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
        answer: HandAnswer,
    ) -> impl Future<Output = Decided<ApplicationView>> + Send;

    /// Keys of the organization.
    fn api_keys(&self, owner: OrganizationId) -> impl Future<Output = CloudResult<Vec<ApiKey>>> + Send;

    /// Makes a key; it is shown once.
    fn create_api_key(
        &self,
        owner: OrganizationId,
        user: UserId,
        name: String,
        signing: Signing,
    ) -> impl Future<Output = Decided<(ApiKeyId, Secret)>> + Send;

    /// Revokes a key; `false` when there is no such live key.
    fn revoke_api_key(
        &self,
        owner: OrganizationId,
        id: ApiKeyId,
    ) -> impl Future<Output = CloudResult<bool>> + Send;
}

/// A failure of a use case in the words of the doors.
pub(crate) fn refused(failure: EnrollmentFailure) -> Result<EnrollmentRefusal, CloudError> {
    let message = failure.to_string();
    let because = |code| EnrollmentRefusal::Because { code, message };
    Ok(match failure {
        EnrollmentFailure::Absent("taxpayer") => because("taxpayer_missing"),
        EnrollmentFailure::Absent(_) => EnrollmentRefusal::Absent,
        EnrollmentFailure::Fields(errors) => EnrollmentRefusal::Fields(errors),
        EnrollmentFailure::SerialNumberTaken(_) => EnrollmentRefusal::SerialNumberTaken,
        EnrollmentFailure::Russian(error) => because(code_of_russian(&error)),
        EnrollmentFailure::Refused(error) => because(code_of(&error)),
        EnrollmentFailure::Application(enrollment::ApplicationError::WrongState { .. }) => {
            because("wrong_state")
        }
        EnrollmentFailure::Application(enrollment::ApplicationError::OtherContent { .. }) => {
            because("other_content")
        }
        EnrollmentFailure::InUse(_) => because("trade_point_in_use"),
        EnrollmentFailure::AnotherTaxpayer(_) => because("another_taxpayer"),
        EnrollmentFailure::RegistrationNumberTaken(_) => because("registration_number_taken"),
        EnrollmentFailure::ApplicationOpen => because("application_open"),
        EnrollmentFailure::DocumentOutdated => because("document_outdated"),
        EnrollmentFailure::ChangedMeanwhile => because("changed_meanwhile"),
        EnrollmentFailure::Corrupt { .. } => return Err(CloudError::Failed(Box::new(failure))),
        EnrollmentFailure::Store(error) => return Err(crate::platform::failed(error)),
    })
}

const fn code_of(error: &enrollment::EnrollmentError) -> &'static str {
    use enrollment::EnrollmentError;
    match error {
        EnrollmentError::WrongState { .. } => "wrong_state",
        EnrollmentError::Guarded(_) => "not_yet_possible",
        EnrollmentError::AnotherApplication { .. } | EnrollmentError::WrongAnswer { .. } => "wrong_answer",
        EnrollmentError::AnotherTaxOffice { .. } => "another_tax_office",
        EnrollmentError::SameTradePoint => "same_trade_point",
        EnrollmentError::TariffActive { .. } => "tariff_active",
        EnrollmentError::TariffNotOffered { .. } => "tariff_not_offered",
        EnrollmentError::TariffAbsent => "tariff_absent",
        EnrollmentError::SuspensionOrdered { .. } => "suspension_ordered",
    }
}

const fn code_of_russian(error: &RussianEnrollmentError) -> &'static str {
    match error {
        RussianEnrollmentError::WrongState { .. } => "wrong_state",
        RussianEnrollmentError::Number(_) => "wrong_registration_number",
        RussianEnrollmentError::NotFirstDocument { .. } | RussianEnrollmentError::FirstDocument { .. } => {
            "wrong_report"
        }
        RussianEnrollmentError::AnotherRegister => "another_register",
        RussianEnrollmentError::MissingReasons { .. } => "missing_reasons",
        RussianEnrollmentError::StorageNotClosed => "storage_not_closed",
        RussianEnrollmentError::StorageStaysInUse => "storage_stays_in_use",
    }
}
