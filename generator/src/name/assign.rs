//! The names table, built from the model.

use std::collections::{BTreeMap, BTreeSet};

use jsonapi_forge_runtime::{DEPENDENCIES, FEATURES};

use crate::analyse::usage;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{self, Api, Filter, TypeDef, TypeId};
use crate::name::case::{camel, snake, spelled};
use crate::name::enums::enum_groups;
use crate::name::idents::{Item, aliases, idents};
use crate::name::keyword::{Place, escape, escape_type};
use crate::name::members::{alternatives, distinct, fields, variants};
use crate::name::origin::{Origin, Origins, origins};
use crate::name::view::plain_names;
use crate::name::{Module, Names, OperationNames, ResourceNames, TagNames, TypeNames, ViewNames};
use crate::source::Pointer;

/// Names everything in `api`.
///
/// # Errors
///
/// [`Code::NameCollision`] where two things would have one name and nothing tells them apart.
pub fn name(api: &Api) -> Result<Names, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let plain = plain_names(api);
    let origins = origins(api, &plain);
    let groups = enum_groups(api, &origins);
    let reserved = reserved(api, &plain);
    let idents = idents(api, &plain, &origins, &groups, &reserved, &mut diagnostics);
    let names = Names {
        tags: tags(api, &mut diagnostics),
        resources: resources(api, &mut diagnostics),
        aliases: aliases(&idents),
        views: views(api, &idents),
        types: types(api, &origins, &groups, &idents),
        operations: operations(api),
        field_enums: field_enums(api),
    };
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(names) }
}

fn tags(api: &Api, diagnostics: &mut Diagnostics) -> Vec<TagNames> {
    let names: Vec<TagNames> = api
        .tags
        .iter()
        .enumerate()
        .map(|(number, tag)| {
            let module = snake(tag_text(tag));
            TagNames {
                feature: feature(&module),
                module: escape(Place::Module, module),
                handle: handle(api, number, tag),
            }
        })
        .collect();
    let first = |number: usize| {
        let mut operations = api.operations.iter().filter(move |(_, operation)| operation.tag == number);
        operations.next().map_or(Pointer::root(), |(_, operation)| operation.at.clone())
    };
    let modules = names.iter().enumerate().map(|(number, tag)| (tag.module.as_str(), first(number)));
    unique("tags", modules, diagnostics);
    names
}

/// What a tag is named by. Operations without a tag are together in one without a name.
fn tag_text(tag: &ir::Tag) -> &str {
    if tag.name.is_empty() { "untagged" } else { &tag.name }
}

/// The cargo feature of a tag's module. Those that every crate has are taken.
fn feature(module: &str) -> String {
    let name = module.replace('_', "-");
    let is_taken = ["default", "full"].contains(&name.as_str())
        || FEATURES.iter().any(|feature| feature.name == name)
        || DEPENDENCIES.iter().any(|dependency| dependency.name == name);
    if is_taken { format!("{name}-tag") } else { name }
}

/// The type whose methods are the operations of a tag. An operation that is called like its tag has
/// the name.
fn handle(api: &Api, number: usize, tag: &ir::Tag) -> String {
    let name = escape_type(camel(tag_text(tag)), "Tag");
    let mut operations = api.operations.iter().filter(|(_, operation)| operation.tag == number);
    if operations.any(|(_, operation)| camel(&operation.id) == name) { format!("{name}Tag") } else { name }
}

/// The type that stands for a resource.
fn resource_ident(wire_type: &str) -> String {
    escape_type(camel(wire_type), "Resource")
}

fn resources(api: &Api, diagnostics: &mut Diagnostics) -> Vec<ResourceNames> {
    let names: Vec<ResourceNames> = api
        .resources
        .iter()
        .map(|(_, resource)| {
            let view = resource.read.as_ref();
            let attributes = view.map(|view| wires(&view.attributes)).unwrap_or_default();
            let relationships = view.map(|view| view.relationships.as_slice()).unwrap_or_default();
            ResourceNames {
                module: escape(Place::Module, snake(&resource.wire_type)),
                ident: resource_ident(&resource.wire_type),
                attributes: fields(Place::Field, attributes),
                relationships: fields(Place::Field, relationships.iter().map(|item| item.wire.as_str())),
            }
        })
        .collect();
    let idents = names.iter().zip(api.resources.iter());
    unique("resource types", idents.map(|(names, (_, item))| (names.ident.as_str(), item.at.clone())), diagnostics);
    names
}

