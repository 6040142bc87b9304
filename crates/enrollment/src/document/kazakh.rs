//! Documents of Kazakh applications.

use types::{LocalDateTime, Timestamp, UtcOffset};

use super::{ApplicationDocument, DocumentField, DocumentKind, FieldName, FieldValue, Statement};
use crate::application::ApplicationKind;
use crate::calendar::first_of_next_month;
use crate::number::{KgdRegistrationNumber, TaxpayerNumber};
use crate::register_card::RegisterCard;
use crate::request::Request;
use crate::state::Registered;
use crate::tariff_plan::TariffPlan;
use crate::trade_point::TradePoint;

/// Who applies, and under whose service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicant {
    /// Number of the taxpayer.
    pub number: TaxpayerNumber,
    /// Name of the taxpayer.
    pub name: String,
    /// Name of the operator.
    pub ofd_name: String,
}

/// What the application is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The register.
    pub card: &'a RegisterCard,
    /// The trade point where it is used.
    pub trade_point: &'a TradePoint,
    /// The trade point where it will be used, for a re-enrollment.
    pub target: Option<&'a TradePoint>,
    /// Its registration number, once it has one.
    pub number: Option<&'a KgdRegistrationNumber>,
    /// Plan that is on, for its cancellation or suspension.
    pub plan: Option<&'a TariffPlan>,
}

impl ApplicationDocument {
    /// The document of a Kazakh application.
    #[must_use]
    pub fn kazakh(
        applicant: &Applicant,
        subject: &Subject<'_>,
        request: &Request,
        now: Timestamp,
        zone: UtcOffset,
    ) -> Self {
        let mut form = Form::default();
        let kind = ApplicationKind::from(request);
        form.applicant(kind, applicant, subject);
        match request {
            Request::Deregister { reason } => {
                form.add(FieldName::Reason, FieldValue::Deregistration(*reason));
            }
            Request::WriteOff { reason } => {
                form.add(FieldName::Reason, FieldValue::WriteOff(*reason));
            }
            Request::Enroll { .. }
            | Request::ReEnroll { .. }
            | Request::ChooseTariff { .. }
            | Request::CancelTariff
            | Request::Suspend => {}
        }
        form.register(subject);
        form.place(subject);
        match request {
            Request::ChooseTariff { plan } => {
                form.text(FieldName::OfdName, &applicant.ofd_name);
                form.plan(plan);
            }
            Request::CancelTariff | Request::Suspend => {
                form.text(FieldName::OfdName, &applicant.ofd_name);
                if let Some(plan) = subject.plan {
                    form.plan(plan);
                }
            }
            Request::Enroll { .. } => form.text(FieldName::OfdName, &applicant.ofd_name),
            Request::ReEnroll { .. } | Request::Deregister { .. } | Request::WriteOff { .. } => {}
        }
        if *request == Request::Suspend {
            let from = first_of_next_month(now, zone).to_local(zone);
            form.add(FieldName::SuspensionFrom, FieldValue::Day(from));
        }
        Self {
            kind: DocumentKind::Kazakh(kind),
            date: day(now.to_local(zone)),
            fields: form.0,
            statements: statements(kind).to_vec(),
        }
    }
}

impl ApplicationDocument {
    /// The registration card of a register on the books: what the tax office wrote down.
    #[must_use]
    pub fn kazakh_card(
        applicant: &Applicant,
        card: &RegisterCard,
        trade_point: &TradePoint,
        registered: &Registered,
        zone: UtcOffset,
    ) -> Self {
        let enrolled_on = registered.enrolled_at.to_local(zone);
        let mut form = Form::default();
        form.text(FieldName::TaxpayerNumber, applicant.number.as_str());
        form.text(FieldName::TaxpayerName, &applicant.name);
        let subject = Subject {
            card,
            trade_point,
            target: None,
            number: Some(&registered.number),
            plan: None,
        };
        form.register(&subject);
        form.add(FieldName::EnrolledOn, FieldValue::Day(day(enrolled_on)));
        form.place(&subject);
        form.text(FieldName::OfdName, &applicant.ofd_name);
        Self {
            kind: DocumentKind::KazakhCard,
            date: day(enrolled_on),
            fields: form.0,
            statements: Vec::new(),
        }
    }
}

