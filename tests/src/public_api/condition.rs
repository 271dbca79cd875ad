//! `cfg` and other attributes that decide whether an item is there for users.

use std::collections::BTreeSet;

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, Meta, Token};

use crate::public_api::When;

/// When an item with these attributes is there, as far as features tell.
pub(super) fn when(attributes: &[Attribute]) -> When {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let conditions = conditions.filter_map(|attribute| attribute.parse_args::<Meta>().ok());
    conditions.map(|condition| features(&condition)).fold(When::Always, |when, features| {
        let next = if features.is_empty() { When::Always } else { When::Any(features) };
        when.and(next)
    })
}

/// Returns the features that a condition asks for; what it asks not to be on is where the same item stands
/// otherwise.
fn features(condition: &Meta) -> BTreeSet<String> {
    match condition {
        Meta::NameValue(pair) if pair.path.is_ident("feature") => match &pair.value {
            Expr::Lit(syn::ExprLit { lit: Lit::Str(name), .. }) => BTreeSet::from([name.value()]),
            _ => BTreeSet::new(),
        },
        Meta::List(list) if !list.path.is_ident("not") => {
            let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            parts.into_iter().flatten().flat_map(|part| features(&part)).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// Returns whether users are not to see it: `#[doc(hidden)]`.
pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    let docs = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    docs.filter_map(|attribute| attribute.parse_args::<Meta>().ok()).any(|meta| meta.path().is_ident("hidden"))
}

/// Returns the traits that are derived.
pub(super) fn derives(attributes: &[Attribute]) -> Vec<String> {
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let lists = derives
        .filter_map(|attribute| attribute.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated).ok());
    lists.flatten().filter_map(|path| path.get_ident().map(ToString::to_string)).collect()
}

/// Returns the attributes that mean something to callers.
pub(super) fn promises(attributes: &[Attribute]) -> impl Iterator<Item = &'static str> {
    let known = ["deprecated", "must_use", "non_exhaustive"];
    known.into_iter().filter(|name| attributes.iter().any(|attribute| attribute.path().is_ident(name)))
}
