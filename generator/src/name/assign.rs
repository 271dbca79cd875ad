//! Assigns all names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jsonapi_forge_runtime::vendor::{DEPENDENCIES, FEATURES};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dialect::AliasSource;
use crate::ir::{self, Api, FieldChoice, Filter, ReadView, TypeDef, TypeId};
use crate::name::case::{camel, snake, spelled};
use crate::name::enums::enum_groups;
use crate::name::idents::{Item, aliases, idents};
use crate::name::keyword::{Namespace, escape, escape_type};
use crate::name::lock::{Given, Lock, Section};
use crate::name::marker::{markers, names_of};
use crate::name::members::{alternatives, constants, distinct, fields, named_variants, variants};
use crate::name::origin::{NameOrigin, Origins, origins, type_key};
use crate::name::places::{call, places};
use crate::name::record::{NameSources, field_scope, record, resource_scope, type_scope, view_scope};
use crate::name::setters::{SetterKind, setters};
use crate::name::view::{plain_names, setter_texts};
use crate::name::{
    FieldEnums, Module, Names, OperationNames, ResourceNames, ServerNames, TagNames, TypeNames, ViewNames,
};
use crate::source::Pointer;

/// Names everything in `api`. What has a name in `lock` keeps it.
///
/// # Errors
///
/// [`Code::NameCollision`] where two things would have one name and nothing tells them apart, and
/// [`Code::NameLock`] where it is `lock` that gives both the name.
pub fn name(api: &Api, lock: &Lock, source: AliasSource) -> Result<Names, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let places = places(api);
    let plain = plain_names(api, lock, &places);
    let origins = origins(api, lock, &plain);
    let groups = enum_groups(api, lock, &origins);
    let given = given_types(api, lock, &origins);
    let tags = tags(api, lock, &given, &mut diagnostics);
    let resources = resources(api, lock, &mut diagnostics);
    let mut operations = operations(api, lock, &given, &tags, &resources);
    give_aliases(api, lock, source, &mut operations);
    let reserved = reserved(api, &plain, &tags, &operations, &resources);
    let idents = idents(api, lock, &plain, &origins, &groups, &reserved, &mut diagnostics);
    let mut names = Names {
        aliases: aliases(&idents),
        views: views(api, lock, &origins, &idents),
        types: types(api, lock, &origins, &groups, &idents),
        field_enums: field_enums(api, lock),
        lock: Lock::default(),
        servers: servers(api),
        auth: auth(api),
        remarks: Diagnostics::new(),
        tags,
        resources,
        operations,
    };
    let named = NameSources { api, names: &names, places: &places, origins: &origins, groups: &groups, before: lock };
    names.lock = record(&named, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    names.remarks = diagnostics;
    Ok(names)
}

/// Returns the servers, by what the document calls them in a few words, or else by their hosts.
fn servers(api: &Api) -> Vec<ServerNames> {
    let text = |server: &ir::Server| {
        let host = server.url.split("://").last().unwrap_or_default().to_owned();
        let is_short = |text: &&String| text.split_whitespace().count() <= 5 && text.lines().count() == 1;
        match server.name.as_ref().filter(is_short).or(server.docs.as_ref().filter(is_short)) {
            Some(words) => words.clone(),
            _ if host.is_empty() => "Server".to_owned(),
            _ => host,
        }
    };
    let texts: Vec<String> = api.servers.iter().map(text).collect();
    let plain = |text: &str| escape_type(camel(text), "Server");
    let idents =
        distinct(texts.iter().map(String::as_str), |_| None, plain, |text| escape_type(spelled(text), "Server"));
    let named = api.servers.iter().zip(idents);
    named
        .map(|(server, ident)| {
            if server.variables.is_empty() {
                return ServerNames { ident: snake(&ident).to_ascii_uppercase(), variables: Vec::new() };
            }
            let setters =
                fields(&Given::new(), Namespace::ServerMethod, server.variables.iter().map(|one| one.name.as_str()));
            let variables = server.variables.iter().zip(setters).map(|(variable, setter)| {
                let ty = (!variable.values.is_empty()).then(|| format!("{ident}{}", camel(&variable.name)));
                let variants = variants(&Given::new(), variable.values.iter().map(String::as_str));
                (setter, ty, variants)
            });
            ServerNames { variables: variables.collect(), ident: ident.clone() }
        })
        .collect()
}

