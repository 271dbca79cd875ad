//! Alternatives that the JSON type of a member tells apart.

use jsonapi_forge_goldens::case_unions::resources::shelf::{Shelf, ShelfByMember, ShelfByMemberIfThere};
use serde_json::json;

fn shelf(attributes: serde_json::Value) -> Shelf {
    serde_json::from_value(attributes).expect("the attributes are good")
}

#[test]
fn a_member_of_two_types_tells_what_an_object_is() {
    let text = shelf(json!({ "by_member": { "value": "top" } })).by_member;
    assert!(
        matches!(&text, Some(ShelfByMember::ValueString(found)) if found.value.as_deref() == Some("top")),
        "{text:?}"
    );
    let number = shelf(json!({ "by_member": { "value": 2 } })).by_member;
    assert!(matches!(&number, Some(ShelfByMember::ValueNumber(found)) if found.value == Some(2.0)), "{number:?}");
}

#[test]
fn one_and_many_are_told_apart() {
    let row = || json!({ "row": 1 });
    let one = shelf(json!({ "by_member_if_there": { "shelf": row() } })).by_member_if_there;
    assert!(matches!(&one, Some(ShelfByMemberIfThere::Object(found)) if found.shelf.is_some()), "{one:?}");
    let many = shelf(json!({ "by_member_if_there": { "shelf": [row(), row()] } })).by_member_if_there;
    let count = |found: &Option<ShelfByMemberIfThere>| match found {
        Some(ShelfByMemberIfThere::ShelfList(found)) => found.shelf.as_ref().map(Vec::len),
        _ => None,
    };
    assert_eq!(count(&many), Some(2), "{many:?}");
}
