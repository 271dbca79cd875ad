//! The attributes of a resource: the struct that stands for the resource type.
//!
//! ```text
//! type: {enum: [book]}                  pub struct Book {
//! attributes:                               pub title: Option<String>,
//!   required: [title]                   }
//!   properties:                         impl Book {
//!     title: {type: string}                 pub fn require_title(&self) -> Result<&str, rt::Missing> { .. }
//!                                       }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::{Lending, ReadStruct, Table};
use crate::emit::annotations::{allow_deprecated, deprecated};
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, item_docs};
use crate::emit::record::Parts;
use crate::emit::{reached, shape};
use crate::ir::{ReadView, Resource, ResourceId};
use crate::name::Module;

/// Emits the struct, and an accessor for every attribute that the document requires.
pub(crate) fn emit(cx: &Cx<'_>, id: ResourceId, resource: &Resource, view: &ReadView) -> TokenStream {
    let module = Module::Resource(id);
    let cfg = cx.cfg(cx.tags_of_resource(id), module);
    let fallback = format!("The attributes of a resource of type {}.", code(&resource.wire_type));
    let docs = item_docs(resource.docs.as_deref(), &fallback, cx.api.page(&resource.at));
    let reached = reached::by(cx, id);
    let docs = quote!(#docs #reached);
    let shape = shape::reference(cx, module, &Table::of_members(&view.attributes, view.rest.as_ref()));
    let parts = Parts { cfg: &cfg, docs: &docs, shape, fields: &view.attributes, rest: view.rest.as_ref() };
    let read = cx.read_attributes(id, view);
    let record = parts.emit(cx, &read);
    let accessors = accessors(cx, resource, &read);
    let name = ident(read.name);
    let accessors = (!accessors.is_empty()).then(|| {
        quote! {
            #cfg
            impl #name { #accessors }
        }
    });
    quote!(#record #accessors)
}

fn accessors(cx: &Cx<'_>, resource: &Resource, read: &ReadStruct<'_>) -> TokenStream {
    let promised = read.members.iter().filter_map(|member| Some((member, member.promised()?)));
    promised
        .map(|(member, (ty, lending))| {
            let (wire_type, wire, name) = (&resource.wire_type, &member.field.wire, ident(member.name));
            let accessor = ident(&member.accessor());
            let ty = cx.tokens(read.module, &ty);
            let lent = match lending {
                Lending::Copied => quote!(self.#name),
                Lending::Dereferenced => quote!(self.#name.as_deref()),
                Lending::Referenced => quote!(self.#name.as_ref()),
            };
            let is_deprecated = member.field.annotations.deprecated;
            let (deprecated, allow) = (deprecated(is_deprecated), allow_deprecated(is_deprecated));
            let doc = format!(" Returns {}, which the document requires.", code(wire));
            quote! {
                #[doc = #doc]
                ///
                /// # Errors
                ///
                /// When it is missing, because the fields of the request left it out or the service did.
                #deprecated
                #allow
                pub fn #accessor(&self) -> Result<#ty, rt::Missing> {
                    rt::required(#lent, #wire_type, #wire)
                }
            }
        })
        .collect()
}
