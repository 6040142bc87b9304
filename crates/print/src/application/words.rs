//! Which text says what.

use enrollment::russian::{RussianDeregistrationReason, RussianDocumentKind, RussianReRegistrationReason};
use enrollment::{
    ApplicationKind, ConnectionKind, DeregistrationReason, DocumentKind, FieldName, Section, Statement,
    WriteOffReason,
};

pub(super) const fn title(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Kazakh(kind) => match kind {
            ApplicationKind::Enrollment => "application-title-enrollment",
            ApplicationKind::ReEnrollment => "application-title-re-enrollment",
            ApplicationKind::Deregistration => "application-title-deregistration",
            ApplicationKind::WriteOff => "application-title-write-off",
            ApplicationKind::TariffChoice => "application-title-tariff-choice",
            ApplicationKind::TariffCancellation => "application-title-tariff-cancellation",
            ApplicationKind::Suspension => "application-title-suspension",
        },
        DocumentKind::KazakhCard => "application-title-card-kz",
        DocumentKind::Russian(kind) => match kind {
            RussianDocumentKind::Registration => "application-title-registration-ru",
            RussianDocumentKind::ReRegistration => "application-title-re-registration-ru",
            RussianDocumentKind::Deregistration => "application-title-deregistration-ru",
            RussianDocumentKind::Card => "application-title-card-ru",
        },
    }
}

/// A card tells when it was made among its facts; an application when it is applied.
pub(super) const fn is_card(kind: DocumentKind) -> bool {
    match kind {
        DocumentKind::KazakhCard | DocumentKind::Russian(RussianDocumentKind::Card) => true,
        DocumentKind::Kazakh(_)
        | DocumentKind::Russian(
            RussianDocumentKind::Registration
            | RussianDocumentKind::ReRegistration
            | RussianDocumentKind::Deregistration,
        ) => false,
    }
}

pub(super) const fn section(section: Section) -> &'static str {
    match section {
        Section::Applicant => "application-section-applicant",
        Section::Reason => "application-section-reason",
        Section::Register => "application-section-register",
        Section::Place => "application-section-place",
        Section::Service => "application-section-service",
        Section::Storage => "application-section-storage",
    }
}

pub(super) const fn label(name: FieldName, kind: DocumentKind) -> &'static str {
    match (name, kind) {
        (FieldName::TaxpayerNumber, DocumentKind::Kazakh(_) | DocumentKind::KazakhCard) => {
            "application-taxpayer-number"
        }
        (FieldName::TaxpayerNumber, DocumentKind::Russian(_)) => "application-inn",
        (FieldName::TradePointName, DocumentKind::Russian(_)) => "application-settlement-place",
        (FieldName::Recipient, _) => "application-recipient",
        (FieldName::TaxpayerName, _) => "application-taxpayer-name",
        (FieldName::StateRegistrationNumber, _) => "application-ogrn",
        (FieldName::EnrollmentReasonCode, _) => "application-kpp",
        (FieldName::Reason, _) => "application-reason",
        (FieldName::RegisterModel, _) => "application-register-model",
        (FieldName::SerialNumber, _) => "application-serial-number",
        (FieldName::YearOfManufacture, _) => "application-year",
        (FieldName::RegistrationNumber, _) => "application-registration-number",
        (FieldName::UsageConditions, _) => "application-usage",
        (FieldName::TradePointName, DocumentKind::Kazakh(_) | DocumentKind::KazakhCard) => {
            "application-trade-point"
        }
        (FieldName::TaxOffice, _) => "application-tax-office",
        (FieldName::Address, _) => "application-address",
        (FieldName::FormerAddress, _) => "application-former-address",
        (FieldName::OfdName, _) => "application-ofd",
        (FieldName::OfdNumber, _) => "application-ofd-inn",
        (FieldName::TariffPlan, _) => "application-tariff",
        (FieldName::TariffPrice, _) => "application-tariff-price",
        (FieldName::Connection, _) => "application-connection",
        (FieldName::SuspensionFrom, _) => "application-suspension-from",
        (FieldName::StorageModel, _) => "application-storage-model",
        (FieldName::StorageNumber, _) => "application-storage-number",
        (FieldName::ReportNumber, _) => "application-report-number",
        (FieldName::ReportSign, _) => "application-report-sign",
        (FieldName::ReportTime, _) => "application-report-time",
        (FieldName::ClosingNumber, _) => "application-closing-number",
        (FieldName::ClosingSign, _) => "application-closing-sign",
        (FieldName::ClosingTime, _) => "application-closing-time",
        (FieldName::EnrolledOn, _) => "application-enrolled-on",
    }
}

pub(super) const fn statement(statement: Statement) -> &'static str {
    match statement {
        Statement::Responsibility => "application-states-responsibility",
        Statement::PersonalData => "application-states-personal-data",
        Statement::Unchangeable => "application-states-unchangeable",
        Statement::NumberStays => "application-states-number-stays",
        Statement::SuspensionTerms => "application-states-suspension-terms",
        Statement::NoServiceWithoutTariff => "application-states-no-service",
        Statement::TariffTerms => "application-states-tariff-terms",
        Statement::EverythingSent => "application-states-everything-sent",
        Statement::Truth => "application-states-truth",
    }
}

pub(super) const fn deregistration(reason: DeregistrationReason) -> &'static str {
    match reason {
        DeregistrationReason::CessationOfActivity => "deregistration-cessation",
        DeregistrationReason::MoveToAnotherTaxOffice => "deregistration-another-office",
        DeregistrationReason::TechnicalFailure => "deregistration-technical-failure",
        DeregistrationReason::ModelExcluded => "deregistration-model-excluded",
        DeregistrationReason::ReplacedByNewModel => "deregistration-replaced",
        DeregistrationReason::TheftOrLoss => "deregistration-theft-or-loss",
    }
}

pub(super) const fn write_off(reason: WriteOffReason) -> &'static str {
    match reason {
        WriteOffReason::WornOut => "writeoff-worn-out",
        WriteOffReason::Disposed => "writeoff-disposed",
        WriteOffReason::TheftOrLoss => "writeoff-theft-or-loss",
    }
}

pub(super) const fn connection(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::Wired => "connection-wired",
        ConnectionKind::Gprs => "connection-gprs",
    }
}

pub(super) const fn re_registration_ru(reason: RussianReRegistrationReason) -> &'static str {
    match reason {
        RussianReRegistrationReason::PlaceChanged => "reregistration-place",
        RussianReRegistrationReason::OfdChanged => "reregistration-ofd",
        RussianReRegistrationReason::MachineChanged => "reregistration-machine",
        RussianReRegistrationReason::StorageReplaced => "reregistration-storage",
        RussianReRegistrationReason::ToTransfer => "reregistration-to-transfer",
        RussianReRegistrationReason::ToNoTransfer => "reregistration-to-no-transfer",
        RussianReRegistrationReason::UserNameChanged => "reregistration-user-name",
        RussianReRegistrationReason::Other => "reregistration-other",
    }
}

pub(super) const fn deregistration_ru(reason: RussianDeregistrationReason) -> &'static str {
    match reason {
        RussianDeregistrationReason::Theft => "deregistration-ru-theft",
        RussianDeregistrationReason::Loss => "deregistration-ru-loss",
        RussianDeregistrationReason::StorageBroken => "deregistration-ru-storage-broken",
        RussianDeregistrationReason::Other => "deregistration-ru-other",
    }
}
