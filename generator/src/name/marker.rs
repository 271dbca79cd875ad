//! The marker of each operation, and the types that are named after it.

use std::collections::BTreeSet;

use crate::ir::{self, Api};
use crate::name::assign::names_by_id;
use crate::name::case::{camel, spelled};
use crate::name::keyword::escape_type;
use crate::name::lock::{Lock, Section};
use crate::name::members::distinct;
use crate::name::{Module, TagNames, outcome};

/// Returns the name of the type of an operation's request: `GetBook` has `GetBookRequest`.
pub(crate) fn request_name(marker: &str) -> String {
    format!("{marker}Request")
}

/// Returns the names of the types of an operation, which begin with its marker.
pub(crate) fn names_of<'a>(operation: &'a ir::Operation, marker: &'a str) -> impl Iterator<Item = String> + 'a {
    let success = &operation.success;
    let data = success.payloads_by_status().filter_map(|(status, payload)| match payload {
        ir::Payload::Document(document) if matches!(&document.data, ir::Data::Mixed { of, .. } if !of.is_empty()) => {
            Some(format!("{}Data", status.map(outcome).unwrap_or_default()))
        }
        _ => None,
    });
    let output = (!success.outcomes.is_empty()).then(|| "Output".to_owned());
    let body = operation.body.as_ref().map(|body| &body.content);
    let batch = matches!(body, Some(ir::BodyContent::Batch(_))).then(|| "Batch".to_owned());
    let options = ["Include", "Sort", "Filter"].map(str::to_owned);
    let suffixes = options.into_iter().chain(data).chain(output).chain(batch);
    [marker.to_owned(), request_name(marker)].into_iter().chain(suffixes.map(move |suffix| format!("{marker}{suffix}")))
}

/// Names the markers, by operation. They are distinct in the whole client, as ids are, and so are the types of a tag:
/// `get_book_request` becomes `GetBookRequestOperation` beside `get_book`, whose request has its name.
pub(super) fn markers(api: &Api, lock: &Lock, given: &BTreeSet<(Module, String)>, tags: &[TagNames]) -> Vec<String> {
    let marker = |name: String| escape_type(name, "Operation");
    let known = |id: &str| lock.get(Section::Markers, id).map(|name| marker(name.to_owned()));
    let operations: Vec<&ir::Operation> = api.operations.iter().map(|(_, operation)| operation).collect();
    let ids = operations.iter().map(|operation| operation.id.as_str());
    let names = names_by_id(api);
    let plain = |id: &str| marker(camel(names.get(id).unwrap_or(&id)));
    let mut markers = distinct(ids, known, plain, |id| marker(spelled(id)));

    let mut taken = given.clone();
    taken.extend(tags.iter().enumerate().map(|(tag, names)| (Module::Tag(tag), names.handle.clone())));
    // Those that have a name keep it, and of two new ones that with the shorter name.
    let mut order: Vec<(bool, usize, &ir::Operation, &mut String)> = operations
        .into_iter()
        .zip(&mut markers)
        .map(|(operation, name)| (known(&operation.id).is_none(), name.len(), operation, name))
        .collect();
    order.sort_by_key(|(is_new, length, ..)| (*is_new, *length));
    for (is_new, _, operation, name) in order {
        let module = Module::Tag(operation.tag);
        while is_new && names_of(operation, name).any(|name| taken.contains(&(module, name))) {
            name.push_str("Operation");
        }
        taken.extend(names_of(operation, name).map(|name| (module, name)));
    }
    markers
}
