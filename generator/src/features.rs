//! The cargo features of a generated crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::spec::nearest::nearest;

/// Features by name, each with the features that it switches on.
pub type FeatureTable = BTreeMap<String, Vec<String>>;

/// A set of features that are on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Features(BTreeSet<String>);

/// A feature that a crate does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFeature {
    /// The name.
    pub name: String,
    /// The feature that may be meant.
    pub nearest: Option<String>,
}

impl Features {
    /// Returns the features that `chosen` switch on, directly and in turn. What a feature of a dependency
    /// is called, as in `dep:x` and `x/y`, is no feature of the crate and left out.
    ///
    /// # Errors
    ///
    /// When the crate does not have a chosen one.
    pub fn resolve<'a>(
        table: &FeatureTable,
        chosen: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, UnknownFeature> {
        let mut pending: Vec<&str> = Vec::new();
        for name in chosen {
            if !table.contains_key(name) {
                let nearest = nearest(name, table.keys().map(String::as_str)).map(str::to_owned);
                return Err(UnknownFeature { name: name.to_owned(), nearest });
            }
            pending.push(name);
        }
        let mut on = BTreeSet::new();
        while let Some(name) = pending.pop() {
            if let Some(implied) = table.get(name)
                && on.insert(name.to_owned())
            {
                pending.extend(implied.iter().map(String::as_str));
            }
        }
        Ok(Self(on))
    }

    /// Returns whether a feature is on.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

impl fmt::Display for UnknownFeature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no feature `{}`", self.name)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownFeature {}

#[cfg(test)]
mod tests {
    use super::{FeatureTable, Features};

    #[test]
    fn features_switch_others_on() {
        let entry = |name: &str, on: &[&str]| (name.to_owned(), on.iter().map(|on| (*on).to_owned()).collect());
        let table = FeatureTable::from([entry("full", &["a", "b"]), entry("a", &["full", "dep:x"]), entry("b", &[])]);
        let all = Features::resolve(&table, ["full"]).expect("it is there");
        assert!(all.contains("full") && all.contains("a") && all.contains("b") && !all.contains("dep:x"));
        let only = Features::resolve(&table, ["b"]).expect("it is there");
        assert!(only.contains("b") && !only.contains("a"));
        let error = Features::resolve(&table, ["ful"]).expect_err("it is not there");
        assert_eq!(error.to_string(), "there is no feature `ful`; did you mean `full`?");
    }
}
