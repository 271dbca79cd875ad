//! JSON pointers into a document, kept on every node of the model.

use std::fmt;
use std::sync::Arc;

/// A JSON pointer (RFC 6901) into a document, such as `/paths/~1api~1items/get`.
///
/// The model carries pointers, not spans: they do not churn when a line is added above, and they
/// resolve to `file:line:column` only when a diagnostic is printed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// Returns the pointer to the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Takes text that already is a pointer, as the fragment of a local `$ref` is.
    pub fn from_text(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// Returns the pointer to member `token` of what `self` points to; `token` is escaped here.
    pub fn key(&self, token: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + 1 + token.len());
        text.push_str(&self.0);
        push_token(&mut text, token);
        Self(Arc::from(text))
    }

    /// Returns the pointer to element `index` of the list `self` points to.
    pub fn index(&self, index: usize) -> Self {
        Self(Arc::from(format!("{}/{index}", self.0)))
    }

    /// Returns the reference tokens from the root, unescaped.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = String> + '_ {
        let body = self.0.strip_prefix('/');
        body.into_iter().flat_map(|body| body.split('/')).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// Returns the last token, unescaped; `None` for the root.
    pub fn last(&self) -> Option<String> {
        self.tokens().next_back()
    }

    /// Returns the pointer to what contains this value; the root contains itself.
    pub fn parent(&self) -> Self {
        match self.0.rfind('/') {
            Some(at) => Self(Arc::from(&self.0[..at])),
            None => Self::root(),
        }
    }

    /// Returns the pointer as text.
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

/// Returns a URI fragment as the pointer it encodes (RFC 6901, section 6).
pub(crate) fn percent_decoded(fragment: &str) -> String {
    if !fragment.contains('%') {
        return fragment.to_owned();
    }
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, tail @ ..] = rest {
        let decoded = (*first == b'%').then(|| hex_pair(tail)).flatten();
        bytes.push(decoded.unwrap_or(*first));
        rest = tail.get(if decoded.is_some() { 2 } else { 0 }..).unwrap_or_default();
    }
    String::from_utf8(bytes).unwrap_or_else(|_| fragment.to_owned())
}

fn hex_pair(text: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(text.get(..2)?).ok()?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[test]
    fn decodes_fragments() {
        assert_eq!(percent_decoded("/a%20b/c"), "/a b/c");
        assert_eq!(percent_decoded("/100%"), "/100%");
        assert_eq!(percent_decoded("/%zz"), "/%zz");
        assert_eq!(percent_decoded("/%ff"), "/%ff");
    }
}
