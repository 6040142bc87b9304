//! How a virtual register and its fiscal storage behave, seen from outside.

mod batches;
mod confirmations;
mod deliveries;
mod documents;
mod faults;
mod matrix;
mod sequences;
mod support;
mod year;
