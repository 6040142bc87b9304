//! From the texts of a draft to a registration.

use ofd_ru::FfdVersion;
use receipt::Cashier;
use register::{
    AgentSet, Attendance, Destination, Registration, TaxationSet, UsageCondition, UsageConditions,
};
use store::organizations::OrganizationRow;
use store::registers::RegisterKind;
use types::{FiscalStorageNumber, Inn, RegistrationNumber, Rng, SerialNumber};

use super::Draft;
use crate::context::Settings;
use crate::setup::{NAME_LENGTH_MAX, Reading, SetupError};

/// Words of the taxation regimes that a register may be registered with today.
pub const TAXATION: [(&str, TaxationSet); 5] = [
    ("general", TaxationSet::GENERAL),
    ("simplified_income", TaxationSet::SIMPLIFIED_INCOME),
    (
        "simplified_income_minus_expense",
        TaxationSet::SIMPLIFIED_INCOME_MINUS_EXPENSE,
    ),
    ("agricultural", TaxationSet::AGRICULTURAL),
    ("patent", TaxationSet::PATENT),
];

/// Words of the conditions of use.
pub const CONDITIONS: [(&str, UsageCondition); 13] = [
    ("printer_in_machine", UsageCondition::PrinterInMachine),
    ("strict_reporting_forms", UsageCondition::StrictReportingForms),
    ("internet_only", UsageCondition::InternetOnly),
    ("excise_goods", UsageCondition::ExciseGoods),
    ("marked_goods", UsageCondition::MarkedGoods),
    ("services_only", UsageCondition::ServicesOnly),
    ("gambling", UsageCondition::Gambling),
    ("lottery", UsageCondition::Lottery),
    ("pawnshop", UsageCondition::Pawnshop),
    ("insurance", UsageCondition::Insurance),
    ("vending_machine", UsageCondition::VendingMachine),
    ("catering", UsageCondition::Catering),
    ("wholesale", UsageCondition::Wholesale),
];

const KINDS: [(&str, RegisterKind); 2] = [("virtual", RegisterKind::Virtual), ("agent", RegisterKind::Agent)];

const FORMATS: [(&str, FfdVersion); 3] = [
    ("1.2", FfdVersion::V1_2),
    ("1.1", FfdVersion::V1_1),
    ("1.05", FfdVersion::V1_05),
];

/// Field of the number that the tax authority gives.
const REGISTRATION: &str = "registration_number";
/// Site of the tax authority: tag 1060.
const TAX_AUTHORITY_SITE: &str = "www.nalog.gov.ru";
/// Version of the model: tag 1188.
const REGISTER_VERSION: &str = "1.0";
/// Characters of a cashier's name: tag 1021.
const CASHIER_LENGTH_MAX: usize = 64;
/// Characters of a sender's address: tag 1117.
const SENDER_LENGTH_MAX: usize = 64;
/// Characters of a machine's number: tag 1036.
const MACHINE_LENGTH_MAX: usize = 20;

/// A register whose every field was read.
pub(super) struct Wanted {
    pub(super) kind: RegisterKind,
    pub(super) name: Option<String>,
    pub(super) numbers: Numbers,
    /// Another operator than ours.
    pub(super) ofd: Option<(Inn, String)>,
    ffd: FfdVersion,
    user_name: Option<String>,
    address: String,
    place: String,
    taxation: TaxationSet,
    conditions: UsageConditions,
    attendance: Attendance,
    sender_email: Option<String>,
    cashier: Cashier,
}

/// Numbers that others gave, or that were made in their place.
pub(super) struct Numbers {
    pub(super) serial: SerialNumber,
    pub(super) storage: FiscalStorageNumber,
    registration: Option<RegistrationNumber>,
}

