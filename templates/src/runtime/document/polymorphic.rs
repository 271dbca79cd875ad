//! Primary data of several resource types, told apart by the `type` of each resource.

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::value::RawValue;

use super::super::schema::shape::ResourceShape;
use super::super::value::context::Context;
use super::super::value::union::{Raw, ReadAlternative};
use super::resource::AnyResource;

/// A resource of one of several types: what is emitted for each such set.
pub trait Polymorphic: Sized + 'static {
    /// What the description says of each type.
    const TYPES: &'static [&'static ResourceShape];

    /// Reads a resource of this wire `type`; `None` when it is none of the types.
    fn read<R: ReadAlternative>(kind: &str, raw: R) -> Option<Self>;

    /// Keeps a resource of any other type.
    fn unknown(resource: AnyResource) -> Self;
}

/// How such types implement [`Decode::decode`](super::super::Decode::decode).
///
/// # Errors
/// When the text is no JSON.
pub fn decode_polymorphic<'de, P: Polymorphic, D: Deserializer<'de>>(
    slot: &mut Option<P>,
    deserializer: D,
    cx: &Context,
) -> Result<(), D::Error> {
    let text = <&RawValue>::deserialize(deserializer)?.get();
    if !text.starts_with('{') {
        if text != "null" {
            cx.mark_dirty();
        }
        return Ok(());
    }
    let resource = AnyResource::new(cx.slice(text), text);
    *slot = P::read(resource.kind(), Raw::new(text, cx)).or_else(|| {
        cx.mark_dirty();
        Some(P::unknown(resource))
    });
    Ok(())
}
