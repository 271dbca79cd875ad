//! The module of each item, the tags that enable it, and the types that are aliases of equal ones.
//!
//! What is emitted and what a comparison of two documents says of it follow from the same tables.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyse::{Reach, Recursion, TagSet, classes, operations_about, reach, recursion, types_sent};
use crate::ir::{Api, OperationId, ResourceId, Test, Type, TypeDef, TypeId, WriteViewId};
use crate::name::{Module, Names};

/// The module of each item.
pub struct Layout<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) recursion: Recursion,
    reach: Reach,
    /// By resource, the operations that are about it.
    operations_about: Vec<Vec<OperationId>>,
    /// The types that stand in each module: those that are read, then those that are sent, each sorted by name.
    types: BTreeMap<Module, Vec<TypeId>>,
    /// The types that are sent. A record or a union is either read or sent; an enum is one type, whichever way it travels, and
    /// none of these.
    sent: BTreeSet<TypeId>,
    /// Types that are equal to another one of their module, which is emitted for both.
    aliases: BTreeMap<TypeId, TypeId>,
    /// The tags for which each module has anything.
    module_tags: BTreeMap<Module, TagSet>,
    /// Records with the members that tell them apart in a union.
    union_tags: BTreeSet<(TypeId, &'a str)>,
}

impl<'a> Layout<'a> {
    pub(crate) fn new(api: &'a Api, names: &'a Names) -> Self {
        let mut layout = Self {
            api,
            names,
            recursion: recursion(api),
            reach: reach(api),
            operations_about: operations_about(api),
            types: BTreeMap::new(),
            sent: sent(api),
            aliases: BTreeMap::new(),
            module_tags: BTreeMap::new(),
            union_tags: union_tags(api),
        };
        layout.merge_enum_reach();
        for id in api.types.ids() {
            if names.ty(id).emitted_as == id && !layout.tags_of_type(id).is_empty() {
                layout.types.entry(names.ty(id).module).or_default().push(id);
            }
        }
        for list in layout.types.values_mut() {
            list.sort_by_key(|id| (layout.sent.contains(id), &names.ty(*id).ident));
        }
        layout.find_aliases();
        layout.module_tags = layout.tags_by_module();
        layout
    }

    /// Returns the type that is emitted for `id`, when it is not `id` itself.
    pub(crate) fn alias_of(&self, id: TypeId) -> Option<TypeId> {
        self.aliases.get(&id).copied()
    }

