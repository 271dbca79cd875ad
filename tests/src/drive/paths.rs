//! Where the items of a generated client are, as seen from a crate that knows it as `client`.

use std::collections::BTreeSet;

use jsonapi_forge::client::{Client, Viewpoint};
use jsonapi_forge::compile::Model;
use jsonapi_forge::ir::{Operation, ResourceId, Test, Type, TypeDef, TypeId, WriteViewId};
use jsonapi_forge::name::Module;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Returns an identifier, from a name of the naming stage.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Returns the path of `name` in a module.
pub(super) fn item(model: &Model, module: Module, name: &str) -> TokenStream {
    let name = ident(name);
    match module {
        Module::Resource(id) => {
            let module = ident(&model.names.resource(id).module);
            quote!(client::resources::#module::#name)
        }
        Module::Tag(tag) => {
            let module = ident(&model.names.tag(tag).module);
            quote!(client::#module::#name)
        }
    }
}

/// Returns a type that an operation's name begins, such as its `Include`.
pub(super) fn of_operation(model: &Model, operation: &Operation, name: &str) -> TokenStream {
    item(model, Module::Tag(operation.tag), name)
}

/// Returns the type that stands for a resource.
pub(super) fn resource(model: &Model, id: ResourceId) -> TokenStream {
    item(model, Module::Resource(id), &model.names.resource(id).ident)
}

/// Returns what is sent for a resource.
pub(super) fn view(model: &Model, id: WriteViewId) -> TokenStream {
    let names = model.names.view(id);
    item(model, names.module, &names.ident)
}

/// Returns an enum, record or union, as it is sent.
pub(super) fn sent(model: &Model, id: TypeId) -> TokenStream {
    let names = model.names.ty(id);
    item(model, names.module, &names.ident)
}

/// Returns the Rust type of what is sent as `ty`, as written from the module `near`.
pub(super) fn rust_type(client: &Client<'_>, near: Module, ty: &Type) -> TokenStream {
    let text = client.written(Viewpoint::Crate("client"), &client.sent_type(near, ty));
    text.parse().expect("a type is Rust")
}

/// Returns the members of records that tell them apart in a union: constants that are always sent.
pub(super) fn union_tags(model: &Model) -> BTreeSet<(TypeId, String)> {
    let mut tags = BTreeSet::new();
    for (_, ty) in model.api.types.iter() {
        let TypeDef::Union(union) = ty else { continue };
        for alternative in &union.alternatives {
            let Type::Named(id) = alternative.ty else { continue };
            tags.extend(alternative.when.iter().filter_map(|test| match test {
                Test::Equals { key, .. } => Some((id, key.clone())),
                _ => None,
            }));
        }
    }
    tags
}
