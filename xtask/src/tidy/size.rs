//! A file stays short enough to be read in one sitting.

use super::Finding;
use super::source::Source;

/// Lines of code that ship; blank lines, comments and tests do not count.
const CODE_LINES_MAX: usize = 400;

pub fn check(source: &Source) -> Option<Finding> {
    let count = source
        .shipped()
        .filter(|(_, line)| !line.code.trim().is_empty())
        .count();
    (count > CODE_LINES_MAX).then(|| Finding {
        path: source.path.clone(),
        line: 0,
        message: format!("{count} lines of code, at most {CODE_LINES_MAX}: split it by what it knows"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_neither_comments_nor_tests() {
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "a();\n".repeat(300));
        let fits = format!("{}{}{tests}", "a();\n".repeat(400), "// why\n\n".repeat(300));
        assert_eq!(check(&Source::parse("a.rs", &fits)), None);
        let over = check(&Source::parse("a.rs", &format!("b();\n{fits}"))).expect("one line too many");
        assert!(over.message.starts_with("401 lines"), "{over}");
    }
}
