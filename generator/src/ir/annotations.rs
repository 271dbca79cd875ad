//! The annotations of a value besides its type: for the documentation, and for checks.
//!
//! ```yaml
//! price: {type: number, minimum: 0, default: 1, example: 9.99, deprecated: true}
//! ```

use std::fmt;

/// The annotations of a value, besides its type and its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Annotations {
    /// Whether the document marks it deprecated.
    pub deprecated: bool,
    /// The first example, as compact JSON text.
    pub example: Option<String>,
    /// The value that stands for an absent one, as compact JSON text.
    pub default: Option<String>,
    /// Which values are valid.
    pub bounds: Bounds,
    /// Which values are plausible.
    pub plausible: Plausible,
}

/// The values that the document suggests, of those that are valid: tests have such.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Plausible {
    /// All examples, each as compact JSON text.
    pub examples: Vec<String>,
    /// The `format` of a text, where it is no type of its own.
    pub format: Option<String>,
    /// The same of the elements of a list.
    pub elements: Option<Box<Annotations>>,
}

/// The values that are valid, of those that have the type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// The smallest number.
    pub minimum: Option<Bound>,
    /// The largest number.
    pub maximum: Option<Bound>,
    /// What numbers are a multiple of, as JSON text.
    pub multiple_of: Option<String>,
    /// How many characters a text has.
    pub length: Count,
    /// A regular expression (ECMA-262) that matches somewhere in the text.
    pub pattern: Option<String>,
    /// How many elements a list has.
    pub items: Count,
    /// Whether the elements of a list differ from each other.
    pub unique_items: bool,
    /// How many members an object has.
    pub members: Count,
}

/// A number that limits others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Bound {
    /// The number, as JSON text.
    pub value: String,
    /// Whether the number itself is out of bounds.
    pub exclusive: bool,
}

/// The smallest and the largest number of parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Count {
    /// The smallest.
    pub minimum: Option<u64>,
    /// The largest.
    pub maximum: Option<u64>,
}

impl Annotations {
    /// Returns the example, or else the default.
    pub fn sample(&self) -> Option<&str> {
        self.example.as_deref().or(self.default.as_deref())
    }

    /// Returns what holds of a value that is described twice, each time for other uses.
    pub(crate) fn union(self, other: &Self) -> Self {
        Self {
            deprecated: self.deprecated && other.deprecated,
            example: self.example.or_else(|| other.example.clone()),
            default: self.default.filter(|default| other.default.as_ref() == Some(default)),
            bounds: if self.bounds == other.bounds { self.bounds } else { Bounds::default() },
            plausible: self.plausible.union(&other.plausible),
        }
    }
}

impl Plausible {
    /// Returns what is plausible both times.
    fn union(self, other: &Self) -> Self {
        Self {
            examples: self.examples.into_iter().filter(|example| other.examples.contains(example)).collect(),
            format: self.format.filter(|format| other.format.as_ref() == Some(format)),
            elements: match (self.elements, &other.elements) {
                (Some(own), Some(other)) => Some(Box::new(own.union(other))),
                _ => None,
            },
        }
    }
}

impl Bounds {
    /// Narrows the bounds to the values that `other` has valid, too.
    pub(crate) fn narrow(&mut self, other: &Self) {
        narrow_bound(&mut self.minimum, other.minimum.as_ref(), |own, other| other > own);
        narrow_bound(&mut self.maximum, other.maximum.as_ref(), |own, other| other < own);
        if self.multiple_of.is_none() {
            self.multiple_of.clone_from(&other.multiple_of);
        }
        if self.pattern.is_none() {
            self.pattern.clone_from(&other.pattern);
        }
        self.unique_items |= other.unique_items;
        self.length.narrow(other.length);
        self.items.narrow(other.items);
        self.members.narrow(other.members);
    }
}

impl Bound {
    /// Returns the number, as far as a double can hold it.
    pub fn number(&self) -> Option<f64> {
        self.value.parse().ok()
    }

    /// Returns the smallest whole number that is not below it.
    pub(crate) fn least_whole(&self) -> Option<f64> {
        let number = self.number()?;
        Some(if self.exclusive { number.floor() + 1.0 } else { number.ceil() })
    }

    /// Returns the largest whole number that is not above it.
    pub(crate) fn greatest_whole(&self) -> Option<f64> {
        let number = self.number()?;
        Some(if self.exclusive { number.ceil() - 1.0 } else { number.floor() })
    }
}

/// Takes the other bound where it excludes more: where its number is beyond, or the same and excluded itself.
fn narrow_bound(own: &mut Option<Bound>, other: Option<&Bound>, is_beyond: impl Fn(f64, f64) -> bool) {
    let Some(other) = other else { return };
    let is_narrower = own.as_ref().is_none_or(|own| match (own.number(), other.number()) {
        (Some(a), Some(b)) => is_beyond(a, b) || (!is_beyond(b, a) && other.exclusive),
        _ => false,
    });
    if is_narrower {
        *own = Some(other.clone());
    }
}

impl Count {
    fn narrow(&mut self, other: Self) {
        self.minimum = self.minimum.max(other.minimum);
        self.maximum = match (self.maximum, other.maximum) {
            (Some(own), Some(other)) => Some(own.min(other)),
            (own, other) => own.or(other),
        };
    }
}

/// All but the example, each with a blank before it: ` 1..100 default 10 deprecated`.
impl fmt::Display for Annotations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Bounds { minimum, maximum, multiple_of, length, pattern, items, unique_items, members } = &self.bounds;
        if minimum.is_some() || maximum.is_some() {
            let bound = |bound: &Option<Bound>| bound.as_ref().map_or_else(String::new, |bound| bound.value.clone());
            let is_open = |bound: &Option<Bound>| bound.as_ref().is_some_and(|bound| bound.exclusive);
            let (open, close) = (if is_open(minimum) { "<" } else { "" }, if is_open(maximum) { "<" } else { "" });
            write!(f, " {}{open}..{close}{}", bound(minimum), bound(maximum))?;
        }
        for (name, count) in [("length", length), ("items", items), ("members", members)] {
            if *count != Count::default() {
                let number = |number: Option<u64>| number.map_or_else(String::new, |number| number.to_string());
                write!(f, " {name} {}..{}", number(count.minimum), number(count.maximum))?;
            }
        }
        let texts = [("multiple of", multiple_of), ("pattern", pattern), ("default", &self.default)];
        for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
            write!(f, " {name} {text}")?;
        }
        for (name, _) in [("unique", *unique_items), ("deprecated", self.deprecated)].iter().filter(|(_, is)| *is) {
            write!(f, " {name}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Bounds, Count};

    #[test]
    fn bounds_narrow_each_other() {
        let bound = |value: &str, exclusive| Some(Bound { value: value.to_owned(), exclusive });
        let count = |minimum, maximum| Count { minimum, maximum };
        let mut bounds = Bounds { minimum: bound("1", false), length: count(None, Some(9)), ..Bounds::default() };
        let other = Bounds {
            minimum: bound("1.0", true),
            maximum: bound("5", false),
            length: count(Some(2), Some(20)),
            pattern: Some("^a".to_owned()),
            ..Bounds::default()
        };
        bounds.narrow(&other);
        assert_eq!(bounds, Bounds { length: count(Some(2), Some(9)), ..other });
    }
}
