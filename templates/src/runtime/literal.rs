//! Literals of filter expressions: the one place where text is escaped for them.

use super::datetime::{Date, DateTime};
use super::enumeration::Enumeration;
use super::id::Id;

/// A type whose values can stand in a filter expression.
pub trait Literal {
    /// How a value is written there.
    fn literal(&self) -> String;
}

/// A literal of a field whose type the description does not tell.
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
    fn literal(&self) -> String {
        match self {
            Self::Text(text) => quote(text),
            Self::Integer(integer) => integer.literal(),
            Self::Number(number) => number.literal(),
            Self::Boolean(boolean) => boolean.literal(),
            Self::DateTime(datetime) => datetime.literal(),
        }
    }
}

impl Literal for String {
    fn literal(&self) -> String {
        quote(self)
    }
}

impl<T> Literal for Id<T> {
    fn literal(&self) -> String {
        quote(self.as_str())
    }
}

impl<E: Enumeration> Literal for E {
    fn literal(&self) -> String {
        quote(self.as_str())
    }
}

impl Literal for bool {
    fn literal(&self) -> String {
        self.to_string()
    }
}

impl Literal for i64 {
    fn literal(&self) -> String {
        self.to_string()
    }
}

impl Literal for f64 {
    fn literal(&self) -> String {
        self.to_string()
    }
}

impl Literal for DateTime {
    fn literal(&self) -> String {
        bare(self.as_str())
    }
}

impl Literal for Date {
    fn literal(&self) -> String {
        bare(self.as_str())
    }
}

/// Text in double quotes, with `\` and `"` escaped by a backslash.
fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Text without quotes, where it cannot end the literal; in quotes otherwise.
fn bare(text: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.:".contains(&byte);
    if !text.is_empty() && text.bytes().all(safe) { text.to_owned() } else { quote(text) }
}

impl From<&str> for AnyLiteral {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for AnyLiteral {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i32> for AnyLiteral {
    fn from(integer: i32) -> Self {
        Self::Integer(integer.into())
    }
}

impl From<i64> for AnyLiteral {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<f64> for AnyLiteral {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for AnyLiteral {
    fn from(boolean: bool) -> Self {
        Self::Boolean(boolean)
    }
}

impl From<DateTime> for AnyLiteral {
    fn from(datetime: DateTime) -> Self {
        Self::DateTime(datetime)
    }
}

impl From<jiff::Timestamp> for AnyLiteral {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self::DateTime(timestamp.into())
    }
}
