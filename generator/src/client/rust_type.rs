//! Rust types as values, and how a module writes them.
//!
//! A type is the same value wherever it is used; only its text depends on the module that names it:
//! `Runtime("Id", [Item(Book)])` is `rt::Id<super::resources::book::Book>` in the module of a tag and
//! `rt::Id<Book>` in the module of the resource.

use std::fmt;

use crate::name::{Module, Names};

/// A type in a signature of the generated crate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RustType {
    /// A type of the language or its prelude, with its arguments: `bool`, `Vec<T>`; `()` too.
    Std(&'static str, Vec<RustType>),
    /// A tuple.
    Tuple(Vec<RustType>),
    /// A type of the runtime, with its arguments: `rt::Id<T>`.
    Runtime(&'static str, Vec<RustType>),
    /// A type of another crate, by its path.
    Foreign(String),
    /// An item of the generated crate.
    Item(Item),
    /// `&T`.
    Reference(Box<RustType>),
    /// `[T]`.
    Slice(Box<RustType>),
    /// `impl rt::Argument<T>`, which is whatever converts into `T`.
    Into(Box<RustType>),
    /// `impl IntoIterator<Item = T>`.
    Iterator(Box<RustType>),
    /// `impl rt::Trait`.
    Implements(&'static str),
}

/// The way in which an accessor lends the value of an `Option`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lending {
    /// As a copy.
    Copied,
    /// As a reference to what the value dereferences to: the slice of a text or a list, the content of a box.
    Dereferenced,
    /// As a reference.
    Referenced,
}

/// An item of the generated crate that a signature names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// The module that defines it.
    pub module: ItemModule,
    /// Its name there.
    pub name: String,
}

/// A module that defines items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemModule {
    /// The module of a resource or a tag.
    Of(Module),
    /// `filters`, the sets of operators.
    Filters,
}

/// The place from which code names an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewpoint<'c> {
    /// A module of the generated crate, which has the runtime as `rt`.
    Module(Module),
    /// A module at the root of the generated crate that has no types, which has the runtime as `rt`.
    Root,
    /// Another crate, which knows the generated one by this name.
    Crate(&'c str),
}

impl RustType {
    /// Returns a type of the standard library without arguments.
    pub(crate) const fn plain(name: &'static str) -> Self {
        Self::Std(name, Vec::new())
    }

    /// Returns `Vec<item>`.
    pub(crate) fn vec(item: Self) -> Self {
        Self::Std("Vec", vec![item])
    }

    /// Returns `Option<inner>`.
    pub(crate) fn option(inner: Self) -> Self {
        Self::Std("Option", vec![inner])
    }

    /// Returns `Box<inner>`.
    pub(crate) fn boxed(inner: Self) -> Self {
        Self::Std("Box", vec![inner])
    }

    /// Returns a type of the runtime.
    pub(crate) fn runtime(name: &'static str, arguments: impl Into<Vec<Self>>) -> Self {
        Self::Runtime(name, arguments.into())
    }

    /// Returns an item of a module.
    pub(crate) fn item(module: Module, name: impl Into<String>) -> Self {
        Self::Item(Item { module: ItemModule::Of(module), name: name.into() })
    }

    /// Returns `impl rt::Argument<self>`.
    pub(crate) fn converted(self) -> Self {
        Self::Into(Box::new(self))
    }

    /// Returns `impl IntoIterator<Item = self>`.
    pub(crate) fn iterated(self) -> Self {
        Self::Iterator(Box::new(self))
    }

    /// Returns the type that a value is converted into: `T` of `impl rt::Argument<T>`, and any other type itself.
    pub fn target(&self) -> &Self {
        match self {
            Self::Into(inner) => inner,
            other => other,
        }
    }

    /// Returns the type that callers get to see of a value that they do not own, and how it is lent.
    pub fn lent(&self) -> (Self, Lending) {
        let reference = |inner| Self::Reference(Box::new(inner));
        let (name, arguments) = match self {
            Self::Std(name, arguments) => (*name, arguments.as_slice()),
            _ => ("", [].as_slice()),
        };
        match (name, arguments) {
            ("bool" | "i64" | "u64" | "f64", []) => (self.clone(), Lending::Copied),
            ("String", []) => (reference(Self::plain("str")), Lending::Dereferenced),
            ("Vec", [item]) => (reference(Self::Slice(Box::new(item.clone()))), Lending::Dereferenced),
            ("Box", [inner]) => (reference(inner.clone()), Lending::Dereferenced),
            _ => (reference(self.clone()), Lending::Referenced),
        }
    }

