//! The Kazakh operator behind its wire, on both engines: whole messages go in, whole messages come out.

mod admission;
mod autonomous;
mod counting;
mod enrolled;
mod leaving;
mod lenient;
mod register;
mod repeats;
