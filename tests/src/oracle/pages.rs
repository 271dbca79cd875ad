//! Lists in pages, made from the OpenAPI document: two pages of two items each.

use serde_json::{Value, json};

use super::description::Operation;
use super::respond::respond;
use super::{Description, Extent};
use crate::server::Reply;

/// The number of items on all pages of a list.
pub const ITEMS: usize = 4;

/// Where a document may have the cursor of the next page.
const CURSORS: [&str; 5] =
    ["/meta/next_cursor", "/meta/page/next_cursor", "/meta/pagination/next_cursor", "/meta/page/after", "/meta/after"];

/// The parameters by which a list can be counted on.
const COUNTERS: [&str; 6] = ["page[number]", "page[offset]", "page", "offset", "page_number", "page_offset"];

/// Page `number` of the list that an operation answers with, from 1 on; `link` leads to the next page. `None` where
/// the document does not tell how the next page is reached.
pub fn page(description: &Description, operation: &Operation, number: usize, link: &str) -> Option<Reply> {
    let (_, value) = respond(description, operation, Extent::Everything);
    let mut value = value?;
    let item = value.get("data")?.as_array()?.first()?.clone();
    // Resources without an id are known by their link.
    let is_known = |known: &&str| item.pointer(known).is_some_and(|value| value.is_string() || value.is_u64());
    let known_by = ["/id", "/links/self"].into_iter().find(is_known)?;
    let named = |id: usize| {
        let mut item = item.clone();
        if let Some(known) = item.pointer_mut(known_by) {
            *known = if known.is_u64() { id.into() } else { format!("item-{id}").into() };
        }
        item
    };
    let cursor = cursor(operation, &value);
    let takes = |names: &[&str]| {
        operation.parameters.iter().filter_map(|one| one.get("name")?.as_str()).any(|name| names.contains(&name))
    };
    // A cursor that nothing else has comes in a link (JSON:API "Pagination"), described or not.
    let has_link = value.pointer("/links/next").is_some() || cursor.is_none() && takes(&["page[cursor]"]);
    let counts = takes(&COUNTERS);
    if !has_link && cursor.is_none() && !counts {
        return None;
    }
    let is_last = number * 2 >= ITEMS;
    let items = if number * 2 > ITEMS { Vec::new() } else { vec![named(number * 2 - 1), named(number * 2)] };
    // What the members say of the size of the list was made up.
    let members = value.as_object_mut()?;
    members.retain(|name, _| name == "jsonapi");
    members.insert("data".to_owned(), items.into());
    if has_link && !is_last {
        members.insert("links".to_owned(), json!({ "next": link }));
    } else if let Some(pointer) = cursor.filter(|_| !is_last) {
        set_at(&mut value, &pointer, format!("cursor-{number}").into());
    }
    Some(Reply::json(200, value.to_string()))
}

/// Returns the JSON pointer to the cursor of the next page.
fn cursor(operation: &Operation, value: &Value) -> Option<String> {
    let path = operation.node.pointer("/x-pagination/cursorPath").and_then(Value::as_str);
    let stated = path.map(|path| format!("/{}", path.replace('.', "/")));
    let usual = || CURSORS.into_iter().find(|pointer| value.pointer(pointer).is_some()).map(str::to_owned);
    stated.or_else(usual)
}

fn set_at(document: &mut Value, pointer: &str, value: Value) {
    let mut place = document;
    for step in pointer.split('/').skip(1) {
        place = &mut place[step];
    }
    *place = value;
}
