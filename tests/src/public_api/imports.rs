//! The paths that imports shorten, in full again: two files mean the same to users, whatever they import.

use std::collections::BTreeMap;

use proc_macro2::{Group, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{File, Item, UseTree};

/// Returns the file with the full path of each item that it names by an imported module, besides the runtime.
pub(super) fn without_imports(file: File) -> syn::Result<File> {
    let mut imports = BTreeMap::new();
    for item in &file.items {
        if let Item::Use(item) = item {
            collect(&item.tree, &TokenStream::new(), &mut imports);
        }
    }
    imports.remove("rt");
    syn::parse2(in_full(file.into_token_stream(), &imports))
}

/// Collects the names that a `use` has, with what is before them in their full paths.
fn collect(tree: &UseTree, before: &TokenStream, imports: &mut BTreeMap<String, TokenStream>) {
    match tree {
        UseTree::Path(path) => {
            let ident = &path.ident;
            collect(&path.tree, &quote!(#before #ident::), imports);
        }
        UseTree::Name(name) => {
            imports.insert(name.ident.to_string(), before.clone());
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, before, imports)),
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

fn in_full(tokens: TokenStream, imports: &BTreeMap<String, TokenStream>) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut full = TokenStream::new();
    for (position, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(name) if begins_path(&tokens, position) => {
                full.extend(imports.get(&name.to_string()).cloned());
                full.extend([token.clone()]);
            }
            TokenTree::Group(group) => {
                let inner = Group::new(group.delimiter(), in_full(group.stream(), imports));
                full.extend([TokenTree::Group(inner)]);
            }
            _ => full.extend([token.clone()]),
        }
    }
    full
}

/// Returns whether a path of several segments begins at a position.
fn begins_path(tokens: &[TokenTree], position: usize) -> bool {
    let is_separator =
        |at: Option<usize>| match (at.and_then(|at| tokens.get(at)), at.and_then(|at| tokens.get(at + 1))) {
            (Some(TokenTree::Punct(one)), Some(TokenTree::Punct(two))) => {
                one.as_char() == ':' && one.spacing() == Spacing::Joint && two.as_char() == ':'
            }
            _ => false,
        };
    is_separator(Some(position + 1)) && !is_separator(position.checked_sub(2))
}
