//! What became of the changes of a [`Batch`](super::super::Batch): one result each, in the same order.

use bytes::Bytes;

use super::super::document::Errors;
use super::super::document::included::ResolveError;
use super::super::document::links::Links;
use super::super::document::payload::{Payload, Read, ReadError, read_described};
use super::super::document::resource::{AnyResource, Resource, ResourceType};
use super::super::schema::shape::{Member, PayloadShape, Shape};
use super::super::value::decode::{Decode, Input, Slot};
use super::super::value::serialize::read_value;
use super::super::value::values::Value;
use super::super::value::view::{Fields, RecordView, See, View, Viewed};
use super::batch::{BatchNumber, Handle};

/// The results of a batch. Empty when the service did just what was asked, and had nothing to add.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Results {
    /// One for each change, in their order.
    pub results: Vec<ChangeResult>,
    /// The links.
    pub links: Links,
    /// Anything else the service tells.
    pub meta: Option<Value>,
    /// The batch that they are of.
    batch: Option<BatchNumber>,
}

/// The result of one change.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ChangeResult {
    /// The resource as it is now, unread; `None` when the service left it out.
    pub data: Option<AnyResource>,
    /// Anything else the service tells of the change.
    pub meta: Option<Value>,
}

impl Results {
    /// Reads the `meta` as a type; `None` where there is none, or it is of another type.
    pub fn meta_as<M: Decode>(&self) -> Option<M> {
        read_value(self.meta.as_ref()?)
    }

    /// Returns the resource that a change of the batch has as its result; `None` when the service left it out, and for
    /// a change of another batch.
    ///
    /// ```rust,ignore
    /// let ada = results.get(&ada).ok_or("the service says what it added")??;
    /// ```
    pub fn get<T: ResourceType>(&self, handle: &Handle<T>) -> Option<Result<Resource<T>, ResolveError>> {
        let resource = self.results.get(handle.position_in(self.batch?)?)?.data.as_ref()?;
        Some(resource.decode())
    }
}

impl ChangeResult {
    /// Reads the `meta` as a type; `None` where there is none, or it is of another type.
    pub fn meta_as<M: Decode>(&self) -> Option<M> {
        read_value(self.meta.as_ref()?)
    }

    /// Reads a result.
    fn new(input: Input<'_>) -> Self {
        if !input.node().is_object() {
            input.mark_dirty();
        }
        let data = input.member("data").filter(|data| data.node().is_object());
        Self { data: data.map(AnyResource::new), meta: input.member("meta").and_then(Input::value) }
    }
}

/// The members of a document that answers a batch. The walk knows them without a table.
const MEMBERS: &Shape = &Shape::Record(&[
    Member::Required("atomic:results", Shape::ANY),
    Member::Optional("links", Shape::OBJECT),
    Member::Optional("meta", Shape::ANY),
    Member::Optional("errors", Shape::ANY),
]);

impl Decode for Results {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        if !input.is_object() {
            return;
        }
        let (mut changes, mut errors) = (Changes::default(), Errors::default());
        let Self { results, links, meta, .. } = slot.insert(Self::default());
        input.fields(MEMBERS, &mut [&mut changes, links, meta, &mut errors]);
        if errors.came || !changes.came {
            input.mark_dirty();
        }
        // A document with nothing but `meta` answers a batch that has no results (the extension "Atomic Operations").
        if changes.came || !errors.came {
            *results = changes.results;
        } else {
            *slot = None;
        }
    }
}

impl Fields for Results {
    fn list(&self, see: See<'_>) {
        see(&[&self.results, &self.links, &self.meta, &()]);
    }
}

impl Viewed for Results {
    fn view(&self) -> View<'_> {
        View::Record(RecordView { name: "Results", shape: MEMBERS, fields: self })
    }
}

/// The members of a result.
const RESULT: &Shape = &Shape::Record(&[Member::Optional("data", Shape::ANY), Member::Optional("meta", Shape::ANY)]);

impl Fields for ChangeResult {
    fn list(&self, see: See<'_>) {
        see(&[&self.data, &self.meta]);
    }
}

impl Viewed for ChangeResult {
    fn view(&self) -> View<'_> {
        View::Record(RecordView { name: "ChangeResult", shape: RESULT, fields: self })
    }
}

/// The place of the results.
#[derive(Default)]
struct Changes {
    results: Vec<ChangeResult>,
    came: bool,
}

impl Slot for Changes {
    // By position: one that is no object has its place, too.
    fn decode(&mut self, input: Input<'_>) {
        let elements = input.elements().and_then(|elements| elements.with_room(size_of::<ChangeResult>()));
        self.came = elements.is_some();
        self.results.extend(elements.into_iter().flatten().map(ChangeResult::new));
    }
}

impl Payload for Results {
    const PAYLOAD: PayloadShape = PayloadShape::Results;

    #[inline]
    fn read(body: &Bytes) -> Result<Read<Self>, ReadError> {
        read_described(body)
    }

    fn answer(&mut self, batch: BatchNumber) {
        self.batch = Some(batch);
    }
}
