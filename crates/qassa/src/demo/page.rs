//! What the sandbox's page shows and does.

use std::sync::Arc;

use app::App;
use app::enrollment::waiting;
use app::fiscalization::{self, shifts};
use app::task;
use futures::future::BoxFuture;
use portal::sandbox::{
    CallbackEntry, CallbackOutcome, ClockChange, MailSummary, RegisterFault, RegisterPhase, RegisterState,
    Sample, SandboxMail, TaskTrace, TaxEntry, TaxIssuer, WaitingApplication, WaitingId, WaitingKind,
};
use portal::{Sandbox, SandboxError, SandboxState};
use register::{Fault, PhaseKind, SHIFT_MAX_S, VirtualRegister};
use store::outbox::{MessageFilter, MessageKind, MessageRow, MessageState};
use store::registers::{self, RegisterRow};
use store::sandbox;
use store::tasks::TaskFilter;
use types::{Clock, LocalDateTime, OrganizationId, OutboxId, RegisterId, TaskId};

use super::clock::SandboxClock;
use super::sample::SampleShop;
use super::simulator::ArmedFaults;
use super::trace::{RegisterNames, trace};

/// Receipts whose way is shown.
const TASKS: u32 = 10;
/// Rows of the other lists.
const ROWS: u32 = 20;
/// Registers whose names are known; the sandbox has three.
const REGISTERS: u32 = 100;

/// The sandbox behind its page.
pub struct SandboxPage {
    /// The platform.
    pub app: App,
    /// Its clock.
    pub clock: Arc<SandboxClock>,
    /// Its armed faults.
    pub faults: Arc<ArmedFaults>,
    /// Its shop.
    pub shop: SampleShop,
    /// Its organization.
    pub organization: OrganizationId,
}

fn failed(error: impl std::error::Error) -> SandboxError {
    SandboxError::Failed(app::text_of(&error))
}

impl Sandbox for SandboxPage {
    fn state(&self) -> BoxFuture<'_, Result<SandboxState, SandboxError>> {
        Box::pin(async move {
            Ok(SandboxState {
                now: self.clock.now(),
                shift_s: self.clock.shift_s(),
                registers: self.registers().await?,
                tasks: self.tasks().await?,
                mails: self.mails().await?,
                callbacks: self.callbacks().await?,
                tax_log: self.tax_log().await?,
                applications: self.applications().await?,
            })
        })
    }

    fn move_clock(&self, change: ClockChange) -> BoxFuture<'_, Result<(), SandboxError>> {
        Box::pin(async move {
            self.clock.change(change)?;
            self.clock.keep(self.app.db()).await.map_err(failed)
        })
    }

    fn set_fault(
        &self,
        register: RegisterId,
        fault: Option<RegisterFault>,
    ) -> BoxFuture<'_, Result<(), SandboxError>> {
        Box::pin(async move {
            let driven = shifts::virtual_registers(&self.app).await.map_err(failed)?;
            if !driven.iter().any(|row| row.id == register) {
                return Err(SandboxError::Unknown(format!("register {register}")));
            }
            self.faults.arm(register, fault.map(armed));
            Ok(())
        })
    }

    fn send_sample(&self, sample: Sample) -> BoxFuture<'_, Result<TaskId, SandboxError>> {
        Box::pin(self.shop.send(sample, self.clock.now()))
    }

    fn answer_application(
        &self,
        application: WaitingId,
        refusal: Option<String>,
    ) -> BoxFuture<'_, Result<(), SandboxError>> {
        Box::pin(async move {
            let waiting = waiting::of_everybody(&self.app, ROWS).await.map_err(failed)?;
            let found = waiting.into_iter().find(|one| named(one.what) == application);
            let unknown = || SandboxError::Unknown(format!("application {}", application.code()));
            let found = found.ok_or_else(unknown)?;
            let answered = waiting::answer(&self.app, &found, refusal).await;
            answered.map_err(|error| SandboxError::Refused(error.to_string()))
        })
    }

    fn mail(&self, id: OutboxId) -> BoxFuture<'_, Result<Option<SandboxMail>, SandboxError>> {
        Box::pin(async move {
            let found = self
                .app
                .db()
                .read("sandbox_mail", move |tx| sandbox::mail(tx, id.get()))
                .await
                .map_err(failed)?;
            Ok(found.map(|row| SandboxMail {
                from: "receipts@sandbox.example".to_owned(),
                text: row.mail.text_body.clone(),
                html: Some(row.mail.html_body.clone()).filter(|html| !html.is_empty()),
                summary: mail_summary(row),
            }))
        })
    }
}

