//! JSON:API resources. A resource is identified by its wire `type`; the schemas of a document are views of it.

use crate::ir::{DocumentMeta, Field, Id, Type};
use crate::source::Pointer;

/// The id of a resource type.
pub type ResourceId = Id<Resource>;

/// The id of a shape in which a resource is sent.
pub type WriteViewId = Id<WriteView>;

/// A JSON:API resource type.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Where it is first described, in order of pointers.
    pub at: Pointer,
    /// The wire `type`; where the document does not tell it, what the resource is called instead.
    pub wire_type: String,
    /// Whether the wire `type` is known.
    pub type_rule: TypeRule,
    /// What the document says of it.
    pub docs: Option<String>,
    /// What is read: all response schemas of this type in one. `None` when the type only occurs in
    /// identifiers and in what is sent.
    pub read: Option<ReadView>,
    /// What is known of it as work that the service does later, if it is that.
    pub job: Option<Job>,
}

/// The wire `type` of a resource, as far as the document states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeRule {
    /// It does.
    Fixed,
    /// It does not: any type may come.
    Open,
}

/// Work that the service does later: a resource whose status tells how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The attribute that is its status, by wire name.
    pub status: String,
    /// What each value of the status means, in the document's order.
    pub states: Vec<(String, JobState)>,
    /// The attribute that counts how much there is to do.
    pub total: Option<String>,
    /// The attribute that counts how much is done.
    pub completed: Option<String>,
    /// The attribute that counts how much could not be done.
    pub failed: Option<String>,
}

/// The state of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobState {
    /// It goes on.
    UnderWay,
    /// It is over, and did what it was to do, or could.
    Done,
    /// It is over otherwise: it failed, expired or was cancelled.
    Failed,
}

/// A resource as responses carry it.
#[derive(Debug, Clone)]
pub struct ReadView {
    /// Whether `id` is there.
    pub id: IdRule,
    /// What `id` is.
    pub id_type: IdType,
    /// The attributes: the union over all response schemas; required only where all require it.
    pub attributes: Vec<Field>,
    /// Whether all response schemas require the member `attributes`.
    pub requires_attributes: bool,
    /// The names of those members that may be null: `id`, `attributes` or `relationships`.
    pub nullable: Vec<&'static str>,
    /// The type of attributes that are not named, where there may be such.
    pub rest: Option<Type>,
    /// The relationships: the union over all response schemas.
    pub relationships: Vec<Relationship>,
    /// What relationships are that are not named, where there may be such.
    pub open_relationships: Option<OpenRelationships>,
    /// Members beside the relationships that are none.
    pub relationship_tags: Vec<Discriminator>,
    /// The type of `meta`, when described.
    pub meta: Option<Type>,
    /// Members of the resource object that JSON:API does not know, such as those of an extension. Their types name
    /// nothing: clients give the values as JSON.
    pub others: Vec<Field>,
}

impl ReadView {
    /// The view of a resource that nothing reads.
    pub(crate) const EMPTY: &'static Self = &Self {
        id: IdRule::Required,
        id_type: IdType::Text,
        attributes: Vec::new(),
        requires_attributes: false,
        nullable: Vec::new(),
        rest: None,
        relationships: Vec::new(),
        open_relationships: None,
        relationship_tags: Vec::new(),
        meta: None,
        others: Vec::new(),
    };

    /// Returns whether the resource may come without attributes of which some are required where there are any.
    pub(crate) fn may_lack_attributes(&self) -> bool {
        !self.requires_attributes && self.attributes.iter().any(|field| field.presence.required())
    }

    /// Returns the names of its fields, which a request can choose among (JSON:API "Sparse Fieldsets"). What is the same
    /// in each resource of the type is none.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        let attributes = self.attributes.iter().filter(|field| !matches!(field.ty, Type::Constant(_)));
        let relationships = self.relationships.iter().map(|relationship| relationship.wire.as_str());
        attributes.map(|field| field.wire.as_str()).chain(relationships)
    }

    /// Returns whether the resource may have relationships.
    pub(crate) fn has_relationships(&self) -> bool {
        !self.relationships.is_empty() || self.open_relationships.is_some()
    }
}

/// Relationships that the document does not name (`additionalProperties`), each to resources of any type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenRelationships {
    /// They name one resource, none or any number, by ids of this type; the document does not say which.
    ToOneOrMany(IdType),
    /// They name one resource or none, by ids of this type.
    ToOne(IdType),
    /// They name any number of resources, by ids of this type.
    ToMany(IdType),
}

impl OpenRelationships {
    /// Returns what the ids are.
    pub fn id_type(self) -> IdType {
        match self {
            Self::ToOneOrMany(ids) | Self::ToOne(ids) | Self::ToMany(ids) => ids,
        }
    }

    /// Returns what holds the relationships of both.
    pub fn or(self, other: Self) -> Self {
        let ids = self.id_type().or(other.id_type());
        match (self, other) {
            (Self::ToOne(_), Self::ToOne(_)) => Self::ToOne(ids),
            (Self::ToMany(_), Self::ToMany(_)) => Self::ToMany(ids),
            _ => Self::ToOneOrMany(ids),
        }
    }
}

/// The JSON type of an `id`. JSON:API has text; some services send numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdType {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Either.
    Any,
}

impl IdType {
    /// Returns the type of an id that is described in two ways.
    pub(crate) fn or(self, other: Self) -> Self {
        if self == other { self } else { Self::Any }
    }
}

