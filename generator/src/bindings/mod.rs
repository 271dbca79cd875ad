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

mod layout;
mod pointers;
mod renamed;

use std::collections::BTreeSet;

use serde::ser::{Serialize, SerializeMap};
use serde_json::{Serializer, Value, json};

use crate::client::Client;
use crate::compile::Model;
use crate::diff::surface::{ApiLine, Definition, PartKind, Shape, Surface, SurfacePart};
use crate::format::Bug;
use crate::ir::{BodyContent, OperationId, ResourceId, TypeDef, WriteRole, WriteViewId};
use crate::package::Provenance;
use crate::source::{PartOrigin, Pointer};
use crate::write::MARKER;

use layout::Layout;
use pointers::BoundNode;
pub(crate) use renamed::renamed;

/// The name of the file that maps each construct of a document to its Rust item.
pub const FILE: &str = "bindings.json";

/// A document with the surface of its client.
struct Bindings<'a> {
    model: &'a Model,
    surface: Surface<'a>,
    provenance: &'a Provenance,
}

/// A node of the model, with what callers see of it.
struct Node<'b> {
    bindings: &'b Bindings<'b>,
    /// What only nodes of its kind have.
    head: Value,
    shape: Shape,
    place: BoundNode<'b>,
}

/// A part of a node.
struct NodePart<'n> {
    node: &'n Node<'n>,
    part: &'n SurfacePart,
}

/// A line of the public API, as an object.
struct BoundItem<'l>(&'l ApiLine);

/// Renders the file.
///
/// # Errors
///
/// When it cannot be written as JSON, which is a defect: its keys are texts.
pub(crate) fn render(model: &Model, client: Client<'_>, provenance: &Provenance) -> Result<String, Bug> {
    let bindings = Bindings { model, surface: Surface::of(client), provenance };
    let mut written = Vec::new();
    let outcome = bindings.serialize(&mut Serializer::with_formatter(&mut written, Layout::default()));
    written.push(b'\n');
    let text = outcome.map_err(|error| error.to_string());
    let text = text.and_then(|()| String::from_utf8(written).map_err(|error| error.to_string()));
    text.map_err(|error| Bug { file: FILE.to_owned(), error, text: String::new() })
}

impl Serialize for Bindings<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Provenance { file, title, version, sha256 } = self.provenance;
        let api = &self.model.api;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("generator", &format!("{MARKER} {}", env!("CARGO_PKG_VERSION")))?;
        map.serialize_entry("document", &json!({"file": file, "title": title, "version": version, "sha256": sha256}))?;
        map.serialize_entry("operations", &Nodes(|| api.operations.ids().map(|id| self.operation(id))))?;
        map.serialize_entry("resources", &Nodes(|| api.resources.ids().filter_map(|id| self.resource(id))))?;
        let types = || self.surface.definitions.iter().map(|(path, definition)| self.definition(path, *definition));
        map.serialize_entry("types", &Nodes(types))?;
        map.end()
    }
}

/// Nodes of one kind. Each is made when it is written, for together they are large.
struct Nodes<F>(F);

impl<'b, I: Iterator<Item = Node<'b>>, F: Fn() -> I> Serialize for Nodes<F> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

