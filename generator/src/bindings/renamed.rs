//! What this release calls differently than the one that made a crate: two `bindings.json` of one document.
//!
//! ```text
//! {"id": "get_books", "item": {"path": "books::Books::all_books", ..}, ..}    in the crate from before
//! {"id": "get_books", "item": {"path": "books::Books::get_books", ..}, ..}    as it is made now
//! ```
//!
//! means that `books::Books::all_books` became `books::Books::get_books`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The lists of nodes in the file, each with the members that tell its nodes apart.
const LISTS: [(&str, &[&str]); 3] =
    [("operations", &["id", "pointer"]), ("resources", &["type"]), ("types", &["kind", "pointer"])];

/// Returns old and new paths of items. There are none where the files are of different documents, or one is not JSON.
pub(crate) fn renamed(before: &str, now: &str) -> BTreeSet<(String, String)> {
    let [Ok(before), Ok(now)] = [before, now].map(serde_json::from_str::<Value>) else { return BTreeSet::new() };
    let sha256 = |file: &Value| file.pointer("/document/sha256").cloned();
    if sha256(&before) != sha256(&now) {
        return BTreeSet::new();
    }
    let now = items(&now);
    let nodes = items(&before).into_iter().filter_map(|(node, old)| Some((old, now.get(&node)?)));
    let pairs = nodes.flat_map(|(old, new)| {
        let gone: Vec<&String> = old.difference(new).collect();
        let came: Vec<&String> = new.difference(&old).collect();
        // Otherwise items were added or removed, and nothing tells which of the others took a name.
        let is_renamed = gone.len() == came.len();
        let pairs = gone.into_iter().zip(came).filter(|_| is_renamed);
        pairs.map(|(old, new)| without_common_end(old, new)).collect::<Vec<_>>()
    });
    // What has methods for a marker is renamed with the marker.
    pairs.filter(|(old, _)| !old.ends_with('>')).collect()
}

/// Returns the paths of the items of each node and of each of its parts.
fn items(file: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut items: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (list, members) in LISTS {
        for node in elements(&file[list]) {
            let key: String = members.iter().map(|member| node[*member].to_string()).collect();
            let heads = items.entry(format!("{list} {key}")).or_default();
            heads.extend(std::iter::once(&node["item"]).chain(elements(&node["others"])).filter_map(path));
            for part in elements(&node["parts"]) {
                let part_items = items.entry(format!("{list} {key} {} {}", part["kind"], part["name"])).or_default();
                part_items.extend(elements(&part["items"]).filter_map(path));
            }
        }
    }
    items
}

fn elements(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn path(item: &Value) -> Option<String> {
    item["path"].as_str().map(str::to_owned)
}

/// Returns what was renamed of two paths: of `a::New::title` and `a::Create::title`, the type.
fn without_common_end(old: &str, new: &str) -> (String, String) {
    let (mut old, mut new) = (old, new);
    while let (Some((outer_old, last_old)), Some((outer_new, last_new))) =
        (old.rsplit_once("::"), new.rsplit_once("::"))
    {
        if last_old != last_new {
            break;
        }
        (old, new) = (outer_old, outer_new);
    }
    (old.to_owned(), new.to_owned())
}
