//! Where a walk over a JSON value is: the steps that led there, kept on the stack while it goes on.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// A place in a JSON value. Printed, it is a JSON pointer (RFC 6901).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'p> {
    /// The last step, and where it was taken; none at the root.
    pub(crate) last: Option<(&'p Self, Step<'p>)>,
    /// How many arrays and objects the place is in.
    pub(crate) depth: u32,
}

/// A step from a value to a part of it, or to what surrounds it on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, unreachable_pub, reason = "a pointer shows less than is known, and the search alone more")]
pub enum Step<'p> {
    /// To the member that the OpenAPI document calls this.
    Member(&'p str),
    /// To the member of this key, one of those that the OpenAPI document does not name.
    Entry(&'p str),
    /// To the element at this position.
    Element(usize),
    /// To the element at this position, which has a shape of its own.
    Place(usize),
    /// From a resource to itself, as one of this type.
    Resource(&'p str),
    /// From a value to itself, as the alternative of a union at this position.
    Alternative(usize),
}

impl<'p> Place<'p> {
    /// The whole value.
    pub(crate) const ROOT: Self = Self { last: None, depth: 0 };

    /// Returns the place that a step leads to from here.
    pub(crate) fn at(&'p self, step: Step<'p>) -> Self {
        let deeper = match step {
            Step::Member(_) | Step::Entry(_) | Step::Element(_) | Step::Place(_) => 1,
            Step::Resource(_) | Step::Alternative(_) => 0,
        };
        Self { last: Some((self, step)), depth: self.depth + deeper }
    }

    /// Returns the place of a member.
    pub(crate) fn member(&'p self, key: &'p str) -> Self {
        self.at(Step::Member(key))
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((parent, step)) = self.last else {
            return Ok(());
        };
        parent.fmt(f)?;
        match step {
            Step::Member(key) | Step::Entry(key) => {
                f.write_char('/')?;
                escaped(key, f)
            }
            Step::Element(position) | Step::Place(position) => write!(f, "/{position}"),
            Step::Resource(_) | Step::Alternative(_) => Ok(()),
        }
    }
}

fn escaped(key: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if !key.contains(['~', '/']) {
        return f.write_str(key);
    }
    key.chars().try_for_each(|character| match character {
        '~' => f.write_str("~0"),
        '/' => f.write_str("~1"),
        other => f.write_char(other),
    })
}

/// Returns the key that a step of a JSON pointer stands for.
pub(crate) fn unescaped(step: &str) -> Cow<'_, str> {
    if step.contains('~') { step.replace("~1", "/").replace("~0", "~").into() } else { step.into() }
}
