//! The attributes of a resource: the struct that stands for the resource type.

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::Table;
use crate::emit::annotations::deprecated;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, page};
use crate::emit::read_type::read_type;
use crate::emit::record::Parts;
use crate::emit::{reached, shape};
use crate::ir::{Field, ReadView, Resource, ResourceId, Type};
use crate::name::Module;

/// Emits the struct, and an accessor for every attribute that the document requires.
pub(crate) fn emit(cx: &Cx<'_>, id: ResourceId, resource: &Resource, view: &ReadView) -> TokenStream {
    let names = cx.names.resource(id);
    let module = Module::Resource(id);
    let cfg = cx.cfg(cx.tags_of_resource(id), module);
    let fallback = format!("The attributes of a {} resource.", code(&resource.wire_type));
    let (docs, page) = (docs(resource.docs.as_deref(), &fallback), page(cx.api.page(&resource.at)));
    let reached = reached::by(cx, id);
    let docs = quote!(#docs #page #reached);
    let shape = shape::reference(cx, module, &Table::of_members(&view.attributes, view.rest.as_ref()));
    let parts = Parts { cfg: &cfg, docs: &docs, name: &names.ident, module, shape, rest: view.rest.as_ref() };
    let record = parts.emit(cx, &view.attributes, &names.attributes, |field| cx.recursion.is_large(&field.ty));
    let accessors = accessors(cx, id, resource, view);
    let name = ident(&names.ident);
    let accessors = if accessors.is_empty() {
        TokenStream::new()
    } else {
        quote! {
            #cfg
            impl #name { #accessors }
        }
    };
    quote!(#record #accessors)
}

fn accessors(cx: &Cx<'_>, id: ResourceId, resource: &Resource, view: &ReadView) -> TokenStream {
    let names = cx.names.resource(id);
    let required = |field: &Field| field.presence.required() && !field.presence.nullable();
    let fields = view.attributes.iter().zip(&names.attributes);
    fields
        .filter(|(field, _)| required(field) && !matches!(field.ty, Type::Constant(_)))
        .map(|(field, name)| {
            let (wire_type, wire, name) = (&resource.wire_type, &field.wire, ident(name));
            let ty = read_type(cx, Module::Resource(id), &field.ty);
            let unbox = if cx.recursion.is_large(&field.ty) { quote!(.map(|value| &**value)) } else { quote!() };
            let deprecated = deprecated(field.annotations.deprecated);
            let doc = format!(" {}, which the document requires.", code(wire));
            quote! {
                #[doc = #doc]
                ///
                /// # Errors
                ///
                /// When it is missing, because the fields of the request left it out or the service did.
                #deprecated
                pub fn #name(&self) -> Result<&#ty, rt::Missing> {
                    rt::required(&self.#name, #wire_type, #wire)#unbox
                }
            }
        })
        .collect()
}
