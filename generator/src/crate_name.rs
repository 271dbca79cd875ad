//! Names and versions of generated crates.

use std::fmt;

/// The name of a crate that cargo takes without a warning: small ASCII letters, digits, `-` and `_`, a letter first,
/// and no keyword of Rust.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CrateName(String);

/// A name that no crate can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCrateName(String);

/// Names that cargo refuses for what they mean to it or to Rust.
const RESERVED: [&str; 7] = ["alloc", "core", "jsonapi_forge_runtime", "proc_macro", "self", "std", "test"];

impl CrateName {
    /// Takes a name.
    ///
    /// # Errors
    ///
    /// When no crate can have it.
    pub fn new(name: &str) -> Result<Self, BadCrateName> {
        let in_alphabet = name
            .chars()
            .all(|character| character.is_ascii_lowercase() || character.is_ascii_digit() || "-_".contains(character));
        let candidate = Self(name.to_owned());
        let ident = candidate.ident();
        let begins_well = name.starts_with(|first: char| first.is_ascii_lowercase());
        let is_keyword = syn::parse_str::<syn::Ident>(&ident).is_err();
        if in_alphabet && begins_well && !is_keyword && !RESERVED.contains(&ident.as_str()) {
            Ok(candidate)
        } else {
            Err(BadCrateName(name.to_owned()))
        }
    }

    /// Returns the name as cargo writes it, such as `klaviyo-api`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name as Rust code writes it, such as `klaviyo_api`.
    pub fn ident(&self) -> String {
        self.0.replace('-', "_")
    }
}

impl fmt::Display for CrateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for BadCrateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` cannot be the name of a crate", self.0)
    }
}

impl std::error::Error for BadCrateName {}

/// Returns whether cargo takes a text for the version of a crate: three numbers, with or without a suffix for a
/// pre-release or a build.
pub fn is_version(text: &str) -> bool {
    let (numbers, suffix) = match text.find(['-', '+']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let is_number = |part: &str| part.parse::<u64>().is_ok() && (part == "0" || !part.starts_with(['0', '+']));
    let allowed = |character: char| character.is_ascii_alphanumeric() || "-+.".contains(character);
    let suffix_is_good = suffix.is_empty() || (suffix.len() > 1 && suffix.chars().all(allowed));
    numbers.split('.').count() == 3 && numbers.split('.').all(is_number) && suffix_is_good
}

#[cfg(test)]
mod tests {
    use super::{CrateName, is_version};

    #[test]
    fn versions_are_those_that_cargo_takes() {
        for good in ["0.1.0", "1.22.333", "1.0.0-beta.1", "1.0.0+build-5"] {
            assert!(is_version(good), "{good}");
        }
        for bad in ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.-1", "1.0.0-", "1.0.0-é", "v1.0.0", "+1.0.0"] {
            assert!(!is_version(bad), "{bad}");
        }
    }

    #[test]
    fn names_are_those_that_cargo_takes() {
        for good in ["klaviyo-api", "a", "a_b2"] {
            assert!(CrateName::new(good).is_ok(), "{good}");
        }
        for bad in ["", "2a", "-a", "_", "a b", "é", "type", "async", "std", "proc-macro", "a/b", "Self", "K", "aB"] {
            assert!(CrateName::new(bad).is_err(), "{bad}");
        }
    }
}
