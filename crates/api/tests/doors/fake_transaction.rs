//! A Kazakh register in memory.

use api::cloud::*;
use app::archive::{ArchiveError, DOCUMENTS_MAX, Wanted};
use app::kz_ofd::transactions::{Transaction, TransactionFilter, TransactionKey};
use app::kz_ofd::{Card, KzDocumentView, KzRegisterView};
use bytes::Bytes;
use register_kz::{OperatorBooks, ReportKind, ShiftReport};
use store::kz_documents::{KzDocument, KzDocumentKind};
use store::kz_incidents::KzIncident;
use store::kz_registers::{KzProgress, KzRegister, KzRegisterState};
use store::kz_reports::{KzReport, KzReportKind};
use types::{DocumentId, LocalDateTime, Money, OrganizationId, Timestamp};

use crate::fake::Fake;

const START: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);
pub const AT: LocalDateTime = LocalDateTime::from_wall_seconds(1_795_000_000);
/// More than one file holds happened at this register.
pub const BUSIEST: u32 = 2;
/// All places for archives are taken.
pub const CROWDED: u32 = 3;

fn register(device_id: u32) -> KzRegisterView {
    KzRegisterView {
        row: KzRegister {
            device_id,
            organization: OrganizationId::new(1),
            enrolled_at: START,
            serial_number: "QSSA1000000000001".into(),
            registration_number: "010100000001".into(),
            card: "{}".into(),
            progress: KzProgress {
                state: KzRegisterState::Active,
                token_state: r#"{"valid_token":4294967295}"#.into(),
                books: "{}".into(),
                facts: Some(r#"{"link":{"connect_time":7}}"#.into()),
                shift_number: 1,
                shift_opened_at: None,
                last_document_at: None,
                last_seen_at: Some(START),
            },
        },
        card: Card::default(),
        books: OperatorBooks::new(None),
        facts: app::kz_ofd::ToldFacts::default(),
    }
}

fn report() -> KzReport {
    let mut report = OperatorBooks::new(None).x_report(AT);
    report.kind = ReportKind::Z;
    KzReport {
        device_id: 1,
        organization: OrganizationId::new(1),
        kind: KzReportKind::Z,
        shift_number: 1,
        made_at: AT,
        received_at: START,
        report: serde_json::to_string::<ShiftReport>(&report).unwrap(),
        own_report: None,
        difference_count: 2,
        document: None,
    }
}

fn document() -> KzDocument {
    KzDocument {
        device_id: 1,
        organization: OrganizationId::new(1),
        registration_number: "010100000001".into(),
        kind: KzDocumentKind::Receipt,
        version: 203,
        shift_number: 1,
        document_number: Some(7),
        operation: Some("sell".into()),
        is_autonomous: true,
        total: Some(Money::from_minor(116_000)),
        issued_at: AT,
        received_at: START,
        fiscal_sign: Some(849_825_692),
        autonomous_sign: Some(1001),
        annuls: None,
        content_hash: vec![7; 32],
        flags: r#"["too_old"]"#.into(),
        payload: vec![8, 1],
        answer: Vec::new(),
    }
}

fn known(register: u32) -> Option<()> {
    (1..=3).contains(&register).then_some(())
}

fn rendered(form: TransactionForm) -> RenderedDocument {
    RenderedDocument {
        content_type: "text/plain; charset=utf-8",
        body: Bytes::from(format!("{form:?}")),
    }
}

fn file(wanted: &Wanted) -> ArchiveOutcome {
    let parts = [format!("{wanted:?}"), " and on".to_owned()];
    let parts = parts.map(|part| Ok::<_, ArchiveError>(Bytes::from(part)));
    ArchiveOutcome::File(Box::pin(futures::stream::iter(parts)))
}

impl TransactionCloud for Fake {
    async fn kz_registers(&self, _: UserActor, after: u32, limit: u32) -> CloudResult<Vec<KzRegisterView>> {
        let ids = (1..=3).filter(|id| *id > after).take(limit as usize);
        Ok(ids.map(register).collect())
    }

    async fn kz_register(&self, _: UserActor, id: u32) -> CloudResult<Option<KzRegisterView>> {
        Ok(known(id).map(|()| register(id)))
    }

    async fn kz_transactions(
        &self,
        _: UserActor,
        register: u32,
        filter: TransactionFilter,
        after: Option<TransactionKey>,
        limit: u32,
    ) -> CloudResult<Option<Vec<Transaction>>> {
        let mut state = self.state.lock().unwrap();
        state.transactions = Some((filter, after, limit));
        let report = Transaction::Report {
            id: 5,
            row: Box::new(report()),
        };
        let document = KzDocumentView {
            id: DocumentId::new(12),
            row: document(),
            document: None,
        };
        let rows = vec![report, Transaction::Document(Box::new(document))];
        Ok(known(register).map(|()| rows.into_iter().take(limit as usize).collect()))
    }

    async fn kz_document(
        &self,
        _: UserActor,
        document: DocumentId,
        form: TransactionForm,
    ) -> CloudResult<Option<RenderedDocument>> {
        Ok((document.get() == 1).then(|| rendered(form)))
    }

    async fn kz_report(
        &self,
        _: UserActor,
        report: i64,
        form: TransactionForm,
    ) -> CloudResult<Option<RenderedDocument>> {
        let found = report == 1 && form != TransactionForm::Payload;
        Ok(found.then(|| rendered(form)))
    }

    async fn kz_shifts(
        &self,
        _: UserActor,
        id: u32,
        _: Option<TransactionKey>,
        limit: u32,
    ) -> CloudResult<Option<Shifts>> {
        let closed = [(5, report())].into_iter().take(limit as usize).collect();
        Ok(known(id).map(|()| Shifts {
            register: register(id),
            closed,
        }))
    }

    async fn kz_incidents(
        &self,
        _: UserActor,
        register: u32,
        _: Option<i64>,
        _: u32,
    ) -> CloudResult<Option<Vec<(i64, KzIncident)>>> {
        let incident = KzIncident {
            at: START,
            device_id: Some(register),
            kind: "counters_differ".into(),
            detail: "cash in drawer".into(),
            payload: None,
        };
        Ok(known(register).map(|()| vec![(9, incident)]))
    }

    async fn kz_archive(
        &self,
        _: UserActor,
        register: u32,
        filter: TransactionFilter,
        wanted: Wanted,
    ) -> CloudResult<Option<ArchiveOutcome>> {
        self.state.lock().unwrap().transactions = Some((filter, None, 0));
        match register {
            BUSIEST => Ok(Some(ArchiveOutcome::TooMany {
                documents_max: DOCUMENTS_MAX,
            })),
            CROWDED => Err(CloudError::Busy { retry_after_s: 10 }),
            _ => Ok(known(register).map(|()| file(&wanted))),
        }
    }

    async fn document_archive(
        &self,
        _: UserActor,
        _: DocumentFilter,
        wanted: Wanted,
    ) -> CloudResult<ArchiveOutcome> {
        Ok(file(&wanted))
    }
}