    /// Returns the text of the type, as code at `from` writes it.
    pub fn written<'a>(&'a self, names: &'a Names, from: Viewpoint<'a>) -> impl fmt::Display + 'a {
        Written { ty: self, names, from }
    }
}

impl Item {
    /// Returns the path by which code at `from` names the item, by segments.
    pub fn path<'a>(&'a self, names: &'a Names, from: Viewpoint<'a>) -> Vec<&'a str> {
        let mut path: Vec<&str> = match from {
            Viewpoint::Module(module) if self.module == ItemModule::Of(module) => return vec![&self.name],
            Viewpoint::Module(module) => root(module).to_vec(),
            Viewpoint::Root => vec!["super"],
            Viewpoint::Crate(name) => vec![name],
        };
        match (self.module, from) {
            (ItemModule::Of(Module::Resource(id)), Viewpoint::Module(Module::Resource(_))) => {
                // Both are in `resources`.
                path.pop();
                path.push(&names.resource(id).module);
            }
            (ItemModule::Of(Module::Resource(id)), _) => path.extend(["resources", &names.resource(id).module]),
            (ItemModule::Of(Module::Tag(tag)), _) => path.push(&names.tag(tag).module),
            (ItemModule::Filters, _) => path.push("filters"),
        }
        path.push(&self.name);
        path
    }
}

/// The types of the runtime that the generated crate has at its root, each in a type of its own that carries methods.
const OWN: [&str; 6] = ["Batch", "Builder", "Call", "Client", "Draft", "Part"];

impl Viewpoint<'_> {
    /// Returns the path to the module that has a type of the runtime, by segments.
    pub fn runtime(&self, name: &str) -> Vec<&str> {
        match self {
            Self::Module(_) | Self::Root => vec!["rt"],
            Self::Crate(of) if OWN.contains(&name) => vec![of],
            Self::Crate(of) => vec![of, "runtime"],
        }
    }
}

/// Returns the path from a module to the root of the crate.
fn root(module: Module) -> &'static [&'static str] {
    match module {
        Module::Resource(_) => &["super", "super"],
        Module::Tag(_) => &["super"],
    }
}

/// A type with all that its text depends on.
struct Written<'a> {
    ty: &'a RustType,
    names: &'a Names,
    from: Viewpoint<'a>,
}

impl Written<'_> {
    fn inner<'t>(&'t self, ty: &'t RustType) -> Written<'t> {
        Written { ty, names: self.names, from: self.from }
    }

    fn arguments(&self, arguments: &[RustType], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, argument) in arguments.iter().enumerate() {
            f.write_str(if position == 0 { "<" } else { ", " })?;
            write!(f, "{}", self.inner(argument))?;
        }
        if arguments.is_empty() { Ok(()) } else { f.write_str(">") }
    }
}

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ty {
            RustType::Std(name, arguments) => {
                f.write_str(name)?;
                self.arguments(arguments, f)
            }
            RustType::Tuple(places) => {
                for (position, place) in places.iter().enumerate() {
                    write!(f, "{}{}", if position == 0 { "(" } else { ", " }, self.inner(place))?;
                }
                f.write_str(if places.len() == 1 { ",)" } else { ")" })
            }
            RustType::Runtime(name, arguments) => {
                write!(f, "{}::{name}", self.from.runtime(name).join("::"))?;
                self.arguments(arguments, f)
            }
            RustType::Foreign(path) => f.write_str(path),
            RustType::Reference(inner) => write!(f, "&{}", self.inner(inner)),
            RustType::Slice(item) => write!(f, "[{}]", self.inner(item)),
            RustType::Item(item) => f.write_str(&item.path(self.names, self.from).join("::")),
            RustType::Into(inner) => {
                write!(f, "impl {}::Argument<{}>", self.from.runtime("Argument").join("::"), self.inner(inner))
            }
            RustType::Iterator(inner) => write!(f, "impl IntoIterator<Item = {}>", self.inner(inner)),
            RustType::Implements(name) => write!(f, "impl {}::{name}", self.from.runtime(name).join("::")),
        }
    }
}
