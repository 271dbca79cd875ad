//! `bindings.json` of a generated crate: for programs, the Rust item of each construct of the document.
//!
//! ```yaml
//! get:                                       # operation get_books
//!   parameters:
//!     - {name: "page[size]", in: query, ..}
//! ```
//!
//! becomes
//!
//! ```json
//! {"id": "get_books", "method": "GET", "path": "/books", "pointer": "/paths/~1books/get",
//!  "item": {"path": "books::Books::get_books", "signature": "fn(&self) -> GetBooksRequest"},
//!  "parts": [{"kind": "size of the page", "name": "",
//!             "items": [{"path": "books::<rt::Call<GetBooks>>::page_size", "signature": "fn(self, size: u32) -> Self"}]}]}
//! ```
//!
//! Nothing is decided here: items and signatures are those of the surface, by which `diff` compares clients.
//! `docs/bindings.schema.json` is the schema.

mod pointers;
mod renamed;

use std::borrow::Borrow;

use serde_json::{Map, Value, json};

use crate::client::Client;
use crate::compile::Model;
use crate::diff::surface::{ApiLine, Definition, PartKind, Shape, Surface, SurfacePart};
use crate::ir::{BodyContent, OperationId, ResourceId, TypeDef, WriteRole, WriteViewId};
use crate::package::Provenance;
use crate::source::{PartOrigin, Pointer};
use crate::write::MARKER;

use pointers::BoundNode;
pub(crate) use renamed::renamed;

/// The name of the file that maps each construct of a document to its Rust item.
pub const FILE: &str = "bindings.json";

/// The depth of the members of a node: in the node, in the list of its kind, in the file.
const NODE: usize = 3;

/// A document with the surface of its client.
struct Bindings<'a> {
    model: &'a Model,
    surface: Surface<'a>,
}

/// Renders the file.
pub(crate) fn render(model: &Model, client: Client<'_>, provenance: &Provenance) -> String {
    let bindings = Bindings { model, surface: Surface::of(client) };
    let Provenance { file, title, version, sha256 } = provenance;
    let operations = model.api.operations.ids().map(|id| bindings.operation(id));
    let resources = model.api.resources.ids().filter_map(|id| bindings.resource(id));
    let definitions = bindings.surface.definitions.iter();
    let types = definitions.map(|(path, definition)| bindings.definition(path, *definition));
    let document = json!({"file": file, "title": title, "version": version, "sha256": sha256});
    let mut text = format!("{{\n  \"generator\": \"{MARKER} {}\",\n  \"document\": ", env!("CARGO_PKG_VERSION"));
    write(&document, 1, &mut text);
    nodes("operations", operations, &mut text);
    nodes("resources", resources, &mut text);
    nodes("types", types, &mut text);
    text.push_str("\n}\n");
    text
}

/// Writes a member of the file: a list of nodes, each made when it is written, for together they are large.
fn nodes(key: &str, nodes: impl Iterator<Item = Value>, text: &mut String) {
    text.push_str(&format!(",\n  \"{key}\": "));
    let mut nodes = nodes.peekable();
    if nodes.peek().is_none() {
        return text.push_str("[]");
    }
    block(('[', ']'), nodes.map(|node| (None, node)), 1, text);
}

/// Writes a value with a line for each member of a node, and for each of its parts.
fn write(value: &Value, depth: usize, text: &mut String) {
    let is_list = |values: &[Value]| depth <= NODE && values.iter().any(Value::is_object);
    match value {
        Value::Object(members) if depth < NODE => {
            let members = members.iter().map(|(key, value)| (Some(key.as_str()), value));
            block(('{', '}'), members, depth, text);
        }
        Value::Array(values) if is_list(values) => block(('[', ']'), values.iter().map(|one| (None, one)), depth, text),
        other => text.push_str(&serde_json::to_string(other).unwrap_or_default()),
    }
}

