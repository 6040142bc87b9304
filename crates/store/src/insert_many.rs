//! Many rows in few statements.

use std::fmt::Write as _;

use crate::{Engine, StoreError, Tx, Value};

/// Rows of one statement. Few sizes, so that few statements are prepared.
const SIZES: [usize; 3] = [256, 32, 1];

/// Parameters of one statement that every engine takes.
const PARAMETERS_MAX: usize = 32_000;

impl Tx<'_> {
    /// Inserts rows; how many there are more now. `head` ends with `values`, `tail` may hold `on conflict …`.
    ///
    /// A server is asked with many rows at a time; the embedded engine has no way to save and takes one by one.
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub(crate) fn insert_many(
        &mut self,
        head: &'static str,
        rows: &[Vec<Value<'_>>],
        tail: &'static str,
    ) -> Result<u64, StoreError> {
        let Some(columns) = rows.first().map(Vec::len) else {
            return Ok(0);
        };
        let rows_max = match self.engine() {
            Engine::Sqlite => 1,
            Engine::Postgres => PARAMETERS_MAX.checked_div(columns).unwrap_or(1),
        };
        let mut inserted: u64 = 0;
        let mut left = rows;
        for size in SIZES.into_iter().filter(|size| *size <= rows_max.max(1)) {
            let mut sql = String::new();
            while let Some((now, later)) = left.split_at_checked(size) {
                if sql.is_empty() {
                    sql = statement(head, columns, size, tail);
                }
                let params: Vec<Value<'_>> = now.iter().flatten().copied().collect();
                inserted = inserted.saturating_add(self.execute_built(&sql, &params)?);
                left = later;
                if left.is_empty() {
                    break;
                }
            }
        }
        Ok(inserted)
    }
}

fn statement(head: &str, columns: usize, rows: usize, tail: &str) -> String {
    let mut sql = head.to_owned();
    let mut number: usize = 0;
    for row in 0..rows {
        sql.push_str(if row == 0 { " (" } else { ", (" });
        for column in 0..columns {
            number = number.saturating_add(1);
            let comma = if column == 0 { "" } else { ", " };
            // writing into a string cannot fail
            write!(sql, "{comma}${number}").unwrap_or_default();
        }
        sql.push(')');
    }
    sql.push(' ');
    sql.push_str(tail);
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_numbered_parameters() {
        let sql = statement(
            "-- t.add\ninsert into t (a, b) values",
            2,
            2,
            "on conflict do nothing",
        );
        assert_eq!(
            sql,
            "-- t.add\ninsert into t (a, b) values ($1, $2), ($3, $4) on conflict do nothing"
        );
    }
}