impl Bindings<'_> {
    fn operation(&self, id: OperationId) -> Node<'_> {
        let operation = &self.model.api.operations[id];
        let names = &self.model.names;
        let head = json!({
            "id": operation.id,
            "method": operation.method.as_str(),
            "path": operation.path_template(),
            "features": [names.tag(operation.tag).feature],
            "deprecated": operation.deprecated,
        });
        let shape = self.surface.operation(id);
        Node { bindings: self, head, shape, place: BoundNode::Operation(operation) }
    }

    /// Returns `None` for a resource that no operation reaches.
    fn resource(&self, id: ResourceId) -> Option<Node<'_>> {
        let resource = &self.model.api.resources[id];
        let tags = self.surface.client.tags_of_identity(id);
        if tags.is_empty() {
            return None;
        }
        let head = json!({"type": resource.wire_type, "features": self.surface.features(tags)});
        let shape = self.surface.resource(id);
        Some(Node { bindings: self, head, shape, place: BoundNode::Resource(resource) })
    }

    fn definition(&self, path: &str, definition: Definition) -> Node<'_> {
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
        Node { bindings: self, head, shape: self.surface.definition(path, definition), place }
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

    /// Writes where something is: the pointer, and the file where it is not the document itself.
    fn place<M: SerializeMap>(&self, map: &mut M, at: &Pointer) -> Result<(), M::Error> {
        let origin = self.model.moves.origin(at);
        map.serialize_entry("pointer", origin.pointer().as_str())?;
        if let PartOrigin::File(source, _) = &origin {
            map.serialize_entry("file", source.name.rsplit(['/', '\\']).next().unwrap_or_default())?;
        }
        Ok(())
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.head.as_object().into_iter().flatten() {
            map.serialize_entry(key, value)?;
        }
        self.bindings.place(&mut map, self.place.at(&self.bindings.surface))?;
        let function = self.shape.function.as_ref();
        let head = SurfacePart::new(PartKind::Head, "");
        let heads = self.shape.parts.get(&head).map(Vec::as_slice).unwrap_or_default();
        let itself = function.map(|function| &function.line).or_else(|| main(heads));
        map.serialize_entry("item", &itself.map(BoundItem))?;
        let others = heads.iter().filter(|line| Some(*line) != itself);
        map.serialize_entry("others", &others.map(BoundItem).collect::<Vec<_>>())?;
        let mut parts: BTreeSet<&SurfacePart> = self.shape.parts.keys().filter(|part| **part != head).collect();
        parts.extend(function.iter().flat_map(|function| function.arguments.keys()));
        let parts = parts.into_iter().map(|part| NodePart { node: self, part });
        map.serialize_entry("parts", &parts.collect::<Vec<_>>())?;
        map.end()
    }
}

impl Serialize for NodePart<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let NodePart { node: Node { bindings, shape, place, .. }, part } = *self;
        let described = place.part(&bindings.surface, part);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", part.kind.noun())?;
        map.serialize_entry("name", described.name.unwrap_or(&part.name))?;
        if let Some(at) = described.at {
            bindings.place(&mut map, at)?;
        }
        if let Some(argument) = shape.function.as_ref().and_then(|function| function.arguments.get(part)) {
            map.serialize_entry("argument", argument)?;
        }
        let kinds = bindings.kinds(*place, part);
        if !kinds.is_empty() {
            map.serialize_entry("kinds", &kinds)?;
        }
        let lines = shape.parts.get(part).map(Vec::as_slice).unwrap_or_default();
        map.serialize_entry("items", &lines.iter().map(BoundItem).collect::<Vec<_>>())?;
        map.end()
    }
}

impl Serialize for BoundItem<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let line = self.0;
        let mut map = serializer.serialize_map(None)?;
        // What is implemented for an item is written behind its path, and is the signature here.
        match line.path.split_once(": ") {
            None => {
                map.serialize_entry("path", &line.path)?;
                map.serialize_entry("signature", &line.text)?;
            }
            Some((path, fact)) => {
                map.serialize_entry("path", path)?;
                map.serialize_entry("signature", format!("{fact} {}", line.text).trim_end())?;
            }
        }
        map.end()
    }
}

/// Returns the line of the type itself, among those of its module, its id and its names elsewhere.
fn main(heads: &[ApiLine]) -> Option<&ApiLine> {
    let is_type = |line: &&ApiLine| ["struct", "enum", "type"].iter().any(|word| line.text.starts_with(word));
    let is_id = |line: &ApiLine| line.text.starts_with("type = rt::Id<");
    heads.iter().filter(is_type).find(|line| !is_id(line)).or_else(|| heads.first())
}
