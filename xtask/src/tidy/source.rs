//! A Rust file split into code, comments and strings, line by line, with its test regions marked.
//!
//! It is no parser: it knows just enough of the language never to take a comment for code.

/// One file.
pub struct Source {
    pub path: String,
    pub lines: Vec<Line>,
}

/// One line of it. `lines[0]` is line 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The line with comments removed and the insides of strings blanked.
    pub code: String,
    /// What comments say on it, without their slashes.
    pub comment: String,
    /// The insides of its strings, one after another, parted by newlines.
    pub strings: String,
    /// Whether it only exists for tests.
    pub is_test: bool,
}

enum State {
    Code,
    LineComment,
    BlockComment { depth: usize },
    Text { hashes: Option<usize> },
}

impl Source {
    pub fn parse(path: &str, text: &str) -> Self {
        let mut lines = Vec::new();
        let mut line = Line::default();
        let mut state = State::Code;
        let characters: Vec<char> = text.chars().collect();
        let mut at = 0;
        while let Some(&character) = characters.get(at) {
            if character == '\n' {
                if matches!(state, State::LineComment) {
                    state = State::Code;
                }
                if matches!(state, State::Text { .. }) {
                    line.strings.push('\n');
                }
                lines.push(std::mem::take(&mut line));
                at += 1;
                continue;
            }
            let rest = characters.get(at..).unwrap_or_default();
            at += step(&mut state, &mut line, rest);
        }
        if line != Line::default() {
            lines.push(line);
        }
        let mut source = Self {
            path: path.to_owned(),
            lines,
        };
        source.mark_tests();
        source
    }

    /// Lines of code that ship, with their numbers from 1.
    pub fn shipped(&self) -> impl Iterator<Item = (usize, &Line)> {
        self.numbered().filter(|(_, line)| !line.is_test)
    }

    /// All lines with their numbers from 1.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &Line)> {
        self.lines
            .iter()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }

    /// Marks the whole file.
    pub fn mark_all(&mut self) {
        self.lines.iter_mut().for_each(|line| line.is_test = true);
    }

    /// Paths without `.rs` of modules that are declared for tests alone but stand in files of their own.
    pub fn test_modules(&self) -> Vec<String> {
        let folder = match self.path.rsplit_once('/') {
            Some((folder, "lib.rs" | "main.rs" | "mod.rs")) => folder,
            Some(_) => self.path.trim_end_matches(".rs"),
            None => "",
        };
        let mut announced = false;
        let mut found = Vec::new();
        for line in &self.lines {
            let code = line.code.trim();
            let declared = code.strip_suffix(';').and_then(|code| code.rsplit_once("mod "));
            if let Some((_, name)) = declared.filter(|_| announced || code.starts_with("#[cfg(test)]")) {
                found.push(format!("{folder}/{name}"));
            }
            announced = code.starts_with("#[cfg(test)]") || (announced && code.starts_with("#["));
        }
        found
    }

    fn mark_tests(&mut self) {
        if is_test_file(&self.path) {
            self.mark_all();
            return;
        }
        let mut depth = 0_i64;
        let mut announced = false;
        let mut region_ends_at: Option<i64> = None;
        for line in &mut self.lines {
            let code = line.code.trim();
            if region_ends_at.is_none() && code.starts_with("#[cfg(test)]") {
                announced = true;
            }
            line.is_test = announced || region_ends_at.is_some();
            for character in code.chars() {
                match character {
                    '{' => {
                        if announced {
                            announced = false;
                            region_ends_at = Some(depth);
                        }
                        depth += 1;
                    }
                    '}' => {
                        depth -= 1;
                        if region_ends_at == Some(depth) {
                            region_ends_at = None;
                        }
                    }
                    ';' if region_ends_at.is_none() => announced = false,
                    _ => {}
                }
            }
        }
    }
}

/// Takes in what stands at the head of `rest`; returns how many characters that was.
fn step(state: &mut State, line: &mut Line, rest: &[char]) -> usize {
    match state {
        State::Code => step_in_code(state, line, rest),
        State::LineComment => {
            line.comment.extend(rest.first());
            1
        }
        State::BlockComment { depth } => {
            match (rest, *depth) {
                (['*', '/', ..], 1) => *state = State::Code,
                (['*', '/', ..], _) => *depth -= 1,
                (['/', '*', ..], _) => *depth += 1,
                _ => {
                    line.comment.extend(rest.first());
                    return 1;
                }
            }
            2
        }
        State::Text { hashes } => {
            let closing = match *hashes {
                None => rest.starts_with(&['"']).then_some(1),
                Some(count) => raw_end(rest, count),
            };
            match (closing, rest) {
                (Some(length), _) => {
                    line.code.push('"');
                    line.strings.push('\n');
                    *state = State::Code;
                    length
                }
                (None, ['\\', escaped, ..]) if hashes.is_none() && *escaped != '\n' => {
                    line.strings.extend(['\\', *escaped]);
                    2
                }
                _ => {
                    line.strings.extend(rest.first());
                    1
                }
            }
        }
    }
}

