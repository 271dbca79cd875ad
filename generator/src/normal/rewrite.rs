//! The rewriting pass, which also reports members that are not listed.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::identity::Identity;
use super::position::Position;
use super::walk::{Pass, walk};
use super::{
    Normal, Remarks, blanks, bounds, conditionals, constants, content, item, parameters, references, rooms, types,
};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Moves, Pointer};
use crate::spec::nearest::meant;
use crate::spec::{Disposition, Field, Holds, Object, Version};

/// The state of a rewriting.
pub(super) struct Rewrite {
    pub(super) version: Version,
    pub(super) identity: Identity,
    pub(super) moves: Moves,
    pub(super) remarks: Remarks,
    pub(super) errors: Diagnostics,
    /// Path items that are a reference with members beside it.
    pub(super) referring_items: Vec<Pointer>,
    /// Operations that are a reference, which OpenAPI does not have.
    pub(super) referring_operations: Vec<Pointer>,
    /// Parameters that are the whole query, as a form that is described elsewhere.
    pub(super) referring_forms: Vec<Pointer>,
    /// The number of values that may still be copied to where such references stand.
    pub(super) copies: usize,
    /// Branches of conditions inside an `allOf`, by the pointer of the schema around it.
    pub(super) conditions: HashMap<String, Vec<(String, Value)>>,
    /// Schemas that are no longer part of the schemas that they were written in.
    kept: Vec<Value>,
}

/// The member of the document that holds the schemas which a rewriting took out of their place: a reference may lead
/// to one. No document has an extension of this name.
const KEPT: &str = "x-jsonapi-forge-kept";

/// Rewrites a document of a version.
pub(super) fn document(document: &mut Value, version: Version, identity: Identity) -> Normal {
    rewritten(document, version, identity, item::COPIES)
}

/// Rewrites a document, and copies no more than this number of values to where references stand.
fn rewritten(document: &mut Value, version: Version, mut identity: Identity, copies: usize) -> Normal {
    let errors = std::mem::take(&mut identity.errors);
    let remarks = std::mem::take(&mut identity.remarks);
    let mut rewrite = Rewrite {
        version,
        identity,
        moves: Moves::default(),
        remarks,
        errors,
        referring_items: Vec::new(),
        referring_operations: Vec::new(),
        referring_forms: Vec::new(),
        copies,
        conditions: HashMap::new(),
        kept: Vec::new(),
    };
    walk(document, &mut rewrite);
    let kept = std::mem::take(&mut rewrite.kept);
    if let Value::Object(members) = document
        && !kept.is_empty()
    {
        members.insert(KEPT.to_owned(), Value::Array(kept));
    }
    references::follow_moves(document, &rewrite.moves);
    item::follow_forms(document, &mut rewrite);
    item::merge_referring(document, &mut rewrite);
    let Rewrite { moves, remarks, errors, .. } = rewrite;
    Normal { moves, remarks, errors }
}

impl Rewrite {
    /// Notes a construct of another version, which is read as it is meant.
    pub(super) fn of_another_version(&mut self, at: &Position<'_>, what: &str, version: &str) {
        let message = format!("{what} is of OpenAPI {version}, and the document is of {}", self.version);
        let help =
            format!("it is read as OpenAPI {version} means it; correct the value of `openapi`, or the construct");
        self.remarks.push(Code::OtherVersion, at.pointer(), message, help);
    }

    /// Notes that a part of the document has no counterpart in the client.
    pub(super) fn lost(&mut self, at: &Position<'_>, what: impl Into<String>, help: impl Into<String>) {
        self.remarks.push(Code::Unsupported, at.pointer(), what.into(), help.into());
    }

    /// Keeps a schema that is taken out of its place, for the references that lead to it.
    pub(super) fn keep(&mut self, at: impl Into<String>, mut schema: Value) {
        types::boolean(&mut schema);
        self.moves.push(at, format!("/{KEPT}/{}", self.kept.len()));
        self.kept.push(schema);
    }

    /// Notes a warning of its own kind.
    pub(super) fn remark(&mut self, code: Code, at: &Position<'_>, message: &str, help: &str) {
        self.remarks.push(code, at.pointer(), message.to_owned(), help.to_owned());
    }

