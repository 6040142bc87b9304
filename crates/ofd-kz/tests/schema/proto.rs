//! Reads the part of the schema language that our files use; anything else is a panic with its line.

/// All files.
#[derive(Default)]
pub struct Schema {
    pub messages: Vec<Message>,
    pub enums: Vec<Enum>,
}

pub struct Message {
    pub file: &'static str,
    pub name: String,
    pub doc: String,
    pub fields: Vec<Field>,
}

pub struct Enum {
    pub file: &'static str,
    pub name: String,
    pub doc: String,
    /// Name in the schema, name in the protocol, number.
    pub values: Vec<(String, String, i32)>,
}

pub struct Field {
    pub label: String,
    pub kind: String,
    pub name: String,
    pub number: u32,
    pub since: Option<u16>,
    pub until: Option<u16>,
    pub required: Option<u16>,
    pub was: Option<Was>,
    pub boxed: bool,
}

/// What the number meant up to a version.
pub struct Was {
    pub until: u16,
    pub kind: String,
    pub name: String,
}

impl Schema {
    pub fn read(&mut self, file: &'static str, text: &str) {
        let mut doc = String::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["//", ..] => doc = line.trim_start_matches("//").trim().to_owned(),
                ["message", name, "{"] => {
                    let fields = lines.by_ref().take_while(|line| *line != "}").map(field);
                    self.messages.push(Message {
                        file,
                        name: (*name).to_owned(),
                        doc: std::mem::take(&mut doc),
                        fields: fields.collect(),
                    });
                }
                ["enum", name, "{"] => {
                    let values = lines.by_ref().take_while(|line| *line != "}").map(value);
                    self.enums.push(Enum {
                        file,
                        name: (*name).to_owned(),
                        doc: std::mem::take(&mut doc),
                        values: values.collect(),
                    });
                }
                ["syntax" | "package" | "import", ..] | [] => {}
                _ => panic!("{file}.proto: {line}"),
            }
        }
    }

    pub fn is_enum(&self, kind: &str) -> bool {
        self.enums.iter().any(|one| one.name == kind)
    }

    pub fn message(&self, kind: &str) -> Option<&Message> {
        self.messages.iter().find(|one| one.name == kind)
    }

    /// File that defines a message or an enum.
    pub fn home(&self, kind: &str) -> &'static str {
        let enums = self.enums.iter().map(|one| (&one.name, one.file));
        let messages = self.messages.iter().map(|one| (&one.name, one.file));
        let found = enums.chain(messages).find(|(name, _)| *name == kind);
        found.unwrap_or_else(|| panic!("{kind} is defined nowhere")).1
    }
}

fn parts(line: &str) -> (Vec<&str>, &str) {
    let (code, note) = line.split_once("//").unwrap_or((line, ""));
    let code = code
        .trim()
        .strip_suffix(';')
        .unwrap_or_else(|| panic!("no semicolon: {line}"));
    (code.split_whitespace().collect(), note)
}

fn notes(note: &str) -> impl Iterator<Item = Vec<&str>> {
    let notes = note
        .split(';')
        .map(|one| one.split_whitespace().collect::<Vec<_>>());
    notes.filter(|words| words.first().is_some_and(|word| word.starts_with('@')))
}

fn field(line: &str) -> Field {
    let (code, note) = parts(line);
    let [label, kind, name, "=", number] = code.as_slice() else {
        panic!("no field: {line}");
    };
    let mut field = Field {
        label: (*label).to_owned(),
        kind: (*kind).to_owned(),
        name: (*name).to_owned(),
        number: number.parse().expect("a number"),
        since: None,
        until: None,
        required: None,
        was: None,
        boxed: false,
    };
    let version = |text: &str| text.parse().unwrap_or_else(|_| panic!("no version: {line}"));
    for words in notes(note) {
        match words.as_slice() {
            ["@since", first] => field.since = Some(version(first)),
            ["@until", last] => field.until = Some(version(last)),
            ["@required", only] => field.required = Some(version(only)),
            ["@was", until, kind, rest @ ..] => {
                field.was = Some(Was {
                    until: version(until),
                    kind: (*kind).to_owned(),
                    name: (*rest.first().unwrap_or(name)).to_owned(),
                });
            }
            ["@boxed"] => field.boxed = true,
            _ => panic!("no note: {line}"),
        }
    }
    field
}

fn value(line: &str) -> (String, String, i32) {
    let (code, note) = parts(line);
    let [name, "=", number] = code.as_slice() else {
        panic!("no value: {line}");
    };
    let official = notes(note).find_map(|words| match words.as_slice() {
        ["@name", official] => Some((*official).to_owned()),
        _ => None,
    });
    let number = number.parse().expect("a number");
    (
        (*name).to_owned(),
        official.unwrap_or_else(|| (*name).to_owned()),
        number,
    )
}
