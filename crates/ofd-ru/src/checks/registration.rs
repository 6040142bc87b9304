//! Reports of registration, and every document against the registration of its register.

use types::{Inn, RegistrationNumber, SerialNumber};

use super::context::UsePlace;
use super::place::Group;
use super::report::Report;
use super::rule::RuleId;
use super::{RegisterFacts, Subject};
use crate::tags;
use crate::tree::{FfdVersion, Form, Tag};

/// Checks what is special to registration and re-registration reports.
pub(super) fn check(subject: &Subject<'_>, registration: &Group<'_>, report: &mut Report) {
    check_number(registration, report);
    if registration.uint(tags::NO_TRANSFER_MODE) == Some(0) && !registration.has(tags::OFD_INN) {
        let message = "the register transfers data, but no operator is named in 1017".to_owned();
        report.raise(RuleId::OfdMissing, registration.path_of(tags::OFD_INN), message);
    }
    if registration.uint(tags::AUTOMATIC_DEVICE) == Some(1) && !registration.has(tags::MACHINE_NUMBER) {
        let message = "the register is in an automatic device, whose number stands in 1036".to_owned();
        report.raise(
            RuleId::MachineNumberMissing,
            registration.path_of(tags::MACHINE_NUMBER),
            message,
        );
    }
    if subject.document.form == Form::Registration {
        check_first(registration, report);
    } else {
        check_reasons(subject.version, registration, report);
    }
}

/// Checks tag 1037 against 1018 and 1013. Source: RU-OFD/rnm.
fn check_number(registration: &Group<'_>, report: &mut Report) {
    let number = parsed(registration, tags::REGISTRATION_NUMBER, RegistrationNumber::parse);
    let inn = parsed(registration, tags::ORGANIZATION_INN, Inn::parse);
    let serial = parsed(registration, tags::SERIAL_NUMBER, SerialNumber::parse);
    if let (Some(number), Some(inn), Some(serial)) = (number, inn, serial)
        && let Err(error) = number.belongs_to(&inn, &serial)
    {
        let path = registration.path_of(tags::REGISTRATION_NUMBER);
        report.raise(RuleId::RegistrationNumberCheck, path, error.to_string());
    }
}

/// A number that can be read; what is wrong with another is said elsewhere.
fn parsed<T, E>(group: &Group<'_>, tag: Tag, parse: impl Fn(&str) -> Result<T, E>) -> Option<T> {
    parse(group.text(tag)?).ok()
}

fn check_first(registration: &Group<'_>, report: &mut Report) {
    if let Some(number) = registration.uint(tags::FISCAL_DOCUMENT_NUMBER)
        && number != 1
    {
        let message = format!("the registration report has number {number}; it opens the storage with 1");
        report.raise(
            RuleId::FirstDocument,
            registration.path_of(tags::FISCAL_DOCUMENT_NUMBER),
            message,
        );
    }
}

fn check_reasons(version: FfdVersion, registration: &Group<'_>, report: &mut Report) {
    let tag = match version {
        FfdVersion::V1_0 => return,
        FfdVersion::V1_05 => tags::RE_REGISTRATION_REASON,
        FfdVersion::V1_1 | FfdVersion::V1_2 => tags::CHANGE_REASONS,
    };
    // FFD 1.2 has the tag among its mandatory ones; what is left to say is that it is empty.
    let absent = version != FfdVersion::V1_2 && !registration.has(tag);
    let empty = registration.uint(tags::CHANGE_REASONS) == Some(0);
    if absent || empty {
        let message = format!("the report of changes gives no reason in {tag}");
        report.raise(RuleId::ChangeReasonMissing, registration.path_of(tag), message);
    }
}

/// Checks any document against what is known of its register.
pub(super) fn check_facts(subject: &Subject<'_>, group: &Group<'_>, report: &mut Report) {
    let facts = &subject.context.register;
    let numbers = [
        (
            tags::ORGANIZATION_INN,
            facts.inn.map(Inn::as_str),
            RuleId::RegisterInn,
        ),
        (
            tags::REGISTRATION_NUMBER,
            facts.registration_number.map(RegistrationNumber::as_str),
            RuleId::RegisterNumber,
        ),
        (
            tags::FISCAL_STORAGE_NUMBER,
            facts.storage_number.map(types::FiscalStorageNumber::as_str),
            RuleId::RegisterStorage,
        ),
    ];
    for (tag, registered, rule) in numbers {
        let (Some(registered), Some(given)) = (registered, group.text(tag)) else {
            continue;
        };
        let given = given.trim();
        let unpadded = given
            .strip_prefix("00")
            .filter(|rest| rest.len() == 10)
            .unwrap_or(given);
        if registered != given && registered != unpadded {
            let message = format!("tag {tag} is `{given}`; the register's is `{registered}`");
            report.raise(rule, group.path_of(tag), message);
        }
    }
    check_serial(facts, group, report);
    check_taxation(facts, group, report);
    check_agents(facts, group, report);
    check_place(subject, group, report);
}

/// A document without a serial number belongs to the register all the same when its number does.
fn check_serial(facts: &RegisterFacts<'_>, group: &Group<'_>, report: &mut Report) {
    let unknown = facts.registration_number.is_none() && !group.has(tags::SERIAL_NUMBER);
    let (Some(inn), Some(serial), true) = (facts.inn, facts.serial_number, unknown) else {
        return;
    };
    let number = parsed(group, tags::REGISTRATION_NUMBER, RegistrationNumber::parse);
    if let Some(Err(error)) = number.map(|number| number.belongs_to(inn, serial)) {
        let path = group.path_of(tags::REGISTRATION_NUMBER);
        report.raise(RuleId::RegistrationNumberCheck, path, error.to_string());
    }
}

fn check_taxation(facts: &RegisterFacts<'_>, group: &Group<'_>, report: &mut Report) {
    let (Some(registered), Some(applied)) = (facts.taxation, group.uint(tags::TAXATION_REGIME)) else {
        return;
    };
    if applied & !u64::from(registered.0) != 0 {
        let message = format!(
            "the taxation regime is {applied}; registered are bits {:#x}",
            registered.0
        );
        report.raise(
            RuleId::RegisterTaxation,
            group.path_of(tags::TAXATION_REGIME),
            message,
        );
    }
}

fn check_agents(facts: &RegisterFacts<'_>, group: &Group<'_>, report: &mut Report) {
    let Some(registered) = facts.agents else { return };
    for line in group.groups(tags::LINE) {
        let Some(role) = line.uint(tags::LINE_AGENT_ROLE) else {
            continue;
        };
        if role & !u64::from(registered.0) != 0 {
            let message = format!(
                "the agent's role is {role}; registered are bits {:#x}",
                registered.0
            );
            report.raise(
                RuleId::RegisterAgents,
                line.path_of(tags::LINE_AGENT_ROLE),
                message,
            );
        }
    }
}

fn check_place(subject: &Subject<'_>, group: &Group<'_>, report: &mut Report) {
    let is_receipt = matches!(
        subject.document.form,
        Form::Receipt
            | Form::StrictReportingForm
            | Form::CorrectionReceipt
            | Form::CorrectionStrictReportingForm
    );
    let internet_only = subject.context.register.place == Some(UsePlace::InternetOnly);
    if is_receipt && internet_only && group.uint(tags::INTERNET_ONLY) != Some(1) {
        let message =
            "the register is registered for the Internet alone; its receipts have 1108 = 1".to_owned();
        report.raise(
            RuleId::RegisterInternet,
            group.path_of(tags::INTERNET_ONLY),
            message,
        );
    }
}