/// Midnight of the day: a document tells its day, and is the same document all day long.
pub(crate) fn day(local: LocalDateTime) -> LocalDateTime {
    LocalDateTime::from_wall_seconds(local.wall_seconds().div_euclid(86_400).saturating_mul(86_400))
}

const fn statements(kind: ApplicationKind) -> &'static [Statement] {
    match kind {
        ApplicationKind::Enrollment => &[
            Statement::Unchangeable,
            Statement::PersonalData,
            Statement::Responsibility,
        ],
        ApplicationKind::ReEnrollment => &[
            Statement::NumberStays,
            Statement::PersonalData,
            Statement::Responsibility,
        ],
        ApplicationKind::Deregistration => &[
            Statement::EverythingSent,
            Statement::PersonalData,
            Statement::Responsibility,
        ],
        ApplicationKind::WriteOff => &[Statement::Truth],
        ApplicationKind::TariffChoice => &[Statement::TariffTerms],
        ApplicationKind::TariffCancellation => &[Statement::NoServiceWithoutTariff],
        ApplicationKind::Suspension => &[Statement::SuspensionTerms],
    }
}

/// Fields in the order of the form.
#[derive(Default)]
pub(crate) struct Form(pub(crate) Vec<DocumentField>);

impl Form {
    pub(crate) fn add(&mut self, name: FieldName, value: FieldValue) {
        self.0.push(DocumentField { name, value });
    }

    pub(crate) fn text(&mut self, name: FieldName, text: &str) {
        self.add(name, FieldValue::Text(text.to_owned()));
    }

    pub(crate) fn maybe(&mut self, name: FieldName, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    fn applicant(&mut self, kind: ApplicationKind, applicant: &Applicant, subject: &Subject<'_>) {
        match kind {
            ApplicationKind::Enrollment | ApplicationKind::ReEnrollment | ApplicationKind::Deregistration => {
                self.text(FieldName::Recipient, subject.trade_point.tax_office.as_str());
            }
            ApplicationKind::WriteOff
            | ApplicationKind::TariffChoice
            | ApplicationKind::TariffCancellation
            | ApplicationKind::Suspension => self.text(FieldName::Recipient, &applicant.ofd_name),
        }
        self.text(FieldName::TaxpayerNumber, applicant.number.as_str());
        self.text(FieldName::TaxpayerName, &applicant.name);
    }

    fn plan(&mut self, plan: &TariffPlan) {
        let (code, name) = (plan.code.clone(), plan.name.clone());
        self.add(FieldName::TariffPlan, FieldValue::Plan { code, name });
        self.add(FieldName::TariffPrice, FieldValue::MonthlyPrice(plan.price));
        self.add(FieldName::Connection, FieldValue::Connection(plan.connection));
    }

    fn register(&mut self, subject: &Subject<'_>) {
        let card = subject.card;
        self.text(FieldName::RegisterModel, &card.model_name);
        self.text(FieldName::SerialNumber, card.serial_number.as_str());
        self.text(FieldName::YearOfManufacture, &card.year.to_string());
        self.maybe(
            FieldName::RegistrationNumber,
            subject.number.map(KgdRegistrationNumber::as_str),
        );
    }

    fn place(&mut self, subject: &Subject<'_>) {
        let point = subject.target.unwrap_or(subject.trade_point);
        self.text(FieldName::TradePointName, &point.name);
        self.text(FieldName::TaxOffice, point.tax_office.as_str());
        self.text(FieldName::Address, &point.address.line);
        if subject.target.is_some() {
            self.text(FieldName::FormerAddress, &subject.trade_point.address.line);
        }
    }
}
