//! What a document suggests for values, as a table for those that tests make up.
//!
//! `{title: {type: string, examples: [Dune, Emma]}}` becomes
//! `const HINTS: rt::Hints = &[("title", rt::Hint::Examples(&["\"Dune\"", "\"Emma\""]))];`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::analyse::hint::{Hint, of_field};
use crate::emit::cx::{Cx, ident};
use crate::ir::Field;
use crate::name::Module;

/// Emits the hints of a record as a constant of its `Record`; nothing where the document suggests nothing.
pub(crate) fn of_record(cx: &Cx<'_>, from: Module, fields: &[Field]) -> Option<TokenStream> {
    let hints = fields.iter().map(|field| (&field.wire, of_field(cx.api, field)));
    let hints = hints.filter(|(_, hint)| hint.suggests(&cx.suggestive));
    let hints: Vec<TokenStream> = hints
        .map(|(wire, hint)| {
            let hint = emit(cx, from, &hint);
            quote!((#wire, #hint))
        })
        .collect();
    (!hints.is_empty()).then(|| {
        quote! {
            #[cfg(any(feature = "mock", feature = "testing"))]
            const HINTS: rt::Hints = &[#(#hints),*];
        }
    })
}

fn emit(cx: &Cx<'_>, from: Module, hint: &Hint) -> TokenStream {
    if !hint.suggests(&cx.suggestive) {
        return quote!(rt::Hint::None);
    }
    let hint = match hint {
        Hint::None => quote!(None),
        Hint::Examples(examples) => quote!(Examples(&[#(#examples),*])),
        Hint::Format(format) => {
            let format = ident(format);
            quote!(Format(rt::Format::#format))
        }
        Hint::Length(least, most) => {
            let (least, most) = (size(Some(*least)), size(*most));
            quote!(Length(#least, #most))
        }
        Hint::Integer(first, last, step) => {
            let [first, last, step] = [first, last, step].map(|number| Literal::i64_unsuffixed(*number));
            quote!(Integer(#first, #last, #step))
        }
        Hint::Between(least, most) => {
            let [least, most] = [least, most].map(|number| Literal::f64_unsuffixed(*number));
            quote!(Between(#least, #most))
        }
        Hint::List(count, distinct, element) => {
            let (least, most) = (size(Some(count.minimum.unwrap_or(0))), size(count.maximum));
            let element = emit(cx, from, element);
            quote!(List(#least, #most, #distinct, &#element))
        }
        Hint::Record(id) => {
            let path = cx.type_path(from, *id);
            quote!(Record(rt::hints::<#path>))
        }
        Hint::OneOf(hints) => {
            let hints = hints.iter().map(|hint| emit(cx, from, hint));
            quote!(OneOf(&[#(#hints),*]))
        }
    };
    quote!(rt::Hint::#hint)
}

/// Emits a number of characters or elements; none is the largest one.
fn size(count: Option<u64>) -> TokenStream {
    // Programs for targets of 32 bits have these numbers, too.
    match count.and_then(|count| u32::try_from(count).ok()).map(Literal::u32_unsuffixed) {
        Some(count) => quote!(#count),
        None => quote!(usize::MAX),
    }
}
