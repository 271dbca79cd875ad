//! Where a response differs from the OpenAPI document.

use std::fmt;

/// One place where a response differs from the OpenAPI document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// Where, as a JSON pointer (RFC 6901) into the response's body.
    pub pointer: String,
    /// In what way.
    pub kind: MismatchKind,
    /// What the OpenAPI document says of the place, in words.
    pub expected: String,
    /// The JSON text that was found; `None` when nothing was, `..` when it is not to be shown.
    pub found: Option<String>,
}

impl Mismatch {
    /// Returns a difference of a response as a whole.
    #[inline]
    pub fn whole(kind: MismatchKind, expected: String, found: String) -> Self {
        Self { pointer: String::new(), kind, expected, found: Some(found) }
    }
}

/// In what way a response differs from the OpenAPI document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MismatchKind {
    /// A value of another JSON type than the described one. It was left out, but for a number where text is described,
    /// whose digits are the text.
    WrongType,
    /// A null where the OpenAPI document allows none.
    Null,
    /// A value of the right type that the OpenAPI document does not list: of an enum, the tag of a union,
    /// the `type` of a resource.
    UnknownValue,
    /// A member that the OpenAPI document does not name.
    Undeclared,
    /// A member that the OpenAPI document requires was absent.
    Missing,
    /// A status of success that the OpenAPI document does not name. The pointer is empty, and what was found is the status.
    UndeclaredStatus,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, expected, .. } = self;
        match &self.found {
            Some(found) => write!(f, "`{pointer}`: expected {expected}, found `{found}`"),
            None => write!(f, "`{pointer}`: expected {expected}, found nothing"),
        }
    }
}
