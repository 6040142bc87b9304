//! The API described by its own table of routes.

use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value, json};

use super::journal::LIST_MAX;
use super::{Access, Method, Route, routes};
use crate::response::ResponseCode;

pub(super) fn route() -> Route {
    Route {
        method: Method::Get,
        path: "/api/v1/openapi.json",
        access: Access::Open,
        keyed: false,
        body: None,
        summary: "This description",
        handler: || get(show),
    }
}

async fn show() -> Response {
    axum::Json(document()).into_response()
}

fn document() -> Value {
    let mut paths = Map::new();
    for route in routes() {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        if let Some(methods) = path.as_object_mut() {
            methods.insert(method(route.method).to_owned(), operation(&route));
        }
    }
    let codes: Vec<Value> = ResponseCode::ALL
        .iter()
        .map(|code| json!({"code": code.number(), "name": format!("{code:?}"), "status": code.status().as_u16()}))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Qassa core",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Software cash register of Kazakhstan. Money is decimal text such as \"100.00\".",
        },
        "paths": paths,
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": "A PIN or a token"}},
            "schemas": schemas(),
        },
        "x-response-codes": codes,
    })
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
    }
}

fn operation(route: &Route) -> Value {
    let mut parameters: Vec<Value> = route
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    if route.keyed {
        parameters.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "required": true,
            "description": "The same key with the same command gets the first answer, byte for byte",
            "schema": {"type": "string", "minLength": 1, "maxLength": 128},
        }));
    }
    parameters.extend(query_of(route.path));
    let answer =
        json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}});
    let mut responses = Map::new();
    let mut respond = |status: &str, description: &str| {
        let mut one = answer.clone();
        if let Some(fields) = one.as_object_mut() {
            fields.insert("description".to_owned(), json!(description));
        }
        responses.insert(status.to_owned(), one);
    };
    respond("200", "Done");
    respond("default", "Refused: see `response_code`");
    let mut value = json!({
        "summary": route.summary,
        "operationId": format!("{}{}", method(route.method), route.path.replace(['/', '{', '}', '-', '.'], "_")),
        "parameters": parameters,
    });
    let security = match route.access {
        Access::Open => json!([]),
        Access::SignedIn | Access::OwnPin | Access::Needs(_) => json!([{"bearer": []}]),
    };
    if let Some(fields) = value.as_object_mut() {
        if let Some(body) = route.body {
            let schema = json!({"$ref": format!("#/components/schemas/{body}")});
            fields.insert(
                "requestBody".to_owned(),
                json!({"required": true, "content": {"application/json": {"schema": schema}}}),
            );
        }
        if let Access::Needs(permission) = route.access {
            fields.insert("x-permission".to_owned(), json!(permission));
        }
        fields.insert("security".to_owned(), security);
        fields.insert("responses".to_owned(), Value::Object(responses));
    }
    value
}

/// Where a list goes on, and how long it is.
fn query_of(path: &str) -> Vec<Value> {
    let of = |name: &str, description: &str, schema: Value| json!({"name": name, "in": "query", "description": description, "schema": schema});
    let limit = of(
        "limit",
        "How many at most",
        json!({"type": "integer", "minimum": 1, "maximum": LIST_MAX}),
    );
    let before = |what| of("before", what, json!({"type": "integer", "minimum": 0}));
    match path.rsplit('/').next() {
        Some("documents") => vec![before("Through number: documents before this one"), limit],
        Some("events") => vec![before("`id` of an entry: entries before this one"), limit],
        Some("log") => vec![limit],
        _ => Vec::new(),
    }
}

fn money() -> Value {
    json!({"type": "string", "pattern": "^[0-9]{1,12}(\\.[0-9]{1,2})?$", "examples": ["100.00"]})
}

