//! What the description says in numbers and codes, as constants of an operation's marker.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::cx::ident;
use crate::emit::docs::{code, lines};
use crate::ir::{MaxItems, Operation, PageSize};

/// The constants of an operation; nothing where there are none.
pub(crate) fn emit(operation: &Operation, marker: &Ident, error_codes: &[String]) -> TokenStream {
    let mut constants = TokenStream::new();
    if let [only] = operation.max_items.as_slice() {
        constants.extend(max_items(only));
    }
    if let Some(size) = operation.query.page.as_ref().and_then(|page| page.size.as_ref()) {
        constants.extend(page_size(size));
    }
    for (value, name) in operation.error_codes.iter().zip(error_codes) {
        let docs = lines(&format!("The error code {}.", code(value)));
        let name = ident(name);
        constants.extend(quote!(#docs pub const #name: &'static str = #value;));
    }
    if constants.is_empty() {
        return constants;
    }
    quote!(impl #marker { #constants })
}

/// The list of limits in the operation's table.
pub(crate) fn max_items_info(limits: &[MaxItems]) -> TokenStream {
    let limits = limits.iter().map(|MaxItems { pointer, count }| {
        let count = Literal::u32_unsuffixed(*count);
        quote!((#pointer, #count))
    });
    quote!(&[#(#limits),*])
}

fn max_items(limit: &MaxItems) -> TokenStream {
    let docs = lines(&format!(
        "How many elements {} may have at most. More are an error when the call is sent.",
        code(&limit.pointer)
    ));
    let count = Literal::u32_unsuffixed(limit.count);
    quote!(#docs pub const MAX_ITEMS: usize = #count;)
}

fn page_size(size: &PageSize) -> TokenStream {
    let constant = |name: &str, docs: &str, value: Option<u32>| {
        value.map(|value| {
            let (name, docs, value) = (ident(name), lines(docs), Literal::u32_unsuffixed(value));
            quote!(#docs pub const #name: u32 = #value;)
        })
    };
    let constants = [
        constant("MIN_PAGE_SIZE", "The smallest page there is.", size.minimum),
        constant("MAX_PAGE_SIZE", "The largest page there is.", size.maximum),
        constant("DEFAULT_PAGE_SIZE", "How many resources a page holds unless the call says otherwise.", size.default),
    ];
    constants.into_iter().flatten().collect()
}
