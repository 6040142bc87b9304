//! Kazakh registers as a load: they keep token, request number and counters of their own, repeat what was not
//! answered, and judge every answer.

use lane::{Plan, Running};
use register::{KzRegister, Mix};
use serde_json::Value;
use std::net::{IpAddr, SocketAddr};
use tokio::runtime::Runtime;

pub mod audit;
pub mod buyer;
pub mod lane;
mod message;
#[cfg(test)]
mod mock;
pub mod register;

/// Loads the operator of a demo that told `facts`; `Err` says what it did wrong. Load goes to this machine alone.
pub fn load(runtime: &Runtime, facts: &Value, plan: Plan) -> Result<(), String> {
    let operator = facts["ofd"].as_str().unwrap_or_default();
    let is_here = operator
        .parse()
        .is_ok_and(|address: SocketAddr| match address.ip() {
            IpAddr::V4(ip) => ip.is_loopback(),
            IpAddr::V6(ip) => ip.is_loopback(),
        });
    if !is_here {
        return Err(format!("`{operator}` is no loopback address"));
    }
    let registers = KzRegister::of_sandbox(facts, Mix::Everything);
    let running = Running::begin(operator, registers, plan, runtime.handle());
    let outcome = runtime.block_on(running.end());
    println!("{outcome}");
    let pages = facts["http"].as_str().unwrap_or_default();
    let pages = pages.strip_prefix("http://").unwrap_or(pages);
    let (asked, missing) = runtime.block_on(buyer::look_up(pages, &outcome.registers));
    println!("looked up {asked}  not found {}", missing.len());
    match outcome.wrong.first().or(missing.first()) {
        None => Ok(()),
        Some(first) => Err(first.clone()),
    }
}
