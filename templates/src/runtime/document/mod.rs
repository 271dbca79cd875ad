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

use bytes::Bytes;

use self::identifier::{AnyIdentifier, Identifier, Related};
use self::included::Included;
use self::links::Links;
use self::resolve::{Relation, Resolver};
use self::resource::{AnyResource, OtherMembers, Resource, ResourceType, see_with_rest};
use super::error::api_error::{self, ErrorObject};
use super::schema::shape::{DataShape, Member, PrimaryShape, Shape};
use super::schema::walk_document::are_errors;
use super::value::decode::{Decode, Input, Slot};
use super::value::id::ResourceIdentity;
use super::value::serialize::read_value;
use super::value::values::{Map, Value};
use super::value::view::{Fields, RecordView, See, View, Viewed};

/// A JSON:API document.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Document<D> {
    /// The primary data. A list is empty, and what may be null is `None`, where it was absent or not what the OpenAPI
    /// document says; a response without the one resource that it must have is an [`Error::Absent`](super::Error).
    pub data: D,
    /// The links, such as those to other pages.
    pub links: Links,
    /// Anything else the service tells.
    pub meta: Option<Value>,
    /// The resources that came along.
    pub included: Included,
    /// The object `jsonapi` (JSON:API "JSON:API Object"), and the members that JSON:API does not know, such as those of
    /// an extension (JSON:API "Extensions"). Of several changes some may fail: it has `errors` then.
    pub rest: Map<Value>,
}

/// A document whose primary data is a list.
pub type Collection<P> = Document<Vec<P>>;

impl<D> Document<D> {
    /// Makes a document with this primary data and nothing else, such as for a test.
    ///
    /// ```rust,ignore
    /// let page: Collection<Resource<Profile>> = Document::new(vec![Resource::new("P1"), Resource::new("P2")])
    ///     .include(Resource::<List>::new("L1"))
    ///     .set(|page| page.links = Links::from([("next", "https://api.example.com/profiles?page=2")]));
    /// ```
    pub fn new(data: D) -> Self {
        Self { data, links: Links::default(), meta: None, included: Included::default(), rest: Map::new() }
    }

    /// Changes it, in an expression.
    #[must_use]
    pub fn set(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// Adds a resource to those that come along.
    #[must_use]
    pub fn include(mut self, resource: impl Into<AnyResource>) -> Self {
        self.included = self.included.iter().chain([resource.into()]).collect();
        self
    }

    /// Returns the errors that came beside the primary data, such as those of changes of which only some were made.
    /// Errors in place of it are an [`Error`](super::Error).
    pub fn errors(&self) -> Vec<ErrorObject> {
        self.rest.get("errors").cloned().map(api_error::listed).unwrap_or_default()
    }

    /// Reads the `meta` as the type that is described for it; `None` where there is none, or it is of another type.
    pub fn meta_as<M: Decode>(&self) -> Option<M> {
        read_value(self.meta.as_ref()?)
    }
}

impl<D: Data> Document<D> {
    /// Follows a relationship to the resources it names, in `included` or in the primary data.
    ///
    /// Yields nothing where nothing is related or the service did not say what is.
    ///
    /// ```rust,ignore
    /// let profile = klaviyo.profiles().get_profile("P1").include([GetProfileInclude::Lists]).send().await?;
    /// for list in profile.resolve(&profile.data.relationships.lists) {
    ///     println!("{:?}", list?.attributes.name);
    /// }
    /// ```
    pub fn resolve<'a, R: Relation>(&'a self, relation: &'a R) -> R::Resolved<'a> {
        relation.resolve(Resolver::new(&self.included, &self.data))
    }
}

/// The members of a document. The walk knows them without a table.
const MEMBERS: &Shape = &Shape::OpenRecord(
    &[
        Member::Optional("data", Shape::ANY),
        Member::Optional("links", Shape::OBJECT),
        Member::Optional("meta", Shape::ANY),
        Member::Optional("included", Shape::ANY),
        Member::Optional("errors", Shape::ANY),
    ],
    Shape::ANY,
);

impl<D: Data> Decode for Document<D> {
    const SHAPE: &'static Shape = Shape::OBJECT;

    /// Leaves the slot empty where the primary data must be there and is not, and where there are errors instead.
    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        let mut data = None;
        let read = &mut |input: Input<'_>| {
            D::read(&mut data, input);
            data.is_some()
        };
        *slot = read_members(input, D::DATA, read).map(|Members { links, meta, included, rest }| Self {
            data: data.unwrap_or_default(),
            links,
            meta,
            included,
            rest,
        });
    }
}

/// The members of a document but for its primary data.
#[derive(Default)]
struct Members {
    links: Links,
    meta: Option<Value>,
    included: Included,
    rest: Map<Value>,
}

