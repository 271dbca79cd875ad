//! The constructor of a type to send: `new`, or `builder` where members are given by name.
//!
//! ```text
//! impl NewBook {
//!     pub fn builder() -> rt::Builder<Self, (rt::Given<false>, rt::Given<false>)> { .. }
//! }
//!
//! impl<const HAS_TITLE: bool, const HAS_URL: bool>
//!     rt::Builder<NewBook, (rt::Given<HAS_TITLE>, rt::Given<HAS_URL>)>
//! {
//!     pub fn title(self, title: impl rt::Argument<String>) -> rt::Builder<NewBook, (rt::Given<true>, rt::Given<HAS_URL>)> { .. }
//!     pub fn build(self) -> NewBook where rt::Given<HAS_TITLE>: rt::IsGiven, .. { .. }
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::client::{Constructor, Required};
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::lines;
use crate::emit::setters::many_arguments;
use crate::name::Module;

/// A type that is sent, as far as its constructor is about it.
pub(crate) struct Sent<'a> {
    pub(crate) module: Module,
    pub(crate) name: &'a Ident,
    pub(crate) cfg: &'a TokenStream,
    /// The generic type of the crate that it is an alias of: `rt::Draft`.
    pub(crate) generic: TokenStream,
    /// The empty value of the runtime that it wraps, with what the document fixes.
    pub(crate) empty: TokenStream,
    /// The names of the setters of what is optional.
    pub(crate) optional: Vec<&'a str>,
}

/// The way in which a member is set.
pub(crate) struct Setting {
    /// The call that sets it, without the dot.
    pub(crate) call: TokenStream,
    /// Its docs, as a list item.
    pub(crate) item: String,
    /// Its docs, as those of a method.
    pub(crate) docs: TokenStream,
}

/// Emits the function, and the items that it needs outside of the implementation of the type.
pub(crate) fn emit(
    cx: &Cx<'_>,
    sent: &Sent<'_>,
    constructor: &Constructor,
    setting: impl Fn(&Required) -> Option<Setting>,
) -> (TokenStream, TokenStream) {
    let settings = constructor.members.iter().filter_map(|required| Some((required, setting(required)?)));
    let settings: Vec<(&Required, Setting)> = settings.collect();
    let docs: String = settings.iter().map(|(_, setting)| setting.item.as_str()).collect();
    if constructor.is_by_name {
        let state = state(settings.iter().map(|_| quote!(false)));
        let optional: Vec<String> = sent.optional.iter().map(|name| format!("`{name}`")).collect();
        let optional = match optional.is_empty() {
            true => String::new(),
            false => format!("\nOptional, after `build()`: {}.\n", optional.join(", ")),
        };
        let docs = lines(&format!(
            "Starts a builder. The required members are given by name, in any order; then `build()` returns the value.\n\n{docs}{optional}"
        ));
        let (empty, complex) = (&sent.empty, many_members(settings.len()));
        let builder = quote! {
            #docs
            #complex
            pub fn builder() -> rt::Builder<Self, #state> {
                rt::given(Self(#empty))
            }
        };
        return (builder, stages(cx, sent, &settings));
    }
    (positional(cx, sent, &settings, &docs), TokenStream::new())
}

/// Emits the function `new`, which takes members in their order.
fn positional(cx: &Cx<'_>, sent: &Sent<'_>, settings: &[(&Required, Setting)], docs: &str) -> TokenStream {
    let many = many_arguments(docs);
    let docs = match docs {
        "" => lines("Creates a value with only the members that the document fixes."),
        docs => lines(&format!("Creates a value from its required members.\n\n{docs}")),
    };
    let arguments = settings.iter().map(|(required, _)| argument(cx, sent, required));
    let calls = settings.iter().map(|(_, setting)| &setting.call);
    let empty = &sent.empty;
    quote! {
        #docs
        #many
        pub fn new(#(#arguments),*) -> Self {
            Self(#empty #(.#calls)*)
        }
    }
}

fn argument(cx: &Cx<'_>, sent: &Sent<'_>, required: &Required) -> TokenStream {
    let (name, ty) = (ident(&required.name), cx.tokens(sent.module, &required.ty));
    quote!(#name: #ty)
}

/// Emits the methods of the builder. What is given is a parameter of its type, which is called after the member: so the
/// compiler names the one that is missing.
fn stages(cx: &Cx<'_>, sent: &Sent<'_>, settings: &[(&Required, Setting)]) -> TokenStream {
    let Sent { name, cfg, generic, .. } = sent;
    let flags: Vec<Ident> = settings.iter().map(|(required, _)| flag(&required.name)).collect();
    let any = state(flags.iter().map(|flag| quote!(#flag)));
    let complex = many_members(flags.len());
    let methods = settings.iter().enumerate().map(|(given, (required, setting))| {
        let after = flags.iter().enumerate().map(|(position, flag)| match position == given {
            true => quote!(true),
            false => quote!(#flag),
        });
        let after = state(after);
        let (method, argument) = (ident(&required.name), argument(cx, sent, required));
        let Setting { call, docs, .. } = setting;
        quote! {
            #docs
            pub fn #method(self, #argument) -> rt::Builder<#name, #after> {
                rt::given(#generic(self.value.0.#call))
            }
        }
    });
    quote! {
        #cfg
        #complex
        impl<#(const #flags: bool),*> rt::Builder<#name, #any> {
            #(#methods)*

            /// Makes it, once all that is required is given.
            pub fn build(self) -> #name
            where
                #(rt::Given<#flags>: rt::IsGiven,)*
            {
                self.value
            }
        }
    }
}

/// Emits the type that tells which members are given.
fn state(flags: impl Iterator<Item = TokenStream>) -> TokenStream {
    quote!((#(rt::Given<#flags>),*))
}

/// Emits the attribute for builders of so many members that clippy finds their type complex, which each of them makes
/// more so.
fn many_members(count: usize) -> Option<TokenStream> {
    const FEW: usize = 6;
    let reason = "a part for each required member";
    (count > FEW).then(|| quote!(#[allow(clippy::type_complexity, reason = #reason)]))
}

/// Returns the name of the parameter for a member. No type of ours has an underscore in its name.
fn flag(name: &str) -> Ident {
    ident(&format!("HAS_{}", name.to_ascii_uppercase()))
}
