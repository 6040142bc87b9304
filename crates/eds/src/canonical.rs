//! XML documents, bounded, and their canonical form (C14N 1.0, inclusive and exclusive, without comments).

use crate::reason::{Reason, Refusal};
use roxmltree::{Attribute, Document, Node, NodeId, ParsingOptions};
use std::collections::BTreeMap;

/// Levels of elements.
pub const XML_DEPTH_MAX: usize = 64;

/// Nodes of a document: elements, texts, instructions.
pub const XML_NODES_MAX: u32 = 200_000;

/// Equals signs of a document, which bounds its attributes.
pub const XML_ATTRIBUTES_MAX: usize = 16_384;

/// Declarations of name spaces in a document.
pub const XML_NAMESPACES_MAX: usize = 256;

const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// Which name spaces an element shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Canon {
    /// All that are in scope.
    Inclusive,
    /// Those that it uses.
    Exclusive,
}

impl Canon {
    /// The form that an identifier names. Comments never get here, so both variants are the same.
    pub fn by_uri(uri: &str) -> Option<Self> {
        match uri {
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
            | "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments" => Some(Self::Inclusive),
            "http://www.w3.org/2001/10/xml-exc-c14n#"
            | "http://www.w3.org/2001/10/xml-exc-c14n#WithComments" => Some(Self::Exclusive),
            _ => None,
        }
    }
}

/// Reads a document that may be verified: UTF-8, no document type, no comments (nobody signs those), no identifier
/// twice.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, Refusal> {
    let bounded = |what: &str, found: usize, most: usize| {
        if found <= most {
            return Ok(());
        }
        Err(Refusal::new(
            Reason::TooLarge,
            format!("{found} {what}, at most {most}"),
        ))
    };
    bounded("equals signs", text.matches('=').count(), XML_ATTRIBUTES_MAX)?;
    bounded(
        "declarations of name spaces",
        text.matches("xmlns").count(),
        XML_NAMESPACES_MAX,
    )?;
    verify_declaration(text)?;
    let options = ParsingOptions {
        nodes_limit: XML_NODES_MAX,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => {
            Refusal::new(Reason::TooLarge, format!("more than {XML_NODES_MAX} nodes"))
        }
        roxmltree::Error::DtdDetected => {
            Refusal::new(Reason::UnsupportedProfile, "a document with a document type")
        }
        other => Refusal::malformed(format!("not XML: {other}")),
    })?;
    if document.descendants().any(|node| node.is_comment()) {
        let detail = "a document with comments, which nobody signs";
        return Err(Refusal::new(Reason::UnsupportedProfile, detail));
    }
    verify_ids(&document)?;
    Ok(document)
}

/// Readers must not see another text than the one that is verified: only XML 1.0 in UTF-8.
fn verify_declaration(text: &str) -> Result<(), Refusal> {
    let Some((declaration, _)) = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) else {
        return Ok(());
    };
    let told = |name: &str| {
        let (_, behind) = declaration.split_once(name)?;
        behind.split(['"', '\'']).nth(1)
    };
    for (name, right) in [("version", "1.0"), ("encoding", "utf-8")] {
        if let Some(found) = told(name).filter(|found| !found.eq_ignore_ascii_case(right)) {
            let detail = format!("{name} `{found}`, not `{right}`");
            return Err(Refusal::new(Reason::UnsupportedProfile, detail));
        }
    }
    Ok(())
}

/// What names an element twice lets a reader find another one than a verifier.
fn verify_ids(document: &Document<'_>) -> Result<(), Refusal> {
    let mut ids: Vec<&str> = document
        .descendants()
        .flat_map(|node| node.attributes())
        .filter(|attribute| attribute.name().eq_ignore_ascii_case("id"))
        .map(|attribute| attribute.value())
        .collect();
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair.first() == pair.last()) {
        Some(pair) => Err(Refusal::new(
            Reason::UnsupportedProfile,
            format!("the identifier `{}` stands twice", pair.first().unwrap_or(&"")),
        )),
        None => Ok(()),
    }
}

/// Name spaces that have been written on the way down: prefix → URI.
type Written<'a> = BTreeMap<&'a str, &'a str>;

/// Writes canonical XML.
pub(crate) struct Writer<'a, 'input> {
    document: &'a Document<'input>,
    canon: Canon,
    /// Elements that are left out.
    skipped: &'a [NodeId],
    out: String,
}

impl<'a, 'input> Writer<'a, 'input> {
    /// The whole document without some of its elements.
    pub fn document(
        document: &'a Document<'input>,
        canon: Canon,
        skipped: &'a [NodeId],
    ) -> Result<String, Refusal> {
        let mut writer = Self {
            document,
            canon,
            skipped,
            out: String::new(),
        };
        let mut is_before = true;
        for node in document.root().children() {
            if node.is_element() {
                writer.element(node, &Written::new(), 0)?;
                is_before = false;
            } else if is_before {
                writer.instruction(node);
                writer.out.push('\n');
            } else {
                writer.out.push('\n');
                writer.instruction(node);
            }
        }
        Ok(writer.out)
    }

    /// One element as a document of its own: what it inherits comes with it.
    pub fn element_alone(
        document: &'a Document<'input>,
        canon: Canon,
        element: Node<'a, 'input>,
    ) -> Result<String, Refusal> {
        let mut writer = Self {
            document,
            canon,
            skipped: &[],
            out: String::new(),
        };
        writer.element(element, &Written::new(), 0)?;
        Ok(writer.out)
    }

