//! The place that each type is named after: the nearest resource, or else the nearest operation.
//!
//! Every type gets a root and the path of wire keys that leads from it, by a walk in an order that
//! does not depend on the order of the document: resources as they are read first, then what is
//! sent, then operations; shorter paths first; equal ones by their text.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    self, Api, BodyContent, EnumBase, Operation, Payload, ResponsePartKind, Status, Tuple, Type, TypeDef, TypeId,
    WriteViewId,
};
use crate::name::case::{camel, singular};
use crate::name::lock::{Lock, Section};
use crate::name::members::alternatives;
use crate::name::places::{call, sent};
use crate::name::view::other_text;
use crate::name::{Module, outcome};
use crate::source::Pointer;

/// The place that a type is named after.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameOrigin {
    rank: Rank,
    depth: usize,
    /// What the name begins with.
    pub(crate) prefix: String,
    /// Wire keys from the root to the type.
    pub(crate) path: Vec<String>,
    /// The module it stands in.
    pub(crate) module: Module,
    /// What it is called in the names file that the path leads from.
    root: String,
    /// The member that it is the value of; none of what has no member, such as a whole response.
    pub(crate) member: Option<Member>,
}

/// A member of an object, or a parameter, as the place of a type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// Its name on the wire.
    pub wire: String,
    /// The part of its value that is of the type.
    pub part: MemberPart,
}

/// A part of the value of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemberPart {
    /// All of it.
    Whole,
    /// An element of a list or a map.
    Element,
    /// One of several types that it may have.
    Alternative,
}

impl Member {
    fn whole(wire: &str) -> Self {
        Self { wire: wire.to_owned(), part: MemberPart::Whole }
    }

    fn part(self, part: MemberPart) -> Self {
        Self { part, ..self }
    }
}

/// Returns what the names file calls the place at `path` below `root`.
pub(crate) fn key(root: &str, path: &[String]) -> String {
    let path = path.iter().fold(Pointer::root(), |pointer, key| pointer.key(key));
    match path.as_str().strip_prefix('/') {
        Some(path) => format!("{root}: {path}"),
        None => root.to_owned(),
    }
}

/// Returns what the names file calls the place of a type. An enum is one type, whichever way it travels.
pub(crate) fn type_key(api: &Api, origin: &NameOrigin, id: TypeId) -> String {
    let TypeDef::Enum(node) = &api.types[id] else { return origin.key() };
    let key = match origin.module {
        Module::Resource(resource) => key(&format!("resource {}", api.resources[resource].wire_type), &origin.path),
        Module::Tag(_) => origin.key(),
    };
    if node.base == EnumBase::Integer { format!("{key} (integer)") } else { key }
}

impl NameOrigin {
    /// Returns the root of one part of a call: its key is made of the call's id, the names in it of `name`.
    fn of_call(id: &str, name: &str, suffix: &str, tag: usize) -> Self {
        Self {
            rank: Rank::Operation,
            depth: 0,
            prefix: format!("{}{suffix}", camel(name)),
            path: Vec::new(),
            module: Module::Tag(tag),
            root: call(id, &suffix.to_ascii_lowercase()),
            member: None,
        }
    }

    /// Returns the root of one part of an operation, which `suffix` tells.
    fn of_operation(operation: &Operation, suffix: &str) -> Self {
        Self::of_call(&operation.id, &operation.name, suffix, operation.tag)
    }

    /// Returns what the names file calls the place.
    pub(crate) fn key(&self) -> String {
        key(&self.root, &self.path)
    }