impl Draft {
    pub(super) fn read(&self, rng: &dyn Rng) -> Result<Wanted, SetupError> {
        let mut reading = Reading::default();
        let read = &mut reading;
        let kind = word(read, "kind", &self.kind, &KINDS);
        let numbers = kind.and_then(|kind| self.numbers(read, kind, rng));
        let name = self
            .name
            .as_deref()
            .and_then(|name| read.text("name", name, NAME_LENGTH_MAX));
        let user_name = self
            .user_name
            .as_deref()
            .and_then(|name| read.text("user_name", name, NAME_LENGTH_MAX));
        let ffd = word(read, "ffd", self.ffd.as_deref().unwrap_or("1.2"), &FORMATS);
        let address = read.text("settlement_address", &self.settlement_address, NAME_LENGTH_MAX);
        let place = read.text("settlement_place", &self.settlement_place, NAME_LENGTH_MAX);
        let taxation = self.taxation(read);
        let conditions = words(read, "conditions", &self.conditions, &CONDITIONS);
        let machine_number = self
            .machine_number
            .as_deref()
            .and_then(|number| read.text("machine_number", number, MACHINE_LENGTH_MAX));
        let cashier = read.text("cashier", &self.cashier, CASHIER_LENGTH_MAX);
        let cashier_inn = read.optional("cashier_inn", self.cashier_inn.as_deref(), Inn::parse);
        let sender_email = self.sender(read);
        let ofd = self.ofd(read);
        let wanted = (|| {
            Some(Wanted {
                kind: kind?,
                name,
                numbers: numbers?,
                ofd,
                ffd: ffd?,
                user_name,
                address: address?,
                place: place?,
                taxation: taxation?,
                conditions: conditions.into_iter().collect(),
                attendance: machine_number.map_or(Attendance::Attended, |machine_number| {
                    Attendance::Automatic { machine_number }
                }),
                sender_email,
                cashier: Cashier {
                    name: cashier?,
                    inn: cashier_inn,
                },
            })
        })();
        reading.finish(wanted)
    }

    fn numbers(&self, read: &mut Reading, kind: RegisterKind, rng: &dyn Rng) -> Option<Numbers> {
        let made = |field: &'static str, given: Option<&str>, make: String, read: &mut Reading| match (
            given, kind,
        ) {
            (Some(given), _) => Some(given.to_owned()),
            (None, RegisterKind::Virtual) => Some(make),
            (None, RegisterKind::Agent) => read.refuse_unshown(
                field,
                "a real register has one; it stands on its type plate or report",
            ),
        };
        let serial = format!("QASSA{:010}", number(rng, 10));
        let serial = made("serial_number", self.serial_number.as_deref(), serial, read);
        let storage = format!("9999{:012}", number(rng, 12));
        let storage = made("fiscal_storage", self.fiscal_storage.as_deref(), storage, read);
        let serial = serial.and_then(|text| read.parsed("serial_number", &text, SerialNumber::parse));
        let storage =
            storage.and_then(|text| read.parsed("fiscal_storage", &text, FiscalStorageNumber::parse));
        let emulated = kind == RegisterKind::Virtual;
        if let Some(storage) = storage.as_ref().filter(|storage| emulated && !storage.is_test()) {
            let right = "the storage of a virtual register is emulated; its number must begin with 9999";
            read.refuse::<()>("fiscal_storage", storage.as_str(), right);
        }
        let given = self.registration_number.as_deref();
        let registration = read.optional(REGISTRATION, given, RegistrationNumber::parse);
        if given.is_none() && !emulated {
            read.refuse_unshown::<()>(REGISTRATION, "a real register has one from the tax authority");
        }
        Some(Numbers {
            serial: serial?,
            storage: storage?,
            registration,
        })
    }

    fn taxation(&self, read: &mut Reading) -> Option<TaxationSet> {
        if self.taxation.is_empty() {
            return read.refuse_unshown("taxation", format!("needs at least one of: {}", list(&TAXATION)));
        }
        let sets = words(read, "taxation", &self.taxation, &TAXATION);
        sets.into_iter().reduce(TaxationSet::with)
    }

    fn sender(&self, read: &mut Reading) -> Option<String> {
        let email = self.sender_email.as_deref()?;
        let email = read.parsed("sender_email", email, |text| {
            receipt::contact::email(text).map(str::to_owned)
        })?;
        read.text("sender_email", &email, SENDER_LENGTH_MAX)
    }

    fn ofd(&self, read: &mut Reading) -> Option<(Inn, String)> {
        let given = (self.ofd_inn.as_deref(), self.ofd_name.as_deref());
        match given {
            (None, None) => None,
            (Some(inn), Some(name)) => {
                let inn = read.parsed("ofd_inn", inn, Inn::parse);
                let name = read.text("ofd_name", name, NAME_LENGTH_MAX);
                inn.zip(name)
            }
            (Some(_), None) => read.refuse_unshown("ofd_name", "another operator has a name too"),
            (None, Some(_)) => read.refuse_unshown("ofd_inn", "another operator has a taxpayer number too"),
        }
    }
}

