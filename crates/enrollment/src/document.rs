//! What an application says, in no language yet.

mod hash;
mod kazakh;

use serde::{Deserialize, Serialize};
use types::{LocalDateTime, Money};

use crate::application::ApplicationKind;
use crate::register_card::ConnectionKind;
use crate::request::{DeregistrationReason, WriteOffReason};
use crate::russian::{RussianDeregistrationReason, RussianDocumentKind, RussianReRegistrationReason};
use crate::tariff_plan::{PlanCode, PlanName};

pub use hash::ContentHash;
pub use kazakh::{Applicant, Subject};
pub(crate) use kazakh::{Form, day};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// An application in Kazakhstan.
    Kazakh(ApplicationKind),
    /// The registration card of a Kazakh register.
    KazakhCard,
    /// An application or a card in Russia.
    Russian(RussianDocumentKind),
}

/// A document as facts: printed in any language by `print`, covered by a signature through [`Self::hash`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationDocument {
    /// What it is.
    pub kind: DocumentKind,
    /// Day of the document at the place of the register.
    pub date: LocalDateTime,
    /// Its facts in the order of the form.
    pub fields: Vec<DocumentField>,
    /// What the applicant states by signing.
    pub statements: Vec<Statement>,
}

/// One fact of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentField {
    /// What it is.
    pub name: FieldName,
    /// What it says.
    pub value: FieldValue,
}

/// A part of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// Who applies, and to whom.
    Applicant,
    /// Why.
    Reason,
    /// The register.
    Register,
    /// The place of use.
    Place,
    /// The service of the operator.
    Service,
    /// The fiscal storage and its reports.
    Storage,
}

macro_rules! field_names {
    ($($(#[$meta:meta])* $name:ident, $code:literal, $section:ident;)+) => {
        /// What a fact of a document is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FieldName {
            $($(#[$meta])* $name,)+
        }

        impl FieldName {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Code, as it stands in the signed bytes.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// The part of the form that it belongs to.
            #[must_use]
            pub const fn section(self) -> Section {
                match self {
                    $(Self::$name => Section::$section,)+
                }
            }
        }
    };
}

field_names! {
    /// The tax body or operator that the document is for.
    Recipient, "recipient", Applicant;
    /// Number of the taxpayer.
    TaxpayerNumber, "taxpayer_number", Applicant;
    /// Name of the taxpayer.
    TaxpayerName, "taxpayer_name", Applicant;
    /// State registration number of a Russian taxpayer.
    StateRegistrationNumber, "state_registration_number", Applicant;
    /// Code of the reason of enrollment of a Russian taxpayer.
    EnrollmentReasonCode, "enrollment_reason_code", Applicant;
    /// Why the application is made.
    Reason, "reason", Reason;
    /// Model of the register.
    RegisterModel, "register_model", Register;
    /// Serial number of the register.
    SerialNumber, "serial_number", Register;
    /// Year of manufacture of the register.
    YearOfManufacture, "year_of_manufacture", Register;
    /// Registration number of the register.
    RegistrationNumber, "registration_number", Register;
    /// Where automatic devices and conditions of use are told.
    UsageConditions, "usage_conditions", Register;
    /// Name of the trade point, or place of settlements.
    TradePointName, "trade_point_name", Place;
    /// Code of the tax office of the place.
    TaxOffice, "tax_office", Place;
    /// Address of the place.
    Address, "address", Place;
    /// Address of the place from which the register moves.
    FormerAddress, "former_address", Place;
    /// The operator.
    OfdName, "ofd_name", Service;
    /// Taxpayer number of the operator.
    OfdNumber, "ofd_number", Service;
    /// The tariff plan.
    TariffPlan, "tariff_plan", Service;
    /// Price of a month under the plan.
    TariffPrice, "tariff_price", Service;
    /// How the register reaches the operator.
    Connection, "connection", Service;
    /// Day from which the service pauses.
    SuspensionFrom, "suspension_from", Service;
    /// Model of the fiscal storage.
    StorageModel, "storage_model", Storage;
    /// Number of the fiscal storage.
    StorageNumber, "storage_number", Storage;
    /// Document number of the registration report.
    ReportNumber, "report_number", Storage;
    /// Fiscal sign of the registration report.
    ReportSign, "report_sign", Storage;
    /// Time of the registration report.
    ReportTime, "report_time", Storage;
    /// Document number of the report on the closing of the storage.
    ClosingNumber, "closing_number", Storage;
    /// Fiscal sign of the report on the closing of the storage.
    ClosingSign, "closing_sign", Storage;
    /// Time of the report on the closing of the storage.
    ClosingTime, "closing_time", Storage;
    /// Day of enrollment.
    EnrolledOn, "enrolled_on", Register;
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// Words or digits that are the same in every language.
    Text(String),
    /// A day.
    Day(LocalDateTime),
    /// A day with the time.
    Moment(LocalDateTime),
    /// Why a register is deregistered in Kazakhstan.
    Deregistration(DeregistrationReason),
    /// Why a register is written off.
    WriteOff(WriteOffReason),
    /// A tariff plan.
    Plan {
        /// Its code.
        code: PlanCode,
        /// Its name.
        name: PlanName,
    },
    /// A price of a month in minor units of the country's currency.
    MonthlyPrice(Money),
    /// How a register reaches the operator.
    Connection(ConnectionKind),
    /// Why a registration is changed in Russia.
    RussianReRegistration(RussianReRegistrationReason),
    /// Why a register is deregistered in Russia.
    RussianDeregistration(RussianDeregistrationReason),
}

/// What the applicant states by signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statement {
    /// Responsibility for what the application says, which goes to the tax authority. Source: seed S2.
    Responsibility,
    /// Consent to the processing of personal data that the public service needs. Source: seed S2.
    PersonalData,
    /// Model, serial number and year cannot be changed afterwards. Source: seed S1.
    Unchangeable,
    /// The registration number stays the same. Source: seed S1.
    NumberStays,
    /// The service stops on the first of the next month; charging goes on with the next fiscal transaction.
    /// Source: seed S1.
    SuspensionTerms,
    /// The register cannot work without a tariff.
    NoServiceWithoutTariff,
    /// Acquaintance with the terms and prices of the plan.
    TariffTerms,
    /// The shift is closed and everything was sent.
    EverythingSent,
    /// What the document says is true and complete.
    Truth,
}

impl Statement {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Responsibility,
        Self::PersonalData,
        Self::Unchangeable,
        Self::NumberStays,
        Self::SuspensionTerms,
        Self::NoServiceWithoutTariff,
        Self::TariffTerms,
        Self::EverythingSent,
        Self::Truth,
    ];

    /// Code, as it stands in the signed bytes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Responsibility => "responsibility",
            Self::PersonalData => "personal_data",
            Self::Unchangeable => "unchangeable",
            Self::NumberStays => "number_stays",
            Self::SuspensionTerms => "suspension_terms",
            Self::NoServiceWithoutTariff => "no_service_without_tariff",
            Self::TariffTerms => "tariff_terms",
            Self::EverythingSent => "everything_sent",
            Self::Truth => "truth",
        }
    }
}

