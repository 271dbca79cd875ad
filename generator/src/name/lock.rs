//! The names file: each Rust name with the wire name that it was given to.
//!
//! ```yaml
//! methods:            # operation id: method
//!   getBooks: get_books
//! members:            # in what: value or key: name
//!   "resource book: status":
//!     draft: Draft
//! ```
//!
//! A name in the file stays, whatever the document adds or reorders; another name written into it
//! renames. What leaves the document keeps its entry, so that it has its name when it comes back,
//! until something else is given the same name in the same place.
//!
//! The file is YAML, because the compiler reads that anyhow, and says where in the file a mistake is:
//! build scripts need no parser of another language.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::name::keyword::is_name;
use crate::source::{self, Pointer};

/// The beginning of the file.
const HEAD: &str = "\
# The public names of a client that jsonapi-forge generates. Commit this file: names in it stay when the
# description changes. To rename something, write another name behind it and generate again.
";

/// A kind of named thing; each is a section of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    /// A tag's module, by tag; its feature is called alike.
    Tags,
    /// The type whose methods are a tag's operations, by tag.
    Handles,
    /// An operation's method, by operation id.
    Methods,
    /// An operation's type, by operation id.
    Markers,
    /// A resource's type, by wire type.
    Resources,
    /// `New…` and `…Update`, by what sends it.
    Views,
    /// Enums, records, unions and what else is sent, by where they are.
    Types,
    /// The names of such types where another resource has them as an attribute, by where they are.
    Aliases,
}

const SECTIONS: [(Section, &str); 8] = [
    (Section::Tags, "tags"),
    (Section::Handles, "handles"),
    (Section::Methods, "methods"),
    (Section::Markers, "markers"),
    (Section::Resources, "resources"),
    (Section::Views, "views"),
    (Section::Types, "types"),
    (Section::Aliases, "aliases"),
];

/// The section of variants, fields and setters, which has one part for each type or call.
const MEMBERS: &str = "members";

/// Names by what they are given to.
pub(crate) type Given = BTreeMap<String, String>;

/// The names of a names file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    sections: BTreeMap<Section, Given>,
    members: BTreeMap<String, Given>,
}

impl Lock {
    /// Reads a names file.
    ///
    /// # Errors
    ///
    /// All that is wrong with it, each with its place in the file.
    pub fn parse(text: &str) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::new();
        let mut lock = Self::default();
        match source::read(text) {
            Ok(document) => {
                problems.extend(document.diagnostics);
                lock.read(&document.value, &mut problems);
            }
            Err(problem) => problems.push(problem),
        }
        if problems.has_errors() { Err(problems) } else { Ok(lock) }
    }

    fn read(&mut self, root: &Value, problems: &mut Diagnostics) {
        let at = Pointer::root();
        for (name, value) in object(root, &at, problems).into_iter().flatten() {
            let at = at.key(name);
            let Some(entries) = object(value, &at, problems) else { continue };
            match SECTIONS.iter().find(|(_, known)| known == name) {
                Some((section, _)) => drop(self.sections.insert(*section, given(entries, &at, problems))),
                None if name == MEMBERS => {
                    for (scope, value) in entries {
                        let at = at.key(scope);
                        let entries = object(value, &at, problems).map(|entries| given(entries, &at, problems));
                        self.members.insert(scope.clone(), entries.unwrap_or_default());
                    }
                }
                None => {
                    let known: Vec<&str> = SECTIONS.iter().map(|(_, name)| *name).chain([MEMBERS]).collect();
                    let help = format!("there are `{}`", known.join("`, `"));
                    problems.push(problem(at, format!("there is no section `{name}`")).help(help));
                }
            }
        }
    }

    /// Returns the file's text.
    pub fn render(&self) -> String {
        let mut text = HEAD.to_owned();
        for (section, name) in SECTIONS {
            if let Some(given) = self.sections.get(&section).filter(|given| !given.is_empty()) {
                text.push_str(&format!("{name}:\n"));
                write(given, "  ", &mut text);
            }
        }
        let members = self.members.iter().filter(|(_, given)| !given.is_empty());
        for (position, (scope, given)) in members.enumerate() {
            if position == 0 {
                text.push_str(&format!("{MEMBERS}:\n"));
            }
            text.push_str(&format!("  {}:\n", scalar(scope)));
            write(given, "    ", &mut text);
        }
        text
    }

    /// Returns the name that was given to `key`.
    pub(crate) fn get(&self, section: Section, key: &str) -> Option<&str> {
        self.sections.get(&section)?.get(key).map(String::as_str)
    }

    /// Returns the names that were given in `scope`, to what has names in nothing else.
    pub(crate) fn scope(&self, scope: &str) -> &Given {
        static NONE: Given = Given::new();
        self.members.get(scope).unwrap_or(&NONE)
    }

    pub(crate) fn give(&mut self, section: Section, key: &str, name: &str) {
        self.sections.entry(section).or_default().insert(key.to_owned(), name.to_owned());
    }

    pub(crate) fn give_member(&mut self, scope: &str, wire: &str, name: &str) {
        self.members.entry(scope.to_owned()).or_default().insert(wire.to_owned(), name.to_owned());
    }

    /// Adds the entries of `old` for what the document no longer has, but for those whose name
    /// something else has by now.
    pub(crate) fn keep(&mut self, old: &Self) {
        for (section, given) in &old.sections {
            keep(self.sections.entry(*section).or_default(), given);
        }
        for (scope, given) in &old.members {
            keep(self.members.entry(scope.clone()).or_default(), given);
        }
    }
}

