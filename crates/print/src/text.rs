//! Monospace text for narrow and wide paper, terminals and plain mail.

use crate::paper::{self, Block, Item};
use crate::printed_form::Currency;
use crate::view::DocumentView;
use crate::{Locale, PrintedForm, figure};

/// Characters in a row of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Columns {
    /// Paper 57 mm wide.
    Narrow32,
    /// Paper 57 mm wide, as Kazakh registers print on it.
    Narrow36,
    /// Paper 57 mm wide in small letters.
    Narrow42,
    /// Paper 80 mm wide.
    #[default]
    Wide48,
}

impl Columns {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Narrow32, Self::Narrow36, Self::Narrow42, Self::Wide48];

    /// The number.
    #[must_use]
    pub const fn count(self) -> usize {
        match self {
            Self::Narrow32 => 32,
            Self::Narrow36 => 36,
            Self::Narrow42 => 42,
            Self::Wide48 => 48,
        }
    }
}

/// The document as text; every row ends with a line feed and is at most `columns` characters long.
///
/// The QR code stands as its content: whoever prints draws it.
#[must_use]
pub fn render(view: &DocumentView, locale: Locale, columns: Columns) -> String {
    write(&paper::lay_out(view, locale), columns)
}

/// The form as text.
pub(crate) fn write(form: &PrintedForm, columns: Columns) -> String {
    let mut slip = Slip {
        width: columns.count(),
        currency: form.currency,
        rows: Vec::new(),
    };
    for block in &form.blocks {
        slip.block(block);
    }
    let mut text = slip.rows.join("\n");
    text.push('\n');
    // Monospace printers and old mail readers have no wide repertoire of spaces.
    text.replace(figure::NO_BREAK_SPACE, " ")
}

struct Slip {
    width: usize,
    currency: Currency,
    rows: Vec<String>,
}

impl Slip {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) | Block::Title(text) | Block::Centred(text) | Block::Group(text) => {
                self.centred(text);
            }
            Block::Notice(text) => {
                for row in wrapped(text, self.width.saturating_sub(6)) {
                    self.centred(&format!("** {row} **"));
                }
            }
            Block::Pair { label, value, .. } => self.pair("", label, value),
            Block::Fact { label, value, note } => {
                self.pair(
                    "",
                    &format!("{label} {value}"),
                    note.as_deref().unwrap_or_default(),
                );
            }
            Block::Total { label, amount } => {
                let equals = match self.currency {
                    Currency::Rouble => "=",
                    Currency::Tenge => "",
                };
                self.pair("", label, &format!("{equals}{amount}"));
            }
            Block::Item(item) => self.item(item),
            Block::Rule => self.rows.push("-".repeat(self.width)),
            Block::Qr(content) => {
                self.rows.push(String::new());
                self.rows.extend(wrapped(content, self.width));
            }
        }
    }

    fn centred(&mut self, text: &str) {
        for row in wrapped(text, self.width) {
            let left = self.width.saturating_sub(length(&row)) / 2;
            self.rows.push(format!("{}{row}", " ".repeat(left)));
        }
    }

    fn item(&mut self, item: &Item) {
        let name = format!("{}. {}", item.number, item.name);
        self.rows.extend(wrapped(&name, self.width));
        let equals = match self.currency {
            Currency::Rouble => "=",
            Currency::Tenge => "= ",
        };
        self.pair("  ", &item.calculation, &format!("{equals}{}", item.total));
        for (label, value) in &item.details {
            self.pair("  ", label, value);
        }
        if let Some(note) = &item.note {
            let rows = wrapped(note, self.width.saturating_sub(2));
            self.rows.extend(rows.into_iter().map(|row| format!("  {row}")));
        }
    }

    /// Label left, value right; on rows of their own when they do not fit beside each other.
    fn pair(&mut self, indent: &str, label: &str, value: &str) {
        let inner = self.width.saturating_sub(length(indent));
        let gap = inner.checked_sub(length(label) + length(value));
        let fits = gap.filter(|gap| *gap >= 1 || value.is_empty());
        if let Some(gap) = fits {
            let row = format!("{indent}{label}{}{value}", " ".repeat(gap));
            self.rows.push(row.trim_end().to_owned());
            return;
        }
        let rows = wrapped(label, inner);
        self.rows
            .extend(rows.into_iter().map(|row| format!("{indent}{row}")));
        let rows = wrapped(value, inner);
        // A value of one row stands right like all others; a longer one reads better from the left.
        let is_long = rows.len() > 1;
        for row in rows {
            let left = if is_long {
                0
            } else {
                inner.saturating_sub(length(&row))
            };
            self.rows.push(format!("{indent}{}{row}", " ".repeat(left)));
        }
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Rows of at most `width` characters, broken at spaces where there are any.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut rows = Vec::new();
    let mut row = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word = word;
        if !row.is_empty() && length(&row) + 1 + length(word) > width {
            rows.push(std::mem::take(&mut row));
        }
        if !row.is_empty() {
            row.push(' ');
        }
        while length(word) > width {
            let cut = word.char_indices().nth(width).map_or(word.len(), |(at, _)| at);
            let (head, tail) = word.split_at(cut);
            rows.push(head.to_owned());
            word = tail;
        }
        row.push_str(word);
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests;
