//! What a register is registered with, and the register's part of its reports.

use ofd_ru::{Element, Elements, FfdVersion, Form, Tag, tags};
use receipt::Cashier;
use serde::{Deserialize, Serialize};
use types::{Inn, NumberError, RegistrationNumber, SerialNumber};

use crate::fiscal_storage::{StorageRegistration, Transfer};
use crate::usage::{AgentSet, TaxationSet, UsageCondition, UsageConditions};

/// Registration of a virtual register: everything that its reports tell about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Version of the format of its documents: tags 1189 and 1209.
    #[serde(with = "crate::format_version")]
    pub ffd: FfdVersion,
    /// Issued by the tax authority; must belong to taxpayer and serial number: tag 1037.
    pub registration_number: RegistrationNumber,
    /// Given by the manufacturer: tag 1013.
    pub serial_number: SerialNumber,
    /// Taxpayer: tag 1018.
    pub inn: Inn,
    /// Name of the taxpayer, at most 256 characters: tag 1048.
    pub user_name: String,
    /// At most 256 characters: tag 1009.
    pub settlement_address: String,
    /// At most 256 characters: tag 1187.
    pub settlement_place: String,
    /// Taxation regimes: tag 1062.
    pub taxation: TaxationSet,
    /// Agent roles: tag 1057, until FFD 1.1.
    pub agents: AgentSet,
    /// Conditions of use: tag 1290, or its forerunners until FFD 1.1.
    pub conditions: UsageConditions,
    /// Where documents go: tags 1002, 1017 and 1046.
    pub destination: Destination,
    /// Whether a person attends: tags 1001 and 1036.
    pub attendance: Attendance,
    /// Site of the tax authority, at most 256 characters: tag 1060.
    pub tax_authority_site: String,
    /// Sender of electronic receipts, at most 64 characters: tag 1117.
    pub sender_email: Option<String>,
    /// Version of the register's model, at most 8 characters: tag 1188.
    pub register_version: String,
    /// Who stands in documents that name nobody else: tags 1021 and 1203.
    pub cashier: Cashier,
}

/// Where the documents of a register go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    /// To an operator.
    Ofd {
        /// Tag 1017.
        inn: Inn,
        /// At most 256 characters: tag 1046.
        name: String,
    },
    /// Nowhere: they stay in the storage (автономный режим).
    Nowhere,
}

/// Whether a person attends the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attendance {
    /// A cashier.
    Attended,
    /// Nobody: an automatic machine.
    Automatic {
        /// At most 20 characters: tag 1036.
        machine_number: String,
    },
}

impl Registration {
    /// Checks the registration number against taxpayer and serial number.
    ///
    /// # Errors
    /// [`NumberError::CheckDigits`] with the digits that would be right.
    pub fn check_number(&self) -> Result<(), NumberError> {
        self.registration_number
            .belongs_to(&self.inn, &self.serial_number)
    }

    /// What the storage keeps of it.
    #[must_use]
    pub fn for_storage(&self) -> StorageRegistration {
        StorageRegistration {
            ffd: self.ffd,
            registration_number: self.registration_number.clone(),
            inn: self.inn.clone(),
            transfer: match self.destination {
                Destination::Ofd { .. } => Transfer::Ofd,
                Destination::Nowhere => Transfer::None,
            },
            taxation: self.taxation,
            agents: self.agents,
            conditions: self.conditions,
        }
    }

    /// The register's part of a report: every form but receipts and corrections, which get none.
    #[must_use]
    pub fn report_body(&self, form: Form) -> Vec<Element> {
        match form {
            Form::Registration | Form::ReRegistration => self.registration_body(),
            Form::ShiftOpening => {
                let mut body = self.attended_body();
                body.push(Element::text(tags::REGISTER_VERSION, &self.register_version));
                body.push(Element::uint(tags::REGISTER_FFD_VERSION, self.ffd.code()));
                body
            }
            Form::ShiftClosing | Form::StorageClosing => self.attended_body(),
            Form::SettlementStatus => {
                let mut body = self.seller_body();
                body.extend(match self.destination {
                    Destination::Ofd { .. } => None,
                    Destination::Nowhere => Some(Element::uint(tags::NO_TRANSFER_MODE, 1_u8)),
                });
                body
            }
            Form::Receipt
            | Form::StrictReportingForm
            | Form::CorrectionReceipt
            | Form::CorrectionStrictReportingForm
            | Form::OfdAcknowledgement
            | Form::MarkingRequest
            | Form::MarkingNotification
            | Form::MarkingAnswer
            | Form::MarkingNotificationReceipt => Vec::new(),
        }
    }

