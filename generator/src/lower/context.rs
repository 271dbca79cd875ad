//! The context that the parts of lowering share.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dialect::{Dialect, ForeignTypes};
use crate::ir::{Api, IdRule, ReadView, Resource, ResourceId, TypeId, TypeRule, WriteRole, WriteViewId};
use crate::lower::batch::OpenBatch;
use crate::lower::changes::Change;
use crate::lower::linkage;
use crate::lower::schema::Typed;
use crate::lower::shape::{Group, Shape, ShapeKind, shape};
use crate::lower::wire_type::{Known, WireTypes};
use crate::source::Pointer;
use crate::spec::{SchemaId, Spec};

/// The depth to which types may nest by way of distinct schemas, in steps of rustc's: it follows 128 through the types of a
/// value, and an object takes two of them, a list or a map up to four. Real documents stay below 30 objects.
const DEPTH: usize = 112;

/// The steps that rustc takes through a list, a map or a union.
pub(super) const WRAPPER: usize = 4;

/// The steps that it takes through an object.
pub(super) const OBJECT: usize = 2;

/// The direction in which a value travels. Read-only and write-only members exist in one of them only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// In responses.
    Read,
    /// In requests.
    Write,
}

/// The place of a resource object in a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Standing {
    /// In primary data or in `included`.
    Document,
    /// In a relationship, in the place of an identifier.
    Relationship,
}

/// The state of lowering.
pub(super) struct Cx<'a> {
    pub(super) spec: &'a Spec,
    /// What a configuration states of the service.
    pub(super) dialect: &'a Dialect,
    /// The types of other crates that it wants.
    pub(super) foreign: &'a ForeignTypes,
    pub(super) api: Api,
    pub(super) diagnostics: Diagnostics,
    /// The views of each resource by the schemas of its responses, by the resource's index; merged at the end.
    pub(super) views: Vec<Vec<(Standing, ReadView)>>,
    /// The schemas whose views are there, by resource.
    pub(super) viewed: HashSet<(ResourceId, Standing, Group, Option<Group>)>,
    /// Types by schema and direction; enums have no direction.
    pub(super) types: HashMap<(Group, Option<Direction>), Typed>,
    /// Write views by schema, role and wire type.
    pub(super) write_views: HashMap<(Group, WriteRole, String, IdRule), WriteViewId>,
    /// The schemas of resources that are read, and of the attributes and relationships of those that are read or created.
    pub(super) wholes: HashSet<Group>,
    /// Parts of resources that are sent. What they require is made optional where their schema is among `wholes`.
    pub(super) changes: Vec<Change>,
    /// Changes that may have an id though the document describes none.
    pub(super) assumed_ids: BTreeSet<WriteViewId>,
    /// Unions whose alternatives are still to be told apart.
    pub(super) unions: Vec<TypeId>,
    /// Unions whose alternatives nothing tells apart for sure, with what to say of them.
    pub(super) doubtful: Vec<(TypeId, Diagnostic)>,
    /// Types that were named while they were being lowered.
    pub(super) recursive: HashSet<TypeId>,
    /// The lists and maps that are being lowered.
    pub(super) unnamed: Vec<Group>,
    /// Batches of changes whose resources the document leaves open, until all operations are known.
    pub(super) open_batches: Vec<OpenBatch>,
    /// What is known of the wire types of resources.
    pub(super) known_types: Known,
    /// The schemas of what the addresses of relationships have in `data`.
    pub(super) identifiers: HashSet<SchemaId>,
    /// The positions of tags, by their names in plain letters.
    pub(super) tags: HashMap<String, usize>,
    shapes: HashMap<Group, Rc<Shape<'a>>>,
    resources: HashMap<String, ResourceId>,
    depth: usize,
}

