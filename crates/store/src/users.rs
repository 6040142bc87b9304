//! People who sign in with a login and a password.

use types::{OrganizationId, Timestamp, UserId};

use crate::column_enum::column_enum;
use crate::{Row, StoreError, Tx, params};

column_enum! {
    /// What a user may do.
    Role {
        /// Everything of the own organization.
        Owner => "owner",
        /// Sells.
        Cashier => "cashier",
        /// Staff of the operator, of no organization.
        Operator => "operator",
    }
}

/// A user as it is created.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// `None`: staff of the operator.
    pub organization: Option<OrganizationId>,
    /// Unique among all users.
    pub login: String,
    /// Argon2id, PHC form.
    pub password_hash: String,
    /// What the user may do.
    pub role: Role,
}

/// A user.
#[derive(Clone, Debug)]
pub struct UserRow {
    /// Its number.
    pub id: UserId,
    /// `None`: staff of the operator.
    pub organization: Option<OrganizationId>,
    /// Unique among all users.
    pub login: String,
    /// Argon2id, PHC form.
    pub password_hash: String,
    /// What the user may do.
    pub role: Role,
    /// When it was created.
    pub created_at: Timestamp,
}

/// Creates a user.
///
/// # Errors
/// [`StoreError`]; of constraint `users_login_unique` when the login is taken.
pub fn create(tx: &mut Tx<'_>, user: &NewUser, now: Timestamp) -> Result<UserId, StoreError> {
    tx.only(
        "-- users.create
         insert into users (organization_id, login, password_hash, role, created_at_us)
         values ($1, $2, $3, $4, $5) returning id",
        params![
            user.organization,
            &user.login,
            &user.password_hash,
            user.role,
            now
        ],
    )?
    .get("id")
}

/// The user with this login.
///
/// # Errors
/// [`StoreError`].
pub fn by_login(tx: &mut Tx<'_>, login: &str) -> Result<Option<UserRow>, StoreError> {
    let row = tx.one(
        "-- users.by_login
         select id, organization_id, login, password_hash, role, created_at_us from users where login = $1",
        params![login],
    )?;
    row.map(|row| read(&row)).transpose()
}

/// Users with numbers above `after`, oldest first: of an organization, or all.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    tx: &mut Tx<'_>,
    organization: Option<OrganizationId>,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<UserRow>, StoreError> {
    let rows = tx.all(
        "-- users.list
         select id, organization_id, login, password_hash, role, created_at_us from users
         where (cast($1 as bigint) is null or organization_id = $1) and id > $2 order by id limit $3",
        params![organization, after.map_or(0, UserId::get), limit],
    )?;
    rows.iter().map(read).collect()
}

pub(crate) fn read(row: &Row) -> Result<UserRow, StoreError> {
    Ok(UserRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        login: row.get("login")?,
        password_hash: row.get("password_hash")?,
        role: row.get("role")?,
        created_at: row.get("created_at_us")?,
    })
}
