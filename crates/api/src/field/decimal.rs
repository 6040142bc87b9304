//! Decimals from the text of a JSON number, exactly.

/// A decimal with more places than are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Excess {
    /// The nearest value with the kept places, in units of the last of them; half away from zero.
    pub nearest: i64,
    /// Whether the excess is what a float leaves behind and nobody meant.
    pub origin: Origin,
}

/// Where excess places come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// `0.1 * 3` in a client: `0.30000000000000004`.
    FloatNoise,
    /// Somebody meant it.
    Meant,
}

/// Digits that a double prints at least when it holds a rounded result.
const FLOAT_DIGITS_MIN: usize = 15;

/// Noise is smaller than the last kept place by this factor at least.
const NOISE_FACTOR: i128 = 10_000;

/// Digits that are looked at; those behind them move nothing.
const DIGITS_MAX: usize = 30;

/// Looks at a decimal that has more than `places` decimals; `None` when it is no decimal or out of range.
pub(super) fn excess(text: &str, places: i32) -> Option<Excess> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let kept = fraction
        .get(..DIGITS_MAX.saturating_sub(whole.len()))
        .unwrap_or(fraction);
    let digits = [whole, kept].concat();
    let number: i128 = digits.parse().ok()?;
    let decimals = i32::try_from(kept.len()).ok()?;
    let shift = decimals.checked_sub(exponent)?.checked_sub(places)?;
    let significant = digits.trim_start_matches('0').len();
    let Some(unit) = u32::try_from(shift)
        .ok()
        .and_then(|shift| 10_i128.checked_pow(shift))
    else {
        return (shift > 0).then_some(Excess {
            nearest: 0,
            origin: Origin::Meant,
        });
    };
    let nearest = number
        .checked_mul(2)?
        .checked_add(unit)?
        .checked_div(unit.checked_mul(2)?)?;
    let distance = number.checked_sub(nearest.checked_mul(unit)?)?.checked_abs()?;
    let is_noise = significant >= FLOAT_DIGITS_MIN && distance.checked_mul(NOISE_FACTOR)? <= unit;
    let signed = if mantissa.starts_with('-') {
        -nearest
    } else {
        nearest
    };
    Some(Excess {
        nearest: i64::try_from(signed).ok()?,
        origin: if is_noise {
            Origin::FloatNoise
        } else {
            Origin::Meant
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tells_what_a_float_left_behind_from_what_somebody_meant() {
        let noise = |nearest| {
            Some(Excess {
                nearest,
                origin: Origin::FloatNoise,
            })
        };
        let meant = |nearest| {
            Some(Excess {
                nearest,
                origin: Origin::Meant,
            })
        };
        let table = [
            ("0.30000000000000004", noise(30)),
            ("99.89999999999999", noise(9_989 + 1)),
            ("-99.89999999999999", noise(-9_990)),
            ("1.0010000000000001", meant(100)),
            ("10.005", meant(1001)),
            ("17.991", meant(1799)),
            ("0.3333333333333333", meant(33)),
            ("1e-7", meant(0)),
            ("1e-400", meant(0)),
            ("100000000000000000000000000000000000001.001", None),
            ("x", None),
        ];
        for (text, expected) in table {
            assert_eq!(excess(text, 2), expected, "{text}");
        }
        assert_eq!(excess("0.30000000000000004", 6), noise(300_000));
    }

    proptest! {
        #[test]
        fn products_of_floats_are_read_as_meant(price in 1_u32..10_000_000, quantity in 1_u32..1_000) {
            let product = (f64::from(price) / 100.0 * f64::from(quantity)).to_string();
            let expected = i64::from(price) * i64::from(quantity);
            if let Ok(exact) = types::Money::parse_major(&product) {
                prop_assert_eq!(exact.minor(), expected);
            } else {
                let excess = excess(&product, 2).unwrap();
                prop_assert_eq!((excess.nearest, excess.origin), (expected, Origin::FloatNoise), "{}", product);
            }
        }

        #[test]
        fn never_panics(text in "-?[0-9]{0,50}\\.?[0-9]{0,50}([eE][+-]?[0-9]{1,12})?") {
            let _ = excess(&text, 2);
        }
    }
}
