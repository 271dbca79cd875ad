//! The items of a crate's files, module by module from the root, to lines.

use jsonapi_forge_runtime::vendor::SOURCES;
use quote::quote;
use syn::{Attribute, Fields, ImplItem, Item, ItemEnum, ItemImpl, ItemTrait, Signature, TraitItem, Type, UseTree};
use syn::{UseName, UseRename, Visibility};

use crate::public_api::condition::{derives, is_hidden, promises, when};
use crate::public_api::imports::without_imports;
use crate::public_api::macros::Macros;
use crate::public_api::text::text;
use crate::public_api::{PublicApi, When};
use jsonapi_forge::format::Bug;
use jsonapi_forge::write::Tree;

/// Lists the files of a crate that its root leads to, but for the runtime, the mock and the cookbook.
pub(super) fn list(tree: &Tree, api: &mut PublicApi) -> Result<(), Bug> {
    let text = SOURCES.iter().find(|file| file.path == "value/macros.rs").map_or("", |file| file.text);
    let macros = Macros::read(text);
    Listing { tree, macros, api }.file("lib.rs", "", &When::Always)
}

fn source(tree: &Tree, path: &str) -> Result<String, Bug> {
    let content = tree.get(&format!("src/{path}"));
    let content = content.ok_or_else(|| bug(path, "there is no such file".to_owned(), String::new()))?;
    Ok(String::from_utf8_lossy(content).into_owned())
}

fn bug(path: &str, error: String, text: String) -> Bug {
    Bug { file: format!("src/{path}"), error, text }
}

struct Listing<'a> {
    tree: &'a Tree,
    macros: Macros,
    api: &'a mut PublicApi,
}

/// The module of an item, and the features that enable it.
struct At<'a> {
    /// The file's path below `src`.
    file: &'a str,
    /// The module with `::` behind it; empty for the root.
    module: &'a str,
    when: When,
}

