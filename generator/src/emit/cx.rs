//! What every emitter needs: the model, its names, and how one module names an item of another.

use std::collections::BTreeMap;
use std::ops::Deref;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::analyse::TagSet;
use crate::ir::{Api, ResourceId, TypeId, WriteViewId};
use crate::layout::Layout;
use crate::name::{Module, Names};

/// The model with all that is known of it.
pub(crate) struct Cx<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    /// Which items stand where, and under which tags.
    layout: Layout<'a>,
    by_wire_type: BTreeMap<&'a str, ResourceId>,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(api: &'a Api, names: &'a Names) -> Self {
        Self {
            api,
            names,
            layout: Layout::new(api, names),
            by_wire_type: api.resources.iter().map(|(id, item)| (item.wire_type.as_str(), id)).collect(),
        }
    }

    /// The resource with this wire type.
    pub(crate) fn resource(&self, wire_type: &str) -> Option<ResourceId> {
        self.by_wire_type.get(wire_type).copied()
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

    /// The name of a type as it is sent.
    pub(crate) fn sent_ident(&self, id: TypeId) -> &'a str {
        &self.names.ty(id).sent
    }

    /// The path to a type as it is sent.
    pub(crate) fn sent_path(&self, from: Module, id: TypeId) -> TokenStream {
        let (module, name) = self.sent_name(from, id);
        self.path(from, module, name)
    }
}

/// What an emitter asks of the layout, it asks here.
impl<'a> Deref for Cx<'a> {
    type Target = Layout<'a>;

    fn deref(&self) -> &Layout<'a> {
        &self.layout
    }
}

/// An identifier, from a name that the naming stage has made one.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
