//! Finds the place of a repair in the document.

use serde_json::{Map, Value};

use crate::repair::Refusal;
use crate::source::{Moves, Pointer};
use crate::spec::nearest::{meant, nearest};
use crate::spec::{described, operation_id};

/// Returns the pointer that the text of a place means; `is_new` where it is of a property that need not be there.
pub(super) fn find(document: &Value, place: &str, is_new: bool, moves: &Moves) -> Result<Pointer, Refusal> {
    if place.is_empty() || place.starts_with('/') {
        return written(document, &Pointer::from_text(place), is_new, moves);
    }
    let (id, below) = place.split_once('#').unwrap_or((place, ""));
    if !below.is_empty() && !below.starts_with('/') {
        return Err(
            Refusal::new(format!("`{place}` is no place")).help("write `OPERATION#/POINTER`, or a JSON pointer")
        );
    }
    let operations = operations(document);
    let Some(Place { at, .. }) = operations.iter().find(|known| known.id == id) else {
        let refusal = Refusal::new(format!("the document has no operation `{id}`"));
        let remedy = || "write `OPERATION#/POINTER`, or a JSON pointer, which begins with `/`".to_owned();
        let known = operations.iter().map(|known| known.id.as_str());
        return Err(refusal.help(meant(id, known).unwrap_or_else(remedy)));
    };
    written(document, &Pointer::from_text(&format!("{at}{below}")), is_new, moves)
}

/// Returns where something stands now that was written at a pointer.
fn written(document: &Value, pointer: &Pointer, is_new: bool, moves: &Moves) -> Result<Pointer, Refusal> {
    let copies = moves.copies(pointer);
    if copies > 0 {
        let refusal = Refusal::new(format!("`{pointer}` is in a generic schema, which is read {copies} times"));
        return Err(refusal.help("change it by an overlay: overlays are applied before `$dynamicRef`s are resolved"));
    }
    exists(document, moves.destination(pointer), is_new)
}

/// Returns the place of a schema that is named as in `components.schemas`, or by its place.
pub(super) fn of_schema(schema: &str) -> String {
    match schema.contains(['/', '#']) {
        true => schema.to_owned(),
        false => Pointer::root().key("components").key("schemas").key(schema).to_string(),
    }
}

/// The place of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Its id: the described one, or one made of method and path.
    pub(super) id: String,
    /// The method, in upper case.
    pub(super) method: &'static str,
    /// The path template.
    pub(super) path: String,
    /// Where it is described.
    pub(super) at: Pointer,
}

/// Returns the operations of a document.
pub(super) fn operations(document: &Value) -> Vec<Place> {
    let paths = document.get("paths").and_then(Value::as_object);
    let mut found = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        let at = Pointer::root().key("paths").key(path);
        for operation in item.as_object().into_iter().flat_map(|item| described(item, &at)) {
            let id = operation.value.get("operationId").and_then(Value::as_str);
            let (id, method) = (operation_id(id, operation.method, path), operation.method.as_str());
            found.push(Place { id, method, path: path.clone(), at: operation.at });
        }
    }
    found
}

/// Returns the pointer, if it names something, or the `properties` for what is new are there.
fn exists(document: &Value, pointer: Pointer, is_new: bool) -> Result<Pointer, Refusal> {
    let parent = pointer.parent();
    let has_room = is_new && parent.last().as_deref() == Some("properties");
    if document.pointer(if has_room { parent.as_str() } else { pointer.as_str() }).is_some() {
        return Ok(pointer);
    }
    let mut around = pointer.parent();
    let mut missing = pointer.last().unwrap_or_default();
    while document.pointer(around.as_str()).is_none() {
        missing = around.last().unwrap_or_default();
        around = around.parent();
    }
    let refusal = Refusal::new(format!("the document has nothing at `{pointer}`"));
    let members = document.pointer(around.as_str()).and_then(Value::as_object);
    Err(match members.map(|members| advice(members, &around, &missing, &pointer)) {
        Some(Some(help)) => refusal.help(help),
        _ => refusal.help(format!("it has `{around}`, and in that no `{missing}`")),
    })
}

/// Returns what may be meant: where a reference leads, or a member that is called nearly so.
fn advice(members: &Map<String, Value>, around: &Pointer, missing: &str, pointer: &Pointer) -> Option<String> {
    let rest = || pointer.as_str().strip_prefix(around.as_str()).unwrap_or_default();
    if let Some(target) = members.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#')) {
        return Some(format!("`{around}` is a reference; what it leads to is repaired at `{target}{}`", rest()));
    }
    let near = nearest(missing, members.keys().map(String::as_str))?;
    Some(format!("did you mean `{}`?", around.key(near)))
}
