//! Paths of Rust types, derives and attributes that a user configures.

use std::fmt;

use syn::{GenericArgument, Meta, Path, PathArguments, Type, TypePath};

/// The path of a type or a derive of another crate, such as `chrono::DateTime<chrono::Utc>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustPath {
    text: String,
    crates: Vec<String>,
}

/// A text that is not such a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRustPath(String);

/// The types that a path may have without a crate.
const PRELUDE: [&str; 20] = [
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "u128", "u16", "u32", "u64", "u8",
    "usize", "Box", "Option", "String", "Vec",
];

/// The crates that every program has; `crate` is the one that includes the module of a build script.
const ALWAYS: [&str; 4] = ["alloc", "core", "crate", "std"];

impl RustPath {
    /// Takes a path.
    ///
    /// # Errors
    ///
    /// When the text is not a path, or does not begin with a crate.
    pub fn new(text: &str) -> Result<Self, BadRustPath> {
        let path = syn::parse_str::<TypePath>(text).ok().filter(|path| path.qself.is_none());
        let mut taken = Self { text: String::new(), crates: Vec::new() };
        match path {
            Some(TypePath { path, .. }) if taken.take(&path).is_some() => Ok(taken),
            _ => Err(BadRustPath(text.to_owned())),
        }
    }

    /// Returns the path as Rust code writes it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the crates that it names, as Rust code writes them, without those that every program has.
    pub fn crates(&self) -> impl Iterator<Item = &str> {
        self.crates.iter().map(String::as_str).filter(|name| !ALWAYS.contains(name))
    }

    /// Returns whether it leads into the crate that has the client as a module.
    pub fn is_of_including_crate(&self) -> bool {
        self.crates.iter().any(|name| name == "crate")
    }

    /// Returns the last word, such as `Hash` of `std::hash::Hash`.
    pub fn last(&self) -> &str {
        let path = self.text.split('<').next().unwrap_or_default();
        path.rsplit("::").next().unwrap_or_default()
    }

    /// Takes a path over word by word: no other text of the user's gets into code.
    fn take(&mut self, path: &Path) -> Option<()> {
        let first = path.segments.first()?.ident.to_string();
        let is_alone = path.segments.len() == 1;
        if is_alone != PRELUDE.contains(&first.as_str()) || ["self", "super", "Self"].contains(&first.as_str()) {
            return None;
        }
        if !is_alone {
            self.crates.push(first);
        }
        for (position, segment) in path.segments.iter().enumerate() {
            if position > 0 {
                self.text.push_str("::");
            }
            self.text.push_str(&segment.ident.to_string());
            self.arguments(&segment.arguments)?;
        }
        Some(())
    }

    fn arguments(&mut self, arguments: &PathArguments) -> Option<()> {
        let arguments = match arguments {
            PathArguments::None => return Some(()),
            PathArguments::AngleBracketed(arguments) => &arguments.args,
            PathArguments::Parenthesized(_) => return None,
        };
        self.text.push('<');
        for (position, argument) in arguments.iter().enumerate() {
            if position > 0 {
                self.text.push_str(", ");
            }
            match argument {
                GenericArgument::Type(Type::Path(path)) if path.qself.is_none() => self.take(&path.path)?,
                _ => return None,
            }
        }
        self.text.push('>');
        Some(())
    }
}

impl fmt::Display for RustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for BadRustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not the path of an item in Rust", self.0)
    }
}

impl std::error::Error for BadRustPath {}

/// An attribute of generated types, without its brackets, such as `strum(serialize_all = "snake_case")`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustAttribute(String);

/// A text that cannot be an attribute of a generated type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRustAttribute(String);

impl RustAttribute {
    /// Takes an attribute.
    ///
    /// # Errors
    ///
    /// When the text is not an attribute, or one that types are made with.
    pub fn new(text: &str) -> Result<Self, BadRustAttribute> {
        let bad = |why: &str| BadRustAttribute(format!("`{text}` {why}"));
        let attribute = syn::parse_str::<Meta>(text).map_err(|_| bad("is not an attribute"))?;
        match attribute.path().get_ident().map(ToString::to_string).as_deref() {
            Some("derive") => Err(bad("is for `types.derive`")),
            Some("cfg" | "cfg_attr" | "doc" | "non_exhaustive" | "repr") => Err(bad("is up to the generator")),
            _ => Ok(Self(text.trim().to_owned())),
        }
    }

    /// Returns the attribute as Rust code writes it, without its brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BadRustAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadRustAttribute {}

#[cfg(test)]
mod tests {
    use super::RustPath;

    #[test]
    fn a_path_is_of_crates_and_plain_types() {
        let path = RustPath::new("::chrono::DateTime < chrono :: Utc >").expect("it is a path");
        assert_eq!(path.as_str(), "chrono::DateTime<chrono::Utc>");
        assert_eq!((path.last(), path.crates().next()), ("DateTime", Some("chrono")));
        for good in ["u64", "Vec<u8>", "std::net::IpAddr", "crate::Money", "big_int::Number<Option<u8>>"] {
            assert_eq!(RustPath::new(good).expect(good).as_str(), good);
        }
        let bad =
            ["", "Uuid", "uuid::", "[u8; 16]", "&str", "a::B<[u8; { loop {} }]>", "<A as B>::C", "super::A", "a b"];
        for bad in bad {
            assert!(RustPath::new(bad).is_err(), "{bad}");
        }
    }
}
