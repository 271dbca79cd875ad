//! What the OpenAPI document says of values that are sent besides their types, as data: one table per operation.

use super::super::schema::shape::Test;

/// The constraints on what an operation sends.
#[derive(Debug)]
pub struct Constraints {
    /// The parts of a request that have any, each with the position of its row.
    pub of: &'static [(RequestPart, usize)],
    /// The constraints on values. They refer to each other by their positions: a value may hold others of its kind.
    pub rows: &'static [Constraint],
}

impl Constraints {
    /// Of an operation that has none.
    pub const NONE: &'static Self = &Self { of: &[], rows: &[] };

    /// Returns the constraints on a part of a request.
    pub(crate) fn row(&self, part: RequestPart) -> Option<&'static Constraint> {
        let (_, row) = self.of.iter().find(|(known, _)| *known == part)?;
        self.rows.get(*row)
    }
}

/// A part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequestPart {
    /// The body, where it is JSON.
    Body,
    /// The part of a form of this name.
    FormField(&'static str),
    /// The parameter of the path of this name.
    Path(&'static str),
    /// The query parameter of this name.
    Query(&'static str),
    /// The header of this name.
    Header(&'static str),
    /// The cookie of this name.
    Cookie(&'static str),
}

/// The constraints on a value, and on what is in it.
#[derive(Debug)]
pub struct Constraint {
    /// What must hold of the value itself.
    pub checks: &'static [Check],
    /// What is in it that has constraints.
    pub inner: &'static [Inner],
}

impl Constraint {
    /// Returns the row of a value that has constraints only inside.
    pub const fn inside(inner: &'static [Inner]) -> Self {
        Self { checks: &[], inner }
    }

    /// Returns the row of a value that has no constraints inside.
    pub const fn value(checks: &'static [Check]) -> Self {
        Self { checks, inner: &[] }
    }
}

/// A condition on values of one JSON type; any other value meets it. Numbers are JSON text.
#[derive(Debug)]
pub enum Check {
    /// A number is at least this.
    Minimum(&'static str),
    /// A number is more than this.
    Above(&'static str),
    /// A number is at most this.
    Maximum(&'static str),
    /// A number is less than this.
    Below(&'static str),
    /// A number is a multiple of this.
    MultipleOf(&'static str),
    /// A text has at least this many characters.
    MinLength(u64),
    /// A text has at most this many characters.
    MaxLength(u64),
    /// An expression matches in a text: as the OpenAPI document writes it (ECMA-262), and as the crate `regex` reads it.
    Pattern(&'static str, &'static str),
    /// A list has at least this many elements.
    MinItems(u64),
    /// A list has at most this many elements.
    MaxItems(u64),
    /// No element of a list is there twice.
    UniqueItems,
    /// An object has at least this many members.
    MinMembers(u64),
    /// An object has at most this many members.
    MaxMembers(u64),
}

/// A part of a value, with the position of its row.
#[derive(Debug)]
pub enum Inner {
    /// The member of this name.
    Member(&'static str, usize),
    /// Each member that is not named.
    Others(usize),
    /// Each element of a list.
    Elements(usize),
    /// The element of a list at a position.
    Place(usize, usize),
    /// Each element of a list from a position on.
    From(usize, usize),
    /// The value itself, as the first of these whose tests all hold; that one need not have constraints.
    OneOf(&'static [(&'static [Test], Option<usize>)]),
}
