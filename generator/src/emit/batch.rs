//! The methods of a batch: one for each change that the document allows.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines};
use crate::ir::{Arity, BatchedChange, BatchedOperation, BodyContent, Operation, OperationId, Verb};
use crate::name::Module;

/// Emits the methods; nothing where the operation takes no batch.
pub(crate) fn emit(cx: &Cx<'_>, id: OperationId, operation: &Operation) -> Option<TokenStream> {
    let BodyContent::Batch(operations) = &operation.body.as_ref()?.content else { return None };
    let names = cx.names.operation(id);
    let (marker, name) = (ident(&names.marker), ident(&format!("{}Batch", names.marker)));
    let doc = lines(&format!("The changes that [`{}`] makes together.", names.marker));
    let module = Module::Tag(operation.tag);
    let methods = operations.iter().zip(&names.batch).map(|(operation, name)| method(cx, module, operation, name));
    let of = |has: fn(&BatchedOperation) -> bool| {
        let named = operations.iter().zip(&names.batch).filter(|(operation, _)| has(operation));
        let named: Vec<String> = named.map(|(_, name)| format!("[`{name}`](Self::{name})")).collect();
        (!named.is_empty()).then(|| format!("The document describes it for {}.", named.join(", ")))
    };
    let at = of(|operation| operation.has_href).map(target_by_url);
    let meta = of(|operation| operation.has_meta).map(meta_of_change);
    Some(quote! {
        #doc
        pub type #name = rt::Batch<#marker>;

        impl #name {
            #at
            #meta
            #(#methods)*
        }
    })
}

/// Emits the method that names a target by a URL.
fn target_by_url(described: String) -> TokenStream {
    let docs = lines(&format!(
        "Names the target of the next change by a URL (`href`), in place of its type and id (`ref`): \
         `batch.at(\"/books/4\").remove_books(\"4\")`. {described}"
    ));
    quote! {
        #docs
        pub fn at(&mut self, href: impl rt::Argument<String>) -> &mut Self {
            self.0.arg_href(href.into());
            self
        }
    }
}

/// Emits the method that gives a change its `meta`.
fn meta_of_change(described: String) -> TokenStream {
    let docs = lines(&format!("Sends this with the next change, as its `meta`. {described}"));
    quote! {
        #docs
        pub fn meta(&mut self, meta: impl rt::Argument<rt::AnyObject>) -> &mut Self {
            self.0.arg_meta(meta.into());
            self
        }
    }
}

fn method(cx: &Cx<'_>, module: Module, operation: &BatchedOperation, name: &str) -> TokenStream {
    let name = ident(name);
    let tags = operation.tags.iter().map(|tag| {
        let (wire, value) = (&tag.wire, &tag.value);
        quote!((#wire, #value))
    });
    let tags = quote!(&[#(#tags),*]);
    let wire_type = |id| code(&cx.api.resources[id].wire_type);
    match &operation.change {
        BatchedChange::Add(view) => {
            let resource = cx.api.write_views[*view].resource;
            let (path, view) = (cx.resource_path(module, resource), cx.view_path(module, *view));
            let docs = lines(&format!(
                "Adds a resource of type {}.\n\nThe returned handle refers to it in the rest of the batch and in the results.",
                wire_type(resource)
            ));
            let add = match &operation.own_target {
                Some(members) => quote!(arg_add_by_ref(#tags, &[#(#members),*], resource.0)),
                None => quote!(arg_add(#tags, resource.0)),
            };
            quote! {
                #docs
                pub fn #name(&mut self, resource: #view) -> rt::Handle<#path> {
                    self.0.#add
                }
            }
        }
        BatchedChange::Update(view) => {
            let resource = cx.api.write_views[*view].resource;
            let (path, view) = (cx.resource_path(module, resource), cx.view_path(module, *view));
            let docs = lines(&format!("Changes a resource of type {}.", wire_type(resource)));
            quote! {
                #docs
                pub fn #name(&mut self, target: impl rt::Argument<rt::Reference<#path>>, changes: #view) -> rt::Handle<#path> {
                    self.0.arg_update(#tags, target, changes.0)
                }
            }
        }
        BatchedChange::Remove(resource) => {
            let path = cx.resource_path(module, *resource);
            let docs = lines(&format!("Removes a resource of type {}.", wire_type(*resource)));
            quote! {
                #docs
                pub fn #name(&mut self, target: impl rt::Argument<rt::Reference<#path>>) {
                    self.0.arg_remove::<#path>(#tags, target);
                }
            }
        }
        BatchedChange::Relate { verb, resource, relationship, arity, targets, .. } => {
            let path = cx.resource_path(module, *resource);
            let id = cx.tokens(module, &cx.reference_type(targets, true));
            let ty = cx.tokens(module, &cx.linkage_type(*arity, targets, true));
            let call = match arity {
                Arity::One => quote!(arg_relate_one),
                Arity::ZeroOrOne => quote!(arg_relate_one_or_null),
                Arity::OneOrMany => quote!(arg_relate_one_or_many),
                Arity::ZeroOneOrMany | Arity::Unknown => quote!(arg_relate_one_or_many_or_null),
                Arity::Many => quote!(arg_relate_many),
            };
            let what = match verb {
                Verb::Add => "Adds to",
                Verb::Update => "Replaces",
                Verb::Remove => "Removes from",
            };
            let (relation, verb) = (code(relationship), verb.as_str());
            let resource_type = wire_type(*resource);
            let docs = lines(&format!("{what} the relationship {relation} of a resource of type {resource_type}."));
            quote! {
                #docs
                pub fn #name(&mut self, target: impl rt::Argument<rt::Reference<#path>>, related: #ty) {
                    self.0.#call::<#path, #id>(#verb, #tags, target, #relationship, related);
                }
            }
        }
    }
}
