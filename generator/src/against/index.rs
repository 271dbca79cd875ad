//! The public items of a client, by how programs name them.
//!
//! The items are the lines of the [surface](crate::diff::surface). Here each is taken apart:
//!
//! ```text
//! books::Books::list_books: fn(&self) -> ListBooksRequest     a method of `books::Books` that gives a call
//! books::<rt::Call<ListBooks>>::sort: fn(self, ..) -> Self    a method of the call of `books::ListBooks`
//! resources::book::Book.title: Option<String>                 a field
//! ```

use std::collections::{BTreeMap, BTreeSet};

use syn::{GenericArgument, PathArguments, Type};

use crate::diff::surface::Surface;

/// The type of a value, without the containers around it: an `Option<Box<Resource<Book>>>` is a `Book`, because the client
/// declares no items of the containers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Core {
    /// The client.
    Client,
    /// A type, by its path.
    Type(String),
    /// The call of an operation, by the path of its marker.
    Call(String),
    /// The builder of a type, by the type's path.
    Builder(String),
}

/// A kind of item, by how programs use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ItemKind {
    Module,
    Type,
    Function,
    Method,
    Field,
    Variant,
    Constant,
    /// An implementation, an associated type or a feature, which no code names.
    Fact,
}

/// An item, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiItem {
    pub(super) path: String,
    /// The type or module that it is a member of.
    pub(super) owner: Core,
    pub(super) name: String,
    pub(super) role: ItemKind,
    pub(super) text: String,
}

/// The items of a client.
pub(super) struct ApiIndex {
    by_path: BTreeMap<String, ApiItem>,
    /// The paths of a member's items: a field and a method may have one name.
    members: BTreeMap<(Core, String), Vec<String>>,
    /// The paths of what is implemented for a type, and of its associated types.
    facts: BTreeMap<String, Vec<String>>,
}

/// Types of the runtime that have a type of the client as an argument and hold no value of it.
const OPAQUE: [&str; 7] = ["Id", "OpenId", "Filter", "Sort", "Reference", "Handle", "Batch"];

/// The largest number of aliases that are followed from one type.
const ALIASES: usize = 4;

impl ApiItem {
    /// Takes an item apart.
    pub(super) fn new(path: &str, text: &str) -> Self {
        let entry = |owner: Core, name: &str, role| Self {
            path: path.to_owned(),
            owner,
            name: name.to_owned(),
            role,
            text: text.to_owned(),
        };
        if let Some((of, fact)) = path.split_once(": ") {
            return entry(Core::Type(of.to_owned()), fact, ItemKind::Fact);
        }
        if let Some((module, rest)) = path.split_once("::<rt::") {
            let (of, name) = rest.rsplit_once(">::").unwrap_or(("", rest));
            let owner = match of.split_once('<') {
                Some(("Call", marker)) => Core::Call(format!("{module}::{}", marker.trim_end_matches('>'))),
                Some((_, ty)) => Core::Builder(format!("{module}::{}", ty.trim_end_matches('>'))),
                None => Core::Client,
            };
            return entry(owner, name, ItemKind::Method);
        }
        if let Some((of, name)) = path.rsplit_once('.') {
            return entry(Core::Type(of.to_owned()), name, ItemKind::Field);
        }
        let role = match text {
            "" => ItemKind::Fact,
            "mod" => ItemKind::Module,
            _ if ["fn(self", "fn(&self", "fn(&mut self"].iter().any(|start| text.starts_with(start)) => {
                ItemKind::Method
            }
            _ if text.starts_with("fn") => ItemKind::Function,
            _ if text.starts_with("variant") => ItemKind::Variant,
            _ if text.starts_with("const ") => ItemKind::Constant,
            _ if text.starts_with("impl ") => ItemKind::Fact,
            _ => ItemKind::Type,
        };
        let (of, name) = path.rsplit_once("::").unwrap_or(("", path));
        entry(Core::Type(of.to_owned()), name, role)
    }

