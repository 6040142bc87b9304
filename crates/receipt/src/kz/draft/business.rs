use serde::{Deserialize, Serialize};
use types::{LocalDateTime, Money};

/// What the place sells. Source: KZ-OFD/business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineOfBusiness {
    /// Trade.
    Trading,
    /// Services, such as utilities.
    Services {
        /// The buyer's account.
        account: String,
    },
    /// Gas station.
    GasStation {
        /// Number of a correction.
        correction_number: Option<String>,
        /// Sum of a correction.
        correction_sum: Option<Money>,
        /// Fuel card.
        card_number: Option<String>,
    },
    /// Hotel.
    Hotel,
    /// Taxi.
    Taxi {
        /// Plate of the car.
        car_number: String,
        /// How the ride came about.
        ride: TaxiRide,
        /// The tariff.
        fare: Money,
    },
    /// Parking.
    Parking {
        /// First moment that is paid for.
        from: LocalDateTime,
        /// Last moment that is paid for.
        until: LocalDateTime,
    },
}

/// How a ride came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxiRide {
    /// Ordered beforehand.
    Ordered,
    /// Hailed in the street.
    Hailed,
}