    /// Finds the aliases: of the equal types of a module the one with the shortest name is emitted, the others are
    /// other names of it. Names are given before, so what is shared decides no name.
    fn find_aliases(&mut self) {
        let classes = classes(self.api);
        for list in self.types.values() {
            let mut groups: BTreeMap<(bool, usize), Vec<TypeId>> = BTreeMap::new();
            for id in list.iter().filter(|id| !self.is_merged(**id)) {
                let class = classes.get(id.index()).copied().unwrap_or_default();
                groups.entry((self.is_sent(*id), class)).or_default().push(*id);
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

    /// Returns whether the type is an enum that holds values of others too, so that its own tell nothing.
    fn is_merged(&self, id: TypeId) -> bool {
        match &self.api.types[id] {
            TypeDef::Enum(node) => self.names.ty(id).members.len() != node.values.len(),
            TypeDef::Record(_) | TypeDef::Union(_) | TypeDef::Filter(_) => false,
        }
    }

    /// Extends the tags of an enum by those of the enums that are emitted as it.
    fn merge_enum_reach(&mut self) {
        for (id, _) in self.api.types.iter() {
            let target = self.names.ty(id).emitted_as;
            if target != id {
                let tags = set(&self.reach.types, id.index()).clone();
                self.reach.extend(self.api, target, &tags);
            }
        }
    }

    /// Returns whether member `wire` tells the record `id` apart from its siblings in a union.
    pub(crate) fn is_tag(&self, id: TypeId, wire: &str) -> bool {
        self.union_tags.contains(&(id, wire))
    }

    /// Returns the types of a module: those that are read, then those that are sent, each sorted by name.
    pub(crate) fn types(&self, module: Module) -> &[TypeId] {
        self.types.get(&module).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns whether a type is a record, a union or a filter that is sent.
    pub(crate) fn is_sent(&self, id: TypeId) -> bool {
        self.sent.contains(&id)
    }

    /// Returns the views of a module, sorted by name.
    pub(crate) fn views(&self, module: Module) -> Vec<WriteViewId> {
        let of_module = |id: &WriteViewId| self.names.view(*id).module == module && !self.tags_of_view(*id).is_empty();
        let mut views: Vec<WriteViewId> = self.api.write_views.ids().filter(of_module).collect();
        views.sort_by_key(|id| &self.names.view(*id).ident);
        views
    }

    /// Returns the types of other modules that have a name in this one: name, and type.
    pub(crate) fn borrowed(&self, module: Module) -> Vec<(&'a str, TypeId)> {
        let found = self.names.aliases.iter().filter(|((at, _), _)| *at == module);
        let mut found: Vec<(&str, TypeId)> = found.map(|((_, id), name)| (name.as_str(), *id)).collect();
        found.sort();
        found
    }

    /// Returns the tags that reach a type.
    pub(crate) fn tags_of_type(&self, id: TypeId) -> &TagSet {
        set(&self.reach.types, id.index())
    }

    /// Returns the tags that reach a view.
    pub(crate) fn tags_of_view(&self, id: WriteViewId) -> &TagSet {
        set(&self.reach.views, id.index())
    }

    /// Returns the tags that read a resource's attributes.
    pub(crate) fn tags_of_resource(&self, id: ResourceId) -> &TagSet {
        set(&self.reach.resources, id.index())
    }

    /// Returns the operations that bring or send a resource, by tag, each list sorted by the names of methods.
    pub(crate) fn operations_about(&self, id: ResourceId) -> BTreeMap<usize, Vec<OperationId>> {
        let mut by_tag: BTreeMap<usize, Vec<OperationId>> = BTreeMap::new();
        for operation in self.operations_about.get(id.index()).into_iter().flatten() {
            by_tag.entry(self.api.operations[*operation].tag).or_default().push(*operation);
        }
        by_tag.values_mut().for_each(|list| list.sort_by_key(|id| &self.names.operation(*id).method));
        by_tag
    }

    /// Returns the tags that name a resource in any way.
    pub(crate) fn tags_of_identity(&self, id: ResourceId) -> &TagSet {
        set(&self.reach.identities, id.index())
    }

    /// Returns the tags whose operations choose a resource's fields.
    pub(crate) fn tags_of_fields(&self, id: ResourceId) -> &TagSet {
        set(&self.reach.fields, id.index())
    }

    /// Returns all tags for which a module has anything. A type that several tags share stands in the module of one of
    /// them.
    pub(crate) fn tags_of_module(&self, module: Module) -> &TagSet {
        static EMPTY: TagSet = TagSet::new();
        self.module_tags.get(&module).unwrap_or(&EMPTY)
    }

    fn tags_by_module(&self) -> BTreeMap<Module, TagSet> {
        let mut found: BTreeMap<Module, TagSet> = BTreeMap::new();
        let tags = (0..self.api.tags.len()).map(|tag| (Module::Tag(tag), TagSet::from([tag])));
        let resources = self.api.resources.ids().map(|id| (Module::Resource(id), self.tags_of_identity(id).clone()));
        found.extend(tags.chain(resources));
        for (module, types) in &self.types {
            let tags = found.entry(*module).or_default();
            types.iter().for_each(|id| tags.extend(self.tags_of_type(*id)));
        }
        for id in self.api.write_views.ids() {
            found.entry(self.names.view(id).module).or_default().extend(self.tags_of_view(id));
        }
        found
    }

    /// Returns the name of a type at `near`, where an attribute of that module is of the type.
    pub(crate) fn nearest_name(&self, near: Module, id: TypeId) -> (Module, &'a str) {
        let names = self.names.ty(id);
        match self.names.aliases.get(&(near, names.emitted_as)) {
            Some(name) => (near, name),
            None => (names.module, &names.ident),
        }
    }
}

fn set(sets: &[TagSet], index: usize) -> &TagSet {
    static EMPTY: TagSet = TagSet::new();
    sets.get(index).unwrap_or(&EMPTY)
}

fn sent(api: &Api) -> BTreeSet<TypeId> {
    let mut sent = types_sent(api);
    sent.retain(|id| !matches!(api.types[*id], TypeDef::Enum(_)));
    sent
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
