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

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::diag::{Code, Diagnostic};
use crate::lower::context::Cx;
use crate::lower::leaves::{referred, walk};
use crate::lower::shape::{Group, Object, SchemaPart, Shape, ShapeKind};
use crate::lower::{schema, shape, text};
use crate::source::{FILES, Pointer};
use crate::spec::{Content, JsonType, Operation, Parameter, Schema, SchemaId, Spec};

/// The wire types that a resource object may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WireTypes {
    /// These; usually one.
    Fixed(Vec<String>),
    /// Any: nothing tells. The text is what the resource is called instead.
    Open(String),
}

/// The wire types that are known before any resource is lowered.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The values that discriminators map to each schema.
    mapped: HashMap<SchemaId, Vec<String>>,
    /// The names of the schemas that discriminators choose without a mapping.
    chosen: HashMap<SchemaId, Vec<String>>,
    /// The types of examples of responses, by the schema of their resources.
    exemplified: HashMap<SchemaId, BTreeSet<String>>,
    /// The types that some schema or a parameter `fields[..]` fixes.
    fixed: BTreeSet<String>,
    /// The stems of the names of relationships.
    related: HashSet<String>,
    /// The stems of the literal segments of all paths.
    on_paths: HashSet<String>,
    /// The stems of those that a parameter follows: of collections, whose members have addresses of their own.
    collections: HashSet<String>,
    /// The fields of the resources whose `type` has this example, each set of names once.
    examples: HashMap<String, BTreeSet<Vec<String>>>,
}

impl Known {
    /// Collects what the schemas of a document and the examples of its responses tell.
    pub(super) fn new(spec: &Spec) -> Self {
        let mut known = Self::default();
        for (_, schema) in spec.schemas.iter() {
            known.take_mapping(spec, schema);
            known.fixed.extend(schema.property("type").map(|id| listed(spec, id)).unwrap_or_default());
            if let Some(relationships) = schema.property("relationships") {
                known.related.extend(members(spec, relationships).flat_map(|name| stems(&name)));
            }
        }
        for (id, schema) in spec.schemas.iter().filter(|(_, schema)| is_object(schema)) {
            known.take_example(spec, id, schema);
        }
        for operation in &spec.operations {
            known.take_path(&operation.path);
        }
        let parameters = spec.operations.iter().flat_map(|operation| &operation.parameters);
        known.fixed.extend(parameters.flat_map(|parameter| fieldsets(spec, parameter)));
        for response in spec.operations.iter().flat_map(|operation| &operation.responses) {
            response.contents.iter().for_each(|content| known.take_examples(spec, content));
        }
        spec.operations.iter().for_each(|operation| known.take_sent(spec, operation));
        known
    }

    /// Takes the words of a path.
    fn take_path(&mut self, path: &str) {
        let segments: Vec<&str> = path.split('/').collect();
        let is_parameter = |segment: &str| segment.contains('{');
        let following = segments.iter().skip(1).map(|next| is_parameter(next)).chain([false]);
        for (segment, is_followed) in segments.iter().zip(following).filter(|(segment, _)| !is_parameter(segment)) {
            self.on_paths.extend(stems(segment));
            if is_followed {
                self.collections.extend(stems(segment));
            }
        }
    }

    /// Takes the example of the `type` of a resource that has fields.
    fn take_example(&mut self, spec: &Spec, id: SchemaId, schema: &Schema) {
        let Some(example) = member(spec, id, "type").and_then(|id| example_of(spec, id)) else { return };
        let (attributes, related) = (member(spec, id, "attributes"), member(spec, id, "relationships"));
        if attributes.or(related).is_some() {
            let fields = attributes.into_iter().chain(related);
            let mut names: Vec<String> = fields.flat_map(|id| members(spec, id)).collect();
            names.sort_unstable();
            // Two of which nothing is described need not be one.
            if names.is_empty() {
                names.push(schema.at.as_str().to_owned());
            }
            self.examples.entry(example.to_owned()).or_default().insert(names);
        }
    }

