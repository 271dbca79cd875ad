//! Constants of an operation: its limits, scopes and error codes.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, docs, lines};
use crate::emit::shape;
use crate::ir::{MaxItems, Operation, PageSize, ResponsePart, ResponsePartKind, Status, StreamFormat};
use crate::name::Module;

/// Emits the constants of an operation; nothing where there are none.
pub(crate) fn emit(cx: &Cx<'_>, operation: &Operation, marker: &Ident, error_codes: &[String]) -> Option<TokenStream> {
    let mut constants: TokenStream =
        operation.parts.iter().filter_map(|part| response_part(cx, operation, part)).collect();
    if let [only] = operation.max_items.as_slice() {
        constants.extend(max_items(only));
    }
    if let Some(size) = operation.query.page_size() {
        constants.extend(page_size(size));
    }
    for (value, name) in operation.error_codes.iter().zip(error_codes) {
        let docs = lines(&format!("The error code {}.", code(value)));
        let name = ident(name);
        constants.extend(quote!(#docs pub const #name: &'static str = #value;));
    }
    (!constants.is_empty()).then(|| quote!(impl #marker { #constants }))
}

/// Emits what makes the operation one whose response is a stream of items; nothing where it is not.
pub(crate) fn streamed(cx: &Cx<'_>, operation: &Operation, marker: &Ident) -> Option<TokenStream> {
    let (part, format) = operation.parts.iter().find_map(|part| match part.kind {
        ResponsePartKind::Item(format) => Some((part, format)),
        _ => None,
    })?;
    let item = cx.tokens(Module::Tag(operation.tag), &cx.response_part(operation, part));
    let format = match format {
        StreamFormat::Lines => quote!(Lines),
        StreamFormat::Sequence => quote!(Sequence),
        StreamFormat::Events { is_json } => quote!(Events(#is_json)),
        StreamFormat::EventData { is_json } => quote!(EventData(#is_json)),
    };
    Some(quote! {
        impl rt::Streamed for #marker {
            type Item = #item;
            const FORMAT: rt::StreamFormat = rt::StreamFormat::#format;
        }
    })
}

/// Emits the constant by which a part of a response is asked for; `None` for items, which have none.
fn response_part(cx: &Cx<'_>, operation: &Operation, part: &ResponsePart) -> Option<TokenStream> {
    let module = Module::Tag(operation.tag);
    let (name, ty) = (ident(&part.kind.constant()), cx.tokens(module, &cx.response_part(operation, part)));
    let (fallback, value) = match &part.kind {
        ResponsePartKind::Item(_) => return None,
        ResponsePartKind::ErrorBody(status) => {
            let ranges = failures(*status, operation);
            (format!("The body of errors with status {status}."), quote!(rt::ErrorBody::new(&[#(#ranges),*])))
        }
        ResponsePartKind::ErrorMeta(status) => {
            let ranges = failures(*status, operation);
            let docs = format!("The `meta` of each error of a response with status {status}.");
            (docs, quote!(rt::ErrorMeta::new(&[#(#ranges),*])))
        }
        ResponsePartKind::Header { name, is_json: true } => {
            (format!("The header field {}, which is JSON.", code(name)), quote!(rt::HeaderField::json(#name)))
        }
        ResponsePartKind::Header { name, is_json: false } => {
            let shape = shape::shape(cx, module, &part.ty);
            (format!("The header field {}.", code(name)), quote!(rt::HeaderField::new(#name, #shape)))
        }
    };
    let docs = docs(part.docs.as_deref(), &fallback);
    Some(quote!(#docs pub const #name: #ty = #value;))
}

/// Returns the statuses of errors that a description is for: all that no other one is more exact for.
fn failures(status: Status, operation: &Operation) -> Vec<TokenStream> {
    let ranges = statuses(status, operation).into_iter().map(|(first, last)| {
        let (first, last) = (Literal::u16_unsuffixed(first), Literal::u16_unsuffixed(last));
        quote!((#first, #last))
    });
    ranges.collect()
}

fn statuses(status: Status, operation: &Operation) -> Vec<(u16, u16)> {
    let (first, last) = match status {
        Status::Code(code) => return vec![(code, code)],
        Status::Range(hundred) => (hundred * 100, hundred * 100 + 99),
        Status::Default => (300, 599),
    };
    let is_exact = |other: &Status, code: u16| match other {
        Status::Code(other) => *other == code,
        Status::Range(hundred) => status == Status::Default && *hundred == code / 100,
        Status::Default => false,
    };
    let codes: Vec<u16> =
        (first..=last).filter(|code| !operation.statuses.iter().any(|other| is_exact(other, *code))).collect();
    let ranges = codes.chunk_by(|one, next| one + 1 == *next);
    ranges.filter_map(|range| Some((*range.first()?, *range.last()?))).collect()
}

/// Emits the list of limits in the operation's table.
pub(crate) fn max_items_info(limits: &[MaxItems]) -> TokenStream {
    let limits = limits.iter().map(|MaxItems { pointer, count }| {
        let count = Literal::u32_unsuffixed(*count);
        quote!((#pointer, #count))
    });
    quote!(&[#(#limits),*])
}

fn max_items(limit: &MaxItems) -> TokenStream {
    let docs = lines(&format!(
        "The largest number of elements of {}. More are an error when the call is sent.",
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
        constant("MIN_PAGE_SIZE", "The smallest page size.", size.minimum),
        constant("MAX_PAGE_SIZE", "The largest page size.", size.maximum),
        constant("DEFAULT_PAGE_SIZE", "The page size of calls that set none.", size.default),
    ];
    let values = (!size.values.is_empty()).then(|| {
        let values = size.values.iter().copied().map(Literal::u32_unsuffixed);
        let docs = lines("The page sizes that can be asked for.");
        quote!(#docs pub const PAGE_SIZES: &[u32] = &[#(#values),*];)
    });
    constants.into_iter().flatten().chain(values).collect()
}
