//! What an organization may ask about Russian registers on their way.

use std::future::Future;

use app::enrollment::russian::{RussianAnswer, RussianApplicationView, RussianRequest, RussianView};
use enrollment::ContentHash;
use enrollment::russian::{ReportFacts, RussianTaxpayer};
use print::Locale;
use types::{ApiKeyId, ApplicationId, OrganizationId, RegisterId};

use super::{ApplicationForm, CloudResult, Decided, HandAnswer, Page, RenderedDocument};

/// What an organization may ask about its Russian registers.
pub trait RussianCloud: Send + Sync + 'static {
    /// Registers, oldest first, without their applications.
    fn russian_enrollments(
        &self,
        owner: OrganizationId,
        after: Option<RegisterId>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Page<RussianView>>> + Send;

    /// Keeps a draft.
    fn draft_russian(
        &self,
        owner: OrganizationId,
        name: String,
        taxpayer: RussianTaxpayer,
    ) -> impl Future<Output = Decided<RussianView>> + Send;

    /// A register with its applications.
    fn russian_enrollment(
        &self,
        owner: OrganizationId,
        id: RegisterId,
    ) -> impl Future<Output = Decided<RussianView>> + Send;

    /// The card of a registered register; absent before there is one.
    fn russian_card(
        &self,
        owner: OrganizationId,
        id: RegisterId,
        form: ApplicationForm,
    ) -> impl Future<Output = Decided<RenderedDocument>> + Send;

    /// Prepares an application.
    fn prepare_russian(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        request: RussianRequest,
    ) -> impl Future<Output = Decided<RussianApplicationView>> + Send;

    /// Takes the facts of the registration report.
    fn report_russian(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        report: ReportFacts,
    ) -> impl Future<Output = Decided<RussianView>> + Send;

    /// Takes what the tax service answered.
    fn answer_russian(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        answer: RussianAnswer,
    ) -> impl Future<Output = Decided<RussianView>> + Send;

    /// Answers an application in the place of the tax service; absent outside the sandbox.
    fn answer_russian_application(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
        answer: HandAnswer,
    ) -> impl Future<Output = Decided<RussianApplicationView>> + Send;

    /// An application.
    fn russian_application(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
    ) -> impl Future<Output = Decided<RussianApplicationView>> + Send;

    /// The document of an application.
    fn russian_document(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
        form: ApplicationForm,
        locale: Locale,
    ) -> impl Future<Output = Decided<RenderedDocument>> + Send;

    /// Signs an application in the name of a key.
    fn sign_russian(
        &self,
        owner: OrganizationId,
        key: ApiKeyId,
        id: ApplicationId,
        hash: ContentHash,
    ) -> impl Future<Output = Decided<RussianApplicationView>> + Send;

    /// Gives an application up before it is signed.
    fn cancel_russian(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
    ) -> impl Future<Output = Decided<RussianApplicationView>> + Send;
}
