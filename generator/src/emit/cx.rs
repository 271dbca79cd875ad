//! The context that all emitters share: the model, its names, and the paths between modules.

use std::collections::BTreeSet;
use std::ops::Deref;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::analyse::{TagSet, Total, hint, total};
use crate::client::{Client, Item, ItemModule, RustType};
use crate::emit::Options;
use crate::emit::rust_type::foreign;
use crate::emit::rust_type::{item_path, tokens};
use crate::ir::{Api, Field, ResourceId, Type, TypeId, WriteViewId};
use crate::name::{Module, Names};

/// The model with all that is known of it.
pub(crate) struct Cx<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    /// The Rust side of it.
    client: &'a Client<'a>,
    options: &'a Options,
    /// The records for whose members the document suggests something.
    pub(crate) suggestive: BTreeSet<TypeId>,
    /// The records that can derive `Eq`, `Hash` and `Ord`.
    total: Total,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(client: &'a Client<'a>, options: &'a Options) -> Self {
        let (suggestive, total) = (hint::suggestive(client.api), total(client.api));
        Self { api: client.api, names: client.names, client, options, suggestive, total }
    }

    /// Returns what enums derive besides, and their attributes.
    pub(crate) fn derive_for_enums(&self) -> TokenStream {
        derive(&self.options.derive_for_enums, &self.options.attributes_of_enums)
    }

    /// Returns what a record that is read derives besides, and its attributes. What compares or hashes whole values is for
    /// records without numbers that have fractions and without JSON of any kind.
    pub(crate) fn derive_for_record(&self, fields: &[Field], rest: Option<&Type>) -> TokenStream {
        let is_total = self.total.holds(self.api, fields, rest);
        let derived = self.options.derive_for_records.iter();
        let derived: Vec<String> = derived.filter(|path| is_total || !is_of_total(path)).cloned().collect();
        let is_hashed = derived.iter().any(|path| path.ends_with("hash::Hash"));
        // Both look at all fields.
        let allow = is_hashed.then(|| quote!(#[allow(clippy::derived_hash_with_manual_eq)]));
        let derive = derive(&derived, &self.options.attributes_of_records);
        quote!(#derive #allow)
    }

    /// Emits the attribute that switches an item on for `tags`, inside `module`; none where the module is
    /// on for no other tags.
    pub(crate) fn cfg(&self, tags: &TagSet, module: Module) -> TokenStream {
        if tags == self.tags_of_module(module) { TokenStream::new() } else { self.cfg_any(tags) }
    }

    /// Emits the attribute that switches an item on for any of `tags`.
    pub(crate) fn cfg_any(&self, tags: &TagSet) -> TokenStream {
        let predicate = self.predicate(tags);
        quote!(#[cfg(#predicate)])
    }

    /// Emits the predicate that holds when the feature of any of `tags` is on.
    pub(crate) fn predicate(&self, tags: &TagSet) -> TokenStream {
        let features = tags.iter().map(|tag| self.names.tag(*tag).feature.as_str());
        match tags.len() {
            1 => quote!(#(feature = #features)*),
            _ => quote!(any(#(feature = #features),*)),
        }
    }

    /// Emits the path from `from` to `name` in `to`.
    pub(crate) fn path(&self, from: Module, to: Module, name: &str) -> TokenStream {
        item_path(self, from, &Item { module: ItemModule::Of(to), name: name.to_owned() })
    }

    /// Emits the tokens of a type in a module.
    pub(crate) fn tokens(&self, from: Module, ty: &RustType) -> TokenStream {
        tokens(self, from, ty)
    }

    /// Emits the path to the attributes of a resource.
    pub(crate) fn resource_path(&self, from: Module, id: ResourceId) -> TokenStream {
        tokens(self, from, &self.resource_type(id))
    }

    /// Emits the path to what is sent for a resource.
    pub(crate) fn view_path(&self, from: Module, id: WriteViewId) -> TokenStream {
        tokens(self, from, &self.view_type(id))
    }

    /// Emits the path to an enum, record or union.
    pub(crate) fn type_path(&self, from: Module, id: TypeId) -> TokenStream {
        let (module, name) = self.nearest_name(from, id);
        self.path(from, module, name)
    }
}

/// Questions on the client are asked here.
impl<'a> Deref for Cx<'a> {
    type Target = Client<'a>;

    fn deref(&self) -> &Client<'a> {
        self.client
    }
}

/// Returns whether only records that hold nothing but such values can derive this.
fn is_of_total(path: &str) -> bool {
    let path = path.strip_prefix("std::").or_else(|| path.strip_prefix("core::"));
    matches!(path, Some("cmp::Eq" | "cmp::Ord" | "cmp::PartialOrd" | "hash::Hash"))
}

/// Returns an identifier, from a name that the naming stage has made one.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Emits an option of what is emitted.
pub(crate) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

/// Emits the attribute that derives these, which were read as paths before, and further attributes, which were read as
/// such.
fn derive(paths: &[String], attributes: &[String]) -> TokenStream {
    let derive = (!paths.is_empty()).then(|| {
        let paths = paths.iter().map(|path| foreign(path));
        quote!(#[derive(#(#paths),*)])
    });
    let attributes = attributes.iter().filter_map(|attribute| attribute.parse::<TokenStream>().ok());
    quote!(#derive #(#[#attributes])*)
}