    /// Returns whether the document is of a version with JSON Schema's own keywords.
    pub(super) fn is_json_schema(&self) -> bool {
        self.version >= Version::V3_1
    }

    fn unlisted(&mut self, object: Object, name: &str, at: &Position<'_>) {
        // A path item with another member than methods is an error, which the reader reports; an operation with a
        // reference is replaced by what that leads to.
        let is_reference = object == Object::Operation && name == "$ref";
        if name.starts_with("x-") || object == Object::PathItem || is_reference {
            return;
        }
        let known = object.fields().iter().map(|field| field.name);
        let help = match meant(name, known) {
            _ if parameters::is_of_schema(object, name) => "it is ignored; write it into `schema`".to_owned(),
            Some(question) => question,
            None => "it is ignored; remove it, or begin its name with `x-`".to_owned(),
        };
        let message = format!("`{name}` is not a field of the {} Object", object.title());
        self.remarks.push(Code::UnknownMember, at.pointer(), message, help);
    }

    /// Rewrites a member of a reference: what stands beside `$ref` is not read, whatever it is.
    fn beside_a_reference(&mut self, name: &str, field: Option<&'static Field>, at: &Position<'_>) {
        if field.is_none() && !name.starts_with("x-") {
            let message = format!("`{name}` beside a `$ref` is ignored");
            let help = "write it where the reference leads to, or replace the reference by what it names";
            self.remarks.push(Code::UnknownMember, at.pointer(), message, help.to_owned());
        }
    }

    fn schema(&mut self, value: &mut Value, at: &Position<'_>) {
        let Value::Object(members) = value else { return };
        if members.iter().all(|(key, value)| is_settled(key, value, members)) {
            return;
        }
        if types::booleans(self, members, at) && !self.is_json_schema() {
            self.of_another_version(at, "a schema that is `true` or `false`", "3.1");
        }
        constants::rewrite(self, members, at);
        bounds::rewrite(self, members, at);
        content::rewrite(self, members);
        rooms::rewrite(self, members, at);
        conditionals::rewrite(self, members, at);
        types::rewrite(self, members, at);
        references::siblings(self, members, at);
    }
}

impl Pass for Rewrite {
    fn enter(&mut self, object: Object, members: &mut Map<String, Value>, at: &Position<'_>) {
        blanks::rewrite(self, object, members, at);
        if let Some(Value::String(text)) = members.get_mut("$ref")
            && let Some(local) = self.identity.local(text, at)
        {
            *text = local;
        }
        match object {
            Object::Schema => {
                kinds(self, members, at);
                rooms::names(members);
                rooms::elements(self, members, at);
                references::dialect(self, members, "$schema", at);
                references::dynamic(self, members, at);
            }
            Object::OpenApi => references::dialect(self, members, "jsonSchemaDialect", at),
            Object::Discriminator => references::mapping(self, members, at),
            Object::SecurityRequirement => references::schemes(self, members, at),
            Object::MediaType => content::events(self, members, at),
            Object::Parameter | Object::Header => parameters::rewrite(self, object, members, at),
            _ => {}
        }
    }

    fn member(&mut self, object: Object, name: &str, field: Option<&'static Field>, at: &Position<'_>) {
        if object == Object::Reference {
            return self.beside_a_reference(name, field, at);
        }
        let Some(field) = field else { return self.unlisted(object, name, at) };
        if !field.is_in(self.version) {
            let version = if field.since > self.version { field.since } else { field.until };
            self.of_another_version(at, &format!("`{name}`"), version.as_str());
        }
        if let Disposition::Warned(lost) = field.disposition {
            let help = "the rest of the client does not depend on it";
            self.lost(at, format!("`{name}`: {lost}"), help);
        }
    }

    fn wrong_kind(&mut self, field: &'static Field, at: &Position<'_>) {
        // Fields of OpenAPI 3.0 are reported where they are read, and so are the places of tuples.
        if field.since > Version::V3_0 && field.name != "prefixItems" {
            let kind = if matches!(field.holds, Holds::List(_)) { "a list" } else { "an object" };
            self.lost(at, format!("`{}` is not {kind}, and is ignored", field.name), format!("write {kind}"));
        }
    }

