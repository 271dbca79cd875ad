//! The ids of operations, and the texts that operations are named after.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Method;
use crate::source::Pointer;
use crate::spec;

/// The id and the name of an operation.
pub(super) struct Identity {
    /// Its id.
    pub(super) id: String,
    /// The text that it is named after, as in [`Operation::name`](crate::ir::Operation::name).
    pub(super) name: String,
}

/// Identifies the operations, in their order. Of two with one id the second is taken for one without an id.
pub(super) fn identify(operations: &[spec::Operation], diagnostics: &mut Diagnostics) -> Vec<Identity> {
    let wanted: HashSet<String> = operations.iter().map(stated).collect();
    let mut known: HashMap<String, &Pointer> = HashMap::new();
    let mut identities = Vec::new();
    for described in operations {
        let mut id = stated(described);
        if let Some(first) = known.get(&id) {
            let derived = derive(described, |id| wanted.contains(id) || known.contains_key(id));
            diagnostics.push(duplicate(&id, &derived, first, &described.at));
            id = derived;
        }
        let _ = known.insert(id.clone(), &described.at);
        let name = function(&id, described).unwrap_or(&id).to_owned();
        identities.push(Identity { id, name });
    }
    keep_distinct(&mut identities);
    identities
}

/// Returns the id that an operation states, or that of its method and path.
fn stated(described: &spec::Operation) -> String {
    spec::operation_id(described.id.as_deref(), described.method, &described.path)
}

/// Returns an id made of method and path that is not taken.
fn derive(described: &spec::Operation, is_taken: impl Fn(&str) -> bool) -> String {
    let mut derived = spec::operation_id(None, described.method, &described.path);
    for slash in ["_", "_slash_"] {
        if is_taken(&derived) {
            derived = spelled_id(described.method, &described.path, slash);
        }
    }
    while is_taken(&derived) {
        derived.push('_');
    }
    derived
}

/// Returns the remark that the second operation of an id has another one.
fn duplicate(id: &str, derived: &str, first: &Pointer, second: &Pointer) -> Diagnostic {
    Diagnostic::new(Code::DuplicateOperationId, second.clone(), format!("two operations have the id `{id}`"))
        .label(format!("taken for `{derived}`"))
        .also(first.clone(), "first used here")
        .help("give each operation an `operationId` of its own, or state it by `repair.operation-id` in the configuration")
}

/// Returns an id made of method and path in which every separator is spelt out: `/a-b/{c}` is `get_a_dash_b_by_c`.
fn spelled_id(method: Method, path: &str, slash: &str) -> String {
    let mut id = method.as_str().to_ascii_lowercase();
    let mut after_slash = false;
    for character in path.chars() {
        match character {
            '/' => id.push_str(slash),
            '{' if after_slash => id.push_str("by_"),
            '{' => id.push_str("_by_"),
            '}' => {}
            '-' => id.push_str("_dash_"),
            '_' => id.push_str("_underscore_"),
            '.' => id.push_str("_dot_"),
            other if other.is_alphanumeric() => id.push(other),
            other => id.push_str(&format!("_x{:x}_", u32::from(other))),
        }
        after_slash = character == '/';
    }
    id
}

/// Returns the function's name in an id that FastAPI made of function, path and method: `get_book_books__id__get` is
/// `get_book`.
fn function<'a>(id: &'a str, described: &spec::Operation) -> Option<&'a str> {
    let is_word = |one: char| one.is_alphanumeric() || one == '_';
    let path: String = described.path.chars().map(|one| if is_word(one) { one } else { '_' }).collect();
    let method = described.method.as_str().to_ascii_lowercase();
    let name = id.strip_suffix(&format!("{path}_{method}"))?;
    name.starts_with(char::is_alphabetic).then_some(name)
}

/// Names by their ids the operations whose functions have one name.
fn keep_distinct(identities: &mut [Identity]) {
    let mut number: HashMap<String, usize> = HashMap::new();
    for identity in identities.iter() {
        *number.entry(identity.name.clone()).or_default() += 1;
    }
    for identity in identities.iter_mut().filter(|identity| number.get(&identity.name) != Some(&1)) {
        identity.name.clone_from(&identity.id);
    }
}
