//! Decimal numbers of JSON without floats.

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use types::{Money, Quantity};

/// An amount as a JSON number of major units: `10.50`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roubles(pub Money);

/// A quantity as a JSON number: `0.958`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount(pub Quantity);

impl Serialize for Roubles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number(&self.0.to_string(), serializer)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        number(&self.0.to_string(), serializer)
    }
}

impl<'de> Deserialize<'de> for Roubles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = decimal(deserializer)?;
        Money::parse_major(&text).map(Self).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = decimal(deserializer)?;
        Quantity::parse(&text).map(Self).map_err(D::Error::custom)
    }
}

/// The digits of a number, or of a text that holds one, as they stand in the JSON.
fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(raw.get().trim_matches('"').to_owned())
}

fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(text.to_owned())
        .map_err(S::Error::custom)?
        .serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_digits() {
        let sum: Roubles = serde_json::from_str("10.10").unwrap();
        assert_eq!(sum.0.minor(), 1010);
        assert_eq!(serde_json::from_str::<Roubles>("\"0.07\"").unwrap().0.minor(), 7);
        assert_eq!(serde_json::from_str::<Roubles>("1e2").unwrap().0.minor(), 10_000);
        assert!(serde_json::from_str::<Roubles>("0.005").is_err());
        assert!(serde_json::from_str::<Roubles>("true").is_err());
        assert_eq!(serde_json::to_string(&sum).unwrap(), "10.10");
        let amount: Amount = serde_json::from_str("0.958").unwrap();
        assert_eq!(serde_json::to_string(&amount).unwrap(), "0.958");
    }
}
