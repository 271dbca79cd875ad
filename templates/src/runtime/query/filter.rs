//! Filter expressions, such as `equals(status,"queued"),greater-than(created,2024-01-01T00:00:00Z)`.

use std::fmt;
use std::marker::PhantomData;

use super::super::value::encode::{Argument, Change, Encode};
use super::super::value::unsendable::unsendable;
use super::super::value::values::Value;
use super::grammar::{Grammar, Operand};
use super::literal::{Literal, NoLiteral};

/// A filter that the resources of operation `O` must satisfy to be listed: clauses that must all hold.
///
/// ```rust,ignore
/// let filter = GetCatalogItemsFilter::published().equals(true);
/// let page = klaviyo.catalogs().get_catalog_items().filter(filter).send().await?;
/// ```
pub struct Filter<O> {
    clauses: Vec<String>,
    /// Why it must not be sent.
    refusal: Option<String>,
    of: PhantomData<fn() -> O>,
}

impl<O> Filter<O> {
    /// Returns an expression that is sent as it stands.
    ///
    /// For operators the OpenAPI document does not tell. Nothing is escaped.
    ///
    /// ```rust,ignore
    /// let filter = Filter::raw("greater-than(price,10)");
    /// let page = klaviyo.catalogs().get_catalog_items().filter(filter).send().await?;
    /// ```
    pub fn raw(expression: impl Into<String>) -> Self {
        Self::of(vec![expression.into()], None)
    }

    /// Requires both filters to hold.
    ///
    /// ```rust,ignore
    /// let published = GetCatalogItemsFilter::published().equals(true);
    /// let filter = published.and(GetCatalogItemsFilter::title().contains("tea"));
    /// ```
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.clauses.extend(other.clauses);
        self.refusal = self.refusal.or(other.refusal);
        self
    }

    /// Returns the clauses, one by one.
    pub fn clauses(&self) -> &[String] {
        &self.clauses
    }

    /// Returns why it must not be sent; `None` when it may.
    pub(crate) fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }

    fn of(clauses: Vec<String>, refusal: Option<String>) -> Self {
        Self { clauses, refusal, of: PhantomData }
    }
}

impl<O: Logic> Filter<O> {
    /// Joins filters of which at least one must hold.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::of(vec![format!("or({self},{other})")], self.refusal.or(other.refusal))
    }

    /// Requires the filter not to hold.
    #[must_use]
    pub fn negate(self) -> Self {
        Self::of(vec![format!("not({self})")], self.refusal)
    }
}

/// An operation whose filter expressions have `or` and `not`.
pub trait Logic {}

/// As one expression: `and(a,b)`.
impl<O> fmt::Display for Filter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&conjunction(&self.clauses))
    }
}

impl<O> fmt::Debug for Filter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").field(&self.clauses).finish()
    }
}

impl<O> Clone for Filter<O> {
    fn clone(&self) -> Self {
        Self::of(self.clauses.clone(), self.refusal.clone())
    }
}

impl<O> PartialEq for Filter<O> {
    fn eq(&self, other: &Self) -> bool {
        self.clauses == other.clauses
    }
}

/// Clauses that must all hold, in one expression.
pub(crate) fn conjunction(clauses: &[String]) -> String {
    match clauses {
        [only] => only.clone(),
        clauses => format!("and({})", clauses.join(",")),
    }
}

/// An expression that is sent as it stands.
impl<O> From<&str> for Filter<O> {
    fn from(expression: &str) -> Self {
        Self::raw(expression)
    }
}

impl<O> From<&str> for Change<Filter<O>> {
    #[inline]
    fn from(expression: &str) -> Self {
        Self::Value(expression.into())
    }
}

/// An expression that is sent as it stands.
impl<O> From<String> for Filter<O> {
    fn from(expression: String) -> Self {
        Self::raw(expression)
    }
}

/// In what is sent, an expression is a string.
impl<O> Encode for Filter<O> {
    fn encode(self) -> Value {
        let expression = self.to_string();
        self.refusal.map_or_else(|| expression.into(), unsendable)
    }
}

/// A filter that is sent as a list of clauses.
#[derive(Debug, Clone)]
pub struct Clauses<O>(Filter<O>);

impl<O> From<Filter<O>> for Clauses<O> {
    fn from(filter: Filter<O>) -> Self {
        Self(filter)
    }
}

/// Clauses that are sent as they stand.
impl<O, T: Into<String>, const N: usize> From<[T; N]> for Clauses<O> {
    fn from(clauses: [T; N]) -> Self {
        Self(Filter::of(clauses.into_iter().map(Into::into).collect(), None))
    }
}

/// Clauses that are sent as they stand.
impl<O, T: Into<String>> From<Vec<T>> for Clauses<O> {
    fn from(clauses: Vec<T>) -> Self {
        Self(Filter::of(clauses.into_iter().map(Into::into).collect(), None))
    }
}

impl<O> Encode for Clauses<O> {
    fn encode(self) -> Value {
        match self.0.refusal {
            Some(reason) => unsendable(reason),
            None => self.0.clauses.encode(),
        }
    }
}

/// Types that are only there for the compiler.
type Marker<T> = PhantomData<fn() -> T>;