/// Returns the name of a constructor of OAuth tokens, by that of its scheme: a scheme that is called like what the client
/// has itself is `oauth_`.
pub(crate) fn flow_name(scheme: &str, suffix: &str) -> String {
    format!("{}_{suffix}", scheme.trim_end_matches('_'))
}

/// Returns the constructors of credentials, by the names of the security schemes.
fn auth(api: &Api) -> Vec<String> {
    let texts: Vec<&str> = api.auth.iter().map(|scheme| scheme.secret.as_deref().unwrap_or(&scheme.name)).collect();
    fields(&Given::new(), Namespace::AuthMethod, texts)
}

/// Returns the names that types of each module had before: what is new must not take them.
fn given_types(api: &Api, lock: &Lock, origins: &Origins) -> BTreeSet<(Module, String)> {
    let types = api.types.ids().zip(&origins.types).filter_map(|(id, origin)| {
        let origin = origin.as_ref()?;
        Some((origin.module, lock.get(Section::Types, &type_key(api, origin, id))?.to_owned()))
    });
    let views = origins.views.iter().flatten();
    let views = views.filter_map(|origin| Some((origin.module, lock.get(Section::Types, &origin.key())?.to_owned())));
    types.chain(views).collect()
}

fn tags(api: &Api, lock: &Lock, given: &BTreeSet<(Module, String)>, diagnostics: &mut Diagnostics) -> Vec<TagNames> {
    let known = |text: &str| {
        let name = if text == UNTAGGED { "" } else { text };
        lock.get(Section::Tags, name).map(str::to_owned)
    };
    let texts = api.tags.iter().map(tag_text);
    let modules = distinct(texts, known, |text| short(snake(text)), spelled_module);
    let named = api.tags.iter().enumerate().zip(modules);
    let names: Vec<TagNames> = named
        .map(|((number, tag), module)| TagNames {
            feature: feature(module.trim_end_matches('_')),
            module: escape(Namespace::Tag, module),
            handle: handle(api, lock, given, number, tag),
        })
        .collect();
    let first = |number: usize| {
        let mut operations = api.operations.iter().filter(move |(_, operation)| operation.tag == number);
        operations.next().map_or(Pointer::root(), |(_, operation)| operation.at.clone())
    };
    if names.len() > FEATURES_OF_A_CRATE {
        let message = format!("{} tags become as many features", names.len());
        let help = "the client works; crates.io takes crates of 300 features at most, so leave out tags to publish it";
        let at = Pointer::root().key("tags");
        diagnostics.push(Diagnostic::new(Code::Unsupported, at, message).help(help));
    }
    let modules = names.iter().enumerate().map(|(number, tag)| (tag.module.as_str(), first(number)));
    unique("tags", modules, diagnostics);
    names
}

/// The largest number of features of a crate on crates.io.
const FEATURES_OF_A_CRATE: usize = 300;

/// The name of the tag for operations without one.
const UNTAGGED: &str = "untagged";

/// Returns what a tag is named by. Operations without a tag are together in one without a name.
fn tag_text(tag: &ir::Tag) -> &str {
    if tag.name.is_empty() { UNTAGGED } else { &tag.name }
}

/// The largest length of a module name, which is also the name of a file and of a feature.
const LONGEST: usize = 60;

/// Returns a name in `snake_case`, cut behind a word where it is too long.
fn short(name: String) -> String {
    let Some(cut) = name.get(..LONGEST) else { return name };
    cut.rsplit_once('_').map_or(cut, |(words, _)| words).to_owned()
}

/// Returns a name in `snake_case` in which every symbol is a word, unless it was cut: then its words are not what it lacks.
fn spelled_module(text: &str) -> String {
    let plain = snake(text);
    short(if plain.len() > LONGEST { plain } else { snake(&spelled(text)) })
}

/// The crate of the runtime, which is a dependency where it is no module.
const RUNTIME: &str = "jsonapi-forge-runtime";

/// Returns the cargo feature of a tag's module. Those that every crate has are taken.
fn feature(module: &str) -> String {
    let name = module.replace('_', "-");
    let is_taken = ["default", "full"].contains(&name.as_str())
        || FEATURES.iter().any(|feature| feature.name == name)
        || DEPENDENCIES.iter().any(|dependency| dependency.name == name)
        || name == RUNTIME;
    if is_taken { format!("{name}-tag") } else { name }
}

