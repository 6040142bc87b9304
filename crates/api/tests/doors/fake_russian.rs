//! A Russian register in memory.

use api::cloud::*;
use app::enrollment::russian::{RussianAnswer, RussianApplicationView, RussianRequest, RussianView};
use bytes::Bytes;
use enrollment::russian::{RussianDeregistrationReason, RussianEnrollment, RussianTaxpayer};
use enrollment::{Application, ContentHash};
use print::Locale;
use types::{ApiKeyId, ApplicationId, Inn, Ogrn, OrganizationId, RegisterId, Timestamp};

use crate::fake::Fake;
use crate::fake_enrollment;

const START: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

fn known<T>(id: i64, value: impl FnOnce() -> T) -> Decided<T> {
    Ok(match id {
        1 => Ok(value()),
        _ => Err(EnrollmentRefusal::Absent),
    })
}

fn view() -> RussianView {
    let ogrn = (0..10).find_map(|digit| Ogrn::parse(&format!("119990000000{digit}")).ok());
    RussianView {
        id: RegisterId::new(1),
        created_at: START,
        name: "Касса".into(),
        taxpayer: RussianTaxpayer {
            name: "ООО «Пример»".into(),
            inn: Inn::parse("7700000009").unwrap(),
            ogrn: ogrn.unwrap(),
            kpp: None,
        },
        state: RussianEnrollment::draft(),
        registration_number: None,
        applications: vec![application()],
    }
}

fn application() -> RussianApplicationView {
    let document = fake_enrollment::application().document;
    RussianApplicationView {
        id: ApplicationId::new(1),
        register: RegisterId::new(1),
        created_at: START,
        request: RussianRequest::Deregistration {
            reason: RussianDeregistrationReason::Loss,
            closing: None,
        },
        stands: Application::prepared(document.hash()),
        document,
        signer: None,
        signed_at: None,
    }
}

fn rendered() -> RenderedDocument {
    RenderedDocument {
        content_type: "text/plain; charset=utf-8",
        body: Bytes::from_static(b"document"),
    }
}

impl RussianCloud for Fake {
    async fn russian_enrollments(
        &self,
        _: OrganizationId,
        _: Option<RegisterId>,
        _: u32,
    ) -> CloudResult<Page<RussianView>> {
        Ok(Page {
            rows: vec![view()],
            next_after: None,
        })
    }

    async fn draft_russian(
        &self,
        _: OrganizationId,
        name: String,
        taxpayer: RussianTaxpayer,
    ) -> Decided<RussianView> {
        Ok(Ok(RussianView {
            name,
            taxpayer,
            ..view()
        }))
    }

    async fn russian_enrollment(&self, _: OrganizationId, id: RegisterId) -> Decided<RussianView> {
        known(id.get(), view)
    }

    async fn russian_card(
        &self,
        _: OrganizationId,
        id: RegisterId,
        _: ApplicationForm,
    ) -> Decided<RenderedDocument> {
        known(id.get(), rendered)
    }

    async fn prepare_russian(
        &self,
        _: OrganizationId,
        register: RegisterId,
        request: RussianRequest,
    ) -> Decided<RussianApplicationView> {
        self.state.lock().unwrap().russian_requests.push(request);
        known(register.get(), application)
    }

    async fn report_russian(
        &self,
        _: OrganizationId,
        register: RegisterId,
        _: enrollment::russian::ReportFacts,
    ) -> Decided<RussianView> {
        known(register.get(), view)
    }

    async fn answer_russian(
        &self,
        _: OrganizationId,
        register: RegisterId,
        answer: RussianAnswer,
    ) -> Decided<RussianView> {
        self.state.lock().unwrap().russian_answers.push(answer);
        known(register.get(), view)
    }

    async fn answer_russian_application(
        &self,
        _: OrganizationId,
        id: ApplicationId,
        answer: HandAnswer,
    ) -> Decided<RussianApplicationView> {
        self.state.lock().unwrap().answers.push(answer);
        known(id.get(), application)
    }

    async fn russian_application(
        &self,
        _: OrganizationId,
        id: ApplicationId,
    ) -> Decided<RussianApplicationView> {
        known(id.get(), application)
    }

    async fn russian_document(
        &self,
        _: OrganizationId,
        id: ApplicationId,
        _: ApplicationForm,
        _: Locale,
    ) -> Decided<RenderedDocument> {
        known(id.get(), rendered)
    }

    async fn sign_russian(
        &self,
        _: OrganizationId,
        _: ApiKeyId,
        id: ApplicationId,
        _: ContentHash,
    ) -> Decided<RussianApplicationView> {
        known(id.get(), application)
    }

    async fn cancel_russian(&self, _: OrganizationId, id: ApplicationId) -> Decided<RussianApplicationView> {
        known(id.get(), application)
    }
}
