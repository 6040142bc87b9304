//! Couriers, cashiers and drivers.

use types::{EmployeeId, Inn, Secret};

/// A person who sells or delivers.
#[derive(Clone, Debug)]
pub struct Employee {
    /// Its id.
    pub id: EmployeeId,
    /// What the person does.
    pub kind: EmployeeKind,
    /// Full name.
    pub name: String,
    /// Login of the courier's or cashier's program.
    pub login: String,
    /// Register of this person, as the shop names it.
    pub pos_id: String,
    /// Taxpayer number, for the receipt.
    pub inn: Option<Inn>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Place of settlement of this person's receipts.
    pub payment_address: Option<String>,
    /// What the person may do beyond selling.
    pub permissions: Vec<Permission>,
}

/// An employee as a shop wants it.
#[derive(Clone, Debug)]
pub struct EmployeeDraft {
    /// What the person does.
    pub kind: EmployeeKind,
    /// Full name.
    pub name: String,
    /// Login, unique on the platform.
    pub login: String,
    /// `None` keeps the password that is; never so for a new employee.
    pub password: Option<Secret>,
    /// Register of this person.
    pub pos_id: String,
    /// Taxpayer number.
    pub inn: Option<Inn>,
    /// Phone.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Place of settlement.
    pub payment_address: Option<String>,
    /// What the person may do beyond selling.
    pub permissions: Vec<Permission>,
}

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmployeeKind {
    /// Delivers orders.
    Courier,
    /// Sells at a register.
    Cashier,
    /// Drives.
    Driver,
}

/// What an employee may do beyond selling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Create and edit orders.
    ManageOrders,
    /// See orders without a courier and take them.
    AssignOrders,
    /// Go to the basket as soon as a product is chosen.
    FastBasket,
}

/// Which employees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EmployeeFilter {
    /// Of this kind.
    pub kind: Option<EmployeeKind>,
}

/// What became of a new or changed employee.
#[derive(Clone, Debug)]
pub enum EmployeeOutcome {
    /// It is durable.
    Saved(Box<Employee>),
    /// Somebody else has the login.
    LoginTaken,
    /// The organization has no such register.
    UnknownRegister,
}