/// The rule for the `id` of a resource object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdRule {
    /// It must.
    Required,
    /// It may.
    Optional,
    /// The document knows none.
    None,
}

/// A member with one value, by which a `discriminator` of the document tells objects apart. Attributes
/// have theirs among them, as constants; relationships are no values, so that theirs stand aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discriminator {
    /// Its key on the wire.
    pub wire: String,
    /// Its value.
    pub value: String,
}

/// A relationship of a resource (JSON:API "Relationships").
#[derive(Debug, Clone)]
pub struct Relationship {
    /// Where it is described.
    pub at: Pointer,
    /// Its name on the wire.
    pub wire: String,
    /// How many resources it names.
    pub arity: Arity,
    /// The types it may name; more than one is a polymorphic relationship, none an undescribed one.
    pub targets: Vec<ResourceId>,
    /// Those of the targets that are described as whole resources, in the place of identifiers: only in what is read.
    pub resources: Vec<ResourceId>,
    /// What the ids of its identifiers are.
    pub id_type: IdType,
    /// What its identifiers have besides `type`, `id` and `lid`: only in what is read. Their types name nothing.
    pub identifier_members: Vec<Field>,
    /// What it has besides `data` and `links`: only in what is read. Their types name nothing.
    pub members: Vec<Field>,
    /// Whether the relationship object may be null: only meaningful in what is read.
    pub nullable: bool,
    /// The type of the document of whole resources that is sent in the place of identifiers: only meaningful in what is
    /// sent.
    pub whole: Option<Type>,
    /// Whether a list (`Arity::Many`) may also come as null, or as one: only meaningful in what is read.
    pub may_be_one: bool,
    /// Whether the relationship must be given: only meaningful in what is sent.
    pub required: bool,
    /// Whether it may name, by a local id, what the same request creates: only meaningful in what is sent.
    pub local: bool,
    /// What the document says of it.
    pub docs: Option<String>,
}

/// The arity of a relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arity {
    /// One.
    One,
    /// One or none (`null`).
    ZeroOrOne,
    /// Any number.
    Many,
    /// One, or a list of any number.
    OneOrMany,
    /// One, none (`null`), or a list of any number.
    ZeroOneOrMany,
    /// The document does not say (links only).
    Unknown,
}

impl Arity {
    /// Returns whether a list is taken.
    pub fn is_many(self) -> bool {
        matches!(self, Self::Many | Self::OneOrMany | Self::ZeroOneOrMany)
    }

    /// Returns whether null is taken.
    pub fn is_nullable(self) -> bool {
        matches!(self, Self::ZeroOrOne | Self::ZeroOneOrMany)
    }
}

/// A resource as it is sent: one distinct shape. Structurally equal shapes for one wire type and
/// role are one node.
#[derive(Debug, Clone)]
pub struct WriteView {
    /// Where it is described.
    pub at: Pointer,
    /// The type it is a view of.
    pub resource: ResourceId,
    /// What it is sent for.
    pub role: WriteRole,
    /// Whether it has an `id`. That of a change is taken from the path where it stands there.
    pub id: IdRule,
    /// What `id` is.
    pub id_type: IdType,
    /// What the document says of the `id`.
    pub given_id: GivenId,
    /// Whether it is sent only by `PUT` requests, which replace the whole resource.
    pub replaces: bool,
    /// Whether a request that sends it names the resource in another place, too: in the path, or as the target in a batch.
    pub is_named_by_request: bool,
    /// Whether the client may give it a local id (`lid`), by which the rest of the request names it.
    pub local: bool,
    /// The attributes.
    pub attributes: Vec<Field>,
    /// Whether attributes beyond the named ones may be sent.
    pub open: bool,
    /// The relationships.
    pub relationships: Vec<Relationship>,
    /// Members that stand beside the relationships wherever one is sent.
    pub relationship_tags: Vec<Discriminator>,
    /// Whether `attributes` is sent even if there is none.
    pub requires_attributes: bool,
    /// Whether empty `attributes` are not sent, because they are optional and have required members.
    pub requires_some_attributes: bool,
    /// Whether `relationships` is sent even if there is none.
    pub requires_relationships: bool,
    /// Its `meta`, when described.
    pub meta: Option<DocumentMeta>,
    /// Members of the resource object that JSON:API does not know, such as those of an extension.
    pub others: Vec<Field>,
    /// What the document says of it.
    pub docs: Option<String>,
}

impl WriteView {
    /// Returns whether callers must give the `id`: that of a change may come from elsewhere in the request.
    pub fn requires_id(&self) -> bool {
        let is_named = self.role == WriteRole::Update && self.is_named_by_request;
        self.id == IdRule::Required && !is_named
    }

    /// Returns whether `attributes` is sent, whatever is in it.
    pub fn sends_attributes(&self) -> bool {
        let may_be_empty = self.open || !self.attributes.is_empty();
        self.requires_attributes || may_be_empty && !self.requires_some_attributes
    }

    /// Returns whether the client may give an `id`, or leave it out.
    pub fn takes_id(&self) -> bool {
        self.id != IdRule::None && !self.requires_id()
    }
}

/// The text about an `id` that the client sends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenId {
    /// The text.
    pub docs: Option<String>,
    /// The type of the resource that the text names, where that is another one than the one that is sent: "The ID of the
    /// campaign to send" of a `campaign-send-job`.
    pub names: Option<ResourceId>,
}

/// The purpose for which a resource is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WriteRole {
    /// To create one (`POST`, or embedded in another resource's attributes).
    Create,
    /// To change one (`PATCH`).
    Update,
}
