//! Enums that are open: a value that the description does not list is kept as it came.

/// A string out of a list.
pub trait Enumeration: Sized {
    /// The values that the description lists.
    const VALUES: &'static [&'static str];

    /// The variant of a value; `Unknown` when the description does not list it.
    fn from_wire(value: &str) -> Self;

    /// The value as it stands on the wire.
    fn as_str(&self) -> &str;
}

/// A whole number out of a list.
pub trait IntegerEnumeration: Sized {
    /// The values that the description lists.
    const VALUES: &'static [i64];

    /// The variant of a value; `Unknown` when the description does not list it.
    fn from_wire(value: i64) -> Self;

    /// The value as it stands on the wire.
    fn as_i64(&self) -> i64;
}

/// A word in a list of a query parameter: a value of an [`Enumeration`], or any text.
pub trait Token {
    /// The word as it stands on the wire.
    fn token(&self) -> &str;
}

impl<E: Enumeration> Token for E {
    fn token(&self) -> &str {
        self.as_str()
    }
}

impl Token for String {
    fn token(&self) -> &str {
        self
    }
}

impl Token for &str {
    fn token(&self) -> &str {
        self
    }
}
