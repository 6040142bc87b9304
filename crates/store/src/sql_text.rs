//! From the one SQL text to what an engine takes: statements, placeholders, labels.

use std::fmt::Write as _;

use crate::{Engine, engine_sql};

/// The text of a statement.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sql<'a> {
    /// Written in the sources: its address tells it from every other.
    Fixed(&'static str),
    /// Put together from fixed parts, such as an insert of many rows.
    Built(&'a str),
}

impl<'a> Sql<'a> {
    #[expect(clippy::match_same_arms, reason = "the two texts live for different times")]
    pub(crate) fn text(self) -> &'a str {
        match self {
            Self::Fixed(text) => text,
            Self::Built(text) => text,
        }
    }

    /// `tasks.find` of `-- tasks.find`; empty when the text does not begin with a label.
    pub(crate) fn label(self) -> &'a str {
        let first = self.text().lines().next().unwrap_or_default();
        first.strip_prefix("-- ").unwrap_or_default().trim()
    }
}

/// What a stretch of SQL is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Quoted,
    Comment,
}

/// Cuts a text into code, quoted stretches and comments; together they are the text again.
struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (Kind, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let (kind, length) = first_piece(self.rest);
        let (piece, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        Some((kind, piece))
    }
}

fn first_piece(text: &str) -> (Kind, usize) {
    if text.starts_with("--") {
        return (
            Kind::Comment,
            text.find('\n').map_or(text.len(), |end| end.saturating_add(1)),
        );
    }
    if text.starts_with("/*") {
        return (
            Kind::Comment,
            text.find("*/").map_or(text.len(), |end| end.saturating_add(2)),
        );
    }
    for quote in ['\'', '"'] {
        if let Some(inside) = text.strip_prefix(quote) {
            return (
                Kind::Quoted,
                inside.find(quote).map_or(text.len(), |end| end.saturating_add(2)),
            );
        }
    }
    let ends = ["'", "\"", "--", "/*"]
        .iter()
        .filter_map(|mark| text.find(mark))
        .min();
    (Kind::Code, ends.unwrap_or(text.len()))
}

/// Puts parameters and placeholders into the engine's words; `Err` names an unknown placeholder.
pub(crate) fn for_engine(text: &str, engine: Engine) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    for (kind, piece) in (Pieces { rest: text }) {
        match kind {
            Kind::Comment | Kind::Quoted => out.push_str(piece),
            Kind::Code => replace(piece, engine, &mut out)?,
        }
    }
    Ok(out)
}

fn replace(code: &str, engine: Engine, out: &mut String) -> Result<(), String> {
    let mut parts = code.split('$');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(part.len());
        let (name, after) = part.split_at_checked(end).unwrap_or((part, ""));
        if let Ok(number) = name.parse::<u16>() {
            let mark = match engine {
                Engine::Sqlite => '?',
                Engine::Postgres => '$',
            };
            write!(out, "{mark}{number}").map_err(|error| error.to_string())?;
        } else {
            let words = engine_sql::placeholder(engine, name)
                .ok_or_else(|| format!("unknown placeholder ${name}"))?;
            out.push_str(words);
        }
        out.push_str(after);
    }
    Ok(())
}

/// The statements of a script, without the semicolons between them and without empty ones.
pub(crate) fn statements(script: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut statement = String::new();
    let mut has_code = false;
    for (kind, piece) in (Pieces { rest: script }) {
        if kind != Kind::Code {
            has_code |= kind == Kind::Quoted;
            statement.push_str(piece);
            continue;
        }
        let mut parts = piece.split(';');
        let first = parts.next().unwrap_or_default();
        has_code |= !first.trim().is_empty();
        statement.push_str(first);
        for part in parts {
            if has_code {
                found.push(statement.trim().to_owned());
            }
            statement.clear();
            statement.push_str(part);
            has_code = !part.trim().is_empty();
        }
    }
    if has_code {
        found.push(statement.trim().to_owned());
    }
    found
}

/// The code alone, with one blank for every comment: to look for words.
pub(crate) fn without_comments(text: &str) -> String {
    let pieces = Pieces { rest: text };
    pieces
        .map(|(kind, piece)| if kind == Kind::Comment { " " } else { piece })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_keep_their_numbers_on_both_engines() {
        let text = "-- a.b costs $9\nselect '$1', \"$2\", $2 /* $3 */ where x = $12";
        let sqlite = for_engine(text, Engine::Sqlite).unwrap();
        assert_eq!(
            sqlite,
            "-- a.b costs $9\nselect '$1', \"$2\", ?2 /* $3 */ where x = ?12"
        );
        assert_eq!(for_engine(text, Engine::Postgres).unwrap(), text);
    }

    #[test]
    fn placeholders_are_replaced_and_unknown_ones_refused() {
        let table = "create table t (id $ID, raw $BYTES not null)";
        assert_eq!(
            for_engine(table, Engine::Sqlite).unwrap(),
            "create table t (id integer primary key autoincrement, raw blob not null)"
        );
        assert!(
            for_engine(table, Engine::Postgres)
                .unwrap()
                .contains("bytea not null")
        );
        assert_eq!(
            for_engine("select $X", Engine::Sqlite).unwrap_err(),
            "unknown placeholder $X"
        );
    }

    #[test]
    fn a_script_is_cut_at_semicolons_outside_quotes_and_comments() {
        let script = "-- first; not here\ncreate table a (b text default ';''x');\n\n/* ; */ ;; insert into a values ('--')\n; -- end;";
        let found = statements(script);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].ends_with("default ';''x')"));
        assert!(found[1].ends_with("values ('--')"));
    }

    #[test]
    fn a_label_is_the_first_line() {
        assert_eq!(Sql::Fixed("-- tasks.find\nselect 1").label(), "tasks.find");
        assert_eq!(Sql::Fixed("select 1").label(), "");
    }

    proptest::proptest! {
        #[test]
        fn pieces_are_the_text_again(text in "[a$'\"\\-/*;\n1 я]{0,40}") {
            let whole: String = Pieces { rest: &text }.map(|(_, piece)| piece).collect();
            proptest::prop_assert_eq!(whole, text);
        }
    }
}