const fn named(what: waiting::What) -> WaitingId {
    match what {
        waiting::What::Kazakh(application) => WaitingId::Kazakh(application),
        waiting::What::Russian(register) => WaitingId::Russian(register),
    }
}

impl SandboxPage {
    async fn registers(&self) -> Result<Vec<RegisterState>, SandboxError> {
        let rows = shifts::virtual_registers(&self.app).await.map_err(failed)?;
        let mut states = Vec::with_capacity(rows.len());
        for row in rows {
            let (row, register) = fiscalization::look(&self.app, row.id).await.map_err(failed)?;
            let now = self.clock.now().to_local(self.app.settings().offset);
            states.push(self.register_state(&row, &register, now));
        }
        Ok(states)
    }

    async fn applications(&self) -> Result<Vec<WaitingApplication>, SandboxError> {
        let rows = waiting::of_everybody(&self.app, ROWS).await.map_err(failed)?;
        let shown = rows.into_iter().map(|row| WaitingApplication {
            id: named(row.what),
            kind: match row.kind {
                waiting::WaitingKind::Enrollment => WaitingKind::Enrollment,
                waiting::WaitingKind::ReEnrollment => WaitingKind::ReEnrollment,
                waiting::WaitingKind::Deregistration => WaitingKind::Deregistration,
                waiting::WaitingKind::Report => WaitingKind::Report,
            },
            register: row.register,
            signed_at: row.signed_at,
        });
        Ok(shown.collect())
    }

    fn register_state(
        &self,
        row: &RegisterRow,
        register: &VirtualRegister,
        now: LocalDateTime,
    ) -> RegisterState {
        let storage = register.storage();
        let fault = self.faults.of(row.id);
        let blocked = storage.phase().kind() != PhaseKind::Fiscal;
        let documents = storage.last_document().map_or(0, |last| last.number.get());
        let documents_max = storage.profile().capacity;
        let phase = match (fault, storage.open_shift()) {
            (Some(Fault::NoAnswer), _) => RegisterPhase::Unreachable,
            (Some(Fault::Exhausted), _) => RegisterPhase::Exhausted,
            (Some(Fault::ClockWrong { .. }), _) => RegisterPhase::ClockWrong,
            _ if blocked => RegisterPhase::Blocked,
            _ if documents >= documents_max => RegisterPhase::Exhausted,
            (_, Some(open)) if now.since_s(open.opened_at) > SHIFT_MAX_S => RegisterPhase::ShiftExpired {
                number: open.number.get(),
            },
            (_, Some(open)) => RegisterPhase::ShiftOpen {
                number: open.number.get(),
            },
            (_, None) => RegisterPhase::ShiftClosed,
        };
        RegisterState {
            id: row.id,
            name: row.name.clone(),
            fiscal_storage: row.fiscal_storage_number.clone(),
            phase,
            documents,
            documents_max,
            unsent: storage.unsent().map_or(0, |unsent| unsent.count),
            fault: fault.map(shown),
        }
    }

    async fn tasks(&self) -> Result<Vec<TaskTrace>, SandboxError> {
        let rows = task::list(&self.app, self.organization, TaskFilter::default(), None, TASKS)
            .await
            .map_err(failed)?;
        let names = self.register_names().await?;
        let mut traces = Vec::with_capacity(rows.len());
        for row in rows {
            let detail = task::detail(&self.app, self.organization, row.id)
                .await
                .map_err(failed)?;
            traces.extend(detail.map(|detail| trace(&detail, &names)));
        }
        Ok(traces)
    }

    async fn register_names(&self) -> Result<RegisterNames, SandboxError> {
        let organization = self.organization;
        let rows = self
            .app
            .db()
            .read("sandbox_registers", move |tx| {
                registers::of_organization(tx, organization, None, REGISTERS)
            })
            .await;
        let named = rows.map_err(failed)?.into_iter().map(|row| (row.id, row.name));
        Ok(named.collect())
    }

