//! The generated code is what the schema gives. `UPDATE_GOLDEN=1` writes it anew.

mod code;
mod proto;
mod table;

use std::fs;

use proto::Schema;

/// Files of the schema; a file uses only those before it, except the envelope, which uses all.
const FILES: [&str; 6] = ["base", "ticket", "report", "nomenclature", "service", "envelope"];

fn schema() -> Schema {
    let mut schema = Schema::default();
    for file in FILES {
        let path = format!("{}/proto/{file}.proto", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        schema.read(file, &text);
    }
    schema
}

fn compare(path: &str, wanted: &str) {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, wanted).expect("the generated file is written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, wanted, "{path} differs; UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn the_messages_are_what_the_schema_gives() {
    let schema = schema();
    for file in FILES {
        compare(&format!("src/messages/{file}.rs"), &code::write(&schema, file));
    }
}

#[test]
fn the_field_table_is_what_the_schema_gives() {
    let schema = schema();
    for file in FILES {
        compare(&format!("src/schema/{file}.rs"), &table::write(&schema, file));
    }
}

#[test]
fn numbers_and_names_are_unique_within_a_message() {
    for message in &schema().messages {
        let mut numbers: Vec<u32> = message.fields.iter().map(|field| field.number).collect();
        let mut names: Vec<&str> = message.fields.iter().map(|field| field.name.as_str()).collect();
        numbers.sort_unstable();
        names.sort_unstable();
        let count = message.fields.len();
        numbers.dedup();
        names.dedup();
        assert_eq!((numbers.len(), names.len()), (count, count), "{}", message.name);
    }
}
