//! X and Z reports that the operator made for Kazakh registers: append-only.

use types::{DocumentId, LocalDateTime, OrganizationId, Timestamp};

use crate::column_enum::column_enum;
use crate::{Row, StoreError, Tx, params};

macro_rules! kz_report_columns {
    () => {
        "id, device_id, organization_id, kind, shift_number, made_at_local_s, received_at_us, report, own_report, \
         difference_count, document_id"
    };
}

mod page;

pub use page::{count_up_to, page, page_sql};

column_enum! {
    /// Which report.
    KzReportKind {
        /// Changes nothing.
        X => "x",
        /// Closes the shift.
        Z => "z",
    }
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KzReport {
    /// Register.
    pub device_id: u32,
    /// Its owner.
    pub organization: OrganizationId,
    /// Which report.
    pub kind: KzReportKind,
    /// Its shift.
    pub shift_number: u32,
    /// Wall clock of the register.
    pub made_at: LocalDateTime,
    /// When it was asked for.
    pub received_at: Timestamp,
    /// JSON of the operator's figures.
    pub report: String,
    /// JSON of the register's own figures, when it sent any.
    pub own_report: Option<String>,
    /// Counters that differ between the two.
    pub difference_count: u32,
    /// The document whose coming made a Z report; its closing, or the first document of a later shift.
    pub document: Option<DocumentId>,
}

/// Keeps a report.
///
/// # Errors
/// [`StoreError`].
pub fn insert(tx: &mut Tx<'_>, report: &KzReport) -> Result<(), StoreError> {
    tx.execute(
        "-- kz_reports.insert
         insert into kz_reports (device_id, organization_id, kind, shift_number, made_at_local_s, received_at_us,
                                 report, own_report, difference_count, document_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            report.device_id,
            report.organization,
            report.kind,
            report.shift_number,
            report.made_at,
            report.received_at,
            &report.report,
            report.own_report.as_deref(),
            report.difference_count,
            report.document,
        ],
    )?;
    Ok(())
}

/// One report.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Option<(i64, KzReport)>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_reports.find\nselect ",
        kz_report_columns!(),
        " from kz_reports where id = $1"
    );
    tx.one(SQL, params![id])?.map(|row| read(&row)).transpose()
}

/// The newest report of either kind beside which the register sent its own figures.
///
/// # Errors
/// [`StoreError`].
pub fn newest_with_own(tx: &mut Tx<'_>, device_id: u32) -> Result<Option<KzReport>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_reports.newest_with_own\nselect ",
        kz_report_columns!(),
        " from kz_reports where device_id = $1 and own_report is not null order by id desc limit 1"
    );
    let row = tx.one(SQL, params![device_id])?;
    Ok(row.map(|row| read(&row)).transpose()?.map(|(_, report)| report))
}

fn read(row: &Row) -> Result<(i64, KzReport), StoreError> {
    let report = KzReport {
        device_id: row.get("device_id")?,
        organization: row.get("organization_id")?,
        kind: row.get("kind")?,
        shift_number: row.get("shift_number")?,
        made_at: row.get("made_at_local_s")?,
        received_at: row.get("received_at_us")?,
        report: row.get("report")?,
        own_report: row.get("own_report")?,
        difference_count: row.get("difference_count")?,
        document: row.get("document_id")?,
    };
    Ok((row.get("id")?, report))
}
