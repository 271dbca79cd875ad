//! All names in the form of the names file, and the entries of a names file that have no effect.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{self, Api, FieldChoice, TypeId, WriteViewId};
use crate::name::assign::batch_texts;
use crate::name::lock::{Lock, Section};
use crate::name::origin::{NameOrigin, Origins, type_key};
use crate::name::places::{call, sent};
use crate::name::setters::setters;
use crate::name::view::setter_texts;
use crate::name::{Names, OperationNames};
use crate::source::Pointer;

/// The sources of recorded names.
pub(crate) struct NameSources<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) places: &'a [BTreeSet<String>],
    pub(crate) origins: &'a Origins,
    pub(crate) groups: &'a BTreeMap<TypeId, TypeId>,
    /// The names file as it was.
    pub(crate) before: &'a Lock,
}

/// Returns the names of everything that the model has, beside what left it. Reports where one scope has a name
/// twice; types, tags and resources are looked at where they are named.
pub(crate) fn record(named: &NameSources<'_>, problems: &mut Diagnostics) -> Lock {
    let mut record = Record { named, lock: Lock::default(), problems };
    for (tag, names) in named.api.tags.iter().zip(&named.names.tags) {
        record.lock.give(Section::Tags, &tag.name, &names.module);
        record.lock.give(Section::Handles, &tag.name, &names.handle);
    }
    record.resources();
    record.views();
    record.types();
    record.operations();
    let mut lock = record.lock;
    lock.keep(named.before);
    lock
}

/// Returns the part of a resource in whose scope the fields are that requests can name so.
pub(crate) fn field_scope(choice: FieldChoice) -> &'static str {
    match choice {
        FieldChoice::Only => "fields",
        FieldChoice::Additional => "additional-fields",
    }
}

/// Returns the scope of a resource's `attributes`, `relationships` or `fields`.
pub(crate) fn resource_scope(wire_type: &str, part: &str) -> String {
    format!("resource {wire_type} {part}")
}

/// Returns the scope of the setters of what is sent.
pub(crate) fn view_scope(api: &Api, origins: &Origins, id: WriteViewId) -> String {
    let origin = origins.views.get(id.index()).and_then(Option::as_ref);
    origin.map_or_else(|| sent(api, &api.write_views[id]), NameOrigin::key)
}

/// Returns the scope of an enum's variants, a record's fields or a union's variants.
pub(crate) fn type_scope(api: &Api, origins: &Origins, id: TypeId) -> String {
    let origin = origins.types.get(id.index()).and_then(Option::as_ref);
    origin.map(|origin| type_key(api, origin, id)).unwrap_or_default()
}

struct Record<'a> {
    named: &'a NameSources<'a>,
    lock: Lock,
    problems: &'a mut Diagnostics,
}

