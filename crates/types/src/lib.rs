//! The words every other crate speaks: money, quantity, time, identifiers and official numbers.
//!
//! Architecture invariant: nothing here reads a clock, a random source, the environment or a socket.
//! Time and randomness come in through [`Clock`] and [`Rng`].
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

mod clock;
pub mod crc;
mod ids;
mod money;
pub mod official;
mod quantity;
mod secret;
mod time;

pub use clock::{Clock, ManualClock, Rng, SeededRng};
pub use ids::{
    ApiKeyId, ApplicationId, DocumentId, EmployeeId, OrderId, OrganizationId, OutboxId, QueueId, RegisterId,
    RegistrationCardId, ShopId, TaskId, TradePointId, UserId,
};
pub use money::{Money, MoneyError};
pub use official::{
    Bin, FiscalStorageNumber, Gtin, IbanKz, Iin, Inn, Kpp, NumberError, Ogrn, RegistrationNumber,
    SerialNumber, Snils,
};
pub use quantity::{Quantity, QuantityError};
pub use secret::Secret;
pub use time::{LocalDateTime, TimeError, Timestamp, UtcOffset};
