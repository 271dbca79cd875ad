//! The relationships of a resource: typed handles.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs};
use crate::emit::record::{self, FieldList};
use crate::ir::{Arity, Discriminator, ReadView, Relationship, Resource, ResourceId};
use crate::name::Module;

/// Emits the struct of handles; nothing where there are no relationships.
pub(crate) fn emit(cx: &Cx<'_>, id: ResourceId, resource: &Resource, view: &ReadView) -> TokenStream {
    if view.relationships.is_empty() {
        return TokenStream::new();
    }
    let names = cx.names.resource(id);
    let module = Module::Resource(id);
    let cfg = cx.cfg(cx.tags_of_resource(id), module);
    let name = ident(&format!("{}Relationships", names.ident));
    let doc = format!(" The relationships of a {} resource.", code(&resource.wire_type));
    let mut declarations = TokenStream::new();
    let mut list = FieldList::default();
    let mut members = TokenStream::new();
    for (relationship, field) in view.relationships.iter().zip(&names.relationships) {
        let (wire, field) = (&relationship.wire, ident(field));
        let (ty, shape) = handle(cx, module, relationship);
        let fallback = format!("{}.", code(wire));
        let field_docs = docs(relationship.docs.as_deref(), &fallback);
        declarations.extend(quote!(#field_docs pub #field: #ty,));
        list.field(&field);
        members.extend(quote!(rt::Member::Optional(#wire, #shape),));
    }
    for Discriminator { wire, value } in &view.relationship_tags {
        let value = serde_json::Value::from(value.as_str()).to_string();
        members.extend(quote!(rt::Member::Required(#wire, &rt::Shape::Constant(#value)),));
    }
    let shape = quote!(&rt::Shape::Record(&[#members]));
    let record = record::implementation(&cfg, &name, &shape, &list);
    quote! {
        #[doc = #doc]
        #cfg
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct #name { #declarations }

        #record
    }
}

/// The type of a handle and its shape, which has the type of what it names, or `None` for any.
fn handle(cx: &Cx<'_>, from: Module, relationship: &Relationship) -> (TokenStream, TokenStream) {
    let kind = match relationship.targets.as_slice() {
        [only] => {
            let kind = &cx.api.resources[*only].wire_type;
            quote!(Some(#kind))
        }
        _ => quote!(None),
    };
    let shape = match relationship.arity {
        Arity::One | Arity::ZeroOrOne => quote!(&rt::Shape::ToOne(#kind)),
        Arity::Many | Arity::Unknown => quote!(&rt::Shape::ToMany(#kind)),
    };
    (cx.tokens(from, &cx.handle_type(relationship)), shape)
}
