//! Literals of filter expressions. How they are quoted and escaped is the [`Grammar`]'s.

use std::fmt;

use super::super::value::datetime::{Date, DateTime};
use super::super::value::enumeration::Enumeration;
use super::super::value::id::Id;
use super::grammar::Grammar;

/// A type whose values can stand in a filter expression.
pub trait Literal {
    /// Returns how a value is written there.
    ///
    /// # Errors
    /// When there is no way to write it.
    fn literal(&self, grammar: Grammar) -> Result<String, NoLiteral>;
}

/// A number that is none (IEEE 754: infinities and NaN), for which filter expressions have no literal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoLiteral(f64);

impl fmt::Display for NoLiteral {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be compared with", self.0)
    }
}

/// A literal of a field whose type the OpenAPI document does not tell.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyLiteral {
    /// Text, written in quotes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date and time, written without quotes.
    DateTime(DateTime),
}

impl Literal for AnyLiteral {
    fn literal(&self, grammar: Grammar) -> Result<String, NoLiteral> {
        match self {
            Self::Text(text) => Ok(grammar.quoted(text)),
            Self::Integer(integer) => integer.literal(grammar),
            Self::Number(number) => number.literal(grammar),
            Self::Boolean(boolean) => boolean.literal(grammar),
            Self::DateTime(datetime) => datetime.literal(grammar),
        }
    }
}

impl Literal for String {
    #[inline]
    fn literal(&self, grammar: Grammar) -> Result<String, NoLiteral> {
        Ok(grammar.quoted(self))
    }
}

impl<T> Literal for Id<T> {
    #[inline]
    fn literal(&self, grammar: Grammar) -> Result<String, NoLiteral> {
        Ok(grammar.quoted(self.as_str()))
    }
}

impl<E: Enumeration> Literal for E {
    #[inline]
    fn literal(&self, grammar: Grammar) -> Result<String, NoLiteral> {
        Ok(grammar.quoted(self.as_str()))
    }
}

impl Literal for bool {
    #[inline]
    fn literal(&self, grammar: Grammar) -> Result<String, NoLiteral> {
        Ok(grammar.bare(&self.to_string()))
    }
}

impl Literal for i64 {
    #[inline]
    fn literal(&self, grammar: Grammar) -> Result<String, NoLiteral> {
        Ok(grammar.bare(&self.to_string()))
    }
}

impl Literal for f64 {
    #[inline]
    fn literal(&self, grammar: Grammar) -> Result<String, NoLiteral> {
        if self.is_finite() { Ok(grammar.bare(&self.to_string())) } else { Err(NoLiteral(*self)) }
    }
}

impl Literal for DateTime {
    #[inline]
    fn literal(&self, grammar: Grammar) -> Result<String, NoLiteral> {
        Ok(grammar.bare(self.as_str()))
    }
}

impl Literal for Date {
    #[inline]
    fn literal(&self, grammar: Grammar) -> Result<String, NoLiteral> {
        Ok(grammar.bare(self.as_str()))
    }
}

impl From<&str> for AnyLiteral {
    #[inline]
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for AnyLiteral {
    #[inline]
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i32> for AnyLiteral {
    #[inline]
    fn from(integer: i32) -> Self {
        Self::Integer(integer.into())
    }
}

impl From<i64> for AnyLiteral {
    #[inline]
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<f64> for AnyLiteral {
    #[inline]
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for AnyLiteral {
    #[inline]
    fn from(boolean: bool) -> Self {
        Self::Boolean(boolean)
    }
}

impl From<DateTime> for AnyLiteral {
    #[inline]
    fn from(datetime: DateTime) -> Self {
        Self::DateTime(datetime)
    }
}

impl From<jiff::Timestamp> for AnyLiteral {
    #[inline]
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self::DateTime(timestamp.into())
    }
}
