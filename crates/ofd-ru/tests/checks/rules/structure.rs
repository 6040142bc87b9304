//! The shape of the tree.

use super::{Case, case, line, line_with, with, without};
use crate::good;
use crate::good::{bytes, group, text, uint};
use ofd_ru::checks::RuleId;
use ofd_ru::{Element, FfdVersion, Form, Tag, Value};

use FfdVersion::{V1_0, V1_1, V1_2, V1_05};

pub fn structure() -> Vec<Case> {
    use Form::{MarkingRequest, Receipt, ShiftOpening};
    let mut deep = group(1059, vec![]);
    for _ in 0..20 {
        deep = group(1059, vec![deep]);
    }
    let mut big = good(Receipt, V1_2);
    let long_line = || good::line(V1_2, &"я".repeat(128), 0, (1, 0), 0, 11);
    big.elements.extend((0..200).map(|_| long_line()));
    let mut chatty = good(ShiftOpening, V1_2);
    chatty.elements.extend((0..300).map(|_| bytes(9000, &[1])));
    let mut marking_of_1_1 = good(MarkingRequest, V1_2);
    marking_of_1_1.elements.clear();
    vec![
        case("no total", RuleId::TagMissing, V1_2, without(Receipt, V1_2, 1020)),
        case(
            "an unheard-of tag",
            RuleId::TagUnknown,
            V1_2,
            with(Receipt, V1_2, [Element::new(Tag(1999), Value::Unknown(vec![1]))]),
        ),
        case(
            "a line's name in the header",
            RuleId::TagMisplaced,
            V1_2,
            with(Receipt, V1_2, [text(1030, "Товар")]),
        ),
        case(
            "an agent's sign of the receipt in FFD 1.2",
            RuleId::TagMisplaced,
            V1_2,
            with(Receipt, V1_2, [uint(1057, 1)]),
        ),
        case(
            "a unit in words in FFD 1.2",
            RuleId::TagMisplaced,
            V1_2,
            line_with([text(1197, "шт")]),
        ),
        case(
            "an obsolete tag",
            RuleId::TagMisplaced,
            V1_05,
            with(Receipt, V1_05, [text(1049, "101000")]),
        ),
        case(
            "a printed title",
            RuleId::TagMisplaced,
            V1_2,
            with(Receipt, V1_2, [text(1000, "Кассовый чек")]),
        ),
        case("two totals", RuleId::TagRepeated, V1_2, {
            let mut document = good(Receipt, V1_2);
            document.elements.push(uint(1020, 30_000));
            document
        }),
        case(
            "a total of text",
            RuleId::ValueType,
            V1_2,
            with(
                Receipt,
                V1_2,
                [Element::new(Tag(1020), Value::Unknown(vec![0; 9]))],
            ),
        ),
        case(
            "a name of 129 characters",
            RuleId::ValueTooLong,
            V1_2,
            line_with([text(1030, &"я".repeat(129))]),
        ),
        case(
            "a total of seven bytes",
            RuleId::ValueTooLong,
            V1_2,
            with(Receipt, V1_2, [uint(1020, 1 << 48)]),
        ),
        case(
            "a line of two kilobytes",
            RuleId::ValueTooLong,
            V1_2,
            line(|line| {
                line.extend((0..8).map(|_| {
                    good::group(
                        1260,
                        vec![
                            text(1262, "030"),
                            text(1263, "21.11.2023"),
                            text(1264, "1944"),
                            text(1265, &"x".repeat(256)),
                        ],
                    )
                }));
            }),
        ),
        case(
            "an empty name",
            RuleId::ValueEmpty,
            V1_2,
            line_with([text(1030, " ")]),
        ),
        case("too many lines", RuleId::DocumentTooBig, V1_2, big),
        case(
            "a line in a line in a line",
            RuleId::NestingTooDeep,
            V1_2,
            with(Receipt, V1_2, [deep]),
        ),
        case("a flood of unknown tags", RuleId::FindingsCut, V1_2, chatty),
        case(
            "a marking request of FFD 1.1",
            RuleId::FormVersion,
            V1_1,
            marking_of_1_1,
        ),
        case(
            "another version inside",
            RuleId::VersionMismatch,
            V1_2,
            with(Receipt, V1_2, [uint(1209, 2)]),
        ),
        case(
            "FFD 1.0",
            RuleId::VersionAbolished,
            V1_0,
            with(Receipt, V1_05, [uint(1209, 0)]),
        ),
    ]
}
