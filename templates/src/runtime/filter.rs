//! Filter expressions, such as `equals(status,"queued"),greater-than(created,2024-01-01T00:00:00Z)`.

use std::fmt;
use std::marker::PhantomData;

use super::literal::Literal;

/// What the resources of operation `O` must satisfy to be listed: clauses that must all hold.
pub struct Filter<O> {
    clauses: Vec<String>,
    of: PhantomData<fn() -> O>,
}

impl<O> Filter<O> {
    /// An expression that is sent as it stands.
    ///
    /// For operators the description does not tell. Nothing is escaped.
    pub fn raw(expression: impl Into<String>) -> Self {
        Self { clauses: vec![expression.into()], of: PhantomData }
    }

    /// Both filters must hold.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.clauses.extend(other.clauses);
        self
    }

    /// The clauses, one by one.
    pub fn clauses(&self) -> &[String] {
        &self.clauses
    }

    /// The filter with its conjunction written out: `and(a,b)`.
    pub fn to_string_and(&self) -> String {
        conjunction(&self.clauses)
    }

    fn clause(operator: &str, field: &str, literal: Option<String>) -> Self {
        Self::raw(match literal {
            Some(literal) => format!("{operator}({field},{literal})"),
            None => format!("{operator}({field})"),
        })
    }
}

/// The clauses joined by commas, which also means that all must hold.
impl<O> fmt::Display for Filter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.clauses.join(","))
    }
}

impl<O> fmt::Debug for Filter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").field(&self.clauses).finish()
    }
}

impl<O> Clone for Filter<O> {
    fn clone(&self) -> Self {
        Self { clauses: self.clauses.clone(), of: PhantomData }
    }
}

impl<O> PartialEq for Filter<O> {
    fn eq(&self, other: &Self) -> bool {
        self.clauses == other.clauses
    }
}

/// Clauses that must all hold, in one expression.
pub(super) fn conjunction(clauses: &[String]) -> String {
    match clauses {
        [only] => only.clone(),
        clauses => format!("and({})", clauses.join(",")),
    }
}

/// Types that are only there for the compiler.
type Marker<T> = PhantomData<fn() -> T>;

/// A field that the resources of operation `O` can be filtered by: its literals are of type `V`, and
/// it has the operators of `Ops`.
pub struct FilterField<O, V, Ops> {
    name: &'static str,
    of: Marker<(O, V, Ops)>,
}

impl<O, V, Ops> FilterField<O, V, Ops> {
    /// The field of this name on the wire.
    pub const fn new(name: &'static str) -> Self {
        Self { name, of: PhantomData }
    }
}

/// Declares for each operator the trait that allows it, and its method.
macro_rules! operators {
    ($(
        $(#[$docs:meta])*
        $allows:ident $method:ident $wire:literal $arity:tt;
    )*) => {
        $(
            #[doc = concat!("Allows the operator `", $wire, "`.")]
            pub trait $allows {}

            operators!(@ $(#[$docs])* $allows $method $wire $arity);
        )*
    };
    (@ $(#[$docs:meta])* $allows:ident $method:ident $wire:literal one) => {
        impl<O, V: Literal, Ops: $allows> FilterField<O, V, Ops> {
            $(#[$docs])*
            pub fn $method(self, value: impl Into<V>) -> Filter<O> {
                Filter::clause($wire, self.name, Some(value.into().literal()))
            }
        }
    };
    (@ $(#[$docs:meta])* $allows:ident $method:ident $wire:literal list) => {
        impl<O, V: Literal, Ops: $allows> FilterField<O, V, Ops> {
            $(#[$docs])*
            pub fn $method<I: IntoIterator>(self, values: I) -> Filter<O>
            where
                I::Item: Into<V>,
            {
                let values: Vec<String> =
                    values.into_iter().map(|value| value.into().literal()).collect();
                Filter::clause($wire, self.name, Some(format!("[{}]", values.join(","))))
            }
        }
    };
    (@ $(#[$docs:meta])* $allows:ident $method:ident $wire:literal none) => {
        impl<O, V, Ops: $allows> FilterField<O, V, Ops> {
            $(#[$docs])*
            pub fn $method(self) -> Filter<O> {
                Filter::clause($wire, self.name, None)
            }
        }
    };
}

operators! {
    /// The field is this value.
    AllowsEquals equals "equals" one;
    /// The field is this list of values.
    AllowsEqualsList equals_list "equals" list;
    /// The field is one of these values.
    AllowsAny any "any" list;
    /// The field contains this value.
    AllowsContains contains "contains" one;
    /// The field contains at least one of these values.
    AllowsContainsAny contains_any "contains-any" list;
    /// The field contains all of these values.
    AllowsContainsAll contains_all "contains-all" list;
    /// The field starts with this text.
    AllowsStartsWith starts_with "starts-with" one;
    /// The field ends with this text.
    AllowsEndsWith ends_with "ends-with" one;
    /// The field is greater, or later.
    AllowsGreaterThan greater_than "greater-than" one;
    /// The field is greater, or later, or the same.
    AllowsGreaterOrEqual greater_or_equal "greater-or-equal" one;
    /// The field is less, or earlier.
    AllowsLessThan less_than "less-than" one;
    /// The field is less, or earlier, or the same.
    AllowsLessOrEqual less_or_equal "less-or-equal" one;
    /// The field has a value.
    AllowsHas has "has" none;
}
