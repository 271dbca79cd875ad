//! Finds the wire `type` of resource objects (JSON:API "Identification").
//!
//! | Schema of `type` | Wire type |
//! | --- | --- |
//! | `{enum: [book]}` | `book` |
//! | `{type: string}`, where a discriminator maps `book` to the resource | `book` |
//! | `{type: string, default: book}`, `{type: string, pattern: ^book$}` | `book` |
//! | `{type: string, description: "Must be `book`."}` | `book` |
//! | `{type: string, example: book}` in the component `Book` | `book` |
//! | `{type: string}`, where an example of the resource has `{"type": "book"}` | `book` |
//! | `{type: string, example: book}` in the answer to a request that sends a `book` | `book` |
//! | `{type: string, example: book}` of an identifier in the relationship `book` | `book` |
//! | `{type: string, example: book}` of one resource only, where a path, a relationship or another schema has the name | `book` |
//! | `{type: string}`, where a discriminator without a mapping chooses the component `book` | `book` |
//! | `{type: string}` in the component `Book`, where another schema or a parameter `fields[book]` fixes the type `book` | `book` |
//! | the same in the component `BookResource` or `BookSchema` | `book` |
//! | `{type: string}` in the component `book`, where a path is `/books` or a relationship is `books` | `book` |
//! | `{type: string}` | open |
//!
//! An example alone is no evidence: TIDAL gives `tracks` as the example of the type of every resource.

mod known;
mod place;
mod words;

use std::collections::HashMap;

use serde_json::Value;

use crate::diag::{Code, Diagnostic};
use crate::lower::context::Cx;
use crate::lower::leaves::walk;
use crate::lower::shape::{Group, Object, SchemaPart, Shape, ShapeKind};
use crate::lower::{schema, text};
use crate::source::Pointer;
use crate::spec::{JsonType, Schema, SchemaId};

use known::{member, members};
use place::{component, named_place, place};
use words::{has_word, is_same_word, is_type, last_word, literals, may_be_type, stated_type, stem, without_role};

pub(super) use known::{Known, examples};

/// The wire types that a resource object may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WireTypes {
    /// These; usually one.
    Fixed(Vec<String>),
    /// Any: nothing tells. The text is what the resource is called instead.
    Open(String),
}

/// Returns the wire types of an object; `None` when it has no `type` that is text.
pub(super) fn wire_types(cx: &mut Cx<'_>, shape: &Shape<'_>, object: &Object<'_>) -> Option<WireTypes> {
    if let Some((_, value)) = shape.tags.iter().find(|(key, _)| *key == "type") {
        return Some(WireTypes::Fixed(vec![(*value).to_owned()]));
    }
    let Some(group) = object.property("type") else { return undescribed(cx, shape, object) };
    let described = cx.shape(group);
    match &described.kind {
        ShapeKind::Scalar(scalar) => match &scalar.values {
            Some(values) => {
                schema::remark_contradictory(cx, &described, scalar);
                let texts: Option<Vec<String>> = values.iter().map(|one| one.as_str().map(str::to_owned)).collect();
                return texts.filter(|texts| !texts.is_empty()).map(WireTypes::Fixed);
            }
            None if matches!(scalar.json_type, Some(JsonType::String) | None) => {}
            None => return None,
        },
        ShapeKind::Any => {}
        ShapeKind::Array(_)
        | ShapeKind::Tuple(_)
        | ShapeKind::Object(_)
        | ShapeKind::Union(_)
        | ShapeKind::Contradiction(_) => return None,
    }
    let at = place_of(cx, shape);
    let types = told(&cx.known_types.mapped, &shape.key)
        .or_else(|| restricted(cx, group))
        .or_else(|| stated(cx, group))
        .or_else(|| exemplified(cx, shape, object, group))
        .or_else(|| told(&cx.known_types.chosen, &shape.key))
        .or_else(|| named(cx, at, object))
        .or_else(|| agreed(cx, at, object));
    Some(types.map_or_else(|| WireTypes::Open(label(cx, at)), WireTypes::Fixed))
}

