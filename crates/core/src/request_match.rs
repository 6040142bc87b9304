//! Whether a repeat asks for the same thing.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Fields that a conflict names at most.
const FIELDS_MAX: usize = 20;

/// The value with the keys of its objects in order.
pub(crate) fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            let mut ordered = Map::new();
            for name in names {
                if let Some(value) = fields.get(name) {
                    ordered.insert(name.clone(), canonical(value));
                }
            }
            Value::Object(ordered)
        }
        Value::Array(values) => Value::Array(values.iter().map(canonical).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Digest of a command.
pub(crate) fn digest(name: &str, request: &Value) -> String {
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    hash.update([0]);
    hash.update(request.to_string().as_bytes());
    hex::encode(hash.finalize())
}

/// Paths at which two commands differ.
pub(crate) fn differing_fields(before: &Value, after: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", before, after, &mut found);
    found
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut Vec<String>) {
    if before == after || found.len() >= FIELDS_MAX {
        return;
    }
    match (before, after) {
        (Value::Object(left), Value::Object(right)) => {
            let fresh = right.keys().filter(|name| !left.contains_key(*name));
            for name in left.keys().chain(fresh) {
                let inner = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                let of = |fields: &Map<String, Value>| fields.get(name).cloned().unwrap_or_default();
                compare(&inner, &of(left), &of(right), found);
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            for index in 0..left.len().max(right.len()) {
                let of = |values: &[Value]| values.get(index).cloned().unwrap_or_default();
                compare(&format!("{path}[{index}]"), &of(left), &of(right), found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn order_of_keys_does_not_matter_and_differences_are_named() {
        let one = canonical(&json!({"b": 1, "a": {"d": [1, 2], "c": "x"}}));
        let other = canonical(&json!({"a": {"c": "x", "d": [1, 2]}, "b": 1}));
        assert_eq!(digest("sell", &one), digest("sell", &other));
        assert_ne!(digest("sell", &one), digest("buy", &one));
        let changed = json!({"a": {"c": "x", "d": [1, 3, 4]}, "e": true, "b": 1});
        assert_eq!(differing_fields(&one, &changed), ["a.d[1]", "a.d[2]", "e"]);
    }
}
