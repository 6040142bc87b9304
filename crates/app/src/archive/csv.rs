//! The summary: UTF-8 with a byte order mark, semicolons between, CRLF behind, so that the spreadsheets of both
//! countries open it as it is.
//!
//! Texts from outside that a spreadsheet would run as a formula get an apostrophe before them. Source: ours, after
//! OWASP's advice on CSV injection.

use types::Money;

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A sum in major units with a point, such as `1160.00`.
    Sum(Money),
}

impl Cell {
    /// A text that may be absent.
    #[must_use]
    pub fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.into()))
    }

    /// A number that may be absent.
    #[must_use]
    pub fn number(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.into()))
    }

    /// A sum that may be absent.
    #[must_use]
    pub fn sum(sum: Option<Money>) -> Self {
        sum.map_or(Self::Empty, Self::Sum)
    }
}

/// What the file begins with.
pub(super) fn head(columns: &[&str]) -> String {
    format!("\u{feff}{}\r\n", columns.join(";"))
}

/// Adds a row.
pub(super) fn row(to: &mut String, cells: &[Cell]) {
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            to.push(';');
        }
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => quoted(to, text),
            Cell::Number(number) => to.push_str(&number.to_string()),
            Cell::Sum(sum) => to.push_str(&sum.to_string()),
        }
    }
    to.push_str("\r\n");
}

fn quoted(to: &mut String, text: &str) {
    let is_formula = text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        || text.starts_with(['\t', '\r', '\n']);
    let is_plain = !is_formula && !text.contains([';', ',', '"', '\r', '\n', '\t']);
    if is_plain {
        to.push_str(text);
        return;
    }
    to.push('"');
    if is_formula {
        to.push('\'');
    }
    to.push_str(&text.replace('"', "\"\""));
    to.push('"');
}
