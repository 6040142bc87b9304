use super::*;
use proptest::prelude::*;

fn money(text: &str) -> Money {
    Money::parse_major(text).unwrap()
}

fn split(price: &str, quantity: &str, total: &str) -> Vec<(String, String, String)> {
    split_line(money(price), Quantity::parse(quantity).unwrap(), money(total))
        .unwrap()
        .figures()
        .map(|line| {
            (
                line.price.to_string(),
                line.quantity.to_string(),
                line.total.to_string(),
            )
        })
        .collect()
}

#[test]
fn splits_as_the_table_says() {
    type Row<'a> = (&'a str, [&'a str; 3], &'a [[&'a str; 3]]);
    let table: [Row<'_>; 12] = [
        ("no discount", ["500", "2", "1000"], &[["500.00", "2", "1000.00"]]),
        (
            "discount that divides",
            ["500", "2", "950"],
            &[["475.00", "2", "950.00"]],
        ),
        (
            "discount that does not divide",
            ["10", "3", "29.99"],
            &[["10.00", "2", "20.00"], ["9.99", "1", "9.99"]],
        ),
        (
            "half a kopeck of discount is rounded up",
            ["10", "2", "19.99"],
            &[["9.99", "1", "9.99"], ["10.00", "1", "10.00"]],
        ),
        (
            "one unit never splits",
            ["100", "1", "33.33"],
            &[["33.33", "1", "33.33"]],
        ),
        (
            "part of a unit never splits",
            ["99.99", "0.958", "90"],
            &[["93.95", "0.958", "90.00"]],
        ),
        (
            "weighed, rounded product is the total",
            ["99.99", "2.474", "247.38"],
            &[["99.99", "2.474", "247.38"]],
        ),
        (
            "fraction above one",
            ["100", "2.5", "249.99"],
            &[["100.00", "1.5", "150.00"], ["99.99", "1", "99.99"]],
        ),
        ("free of charge", ["100", "3", "0"], &[["0.00", "3", "0.00"]]),
        ("free from the start", ["0", "1", "0"], &[["0.00", "1", "0.00"]]),
        (
            "price would round up beyond the total",
            ["1", "1000", "5.01"],
            &[["0.00", "999", "0.00"], ["5.01", "1", "5.01"]],
        ),
        (
            "markup raises the price",
            ["100", "2", "210"],
            &[["105.00", "2", "210.00"]],
        ),
    ];
    for (name, [price, quantity, total], expected) in table {
        let expected: Vec<_> = expected
            .iter()
            .map(|[price, quantity, total]| (price.to_string(), quantity.to_string(), total.to_string()))
            .collect();
        assert_eq!(split(price, quantity, total), expected, "{name}");
    }
}

#[test]
fn refuses_figures_that_make_no_line() {
    let one = Quantity::ONE;
    assert_eq!(
        split_line(Money::from_minor(-1), one, Money::ZERO),
        Err(ArithmeticError::NegativePrice(Money::from_minor(-1)))
    );
    assert_eq!(
        split_line(Money::ZERO, one, Money::from_minor(-1)),
        Err(ArithmeticError::NegativeTotal(Money::from_minor(-1)))
    );
    assert_eq!(
        split_line(Money::ZERO, Quantity::default(), Money::ZERO),
        Err(ArithmeticError::ZeroQuantity)
    );
    assert!(matches!(
        split_line(
            Money::from_minor(i64::MAX),
            Quantity::from_millionths(u64::MAX),
            Money::ZERO
        ),
        Ok(SplitLine::Whole(_)) | Err(ArithmeticError::OutOfRange { .. })
    ));
}

#[test]
fn spreads_a_discount_and_gives_the_last_line_the_remainder() {
    let spread = |totals: &[i64], discount: i64| {
        let totals: Vec<_> = totals.iter().copied().map(Money::from_minor).collect();
        distribute_discount(&totals, Money::from_minor(discount))
            .map(|shares| shares.into_iter().map(Money::minor).collect::<Vec<_>>())
    };
    assert_eq!(spread(&[10_000, 20_000, 5_000], 1_000), Ok(vec![286, 571, 143]));
    assert_eq!(spread(&[100, 100, 100], 100), Ok(vec![33, 33, 34]));
    assert_eq!(spread(&[1, 1, 1, 1], 2), Ok(vec![1, 1, 0, 0]));
    assert_eq!(spread(&[0, 0], 0), Ok(vec![0, 0]));
    assert_eq!(spread(&[500, 0], 500), Ok(vec![500, 0]));
    assert_eq!(spread(&[], 0), Ok(vec![]));
    assert!(spread(&[500], 501).is_err());
    assert!(spread(&[500], -1).is_err());
    assert!(spread(&[500, -1], 1).is_err());
}

#[test]
fn gives_change_from_cash_alone() {
    assert_eq!(change(money("950"), money("0"), money("1000")), Ok(money("50")));
    assert_eq!(change(money("950"), money("900"), money("50")), Ok(Money::ZERO));
    assert_eq!(
        change(money("950"), money("951"), money("0")),
        Err(ArithmeticError::PaidTooMuch {
            paid: money("951"),
            total: money("950")
        })
    );
    assert_eq!(
        change(money("950"), money("0"), money("949.99")),
        Err(ArithmeticError::NotEnoughTendered {
            tendered: money("949.99"),
            due: money("950")
        })
    );
}

proptest! {
    #[test]
    fn a_split_keeps_total_and_quantity_and_multiplies_out(
        price in 0_i64..10_000_000,
        millionths in 1_u64..5_000_000_000,
        off in 0_i64..=100,
        noise in 0_i64..1000,
    ) {
        let quantity = Quantity::from_millionths(millionths);
        let full = Money::line_total(Money::from_minor(price), quantity).unwrap();
        let total = Money::from_minor((full.minor() * (100 - off) / 100 - noise).max(0));
        let split = split_line(Money::from_minor(price), quantity, total).unwrap();
        let lines: Vec<_> = split.figures().collect();
        prop_assert_eq!(Money::sum(lines.iter().map(|line| line.total)), Some(total));
        let sold: u64 = lines.iter().map(|line| line.quantity.millionths()).sum();
        prop_assert_eq!(sold, millionths);
        for line in &lines {
            prop_assert!(!line.price.is_negative());
            prop_assert!(!line.total.is_negative());
            prop_assert_eq!(Money::line_total(line.price, line.quantity), Some(line.total));
        }
        prop_assert!(lines.len() == 1 || millionths > 1_000_000);
    }

    #[test]
    fn shares_add_up_and_never_exceed_their_line(
        totals in proptest::collection::vec(0_i64..1_000_000, 1..40),
        part in 0_i64..=1000,
    ) {
        let totals: Vec<_> = totals.into_iter().map(Money::from_minor).collect();
        let total = Money::sum(totals.iter().copied()).unwrap();
        let discount = total.share(part, 1000).unwrap();
        let shares = distribute_discount(&totals, discount).unwrap();
        prop_assert_eq!(Money::sum(shares.iter().copied()), Some(discount));
        for (share, line) in shares.iter().zip(&totals) {
            prop_assert!(!share.is_negative() && share <= line);
        }
    }
}
