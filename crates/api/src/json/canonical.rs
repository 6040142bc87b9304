//! Whether two texts say the same.

use std::borrow::Cow;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Value;
use super::write::write_text;

/// SHA-256 of the value with sorted keys, without blanks, with `1.0`, `1` and `1e0` as one number.
#[must_use]
pub fn content_hash(value: &Value<'_>) -> [u8; 32] {
    let mut out = Vec::with_capacity(1024);
    write(&mut out, value);
    Sha256::digest(&out).into()
}

fn write(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Null => out.push(b'n'),
        Value::Boolean(true) => out.push(b't'),
        Value::Boolean(false) => out.push(b'f'),
        Value::Number(number) if is_short_integer(number) => {
            out.extend_from_slice(number.as_bytes());
            out.extend_from_slice(b"e0");
        }
        Value::Number(number) => out.extend_from_slice(canonical_number(number).as_bytes()),
        Value::Text(text) => write_text(out, text),
        Value::Array(items) => {
            out.push(b'[');
            for item in items {
                write(out, item);
                out.push(b',');
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
            out.push(b'{');
            for (key, value) in sorted {
                write_text(out, key);
                out.push(b':');
                write(out, value);
                out.push(b',');
            }
            out.push(b'}');
        }
    }
}

/// An integer that is its own digits.
fn is_short_integer(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit()) && !number.ends_with('0')
}

/// Digits without zeros at either end, and the power of ten: `10.50` is `105e-1`.
fn canonical_number(number: &str) -> Cow<'_, str> {
    if is_short_integer(number) {
        return Cow::Owned(format!("{number}e0"));
    }
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let Ok(exponent) = exponent.parse::<i64>() else {
        return Cow::Borrowed(number);
    };
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return Cow::Borrowed("0e0");
    }
    let trailing = digits.len() - digits.trim_end_matches('0').len();
    let dropped = i64::try_from(trailing).unwrap_or(i64::MAX);
    let decimals = i64::try_from(fraction.len()).unwrap_or(i64::MAX);
    let exponent = exponent.saturating_sub(decimals).saturating_add(dropped);
    Cow::Owned(format!("{sign}{significant}e{exponent}"))
}

/// Path of the first place where two values differ in content; `None` when they say the same.
#[must_use]
pub fn difference(left: &Value<'_>, right: &Value<'_>) -> Option<String> {
    let mut path = String::new();
    differs(left, right, &mut path).then_some(path)
}

fn differs(left: &Value<'_>, right: &Value<'_>, path: &mut String) -> bool {
    let length = path.len();
    match (left, right) {
        (Value::Object(old), Value::Object(new)) => {
            let keys = old.iter().chain(new).map(|(key, _)| key);
            for key in keys {
                let separator = if length == 0 { "" } else { "." };
                path.push_str(separator);
                path.push_str(key);
                let differ = match (left.get(key), right.get(key)) {
                    (Some(old), Some(new)) => differs(old, new, path),
                    (old, new) => old.is_some() != new.is_some(),
                };
                if differ {
                    return true;
                }
                path.truncate(length);
            }
            false
        }
        (Value::Array(old), Value::Array(new)) => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                let _ = write!(path, "[{index}]");
                if differs(old, new, path) {
                    return true;
                }
                path.truncate(length);
            }
            if old.len() == new.len() {
                return false;
            }
            let _ = write!(path, "[{}]", old.len().min(new.len()));
            true
        }
        (Value::Number(old), Value::Number(new)) => canonical_number(old) != canonical_number(new),
        (left, right) => left != right,
    }
}
