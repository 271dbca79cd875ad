//! Schemas that refer to nothing but themselves.

use std::collections::HashSet;

use crate::source::Pointer;
use crate::spec::model::{Schema, SchemaId};
use crate::spec::reader::Reader;
use crate::spec::reference::circular;

/// Reports every circle of `$ref`, `allOf`, `oneOf` and `anyOf`, and cuts it open, so that later
/// stages may follow these without counting.
pub(super) fn cut_cycles(reader: &mut Reader<'_>) {
    let mut done = HashSet::new();
    for start in reader.schemas.ids() {
        walk(reader, start, &mut done);
    }
}

/// Walks depth first with an explicit stack: chains may be as long as the document.
fn walk(reader: &mut Reader<'_>, start: SchemaId, done: &mut HashSet<SchemaId>) {
    let mut path: Vec<(SchemaId, Vec<SchemaId>)> = Vec::new();
    let mut on_path: HashSet<SchemaId> = HashSet::new();
    let mut next = Some(start);
    loop {
        match next.take() {
            Some(id) if on_path.contains(&id) => report(reader, &path, id),
            Some(id) if done.insert(id) => {
                on_path.insert(id);
                path.push((id, composed_of(&reader.schemas[id])));
            }
            _ => {}
        }
        let Some((id, rest)) = path.last_mut() else { return };
        next = rest.pop();
        if next.is_none() {
            on_path.remove(id);
            path.pop();
        }
    }
}

fn composed_of(schema: &Schema) -> Vec<SchemaId> {
    let parts = schema.reference.iter().chain(&schema.all_of).chain(&schema.one_of);
    parts.copied().rev().collect()
}

fn report(reader: &mut Reader<'_>, path: &[(SchemaId, Vec<SchemaId>)], id: SchemaId) {
    let passed: Vec<Pointer> = path.iter().map(|(id, _)| reader.schemas[*id].at.clone()).collect();
    reader.diagnostics.push(circular(&passed, &reader.schemas[id].at));
    let Some((last, _)) = path.last() else { return };
    let last = &mut reader.schemas[*last];
    last.reference = last.reference.filter(|part| *part != id);
    last.all_of.retain(|part| *part != id);
    last.one_of.retain(|part| *part != id);
}
