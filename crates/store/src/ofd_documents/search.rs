//! Search for documents, newest first, paged by key.

use types::{DocumentId, LocalDateTime, OrganizationId};

use super::{OfdDocument, read};
use crate::{Row, StoreError, Tx, params};

/// What a search is narrowed to; `None` narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentFilter {
    /// Client of the operator.
    pub organization: Option<OrganizationId>,
    /// Storage.
    pub fiscal_storage_number: Option<String>,
    /// Registration number of the register.
    pub registration_number: Option<String>,
    /// Number in its storage.
    pub document_number: Option<i64>,
    /// Shift.
    pub shift_number: Option<i64>,
    /// Time on the document at this time or later.
    pub from: Option<LocalDateTime>,
    /// Time on the document before this time.
    pub to: Option<LocalDateTime>,
    /// Fiscal sign as printed.
    pub fiscal_sign: Option<u32>,
    /// Form code.
    pub form: Option<u8>,
}

/// Documents with ids below `before`, newest first. An index leads where register, storage or sign is given.
///
/// # Errors
/// [`StoreError`].
pub fn search(
    tx: &mut Tx<'_>,
    filter: &DocumentFilter,
    before: Option<DocumentId>,
    limit: u32,
) -> Result<Vec<(DocumentId, OfdDocument)>, StoreError> {
    let sql = search_sql(filter);
    let rows = run(tx, &sql, filter, before, limit)?;
    rows.iter().map(read).collect()
}

/// How many documents match, counted up to `limit`.
///
/// # Errors
/// [`StoreError`].
pub fn count_up_to(tx: &mut Tx<'_>, filter: &DocumentFilter, limit: u32) -> Result<u32, StoreError> {
    let sql = format!(
        "-- ofd_documents.count_up_to
         select count(*) as documents from (select id from ofd_documents {} limit $10) as found",
        narrowed(filter)
    );
    let rows = run(tx, &sql, filter, None, limit)?;
    rows.first().map_or(Ok(0), |row| row.get("documents"))
}

fn run(
    tx: &mut Tx<'_>,
    sql: &str,
    filter: &DocumentFilter,
    before: Option<DocumentId>,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    tx.all_built(
        sql,
        params![
            before.map_or(i64::MAX, DocumentId::get),
            filter.organization,
            filter.fiscal_storage_number.as_deref(),
            filter.registration_number.as_deref(),
            filter.fiscal_sign,
            filter.shift_number,
            filter.form,
            filter.from.map_or(i64::MIN, LocalDateTime::wall_seconds),
            filter.to.map_or(i64::MAX, LocalDateTime::wall_seconds),
            limit,
            filter.document_number,
        ],
    )
}

fn search_sql(filter: &DocumentFilter) -> String {
    let columns = document_columns!();
    format!(
        "-- ofd_documents.search
         select {columns} from ofd_documents {}
         order by id desc
         limit $10",
        narrowed(filter)
    )
}

/// Leading columns are compared plainly when they are given, so that their indexes are used; the text still has
/// all parameters, so that one parameter list serves every shape.
fn narrowed(filter: &DocumentFilter) -> String {
    let lead = |column: &str, parameter: &str, given: bool| {
        let kind = if column == "fiscal_sign" { "bigint" } else { "text" };
        if given {
            format!("{column} = {parameter}")
        } else {
            format!("cast({parameter} as {kind}) is null")
        }
    };
    format!(
        "where id < $1
           and (cast($2 as bigint) is null or organization_id = $2)
           and {}
           and {}
           and {}
           and (cast($6 as bigint) is null or shift_number = $6)
           and (cast($7 as bigint) is null or form = $7)
           and (cast($11 as bigint) is null or document_number = $11)
           and settled_at_local_s >= $8 and settled_at_local_s < $9",
        lead(
            "fiscal_storage_number",
            "$3",
            filter.fiscal_storage_number.is_some()
        ),
        lead("registration_number", "$4", filter.registration_number.is_some()),
        lead("fiscal_sign", "$5", filter.fiscal_sign.is_some()),
    )
}
