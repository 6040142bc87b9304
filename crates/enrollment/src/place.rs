//! Where something is: codes of places, address, position.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! digits_code {
    ($(#[$meta:meta])* $name:ident, $length:literal, $expected:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// What the text must be.
            pub const EXPECTED: &'static str = $expected;

            /// Parses; surrounding blanks are dropped. `None` when it is no such code.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let text = text.trim();
                let formed = text.len() == $length && text.bytes().all(|byte| byte.is_ascii_digit());
                (formed && text.bytes().any(|byte| byte != b'0')).then(|| Self(text.to_owned()))
            }

            /// The code as text, leading zeros kept.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                Self::parse(&text).ok_or_else(|| format!("`{text}` is not {}", $expected))
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }
    };
}

digits_code!(
    /// Code of a territory in the state classifier: region, district, rural district, settlement. Source: KZ-KATO.
    KatoCode,
    9,
    "9 digits of the classifier of territories"
);
digits_code!(
    /// Code of a tax body, also the beginning of the registration numbers that it gives. Source: KZ-TAX-OFFICE.
    TaxOfficeCode,
    4,
    "4 digits of the tax body"
);
digits_code!(
    /// Code of an address in the state register of addresses.
    AddressCode,
    16,
    "16 digits of the register of addresses"
);
digits_code!(
    /// Line of business by the general classifier of economic activities.
    ActivityCode,
    5,
    "5 digits of the classifier of activities"
);

impl KatoCode {
    /// The region that the territory lies in: its first two digits, then zeros.
    #[must_use]
    pub fn region(&self) -> Self {
        Self(format!("{}0000000", self.0.get(..2).unwrap_or_default()))
    }

    /// `true` for a region or a city of republican significance.
    #[must_use]
    pub fn is_region(&self) -> bool {
        *self == self.region()
    }
}

/// Address of a trade point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Region or city of republican significance.
    pub region: KatoCode,
    /// Settlement, or the district of a city that is divided.
    pub settlement: KatoCode,
    /// The address in one line as the dictionaries and the person had it, region first, in Russian.
    pub line: String,
    /// Street, avenue, lane or road.
    pub street: String,
    /// Number or name of the building.
    pub house: String,
    /// Flat, office or room, where there is one.
    pub flat: Option<String>,
    /// Code in the register of addresses, where it is known.
    pub code: Option<AddressCode>,
}

/// A position on the earth in millionths of a degree, within Kazakhstan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeoPosition {
    /// North positive.
    pub latitude_microdegrees: i32,
    /// East positive.
    pub longitude_microdegrees: i32,
}

impl GeoPosition {
    /// Southernmost and northernmost latitude of Kazakhstan, rounded outwards to whole degrees.
    pub const LATITUDE_DEGREES: (i32, i32) = (40, 56);
    /// Westernmost and easternmost longitude of Kazakhstan, rounded outwards to whole degrees.
    pub const LONGITUDE_DEGREES: (i32, i32) = (46, 88);

    /// Metres to another place, on a map that is flat around the latitude between the two; good to a percent at the
    /// distances between neighbouring settlements.
    #[must_use]
    pub fn metres_to(self, other: Self) -> u32 {
        /// Cosine of each whole degree of latitude of the country, in thousandths.
        const COSINE_MILLI: [i64; 17] = [
            766, 755, 743, 731, 719, 707, 695, 682, 669, 656, 643, 629, 616, 602, 588, 574, 559,
        ];
        let (a, b) = (self.latitude_microdegrees, other.latitude_microdegrees);
        let middle_degrees = (i64::from(a) + i64::from(b)) / 2_000_000;
        let row = middle_degrees.saturating_sub(i64::from(Self::LATITUDE_DEGREES.0));
        let row = usize::try_from(row).unwrap_or(0).min(COSINE_MILLI.len() - 1);
        let cosine = COSINE_MILLI.get(row).copied().unwrap_or(1_000);
        let north = i64::from(a) - i64::from(b);
        let east = i64::from(self.longitude_microdegrees) - i64::from(other.longitude_microdegrees);
        let east = east.saturating_mul(cosine) / 1_000;
        let square = north
            .saturating_mul(north)
            .saturating_add(east.saturating_mul(east));
        // A degree of latitude has 111 200 metres.
        u32::try_from(square.isqrt().saturating_mul(1_112) / 10_000).unwrap_or(u32::MAX)
    }

    /// Reads degrees such as `43.238949` as millionths; `None` when the text is no such number.
    #[must_use]
    pub fn microdegrees(text: &str) -> Option<i32> {
        let text = text.trim().replace(',', ".");
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || whole.len() > 3 || fraction.len() > 15 {
            return None;
        }
        let millionths: String = fraction.chars().chain("000000".chars()).take(6).collect();
        let whole = whole.parse::<i32>().ok()?.checked_mul(1_000_000)?;
        let value = whole.checked_add(millionths.parse().ok()?)?;
        Some(if negative { -value } else { value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_territory_knows_its_region() {
        let district = KatoCode::parse("751410000").unwrap();
        assert_eq!(district.region().as_str(), "750000000");
        assert!(!district.is_region() && district.region().is_region());
        for refused in ["", "75141000", "7514100000", "75141000a", "000000000"] {
            assert_eq!(KatoCode::parse(refused), None, "{refused}");
        }
    }

    #[test]
    fn degrees_become_millionths_without_rounding_errors() {
        for (text, read) in [
            ("43.238949", Some(43_238_949)),
            ("43,238949", Some(43_238_949)),
            ("76.9", Some(76_900_000)),
            ("-0.000001", Some(-1)),
            ("51", Some(51_000_000)),
            ("43.2389491234", Some(43_238_949)),
            ("", None),
            ("43.", None),
            (".5", None),
            ("43.2N", None),
            ("1e5", None),
            ("99999", None),
        ] {
            assert_eq!(GeoPosition::microdegrees(text), read, "{text}");
        }
    }
}
