//! Reads a document as JSON or YAML into one tree.

use serde::de::DeserializeSeed;
use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Label, Place};
use crate::source::index::{Builder, Duplicate, Index};
use crate::source::lines::{CharOffsets, Lines};
use crate::source::locate::without_mark;
use crate::source::tree::{DEPTH, Reading, Stop};
use crate::source::{json, yaml};

/// More brackets opened than closed than any document has: `serde_yaml`'s scanner takes time
/// that is quadratic in the depth of brackets before its own limit is asked.
const BRACKETS: usize = 10_000;

/// The longest YAML that is read, in bytes: what reads it rests on a translation of a C library, and gets no more than
/// a document may need. The largest published ones have some 10 MB.
const LONGEST_YAML: usize = 64 << 20;

/// A document as a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The tree, its members in the order of the text. Of a repeated key the first counts.
    pub value: Value,
    /// Repeated keys: errors that do not keep the rest from being looked at.
    pub diagnostics: Diagnostics,
}

/// Reads JSON or YAML, whichever the text is.
///
/// # Errors
///
/// When the text is neither, is nested too deep to be followed, or uses what YAML has and JSON
/// has not (tags, infinite numbers, aliases that multiply without bounds).
pub fn read(text: &str) -> Result<Document, Diagnostic> {
    let text = without_mark(text);
    match text.trim_start().bytes().next() {
        None => Err(unreadable_at(0, "the file is empty").help("give an OpenAPI document in JSON or YAML")),
        Some(b'<') => Err(unreadable_at(text.len() - text.trim_start().len(), "the file is HTML or XML")
            .help("if it was downloaded, look at it for an error message in place of the document")),
        Some(b'{' | b'[') => read_json(text).or_else(|json| json.or_yaml(text)),
        Some(_) => read_yaml(text),
    }
}

/// Returns whether the text is to be indexed as JSON. Flow mappings of YAML are the exception that only
/// `serde_json` can tell.
pub(crate) fn index(text: &str) -> Index {
    index_with(text, Builder::default())
}

/// Does what [`index`] does, with a builder that may be for some places only.
pub(crate) fn index_with(text: &str, builder: Builder) -> Index {
    let bracket = matches!(text.trim_start().bytes().next(), Some(b'{' | b'['));
    let is_json = bracket && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if is_json { json::index(text, builder) } else { yaml::index(text, builder) }
}

/// Why a text that looks like JSON could not be read.
struct NotJson {
    diagnostic: Diagnostic,
    /// Whether it is the syntax, so that the text may yet be YAML.
    syntax: bool,
}

impl NotJson {
    /// Returns the text's tree if it is YAML: `{a: 1}` is. Otherwise JSON is what was meant.
    fn or_yaml(self, text: &str) -> Result<Document, Diagnostic> {
        if !self.syntax {
            return Err(self.diagnostic);
        }
        read_yaml(text).map_err(|_| self.diagnostic)
    }
}

fn read_json(text: &str) -> Result<Document, NotJson> {
    let mut reading = Reading::json();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = reading.root().deserialize(&mut deserializer);
    let value = value.and_then(|value| deserializer.end().map(|()| value));
    value.map(|value| document(text, value, &reading, json::index)).map_err(|error| {
        let offset = Lines::new(text).offset(error.line(), error.column());
        match reading.stopped {
            Some(stop) => NotJson { diagnostic: stopped(&stop, offset), syntax: false },
            None => {
                let message = format!("the JSON cannot be read: {}", without_positions(&error.to_string()));
                let diagnostic =
                    unreadable_at(offset, message).help("mend the text there; a JSON linter shows what is open");
                NotJson { diagnostic, syntax: true }
            }
        }
    })
}

fn read_yaml(text: &str) -> Result<Document, Diagnostic> {
    if text.len() > LONGEST_YAML {
        return Err(unreadable_at(0, "the YAML is longer than 64 MiB")
            .help("give the document as JSON, which has no such limit"));
    }
    if let Some(offset) = bracket_flood(text) {
        return Err(stopped(&Stop::TooDeep, offset));
    }
    let mut reading = Reading::yaml(text);
    let value = reading.root().deserialize(serde_yaml::Deserializer::from_str(text));
    let read = |value| {
        let mut document = document(text, value, &reading, yaml::index);
        document.diagnostics.extend(merged(text, &reading));
        document
    };
    value.map(read).map_err(|error| {
        let offset = match error.location() {
            Some(location) if location.index() > 0 => CharOffsets::new(text).byte(location.index()),
            _ => unplaced(text),
        };
        match reading.stopped {
            Some(stop) => stopped(&stop, offset),
            None => yaml_syntax(text, offset, &error.to_string()),
        }
    })
}

/// Returns the remark on merge keys, at the first of them.
fn merged(text: &str, reading: &Reading) -> Diagnostics {
    let mut found = Diagnostics::new();
    if reading.merged {
        let is_key = |at: &usize| text.get(at + 2..).is_some_and(|after| after.trim_start().starts_with(':'));
        let offset = text.match_indices("<<").map(|(at, _)| at).find(is_key).unwrap_or_default();
        let message = "members are merged by the YAML key `<<`";
        found.push(
            Diagnostic { code: Code::Assumed, ..unreadable_at(offset, message) }
                .help("not every reader of YAML does so; write the members out, or use `$ref` or `allOf`"),
        );
    }
    found
}

