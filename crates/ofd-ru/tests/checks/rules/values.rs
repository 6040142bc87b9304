//! Single values.

use super::{Case, case, children, line_with, marked_line, put, with};
use crate::good;
use crate::good::{group, text, time, uint};
use ofd_ru::checks::RuleId;
use ofd_ru::{Element, FfdVersion, Form};
use types::LocalDateTime;

use FfdVersion::{V1_1, V1_2, V1_05};

pub fn values() -> Vec<Case> {
    use Form::{MarkingAnswer, Receipt, Registration, ShiftClosing};
    let code = |tag: u16, code: &str| line_with([group(1163, vec![text(tag, code)])]);
    let buyer = |element: Element| with(Receipt, V1_2, [group(1256, vec![text(1228, good::INN), element])]);
    vec![
        case(
            "operation 5",
            RuleId::ValueForbidden,
            V1_2,
            with(Receipt, V1_2, [uint(1054, 5)]),
        ),
        case(
            "two regimes at once",
            RuleId::ValueForbidden,
            V1_2,
            with(Receipt, V1_2, [uint(1055, 3)]),
        ),
        case(
            "no regime",
            RuleId::ValueForbidden,
            V1_2,
            with(Receipt, V1_2, [uint(1055, 0)]),
        ),
        case(
            "regime 128 of a registration",
            RuleId::ValueForbidden,
            V1_2,
            with(Registration, V1_2, [uint(1062, 128)]),
        ),
        case(
            "two agents at once",
            RuleId::ValueForbidden,
            V1_2,
            line_with([uint(1222, 3), text(1226, good::INN)]),
        ),
        case(
            "agents of eight bits",
            RuleId::ValueForbidden,
            V1_1,
            with(Receipt, V1_1, [uint(1057, 128)]),
        ),
        case(
            "rate 13",
            RuleId::ValueForbidden,
            V1_2,
            line_with([uint(1199, 13)]),
        ),
        case(
            "method 8",
            RuleId::ValueForbidden,
            V1_2,
            line_with([uint(1214, 8)]),
        ),
        case(
            "subject 28",
            RuleId::ValueForbidden,
            V1_2,
            line_with([uint(1212, 28)]),
        ),
        case("a marked subject before FFD 1.2", RuleId::ValueForbidden, V1_1, {
            let mut document = good(Receipt, V1_1);
            put(children(&mut document.elements, 1059), uint(1212, 33));
            document
        }),
        case(
            "measure 1",
            RuleId::ValueForbidden,
            V1_2,
            line_with([uint(2108, 1)]),
        ),
        case(
            "a flag of two",
            RuleId::ValueForbidden,
            V1_2,
            with(Registration, V1_2, [uint(1056, 2)]),
        ),
        case(
            "correction kind 2",
            RuleId::ValueForbidden,
            V1_2,
            with(Form::CorrectionReceipt, V1_2, [uint(1173, 2)]),
        ),
        case(
            "time zone 12",
            RuleId::ValueForbidden,
            V1_2,
            with(Receipt, V1_2, [uint(1011, 12)]),
        ),
        case(
            "version 5 of the storage",
            RuleId::ValueForbidden,
            V1_2,
            with(Registration, V1_2, [uint(1190, 5)]),
        ),
        case(
            "re-registration reason 5",
            RuleId::ValueForbidden,
            V1_05,
            with(Form::ReRegistration, V1_05, [uint(1101, 5)]),
        ),
        case(
            "processing mode 1",
            RuleId::ValueForbidden,
            V1_2,
            marked_line(|line| put(line, uint(2102, 1))),
        ),
        case(
            "operator's answer 12",
            RuleId::ValueUnknown,
            V1_05,
            with(
                Form::OfdAcknowledgement,
                V1_05,
                [group(1068, vec![uint(1022, 12)])],
            ),
        ),
        case(
            "operator's message of bit 0",
            RuleId::ValueUnknown,
            V1_2,
            with(Form::OfdAcknowledgement, V1_2, [uint(1206, 1)]),
        ),
        case(
            "condition of use of bit 0",
            RuleId::ValueUnknown,
            V1_2,
            with(Registration, V1_2, [uint(1290, 1)]),
        ),
        case(
            "reason of change of bit 22",
            RuleId::ValueUnknown,
            V1_2,
            with(Form::ReRegistration, V1_2, [uint(1205, 1 << 22)]),
        ),
        case(
            "marking request code 3",
            RuleId::ValueUnknown,
            V1_2,
            with(MarkingAnswer, V1_2, [uint(2105, 3)]),
        ),
        case(
            "buyer's document 99",
            RuleId::ValueUnknown,
            V1_2,
            buyer(text(1245, "99")),
        ),
        case(
            "a wrong taxpayer number",
            RuleId::InnInvalid,
            V1_2,
            with(Receipt, V1_2, [text(1018, "7702203277")]),
        ),
        case(
            "a taxpayer of zeros",
            RuleId::InnInvalid,
            V1_2,
            with(Receipt, V1_2, [text(1018, "000000000000")]),
        ),
        case(
            "a wrong cashier number",
            RuleId::PartyInnInvalid,
            V1_2,
            with(Receipt, V1_2, [text(1203, "500100732258")]),
        ),
        case(
            "a foreign supplier",
            RuleId::InnZeros,
            V1_2,
            line_with([uint(1222, 64), text(1226, "000000000000")]),
        ),
        case(
            "a registration number of 15 digits",
            RuleId::NumberShape,
            V1_2,
            with(Receipt, V1_2, [text(1037, "000000000500857")]),
        ),
        case(
            "a storage number of letters",
            RuleId::NumberShape,
            V1_2,
            with(Receipt, V1_2, [text(1041, "999907890000548X")]),
        ),
        case(
            "a Russian serial number",
            RuleId::NumberShape,
            V1_2,
            with(Registration, V1_2, [text(1013, "номер")]),
        ),
        case(
            "a country of two letters",
            RuleId::NumberShape,
            V1_2,
            line_with([text(1230, "RU")]),
        ),
        case(
            "a date of the American kind",
            RuleId::DateShape,
            V1_2,
            buyer(text(1243, "12.31.1990")),
        ),
        case(
            "the 31st of February",
            RuleId::DateShape,
            V1_2,
            buyer(text(1243, "31.02.1990")),
        ),
        case(
            "a contact of words",
            RuleId::ContactShape,
            V1_2,
            with(Receipt, V1_2, [text(1008, "позвонить")]),
        ),
        case(
            "an EAN-13 with a wrong check digit",
            RuleId::GoodsNumber,
            V1_2,
            code(1302, "4006381333932"),
        ),
        case(
            "an EAN-8 with a wrong check digit",
            RuleId::GoodsNumber,
            V1_2,
            code(1301, "40170726"),
        ),
        case(
            "an ITF-14 of 13 digits",
            RuleId::CodeLength,
            V1_2,
            code(1303, "4006381333931"),
        ),
        case(
            "a fur sign of 19 characters",
            RuleId::CodeLength,
            V1_2,
            code(1307, "RU-430302-ABC123456"),
        ),
        case(
            "an excise code of 22 characters",
            RuleId::CodeLength,
            V1_2,
            code(1308, "1234567890123456789012"),
        ),
        case(
            "a document of 2015",
            RuleId::TimeTooEarly,
            V1_2,
            with(
                ShiftClosing,
                V1_2,
                [time(
                    1012,
                    LocalDateTime::from_calendar(2015, 1, 1, 0, 0, 0).unwrap(),
                )],
            ),
        ),
        case(
            "a document of the day after tomorrow",
            RuleId::TimeAhead,
            V1_2,
            with(ShiftClosing, V1_2, [time(1012, good::NOW.plus_s(86_401))]),
        ),
        case(
            "22 % in 2025",
            RuleId::VatRateDate,
            V1_2,
            with(
                Receipt,
                V1_2,
                [time(
                    1012,
                    LocalDateTime::from_calendar(2025, 6, 1, 12, 0, 0).unwrap(),
                )],
            ),
        ),
        case(
            "20 % in a sale of 2026",
            RuleId::VatRateDate,
            V1_2,
            with(Receipt, V1_2, [uint(1054, 1)]),
        ),
    ]
}
