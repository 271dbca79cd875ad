//! The output of an operation whose statuses of success bring different documents: an enum by status.
//!
//! ```text
//! responses:                           pub enum CreateBookOutput {
//!   201: {.. one book ..}                  /// Status 201.
//!   202: {.. one job ..}                   Created(Box<rt::Document<rt::Resource<Book>>>),
//!                                          ..
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::client::OutputVariant;
use crate::emit::cx::{Cx, ident};
use crate::ir::{Method, Operation, OperationId, Status};
use crate::name::Module;

/// Emits the enum; nothing where all statuses bring the same.
pub(crate) fn emit(cx: &Cx<'_>, id: OperationId, marker: &Ident) -> Option<TokenStream> {
    let variants = cx.output_variants(id);
    if variants.is_empty() {
        return None;
    }
    let module = Module::Tag(cx.api.operations[id].tag);
    let name = ident(&format!("{marker}Output"));
    let doc = format!(" The result of [`{marker}`], by the status of the response.");
    let (mut list, mut bodies, mut empty) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
    for variant in &variants {
        let (name, pattern) = (ident(&variant.name), pattern(variant.status, &variants));
        let field = variant.field().map(|ty| cx.tokens(module, &ty));
        let field = field.map(|ty| quote!((#ty)));
        let doc = match (variant.status, &field) {
            (Status::Code(code), Some(_)) => format!(" Status {code}."),
            (Status::Code(code), None) => format!(" Status {code}, without a body."),
            _ => " Any other status of success.".to_owned(),
        };
        list.extend(quote!(#[doc = #doc] #name #field,));
        let arms = if field.is_some() { &mut bodies } else { &mut empty };
        arms.extend(quote!(#pattern => #name,));
    }
    Some(quote! {
        #[doc = #doc]
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum #name {
            #list
            /// A status that the document does not list, with the unread body.
            Unknown(rt::Bytes),
        }

        rt::by_status!(#name { #bodies } { #empty });
    })
}

/// Emits the statuses that a variant is for: one, or all that no other variant is for.
fn pattern(status: Status, variants: &[OutputVariant]) -> TokenStream {
    if let Status::Code(code) = status {
        let code = Literal::u16_unsuffixed(code);
        return quote!(#code);
    }
    let is_other = |code: &u16| variants.iter().all(|variant| variant.status != Status::Code(*code));
    let codes: Vec<u16> = (200..300).filter(is_other).collect();
    let ranges = codes.chunk_by(|one, next| one + 1 == *next).filter_map(|range| {
        let (first, last) = (Literal::u16_unsuffixed(*range.first()?), Literal::u16_unsuffixed(*range.last()?));
        Some(if range.len() == 1 { quote!(#first) } else { quote!(#first..=#last) })
    });
    let ranges: Vec<TokenStream> = ranges.collect();
    quote!(#(#ranges)|*)
}

/// Emits the statuses of success that are described, where they are other than JSON:API has for the method.
pub(crate) fn successes(operation: &Operation) -> TokenStream {
    let success = &operation.success;
    if success.statuses.is_empty() || success.is_open(&operation.statuses) {
        return quote!(successes: rt::Successes::Any,);
    }
    let bodies: Vec<u16> = success.statuses.iter().copied().filter(|status| !success.empty.contains(status)).collect();
    let usual: (&[u16], &[u16]) = match operation.method {
        Method::Post => (&[201], &[]),
        Method::Delete => (&[], &[204]),
        _ => (&[200], &[]),
    };
    if usual == (bodies.as_slice(), success.empty.as_slice()) {
        return TokenStream::new();
    }
    let list = |statuses: &[u16]| statuses.iter().copied().map(Literal::u16_unsuffixed).collect::<Vec<_>>();
    let (bodies, empty) = (list(&bodies), list(&success.empty));
    quote!(successes: rt::Successes::listed(&[#(#bodies),*], &[#(#empty),*]),)
}
