//! A record that is read: a struct whose fields are all options, and the list of them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, lines};
use crate::emit::read_type::read_type;
use crate::emit::shape;
use crate::ir::{Field, Record, Type, TypeId};
use crate::name::Module;

/// Emits the record `id`.
pub(crate) fn emit(cx: &Cx<'_>, id: TypeId, node: &Record) -> TokenStream {
    let names = cx.names.ty(id);
    let cfg = cx.cfg(cx.tags_of_type(id), names.module);
    let docs = docs(node.docs.as_deref(), "An object of the description.");
    let fields: Vec<String> = names.members.iter().map(|(_, field)| field.clone()).collect();
    let members = shape::members(cx, names.module, &node.fields);
    let shape = match &node.rest {
        Some(rest) => {
            let rest = shape::shape(cx, names.module, rest);
            quote!(rt::Shape::OpenRecord(#members, #rest))
        }
        None => quote!(rt::Shape::Record(#members)),
    };
    let shape = shape::table(cx, id, &shape);
    let parts =
        Parts { cfg: &cfg, docs: &docs, name: &names.ident, module: names.module, shape, rest: node.rest.as_ref() };
    parts.emit(cx, &node.fields, &fields, |field| cx.recursion.is_boxed(id, &field.ty))
}

/// What is common to nested records and the attributes of a resource.
pub(crate) struct Parts<'a> {
    pub(crate) cfg: &'a TokenStream,
    pub(crate) docs: &'a TokenStream,
    pub(crate) name: &'a str,
    pub(crate) module: Module,
    pub(crate) shape: TokenStream,
    pub(crate) rest: Option<&'a Type>,
}

impl Parts<'_> {
    /// The struct and its `Record`; `fields` and `idents` go together.
    pub(crate) fn emit(
        &self,
        cx: &Cx<'_>,
        fields: &[Field],
        idents: &[String],
        boxed: impl Fn(&Field) -> bool,
    ) -> TokenStream {
        let Self { cfg, docs, name, module, shape, rest } = self;
        let name = ident(name);
        let mut declarations = TokenStream::new();
        let mut slots = TokenStream::new();
        for (field, field_name) in fields.iter().zip(idents) {
            if matches!(field.ty, Type::Constant(_)) {
                if rest.is_some() {
                    let wire = &field.wire;
                    slots.extend(quote!((#wire, &mut ()),));
                }
                continue;
            }
            let (wire, field_ident) = (&field.wire, ident(field_name));
            let ty = read_type(cx, *module, &field.ty);
            let field_docs = field_docs(field);
            let slot = quote!(&mut self.#field_ident);
            let (ty, slot) = if boxed(field) { (quote!(Box<#ty>), quote!(&mut rt::Boxed(#slot))) } else { (ty, slot) };
            declarations.extend(quote!(#field_docs pub #field_ident: Option<#ty>,));
            slots.extend(quote!((#wire, #slot),));
        }
        let visit = match rest {
            Some(rest) => {
                let rest = read_type(cx, *module, rest);
                declarations.extend(quote! {
                    /// The members that the description does not name.
                    pub rest: rt::Map<#rest>,
                });
                quote!(visitor.open_fields(&mut [#slots], &mut self.rest))
            }
            None => quote!(visitor.fields(&mut [#slots])),
        };
        let record = implementation(cfg, &name, shape, &visit);
        quote! {
            #docs
            #cfg
            #[derive(Clone, Default)]
            #[non_exhaustive]
            pub struct #name { #declarations }

            #record
        }
    }
}

/// What the runtime is to know of a record: its shape, and its fields, which `visit` lists.
pub(crate) fn implementation(cfg: &TokenStream, name: &Ident, shape: &TokenStream, visit: &TokenStream) -> TokenStream {
    quote! {
        #cfg
        impl rt::Record for #name {
            const SHAPE: &'static rt::Shape = #shape;

            fn visit<V: rt::FieldVisitor>(&mut self, visitor: &mut V) -> Result<(), V::Error> {
                #visit
            }
        }

        #cfg
        rt::record!(#name);
    }
}

/// The docs of a field: what the description says, and its example.
pub(crate) fn field_docs(field: &Field) -> TokenStream {
    let fallback = format!("{}.", code(&field.wire));
    let mut tokens = docs(field.docs.as_deref(), &fallback);
    if let Some(example) = field.example.as_deref().filter(|example| example.len() <= 80) {
        tokens.extend(lines(&format!("\nExample: {}.", code(example))));
    }
    if field.deprecated {
        tokens.extend(lines("\nThe description marks it deprecated."));
    }
    tokens
}