/// Returns the type whose methods are the operations of a tag. An operation that is called like its tag has
/// the name.
fn handle(api: &Api, lock: &Lock, given: &BTreeSet<(Module, String)>, number: usize, tag: &ir::Tag) -> String {
    if let Some(name) = lock.get(Section::Handles, &tag.name) {
        return escape_type(name.to_owned(), "Tag");
    }
    let name = escape_type(camel(tag_text(tag)), "Tag");
    let mut operations = api.operations.iter().filter(|(_, operation)| operation.tag == number);
    let is_taken = operations.any(|(_, operation)| camel(&operation.name) == name)
        || given.contains(&(Module::Tag(number), name.clone()));
    if is_taken { format!("{name}Tag") } else { name }
}

/// Returns the type that stands for each resource, and its module.
fn resource_names(api: &Api, lock: &Lock) -> Vec<(String, String)> {
    let types: Vec<&str> = api.resources.iter().map(|(_, resource)| resource.wire_type.as_str()).collect();
    let known = |wire_type: &str| {
        let given = lock.get(Section::Resources, wire_type)?;
        Some(escape_type(given.to_owned(), "Resource"))
    };
    let ident = |name: String| escape_type(short_type(name), "Resource");
    let idents = distinct(types.iter().copied(), known, |text| ident(camel(text)), |text| ident(spelled(text)));
    let named = types.into_iter().zip(idents);
    named
        .map(|(wire_type, ident)| {
            // Where the type has the name that follows from the wire, so has its module.
            let by_rule = ident == escape_type(camel(wire_type), "Resource");
            let module = escape(Namespace::Module, snake(if by_rule { wire_type } else { &ident }));
            (module, ident)
        })
        .collect()
}

/// Returns a name in `UpperCamelCase`, cut behind a word where it is too long.
fn short_type(name: String) -> String {
    if name.len() <= LONGEST { name } else { camel(&short(snake(&name))) }
}

fn resources(api: &Api, lock: &Lock, diagnostics: &mut Diagnostics) -> Vec<ResourceNames> {
    let mut names: Vec<ResourceNames> = api
        .resources
        .iter()
        .zip(resource_names(api, lock))
        .map(|((_, resource), (module, ident))| {
            let view = resource.read.as_ref();
            let attributes = view.map(|view| wires(&view.attributes)).unwrap_or_default();
            let relationships = view.map(|view| view.relationships.as_slice()).unwrap_or_default();
            let relationships = relationships.iter().map(|item| item.wire.as_str());
            let scope = |part| lock.scope(&resource_scope(&resource.wire_type, part));
            // A field holds the members that the document does not name.
            let place = |is_open: bool| if is_open { Namespace::OpenField } else { Namespace::Field };
            let are_attributes_open = view.is_some_and(|view| view.rest.is_some());
            let are_relationships_open = view.is_some_and(|view| view.open_relationships.is_some());
            ResourceNames {
                module,
                ident,
                attributes: fields(scope("attributes"), place(are_attributes_open), attributes),
                relationships: fields(scope("relationships"), place(are_relationships_open), relationships),
            }
        })
        .collect();
    // `request` and `request-id`: the second has the name of the id of the first.
    let ids: BTreeSet<String> = names.iter().map(|known| format!("{}Id", known.ident)).collect();
    for known in names.iter_mut().filter(|known| ids.contains(&known.ident)) {
        known.ident.push_str("Resource");
    }
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
                    .help("rename one of them in the document, or write another name into the names file"),
            );
        }
    }
}

fn wires(fields: &[ir::Field]) -> Vec<&str> {
    fields.iter().map(|field| field.wire.as_str()).collect()
}

/// Returns what each module has already: the resource's own types, the markers of its operations.
fn reserved(
    api: &Api,
    plain: &[Option<String>],
    tags: &[TagNames],
    operations: &[OperationNames],
    resources: &[ResourceNames],
) -> BTreeSet<(Module, String)> {
    let mut names = BTreeSet::new();
    for (id, resource) in api.resources.ids().zip(resources) {
        for name in ["", "Id", "Field", "AdditionalField", "Relationships"] {
            names.insert((Module::Resource(id), format!("{}{name}", resource.ident)));
        }
    }
    for ((_, view), name) in api.write_views.iter().zip(plain) {
        names.extend(name.iter().map(|name| (Module::Resource(view.resource), name.clone())));
    }
    for ((_, operation), known) in api.operations.iter().zip(operations) {
        names.extend(names_of(operation, &known.marker).map(|name| (Module::Tag(operation.tag), name)));
    }
    names.extend(tags.iter().enumerate().map(|(tag, known)| (Module::Tag(tag), known.handle.clone())));
    names
}

