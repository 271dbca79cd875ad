//! JSON pointers into a description, kept on every node of the model.

use std::fmt;
use std::sync::Arc;

/// A JSON pointer (RFC 6901) into a description, such as `/paths/~1api~1items/get`.
///
/// The model carries pointers, not spans: they do not churn when a line is added above, and they
/// resolve to `file:line:column` only when a diagnostic is printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Takes text that already is a pointer, as the fragment of a local `$ref` is.
    pub fn from_text(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The pointer to member `token` of what `self` points to; `token` is escaped here.
    pub fn key(&self, token: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + 1 + token.len());
        text.push_str(&self.0);
        push_token(&mut text, token);
        Self(Arc::from(text))
    }

    /// The pointer to element `index` of the list `self` points to.
    pub fn index(&self, index: usize) -> Self {
        Self(Arc::from(format!("{}/{index}", self.0)))
    }

    /// The reference tokens from the root, unescaped.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        let body = self.0.strip_prefix('/');
        body.into_iter().flat_map(|body| body.split('/')).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// The last token, unescaped; `None` for the root.
    pub fn last(&self) -> Option<String> {
        self.tokens().next_back()
    }

    /// The pointer to what contains this value; the root contains itself.
    pub fn parent(&self) -> Self {
        match self.0.rfind('/') {
            Some(at) => Self(Arc::from(&self.0[..at])),
            None => Self::root(),
        }
    }

    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Appends a reference token to the text of a pointer.
pub(crate) fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.0)
    }
}
