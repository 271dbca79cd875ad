//! What became of the changes of a [`Batch`](super::super::Batch): one result each, in the same order.

use bytes::Bytes;
use serde::de::MapAccess;

use super::super::document::included::ResolveError;
use super::super::document::links::Links;
use super::super::document::payload::{Payload, Read, ReadError, read_described};
use super::super::document::resource::{AnyResource, Resource, ResourceType};
use super::super::schema::scan;
use super::super::schema::shape::{PayloadShape, Shape};
use super::super::value::context::Context;
use super::super::value::decode::{Decode, Members};
use super::super::value::values::Value;
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
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ChangeResult {
    /// The resource as it is now, unread; `None` when the service left it out.
    pub data: Option<AnyResource>,
    /// Anything else the service tells of the change.
    pub meta: Option<Value>,
}

impl Results {
    /// The resource that a change of the batch has as its result; `None` when the service left it out, and for a
    /// change of another batch.
    pub fn get<T: ResourceType>(&self, handle: &Handle<T>) -> Option<Result<Resource<T>, ResolveError>> {
        let resource = self.results.get(handle.position_in(self.batch?)?)?.data.as_ref()?;
        Some(resource.decode())
    }
}

impl ChangeResult {
    /// From the text of a result, which must be a part of the body.
    #[inline]
    fn new(text: &str, cx: &Context) -> Self {
        if !text.starts_with('{') {
            cx.mark_dirty();
        }
        let mut result = Self::default();
        for (key, value) in scan::members(text) {
            match &*key {
                "data" if value.starts_with('{') => result.data = Some(AnyResource::new(cx.slice(value), value)),
                "meta" => result.meta = serde_json::from_str(value).ok(),
                _ => {}
            }
        }
        result
    }
}

impl Decode for Results {
    // The walk knows results without a table.
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        let results = slot.insert(Self::default());
        while let Some(key) = members.next_key()? {
            match &*key {
                // By position: one that is no object has its place, too.
                "atomic:results" => {
                    let changes = scan::elements(members.raw()?).into_iter();
                    results.results = changes.map(|one| ChangeResult::new(one, members.cx)).collect();
                }
                "links" => members.replace(&mut results.links)?,
                "meta" => members.read(&mut results.meta)?,
                _ => members.skip()?,
            }
        }
        Ok(())
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
