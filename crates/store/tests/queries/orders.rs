//! Employees and delivery orders.

use store::StoreError;
use store::employees::{self, EmployeeFields, EmployeeKind};
use store::orders::{self, InsertedOrder, OrderFields, OrderFilter, OrderState};
use testkit::{START, TestDb};
use types::{EmployeeId, LocalDateTime, Money, OrganizationId, ShopId};

use crate::world::{self, later};

fn an_employee(login: &str, kind: EmployeeKind) -> EmployeeFields {
    EmployeeFields {
        kind,
        name: "Иванов Иван".to_owned(),
        login: login.to_owned(),
        password_hash: "$argon2id$…".to_owned(),
        pos_id: "pos-1".to_owned(),
        inn: None,
        phone: Some("+70000000000".to_owned()),
        email: None,
        payment_address: None,
        is_manager: true,
        is_can_assign_order: false,
        is_app_fast_basket: true,
    }
}

fn an_order(external_id: &str, day: i64, courier: Option<EmployeeId>) -> OrderFields {
    OrderFields {
        external_id: external_id.to_owned(),
        door: "komtet-v1".to_owned(),
        body: "{}".to_owned(),
        amount: Money::from_minor(500),
        date_start: Some(LocalDateTime::from_wall_seconds(day * 86_400)),
        courier,
        callback_url: None,
        state: OrderState::New,
    }
}

testkit::on_both_engines! {
    async fn an_employee_is_kept_changed_and_deleted(test: TestDb) {
        let world = world::make(&test.db).await;
        let organization = world.organization;
        let insert = |login: &'static str, kind| test.db
            .write("add", move |tx| employees::insert(tx, organization, &an_employee(login, kind), START));
        let id = insert("a", EmployeeKind::Courier).await.unwrap();
        insert("b", EmployeeKind::Cashier).await.unwrap();
        let error = insert("a", EmployeeKind::Driver).await.unwrap_err();
        assert!(error.violates("employees_login_unique"), "{error}");
        let find = |organization| test.db.read("find", move |tx| employees::find(tx, organization, id));
        let found = find(organization).await.unwrap().unwrap();
        assert_eq!((found.fields.kind, found.fields.is_manager, found.fields.is_can_assign_order), (EmployeeKind::Courier, true, false));
        assert!(find(OrganizationId::new(99)).await.unwrap().is_none());
        let changed = test.db.write("change", move |tx| {
            let fields = EmployeeFields { is_manager: false, ..an_employee("c", EmployeeKind::Driver) };
            employees::update(tx, organization, id, &fields)
        });
        assert_eq!(changed.await, Ok(true));
        let found = find(organization).await.unwrap().unwrap();
        assert_eq!((found.fields.login.as_str(), found.fields.kind, found.fields.is_manager), ("c", EmployeeKind::Driver, false));
        let list = |kind, start| test.db.read("list", move |tx| {
            let rows = employees::list(tx, organization, kind, start, 10)?;
            Ok::<_, StoreError>((rows.len(), employees::count(tx, organization, kind)?))
        });
        assert_eq!(list(None, 0).await, Ok((2, 2)));
        assert_eq!(list(None, 1).await, Ok((1, 2)));
        assert_eq!(list(Some(EmployeeKind::Driver), 0).await, Ok((1, 1)));
        let delete = || test.db.write("delete", move |tx| employees::delete(tx, organization, id, later(1)));
        assert_eq!((delete().await, delete().await), (Ok(true), Ok(false)));
        assert!(find(organization).await.unwrap().is_none());
        assert_eq!(list(None, 0).await, Ok((1, 1)));
        insert("c", EmployeeKind::Courier).await.unwrap();
    }

    async fn an_order_is_kept_once_for_its_external_id(test: TestDb) {
        let world = world::make(&test.db).await;
        let insert = |external_id: &'static str| test.db.write("add", move |tx| {
            orders::insert(tx, world.organization, world.shop, &an_order(external_id, 1, None), START)
        });
        let InsertedOrder::Created(id) = insert("one").await.unwrap() else { panic!("not created") };
        assert_eq!(insert("one").await, Ok(InsertedOrder::Taken(id)));
        let InsertedOrder::Created(two) = insert("two").await.unwrap() else { panic!("not created") };
        let error = test.db.write("change", move |tx| {
            orders::update(tx, world.shop, two, &an_order("one", 1, None), later(1))
        }).await.unwrap_err();
        assert!(error.violates("orders_external_id_unique"), "{error}");
        let delete = |shop, id| test.db.write("delete", move |tx| orders::delete(tx, shop, id, later(2)));
        assert_eq!(delete(ShopId::new(99), id).await, Ok(false));
        assert_eq!(delete(world.shop, id).await, Ok(true));
        let InsertedOrder::Created(again) = insert("one").await.unwrap() else { panic!("not created") };
        assert_ne!(again, id);
        assert!(test.db.read("find", move |tx| orders::find(tx, world.shop, id)).await.unwrap().is_none());
        assert!(test.db.read("find", move |tx| orders::find_any(tx, id)).await.unwrap().is_some());
    }

    async fn orders_are_narrowed_and_paged(test: TestDb) {
        let world = world::make(&test.db).await;
        let courier = test.db.write("add", move |tx| {
            let courier = employees::insert(tx, world.organization, &an_employee("a", EmployeeKind::Courier), START)?;
            for day in 1..=5 {
                let fields = an_order(&format!("order-{day}"), day, (day % 2 == 0).then_some(courier));
                orders::insert(tx, world.organization, world.shop, &fields, later(day))?;
            }
            Ok::<_, StoreError>(courier)
        }).await.unwrap();
        let list = |filter: OrderFilter, start| test.db.read("list", move |tx| {
            let rows = orders::list(tx, world.shop, &filter, start, 2)?;
            let names: Vec<String> = rows.into_iter().map(|row| row.fields.external_id).collect();
            Ok::<_, StoreError>((names.join(" "), orders::count(tx, world.shop, &filter)?))
        });
        let none = OrderFilter::default;
        assert_eq!(list(none(), 0).await, Ok(("order-1 order-2".to_owned(), 5)));
        assert_eq!(list(none(), 4).await, Ok(("order-5".to_owned(), 5)));
        let his = OrderFilter { courier: Some(courier), ..none() };
        assert_eq!(list(his, 0).await, Ok(("order-2 order-4".to_owned(), 2)));
        let day = |day: i64| Some(LocalDateTime::from_wall_seconds(day * 86_400));
        let third = OrderFilter { from: day(3), before: day(4), ..none() };
        assert_eq!(list(third, 0).await, Ok(("order-3".to_owned(), 1)));
        let error = test.db.write("add", move |tx| {
            let fields = an_order("x", 1, Some(EmployeeId::new(99)));
            orders::insert(tx, world.organization, world.shop, &fields, START)
        }).await.unwrap_err();
        assert!(error.violates("foreign_key"), "{error}");
    }
}
