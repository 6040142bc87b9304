//! Kazakh registers as a load: they keep token, request number and counters of their own, repeat what was not
//! answered, and judge every answer.

pub mod audit;
pub mod buyer;
pub mod lane;
mod message;
#[cfg(test)]
mod mock;
pub mod register;
