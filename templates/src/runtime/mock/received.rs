//! Requests as they were received.

use std::fmt;

use bytes::Bytes;

use super::super::value::values::Value;

/// A request as it was received.
///
/// Shows neither the values of header fields nor the body, which may hold secrets.
#[derive(Clone)]
pub struct Received {
    pub(super) operation: Option<&'static str>,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) arguments: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

impl Received {
    /// Returns the id of the operation that was called; `None` when nothing is known of method and path.
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// Returns the method.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path as it came, without the query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the argument that stands where the path of the operation has `{name}`, decoded.
    pub fn argument(&self, name: &str) -> Option<&str> {
        find(&self.arguments, |found| found == name)
    }

    /// Returns the first value of a query parameter, decoded.
    pub fn query(&self, name: &str) -> Option<&str> {
        find(&self.query, |found| found == name)
    }

    /// Returns the whole query, decoded, in the order in which it came.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.query
    }

    /// Returns the first value of a header field.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, |found| found.eq_ignore_ascii_case(name))
    }

    /// Returns the header fields in the order in which they came, names in lower case.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns the body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body as JSON.
    ///
    /// # Errors
    /// When it is none.
    pub fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

fn find(list: &[(String, String)], is: impl Fn(&str) -> bool) -> Option<&str> {
    list.iter().find(|(name, _)| is(name)).map(|(_, value)| value.as_str())
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Received")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.query)
            .field("headers", &headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}
