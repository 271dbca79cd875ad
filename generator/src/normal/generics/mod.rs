//! Generic schemas: a `$dynamicRef` to one of several `$dynamicAnchor`s of its name.
//!
//! ```yaml
//! # before                                                           # after
//! Page: {properties: {data: {items: {$dynamicRef: "#item"}}}}        Page.item-Book: {properties: {data: {items: {$ref: "#/components/schemas/Book"}}}}
//! BookPage:                                                          BookPage:
//!   $ref: "#/components/schemas/Page"                                  $ref: "#/components/schemas/Page.item-Book"
//!   $defs: {item: {$dynamicAnchor: item, $ref: ".../Book"}}            $defs: {item: {$ref: ".../Book"}}
//! ```
//!
//! A dynamic reference means the outermost schema resource on the way to it that has an anchor of the name (JSON
//! Schema 2020-12, section 8.2.3.2). The way is a chain of references, so that it is known without a value: each schema
//! that depends on it is copied once for each meaning that its dynamic references have.

mod copies;
mod gather;
mod scope;

use std::collections::{HashSet, VecDeque};

use serde_json::{Value, json};

use self::copies::Copies;
use self::gather::{Edge, below, gather};
use self::scope::{Scope, Scopes};
use super::identity;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Moves, Pointer};
use crate::spec::Version;

/// The component schemas of a document, which nothing evaluates unless a reference leads there.
const COMPONENTS: &str = "/components/schemas/";

/// Gives the dynamic references of a document, each of which may mean several schemas, one meaning.
pub fn instantiate(document: &mut Value, moves: &mut Moves) -> Diagnostics {
    let version = document.get("openapi").and_then(Value::as_str).and_then(Version::from_text);
    let Some(version) = version.filter(|version| *version >= Version::V3_1 && has_dynamic(document)) else {
        return Diagnostics::new();
    };
    let gathered = gather(document);
    if gathered.by_name.values().all(|anchors| anchors.len() < 2) {
        return Diagnostics::new();
    }
    let identity = identity::collect(document, version);
    let scopes = Scopes::new(identity, gathered);
    let mut generics = Generics {
        scopes: &scopes,
        document,
        copies: Copies::new(document),
        work: VecDeque::new(),
        done: HashSet::new(),
        edits: Vec::new(),
        problems: scopes.assumed(),
    };
    generics.run();
    let Generics { copies, edits, mut problems, .. } = generics;
    problems.extend(copies.problems());
    let placed = problems.placed(|here| moves.origin(here));
    copies.insert(document, &scopes, moves);
    scopes.remove_anchors(document);
    for edit in &edits {
        edit.apply(document, &scopes.document_uri(), moves);
    }
    placed
}

/// Returns whether a value has a `$dynamicRef` anywhere.
fn has_dynamic(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.contains_key("$dynamicRef") || members.values().any(has_dynamic),
        Value::Array(elements) => elements.iter().any(has_dynamic),
        _ => false,
    }
}

/// A part of the document whose references are to be resolved.
struct Work {
    place: Place,
    /// Whether values are validated by it. Where nothing refers to a generic schema, its references need no meaning.
    is_evaluated: bool,
}

enum Place {
    /// An outermost schema, in its own place.
    Root(String),
    /// A copy, by its number.
    Copy(usize),
}

/// The meaning of one reference in one scope.
enum Meaning {
    /// It leads to a pointer.
    To(String),
    /// It is a dynamic one, and nothing on the way has an anchor for it.
    Unbound,
    /// It leads to what is not in the document, and stays.
    Unknown,
}

/// A reference that gets another text.
#[derive(Debug, Clone)]
struct Edit {
    /// The pointer of the text.
    at: String,
    /// The new target; `None` where the reference goes.
    to: Option<String>,
}

struct Generics<'d> {
    scopes: &'d Scopes,
    document: &'d Value,
    copies: Copies,
    work: VecDeque<Work>,
    /// The roots that are done.
    done: HashSet<String>,
    /// The changed references that are not in copies.
    edits: Vec<Edit>,
    problems: Diagnostics,
}

