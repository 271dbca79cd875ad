//! The modules of resources that a file imports, so that it need not repeat the paths to them.
//!
//! ```text
//! fn get_book(&self, id: rt::Id<super::resources::book::Book>)
//! ```
//!
//! becomes
//!
//! ```text
//! use super::resources::book;
//!
//! fn get_book(&self, id: rt::Id<book::Book>)
//! ```
//!
//! A module is imported where its name means nothing else in the file: not a crate, and not a type of the language.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::quote;

use crate::emit::cx::ident;

/// Names that mean something else in any file, also in what macros make.
const RESERVED: [&str; 26] = [
    "alloc", "bool", "char", "core", "f32", "f64", "filters", "i128", "i16", "i32", "i64", "i8", "isize", "resources",
    "rt", "runtime", "serde", "serde_json", "std", "str", "u128", "u16", "u32", "u64", "u8", "usize",
];

/// Imports what `items` name by paths from the root: they are those of a module at the root. `cfg` switches the items on,
/// while `others` of the module are on without them, and keep their paths.
pub(crate) fn imported(cfg: &TokenStream, items: TokenStream, others: &TokenStream) -> TokenStream {
    let items = trees(items);
    let mut paths = Paths::default();
    paths.collect(&trees(others.clone()));
    paths = Paths { first: paths.first, ..Paths::default() };
    paths.collect(&items);
    paths.modules.retain(|module| !paths.first.contains(module) && !RESERVED.contains(&module.as_str()));
    let items = switched(cfg, paths.shortened(items));
    let modules: Vec<Ident> = paths.modules.iter().map(|module| ident(module)).collect();
    let resources = match modules.as_slice() {
        [] => TokenStream::new(),
        [module] => quote!(#cfg use super::resources::#module;),
        modules => quote!(#cfg use super::resources::{#(#modules),*};),
    };
    let root = match paths.names_filters {
        true if cfg.is_empty() => quote!(
            use super::{filters, rt};
        ),
        true => quote!(#cfg use super::filters; use super::rt;),
        false => quote!(
            use super::rt;
        ),
    };
    quote! {
        #resources
        #root

        #items
        #others
    }
}

/// Puts the attribute `cfg` on each item, behind its documentation. The module of a tag is on for other tags too where
/// they share its types; its operations are not.
fn switched(cfg: &TokenStream, items: TokenStream) -> TokenStream {
    if cfg.is_empty() {
        return items;
    }
    let mut switched = TokenStream::new();
    let mut at_start = true;
    let mut items = items.into_iter().peekable();
    while let Some(token) = items.next() {
        if at_start
            && matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '#')
            && let Some(documentation) = items.next_if(is_documentation)
        {
            switched.extend([token, documentation]);
            continue;
        }
        if at_start {
            switched.extend(cfg.clone());
        }
        // An item of ours ends with its body, or with a semicolon.
        at_start = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        switched.extend([token]);
    }
    switched
}

/// Returns whether a token is the bracket of `#[doc = ".."]`.
fn is_documentation(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else { return false };
    matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

/// A token, with what is in it. Tokens of a [`TokenStream`] can only be looked at by a copy of them.
enum Tree {
    Ident(Ident),
    Punct(Punct),
    Literal(Literal),
    Group(Delimiter, Vec<Self>),
}

fn trees(tokens: TokenStream) -> Vec<Tree> {
    let tree = |token| match token {
        TokenTree::Ident(ident) => Tree::Ident(ident),
        TokenTree::Punct(punct) => Tree::Punct(punct),
        TokenTree::Literal(literal) => Tree::Literal(literal),
        TokenTree::Group(group) => {
            let (delimiter, inner) = (group.delimiter(), group.stream());
            // What is in use elsewhere is copied.
            drop(group);
            Tree::Group(delimiter, trees(inner))
        }
    };
    tokens.into_iter().map(tree).collect()
}

/// The paths in a file, as far as it matters what they begin with.
#[derive(Default)]
struct Paths {
    /// What paths begin with, besides `super`.
    first: BTreeSet<String>,
    /// The modules of resources that are named.
    modules: BTreeSet<String>,
    /// Whether the module of filters is named.
    names_filters: bool,
}

impl Paths {
    fn collect(&mut self, items: &[Tree]) {
        for (position, token) in items.iter().enumerate() {
            let rest = items.get(position..).unwrap_or_default();
            match token {
                Tree::Group(_, inner) => self.collect(inner),
                Tree::Ident(_) if is_filters(rest) => self.names_filters = true,
                Tree::Ident(name) => match resource(rest) {
                    Some(module) => self.modules.extend([module]),
                    None if is_path(rest.get(1..).unwrap_or_default()) && !is_inside(items, position) => {
                        self.first.insert(name.to_string());
                    }
                    None => {}
                },
                Tree::Punct(_) | Tree::Literal(_) => {}
            }
        }
    }

    /// Returns the tokens without what the imports make superfluous.
    fn shortened(&self, items: Vec<Tree>) -> TokenStream {
        let mut items = items.into_iter();
        let mut short: Vec<TokenTree> = Vec::with_capacity(items.len());
        loop {
            let superfluous = match resource(items.as_slice()) {
                Some(module) if self.modules.contains(&module) => 6,
                None if is_filters(items.as_slice()) => 3,
                _ => 0,
            };
            if superfluous > 0 {
                items.by_ref().take(superfluous).for_each(drop);
                continue;
            }
            let Some(token) = items.next() else { return short.into_iter().collect() };
            short.push(match token {
                Tree::Group(delimiter, inner) => Group::new(delimiter, self.shortened(inner)).into(),
                Tree::Ident(ident) => ident.into(),
                Tree::Punct(punct) => punct.into(),
                Tree::Literal(literal) => literal.into(),
            });
        }
    }
}

/// Returns the module of a resource if the tokens begin with the path to an item of one:
/// `super::resources::book::..`.
fn resource(tokens: &[Tree]) -> Option<String> {
    let (after, module) = match tokens {
        [Tree::Ident(parent), _, _, Tree::Ident(all), _, _, Tree::Ident(module), after @ ..]
            if parent == "super" && all == "resources" =>
        {
            (after, module)
        }
        _ => return None,
    };
    is_path(after).then(|| module.to_string())
}

/// Returns whether the tokens begin with `super::filters::`.
fn is_filters(tokens: &[Tree]) -> bool {
    match tokens {
        [Tree::Ident(parent), _, _, Tree::Ident(filters), after @ ..] => {
            parent == "super" && filters == "filters" && is_path(after)
        }
        _ => false,
    }
}

/// Returns whether the tokens begin with `::`.
fn is_path(tokens: &[Tree]) -> bool {
    match tokens {
        [Tree::Punct(one), Tree::Punct(two), ..] => {
            one.as_char() == ':' && one.spacing() == Spacing::Joint && two.as_char() == ':'
        }
        _ => false,
    }
}

/// Returns whether the token at a position continues a path or a chain of calls.
fn is_inside(tokens: &[Tree], position: usize) -> bool {
    let before = |count: usize| position.checked_sub(count).and_then(|start| tokens.get(start..)).unwrap_or_default();
    is_path(before(2)) || matches!(before(1), [Tree::Punct(dot), ..] if dot.as_char() == '.')
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::imported;

    #[test]
    fn modules_are_imported_where_their_names_mean_nothing_else() {
        let items = quote! {
            fn one(book: super::resources::book::Book, id: rt::Id<super::resources::book::Book>) -> super::filters::Any;
            fn two(by: uuid::Uuid, other: super::resources::uuid::Uuid, text: super::resources::str::Str) {
                books.get::<super::other::Item>()
            }
        };
        let expected = quote! {
            use super::resources::book;
            use super::{filters, rt};

            fn one(book: book::Book, id: rt::Id<book::Book>) -> filters::Any;
            fn two(by: uuid::Uuid, other: super::resources::uuid::Uuid, text: super::resources::str::Str) {
                books.get::<super::other::Item>()
            }
        };
        assert_eq!(imported(&TokenStream::new(), items, &TokenStream::new()).to_string(), expected.to_string());
    }

    #[test]
    fn what_others_of_the_file_name_is_not_imported() {
        let items = quote! {
            /// Takes a page.
            #[inline]
            fn one(book: super::resources::book::Book, page: super::resources::page::Page) {}
        };
        let others = quote!(
            fn two() -> page::Page {}
        );
        let expected = quote! {
            #[cfg(feature = "books")] use super::resources::book;
            use super::rt;

            /// Takes a page.
            #[cfg(feature = "books")]
            #[inline]
            fn one(book: book::Book, page: super::resources::page::Page) {}
            fn two() -> page::Page {}
        };
        let cfg = quote!(#[cfg(feature = "books")]);
        assert_eq!(imported(&cfg, items, &others).to_string(), expected.to_string());
    }
}