fn views(api: &Api, lock: &Lock, origins: &Origins, idents: &BTreeMap<Item, (Module, String)>) -> Vec<ViewNames> {
    api.write_views
        .iter()
        .map(|(id, view)| {
            let fallback = (Module::Resource(view.resource), String::new());
            let (module, ident) = idents.get(&Item::View(id)).cloned().unwrap_or(fallback);
            let texts = setter_texts(view);
            let texts = texts.iter().map(String::as_str);
            let mut setters = fields(lock.scope(&view_scope(api, origins, id)), Namespace::ViewMethod, texts);
            let mut relationships = setters.split_off(view.attributes.len());
            let others = relationships.split_off(view.relationships.len());
            ViewNames { module, ident, attributes: setters, relationships, others }
        })
        .collect()
}

fn types(
    api: &Api,
    lock: &Lock,
    origins: &Origins,
    groups: &BTreeMap<TypeId, TypeId>,
    idents: &BTreeMap<Item, (Module, String)>,
) -> Vec<TypeNames> {
    let mut merged: BTreeMap<TypeId, Vec<&str>> = BTreeMap::new();
    let mut described: BTreeMap<TypeId, BTreeMap<&str, &str>> = BTreeMap::new();
    for (id, ty) in api.types.iter() {
        if let (TypeDef::Enum(node), Some(first)) = (ty, groups.get(&id)) {
            let values = merged.entry(*first).or_default();
            // The emitted one's values come first, so that a second schema only adds.
            let known: BTreeSet<&str> = values.iter().copied().collect();
            values.extend(node.values.iter().map(String::as_str).filter(|value| !known.contains(value)));
            let names = node.names.iter().map(|(value, name)| (value.as_str(), name.as_str()));
            described.entry(*first).or_default().extend(names);
        }
    }
    api.types
        .iter()
        .zip(&origins.types)
        .map(|((id, ty), origin)| {
            let emitted_as = groups.get(&id).copied().unwrap_or(id);
            let module = origin.as_ref().map_or(Module::Tag(0), |origin| origin.module);
            let (module, ident) = idents.get(&Item::Type(emitted_as)).cloned().unwrap_or((module, String::new()));
            let given = lock.scope(&type_scope(api, origins, emitted_as));
            let members = match ty {
                TypeDef::Enum(_) => {
                    let values = merged.get(&emitted_as).into_iter().flatten().copied();
                    named_variants(given, values, described.get(&emitted_as).unwrap_or(&BTreeMap::new()))
                }
                TypeDef::Record(record) => {
                    let wires = wires(&record.fields);
                    let read = origin.as_ref().is_some_and(NameOrigin::is_read);
                    let place = match (read, &record.rest) {
                        (true, None) => Namespace::Field,
                        (true, Some(_)) => Namespace::OpenField,
                        (false, None) => Namespace::RecordMethod,
                        (false, Some(_)) => Namespace::OpenRecordMethod,
                    };
                    let names = fields(given, place, wires.iter().copied());
                    wires.into_iter().map(str::to_owned).zip(names).collect()
                }
                TypeDef::Filter(filter) => {
                    let wires: Vec<&str> = filter.fields.iter().map(|field| field.wire.as_str()).collect();
                    let names = fields(given, Namespace::Field, wires.iter().copied());
                    wires.into_iter().map(str::to_owned).zip(names).collect()
                }
                TypeDef::Union(union) => variants(given, alternatives(api, union).iter().map(String::as_str)),
            };
            let member = origin.as_ref().and_then(|origin| origin.member.clone());
            TypeNames { module, ident, emitted_as, member, members }
        })
        .collect()
}

fn operations(
    api: &Api,
    lock: &Lock,
    given: &BTreeSet<(Module, String)>,
    tags: &[TagNames],
    resources: &[ResourceNames],
) -> Vec<OperationNames> {
    let ids = api.operations.iter().map(|(_, operation)| operation.id.as_str());
    let known = |id: &str| lock.get(Section::Methods, id).map(|name| method_name(name.to_owned()));
    let names = names_by_id(api);
    let plain = |id: &str| method(names.get(id).unwrap_or(&id));
    let methods = distinct(ids, known, plain, |id| method(&spelled(id)));
    let named = api.operations.iter().zip(methods.into_iter().zip(markers(api, lock, given, tags)));
    named
        .map(|((_, operation), (method, marker))| operation_names(api, lock, resources, operation, method, marker))
        .collect()
}

