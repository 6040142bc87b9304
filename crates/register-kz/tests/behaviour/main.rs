//! How a Kazakh register and its operator's books behave, seen from outside.

mod books;
mod counters;
mod figures;
mod matrix;
mod notices;
mod pair;
mod support;
mod ways_out;