/// Writes members or elements on lines of their own.
fn block<'v>(
    (open, close): (char, char),
    members: impl Iterator<Item = (Option<&'v str>, impl Borrow<Value>)>,
    depth: usize,
    text: &mut String,
) {
    text.push(open);
    let mut separator = "";
    for (key, value) in members {
        text.push_str(separator);
        text.push('\n');
        text.push_str(&"  ".repeat(depth + 1));
        if let Some(key) = key {
            text.push_str(&format!("{}: ", Value::from(key)));
        }
        write(value.borrow(), depth + 1, text);
        separator = ",";
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}

impl Bindings<'_> {
    fn operation(&self, id: OperationId) -> Value {
        let operation = &self.model.api.operations[id];
        let names = &self.model.names;
        let head = json!({
            "id": operation.id,
            "method": operation.method.as_str(),
            "path": operation.path_template(),
            "features": [names.tag(operation.tag).feature],
            "deprecated": operation.deprecated,
        });
        self.node(head, &self.surface.operation(id), BoundNode::Operation(operation))
    }

    /// Returns `None` for a resource that no operation reaches.
    fn resource(&self, id: ResourceId) -> Option<Value> {
        let resource = &self.model.api.resources[id];
        let tags = self.surface.client.tags_of_identity(id);
        if tags.is_empty() {
            return None;
        }
        let head = json!({"type": resource.wire_type, "features": self.surface.features(tags)});
        Some(self.node(head, &self.surface.resource(id), BoundNode::Resource(resource)))
    }

    fn definition(&self, path: &str, definition: Definition) -> Value {
        let api = &self.model.api;
        let (kind, place) = match definition {
            Definition::Type(id) => {
                let kind = match &api.types[id] {
                    _ if self.surface.client.alias_of(id).is_some() => "alias",
                    TypeDef::Enum(_) => "enum",
                    TypeDef::Record(_) => "record",
                    TypeDef::Union(_) => "union",
                    TypeDef::Filter(_) => "filter",
                };
                (kind, BoundNode::Type(id))
            }
            Definition::View(id) => {
                let view = &api.write_views[id];
                (if view.role == WriteRole::Create { "create" } else { "update" }, BoundNode::View(view))
            }
            Definition::Borrowed(_, id) => ("alias", BoundNode::Type(id)),
        };
        let head = json!({"kind": kind, "features": self.surface.features_of(definition)});
        self.node(head, &self.surface.definition(path, definition), place)
    }

    /// Adds what all nodes have: where they are described, and which items they are.
    fn node(&self, head: Value, shape: &Shape, place: BoundNode<'_>) -> Value {
        let Value::Object(mut node) = head else { return head };
        self.place(&mut node, place.at(&self.surface));
        let function = shape.function.as_ref();
        let head = SurfacePart::new(PartKind::Head, "");
        let heads = shape.parts.get(&head).map(Vec::as_slice).unwrap_or_default();
        let itself = function.map(|function| &function.line).or_else(|| main(heads));
        node.insert("item".to_owned(), itself.map_or(Value::Null, item));
        let others: Vec<Value> = heads.iter().filter(|line| Some(*line) != itself).map(item).collect();
        node.insert("others".to_owned(), others.into());
        let mut parts: Vec<&SurfacePart> = shape.parts.keys().filter(|part| **part != head).collect();
        parts.extend(function.iter().flat_map(|function| function.arguments.keys()));
        parts.sort();
        parts.dedup();
        let parts = parts.into_iter().map(|part| self.part(shape, place, part));
        node.insert("parts".to_owned(), parts.collect());
        Value::Object(node)
    }

    fn part(&self, shape: &Shape, place: BoundNode<'_>, part: &SurfacePart) -> Value {
        let mut object = Map::new();
        let described = place.part(&self.surface, part);
        object.insert("kind".to_owned(), part.kind.noun().into());
        object.insert("name".to_owned(), described.name.unwrap_or(&part.name).into());
        if let Some(at) = described.at {
            self.place(&mut object, at);
        }
        let argument = shape.function.as_ref().and_then(|function| function.arguments.get(part));
        if let Some(argument) = argument {
            object.insert("argument".to_owned(), argument.clone().into());
        }
        let kinds = self.kinds(place, part);
        if !kinds.is_empty() {
            object.insert("kinds".to_owned(), kinds.into());
        }
        let lines = shape.parts.get(part).map(Vec::as_slice).unwrap_or_default();
        object.insert("items".to_owned(), lines.iter().map(item).collect());
        Value::Object(object)
    }

    /// Returns the types that a body takes by an `AnyDraft`, as primary data or as `included`.
    fn kinds(&self, place: BoundNode<'_>, part: &SurfacePart) -> Vec<&str> {
        let BoundNode::Operation(operation) = place else { return Vec::new() };
        if part.kind != PartKind::Body {
            return Vec::new();
        }
        let takes_any =
            matches!(operation.body.as_ref().map(|body| &body.content), Some(BodyContent::AnyResource { .. }));
        let primary = if takes_any { operation.sent_views() } else { &[] };
        let views = &self.surface.api.write_views;
        // None are listed where any resource may be included: those that can be created.
        let is_included = |id: WriteViewId| {
            operation.sent_included().is_some_and(|included| match included.views.as_slice() {
                [] => views[id].role == WriteRole::Create,
                listed => listed.contains(&id),
            })
        };
        let is_kind = |definition: &Definition| matches!(definition, Definition::View(id) if primary.contains(id) || is_included(*id));
        let definitions = self.surface.definitions.iter().filter(|(_, definition)| is_kind(definition));
        definitions.map(|(path, _)| path.as_str()).collect()
    }

    /// Inserts where something is written: the pointer, and the file where it is not the document itself.
    fn place(&self, object: &mut Map<String, Value>, at: &Pointer) {
        let origin = self.model.moves.origin(at);
        object.insert("pointer".to_owned(), origin.pointer().as_str().into());
        if let PartOrigin::File(source, _) = &origin {
            let file = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
            object.insert("file".to_owned(), file.into());
        }
    }
}

/// Returns the line of the type itself, among those of its module, its id and its names elsewhere.
fn main(heads: &[ApiLine]) -> Option<&ApiLine> {
    let is_type = |line: &&ApiLine| ["struct", "enum", "type"].iter().any(|word| line.text.starts_with(word));
    let is_id = |line: &ApiLine| line.text.starts_with("type = rt::Id<");
    heads.iter().filter(is_type).find(|line| !is_id(line)).or_else(|| heads.first())
}

/// Returns a line of the public API as an object.
fn item(line: &ApiLine) -> Value {
    let text = line.to_string();
    let (path, signature) = text.split_once(": ").unwrap_or((&text, ""));
    json!({"path": path, "signature": signature})
}
