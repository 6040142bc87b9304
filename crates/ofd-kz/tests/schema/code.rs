//! Messages as Rust.

use std::fmt::Write as _;

use crate::proto::{Enum, Field, Message, Schema};

/// The one message whose field 6 has two types: written by hand in `messages/taxpayer.rs`.
const BY_HAND: &str = "OrgRegInfo";

pub fn write(schema: &Schema, file: &str) -> String {
    let mut body = String::new();
    for message in schema
        .messages
        .iter()
        .filter(|one| one.file == file && one.name != BY_HAND)
    {
        write_message(&mut body, schema, message);
    }
    for one in schema.enums.iter().filter(|one| one.file == file) {
        write_enum(&mut body, one);
    }
    let mut foreign: Vec<&str> = schema
        .messages
        .iter()
        .filter(|one| one.file == file && one.name != BY_HAND)
        .flat_map(|one| &one.fields)
        .filter(|field| schema.message(&field.kind).is_some())
        .filter(|field| schema.home(&field.kind) != file || field.kind == BY_HAND)
        .map(|field| field.kind.as_str())
        .collect();
    foreign.sort_unstable();
    foreign.dedup();
    let mut text = format!(
        "//! Generated from `proto/{file}.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.\n\n"
    );
    if !foreign.is_empty() {
        let _ = writeln!(text, "use super::{{{}}};\n", foreign.join(", "));
    }
    text.push_str(body.trim_end());
    text.push('\n');
    text
}

fn write_message(out: &mut String, schema: &Schema, message: &Message) {
    let copy = if is_copy(schema, message) { "Copy, " } else { "" };
    let _ = writeln!(out, "/// {}", message.doc);
    let _ = writeln!(
        out,
        "#[derive(Clone, {copy}PartialEq, Eq, Hash, ::prost::Message)]"
    );
    let _ = writeln!(out, "pub struct {} {{", message.name);
    for field in &message.fields {
        write_field(out, schema, field);
    }
    out.push_str("}\n\n");
}

fn write_field(out: &mut String, schema: &Schema, field: &Field) {
    let is_message = schema.message(&field.kind).is_some();
    let (wire, rust) = match field.kind.as_str() {
        _ if is_message => ("message", field.kind.as_str()),
        "uint32" => ("uint32", "u32"),
        "uint64" => ("uint64", "u64"),
        "int32" => ("int32", "i32"),
        "bool" => ("bool", "bool"),
        "string" => ("string", "String"),
        "bytes" => ("bytes = \"vec\"", "Vec<u8>"),
        kind if schema.is_enum(kind) => ("int32", "i32"),
        kind => panic!("{kind} is defined nowhere"),
    };
    let rust = if field.boxed {
        format!("Box<{rust}>")
    } else {
        rust.to_owned()
    };
    let wrapped = match field.label.as_str() {
        "required" => rust,
        "optional" => format!("Option<{rust}>"),
        "repeated" => format!("Vec<{rust}>"),
        label => panic!("label {label}"),
    };
    let boxed = if field.boxed { ", boxed" } else { "" };
    let packed = if field.label == "repeated" && matches!(wire, "int32" | "uint32" | "uint64" | "bool") {
        ", packed = \"false\""
    } else {
        ""
    };
    let known = if schema.is_enum(&field.kind) {
        format!(": a [`{}`](super::{0})", field.kind)
    } else {
        String::new()
    };
    let _ = writeln!(
        out,
        "    /// `{}`, number {}{known}{}.",
        field.name,
        field.number,
        versions(field)
    );
    let label = &field.label;
    let number = field.number;
    let _ = writeln!(
        out,
        "    #[prost({wire}, {label}{boxed}{packed}, tag = \"{number}\")]"
    );
    let _ = writeln!(out, "    pub {}: {wrapped},", rust_name(&field.name));
}

fn versions(field: &Field) -> String {
    let mut text = String::new();
    if let Some(since) = field.since {
        let _ = write!(text, "; since {since}");
    }
    if let Some(until) = field.until {
        let _ = write!(text, "; until {until}");
    }
    if let Some(only) = field.required {
        let _ = write!(text, "; mandatory in {only}");
    }
    text
}

/// Copies cost nothing for messages of numbers.
fn is_copy(schema: &Schema, message: &Message) -> bool {
    message.fields.len() <= 6
        && message.fields.iter().all(|field| {
            let plain = matches!(field.kind.as_str(), "uint32" | "uint64" | "int32" | "bool");
            let nested = schema
                .message(&field.kind)
                .is_some_and(|one| is_copy(schema, one));
            field.label != "repeated" && (plain || nested || schema.is_enum(&field.kind))
        })
}

fn rust_name(name: &str) -> String {
    if name == "type" {
        return "r#type".to_owned();
    }
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn write_enum(out: &mut String, one: &Enum) {
    let prefix = prefix(one);
    let _ = writeln!(out, "/// {} Numbers without a name stay numbers.", one.doc);
    out.push_str("#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[repr(i32)]\n");
    let _ = writeln!(out, "pub enum {} {{", one.name);
    for (name, official, number) in &one.values {
        let _ = writeln!(out, "    /// `{official}`, number {number}.");
        let _ = writeln!(out, "    {} = {number},", camel(name, prefix));
    }
    let _ = writeln!(out, "}}\n\nimpl {} {{", one.name);
    out.push_str("    /// All of them.\n    pub const ALL: &'static [Self] = &[\n");
    for (name, ..) in &one.values {
        let _ = writeln!(out, "        Self::{},", camel(name, prefix));
    }
    out.push_str("    ];\n\n    /// By number; `None` for a number without a name.\n    #[must_use]\n");
    out.push_str("    pub const fn known(number: i32) -> Option<Self> {\n        match number {\n");
    for (name, _, number) in &one.values {
        let _ = writeln!(
            out,
            "            {number} => Some(Self::{}),",
            camel(name, prefix)
        );
    }
    out.push_str("            _ => None,\n        }\n    }\n\n    /// The number.\n    #[must_use]\n");
    out.push_str("    pub const fn number(self) -> i32 {\n        match self {\n");
    for (name, _, number) in &one.values {
        let _ = writeln!(out, "            Self::{} => {number},", camel(name, prefix));
    }
    out.push_str("        }\n    }\n}\n\n");
}

/// What all values begin with, up to an underscore.
fn prefix(one: &Enum) -> usize {
    let first = one.values[0].0.as_str();
    let shared = |prefix: &&str| one.values.iter().all(|(name, ..)| name.starts_with(*prefix));
    let ends = first.match_indices('_').map(|(at, _)| &first[..=at]);
    ends.rev().find(shared).map_or(0, str::len)
}

fn camel(name: &str, prefix: usize) -> String {
    let words = name[prefix..].split('_');
    words
        .map(|word| word[..1].to_owned() + &word[1..].to_lowercase())
        .collect()
}