/// Reads a document, its primary data by `read`, which says whether it could; `None` where the document cannot be handed
/// out. It is not generic: there are as many documents as types of primary data.
fn read_members(input: Input<'_>, described: DataShape, read: &mut dyn FnMut(Input<'_>) -> bool) -> Option<Members> {
    if !input.is_object() {
        input.mark_dirty();
        return None;
    }
    let (mut data, mut errors) =
        (PrimaryData { read, is_read: false, came: false, text: Bytes::new() }, Errors::default());
    let mut members = Members::default();
    let Members { links, meta, included, rest } = &mut members;
    let slots: &mut [&mut dyn Slot] = &mut [&mut data, links, meta, included, &mut errors];
    input.open_fields(MEMBERS, slots, &mut OtherMembers(rest));
    let PrimaryData { is_read, came, text, .. } = data;
    if is_read {
        included.keep_primary(text);
        rest.extend(errors.value.filter(|_| errors.came).map(|errors| ("errors".to_owned(), errors)));
    }
    let may_lack = match described {
        DataShape::One(_) => false,
        DataShape::ZeroOrOne(_) | DataShape::Many(_) => !came,
        DataShape::None => true,
    };
    if errors.came || (!is_read && !matches!(described, DataShape::None)) {
        input.mark_dirty();
    }
    (is_read || (may_lack && !errors.came)).then_some(members)
}

/// The place of primary data.
struct PrimaryData<'r> {
    read: &'r mut dyn FnMut(Input<'_>) -> bool,
    /// Whether it could be read.
    is_read: bool,
    /// Whether it is there, and not null.
    came: bool,
    text: Bytes,
}

impl Slot for PrimaryData<'_> {
    fn decode(&mut self, input: Input<'_>) {
        self.came = !input.is_null();
        self.text = input.cx().slice(input.node().text());
        self.is_read = (self.read)(input);
    }
}

/// The place of errors, which a document has instead of primary data. They are read by [`ApiError`](super::ApiError).
#[derive(Default)]
pub(crate) struct Errors {
    /// Whether there is at least one.
    pub(crate) came: bool,
    /// The member, if it has one.
    value: Option<Value>,
}

impl Slot for Errors {
    fn decode(&mut self, input: Input<'_>) {
        self.came = are_errors(input.node());
        self.value = if self.came { input.value() } else { None };
    }
}

impl<D: Data> Fields for Document<D> {
    fn list(&self, see: See<'_>) {
        let data = OrNull(&self.data, matches!(D::DATA, DataShape::ZeroOrOne(_)));
        see_with_rest(&[&data, &self.links, &self.meta, &self.included, &()], &self.rest, see);
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

/// Primary data: one [`Primary`], one or none, a list of them, or nothing (`()`).
pub trait Data: Decode + Default + Send + Sync + 'static {
    /// Its shape.
    const DATA: DataShape;

    /// Reads it. One where a list is described is a list of one, and a list of one where one is described is that one;
    /// neither is what the OpenAPI document says.
    fn read(slot: &mut Option<Self>, input: Input<'_>);

    /// Returns the resource of this `type` and id in it, as a `Resource<T>`.
    fn find(&self, kind: &str, id: &str) -> Option<&dyn any::Any>;
}

/// An element of primary data: a resource or an identifier.
pub trait Primary: Decode + Clone + Default + Send + Sync + 'static {
    /// Its shape.
    const PRIMARY: PrimaryShape;

    /// Returns the resource if it has this `type` and id.
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

    fn read(slot: &mut Option<Self>, input: Input<'_>) {
        P::decode(slot, only(input));
    }

    fn find(&self, kind: &str, id: &str) -> Option<&dyn any::Any> {
        self.is(kind, id)
    }
}

impl<P: Primary> Data for Option<P> {
    const DATA: DataShape = DataShape::ZeroOrOne(P::PRIMARY);

    fn read(slot: &mut Option<Self>, input: Input<'_>) {
        let read = only(input).read();
        // What is not null and cannot be read must not pass for null.
        *slot = (read.is_some() || input.is_null()).then_some(read);
    }

    fn find(&self, kind: &str, id: &str) -> Option<&dyn any::Any> {
        self.as_ref()?.is(kind, id)
    }
}

impl<P: Primary> Data for Vec<P> {
    const DATA: DataShape = DataShape::Many(P::PRIMARY);

    fn read(slot: &mut Option<Self>, input: Input<'_>) {
        if input.member("type").is_some() {
            input.mark_dirty();
            *slot = input.read().map(|only| vec![only]);
        } else {
            Self::decode(slot, input);
        }
    }

    // A scan: what is related is rarely primary data, and a page holds few resources.
    fn find(&self, kind: &str, id: &str) -> Option<&dyn any::Any> {
        self.iter().find_map(|primary| primary.is(kind, id))
    }
}

/// Returns the only element of a list, and any other value itself.
fn only(input: Input<'_>) -> Input<'_> {
    let mut elements = input.node().is_array().then(|| input.elements()).flatten().into_iter().flatten();
    match (elements.next(), elements.next()) {
        (Some(only), None) => {
            input.mark_dirty();
            only
        }
        _ => input,
    }
}

impl Data for () {
    const DATA: DataShape = DataShape::None;

    fn read(slot: &mut Option<Self>, input: Input<'_>) {
        <Self as Decode>::decode(slot, input);
    }

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
