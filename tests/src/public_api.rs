//! The public items of a generated crate, as sorted lines of signatures.
//!
//! Bodies, docs, attributes and the order of items do not show: two crates with the same lines are
//! the same to their users, features aside.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Fields, FnArg, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, TraitItem, Visibility};

use crate::golden::Files;

/// The lines for the source files of a crate, by path below `src`.
///
/// # Panics
///
/// When a file is no Rust.
pub fn public_api(sources: &Files) -> String {
    let mut lines = BTreeSet::new();
    for (path, text) in sources {
        let module = module(path);
        let file = syn::parse_file(text).expect("generated files are Rust");
        file.items.iter().for_each(|item| lines.extend(self::item(&module, item)));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// `resources/mod.rs` as `resources::`.
fn module(path: &str) -> String {
    let path = path.trim_end_matches(".rs").trim_end_matches("mod").trim_end_matches('/');
    if path == "lib" { String::new() } else { format!("{}::", path.replace('/', "::")) }
}

fn item(module: &str, item: &Item) -> Vec<String> {
    let line = |text: String| vec![format!("{module} {text}").trim_start().to_owned()];
    match item {
        Item::Struct(item) if public(&item.vis) => structure(module, item),
        Item::Enum(item) if public(&item.vis) => enumeration(module, item),
        Item::Impl(item) => implementation(module, item),
        Item::Type(item) if public(&item.vis) => line(format!("type {} = {}", item.ident, text(&item.ty))),
        Item::Const(item) if public(&item.vis) => line(format!("const {}: {}", item.ident, text(&item.ty))),
        Item::Use(item) if public(&item.vis) => line(format!("use {}", text(&item.tree))),
        Item::Mod(item) if public(&item.vis) => line(format!("mod {}", item.ident)),
        Item::Trait(item) if public(&item.vis) => {
            let methods = item.items.iter().filter_map(|inner| match inner {
                TraitItem::Fn(method) => Some(format!("{module} {}::{}", item.ident, text(&method.sig))),
                _ => None,
            });
            methods.chain(line(format!("trait {}", item.ident))).collect()
        }
        Item::Macro(item) => line(text(&item.mac)),
        _ => Vec::new(),
    }
}

fn structure(module: &str, item: &ItemStruct) -> Vec<String> {
    let name = format!("{}{}", item.ident, text(&item.generics));
    let mut lines = vec![format!("{module} struct {name}")];
    if let Fields::Named(fields) = &item.fields {
        let public = fields.named.iter().filter(|field| public(&field.vis));
        lines.extend(public.map(|field| {
            let field_name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{module} {name}.{field_name}: {}", text(&field.ty))
        }));
    }
    lines
}

fn enumeration(module: &str, item: &ItemEnum) -> Vec<String> {
    let variants = item.variants.iter().map(|variant| {
        let fields = text(&variant.fields);
        format!("{module} {}::{}{fields}", item.ident, variant.ident)
    });
    variants.chain([format!("{module} enum {}", item.ident)]).collect()
}

fn implementation(module: &str, item: &ItemImpl) -> Vec<String> {
    let of = text(&item.self_ty);
    if let Some((of_trait, _)) = &item.trait_ {
        let types = item.items.iter().filter_map(|inner| match inner {
            ImplItem::Type(inner) => Some(format!("{module} {of}::{} = {}", inner.ident, text(&inner.ty))),
            _ => None,
        });
        return types.chain([format!("{module} impl {} for {of}", text(of_trait))]).collect();
    }
    let methods = item.items.iter().filter_map(|inner| match inner {
        ImplItem::Fn(method) if public(&method.vis) => Some(format!("{module} {of}::{}", signature(&method.sig))),
        _ => None,
    });
    methods.collect()
}

/// A signature without the names of its arguments' patterns being anything but names.
fn signature(signature: &syn::Signature) -> String {
    let inputs: Vec<String> = signature
        .inputs
        .iter()
        .map(|input| match input {
            FnArg::Receiver(receiver) => text(receiver),
            FnArg::Typed(typed) => format!("{}: {}", text(&typed.pat), text(&typed.ty)),
        })
        .collect();
    format!("{}{}({}){}", signature.ident, text(&signature.generics), inputs.join(", "), text(&signature.output))
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens on one line, with blanks only where words meet.
fn text(tokens: &impl ToTokens) -> String {
    let spaced = tokens.to_token_stream().to_string();
    let mut text = String::new();
    let mut characters = spaced.chars().peekable();
    while let Some(character) = characters.next() {
        let word = |character: char| character.is_alphanumeric() || character == '_' || character == '\'';
        let before = text.chars().next_back().is_some_and(|last| word(last) || ",:>".contains(last));
        let after = characters.peek().is_some_and(|next| word(*next) || "&".contains(*next));
        if character != ' ' || (before && after && !text.ends_with("::")) {
            text.push(character);
        }
    }
    text
}
