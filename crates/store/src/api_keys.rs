//! Keys of programs that act for an organization: hashes alone.

use types::{ApiKeyId, OrganizationId, Timestamp, UserId};

use crate::column_enum::column_enum;
use crate::users::{self, UserRow};
use crate::{Row, StoreError, Tx, params};

column_enum! {
    /// Whether a key may sign applications.
    Signing {
        /// It may.
        Allowed => "allowed",
        /// It may not.
        Denied => "denied",
    }
}

/// A key as it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApiKey {
    /// For which organization it acts.
    pub organization: OrganizationId,
    /// Who made it.
    pub user: UserId,
    /// What it is for.
    pub name: String,
    /// Whether it may sign.
    pub signing: Signing,
}

/// A key in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyRow {
    /// Its number.
    pub id: ApiKeyId,
    /// When it was made.
    pub created_at: Timestamp,
    /// What was made.
    pub key: NewApiKey,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Who holds a key.
#[derive(Clone, Debug)]
pub struct ApiKeyHolder {
    /// The key.
    pub id: ApiKeyId,
    /// The user for whom it acts.
    pub user: UserRow,
    /// What the key is for.
    pub name: String,
    /// Whether it may sign.
    pub signing: Signing,
}

/// Keeps a key under its hash.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx<'_>,
    key: &NewApiKey,
    key_hash: &[u8; 32],
    now: Timestamp,
) -> Result<ApiKeyId, StoreError> {
    tx.only(
        "-- api_keys.create
         insert into api_keys (organization_id, user_id, created_at_us, key_hash, name, signing)
         values ($1, $2, $3, $4, $5, $6) returning id",
        params![key.organization, key.user, now, key_hash, &key.name, key.signing],
    )?
    .get("id")
}

/// Keys of an organization, revoked ones too, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_organization(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    limit: u32,
) -> Result<Vec<ApiKeyRow>, StoreError> {
    let rows = tx.all(
        "-- api_keys.of_organization
         select id, organization_id, user_id, created_at_us, name, signing, revoked_at_us
         from api_keys where organization_id = $1 order by id limit $2",
        params![organization, limit],
    )?;
    rows.iter().map(read).collect()
}

/// Keys of an organization that were not revoked.
///
/// # Errors
/// [`StoreError`].
pub fn live(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<u64, StoreError> {
    tx.only(
        "-- api_keys.live
         select cast(count(*) as bigint) as live from api_keys where organization_id = $1 and revoked_at_us is null",
        params![organization],
    )?
    .get("live")
}

/// Whose key this is, unless it was revoked.
///
/// # Errors
/// [`StoreError`].
pub fn holder(tx: &mut Tx<'_>, key_hash: &[u8; 32]) -> Result<Option<ApiKeyHolder>, StoreError> {
    let row = tx.one(
        "-- api_keys.holder
         select u.id, u.organization_id, u.login, u.password_hash, u.role, u.created_at_us, k.id as key_id, k.name, k.signing
         from api_keys k join users u on u.id = k.user_id and u.organization_id = k.organization_id
         where k.key_hash = $1 and k.revoked_at_us is null",
        params![key_hash],
    )?;
    row.map(|row| {
        Ok(ApiKeyHolder {
            id: row.get("key_id")?,
            user: users::read(&row)?,
            name: row.get("name")?,
            signing: row.get("signing")?,
        })
    })
    .transpose()
}

/// Revokes a key for good; `false` when the organization has no such live key.
///
/// # Errors
/// [`StoreError`].
pub fn revoke(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: ApiKeyId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- api_keys.revoke
         update api_keys set revoked_at_us = $3
         where organization_id = $1 and id = $2 and revoked_at_us is null",
        params![organization, id, now],
    )?;
    Ok(changed > 0)
}

fn read(row: &Row) -> Result<ApiKeyRow, StoreError> {
    Ok(ApiKeyRow {
        id: row.get("id")?,
        created_at: row.get("created_at_us")?,
        key: NewApiKey {
            organization: row.get("organization_id")?,
            user: row.get("user_id")?,
            name: row.get("name")?,
            signing: row.get("signing")?,
        },
        revoked_at: row.get("revoked_at_us")?,
    })
}
