//! Couriers, cashiers and drivers of an organization.

use store::employees::{self, EmployeeFields, EmployeeKind, EmployeeRow};
use store::{ConstraintKind, StoreError, registers};
use types::{EmployeeId, OrganizationId, Secret};

use crate::App;
use crate::credentials::{self, PasswordError};

/// What became of a new or changed employee.
#[derive(Clone, Debug)]
pub enum Saved {
    /// It is durable.
    Employee(Box<EmployeeRow>),
    /// Somebody else has the login.
    LoginTaken,
    /// The organization has no register with this key.
    UnknownRegister,
    /// The organization has no such employee.
    Unknown,
}

/// Why an employee could not be saved.
#[derive(Debug, thiserror::Error)]
pub enum EmployeeError {
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Employees of an organization, oldest first, and how many there are.
pub async fn list(
    app: &App,
    organization: OrganizationId,
    kind: Option<EmployeeKind>,
    start: u64,
    limit: u32,
) -> Result<(Vec<EmployeeRow>, u64), StoreError> {
    app.db()
        .read("list_employees", move |tx| {
            let rows = employees::list(tx, organization, kind, start, limit)?;
            Ok((rows, employees::count(tx, organization, kind)?))
        })
        .await
}

/// An employee of an organization.
pub async fn find(
    app: &App,
    organization: OrganizationId,
    id: EmployeeId,
) -> Result<Option<EmployeeRow>, StoreError> {
    app.db()
        .read("find_employee", move |tx| employees::find(tx, organization, id))
        .await
}

/// Creates an employee; `password_hash` of the fields is made here.
pub async fn create(
    app: &App,
    organization: OrganizationId,
    mut fields: EmployeeFields,
    password: Secret,
) -> Result<Saved, EmployeeError> {
    fields.password_hash = hash(app, password).await?;
    let now = app.now();
    let saved = app
        .db()
        .write("create_employee", move |tx| {
            if registers::by_pos_key(tx, &fields.pos_id)?.is_none_or(|row| row.organization != organization) {
                return Ok(Saved::UnknownRegister);
            }
            let id = employees::insert(tx, organization, &fields, now)?;
            let row = employees::find(tx, organization, id)?;
            Ok(row.map_or(Saved::Unknown, |row| Saved::Employee(Box::new(row))))
        })
        .await;
    login_taken(saved)
}

/// Changes an employee; without a password the old one stays.
pub async fn change(
    app: &App,
    organization: OrganizationId,
    id: EmployeeId,
    mut fields: EmployeeFields,
    password: Option<Secret>,
) -> Result<Saved, EmployeeError> {
    fields.password_hash = match password {
        Some(password) => hash(app, password).await?,
        None => String::new(),
    };
    let saved = app
        .db()
        .write("change_employee", move |tx| {
            let Some(before) = employees::find(tx, organization, id)? else {
                return Ok(Saved::Unknown);
            };
            if registers::by_pos_key(tx, &fields.pos_id)?.is_none_or(|row| row.organization != organization) {
                return Ok(Saved::UnknownRegister);
            }
            let mut fields = fields.clone();
            if fields.password_hash.is_empty() {
                fields.password_hash = before.fields.password_hash;
            }
            employees::update(tx, organization, id, &fields)?;
            let row = employees::find(tx, organization, id)?;
            Ok(row.map_or(Saved::Unknown, |row| Saved::Employee(Box::new(row))))
        })
        .await;
    login_taken(saved)
}

async fn hash(app: &App, password: Secret) -> Result<String, PasswordError> {
    let platform = app.clone();
    app.passwords()
        .work(move || credentials::hash_password(&password, platform.rng()))
        .await
}

/// Deletes an employee. `false`: the organization has no such employee.
pub async fn delete(app: &App, organization: OrganizationId, id: EmployeeId) -> Result<bool, StoreError> {
    let now = app.now();
    app.db()
        .write("delete_employee", move |tx| {
            employees::delete(tx, organization, id, now)
        })
        .await
}

fn login_taken(saved: Result<Saved, StoreError>) -> Result<Saved, EmployeeError> {
    match saved {
        Err(StoreError::Constraint {
            kind: ConstraintKind::Unique,
            name,
            ..
        }) if name == "employees_login_unique" => Ok(Saved::LoginTaken),
        other => Ok(other?),
    }
}