    fn take_mapping(&mut self, spec: &Spec, schema: &Schema) {
        let Some(discriminator) = schema.discriminator.as_ref().filter(|one| one.property == "type") else { return };
        for (value, target) in &discriminator.mapping {
            self.fixed.insert(value.clone());
            take(spec, value, *target, &mut self.mapped);
        }
        // What is not mapped has the name of its schema as its value (OpenAPI "Discriminator Object").
        let target = |member: &SchemaId| referred(spec, *member).unwrap_or(*member);
        let is_mapped = |member: &SchemaId| discriminator.mapping.iter().any(|(_, mapped)| target(mapped) == *member);
        for member in schema.one_of.iter().map(target).filter(|member| !is_mapped(member)) {
            if let Some(name) = component(&spec.schemas[member].at) {
                self.fixed.insert(name.clone());
                take(spec, &name, member, &mut self.chosen);
            }
        }
    }

    /// Takes the type of the resource that an operation sends for that of its answer, where the example there is the same.
    fn take_sent(&mut self, spec: &Spec, operation: &Operation) {
        let fixed = |schema: SchemaId| match spec.schemas[schema].values.as_deref() {
            Some([only]) => only.as_str(),
            _ => None,
        };
        let bodies = operation.body.iter().flat_map(|body| &body.contents).filter_map(|content| content.schema);
        let sent = bodies.filter_map(|schema| member(spec, member(spec, schema, "data")?, "type"));
        let sent: Vec<&str> = sent.filter_map(fixed).collect();
        let contents = operation.responses.iter().flat_map(|response| &response.contents);
        for schema in contents.filter_map(|content| content.schema) {
            let Some(data) = member(spec, schema, "data") else { continue };
            let Some(root) = walk(spec, &Group::one(data)).roots.first().map(|root| root.id()) else { continue };
            let described = member(spec, data, "type").and_then(|schema| example_of(spec, schema));
            if let Some(example) = described.filter(|example| sent.contains(example)) {
                self.exemplified.entry(root).or_default().insert(example.to_owned());
            }
        }
    }

    /// Takes the types of the resources in the examples of a document, where `data` is of one schema.
    fn take_examples(&mut self, spec: &Spec, content: &Content) {
        let Some(data) = content.schema.and_then(|schema| member(spec, schema, "data")) else { return };
        let resource = walk(spec, &Group::one(data)).roots.first().map(|root| root.id());
        let Some(resource) = resource.map(|id| spec.schemas[id].items.unwrap_or(id)) else { return };
        let Some(root) = walk(spec, &Group::one(resource)).roots.first().map(|root| root.id()) else { return };
        let of_schema = content.schema.map(|schema| walk(spec, &Group::one(schema)).leaves).unwrap_or_default();
        let of_schema = of_schema.iter().filter_map(|part| spec.schemas[part.id()].example.as_ref());
        for example in examples(spec, &content.at).into_iter().chain(of_schema) {
            let found = match example.get("data") {
                Some(Value::Array(list)) => list.iter().collect(),
                Some(one) => vec![one],
                None => Vec::new(),
            };
            let types = found.into_iter().filter_map(|resource| resource.get("type")?.as_str());
            self.exemplified.entry(root).or_default().extend(types.map(str::to_owned));
        }
    }
}

/// Returns whether a schema may be that of a whole object.
fn is_object(schema: &Schema) -> bool {
    !schema.properties.is_empty() || !schema.all_of.is_empty()
}