/// Returns the wire types of an object that must have a `type` of which nothing is described.
fn undescribed(cx: &mut Cx<'_>, shape: &Shape<'_>, object: &Object<'_>) -> Option<WireTypes> {
    if !object.required.contains("type") || object.property("attributes").is_none() {
        return None;
    }
    let at = place_of(cx, shape);
    let types = named(cx, at, object).or_else(|| agreed(cx, at, object));
    Some(types.map_or_else(|| WireTypes::Open(label(cx, at)), WireTypes::Fixed))
}

/// Returns where a resource is described: of the parts of an `allOf`, the first one that has attributes of its own, or else
/// the first one. A general part is one of many resources.
fn place_of<'a>(cx: &Cx<'a>, shape: &Shape<'a>) -> &'a Pointer {
    let spec = cx.spec;
    let names_attributes = |part: &&SchemaPart| {
        member(spec, part.id(), "attributes").is_some_and(|attributes| members(spec, attributes).next().is_some())
    };
    let specific = shape.key.0.iter().find(names_attributes);
    specific.map_or(shape.at, |part| &spec.schemas[part.id()].at)
}

/// Names of components that are those of parts of every document, and of no resource (JSON:API "Document Structure").
const GENERAL: [&str; 7] = ["data", "document", "included", "object", "primary", "resource", "resources"];

/// Returns what discriminators tell of a resource.
fn told(by_schema: &HashMap<SchemaId, Vec<String>>, key: &Group) -> Option<Vec<String>> {
    key.0.iter().find_map(|part| by_schema.get(&part.id())).cloned()
}

/// Returns the schemas that describe `type`, also those that it refers to.
fn described_by<'a>(cx: &Cx<'a>, group: &Group) -> Vec<&'a Schema> {
    let spec = cx.spec;
    walk(spec, group).passed.into_iter().map(|id| &spec.schemas[id]).collect()
}

/// Returns what a default or a pattern without choice fixes.
fn restricted(cx: &Cx<'_>, group: &Group) -> Option<Vec<String>> {
    described_by(cx, group).into_iter().find_map(|schema| {
        let default = schema.default.as_ref().and_then(Value::as_str).filter(|text| !text.is_empty());
        default.map(|text| vec![text.to_owned()]).or_else(|| literals(schema.bounds.pattern.as_deref()?))
    })
}

/// Returns what the description of `type` states, with a remark: "must be `book`", "should always be book".
fn stated(cx: &mut Cx<'_>, group: &Group) -> Option<Vec<String>> {
    let known = &cx.known_types;
    let is_known = |word: &&str| has_word(&known.on_paths, word) || has_word(&known.related, word);
    let (at, found) = described_by(cx, group).into_iter().find_map(|schema| {
        let text = schema.description.as_deref()?;
        let found = stated_type(text).or_else(|| last_word(text).filter(is_known))?;
        Some((&schema.at, found))
    })?;
    let message = format!("the `type` of this resource is taken to be `{found}`, as its description states");
    cx.diagnostics.push(Diagnostic::new(Code::Assumed, at.clone(), message).help(DESCRIBE));
    Some(vec![found.to_owned()])
}

/// Returns what the name of the component tells, where it is that of one type that other schemas fix.
fn named(cx: &mut Cx<'_>, at: &Pointer, object: &Object<'_>) -> Option<Vec<String>> {
    if !has_fields(object) {
        return None;
    }
    let (only, called) = match component(at) {
        Some(name) => match alike(cx, &name) {
            Some(only) => return Some(vec![only]),
            None => (alike(cx, without_role(&name)?)?, "its schema is called"),
        },
        None => named_by_document(cx, at)?,
    };
    let message = format!("the `type` of this resource is taken to be `{only}`, as {called}");
    cx.diagnostics.push(Diagnostic::new(Code::Assumed, at.clone(), message).help(DESCRIBE));
    Some(vec![only])
}