impl<'a> Cx<'a> {
    pub(super) fn new(spec: &'a Spec, dialect: &'a Dialect, foreign: &'a ForeignTypes) -> Self {
        Self {
            spec,
            dialect,
            foreign,
            api: Api::default(),
            diagnostics: spec.diagnostics.clone(),
            views: Vec::new(),
            viewed: HashSet::new(),
            types: HashMap::new(),
            write_views: HashMap::new(),
            wholes: HashSet::new(),
            changes: Vec::new(),
            assumed_ids: BTreeSet::new(),
            unions: Vec::new(),
            doubtful: Vec::new(),
            recursive: HashSet::new(),
            unnamed: Vec::new(),
            open_batches: Vec::new(),
            known_types: Known::new(spec),
            identifiers: linkage::identifiers(spec),
            tags: HashMap::new(),
            shapes: HashMap::new(),
            resources: HashMap::new(),
            depth: 0,
        }
    }

    /// Returns a property of an object; `None` also where the group does not describe one.
    pub(super) fn property(&mut self, group: &Group, name: &str) -> Option<Group> {
        match &self.shape(group).kind {
            ShapeKind::Object(object) => object.property(name).cloned(),
            _ => None,
        }
    }

    /// Returns whether a group describes an object.
    pub(super) fn is_object(&mut self, group: &Group) -> bool {
        matches!(self.shape(group).kind, ShapeKind::Object(_))
    }

    /// Returns what a group of schemas says.
    pub(super) fn shape(&mut self, group: &Group) -> Rc<Shape<'a>> {
        if let Some(known) = self.shapes.get(group) {
            return Rc::clone(known);
        }
        let new = Rc::new(shape(self.spec, group));
        self.shapes.insert(group.clone(), Rc::clone(&new));
        new
    }

    /// Returns the resources of the wire types; made when they are first named.
    pub(super) fn resources(&mut self, types: &WireTypes, at: &Pointer) -> Vec<ResourceId> {
        match types {
            WireTypes::Fixed(types) => types.iter().map(|wire_type| self.resource(wire_type, at)).collect(),
            WireTypes::Open(label) => {
                let is_new = !self.resources.contains_key(label);
                let id = self.resource(label, at);
                self.api.resources[id].type_rule = TypeRule::Open;
                if is_new {
                    self.diagnostics.push(open_type(label, at));
                }
                vec![id]
            }
        }
    }

    /// Returns the resource of a wire type; made when it is first named.
    pub(super) fn resource(&mut self, wire_type: &str, at: &Pointer) -> ResourceId {
        if let Some(known) = self.resources.get(wire_type) {
            let resource = &mut self.api.resources[*known];
            if *at < resource.at {
                resource.at = at.clone();
            }
            return *known;
        }
        let (wire_type, type_rule) = (wire_type.to_owned(), TypeRule::Fixed);
        let key = wire_type.clone();
        let new = Resource { at: at.clone(), wire_type, type_rule, docs: None, read: None, job: None };
        let id = self.api.resources.push(new);
        self.views.push(Vec::new());
        self.resources.insert(key, id);
        id
    }

    /// Does `work` so many steps deeper, or remarks that this is too deep.
    pub(super) fn deeper<T>(&mut self, at: &Pointer, steps: usize, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth + steps > DEPTH {
            let help = "the client gives what is further inside as plain JSON";
            self.unsupported(at, "types nest deeper here than Rust follows", help);
            return None;
        }
        self.depth += steps;
        let done = work(self);
        self.depth -= steps;
        Some(done)
    }

    /// Remarks that a part of the document has no counterpart.
    pub(super) fn unsupported(&mut self, at: &Pointer, message: impl Into<String>, help: &str) {
        self.diagnostics.push(Diagnostic::new(Code::Unsupported, at.clone(), message).help(help));
    }
}

/// Returns the remark that nothing tells the `type` of a resource.
fn open_type(label: &str, at: &Pointer) -> Diagnostic {
    let message = format!("nothing tells the `type` of the resource `{label}`");
    Diagnostic::new(Code::OpenType, at.clone(), message).help(
        "the client takes any and keeps it; to fix it, describe `type` as an `enum` of one value, or a `default`, or \
             state it by `repair.resource-type` in the configuration",
    )
}
