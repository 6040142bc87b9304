//! `/api/shop/{version}/employees` and `/api/shop/{version}/employees/{employee}`

use types::EmployeeId;

use super::{Answered, window};
use crate::call::ShopCall;
use crate::cloud::{Cloud, Employee, EmployeeFilter, EmployeeOutcome};
use crate::field::FieldErrorKind;
use crate::json::{array, object};
use crate::komtet::answer::meta;
use crate::komtet::employee::{PasswordRule, employee, read_employee};
use crate::komtet::enumeration::EMPLOYEE;
use crate::reply::{Failure, Reply};

pub(super) async fn list<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    call.input.door()?;
    let query = call.input.query();
    let window = window(&query);
    let filter = EmployeeFilter {
        kind: query.word("type", &EMPLOYEE),
    };
    query.finish()?;
    let employees = call.cloud.employees(call.actor, filter, window).await?;
    let rows = array(employees.rows.iter().map(employee));
    Ok(Reply::json(&object([
        ("account_employees", rows),
        ("meta", meta(employees.total, window)),
    ])))
}

pub(super) async fn create<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    call.input.door()?;
    let draft = read_employee(&call.input.body, PasswordRule::Required)?;
    let outcome = call.cloud.create_employee(call.actor, draft).await?;
    saved(outcome).map(|saved| Reply::json(&employee(&saved)))
}

pub(super) async fn show<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    let found = call.cloud.employee(call.actor, id(&call)?).await?;
    found
        .map(|found| Reply::json(&employee(&found)))
        .ok_or(Failure::NotFound)
}

pub(super) async fn change<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    let id = id(&call)?;
    call.cloud
        .employee(call.actor, id)
        .await?
        .ok_or(Failure::NotFound)?;
    let draft = read_employee(&call.input.body, PasswordRule::Kept)?;
    let outcome = call
        .cloud
        .change_employee(call.actor, id, draft)
        .await?
        .ok_or(Failure::NotFound)?;
    saved(outcome).map(|saved| Reply::json(&employee(&saved)))
}

pub(super) async fn delete<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    let id = id(&call)?;
    let deleted = call.cloud.delete_employee(call.actor, id).await?;
    if deleted {
        Ok(Reply::empty())
    } else {
        Err(Failure::NotFound)
    }
}

fn id<C>(call: &ShopCall<'_, C>) -> Result<EmployeeId, Failure> {
    call.input.door()?;
    call.input.id("employee").map(EmployeeId::new)
}

fn saved(outcome: EmployeeOutcome) -> Result<Box<Employee>, Failure> {
    match outcome {
        EmployeeOutcome::Saved(employee) => Ok(employee),
        EmployeeOutcome::LoginTaken => Err(Failure::field("login", FieldErrorKind::Taken)),
        EmployeeOutcome::UnknownRegister => Err(Failure::field("pos_id", FieldErrorKind::Unknown)),
    }
}
