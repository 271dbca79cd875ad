//! Evaluates `cfg(feature = "..")`: removes disabled items, and the attribute of enabled ones.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Fields, ImplItem, Item, Meta, Token, TraitItem};

use crate::features::Features;

/// Decides the features of items and of what is in them: members of implementations and traits,
/// fields, variants, and elements of the lists that constants are.
pub(super) fn resolve(items: &mut Vec<Item>, features: &Features) {
    items.retain_mut(|item| attributes(item).is_none_or(|attributes| keep(attributes, features)));
    items.iter_mut().for_each(|item| resolve_within(item, features));
}

/// Returns whether a text still has a feature to decide, where [`resolve`] does not look.
pub(super) fn is_left(text: &str) -> bool {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut predicates =
        code.flat_map(|line| ["#[cfg", "cfg!("].iter().filter_map(|start| Some(line.split_once(start)?.1)));
    predicates.any(|predicate| predicate.contains("feature = "))
}

fn resolve_within(item: &mut Item, features: &Features) {
    match item {
        Item::Mod(module) => {
            if let Some((_, items)) = &mut module.content {
                resolve(items, features);
            }
        }
        Item::Impl(block) => block.items.retain_mut(|item| match item {
            ImplItem::Const(item) => {
                resolve_list(&mut item.expr, features);
                keep(&mut item.attrs, features)
            }
            ImplItem::Fn(item) => keep(&mut item.attrs, features),
            ImplItem::Type(item) => keep(&mut item.attrs, features),
            ImplItem::Macro(item) => keep(&mut item.attrs, features),
            _ => true,
        }),
        Item::Trait(definition) => definition.items.retain_mut(|item| match item {
            TraitItem::Const(item) => keep(&mut item.attrs, features),
            TraitItem::Fn(item) => keep(&mut item.attrs, features),
            TraitItem::Type(item) => keep(&mut item.attrs, features),
            TraitItem::Macro(item) => keep(&mut item.attrs, features),
            _ => true,
        }),
        Item::Struct(definition) => resolve_fields(&mut definition.fields, features),
        Item::Enum(definition) => {
            retain(&mut definition.variants, |variant| keep(&mut variant.attrs, features));
            definition.variants.iter_mut().for_each(|variant| resolve_fields(&mut variant.fields, features));
        }
        Item::Const(constant) => resolve_list(&mut constant.expr, features),
        Item::Static(constant) => resolve_list(&mut constant.expr, features),
        _ => {}
    }
}

fn resolve_fields(fields: &mut Fields, features: &Features) {
    match fields {
        Fields::Named(fields) => retain(&mut fields.named, |field| keep(&mut field.attrs, features)),
        Fields::Unnamed(fields) => retain(&mut fields.unnamed, |field| keep(&mut field.attrs, features)),
        _ => {}
    }
}

/// Resolves the elements of `[..]` and the fields of `X { .. }`, also behind `&`, in tuples and in each other.
fn resolve_list(expression: &mut Expr, features: &Features) {
    match expression {
        Expr::Reference(reference) => resolve_list(&mut reference.expr, features),
        Expr::Array(array) => {
            retain(&mut array.elems, |element| element_attributes(element).is_none_or(|list| keep(list, features)));
            array.elems.iter_mut().for_each(|element| resolve_list(element, features));
        }
        Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|element| resolve_list(element, features)),
        Expr::Struct(literal) => {
            retain(&mut literal.fields, |field| keep(&mut field.attrs, features));
            literal.fields.iter_mut().for_each(|field| resolve_list(&mut field.expr, features));
        }
        _ => {}
    }
}

fn element_attributes(element: &mut Expr) -> Option<&mut Vec<Attribute>> {
    match element {
        Expr::Call(element) => Some(&mut element.attrs),
        Expr::Path(element) => Some(&mut element.attrs),
        Expr::Reference(element) => Some(&mut element.attrs),
        Expr::Struct(element) => Some(&mut element.attrs),
        Expr::Tuple(element) => Some(&mut element.attrs),
        _ => None,
    }
}

fn retain<T, P: Default>(list: &mut Punctuated<T, P>, mut keep: impl FnMut(&mut T) -> bool) {
    let all = std::mem::take(list);
    list.extend(all.into_iter().filter_map(|mut element| keep(&mut element).then_some(element)));
}

/// Decides the attributes that are there with some features only: `#[cfg_attr(feature = "..", doc = "..")]`.
pub(super) fn decide(attributes: &mut Vec<Attribute>, features: &Features) {
    attributes.retain_mut(|attribute| {
        let Some((condition, decided)) = conditional(attribute) else { return true };
        let holds = holds(&condition, features);
        if holds == Some(true) {
            attribute.meta = decided;
        }
        holds != Some(false)
    });
}

/// Returns what is in the parentheses of `cfg_attr(..)`.
fn conditional(attribute: &Attribute) -> Option<(Meta, Meta)> {
    attribute.path().is_ident("cfg_attr").then_some(())?;
    let parts = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
    let mut parts = parts.into_iter();
    Some((parts.next()?, parts.next()?))
}

/// Returns whether all features that the attributes ask for are on; removes those attributes.
fn keep(attributes: &mut Vec<Attribute>, features: &Features) -> bool {
    decide(attributes, features);
    let mut on = true;
    attributes.retain(|attribute| match predicate(attribute).and_then(|meta| holds(&meta, features)) {
        Some(value) => {
            on &= value;
            false
        }
        None => true,
    });
    on
}

/// Returns what is in the parentheses of `cfg(..)`.
fn predicate(attribute: &Attribute) -> Option<Meta> {
    attribute.path().is_ident("cfg").then(|| attribute.parse_args().ok()).flatten()
}

/// Returns whether a predicate holds; `None` when it is about more than features. What only rustdoc reads is about a
/// crate of its own, which this is none of.
fn holds(predicate: &Meta, features: &Features) -> Option<bool> {
    match predicate {
        Meta::Path(path) if path.is_ident("doc") || path.is_ident("doctest") => Some(false),
        Meta::NameValue(pair) if pair.path.is_ident("feature") => match &pair.value {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) => Some(features.contains(&name.value())),
            _ => None,
        },
        Meta::List(list) => {
            let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
            let parts: Option<Vec<bool>> = parts.iter().map(|part| holds(part, features)).collect();
            let parts = parts?;
            match list.path.get_ident()?.to_string().as_str() {
                "all" => Some(parts.iter().all(|part| *part)),
                "any" => Some(parts.iter().any(|part| *part)),
                "not" => parts.first().map(|part| !part),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Returns the attributes of an item; every kind has them, but `syn` has no way to ask for them at once.
fn attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    match item {
        Item::Const(item) => Some(&mut item.attrs),
        Item::Enum(item) => Some(&mut item.attrs),
        Item::Fn(item) => Some(&mut item.attrs),
        Item::Impl(item) => Some(&mut item.attrs),
        Item::Macro(item) => Some(&mut item.attrs),
        Item::Mod(item) => Some(&mut item.attrs),
        Item::Static(item) => Some(&mut item.attrs),
        Item::Struct(item) => Some(&mut item.attrs),
        Item::Trait(item) => Some(&mut item.attrs),
        Item::Type(item) => Some(&mut item.attrs),
        Item::Use(item) => Some(&mut item.attrs),
        _ => None,
    }
}
