//! The context that the readers share: the document, the schemas so far, and the diagnostics.

use std::collections::{HashMap, VecDeque};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Arena;
use crate::source::Pointer;
use crate::spec::model::{Schema, SchemaId};
use crate::spec::{blame, schema};

/// The members of an object that has none.
static NO_MEMBERS: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

/// The state of reading.
pub(super) struct Reader<'a> {
    pub(super) document: &'a Value,
    pub(super) schemas: Arena<Schema>,
    pub(super) diagnostics: Diagnostics,
    by_pointer: HashMap<Pointer, SchemaId>,
    /// Schemas that have an id and are still to be read. A queue, because recursion would be as
    /// deep as the document says.
    waiting: VecDeque<(SchemaId, &'a Value)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(document: &'a Value) -> Self {
        Self {
            document,
            schemas: Arena::default(),
            diagnostics: Diagnostics::new(),
            by_pointer: HashMap::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Returns the schema at a pointer; it is read later if it is new.
    pub(super) fn schema(&mut self, at: Pointer, value: &'a Value) -> SchemaId {
        if let Some(known) = self.by_pointer.get(&at) {
            return *known;
        }
        let id = self.schemas.push(Schema { at: at.clone(), ..Schema::default() });
        self.by_pointer.insert(at, id);
        self.waiting.push_back((id, value));
        id
    }

    /// Reads the schemas that are still waiting.
    pub(super) fn finish(&mut self) {
        while let Some((id, value)) = self.waiting.pop_front() {
            schema::read(self, id, value);
        }
    }

    /// Decodes a piece with `openapiv3`.
    pub(super) fn decode<T>(&mut self, piece: Map<String, Value>, at: &Pointer) -> Option<T>
    where
        T: for<'de> serde::Deserialize<'de>,
    {
        blame::decode(piece, at, &mut self.diagnostics)
    }

    /// Returns the members of an object, or a diagnostic that it is none. An empty list is taken for an object without
    /// members, with a remark: languages that have one type for both, such as PHP, write it so.
    pub(super) fn object(&mut self, value: &'a Value, at: &Pointer, what: &str) -> Option<&'a Map<String, Value>> {
        match value {
            Value::Object(members) => Some(members),
            Value::Array(elements) if elements.is_empty() => {
                self.empty_list(what, at);
                Some(&NO_MEMBERS)
            }
            other => {
                self.wrong_kind(other, at, what, "an object");
                None
            }
        }
    }

    /// Returns the elements of a list, or a diagnostic that it is none. An empty object is taken for an empty list, with a
    /// remark.
    pub(super) fn list(&mut self, value: &'a Value, at: &Pointer, what: &str) -> Option<&'a Vec<Value>> {
        static NO_ELEMENTS: Vec<Value> = Vec::new();
        match value {
            Value::Array(elements) => Some(elements),
            Value::Object(members) if members.is_empty() => {
                self.empty(at, format!("{what} is an empty object, not a list"), "a list without elements");
                Some(&NO_ELEMENTS)
            }
            other => {
                self.wrong_kind(other, at, what, "a list");
                None
            }
        }
    }

    /// Remarks that an empty list stands for an object without members.
    pub(super) fn empty_list(&mut self, what: &str, at: &Pointer) {
        self.empty(at, format!("{what} is an empty list, not an object"), "an object without members");
    }

    fn empty(&mut self, at: &Pointer, message: String, meant: &str) {
        let help = format!("it is taken for {meant}; write that");
        self.diagnostics.push(Diagnostic::new(Code::Assumed, at.clone(), message).help(help));
    }

    fn wrong_kind(&mut self, found: &Value, at: &Pointer, what: &str, meant: &str) {
        let message = format!("{what} is {}, not {meant}", kind(found));
        let help = format!("write {meant}");
        self.diagnostics.push(Diagnostic::new(Code::Structure, at.clone(), message).help(help));
    }
}

/// Returns a JSON value's type, with its article.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Returns a copy of `members` without those that are read apart.
pub(super) fn without(members: &Map<String, Value>, apart: impl Fn(&str) -> bool) -> Map<String, Value> {
    members.iter().filter(|(key, _)| !apart(key)).map(|(key, value)| (key.clone(), value.clone())).collect()
}
