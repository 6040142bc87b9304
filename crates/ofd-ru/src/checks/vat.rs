//! VAT of lines and of receipts. Source: RU-FFD/vat.

use types::LocalDateTime;

use super::Subject;
use super::place::Group;
use super::report::Report;
use super::rule::RuleId;
use super::sums::{Roubles, rounded_away};
use super::value::looks_back;
use crate::tags;
use crate::tree::{Elements, FfdVersion, Tag};

/// Rates of tag 1199 are 1 to 12; slot 0 stays empty.
const RATES: usize = 13;
/// A total may differ by so many kopecks, and by half a kopeck a line beside, when lines are rounded singly.
const TOLERANCE: u64 = 3;
/// A line's VAT may differ by so many kopecks.
const LINE_TOLERANCE: u64 = 1;

/// How the VAT of a rate follows from the sum of its lines.
enum Tax {
    /// VAT included in the sum: `percent / (100 + percent)` of it.
    Included { percent: u128 },
    /// The turnover itself is told: rate 0 and no VAT.
    Turnover,
}

fn tax(rate: u64) -> Option<Tax> {
    Some(match rate {
        1 | 3 => Tax::Included { percent: 20 },
        2 | 4 => Tax::Included { percent: 10 },
        5 | 6 => Tax::Turnover,
        7 | 9 => Tax::Included { percent: 5 },
        8 | 10 => Tax::Included { percent: 7 },
        11 | 12 => Tax::Included { percent: 22 },
        _ => return None,
    })
}

/// What a receipt should tell of a rate whose lines are `sum` together, rounded half up.
fn told(tax: &Tax, sum: u128) -> u128 {
    match tax {
        Tax::Included { percent } => (2 * sum * percent + 100 + percent) / (2 * (100 + percent)),
        Tax::Turnover => sum,
    }
}

/// Tag of the total of a rate; rates 7 to 12 stand in 1115.
fn tag_of_total(rate: usize) -> Option<Tag> {
    Some(match rate {
        1 => tags::VAT_20,
        2 => tags::VAT_10,
        3 => tags::VAT_20_120,
        4 => tags::VAT_10_110,
        5 => tags::TURNOVER_VAT_0,
        6 => tags::TURNOVER_WITHOUT_VAT,
        _ => return None,
    })
}

#[derive(Clone, Copy, Default)]
struct RateSum {
    kopecks: u128,
    lines: u64,
}

/// Checks the rates of the lines and the totals of the receipt.
pub(super) fn check(subject: &Subject<'_>, receipt: &Group<'_>, report: &mut Report) {
    let parts = totals_1115(receipt, report);
    let Some(sums) = sums_by_rate(receipt) else { return };
    if sums.iter().all(|sum| sum.lines == 0) {
        return;
    }
    let rounding = rounded_away(receipt);
    for (rate, sum) in sums.iter().enumerate().skip(1) {
        let Some(tax) = u64::try_from(rate).ok().and_then(tax) else {
            continue;
        };
        let expected = told(&tax, sum.kopecks);
        let (given, tag) = match tag_of_total(rate) {
            Some(tag) => (receipt.uint(tag), tag),
            None => (parts.by_rate.get(rate).copied().flatten(), tags::VAT_TOTALS),
        };
        let Some(given) = given else {
            // A part of 1115 without its rate may be the one that is looked for.
            if tag != tags::VAT_TOTALS || parts.are_whole {
                missing(subject, receipt, rate, expected, tag, report);
            }
            continue;
        };
        let difference = expected.abs_diff(u128::from(given));
        if difference == 0 {
            continue;
        }
        let tolerance = u128::from(TOLERANCE + sum.lines / 2 + rounding);
        let rule = if difference <= tolerance {
            RuleId::VatTotalRounding
        } else {
            RuleId::VatTotal
        };
        let message = format!(
            "the total of rate {rate} is {}; the lines of that rate make {}",
            Roubles(given.into()),
            Roubles(expected)
        );
        report.raise(rule, receipt.path_of(tag), message);
    }
}

fn missing(
    subject: &Subject<'_>,
    receipt: &Group<'_>,
    rate: usize,
    expected: u128,
    tag: Tag,
    report: &mut Report,
) {
    // FFD 1.1 went out of use before tag 1115 came.
    let has_place = tag != tags::VAT_TOTALS || subject.version != FfdVersion::V1_1;
    if expected == 0 || !has_place {
        return;
    }
    let message = format!(
        "there are lines of rate {rate}, but no total of it; {} is right",
        Roubles(expected)
    );
    report.raise(RuleId::VatTotalMissing, receipt.path_of(tag), message);
}

