//! The wire types that are known before any resource is lowered.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::place::component;
use super::words::stems;
use crate::lower::leaves::{referred, walk};
use crate::lower::shape::{self, Group, ShapeKind};
use crate::source::Pointer;
use crate::spec::{Content, Operation, Parameter, Schema, SchemaId, Spec};

/// The wire types that are known before any resource is lowered.
#[derive(Debug, Default)]
pub(in crate::lower) struct Known {
    /// The values that discriminators map to each schema.
    pub(super) mapped: HashMap<SchemaId, Vec<String>>,
    /// The names of the schemas that discriminators choose without a mapping.
    pub(super) chosen: HashMap<SchemaId, Vec<String>>,
    /// The types of examples of responses, by the schema of their resources.
    pub(super) exemplified: HashMap<SchemaId, BTreeSet<String>>,
    /// The types that some schema or a parameter `fields[..]` fixes.
    pub(super) fixed: BTreeSet<String>,
    /// The stems of the names of relationships.
    pub(super) related: HashSet<String>,
    /// The stems of the literal segments of all paths.
    pub(super) on_paths: HashSet<String>,
    /// The stems of those that a parameter follows: of collections, whose members have addresses of their own.
    pub(super) collections: HashSet<String>,
    /// The fields of the resources whose `type` has this example, each set of names once.
    pub(super) examples: HashMap<String, BTreeSet<Vec<String>>>,
}

impl Known {
    /// Collects what the schemas of a document and the examples of its responses tell.
    pub(in crate::lower) fn new(spec: &Spec) -> Self {
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
        let bodies = operation.body.iter().flat_map(|body| &body.contents).filter_map(|content| content.schema);
        let sent = bodies.filter_map(|schema| member(spec, member(spec, schema, "data")?, "type"));
        let sent: Vec<String> =
            sent.map(|schema| listed(spec, schema)).filter(|values| values.len() == 1).flatten().collect();
        let contents = operation.responses.iter().flat_map(|response| &response.contents);
        for schema in contents.filter_map(|content| content.schema) {
            let Some(data) = member(spec, schema, "data") else { continue };
            let Some(root) = walk(spec, &Group::one(data)).roots.first().map(|root| root.id()) else { continue };
            let described = member(spec, data, "type").and_then(|schema| example_of(spec, schema));
            if let Some(example) = described.filter(|example| sent.iter().any(|sent| sent == example)) {
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
pub(super) fn members(spec: &Spec, schema: SchemaId) -> impl Iterator<Item = String> {
    let leaves = walk(spec, &Group::one(schema)).leaves;
    leaves.into_iter().flat_map(|part| spec.schemas[part.id()].properties.iter().map(|(name, _)| name.clone()))
}

/// Returns the member `name` of an object, through references and `allOf`.
pub(super) fn member(spec: &Spec, schema: SchemaId, name: &str) -> Option<SchemaId> {
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
pub(in crate::lower) fn examples<'a>(spec: &'a Spec, content: &Pointer) -> Vec<&'a Value> {
    let referred = |one: &'a Value| match one.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#')) {
        Some(pointer) => spec.value(&Pointer::from_text(pointer)),
        None => Some(one),
    };
    let named = spec.value(&content.key("examples")).and_then(Value::as_object);
    let named = named.into_iter().flat_map(|named| named.values());
    let named = named.filter_map(|one| referred(one)?.get("value"));
    spec.value(&content.key("example")).into_iter().chain(named).collect()
}