/// Notes a value for a schema and those that it refers to.
fn take(spec: &Spec, value: &str, target: SchemaId, found: &mut HashMap<SchemaId, Vec<String>>) {
    for root in walk(spec, &Group::one(target)).roots {
        let values = found.entry(root.id()).or_default();
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
}

/// Returns the types whose fields a parameter chooses: `fields[book]`, or the members of an object `fields` (JSON:API
/// "Sparse Fieldsets").
fn fieldsets(spec: &Spec, parameter: &Parameter) -> Vec<String> {
    let types = match parameter.name.strip_prefix("fields[") {
        Some(rest) => vec![rest.split(']').next().unwrap_or_default().to_owned()],
        None if parameter.name == "fields" => {
            parameter.schema.map(|schema| members(spec, schema).collect()).unwrap_or_default()
        }
        None => Vec::new(),
    };
    // `fields[TYPE]` stands for all types.
    let is_type = |text: &String| {
        !text.is_empty()
            && !text.eq_ignore_ascii_case("type")
            && text.chars().all(|one| one.is_alphanumeric() || "-_".contains(one))
    };
    types.into_iter().filter(is_type).collect()
}

/// Returns the names of the members of an object, through references and `allOf`.
fn members(spec: &Spec, schema: SchemaId) -> impl Iterator<Item = String> {
    let leaves = walk(spec, &Group::one(schema)).leaves;
    leaves.into_iter().flat_map(|part| spec.schemas[part.id()].properties.iter().map(|(name, _)| name.clone()))
}

/// Returns the name of a component.
fn component(at: &Pointer) -> Option<String> {
    let tokens: Vec<String> = at.tokens().collect();
    named_place(&tokens).filter(|(_, within)| within.is_empty()).map(|(name, _)| name)
}

/// Returns the name of the component at or around a pointer, and the way from there to the pointer. A file that is one schema is
/// called like the file, and each schema of a file of several is called like its member. The parts of a component's `allOf` are
/// the component.
fn named_place(tokens: &[String]) -> Option<(String, &[String])> {
    let [first, second, rest @ ..] = tokens else { return None };
    let (name, mut within) = match (first.as_str(), rest) {
        ("components", [name, within @ ..]) => Some((name.clone(), within)),
        (FILES, [components, _, name, within @ ..]) if components == "components" => Some((name.clone(), within)),
        (FILES, [name, within @ ..]) if !KEYWORDS.contains(&name.as_str()) => Some((name.clone(), within)),
        (FILES, within) => Some((name_of_file(second), within)),
        _ => None,
    }?;
    while let [all_of, _, inner @ ..] = within
        && all_of == "allOf"
    {
        within = inner;
    }
    Some((name, within))
}

/// The members by which a file is a schema itself, not a list of schemas.
const KEYWORDS: [&str; 6] = ["allOf", "anyOf", "items", "not", "oneOf", "properties"];

/// Returns the name of a file without its folder and its extension.
fn name_of_file(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().unwrap_or(name).to_owned()
}

/// Returns the member `name` of an object, through references and `allOf`.
fn member(spec: &Spec, schema: SchemaId, name: &str) -> Option<SchemaId> {
    let leaves = walk(spec, &Group::one(schema)).leaves;
    leaves.iter().find_map(|part| spec.schemas[part.id()].property(name))
}

/// Returns the texts that a schema lists.
fn listed(spec: &Spec, schema: SchemaId) -> Vec<String> {
    let shape = shape::shape(spec, &Group::one(schema));
    let ShapeKind::Scalar(scalar) = shape.kind else { return Vec::new() };
    scalar.values.iter().flatten().filter_map(|value| value.as_str()).map(str::to_owned).collect()
}

/// Returns the example of a text, through references and `allOf`.
fn example_of(spec: &Spec, schema: SchemaId) -> Option<&str> {
    walk(spec, &Group::one(schema)).notes.example?.as_str()
}

/// Returns the `example` and the `examples` of a media type, those that are references among them.
pub(super) fn examples<'a>(spec: &'a Spec, content: &Pointer) -> Vec<&'a Value> {
    let referred = |one: &'a Value| match one.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#')) {
        Some(pointer) => spec.value(&Pointer::from_text(pointer)),
        None => Some(one),
    };
    let named = spec.value(&content.key("examples")).and_then(Value::as_object);
    let named = named.into_iter().flat_map(|named| named.values());
    let named = named.filter_map(|one| referred(one)?.get("value"));
    spec.value(&content.key("example")).into_iter().chain(named).collect()
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

/// Returns the type that a sentence states, as in "the resource type `books`" and "this object type ("books")".
fn named_type(text: &str) -> Option<&str> {
    if let Some((_, rest)) = text.split_once("type (\"")
        && let Some((word, _)) = rest.split_once("\")").filter(|(word, _)| is_type(word))
    {
        return Some(word);
    }
    let (before, rest) = text.split_once('`')?;
    let (word, rest) = rest.split_once('`')?;
    let before = before.trim_end_matches([':', ' ']).to_ascii_lowercase();
    let names = ["resource type", "type of this resource", "type of the resource"];
    (names.iter().any(|name| before.ends_with(name)) && is_type(word) && !rest.contains('`')).then_some(word)
}

