//! Registration cards that taxpayers got at the tax office and uploaded, with what a reviewer said.

use types::{OrganizationId, RegisterId, RegistrationCardId, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! card_columns {
    () => {
        "c.id, c.enrollment_id, c.uploaded_at_us, c.facts, c.verdict, c.reviewed_at_us, e.organization_id"
    };
}

/// A card without its scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationCardRow {
    /// Its number.
    pub id: RegistrationCardId,
    /// The register.
    pub register: RegisterId,
    /// Owner of the register.
    pub organization: OrganizationId,
    /// When it was uploaded.
    pub uploaded_at: Timestamp,
    /// JSON of `enrollment::CardFacts`.
    pub facts: String,
    /// JSON of `enrollment::Verdict`, once it was reviewed.
    pub verdict: Option<String>,
    /// When it was reviewed.
    pub reviewed_at: Option<Timestamp>,
}

/// Keeps a card that waits for a review.
///
/// # Errors
/// [`StoreError`]; of constraint `registration_cards_one_open_per_register` when one waits already.
pub fn add(
    tx: &mut Tx<'_>,
    register: RegisterId,
    facts: &str,
    scan: &[u8],
    now: Timestamp,
) -> Result<RegistrationCardId, StoreError> {
    tx.only(
        "-- registration_cards.add
         insert into registration_cards (enrollment_id, uploaded_at_us, facts, scan) values ($1, $2, $3, $4)
         returning id",
        params![register, now, facts, scan],
    )?
    .get("id")
}

/// Writes what the reviewer said; `false` when the card was reviewed already.
///
/// # Errors
/// [`StoreError`].
pub fn review(
    tx: &mut Tx<'_>,
    id: RegistrationCardId,
    verdict: &str,
    reviewer: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- registration_cards.review
         update registration_cards set verdict = $2, reviewer = $3, reviewed_at_us = $4
         where id = $1 and verdict is null",
        params![id, verdict, reviewer, now],
    )?;
    Ok(changed > 0)
}

/// The card of this number, whoever uploaded it.
///
/// # Errors
/// [`StoreError`].
pub fn of_anybody(
    tx: &mut Tx<'_>,
    id: RegistrationCardId,
) -> Result<Option<RegistrationCardRow>, StoreError> {
    const SQL: &str = concat!(
        "-- registration_cards.of_anybody\nselect ",
        card_columns!(),
        " from registration_cards c join enrollments e on e.id = c.enrollment_id where c.id = $1"
    );
    tx.one(SQL, params![id])?.map(|row| read(&row)).transpose()
}

/// The newest card of a register.
///
/// # Errors
/// [`StoreError`].
pub fn newest(tx: &mut Tx<'_>, register: RegisterId) -> Result<Option<RegistrationCardRow>, StoreError> {
    const SQL: &str = concat!(
        "-- registration_cards.newest\nselect ",
        card_columns!(),
        " from registration_cards c join enrollments e on e.id = c.enrollment_id
         where c.enrollment_id = $1 order by c.id desc limit 1"
    );
    tx.one(SQL, params![register])?.map(|row| read(&row)).transpose()
}

/// Cards that wait for a review, of all organizations, with numbers above `after`, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn waiting(
    tx: &mut Tx<'_>,
    after: Option<RegistrationCardId>,
    limit: u32,
) -> Result<Vec<RegistrationCardRow>, StoreError> {
    const SQL: &str = concat!(
        "-- registration_cards.waiting\nselect ",
        card_columns!(),
        " from registration_cards c join enrollments e on e.id = c.enrollment_id
         where c.verdict is null and c.id > $1 order by c.id limit $2"
    );
    let after = after.map_or(0, RegistrationCardId::get);
    let rows = tx.all(SQL, params![after, limit])?;
    rows.iter().map(read).collect()
}

/// The scan of a card, byte for byte.
///
/// # Errors
/// [`StoreError`].
pub fn scan(tx: &mut Tx<'_>, id: RegistrationCardId) -> Result<Option<Vec<u8>>, StoreError> {
    let row = tx.one(
        "-- registration_cards.scan
         select scan from registration_cards where id = $1",
        params![id],
    )?;
    row.map(|row| row.get("scan")).transpose()
}

fn read(row: &Row) -> Result<RegistrationCardRow, StoreError> {
    Ok(RegistrationCardRow {
        id: row.get("id")?,
        register: row.get("enrollment_id")?,
        organization: row.get("organization_id")?,
        uploaded_at: row.get("uploaded_at_us")?,
        facts: row.get("facts")?,
        verdict: row.get("verdict")?,
        reviewed_at: row.get("reviewed_at_us")?,
    })
}