/// Returns the texts that operations are named after, by the operations' ids.
pub(super) fn names_by_id(api: &Api) -> HashMap<&str, &str> {
    api.operations.iter().map(|(_, operation)| (operation.id.as_str(), operation.name.as_str())).collect()
}

/// Gives operations the names that they had before: of the ids that the document states, those that have a name in the
/// names file, or all.
fn give_aliases(api: &Api, lock: &Lock, source: AliasSource, names: &mut [OperationNames]) {
    for ((_, operation), names) in api.operations.iter().zip(names.iter_mut()) {
        let earlier = operation.vendor.aliases.iter();
        let earlier = earlier.filter_map(|id| match (lock.get(Section::Methods, id), source) {
            (Some(name), _) => Some(method_name(name.to_owned())),
            (None, AliasSource::Names) => None,
            (None, AliasSource::Document) => Some(method(id)),
        });
        names.aliases = earlier.collect();
    }
    drop_doubtful_aliases(names);
}

/// Drops earlier names that are doubtful: one that an operation has by now leads nowhere else, and one that several had
/// leads to none of them, because nothing shows which one was meant.
fn drop_doubtful_aliases(names: &mut [OperationNames]) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for operation in names.iter_mut() {
        let mut seen = BTreeSet::new();
        operation.aliases.retain(|alias| seen.insert(alias.clone()));
        for name in operation.aliases.iter().chain([&operation.method]) {
            *known.entry(name.clone()).or_insert(0) += 1;
        }
    }
    for operation in names {
        // The operation's own method counts too, should it be listed among its earlier names.
        operation.aliases.retain(|alias| known.get(alias) == Some(&1));
    }
}

fn operation_names(
    api: &Api,
    lock: &Lock,
    resources: &[ResourceNames],
    operation: &ir::Operation,
    name: String,
    marker: String,
) -> OperationNames {
    let query = &operation.query;
    let scope = |part| lock.scope(&call(&operation.id, part));
    // All setters of a call share one scope; the families' own names come first.
    let described = setters(operation);
    let families = families(operation);
    let beside = |name: String| if families.contains(&name.as_str()) { format!("{name}_") } else { name };
    let given = given_setters(lock, &operation.id);
    let texts = described.iter().map(|setter| setter.text.as_str());
    let named: Vec<String> = fields(&given, Namespace::CallMethod, texts).into_iter().map(beside).collect();
    let matching = |is_wanted: fn(SetterKind) -> bool| -> Vec<String> {
        let wanted = described.iter().zip(&named).filter(|(setter, _)| is_wanted(setter.kind));
        wanted.map(|(_, name)| name.clone()).collect()
    };
    let include = query.include.iter().flat_map(|include| include.paths.iter().map(String::as_str));
    let sort = query.sort.iter().flat_map(|sort| sort.keys.iter().map(|key| key.field.as_str()));
    let filter = query.filter.fields().iter().map(|field| field.wire.as_str());
    let path = fields(&Given::new(), Namespace::Field, operation.path_parameters.iter().map(|item| item.wire.as_str()));
    OperationNames {
        method: name,
        aliases: Vec::new(),
        marker,
        path: path.clone(),
        field_sets: matching(|kind| matches!(kind, SetterKind::Fields(_))),
        include: variants(scope("include"), include),
        sort: variants(scope("sort"), sort),
        filter: fields(scope("filter"), Namespace::CallMethod, filter),
        parameters: matching(|kind| matches!(kind, SetterKind::Parameter(_))),
        parts: matching(|kind| kind == SetterKind::Part),
        part_headers: matching(|kind| kind == SetterKind::PartHeader),
        batch: fields(scope("batch"), Namespace::Field, batch_texts(api, operation).iter().map(String::as_str)),
        error_codes: constants(scope("errors"), &operation.error_codes),
        body: free(body_name(api, resources, operation), |name| path.contains(name) || named.contains(name)),
    }
}

/// Returns the names that the setters of a call had before. Earlier names files have those of `filter[..]` among the
/// fields of the filter.
fn given_setters(lock: &Lock, id: &str) -> Given {
    let mut given = lock.scope(&call(id, "setters")).clone();
    let filters = lock.scope(&call(id, "filter")).iter().filter(|(wire, _)| wire.starts_with("filter["));
    for (wire, name) in filters {
        given.entry(wire.clone()).or_insert_with(|| name.clone());
    }
    given
}