    /// Returns whether the type is named from what is read.
    pub(crate) fn is_read(&self) -> bool {
        self.rank == Rank::Read
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Read,
    Write,
    Operation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Type(TypeId),
    View(WriteViewId),
}

/// The origins of all types, and of the views that have no name of their own.
#[derive(Debug)]
pub(crate) struct Origins {
    /// By [`TypeId`]; `None` for a type that nothing uses.
    pub(crate) types: Vec<Option<NameOrigin>>,
    /// By [`WriteViewId`]; `None` for the views in `named`, and those that nothing uses.
    pub(crate) views: Vec<Option<NameOrigin>>,
    /// Where else an attribute is of a type, in modules other than the type's own.
    pub(crate) others: BTreeMap<(Module, TypeId), NameOrigin>,
}

/// Walks the model from its roots. `named` tells the views that have a name of their own. What had its
/// name from a place before has it from there again, though another place may come first by now.
pub(crate) fn origins(api: &Api, lock: &Lock, named: &[Option<String>]) -> Origins {
    let mut walk = OriginWalk {
        api,
        lock,
        named,
        queue: BTreeSet::new(),
        found: Origins {
            types: vec![None; api.types.len()],
            views: vec![None; api.write_views.len()],
            others: BTreeMap::new(),
        },
    };
    walk.seed_resources();
    walk.seed_views();
    walk.seed_operations();
    walk.seed_webhooks();
    while let Some((_, origin, node)) = walk.queue.pop_first() {
        walk.visit(origin, node);
    }
    part_equal_keys(api, &mut walk.found);
    walk.found
}

/// Types whose places are called alike, such as the elements of `filters` and what is in `filter`, are
/// told apart by where they are described. Enums are one where they are called alike.
fn part_equal_keys(api: &Api, found: &mut Origins) {
    let types = api.types.iter().zip(&mut found.types).filter(|((_, ty), _)| !matches!(ty, TypeDef::Enum(_)));
    let types = types.filter_map(|((_, ty), origin)| Some((origin.as_mut()?, ty.at())));
    let views = api.write_views.iter().zip(&mut found.views);
    let views = views.filter_map(|((_, view), origin)| Some((origin.as_mut()?, &view.at)));
    let mut by_key: BTreeMap<String, Vec<(&mut NameOrigin, &Pointer)>> = BTreeMap::new();
    types.chain(views).for_each(|(origin, at)| by_key.entry(origin.key()).or_default().push((origin, at)));
    for equal in by_key.into_values().filter(|equal| equal.len() > 1) {
        let words = telling_words(equal.iter().map(|(_, at)| *at));
        for ((origin, _), word) in equal.into_iter().zip(words) {
            origin.root.push_str(&format!(" at {word}"));
        }
    }
}

/// Returns of each pointer a word that tells it from the others: its last one, or the last one before the end that it shares
/// with another.
///
/// ```text
/// /components/schemas/PlannedRun/properties/data   `PlannedRun`
/// /components/schemas/EmptyRun/properties/data     `EmptyRun`
/// ```
fn telling_words<'p>(places: impl Iterator<Item = &'p Pointer>) -> Vec<String> {
    let reversed = |at: &Pointer| at.tokens().collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>();
    let places: Vec<Vec<String>> = places.map(reversed).collect();
    let mut ends: BTreeMap<&[String], usize> = BTreeMap::new();
    for end in places.iter().flat_map(|place| (1..=place.len()).filter_map(|length| place.get(..length))) {
        *ends.entry(end).or_default() += 1;
    }
    let telling = |place: &Vec<String>| {
        let own = (1..=place.len()).find(|length| place.get(..*length).is_some_and(|end| ends.get(end) == Some(&1)));
        place.get(own.unwrap_or(1).saturating_sub(1)).cloned().unwrap_or_default()
    };
    places.iter().map(telling).collect()
}

/// Words for the places of a tuple.
const ORDINALS: [&str; Tuple::PLACES] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
];

/// Returns what the `meta` of a resource is called beside these attributes, one of which may be called so.
fn meta_key(attributes: &[ir::Field]) -> &'static str {
    if has_named(attributes, "meta") { "resource meta" } else { "meta" }
}

/// Returns what members without a name are called beside these, one of which may be called so.
fn rest_key(fields: &[ir::Field]) -> &'static str {
    if has_named(fields, "rest") { "other members" } else { "rest" }
}

fn has_named(fields: &[ir::Field], name: &str) -> bool {
    fields.iter().any(|field| camel(&singular(&field.wire)) == camel(name))
}