impl DocumentKind {
    /// Code, as it stands in the signed bytes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kazakh(kind) => kind.code(),
            Self::KazakhCard => "card",
            Self::Russian(kind) => kind.code(),
        }
    }

    const fn country(self) -> &'static str {
        match self {
            Self::Kazakh(_) | Self::KazakhCard => "KZ",
            Self::Russian(_) => "RU",
        }
    }
}

impl ApplicationDocument {
    /// The value of a field, when the document has it.
    #[must_use]
    pub fn field(&self, name: FieldName) -> Option<&FieldValue> {
        let found = self.fields.iter().find(|field| field.name == name);
        found.map(|field| &field.value)
    }

    /// The bytes that a signature covers: every part with its length before it, so that no two documents give the
    /// same bytes, and no language in them.
    #[must_use]
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut part = |text: &str| {
            // A text longer than 4 GiB cannot be in a form; its length would only repeat.
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            bytes.extend(length.to_be_bytes());
            bytes.extend(text.as_bytes());
        };
        part("qassa application 1");
        part(self.kind.country());
        part(self.kind.code());
        part(&self.date.format("%Y-%m-%d"));
        part(&self.fields.len().to_string());
        for field in &self.fields {
            let (kind, value) = field.value.canonical();
            part(field.name.code());
            part(kind);
            part(&value);
        }
        for statement in &self.statements {
            part(statement.code());
        }
        bytes
    }

    /// Hash of the bytes that a signature covers.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        ContentHash::of(&self.canonical_bytes())
    }
}

impl FieldValue {
    fn canonical(&self) -> (&'static str, String) {
        match self {
            Self::Text(text) => ("text", text.clone()),
            Self::Day(day) => ("day", day.format("%Y-%m-%d")),
            Self::Moment(moment) => ("moment", moment.to_string()),
            Self::Deregistration(reason) => ("deregistration", reason.number().to_string()),
            Self::WriteOff(reason) => ("write_off", reason.code().to_owned()),
            Self::Plan { code, name } => ("plan", [code.as_str(), &name.ru, &name.kk, &name.en].join("\n")),
            Self::MonthlyPrice(price) => ("monthly_price", price.minor().to_string()),
            Self::Connection(kind) => ("connection", kind.code().to_owned()),
            Self::RussianReRegistration(reason) => ("re_registration_ru", reason.code().to_string()),
            Self::RussianDeregistration(reason) => ("deregistration_ru", reason.code().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests;
