//! A resource type and all that is named after it: one module each.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::{Table, rows};
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::code;
use crate::emit::{EmittedFile, attributes, field_enum, job, relationships, shape, types, write_view};
use crate::ir::{IdRule, IdType, ReadView, Resource, ResourceId, TypeRule};
use crate::name::Module;

/// Emits the module of a resource type; `None` when nothing names it.
pub(crate) fn emit(cx: &Cx<'_>, id: ResourceId) -> Option<EmittedFile> {
    let module = Module::Resource(id);
    if cx.tags_of_module(module).is_empty() {
        return None;
    }
    let resource = &cx.api.resources[id];
    let doc = format!(" The {} resource.", code(&resource.wire_type));
    let view = resource.read.as_ref().unwrap_or(ReadView::EMPTY);
    let read = (!cx.tags_of_resource(id).is_empty()).then(|| {
        let attributes = attributes::emit(cx, id, resource, view);
        let relationships = relationships::emit(cx, id, resource, view);
        let identity = resource_type(cx, id, resource, view);
        let job = job::facts(cx, id, resource, view);
        quote!(#attributes #identity #job #relationships)
    });
    let stub = stub(cx, id, resource);
    let id_alias = id_alias(cx, id, resource);
    let fields = field_enum::emit(cx, id, resource);
    let views: TokenStream = write_view::emit_all(cx, module);
    let types = types::emit_all(cx, module);
    let tokens = quote! {
        #![doc = #doc]

        use super::super::rt;

        #read
        #stub
        #id_alias
        #fields
        #views
        #types
    };
    Some(EmittedFile { path: format!("resources/{}.rs", cx.names.resource(id).module), tokens })
}

/// Emits `resources/mod.rs`: the modules, and the types that stand for resources.
pub(crate) fn emit_index(cx: &Cx<'_>) -> EmittedFile {
    let mut modules: Vec<(&str, TokenStream)> = Vec::new();
    for id in cx.api.resources.ids() {
        let tags = cx.tags_of_module(Module::Resource(id));
        if tags.is_empty() {
            continue;
        }
        let names = cx.names.resource(id);
        let cfg = cx.cfg_any(tags);
        let identity = cx.tags_of_identity(id);
        let cfg_identity = cx.cfg_any(identity);
        let (module, name) = (ident(&names.module), ident(&names.ident));
        let id_name = ident(&format!("{}Id", names.ident));
        let export = (!identity.is_empty()).then(|| quote!(#cfg_identity pub use #module::{#name, #id_name};));
        modules.push((&names.module, quote!(#cfg pub mod #module; #export)));
    }
    modules.sort_by_key(|(name, _)| *name);
    let modules = modules.into_iter().map(|(_, tokens)| tokens);
    let tokens = quote! {
        //! Resource types: what is read, what is sent, and the types they are made of.
        //!
        //! There is one module per resource type; the attributes and the id stand here as well.

        #(#modules)*
    };
    EmittedFile { path: "resources/mod.rs".to_owned(), tokens }
}

/// Emits the type of the resource's `id`.
fn identity(cx: &Cx<'_>, id: ResourceId, resource: &Resource) -> TokenStream {
    let names = cx.names.resource(id);
    if resource.type_rule == TypeRule::Open {
        let name = ident(&names.ident);
        return quote!(rt::OpenId<#name>);
    }
    let name = ident(&format!("{}Id", names.ident));
    quote!(#name)
}

fn resource_type(cx: &Cx<'_>, id: ResourceId, resource: &Resource, view: &ReadView) -> TokenStream {
    let names = cx.names.resource(id);
    let cfg = cx.cfg(cx.tags_of_resource(id), Module::Resource(id));
    let (name, wire_type) = (ident(&names.ident), &resource.wire_type);
    let rule = match view.id {
        IdRule::Required => quote!(Required),
        // Each resource that a server sends has an id (JSON:API "Resource Objects"), also where none is described.
        IdRule::Optional | IdRule::None => quote!(Optional),
    };
    let id_shape = (view.id_type != IdType::Text).then(|| {
        let shape = shape::reference(cx, Module::Resource(id), &Table::of_id(view.id_type));
        quote!(const ID_SHAPE: &'static rt::Shape = #shape;)
    });
    let others = (!view.others.is_empty()).then(|| {
        let members = shape::rows(cx, Module::Resource(id), &rows(&view.others));
        quote!(const OTHERS: &'static [rt::Member] = #members;)
    });
    let optional = view.may_lack_attributes().then(|| {
        quote!(
            const REQUIRES_ATTRIBUTES: bool = false;
        )
    });
    let nullable = (!view.nullable.is_empty()).then(|| {
        let names = view.nullable.iter().collect::<BTreeSet<_>>().into_iter();
        quote!(const NULLABLE: &'static [&'static str] = &[#(#names),*];)
    });
    let meta = view.meta.as_ref().map(|meta| {
        let meta = shape::shape(cx, Module::Resource(id), meta);
        quote!(const META: Option<&'static rt::Shape> = Some(#meta);)
    });
    let identity = identity(cx, id, resource);
    let relationships = if !view.has_relationships() {
        quote!(rt::NoRelationships)
    } else {
        let name = ident(&format!("{}Relationships", names.ident));
        quote!(#name)
    };
    quote! {
        #cfg
        impl rt::ResourceType for #name {
            const TYPE: &'static str = #wire_type;
            const ID: rt::IdRule = rt::IdRule::#rule;
            #id_shape
            #optional
            #nullable
            #others
            #meta
            type Id = #identity;
            type Relationships = #relationships;
        }
    }
}

/// Emits the type of a resource that is only named, without attributes: another feature may add
/// them.
fn stub(cx: &Cx<'_>, id: ResourceId, resource: &Resource) -> Option<TokenStream> {
    let (full, named) = (cx.tags_of_resource(id), cx.tags_of_identity(id));
    let only_named: BTreeSet<usize> = named.difference(full).copied().collect();
    if only_named.is_empty() {
        return None;
    }
    let cfg = if full.is_empty() {
        cx.cfg(named, Module::Resource(id))
    } else {
        let (any, not) = (cx.predicate(&only_named), cx.predicate(full));
        quote!(#[cfg(all(#any, not(#not)))])
    };
    let (name, wire_type) = (ident(&cx.names.resource(id).ident), &resource.wire_type);
    let doc =
        format!(" A resource of type {}. No operation of the enabled features reads its attributes.", code(wire_type));
    let identity = identity(cx, id, resource);
    Some(quote! {
        #[doc = #doc]
        #cfg
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct #name {}

        #cfg
        rt::identity_only!(#name, #wire_type, #identity);
    })
}

fn id_alias(cx: &Cx<'_>, id: ResourceId, resource: &Resource) -> Option<TokenStream> {
    let named = cx.tags_of_identity(id);
    if named.is_empty() {
        return None;
    }
    let cfg = cx.cfg(named, Module::Resource(id));
    let names = cx.names.resource(id);
    let (name, id_name) = (ident(&names.ident), ident(&format!("{}Id", names.ident)));
    let doc = format!(" The id of a resource of type {}.", code(&resource.wire_type));
    Some(quote! {
        #[doc = #doc]
        #cfg
        pub type #id_name = rt::Id<#name>;
    })
}
