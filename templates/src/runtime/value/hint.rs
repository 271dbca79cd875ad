//! What the OpenAPI document suggests for values besides their shapes, as data: values that are made up for tests go by it.

/// The suggestions for the members of a record, by their names on the wire.
pub type Hints = &'static [(&'static str, Hint)];

/// A suggestion for a value.
#[derive(Debug)]
pub enum Hint {
    /// Nothing.
    None,
    /// One of these, as JSON texts: examples, or values that were computed from a pattern or a step.
    Examples(&'static [&'static str]),
    /// A text of a format.
    Format(Format),
    /// A text of at least and at most so many characters.
    Length(usize, usize),
    /// A whole number from the first to the second one, by steps of the third one from the first one.
    Integer(i64, i64, i64),
    /// A number between these.
    Between(f64, f64),
    /// A list of at least and at most so many elements, and whether no two may be equal.
    List(usize, usize, bool, &'static Self),
    /// A record, by a function, since it may contain itself.
    Record(fn() -> Hints),
    /// One of several types, in the order of the alternatives of its shape.
    OneOf(&'static [Self]),
}

/// A format of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the format of that name")]
pub enum Format {
    Date,
    DateTime,
    Email,
    Hostname,
    Ipv4,
    Ipv6,
    Time,
    Uri,
    UriReference,
    Uuid,
}
