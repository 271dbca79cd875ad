//! A resource to send. Callers write neither the envelope nor `type`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::{Required, SentMember};
use crate::emit::constructor::{self, Sent, Setting};
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, item_docs, lines};
use crate::emit::setters::{list_item, optional, setters, setting};
use crate::emit::write_type::argument;
use crate::ir::{Arity, Discriminator, Relationship, Type, WriteRole, WriteView, WriteViewId};
use crate::name::{Module, ViewNames};

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
        WriteRole::Create => format!("A resource of type {} to create.", code(wire_type)),
        WriteRole::Update if view.replaces => {
            format!("A resource of type {} to put in the place of the one there is.", code(wire_type))
        }
        WriteRole::Update => format!(
            "Changes to a resource of type {}. Members that are not set are not sent, and `PATCH` keeps their values.",
            code(wire_type)
        ),
    };
    let docs = item_docs(view.docs.as_deref(), &fallback, cx.api.page(&view.at));
    let (fixed, beside_setters) = setters(
        cx,
        module,
        &view.others,
        &names.others,
        |_| false,
        |call| {
            let call = beside(call);
            quote!(Self(self.0.#call))
        },
    );
    let others = (!fixed.is_empty()).then(|| quote!(.arg_beside(|members| members #fixed)));
    let setter = |call: &TokenStream| quote!(Self(self.0.#call));
    let (constants, mut setters) = setters(cx, module, &view.attributes, &names.attributes, |_| false, setter);
    setters.extend(relationships(cx, view, names));
    setters.extend(identity(cx, view, module));
    setters.extend(local_identity(view));
    setters.extend(meta_setter(cx, view, module));
    setters.extend(beside_setters);
    if view.open {
        setters.extend(quote! {
            /// Sets an attribute that the document does not name.
            pub fn with(self, name: &str, value: impl rt::Argument<rt::AnyValue>) -> Self {
                Self(self.0.arg_set::<rt::AnyValue>(name, value))
            }
        });
    }
    let start = if view.sends_attributes() { quote!(draft) } else { quote!(bare_draft) };
    let tags = view.relationship_tags.iter().map(|Discriminator { wire, value }| quote!(.arg_tag(#wire, #value)));
    let tags: TokenStream = if view.relationships.is_empty() { TokenStream::new() } else { tags.collect() };
    let required = view.requires_relationships.then(|| quote!(.arg_relationships()));
    let (generic, empty) = (quote!(rt::Draft), quote!(rt::#start(#wire_type) #required #tags #constants #others));
    let relationships = view.relationships.iter().zip(&names.relationships);
    let related = relationships.filter(|(it, _)| !it.required).map(|(_, name)| name.as_str());
    let attributes = optional(&view.attributes, &names.attributes, |_| false);
    let beside = optional(&view.others, &names.others, |_| false);
    let optional = attributes.chain(related).chain(beside).collect();
    let sent = Sent { module, name: &name, cfg: &cfg, generic, empty, optional };
    let (new, stages) = constructor::emit(cx, &sent, &cx.view_constructor(id), |it| member(cx, view, module, it));
    quote! {
        #docs
        #cfg
        pub type #name = rt::Draft<kinds::#name>;

        #cfg
        impl #name {
            #new
            #setters
        }

        #stages
    }
}

/// Returns how a required member is set.
fn member(cx: &Cx<'_>, view: &WriteView, module: Module, required: &Required) -> Option<Setting> {
    let name = &required.name;
    match required.member {
        SentMember::Attribute(position) => Some(setting(cx, module, view.attributes.get(position)?, name)),
        SentMember::Relationship(position) => {
            let relationship = view.relationships.get(position)?;
            let (_, call) = relationship_argument(cx, module, relationship, name);
            let item = list_item(name, relationship.docs.as_deref(), &relationship.wire, None);
            Some(Setting { call, item, docs: relationship_docs(relationship) })
        }
        SentMember::Identity => Some(Setting {
            call: quote!(arg_id(id.into().as_str())),
            item: list_item("id", Some(id_docs(view)), "id", None),
            docs: lines(id_docs(view)),
        }),
        SentMember::Other(position) => {
            let setting = setting(cx, module, view.others.get(position)?, name);
            Some(Setting { call: beside(&setting.call), ..setting })
        }
        SentMember::Meta => Some(Setting {
            call: meta_argument(cx, view, module)?.1,
            item: list_item("meta", Some(META), "meta", None),
            docs: lines(META),
        }),
    }
}

/// Returns the call that sets a member beside the attributes, given the one that would set an attribute.
fn beside(call: &TokenStream) -> TokenStream {
    quote!(arg_beside(|members| members.#call))
}

/// Returns the docs of an id that the client must give.
fn id_docs(view: &WriteView) -> &str {
    let told = view.given_id.docs.as_deref();
    told.unwrap_or(match view.role {
        WriteRole::Create => "The id of the resource, which the client gives.",
        WriteRole::Update => "The id of the resource to change.",
    })
}

fn relationships(cx: &Cx<'_>, view: &WriteView, names: &ViewNames) -> TokenStream {
    let optional = view.relationships.iter().zip(&names.relationships).filter(|(it, _)| !it.required);
    let setters = optional.map(|(relationship, name)| {
        let (ty, call) = relationship_argument(cx, names.module, relationship, name);
        let (docs, name) = (relationship_docs(relationship), ident(name));
        quote! {
            #docs
            pub fn #name(self, #name: #ty) -> Self {
                Self(self.0.#call)
            }
        }
    });
    setters.collect()
}

fn relationship_docs(relationship: &Relationship) -> TokenStream {
    docs(relationship.docs.as_deref(), &format!("The relationship {}.", code(&relationship.wire)))
}

fn relationship_argument(
    cx: &Cx<'_>,
    module: Module,
    relationship: &Relationship,
    name: &str,
) -> (TokenStream, TokenStream) {
    let (wire, name) = (&relationship.wire, ident(name));
    let Relationship { arity, targets, local, .. } = relationship;
    let ty = cx.tokens(module, &cx.relationship_type(relationship));
    if let Some(Type::Embedded { many, .. }) = relationship.whole {
        let method = if many { quote!(arg_whole_list) } else { quote!(arg_whole) };
        return (ty, quote!(#method(#wire, #name)));
    }
    let id = cx.tokens(module, &cx.reference_type(targets, *local));
    let method = match arity {
        Arity::One => quote!(arg_to_one),
        Arity::ZeroOrOne => quote!(arg_to_one_or_null),
        Arity::OneOrMany => quote!(arg_to_one_or_many),
        Arity::ZeroOneOrMany | Arity::Unknown => quote!(arg_to_one_or_many_or_null),
        Arity::Many => quote!(arg_to_many),
    };
    (ty, quote!(#method::<#id>(#wire, #name)))
}

/// Emits the setter of an id that need not be given.
fn identity(cx: &Cx<'_>, view: &WriteView, module: Module) -> TokenStream {
    if !view.takes_id() {
        return TokenStream::new();
    }
    let target = cx.resource_path(module, view.resource);
    let doc = match view.role {
        WriteRole::Create => " The id, given by the client (JSON:API \"Client-Generated IDs\").",
        WriteRole::Update if view.is_named_by_request => {
            " The id of the resource to change, where it is not that of the operation's argument."
        }
        WriteRole::Update => " The id of the resource to change.",
    };
    quote! {
        #[doc = #doc]
        pub fn id(self, id: impl rt::Argument<rt::Id<#target>>) -> Self {
            Self(self.0.arg_id(id.into().as_str()))
        }
    }
}

/// Emits the setter of a local id.
fn local_identity(view: &WriteView) -> TokenStream {
    if !view.local {
        return TokenStream::new();
    }
    quote! {
        /// Sets a local id in the place of an id, by which relationships in the same request name the resource
        /// (JSON:API "Identification"), as `Reference::local(lid)`.
        pub fn lid(self, lid: impl rt::Argument<String>) -> Self {
            Self(self.0.arg_lid(lid))
        }
    }
}

/// The docs of `meta` where it must be given.
const META: &str = "The meta-information of the resource.";

/// Emits the setter of `meta` that need not be given.
fn meta_setter(cx: &Cx<'_>, view: &WriteView, module: Module) -> TokenStream {
    let is_required = view.meta.as_ref().is_some_and(|meta| meta.required);
    let Some((ty, call)) = meta_argument(cx, view, module).filter(|_| !is_required) else {
        return TokenStream::new();
    };
    quote! {
        /// Sets the meta-information of the resource.
        pub fn meta(self, meta: #ty) -> Self {
            Self(self.0.#call)
        }
    }
}

/// Returns the type of the argument `meta`, and the call that sets it.
fn meta_argument(cx: &Cx<'_>, view: &WriteView, module: Module) -> Option<(TokenStream, TokenStream)> {
    let ty = &view.meta.as_ref()?.ty;
    let argument = argument(cx, module, ty, false, "meta", &ident("meta"));
    let owned = cx.tokens(module, &cx.given_type(module, ty));
    Some((argument.ty, quote!(arg_meta::<#owned>(meta))))
}
