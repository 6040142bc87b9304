//! Conditions of receipts. Marked goods.

use super::{Case, case, children, drop_tag, line, line_with, marked, marked_line, put, with, without};
use crate::good;
use crate::good::{decimal, group, text, time, uint};
use ofd_ru::checks::RuleId;
use ofd_ru::{Element, FfdVersion, Form};

use FfdVersion::{V1_2, V1_05};

pub fn conditions() -> Vec<Case> {
    use Form::Receipt;
    let agent = |elements: Vec<Element>| line_with(elements);
    vec![
        case(
            "the Internet without a contact",
            RuleId::BuyerContactMissing,
            V1_2,
            with(Receipt, V1_2, [uint(1125, 1)]),
        ),
        case(
            "an Internet register without a contact",
            RuleId::BuyerContactMissing,
            V1_05,
            with(Receipt, V1_05, [uint(1108, 1)]),
        ),
        case(
            "a mail from nowhere",
            RuleId::SenderMissing,
            V1_2,
            with(Receipt, V1_2, [text(1008, "buyer@example.com")]),
        ),
        case(
            "nobody sells",
            RuleId::CashierMissing,
            V1_2,
            without(Receipt, V1_2, 1021),
        ),
        case(
            "a user's detail without a value",
            RuleId::GroupIncomplete,
            V1_2,
            with(Receipt, V1_2, [group(1084, vec![text(1085, "Имя")])]),
        ),
        case(
            "a sectoral detail without a value",
            RuleId::GroupIncomplete,
            V1_2,
            with(
                Receipt,
                V1_2,
                [group(
                    1261,
                    vec![text(1262, "030"), text(1263, "21.11.2023"), text(1264, "1944")],
                )],
            ),
        ),
        case(
            "an operational detail without data",
            RuleId::GroupIncomplete,
            V1_2,
            with(
                Receipt,
                V1_2,
                [group(1270, vec![uint(1271, 0), time(1273, good::NOW)])],
            ),
        ),
        case(
            "a sectoral detail of a line without a number",
            RuleId::GroupIncomplete,
            V1_2,
            line_with([group(
                1260,
                vec![text(1262, "030"), text(1263, "21.11.2023"), text(1265, "x")],
            )]),
        ),
        case(
            "a document without a number",
            RuleId::GroupIncomplete,
            V1_2,
            with(
                Receipt,
                V1_2,
                [group(1256, vec![text(1227, "Покупатель"), text(1245, "21")])],
            ),
        ),
        case(
            "a name alone",
            RuleId::BuyerUnidentified,
            V1_2,
            with(Receipt, V1_2, [group(1256, vec![text(1227, "Покупатель")])]),
        ),
        case(
            "a line without a name",
            RuleId::LineNameMissing,
            V1_2,
            line(|line| drop_tag(line, 1030)),
        ),
        case(
            "a line without a measure",
            RuleId::MeasureMissing,
            V1_2,
            line(|line| drop_tag(line, 2108)),
        ),
        case(
            "an agent of nobody",
            RuleId::AgentSupplierMissing,
            V1_2,
            agent(vec![uint(1222, 64)]),
        ),
        case(
            "a paying agent without phones",
            RuleId::AgentDataIncomplete,
            V1_2,
            agent(vec![
                uint(1222, 4),
                text(1226, good::INN),
                group(1223, vec![text(1073, "+79000000001")]),
            ]),
        ),
        case(
            "a bank agent without an operator",
            RuleId::AgentDataIncomplete,
            V1_2,
            agent(vec![
                uint(1222, 1),
                text(1226, good::INN),
                group(1223, vec![text(1073, "+79000000001"), text(1044, "Перевод")]),
            ]),
        ),
        case(
            "a supplier without an agent",
            RuleId::AgentRoleMissing,
            V1_2,
            agent(vec![text(1226, good::INN)]),
        ),
    ]
}

pub fn marking() -> Vec<Case> {
    vec![
        case(
            "no result of the check",
            RuleId::MarkingResultMissing,
            V1_2,
            marked(|elements| drop_tag(elements, 2107)),
        ),
        case(
            "a result without marked goods",
            RuleId::MarkingResultNeedless,
            V1_2,
            with(Form::Receipt, V1_2, [uint(2107, 0)]),
        ),
        case(
            "no time zone",
            RuleId::TimeZoneMissing,
            V1_2,
            marked(|elements| drop_tag(elements, 1011)),
        ),
        case(
            "no marking code",
            RuleId::MarkingCodeMissing,
            V1_2,
            marked_line(|line| drop_tag(line, 1163)),
        ),
        case(
            "a marking code of plain goods",
            RuleId::MarkingCodeNeedless,
            V1_2,
            marked_line(|line| put(line, uint(1212, 1))),
        ),
        case(
            "no result at the line",
            RuleId::MarkingDataIncomplete,
            V1_2,
            marked_line(|line| drop_tag(line, 2106)),
        ),
        case(
            "no processing mode",
            RuleId::MarkingDataIncomplete,
            V1_2,
            marked_line(|line| drop_tag(line, 2102)),
        ),
        case(
            "two codes",
            RuleId::ProductCodeChoice,
            V1_2,
            marked_line(|line| {
                children(line, 1163).push(text(1301, "40170725"));
            }),
        ),
        case(
            "no code in the group",
            RuleId::ProductCodeChoice,
            V1_2,
            marked_line(|line| children(line, 1163).clear()),
        ),
        case(
            "a share of two pieces",
            RuleId::FractionConditions,
            V1_2,
            marked_line(|line| put(line, decimal(1023, 2, 0))),
        ),
        case(
            "a share of a kilogram",
            RuleId::FractionConditions,
            V1_2,
            marked_line(|line| put(line, uint(2108, 11))),
        ),
        case(
            "three of two",
            RuleId::FractionValue,
            V1_2,
            marked_line(|line| put(children(line, 1291), uint(1293, 3))),
        ),
        case(
            "another text",
            RuleId::FractionValue,
            V1_2,
            marked_line(|line| put(children(line, 1291), text(1292, "1/3"))),
        ),
    ]
}