    fn leave(&mut self, object: Object, value: &mut Value, at: &Position<'_>) {
        if object == Object::Schema {
            return self.schema(value, at);
        }
        let Value::Object(members) = value else { return };
        match object {
            Object::OpenApi if self.is_json_schema() => drop(members.entry("paths").or_insert_with(|| json!({}))),
            Object::Info => item::summary(members),
            Object::Tag => item::summary(members),
            Object::Components => drop(types::boolean_members(members, "schemas")),
            Object::PathItem => item::path_item(self, members, at),
            Object::Operation => item::operation(self, members, at),
            Object::Parameter => item::parameter(self, members, at),
            Object::Header => drop(types::boolean_member(members, "schema")),
            Object::MediaType => content::media_type(self, members, at),
            Object::Response => item::response(self, members),
            _ => {}
        }
    }

    fn moved(&self, pointer: String) -> String {
        if self.moves.is_empty() {
            return pointer;
        }
        self.moves.destination(&Pointer::from_text(&pointer)).as_str().to_owned()
    }
}

/// Removes keywords of JSON Schema whose values are of a kind that says nothing.
fn kinds(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    for (keys, kind, is_right) in KINDS {
        for key in *keys {
            if members.get(*key).is_some_and(|value| !is_right(value)) {
                members.shift_remove(*key);
                cx.lost(&at.key(key), format!("`{key}` is not {kind}, and is ignored"), format!("write {kind}"));
            }
        }
    }
}

/// Keywords, what their values must be, and whether a value is that.
type Kind = (&'static [&'static str], &'static str, fn(&Value) -> bool);

/// Keywords that OpenAPI 3.0 does not have, or has with another kind of value, and what their values must be.
const KINDS: &[Kind] = &[
    (
        &["$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "contentEncoding", "contentMediaType"],
        "a text",
        Value::is_string,
    ),
    (&["examples"], "a list", Value::is_array),
    (&["exclusiveMinimum", "exclusiveMaximum"], "a number", |value| value.is_number() || value.is_boolean()),
    (
        &["unevaluatedProperties", "unevaluatedItems", "propertyNames", "contains", "if", "then", "else"],
        "a schema",
        |value| value.is_object() || value.is_boolean(),
    ),
];

/// Returns whether a member is as the later stages read it, so that nothing is to be done: most are.
fn is_settled(key: &str, value: &Value, members: &Map<String, Value>) -> bool {
    match key {
        "type" => value.as_str().is_some_and(|name| name != "null"),
        "properties" => value.as_object().is_some_and(|properties| !properties.values().any(Value::is_boolean)),
        "items" => value.is_object(),
        "$ref" => members.len() == 1,
        "description"
        | "example"
        | "required"
        | "enum"
        | "format"
        | "title"
        | "nullable"
        | "default"
        | "readOnly"
        | "writeOnly"
        | "deprecated"
        | "additionalProperties"
        | "discriminator"
        | "minimum"
        | "maximum"
        | "minLength"
        | "maxLength"
        | "pattern"
        | "minItems"
        | "maxItems"
        | "uniqueItems" => true,
        other => other.starts_with("x-"),
    }
}

/// Returns the error for a construct that nothing can be made of.
pub(super) fn refused(code: Code, at: &Position<'_>, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(code, at.pointer(), message).help(help)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Identity, Version, rewritten};

    #[test]
    fn references_copy_a_limited_number_of_values() {
        let operation = json!({ "operationId": "list", "responses": { "204": { "description": "Nothing." } } });
        let refers = json!({ "$ref": "#/paths/~1a/get", "operationId": "again" });
        let paths = json!({ "/a": { "get": operation }, "/b": { "get": refers }, "/c": { "get": refers } });
        let document = json!({ "openapi": "3.0.3", "paths": paths });
        for (copies, are_too_many) in [(8, false), (7, true)] {
            let normal = rewritten(&mut document.clone(), Version::V3_0, Identity::default(), copies);
            let errors: Vec<String> = normal.errors.iter().map(|error| error.message.clone()).collect();
            assert_eq!(errors.iter().any(|error| error.contains("copy more than")), are_too_many, "{errors:?}");
        }
    }
}
