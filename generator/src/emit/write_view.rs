//! A resource as it is sent: no envelope and no `type` for the caller to write.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, page};
use crate::emit::setters::{Constructor, Required, What, list_item, setters};
use crate::emit::write_type::argument;
use crate::ir::{Arity, Discriminator, IdRule, Relationship, WriteRole, WriteView, WriteViewId};
use crate::name::Module;

/// Emits all views of a module, sorted by name.
pub(crate) fn emit_all(cx: &Cx<'_>, module: Module) -> TokenStream {
    cx.views(module).into_iter().map(|id| emit(cx, id)).collect()
}

fn emit(cx: &Cx<'_>, id: WriteViewId) -> TokenStream {
    let view = &cx.api.write_views[id];
    let names = cx.names.view(id);
    let (module, name) = (names.module, ident(&names.ident));
    let cfg = cx.cfg(cx.tags_of_view(id), module);
    let wire_type = &cx.api.resources[view.resource].wire_type;
    let fallback = match view.role {
        WriteRole::Create => format!("A {} resource to create.", code(wire_type)),
        WriteRole::Update => format!("Changes to a {} resource. What is not set stays as it is.", code(wire_type)),
    };
    let (docs, page) = (docs(view.docs.as_deref(), &fallback), page(cx.api.page(&view.at)));
    let docs = quote!(#docs #page);
    let setter = |call: &TokenStream| quote!(Self(self.0.#call));
    let (mut constructor, mut setters) = setters(cx, module, &view.attributes, &names.attributes, |_| false, setter);
    relationships(cx, view, names, &mut constructor, &mut setters);
    setters.extend(identity(cx, view, module, &mut constructor));
    setters.extend(meta_setter(cx, view, module));
    if view.open {
        setters.extend(quote! {
            /// Sets an attribute that the description does not name.
            pub fn with(self, name: &str, value: impl Into<rt::Value>) -> Self {
                Self(self.0.arg_set::<rt::Value>(name, value))
            }
        });
    }
    let start = if view.attributes.is_empty() && !view.open { quote!(bare_draft) } else { quote!(draft) };
    let tags = view.relationship_tags.iter().map(|Discriminator { wire, value }| quote!(.arg_tag(#wire, #value)));
    let tags: TokenStream = if view.relationships.is_empty() { TokenStream::new() } else { tags.collect() };
    let required = view.requires_relationships.then(|| quote!(.arg_relationships()));
    let new = constructor.emit(|calls| quote!(Self(rt::#start(#wire_type) #required #tags #calls)));
    quote! {
        #docs
        #cfg
        pub type #name = rt::Draft<kinds::#name>;

        #cfg
        impl #name {
            #new
            #setters
        }
    }
}

fn relationships(
    cx: &Cx<'_>,
    view: &WriteView,
    names: &crate::name::ViewNames,
    constructor: &mut Constructor,
    setters: &mut TokenStream,
) {
    for (relationship, name) in view.relationships.iter().zip(&names.relationships) {
        let (ty, call) = relationship_argument(cx, names.module, relationship, name);
        let wire = &relationship.wire;
        let ident_name = ident(name);
        if relationship.required {
            let docs = list_item(name, relationship.docs.as_deref(), wire, None);
            let argument = Required { argument: quote!(#ident_name: #ty), call, docs };
            constructor.require(What::Relationship, wire, argument);
        } else {
            let docs = docs(relationship.docs.as_deref(), &format!("The relationship {}.", code(wire)));
            setters.extend(quote! {
                #docs
                pub fn #ident_name(self, #ident_name: #ty) -> Self {
                    Self(self.0.#call)
                }
            });
        }
    }
}

fn relationship_argument(
    cx: &Cx<'_>,
    module: Module,
    relationship: &Relationship,
    name: &str,
) -> (TokenStream, TokenStream) {
    let (wire, name) = (&relationship.wire, ident(name));
    let Relationship { arity, targets, local, .. } = relationship;
    let ty = cx.tokens(module, &cx.linkage_type(*arity, targets, *local));
    let id = cx.tokens(module, &cx.reference_type(targets, *local));
    let method = match arity {
        Arity::One => quote!(arg_to_one),
        Arity::ZeroOrOne => quote!(arg_to_one_or_null),
        Arity::Many | Arity::Unknown => quote!(arg_to_many),
    };
    (ty, quote!(#method::<#id>(#wire, #name)))
}

/// The id of an update is taken from the path. Of what is created, the constructor takes one that the
/// client must give; where it may give one, there is a setter.
fn identity(cx: &Cx<'_>, view: &WriteView, module: Module, constructor: &mut Constructor) -> TokenStream {
    if view.id == IdRule::None {
        return TokenStream::new();
    }
    let target = cx.resource_path(module, view.resource);
    if (view.role, view.id) == (WriteRole::Create, IdRule::Required) {
        let argument = Required {
            argument: quote!(id: impl Into<rt::Id<#target>>),
            call: quote!(arg_id(id.into().as_str())),
            docs: "* `id`: the id of the resource, which the client gives.\n".to_owned(),
        };
        constructor.require(What::Identity, "id", argument);
        return TokenStream::new();
    }
    let doc = match view.role {
        WriteRole::Create => " The id, given by the client (JSON:API \"Client-Generated IDs\").",
        WriteRole::Update => " The id of the resource to change, where the operation does not take it by itself.",
    };
    quote! {
        #[doc = #doc]
        pub fn id(self, id: impl Into<rt::Id<#target>>) -> Self {
            Self(self.0.arg_id(id.into().as_str()))
        }
    }
}

fn meta_setter(cx: &Cx<'_>, view: &WriteView, module: Module) -> TokenStream {
    let Some(meta) = &view.meta else { return TokenStream::new() };
    let argument = argument(cx, module, meta, false, "meta", &ident("meta"));
    let ty = argument.ty;
    let owned = crate::emit::write_type::owned(cx, module, meta);
    quote! {
        /// Meta-information that goes with the resource.
        pub fn meta(self, meta: #ty) -> Self {
            Self(self.0.arg_meta::<#owned>(meta))
        }
    }
}
