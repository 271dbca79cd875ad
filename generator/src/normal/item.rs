//! The objects around schemas: path items, operations, parameters, responses.
//!
//! ```yaml
//! # before                                                  # after
//! /a: {$ref: "#/components/pathItems/A", get: {..}}         /a: {get: {..}, post: {..}}
//! {in: querystring, content: {application/x-www-form-urlencoded: {schema: S}}}   {in: query, explode: true, schema: S}
//! {in: query, name: "filter[{field}]", schema: S}           {in: query, name: filter, style: deepObject, schema: {additionalProperties: S}}
//! get: {$ref: "./list.yaml", tags: [A]}                     get: {operationId: list, tags: [A], responses: {..}}
//! get: {}                                                   get: {responses: {default: {description: ""}}}
//! tags: [{name: A, summary: S}]                             tags: [{name: A, description: S}]
//! ```

use serde_json::{Map, Value, json};

use super::position::Position;
use super::rewrite::Rewrite;
use super::types;
use crate::diag::{Code, Diagnostic};
use crate::source::{Pointer, count_values, percent_decoded};
use crate::spec::Version;

/// The media type of a form in a query.
const FORM: &str = "application/x-www-form-urlencoded";

/// The largest number of objects that one reference leads through.
const HOPS: usize = 32;

/// The largest number of values that are copied to where references stand.
pub(super) const COPIES: usize = 10_000_000;

/// Shows a summary where there is no description.
pub(super) fn summary(members: &mut Map<String, Value>) {
    if let Some(summary) = members.get("summary").filter(|summary| summary.is_string()).cloned() {
        members.entry("description").or_insert(summary);
    }
}

/// Notes the reference of a path item.
pub(super) fn path_item(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    if members.contains_key("$ref") && members.len() > 1 {
        cx.referring_items.push(at.pointer());
    }
}

/// Gives an operation without responses one, and notes one that is a reference.
pub(super) fn operation(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    if members.get("$ref").is_some_and(Value::is_string) {
        let message = "an operation is a reference, which OpenAPI has for path items only";
        let help = "the client has the operation that it leads to, with the members beside it; let the path item refer to a \
                    path item";
        cx.remarks.push(Code::Assumed, at.key("$ref").pointer(), message.to_owned(), help.to_owned());
        cx.referring_operations.push(at.pointer());
    } else if cx.is_json_schema() {
        members.entry("responses").or_insert_with(|| json!({ "default": { "description": "" } }));
    }
}

/// Gives a response without a description one; only OpenAPI 3.2 has such.
pub(super) fn response(cx: &Rewrite, members: &mut Map<String, Value>) {
    if cx.version >= Version::V3_2 {
        members.entry("description").or_insert_with(|| json!(""));
    }
}

/// Rewrites what a parameter of OpenAPI 3.2 says of itself.
pub(super) fn parameter(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    types::boolean_member(members, "schema");
    // The style `cookie` is `form` without escapes.
    if is(members, "in", "cookie") && is(members, "style", "cookie") {
        members.shift_remove("style");
        members.insert("allowReserved".to_owned(), json!(true));
    }
    if is(members, "in", "querystring") {
        form(cx, members, at);
    }
    named_by_pattern(cx, members, at);
}

/// Takes the whole query, where it is a form, for an object parameter whose members are those of the query.
fn form(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    let Some(form) = members.get("content").and_then(|content| content.get(FORM)) else { return };
    let Some(schema) = form.get("schema").cloned() else {
        // The form may be described elsewhere.
        if form.get("$ref").is_some() {
            cx.referring_forms.push(at.pointer());
        }
        return;
    };
    members.shift_remove("content");
    cx.moves.push(at.key("content").key(FORM).key("schema").text(), at.key("schema").text());
    as_object(members, schema);
}

/// Makes a parameter an exploded object with this schema.
fn as_object(members: &mut Map<String, Value>, schema: Value) {
    members.insert("in".to_owned(), json!("query"));
    members.insert("style".to_owned(), json!("form"));
    members.insert("explode".to_owned(), json!(true));
    members.insert("schema".to_owned(), schema);
}

/// Follows the references to forms that are whole queries. One that leads to no schema stays as it is, for what reads
/// parameters to report it.
pub(super) fn follow_forms(document: &mut Value, cx: &mut Rewrite) {
    for at in std::mem::take(&mut cx.referring_forms) {
        let start = document.pointer(at.key("content").key(FORM).as_str());
        let target = |form: &Value| Some(percent_decoded(form.get("$ref")?.as_str()?.strip_prefix('#')?));
        let mut found = start.and_then(target);
        for _ in 0..HOPS {
            found = found.map(|at| document.pointer(&at).and_then(target).unwrap_or(at));
        }
        let schema = found.map(|form| Pointer::from_text(&form).key("schema"));
        let Some(schema) = schema.filter(|schema| document.pointer(schema.as_str()).is_some()) else { continue };
        let Some(members) = document.pointer_mut(at.as_str()).and_then(Value::as_object_mut) else { continue };
        members.shift_remove("content");
        as_object(members, json!({ "$ref": format!("#{}", schema.as_str().replace('%', "%25")) }));
    }
}

