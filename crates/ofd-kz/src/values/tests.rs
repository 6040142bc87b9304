use super::*;
use proptest::prelude::*;

#[test]
fn refuses_what_is_no_money() {
    let money = |bills, coins| Money::try_from(messages::Money { bills, coins });
    assert_eq!(money(1160, 5), Ok(Money::from_minor(116_005)));
    assert_eq!(money(0, 100), Err(ValueError::Coins { coins: 100 }));
    let bills = u64::MAX / 50;
    assert_eq!(money(bills, 0), Err(ValueError::Bills { bills }));
    let amount = Money::from_minor(-1);
    assert_eq!(
        messages::Money::try_from(amount),
        Err(ValueError::Negative { amount })
    );
}

#[test]
fn refuses_times_that_do_not_exist() {
    let time = |[year, month, day, hour, minute, second]: [u32; 6]| {
        LocalDateTime::try_from(messages::DateTime {
            date: messages::Date { year, month, day },
            time: messages::Time {
                hour,
                minute,
                second: Some(second),
            },
        })
        .map(|time| time.to_string())
    };
    assert_eq!(
        time([2026, 11, 22, 19, 53, 25]),
        Ok("2026-11-22T19:53:25".to_owned())
    );
    assert_eq!(time([1970, 1, 1, 0, 0, 0]), Ok("1970-01-01T00:00:00".to_owned()));
    for wrong in [
        [2026, 2, 29, 0, 0, 0],
        [2026, 13, 1, 0, 0, 0],
        [2026, 1, 0, 0, 0, 0],
        [2026, 1, 1, 24, 0, 0],
        [2026, 1, 1, 0, 60, 0],
        [2026, 1, 1, 0, 0, 60],
        [2026, 1, 257, 0, 0, 0],
        [u32::MAX, 1, 1, 0, 0, 0],
    ] {
        let [year, month, day, hour, minute, second] = wrong;
        assert_eq!(
            time(wrong),
            Err(ValueError::Time {
                year,
                month,
                day,
                hour,
                minute,
                second
            })
        );
    }
}

#[test]
fn quantities_have_three_decimals() {
    assert_eq!(quantity(1500), Ok(Quantity::from_millionths(1_500_000)));
    assert_eq!(
        quantity(u64::MAX),
        Err(ValueError::QuantityRange {
            thousandths: u64::MAX
        })
    );
    let fine = Quantity::from_millionths(1_000_001);
    assert_eq!(
        thousandths(fine),
        Err(ValueError::QuantityPrecision { quantity: fine })
    );
    assert_eq!(thousandths(Quantity::ONE), Ok(1000));
}

#[test]
fn rates_are_told_without_idle_zeros() {
    assert_eq!(
        [16_000, 8_500, 0, 125].map(percent_text),
        ["16", "8.5", "0", "0.125"]
    );
}

/// Printed and recorded receipts: sum, percent, tax inside it.
#[test]
fn tax_inside_is_rounded_half_up() {
    for (sum, percent, tax) in [
        (93_500, 12, 10_018),
        (50_000, 12, 5_357),
        (15_000, 12, 1_607),
        (300_000, 16, 41_379),
        (116_000, 16, 16_000),
    ] {
        let inside = tax_inside(Money::from_minor(sum), percent * 1000);
        assert_eq!(inside, Some(Money::from_minor(tax)), "{sum} at {percent} %");
    }
    assert_eq!(
        tax_on_top(Money::from_minor(100_000), 16_000),
        Some(Money::from_minor(16_000))
    );
}

proptest! {
    #[test]
    fn money_comes_back(minor in 0_i64..) {
        let amount = Money::from_minor(minor);
        prop_assert_eq!(messages::Money::try_from(amount).and_then(Money::try_from), Ok(amount));
    }

    #[test]
    fn times_come_back(seconds in 0_i64..10_000_000_000) {
        let time = LocalDateTime::from_wall_seconds(seconds);
        prop_assert_eq!(LocalDateTime::try_from(messages::DateTime::from(time)), Ok(time));
    }

    #[test]
    fn quantities_come_back(amount in 0..u64::MAX / 1000) {
        prop_assert_eq!(quantity(amount).and_then(thousandths), Ok(amount));
    }
}