struct OriginWalk<'a> {
    api: &'a Api,
    lock: &'a Lock,
    named: &'a [Option<String>],
    /// Places that gave a name before come first: they are not `true`.
    queue: BTreeSet<(bool, NameOrigin, Node)>,
    found: Origins,
}

impl OriginWalk<'_> {
    fn seed_resources(&mut self) {
        for (id, resource) in self.api.resources.iter() {
            let Some(view) = &resource.read else { continue };
            let root = NameOrigin {
                rank: Rank::Read,
                depth: 0,
                prefix: camel(&resource.wire_type),
                path: Vec::new(),
                module: Module::Resource(id),
                root: format!("resource {}", resource.wire_type),
                member: None,
            };
            self.fields(&root, &view.attributes);
            if let Some(meta) = &view.meta {
                self.follow(&root, Some(meta_key(&view.attributes)), Some(Member::whole("meta")), meta);
            }
            if let Some(rest) = &view.rest {
                self.follow(&root, Some(rest_key(&view.attributes)), None, rest);
            }
        }
    }

    fn seed_views(&mut self) {
        for (id, view) in self.api.write_views.iter() {
            let Some(Some(name)) = self.named.get(id.index()) else { continue };
            let root = NameOrigin {
                rank: Rank::Write,
                depth: 0,
                prefix: name.clone(),
                path: Vec::new(),
                module: Module::Resource(view.resource),
                root: sent(self.api, view),
                member: None,
            };
            self.view(&root, id);
        }
    }

    fn seed_webhooks(&mut self) {
        for webhook in &self.api.webhooks {
            let root = NameOrigin::of_call(&webhook.name, &webhook.name, "Webhook", webhook.tag);
            match &webhook.payload {
                Payload::Json(ty) => self.follow(&root, None, None, ty),
                Payload::Document(document) => {
                    let meta = NameOrigin { prefix: format!("{}Meta", root.prefix), ..root };
                    document.meta.iter().for_each(|ty| self.follow(&meta, None, Some(Member::whole("meta")), ty));
                    let instead = NameOrigin::of_call(&webhook.name, &webhook.name, "WebhookInstead", webhook.tag);
                    document.instead.iter().for_each(|ty| self.follow(&instead, None, None, ty));
                }
                Payload::Empty | Payload::Batch(_) | Payload::Raw => {}
            }
        }
    }

    fn seed_operations(&mut self) {
        for (_, operation) in self.api.operations.iter() {
            self.seed_responses(operation);
            self.seed_body(operation);
            self.seed_parameters(operation);
        }
    }

    fn seed_responses(&mut self, operation: &Operation) {
        let root = |suffix: &str| NameOrigin::of_operation(operation, suffix);
        for (status, payload) in operation.success.payloads_by_status() {
            let word = status.map(outcome).unwrap_or_default();
            match payload {
                Payload::Json(ty) => self.follow(&root(&format!("{word}Response")), None, None, ty),
                Payload::Document(document) => {
                    let meta = root(&format!("{word}Meta"));
                    document.meta.iter().for_each(|ty| self.follow(&meta, None, Some(Member::whole("meta")), ty));
                    let instead = root(&format!("{word}Response"));
                    document.instead.iter().for_each(|ty| self.follow(&instead, None, None, ty));
                }
                Payload::Empty | Payload::Batch(_) | Payload::Raw => {}
            }
        }
        for part in &operation.parts {
            let (suffix, segment) = match &part.kind {
                ResponsePartKind::ErrorBody(status) => (format!("Error{}", failure(*status)), None),
                ResponsePartKind::ErrorMeta(status) => (format!("ErrorMeta{}", failure(*status)), None),
                ResponsePartKind::Header { name, .. } => ("Response".to_owned(), Some(name.as_str())),
                ResponsePartKind::Item(_) => ("Item".to_owned(), None),
            };
            self.follow(&root(&suffix), segment, segment.map(Member::whole), &part.ty);
        }
    }

    fn seed_body(&mut self, operation: &Operation) {
        let root = |suffix: &str| NameOrigin::of_operation(operation, suffix);
        if let Some(meta) = operation.document_meta() {
            self.follow(&root("DocumentMeta"), None, Some(Member::whole("meta")), &meta.ty);
        }
        for view in operation.sent_included().into_iter().flat_map(|included| &included.views) {
            let resource = &self.api.resources[self.api.write_views[*view].resource];
            self.enqueue_view(&root("Included"), Some(&resource.wire_type), *view);
        }
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::AnyResource { views, .. }) => {
                let words = telling_words(views.iter().map(|view| &self.api.write_views[*view].at));
                for (view, word) in views.iter().zip(words) {
                    self.enqueue_view(&root("Body"), Some(&word), *view);
                }
            }
            Some(BodyContent::Json(ty)) => self.follow(&root("Body"), None, None, ty),
            Some(BodyContent::Resource { view, .. }) if self.is_unnamed(*view) => {
                self.push(root("Body"), Node::View(*view));
            }
            Some(BodyContent::Batch(operations)) => {
                for change in operations.iter().map(|operation| &operation.change) {
                    if let Some(view) = change.view() {
                        self.enqueue_view(&root("Batch"), Some(&change.words(self.api)), view);
                    }
                }
            }
            Some(BodyContent::Form { parts, .. }) => {
                for part in parts {
                    self.follow_member(&root(""), &part.field.wire, &part.field.ty);
                    for header in &part.headers {
                        let segment = format!("{} {}", part.field.wire, header.wire);
                        self.follow(&root(""), Some(&segment), Some(Member::whole(&header.wire)), &header.ty);
                    }
                }
            }
            Some(BodyContent::Linkage { meta: Some(meta), .. }) => {
                self.follow(&root("LinkageMeta"), None, Some(Member::whole("meta")), &meta.ty);
            }
            Some(BodyContent::Resource { .. } | BodyContent::Linkage { meta: None, .. } | BodyContent::Raw) | None => {}
        }
    }

    fn seed_parameters(&mut self, operation: &Operation) {
        let root = |suffix: &str| NameOrigin::of_operation(operation, suffix);
        let path = operation.path_parameters.iter().map(|parameter| (&parameter.wire, &parameter.ty));
        let others = operation.parameters.iter().map(|parameter| (&parameter.wire, &parameter.ty));
        for (wire, ty) in path.chain(others) {
            self.follow_member(&root(""), wire, ty);
        }
        self.filter_fields(&root("Filter"), operation.query.filter.fields());
    }

    fn filter_fields(&mut self, origin: &NameOrigin, fields: &[ir::FilterField]) {
        for field in fields {
            if let ir::FilterValue::Enum(id) = field.value {
                self.follow_member(origin, &field.wire, &Type::Named(id));
            }
        }
    }

    fn visit(&mut self, origin: NameOrigin, node: Node) {
        let slot = match node {
            Node::Type(id) => self.found.types.get_mut(id.index()),
            Node::View(id) => self.found.views.get_mut(id.index()),
        };
        match slot {
            Some(slot @ None) => *slot = Some(origin.clone()),
            Some(Some(first)) => {
                if let Node::Type(id) = node
                    && first.module != origin.module
                    && origin.depth == 1
                    && origin.rank != Rank::Operation
                {
                    self.found.others.entry((origin.module, id)).or_insert(origin);
                }
                return;
            }
            None => return,
        }
        match node {
            Node::View(id) => self.view(&origin, id),
            Node::Type(id) => match &self.api.types[id] {
                TypeDef::Enum(_) => {}
                TypeDef::Record(record) => {
                    self.fields(&origin, &record.fields);
                    if let Some(rest) = &record.rest {
                        self.follow(&origin, Some(rest_key(&record.fields)), None, rest);
                    }
                }
                TypeDef::Union(union) => {
                    for (alternative, label) in union.alternatives.iter().zip(alternatives(self.api, union)) {
                        let member = origin.member.clone().map(|member| member.part(MemberPart::Alternative));
                        self.follow(&origin, Some(&label), member, &alternative.ty);
                    }
                }
                TypeDef::Filter(filter) => self.filter_fields(&origin, &filter.fields),
            },
        }
    }

    fn view(&mut self, origin: &NameOrigin, id: WriteViewId) {
        let view = &self.api.write_views[id];
        self.fields(origin, &view.attributes);
        for relationship in &view.relationships {
            relationship.whole.iter().for_each(|whole| self.follow_member(origin, &relationship.wire, whole));
        }
        if let Some(meta) = &view.meta {
            self.follow(origin, Some(meta_key(&view.attributes)), Some(Member::whole("meta")), &meta.ty);
        }
        for field in &view.others {
            self.follow(origin, Some(&other_text(view, field)), Some(Member::whole(&field.wire)), &field.ty);
        }
    }

    fn fields(&mut self, origin: &NameOrigin, fields: &[ir::Field]) {
        for field in fields {
            self.follow_member(origin, &field.wire, &field.ty);
        }
    }

    /// Queues what the type of a member, or of a parameter, names.
    fn follow_member(&mut self, origin: &NameOrigin, wire: &str, ty: &Type) {
        self.follow(origin, Some(wire), Some(Member::whole(wire)), ty);
    }

    /// Queues what `ty` names, under the key `segment` of what is at `origin`.
    fn follow(&mut self, origin: &NameOrigin, segment: Option<&str>, member: Option<Member>, ty: &Type) {
        let element = || member.clone().map(|member| member.part(MemberPart::Element));
        match ty {
            Type::Nullable(inner) => self.follow(origin, segment, member, inner),
            Type::List(inner) | Type::Map(inner) => {
                let segment = segment.map(singular);
                self.follow(origin, segment.as_deref(), element(), inner);
            }
            Type::Tuple(tuple) => {
                for (place, ordinal) in tuple.places.iter().zip(ORDINALS) {
                    let segment = segment.map_or_else(|| ordinal.to_owned(), |segment| format!("{segment} {ordinal}"));
                    self.follow(origin, Some(&segment), element(), place);
                }
                let segment = segment.map(singular);
                tuple.rest.iter().for_each(|rest| self.follow(origin, segment.as_deref(), element(), rest));
            }
            Type::Named(id) => self.enqueue(origin, segment, member, Node::Type(*id)),
            Type::Embedded { view, many } => {
                let segment = segment.map(|segment| if *many { singular(segment) } else { segment.to_owned() });
                self.enqueue_view(origin, segment.as_deref(), *view);
            }
            Type::Bool
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::String(_)
            | Type::Constant(_)
            | Type::Json
            | Type::Foreign { .. }
            | Type::Object
            | Type::EmbeddedIdentifier { .. } => {}
        }
    }

    /// Returns whether a view is named after its place.
    fn is_unnamed(&self, view: WriteViewId) -> bool {
        matches!(self.named.get(view.index()), Some(None))
    }

    fn enqueue_view(&mut self, origin: &NameOrigin, segment: Option<&str>, view: WriteViewId) {
        if self.is_unnamed(view) {
            self.enqueue(origin, segment, None, Node::View(view));
        }
    }

    fn enqueue(&mut self, origin: &NameOrigin, segment: Option<&str>, member: Option<Member>, node: Node) {
        let mut next = NameOrigin { member, ..origin.clone() };
        next.depth += 1;
        next.path.extend(segment.map(str::to_owned));
        self.push(next, node);
    }

    fn push(&mut self, origin: NameOrigin, node: Node) {
        let key = match node {
            Node::Type(id) => type_key(self.api, &origin, id),
            Node::View(_) => origin.key(),
        };
        let is_new = self.lock.get(Section::Types, &key).is_none();
        self.queue.insert((is_new, origin, node));
    }
}

/// Returns the word of a name for what failures of these statuses have.
fn failure(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}xx"),
        Status::Default => String::new(),
    }
}
