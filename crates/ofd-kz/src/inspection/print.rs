//! An inspection as a tree of text lines: offset, number, the protocol's name, value.

use std::fmt;

use super::{HEADER_SIZE, Inspection};
use crate::schema::{Kind, MessageSchema, NESTING_MAX, RawField, RawFields, RawValue, low_i32};
use crate::version::Version;

/// Column where values begin, from the beginning of the line.
const NAME_WIDTH: usize = 48;

impl fmt::Display for Inspection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(header) = &self.header {
            line(f, "00000  header", "")?;
            line(f, "00002    version", &header.version.to_string())?;
            line(f, "00004    size", &header.size_bytes.to_string())?;
            line(f, "00008    id", &header.device_id.to_string())?;
            line(f, "00012    token", &header.token.to_string())?;
            line(f, "00016    request number", &header.request_number.to_string())?;
        }
        if let Some(version) = self.version() {
            let fields = RawFields::new(self.payload, HEADER_SIZE);
            print_level(f, self.side.schema(), version, fields, 0)?;
        }
        let Some(refusal) = &self.refusal else {
            return Ok(());
        };
        write!(f, "{:05}  refused", refusal.offset)?;
        if !refusal.path.is_empty() {
            write!(f, ", field {}", refusal.path)?;
        }
        writeln!(f, ": {}", refusal.message)
    }
}

fn line(f: &mut fmt::Formatter<'_>, head: &str, value: &str) -> fmt::Result {
    writeln!(f, "{}", format!("{head:<NAME_WIDTH$}  {value}").trim_end())
}

fn print_level(
    f: &mut fmt::Formatter<'_>,
    schema: &MessageSchema,
    version: Version,
    fields: RawFields<'_>,
    depth: usize,
) -> fmt::Result {
    for field in fields.map_while(Result::ok) {
        let known = schema.by_number(version, field.number);
        let known = known
            .map(|(_, known)| known)
            .filter(|known| known.takes(&field.value));
        let name = known.map_or("?", |known| known.name);
        let head = format!(
            "{:05}  {}{} {name}",
            field.offset,
            "  ".repeat(depth),
            field.number
        );
        match (known.map(|known| known.kind), field.value) {
            (Some(Kind::Message(nested)), RawValue::Bytes { content, offset }) => {
                line(f, &head, &format!("[{} bytes]", content.len()))?;
                if depth < NESTING_MAX {
                    let fields = RawFields::new(content, offset);
                    print_level(f, nested, version, fields, depth.saturating_add(1))?;
                }
            }
            (kind, _) => line(f, &head, &value_text(kind, &field))?,
        }
    }
    Ok(())
}

fn value_text(kind: Option<Kind>, field: &RawField<'_>) -> String {
    match (kind, field.value) {
        (Some(Kind::Bool), RawValue::Varint(number)) => (number != 0).to_string(),
        (Some(Kind::Int32), RawValue::Varint(number)) => low_i32(number).to_string(),
        (Some(Kind::Enum(names)), RawValue::Varint(number)) => {
            let code = low_i32(number);
            names
                .name(code)
                .map_or_else(|| format!("{code} (no name)"), |name| format!("{code} {name}"))
        }
        (_, RawValue::Varint(number) | RawValue::Fixed64(number)) => number.to_string(),
        (_, RawValue::Fixed32(number)) => number.to_string(),
        (Some(Kind::String), RawValue::Bytes { content, .. }) => {
            format!("\"{}\"", String::from_utf8_lossy(content).escape_debug())
        }
        (_, RawValue::Bytes { content, .. } | RawValue::Group(content)) => hex::encode_upper(content),
    }
}
