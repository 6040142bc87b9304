//! A fiscal document as a tree of typed elements.

mod access;
mod form;
mod path;

pub use access::Elements;
pub use path::{PathStep, TagPath};

use types::LocalDateTime;

/// Number of an element of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub u16);

/// Version of the format: the value of tag 1209.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FfdVersion {
    /// 1.0, code 0 or 1; read, never written.
    V1_0,
    /// 1.05, code 2.
    V1_05,
    /// 1.1, code 3.
    V1_1,
    /// 1.2, code 4.
    V1_2,
}

/// Kind of a document: the tag that wraps it. Source: RU-FFD/forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// 1: registration report.
    Registration,
    /// 2: shift opening.
    ShiftOpening,
    /// 3: receipt.
    Receipt,
    /// 4: strict reporting form.
    StrictReportingForm,
    /// 5: shift closing.
    ShiftClosing,
    /// 6: storage closing.
    StorageClosing,
    /// 7: operator acknowledgement.
    OfdAcknowledgement,
    /// 11: re-registration report.
    ReRegistration,
    /// 21: settlement status report.
    SettlementStatus,
    /// 31: correction receipt.
    CorrectionReceipt,
    /// 41: correction strict reporting form.
    CorrectionStrictReportingForm,
    /// 81: marking request.
    MarkingRequest,
    /// 82: marking notification.
    MarkingNotification,
    /// 83: answer to a marking request.
    MarkingAnswer,
    /// 84: receipt of a marking notification.
    MarkingNotificationReceipt,
}

/// A whole document: `form { elements }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Kind of the document.
    pub form: Form,
    /// Its elements, in the order of the wire.
    pub elements: Vec<Element>,
}

/// One element: tag and value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Number of the element.
    pub tag: Tag,
    /// Its value, typed by the tag table.
    pub value: Value,
}

/// The value of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// CP866 text; the padding of fixed-length strings is dropped on reading and added on writing.
    Text(String),
    /// byte, u16, u32, bit mask or VLN.
    Uint(u64),
    /// FVLN: `mantissa / 10^scale`.
    Decimal {
        /// Digits without the point.
        mantissa: u64,
        /// Digits after the point.
        scale: u8,
    },
    /// unixtime of the wall clock.
    Time(LocalDateTime),
    /// Raw bytes of a known tag.
    Bytes(Vec<u8>),
    /// STLV.
    Nested(Vec<Element>),
    /// Raw bytes of a tag that the table does not know, or whose bytes do not fit the table's type.
    Unknown(Vec<u8>),
}
