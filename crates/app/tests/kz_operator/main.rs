//! The Kazakh operator behind its wire, on both engines: whole messages go in, whole messages come out.

mod admission;
mod annulment;
mod autonomous;
mod counting;
mod enrolled;
mod history;
mod leaving;
mod lenient;
mod register;
mod repeats;
mod sign_in;
mod told;