/// A field that the resources of operation `O` can be filtered by: its literals are of type `V`, and
/// it has the operators of `Ops`.
pub struct FilterField<O, V, Ops> {
    name: &'static str,
    grammar: Grammar,
    of: Marker<(O, V, Ops)>,
}

impl<O, V, Ops> FilterField<O, V, Ops> {
    /// Returns the field of this name on the wire.
    pub const fn new(name: &'static str) -> Self {
        Self { name, grammar: Grammar::Hyphenated, of: PhantomData }
    }

    /// Returns the field of this name on the wire, in expressions that are spelled in camel case.
    pub const fn camel_case(name: &'static str) -> Self {
        Self { name, grammar: Grammar::CamelCase, of: PhantomData }
    }

    /// Returns the field of this name on the wire, in expressions of the short grammar.
    pub const fn short(name: &'static str) -> Self {
        Self { name, grammar: Grammar::Short, of: PhantomData }
    }

    fn clause(&self, operator: &str, operand: Result<Operand, NoLiteral>) -> Filter<O> {
        match operand {
            Ok(operand) => Filter::raw(self.grammar.clause(operator, self.name, &operand)),
            Err(reason) => Filter::of(Vec::new(), Some(format!("the filter by `{}`: {reason}", self.name))),
        }
    }
}

/// Declares for each operator the trait that allows it, and its method.
macro_rules! operators {
    ($(
        $(#[$docs:meta])*
        $allows:ident $method:ident $wire:literal $arity:tt $message:tt;
    )*) => {
        $(
            #[doc = concat!("Allows [`FilterField::", stringify!($method), "`].")]
            #[diagnostic::on_unimplemented(
                message = $message,
                label = "the document does not describe this operator for the field",
                note = "what the field can be filtered by is in the name of its operators, `{Self}`; `Filter::raw` takes any"
            )]
            pub trait $allows {}

            operators!(@ $(#[$docs])* $allows $method $wire $arity);
        )*
    };
    (@ $(#[$docs:meta])* $allows:ident $method:ident $wire:literal one) => {
        impl<O, V: Literal, Ops> FilterField<O, V, Ops> {
            $(#[$docs])*
            pub fn $method(self, value: impl Argument<V>) -> Filter<O>
            where
                Ops: $allows,
            {
                self.clause($wire, value.into().literal(self.grammar).map(Operand::One))
            }
        }
    };
    (@ $(#[$docs:meta])* $allows:ident $method:ident $wire:literal list) => {
        impl<O, V: Literal, Ops> FilterField<O, V, Ops> {
            $(#[$docs])*
            pub fn $method<I: IntoIterator>(self, values: I) -> Filter<O>
            where
                I::Item: Argument<V>,
                Ops: $allows,
            {
                let values = values.into_iter().map(|value| value.into().literal(self.grammar));
                self.clause($wire, values.collect::<Result<_, _>>().map(Operand::List))
            }
        }
    };
    (@ $(#[$docs:meta])* $allows:ident $method:ident $wire:literal none) => {
        impl<O, V, Ops> FilterField<O, V, Ops> {
            $(#[$docs])*
            pub fn $method(self) -> Filter<O>
            where
                Ops: $allows,
            {
                self.clause($wire, Ok(Operand::None))
            }
        }
    };
    (@ $(#[$docs:meta])* $allows:ident $method:ident $wire:literal null) => {
        impl<O, V, Ops> FilterField<O, V, Ops> {
            $(#[$docs])*
            pub fn $method(self) -> Filter<O>
            where
                Ops: $allows,
            {
                self.clause($wire, Ok(Operand::Null))
            }
        }
    };
}

operators! {
    /// The field is this value.
    AllowsEquals equals "equals" one "this field cannot be filtered by `equals`";
    /// The field is this list of values.
    AllowsEqualsList equals_list "equals" list "this field cannot be filtered by `equals_list`";
    /// The field is one of these values.
    AllowsAny any "any" list "this field cannot be filtered by `any`";
    /// The field contains this value.
    AllowsContains contains "contains" one "this field cannot be filtered by `contains`";
    /// The field contains at least one of these values.
    AllowsContainsAny contains_any "contains-any" list "this field cannot be filtered by `contains_any`";
    /// The field contains all of these values.
    AllowsContainsAll contains_all "contains-all" list "this field cannot be filtered by `contains_all`";
    /// The field starts with this text.
    AllowsStartsWith starts_with "starts-with" one "this field cannot be filtered by `starts_with`";
    /// The field ends with this text.
    AllowsEndsWith ends_with "ends-with" one "this field cannot be filtered by `ends_with`";
    /// The field is greater, or later.
    AllowsGreaterThan greater_than "greater-than" one "this field cannot be filtered by `greater_than`";
    /// The field is greater, or later, or the same.
    AllowsGreaterOrEqual greater_or_equal "greater-or-equal" one "this field cannot be filtered by `greater_or_equal`";
    /// The field is less, or earlier.
    AllowsLessThan less_than "less-than" one "this field cannot be filtered by `less_than`";
    /// The field is less, or earlier, or the same.
    AllowsLessOrEqual less_or_equal "less-or-equal" one "this field cannot be filtered by `less_or_equal`";
    /// The field is null.
    AllowsNull equals_null "equals" null "this field cannot be filtered by `equals_null`";
    /// The field has a value; a relationship names something.
    AllowsHas has "has" none "this field cannot be filtered by `has`";
}