fn step_in_code(state: &mut State, line: &mut Line, rest: &[char]) -> usize {
    if let ['/', '/', ..] = rest {
        *state = State::LineComment;
        return 2 + rest
            .iter()
            .skip(2)
            .take_while(|one| matches!(one, '/' | '!'))
            .count();
    }
    if let ['/', '*', ..] = rest {
        *state = State::BlockComment { depth: 1 };
        return 2;
    }
    if let ['"', ..] = rest {
        *state = State::Text { hashes: None };
        line.code.push('"');
        return 1;
    }
    if let ['r', after @ ..] = rest
        && !ends_in_word(&line.code)
    {
        let hashes = after.iter().take_while(|one| **one == '#').count();
        if after.get(hashes) == Some(&'"') {
            *state = State::Text { hashes: Some(hashes) };
            line.code.push('"');
            return 2 + hashes;
        }
    }
    if let ['\'', '\\', _, ..] = rest {
        let length = rest.iter().skip(3).take_while(|one| **one != '\'').count();
        line.code.push_str("''");
        return length + 4;
    }
    if let ['\'', inside, '\'', ..] = rest {
        line.code.push_str("''");
        line.strings.extend([*inside, '\n']);
        return 3;
    }
    line.code.extend(rest.first());
    1
}

/// Length of the end of a raw string with that many hashes, when `rest` begins with one.
fn raw_end(rest: &[char], hashes: usize) -> Option<usize> {
    let (quote, after) = rest.split_first()?;
    let closes = *quote == '"' && after.iter().take(hashes).filter(|one| **one == '#').count() == hashes;
    closes.then_some(hashes + 1)
}

/// Whether a letter that follows would belong to a word, so that `r"` after it is no raw string. `b` and `c` may precede.
fn ends_in_word(code: &str) -> bool {
    let word: String = code
        .chars()
        .rev()
        .take_while(|one| one.is_alphanumeric() || *one == '_')
        .collect();
    !matches!(word.as_str(), "" | "b" | "c")
}

fn is_test_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/')
        .any(|part| matches!(part, "tests" | "benches" | "examples" | "testkit" | "fuzz"))
        || name == "tests.rs"
        || name.ends_with("_tests.rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_code_comments_and_strings() {
        let source = Source::parse(
            "a.rs",
            "let a = \"x // y\"; // why\n/* b\nc */ d('\"', 'e', '\\n', &'f g)\n",
        );
        let [first, second, third] = source.lines.as_slice() else {
            panic!("three lines")
        };
        assert_eq!(
            (first.code.as_str(), first.comment.as_str()),
            ("let a = \"\"; ", " why")
        );
        assert_eq!(first.strings, "x // y\n");
        assert_eq!((second.code.as_str(), second.comment.as_str()), ("", " b"));
        assert_eq!(third.code, " d('', '', '', &'f g)");
    }

    #[test]
    fn names_test_modules_in_files_of_their_own() {
        let text =
            "mod a;\n#[cfg(test)]\nmod b;\n#[cfg(test)]\n#[path = \"x.rs\"]\npub(crate) mod c;\nmod d;\n";
        assert_eq!(
            Source::parse("crates/a/src/lib.rs", text).test_modules(),
            ["crates/a/src/b", "crates/a/src/c"]
        );
        assert_eq!(
            Source::parse("crates/a/src/e.rs", "#[cfg(test)] mod f;\n").test_modules(),
            ["crates/a/src/e/f"]
        );
    }

    #[test]
    fn reads_raw_strings_and_escapes() {
        let source = Source::parse("a.rs", "f(r#\"a\"b\"#, br\"c\\\", \"d\\\"e\", r#type, bar\"\")");
        let line = source.lines.first().expect("a line");
        assert_eq!(line.code, "f(\"\", b\"\", \"\", r#type, bar\"\")");
        assert_eq!(line.strings, "a\"b\nc\\\nd\\\"e\n\n");
    }

    #[test]
    fn marks_what_only_tests_see() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() { c(); }\n}\nfn d() {}\n#[cfg(test)]\nmod t;\nfn e() {}\n";
        let source = Source::parse("a.rs", text);
        let marks: Vec<bool> = source.lines.iter().map(|line| line.is_test).collect();
        assert_eq!(marks, [false, true, true, true, true, false, true, true, false]);
        assert!(
            Source::parse("crates/a/tests/api/x.rs", "fn a() {}")
                .lines
                .iter()
                .all(|line| line.is_test)
        );
    }
}
