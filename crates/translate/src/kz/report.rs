//! A shift report ↔ `ZXReport`. Source: KZ-OFD/messages.

mod reading;
mod writing;

use ofd_kz::messages::ReportType;
use register_kz::ReportKind;

pub use reading::zx_to_report;
pub use writing::report_to_zx;

/// `report`: X or Z.
#[must_use]
pub const fn report_kind_number(kind: ReportKind) -> i32 {
    match kind {
        ReportKind::X => ReportType::X,
        ReportKind::Z => ReportType::Z,
    }
    .number()
}

/// `report`, read.
#[must_use]
pub const fn report_kind(number: i32) -> Option<ReportKind> {
    Some(match ReportType::known(number) {
        Some(ReportType::X) => ReportKind::X,
        Some(ReportType::Z) => ReportKind::Z,
        None => return None,
    })
}