/// Takes a parameter whose name has placeholders, such as `filter[{field}][{operator}]`, for an object of members of any
/// name: no service knows a parameter with braces in its name.
fn named_by_pattern(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    let Some(name) = members.get("name").and_then(Value::as_str).map(str::to_owned) else { return };
    if !is(members, "in", "query") || !name.contains('{') {
        return;
    }
    let Some((family, depth)) = pattern(&name).filter(|_| !members.contains_key("content")) else {
        let message = format!("the name `{name}` of a query parameter has a brace");
        let help = "the client sends it as it stands; describe a parameter for each name that is meant".to_owned();
        cx.remarks.push(Code::Assumed, at.key("name").pointer(), message, help);
        return;
    };
    let message = format!("`{name}` is a pattern of names");
    let help = format!(
        "it is taken for the members of an object `{family}`; describe that, in the style `deepObject`, or a parameter for each name"
    );
    cx.remarks.push(Code::Assumed, at.key("name").pointer(), message, help);
    let mut schema = members.shift_remove("schema").unwrap_or_else(|| json!({ "type": "string" }));
    let (from, mut to) = (at.key("schema").text(), at.key("schema").text());
    for _ in 0..depth {
        schema = json!({ "type": "object", "additionalProperties": schema });
        to.push_str("/additionalProperties");
    }
    cx.moves.push(from, to);
    members.insert("name".to_owned(), json!(family));
    members.insert("style".to_owned(), json!("deepObject"));
    members.insert("explode".to_owned(), json!(true));
    members.insert("schema".to_owned(), schema);
}

/// Returns the name before the placeholders of `filter[{field}][{operator}]`, and how many there are.
fn pattern(name: &str) -> Option<(&str, usize)> {
    let (family, placeholders) = name.split_once("[{")?;
    let placeholders: Vec<&str> = placeholders.strip_suffix("}]")?.split("}][{").collect();
    let are_plain = placeholders.iter().all(|one| !one.is_empty() && !one.contains(['{', '}', '[', ']']));
    (!family.is_empty() && !family.contains(['{', '[']) && are_plain).then_some((family, placeholders.len()))
}

fn is(members: &Map<String, Value>, key: &str, value: &str) -> bool {
    members.get(key).and_then(Value::as_str) == Some(value)
}

/// Merges operations and path items with the ones that they refer to. A path item may name an operation that refers to one.
pub(super) fn merge_referring(document: &mut Value, cx: &mut Rewrite) {
    for at in std::mem::take(&mut cx.referring_operations) {
        // What stands beside the reference is meant for this place: the documents of services do so with `tags`.
        if merge(document, cx, &at, |_, _| {}) {
            leads_nowhere(document, cx, &at);
        }
    }
    for at in std::mem::take(&mut cx.referring_items) {
        merge(document, cx, &at, |cx, at| {
            let message =
                format!("`{}` is in the path item and in what it refers to", at.tokens().last().unwrap_or_default());
            cx.lost(&Position::start(at.as_str()), message, "the one of the path item counts; remove one of the two");
        });
    }
}

/// Reports an operation whose reference could not be followed. It has responses from here on, so that nothing else is said of it.
fn leads_nowhere(document: &mut Value, cx: &mut Rewrite, at: &Pointer) {
    let Some(operation) = document.pointer_mut(at.as_str()).and_then(Value::as_object_mut) else { return };
    let Some(Value::String(target)) = operation.shift_remove("$ref") else { return };
    operation.entry("responses").or_insert_with(|| json!({ "default": { "description": "" } }));
    let problem = Diagnostic::new(Code::DanglingReference, at.key("$ref"), format!("`{target}` leads to no operation"));
    cx.errors.push(problem.help("name an operation of this document or of a file beside it"));
}

/// Merges an object with the one that it refers to. Calls `both` for each member that both objects have.
/// Returns false, with an error, where there was too much to copy.
fn merge(document: &mut Value, cx: &mut Rewrite, at: &Pointer, both: fn(&mut Rewrite, &Pointer)) -> bool {
    for _ in 0..HOPS {
        let target = document.pointer(at.as_str()).and_then(|item| item.get("$ref")).and_then(Value::as_str);
        let Some(target) = target.and_then(|text| text.strip_prefix('#')).map(percent_decoded) else { return true };
        // What leads nowhere is reported where it is read.
        let Some(Value::Object(named)) = document.pointer(&target) else { return true };
        // Each reference copies what it leads to: a small document could ask for more than memory holds.
        let size = named.values().map(count_values).sum();
        let Some(budget) = cx.copies.checked_sub(size) else {
            let message = format!("references of operations and path items copy more than {COPIES} values");
            let problem = Diagnostic::new(Code::Structure, at.key("$ref"), message);
            cx.errors.push(problem.help("let fewer references lead to large operations"));
            return false;
        };
        cx.copies = budget;
        let named = named.clone();
        let Some(own) = document.pointer_mut(at.as_str()).and_then(Value::as_object_mut) else { return true };
        own.shift_remove("$ref");
        let target = Pointer::from_text(&target);
        for (key, value) in named {
            if own.contains_key(&key) {
                both(cx, &at.key(&key));
                continue;
            }
            cx.moves.push(target.key(&key).as_str(), at.key(&key).as_str());
            own.insert(key, value);
        }
    }
    true
}
