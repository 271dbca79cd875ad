//! Diagnostics about a document, as data. `report` renders them.

use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::source::{PartOrigin, Pointer, Source};

/// A problem with a document, or a remark on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What kind of problem it is; stable, documented, and what `explain` takes.
    pub code: Code,
    /// What was found, in one line.
    pub message: String,
    /// The places concerned, the main one first, each with what to say of it.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
}

/// A place in the document, with a word on it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// The place.
    pub at: Place,
    /// What to say of it; may be empty.
    pub text: String,
}

/// The place of a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At a value that a pointer names.
    Value(Pointer),
    /// At the key of a member that a pointer names.
    Key(Pointer),
    /// At a byte offset, when the text could not be read as a tree.
    Offset(usize),
    /// In another file than the document, such as an overlay.
    File(Arc<Source>, Box<Self>),
}

/// Files are compared by their names: hashing their texts would cost more than it gives.
impl Hash for Place {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Value(at) | Self::Key(at) => at.hash(state),
            Self::Offset(at) => at.hash(state),
            Self::File(source, at) => {
                source.name.hash(state);
                at.hash(state);
            }
        }
    }
}

/// The severity of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Something was understood differently from how it is written; the client works.
    Warning,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $severity:ident;)+) => {
        /// The kinds of problem. The text of a code never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// All codes, for documentation and for the test that every one has a case.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Returns the code as printed.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// Returns how grave it is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                }
            }

            /// Returns what it means, for `explain`.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc, "\n"),+),)+
                }
            }

            /// Returns a report of one, with the lines of a document and with what to do, for `explain`; empty for
            /// what no document causes.
            pub fn example(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("diag/", $code, ".txt")),)+
                }
            }
        }
    };
}

codes! {
    /// The text is neither JSON nor YAML.
    Syntax = "syntax", Error;
    /// An object has the same key twice; readers disagree on which one counts.
    DuplicateKey = "duplicate-key", Error;
    /// The input is not an OpenAPI document.
    NotOpenApi = "not-openapi", Error;
    /// The document is of a version of OpenAPI, or of a dialect of JSON Schema, that is not supported.
    UnsupportedVersion = "unsupported-version", Error;
    /// A part of the document does not have the structure that OpenAPI gives it.
    Structure = "structure", Error;
    /// A `$ref` names something that is not there.
    DanglingReference = "dangling-reference", Error;
    /// A `$ref` leads back to itself without anything in between.
    CyclicReference = "cyclic-reference", Error;
    /// A `$ref` leads out of the document's folder, or to an address. The compiler reads files in that folder and
    /// below, and fetches nothing.
    ExternalReference = "external-reference", Error;
    /// A name (`$id`, `$anchor`, `$dynamicAnchor`) is that of two schemas, so that a reference to it may mean
    /// either.
    AmbiguousReference = "ambiguous-reference", Error;
    /// Two operations have the same `operationId`, or none and derive the same one. The second one has an id made
    /// of its method and path.
    DuplicateOperationId = "duplicate-operation-id", Warning;
    /// A brace in a path has no partner, or a segment of a path is `.` or `..`, which no URL can have.
    PathParameter = "path-parameter", Error;
    /// A value is nested deeper than the compiler follows.
    TooDeep = "too-deep", Error;
    /// The members of a union cannot be told apart by what they require; they are tried in order.
    AmbiguousUnion = "ambiguous-union", Warning;
    /// The same attribute has different types in different schemas of one resource type.
    ConflictingAttribute = "conflicting-attribute", Warning;
    /// The text of a filter parameter could not be understood; the filter can only be given as text.
    UnreadableFilter = "unreadable-filter", Warning;
    /// A list seems to come in pages, and neither links, parameters, members of the response nor the configuration
    /// tell how the next page is reached. There is no `items()` for it.
    UnknownPaging = "unknown-paging", Warning;
    /// A part of the document is not written as OpenAPI has it, and can be read one way only; that is how it is
    /// read.
    Assumed = "assumed", Warning;
    /// Nothing tells which `type` a resource has: no `enum`, `default` or `pattern`, no discriminator and no
    /// example. The client takes resources of any type there, and relationships cannot lead to them by type.
    OpenType = "open-type", Warning;
    /// A response is nearly a JSON:API document, but not quite; the client gives it as plain JSON.
    NearlyJsonApi = "nearly-json-api", Warning;
    /// A part of the document has no counterpart in the client, and is left out.
    Unsupported = "unsupported", Warning;
    /// A member is not one that OpenAPI gives to its object. It is ignored; its name may be misspelt.
    UnknownMember = "unknown-member", Warning;
    /// A construct is of another version of OpenAPI than the document. It is read as that version means it.
    OtherVersion = "other-version", Warning;
    /// An overlay is not one, or one of its actions cannot be applied or has no effect.
    Overlay = "overlay", Error;
    /// The compiler contradicts itself. A defect of the compiler, not of the document.
    Internal = "internal", Error;
    /// Two names of the document become the same Rust name, and nothing tells them apart.
    NameCollision = "name-collision", Error;
    /// The names file cannot be followed: it is no list of names, or gives one name to two things that are
    /// in one place. What it says is what to change.
    NameLock = "name-lock", Error;
}

impl Diagnostic {
    /// Returns a problem at a value.
    pub fn new(code: Code, at: Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            labels: vec![Label { at: Place::Value(at), text: String::new() }],
            help: None,
        }
    }

    /// Adds what to say at the main place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Adds another place that is concerned.
    #[must_use]
    pub fn also(mut self, at: Pointer, text: impl Into<String>) -> Self {
        self.labels.push(Label { at: Place::Value(at), text: text.into() });
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says that the problem is of another file than the document.
    #[must_use]
    pub fn within(mut self, source: &Arc<Source>) -> Self {
        for label in &mut self.labels {
            let at = std::mem::replace(&mut label.at, Place::Offset(0));
            label.at = Place::File(Arc::clone(source), Box::new(at));
        }
        self
    }

    /// Returns how grave it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// All that a stage had to say, in order of discovery.
#[derive(Clone, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// The same again: a document with a problem has the problem thousands of times.
    known: HashSet<Diagnostic>,
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.found).finish()
    }
}

impl PartialEq for Diagnostics {
    fn eq(&self, other: &Self) -> bool {
        self.found == other.found
    }
}

impl Eq for Diagnostics {}

impl Diagnostics {
    /// Returns a list without diagnostics.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one; the same problem at the same place is kept once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.known.insert(diagnostic.clone()) {
            self.found.push(diagnostic);
        }
    }

    /// Adds all of another stage's.
    pub fn extend(&mut self, other: Self) {
        for diagnostic in other.found {
            self.push(diagnostic);
        }
    }

    /// Returns the same, with every place where it was written.
    #[must_use]
    pub fn placed(mut self, origin: impl Fn(&Pointer) -> PartOrigin) -> Self {
        for label in self.found.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
            let (at, place): (_, fn(Pointer) -> Place) = match &label.at {
                Place::Value(at) => (at, Place::Value),
                Place::Key(at) => (at, Place::Key),
                Place::Offset(_) | Place::File(..) => continue,
            };
            label.at = match origin(at) {
                PartOrigin::Text(at) => place(at),
                PartOrigin::File(source, at) => Place::File(source, Box::new(place(at))),
            };
        }
        self
    }

    /// Returns whether one of them forbids generating.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// Returns each of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