fn is_type(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|one| one.is_ascii_alphanumeric() || "-_".contains(one))
}

/// Returns the type that a sentence states: in quotes, or after "always be" as the last word of the sentence.
fn stated_type(text: &str) -> Option<&str> {
    let quoted = |rest: &'_ str| {
        let quote = rest.chars().next().filter(|one| "`\"'".contains(*one))?;
        rest.get(1..)?.split_once(quote).map(|(word, _)| word.len())
    };
    for phrase in ["always be ", "must be ", "should be ", "will be ", "must be set to ", "always ", "set to "] {
        // Lower case of ASCII moves nothing.
        let Some(start) = text.to_ascii_lowercase().find(phrase) else { continue };
        let rest = text.get(start + phrase.len()..).unwrap_or_default();
        if let Some(word) = quoted(rest).and_then(|length| rest.get(1..=length)).filter(|word| is_type(word)) {
            return Some(word);
        }
        let sentence = rest.split(['.', '\n']).next().unwrap_or_default();
        if phrase == "always be " && is_type(sentence) && !NO_TYPES.contains(&sentence) {
            return Some(sentence);
        }
    }
    named_type(text)
}

/// Returns the word after "always" with which a text ends, which may as well say something else of the type.
fn last_word(text: &str) -> Option<&str> {
    let (_, word) = text.trim_end_matches(['.', ' ', '\n']).rsplit_once("always ")?;
    is_type(word).then_some(word)
}

/// Words that a description has after "always be" and that are not types.
const NO_TYPES: [&str; 6] = ["given", "included", "lowercase", "present", "provided", "set"];

