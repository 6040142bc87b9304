//! A virtual register between the database and its own rules.

use ofd_ru::signs::SandboxKeys;
use register::{Registration, SealedDocument as Sealed, VirtualRegister};
use store::fiscal_storages::{self, FiscalStorageRow};
use store::registers::{self, RegisterRow};
use store::sealed_documents::{self, SealedDocument};
use store::{StoreError, Tx};
use types::{RegisterId, TaskId, Timestamp};

use super::FiscalizationError;
use crate::App;

/// A virtual register as it stands.
pub async fn look(
    app: &App,
    register: RegisterId,
) -> Result<(RegisterRow, VirtualRegister), FiscalizationError> {
    app.db()
        .read("look_at_register", move |tx| {
            let driven = Driven::look(tx, register)?;
            Ok((driven.row, driven.register))
        })
        .await
}

/// A virtual register in the hands of one unit of work.
pub(crate) struct Driven {
    pub(crate) row: RegisterRow,
    pub(crate) register: VirtualRegister,
    storage: FiscalStorageRow,
}

impl Driven {
    /// To change it: other units that want the same wait.
    pub(crate) fn load(tx: &mut Tx<'_>, id: RegisterId) -> Result<Self, FiscalizationError> {
        Self::read(tx, id, fiscal_storages::load)
    }

    /// To look at it.
    pub(crate) fn look(tx: &mut Tx<'_>, id: RegisterId) -> Result<Self, FiscalizationError> {
        Self::read(tx, id, fiscal_storages::find)
    }

    fn read(
        tx: &mut Tx<'_>,
        id: RegisterId,
        storage: impl FnOnce(&mut Tx<'_>, &str) -> Result<Option<FiscalStorageRow>, StoreError>,
    ) -> Result<Self, FiscalizationError> {
        let row = registers::find(tx, id)?.ok_or(FiscalizationError::UnknownRegister(id))?;
        let storage =
            storage(tx, &row.fiscal_storage_number)?.ok_or(FiscalizationError::UnknownRegister(id))?;
        let register =
            serde_json::from_str(&storage.state).map_err(|error| FiscalizationError::BrokenState {
                number: storage.number.clone(),
                detail: error.to_string(),
            })?;
        Ok(Self {
            row,
            register,
            storage,
        })
    }

    pub(crate) fn keys(&self) -> SandboxKeys {
        SandboxKeys::published(self.register.storage().number())
    }

    /// Appends a document that the storage sealed.
    pub(crate) fn keep(
        &self,
        tx: &mut Tx<'_>,
        sealed: &Sealed,
        task: Option<TaskId>,
        now: Timestamp,
    ) -> Result<SealedDocument, StoreError> {
        let document = sealed_row(
            &self.row,
            self.register.storage().number().as_str(),
            sealed,
            task,
            now,
        );
        sealed_documents::insert(tx, &document)?;
        Ok(document)
    }

    pub(crate) fn save(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), FiscalizationError> {
        let state = state_json(&self.register);
        fiscal_storages::save(tx, &self.storage.number, self.storage.version, &state, now)?;
        Ok(())
    }
}

/// The registration of a virtual register; `None` when it does not read.
#[must_use]
pub fn registration_of(row: &RegisterRow) -> Option<Registration> {
    serde_json::from_str(&row.registration).ok()
}

/// The state of a virtual register as it is stored.
pub(crate) fn state_json(register: &VirtualRegister) -> String {
    serde_json::to_string(register).expect("a register's state has no map keys that are not texts")
}

pub(crate) fn sealed_row(
    row: &RegisterRow,
    storage: &str,
    sealed: &Sealed,
    task: Option<TaskId>,
    now: Timestamp,
) -> SealedDocument {
    SealedDocument {
        fiscal_storage_number: storage.to_owned(),
        document_number: i64::from(sealed.number.get()),
        organization: row.organization,
        register: row.id,
        form: sealed.form.code(),
        task,
        fiscal_sign: sealed.sign.get(),
        shift_number: sealed.shift_number().map(register::ShiftNumber::get),
        receipt_number: sealed
            .receipt_number_in_shift()
            .map(register::ReceiptNumberInShift::get),
        settled_at: sealed.at,
        sealed_at: now,
        container: sealed.container.clone(),
    }
}