fn unique<'a>(what: &str, names: impl Iterator<Item = (&'a str, Pointer)>, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, Pointer> = BTreeMap::new();
    for (name, at) in names {
        if let Some(first) = seen.insert(name, at.clone()) {
            diagnostics.push(
                Diagnostic::new(Code::NameCollision, at, format!("two {what} both become `{name}`"))
                    .also(first, "the other one")
                    .help("rename one of them in the description"),
            );
        }
    }
}

fn wires(fields: &[ir::Field]) -> Vec<&str> {
    fields.iter().map(|field| field.wire.as_str()).collect()
}

/// What each module has already: the resource's own types, the markers of its operations.
fn reserved(api: &Api, plain: &[Option<String>]) -> BTreeSet<(Module, String)> {
    let mut names = BTreeSet::new();
    for (id, resource) in api.resources.iter() {
        let ident = resource_ident(&resource.wire_type);
        for name in ["", "Id", "Field", "Relationships"] {
            names.insert((Module::Resource(id), format!("{ident}{name}")));
        }
    }
    for ((_, view), name) in api.write_views.iter().zip(plain) {
        names.extend(name.iter().map(|name| (Module::Resource(view.resource), name.clone())));
    }
    for ((_, operation), marker) in api.operations.iter().zip(markers(api)) {
        for name in ["", "Include", "Sort", "Filter"] {
            names.insert((Module::Tag(operation.tag), format!("{marker}{name}")));
        }
    }
    for (tag, node) in api.tags.iter().enumerate() {
        names.insert((Module::Tag(tag), handle(api, tag, node)));
    }
    names
}

fn views(api: &Api, idents: &BTreeMap<Item, (Module, String)>) -> Vec<ViewNames> {
    api.write_views
        .iter()
        .map(|(id, view)| {
            let fallback = (Module::Resource(view.resource), String::new());
            let (module, ident) = idents.get(&Item::View(id)).cloned().unwrap_or(fallback);
            let mut setters = wires(&view.attributes);
            setters.extend(view.relationships.iter().map(|item| item.wire.as_str()));
            let mut setters = fields(Place::ViewMethod, setters);
            let relationships = setters.split_off(view.attributes.len());
            ViewNames { module, ident, attributes: setters, relationships }
        })
        .collect()
}

fn types(
    api: &Api,
    origins: &Origins,
    groups: &BTreeMap<TypeId, TypeId>,
    idents: &BTreeMap<Item, (Module, String)>,
) -> Vec<TypeNames> {
    let usage = usage(api);
    let mut merged: BTreeMap<TypeId, Vec<&str>> = BTreeMap::new();
    for (id, ty) in api.types.iter() {
        if let (TypeDef::Enum(node), Some(first)) = (ty, groups.get(&id)) {
            let values = merged.entry(*first).or_default();
            // The emitted one's values come first, so that a second schema only adds.
            let known: BTreeSet<&str> = values.iter().copied().collect();
            values.extend(node.values.iter().map(String::as_str).filter(|value| !known.contains(value)));
        }
    }
    api.types
        .iter()
        .zip(&origins.types)
        .map(|((id, ty), origin)| {
            let emitted_as = groups.get(&id).copied().unwrap_or(id);
            let module = origin.as_ref().map_or(Module::Tag(0), |origin| origin.module);
            let (module, ident) = idents.get(&Item::Type(emitted_as)).cloned().unwrap_or((module, String::new()));
            let members = match ty {
                TypeDef::Enum(_) => variants(merged.get(&emitted_as).into_iter().flatten().copied()),
                TypeDef::Record(record) => {
                    let wires = wires(&record.fields);
                    let read = origin.as_ref().is_some_and(Origin::is_read);
                    let place = if read { Place::Field } else { Place::RecordMethod };
                    let names = fields(place, wires.iter().copied());
                    wires.into_iter().map(str::to_owned).zip(names).collect()
                }
                TypeDef::Union(union) => variants(alternatives(api, union).iter().map(String::as_str)),
            };
            // An enum is one type, whichever way it travels.
            let two = !matches!(ty, TypeDef::Enum(_)) && usage.read.contains(&id) && usage.write.contains(&id);
            let sent = if two { format!("{ident}Input") } else { ident.clone() };
            TypeNames { module, ident, sent, emitted_as, members }
        })
        .collect()
}

