//! The wire names that setters are named after. Names of parameters and parts are unique only within one part of a
//! request (OpenAPI "Parameter Object").
//!
//! A query parameter `lang` and a header `lang` become `lang` and `lang_header`.

use std::collections::BTreeMap;

use crate::ir::{FieldChoice, Operation, ParameterKind};
use crate::name::case::snake;
use crate::source::Pointer;

/// The parts of a request that setters write to, in the order in which they take names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SetterKind {
    /// `fields[..]` or `additional-fields[..]`.
    Fields(FieldChoice),
    /// A parameter of query, header or cookie.
    Parameter(ParameterKind),
    /// A part of a form.
    Part,
    /// A header of a part, called by both.
    PartHeader,
}

/// A setter of a call, before it has a name.
#[derive(Debug)]
pub(crate) struct Setter<'a> {
    pub(crate) kind: SetterKind,
    /// Where the parameter is described.
    pub(crate) at: &'a Pointer,
    /// What it is named by, and known by in the names file: its wire name, with the kind behind it where the
    /// name is taken by another kind.
    pub(crate) text: String,
}

/// Returns the setters of a call that are named by wire names.
pub(crate) fn setters(operation: &Operation) -> Vec<Setter<'_>> {
    let mut setters = Vec::new();
    let mut taken = arguments(operation);
    for (kind, at, wire, required) in described(operation) {
        let free = |name: &str| match taken.get(name) {
            None => true,
            Some(Taken::Setter(other)) => *other == kind,
            Some(Taken::Argument) => !required,
        };
        let text = if free(&snake(&wire)) { wire } else { format!("{wire} {}", word(kind)) };
        taken.insert(snake(&text), Taken::Setter(kind));
        setters.push(Setter { kind, at, text });
    }
    setters
}

/// The names that are taken already.
enum Taken {
    Setter(SetterKind),
    /// An argument of the method, which only other arguments must not be called like.
    Argument,
}

/// Returns the arguments that are no parameters of query, header, cookie or form.
fn arguments(operation: &Operation) -> BTreeMap<String, Taken> {
    let path = operation.path_parameters.iter().map(|parameter| snake(&parameter.wire));
    let body = operation.body.iter().flat_map(|_| ["batch", "body", "ids", "related"].map(str::to_owned));
    path.chain(body).map(|name| (name, Taken::Argument)).collect()
}

/// Returns each parameter and part with its wire name, and whether it is an argument.
fn described(operation: &Operation) -> Vec<(SetterKind, &Pointer, String, bool)> {
    let mut found = Vec::new();
    let sets = operation.query.field_sets.iter();
    found.extend(sets.map(|set| (SetterKind::Fields(set.choice), &set.at, set.parameter.clone(), set.required)));
    let parameters = operation.parameters.iter();
    found.extend(parameters.map(|one| (SetterKind::Parameter(one.kind), &one.at, one.wire.clone(), one.required)));
    let parts = operation.parts().iter().map(|part| &part.field);
    found.extend(parts.map(|field| (SetterKind::Part, &field.at, field.wire.clone(), field.presence.required())));
    for part in operation.parts() {
        let named = part.headers.iter().map(|header| (&header.at, format!("{} {}", part.field.wire, header.wire)));
        found.extend(named.map(|(at, text)| (SetterKind::PartHeader, at, text, false)));
    }
    found
}

fn word(kind: SetterKind) -> &'static str {
    match kind {
        SetterKind::Fields(FieldChoice::Only) => "fields",
        SetterKind::Fields(FieldChoice::Additional) => "additional fields",
        SetterKind::Parameter(ParameterKind::Filter) => "filter",
        SetterKind::Parameter(ParameterKind::Query) => "query",
        SetterKind::Parameter(ParameterKind::Header) => "header",
        SetterKind::Parameter(ParameterKind::Cookie) => "cookie",
        SetterKind::Part => "part",
        SetterKind::PartHeader => "header of the part",
    }
}
