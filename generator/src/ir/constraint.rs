//! Constraints on the values of a request, besides their types.

use crate::ir::{Bounds, Test};

/// The constraints on what an operation sends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Constraints {
    /// The parts of a request that have any, each with the position of its row.
    pub of: Vec<(RequestPart, usize)>,
    /// The constraints on values. They refer to each other by their positions: a value may hold others of its kind.
    pub rows: Vec<Constraint>,
}

/// A part of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestPart {
    /// The body, where it is JSON.
    Body,
    /// A part of a form, by its name.
    FormField(String),
    /// A parameter of the path.
    Path(String),
    /// A query parameter.
    Query(String),
    /// A header.
    Header(String),
    /// A cookie.
    Cookie(String),
}

/// The constraints on a value, and on what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Constraint {
    /// Which values are valid.
    pub bounds: Bounds,
    /// The pattern of the bounds as the crate `regex` reads it; `None` where there is none, or that crate cannot.
    pub regex: Option<String>,
    /// What is in the value that has constraints.
    pub inner: Vec<Inner>,
}

/// A part of a value, with the position of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inner {
    /// The member of this name.
    Member(String, usize),
    /// Each member that is not named.
    Others(usize),
    /// Each element of a list.
    Elements(usize),
    /// The element of a list at a position.
    Place(usize, usize),
    /// Each element of a list from a position on.
    From(usize, usize),
    /// The value itself, as the first of these whose tests all hold; that one need not have constraints.
    OneOf(Vec<(Vec<Test>, Option<usize>)>),
}
