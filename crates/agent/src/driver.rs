//! What the agent asks of a register, whatever its make.

use std::future::Future;

use receipt::{Cashier, Operation, Receipt};
use types::{Inn, LocalDateTime, Money};
use uuid::Uuid;

/// Drives one register. Every call ends within a bounded time; what is not certain says so.
pub trait Driver: Send + Sync {
    /// State of the device and of its fiscal storage.
    fn status(&self) -> impl Future<Output = Result<DeviceStatus, DeviceError>> + Send;

    /// Opens a shift.
    fn open_shift(&self, cashier: Option<&Cashier>) -> impl Future<Output = Result<(), DeviceError>> + Send;

    /// Closes the shift.
    fn close_shift(&self, cashier: Option<&Cashier>) -> impl Future<Output = Result<(), DeviceError>> + Send;

    /// Lets the device check the marking codes of a receipt: one verdict a marked line, in order.
    fn check_marks(
        &self,
        receipt: &Receipt,
    ) -> impl Future<Output = Result<Vec<MarkVerdict>, DeviceError>> + Send;

    /// Writes a receipt in the device's words; asks nothing of it.
    ///
    /// # Errors
    /// [`Inexpressible`] names what the device has no words for.
    fn compose(&self, receipt: &Receipt, marks: &[MarkVerdict]) -> Result<String, Inexpressible>;

    /// Hands a composed receipt to the device under a key. The device takes each key once.
    fn submit(&self, key: Uuid, request: &str) -> impl Future<Output = Result<(), DeviceError>> + Send;

    /// What became of the request under this key.
    fn find(&self, key: Uuid) -> impl Future<Output = Result<Found, DeviceError>> + Send;

    /// A document from the fiscal storage.
    fn document(&self, number: u32) -> impl Future<Output = Result<StoredDocument, DeviceError>> + Send;

    /// How the exchange with the operator stands.
    fn exchange(&self) -> impl Future<Output = Result<ExchangeStatus, DeviceError>> + Send;
}

/// State of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceStatus {
    /// Given by the manufacturer.
    pub serial_number: String,
    /// Number of the fiscal storage.
    pub storage: String,
    /// End of its validity, as the device tells it.
    pub valid_until: String,
    /// Its warning flags. Source: RU-OFD/storage-warnings.
    pub flags: StorageFlags,
    /// Its newest document.
    pub newest: u32,
    /// The shift.
    pub shift: DeviceShift,
    /// The registration.
    pub registration: DeviceRegistration,
}

/// Warning flags of a fiscal storage as bits: 0 urgent replacement, 1 nearly exhausted, 2 memory nearly full,
/// 3 operator overdue, 7 critical failure. Source: RU-OFD/storage-warnings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageFlags(pub u8);

/// Shift of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceShift {
    /// None is open.
    Closed,
    /// Receipts are taken.
    Open,
    /// Open for more than 24 hours.
    Expired,
}

/// Registration of a device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceRegistration {
    /// Issued by the tax authority.
    pub registration_number: String,
    /// Taxpayer.
    pub inn: Option<Inn>,
    /// Name of the taxpayer.
    pub organization: String,
    /// Address of settlement.
    pub address: String,
    /// Host of the operator.
    pub ofd_host: String,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The device does not know the key.
    Unknown,
    /// Still at work.
    Pending,
    /// A document was sealed.
    Sealed(SealedReceipt),
    /// The device refused or failed.
    Failed(DeviceRefusal),
    /// The device stopped in the middle; the storage tells what is sealed.
    Interrupted {
        /// In the device's word.
        status: String,
    },
}

/// A sealed receipt as the device tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedReceipt {
    /// Fiscal document number.
    pub number: u32,
    /// Fiscal sign.
    pub sign: u32,
    /// When.
    pub at: LocalDateTime,
    /// Number of the fiscal storage.
    pub storage: String,
    /// Number of the shift.
    pub shift: u32,
    /// Number of the receipt in the shift.
    pub receipt: u32,
}

/// A document of the fiscal storage, as far as it can be compared with a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredDocument {
    /// A report.
    Report,
    /// A receipt.
    Receipt(StoredReceipt),
}

/// A receipt of the fiscal storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReceipt {
    /// Its numbers.
    pub sealed: SealedReceipt,
    /// What the seller did.
    pub operation: Operation,
    /// Tag 1020.
    pub total: Money,
    /// Whether it corrects.
    pub kind: StoredKind,
}

/// Receipt or correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredKind {
    /// A receipt or strict reporting form.
    Receipt,
    /// A correction.
    Correction,
}

/// Verdict on one marking code: bits 0 to 4 of tag 2106. Source: RU-FFD/2106.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarkVerdict(pub u8);

impl MarkVerdict {
    /// Checked by the storage and by the marking system, all positive: printed as `[M+]`.
    pub const POSITIVE: Self = Self(15);
}

/// How the exchange with the operator stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExchangeStatus {
    /// Documents that wait for the operator.
    pub unsent: u32,
}

/// What the device said against a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRefusal {
    /// Its code.
    pub code: i64,
    /// Its words.
    pub description: String,
}

/// A receipt that the device has no words for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the register cannot express {what}")]
pub struct Inexpressible {
    /// What of the receipt.
    pub what: String,
}

/// Why a call to the device failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// Nothing was sent: not done.
    #[error("the register cannot be reached: {detail}")]
    Unreachable {
        /// What the system said.
        detail: String,
    },
    /// Something was sent and no answer came: unknown.
    #[error("the register does not answer: {detail}")]
    Silent {
        /// What the system said.
        detail: String,
    },
    /// The device answered what nobody understands: unknown.
    #[error("the register's answer cannot be read: {detail}")]
    Unreadable {
        /// What is wrong with it.
        detail: String,
    },
    /// The device refused: not done.
    #[error("the register refused: {} ({})", .0.description, .0.code)]
    Refused(DeviceRefusal),
    /// The device has the key already: ask what became of it.
    #[error("the register knows request {key} already")]
    Repeated {
        /// The key.
        key: Uuid,
    },
    /// A former request blocks the device until a person resolves it.
    #[error("the register is blocked by request {blocked_by}")]
    Blocked {
        /// Key of the former request.
        blocked_by: String,
    },
}

/// Whether something may have been done all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Nothing was done.
    NotDone,
    /// Nobody knows: ask.
    Unknown,
}

impl DeviceError {
    /// Whether the request may have been done all the same.
    #[must_use]
    pub const fn certainty(&self) -> Certainty {
        match self {
            Self::Unreachable { .. } | Self::Refused(_) => Certainty::NotDone,
            Self::Silent { .. } | Self::Unreadable { .. } | Self::Repeated { .. } | Self::Blocked { .. } => {
                Certainty::Unknown
            }
        }
    }
}
