//! What `qassa admin` prints: `name: value` lines for people, the same as JSON for programs.

use app::setup::{queues, registers, shops, users};
use serde_json::{Map, Value, json};
use store::organizations::OrganizationRow;
use store::registers::RegisterRow;
use store::shops::ShopRow;
use store::users::UserRow;

/// One thing, or a list of them.
pub enum Answer {
    /// One thing.
    Thing(Map<String, Value>),
    /// A list.
    List(Vec<Map<String, Value>>),
}

impl Answer {
    /// A list of things.
    pub fn list(things: impl Iterator<Item = Self>) -> Self {
        let rows = things.flat_map(|thing| match thing {
            Self::Thing(fields) => vec![fields],
            Self::List(rows) => rows,
        });
        Self::List(rows.collect())
    }

    /// One JSON object; a list is `{"rows":[…]}`, as in the API.
    pub fn json(self) -> String {
        match self {
            Self::Thing(fields) => Value::Object(fields).to_string(),
            Self::List(rows) => json!({ "rows": rows }).to_string(),
        }
    }

    /// A line a field; things of a list stand in one line each.
    pub fn text(self) -> String {
        match self {
            Self::Thing(fields) => {
                let lines: Vec<String> = fields.iter().map(|(name, value)| field(name, value)).collect();
                lines.join("\n")
            }
            Self::List(rows) if rows.is_empty() => "none".to_owned(),
            Self::List(rows) => {
                let line = |row: &Map<String, Value>| {
                    let fields: Vec<String> = row.iter().map(|(name, value)| field(name, value)).collect();
                    fields.join("  ")
                };
                let lines: Vec<String> = rows.iter().map(line).collect();
                lines.join("\n")
            }
        }
    }
}

fn field(name: &str, value: &Value) -> String {
    match value {
        Value::Null => format!("{name}: -"),
        Value::Array(items) if items.is_empty() => format!("{name}: -"),
        Value::String(text) => format!("{name}: {text}"),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(Value::to_string).collect();
            format!("{name}: {}", items.join(","))
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => format!("{name}: {value}"),
    }
}

fn thing<const N: usize>(fields: [(&str, Value); N]) -> Answer {
    Answer::Thing(
        fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

pub fn organization(row: &OrganizationRow) -> Answer {
    thing([
        ("id", row.id.get().into()),
        ("inn", row.inn.as_str().into()),
        ("kpp", row.kpp.as_deref().into()),
        ("name", row.name.as_str().into()),
    ])
}

pub fn new_user(user: &users::Created) -> Answer {
    let password = user.password.as_ref().map(types::Secret::reveal);
    let Answer::Thing(mut fields) = thing([
        ("id", user.id.get().into()),
        ("login", user.login.as_str().into()),
        ("role", user.role.as_str().into()),
        (
            "organization_id",
            user.organization.map(types::OrganizationId::get).into(),
        ),
    ]) else {
        return Answer::List(Vec::new());
    };
    if let Some(password) = password {
        fields.insert("password".to_owned(), password.into());
    }
    Answer::Thing(fields)
}

pub fn user(row: &UserRow) -> Answer {
    thing([
        ("id", row.id.get().into()),
        ("login", row.login.as_str().into()),
        ("role", row.role.as_str().into()),
        (
            "organization_id",
            row.organization.map(types::OrganizationId::get).into(),
        ),
    ])
}

pub fn new_shop(shop: &shops::Created) -> Answer {
    thing([
        ("id", shop.id.get().into()),
        ("public_id", shop.public_id.as_str().into()),
        ("secret", shop.secret.reveal().into()),
        ("name", shop.name.as_str().into()),
    ])
}

pub fn shop(row: &ShopRow) -> Answer {
    thing([
        ("id", row.id.get().into()),
        ("public_id", row.public_id.as_str().into()),
        ("name", row.name.as_str().into()),
        ("success_url", row.success_url.as_deref().into()),
        ("failure_url", row.failure_url.as_deref().into()),
    ])
}

pub fn queue(row: &queues::Attached) -> Answer {
    let shops: Vec<i64> = row.shops.iter().map(|shop| shop.get()).collect();
    let registers: Vec<i64> = row.registers.iter().map(|register| register.get()).collect();
    thing([
        ("id", row.queue.id.get().into()),
        ("name", row.queue.name.as_str().into()),
        ("state", row.queue.state.as_str().into()),
        ("shop_ids", shops.into()),
        ("register_ids", registers.into()),
    ])
}

pub fn new_register(register: &registers::Created) -> Answer {
    thing([
        ("id", register.id.get().into()),
        ("kind", register.kind.as_str().into()),
        ("state", register.state.as_str().into()),
        ("name", register.name.as_str().into()),
        ("serial_number", register.serial_number.as_str().into()),
        (
            "registration_number",
            register.registration_number.as_str().into(),
        ),
        ("fiscal_storage", register.fiscal_storage.as_str().into()),
        ("pos_key", register.pos_key.as_str().into()),
        ("pos_secret", register.pos_secret.reveal().into()),
    ])
}

pub fn register(row: &RegisterRow) -> Answer {
    thing([
        ("id", row.id.get().into()),
        ("kind", row.kind.as_str().into()),
        ("state", row.state.as_str().into()),
        ("name", row.name.as_str().into()),
        ("serial_number", row.serial_number.as_str().into()),
        ("registration_number", row.registration_number.as_str().into()),
        ("fiscal_storage", row.fiscal_storage_number.as_str().into()),
    ])
}
