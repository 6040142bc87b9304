//! Enrollment with the Federal Tax Service: application, registration report, changes, closing of the storage, card.
//!
//! The register itself makes the reports; here are their facts and the order in which the tax service wants them.
//! Law: RU-54FZ/4.2.

mod document;
mod reason;
mod state;

use serde::{Deserialize, Serialize};
use types::{FiscalStorageNumber, Inn, Kpp, LocalDateTime, Ogrn, RegistrationNumber, SerialNumber};

pub use document::RussianDocumentKind;
pub use reason::{RussianDeregistrationReason, RussianReRegistrationReason, RussianReRegistrationReasons};
pub use state::{
    CARD_TERM_DAYS, REPORT_TERM_DAYS, RussianEnrollment, RussianEnrollmentError, RussianEvent,
    RussianEventKind, RussianStateKind, end_of_working_day_after,
};

/// What an application tells of the taxpayer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RussianTaxpayer {
    /// Name of the organization, or of the person.
    pub name: String,
    /// Taxpayer number.
    pub inn: Inn,
    /// State registration number.
    pub ogrn: Ogrn,
    /// Code of the reason of enrollment; persons have none.
    pub kpp: Option<Kpp>,
}

/// What the tax service keeps of a register: what an application for registration tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterParticulars {
    /// Model of the register.
    pub model: String,
    /// Serial number of the register.
    pub serial_number: SerialNumber,
    /// The fiscal storage.
    pub storage: StorageParticulars,
    /// Address of settlements.
    pub address: String,
    /// Place of settlements, such as a shop's name or site.
    pub place: String,
    /// Conditions of use, in the words of the register's report.
    pub usage: Vec<String>,
    /// Where documents go.
    pub destination: DocumentDestination,
}

/// The fiscal storage of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageParticulars {
    /// Its model.
    pub model: String,
    /// Its number.
    pub number: FiscalStorageNumber,
}

/// Where a register's documents go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "destination")]
pub enum DocumentDestination {
    /// To an operator.
    Ofd {
        /// Its name.
        name: String,
        /// Its taxpayer number.
        inn: Inn,
    },
    /// Nowhere: the register works in a place without a network.
    Nowhere,
}

/// Facts of a report that the storage sealed: registration, change of registration, or closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFacts {
    /// Number of the document in its storage.
    pub document_number: u32,
    /// Its fiscal sign.
    pub fiscal_sign: u32,
    /// Wall-clock time of the register.
    pub made_at: LocalDateTime,
}

/// The card that the tax service makes of a registered register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RussianCard {
    /// Registration number.
    pub number: RegistrationNumber,
    /// Day of registration.
    pub registered_on: LocalDateTime,
    /// What the register is.
    pub particulars: RegisterParticulars,
    /// The report that registered it, or that changed the registration last.
    pub report: ReportFacts,
}

#[cfg(test)]
mod tests;
