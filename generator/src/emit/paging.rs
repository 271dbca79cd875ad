//! The table by which the runtime finds the next page of a list.
//!
//! A list by number that has `meta.total` becomes
//!
//! ```text
//! rt::Paging {
//!     start: rt::PageStart::Number(rt::PagePlace::Query("page[number]"), 1),
//!     next: rt::NextPage::Count,
//!     extent: rt::Extent { items: Some("/meta/total"), ..rt::Extent::UNKNOWN },
//!     ..rt::Paging::LINKS
//! }
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::cx::{ident, option};
use crate::ir::{Extent, NextPage, Page, PagePlace, PageSize, PageStart};

/// Emits the table of a list.
pub(crate) fn paging(page: &Page) -> TokenStream {
    let mut fields = Vec::new();
    if let Some(start) = &page.start {
        let start = match start {
            PageStart::Cursor(place) => {
                let place = self::place(place);
                quote!(Cursor(#place))
            }
            PageStart::Number { place, first } => {
                let (place, first) = (self::place(place), Literal::u32_unsuffixed(*first));
                quote!(Number(#place, #first))
            }
            PageStart::Offset { place, first } => {
                let (place, first) = (self::place(place), Literal::u32_unsuffixed(*first));
                quote!(Offset(#place, #first))
            }
        };
        fields.push(quote!(start: rt::PageStart::#start));
    }
    if let Some(PageSize { place, default, maximum, .. }) = &page.size {
        let (place, default, maximum) = (self::place(place), number(*default), number(*maximum));
        fields.push(quote!(size: Some(rt::PageSize { place: #place, default: #default, maximum: #maximum })));
    }
    let next = match &page.next {
        // The runtime looks for both kinds of links.
        NextPage::Unknown | NextPage::Links | NextPage::LinkHeader => None,
        NextPage::LinkAt(pointer) => Some(quote!(LinkAt(#pointer))),
        NextPage::LinksOrCount => Some(quote!(LinksOrCount)),
        NextPage::Count => Some(quote!(Count)),
        NextPage::Cursor(pointer) => Some(quote!(Cursor(#pointer))),
        NextPage::LastId => Some(quote!(LastId)),
    };
    fields.extend(next.map(|next| quote!(next: rt::NextPage::#next)));
    fields.extend(extent(&page.extent));
    if fields.is_empty() { quote!(rt::Paging::LINKS) } else { table(&quote!(Paging), &fields, 4, &quote!(LINKS)) }
}

/// Emits a table of the runtime with these of its fields. The others are those of a constant: naming one for no field at all
/// would be a warning.
fn table(name: &TokenStream, fields: &[TokenStream], all: usize, base: &TokenStream) -> TokenStream {
    let rest = (fields.len() < all).then(|| quote!(..rt::#name::#base));
    quote!(rt::#name { #(#fields,)* #rest })
}

fn extent(extent: &Extent) -> Option<TokenStream> {
    let Extent { items, counted, pages, more, next, current, size } = extent;
    let members = [
        ("items", items),
        ("counted", counted),
        ("pages", pages),
        ("more", more),
        ("next", next),
        ("current", current),
        ("size", size),
    ];
    let fields = members.into_iter().filter_map(|(name, pointer)| {
        let (name, pointer) = (ident(name), pointer.as_ref()?);
        Some(quote!(#name: Some(#pointer)))
    });
    let fields: Vec<TokenStream> = fields.collect();
    if fields.is_empty() {
        return None;
    }
    let extent = table(&quote!(Extent), &fields, members.len(), &quote!(UNKNOWN));
    Some(quote!(extent: #extent))
}

fn place(place: &PagePlace) -> TokenStream {
    match place {
        PagePlace::Query(name) => quote!(rt::PagePlace::Query(#name)),
        PagePlace::Body(pointer) => quote!(rt::PagePlace::Body(#pointer)),
    }
}

fn number(number: Option<u32>) -> TokenStream {
    option(number.map(Literal::u32_unsuffixed))
}
