//! What a generated crate shows to its users: one line per item, signature, field, variant,
//! implementation and feature, sorted, whatever the order in the files.
//!
//! Bodies, docs, values and imports do not show. The runtime is left out, being the same in all crates; what
//! its macros give to emitted types is listed. The mock is left out, as its methods are called like those of
//! the client. Two crates with the same lines are the same to users.

mod condition;
mod imports;
mod items;
mod macros;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jsonapi_forge::format::Bug;
use jsonapi_forge::write::Tree;

/// The public API of a crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicApi {
    /// By line: `books::Books::list_books: fn(&self) -> ListBooksRequest`.
    lines: BTreeMap<String, When>,
}

/// When an item is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Whatever the features.
    Always,
    /// When any of these features is on.
    Any(BTreeSet<String>),
}

/// Lists the public API of a crate that [`compile`](jsonapi_forge::compile::compile) made.
///
/// # Errors
///
/// When a file is missing or no Rust: a defect.
pub fn public_api(tree: &Tree) -> Result<PublicApi, Bug> {
    let mut api = PublicApi::default();
    items::list(tree, &mut api)?;
    features(tree, &mut api);
    Ok(api)
}

/// Lists the lines of the manifest's `[features]`.
fn features(tree: &Tree, api: &mut PublicApi) {
    let manifest = String::from_utf8_lossy(tree.get("Cargo.toml").unwrap_or_default());
    let lines = manifest.lines().skip_while(|line| *line != "[features]").skip(1);
    lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.is_empty()).for_each(|line| {
        api.add(format!("feature {line}"), When::Always);
    });
}

impl PublicApi {
    /// Returns the lines in alphabetical order, each with when it holds.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &When)> {
        self.lines.iter().map(|(line, when)| (line.as_str(), when))
    }

    /// Adds a line; one that is there already holds more often.
    fn add(&mut self, line: String, when: When) {
        match self.lines.entry(line) {
            std::collections::btree_map::Entry::Vacant(free) => drop(free.insert(when)),
            std::collections::btree_map::Entry::Occupied(mut known) => {
                let either = known.get().clone().or(when);
                known.insert(either);
            }
        }
    }
}

impl When {
    /// When either holds.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Any(mut some), Self::Any(more)) => {
                some.extend(more);
                Self::Any(some)
            }
            _ => Self::Always,
        }
    }

    /// When both hold, of which the second is the narrower where they overlap.
    fn and(&self, narrower: Self) -> Self {
        match (self, narrower) {
            (when, Self::Always) => when.clone(),
            (Self::Always, narrower) => narrower,
            (Self::Any(outer), Self::Any(inner)) => Self::Any(outer.intersection(&inner).cloned().collect()),
        }
    }
}

/// One line each, with the features behind it where there are any.
impl fmt::Display for PublicApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (line, when) in &self.lines {
            match when {
                When::Always => writeln!(f, "{line}")?,
                When::Any(features) => {
                    let features: Vec<&str> = features.iter().map(String::as_str).collect();
                    writeln!(f, "{line}  if {}", features.join(" | "))?;
                }
            }
        }
        Ok(())
    }
}
