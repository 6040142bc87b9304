//! People who sign in.

use types::{OrganizationId, Timestamp, UserId};

use crate::{Row, StoreError, Tx, params};

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserRole {
    /// Everything of the organization.
    Owner,
    /// Receipts of the organization.
    Cashier,
    /// Everything of the operator.
    Operator,
}

impl UserRole {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Cashier => "cashier",
            Self::Operator => "operator",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Owner, Self::Cashier, Self::Operator]
            .into_iter()
            .find(|role| role.as_str() == text)
    }
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow {
    /// Its number.
    pub id: UserId,
    /// Its organization; `None`: staff of the operator.
    pub organization: Option<OrganizationId>,
    /// Name that it signs in with.
    pub login: String,
    /// argon2id, PHC form.
    pub password_hash: String,
    /// What it may do.
    pub role: UserRole,
}

/// Adds a person.
///
/// # Errors
/// [`StoreError::Constraint`] `users_login_unique` when the login is taken.
pub fn create(
    tx: &mut Tx<'_>,
    organization: Option<OrganizationId>,
    login: &str,
    password_hash: &str,
    role: UserRole,
    now: Timestamp,
) -> Result<UserId, StoreError> {
    let row = tx.one(
        "-- users.create
         insert into users (organization_id, login, password_hash, role, created_at_us)
         values ($1, $2, $3, $4, $5) returning id",
        params![organization, login, password_hash, role.as_str(), now],
    )?;
    row.ok_or(StoreError::Contended {
        unit: "users.create",
        attempts: 1,
    })?
    .get("id")
}

/// The person with this login.
///
/// # Errors
/// [`StoreError`].
pub fn by_login(tx: &mut Tx<'_>, login: &str) -> Result<Option<UserRow>, StoreError> {
    let row = tx.one(
        "-- users.by_login
         select id, organization_id, login, password_hash, role from users where login = $1",
        params![login],
    )?;
    row.map(|row| read(&row)).transpose()
}

pub(crate) fn read(row: &Row) -> Result<UserRow, StoreError> {
    Ok(UserRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        login: row.get("login")?,
        password_hash: row.get("password_hash")?,
        role: row.parsed("role", UserRole::parse)?,
    })
}
