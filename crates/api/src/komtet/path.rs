//! Findings about the model in the names of the door.

use std::fmt::Write as _;

use receipt::lint::{Path, Step};
use receipt::{Finding, Rule, Severity};

use crate::cloud::Door;
use crate::field::{Faults, FieldError, FieldErrorKind};

/// A finding as a fault of the body.
#[must_use]
pub fn fault(door: Door, finding: Finding) -> FieldError {
    FieldError {
        path: path(door, &finding.path),
        value: None,
        kind: FieldErrorKind::Rule {
            rule: finding.rule,
            message: finding.message,
        },
    }
}

/// Adds the errors among the findings, except what stand-ins for faults have caused.
pub(super) fn merge(door: Door, findings: Vec<Finding>, faults: &Faults) {
    let errors = findings
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error);
    let new: Vec<_> = errors
        .map(|finding| fault_with_scope(door, finding))
        .filter(|(fault, scope)| {
            !scope.iter().any(|place| faults.touches(place)) && !faults.touches(&fault.path)
        })
        .collect();
    for (fault, _) in new {
        faults.push(fault);
    }
}

fn fault_with_scope(door: Door, finding: Finding) -> (FieldError, Vec<String>) {
    let rule = finding.rule;
    let fault = fault(door, finding);
    let scope = scope(rule, &fault.path);
    (fault, scope)
}

/// Places whose faults make this rule pointless. A rule about one field alone has none.
fn scope(rule: Rule, path: &str) -> Vec<String> {
    let is_about_sums = matches!(
        rule,
        Rule::SumMismatch | Rule::DocumentTooLarge | Rule::LinesMissing | Rule::CashlessSumMismatch
    );
    if is_about_sums {
        return ["positions", "payments", "cashless_payments"]
            .map(str::to_owned)
            .to_vec();
    }
    let is_about_many_fields = matches!(
        rule,
        Rule::TotalAbovePrice
            | Rule::ExciseImpossible
            | Rule::LineTooLarge
            | Rule::MarkingCodeMissing
            | Rule::MarkingCodeUnexpected
            | Rule::MarkingCodeTwice
            | Rule::MarkingQuantity
            | Rule::MarkingFraction
            | Rule::MarkingLineSplits
            | Rule::CorrectionOrderMissing
            | Rule::BuyerContactMissing
            | Rule::GroupTooLarge
    );
    if !is_about_many_fields {
        return Vec::new();
    }
    let end = match path.split_once(']') {
        Some((line, _)) => line.len() + 1,
        None => path.find('.').unwrap_or(path.len()),
    };
    vec![path.get(..end).unwrap_or(path).to_owned()]
}

/// The place of the model in the names of the door.
#[must_use]
pub fn path(door: Door, place: &Path) -> String {
    let mut written = String::new();
    let mut part = Part::Receipt;
    let steps = place.steps();
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Index(index) => {
                let _ = write!(written, "[{index}]");
            }
            Step::Field(field) => {
                let is_last = steps.get(at + 1..).is_none_or(|rest| !rest.iter().any(is_field));
                let (name, next) = part.name(door, field, is_last);
                if !name.is_empty() {
                    if !written.is_empty() {
                        written.push('.');
                    }
                    written.push_str(name);
                }
                part = next;
            }
        }
    }
    written
}

fn is_field(step: &Step) -> bool {
    matches!(step, Step::Field(_))
}

/// Parts of the model whose fields have names of their own in the door.
#[derive(Clone, Copy)]
enum Part {
    Receipt,
    Seller,
    Buyer,
    Line,
    Agent,
    Transfer,
    Marking,
    Payments,
    Correction,
    /// Names of the model are those of the door.
    Same,
}

impl Part {
    fn name(self, door: Door, field: &'static str, is_last: bool) -> (&'static str, Self) {
        let is_v1 = matches!(door, Door::KomtetV1);
        let either = |v1, v2| if is_v1 { v1 } else { v2 };
        match self {
            Self::Receipt => receipt(door, field, is_last),
            Self::Line => line(door, field, is_last),
            Self::Seller => {
                let name = match field {
                    "settlement_address" => "place_address",
                    "settlement_place" => "payment_address",
                    other => other,
                };
                (name, Self::Same)
            }
            Self::Buyer => {
                let name = match field {
                    "email" | "phone" => either("user", field),
                    "name" => either("client.name", field),
                    "inn" => either("client.inn", field),
                    "birth_date" => "birthdate",
                    other => other,
                };
                (name, Self::Same)
            }
            Self::Agent => {
                let name = match field {
                    "role" => "type",
                    "paying_agent_operation" => "paying_agent.operation",
                    "paying_agent_phones" => "paying_agent.phones",
                    "receiver_phones" => "receive_payments_operator.phones",
                    "transfer_operator" => return ("money_transfer_operator", Self::Transfer),
                    other => other,
                };
                (name, Self::Same)
            }
            Self::Marking => {
                let name = match field {
                    "fraction" => "mark_quantity",
                    "planned_status" => "planned_status",
                    _ => either("nomenclature_code", "mark_code"),
                };
                (name, Self::Same)
            }
            Self::Payments => ("", Self::Same),
            Self::Correction => {
                let name = match field {
                    "kind" => "type",
                    "date" => either("date", "base_date"),
                    "order_number" => either("document", "base_number"),
                    other => other,
                };
                (name, Self::Same)
            }
            Self::Transfer | Self::Same => {
                let name = match field {
                    "id" if is_v1 => "id",
                    "at" => "timestamp",
                    "additional" => "additional_info",
                    other => other,
                };
                (name, self)
            }
        }
    }
}

