//! Corrections. Registration reports. Shift reports and counters.

use super::{Case, case, children, drop_tag, put, with, without};
use crate::good;
use crate::good::{group, text, time, uint};
use ofd_ru::checks::RuleId;
use ofd_ru::{Element, FfdVersion, Form};
use types::LocalDateTime;

use FfdVersion::{V1_1, V1_2, V1_05};

pub fn corrections() -> Vec<Case> {
    use Form::CorrectionReceipt;
    let basis = |elements: Vec<Element>| with(CorrectionReceipt, V1_2, [group(1174, elements)]);
    vec![
        case(
            "no date",
            RuleId::CorrectionDateMissing,
            V1_2,
            basis(vec![text(1179, "0")]),
        ),
        case(
            "a date of tomorrow",
            RuleId::CorrectionDateAhead,
            V1_2,
            basis(vec![time(
                1178,
                LocalDateTime::from_calendar(2026, 11, 23, 0, 0, 0).unwrap(),
            )]),
        ),
        case(
            "a date with hours",
            RuleId::CorrectionDateTime,
            V1_2,
            basis(vec![time(1178, good::NOW)]),
        ),
        case(
            "an order without a number",
            RuleId::CorrectionOrderMissing,
            V1_2,
            {
                let mut document = with(CorrectionReceipt, V1_2, [uint(1173, 1)]);
                drop_tag(children(&mut document.elements, 1174), 1179);
                document
            },
        ),
        case(
            "no kind",
            RuleId::CorrectionKindMissing,
            V1_2,
            without(CorrectionReceipt, V1_2, 1173),
        ),
        case(
            "a correction of a return in FFD 1.05",
            RuleId::CorrectionOperation,
            V1_05,
            with(CorrectionReceipt, V1_05, [uint(1054, 2)]),
        ),
    ]
}

pub fn registrations() -> Vec<Case> {
    use Form::{ReRegistration, Registration};
    vec![
        case(
            "another serial number",
            RuleId::RegistrationNumberCheck,
            V1_2,
            with(Registration, V1_2, [text(1013, "3")]),
        ),
        case(
            "no operator",
            RuleId::OfdMissing,
            V1_2,
            without(Registration, V1_2, 1017),
        ),
        case(
            "a machine without a number",
            RuleId::MachineNumberMissing,
            V1_2,
            with(Registration, V1_2, [uint(1001, 1)]),
        ),
        case(
            "a second document",
            RuleId::FirstDocument,
            V1_2,
            with(Registration, V1_2, [uint(1040, 2)]),
        ),
        case(
            "no reason in FFD 1.05",
            RuleId::ChangeReasonMissing,
            V1_05,
            without(ReRegistration, V1_05, 1101),
        ),
        case(
            "no reason in FFD 1.1",
            RuleId::ChangeReasonMissing,
            V1_1,
            without(ReRegistration, V1_1, 1205),
        ),
        case(
            "an empty reason in FFD 1.2",
            RuleId::ChangeReasonMissing,
            V1_2,
            with(ReRegistration, V1_2, [uint(1205, 0)]),
        ),
    ]
}

pub fn reports() -> Vec<Case> {
    use Form::{SettlementStatus, ShiftClosing};
    let closing = |change: &dyn Fn(&mut Vec<Element>)| {
        let mut document = good(ShiftClosing, V1_2);
        change(&mut document.elements);
        document
    };
    vec![
        case(
            "unsent since nobody knows when",
            RuleId::UnsentFields,
            V1_2,
            without(ShiftClosing, V1_2, 1098),
        ),
        case(
            "unsent from nobody knows which",
            RuleId::UnsentFields,
            V1_05,
            without(SettlementStatus, V1_05, 1116),
        ),
        case(
            "more receipts than documents",
            RuleId::ShiftDocumentsCount,
            V1_2,
            with(ShiftClosing, V1_2, [uint(1111, 4)]),
        ),
        case(
            "another number of receipts",
            RuleId::ShiftReceiptsCount,
            V1_2,
            with(ShiftClosing, V1_2, [uint(1118, 3)]),
        ),
        case(
            "a receipt lost in the totals",
            RuleId::CountersCount,
            V1_2,
            closing(&|elements| {
                put(children(elements, 1157), uint(1134, 32));
            }),
        ),
        case(
            "a correction lost in the totals",
            RuleId::CountersCount,
            V1_2,
            closing(&|elements| {
                put(children(children(elements, 1157), 1133), uint(1144, 0));
            }),
        ),
        case("an unsent receipt lost", RuleId::CountersCount, V1_2, {
            let mut document = good(SettlementStatus, V1_2);
            put(children(&mut document.elements, 1158), uint(1144, 3));
            document
        }),
        case(
            "a total off the payments",
            RuleId::CountersTotal,
            V1_2,
            closing(&|elements| {
                put(children(children(elements, 1157), 1129), uint(1201, 5));
            }),
        ),
        case(
            "VAT above the total",
            RuleId::CountersVat,
            V1_2,
            closing(&|elements| {
                put(children(children(elements, 1157), 1129), uint(1140, 100_000_000));
            }),
        ),
        case(
            "a shift above the storage",
            RuleId::CountersShift,
            V1_2,
            with(ShiftClosing, V1_2, [good::counters(1157, 2)]),
        ),
    ]
}