impl Generics<'_> {
    /// Resolves what operations lead to, and then the rest of the components.
    fn run(&mut self) {
        let (components, others): (Vec<_>, Vec<_>) =
            self.scopes.gathered.roots.iter().cloned().partition(|root| root.starts_with(COMPONENTS));
        for (roots, is_evaluated) in [(others, true), (components, false)] {
            for root in roots {
                self.root(root, is_evaluated);
                while let Some(Work { place, is_evaluated }) = self.work.pop_front() {
                    self.resolve(&place, is_evaluated);
                }
            }
        }
    }

    fn root(&mut self, root: String, is_evaluated: bool) {
        if self.done.insert(root.clone()) {
            self.work.push_back(Work { place: Place::Root(root), is_evaluated });
        }
    }

    fn resolve(&mut self, place: &Place, is_evaluated: bool) {
        let (start, around) = match place {
            Place::Root(root) => (root.clone(), self.scopes.own(root)),
            Place::Copy(number) => match self.copies.get(*number) {
                Some(copy) => (copy.of.clone(), copy.scope.clone()),
                None => return,
            },
        };
        let mut edits = Vec::new();
        let scopes = self.scopes;
        for (at, edge) in scopes.gathered.edges.range(below(&start)) {
            let mut scope = around.clone();
            for inner in edge.resources.iter().filter(|inner| inner.len() > start.len()) {
                scopes.enter(&mut scope, inner);
            }
            edits.extend(self.edit(at, edge, &scope, place, is_evaluated));
        }
        match place {
            Place::Root(_) => self.edits.extend(edits),
            Place::Copy(number) => self.copies.edit(*number, edits),
        }
    }

    /// Returns how a reference changes in a scope.
    fn edit(&mut self, at: &str, edge: &Edge, scope: &Scope, place: &Place, is_evaluated: bool) -> Option<Edit> {
        let target = match self.scopes.meaning(at, edge, scope) {
            Meaning::To(target) => target,
            Meaning::Unknown => return None,
            Meaning::Unbound => {
                if is_evaluated {
                    self.problems.push(unbound(at, edge, self.scopes));
                }
                return Some(Edit { at: at.to_owned(), to: None });
            }
        };
        let to = self.instance(&target, scope, is_evaluated);
        let is_same = to == target && !edge.is_dynamic && edge.text.contains('/');
        let is_written = matches!(place, Place::Root(_));
        (!(is_same && is_written)).then(|| Edit { at: at.to_owned(), to: Some(to) })
    }

    /// Returns the pointer of a schema as it is in a scope: its own, or that of a copy.
    fn instance(&mut self, target: &str, scope: &Scope, is_evaluated: bool) -> String {
        let root = self.scopes.root(target);
        let own = self.scopes.restricted(&self.scopes.own(target), &root);
        let mut inner = scope.clone();
        self.scopes.enter(&mut inner, target);
        let inner = self.scopes.restricted(&inner, &root);
        // What leads nowhere is reported where it is read.
        if inner == own || self.document.pointer(target).is_none() {
            self.root(root, is_evaluated);
            return target.to_owned();
        }
        let (pointer, new) = self.copies.find(target, inner, &own, self.document);
        self.work.extend(new.map(|number| Work { place: Place::Copy(number), is_evaluated }));
        pointer
    }
}

/// Returns the error for a dynamic reference that nothing gives a meaning.
fn unbound(at: &str, edge: &Edge, scopes: &Scopes) -> Diagnostic {
    let name = scope::name_of(&edge.text);
    let anchors = scopes.gathered.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
    let message = format!("`{}` may mean each of {} schemas", edge.text, anchors.len());
    let help = format!(
        "a reference leads here without one of them on its way; let it lead to a schema that has one, or write a default \
         with `$dynamicAnchor: {name}` into the `$defs` of the schema around this one"
    );
    let problem = Diagnostic::new(Code::AmbiguousReference, Pointer::from_text(at), message).help(help);
    anchors.iter().take(SHOWN).fold(problem, |problem, at| problem.also(Pointer::from_text(at), "one of them"))
}

/// The number of anchors that a message shows.
const SHOWN: usize = 3;

impl Edit {
    /// Changes the text of the reference; a dynamic one becomes a `$ref`.
    fn apply(&self, document: &mut Value, uri: &str, moves: &mut Moves) {
        let Some((parent, key)) = self.at.rsplit_once('/') else { return };
        let text = self.to.as_deref().map(|target| reference(target, uri));
        let Some(Value::Object(members)) = document.pointer_mut(parent) else { return };
        if key != "$dynamicRef" {
            if let (Some(value), Some(text)) = (members.get_mut(&key.replace("~1", "/").replace("~0", "~")), text) {
                *value = Value::String(text);
            }
            return;
        }
        members.shift_remove(key);
        let Some(text) = text else { return };
        if !members.contains_key("$ref") {
            moves.push(self.at.clone(), format!("{parent}/$ref"));
            members.insert("$ref".to_owned(), Value::String(text));
            return;
        }
        let Value::Array(parts) = members.entry("allOf").or_insert_with(|| json!([])) else { return };
        moves.push(self.at.clone(), format!("{parent}/allOf/{}/$ref", parts.len()));
        parts.push(json!({ "$ref": text }));
    }
}

/// Returns the text of a reference to a pointer, wherever it stands.
fn reference(target: &str, uri: &str) -> String {
    let uri = if target.starts_with("/x-files/") { "" } else { uri };
    format!("{uri}#{}", target.replace('%', "%25"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::instantiate;
    use crate::source::{Moves, PartOrigin, Pointer};

    fn document(concrete: usize) -> Value {
        let bound = |number| {
            json!({ "$ref": "#/components/schemas/Page", "$defs": {
                "item": { "$dynamicAnchor": "item", "type": "array", "maxItems": number },
            } })
        };
        let mut schemas: Map<String, Value> =
            (0..concrete).map(|number| (format!("C{number}"), bound(number))).collect();
        let page = json!({ "type": "array", "items": { "$dynamicRef": "#item" } });
        schemas.insert("Page".to_owned(), page);
        json!({ "openapi": "3.1.0", "components": { "schemas": schemas } })
    }

    #[test]
    fn a_generic_schema_is_copied_once_for_each_meaning() {
        let mut document = document(2);
        let mut moves = Moves::default();
        instantiate(&mut document, &mut moves);
        let copy = "/components/schemas/Page.item-C1..defs.item";
        let copy = copy.replace("..defs", ".defs");
        assert_eq!(
            document.pointer(&format!("{copy}/items")),
            Some(&json!({ "$ref": "#/components/schemas/C1/$defs/item" })),
            "{document:#}"
        );
        let written = Pointer::from_text("/components/schemas/Page/items/$dynamicRef");
        assert_eq!(moves.origin(&Pointer::from_text(&format!("{copy}/items/$ref"))), PartOrigin::Text(written.clone()));
        assert_eq!(moves.copies(&written), 2);
    }

    #[test]
    fn the_number_of_copies_is_bounded() {
        let problems = instantiate(&mut document(3000), &mut Moves::default());
        let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        let expected = "generic schemas have more than 2000 meanings, or 1000000 values in all of them";
        assert!(messages.contains(&expected), "{messages:?}");
    }
}