impl Wanted {
    /// The registration of a register of this organization; `sequence` stands in for the tax authority's counter
    /// where it gave no number.
    pub(super) fn registration(
        &self,
        owner: &OrganizationRow,
        sequence: u64,
        settings: &Settings,
    ) -> Result<Registration, SetupError> {
        let mut reading = Reading::default();
        let inn = reading.parsed("inn", &owner.inn, Inn::parse);
        let inn = reading.finish(inn)?;
        let serial = &self.numbers.serial;
        let number = match &self.numbers.registration {
            Some(number) => number.clone(),
            None => RegistrationNumber::compute(sequence, &inn, serial),
        };
        if let Err(error) = number.belongs_to(&inn, serial) {
            let right = format!("{error}, with inn {inn} and serial_number {serial}");
            return Err(SetupError::fault(REGISTRATION, number.as_str(), right));
        }
        let (ofd_inn, ofd_name) = match &self.ofd {
            Some((inn, name)) => (inn.clone(), name.clone()),
            None => (settings.ofd_inn.clone(), settings.ofd_name.clone()),
        };
        Ok(Registration {
            ffd: self.ffd,
            registration_number: number,
            serial_number: serial.clone(),
            inn,
            user_name: self.user_name.clone().unwrap_or_else(|| owner.name.clone()),
            settlement_address: self.address.clone(),
            settlement_place: self.place.clone(),
            taxation: self.taxation,
            agents: AgentSet::default(),
            conditions: self.conditions,
            destination: Destination::Ofd {
                inn: ofd_inn,
                name: ofd_name,
            },
            attendance: self.attendance.clone(),
            tax_authority_site: TAX_AUTHORITY_SITE.to_owned(),
            sender_email: self.sender_email.clone(),
            register_version: REGISTER_VERSION.to_owned(),
            cashier: self.cashier.clone(),
        })
    }
}

/// A random number of at most so many digits, never zero.
pub(super) fn number(rng: &dyn Rng, digits: u32) -> u64 {
    let mut bytes = [0_u8; 8];
    rng.fill(&mut bytes);
    u64::from_be_bytes(bytes) % (10_u64.pow(digits) - 1) + 1
}

fn word<T: Copy>(
    read: &mut Reading,
    field: &'static str,
    value: &str,
    known: &[(&'static str, T)],
) -> Option<T> {
    let found = known.iter().find(|(word, _)| *word == value);
    match found {
        Some((_, meaning)) => Some(*meaning),
        None => read.refuse(field, value, format!("must be one of: {}", list(known))),
    }
}

fn words<T: Copy>(
    read: &mut Reading,
    field: &'static str,
    values: &[String],
    known: &[(&'static str, T)],
) -> Vec<T> {
    values
        .iter()
        .filter_map(|value| word(read, field, value, known))
        .collect()
}

fn list<T>(known: &[(&'static str, T)]) -> String {
    let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
    words.join(", ")
}
