//! Registers as their last documents have left them, as far as this process took those.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use store::ofd_registers::OfdRegister;
use types::FiscalStorageNumber;

/// Registers that are remembered; beyond it all are forgotten, so that they cannot fill the memory.
const REMEMBERED_MAX: usize = 50_000;

/// A memory that may be wrong: another process may have changed the register since. Its version tells.
#[derive(Debug, Default)]
pub(crate) struct RememberedRegisters {
    registers: Mutex<HashMap<FiscalStorageNumber, Arc<OfdRegister>>>,
}

impl RememberedRegisters {
    /// The register with this storage.
    pub(super) fn find(&self, storage: &FiscalStorageNumber) -> Option<Arc<OfdRegister>> {
        self.lock().get(storage).cloned()
    }

    /// Puts a register in the place of what was known of it.
    pub(super) fn remember(&self, storage: &FiscalStorageNumber, register: OfdRegister) {
        let register = Arc::new(register);
        let mut registers = self.lock();
        if let Some(known) = registers.get_mut(storage) {
            *known = register;
            return;
        }
        if registers.len() >= REMEMBERED_MAX {
            registers.clear();
        }
        registers.insert(storage.clone(), register);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<FiscalStorageNumber, Arc<OfdRegister>>> {
        self.registers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