fn object(required: &[&str], properties: &Value) -> Value {
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

fn schemas() -> Value {
    let (money, text) = (money(), json!({"type": "string"}));
    json!({
        "Answer": {
            "type": "object",
            "required": ["response_code", "response_data", "message"],
            "properties": {
                "response_code": {"type": "integer", "minimum": 0, "maximum": 98},
                "response_data": {"type": ["object", "null"]},
                "message": text,
            },
        },
        "Receipt": receipt(),
        "CashMovement": object(&["direction", "amount"], &json!({
            "direction": {"enum": ["deposit", "withdrawal"]}, "amount": money,
        })),
        "Closing": object(&[], &json!({"drawer": {"enum": ["kept", "withdrawn"]}})),
        "Link": object(&["token"], &json!({"device_id": {"type": "integer", "minimum": 1}, "token": text})),
        "SettingAside": object(&["number", "reason"], &json!({
            "number": {"type": "integer", "minimum": 1}, "reason": {"type": "string", "minLength": 1, "maxLength": super::operations::REASON_MAX},
        })),
        "SendingAgain": object(&["number"], &json!({"number": {"type": "integer", "minimum": 1}})),
        "Settings": object(&[], &json!({
            "name": text, "server": text, "version": {"enum": ["2.0.2", "2.0.3"]}, "rollover": {"enum": ["manual", "automatic"]},
            "has_vat": {"type": "boolean"}, "vat_series": text, "vat_number": text,
        })),
        "NewRegister": object(&["platform"], &json!({"platform": {"enum": ["production", "test"]}, "name": text})),
        "ExistingRegister": object(&["server", "device_id", "token", "name"], &json!({
            "server": text, "device_id": text, "token": text, "name": text, "serial_number": text,
            "vat_series": text, "vat_number": text, "rollover": {"enum": ["manual", "automatic"]},
            "version": {"enum": ["2.0.2", "2.0.3"]},
        })),
        "Pin": object(&["pin"], &json!({"pin": {"type": "string", "pattern": "^[0-9]{4,12}$"}})),
        "Person": object(&["name", "role"], &json!({
            "name": text, "role": {"enum": ["cashier", "senior_cashier", "administrator", "inspector"]},
            "is_active": {"type": "boolean"}, "pin": {"type": "string", "pattern": "^[0-9]{4,12}$"},
        })),
    })
}

fn receipt() -> Value {
    let money = money();
    let text = json!({"type": "string"});
    let time =
        json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$"});
    let modifier = object(
        &["kind", "amount"],
        &json!({
            "kind": {"enum": ["discount", "markup"]}, "name": text, "amount": money,
        }),
    );
    let line = object(
        &[],
        &json!({
            "storno": {"type": "integer", "minimum": 0}, "name": text, "code": {"type": "integer", "minimum": 0},
            "section": text, "quantity": {"type": "string"}, "price": money, "unit": text, "barcode": text, "ntin": text,
            "product_id": text, "physical_label": text, "marking_codes": {"type": "array", "items": text},
            "vat": object(&["rate"], &json!({
                "rate": {"type": "string", "examples": ["16"]}, "placement": {"enum": ["included", "on_top"]},
                "regime": {"enum": ["general", "simplified", "farm", "patent"]},
            })),
            "modifiers": {"type": "array", "items": modifier},
        }),
    );
    let payment = object(
        &["kind", "amount"],
        &json!({
            "kind": {"enum": ["cash", "card", "mobile"]}, "amount": money, "terminal_id": text, "card_type": text,
            "authorization_code": {"type": "integer"}, "reference_number": {"type": "integer"},
            "slip_number": {"type": "integer"}, "qr_type": text, "qr_id": text,
        }),
    );
    let parent = object(
        &["sign", "issued_at", "registration_number", "total"],
        &json!({
            "sign": text, "issued_at": time, "registration_number": {"type": "string", "pattern": "^[0-9]{12}$"},
            "total": money, "mode": {"enum": ["online", "autonomous"]},
        }),
    );
    let business = object(
        &["kind"],
        &json!({
            "kind": {"enum": ["trading", "services", "gas_station", "hotel", "taxi", "parking"]}, "account": text,
            "correction_number": text, "correction_sum": money, "card_number": text, "car_number": text,
            "is_ordered": {"type": "boolean"}, "fare": money, "from": time, "until": time,
        }),
    );
    object(
        &["operation", "lines", "payments"],
        &json!({
            "operation": {"enum": ["sell", "sell_return", "buy", "buy_return"]},
            "lines": {"type": "array", "items": line}, "modifier": modifier,
            "payments": {"type": "array", "items": payment}, "tendered": money,
            "buyer": object(&[], &json!({"number": text, "email": text, "phone": text})),
            "parent": parent, "business": business,
        }),
    )
}
