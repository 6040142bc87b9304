//! An inspection as a tree of text lines: offset, tag, official name, value.

use std::fmt;

use types::Money;

use super::{Inspection, Layer};
use crate::tags::{self, Kind};
use crate::tlv::{DEPTH_MAX, RawElement, RawElements};
use crate::tree::{Form, Value};

/// Column where values begin, from the beginning of the name.
const NAME_WIDTH: usize = 44;

impl fmt::Display for Inspection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(header) = &self.header {
            line(f, 0, "session header", "")?;
            line(
                f,
                4,
                "  session protocol",
                &hex::encode_upper(header.session_version),
            )?;
            line(
                f,
                6,
                "  application protocol",
                &hex::encode_upper(header.protocol.0),
            )?;
            line(
                f,
                8,
                "  fiscal storage",
                &String::from_utf8_lossy(&header.fiscal_storage),
            )?;
            line(f, 24, "  body size", &header.body_size.to_string())?;
            line(f, 26, "  flags", &format!("{:#06X}", header.flags.0))?;
            line(f, 28, "  check sum", &format!("{:#06X}", header.crc))?;
        }
        self.print_container(f)?;
        print_level(f, RawElements::new(self.content_bytes, self.content_offset), 1)?;
        self.print_end(f)
    }
}

impl Inspection<'_> {
    fn print_container(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(container) = &self.container else {
            return Ok(());
        };
        let start = self.content_offset.saturating_sub(crate::container::HEADER_SIZE);
        let storage = container.fiscal_storage.digits().unwrap_or_default();
        line(f, start, "container", "")?;
        line(f, start + 4, "  type", &format!("{:02X}", container.kind.code()))?;
        line(f, start + 5, "  form", &container.form_code.to_string())?;
        line(
            f,
            start + 7,
            "  service data 1",
            &hex::encode_upper(container.service1),
        )?;
        line(f, start + 9, "  fiscal storage", &storage)?;
        line(
            f,
            start + 17,
            "  document number",
            &container.document_number.to_string(),
        )?;
        line(
            f,
            start + 20,
            "  service data 2",
            &hex::encode_upper(container.service2),
        )
    }

    fn print_end(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(trailer) = self.container.and_then(|container| container.trailer) {
            let offset = self.content_offset + self.content_bytes.len();
            line(f, offset, "trailer", &hex::encode_upper(trailer))?;
        }
        let Some(refusal) = &self.refusal else {
            return Ok(());
        };
        let layer = match refusal.layer {
            Layer::Message => "session header",
            Layer::Container => "container",
            Layer::Tlv => "document",
        };
        write!(f, "{:05}  refused: {layer}", refusal.offset)?;
        if !refusal.path.steps().is_empty() {
            write!(f, ", element {}", refusal.path)?;
        }
        writeln!(f, ": {}", refusal.message)
    }
}

fn line(f: &mut fmt::Formatter<'_>, offset: usize, name: &str, value: &str) -> fmt::Result {
    let name = format!("{offset:05}  {name}");
    writeln!(f, "{}", format!("{name:<NAME_WIDTH$}  {value}").trim_end())
}

fn print_level(f: &mut fmt::Formatter<'_>, elements: RawElements<'_>, depth: usize) -> fmt::Result {
    for element in elements.map_while(Result::ok) {
        print_element(f, &element, depth)?;
        let form = if depth == 1 {
            Form::from_tag(element.tag)
        } else {
            None
        };
        if (form.is_some() || element.is_nested()) && depth < DEPTH_MAX {
            let children = RawElements::new(element.value, element.value_offset());
            print_level(f, children, depth + 1)?;
        }
    }
    Ok(())
}

fn print_element(f: &mut fmt::Formatter<'_>, element: &RawElement<'_>, depth: usize) -> fmt::Result {
    let form = if depth == 1 {
        Form::from_tag(element.tag)
    } else {
        None
    };
    let spec = tags::spec(element.tag);
    let name = form.map(Form::name).or(spec.map(|spec| spec.name)).unwrap_or("?");
    let indent = "  ".repeat(depth - 1);
    let head = format!("{:05}  {indent}{} {name}", element.offset, element.tag);
    if form.is_some() || element.is_nested() {
        let size = element.value.len();
        return writeln!(f, "{head:<NAME_WIDTH$}  [{size} bytes]");
    }
    let value = value_text(element, spec.map(|spec| spec.kind));
    writeln!(f, "{head:<NAME_WIDTH$}  {value}")
}

fn value_text(element: &RawElement<'_>, kind: Option<Kind>) -> String {
    match element.decoded() {
        Value::Text(text) => format!("\"{}\"", text.escape_debug()),
        Value::Uint(number) => match (kind, i64::try_from(number)) {
            (Some(Kind::Vln(6)), Ok(minor)) => Money::from_minor(minor).to_string(),
            (Some(Kind::Bits8 | Kind::Bits32), _) => format!("{number} ({number:#b})"),
            _ => number.to_string(),
        },
        Value::Decimal { mantissa, scale } => decimal(mantissa, usize::from(scale)),
        Value::Time(time) => time.to_string(),
        Value::Bytes(bytes) => hex::encode_upper(bytes),
        Value::Unknown(bytes) => format!("{} (not understood)", hex::encode_upper(bytes)),
        Value::Nested(_) => String::new(),
    }
}

fn decimal(mantissa: u64, scale: usize) -> String {
    let mut text = format!("{mantissa:0>width$}", width = scale + 1);
    if scale > 0 {
        text.insert(text.len() - scale, '.');
    }
    text
}
