//! Couriers, cashiers and drivers of an organization.

use types::{EmployeeId, OrganizationId, Timestamp};

use crate::column_enum::column_enum;
use crate::{Row, StoreError, Tx, params};

macro_rules! employee_columns {
    () => {
        "id, organization_id, created_at_us, kind, name, login, password_hash, pos_id, inn, phone, email, \
         payment_address, is_manager, is_can_assign_order, is_app_fast_basket"
    };
}

column_enum! {
    /// What an employee does.
    EmployeeKind {
        /// Delivers orders.
        Courier => "courier",
        /// Sells at a desk.
        Cashier => "cashier",
        /// Sells in a vehicle.
        Driver => "driver",
    }
}

/// What is known of an employee.
#[derive(Clone, Debug)]
pub struct EmployeeFields {
    /// What the employee does.
    pub kind: EmployeeKind,
    /// Full name.
    pub name: String,
    /// Unique among all employees that are not deleted.
    pub login: String,
    /// Argon2id, PHC form; never echoed.
    pub password_hash: String,
    /// Register of this person.
    pub pos_id: String,
    /// Taxpayer number.
    pub inn: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Tag 1187.
    pub payment_address: Option<String>,
    /// May create and edit orders.
    pub is_manager: bool,
    /// Sees orders without a courier and takes them.
    pub is_can_assign_order: bool,
    /// Has the fast basket of the application.
    pub is_app_fast_basket: bool,
}

/// An employee.
#[derive(Clone, Debug)]
pub struct EmployeeRow {
    /// Its number.
    pub id: EmployeeId,
    /// Employer.
    pub organization: OrganizationId,
    /// When it was created.
    pub created_at: Timestamp,
    /// What is known.
    pub fields: EmployeeFields,
}

/// Creates an employee.
///
/// # Errors
/// [`StoreError`]; of constraint `employees_login_unique` when the login is taken.
pub fn insert(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    fields: &EmployeeFields,
    now: Timestamp,
) -> Result<EmployeeId, StoreError> {
    tx.only(
        "-- employees.insert
         insert into employees (organization_id, created_at_us, kind, name, login, password_hash, pos_id, inn, phone,
                                email, payment_address, is_manager, is_can_assign_order, is_app_fast_basket)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id",
        params![
            organization,
            now,
            fields.kind,
            &fields.name,
            &fields.login,
            &fields.password_hash,
            &fields.pos_id,
            fields.inn.as_deref(),
            fields.phone.as_deref(),
            fields.email.as_deref(),
            fields.payment_address.as_deref(),
            fields.is_manager,
            fields.is_can_assign_order,
            fields.is_app_fast_basket,
        ],
    )?
    .get("id")
}

/// The employee of the organization, unless deleted.
///
/// # Errors
/// [`StoreError`].
pub fn find(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: EmployeeId,
) -> Result<Option<EmployeeRow>, StoreError> {
    const SQL: &str = concat!(
        "-- employees.find\nselect ",
        employee_columns!(),
        " from employees where id = $1 and organization_id = $2 and deleted_at_us is null"
    );
    tx.one(SQL, params![id, organization])?
        .map(|row| read(&row))
        .transpose()
}

/// Puts all fields anew. `false`: the organization has no such employee.
///
/// # Errors
/// As [`insert`].
pub fn update(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: EmployeeId,
    fields: &EmployeeFields,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- employees.update
         update employees set kind = $3, name = $4, login = $5, password_hash = $6, pos_id = $7, inn = $8, phone = $9,
                email = $10, payment_address = $11, is_manager = $12, is_can_assign_order = $13,
                is_app_fast_basket = $14
         where id = $1 and organization_id = $2 and deleted_at_us is null",
        params![
            id,
            organization,
            fields.kind,
            &fields.name,
            &fields.login,
            &fields.password_hash,
            &fields.pos_id,
            fields.inn.as_deref(),
            fields.phone.as_deref(),
            fields.email.as_deref(),
            fields.payment_address.as_deref(),
            fields.is_manager,
            fields.is_can_assign_order,
            fields.is_app_fast_basket,
        ],
    )?;
    Ok(changed == 1)
}

/// Deletes an employee; the row stays for the documents that name it. `false`: there is no such employee.
///
/// # Errors
/// [`StoreError`].
pub fn delete(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: EmployeeId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- employees.delete
         update employees set deleted_at_us = $3
         where id = $1 and organization_id = $2 and deleted_at_us is null",
        params![id, organization, now],
    )?;
    Ok(changed == 1)
}

/// Employees of the organization, oldest first: `limit` of them after the first `start`.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    kind: Option<EmployeeKind>,
    start: u64,
    limit: u32,
) -> Result<Vec<EmployeeRow>, StoreError> {
    const SQL: &str = concat!(
        "-- employees.list\nselect ",
        employee_columns!(),
        " from employees
          where organization_id = $1 and deleted_at_us is null and (cast($2 as text) is null or kind = $2)
          order by id limit $3 offset $4"
    );
    let start = i64::try_from(start).unwrap_or(i64::MAX);
    let rows = tx.all(SQL, params![organization, kind, limit, start])?;
    rows.iter().map(read).collect()
}

/// How many employees [`list`] would find in all.
///
/// # Errors
/// [`StoreError`].
pub fn count(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    kind: Option<EmployeeKind>,
) -> Result<u64, StoreError> {
    tx.only(
        "-- employees.count
         select cast(count(*) as bigint) as total from employees
         where organization_id = $1 and deleted_at_us is null and (cast($2 as text) is null or kind = $2)",
        params![organization, kind],
    )?
    .get("total")
}

fn read(row: &Row) -> Result<EmployeeRow, StoreError> {
    Ok(EmployeeRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        created_at: row.get("created_at_us")?,
        fields: EmployeeFields {
            kind: row.get("kind")?,
            name: row.get("name")?,
            login: row.get("login")?,
            password_hash: row.get("password_hash")?,
            pos_id: row.get("pos_id")?,
            inn: row.get("inn")?,
            phone: row.get("phone")?,
            email: row.get("email")?,
            payment_address: row.get("payment_address")?,
            is_manager: row.get("is_manager")?,
            is_can_assign_order: row.get("is_can_assign_order")?,
            is_app_fast_basket: row.get("is_app_fast_basket")?,
        },
    })
}
