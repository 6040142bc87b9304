//! Couriers, cashiers and drivers.

use app::employees::{self, EmployeeError, Saved};
use store::employees::{EmployeeFields, EmployeeRow};
use types::{EmployeeId, Inn};

use super::{Platform, failed};
use crate::cloud::{
    CloudError, CloudResult, Employee, EmployeeDraft, EmployeeFilter, EmployeeKind, EmployeeOutcome,
    Permission, ShopActor, Slice, Window,
};

impl Platform {
    pub(super) async fn list_employees(
        &self,
        actor: ShopActor,
        filter: EmployeeFilter,
        window: Window,
    ) -> CloudResult<Slice<Employee>> {
        let kind = filter.kind.map(stored_kind);
        let (rows, total) = employees::list(&self.app, actor.organization, kind, window.start, window.limit)
            .await
            .map_err(failed)?;
        Ok(Slice {
            rows: rows.into_iter().map(employee).collect(),
            total,
        })
    }

    pub(super) async fn find_employee(
        &self,
        actor: ShopActor,
        id: EmployeeId,
    ) -> CloudResult<Option<Employee>> {
        let found = employees::find(&self.app, actor.organization, id)
            .await
            .map_err(failed)?;
        Ok(found.map(employee))
    }

    pub(super) async fn save_new_employee(
        &self,
        actor: ShopActor,
        mut draft: EmployeeDraft,
    ) -> CloudResult<EmployeeOutcome> {
        let password = draft.password.take().ok_or_else(|| {
            CloudError::Failed("the door let a new employee through without a password".into())
        })?;
        let saved = employees::create(&self.app, actor.organization, fields(draft), password).await;
        let saved = saved.map_err(not_saved)?;
        outcome(saved)
            .ok_or_else(|| CloudError::Failed("the employee is gone right after it was created".into()))
    }

    pub(super) async fn save_employee(
        &self,
        actor: ShopActor,
        id: EmployeeId,
        mut draft: EmployeeDraft,
    ) -> CloudResult<Option<EmployeeOutcome>> {
        let password = draft.password.take();
        let saved = employees::change(&self.app, actor.organization, id, fields(draft), password).await;
        Ok(outcome(saved.map_err(not_saved)?))
    }
}

fn not_saved(error: EmployeeError) -> CloudError {
    match error {
        EmployeeError::Store(error) => failed(error),
        EmployeeError::Password(_) => CloudError::Failed(Box::new(error)),
    }
}

fn outcome(saved: Saved) -> Option<EmployeeOutcome> {
    match saved {
        Saved::Employee(row) => Some(EmployeeOutcome::Saved(Box::new(employee(*row)))),
        Saved::LoginTaken => Some(EmployeeOutcome::LoginTaken),
        Saved::UnknownRegister => Some(EmployeeOutcome::UnknownRegister),
        Saved::Unknown => None,
    }
}

fn fields(draft: EmployeeDraft) -> EmployeeFields {
    let may = |permission| draft.permissions.contains(&permission);
    EmployeeFields {
        kind: stored_kind(draft.kind),
        is_manager: may(Permission::ManageOrders),
        is_can_assign_order: may(Permission::AssignOrders),
        is_app_fast_basket: may(Permission::FastBasket),
        name: draft.name,
        login: draft.login,
        password_hash: String::new(),
        pos_id: draft.pos_id,
        inn: draft.inn.map(String::from),
        phone: draft.phone,
        email: draft.email,
        payment_address: draft.payment_address,
    }
}

fn employee(row: EmployeeRow) -> Employee {
    let fields = row.fields;
    let permissions = [
        (fields.is_manager, Permission::ManageOrders),
        (fields.is_can_assign_order, Permission::AssignOrders),
        (fields.is_app_fast_basket, Permission::FastBasket),
    ];
    Employee {
        id: row.id,
        kind: kind(fields.kind),
        name: fields.name,
        login: fields.login,
        pos_id: fields.pos_id,
        inn: fields.inn.and_then(|inn| Inn::parse(&inn).ok()),
        phone: fields.phone,
        email: fields.email,
        payment_address: fields.payment_address,
        permissions: permissions
            .into_iter()
            .filter_map(|(may, what)| may.then_some(what))
            .collect(),
    }
}

const fn kind(kind: store::employees::EmployeeKind) -> EmployeeKind {
    match kind {
        store::employees::EmployeeKind::Courier => EmployeeKind::Courier,
        store::employees::EmployeeKind::Cashier => EmployeeKind::Cashier,
        store::employees::EmployeeKind::Driver => EmployeeKind::Driver,
    }
}

const fn stored_kind(kind: EmployeeKind) -> store::employees::EmployeeKind {
    match kind {
        EmployeeKind::Courier => store::employees::EmployeeKind::Courier,
        EmployeeKind::Cashier => store::employees::EmployeeKind::Cashier,
        EmployeeKind::Driver => store::employees::EmployeeKind::Driver,
    }
}