    async fn mails(&self) -> Result<Vec<MailSummary>, SandboxError> {
        let rows = self
            .app
            .db()
            .read("sandbox_mails", |tx| sandbox::mails(tx, None, None, ROWS))
            .await;
        Ok(rows.map_err(failed)?.into_iter().map(mail_summary).collect())
    }

    async fn callbacks(&self) -> Result<Vec<CallbackEntry>, SandboxError> {
        let filter = MessageFilter {
            kind: Some(MessageKind::Callback),
            ..MessageFilter::default()
        };
        let rows = app::messages::list(&self.app, self.organization, filter, None, ROWS)
            .await
            .map_err(failed)?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let body = match row.task {
                Some(id) => task::detail(&self.app, self.organization, id)
                    .await
                    .map_err(failed)?,
                None => None,
            };
            let body = body
                .map(|detail| api::callback::task_body(&api::platform::task_of_row(&self.app, &detail.task)));
            entries.push(callback(row, &body.unwrap_or_default()));
        }
        Ok(entries)
    }

    async fn tax_log(&self) -> Result<Vec<TaxEntry>, SandboxError> {
        let rows = self
            .app
            .db()
            .read("sandbox_tax_log", |tx| sandbox::tax_entries(tx, None, None, ROWS))
            .await;
        let entry = |row: sandbox::TaxEntryRow| TaxEntry {
            at: row.entry.at,
            issuer: issuer_of(&row.entry.document, row.entry.fiscal_storage_number),
            document_number: u32::try_from(row.entry.document_number).unwrap_or(0),
            form: form_of(&row.entry.document),
            accepted: row.entry.answer == "accepted",
        };
        Ok(rows.map_err(failed)?.into_iter().map(entry).collect())
    }
}

/// Kazakh documents are told by their own word; their log holds the registration number in the place of the storage.
fn issuer_of(document: &str, number: String) -> TaxIssuer {
    let json = serde_json::from_str::<serde_json::Value>(document).unwrap_or_default();
    match json["kind"].as_str() {
        Some("kz") => TaxIssuer::Register(number),
        Some(_) | None => TaxIssuer::FiscalStorage(number),
    }
}

/// Kind of a document in the tax authority's JSON, by its form code.
fn form_of(document: &str) -> Option<ofd_ru::Form> {
    let json = serde_json::from_str::<serde_json::Value>(document).ok()?;
    let code = u8::try_from(json["code"].as_u64()?).ok()?;
    ofd_ru::Form::from_code(code)
}

fn mail_summary(row: sandbox::MailRow) -> MailSummary {
    MailSummary {
        id: OutboxId::new(row.id),
        at: row.mail.at,
        to: row.mail.recipient,
        subject: row.mail.subject,
    }
}

fn callback(row: MessageRow, body: &[u8]) -> CallbackEntry {
    let reason = row.last_result.clone().unwrap_or_default();
    CallbackEntry {
        at: row.finished_at.unwrap_or(row.created_at),
        url: row.target,
        outcome: match row.state {
            MessageState::Delivered => CallbackOutcome::Delivered(200),
            MessageState::Pending => CallbackOutcome::Retrying {
                at: row.next_attempt_at,
                reason,
            },
            MessageState::Dead => CallbackOutcome::Dead { reason },
        },
        attempts: row.attempts,
        body: String::from_utf8_lossy(body).into_owned(),
    }
}

const fn armed(fault: RegisterFault) -> Fault {
    match fault {
        RegisterFault::NoAnswer => Fault::NoAnswer,
        RegisterFault::LostAnswer => Fault::AnswerLost,
        RegisterFault::Slow => Fault::Slow { delay_ms: 5_000 },
        RegisterFault::Exhausted => Fault::Exhausted,
        RegisterFault::ClockWrong => Fault::ClockWrong { offset_s: -86_400 },
        RegisterFault::Crash => Fault::CrashBeforeReport,
    }
}

const fn shown(fault: Fault) -> RegisterFault {
    match fault {
        Fault::NoAnswer => RegisterFault::NoAnswer,
        Fault::AnswerLost => RegisterFault::LostAnswer,
        Fault::Slow { .. } => RegisterFault::Slow,
        Fault::Exhausted => RegisterFault::Exhausted,
        Fault::ClockWrong { .. } => RegisterFault::ClockWrong,
        Fault::CrashBeforeReport => RegisterFault::Crash,
    }
}
