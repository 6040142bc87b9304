//! What is asked about Kazakh registers, and archives.

use app::archive::{ArchiveRefusal, DOCUMENTS_MAX, Parts, Wanted};
use app::kz_ofd::paper::{self, Paper};
use app::kz_ofd::transactions::{
    Transaction, TransactionFilter, TransactionKey, TransactionKind, find_report, register_incidents, shifts,
    transactions,
};
use app::kz_ofd::{KzRegisterView, archive, find_document, register, registers};
use app::ofd;
use print::Columns;
use store::kz_documents::{KzDocumentOperation, KzPageKey};
use store::kz_incidents::KzIncident;
use types::{DocumentId, OrganizationId};

use super::account::organization;
use super::document::{rendered, stored_filter};
use super::{Platform, failed};
use crate::cloud::{
    ArchiveOutcome, CloudError, CloudResult, DocumentFilter, RenderedDocument, Shifts, TransactionCloud,
    TransactionForm, UserActor,
};

/// When somebody who found no place for an archive may come again, seconds.
const NO_PLACE_RETRY_S: u32 = 10;

impl TransactionCloud for Platform {
    async fn kz_registers(
        &self,
        actor: UserActor,
        after: u32,
        limit: u32,
    ) -> CloudResult<Vec<KzRegisterView>> {
        let found = registers(&self.app, organization(actor), after, limit).await;
        found.map_err(failed)
    }

    async fn kz_register(&self, actor: UserActor, id: u32) -> CloudResult<Option<KzRegisterView>> {
        let found = register(&self.app, organization(actor), id).await;
        found.map_err(failed)
    }

    async fn kz_transactions(
        &self,
        actor: UserActor,
        register: u32,
        filter: TransactionFilter,
        after: Option<TransactionKey>,
        limit: u32,
    ) -> CloudResult<Option<Vec<Transaction>>> {
        let found = transactions(&self.app, organization(actor), register, filter, after, limit).await;
        found.map_err(failed)
    }

    async fn kz_document(
        &self,
        actor: UserActor,
        document: DocumentId,
        form: TransactionForm,
    ) -> CloudResult<Option<RenderedDocument>> {
        let organization = organization(actor);
        let found = find_document(&self.app, organization, document).await;
        let Some(view) = found.map_err(failed)? else {
            return Ok(None);
        };
        let register = view.row.device_id;
        self.render(
            organization,
            register,
            Transaction::Document(Box::new(view)),
            form,
        )
        .await
    }

    async fn kz_report(
        &self,
        actor: UserActor,
        report: i64,
        form: TransactionForm,
    ) -> CloudResult<Option<RenderedDocument>> {
        let organization = organization(actor);
        let found = find_report(&self.app, organization, report).await;
        match found.map_err(failed)? {
            Some(Transaction::Report { id, row }) => {
                let register = row.device_id;
                self.render(organization, register, Transaction::Report { id, row }, form)
                    .await
            }
            Some(Transaction::Document(_)) | None => Ok(None),
        }
    }

    async fn kz_shifts(
        &self,
        actor: UserActor,
        register: u32,
        after: Option<TransactionKey>,
        limit: u32,
    ) -> CloudResult<Option<Shifts>> {
        let after = after.map(|key| KzPageKey {
            at: key.at,
            id: key.id,
        });
        let found = shifts(&self.app, organization(actor), register, after, limit).await;
        let found = found.map_err(failed)?;
        Ok(found.map(|(register, closed)| Shifts { register, closed }))
    }

    async fn kz_incidents(
        &self,
        actor: UserActor,
        register: u32,
        after: Option<i64>,
        limit: u32,
    ) -> CloudResult<Option<Vec<(i64, KzIncident)>>> {
        let found = register_incidents(&self.app, organization(actor), register, after, limit).await;
        found.map_err(failed)
    }

    async fn kz_archive(
        &self,
        actor: UserActor,
        register: u32,
        filter: TransactionFilter,
        wanted: Wanted,
    ) -> CloudResult<Option<ArchiveOutcome>> {
        match archive::file(&self.app, organization(actor), register, filter, wanted).await {
            Ok(None) => Ok(None),
            Ok(Some(parts)) => outcome(Ok(parts)).map(Some),
            Err(refusal) => outcome(Err(refusal)).map(Some),
        }
    }

    async fn document_archive(
        &self,
        actor: UserActor,
        filter: DocumentFilter,
        wanted: Wanted,
    ) -> CloudResult<ArchiveOutcome> {
        let organization = organization(actor);
        let filter = stored_filter(organization, filter);
        outcome(ofd::archive::file(&self.app, organization, filter, wanted).await)
    }
}

impl Platform {
    async fn render(
        &self,
        organization: Option<OrganizationId>,
        device_id: u32,
        of: Transaction,
        form: TransactionForm,
    ) -> CloudResult<Option<RenderedDocument>> {
        match (form, &of) {
            (TransactionForm::Payload, Transaction::Document(view)) => {
                let payload = view.row.payload.clone();
                return Ok(Some(rendered("application/octet-stream", payload)));
            }
            (TransactionForm::Payload, Transaction::Report { .. }) => return Ok(None),
            (TransactionForm::Json, _) => {
                let json = paper::json(&of).to_string();
                return Ok(Some(rendered(
                    "application/json; charset=utf-8",
                    json.into_bytes(),
                )));
            }
            _ => {}
        }
        // An annulment has no paper.
        if of.kind() == TransactionKind::Document(KzDocumentOperation::Annulment) {
            return Ok(None);
        }
        let found = register(&self.app, organization, device_id).await;
        let Some(register) = found.map_err(failed)? else {
            return Ok(None);
        };
        let paper = Paper::of(&self.app, &register).await.map_err(failed)?;
        let broken = |error: &dyn std::error::Error| CloudError::Failed(error.to_string().into());
        let printed = paper
            .form(&of)
            .ok_or_else(|| CloudError::Failed("a stored document does not read".into()))?;
        Ok(Some(match form {
            TransactionForm::Html => {
                let html = printed.html().into_string();
                rendered("text/html; charset=utf-8", html.into_bytes())
            }
            TransactionForm::Pdf => {
                rendered("application/pdf", printed.pdf().map_err(|error| broken(&error))?)
            }
            TransactionForm::EscPos(tape) => {
                let bytes = printed.escpos(tape).map_err(|error| broken(&error))?;
                rendered("application/octet-stream", bytes)
            }
            TransactionForm::Text | TransactionForm::Json | TransactionForm::Payload => {
                let text = printed.text(Columns::Wide48);
                rendered("text/plain; charset=utf-8", text.into_bytes())
            }
        }))
    }
}

fn outcome(file: Result<Parts, ArchiveRefusal>) -> CloudResult<ArchiveOutcome> {
    match file {
        Ok(parts) => Ok(ArchiveOutcome::File(parts)),
        Err(ArchiveRefusal::TooMany) => Ok(ArchiveOutcome::TooMany {
            documents_max: DOCUMENTS_MAX,
        }),
        Err(ArchiveRefusal::NoPlace) => Err(CloudError::Busy {
            retry_after_s: NO_PLACE_RETRY_S,
        }),
        Err(ArchiveRefusal::Store(error)) => Err(failed(error)),
    }
}
