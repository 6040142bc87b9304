//! Everything that happens by itself: handing out tasks, delivering documents and messages, closing shifts.
#![warn(clippy::pedantic)]

mod lanes;

pub use lanes::{Lanes, Share};
