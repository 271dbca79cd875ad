//! Names of parts of a document: `$id`, `$anchor`, `$dynamicAnchor` and `$self`.
//!
//! ```yaml
//! components:
//!   schemas:
//!     Book: {$id: "https://example.com/book", $anchor: book}   # three names for one schema
//! ```

use std::collections::{HashMap, HashSet};

use fluent_uri::{Uri, UriRef};
use serde_json::{Map, Value};

use super::position::Position;
use super::references;
use super::remarks::Remarks;
use super::walk::{Pass, walk};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{self, FILES, Pointer, percent_decoded};
use crate::spec::{Field, Object, Version};

/// The URI of a document that has none of its own.
const DOCUMENT: &str = "document:/";

/// The names of the parts of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Identity {
    /// The pointer of each schema with an `$id`, and of the document, by URI without fragment.
    resources: HashMap<String, String>,
    /// The pointers of anchors, by the pointer of the resource that they are in, and their name.
    anchors: HashMap<(String, String), String>,
    /// The pointers of dynamic anchors, by name.
    dynamic: HashMap<String, Vec<String>>,
    /// The URIs of the document and of schemas with an `$id`, by their pointers.
    bases: HashMap<String, String>,
    /// The URIs of the files of the document, by their pointers.
    files: HashMap<String, String>,
    /// References that name nothing in the schema with an `$id` around them, by its pointer: they are read as if they stood
    /// outside of it.
    rooted: HashSet<(String, String)>,
    /// Schemas that branches of conditions are references to, by the text of the reference.
    pub(super) branches: HashMap<String, Value>,
    /// Names that are given twice.
    pub(super) errors: Diagnostics,
    /// Names that name nothing.
    pub(super) remarks: Remarks,
}

/// The help on an `$id` that is not a URI.
const NOT_A_URI: &str =
    "write a URI, such as `https://example.com/book`, or remove the `$id`; an `$anchor` is a name within one";

/// The meaning of a dynamic reference.
pub(super) enum Dynamic {
    /// There is one anchor of the name.
    One(String),
    /// There are several; which is meant depends on the way to the reference.
    Several(Vec<Pointer>),
    /// There is none.
    None,
}

/// Goes through a document for the names that it gives. The document is not changed.
pub(super) fn collect(document: &mut Value, version: Version) -> Identity {
    let base = document.get("$self").and_then(Value::as_str).unwrap_or_default();
    let base = resolved(base, DOCUMENT).unwrap_or_else(|| DOCUMENT.to_owned());
    let mut identity = Identity::default();
    identity.resources.insert(base.clone(), String::new());
    identity.bases.insert(String::new(), base.clone());
    // The files of a document have the addresses at which they are found.
    for name in document.get(FILES).and_then(Value::as_object).into_iter().flat_map(Map::keys) {
        let Some(uri) = resolved(name, &base) else { continue };
        let at = Pointer::root().key(FILES).key(name);
        identity.resources.insert(uri.clone(), at.as_str().to_owned());
        identity.files.insert(at.as_str().to_owned(), uri);
    }
    let mut collect = Collect { identity, branches: Vec::new(), below: Vec::new(), version };
    walk(document, &mut collect);
    let Collect { mut identity, branches, below, .. } = collect;
    for (at, text) in below {
        identity.below_an_id(document, &at, text);
    }
    for (text, pointer) in branches {
        identity.branches.extend(document.pointer(&pointer).map(|value| (text, value.clone())));
    }
    identity
}

impl Identity {
    /// Returns the local reference that a reference at a place means; `None` where it means what it says.
    pub(super) fn local(&self, text: &str, at: &Position<'_>) -> Option<String> {
        let is_plain = text.is_empty() || text.starts_with("#/") || text == "#";
        if is_plain && self.bases.len() < 2 {
            return None;
        }
        let here = at.text();
        let (resource, base) = self.base(&here);
        // What was joined from several files has its pointers already.
        if is_plain && (is_in_file(text) || self.files.contains_key(resource)) {
            return None;
        }
        if is_plain && !self.rooted.is_empty() && self.rooted.contains(&(resource.to_owned(), text.to_owned())) {
            return None;
        }
        let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
        let pointer = match uri {
            "" => resource.to_owned(),
            uri => self.resources.get(&resolved(uri, base)?)?.clone(),
        };
        let found = match percent_decoded(fragment) {
            fragment if fragment.is_empty() || fragment.starts_with('/') => format!("#{pointer}{fragment}"),
            name => format!("#{}", self.anchors.get(&(pointer, name))?),
        };
        (found != text).then_some(found)
    }