/// Returns the only type that is the same word.
fn alike(cx: &Cx<'_>, name: &str) -> Option<String> {
    let mut alike = cx.known_types.fixed.iter().filter(|wire_type| is_same_word(wire_type, name));
    match (alike.next(), alike.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

/// Returns the only type that has the name of the document whose `data` is described here, and what has that name: the
/// component of the document, or the path.
fn named_by_document(cx: &Cx<'_>, at: &Pointer) -> Option<(String, &'static str)> {
    let tokens: Vec<String> = at.tokens().collect();
    if let Some((name, within)) = named_place(&tokens) {
        let is_subject = |word: &String| !DOCUMENT_ROLES.contains(&word.as_str());
        let subject: String = text::words(&name).into_iter().filter(is_subject).collect();
        return is_data(within)
            .then(|| alike(cx, &subject))
            .flatten()
            .map(|only| (only, "the schema of its document is called"));
    }
    let [paths, path, method, within @ ..] = tokens.as_slice() else { return None };
    // A callback is described below the path of what it is for.
    let is_of_path = paths == "paths" && method != "callbacks";
    let schema = within.iter().position(|token| token == "schema").filter(|_| is_of_path)?;
    let last = path.split('/').rfind(|segment| !segment.is_empty() && !segment.contains('{'))?;
    let is_data = is_data(within.get(schema + 1..)?);
    is_data.then(|| alike(cx, last)).flatten().map(|only| (only, "its path is called"))
}

/// Returns whether the way from a document leads to its `data`, or to the elements of that.
fn is_data(within: &[String]) -> bool {
    let within: Vec<&str> = within.iter().map(String::as_str).collect();
    matches!(within.as_slice(), ["properties", "data"] | ["properties", "data", "items"])
}

/// The words in the name of a document's component that tell what it is for.
const DOCUMENT_ROLES: [&str; 18] = [
    "body", "collection", "create", "data", "document", "get", "index", "list", "payload", "post", "read", "request",
    "resource", "response", "schema", "show", "single", "update",
];

/// The remedy for a type that is taken from names.
const DESCRIBE: &str = "describe `type` as an `enum` of one value, or a `default`; or state it by `repair.resource-type` in the configuration";

/// Returns the name of a component that is written as types are, where a path or a relationship agrees, with a remark. Of `Book` nothing
/// tells whether its type is `book` or `books`.
fn agreed(cx: &mut Cx<'_>, at: &Pointer, object: &Object<'_>) -> Option<Vec<String>> {
    let name = component(at).filter(|name| has_fields(object) && !GENERAL.contains(&name.as_str()))?;
    let is_plain = name.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || "-_".contains(one));
    let place = match is_plain {
        true if has_word(&cx.known_types.on_paths, &name) => "a path",
        true if has_word(&cx.known_types.related, &name) => "a relationship",
        _ => return None,
    };
    let is_other = cx.known_types.fixed.iter().any(|wire_type| is_same_word(wire_type, &name));
    if is_other {
        return None;
    }
    let message = format!("the `type` of this resource is taken to be `{name}`, as its schema and {place} are called");
    cx.diagnostics.push(Diagnostic::new(Code::Assumed, at.clone(), message).help(DESCRIBE));
    Some(vec![name])
}

/// Returns whether an object has attributes or relationships, which an identifier does not have.
fn has_fields(object: &Object<'_>) -> bool {
    object.property("attributes").is_some() || object.property("relationships").is_some()
}

/// Returns what examples tell: one of the whole resource or of a response, or one of `type` that the name of the schema or
/// others confirm. Of an identifier only the former: one schema of it serves many relationships.
fn exemplified(cx: &Cx<'_>, shape: &Shape<'_>, object: &Object<'_>, group: &Group) -> Option<Vec<String>> {
    // What has links of its own is a resource, also without fields.
    if !has_fields(object)
        && (shape.at.tokens().any(|key| key == "relationships") || object.property("links").is_none())
    {
        return related(cx, shape, group);
    }
    let whole =
        shape.notes.example.or(shape.notes.default).and_then(|example| example.get("type")).and_then(Value::as_str);
    let of_responses = shape.key.0.iter().find_map(|part| cx.known_types.exemplified.get(&part.id()));
    let of_responses = of_responses.filter(|types| types.len() == 1).and_then(|types| types.first());
    let of_type = described_by(cx, group).into_iter().find_map(|schema| schema.example.as_ref()?.as_str());
    let confirmed = of_type.filter(|text| confirms(shape.at, text) || is_of_one(&cx.known_types, text));
    let found =
        [whole, of_responses.map(String::as_str), confirmed].into_iter().flatten().find(|text| may_be_type(text))?;
    Some(vec![found.to_owned()])
}

/// Returns whether an example of `type` is that of one resource only, and a path, a relationship or another schema has the
/// name.
fn is_of_one(known: &Known, example: &str) -> bool {
    let is_alone = known.examples.get(example).is_some_and(|resources| resources.len() == 1);
    let is_named =
        || known.fixed.contains(example) || has_word(&known.related, example) || has_word(&known.collections, example);
    is_alone && is_type(example) && is_named()
}

/// Returns the example of the type of an identifier that is described in a relationship of that name.
fn related(cx: &Cx<'_>, shape: &Shape<'_>, group: &Group) -> Option<Vec<String>> {
    let keys: Vec<String> = shape.at.tokens().collect();
    let at = keys.iter().rposition(|key| key == "relationships")?;
    let relationship = keys.get(at..)?.iter().skip_while(|key| *key != "properties").nth(1)?;
    let example = described_by(cx, group).into_iter().find_map(|schema| schema.example.as_ref()?.as_str());
    let confirmed = example.filter(|text| is_same_word(text, relationship))?;
    Some(vec![confirmed.to_owned()])
}

/// Returns whether the place of a schema is called like a type: the component `CustomBaseImage` or the path
/// `/custom_base_images` like `custom_base_image`.
fn confirms(at: &Pointer, wire_type: &str) -> bool {
    let wanted = stem(wire_type);
    let is_same = |word: &str| is_same_word(word, wire_type);
    // A short word is in many others.
    let is_like = |word: &String| {
        is_same(word) || without_role(word).is_some_and(is_same) || (wanted.len() > 3 && stem(word).contains(&wanted))
    };
    !wanted.is_empty() && place(at).iter().any(is_like)
}

/// Returns what a resource of an open type is called: after its component, or after what its path lists. What is described
/// in `included` is another resource than that of the path.
fn label(cx: &Cx<'_>, at: &Pointer) -> String {
    let tokens: Vec<String> = at.tokens().collect();
    let within = named_place(&tokens).map_or(tokens.as_slice(), |(_, within)| within);
    let is_included = within.iter().any(|token| token == "included");
    let place = if is_included { None } else { place(at).pop() };
    let label = place.unwrap_or_else(|| if is_included { "included".to_owned() } else { "resource".to_owned() });
    // Another resource has the text as its type.
    if cx.known_types.fixed.contains(&label) { format!("{label} of any type") } else { label }
}

#[cfg(test)]
mod tests {
    use super::confirms;
    use crate::source::Pointer;

    #[test]
    fn examples_are_confirmed_by_names() {
        let component = Pointer::root().key("components").key("schemas").key("CustomBaseImage");
        assert!(confirms(&component, "custom_base_images"));
        assert!(!confirms(&component, "tracks"));
        assert!(confirms(&Pointer::root().key("components").key("schemas").key("CountriesResource"), "countries"));
        assert!(!confirms(&component, "-"));
    }
}
