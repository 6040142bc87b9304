//! Sums and VAT of receipts.

use super::{Case, case, drop_tag, line, line_with, with, without};
use crate::good;
use crate::good::{decimal, group, text, uint};
use ofd_ru::checks::RuleId;
use ofd_ru::{FfdVersion, Form, Tag, Value};

use FfdVersion::{V1_1, V1_2, V1_05};

pub fn sums() -> Vec<Case> {
    use Form::Receipt;
    let totals = |parts: &[(u64, u64)]| {
        let part = |(rate, sum): &(u64, u64)| group(1119, vec![uint(1199, *rate), uint(1120, *sum)]);
        group(1115, parts.iter().map(part).collect())
    };
    vec![
        case(
            "a rouble paid too little",
            RuleId::PaymentsSum,
            V1_2,
            with(Receipt, V1_2, [uint(1031, 9900)]),
        ),
        case(
            "no payment at all",
            RuleId::PaymentsSum,
            V1_2,
            with(Form::CorrectionReceipt, V1_05, [uint(1031, 0)]),
        ),
        case("a line of ten roubles more", RuleId::LinesSum, V1_2, {
            let mut document = good(Receipt, V1_2);
            document
                .elements
                .push(good::line(V1_2, "Пакет", 1000, (1, 0), 1000, 6));
            document
        }),
        case(
            "lines of 99 kopecks more",
            RuleId::LinesSumRounding,
            V1_2,
            with(Receipt, V1_2, [uint(1020, 29_901), uint(1031, 9901)]),
        ),
        case(
            "2.5 × 100.00 = 250.01",
            RuleId::LineTotal,
            V1_2,
            line_with([uint(1043, 25_001)]),
        ),
        case(
            "nothing for nothing",
            RuleId::QuantityZero,
            V1_2,
            line_with([decimal(1023, 0, 0)]),
        ),
        case(
            "a line's VAT of 1.00",
            RuleId::LineVat,
            V1_2,
            line_with([uint(1200, 100)]),
        ),
        case("VAT of a line without VAT", RuleId::LineVat, V1_1, {
            let mut document = good(Receipt, V1_1);
            let last = document
                .elements
                .iter_mut()
                .rfind(|element| element.tag == Tag(1059))
                .unwrap();
            let Value::Nested(line) = &mut last.value else {
                panic!()
            };
            line.push(uint(1200, 5));
            document
        }),
        case(
            "a line without a rate",
            RuleId::VatRateMissing,
            V1_2,
            line(|line| drop_tag(line, 1199)),
        ),
        case(
            "no total of 20 %",
            RuleId::VatTotalMissing,
            V1_2,
            without(Receipt, V1_2, 1102),
        ),
        case(
            "no total of 22 %",
            RuleId::VatTotalMissing,
            V1_2,
            without(Receipt, V1_2, 1115),
        ),
        case(
            "a total of 5 % in place of 22 %",
            RuleId::VatTotalMissing,
            V1_2,
            with(Receipt, V1_2, [totals(&[(7, 902)])]),
        ),
        case(
            "a total of 20 % of 50.00",
            RuleId::VatTotal,
            V1_2,
            with(Receipt, V1_2, [uint(1102, 5000)]),
        ),
        case(
            "a total of a rate that no line has",
            RuleId::VatTotal,
            V1_2,
            with(Receipt, V1_2, [uint(1103, 100)]),
        ),
        case(
            "a total a kopeck off",
            RuleId::VatTotalRounding,
            V1_2,
            with(Receipt, V1_2, [uint(1102, 4166)]),
        ),
        case(
            "a total of 22 % a kopeck off",
            RuleId::VatTotalRounding,
            V1_2,
            with(Receipt, V1_2, [totals(&[(11, 901)])]),
        ),
        case(
            "a rate twice",
            RuleId::VatRateRepeated,
            V1_2,
            with(Receipt, V1_2, [totals(&[(11, 902), (11, 902)])]),
        ),
        case(
            "10 % in 1115",
            RuleId::VatRateOwnTag,
            V1_2,
            with(Receipt, V1_2, [totals(&[(11, 902), (2, 0)])]),
        ),
        case(
            "single payments of 150.00",
            RuleId::ElectronicPartsSum,
            V1_2,
            with(
                Receipt,
                V1_2,
                [group(
                    1234,
                    vec![group(
                        1235,
                        vec![uint(1082, 15_000), uint(1236, 1), text(1237, "1")],
                    )],
                )],
            ),
        ),
    ]
}
