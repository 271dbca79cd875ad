//! What the parts of lowering share.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dialect::Dialect;
use crate::ir::{
    Api, Discriminator, Field, IdRule, Relationship, Resource, ResourceId, Type, TypeId, WriteRole, WriteViewId,
};
use crate::lower::Understood;
use crate::lower::schema::Typed;
use crate::lower::shape::{Group, Shape, shape};
use crate::source::Pointer;
use crate::spec::Spec;

/// How deep types may nest by way of distinct schemas. Real descriptions stay below 30.
const DEPTH: usize = 100;

/// Which way a value travels. Read-only and write-only members are there in one of them only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// In responses.
    Read,
    /// In requests.
    Write,
}

/// One response schema's view of a resource; merged with the others at the end.
#[derive(Debug)]
pub(super) struct View {
    pub(super) key: Group,
    pub(super) docs: Option<String>,
    pub(super) id: IdRule,
    pub(super) attributes: Vec<Field>,
    pub(super) relationships: Vec<Relationship>,
    pub(super) relationship_tags: Vec<Discriminator>,
    pub(super) meta: Option<Type>,
}

/// The state of lowering.
pub(super) struct Cx<'a> {
    pub(super) spec: &'a Spec,
    /// What a configuration states of the service.
    pub(super) dialect: &'a Dialect,
    pub(super) api: Api,
    pub(super) diagnostics: Diagnostics,
    pub(super) understood: Understood,
    /// The response views of each resource, by the resource's index.
    pub(super) views: Vec<Vec<View>>,
    /// Types by schema and direction; enums have no direction.
    pub(super) types: HashMap<(Group, Option<Direction>), Typed>,
    /// Write views by schema and role.
    pub(super) write_views: HashMap<(Group, WriteRole), WriteViewId>,
    /// Unions whose alternatives are still to be told apart.
    pub(super) unions: Vec<TypeId>,
    /// Unions whose alternatives nothing tells apart for sure, with what to say of them.
    pub(super) doubtful: Vec<(TypeId, Diagnostic)>,
    /// Types that were named while they were being lowered.
    pub(super) recursive: HashSet<TypeId>,
    /// The lists and maps that are being lowered.
    pub(super) unnamed: Vec<Group>,
    shapes: HashMap<Group, Rc<Shape<'a>>>,
    resources: HashMap<String, ResourceId>,
    depth: usize,
}

impl<'a> Cx<'a> {
    pub(super) fn new(spec: &'a Spec, dialect: &'a Dialect) -> Self {
        Self {
            spec,
            dialect,
            api: Api::default(),
            diagnostics: spec.diagnostics.clone(),
            understood: Understood::default(),
            views: Vec::new(),
            types: HashMap::new(),
            write_views: HashMap::new(),
            unions: Vec::new(),
            doubtful: Vec::new(),
            recursive: HashSet::new(),
            unnamed: Vec::new(),
            shapes: HashMap::new(),
            resources: HashMap::new(),
            depth: 0,
        }
    }

    /// What a group of schemas says.
    pub(super) fn shape(&mut self, group: &Group) -> Rc<Shape<'a>> {
        if let Some(known) = self.shapes.get(group) {
            return Rc::clone(known);
        }
        let new = Rc::new(shape(self.spec, group));
        self.shapes.insert(group.clone(), Rc::clone(&new));
        new
    }

    /// The resource of a wire type; made when it is first named.
    pub(super) fn resource(&mut self, wire_type: &str, at: &Pointer) -> ResourceId {
        if let Some(known) = self.resources.get(wire_type) {
            let resource = &mut self.api.resources[*known];
            if *at < resource.at {
                resource.at = at.clone();
            }
            return *known;
        }
        let new = Resource { at: at.clone(), wire_type: wire_type.to_owned(), docs: None, read: None, job: None };
        let id = self.api.resources.push(new);
        self.views.push(Vec::new());
        self.resources.insert(wire_type.to_owned(), id);
        id
    }

    /// Does `work` one level deeper, or reports that this is too deep.
    pub(super) fn deeper<T>(&mut self, at: &Pointer, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth == DEPTH {
            let message = format!("types nest more than {DEPTH} levels deep here");
            let help = "such a description is not meant for clients; leave out the operation that leads here";
            self.diagnostics.push(Diagnostic::new(Code::TooDeep, at.clone(), message).help(help));
            return None;
        }
        self.depth += 1;
        let done = work(self);
        self.depth -= 1;
        Some(done)
    }

    /// A remark that a part of the description has no counterpart.
    pub(super) fn unsupported(&mut self, at: &Pointer, message: impl Into<String>, help: &str) {
        self.diagnostics.push(Diagnostic::new(Code::Unsupported, at.clone(), message).help(help));
    }
}
