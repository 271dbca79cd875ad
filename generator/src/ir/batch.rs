//! Several changes in one request (the extension "Atomic Operations" of JSON:API).

use crate::ir::{Arity, Discriminator, Field, IdType, ResourceId, WriteViewId};
use crate::source::Pointer;
use crate::words::words;

/// An operation that a batch may hold.
#[derive(Debug, Clone)]
pub struct BatchedOperation {
    /// Where it is described.
    pub at: Pointer,
    /// Members with one value, by which the document tells the operations apart.
    pub tags: Vec<Discriminator>,
    /// What the id of what it changes is (`ref`).
    pub target_id: IdType,
    /// Whether a URL may name its target in place of `ref` (`href`).
    pub has_href: bool,
    /// The members besides `type` of the `ref` that an addition has; `None` where it has none.
    pub own_target: Option<Vec<&'static str>>,
    /// Whether it may have `meta`.
    pub has_meta: bool,
    /// What it does.
    pub change: BatchedChange,
}

/// The change that an operation of a batch makes.
#[derive(Debug, Clone)]
pub enum BatchedChange {
    /// Creates a resource.
    Add(WriteViewId),
    /// Changes a resource.
    Update(WriteViewId),
    /// Deletes a resource of this type.
    Remove(ResourceId),
    /// Changes what a relationship names.
    Relate {
        /// Whether it adds to what is named, replaces it, or removes from it.
        verb: Verb,
        /// The type that has the relationship.
        resource: ResourceId,
        /// The name of the relationship on the wire.
        relationship: String,
        /// How many resources are named.
        arity: Arity,
        /// The types that may be named.
        targets: Vec<ResourceId>,
        /// What the ids of what is named are.
        id_type: IdType,
    },
}

words! {
    /// The code of an operation (`op`).
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Verb {
        /// `add`
        Add = "add",
        /// `update`
        Update = "update",
        /// `remove`
        Remove = "remove",
    }
}

impl BatchedChange {
    /// Returns what is sent for a resource.
    pub fn view(&self) -> Option<WriteViewId> {
        match self {
            Self::Add(view) | Self::Update(view) => Some(*view),
            Self::Remove(_) | Self::Relate { .. } => None,
        }
    }

    /// Returns the resource that it sends, if it sends one.
    pub(crate) fn view_mut(&mut self) -> Option<&mut WriteViewId> {
        match self {
            Self::Add(view) | Self::Update(view) => Some(view),
            Self::Remove(_) | Self::Relate { .. } => None,
        }
    }

    /// Returns what it is called, in words of the wire: `add people`, `remove from people friends`.
    pub fn words(&self, api: &crate::ir::Api) -> String {
        let wire_type = |id: ResourceId| api.resources[id].wire_type.as_str();
        match self {
            Self::Add(view) => format!("add {}", wire_type(api.write_views[*view].resource)),
            Self::Update(view) => format!("update {}", wire_type(api.write_views[*view].resource)),
            Self::Remove(resource) => format!("remove {}", wire_type(*resource)),
            Self::Relate { verb, resource, relationship, .. } => {
                let verb = match verb {
                    Verb::Add => "add to",
                    Verb::Update => "update",
                    Verb::Remove => "remove from",
                };
                format!("{verb} {} {relationship}", wire_type(*resource))
            }
        }
    }
}

/// The results of a batch.
#[derive(Debug, Clone)]
pub struct BatchResults {
    /// The types of resources that they may hold.
    pub resources: Vec<ResourceId>,
    /// The `meta` of their document. Its type names nothing.
    pub meta: Option<Field>,
    /// The `meta` of each result, where all results are described alike. Its type names nothing.
    pub meta_of_result: Option<Field>,
}