    fn element(&mut self, node: Node<'a, 'input>, above: &Written<'a>, depth: usize) -> Result<(), Refusal> {
        if depth == XML_DEPTH_MAX {
            let detail = format!("elements deeper than {XML_DEPTH_MAX} levels");
            return Err(Refusal::new(Reason::TooLarge, detail));
        }
        let name = self.qualified_name(node);
        self.out.push('<');
        self.out.push_str(name);
        let written = self.name_spaces(node, name, above, depth);
        let written = written.as_ref().unwrap_or(above);
        self.attributes(node, depth);
        self.out.push('>');
        for child in node.children() {
            if self.skipped.contains(&child.id()) {
                continue;
            }
            if child.is_element() {
                self.element(child, written, depth + 1)?;
            } else if child.is_text() {
                escape(child.text().unwrap_or_default(), Place::Text, &mut self.out);
            } else {
                self.instruction(child);
            }
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        Ok(())
    }

    /// Writes the name spaces that are not written yet; tells all that now are, when there are more.
    fn name_spaces(
        &mut self,
        node: Node<'a, 'input>,
        name: &'a str,
        above: &Written<'a>,
        depth: usize,
    ) -> Option<Written<'a>> {
        let in_scope: Written<'a> = match self.canon {
            // Nothing is new where nothing is declared.
            Canon::Inclusive if depth > 0 && !self.declares(node) => return None,
            Canon::Inclusive => {
                let mut in_scope: Written<'a> = node
                    .namespaces()
                    .map(|one| (one.name().unwrap_or_default(), one.uri()))
                    .collect();
                in_scope.entry("").or_default();
                in_scope
            }
            Canon::Exclusive => {
                let used = node.attributes().map(|one| prefix_of(self.text_of(&one)));
                used.filter(|prefix| !prefix.is_empty())
                    .chain([prefix_of(name)])
                    .map(|prefix| (prefix, uri_of(node, prefix)))
                    .collect()
            }
        };
        let mut written = None;
        for (prefix, uri) in in_scope {
            let before = above.get(prefix).copied().unwrap_or_default();
            if prefix == "xml" || before == uri {
                continue;
            }
            self.out
                .push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            self.out.push_str(prefix);
            self.value(uri);
            written.get_or_insert_with(|| above.clone()).insert(prefix, uri);
        }
        written
    }

    /// Whether an element may declare name spaces: `true` at times when it does not, never the other way round.
    fn declares(&self, node: Node<'a, 'input>) -> bool {
        let begin = node.range().start;
        let end = node
            .first_child()
            .map_or(node.range().end, |child| child.range().start);
        let tag = self.document.input_text().get(begin..end);
        tag.is_none_or(|tag| tag.contains("xmlns"))
    }

    fn attributes(&mut self, node: Node<'a, 'input>, depth: usize) {
        let mut attributes: Vec<Attribute<'a, 'input>> = node.attributes().collect();
        if depth == 0 && self.canon == Canon::Inclusive {
            // What begins here inherits the attributes of XML itself, such as its language.
            for above in node.ancestors().skip(1) {
                for one in above
                    .attributes()
                    .filter(|one| one.namespace() == Some(XML_NAMESPACE))
                {
                    let is_known = attributes
                        .iter()
                        .any(|known| known.namespace() == one.namespace() && known.name() == one.name());
                    if !is_known {
                        attributes.push(one);
                    }
                }
            }
        }
        attributes.sort_by_key(|one| (one.namespace().unwrap_or_default(), one.name()));
        for one in attributes {
            self.out.push(' ');
            self.out.push_str(self.text_of(&one));
            self.value(one.value());
        }
    }

    fn value(&mut self, value: &str) {
        self.out.push_str("=\"");
        escape(value, Place::Attribute, &mut self.out);
        self.out.push('"');
    }

    fn instruction(&mut self, node: Node<'a, 'input>) {
        let Some(instruction) = node.pi() else { return };
        self.out.push_str("<?");
        self.out.push_str(instruction.target);
        if let Some(value) = instruction.value.filter(|value| !value.is_empty()) {
            self.out.push(' ');
            self.out.push_str(value);
        }
        self.out.push_str("?>");
    }

    /// As it is written, with its prefix.
    fn qualified_name(&self, node: Node<'a, 'input>) -> &'a str {
        let text = self.document.input_text().get(node.range()).unwrap_or_default();
        let name = text.strip_prefix('<').unwrap_or(text);
        let end = name.find(|one: char| one.is_ascii_whitespace() || one == '/' || one == '>');
        name.get(..end.unwrap_or(name.len())).unwrap_or_default()
    }

    fn text_of(&self, attribute: &Attribute<'a, 'input>) -> &'a str {
        self.document
            .input_text()
            .get(attribute.range_qname())
            .unwrap_or_default()
    }
}

fn uri_of<'a>(node: Node<'a, '_>, prefix: &str) -> &'a str {
    let name = (!prefix.is_empty()).then_some(prefix);
    node.lookup_namespace_uri(name).unwrap_or_default()
}

fn prefix_of(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Attribute,
}

fn escape(text: &str, place: Place, out: &mut String) {
    for one in text.chars() {
        match (one, place) {
            ('&', _) => out.push_str("&amp;"),
            ('<', _) => out.push_str("&lt;"),
            ('>', Place::Text) => out.push_str("&gt;"),
            ('"', Place::Attribute) => out.push_str("&quot;"),
            ('\t', Place::Attribute) => out.push_str("&#x9;"),
            ('\n', Place::Attribute) => out.push_str("&#xA;"),
            ('\r', _) => out.push_str("&#xD;"),
            _ => out.push(one),
        }
    }
}

#[cfg(test)]
mod tests;
