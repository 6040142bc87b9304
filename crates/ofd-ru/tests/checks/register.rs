//! Documents against what is known of their register.

use super::good;
use super::good::{text, uint};
use super::rules::{found, line_with, with};
use ofd_ru::checks::{AgentSet, CheckContext, TaxationSet, UsePlace};
use ofd_ru::{FfdVersion, Form};
use types::{FiscalStorageNumber, Inn, RegistrationNumber, SerialNumber};

use FfdVersion::V1_2;

fn with_register<'a>(set: impl FnOnce(&mut CheckContext<'a>)) -> CheckContext<'a> {
    let mut context = good::context();
    set(&mut context);
    context
}

#[test]
fn a_document_of_another_register_is_seen() {
    let receipt = good(Form::Receipt, V1_2);
    let (own, other) = (
        Inn::parse(good::INN).unwrap(),
        Inn::parse(good::PERSON_INN).unwrap(),
    );
    assert_eq!(
        found(&receipt, &with_register(|c| c.register.inn = Some(&own))),
        [""; 0]
    );
    assert_eq!(
        found(&receipt, &with_register(|c| c.register.inn = Some(&other))),
        ["register-inn 3/1018"]
    );

    let number = RegistrationNumber::parse("0000000005008571").unwrap();
    let context = with_register(|c| c.register.registration_number = Some(&number));
    assert_eq!(found(&receipt, &context), ["register-number 3/1037"]);

    let storage = FiscalStorageNumber::parse("9999078900005489").unwrap();
    let context = with_register(|c| c.register.storage_number = Some(&storage));
    assert_eq!(found(&receipt, &context), ["register-storage 3/1041"]);

    let serial = SerialNumber::parse("3").unwrap();
    let context = with_register(|c| {
        c.register.serial_number = Some(&serial);
        c.register.inn = Some(&own);
    });
    assert_eq!(found(&receipt, &context), ["registration-number-check 3/1037"]);
}

#[test]
fn regimes_and_agents_keep_within_the_registration() {
    let receipt = good(Form::Receipt, V1_2);
    let general_only = with_register(|c| c.register.taxation = Some(TaxationSet(1)));
    assert_eq!(found(&receipt, &general_only), [""; 0]);
    let simplified_only = with_register(|c| c.register.taxation = Some(TaxationSet(2)));
    assert_eq!(found(&receipt, &simplified_only), ["register-taxation 3/1055"]);

    let agent = line_with([uint(1222, 64), text(1226, good::INN)]);
    assert_eq!(
        found(&agent, &with_register(|c| c.register.agents = Some(AgentSet(64)))),
        [""; 0]
    );
    let commissioner_only = with_register(|c| c.register.agents = Some(AgentSet(32)));
    assert_eq!(found(&agent, &commissioner_only), ["register-agents 3/1059/1222"]);
}

#[test]
fn a_register_for_the_internet_says_so() {
    let internet = with_register(|c| c.register.place = Some(UsePlace::InternetOnly));
    assert_eq!(
        found(&good(Form::Receipt, V1_2), &internet),
        ["register-internet 3/1108"]
    );
    let said = with(Form::Receipt, V1_2, [uint(1108, 1), text(1008, "+79000000001")]);
    assert_eq!(found(&said, &internet), [""; 0]);
    assert_eq!(found(&good(Form::ShiftOpening, V1_2), &internet), [""; 0]);
}
