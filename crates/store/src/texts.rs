//! Prepared texts of one connection, found again without hashing the text.

use std::collections::HashMap;
use std::sync::Arc;

use crate::sql_text::Sql;

/// Built texts that are remembered at most; there are a handful of shapes.
const BUILT_MAX: usize = 256;

/// What an engine made of each text. Fixed texts are told apart by address: they live as long as the program.
pub(crate) struct Texts<P> {
    fixed: HashMap<(usize, usize), Arc<P>>,
    built: HashMap<String, Arc<P>>,
}

impl<P> Texts<P> {
    pub(crate) fn new() -> Self {
        Self {
            fixed: HashMap::new(),
            built: HashMap::new(),
        }
    }

    pub(crate) fn find(&self, sql: Sql<'_>) -> Option<Arc<P>> {
        match sql {
            Sql::Fixed(text) => self.fixed.get(&address(text)),
            Sql::Built(text) => self.built.get(text),
        }
        .cloned()
    }

    pub(crate) fn keep(&mut self, sql: Sql<'_>, prepared: P) -> Arc<P> {
        let prepared = Arc::new(prepared);
        match sql {
            Sql::Fixed(text) => self.fixed.insert(address(text), Arc::clone(&prepared)),
            Sql::Built(text) => {
                if self.built.len() >= BUILT_MAX {
                    self.built.clear();
                }
                self.built.insert(text.to_owned(), Arc::clone(&prepared))
            }
        };
        prepared
    }
}

fn address(text: &'static str) -> (usize, usize) {
    (text.as_ptr().addr(), text.len())
}