    /// Returns the module that its text is written in.
    fn module(&self) -> String {
        let path = self.path.split("::<").next().unwrap_or_default();
        // Modules come first, and in lower case.
        let is_module = |segment: &&str| !segment.starts_with(|letter: char| letter.is_ascii_uppercase());
        path.split("::").take_while(is_module).collect::<Vec<_>>().join("::")
    }
}

impl ApiIndex {
    /// Lists what callers of a client see.
    pub(super) fn new(surface: &Surface<'_>) -> Self {
        let mut index = Self { by_path: BTreeMap::new(), members: BTreeMap::new(), facts: BTreeMap::new() };
        for line in surface.lines() {
            let entry = ApiItem::new(&line.path, &line.text);
            match (&entry.owner, entry.role) {
                (Core::Type(of), ItemKind::Fact) => index.facts.entry(of.clone()).or_default().push(line.path.clone()),
                (owner, _) => {
                    let member = (owner.clone(), entry.name.clone());
                    index.members.entry(member).or_default().push(line.path.clone());
                }
            }
            index.by_path.insert(line.path, entry);
        }
        index
    }

    /// Returns the item at a path.
    pub(super) fn at(&self, path: &str) -> Option<&ApiItem> {
        self.by_path.get(path).filter(|entry| entry.role != ItemKind::Fact)
    }

    /// Returns a member of a type.
    pub(super) fn member(&self, owner: &Core, name: &str, roles: &[ItemKind]) -> Option<&ApiItem> {
        let paths = self.members.get(&(owner.clone(), name.to_owned()))?;
        paths.iter().filter_map(|path| self.at(path)).find(|entry| roles.contains(&entry.role))
    }

    /// Returns the members of a type.
    pub(super) fn members(&self, owner: &Core) -> impl Iterator<Item = &ApiItem> {
        let all = self.members.range((owner.clone(), String::new())..);
        let own = all.take_while(move |((of, _), _)| of == owner);
        own.flat_map(|(_, paths)| paths).filter_map(|path| self.at(path))
    }

