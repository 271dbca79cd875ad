//! The named items by the place of their description, for users who want to rename them.

use crate::ir::{Api, Field, TypeDef};
use crate::name::enums::enum_groups;
use crate::name::lock::{Lock, Section};
use crate::name::members::alternatives;
use crate::name::origin::origins;
use crate::name::places::{call, places};
use crate::name::record::{resource_scope, type_scope, view_scope};
use crate::name::setters::{SetterKind, setters};
use crate::name::view::{plain_names, setter_texts};
use crate::source::Pointer;

/// A named thing: a place in the names file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// A type, by its section and key.
    Type(Section, String),
    /// A field, a setter or a variant of a union, by what has it and what it is called on the wire.
    Member(String, String),
}

impl Lock {
    /// Gives a name.
    pub(crate) fn rename(&mut self, named: &Named, name: &str) {
        match named {
            Named::Type(section, key) => self.give(*section, key, name),
            Named::Member(scope, wire) => self.give_member(scope, wire, name),
        }
    }
}

/// Returns all types and members, each with where it is described. What is described once and is found in several
/// places, such as an attribute that is read and sent, is there once for each.
pub(crate) fn described(api: &Api, lock: &Lock) -> Vec<(Pointer, Named)> {
    let mut found = Vec::new();
    resources(api, &mut found);
    views_and_types(api, lock, &mut found);
    calls(api, &mut found);
    found
}

type Found = Vec<(Pointer, Named)>;

fn resources(api: &Api, found: &mut Found) {
    for (_, resource) in api.resources.iter() {
        found.push((resource.at.clone(), Named::Type(Section::Resources, resource.wire_type.clone())));
        let Some(view) = &resource.read else { continue };
        let scope = |part| resource_scope(&resource.wire_type, part);
        found.extend(fields(&scope("attributes"), &view.attributes));
        let relationships = view.relationships.iter().map(|item| (&item.at, &item.wire));
        found.extend(members(&scope("relationships"), relationships));
    }
}

fn views_and_types(api: &Api, lock: &Lock, found: &mut Found) {
    let places = places(api);
    let origins = origins(api, lock, &plain_names(api, lock, &places));
    let groups = enum_groups(api, lock, &origins);
    for (id, view) in api.write_views.iter() {
        match origins.views.get(id.index()).and_then(Option::as_ref) {
            Some(origin) => found.push((view.at.clone(), Named::Type(Section::Types, origin.key()))),
            None => {
                let places = places.get(id.index()).into_iter().flatten();
                let views = places.map(|place| Named::Type(Section::Views, place.clone()));
                found.extend(views.map(|named| (view.at.clone(), named)));
            }
        }
        let texts = setter_texts(view);
        let attributes = view.attributes.iter().map(|field| &field.at);
        let at = attributes.chain(view.relationships.iter().map(|item| &item.at));
        let at = at.chain(view.others.iter().map(|field| &field.at));
        found.extend(members(&view_scope(api, &origins, id), at.zip(&texts)));
    }
    for (id, ty) in api.types.iter() {
        let scope = type_scope(api, &origins, groups.get(&id).copied().unwrap_or(id));
        found.push((ty.at().clone(), Named::Type(Section::Types, scope.clone())));
        match ty {
            TypeDef::Record(record) => found.extend(fields(&scope, &record.fields)),
            TypeDef::Union(union) => {
                let labels = alternatives(api, union);
                found.extend(members(&scope, union.alternatives.iter().map(|item| &item.at).zip(&labels)));
            }
            TypeDef::Enum(_) | TypeDef::Filter(_) => {}
        }
    }
}

fn calls(api: &Api, found: &mut Found) {
    for (_, operation) in api.operations.iter() {
        let scope = call(&operation.id, "setters");
        let setters = setters(operation).into_iter();
        let named = setters.filter(|setter| !matches!(setter.kind, SetterKind::Fields(_)));
        found.extend(named.map(|setter| (setter.at.clone(), Named::Member(scope.clone(), setter.text))));
    }
}

fn fields(scope: &str, fields: &[Field]) -> Vec<(Pointer, Named)> {
    members(scope, fields.iter().map(|field| (&field.at, &field.wire))).collect()
}

fn members<'a>(
    scope: &str,
    members: impl Iterator<Item = (&'a Pointer, &'a String)>,
) -> impl Iterator<Item = (Pointer, Named)> {
    members.map(move |(at, wire)| (at.clone(), Named::Member(scope.to_owned(), wire.clone())))
}
