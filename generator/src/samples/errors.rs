//! The expected body of an error response (JSON:API "Errors").
//!
//! The model keeps only the codes that a document lists, and the `meta` that it describes, so all else is held against JSON:API itself:
//! the types of the members that it names. Whether they may be null, it leaves to the document.

use bumpalo::Bump;
use jsonapi_forge_runtime::mismatches::{Member, PayloadShape, Shape};

/// Returns the shape of a failure's body; `code` is that of the codes, and `meta` that of the `meta` of each error.
pub(super) fn payload<'t>(memory: &'t Bump, code: &'t Shape<'t>, meta: &'t Shape<'t>) -> PayloadShape<'t> {
    let members = [
        Member::OptionalNullable("id", Shape::STRING),
        Member::OptionalNullable("status", Shape::STRING),
        Member::OptionalNullable("code", code),
        Member::OptionalNullable("title", Shape::STRING),
        Member::OptionalNullable("detail", Shape::STRING),
        Member::OptionalNullable("source", Shape::OBJECT),
        Member::OptionalNullable("meta", meta),
    ];
    let error = memory.alloc(Shape::OpenRecord(memory.alloc_slice_copy(&members), Shape::ANY));
    let errors = [Member::Optional("errors", memory.alloc(Shape::List(error)))];
    PayloadShape::Json(memory.alloc(Shape::OpenRecord(memory.alloc_slice_copy(&errors), Shape::ANY)))
}