    /// Returns the paths of what is implemented for a type.
    pub(super) fn facts(&self, path: &str) -> &[String] {
        self.facts.get(path).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the value that an item gives: the result of a function, the value of a field or of a variant.
    pub(super) fn given(&self, entry: &ApiItem) -> Option<Core> {
        let of_owner = || match &entry.owner {
            Core::Type(path) => self.core_at(path),
            other => Some(other.clone()),
        };
        match entry.role {
            ItemKind::Function | ItemKind::Method => {
                let (_, result) = entry.text.rsplit_once(" -> ")?;
                match (result, of_owner()) {
                    ("Self", owner) => owner,
                    (result, Some(Core::Type(path))) if result.starts_with("rt::Builder<Self") => {
                        Some(Core::Builder(path))
                    }
                    (result, _) => self.written(&entry.module(), result),
                }
            }
            ItemKind::Field => self.written(&entry.module(), &entry.text),
            ItemKind::Variant => {
                let inner = entry.text.strip_prefix("variant(").and_then(|text| text.strip_suffix(')'));
                inner.and_then(|inner| self.written(&entry.module(), inner)).or_else(of_owner)
            }
            ItemKind::Type => self.core_at(&entry.path),
            ItemKind::Module | ItemKind::Constant | ItemKind::Fact => None,
        }
    }

    /// Returns what a call brings: a document, or with `item` an element of its pages.
    pub(super) fn output(&self, marker: &str, item: bool) -> Option<Core> {
        let fact = if item { "rt::Paged::Item" } else { "rt::Operation::Output" };
        let entry = self.by_path.get(&format!("{marker}: {fact}"))?;
        self.written(module(marker), entry.text.trim_start_matches("= "))
    }

    /// Returns the type of a resource's relationships.
    pub(super) fn relationships(&self, path: &str) -> Option<Core> {
        let path = format!("{path}Relationships");
        self.at(&path).map(|_| Core::Type(path.clone()))
    }

    /// Returns the type at a path, under its first name.
    pub(super) fn core_at(&self, path: &str) -> Option<Core> {
        let mut path = path.to_owned();
        for _ in 0..ALIASES {
            let entry = self.at(&path)?;
            let of = module(&path);
            let next = match entry.text.split_once(' ') {
                Some(("use", target)) => self.relative(of, &segments(target)),
                Some(("type", target)) => {
                    let target = target.trim_start_matches("= ");
                    if target.starts_with("rt::Call<") {
                        return self.written(of, target);
                    }
                    let is_plain = !target.contains('<');
                    is_plain.then(|| self.relative(of, &segments(target))).flatten()
                }
                _ => None,
            };
            match next {
                Some(next) => path = next,
                None => return Some(Core::Type(path)),
            }
        }
        None
    }

    /// Returns the path of an item that code of a module names.
    fn relative(&self, of: &str, name: &[String]) -> Option<String> {
        let mut path: Vec<&str> = of.split("::").filter(|segment| !segment.is_empty()).collect();
        for segment in name {
            match segment.as_str() {
                "self" => {}
                "crate" => path.clear(),
                "super" => drop(path.pop()),
                segment => path.push(segment),
            }
        }
        let path = path.join("::");
        self.at(&path).map(|_| path)
    }

    /// Returns what a value is whose type code of the client writes so.
    fn written(&self, module: &str, text: &str) -> Option<Core> {
        let ty = syn::parse_str(text).ok()?;
        self.core(&ty, &|name| self.relative(module, name).and_then(|path| self.core_at(&path)))
    }

    /// Returns what a value of a type is; `find` knows what names mean where the type is written.
    pub(super) fn core(&self, ty: &Type, find: &dyn Fn(&[String]) -> Option<Core>) -> Option<Core> {
        match ty {
            Type::Reference(ty) => self.core(&ty.elem, find),
            Type::Paren(ty) => self.core(&ty.elem, find),
            Type::Group(ty) => self.core(&ty.elem, find),
            Type::Slice(ty) => self.core(&ty.elem, find),
            Type::Array(ty) => self.core(&ty.elem, find),
            Type::Path(ty) => {
                let name: Vec<String> = ty.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
                if let Some(core) = find(&name) {
                    return Some(core);
                }
                let last = ty.path.segments.last()?;
                let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
                let inner = arguments.args.iter().filter_map(|argument| match argument {
                    GenericArgument::Type(ty) => self.core(ty, find),
                    _ => None,
                });
                let mut inner = inner.fuse();
                match (last.ident.to_string().as_str(), inner.next()?) {
                    (name, _) if OPAQUE.contains(&name) => None,
                    ("Call", Core::Type(marker)) => Some(Core::Call(marker)),
                    ("Builder", Core::Type(path)) => Some(Core::Builder(path)),
                    (_, core) => Some(core),
                }
            }
            _ => None,
        }
    }

    /// Returns the longest part of a path that names an item, as its first and last segment. `roots` are the paths of
    /// the client's crate or module: nothing else is taken for it.
    pub(super) fn part_of(&self, path: &[String], roots: &BTreeSet<String>) -> Option<(usize, usize)> {
        let starts = 1..path.len();
        starts.flat_map(|start| (start + 1..=path.len()).rev().map(move |end| (start, end))).find(|(start, end)| {
            let (Some(root), Some(name)) = (path.get(..*start), path.get(*start..*end)) else { return false };
            // A program may have modules that are called like those of the client.
            let is_own = root.iter().all(|segment| ["crate", "self", "super"].contains(&segment.as_str()));
            let is_known = roots.contains(&root.join("::"));
            (is_known || (name.len() > 1 && !is_own)) && self.at(&name.join("::")).is_some()
        })
    }
}

/// Returns the segments of a path.
fn segments(path: &str) -> Vec<String> {
    path.split("::").map(str::to_owned).collect()
}

/// Returns the module of an item.
fn module(path: &str) -> &str {
    path.rsplit_once("::").map_or("", |(module, _)| module)
}
