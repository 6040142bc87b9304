//! Dictionaries as CSV: a head row names the columns, `#` begins a comment, quotes may surround a value.

/// Why a dictionary cannot be read; nothing of it was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DictionaryError {
    /// More bytes than a dictionary may have.
    #[error("the dictionary has {size_bytes} bytes; at most {max_bytes} are read")]
    TooLarge {
        /// Bytes that came.
        size_bytes: usize,
        /// Bytes allowed.
        max_bytes: usize,
    },
    /// A column that is needed is not in the head row.
    #[error("the head row has no column `{column}`")]
    NoColumn {
        /// The column.
        column: &'static str,
    },
    /// A row that cannot be read.
    #[error("line {line}: `{value}` in column `{column}` is not {expected}")]
    Row {
        /// Line in the file, from 1.
        line: usize,
        /// The column.
        column: &'static str,
        /// The value as it came, cut to 80 characters.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
    /// More rows than a dictionary may have.
    #[error("the dictionary has more than {max} rows")]
    TooMany {
        /// Rows allowed.
        max: usize,
    },
}

/// A dictionary cut into rows.
pub(crate) struct Table<'a> {
    columns: Vec<String>,
    lines: Vec<(usize, &'a str)>,
}

/// One row with the names of its columns.
pub(crate) struct Row {
    pub(crate) line: usize,
    values: Vec<(String, String)>,
}

impl<'a> Table<'a> {
    pub(crate) fn read(text: &'a str, needed: &[&'static str]) -> Result<Self, DictionaryError> {
        let content = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = (1..)
            .zip(content.lines())
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let columns = lines.next().map_or_else(Vec::new, |(_, head)| values(head));
        for column in needed {
            if !columns.iter().any(|one| one == column) {
                return Err(DictionaryError::NoColumn { column });
            }
        }
        Ok(Self {
            columns,
            lines: lines.collect(),
        })
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row> {
        self.lines.iter().map(|(line, text)| Row {
            line: *line,
            values: self.columns.iter().cloned().zip(values(text)).collect(),
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }
}

impl Row {
    /// The value of a column; empty when the row or the head has none.
    pub(crate) fn text(&self, column: &str) -> &str {
        let found = self.values.iter().find(|(name, _)| name == column);
        found.map_or("", |(_, value)| value.as_str())
    }

    pub(crate) fn parsed<T>(
        &self,
        column: &'static str,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, DictionaryError> {
        let value = self.text(column);
        parse(value).ok_or_else(|| DictionaryError::Row {
            line: self.line,
            column,
            value: crate::field::shown(value),
            expected,
        })
    }
}

/// Values of a line; a doubled quote inside quotes is one quote.
fn values(line: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.trim_end_matches('\r').chars().peekable();
    while let Some(one) = characters.next() {
        match one {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                push(&mut values, '"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => values.push(String::new()),
            other => push(&mut values, other),
        }
    }
    for value in &mut values {
        *value = value.trim().to_owned();
    }
    values
}

fn push(values: &mut [String], one: char) {
    if let Some(last) = values.last_mut() {
        last.push(one);
    }
}

/// `true` when a word of `name` begins with `query`, whatever the case.
pub(crate) fn has_prefix(name: &str, query: &str) -> bool {
    let query = query.trim().to_lowercase();
    let name = name.to_lowercase();
    let mut before = ' ';
    name.char_indices().any(|(at, one)| {
        let begins = one.is_alphanumeric() && !before.is_alphanumeric() || at == 0;
        before = one;
        begins && name.get(at..).is_some_and(|rest| rest.starts_with(&query))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_quotes_comments_and_columns_in_any_order() {
        let text = "\u{feff}# note\nname,code\n\"a \"\"b\"\", c\",1\r\n\n d ,2\n";
        let table = Table::read(text, &["code", "name"]).unwrap();
        let rows: Vec<_> = table
            .rows()
            .map(|row| (row.line, row.text("code").to_owned(), row.text("name").to_owned()))
            .collect();
        assert_eq!(
            rows,
            [(3, "1".into(), "a \"b\", c".into()), (5, "2".into(), "d".into())]
        );
        assert_eq!(
            Table::read("a,b\n", &["code"]).err(),
            Some(DictionaryError::NoColumn { column: "code" })
        );
    }

    #[test]
    fn a_query_meets_the_beginning_of_any_word() {
        for (name, query, met) in [
            ("г. Караганда", "кара", true),
            ("район имени Казыбек би (г. Караганда)", "имени казыбек", true),
            ("район имени Казыбек би (г. Караганда)", "КАРАГ", true),
            ("Есиль", "силь", false),
            ("Есиль", "", true),
        ] {
            assert_eq!(has_prefix(name, query), met, "{name} {query}");
        }
    }
}