    /// Fills a receipt with what the registration knows and the receipt does not tell: seller, address and
    /// place, cashier, machine, Internet only, site of the tax authority, sender.
    pub fn complete(&self, receipt: &mut Vec<Element>) {
        let own = [
            (tags::ORGANIZATION_NAME, Some(self.user_name.as_str())),
            (tags::ORGANIZATION_INN, Some(self.inn.as_str())),
            (tags::SETTLEMENT_ADDRESS, Some(self.settlement_address.as_str())),
            (tags::SETTLEMENT_PLACE, Some(self.settlement_place.as_str())),
            (tags::TAX_AUTHORITY_SITE, Some(self.tax_authority_site.as_str())),
            (tags::SENDER_ADDRESS, self.sender_email.as_deref()),
            (tags::MACHINE_NUMBER, self.machine_number()),
        ];
        if receipt.element(tags::CASHIER).is_none() {
            self.write_cashier(receipt);
        }
        if self.conditions.contains(UsageCondition::InternetOnly)
            && receipt.element(tags::INTERNET_ONLY).is_none()
        {
            receipt.push(Element::uint(tags::INTERNET_ONLY, 1_u8));
        }
        for (tag, text) in own {
            if let Some(text) = text
                && receipt.element(tag).is_none()
            {
                receipt.push(Element::text(tag, text));
            }
        }
    }

    fn registration_body(&self) -> Vec<Element> {
        let mut body = self.attended_body();
        let text = |tag, text: &str| Element::text(tag, text);
        let automatic = u8::from(self.machine_number().is_some());
        let kept_inside = match self.destination {
            Destination::Ofd { .. } => 0_u8,
            Destination::Nowhere => 1,
        };
        body.extend([
            text(tags::SERIAL_NUMBER, self.serial_number.as_str()),
            Element::uint(tags::AUTOMATIC_DEVICE, automatic),
            Element::uint(tags::NO_TRANSFER_MODE, kept_inside),
            Element::uint(tags::ENCRYPTION, 0_u8),
            text(tags::TAX_AUTHORITY_SITE, &self.tax_authority_site),
            Element::uint(tags::TAXATION_REGIMES, self.taxation.mask()),
            text(tags::REGISTER_VERSION, &self.register_version),
            Element::uint(tags::REGISTER_FFD_VERSION, self.ffd.code()),
        ]);
        if let Destination::Ofd { inn, name } = &self.destination {
            body.push(text(tags::OFD_INN, inn.as_str()));
            body.push(text(tags::OFD_NAME, name));
        }
        body.extend(
            self.machine_number()
                .map(|number| text(tags::MACHINE_NUMBER, number)),
        );
        body.extend(
            self.sender_email
                .as_deref()
                .map(|sender| text(tags::SENDER_ADDRESS, sender)),
        );
        self.write_conditions(&mut body);
        body
    }

    /// One mask in FFD 1.2, a flag each before.
    fn write_conditions(&self, body: &mut Vec<Element>) {
        const FLAGS: [(Tag, UsageCondition); 7] = [
            (tags::INTERNET_ONLY, UsageCondition::InternetOnly),
            (tags::SERVICES_ONLY, UsageCondition::ServicesOnly),
            (tags::STRICT_FORMS_ONLY, UsageCondition::StrictReportingForms),
            (tags::LOTTERY, UsageCondition::Lottery),
            (tags::GAMBLING, UsageCondition::Gambling),
            (tags::EXCISE_GOODS, UsageCondition::ExciseGoods),
            (tags::PRINTER_IN_MACHINE, UsageCondition::PrinterInMachine),
        ];
        match self.ffd {
            FfdVersion::V1_2 => body.push(Element::uint(tags::USAGE_CONDITIONS, self.conditions.mask())),
            FfdVersion::V1_0 | FfdVersion::V1_05 | FfdVersion::V1_1 => {
                let flag =
                    |(tag, condition)| Element::uint(tag, u8::from(self.conditions.contains(condition)));
                body.extend(FLAGS.map(flag));
                if !self.agents.is_empty() {
                    body.push(Element::uint(tags::AGENT_ROLES, self.agents.mask()));
                }
            }
        }
    }

    fn seller_body(&self) -> Vec<Element> {
        vec![
            Element::text(tags::ORGANIZATION_NAME, &self.user_name),
            Element::text(tags::ORGANIZATION_INN, self.inn.as_str()),
            Element::text(tags::SETTLEMENT_ADDRESS, &self.settlement_address),
            Element::text(tags::SETTLEMENT_PLACE, &self.settlement_place),
        ]
    }

    fn attended_body(&self) -> Vec<Element> {
        let mut body = self.seller_body();
        self.write_cashier(&mut body);
        body
    }

    fn write_cashier(&self, body: &mut Vec<Element>) {
        body.push(Element::text(tags::CASHIER, &self.cashier.name));
        body.extend(
            self.cashier
                .inn
                .as_ref()
                .map(|inn| Element::text(tags::CASHIER_INN, inn.as_str())),
        );
    }

    fn machine_number(&self) -> Option<&str> {
        match &self.attendance {
            Attendance::Attended => None,
            Attendance::Automatic { machine_number } => Some(machine_number),
        }
    }
}
