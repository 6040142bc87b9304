//! Faults that virtual registers are to show: always none, outside of sandboxes.

use register::Fault;
use types::RegisterId;

/// Tells what is wrong with a register now.
pub trait Faults: Send + Sync {
    /// The fault that the register's next batch meets.
    fn strike(&self, register: RegisterId) -> Option<Fault>;
}

/// Nothing is ever wrong.
#[derive(Clone, Copy, Debug, Default)]
pub struct Healthy;

impl Faults for Healthy {
    fn strike(&self, _: RegisterId) -> Option<Fault> {
        None
    }
}
