//! The relationships of a resource: typed handles.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs};
use crate::emit::record::{self, FieldList};
use crate::emit::shape;
use crate::ir::{Arity, Discriminator, IdType, OpenRelationships, ReadView, Relationship, Resource, ResourceId};
use crate::name::Module;

/// Emits the struct of handles; nothing where there are no relationships.
pub(crate) fn emit(cx: &Cx<'_>, id: ResourceId, resource: &Resource, view: &ReadView) -> TokenStream {
    if !view.has_relationships() {
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
        list.has_numeric_ids |= relationship.id_type != IdType::Text;
        members.extend(quote!(rt::Member::Optional(#wire, #shape),));
    }
    for Discriminator { wire, value } in &view.relationship_tags {
        let value = serde_json::Value::from(value.as_str()).to_string();
        members.extend(quote!(rt::Member::Required(#wire, &rt::Shape::Constant(#value)),));
    }
    let shape = match view.open_relationships.map(open) {
        Some((ty, shape)) => {
            declarations.extend(quote! {
                /// The relationships that the document does not name.
                pub rest: rt::Map<#ty>,
            });
            list.has_numeric_ids |= !matches!(
                view.open_relationships,
                Some(
                    OpenRelationships::Json
                        | OpenRelationships::ToOne(IdType::Text)
                        | OpenRelationships::ToMany(IdType::Text)
                )
            );
            list.rest();
            quote!(&rt::Shape::OpenRecord(&[#members], #shape))
        }
        None => quote!(&rt::Shape::Record(&[#members])),
    };
    let record = record::implementation(&cfg, &name, &shape, &list, &TokenStream::new());
    quote! {
        #[doc = #doc]
        #cfg
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct #name { #declarations }

        #record
    }
}

/// Emits the type of a handle that the document does not name, and its shape.
fn open(open: OpenRelationships) -> (TokenStream, TokenStream) {
    let linked = |ids, shape| match shape::of_id(ids) {
        Some(ids) => quote!(&rt::Shape::Linked(&rt::LinkageShape { ids: #ids, ..*rt::LinkageShape::TEXT }, #shape)),
        None => shape,
    };
    match open {
        OpenRelationships::Json => (quote!(rt::Value), quote!(rt::Shape::ANY)),
        OpenRelationships::ToOne(ids) => (quote!(rt::ToOne<rt::Any>), linked(ids, quote!(&rt::Shape::ToOne(None)))),
        OpenRelationships::ToMany(ids) => (quote!(rt::ToMany<rt::Any>), linked(ids, quote!(&rt::Shape::ToMany(None)))),
    }
}

/// Emits the type of a handle and its shape, which has the type of what it names, or `None` for any.
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
    let Relationship { id_type, identifier_members, members, .. } = relationship;
    let shape = match shape::linkage(cx, from, *id_type, identifier_members, members) {
        Some(linkage) => quote!(&rt::Shape::Linked(&#linkage, #shape)),
        None => shape,
    };
    (cx.tokens(from, &cx.handle_type(relationship)), shape)
}
