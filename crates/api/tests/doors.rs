//! The doors over HTTP, in front of a fake platform.

#[path = "doors/account.rs"]
mod account;
#[path = "doors/client.rs"]
mod client;
#[path = "doors/enrollment.rs"]
mod enrollment;
#[path = "doors/fake.rs"]
mod fake;
#[path = "doors/fake_enrollment.rs"]
mod fake_enrollment;
#[path = "doors/fake_russian.rs"]
mod fake_russian;
#[path = "doors/fake_service.rs"]
mod fake_service;
#[path = "doors/fake_setup.rs"]
mod fake_setup;
#[path = "doors/fake_transaction.rs"]
mod fake_transaction;
#[path = "doors/limits.rs"]
mod limits;
#[path = "doors/register.rs"]
mod register;
#[path = "doors/routes.rs"]
mod routes;
#[path = "doors/russian.rs"]
mod russian;
#[path = "doors/service.rs"]
mod service;
#[path = "doors/setup.rs"]
mod setup;
#[path = "doors/shop_orders.rs"]
mod shop_orders;
#[path = "doors/shop_tasks.rs"]
mod shop_tasks;
#[path = "doors/transaction.rs"]
mod transaction;