    /// Returns what a `$dynamicRef` means. It is a `$ref` where it leads to another thing than a dynamic anchor (JSON
    /// Schema 2020-12, section 8.2.3.2).
    pub(super) fn dynamic(&self, text: &str, at: &Position<'_>) -> Dynamic {
        let name = text.rsplit_once('#').map_or(text, |(_, name)| name);
        let anchors = self.dynamic.get(name).map(Vec::as_slice);
        let is_dynamic =
            |target: &str| anchors.unwrap_or_default().iter().any(|at| target.strip_prefix('#') == Some(at));
        if let Some(target) = self.local(text, at).filter(|target| !is_dynamic(target)) {
            return Dynamic::One(target);
        }
        match anchors {
            Some([only]) => Dynamic::One(format!("#{only}")),
            Some(several) => Dynamic::Several(several.iter().map(|at| Pointer::from_text(at)).collect()),
            None => Dynamic::None,
        }
    }

    /// Returns the URI of the document.
    pub(super) fn document_uri(&self) -> &str {
        self.bases.get("").map_or(DOCUMENT, String::as_str)
    }

    /// Returns the pointer and the URI of the resource that a place is in.
    fn base<'s>(&'s self, at: &'s str) -> (&'s str, &'s str) {
        let found = ancestors(at).find_map(|around| {
            let uri = self.bases.get(around).or_else(|| self.files.get(around))?;
            Some((around, uri.as_str()))
        });
        found.unwrap_or(("", DOCUMENT))
    }

    /// Notes a reference (`#/..`) below a schema with an `$id` that names nothing there.
    fn below_an_id(&mut self, document: &Value, at: &Pointer, text: String) {
        let (resource, _) = self.base(at.as_str());
        let (resource, is_file) = (resource.to_owned(), self.files.contains_key(resource));
        let pointer = text.strip_prefix('#').map(percent_decoded).unwrap_or_default();
        if resource.is_empty() || is_file || document.pointer(&format!("{resource}{pointer}")).is_some() {
            return;
        }
        if document.pointer(&pointer).is_some() {
            let id = document.pointer(&format!("{resource}/$id")).and_then(Value::as_str).unwrap_or_default();
            let message = format!("`{text}` names nothing in the schema with the `$id` `{id}`, but in the document");
            let help =
                "it is read as if the schema had no `$id`; remove that, or give what is meant an `$id` and write it";
            self.remarks.push(Code::Assumed, at.clone(), message, help.to_owned());
        }
        self.rooted.insert((resource, text));
    }

    fn twice(&mut self, at: &Position<'_>, key: &str, name: &str, first: &str) {
        let message = format!("`{name}` names another schema already");
        let problem = Diagnostic::new(Code::AmbiguousReference, at.pointer().key(key), message)
            .also(Pointer::from_text(first), "this one")
            .help(format!("give each `{key}` a value of its own: a reference to it must lead to one schema"));
        self.errors.push(problem);
    }
}

/// Returns a pointer and those of what it is in, inner ones first.
pub(super) fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| pointer.rsplit_once('/').map(|(parent, _)| parent))
}

/// Returns whether a reference leads to a file that was joined to the document.
pub(super) fn is_in_file(text: &str) -> bool {
    text.strip_prefix("#/").and_then(|rest| rest.strip_prefix(FILES)).is_some_and(|rest| rest.starts_with('/'))
}

/// Returns a URI reference against a base, without fragment; `None` where it is not one.
fn resolved(text: &str, base: &str) -> Option<String> {
    let base = Uri::parse(base).ok()?;
    let resolved = UriRef::parse(text).ok()?.resolve_against(&base.strip_fragment()).ok()?;
    Some(resolved.strip_fragment().as_str().to_owned())
}

/// The pass that notes names.
struct Collect {
    identity: Identity,
    /// Branches that are references: the text, and the pointer that it means.
    branches: Vec<(String, String)>,
    /// References by a pointer, each with where it stands.
    below: Vec<(Pointer, String)>,
    version: Version,
}

impl Pass for Collect {
    fn enter(&mut self, object: Object, members: &mut Map<String, Value>, at: &Position<'_>) {
        if self.version == Version::V3_0 {
            return;
        }
        if object == Object::Discriminator {
            let is_below = self.is_below_an_id(at);
            let mapped = is_below.then(|| references::mapped(members, &at.pointer())).into_iter().flatten();
            let mapped = mapped.filter(|(_, text)| text.starts_with("#/"));
            self.below.extend(mapped.map(|(at, text)| (at, text.to_owned())));
        }
        if object != Object::Schema {
            return;
        }
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        if let Some(id) = text("$id") {
            self.resource(id, at);
        }
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = text(key) {
                self.anchor(key, name, at);
            }
        }
        if let Some(name) = text("$dynamicAnchor") {
            self.identity.dynamic.entry(name.to_owned()).or_default().push(at.text());
        }
        self.branches(members);
        // Where no schema has an `$id`, all are read from the root.
        if let Some(text) = text("$ref").filter(|text| self.is_below_an_id(at) && text.starts_with("#/")) {
            self.below.push((at.pointer().key("$ref"), text.to_owned()));
        }
    }

    fn member(&mut self, _: Object, _: &str, _: Option<&'static Field>, _: &Position<'_>) {}

    fn leave(&mut self, _: Object, _: &mut Value, _: &Position<'_>) {}

    fn target(&self, text: &str) -> Option<String> {
        if let Some(pointer) = text.strip_prefix('#') {
            return (pointer.is_empty() || pointer.starts_with('/')).then(|| pointer.to_owned());
        }
        // `book.yaml#isbn`: the anchor is somewhere in the file.
        let (name, _) = source::target(text, "")?;
        let at = Pointer::root().key(FILES).key(&name).as_str().to_owned();
        self.identity.files.contains_key(&at).then_some(at)
    }
}