fn keep(present: &mut Given, old: &Given) {
    let free = |name: &String| !present.values().any(|taken| taken == name);
    let kept: Given = old
        .iter()
        .filter(|(key, name)| !present.contains_key(*key) && free(name))
        .map(|(key, name)| (key.clone(), name.clone()))
        .collect();
    present.extend(kept);
}

fn object<'v>(value: &'v Value, at: &Pointer, problems: &mut Diagnostics) -> Option<&'v Map<String, Value>> {
    let found = value.as_object();
    if found.is_none() {
        problems.push(problem(at.clone(), "names are wanted here".to_owned()).help("write `what: name`, one a line"));
    }
    found
}

/// The largest length of a name that is written into the file.
const LONGEST: usize = 200;

fn given(entries: &Map<String, Value>, at: &Pointer, problems: &mut Diagnostics) -> Given {
    let mut given = Given::new();
    for (key, value) in entries {
        match value.as_str().filter(|name| is_name(name)) {
            Some(name) if name.len() > LONGEST => {
                let message = format!("a name of {} characters is too long for a file", name.len());
                problems.push(problem(at.key(key), message).help(format!("write {LONGEST} at most")));
            }
            Some(name) => drop(given.insert(key.clone(), name.to_owned())),
            None => {
                let message = format!("{value} is no name in Rust");
                let help = "write ASCII letters, digits and underscores, and no keyword";
                problems.push(problem(at.key(key), message).help(help));
            }
        }
    }
    given
}

fn problem(at: Pointer, message: String) -> Diagnostic {
    Diagnostic::new(Code::NameLock, at, message)
}

fn write(given: &Given, indent: &str, text: &mut String) {
    for (key, name) in given {
        text.push_str(&format!("{indent}{}: {}\n", scalar(key), scalar(name)));
    }
}

/// Returns a text as YAML has it: plain where nothing could take it for anything else, and as in JSON
/// otherwise.
fn scalar(text: &str) -> String {
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let begins = text.starts_with(|first: char| first.is_ascii_alphabetic());
    let plain = begins && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if plain && !WORDS.contains(&text.to_ascii_lowercase().as_str()) {
        return text.to_owned();
    }
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Lock, Section};

    fn lock(methods: &[(&str, &str)]) -> Lock {
        let mut lock = Lock::default();
        methods.iter().for_each(|(key, name)| lock.give(Section::Methods, key, name));
        lock
    }

    #[test]
    fn a_file_reads_back() {
        let mut given = lock(&[("get: \"x\"\n", "get_x"), ("No", "no_"), ("1", "n1")]);
        given.give_member("resource book: a~1b/c", "Null", "Null");
        given.give_member("resource book: a~1b/c", "é", "Ue9");
        assert_eq!(Lock::parse(&given.render()), Ok(given));
    }

    #[test]
    fn what_left_keeps_its_name_until_it_is_taken() {
        let mut now = lock(&[("b", "same"), ("c", "c")]);
        now.keep(&lock(&[("a", "same"), ("c", "old"), ("d", "d")]));
        assert_eq!(now, lock(&[("b", "same"), ("c", "c"), ("d", "d")]));
    }

    #[test]
    fn mistakes_are_all_told() {
        let found = Lock::parse("methods: {a: fn, b: 'x y', c: 1, d: d}\nmethod: {}\ntypes: x\n");
        assert_eq!(found.err().map(|found| found.iter().count()), Some(5));
    }
}
