//! A migration explains its tables to whoever meets them in the database.

use super::Finding;

/// Each `create table` has a comment right above it or on a column.
pub fn check(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some(name) = table_name(line) else { continue };
        let above = index
            .checked_sub(1)
            .and_then(|above| lines.get(above))
            .unwrap_or(&"");
        let body = lines
            .iter()
            .skip(index)
            .take_while(|line| !line.trim_start().starts_with(')'));
        if !above.trim_start().starts_with("--") && !body.into_iter().any(|line| line.contains("--")) {
            let message =
                format!("table `{name}` has no comment: say what a row is, and units of its columns");
            findings.push(Finding {
                path: path.to_owned(),
                line: index + 1,
                message,
            });
        }
    }
    findings
}

/// The name in a line that creates a table.
pub fn table_name(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("create table ")?;
    let rest = rest.strip_prefix("if not exists ").unwrap_or(rest);
    rest.split(|one: char| !(one.is_alphanumeric() || one == '_'))
        .find(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wants_a_comment_for_every_table() {
        let sql = "-- one person\ncreate table users (\n  id bigint\n);\ncreate table shops (\n  id bigint -- ours\n);\n\
                   create table bare (\n  id bigint\n);\n";
        let said: Vec<String> = check("m.sql", sql).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            ["m.sql:8: table `bare` has no comment: say what a row is, and units of its columns"]
        );
    }
}
