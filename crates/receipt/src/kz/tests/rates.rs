use super::*;
use crate::{RateStatus, RateUse};

#[test]
fn vat_inside_a_sum_is_as_others_print_it() {
    let table = [
        ("935.00", 12, "100.18", "printed receipt of 15.11.2024"),
        ("500.00", 12, "53.57", "example of a peer's API"),
        ("150.00", 12, "16.07", "example of a peer's API, modifier"),
        ("3000.00", 16, "413.79", "made by ofdclient 0.1.1 (MIT)"),
        (
            "1160.00",
            16,
            "160.00",
            "CashCore's encoder (Apache-2.0), superkassa-core (Apache-2.0)",
        ),
        ("0.03", 16, "0.00", "less than half a tiyn"),
        ("0.04", 16, "0.01", "0.0055 goes up"),
        ("100.00", 0, "0.00", "zero rate"),
    ];
    for (sum, percent, amount, origin) in table {
        let rate = VatRate::from_percent(percent).unwrap();
        assert_eq!(
            vat_included(tenge(sum), rate),
            Some(tenge(amount)),
            "{sum} at {rate}: {origin}"
        );
    }
    let rate = VatRate::from_percent(16).unwrap();
    assert_eq!(vat_on_top(tenge("1000.00"), rate), Some(tenge("160.00")));
}

#[test]
fn the_general_rate_changes_at_new_year() {
    let table = VatTable::default();
    let status = |percent, date: &str| {
        table.rate_in_force(
            VatRate::from_percent(percent).unwrap(),
            day(date),
            RateUse::Settlement,
        )
    };
    assert_eq!(status(12, "31.12.2025 23:59"), RateStatus::InForce);
    assert!(matches!(status(12, "01.01.2026 00:00"), RateStatus::Ended { .. }));
    assert!(matches!(
        status(16, "31.12.2025 23:59"),
        RateStatus::NotYet { .. }
    ));
    assert_eq!(status(16, "01.01.2026 00:00"), RateStatus::InForce);
    assert_eq!(status(5, "31.12.2026 12:00"), RateStatus::InForce);
    assert!(matches!(status(5, "01.01.2027 00:00"), RateStatus::Ended { .. }));
    assert_eq!(status(10, "01.06.2026 00:00"), RateStatus::InForce);
    assert_eq!(status(0, "01.06.2020 00:00"), RateStatus::InForce);
    assert_eq!(status(20, "01.06.2026 00:00"), RateStatus::Unknown);
    let rates: Vec<String> = table
        .rates_on(day("22.11.2026 00:00"))
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(rates, ["16 %", "10 %", "5 %", "0 %"]);
}

#[test]
fn a_return_takes_the_rate_of_its_parent() {
    let mut draft = sale(vec![line("1120.00", "1", vat(12))], "1120.00");
    assert_eq!(
        findings(draft.clone()),
        ["lines[0].vat.rate vat-rate-not-in-force"]
    );
    draft.operation = Operation::SellReturn;
    draft.parent = Some(parent("30.12.2025 10:00", "1120.00"));
    assert_eq!(priced(draft.clone()).figures().vat[0].amount, tenge("120.00"));
    draft.parent = Some(parent("02.01.2026 10:00", "1120.00"));
    assert_eq!(
        findings(draft.clone()),
        ["lines[0].vat.rate vat-rate-not-in-force"]
    );
    draft.parent = None;
    assert_eq!(findings(draft.clone()), ["parent parent-missing"]);
    let mut without_place = context();
    without_place.parent = ParentRule::Optional;
    assert!(Receipt::price(draft, &without_place).is_ok());
}

/// KZ-NK/vat-rates, KZ-NK/vat-reduced: what the operator's content control asks of the one table.
#[test]
fn a_rate_is_law_in_its_years_or_at_an_unknown_time_in_any() {
    let table = VatTable::default();
    for (thousandths, date, is_law) in [
        (12_000, Some("31.12.2025"), true),
        (12_000, Some("01.01.2026"), false),
        (16_000, Some("31.12.2025"), false),
        (16_000, Some("01.01.2026"), true),
        (5_000, Some("31.12.2025"), false),
        (5_000, Some("01.01.2026"), true),
        (5_000, Some("01.01.2027"), false),
        (10_000, Some("01.01.2026"), true),
        (0, Some("31.12.2025"), true),
        (12_000, None, true),
        (20_000, None, false),
        (100_001, None, false),
    ] {
        assert_eq!(
            table.is_law(thousandths, date.map(|date| day(&format!("{date} 00:00")))),
            is_law,
            "{thousandths} at {date:?}"
        );
    }
}
