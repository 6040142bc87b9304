//! The field table as Rust.

use std::fmt::Write as _;

use crate::proto::{Field, Message, Schema};

const FIRST: u16 = 202;
const LAST: u16 = 204;

pub fn write(schema: &Schema, file: &str) -> String {
    let mut text = format!(
        "//! Generated from `proto/{file}.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.\n\n\
         use super::{{EnumSchema, FieldSchema, Kind, Label, MessageSchema, Versions}};\n\n"
    );
    for message in schema.messages.iter().filter(|one| one.file == file) {
        write_message(&mut text, schema, message);
    }
    for one in schema.enums.iter().filter(|one| one.file == file) {
        let name = shout(&one.name);
        let _ = writeln!(text, "/// `{}`.", one.name);
        let _ = writeln!(
            text,
            "pub static {name}: EnumSchema = EnumSchema {{\n    values: &["
        );
        for (_, official, number) in &one.values {
            let _ = writeln!(text, "        ({number}, \"{official}\"),");
        }
        text.push_str("    ],\n};\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn write_message(out: &mut String, schema: &Schema, message: &Message) {
    let name = shout(&message.name);
    let _ = writeln!(out, "/// `{}`.", message.name);
    let _ = writeln!(out, "pub static {name}: MessageSchema = MessageSchema {{");
    let _ = writeln!(out, "    name: \"{}\",\n    fields: &[", message.name);
    for field in &message.fields {
        let mut since = field.since.unwrap_or(FIRST);
        if let Some(was) = &field.was {
            row(out, schema, field, (&was.kind, &was.name), (since, was.until));
            since = was.until + 1;
        }
        row(
            out,
            schema,
            field,
            (&field.kind, &field.name),
            (since, field.until.unwrap_or(LAST)),
        );
    }
    out.push_str("    ],\n};\n\n");
}

fn row(
    out: &mut String,
    schema: &Schema,
    field: &Field,
    (kind, name): (&str, &str),
    (since, until): (u16, u16),
) {
    let kind = match kind {
        "uint32" => "Kind::Uint32".to_owned(),
        "uint64" => "Kind::Uint64".to_owned(),
        "int32" => "Kind::Int32".to_owned(),
        "bool" => "Kind::Bool".to_owned(),
        "string" => "Kind::String".to_owned(),
        "bytes" => "Kind::Bytes".to_owned(),
        kind if schema.is_enum(kind) => format!("Kind::Enum(&super::{}::{})", schema.home(kind), shout(kind)),
        kind => format!("Kind::Message(&super::{}::{})", schema.home(kind), shout(kind)),
    };
    let label = match (field.label.as_str(), field.required) {
        ("required", _) => "Label::Required".to_owned(),
        ("repeated", _) => "Label::Repeated".to_owned(),
        (_, Some(only)) if (since..=until).contains(&only) => format!("Label::RequiredIn({only})"),
        _ => "Label::Optional".to_owned(),
    };
    let number = field.number;
    let versions = format!("Versions({since}, {until})");
    let _ = writeln!(
        out,
        "        FieldSchema::new({number}, \"{name}\", {kind}, {label}, {versions}),"
    );
}

fn shout(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_uppercase());
    }
    text
}
