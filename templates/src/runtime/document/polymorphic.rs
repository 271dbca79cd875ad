//! Primary data of several resource types, told apart by the `type` of each resource.

use super::super::schema::shape::ResourceShape;
use super::super::value::decode::Input;
use super::resource::AnyResource;

/// A resource of one of several types: what is emitted for each such set.
pub trait Polymorphic: Sized + 'static {
    /// The shapes of the types.
    const TYPES: &'static [&'static ResourceShape];

    /// Reads a resource of this wire `type`; `None` when it is none of the types.
    fn read(kind: &str, input: Input<'_>) -> Option<Self>;

    /// Keeps a resource of any other type.
    fn unknown(resource: AnyResource) -> Self;
}

/// Reads such a resource: how all such types implement [`Decode`](super::super::Decode).
#[doc(hidden)]
pub fn decode_polymorphic<P: Polymorphic>(slot: &mut Option<P>, input: Input<'_>) {
    let Some(resource) = input.read::<AnyResource>() else { return };
    *slot = P::read(resource.kind(), input).or_else(|| {
        input.mark_dirty();
        Some(P::unknown(resource))
    });
}