fn operations(api: &Api) -> Vec<OperationNames> {
    let ids = || api.operations.iter().map(|(_, operation)| operation.id.as_str());
    let methods = distinct(ids(), method, |id| method(&spelled(id)));
    let named = api.operations.iter().zip(methods.into_iter().zip(markers(api)));
    let mut names: Vec<OperationNames> =
        named.map(|((_, operation), (method, marker))| operation_names(operation, method, marker)).collect();
    // An earlier name that another operation has by now leads nowhere else.
    let mut taken: BTreeSet<String> = names.iter().map(|operation| operation.method.clone()).collect();
    for operation in &mut names {
        operation.aliases.retain(|alias| taken.insert(alias.clone()));
    }
    names
}

/// The marker types, by operation: distinct in the whole client, as ids are.
fn markers(api: &Api) -> Vec<String> {
    let marker = |name: String| escape_type(name, "Operation");
    let ids = api.operations.iter().map(|(_, operation)| operation.id.as_str());
    distinct(ids, |id| marker(camel(id)), |id| marker(spelled(id)))
}

fn operation_names(operation: &ir::Operation, name: String, marker: String) -> OperationNames {
    let query = &operation.query;
    let parameter = |item: &ir::FieldSet| item.parameter.clone();
    let field_sets: Vec<String> = query.fields.iter().map(parameter).collect();
    let additional: Vec<String> = query.additional_fields.iter().map(parameter).collect();
    let parts: &[ir::Part] = match operation.body.as_ref().map(|body| &body.content) {
        Some(ir::BodyContent::Multipart(parts)) => parts,
        _ => &[],
    };
    // All setters of a call share one scope; the families' own names come first.
    let mut setters: Vec<&str> = field_sets.iter().chain(&additional).map(String::as_str).collect();
    setters.extend(query.other.iter().chain(&operation.headers).map(|item| item.wire.as_str()));
    setters.extend(parts.iter().map(|part| part.field.wire.as_str()));
    let families = families(query);
    let beside = |name: String| if families.contains(&name.as_str()) { format!("{name}_") } else { name };
    let mut setters = fields(Place::CallMethod, setters).into_iter().map(beside);
    let mut take = |count: usize| setters.by_ref().take(count).collect::<Vec<_>>();
    let (fields_, additional_fields) = (take(field_sets.len()), take(additional.len()));
    let (query_, headers, parts) = (take(query.other.len()), take(operation.headers.len()), take(parts.len()));
    let include = query.include.iter().flat_map(|include| include.paths.iter().map(String::as_str));
    let sort = query.sort.iter().flat_map(|sort| sort.keys.iter().map(|key| key.field.as_str()));
    let filter: Vec<&str> = match &query.filter {
        Filter::Expression { fields, .. } => fields.iter().map(|field| field.wire.as_str()).collect(),
        Filter::PerField(filters) => filters.iter().map(|filter| filter.parameter.as_str()).collect(),
        Filter::None | Filter::Opaque { .. } => Vec::new(),
    };
    OperationNames {
        method: name,
        aliases: operation.vendor.aliases.iter().map(|alias| method(alias)).collect(),
        marker,
        path: fields(Place::Field, operation.path_parameters.iter().map(|item| item.wire.as_str())),
        fields: fields_,
        additional_fields,
        include: variants(include),
        sort: variants(sort),
        filter: fields(Place::CallMethod, filter),
        query: query_,
        headers,
        parts,
    }
}

/// The setters that the families of JSON:API have by themselves.
fn families(query: &ir::Query) -> Vec<&'static str> {
    let start = query.page.as_ref().and_then(|page| match page.style {
        ir::PageStyle::Cursor(_) => Some("page_cursor"),
        ir::PageStyle::Number(_) => Some("page_number"),
        ir::PageStyle::Offset(_) => Some("page_offset"),
        ir::PageStyle::Links => None,
    });
    let size = query.page.as_ref().and_then(|page| page.size.as_ref()).map(|_| "page_size");
    let filter = matches!(query.filter, Filter::Expression { .. }).then_some("filter");
    let include = query.include.as_ref().map(|_| "include");
    let sort = query.sort.as_ref().map(|_| "sort");
    [start, size, filter, include, sort].into_iter().flatten().collect()
}

fn method(id: &str) -> String {
    escape(Place::ClientMethod, escape(Place::Field, snake(id)))
}

fn field_enums(api: &Api) -> BTreeMap<String, Vec<(String, String)>> {
    let mut values: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (_, operation) in api.operations.iter() {
        let sets = operation.query.fields.iter().chain(&operation.query.additional_fields);
        for set in sets {
            values.entry(set.resource_type.clone()).or_default().extend(set.values.iter().map(String::as_str));
        }
    }
    values.into_iter().map(|(wire_type, values)| (wire_type, variants(values))).collect()
}
