//! Results and what cashiers are told.

use std::collections::BTreeSet;

use ofd_kz::{KnownResult, Version};
use receipt::kz::{Rule, TaxpayerNumber};
use register_kz::{AnswerClass, AutonomousSign, CounterError, NotAnnulled, Refusal, ShiftNumber};

use super::sample::{SELLER, day, tenge};
use crate::kz::{
    Fault, FaultKind, ResultText, answer_class, faults_result, refusal_result, refusal_text, result_text,
};

fn refusals() -> Vec<(Refusal, u32)> {
    let shift = ShiftNumber::new(7);
    vec![
        (
            Refusal::ShiftExpired {
                shift,
                opened_at: day("22.11.2026 09:00"),
            },
            11,
        ),
        (
            Refusal::WrongShift {
                named: shift,
                due: shift.next(),
            },
            13,
        ),
        (Refusal::NothingToClose { last: shift }, 13),
        (
            Refusal::AutonomousSignReused {
                sign: AutonomousSign::new(1001),
                used_at: day("22.11.2026 09:00"),
                used_for: String::new(),
                now_for: String::new(),
            },
            13,
        ),
        (Refusal::Counter(CounterError { counter: "sum" }), 13),
        (Refusal::TooManyVatRates, 13),
        (Refusal::NotAnnulled(NotAnnulled::NoReceipt), 10),
        (
            Refusal::NotEnoughCash {
                in_drawer: tenge("1"),
                taken: tenge("2"),
            },
            14,
        ),
        (
            Refusal::Blocked {
                reason: "reason".to_owned(),
            },
            15,
        ),
        (Refusal::Deregistered, 15),
        (
            Refusal::BuyerIsSeller {
                number: TaxpayerNumber::parse(SELLER).unwrap(),
            },
            17,
        ),
    ]
}

#[test]
fn a_refusal_has_its_result_in_every_version() {
    for (refusal, code) in refusals() {
        let in_2_0_4 = match refusal {
            Refusal::Deregistered => 18,
            Refusal::NotAnnulled(_) => 5,
            _ => code,
        };
        for (version, code) in [
            (Version::V202, code),
            (Version::V203, code),
            (Version::V204, in_2_0_4),
        ] {
            let result = refusal_result(&refusal, version);
            assert_eq!(result.code().0, code, "{refusal} in {version}");
            assert!(result.exists_in(version), "{refusal} in {version}");
        }
        assert_eq!(refusal.code().0, code, "the books say the same");
    }
}

/// Placeholders of a text in a catalogue.
fn placeholders(catalogue: &str, id: &str) -> BTreeSet<String> {
    let prefix = format!("{id} = ");
    let text = catalogue.lines().find_map(|row| row.strip_prefix(&prefix));
    let text = text.unwrap_or_else(|| panic!("{id} is in the catalogue"));
    let parts = text.split("{ $").skip(1);
    parts
        .map(|part| part.split(" }").next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_text_is_in_the_catalogues_and_gets_what_fills_it() {
    let fault = Fault {
        path: "ticket.items".to_owned(),
        kind: FaultKind::Rule(Rule::LinesMissing),
        message: "none".to_owned(),
    };
    let results = KnownResult::ALL.iter().copied().filter_map(result_text);
    let mut texts: Vec<ResultText> = results.collect();
    texts.extend(refusals().iter().map(|(refusal, _)| refusal_text(refusal)));
    texts.push(faults_result(&[fault]).unwrap().1);
    let ids: BTreeSet<&str> = texts.iter().map(|text| text.id).collect();
    assert_eq!(ids.len(), 23);
    for catalogue in [
        include_str!("../../../../../locales/ru/ofd.ftl"),
        include_str!("../../../../../locales/kk/ofd.ftl"),
        include_str!("../../../../../locales/en/ofd.ftl"),
    ] {
        for text in &texts {
            let given: BTreeSet<String> = text.args.iter().map(|(name, _)| (*name).to_owned()).collect();
            assert_eq!(placeholders(catalogue, text.id), given, "{}", text.id);
        }
    }
}

#[test]
fn the_first_fault_decides() {
    let fault = |kind| Fault {
        path: "ticket".to_owned(),
        kind,
        message: String::new(),
    };
    let buyer = fault(FaultKind::Rule(Rule::BuyerIsSeller));
    let other = fault(FaultKind::Missing);
    let (result, text) = faults_result(&[buyer.clone(), other.clone()]).unwrap();
    assert_eq!(result, KnownResult::SameTaxpayerAndCustomer);
    assert!(text.args.contains(&("count", "2".to_owned())));
    assert_eq!(
        faults_result(&[other, buyer]).unwrap().0,
        KnownResult::IncorrectRequestData
    );
    assert_eq!(faults_result(&[]), None);
}

#[test]
fn a_class_of_answers_depends_on_the_version_where_the_code_does() {
    let class = |code, version| answer_class(ofd_kz::ResultCode(code), version);
    assert_eq!(class(0, Version::V202), AnswerClass::Accepted);
    assert_eq!(class(18, Version::V203), AnswerClass::Correct);
    assert_eq!(class(18, Version::V204), AnswerClass::Blocked);
    assert_eq!(class(19, Version::V204), AnswerClass::Blocked);
    assert_eq!(class(254, Version::V204), AnswerClass::RetryLater);
    assert_eq!(class(77, Version::V203), AnswerClass::Correct);
}
