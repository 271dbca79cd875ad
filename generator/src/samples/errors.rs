//! The expected body of an error response (JSON:API "Errors").
//!
//! The model keeps only the codes that a description lists, so all else is held against JSON:API itself:
//! the types of the members that it names. Whether they may be null, it leaves to the description.

use jsonapi_forge_runtime::mismatches::{Member, PayloadShape, Shape};

/// Returns the shape of a failure's body; `code` is that of the codes.
pub(super) fn payload(code: &'static Shape) -> PayloadShape {
    let error = Shape::OpenRecord(
        vec![
            Member::OptionalNullable("id", Shape::STRING),
            Member::OptionalNullable("status", Shape::STRING),
            Member::OptionalNullable("code", code),
            Member::OptionalNullable("title", Shape::STRING),
            Member::OptionalNullable("detail", Shape::STRING),
            Member::OptionalNullable("source", Shape::OBJECT),
            Member::OptionalNullable("meta", Shape::OBJECT),
        ]
        .leak(),
        Shape::ANY,
    );
    let errors = Member::Optional("errors", keep(Shape::List(keep(error))));
    PayloadShape::Json(keep(Shape::OpenRecord(vec![errors].leak(), Shape::ANY)))
}

fn keep(shape: Shape) -> &'static Shape {
    Box::leak(Box::new(shape))
}