/// Returns a name that nothing else in the call has: the body comes last.
fn free(mut name: String, is_taken: impl Fn(&String) -> bool) -> String {
    while is_taken(&name) {
        name.push_str("_body");
    }
    name
}

/// Returns the name of a body that is one value: after the resource that is sent, else for what it is.
fn body_name(api: &Api, resources: &[ResourceNames], operation: &ir::Operation) -> String {
    let Some(body) = &operation.body else { return String::new() };
    let name = match &body.content {
        ir::BodyContent::Resource { view, .. } => {
            let resource = api.write_views[*view].resource;
            let module = resources.get(resource.index()).map(|names| names.module.as_str());
            return escape(Namespace::Field, snake(module.unwrap_or("resource")));
        }
        ir::BodyContent::AnyResource { many: true, .. } => "resources",
        ir::BodyContent::AnyResource { many: false, .. } => "resource",
        ir::BodyContent::Linkage { given_id: ir::GivenId { names: Some(named), .. }, .. } => {
            let module = resources.get(named.index()).map(|names| names.module.trim_end_matches('_'));
            return format!("{}_id", module.unwrap_or("resource"));
        }
        ir::BodyContent::Linkage { arity, .. } if arity.is_many() => "ids",
        ir::BodyContent::Linkage { .. } => "related",
        ir::BodyContent::Batch(_) => "batch",
        ir::BodyContent::Json(_) | ir::BodyContent::Raw => "body",
        ir::BodyContent::Form { .. } => "",
    };
    name.to_owned()
}

/// Returns what the methods of a batch are named by.
pub(crate) fn batch_texts(api: &Api, operation: &ir::Operation) -> Vec<String> {
    match operation.body.as_ref().map(|body| &body.content) {
        Some(ir::BodyContent::Batch(operations)) => operations.iter().map(|item| item.change.words(api)).collect(),
        _ => Vec::new(),
    }
}

/// Returns the setters that the families of JSON:API have by themselves.
fn families(operation: &ir::Operation) -> Vec<&'static str> {
    let query = &operation.query;
    let start = operation.optional_page_start().map(|start| match start {
        ir::PageStart::Cursor(_) => "page_cursor",
        ir::PageStart::Number { .. } => "page_number",
        ir::PageStart::Offset { .. } => "page_offset",
    });
    let size = operation.optional_page_size().map(|_| "page_size");
    let filter = matches!(query.filter, Filter::Expression { .. }).then_some("filter");
    let include = query.include.as_ref().map(|_| "include");
    let sort = query.sort.as_ref().map(|_| "sort");
    let meta = operation.document_meta().map(|_| "document_meta");
    let included = operation.sent_included().map(|_| "included");
    [start, size, filter, include, sort, meta, included].into_iter().flatten().collect()
}

fn method(id: &str) -> String {
    method_name(snake(id))
}

fn method_name(name: String) -> String {
    escape(Namespace::ClientMethod, escape(Namespace::Field, name))
}

/// Returns the method of an operation id by the rules alone.
pub(crate) fn method_by_rule(id: &str) -> String {
    method(id)
}

/// Returns the module of a tag by the rules alone.
pub(crate) fn module_by_rule(tag: &str) -> String {
    short(snake(if tag.is_empty() { UNTAGGED } else { tag }))
}

/// Returns the type of a resource by the rules alone.
pub(crate) fn resource_by_rule(wire_type: &str) -> String {
    escape_type(short_type(camel(wire_type)), "Resource")
}

fn field_enums(api: &Api, lock: &Lock) -> FieldEnums {
    let mut values: BTreeMap<(FieldChoice, &str), BTreeSet<&str>> = BTreeMap::new();
    for (_, operation) in api.operations.iter() {
        for set in &operation.query.field_sets {
            let known = values.entry((set.choice, &set.resource_type)).or_default();
            known.extend(set.values.iter().map(String::as_str));
        }
    }
    for ((_, wire_type), values) in values.iter_mut().filter(|(_, values)| values.is_empty()) {
        // Where none are listed, those that the type has.
        let read = api.resource_of_type(wire_type).and_then(|(_, resource)| resource.read.as_ref());
        values.extend(read.into_iter().flat_map(ReadView::fields));
    }
    let mut enums = FieldEnums::default();
    for ((choice, wire_type), values) in values.into_iter().filter(|(_, values)| !values.is_empty()) {
        let names = variants(lock.scope(&resource_scope(wire_type, field_scope(choice))), values);
        let _ = enums.entry(choice).or_default().insert(wire_type.to_owned(), names);
    }
    enums
}