/// Returns the texts that a pattern of plain texts matches: `^book$`, `^(book|shelf)$`, `^(new|old)-book$`.
fn literals(pattern: &str) -> Option<Vec<String>> {
    let inner = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let is_plain = |text: &str| text.chars().all(|one| one.is_alphanumeric() || "-_:".contains(one));
    let (before, group, after) = match inner.split_once('(') {
        Some((before, rest)) => {
            let (group, after) = rest.split_once(')')?;
            (before, group.strip_prefix("?:").unwrap_or(group), after)
        }
        None => ("", inner, ""),
    };
    let texts: Vec<String> = group.split('|').map(|one| format!("{before}{one}{after}")).collect();
    texts.iter().all(|text| !text.is_empty() && is_plain(text)).then_some(texts)
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

/// The words at the end of a component's name that tell what it is for. Others are part of what it is about: an
/// `OrderItem` or `OrderDetail` is not an `order`.
const ROLES: [&str; 6] = ["dto", "jsonapi", "object", "resource", "response", "schema"];

/// Returns the name of a component without the words at its end that tell what it is for: `tasksResourceSchema` is about
/// `tasks`. `None` where there are none.
fn without_role(name: &str) -> Option<&str> {
    let mut rest = name;
    loop {
        let lower = rest.to_ascii_lowercase();
        let role = ROLES.iter().find(|role| lower.ends_with(*role));
        let Some(shorter) = role.and_then(|role| rest.get(..rest.len() - role.len())) else { break };
        rest = shorter.trim_end_matches(['_', '-', '.']);
    }
    (rest.len() < name.len() && !rest.is_empty()).then_some(rest)
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

/// Returns whether an object has fields: it is no identifier.
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

/// Examples that tools write for every text.
const PLACEHOLDERS: [&str; 3] = ["string", "text", "type"];

/// Returns whether an example can be the name of a type. Tools that make up examples write the name of a JSON type, or Latin
/// words (`Nihil aut.`); a name has no blanks, and does not end with a full stop (JSON:API "Member Names").
fn may_be_type(example: &str) -> bool {
    let is_name = !example.contains(char::is_whitespace) && !example.ends_with('.');
    is_name && !PLACEHOLDERS.contains(&example)
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

/// Returns the letters and digits of a word, as one of its kind.
fn stem(word: &str) -> String {
    let plain: String = word.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let singular = plain.strip_suffix("ies").map(|stem| format!("{stem}y"));
    singular.or_else(|| plain.strip_suffix('s').map(str::to_owned)).unwrap_or(plain)
}

/// Returns what a word may be in the singular, without its spelling.
fn stems(word: &str) -> impl Iterator<Item = String> + use<> {
    let plain: String = word.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let singular = plain.strip_suffix('s').unwrap_or(&plain).to_owned();
    [stem(word), singular].into_iter().filter(|stem| !stem.is_empty())
}

/// Returns whether two words are the same but for number and spelling: `Movie` and `movies`, `Policy` and `policies`.
fn is_same_word(one: &str, other: &str) -> bool {
    stems(one).any(|stem| stems(other).any(|other| other == stem))
}

/// Returns whether one of these stems is that of a word.
fn has_word(known: &HashSet<String>, word: &str) -> bool {
    stems(word).any(|stem| known.contains(&stem))
}

/// Returns the words that tell what stands at a pointer: the component, or the fixed segments of the path.
fn place(at: &Pointer) -> Vec<String> {
    let keys: Vec<String> = at.tokens().collect();
    if let Some((name, _)) = named_place(&keys) {
        return vec![name];
    }
    match keys.as_slice() {
        [paths, path, ..] if paths == "paths" => {
            let segments = path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{'));
            segments.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
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
    use super::{component, confirms, is_same_word, last_word, literals, stated_type};
    use crate::source::Pointer;

    #[test]
    fn patterns_without_choice_are_values() {
        assert_eq!(literals("^book$"), Some(vec!["book".to_owned()]));
        assert_eq!(literals("^(?:book|shelf)$"), Some(vec!["book".to_owned(), "shelf".to_owned()]));
        assert_eq!(literals("^[a-z]+$"), None);
        assert_eq!(literals("book"), None);
        assert_eq!(literals("^$"), None);
    }

    #[test]
    fn schemas_in_files_have_names() {
        for (pointer, name) in [
            ("/components/schemas/Book", Some("Book")),
            ("/components/schemas/Book/properties/author", None),
            ("/x-files/schemas~1book.yaml", Some("book")),
            ("/x-files/schemas~1book.yaml/items", None),
            ("/x-files/schemas.yaml/Book", Some("Book")),
            ("/x-files/parts.yaml/components/schemas/Book", Some("Book")),
        ] {
            assert_eq!(component(&Pointer::from_text(pointer)).as_deref(), name, "{pointer}");
        }
    }

    #[test]
    fn descriptions_state_types() {
        assert_eq!(stated_type("The type of the object, must be `budget`."), Some("budget"));
        assert_eq!(stated_type("The type of the resource. The value should always be tags."), Some("tags"));
        assert_eq!(stated_type("Must always be \"books\""), Some("books"));
        assert_eq!(stated_type("Will be 'books'"), Some("books"));
        assert_eq!(stated_type("The type of this resource: `accounts`"), Some("accounts"));
        assert_eq!(stated_type("The JSON:API resource type `documents`."), Some("documents"));
        assert_eq!(stated_type("The resource type, `books` or `shelves`."), None);
        assert_eq!(stated_type("The resource type `books` or `shelves`."), None);
        assert_eq!(stated_type("Identifier for this object type (\"match\")"), Some("match"));
        assert_eq!(stated_type("The type must be unique."), None);
        assert_eq!(last_word("Type of this resource, always books."), Some("books"));
        assert_eq!(last_word("Always a text"), None);
        assert_eq!(stated_type("It must always be present."), None);
        assert_eq!(stated_type("It must be `one of these`."), None);
    }

    #[test]
    fn examples_are_confirmed_by_names() {
        let component = Pointer::root().key("components").key("schemas").key("CustomBaseImage");
        assert!(confirms(&component, "custom_base_images"));
        assert!(!confirms(&component, "tracks"));
        assert!(confirms(&Pointer::root().key("components").key("schemas").key("CountriesResource"), "countries"));
        assert!(!confirms(&component, "-"));
        assert!(is_same_word("Policies", "policy") && is_same_word("Movie", "movies"));
        assert!(!is_same_word("new", "news-item"));
    }
}
