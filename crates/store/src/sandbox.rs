//! What the sandbox's simulators saw, and how they were told to behave.

use types::Timestamp;

use crate::{Row, StoreError, Tx, params};

/// A mail as the simulated mailbox took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMail {
    /// When.
    pub at: Timestamp,
    /// E-mail address.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text_body: String,
    /// Markup.
    pub html_body: String,
}

/// A mail in the simulated mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// Its number.
    pub id: i64,
    /// The mail.
    pub mail: NewMail,
}

/// A document as the simulated tax authority took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTaxEntry {
    /// When.
    pub at: Timestamp,
    /// Storage that sealed it.
    pub fiscal_storage_number: String,
    /// Number of the document.
    pub document_number: i64,
    /// What the tax authority said.
    pub answer: String,
    /// JSON as it was received.
    pub document: String,
}

/// An entry of the simulated tax authority's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxEntryRow {
    /// Its number.
    pub id: i64,
    /// The entry.
    pub entry: NewTaxEntry,
}

/// How a simulator was told to behave; `None`: as usual.
///
/// # Errors
/// [`StoreError`].
pub fn setting(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let row = tx.one(
        "-- sandbox.setting\nselect value from sandbox_settings where name = $1",
        params![name],
    )?;
    row.map(|row| row.get("value")).transpose()
}

/// Tells a simulator how to behave.
///
/// # Errors
/// [`StoreError`].
pub fn set(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), StoreError> {
    tx.execute(
        "-- sandbox.set
         insert into sandbox_settings (name, value) values ($1, $2)
         on conflict (name) do update set value = excluded.value",
        params![name, value],
    )?;
    Ok(())
}

/// Keeps a mail; its number.
///
/// # Errors
/// [`StoreError`].
pub fn add_mail(tx: &mut Tx<'_>, mail: &NewMail) -> Result<i64, StoreError> {
    tx.only(
        "-- sandbox.add_mail
         insert into sandbox_mails (at_us, recipient, subject, text_body, html_body)
         values ($1, $2, $3, $4, $5) returning id",
        params![
            mail.at,
            &mail.recipient,
            &mail.subject,
            &mail.text_body,
            &mail.html_body
        ],
    )?
    .int("id")
}

/// Mails with numbers below `before`, newest first; of one recipient when one is named.
///
/// # Errors
/// [`StoreError`].
pub fn mails(
    tx: &mut Tx<'_>,
    recipient: Option<&str>,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<MailRow>, StoreError> {
    let rows = tx.all(
        "-- sandbox.mails
         select id, at_us, recipient, subject, text_body, html_body from sandbox_mails
         where id < $1 and (cast($2 as text) is null or recipient = $2)
         order by id desc limit $3",
        params![before.unwrap_or(i64::MAX), recipient, limit],
    )?;
    rows.iter().map(read_mail).collect()
}

/// The mail with this number.
///
/// # Errors
/// [`StoreError`].
pub fn mail(tx: &mut Tx<'_>, id: i64) -> Result<Option<MailRow>, StoreError> {
    let row = tx.one(
        "-- sandbox.mail
         select id, at_us, recipient, subject, text_body, html_body from sandbox_mails where id = $1",
        params![id],
    )?;
    row.map(|row| read_mail(&row)).transpose()
}

/// Keeps what the tax authority took.
///
/// # Errors
/// [`StoreError`].
pub fn add_tax_entries(tx: &mut Tx<'_>, entries: &[NewTaxEntry]) -> Result<(), StoreError> {
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            params![
                entry.at,
                &entry.fiscal_storage_number,
                entry.document_number,
                &entry.answer,
                &entry.document
            ]
            .to_vec()
        })
        .collect();
    tx.insert_many(
        "-- sandbox.add_tax_entries
         insert into sandbox_tax_log (at_us, fiscal_storage_number, document_number, answer, document) values",
        &rows,
        "",
    )?;
    Ok(())
}

/// Entries with numbers below `before`, newest first; of one storage when one is named.
///
/// # Errors
/// [`StoreError`].
pub fn tax_entries(
    tx: &mut Tx<'_>,
    fiscal_storage_number: Option<&str>,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<TaxEntryRow>, StoreError> {
    let rows = tx.all(
        "-- sandbox.tax_entries
         select id, at_us, fiscal_storage_number, document_number, answer, document from sandbox_tax_log
         where id < $1 and (cast($2 as text) is null or fiscal_storage_number = $2)
         order by id desc limit $3",
        params![before.unwrap_or(i64::MAX), fiscal_storage_number, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(TaxEntryRow {
                id: row.get("id")?,
                entry: NewTaxEntry {
                    at: row.get("at_us")?,
                    fiscal_storage_number: row.get("fiscal_storage_number")?,
                    document_number: row.get("document_number")?,
                    answer: row.get("answer")?,
                    document: row.get("document")?,
                },
            })
        })
        .collect()
}

fn read_mail(row: &Row) -> Result<MailRow, StoreError> {
    Ok(MailRow {
        id: row.get("id")?,
        mail: NewMail {
            at: row.get("at_us")?,
            recipient: row.get("recipient")?,
            subject: row.get("subject")?,
            text_body: row.get("text_body")?,
            html_body: row.get("html_body")?,
        },
    })
}
