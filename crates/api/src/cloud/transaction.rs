//! What Kazakh registers did, as their operator knows it, and archives of documents of both countries.

use std::future::Future;

use app::archive::{Parts, Wanted};
use app::kz_ofd::KzRegisterView;
use app::kz_ofd::transactions::{Transaction, TransactionFilter, TransactionKey};
use print::escpos::Tape;
use store::kz_incidents::KzIncident;
use store::kz_reports::KzReport;
use types::DocumentId;

use super::{CloudResult, DocumentFilter, RenderedDocument, UserActor};

/// How a transaction is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransactionForm {
    /// What the operator noted, and the document with the names of the protocol.
    Json,
    /// As on paper.
    Text,
    /// As a part of a page.
    Html,
    /// As a file to print.
    Pdf,
    /// As bytes for a receipt printer.
    EscPos(Tape),
    /// The register's message, byte for byte as received; reports have none.
    Payload,
}

/// A register with its Z reports: its shifts, newest first.
#[derive(Clone, Debug)]
pub struct Shifts {
    /// The register with its open shift.
    pub register: KzRegisterView,
    /// Z reports with their ids.
    pub closed: Vec<(i64, KzReport)>,
}

/// A file of many documents.
pub enum ArchiveOutcome {
    /// Its parts.
    File(Parts),
    /// More documents match than one file holds.
    TooMany {
        /// How many it holds.
        documents_max: u32,
    },
}

/// What organizations ask about their Kazakh registers, and staff of the operator about all.
pub trait TransactionCloud: Send + Sync + 'static {
    /// Registers with ids above `after`.
    fn kz_registers(
        &self,
        actor: UserActor,
        after: u32,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Vec<KzRegisterView>>> + Send;

    /// A register.
    fn kz_register(
        &self,
        actor: UserActor,
        register: u32,
    ) -> impl Future<Output = CloudResult<Option<KzRegisterView>>> + Send;

    /// Transactions of a register after a place, newest first.
    fn kz_transactions(
        &self,
        actor: UserActor,
        register: u32,
        filter: TransactionFilter,
        after: Option<TransactionKey>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Option<Vec<Transaction>>>> + Send;

    /// A document in a form; `None` also when it has no such form.
    fn kz_document(
        &self,
        actor: UserActor,
        document: DocumentId,
        form: TransactionForm,
    ) -> impl Future<Output = CloudResult<Option<RenderedDocument>>> + Send;

    /// A report in a form; `None` also when it has no such form.
    fn kz_report(
        &self,
        actor: UserActor,
        report: i64,
        form: TransactionForm,
    ) -> impl Future<Output = CloudResult<Option<RenderedDocument>>> + Send;

    /// Shifts of a register after a place, newest first.
    fn kz_shifts(
        &self,
        actor: UserActor,
        register: u32,
        after: Option<TransactionKey>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Option<Shifts>>> + Send;

    /// Incidents of a register with ids below `after`, newest first.
    fn kz_incidents(
        &self,
        actor: UserActor,
        register: u32,
        after: Option<i64>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Option<Vec<(i64, KzIncident)>>>> + Send;

    /// Transactions of a register that match, as one file.
    fn kz_archive(
        &self,
        actor: UserActor,
        register: u32,
        filter: TransactionFilter,
        wanted: Wanted,
    ) -> impl Future<Output = CloudResult<Option<ArchiveOutcome>>> + Send;

    /// Documents of Russian registers that match, as one file. The filter names a register or a storage.
    fn document_archive(
        &self,
        actor: UserActor,
        filter: DocumentFilter,
        wanted: Wanted,
    ) -> impl Future<Output = CloudResult<ArchiveOutcome>> + Send;
}
