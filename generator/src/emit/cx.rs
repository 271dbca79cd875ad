//! What every emitter needs: the model, its names, and how one module names an item of another.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::analyse::{Reach, Recursion, TagSet, classes, reach, recursion, usage};
use crate::ir::{Api, ResourceId, Test, Type, TypeDef, TypeId, WriteViewId};
use crate::name::{Module, Names};

/// The model with all that is known of it.
pub(crate) struct Cx<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) reach: Reach,
    pub(crate) recursion: Recursion,
    /// The types that stand in each module and are read, sorted by name.
    read_types: BTreeMap<Module, Vec<TypeId>>,
    /// The same for those that are sent.
    write_types: BTreeMap<Module, Vec<TypeId>>,
    by_wire_type: BTreeMap<&'a str, ResourceId>,
    /// Records with the members that tell them apart in a union.
    tags: BTreeSet<(TypeId, &'a str)>,
    /// Types that are equal to another one of their module, which is emitted for both.
    aliases: BTreeMap<TypeId, TypeId>,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(api: &'a Api, names: &'a Names) -> Self {
        let usage = usage(api);
        let mut cx = Self {
            api,
            names,
            reach: reach(api),
            recursion: recursion(api),
            read_types: BTreeMap::new(),
            write_types: BTreeMap::new(),
            by_wire_type: api.resources.iter().map(|(id, item)| (item.wire_type.as_str(), id)).collect(),
            tags: union_tags(api),
            aliases: BTreeMap::new(),
        };
        cx.merge_enum_reach();
        for (id, ty) in api.types.iter() {
            let names = names.ty(id);
            if names.emitted_as != id || cx.tags_of_type(id).is_empty() {
                continue;
            }
            // An enum is one type, whichever way it travels.
            let read = matches!(ty, TypeDef::Enum(_)) || usage.read.contains(&id);
            if read {
                cx.read_types.entry(names.module).or_default().push(id);
            }
            if !matches!(ty, TypeDef::Enum(_)) && usage.write.contains(&id) {
                cx.write_types.entry(names.module).or_default().push(id);
            }
        }
        for list in cx.read_types.values_mut().chain(cx.write_types.values_mut()) {
            list.sort_by(|a, b| names.ty(*a).ident.cmp(&names.ty(*b).ident));
        }
        cx.find_aliases();
        cx
    }

    /// The type that is emitted for `id`, when it is not `id` itself.
    pub(crate) fn alias_of(&self, id: TypeId) -> Option<TypeId> {
        self.aliases.get(&id).copied()
    }

    /// Of the equal types of a module the one with the shortest name is emitted, the others are
    /// other names of it. Names are given before, so what is shared decides no name.
    fn find_aliases(&mut self) {
        let classes = classes(self.api);
        for list in self.read_types.values().chain(self.write_types.values()) {
            let mut groups: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
            for id in list.iter().filter(|id| !self.is_merged(**id)) {
                groups.entry(classes.get(id.index()).copied().unwrap_or_default()).or_default().push(*id);
            }
            for group in groups.values() {
                let name = |id: &&TypeId| (self.names.ty(**id).ident.len(), self.names.ty(**id).ident.clone());
                if let Some(first) = group.iter().min_by_key(name) {
                    self.aliases.extend(group.iter().filter(|id| *id != first).map(|id| (*id, *first)));
                }
            }
        }
        for (alias, target) in &self.aliases {
            let tags = set(&self.reach.types, alias.index()).clone();
            self.reach.extend(self.api, *target, &tags);
        }
    }

    /// Whether the type is an enum that holds values of others too, so that its own tell nothing.
    fn is_merged(&self, id: TypeId) -> bool {
        match &self.api.types[id] {
            TypeDef::Enum(node) => self.names.ty(id).members.len() != node.values.len(),
            TypeDef::Record(_) | TypeDef::Union(_) | TypeDef::Filter(_) => false,
        }
    }

    /// The types of a module that are read, sorted by name.
    pub(crate) fn read_types(&self, module: Module) -> &[TypeId] {
        self.read_types.get(&module).map(Vec::as_slice).unwrap_or_default()
    }

    /// The types of a module that are sent, sorted by name.
    pub(crate) fn write_types(&self, module: Module) -> &[TypeId] {
        self.write_types.get(&module).map(Vec::as_slice).unwrap_or_default()
    }

    /// The resource with this wire type.
    pub(crate) fn resource(&self, wire_type: &str) -> Option<ResourceId> {
        self.by_wire_type.get(wire_type).copied()
    }

    /// The tags that reach a type.
    pub(crate) fn tags_of_type(&self, id: TypeId) -> &TagSet {
        set(&self.reach.types, id.index())
    }

    /// The tags that reach a view.
    pub(crate) fn tags_of_view(&self, id: WriteViewId) -> &TagSet {
        set(&self.reach.views, id.index())
    }

    /// The tags that read a resource's attributes.
    pub(crate) fn tags_of_resource(&self, id: ResourceId) -> &TagSet {
        set(&self.reach.resources, id.index())
    }

    /// The tags that name a resource in any way.
    pub(crate) fn tags_of_identity(&self, id: ResourceId) -> &TagSet {
        set(&self.reach.identities, id.index())
    }

    /// The tags whose operations choose a resource's fields.
    pub(crate) fn tags_of_fields(&self, id: ResourceId) -> &TagSet {
        set(&self.reach.fields, id.index())
    }

    /// All tags for which a module has anything.
    pub(crate) fn tags_of_module(&self, module: Module) -> TagSet {
        match module {
            Module::Tag(tag) => TagSet::from([tag]),
            Module::Resource(id) => {
                let mut tags = self.tags_of_identity(id).clone();
                for id in self.read_types(module).iter().chain(self.write_types(module)) {
                    tags.extend(self.tags_of_type(*id));
                }
                for id in self.api.write_views.ids().filter(|id| self.names.view(*id).module == module) {
                    tags.extend(self.tags_of_view(id));
                }
                tags
            }
        }
    }

    /// The attribute that switches an item on for `tags`, inside `module`; none where the module is
    /// on for no other tags.
    pub(crate) fn cfg(&self, tags: &TagSet, module: Module) -> TokenStream {
        if *tags == self.tags_of_module(module) { TokenStream::new() } else { self.cfg_any(tags) }
    }

    /// The attribute that switches an item on for any of `tags`.
    pub(crate) fn cfg_any(&self, tags: &TagSet) -> TokenStream {
        let predicate = self.predicate(tags);
        quote!(#[cfg(#predicate)])
    }

    /// The predicate that holds when the feature of any of `tags` is on.
    pub(crate) fn predicate(&self, tags: &TagSet) -> TokenStream {
        let features = tags.iter().map(|tag| self.names.tag(*tag).feature.as_str());
        match tags.len() {
            1 => quote!(#(feature = #features)*),
            _ => quote!(any(#(feature = #features),*)),
        }
    }

    /// The path from `from` to the root of the crate.
    pub(crate) fn root(&self, from: Module) -> TokenStream {
        match from {
            Module::Resource(_) => quote!(super::super),
            Module::Tag(_) => quote!(super),
        }
    }

    /// The path from `from` to `name` in `to`.
    pub(crate) fn path(&self, from: Module, to: Module, name: &str) -> TokenStream {
        let name = ident(name);
        match (from, to) {
            _ if from == to => quote!(#name),
            (Module::Resource(_), Module::Resource(to)) => {
                let to = ident(&self.names.resource(to).module);
                quote!(super::#to::#name)
            }
            (Module::Tag(_), Module::Resource(to)) => {
                let to = ident(&self.names.resource(to).module);
                quote!(super::resources::#to::#name)
            }
            (_, Module::Tag(to)) => {
                let root = self.root(from);
                let to = ident(&self.names.tag(to).module);
                quote!(#root::#to::#name)
            }
        }
    }

    /// The path to the attributes of a resource.
    pub(crate) fn resource_path(&self, from: Module, id: ResourceId) -> TokenStream {
        self.path(from, Module::Resource(id), &self.names.resource(id).ident)
    }

    /// The path to what is sent for a resource.
    pub(crate) fn view_path(&self, from: Module, id: WriteViewId) -> TokenStream {
        let names = self.names.view(id);
        self.path(from, names.module, &names.ident)
    }

    /// The path to an enum, record or union.
    pub(crate) fn type_path(&self, from: Module, id: TypeId) -> TokenStream {
        let (module, name) = self.nearest_name(from, id);
        self.path(from, module, name)
    }

    /// The path to an enum that a filter of an operation on `resource` compares with.
    pub(crate) fn filter_path(&self, from: Module, resource: Option<ResourceId>, id: TypeId) -> TokenStream {
        let near = resource.map_or(from, Module::Resource);
        let (module, name) = self.nearest_name(near, id);
        self.path(from, module, name)
    }

    /// The name of a type at `near`, where an attribute of that module is of the type.
    fn nearest_name(&self, near: Module, id: TypeId) -> (Module, &str) {
        let names = self.names.ty(id);
        match self.names.aliases.get(&(near, names.emitted_as)) {
            Some(name) => (near, name),
            None => (names.module, &names.ident),
        }
    }

    /// The name of a type as it is sent.
    pub(crate) fn sent_ident(&self, id: TypeId) -> &'a str {
        &self.names.ty(id).sent
    }

    /// The path to a type as it is sent.
    pub(crate) fn sent_path(&self, from: Module, id: TypeId) -> TokenStream {
        let names = self.names.ty(id);
        if names.sent == names.ident { self.type_path(from, id) } else { self.path(from, names.module, &names.sent) }
    }

    /// The types of other modules that have a name in this one: name, and type.
    pub(crate) fn borrowed(&self, module: Module) -> Vec<(&str, TypeId)> {
        let found = self.names.aliases.iter().filter(|((at, _), _)| *at == module);
        let mut found: Vec<(&str, TypeId)> = found.map(|((_, id), name)| (name.as_str(), *id)).collect();
        found.sort();
        found
    }

    /// Whether member `wire` tells the record `id` apart from its siblings in a union.
    pub(crate) fn is_tag(&self, id: TypeId, wire: &str) -> bool {
        self.tags.contains(&(id, wire))
    }

    /// An enum that is emitted as another switches that one on.
    fn merge_enum_reach(&mut self) {
        for (id, _) in self.api.types.iter() {
            let target = self.names.ty(id).emitted_as;
            if target != id {
                let tags = set(&self.reach.types, id.index()).clone();
                self.reach.extend(self.api, target, &tags);
            }
        }
    }
}

fn set(sets: &[TagSet], index: usize) -> &TagSet {
    static EMPTY: TagSet = TagSet::new();
    sets.get(index).unwrap_or(&EMPTY)
}

/// An identifier, from a name that the naming stage has made one.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

fn union_tags(api: &Api) -> BTreeSet<(TypeId, &str)> {
    let mut tags = BTreeSet::new();
    for (_, ty) in api.types.iter() {
        let TypeDef::Union(union) = ty else { continue };
        for alternative in &union.alternatives {
            let Type::Named(id) = alternative.ty else { continue };
            for test in &alternative.when {
                if let Test::Equals { key, .. } = test {
                    tags.insert((id, key.as_str()));
                }
            }
        }
    }
    tags
}
