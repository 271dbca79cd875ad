//! The relationships of a resource: typed handles.
//!
//! ```text
//! relationships:                        pub struct BookRelationships {
//!   sequel: {data: {.. a book ..}}          pub sequel: rt::ToOne<Book>,
//!   parts: {data: [{.. a book ..}]}         pub parts: rt::ToMany<Book>,
//!                                       }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, lines};
use crate::emit::record::{self, FieldList};
use crate::emit::shape;
use crate::ir::{IdType, OpenRelationships, ReadView, Resource, ResourceId};
use crate::name::Module;

/// The sentence in the docs of a relationship whose identifiers are described as whole resources.
const WHOLE: &str = "\nThe document describes the resource itself here, not only its identifier: where the service sends it, `resource()` \
                     of the identifier returns it.";

/// Emits the struct of handles; nothing where there are no relationships.
pub(crate) fn emit(cx: &Cx<'_>, id: ResourceId, resource: &Resource, view: &ReadView) -> Option<TokenStream> {
    if !view.has_relationships() {
        return None;
    }
    let names = cx.names.resource(id);
    let module = Module::Resource(id);
    let cfg = cx.cfg(cx.tags_of_resource(id), module);
    let name = ident(&format!("{}Relationships", names.ident));
    let doc = format!(" The relationships of a resource of type {}.", code(&resource.wire_type));
    let mut declarations = TokenStream::new();
    let mut list = FieldList::default();
    for (relationship, field) in view.relationships.iter().zip(&names.relationships) {
        let (field, ty) = (ident(field), cx.tokens(module, &cx.handle_type(relationship)));
        let fallback = format!("{}.", code(&relationship.wire));
        let field_docs = docs(relationship.docs.as_deref(), &fallback);
        let whole_docs = (!relationship.resources.is_empty()).then(|| lines(WHOLE));
        declarations.extend(quote!(#field_docs #whole_docs pub #field: #ty,));
        list.field(&field);
        list.has_numeric_ids |= relationship.id_type != IdType::Text;
    }
    if let Some(open) = view.open_relationships {
        let ty = match open {
            OpenRelationships::ToOneOrMany(_) => quote!(rt::ToOneOrMany<rt::Any>),
            OpenRelationships::ToOne(_) => quote!(rt::ToOne<rt::Any>),
            OpenRelationships::ToMany(_) => quote!(rt::ToMany<rt::Any>),
        };
        declarations.extend(quote! {
            /// The relationships that the document does not name.
            pub rest: rt::Map<#ty>,
        });
        list.has_numeric_ids |= open.id_type() != IdType::Text;
        list.rest();
    }
    let shape = shape::reference(cx, module, &cx.table_of_relationships(view));
    let record = record::implementation(&cfg, &name, &shape, &list, None);
    Some(quote! {
        #[doc = #doc]
        #cfg
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct #name { #declarations }

        #record
    })
}