/// Returns where the errors are that `serde_yaml` gives no place for: a control character, or else a
/// second document.
fn unplaced(text: &str) -> usize {
    let forbidden = |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{85}');
    let second_document = || text.find("\n---").map(|at| at + 1);
    text.find(forbidden).or_else(second_document).unwrap_or_default()
}

/// Returns the offset at which more brackets are open than anyone writes. It counts those in text too,
/// where they come in pairs.
fn bracket_flood(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > BRACKETS
    })
}

/// Returns a tree with its repeated keys, which are looked for only when there is one.
fn document(text: &str, value: Value, reading: &Reading, index: fn(&str, Builder) -> Index) -> Document {
    let mut diagnostics = Diagnostics::new();
    if let Some(key) = &reading.repeated_key {
        let found = index(text, Builder::default()).duplicates;
        if found.is_empty() {
            diagnostics.push(Diagnostic {
                code: Code::DuplicateKey,
                ..unreadable_at(0, format!("an object has the key `{key}` twice"))
            });
        }
        found.iter().map(duplicate).for_each(|diagnostic| diagnostics.push(diagnostic));
    }
    Document { value, diagnostics }
}

fn duplicate(found: &Duplicate) -> Diagnostic {
    let key = found.pointer.last().unwrap_or_default();
    let label = |at: usize, text: &str| Label { at: Place::Offset(at), text: text.to_owned() };
    Diagnostic {
        code: Code::DuplicateKey,
        message: format!("the key `{key}` is there twice"),
        labels: vec![label(found.second.start, "repeated here"), label(found.first.start, "first here")],
        help: Some("remove one of the two, or give it another name".to_owned()),
    }
}

fn stopped(reason: &Stop, offset: usize) -> Diagnostic {
    match reason {
        Stop::TooDeep => Diagnostic {
            code: Code::TooDeep,
            ..unreadable_at(offset, format!("the text is nested more than {DEPTH} levels deep"))
        }
        .help("move inner schemas to `components` and refer to them by `$ref`"),
        Stop::TooLarge => unreadable_at(offset, "the aliases of this document stand for far more than its text")
            .help("use `$ref`, which is not copied, instead of YAML aliases"),
        Stop::Tag(tag) => unreadable_at(offset, format!("the YAML tag `!{tag}` is not supported"))
            .help("remove it: a document holds only what JSON can hold"),
        Stop::MergeKey => {
            unreadable_at(offset, "the YAML merge key `<<` names neither an object nor a list of objects")
                .help("write the members out, or use `$ref` or `allOf`")
        }
        Stop::Number => unreadable_at(offset, "a number that is infinite or not a number")
            .help("a document holds only what JSON can hold; put it in quotes if it is text"),
    }
}

fn yaml_syntax(text: &str, offset: usize, error: &str) -> Diagnostic {
    let diagnostic = unreadable_at(offset, format!("the YAML cannot be read: {}", without_positions(error)));
    let line = text.get(..offset).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let rest = text.get(offset..).unwrap_or_default();
    let indent = line.chars().chain(rest.chars()).take_while(|character| character.is_whitespace());
    if indent.into_iter().any(|character| character == '\t') {
        return diagnostic.help("indent with blanks: YAML takes no tabs there");
    }
    match YAML.iter().find(|(words, ..)| error.contains(words)) {
        Some((_, message, help)) => unreadable_at(offset, *message).help(*help),
        None => diagnostic.help("mend the text there; a YAML or JSON linter shows what is open"),
    }
}

/// Words of the reader of YAML, what they mean, and what to do about it.
const YAML: &[(&str, &str, &str)] = &[
    (
        "more than one document",
        "the file holds several documents of YAML",
        "keep one of them; a line `---` ends a document and begins the next one",
    ),
    (
        "expected a key that is text",
        "a key is a list or an object",
        "a document holds only what JSON can hold: write the key as text",
    ),
    (
        "control characters are not allowed",
        "the file has a control character",
        "remove it, or write it as an escape in double quotes, such as \"\\u0007\"",
    ),
];

/// Returns a parser's message without its ` at line 1 column 2`: the diagnostic has a place of its own.
fn without_positions(message: &str) -> String {
    let mut kept = String::new();
    for (part, piece) in message.split(" at line ").enumerate() {
        let digits = |character: char| character.is_ascii_digit();
        let rest = piece.trim_start_matches(digits).strip_prefix(" column ");
        match rest {
            Some(rest) if part > 0 => kept.push_str(rest.trim_start_matches(digits)),
            _ => kept.push_str(piece),
        }
    }
    kept
}

fn unreadable_at(offset: usize, message: impl Into<String>) -> Diagnostic {
    let label = Label { at: Place::Offset(offset), text: String::new() };
    Diagnostic { code: Code::Syntax, message: message.into(), labels: vec![label], help: None }
}

/// Returns how many values a value consists of.
pub(crate) fn count_values(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(count_values).sum::<usize>(),
        Value::Array(elements) => 1 + elements.iter().map(count_values).sum::<usize>(),
        _ => 1,
    }
}
