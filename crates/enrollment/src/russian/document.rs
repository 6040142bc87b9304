//! Documents of Russian applications.

use serde::{Deserialize, Serialize};
use types::LocalDateTime;

use super::{
    DocumentDestination, RegisterParticulars, ReportFacts, RussianCard, RussianDeregistrationReason,
    RussianReRegistrationReasons, RussianTaxpayer,
};
use crate::document::{ApplicationDocument, DocumentKind, FieldName, FieldValue, Form, Statement};

/// What a Russian document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RussianDocumentKind {
    /// Application for registration. Source: RU-FNS/1110061.
    Registration,
    /// Application for a change of the registration. Source: RU-FNS/1110061.
    ReRegistration,
    /// Application for deregistration. Source: RU-FNS/1110062.
    Deregistration,
    /// Card of a registered register.
    Card,
}

impl RussianDocumentKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Registration,
        Self::ReRegistration,
        Self::Deregistration,
        Self::Card,
    ];

    /// Code, as it stands in the signed bytes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::ReRegistration => "re_registration",
            Self::Deregistration => "deregistration",
            Self::Card => "card",
        }
    }
}

impl ApplicationDocument {
    /// Application for registration.
    #[must_use]
    pub fn russian_registration(
        taxpayer: &RussianTaxpayer,
        particulars: &RegisterParticulars,
        date: LocalDateTime,
    ) -> Self {
        let mut form = Form::default();
        form.taxpayer(taxpayer);
        form.particulars(particulars);
        russian(RussianDocumentKind::Registration, date, form)
    }

    /// Application for a change of the registration; `closing` is there when the storage was replaced.
    #[must_use]
    pub fn russian_re_registration(
        taxpayer: &RussianTaxpayer,
        card: &RussianCard,
        reasons: &RussianReRegistrationReasons,
        closing: Option<ReportFacts>,
        date: LocalDateTime,
    ) -> Self {
        let mut form = Form::default();
        form.taxpayer(taxpayer);
        for reason in reasons.as_slice() {
            form.add(FieldName::Reason, FieldValue::RussianReRegistration(*reason));
        }
        form.text(FieldName::RegistrationNumber, card.number.as_str());
        form.particulars(&card.particulars);
        form.report(card.report);
        form.closing(closing);
        russian(RussianDocumentKind::ReRegistration, date, form)
    }

    /// Application for deregistration; `closing` is there unless the storage is out of reach.
    #[must_use]
    pub fn russian_deregistration(
        taxpayer: &RussianTaxpayer,
        card: &RussianCard,
        reason: RussianDeregistrationReason,
        closing: Option<ReportFacts>,
        date: LocalDateTime,
    ) -> Self {
        let mut form = Form::default();
        form.taxpayer(taxpayer);
        form.add(FieldName::Reason, FieldValue::RussianDeregistration(reason));
        form.text(FieldName::RegistrationNumber, card.number.as_str());
        form.text(FieldName::RegisterModel, &card.particulars.model);
        form.text(FieldName::SerialNumber, card.particulars.serial_number.as_str());
        form.text(FieldName::StorageNumber, card.particulars.storage.number.as_str());
        form.closing(closing);
        russian(RussianDocumentKind::Deregistration, date, form)
    }

    /// The card of a registered register.
    #[must_use]
    pub fn russian_card(taxpayer: &RussianTaxpayer, card: &RussianCard, date: LocalDateTime) -> Self {
        let mut form = Form::default();
        form.taxpayer(taxpayer);
        form.text(FieldName::RegistrationNumber, card.number.as_str());
        form.add(FieldName::EnrolledOn, FieldValue::Day(card.registered_on));
        form.particulars(&card.particulars);
        form.report(card.report);
        russian(RussianDocumentKind::Card, date, form)
    }
}

fn russian(kind: RussianDocumentKind, date: LocalDateTime, form: Form) -> ApplicationDocument {
    let statements = match kind {
        RussianDocumentKind::Registration
        | RussianDocumentKind::ReRegistration
        | RussianDocumentKind::Deregistration => vec![Statement::Truth],
        RussianDocumentKind::Card => Vec::new(),
    };
    ApplicationDocument {
        kind: DocumentKind::Russian(kind),
        date,
        fields: form.0,
        statements,
    }
}

impl Form {
    fn taxpayer(&mut self, taxpayer: &RussianTaxpayer) {
        self.text(FieldName::TaxpayerName, &taxpayer.name);
        self.text(FieldName::TaxpayerNumber, taxpayer.inn.as_str());
        self.text(FieldName::StateRegistrationNumber, taxpayer.ogrn.as_str());
        self.maybe(
            FieldName::EnrollmentReasonCode,
            taxpayer.kpp.as_ref().map(types::Kpp::as_str),
        );
    }

    fn particulars(&mut self, particulars: &RegisterParticulars) {
        self.text(FieldName::RegisterModel, &particulars.model);
        self.text(FieldName::SerialNumber, particulars.serial_number.as_str());
        for usage in &particulars.usage {
            self.text(FieldName::UsageConditions, usage);
        }
        self.text(FieldName::TradePointName, &particulars.place);
        self.text(FieldName::Address, &particulars.address);
        match &particulars.destination {
            DocumentDestination::Ofd { name, inn } => {
                self.text(FieldName::OfdName, name);
                self.text(FieldName::OfdNumber, inn.as_str());
            }
            DocumentDestination::Nowhere => {}
        }
        self.text(FieldName::StorageModel, &particulars.storage.model);
        self.text(FieldName::StorageNumber, particulars.storage.number.as_str());
    }

    fn report(&mut self, report: ReportFacts) {
        self.text(FieldName::ReportNumber, &report.document_number.to_string());
        self.text(FieldName::ReportSign, &report.fiscal_sign.to_string());
        self.add(FieldName::ReportTime, FieldValue::Moment(report.made_at));
    }

    fn closing(&mut self, closing: Option<ReportFacts>) {
        let Some(closing) = closing else { return };
        self.text(FieldName::ClosingNumber, &closing.document_number.to_string());
        self.text(FieldName::ClosingSign, &closing.fiscal_sign.to_string());
        self.add(FieldName::ClosingTime, FieldValue::Moment(closing.made_at));
    }
}
