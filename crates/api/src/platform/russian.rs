//! What organizations ask about Russian registers on their way.

use ::enrollment::ContentHash;
use ::enrollment::russian::{ReportFacts, RussianTaxpayer};
use app::enrollment::EnrollmentFailure;
use app::enrollment::russian::{self, RussianAnswer, RussianApplicationView, RussianRequest, RussianView};
use print::Locale;
use print::application::Signature;
use types::{ApiKeyId, ApplicationId, OrganizationId, RegisterId, UtcOffset};

use super::account::page;
use super::enrollment::{decided, rendered_form, signature_of, signed_by, unexpected};
use super::{Answers, Platform};
use crate::cloud::{
    ApplicationForm, CloudResult, Decided, EnrollmentRefusal, HandAnswer, Page, RenderedDocument,
    RussianCloud, refused,
};

impl RussianCloud for Platform {
    async fn russian_enrollments(
        &self,
        owner: OrganizationId,
        after: Option<RegisterId>,
        limit: u32,
    ) -> CloudResult<Page<RussianView>> {
        let rows = russian::registers(&self.app, owner, after, limit).await;
        let rows = rows.map_err(unexpected)?;
        Ok(page(rows, limit, |row| row.id.get()))
    }

    async fn draft_russian(
        &self,
        owner: OrganizationId,
        name: String,
        taxpayer: RussianTaxpayer,
    ) -> Decided<RussianView> {
        match russian::draft(&self.app, owner, &name, &taxpayer).await {
            Ok(id) => self.russian_enrollment(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn russian_enrollment(&self, owner: OrganizationId, id: RegisterId) -> Decided<RussianView> {
        decided(russian::register(&self.app, owner, id).await)
    }

    async fn russian_card(
        &self,
        owner: OrganizationId,
        id: RegisterId,
        form: ApplicationForm,
    ) -> Decided<RenderedDocument> {
        let view = match self.russian_enrollment(owner, id).await? {
            Ok(view) => view,
            Err(refusal) => return Ok(Err(refusal)),
        };
        match russian::card(&view) {
            Some(card) => Ok(Ok(rendered_form(&card, Signature::None, form, Locale::Ru)?)),
            None => Ok(Err(EnrollmentRefusal::Absent)),
        }
    }

    async fn prepare_russian(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        request: RussianRequest,
    ) -> Decided<RussianApplicationView> {
        match russian::prepare(&self.app, owner, register, &request).await {
            Ok(id) => self.russian_application(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn report_russian(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        report: ReportFacts,
    ) -> Decided<RussianView> {
        let taken = russian::report_made(&self.app, owner, register, report).await;
        self.after(owner, register, taken).await
    }

    async fn answer_russian(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        answer: RussianAnswer,
    ) -> Decided<RussianView> {
        // In the sandbox, «accept» stands for whatever the tax service was asked: a number and a card too.
        let taken = match (answer, self.answers) {
            (RussianAnswer::Accepted, Answers::ByHandToo) => {
                russian::answer_by_hand(&self.app, owner, register, None).await
            }
            (answer, Answers::ByHandToo | Answers::FromTaxAuthority) => {
                russian::answered(&self.app, owner, register, answer).await
            }
        };
        self.after(owner, register, taken).await
    }

    async fn answer_russian_application(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
        answer: HandAnswer,
    ) -> Decided<RussianApplicationView> {
        if self.answers == Answers::FromTaxAuthority {
            return Ok(Err(EnrollmentRefusal::Absent));
        }
        let refusal = match answer {
            HandAnswer::Accept => None,
            HandAnswer::Refuse { reason } => Some(reason),
        };
        match russian::answer_application_by_hand(&self.app, owner, id, refusal).await {
            Ok(()) => self.russian_application(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn russian_application(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
    ) -> Decided<RussianApplicationView> {
        decided(russian::application(&self.app, owner, id).await)
    }

    async fn russian_document(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
        form: ApplicationForm,
        locale: Locale,
    ) -> Decided<RenderedDocument> {
        let view = match self.russian_application(owner, id).await? {
            Ok(view) => view,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let signature = signature_of(view.signer.as_deref(), view.signed_at, UtcOffset::MOSCOW);
        Ok(Ok(rendered_form(&view.document, signature, form, locale)?))
    }

    async fn sign_russian(
        &self,
        owner: OrganizationId,
        key: ApiKeyId,
        id: ApplicationId,
        hash: ContentHash,
    ) -> Decided<RussianApplicationView> {
        let signer = signed_by(self, owner, key).await?;
        match russian::sign(&self.app, owner, id, hash, &signer).await {
            Ok(()) => self.russian_application(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }

    async fn cancel_russian(
        &self,
        owner: OrganizationId,
        id: ApplicationId,
    ) -> Decided<RussianApplicationView> {
        match russian::cancel(&self.app, owner, id).await {
            Ok(()) => self.russian_application(owner, id).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }
}

impl Platform {
    async fn after(
        &self,
        owner: OrganizationId,
        register: RegisterId,
        taken: Result<(), EnrollmentFailure>,
    ) -> Decided<RussianView> {
        match taken {
            Ok(()) => self.russian_enrollment(owner, register).await,
            Err(failure) => Ok(Err(refused(failure)?)),
        }
    }
}
