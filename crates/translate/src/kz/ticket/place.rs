//! Where the parts of a receipt stand in its message.

use receipt::kz::ModifierKind;
use receipt::lint::{Path, Step};

/// Where an entry of the list of lines stands.
#[derive(Debug)]
pub(super) struct LinePlace {
    /// `ticket.items[2].commodity`.
    path: String,
    /// Field that holds its marking codes.
    stamps: &'static str,
    /// Where its discounts and markups stand.
    pub(super) modifiers: Vec<String>,
}

impl LinePlace {
    pub(super) const fn new(path: String, stamps: &'static str) -> Self {
        Self {
            path,
            stamps,
            modifiers: Vec::new(),
        }
    }
}

/// Where the parts of a receipt stand.
#[derive(Debug)]
pub(super) struct Places {
    lines: Vec<LinePlace>,
    modifier: Option<ModifierKind>,
}

impl Places {
    pub(super) const fn new(lines: Vec<LinePlace>, modifier: Option<ModifierKind>) -> Self {
        Self { lines, modifier }
    }

    /// The field of the message that a place in the model comes from.
    pub(super) fn wire_path(&self, path: &Path) -> String {
        let names: Vec<&str> = path
            .steps()
            .iter()
            .filter_map(|step| match step {
                Step::Field(name) => Some(*name),
                Step::Index(_) => None,
            })
            .collect();
        let mut indices = path.steps().iter().filter_map(|step| match step {
            Step::Field(_) => None,
            Step::Index(index) => Some(*index),
        });
        let (first, second) = (indices.next(), indices.next());
        match names.as_slice() {
            ["lines"] => "ticket.items".to_owned(),
            ["lines", below @ ..] => self.line(first, below, second),
            ["modifier", below @ ..] => self.modifier(below, first),
            ["vat", below @ ..] => format!("ticket.taxes{}{}", bracket(first), tax(below)),
            ["payments", below @ ..] => format!("ticket.payments{}{}", bracket(first), payment(below)),
            ["tendered"] => "ticket.amounts.taken".to_owned(),
            ["total"] => "ticket.amounts.total".to_owned(),
            ["buyer", below] => format!("ticket.extension_options.{}", buyer(below)),
            ["parent", below @ ..] => format!("ticket.parent_ticket{}", parent(below)),
            ["cashier", ..] => "ticket.operator.name".to_owned(),
            ["business", below @ ..] => format!("ticket.domain{}", business(below)),
            _ => format!("ticket.{path}"),
        }
    }

    fn line(&self, index: Option<usize>, below: &[&str], second: Option<usize>) -> String {
        let Some(place) = index.and_then(|index| self.lines.get(index)) else {
            return "ticket.items".to_owned();
        };
        let line = &place.path;
        match below {
            ["undoes"] | [] => line.clone(),
            ["modifiers", below] => {
                let modifier = second.and_then(|second| place.modifiers.get(second));
                let field = match *below {
                    "vat" => "taxes[0].sum",
                    "amount" => "sum",
                    other => other,
                };
                format!("{}.{field}", modifier.unwrap_or(line))
            }
            ["vat", below @ ..] => format!("{line}.taxes[0]{}", tax(below)),
            ["marking_codes"] => format!("{line}.{}{}", place.stamps, bracket(second)),
            ["total" | "modifiers"] => format!("{line}.sum"),
            ["section"] => format!("{line}.section_code"),
            ["unit"] => format!("{line}.measure_unit_code"),
            [field, ..] => format!("{line}.{field}"),
        }
    }

    fn modifier(&self, below: &[&str], index: Option<usize>) -> String {
        let kind = match self.modifier {
            Some(ModifierKind::Markup) => "markup",
            Some(ModifierKind::Discount) | None => "discount",
        };
        let field = match below {
            ["vat", below @ ..] => format!("taxes{}{}", bracket(index), tax(below)),
            ["name"] => "name".to_owned(),
            _ => "sum".to_owned(),
        };
        format!("ticket.amounts.{kind}.{field}")
    }
}

fn bracket(index: Option<usize>) -> String {
    index.map(|index| format!("[{index}]")).unwrap_or_default()
}

const fn tax(below: &[&str]) -> &'static str {
    match below {
        [field, ..] => match field.as_bytes() {
            b"rate" => ".percent",
            _ => ".sum",
        },
        [] => "",
    }
}

fn payment(below: &[&str]) -> &'static str {
    match below {
        ["amount"] => ".sum",
        ["means", "terminal_id"] => ".card_payment_fields.pos_terminal_id",
        ["means", "card_type"] => ".card_payment_fields.pos_card_type",
        ["means", "qr_type"] => ".mobile_payment_fields.qr_type",
        ["means", "qr_id"] => ".mobile_payment_fields.qr_id",
        _ => "",
    }
}

fn buyer(field: &str) -> &'static str {
    match field {
        "email" => "customer_email",
        "phone" => "customer_phone",
        _ => "customer_iin_or_bin",
    }
}

fn parent(below: &[&str]) -> &'static str {
    match below {
        ["sign"] => ".parent_ticket_number",
        ["issued_at"] => ".parent_ticket_data_time",
        ["total"] => ".parent_ticket_total",
        ["registration_number"] => ".kgd_kkm_id",
        _ => "",
    }
}

fn business(below: &[&str]) -> &'static str {
    match below {
        ["account"] => ".services.account_number",
        ["correction_number"] => ".gasoil.correction_number",
        ["correction_sum"] => ".gasoil.correction_sum",
        ["card_number"] => ".gasoil.card_number",
        ["car_number"] => ".taxi.car_number",
        ["fare"] => ".taxi.current_fee",
        ["until"] => ".parking.end_time",
        _ => "",
    }
}
