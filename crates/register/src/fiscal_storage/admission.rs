//! What must hold before a document is sealed.

use types::LocalDateTime;

use super::{
    CommandKind, FiscalMode, FiscalStorage, FiscalStorageError, OpenShift, Phase, SHIFT_MAX_S, Shift,
    StorageRecord, UNSENT_MAX_S, UnsentQueue,
};

/// The first day of online registers, 1 September 2016: no document is older.
const CLOCK_MIN: LocalDateTime = LocalDateTime::from_wall_seconds(1_472_688_000);
/// 31 December 2099.
const CLOCK_MAX: LocalDateTime = LocalDateTime::from_wall_seconds(4_102_358_400);

/// Documents that a command must leave room for, itself included: the closing reports come after it.
#[derive(Clone, Copy)]
enum Room {
    /// The document, the closing of the shift and of the storage.
    Three,
    /// The document and the closing of the storage.
    Two,
    /// The document alone.
    One,
}

impl FiscalStorage {
    /// Admits a document to the fiscal mode at this time.
    pub(super) fn admit(
        &self,
        command: CommandKind,
        now: LocalDateTime,
    ) -> Result<&FiscalMode, FiscalStorageError> {
        let Phase::Fiscal(mode) = &self.phase else {
            return Err(self.wrong_phase(command));
        };
        admit_clock(now)?;
        let record = &mode.record;
        if now < record.last.at {
            return Err(FiscalStorageError::ClockBehind {
                now,
                last: record.last.number,
                last_at: record.last.at,
            });
        }
        if let UnsentQueue::Waiting(unsent) = &mode.unsent
            && now.since_s(unsent.first_at) > UNSENT_MAX_S
        {
            return Err(FiscalStorageError::UnsentTooOld {
                first: unsent.first,
                first_at: unsent.first_at,
                now,
            });
        }
        let room = match command {
            CommandKind::CloseArchive => Room::One,
            CommandKind::CloseShift => Room::Two,
            CommandKind::Prepare
            | CommandKind::Register
            | CommandKind::ReRegister
            | CommandKind::OpenShift
            | CommandKind::Seal
            | CommandKind::ReportStatus
            | CommandKind::AcceptConfirmation => {
                self.admit_validity(record, now)?;
                Room::Three
            }
        };
        self.admit_room(record, room)?;
        Ok(mode)
    }

    pub(super) fn wrong_phase(&self, command: CommandKind) -> FiscalStorageError {
        FiscalStorageError::WrongPhase {
            command,
            phase: self.phase.kind(),
        }
    }

    fn admit_validity(&self, record: &StorageRecord, now: LocalDateTime) -> Result<(), FiscalStorageError> {
        let valid_until = self.valid_until(record);
        if now >= valid_until {
            return Err(FiscalStorageError::Expired { valid_until, now });
        }
        Ok(())
    }

    fn admit_room(&self, record: &StorageRecord, room: Room) -> Result<(), FiscalStorageError> {
        let needed = match room {
            Room::Three => 3,
            Room::Two => 2,
            Room::One => 1,
        };
        if self.free_documents() < needed {
            return Err(FiscalStorageError::MemoryFull {
                capacity: self.profile.capacity,
                last: record.last.number,
            });
        }
        Ok(())
    }
}

impl FiscalMode {
    /// The open shift; it may have expired.
    pub(super) fn open_shift(&self) -> Result<&OpenShift, FiscalStorageError> {
        match &self.shift {
            Shift::Open(open) => Ok(open),
            Shift::NeverOpened | Shift::Closed { .. } => Err(FiscalStorageError::ShiftNotOpen),
        }
    }

    /// Refuses while a shift is open.
    pub(super) fn no_open_shift(&self) -> Result<(), FiscalStorageError> {
        match &self.shift {
            Shift::NeverOpened | Shift::Closed { .. } => Ok(()),
            Shift::Open(open) => Err(FiscalStorageError::ShiftOpen { number: open.number }),
        }
    }
}

impl OpenShift {
    /// Admits a receipt to the shift. Law: RU-54FZ/4.3.
    pub(super) fn admit_receipt(&self, now: LocalDateTime) -> Result<(), FiscalStorageError> {
        if now.since_s(self.opened_at) > SHIFT_MAX_S {
            return Err(FiscalStorageError::ShiftExpired {
                number: self.number,
                opened_at: self.opened_at,
                now,
            });
        }
        Ok(())
    }
}

/// Refuses a time that no document can have.
pub(super) fn admit_clock(now: LocalDateTime) -> Result<(), FiscalStorageError> {
    if (CLOCK_MIN..=CLOCK_MAX).contains(&now) {
        return Ok(());
    }
    Err(FiscalStorageError::ClockOutOfRange { now })
}
