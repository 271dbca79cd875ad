//! Documents as they are read: primary data with its envelope (JSON:API "Top Level"), resources, their
//! relationships and what is included.

pub(crate) mod embedded;
pub(crate) mod envelope;
pub(crate) mod identifier;
pub(crate) mod included;
pub(crate) mod links;
pub(crate) mod payload;
pub(crate) mod polymorphic;
pub(crate) mod relationship;
pub(crate) mod resolve;
pub(crate) mod resource;

use std::any;

use self::identifier::{AnyIdentifier, Identifier, Related};
use self::included::Included;
use self::links::Links;
use self::resolve::{Relation, Resolver};
use self::resource::{AnyResource, Resource, ResourceType};
use super::schema::shape::{DataShape, Member, PrimaryShape, Shape};
use super::value::decode::{Decode, Input};
use super::value::id::ResourceIdentity;
use super::value::values::Value;
use super::value::view::{Fields, RecordView, See, View, Viewed};

/// A JSON:API document.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Document<D> {
    /// The primary data; empty when it was absent or not what the description says.
    pub data: D,
    /// The links, such as those to other pages.
    pub links: Links,
    /// Anything else the service tells.
    pub meta: Option<Value>,
    /// The resources that came along.
    pub included: Included,
}

/// A document whose primary data is a list.
pub type Collection<P> = Document<Vec<P>>;

impl<D: Data> Document<D> {
    /// Follows a relationship to the resources it names, in `included` or in the primary data.
    ///
    /// Yields nothing where nothing is related or the service did not say what is.
    pub fn resolve<'a, R: Relation>(&'a self, relation: &'a R) -> R::Resolved<'a> {
        relation.resolve(Resolver::new(&self.included, &self.data))
    }
}

/// The members of a document. The walk knows them without a table.
const MEMBERS: &Shape = &Shape::Record(&[
    Member::Optional("data", Shape::ANY),
    Member::Optional("links", Shape::OBJECT),
    Member::Optional("meta", Shape::ANY),
    Member::Optional("included", Shape::ANY),
]);

impl<D: Data> Decode for Document<D> {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        if !input.is_object() {
            return;
        }
        let mut data: Option<D> = None;
        let document = slot.insert(Self::default());
        input.fields(MEMBERS, &mut [&mut data, &mut document.links, &mut document.meta, &mut document.included]);
        if let Some(data) = data {
            document.data = data;
        }
    }
}

impl<D: Data> Fields for Document<D> {
    fn list(&self, see: See<'_>) {
        let data = OrNull(&self.data, matches!(D::DATA, DataShape::ZeroOrOne(_)));
        see(&[&data, &self.links, &self.meta, &self.included]);
    }
}

impl<D: Data> Viewed for Document<D> {
    fn view(&self) -> View<'_> {
        View::Record(RecordView { name: "Document", shape: MEMBERS, fields: self })
    }
}

/// Primary data, of which there may be none by the document that the service describes: it is null then.
struct OrNull<'d>(&'d dyn Viewed, bool);

impl Viewed for OrNull<'_> {
    fn view(&self) -> View<'_> {
        match self.0.view() {
            View::Absent(_) if self.1 => View::Null,
            view => view,
        }
    }
}

/// What primary data may be: one [`Primary`], one or none, a list of them, or nothing (`()`).
pub trait Data: Decode + Default + Send + Sync + 'static {
    /// What the description says of it.
    const DATA: DataShape;

    /// The resource of this `type` and id in it, as a `Resource<T>`.
    fn find(&self, kind: &str, id: &str) -> Option<&dyn any::Any>;
}

/// What primary data may consist of: resources or identifiers.
pub trait Primary: Decode + Clone + Default + Send + Sync + 'static {
    /// What the description says of it.
    const PRIMARY: PrimaryShape;

    /// Itself, if it is the resource of this `type` and id.
    fn is(&self, _kind: &str, _id: &str) -> Option<&dyn any::Any> {
        None
    }
}

impl<T: ResourceType> Primary for Resource<T> {
    const PRIMARY: PrimaryShape = PrimaryShape::Resource(T::RESOURCE);

    fn is(&self, kind: &str, id: &str) -> Option<&dyn any::Any> {
        let own = self.id.open_type().unwrap_or(T::TYPE);
        (kind == own && id == self.id.as_str()).then_some(self)
    }
}

impl<T: ResourceType> Primary for Identifier<T> {
    const PRIMARY: PrimaryShape = PrimaryShape::Identifier(<T as Related>::TYPE);
}

impl Primary for AnyIdentifier {
    const PRIMARY: PrimaryShape = PrimaryShape::Identifier(None);
}

impl Primary for AnyResource {
    const PRIMARY: PrimaryShape = PrimaryShape::AnyResource;
}

impl<P: Primary> Data for P {
    const DATA: DataShape = DataShape::One(P::PRIMARY);

    fn find(&self, kind: &str, id: &str) -> Option<&dyn any::Any> {
        self.is(kind, id)
    }
}

impl<P: Primary> Data for Option<P> {
    const DATA: DataShape = DataShape::ZeroOrOne(P::PRIMARY);

    fn find(&self, kind: &str, id: &str) -> Option<&dyn any::Any> {
        self.as_ref()?.is(kind, id)
    }
}

impl<P: Primary> Data for Vec<P> {
    const DATA: DataShape = DataShape::Many(P::PRIMARY);

    // A scan: what is related is rarely primary data, and a page holds few resources.
    fn find(&self, kind: &str, id: &str) -> Option<&dyn any::Any> {
        self.iter().find_map(|primary| primary.is(kind, id))
    }
}

impl Data for () {
    const DATA: DataShape = DataShape::None;

    fn find(&self, _kind: &str, _id: &str) -> Option<&dyn any::Any> {
        None
    }
}

impl Decode for () {
    const SHAPE: &'static Shape = Shape::ANY;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        if input.is_null() {
            *slot = Some(());
        } else {
            input.mark_dirty();
        }
    }
}
