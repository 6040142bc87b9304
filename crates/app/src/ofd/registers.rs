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

#[cfg(test)]
mod tests {
    use super::*;
    use store::ofd_registers::{OfdRegisterState, Progress};

    fn storage(number: usize) -> FiscalStorageNumber {
        FiscalStorageNumber::parse(&format!("99990789{number:08}")).unwrap()
    }

    fn register(version: i64) -> OfdRegister {
        OfdRegister {
            fiscal_storage_number: String::new(),
            organization: None,
            registration_number: None,
            serial_number: None,
            inn: None,
            state: OfdRegisterState::Active,
            progress: Progress::default(),
            last_received_at: None,
            version,
        }
    }

    #[test]
    fn registers_beyond_the_limit_are_forgotten() {
        let remembered = RememberedRegisters::default();
        for number in 0..REMEMBERED_MAX {
            remembered.remember(&storage(number), register(1));
        }
        remembered.remember(&storage(0), register(2));
        assert_eq!(
            remembered.find(&storage(0)).map(|known| known.version),
            Some(2),
            "one that is known takes no place"
        );
        assert!(remembered.find(&storage(REMEMBERED_MAX - 1)).is_some());
        remembered.remember(&storage(REMEMBERED_MAX), register(1));
        assert!(remembered.find(&storage(0)).is_none());
        assert!(remembered.find(&storage(REMEMBERED_MAX)).is_some());
    }
}