/// Sums of the lines by rate; `None` when a line does not tell its rate or its total.
fn sums_by_rate(receipt: &Group<'_>) -> Option<[RateSum; RATES]> {
    let mut sums = [RateSum::default(); RATES];
    for line in receipt.groups(tags::LINE) {
        let rate = usize::try_from(line.uint(tags::VAT_RATE)?).ok()?;
        let sum = sums.get_mut(rate).filter(|_| rate > 0)?;
        sum.kopecks += u128::from(line.uint(tags::LINE_TOTAL)?);
        sum.lines += 1;
    }
    Some(sums)
}

/// What tag 1115 tells.
struct Parts {
    by_rate: [Option<u64>; RATES],
    /// Every part has its rate and its sum.
    are_whole: bool,
}

fn totals_1115(receipt: &Group<'_>, report: &mut Report) -> Parts {
    let mut parts = Parts {
        by_rate: [None; RATES],
        are_whole: true,
    };
    for group in receipt.groups(tags::VAT_TOTALS) {
        for part in group.groups(tags::VAT_TOTAL) {
            let (Some(rate), Some(sum)) = (part.uint(tags::VAT_RATE), part.uint(tags::VAT_TOTAL_SUM)) else {
                parts.are_whole = false;
                continue;
            };
            let Some(total) = usize::try_from(rate)
                .ok()
                .and_then(|rate| parts.by_rate.get_mut(rate))
            else {
                continue;
            };
            if total.replace(sum).is_some() {
                let message = format!("tag 1115 has rate {rate} twice; once is right");
                report.raise(RuleId::VatRateRepeated, part.place.path(), message);
            }
            if (1..=6).contains(&rate) {
                let message = format!("rate {rate} has a tag of its own, 1102 to 1107");
                report.raise(RuleId::VatRateOwnTag, part.place.path(), message);
            }
        }
    }
    parts
}

/// Checks rate and VAT of one line.
pub(super) fn check_line(subject: &Subject<'_>, line: &Group<'_>, report: &mut Report) {
    let Some(rate) = line.uint(tags::VAT_RATE) else {
        if !line.has(tags::VAT_RATE) {
            let message = "the line has no rate of VAT; without VAT it is 6".to_owned();
            report.raise(RuleId::VatRateMissing, line.path_of(tags::VAT_RATE), message);
        }
        return;
    };
    check_date(subject, line, rate, report);
    let (Some(total), Some(given), Some(tax)) =
        (line.uint(tags::LINE_TOTAL), line.uint(tags::LINE_VAT), tax(rate))
    else {
        return;
    };
    let expected = match tax {
        Tax::Included { .. } => told(&tax, total.into()),
        Tax::Turnover => 0,
    };
    if expected.abs_diff(given.into()) > LINE_TOLERANCE.into() {
        let message = format!(
            "the line's VAT is {}; {} is right",
            Roubles(given.into()),
            Roubles(expected)
        );
        report.raise(RuleId::LineVat, line.path_of(tags::LINE_VAT), message);
    }
}

/// 1 January 2025: 5 and 7 % came with the simplified regime.
const RATES_5_7_FROM: LocalDateTime = LocalDateTime::from_wall_seconds(1_735_689_600);
/// 1 January 2026: 22 % came in place of 20 %.
const RATE_22_FROM: LocalDateTime = LocalDateTime::from_wall_seconds(1_767_225_600);

/// A new sale has a rate of its time; returns and corrections look back.
fn check_date(subject: &Subject<'_>, line: &Group<'_>, rate: u64, report: &mut Report) {
    let elements = &subject.document.elements;
    let Some(at) = elements.time(tags::DATE_TIME) else {
        return;
    };
    let is_new = matches!(elements.uint(tags::OPERATION), Some(1 | 3)) && !looks_back(subject.document.form);
    let message = match rate {
        7..=10 if at < RATES_5_7_FROM => {
            format!("rate {rate} is in force since {RATES_5_7_FROM}; the document is of {at}")
        }
        11 | 12 if at < RATE_22_FROM => {
            format!("rate {rate} is in force since {RATE_22_FROM}; the document is of {at}")
        }
        1 | 3 if is_new && at >= RATE_22_FROM => {
            format!("rate {rate} is 20 %, which ended at {RATE_22_FROM}; the document is of {at}")
        }
        _ => return,
    };
    report.raise(RuleId::VatRateDate, line.path_of(tags::VAT_RATE), message);
}
