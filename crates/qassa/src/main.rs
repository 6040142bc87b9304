//! `qassa`: the only executable.
mod config;
mod system;

fn main() {}