impl Record<'_> {
    fn resources(&mut self) {
        let NameSources { api, names, .. } = self.named;
        for ((_, resource), names) in api.resources.iter().zip(&names.resources) {
            self.lock.give(Section::Resources, &resource.wire_type, &names.ident);
            let Some(view) = &resource.read else { continue };
            let scope = |part| resource_scope(&resource.wire_type, part);
            let wires = view.attributes.iter().map(|field| field.wire.as_str());
            self.members(&scope("attributes"), &resource.at, wires.zip(texts(&names.attributes)));
            let wires = view.relationships.iter().map(|item| item.wire.as_str());
            self.members(&scope("relationships"), &resource.at, wires.zip(texts(&names.relationships)));
        }
        let enums = names.field_enums.iter();
        for (choice, (wire_type, names)) in
            enums.flat_map(|(choice, enums)| enums.iter().map(move |one| (*choice, one)))
        {
            let at = api.resource_of_type(wire_type).map(|(_, resource)| resource.at.clone()).unwrap_or_default();
            self.members(&resource_scope(wire_type, field_scope(choice)), &at, pairs(names));
        }
    }

    fn views(&mut self) {
        let NameSources { api, names, places, origins, .. } = self.named;
        let views = api.write_views.iter().zip(&names.views).filter(|(_, names)| !names.ident.is_empty());
        for ((id, view), names) in views {
            match origins.views.get(id.index()).and_then(Option::as_ref) {
                Some(origin) => self.lock.give(Section::Types, &origin.key(), &names.ident),
                None => {
                    let places = places.get(id.index()).into_iter().flatten();
                    places.for_each(|place| self.lock.give(Section::Views, place, &names.ident));
                }
            }
            let wires = setter_texts(view);
            let setters = wires.iter().map(String::as_str);
            let members = texts(&names.attributes).chain(texts(&names.relationships)).chain(texts(&names.others));
            let setters = setters.zip(members);
            self.members(&view_scope(api, origins, id), &view.at, setters);
        }
    }

    fn types(&mut self) {
        let NameSources { api, names, origins, groups, .. } = self.named;
        for ((id, ty), names) in api.types.iter().zip(&names.types) {
            if names.emitted_as == id && !names.ident.is_empty() {
                let key = type_scope(api, origins, id);
                self.lock.give(Section::Types, &key, &names.ident);
                self.members(&key, ty.at(), pairs(&names.members));
            }
        }
        for ((module, id), origin) in &origins.others {
            let emitted_as = groups.get(id).copied().unwrap_or(*id);
            if let Some(name) = names.aliases.get(&(*module, emitted_as)) {
                self.lock.give(Section::Aliases, &type_key(api, origin, *id), name);
            }
        }
    }

    fn operations(&mut self) {
        let NameSources { api, names, .. } = self.named;
        let mut methods: BTreeMap<&str, &ir::Operation> = BTreeMap::new();
        for ((_, operation), names) in api.operations.iter().zip(&names.operations) {
            self.lock.give(Section::Methods, &operation.id, &names.method);
            self.lock.give(Section::Markers, &operation.id, &names.marker);
            for name in [&names.method, &names.marker] {
                if let Some(first) = methods.insert(name, operation) {
                    self.twice(&first.id, &operation.id, name, &operation.at);
                }
            }
            self.operation(operation, names);
        }
    }

    fn operation(&mut self, operation: &ir::Operation, names: &OperationNames) {
        let scope = |part| call(&operation.id, part);
        let setters = setters(operation);
        let setter_names = setter_names(names);
        let texts_of = setters.iter().map(|setter| setter.text.as_str());
        self.members(&scope("setters"), &operation.at, texts_of.zip(setter_names));
        let codes = operation.error_codes.iter().map(String::as_str);
        self.members(&scope("errors"), &operation.at, codes.zip(texts(&names.error_codes)));
        let batch = batch_texts(self.named.api, operation);
        self.members(&scope("batch"), &operation.at, batch.iter().map(String::as_str).zip(texts(&names.batch)));
        self.members(&scope("include"), &operation.at, pairs(&names.include));
        self.members(&scope("sort"), &operation.at, pairs(&names.sort));
        let filters = operation.query.filter.fields().iter().map(|field| field.wire.as_str());
        self.members(&scope("filter"), &operation.at, filters.zip(texts(&names.filter)));
    }

    /// Records the names of a scope, which no two of its members may share.
    fn members<'n>(&mut self, scope: &str, at: &Pointer, names: impl IntoIterator<Item = (&'n str, &'n str)>) {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        let mut alike: BTreeMap<String, (&str, &str)> = BTreeMap::new();
        for (wire, name) in names {
            if let Some(first) = seen.insert(name, wire) {
                self.twice(first, wire, name, at);
            }
            if let Some((first, first_name)) = alike.insert(wire.to_lowercase(), (wire, name)) {
                self.similar([(first, first_name), (wire, name)], at);
            }
            self.lock.give_member(scope, wire, name);
        }
    }

    fn similar(&mut self, [(first, first_name), (second, second_name)]: [(&str, &str); 2], at: &Pointer) {
        let message = format!("`{first}` and `{second}` differ in letter case only");
        let help =
            format!("the client calls them `{first_name}` and `{second_name}`; the names file can say otherwise");
        self.problems.push(Diagnostic::new(Code::Assumed, at.clone(), message).help(help));
    }

    fn twice(&mut self, first: &str, second: &str, name: &str, at: &Pointer) {
        let message = format!("`{first}` and `{second}` both become `{name}`");
        let code = if *self.named.before == Lock::default() { Code::NameCollision } else { Code::NameLock };
        let help = "write another name for one of them into the names file";
        self.problems.push(Diagnostic::new(code, at.clone(), message).help(help));
    }
}

/// Returns the setters of a call that are named after parameters and parts, in the order of [`setters`].
fn setter_names(names: &OperationNames) -> impl Iterator<Item = &str> {
    let lists = [&names.field_sets, &names.parameters, &names.parts, &names.part_headers];
    lists.into_iter().flatten().map(String::as_str)
}

fn texts(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().map(String::as_str)
}

fn pairs(names: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    names.iter().map(|(wire, name)| (wire.as_str(), name.as_str()))
}
