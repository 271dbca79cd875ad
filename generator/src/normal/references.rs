//! `$ref` with keywords beside it, `$dynamicRef`, references by name, and dialects.
//!
//! ```yaml
//! # before                                            # after
//! author: {$ref: "#person", properties: {age: {..}}}  author: {allOf: [{$ref: "#/components/schemas/P"}, {properties: {age: {..}}}]}
//! child: {$dynamicRef: "#node"}                       child: {$ref: "#/components/schemas/Node"}
//! ```

use serde_json::{Map, Value, json};

use super::identity::Dynamic;
use super::position::Position;
use super::rewrite::{Rewrite, refused};
use crate::diag::Code;
use crate::source::{Moves, Pointer, percent_decoded};

/// Keywords beside a `$ref` that say more about the value than its target does.
const SHAPE: &[&str] = &[
    "properties", "required", "items", "allOf", "oneOf", "anyOf", "enum", "format", "additionalProperties",
    "discriminator", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
];

/// Dialects that say the same of values as the keywords of the table do.
const DIALECTS: &[&str] = &[
    "https://json-schema.org/draft/2020-12/schema",
    "https://spec.openapis.org/oas/3.1/dialect/",
    "https://spec.openapis.org/oas/3.2/dialect/",
];

/// Drafts whose keywords are close enough to be read.
const DRAFTS: &str = "json-schema.org/draft";

/// Moves the keywords that stand beside a `$ref` to an `allOf`. In OpenAPI 3.0 they are ignored.
pub(super) fn siblings(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    if !members.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    let shape: Vec<&str> = SHAPE.iter().copied().filter(|key| members.contains_key(*key)).collect();
    let Some(first) = shape.first() else { return };
    if !cx.is_json_schema() {
        let help = "write an `allOf` with the reference and a schema that has the keyword";
        return cx.lost(&at.key(first), format!("OpenAPI 3.0 ignores `{first}` beside a `$ref`"), help);
    }
    let here = at.text();
    let mut beside = Map::new();
    for key in shape.into_iter().chain(["type"]) {
        if let Some(value) = members.shift_remove(key) {
            cx.moves.push(format!("{here}/{key}"), format!("{here}/allOf/1/{key}"));
            beside.insert(key.to_owned(), value);
        }
    }
    if let Some(target) = members.shift_remove("$ref") {
        cx.moves.push(format!("{here}/$ref"), format!("{here}/allOf/0/$ref"));
        members.insert("allOf".to_owned(), json!([{ "$ref": target }, beside]));
    }
}

/// Replaces a `$dynamicRef` by a `$ref` to the only anchor of its name.
pub(super) fn dynamic(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    let Some(text) = members.get("$dynamicRef").and_then(Value::as_str) else { return };
    let target = match cx.identity.dynamic(text, at) {
        Dynamic::One(target) => target,
        Dynamic::None => text.to_owned(),
        Dynamic::Several(anchors) => {
            let message = format!("`{text}` may mean each of {} schemas", anchors.len());
            let help = "which one depends on the way to the reference; write a `$ref` to the one that is meant";
            let problem = refused(Code::AmbiguousReference, &at.key("$dynamicRef"), message, help);
            cx.errors.push(anchors.into_iter().fold(problem, |problem, at| problem.also(at, "one of them")));
            return;
        }
    };
    members.shift_remove("$dynamicRef");
    if members.contains_key("$ref") {
        let help = "write an `allOf` with both references";
        return cx.lost(&at.key("$dynamicRef"), "`$dynamicRef` beside a `$ref` is ignored", help);
    }
    cx.moves.push(format!("{}/$dynamicRef", at.text()), format!("{}/$ref", at.text()));
    members.insert("$ref".to_owned(), Value::String(target));
}

/// Gives a security scheme that a requirement names by a URI, as in OpenAPI 3.2, its name among the components.
pub(super) fn schemes(cx: &Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    if !members.keys().any(|name| name.contains('#')) {
        return;
    }
    for (text, scopes) in std::mem::take(members) {
        let target = cx.identity.local(&text, at).unwrap_or_else(|| text.clone());
        let name = target.strip_prefix("#/components/securitySchemes/").map(percent_decoded);
        members.insert(name.map_or(text, |name| name.replace("~1", "/").replace("~0", "~")), scopes);
    }
}

/// Returns the references to schemas of a discriminator.
pub(super) fn targets(members: &mut Map<String, Value>) -> Vec<&mut Value> {
    let mut found = Vec::new();
    for (key, value) in members {
        match (key.as_str(), value) {
            ("mapping", Value::Object(mapping)) => found.extend(mapping.values_mut()),
            ("defaultMapping", target) => found.push(target),
            _ => {}
        }
    }
    found
}

/// Returns the references of the discriminator at a pointer, each with its place. Names of schemas are none.
pub(super) fn mapped<'m>(members: &'m Map<String, Value>, at: &Pointer) -> Vec<(Pointer, &'m str)> {
    let mapping = members.get("mapping").and_then(Value::as_object).into_iter().flatten();
    let mapping = mapping.map(|(name, target)| (at.key("mapping").key(name), target));
    let rest = members.get("defaultMapping").map(|target| (at.key("defaultMapping"), target));
    let found = mapping.chain(rest).filter_map(|(at, target)| Some((at, target.as_str()?)));
    found.filter(|(_, text)| text.contains(['#', '/'])).collect()
}

/// Makes local references of the references by name of a discriminator.
pub(super) fn mapping(cx: &Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    for target in targets(members) {
        if let Some(text) = target.as_str().filter(|text| text.contains(['#', '/']))
            && let Some(local) = cx.identity.local(text, at)
        {
            *target = Value::String(local);
        }
    }
}

/// Checks a `$schema` or a `jsonSchemaDialect`.
pub(super) fn dialect(cx: &mut Rewrite, members: &Map<String, Value>, key: &str, at: &Position<'_>) {
    let Some(dialect) = members.get(key).and_then(Value::as_str) else { return };
    if DIALECTS.iter().any(|known| dialect.starts_with(known)) {
        return;
    }
    let at = at.key(key);
    if dialect.contains(DRAFTS) {
        let help = "check that no keyword means something else there, or name the dialect of the document";
        return cx.lost(&at, format!("`{dialect}` is read as if it were JSON Schema 2020-12"), help);
    }
    let message = format!("`{dialect}` is not a supported dialect of JSON Schema");
    let help = "remove it, or name `https://json-schema.org/draft/2020-12/schema`";
    cx.errors.push(refused(Code::UnsupportedVersion, &at, message, help));
}

/// Lets references lead to where their targets stand after a rewriting.
pub(super) fn follow_moves(document: &mut Value, moves: &Moves) {
    if !moves.is_empty() {
        follow(document, moves);
    }
}

fn follow(value: &mut Value, moves: &Moves) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get_mut("$ref") {
                retarget(text, moves);
            }
            members.values_mut().for_each(|value| follow(value, moves));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|value| follow(value, moves)),
        _ => {}
    }
}

/// Corrects a reference whose target moved. Most references name a component, which stays where it is.
fn retarget(text: &mut String, moves: &Moves) {
    let Some(pointer) = text.strip_prefix('#').filter(|pointer| pointer.starts_with('/')) else { return };
    let is_component = pointer.starts_with("/components/") && pointer.matches('/').count() == 3;
    if is_component {
        return;
    }
    let target = Pointer::from_text(&percent_decoded(pointer));
    let moved = moves.destination(&target);
    if moved != target {
        *text = format!("#{moved}");
    }
}
