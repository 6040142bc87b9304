//! Pages of one register's reports of a kind, newest first by the wall clock of the register.

use types::LocalDateTime;

use super::{KzReport, KzReportKind, read};
use crate::kz_documents::{KzIssue, KzPageFilter, KzPageKey};
use crate::{StoreError, Tx, params};

/// Reports of a register after `key`, newest first. An operation or a sign stands on no report: [`page`] gives none
/// then. The through number and the issue of a report are those of its document.
///
/// # Errors
/// [`StoreError`].
pub fn page(
    tx: &mut Tx<'_>,
    device_id: u32,
    kind: KzReportKind,
    filter: &KzPageFilter,
    key: KzPageKey,
    limit: u32,
) -> Result<Vec<(i64, KzReport)>, StoreError> {
    if has_none(kind, filter) {
        return Ok(Vec::new());
    }
    let key = key.within(filter.to);
    let rows = tx.all_built(
        &page_sql(filter),
        params![
            device_id,
            key.at,
            key.id,
            filter.from.map_or(i64::MIN, LocalDateTime::wall_seconds),
            kind,
            filter.shift_number,
            filter.issue.map(|issue| issue == KzIssue::Autonomous),
            filter.document_number,
            limit,
        ],
    )?;
    rows.iter().map(read).collect()
}

/// How many reports match, counted up to `limit`.
///
/// # Errors
/// [`StoreError`].
pub fn count_up_to(
    tx: &mut Tx<'_>,
    device_id: u32,
    kind: KzReportKind,
    filter: &KzPageFilter,
    limit: u32,
) -> Result<u32, StoreError> {
    if has_none(kind, filter) {
        return Ok(0);
    }
    let key = KzPageKey::START.within(filter.to);
    let sql = format!(
        "-- kz_reports.count_up_to
         select count(*) as reports from (select id from kz_reports {} limit $9) as found",
        narrowed(filter)
    );
    let rows = tx.all_built(
        &sql,
        params![
            device_id,
            key.at,
            key.id,
            filter.from.map_or(i64::MIN, LocalDateTime::wall_seconds),
            kind,
            filter.shift_number,
            filter.issue.map(|issue| issue == KzIssue::Autonomous),
            filter.document_number,
            limit,
        ],
    )?;
    rows.first().map_or(Ok(0), |row| row.get("reports"))
}

/// What no report of the kind can have: an operation or a sign; an X report has no document either.
fn has_none(kind: KzReportKind, filter: &KzPageFilter) -> bool {
    let of_no_report = filter.operation.is_some() || filter.sign.is_some();
    let of_a_document = filter.document_number.is_some() || filter.issue == Some(KzIssue::Autonomous);
    of_no_report || (kind == KzReportKind::X && of_a_document)
}

/// The text of [`page`] for a filter, so that its plan can be looked at.
#[must_use]
pub fn page_sql(filter: &KzPageFilter) -> String {
    let columns = kz_report_columns!();
    format!(
        "-- kz_reports.page
         select {columns} from kz_reports {}
         order by made_at_local_s desc, id desc limit $9",
        narrowed(filter)
    )
}

fn narrowed(filter: &KzPageFilter) -> String {
    let shift = match filter.shift_number {
        Some(_) => "shift_number = $6",
        None => "cast($6 as bigint) is null",
    };
    let issue = match filter.issue {
        Some(_) => {
            "coalesce((select is_autonomous from kz_documents where kz_documents.id = document_id), 0) = $7"
        }
        None => "cast($7 as bigint) is null",
    };
    let number = match filter.document_number {
        Some(_) => {
            "document_id in (select closing.id from kz_documents as closing
                             where closing.device_id = $1 and closing.document_number = $8
                               and closing.kind = 'shift_closing')"
        }
        None => "cast($8 as bigint) is null",
    };
    format!(
        "where device_id = $1 and (made_at_local_s, id) < ($2, $3) and made_at_local_s >= $4
           and kind = $5
           and {shift}
           and {issue}
           and {number}"
    )
}