fn receipt(door: Door, field: &'static str, is_last: bool) -> (&'static str, Part) {
    let is_v1 = matches!(door, Door::KomtetV1);
    let either = |v1, v2| if is_v1 { v1 } else { v2 };
    match field {
        "operation" | "form" => ("intent", Part::Same),
        "correction" => (either("correction", "correction_info"), Part::Correction),
        "taxation" => (either("sno", "company.sno"), Part::Same),
        "seller" => (either("", "company"), Part::Seller),
        "buyer" if is_last => (either("user", "client"), Part::Same),
        "buyer" => (either("", "client"), Part::Buyer),
        "lines" => ("positions", Part::Line),
        "payments" => ("payments", Part::Payments),
        "additional_detail" => ("additional_check_props", Part::Same),
        "user_detail" => ("additional_user_props", Part::Same),
        "sectoral" => ("sectoral_check_props", Part::Same),
        "operational" => ("operating_check_props", Part::Same),
        "cashless" => ("cashless_payments", Part::Same),
        "time_zone" => ("timezone", Part::Same),
        other => (other, Part::Same),
    }
}

fn line(door: Door, field: &'static str, is_last: bool) -> (&'static str, Part) {
    let is_v1 = matches!(door, Door::KomtetV1);
    let either = |v1, v2| if is_v1 { v1 } else { v2 };
    match field {
        "measure" => (either("measure_name", "measure"), Part::Same),
        "method" => (either("calculation_method", "payment_method"), Part::Same),
        "subject" => (either("calculation_subject", "payment_object"), Part::Same),
        "item_id" => ("id", Part::Same),
        "additional_detail" => ("user_data", Part::Same),
        "agent" => ("agent_info", Part::Agent),
        "supplier" => ("supplier_info", Part::Same),
        "marking" if is_last => (either("nomenclature_code", "mark_code"), Part::Same),
        "marking" => ("", Part::Marking),
        "sectoral" => ("sectoral_item_props", Part::Same),
        other => (other, Part::Same),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_receipt_have_names_in_both_versions() {
        let table = [
            (Path::root("taxation"), "sno", "company.sno"),
            (
                Path::root("seller").field("settlement_place"),
                "payment_address",
                "company.payment_address",
            ),
            (Path::root("seller").field("inn"), "inn", "company.inn"),
            (Path::root("buyer"), "user", "client"),
            (Path::root("buyer").field("email"), "user", "client.email"),
            (Path::root("buyer").field("inn"), "client.inn", "client.inn"),
            (Path::root("lines"), "positions", "positions"),
            (Path::root("payments").field("cash"), "payments", "payments"),
            (
                Path::root("correction").field("order_number"),
                "correction.document",
                "correction_info.base_number",
            ),
        ];
        for (place, v1, v2) in table {
            assert_eq!(path(Door::KomtetV1, &place), v1);
            assert_eq!(path(Door::KomtetV2, &place), v2);
        }
        let same = [
            (
                Path::root("cashless").index(0).field("additional"),
                "cashless_payments[0].additional_info",
            ),
            (
                Path::root("operational").field("at"),
                "operating_check_props.timestamp",
            ),
            (Path::root("time_zone"), "timezone"),
            (
                Path::root("user_detail").field("name"),
                "additional_user_props.name",
            ),
        ];
        for (place, name) in same {
            assert_eq!(path(Door::KomtetV2, &place), name);
        }
    }

    #[test]
    fn places_of_a_line_have_names_in_both_versions() {
        let line = || Path::root("lines").index(2);
        let operator = line().field("agent").field("transfer_operator");
        let table = [
            (line().field("price"), "price", "price"),
            (line().field("method"), "calculation_method", "payment_method"),
            (line().field("subject"), "calculation_subject", "payment_object"),
            (line().field("measure"), "measure_name", "measure"),
            (line().field("marking"), "nomenclature_code", "mark_code"),
            (
                line().field("marking").field("code"),
                "nomenclature_code",
                "mark_code",
            ),
            (
                line().field("marking").field("fraction"),
                "mark_quantity",
                "mark_quantity",
            ),
            (
                operator.field("phones").index(1),
                "agent_info.money_transfer_operator.phones[1]",
                "agent_info.money_transfer_operator.phones[1]",
            ),
        ];
        for (place, v1, v2) in table {
            assert_eq!(path(Door::KomtetV1, &place), format!("positions[2].{v1}"));
            assert_eq!(path(Door::KomtetV2, &place), format!("positions[2].{v2}"));
        }
        let agent = line().field("agent").field("paying_agent_operation");
        assert_eq!(
            path(Door::KomtetV2, &agent),
            "positions[2].agent_info.paying_agent.operation"
        );
        let sectoral = line().field("sectoral").index(0).field("federal_id");
        assert_eq!(
            path(Door::KomtetV2, &sectoral),
            "positions[2].sectoral_item_props[0].federal_id"
        );
    }
}