impl Collect {
    fn is_below_an_id(&self, at: &Position<'_>) -> bool {
        self.identity.bases.len() > 1 && !self.identity.base(&at.text()).0.is_empty()
    }

    fn resource(&mut self, id: &str, at: &Position<'_>) {
        let here = at.text();
        let (_, base) = self.identity.base(&here);
        let Some(uri) = resolved(id, base) else {
            let message = format!("`{id}` is not a URI, and names nothing");
            return self.identity.remarks.push(
                Code::Unsupported,
                at.pointer().key("$id"),
                message,
                NOT_A_URI.to_owned(),
            );
        };
        match self.identity.resources.get(&uri).cloned() {
            Some(first) if first != here => self.identity.twice(at, "$id", id, &first),
            _ => drop(self.identity.resources.insert(uri.clone(), here.clone())),
        }
        self.identity.bases.insert(here, uri);
    }

    fn anchor(&mut self, key: &str, name: &str, at: &Position<'_>) {
        let here = at.text();
        let (resource, _) = self.identity.base(&here);
        let named = (resource.to_owned(), name.to_owned());
        match self.identity.anchors.get(&named).cloned() {
            Some(first) if first != here => self.identity.twice(at, key, name, &first),
            _ => drop(self.identity.anchors.insert(named, here)),
        }
    }

    fn branches(&mut self, members: &Map<String, Value>) {
        let dependent = members.get("dependentSchemas").and_then(Value::as_object);
        let branches = ["then", "else"].iter().filter_map(|key| members.get(*key));
        for branch in branches.chain(dependent.into_iter().flat_map(Map::values)) {
            let Some(text) = branch.get("$ref").and_then(Value::as_str) else { continue };
            if let Some(pointer) = self.target(text) {
                self.branches.push((text.to_owned(), pointer));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Dynamic, collect, resolved};
    use crate::normal::position::Position;
    use crate::spec::Version;

    #[test]
    fn references_are_resolved_as_uris_are() {
        let base = "https://example.com/a/b";
        assert_eq!(resolved("c", base).as_deref(), Some("https://example.com/a/c"));
        assert_eq!(resolved("../c#x", base).as_deref(), Some("https://example.com/c"));
        assert_eq!(resolved("urn:x:y", base).as_deref(), Some("urn:x:y"));
        assert_eq!(resolved("not a uri", base), None);
    }

    #[test]
    fn names_become_pointers() {
        let mut document = json!({
            "$self": "https://example.com/api",
            "components": { "schemas": {
                "A": { "$id": "a", "$defs": { "In": { "$anchor": "in" } } },
                "B": { "$anchor": "b", "$dynamicAnchor": "node" },
            } }
        });
        let identity = collect(&mut document, Version::V3_2);
        let local = |text, at| identity.local(text, &Position::start(at));
        assert_eq!(local("#b", "/paths").as_deref(), Some("#/components/schemas/B"));
        assert_eq!(local("a#in", "/paths").as_deref(), Some("#/components/schemas/A/$defs/In"));
        assert_eq!(local("https://example.com/a#/$defs/In", "").as_deref(), Some("#/components/schemas/A/$defs/In"));
        assert_eq!(
            local("#/$defs/In", "/components/schemas/A/items").as_deref(),
            Some("#/components/schemas/A/$defs/In")
        );
        assert_eq!(local("api#/components/schemas/B", "/paths").as_deref(), Some("#/components/schemas/B"));
        assert_eq!(local("#/components/schemas/B", "/paths"), None);
        assert_eq!(local("#in", "/paths"), None);
        assert_eq!(local("other.yaml", "/paths"), None);
        let dynamic = |text| identity.dynamic(text, &Position::start("/paths"));
        assert!(matches!(dynamic("#b"), Dynamic::One(at) if at == "#/components/schemas/B"));
        assert!(matches!(dynamic("#node"), Dynamic::One(at) if at == "#/components/schemas/B"));
        assert!(matches!(dynamic("#other"), Dynamic::None));
    }
}