impl Listing<'_> {
    fn file(&mut self, file: &str, module: &str, outer: &When) -> Result<(), Bug> {
        let text = source(self.tree, file)?;
        let parsed = syn::parse_file(&text).and_then(without_imports);
        let parsed = parsed.map_err(|error| bug(file, error.to_string(), text.clone()))?;
        parsed.items.iter().try_for_each(|item| self.item(file, module, outer, item))
    }

    fn item(&mut self, file: &str, module: &str, outer: &When, item: &Item) -> Result<(), Bug> {
        let Some((attributes, visibility)) = head(item) else { return Ok(()) };
        if is_hidden(attributes) || !visibility.is_none_or(is_public) {
            return Ok(());
        }
        let at = At { file, module, when: outer.and(when(attributes)) };
        match item {
            Item::Mod(item) => return self.module(&at, item),
            Item::Macro(item) => {
                let expanded = self.macros.expand(&item.mac);
                return expanded.iter().try_for_each(|item| self.item(file, module, &at.when, item));
            }
            Item::Impl(item) => self.implementation(&at, item),
            Item::Use(item) => self.exports(&at, &item.tree, ""),
            Item::Enum(item) => self.enumeration(&at, item),
            Item::Trait(item) => self.definition(&at, item),
            Item::Struct(item) => {
                let path = format!("{module}{}", item.ident);
                self.line(&at, &format!("{path}: struct{}", text(&item.generics)));
                self.fields(&at, &path, &item.fields);
            }
            Item::Type(item) => {
                self.line(&at, &format!("{module}{}: type{} = {}", item.ident, text(&item.generics), text(&item.ty)));
            }
            Item::Const(item) => self.line(&at, &format!("{module}{}: const {}", item.ident, text(&item.ty))),
            Item::Static(item) => self.line(&at, &format!("{module}{}: static {}", item.ident, text(&item.ty))),
            Item::Fn(item) => self.function(&at, &format!("{module}{}", item.sig.ident), &item.sig),
            _ => {}
        }
        if let Some(name) = type_name(item) {
            derives(attributes).iter().for_each(|of_trait| self.line(&at, &format!("{module}{name}: impl {of_trait}")));
            promises(attributes).for_each(|promise| self.line(&at, &format!("{module}{name}: #[{promise}]")));
        }
        Ok(())
    }

    fn line(&mut self, at: &At<'_>, line: &str) {
        self.api.add(line.to_owned(), at.when.clone());
    }

    fn module(&mut self, at: &At<'_>, item: &syn::ItemMod) -> Result<(), Bug> {
        let path = format!("{}{}", at.module, item.ident);
        // Only rustdoc sees it.
        if path == "cookbook" {
            return Ok(());
        }
        self.line(at, &format!("{path}: mod"));
        let inner = format!("{path}::");
        if let Some((_, items)) = &item.content {
            return items.iter().try_for_each(|item| self.item(at.file, &inner, &at.when, item));
        }
        // The mock has a method for each operation, which is listed already.
        if path == "runtime" || path == "mock" {
            return Ok(());
        }
        let file = path.replace("::", "/");
        let nested = format!("{file}/mod.rs");
        let is_nested = self.tree.get(&format!("src/{nested}")).is_some();
        self.file(&if is_nested { nested } else { format!("{file}.rs") }, &inner, &at.when)
    }

    /// Lists one line for each name that a `pub use` brings.
    fn exports(&mut self, at: &At<'_>, tree: &UseTree, path: &str) {
        match tree {
            UseTree::Path(tree) => self.exports(at, &tree.tree, &format!("{path}{}::", tree.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.exports(at, tree, path)),
            UseTree::Name(UseName { ident }) => self.line(at, &format!("{}{ident}: use {path}{ident}", at.module)),
            UseTree::Rename(UseRename { ident, rename, .. }) => {
                self.line(at, &format!("{}{rename}: use {path}{ident}", at.module));
            }
            UseTree::Glob(_) => self.line(at, &format!("{}*: use {path}*", at.module)),
        }
    }

    fn enumeration(&mut self, at: &At<'_>, item: &ItemEnum) {
        let path = format!("{}{}", at.module, item.ident);
        self.line(at, &format!("{path}: enum{}", text(&item.generics)));
        for variant in &item.variants {
            // The word before the fields tells their parentheses from those of a tuple.
            let fields = &variant.fields;
            self.line(at, &format!("{path}::{}: {}", variant.ident, text(&quote!(variant #fields))));
        }
    }

    fn fields(&mut self, at: &At<'_>, path: &str, fields: &Fields) {
        for (position, field) in fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
            let name = field.ident.as_ref().map_or_else(|| position.to_string(), ToString::to_string);
            self.line(at, &format!("{path}.{name}: {}", text(&field.ty)));
        }
    }

    fn definition(&mut self, at: &At<'_>, item: &ItemTrait) {
        let path = format!("{}{}", at.module, item.ident);
        self.line(at, &format!("{path}: trait{}", text(&item.generics)));
        for item in &item.items {
            match item {
                TraitItem::Fn(method) => self.function(at, &format!("{path}::{}", method.sig.ident), &method.sig),
                TraitItem::Type(item) => self.line(at, &format!("{path}::{}: type", item.ident)),
                TraitItem::Const(item) => self.line(at, &format!("{path}::{}: const {}", item.ident, text(&item.ty))),
                _ => {}
            }
        }
    }

    fn implementation(&mut self, at: &At<'_>, item: &ItemImpl) {
        let path = format!("{}{}", at.module, self_path(&item.self_ty));
        match &item.trait_ {
            Some((of_trait, _)) => {
                let of_trait = as_derived(text(of_trait));
                self.line(at, &format!("{path}: impl{} {of_trait}", text(&item.generics)));
                for item in &item.items {
                    if let ImplItem::Type(item) = item {
                        self.line(at, &format!("{path}: {of_trait}::{} = {}", item.ident, text(&item.ty)));
                    }
                }
            }
            None => item.items.iter().for_each(|item| self.member(at, &stateless(path.clone()), item)),
        }
    }

    /// Lists a member of an implementation that is not of a trait.
    fn member(&mut self, at: &At<'_>, of: &str, item: &ImplItem) {
        let (attributes, visibility, name) = match item {
            ImplItem::Fn(item) => (&item.attrs, &item.vis, &item.sig.ident),
            ImplItem::Const(item) => (&item.attrs, &item.vis, &item.ident),
            _ => return,
        };
        if !is_public(visibility) || is_hidden(attributes) {
            return;
        }
        let at = At { when: at.when.and(when(attributes)), ..*at };
        let path = format!("{of}::{name}");
        match item {
            ImplItem::Fn(item) => self.function(&at, &path, &item.sig),
            ImplItem::Const(item) => self.line(&at, &format!("{path}: const {}", text(&item.ty))),
            _ => {}
        }
        promises(attributes).for_each(|promise| self.line(&at, &format!("{path}: #[{promise}]")));
    }

    fn function(&mut self, at: &At<'_>, path: &str, signature: &Signature) {
        let Signature { asyncness, constness, generics: parameters, inputs, output, .. } = signature;
        let keywords = [text(constness), text(asyncness), "fn".to_owned()];
        let keywords: Vec<&str> = keywords.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        let (inputs, output) = (text(inputs), text(output));
        // `builder()` alone shows how much is required.
        let output = if path.contains("<rt::Builder<") { stateless(output) } else { output };
        let inputs = inputs.trim_end_matches(',');
        let line = format!("{path}: {}{}({inputs}) {}", keywords.join(" "), text(parameters), output.trim_start());
        self.line(at, line.trim_end());
    }
}

/// Returns a builder without the state in its type: it changes for all methods when a document requires one thing more.
fn stateless(text: String) -> String {
    let state = text.find("rt::Builder<").and_then(|_| text.split_once(", (rt::Given<"));
    let rest = state.and_then(|(before, state)| Some((before, state.split_once(")>")?.1)));
    rest.map_or_else(|| text.clone(), |(before, after)| format!("{before}>{after}"))
}

/// Returns the attributes of an item that can be listed, and its visibility where it has one.
fn head(item: &Item) -> Option<(&[Attribute], Option<&Visibility>)> {
    Some(match item {
        Item::Const(item) => (&item.attrs, Some(&item.vis)),
        Item::Enum(item) => (&item.attrs, Some(&item.vis)),
        Item::Fn(item) => (&item.attrs, Some(&item.vis)),
        Item::Impl(item) => (&item.attrs, None),
        Item::Macro(item) => (&item.attrs, None),
        Item::Mod(item) => (&item.attrs, Some(&item.vis)),
        Item::Static(item) => (&item.attrs, Some(&item.vis)),
        Item::Struct(item) => (&item.attrs, Some(&item.vis)),
        Item::Trait(item) => (&item.attrs, Some(&item.vis)),
        Item::Type(item) => (&item.attrs, Some(&item.vis)),
        Item::Use(item) => (&item.attrs, Some(&item.vis)),
        _ => return None,
    })
}

/// Returns a trait as a derive names it: whether it was derived makes no difference to a caller.
fn as_derived(of_trait: String) -> String {
    const DERIVED: [&str; 9] = ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    let name = of_trait.strip_prefix("::core::").and_then(|path| path.rsplit("::").next());
    name.filter(|name| DERIVED.contains(name)).map(str::to_owned).unwrap_or(of_trait)
}

/// Returns the name of an item that traits can be derived for.
fn type_name(item: &Item) -> Option<&syn::Ident> {
    match item {
        Item::Enum(item) => Some(&item.ident),
        Item::Struct(item) => Some(&item.ident),
        _ => None,
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns a type of the module by its name; another one, such as a call of the runtime, as `<rt::Call<..>>`.
fn self_path(ty: &Type) -> String {
    match ty {
        Type::Path(path) if path.path.segments.len() == 1 => {
            path.path.segments.iter().map(|segment| segment.ident.to_string()).collect()
        }
        other => format!("<{}>", text(other)),
    }
}
