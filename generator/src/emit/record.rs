//! A record that is read: a struct whose fields are all options, and the list of them.
//!
//! ```text
//! type: object                          pub struct BookSize {
//! properties:                               pub height: Option<f64>,
//!   height: {type: number}              }
//!                                       impl rt::Record for BookSize { const SHAPE .., fn read(..), fn list(..) }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::client::ReadStruct;
use crate::emit::annotations::{allow_deprecated, deprecated, paragraph};
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, type_docs};
use crate::emit::{hint, shape};
use crate::ir::{Field, Record, Type, TypeId};

/// Emits the record `id`.
pub(crate) fn emit(cx: &Cx<'_>, id: TypeId, node: &Record) -> TokenStream {
    let names = cx.names.ty(id);
    let cfg = cx.cfg(cx.tags_of_type(id), names.module);
    let docs = type_docs(node.docs.as_deref(), names, "an object", cx.api.page(&node.at));
    let shape = shape::of_type(cx, names.module, id);
    let parts = Parts { cfg: &cfg, docs: &docs, shape, fields: &node.fields, rest: node.rest.as_ref() };
    parts.emit(cx, &cx.read_record(id, node))
}

/// The parts that nested records share with the attributes of a resource.
pub(crate) struct Parts<'a> {
    pub(crate) cfg: &'a TokenStream,
    pub(crate) docs: &'a TokenStream,
    pub(crate) shape: TokenStream,
    pub(crate) fields: &'a [Field],
    pub(crate) rest: Option<&'a Type>,
}

impl Parts<'_> {
    /// Emits the struct and its `Record`.
    pub(crate) fn emit(&self, cx: &Cx<'_>, read: &ReadStruct<'_>) -> TokenStream {
        let Self { cfg, docs, shape, fields, rest } = self;
        let name = ident(read.name);
        let mut declarations = TokenStream::new();
        let mut list = FieldList {
            allow: allow_deprecated(fields.iter().any(|field| field.annotations.deprecated)),
            ..FieldList::default()
        };
        for member in &read.members {
            let Some(ty) = member.field_type() else {
                list.unkept();
                continue;
            };
            let (name, ty) = (ident(member.name), cx.tokens(read.module, &ty));
            let docs = field_docs(member.field);
            let deprecated = deprecated(member.field.annotations.deprecated);
            declarations.extend(quote!(#docs #deprecated pub #name: #ty,));
            list.field(&name);
        }
        if let Some(rest) = &read.rest {
            let rest = cx.tokens(read.module, rest);
            declarations.extend(quote! {
                /// The members that the document does not name.
                pub rest: rt::Map<#rest>,
            });
            list.rest();
        }
        let hints = hint::of_record(cx, read.module, fields);
        let record = implementation(cfg, &name, shape, &list, hints);
        let derive = cx.derive_for_record(fields, *rest);
        quote! {
            #docs
            #cfg
            #[derive(Clone, Default)]
            #derive
            #[non_exhaustive]
            pub struct #name { #declarations }

            #record
        }
    }
}

/// The fields of a record in the order of its shape, as the two lists that the runtime asks for.
#[derive(Default)]
pub(crate) struct FieldList {
    allow: Option<TokenStream>,
    read: TokenStream,
    seen: TokenStream,
    has_rest: bool,
    /// Whether the fields are relationships, of which some name resources by numbers.
    pub(crate) has_numeric_ids: bool,
}

impl FieldList {
    /// Adds a member that is kept in this field.
    pub(crate) fn field(&mut self, field: &Ident) {
        self.read.extend(quote!(&mut self.#field,));
        self.seen.extend(quote!(&self.#field,));
    }

    /// Adds a member that is not kept, since its value is always the same.
    fn unkept(&mut self) {
        self.read.extend(quote!(&mut (),));
        self.seen.extend(quote!(&(),));
    }

    /// Adds the field of all other members.
    pub(crate) fn rest(&mut self) {
        self.seen.extend(quote!(&self.rest,));
        self.has_rest = true;
    }
}

/// Emits what the runtime asks of a record: its shape, what the document suggests for it, and its fields.
pub(crate) fn implementation(
    cfg: &TokenStream,
    name: &Ident,
    shape: &TokenStream,
    list: &FieldList,
    hints: Option<TokenStream>,
) -> TokenStream {
    let FieldList { allow, read, seen, has_rest, has_numeric_ids } = list;
    let read = if *has_numeric_ids {
        let rest = if *has_rest { quote!(self.rest) } else { quote!(()) };
        quote!(input.fields_with_ids(Self::SHAPE, &mut [#read], &mut #rest))
    } else if *has_rest {
        quote!(input.open_fields(Self::SHAPE, &mut [#read], &mut self.rest))
    } else {
        quote!(input.fields(Self::SHAPE, &mut [#read]))
    };
    quote! {
        #cfg
        #allow
        impl rt::Record for #name {
            const SHAPE: &'static rt::Shape = #shape;
            #hints

            fn read(&mut self, input: rt::Input<'_>) {
                #read;
            }

            fn list(&self, see: rt::See<'_>) {
                see(&[#seen]);
            }
        }

        #cfg
        rt::record!(#name);
    }
}

/// Emits the docs of a field: what the document says, with bounds, default and example.
pub(crate) fn field_docs(field: &Field) -> TokenStream {
    let fallback = format!("{}.", code(&field.wire));
    let (text, said) = (docs(field.docs.as_deref(), &fallback), paragraph(&field.annotations));
    quote!(#text #said)
}
