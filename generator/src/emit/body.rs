//! The request body: an argument of the method where it is required, a setter where it is not.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs};
use crate::emit::write_type::{converts, owned};
use crate::ir::{Body, BodyContent, IdRule, Operation, OperationId, Part, ResourceId, WriteRole};
use crate::name::Module;

/// A body as one argument.
pub(crate) struct BodyArgument {
    /// Its name.
    pub(crate) name: Ident,
    /// Its type in the signature.
    pub(crate) ty: TokenStream,
    /// The call on `rt::Call` that takes it, without the dot.
    pub(crate) call: TokenStream,
    /// What it is, for the docs.
    pub(crate) docs: String,
}

/// The body of an operation as one argument; `None` when there is none, or when it has parts.
pub(crate) fn argument(cx: &Cx<'_>, id: OperationId, operation: &Operation) -> Option<BodyArgument> {
    let module = Module::Tag(operation.tag);
    let body = operation.body.as_ref()?;
    let argument = |name: Ident, ty: TokenStream, call: TokenStream, docs: &str| {
        Some(BodyArgument { name, ty, call, docs: docs.to_owned() })
    };
    match &body.content {
        BodyContent::Resource { view, many } => {
            let path = cx.view_path(module, *view);
            let node = &cx.api.write_views[*view];
            let name = ident(&argument_name(cx, node.resource));
            if *many {
                return argument(
                    name.clone(),
                    quote!(impl IntoIterator<Item = #path>),
                    quote!(arg_resources(#name)),
                    "the resources to send",
                );
            }
            let identified = node.role == WriteRole::Update && node.id != IdRule::None;
            let call = match identified.then(|| identifying(operation, node.resource)).flatten() {
                Some(id) => quote!(arg_resource(#name.id(#id))),
                None => quote!(arg_resource(#name)),
            };
            argument(name, path, call, "the resource to send")
        }
        BodyContent::Linkage { target, many, nullable, meta } => {
            let id = match target {
                Some(target) => {
                    let target = cx.resource_path(module, *target);
                    quote!(rt::Id<#target>)
                }
                None => quote!(rt::AnyIdentifier),
            };
            let id = match meta.as_ref().map(|meta| owned(cx, module, meta)) {
                Some(meta) => quote!(rt::WithMeta<#id, #meta>),
                None => id,
            };
            let (ty, method, name) = match (many, nullable) {
                (true, _) => (quote!(impl IntoIterator<Item = impl Into<#id>>), quote!(arg_identifiers), "ids"),
                (false, true) => (quote!(impl Into<rt::Change<#id>>), quote!(arg_identifier_or_null), "related"),
                (false, false) => (quote!(impl Into<#id>), quote!(arg_identifier), "related"),
            };
            let name = ident(name);
            let call = quote!(#method::<#id>(#name));
            let docs = match meta {
                Some(_) => "the resources to relate, each an id, or an id and what is said of the link",
                None => "the resources to relate",
            };
            argument(name, ty, call, docs)
        }
        BodyContent::Json(ty) => {
            let owned_ty = owned(cx, module, ty);
            let signature = if converts(cx, ty) { quote!(impl Into<#owned_ty>) } else { owned_ty.clone() };
            let name = ident("body");
            argument(name.clone(), signature, quote!(arg_body::<#owned_ty>(#name)), "what to send")
        }
        BodyContent::Batch(_) => {
            let (name, marker) = (ident("batch"), ident(&cx.names.operation(id).marker));
            argument(
                name.clone(),
                quote!(rt::Batch<#marker>),
                quote!(arg_batch(#name)),
                "the changes, which happen together",
            )
        }
        BodyContent::Raw => {
            let name = ident("body");
            argument(
                name.clone(),
                quote!(impl Into<rt::RequestBody>),
                quote!(arg_raw(#name)),
                "what to send, as it stands",
            )
        }
        BodyContent::Multipart(_) => None,
    }
}

/// The required parts of a multipart body, as arguments of the method, by name.
pub(crate) fn required_parts<'a>(cx: &'a Cx<'_>, id: OperationId, operation: &'a Operation) -> Vec<BodyArgument> {
    let names = cx.names.operation(id);
    let parts = parts(operation).iter().zip(&names.parts);
    let mut required: Vec<_> = parts.filter(|(part, _)| part.field.presence.required()).collect();
    required.sort_by_key(|(part, _)| &part.field.wire);
    required.into_iter().map(|(part, name)| part_argument(cx, Module::Tag(operation.tag), part, name)).collect()
}

/// Setters for what may be sent.
pub(crate) fn setters(cx: &Cx<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.operation(id);
    let optional = |body: &&Body| !body.required;
    if operation.body.as_ref().filter(optional).is_some()
        && let Some(BodyArgument { ty, call, name, .. }) = argument(cx, id, operation)
    {
        let setter = ident(&crate::name::escape_call(&format!("with_{name}")));
        return quote! {
            /// Sends a body along.
            pub fn #setter(self, #name: #ty) -> Self {
                self.#call
            }
        };
    }
    let optional = parts(operation).iter().zip(&names.parts).filter(|(part, _)| !part.field.presence.required());
    optional
        .map(|(part, name)| {
            let BodyArgument { ty, call, name, .. } = part_argument(cx, Module::Tag(operation.tag), part, name);
            let docs = docs(part.field.docs.as_deref(), &format!("The part {}.", code(&part.field.wire)));
            quote! {
                #docs
                pub fn #name(self, #name: #ty) -> Self {
                    self.#call
                }
            }
        })
        .collect()
}

fn parts(operation: &Operation) -> &[Part] {
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Multipart(parts)) => parts,
        _ => &[],
    }
}

fn part_argument(cx: &Cx<'_>, module: Module, part: &Part, name: &str) -> BodyArgument {
    let (wire, name) = (&part.field.wire, ident(name));
    let docs = part.field.docs.clone().unwrap_or_else(|| format!("the part {}", code(wire)));
    if part.file {
        let (ty, call) = (quote!(rt::File), quote!(arg_file(#wire, #name)));
        return BodyArgument { name, ty, call, docs };
    }
    let owned_ty = owned(cx, module, &part.field.ty);
    let ty = if converts(cx, &part.field.ty) { quote!(impl Into<#owned_ty>) } else { owned_ty.clone() };
    let call = quote!(arg_part::<#owned_ty>(#wire, #name));
    BodyArgument { name, ty, call, docs }
}

/// The path parameter that holds the id of the resource that is sent.
fn identifying(operation: &Operation, resource: ResourceId) -> Option<TokenStream> {
    let found = operation.path_parameters.iter().rfind(|parameter| parameter.identifies == Some(resource))?;
    let name = ident(&crate::name::escape_field(&found.wire));
    Some(quote!(#name.clone()))
}

fn argument_name(cx: &Cx<'_>, resource: ResourceId) -> String {
    let module = &cx.names.resource(resource).module;
    crate::name::escape_field(module)
}
